"""Every published model, run: the committed table holds, and each model keeps the contract."""

import csv
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tregua.catalogue.arithmetic import evaluate
from tregua.catalogue.read import PACKAGE
from tregua.models import reproduce
from tregua.models.find import load_model, own_folders
from tregua.models.protocol import MissingDataError
from tregua.models.reproduce import COLUMNS, TABLE, Row, committed, committed_rows, rows_of, write_committed
from tregua.models.schema import Bounds
from tregua.models.testing import check_model
from tregua.show.words.models import note_in_words
from tregua.show.words.numbers import unit

MODELS = sorted(own_folders())
FILES = {"__init__.py", "model.py", "parameters.yaml", "targets.yaml", "about.en.md", "about.es.md"}
COMMITTED = [dict(zip(COLUMNS, line, strict=True)) for line in csv.reader(TABLE.open(encoding="utf-8"))]
SAME = 1e-6
SPANISH_TOO = {"escapes"}
AGAIN = "run `python -m tregua.models.reproduce` and say what changed"


@cache
def rows(name: str) -> list[Row]:
    return rows_of(load_model(name))


def test_a_model_has_its_files_and_a_test() -> None:
    for name, folder in own_folders().items():
        assert {path.name for path in folder.iterdir()} >= FILES, name
        assert (PACKAGE.parents[1] / "tests" / "models" / f"test_{name}.py").is_file(), name


@pytest.mark.parametrize("name", MODELS)
def test_the_committed_table_holds(name: str) -> None:
    """No status changed, and ours is what it was."""
    computed = [row for row in rows(name) if not row.problem]
    for row in computed:
        was, noise = committed()[name, row.target.id], row.target.noise
        assert (noise and noise.allows(row.ours, was)) or row.ours == pytest.approx(was, SAME)
    statuses = {row.target.id: row.status for row in committed_rows(load_model(name))}
    assert {row.target.id: row.status for row in computed}.items() <= statuses.items(), AGAIN
    failed = [row for row in rows(name) if row.problem and not isinstance(row.problem, MissingDataError)]
    assert [note_in_words(row, "en") for row in failed] == []
    if len(computed) < len(rows(name)):
        pytest.skip(f"the data of {len(rows(name)) - len(computed)} targets are not at hand")


def test_the_committed_table_has_every_target_of_every_model_in_order_with_a_value_and_its_status() -> None:
    header, *lines = COMMITTED
    assert list(header.values()) == COLUMNS
    listed = [row for name in MODELS for row in committed_rows(load_model(name))]
    assert [(line["model"], line["quantity"]) for line in lines] == [(row.model, row.target.id) for row in listed], (
        AGAIN
    )
    assert [line["status"] for line in lines] == [row.status for row in listed], AGAIN
    assert "not-computed" not in {row.status for row in listed}
    unasked = [row for row in listed if row.status in ("reproduced", "by-definition") and row.origin is None]
    assert {row.target.tag for row in unasked} == {"derived"}, AGAIN


def test_the_committed_table_is_what_would_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reproduce, "TABLE", tmp_path / "table.csv")
    write_committed(row for name in MODELS for row in committed_rows(load_model(name)))
    assert reproduce.TABLE.read_text("utf-8") == TABLE.read_text("utf-8")


QUICK = [name for name in MODELS if name not in ("bekar_2022", "kleiman_kilmer_2009", "narcologic")]


@pytest.mark.parametrize("name", QUICK)
def test_what_a_value_was_computed_from_is_what_the_committed_table_says(name: str) -> None:
    """The three slow models are asked when the table is written."""
    committed = {row.target.id: row.origin for row in committed_rows(load_model(name))}
    assert {row.target.id: row.origin for row in rows_of(load_model(name), known=False)} == committed, AGAIN


@pytest.mark.parametrize("name", MODELS)
def test_a_model_keeps_the_contract(name: str) -> None:
    try:
        check_model(name)
    except MissingDataError as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("name", MODELS)
def test_a_model_of_ours_cites_the_common_list(name: str) -> None:
    assert load_model(name).record.sources == []


@pytest.mark.parametrize("name", MODELS)
def test_a_target_that_is_not_reproduced_says_why(name: str) -> None:
    """A regression value of ours that does not hold is a mistake, not a finding."""
    for row in rows(name):
        if row.status == "not-reproduced":
            assert row.target.note and row.target.tag != "derived", row.target.id


@pytest.mark.parametrize("name", MODELS)
def test_a_calendar_year_has_the_unit_that_is_written_without_a_separator(name: str) -> None:
    model = load_model(name)
    numbers = [(one.id, one.unit, one.value) for one in model.record.parameters]
    for target in model.targets:
        bounds = target.published if isinstance(target.published, Bounds) else None
        given = [bounds.low, bounds.at_least, bounds.at_most] if bounds else [target.published]
        numbers += [(target.id, target.unit, one) for one in given if isinstance(one, float)]
    assert [one for one in numbers if one[1] == "year" and 1800 < one[2] < 2100] == []


@pytest.mark.parametrize("name", MODELS)
def test_a_unit_has_no_english_word_in_spanish(name: str) -> None:
    model = load_model(name)
    for one in {record.unit for record in [*model.record.parameters, *model.targets]}:
        same = set(re.findall("[a-z]{3,}", one)) & set(re.findall("[a-z]{3,}", unit(one, "es")))
        assert same <= SPANISH_TOO, one


DERIVED = [
    (f"{name}.{one.id}", one.derivation, one.value)
    for name in MODELS
    for one in load_model(name).record.parameters
    if one.derivation
]


@pytest.mark.parametrize(("derivation", "value"), [one[1:] for one in DERIVED], ids=[one[0] for one in DERIVED])
def test_a_derivation_gives_the_number_that_is_printed(derivation: str, value: float) -> None:
    """Within one part in five hundred, or half a unit of the last digit printed."""
    half = 0.5 * 10.0 ** int(Decimal(f"{value:.12g}").as_tuple().exponent)
    assert evaluate(derivation, {}) == pytest.approx(value, rel=2e-3, abs=half)
