"""An answer taken apart: what runs of their own say of each lever, each input and the point where the sign turns."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from small_lab import BASELINE, scenario

from tregua.analysis.calibrate import again, inputs_of, shipped
from tregua.analysis.moved import move
from tregua.analysis.readings import cell
from tregua.analysis.sensitivity import first_orders
from tregua.analysis.why import SPREAD_TIMES, Why, _flip, explain, why
from tregua.catalogue.errors import InputError
from tregua.catalogue.record import Range
from tregua.lab.alternatives import combinations
from tregua.lab.compare import compare
from tregua.lab.estimators import ranks
from tregua.lab.left_open import left_open as open_settings
from tregua.lab.model import lab
from tregua.lab.result import simulate, values
from tregua.lab.run import Settings, numbers, run
from tregua.lab.scenario import lever_array
from tregua.lab.schema import Scenario
from tregua.lab.store import open_run, write_run

SETTINGS = Settings(draws=64, until=2030)
YEAR = 2030
REFERENCE = combinations()[0]
ARRESTS, SENTENCE = {"arrests": 2.0}, {"sentence": 2.0}
HOMICIDES = ("homicides", "COL")


def median(one: Scenario, other: Scenario, draws: int = 64, assumptions: dict[str, float] | None = None) -> float:
    """The median change of homicides of the year, in a run of its own."""
    annual = run([one, other], replace(SETTINGS, draws=draws), assumptions, [REFERENCE])[0, :, :, -1]
    before, after = cell(annual, *HOMICIDES)
    return float(np.median(after - before))


def taken_apart(policy: Scenario, outcome: str = "homicides", place: str | None = None) -> Why:
    return why(policy, outcome, place, BASELINE, YEAR, SETTINGS)


def test_alone_last_and_rest_are_those_of_runs_of_their_own() -> None:
    both = scenario({**ARRESTS, **SENTENCE})
    found = taken_apart(both)
    assert found.total == pytest.approx(median(BASELINE, both))
    by_lever = {one.lever: one for one in found.drivers}
    assert set(by_lever) == {"arrests", "sentence"}
    for name, mine, others in (("arrests", ARRESTS, SENTENCE), ("sentence", SENTENCE, ARRESTS)):
        assert by_lever[name].alone == pytest.approx(median(BASELINE, scenario(mine)))
        assert by_lever[name].last == pytest.approx(median(scenario(others), both))
    assert found.rest == pytest.approx(found.total - sum(one.alone for one in found.drivers))


def test_one_lever_brings_everything_alone_and_last() -> None:
    found = taken_apart(scenario(ARRESTS))
    (driver,) = found.drivers
    assert driver.alone == driver.last == found.total
    assert found.rest == 0.0


def test_a_lever_of_several_places_is_told_place_by_place() -> None:
    found = taken_apart(scenario({"talks": 1.0}), "group_members")
    assert {one.place for one in found.drivers} <= {*lab().places("groups")}
    assert len({one.place for one in found.drivers}) > 1
    assert found.place == "COL" and found.unit == "persons"


def test_on_a_page_a_lever_of_several_places_is_one() -> None:
    policies = [BASELINE, scenario({"talks": 1.0})]
    one = next(one for one in explain(simulate(policies, SETTINGS), "baseline", YEAR) if one.outcome == "group_members")
    (driver,) = one.drivers
    assert (driver.lever, driver.place) == ("talks", None)
    assert driver.alone == driver.last == one.total


def test_levers_that_bring_nothing_are_left_out_and_the_greatest_comes_first() -> None:
    found = taken_apart(scenario({**ARRESTS, "treatment": 1.0, "counselling": 1.0}), "detained")
    brought = [max(map(abs, (*one.alone_i90, *one.last_i90))) for one in found.drivers]
    assert all(one.alone_i90[0] <= one.alone <= one.alone_i90[1] for one in found.drivers)
    assert brought == sorted(brought, reverse=True)
    assert "treatment" not in {one.lever for one in taken_apart(scenario({"treatment": 1.0}), "detained").drivers}


def test_an_input_that_carries_the_spread_is_found_and_narrows_it_when_it_is_known() -> None:
    policy = scenario({"emergency": 1.0})
    found = taken_apart(policy)
    first = found.spread[0]
    assert first.first > 2.0 * first.se > 0.0
    assert sum(one.first for one in found.spread) < 1.2
    assert [one.first for one in found.spread] == sorted((one.first for one in found.spread), reverse=True)
    record = lab().parameters[first.parameter]
    free = run([BASELINE, policy], replace(SETTINGS, draws=512), {}, [REFERENCE])[0, :, :, -1]
    known = run([BASELINE, policy], replace(SETTINGS, draws=512), {first.parameter: record.value}, [REFERENCE])
    wide, narrow = (np.diff(cell(one, *HOMICIDES), axis=0).std() for one in (free, known[0, :, :, -1]))
    assert narrow < wide * np.sqrt(1.0 - first.first) * 1.6 < wide


def test_at_the_turning_point_the_median_is_nought_within_its_error() -> None:
    policy = scenario({"talks": 1.0, "pressure": 0.0, "arrests": 2.0})
    found = why(policy, "homicides", None, BASELINE, YEAR, replace(SETTINGS, draws=256))
    for flip in found.flips:
        record = lab().parameters[flip.parameter]
        assert flip.unit == record.unit
        at = median(BASELINE, policy, 256, {flip.parameter: flip.at})
        ends = [median(BASELINE, policy, 256, {flip.parameter: flip.at * factor}) for factor in (0.5, 1.5)]
        assert abs(at) < max(map(abs, ends))


def test_an_input_is_moved_through_the_range_that_it_has_where_the_run_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start of 2020 the EGC was last counted at 3,600, with ten per cent either way."""
    moved: list[float] = []
    monkeypatch.setattr("tregua.analysis.why.turning_point", lambda at, medians, errors: moved.extend(at))
    early = Settings(draws=4, start="2020-01", until=2021)
    levers = [lever_array(BASELINE, early.span)] * 2
    _flip("size_0.EGC", levers, early, {}, REFERENCE, 2021, HOMICIDES)
    assert 0.9 * 3600 <= min(moved) < max(moved) <= 1.1 * 3600


