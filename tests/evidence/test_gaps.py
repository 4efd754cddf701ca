"""The evidence map: every cell stands, each study counts once in a cell, and the numbers are those of the records."""

from xml.etree.ElementTree import fromstring

import pytest
from ledger_records import estimate
from pages import check_links, check_self_contained, part, said

from tregua import interface
from tregua.catalogue.errors import InputError
from tregua.evidence.certainty import LEVELS, Level, alone
from tregua.evidence.gaps import OUTCOMES, evidence_map, levers
from tregua.evidence.ledger import estimates, risk_of
from tregua.evidence.schema import Estimate, Risk
from tregua.evidence.study import standing
from tregua.show.page.around import part as part_of_page
from tregua.show.page.gaps import render_map
from tregua.trace import checklist

SIZE_LIMIT = 900_000


def test_every_lever_meets_every_kind_of_outcome() -> None:
    wanted = {(item.id, one) for item in checklist() if item.id.startswith("P") for one in OUTCOMES}
    assert set(evidence_map()) == wanted
    assert any(not cell.studies for cell in evidence_map().values())


def test_a_cell_counts_each_study_once_at_its_best() -> None:
    for (lever, outcome), cell in evidence_map().items():
        held = {
            one.voice: one
            for one in estimates().values()
            if lever in one.levers
            and one.measures == outcome
            and standing(one) != "shown"
            and not (one.effect and one.effect.scale == "level")
        }
        assert cell.studies.keys() == held.keys()
        assert sum(cell.count(level) for level in LEVELS) == len(cell.studies)
        for name, level in cell.studies.items():
            own = [
                alone(estimates()[one], risk_of(estimates()[one]))
                for one in cell.estimates
                if estimates()[one].voice == name
            ]
            assert level == max(own, key=LEVELS.index)


@pytest.mark.parametrize(
    ("grade", "risk", "measured", "expected"),
    [
        ("A", "low", True, "high"),
        ("A", "some", False, "moderate"),
        ("A", "serious", True, "moderate"),
        ("A", "not_judged", False, "low"),
        ("C", "some", True, "low"),
        ("C", "critical", True, "very_low"),
        ("D", "low", True, "very_low"),
    ],
)
def test_what_one_estimate_gives_by_itself(grade: str, risk: Risk, measured: bool, expected: Level) -> None:
    one: Estimate = estimate("a", grade, scale="RR", value=2.0, **({"se": 0.1} if measured else {}))
    assert alone(one, risk) == expected


def test_the_page_leads_from_each_cell_to_its_estimates() -> None:
    page = render_map()
    tree = fromstring(page)
    check_self_contained(page, tree, SIZE_LIMIT, part_of_page("around.js") + part_of_page("claims.js"))
    check_links(tree)
    shown = part(tree, "en")
    filled = {key: cell for key, cell in evidence_map().items() if cell.studies}
    assert len(shown.findall(".//td/a")) == len(filled)
    assert len(shown.findall(".//td/span[@class='none']")) == len(levers()) * len(OUTCOMES) - len(filled)
    for (lever, outcome), cell in filled.items():
        (behind,) = [one for one in shown.iter("details") if one.get("id") == f"cell-{lever}-{outcome}"]
        assert all(name in said(behind) for name in cell.estimates)


def test_estimates_are_chosen_by_every_field_together() -> None:
    found = interface.estimates("P7", outcome="violence", design="randomised", place="chicago", grade="A")
    assert found
    for one in found.values():
        assert "P7" in one.levers and (one.measures, one.design, one.grade) == ("violence", "randomised", "A")
        assert "Chicago" in one.place.en
    by_level = [interface.estimates(certainty=level) for level in LEVELS]
    assert sum(map(len, by_level)) == len(estimates())


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("outcome", "homicides", "Did you mean “homicide”"),
        ("design", "randomized", "Did you mean “randomised”"),
        ("grade", "F", "there is no grade “F”"),
        ("certainty", "modrate", "Did you mean “moderate”"),
    ],
)
def test_a_value_that_there_is_not_is_told_with_the_nearest(field: str, value: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        interface.estimates(**{field: value})
    assert told in str(error.value)
