"""The panel of departments: it adds up where it should, says where it does not, and sets no number of the lab."""

import re
from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import load
from tregua.evidence.ledger import estimates, series
from tregua.evidence.panel import FILE, Panel, coca_departments
from tregua.lab.measure import measures
from tregua.lab.model import lab

PANEL = coca_departments()
SUMS = dict(zip(PANEL.years, map(sum, zip(*(one.area for one in PANEL.departments), strict=True)), strict=True))
PUBLISHED = dict(zip(PANEL.years, PANEL.published, strict=True))
DRAWN_FROM_IT = {name for name, one in estimates().items() if one.data == PANEL.data}


@pytest.mark.parametrize("year", PANEL.complete)
def test_departments_add_up_to_the_published_total(year: int) -> None:
    assert SUMS[year] == pytest.approx(PUBLISHED[year], rel=1e-3)


def test_two_years_miss_part_of_it_and_say_how_much() -> None:
    assert [one.year for one in PANEL.incomplete] == [2001, 2009]
    for one in PANEL.incomplete:
        missing = 100.0 * (1.0 - SUMS[one.year] / PUBLISHED[one.year])
        assert f"{missing:.1f} %" in one.text.en


def test_the_national_series_is_the_sum() -> None:
    national = {point.year: point.value for point in series()[PANEL.series].points}
    for year, total in SUMS.items():
        assert national[year] == pytest.approx(total, abs=0.06)


def test_every_department_stands_once() -> None:
    assert len({one.code for one in PANEL.departments}) == len({one.id for one in PANEL.departments}) == 24


def test_the_panel_and_what_is_estimated_from_it_set_no_number_of_the_lab() -> None:
    """The lab is scored on the departments' sum: a number that rests on them would use a figure twice."""
    (scored,) = [one for one in measures() if one.series == PANEL.series]
    assert scored.scored
    assert PANEL.data.startswith("simci-area-") and scored.data.startswith("simci-area-"), "seen to be the same figures"
    assert DRAWN_FROM_IT
    for one in lab().parameters.values():  # a lever may show what the panel tells of it
        assert not DRAWN_FROM_IT & set(one.estimates), one.id
    for parameter in lab().parameters.values():
        assert PANEL.data not in parameter.data, parameter.id
        written = f"{parameter.observed} {parameter.derivation} {parameter.source}"
        assert PANEL.id not in written and not any(name in written for name in DRAWN_FROM_IT), parameter.id


def test_what_it_cannot_tell_is_said_and_has_no_number() -> None:
    told = " ".join(one.quantity.en for one in PANEL.untold)
    assert all(word in told for word in ("price", "eradication", "announcement"))
    outcomes = " ".join(f"{estimates()[name].intervention.en} {estimates()[name].outcome.en}" for name in DRAWN_FROM_IT)
    assert not re.search(r"price|eradicat", outcomes, re.IGNORECASE)


@pytest.mark.parametrize(
    ("found", "replaced", "told"),
    [
        ("  783,    625.3,", "  783,", "18 cells, not 19"),
        ("  783,    625.3,", "  -83,    625.3,", "must be ≥ 0"),
        ("  783,    625.3,", "  many,    625.3,", "must be a number"),
        ("    2002,     2003,", "    2003,     2002,", "reversed"),
        ("untold:", "untolt:", "untold"),
    ],
)
def test_a_slip_in_the_file_is_told_with_its_line(tmp_path: Path, found: str, replaced: str, told: str) -> None:
    path = tmp_path / "panel.yaml"
    text = FILE.read_text("utf-8")
    assert found in text
    path.write_text(text.replace(found, replaced, 1), "utf-8")
    with pytest.raises(InputError, match=re.escape(f"{path}:")) as error:
        load(Panel, path)
    assert told in str(error.value)