def test_every_headline_cell_of_a_run_is_taken_apart_on_its_own_draws() -> None:
    policies = [BASELINE, scenario({**ARRESTS, "pressure": 0.0})]
    dataset: xr.Dataset = simulate(policies, SETTINGS)
    found = {(one.outcome, one.place): one for one in explain(dataset, "baseline", YEAR)}
    assert set(found) == {(one.id, place) for one in lab().outcomes.values() for place in one.headline}
    comparisons = compare(dataset, "baseline", YEAR)
    for (outcome, place), one in found.items():
        if figures := comparisons.one("moved", outcome, place).alternatives:
            assert one.total == pytest.approx(figures[0].median)
        assert one.flips == () and one.choices == REFERENCE.choices


def left_open(lever: str, low: float, high: float) -> Scenario:
    """A lever of Colombia that a policy leaves open between two values."""
    made = scenario({(lever, "COL"): high})
    path = {"start": Range(low=low, high=high)}
    return made.model_copy(update={"levers": [made.levers[0].model_copy(update={"path": path})]})


def test_a_setting_that_is_left_open_is_an_input_beside_the_numbers() -> None:
    policy = left_open("arrests", 0.25, 3.0)
    found = taken_apart(policy, "detained")
    (one,) = [one for one in found.spread if one.lever]
    assert (one.parameter, one.lever) == ("arrests.COL", "arrests") and one == found.spread[0]
    groups = {one.kind: one for one in found.groups if one.kind in ("settings", "all")}
    assert groups["settings"].inputs == 1 and groups["all"].inputs > 100
    listed = next(
        one for one in explain(simulate([BASELINE, policy], SETTINGS), "baseline", YEAR) if one.outcome == "detained"
    )
    assert listed.spread[0].parameter == "arrests.COL"
    assert not any(one.lever for one in taken_apart(scenario(ARRESTS), "detained").spread)


def test_the_sign_turns_at_a_value_between_the_ends_of_an_open_setting() -> None:
    levers = [lever_array(one, SETTINGS.span) for one in (BASELINE, left_open("arrests", 0.25, 3.0))]
    (setting,) = open_settings(levers)
    flip = _flip(setting, levers, SETTINGS, {}, REFERENCE, YEAR, ("detained", "COL"))
    assert flip is not None and (flip.parameter, flip.lever) == ("arrests.COL", "arrests")
    assert flip.unit == lab().levers["arrests"].unit and 0.8 < flip.at < 1.2  # arrests as they are: nothing changes


def test_a_total_is_the_sum_of_its_places() -> None:
    dataset = simulate([BASELINE], replace(SETTINGS, draws=4))
    annual = run([BASELINE], replace(SETTINGS, draws=4), {}, [REFERENCE])[0]
    for outcome, places in lab().outcome_places.items():
        for place in places:
            expected = values(dataset, outcome, place)[0, 0].values
            assert cell(annual[0], outcome, place) == pytest.approx(expected)


