"""A cell in other years, the dated events that bear on it, and the skill that travels with it."""

from collections.abc import Mapping

import numpy as np
import pytest
from by_hand import COLUMNS, REFERENCE, YEAR, compared, made, shuffled

from tregua.analysis.card import card
from tregua.lab.alternatives import Combination, alternatives
from tregua.lab.cell import Comparison
from tregua.lab.compare import compare
from tregua.lab.model import lab
from tregua.lab.scenario import Span
from tregua.show.words.run import comparisons_record

EARLY = Span(2022, 2032, "2022-08")


@pytest.mark.parametrize(("year", "also"), [(2024, [2025, 2032]), (2025, [2032]), (2032, [2025])])
def test_three_and_ten_years_after_the_start_stand_beside_any_year(year: int, also: list[int]) -> None:
    comparisons = compare(made(np.ones(4), span=EARLY), "baseline", year)
    assert [one.year for one in comparisons.also] == also
    assert comparisons.horizon == year - 2021  # the run starts with 2022: the last observed year is 2021
    assert [one.horizon for one in comparisons.also] == [one - 2021 for one in also]


def test_a_run_that_ends_before_tells_no_later_year() -> None:
    assert compare(made(np.ones(4)), "baseline", YEAR).also == ()


def test_another_year_says_what_a_comparison_in_that_year_says() -> None:
    name = next(one for one, record in alternatives().all.items() if not record.only_with)
    values = lab().parameters[name].distribution.values or []
    listed = [Combination({**REFERENCE, name: value}) for value in values[:2]]
    difference = np.stack([shuffled(-30.0), shuffled(200.0)])[..., None]
    dataset = made(difference, {"arrests": 2.0}, listed=listed, span=EARLY)
    (late,) = compare(dataset, "baseline", 2025).also
    then = compare(dataset, "baseline", 2032)
    headline = {(outcome.id, place) for outcome in lab().outcomes.values() for place in outcome.headline}
    assert {(one.outcome, one.place) for one in late.comparisons} == headline
    for one in late.comparisons:
        whole = then.one(one.scenario, one.outcome, one.place)
        for name in ("status", "median_range", "lower", "higher", "n_alternatives", "material"):
            assert getattr(one, name) == getattr(whole, name)
    assert late.one("moved", "homicides", "COL").median_range == pytest.approx((-30, 200))


def test_a_cell_names_the_events_of_its_levers_that_test_it_and_the_levers_that_none_tests() -> None:
    def cell(outcome: str, levers: Mapping[str, float], place: str = "COL") -> Comparison:
        column = [COLUMNS[outcome, place]]
        return compared(made(np.ones(20), levers, columns=column)).one("moved", outcome, place)

    coca = cell("coca_area", {"eradication": 0.0})
    assert coca.tested == ("col-spraying-2015", "col-eradication-2022") and coca.untested == coca.used == ()
    assert cell("coca_area", {"eradication": 0.0}, "PER").tested == ()  # they were counted in Colombia
    state = cell("homicides", {"emergency": 1.0})  # its effect was estimated from the same figures
    assert state.tested == () and state.untested == ("emergency",)
    assert set(state.used) == {"slv-exception-2022", "hnd-exception-2022", "ecu-conflict-2024"}
    assert cell("cocaine_consumed", {"treatment": 0.5}, "USA").tested == ()
    both = cell("homicides", {"emergency": 1.0, "talks": 1.0})
    assert "farc-2016" in both.tested and both.untested == ("emergency",)


def test_what_travels_with_a_comparison_tells_skill_and_how_far_it_was_scored() -> None:
    plain = comparisons_record(compare(made(np.ones(4), span=EARLY), "baseline", 2025), "en")
    assert plain["scored"] and plain["also"][0]["scored"] == (card().ahead >= 11)
    held = [one for one in card().summaries if (one.policies, one.horizons) == ("held", (1, 2, 3))]
    skills = {one.series: one.skill["persistence"] for one in held}
    assert {"coca_area.COL", "homicides.COL"} <= {one["series"] for one in plain["scores"]}
    for one in plain["scores"]:
        skill = skills[one["series"]]
        assert skill is not None and (one["skill"], one["skill_se"]) == (skill.value, skill.se)
        assert one["n"] > 0 and one["place"] in lab().outcomes[one["outcome"]].headline