def test_groups_stand_beside_single_inputs_and_shocks_bound_what_all_explain() -> None:
    policy = scenario({"emergency": 1.0})
    found = why(policy, "homicides", None, BASELINE, YEAR, replace(SETTINGS, draws=256))
    assert found.ensemble == "prior"
    groups = {(one.kind, one.name): one for one in found.groups}
    first, exception = found.spread[0], groups["mechanism", "exception"]
    assert first.parameter == "emergency_dose" and exception.share is not None and exception.se is not None
    assert exception.share > first.first - 2.0 * (exception.se + first.se)
    everything, shocks = groups["all", ""], groups["shocks", ""]
    assert everything.share is not None and everything.se is not None
    assert shocks.share is not None and shocks.se is not None
    assert everything.share < 1.0 - shocks.share + 3.0 * (everything.se + shocks.se)


@pytest.fixture(scope="module")
def learnt() -> Settings:
    return inputs_of(True, SETTINGS)


def test_on_an_ensemble_an_answer_is_taken_apart_on_its_own_draws(learnt: Settings) -> None:
    policy = scenario({"emergency": 1.0})
    found = why(policy, "homicides", None, BASELINE, YEAR, learnt)
    assert found.ensemble == shipped().version
    wide = again(shipped().version, replace(SETTINGS, draws=SPREAD_TIMES * SETTINGS.draws), REFERENCE.choices)
    before, after = cell(run([BASELINE, policy], wide, {}, [REFERENCE])[0, :, :, -1], *HOMICIDES)
    shares, _ = first_orders(numbers(wide, REFERENCE, {}), ranks(after - before)[0])
    by_name = dict(zip(lab().parameters, shares, strict=True))
    assert found.spread
    assert all(one.first == pytest.approx(by_name[one.parameter]) for one in found.spread)
    assert {one.kind for one in found.groups} == {"tag", "mechanism", "all", "shocks"}
    assert found.total != taken_apart(policy).total


def test_more_draws_of_an_ensemble_are_new_ones() -> None:
    few, many = (
        numbers(again(shipped().version, replace(SETTINGS, seed=3, draws=draws), REFERENCE.choices), REFERENCE, {})
        for draws in (32, 80)
    )
    np.testing.assert_array_equal(few, many[:32])
    assert len(np.unique(many, axis=0)) == 80


def test_a_saved_run_of_an_ensemble_is_taken_apart_on_the_numbers_it_holds(learnt: Settings, tmp_path: Path) -> None:
    write_run(tmp_path / "run", simulate([BASELINE, scenario({"emergency": 1.0})], learnt))
    dataset = open_run(tmp_path / "run")
    np.testing.assert_array_equal(dataset.drawn, numbers(learnt, REFERENCE, {}))
    comparisons = compare(dataset, "baseline", YEAR)
    for one in explain(dataset, "baseline", YEAR):
        assert one.ensemble == shipped().version == comparisons.ensemble
        if figures := comparisons.one("moved", one.outcome, one.place).alternatives:
            assert one.total == pytest.approx(figures[0].median)


def test_a_run_of_another_ensemble_is_refused_in_one_sentence(learnt: Settings) -> None:
    dataset = simulate([BASELINE, scenario(ARRESTS)], replace(learnt, draws=4)).assign_attrs(ensemble="2024-00000000")
    with pytest.raises(InputError) as caught:
        explain(dataset, "baseline", YEAR)
    assert len(caught.value.problems) == 1
    expected = "come from the calibration 2024-00000000; this version comes with " + shipped().version
    assert expected in caught.value.message("en")
    assert "vienen de la calibración 2024-00000000" in caught.value.message("es")


def test_levers_are_moved_on_the_draws_of_the_baseline() -> None:
    (moved,) = move(BASELINE, [scenario(ARRESTS)], REFERENCE, SETTINGS, {}, YEAR)
    assert moved.levers == [("arrests", "COL")]
    assert moved.annual[1].tobytes() == moved.annual[2].tobytes()  # alone is the whole policy
    assert moved.annual[0].tobytes() == moved.annual[3].tobytes()  # all but it is the baseline


@pytest.mark.parametrize(
    ("outcome", "place", "english", "spanish"),
    [
        ("homicide", None, "Did you mean “homicides”?", "¿Quiso decir «homicides»?"),
        ("homicides", "CLO", "Did you mean “COL”?", "¿Quiso decir «COL»?"),
    ],
)
def test_what_is_not_there_is_refused(outcome: str, place: str | None, english: str, spanish: str) -> None:
    with pytest.raises(InputError) as caught:
        taken_apart(scenario(ARRESTS), outcome, place)
    assert english in caught.value.message("en")
    assert spanish in caught.value.message("es")


def test_a_policy_is_not_compared_with_itself_nor_in_a_year_outside_the_run() -> None:
    with pytest.raises(InputError, match="cannot be compared with itself"):
        taken_apart(BASELINE)
    with pytest.raises(InputError, match="must be 2025 … 2030, not 2031"):
        why(scenario(ARRESTS), "homicides", None, BASELINE, 2031, SETTINGS)
