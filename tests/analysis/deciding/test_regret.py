"""Regret against its definition, worked out by hand for every policy, reading and future."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from tregua.analysis.deciding.answers import regret
from tregua.analysis.deciding.futures import futures
from tregua.analysis.deciding.goals import Cell, cells_of, goals
from tregua.analysis.deciding.regret import regrets
from tregua.catalogue.errors import InputError
from tregua.lab.result import choices_of, values
from tregua.noise import Floats

wanted = arrays(np.float64, array_shapes(min_dims=3, max_dims=3, max_side=5), elements=st.floats(-1e6, 1e6))


@given(wanted)
def test_somebody_has_no_regret_in_every_future_and_nobody_a_negative_one(level: Floats) -> None:
    behind = regrets(level)
    assert (behind >= 0.0).all() and (behind.min(axis=-2) == 0.0).all()


@given(wanted, st.floats(-1e3, 1e3))
def test_what_all_policies_share_is_no_regret(level: Floats, shared: float) -> None:
    np.testing.assert_allclose(regrets(level + shared), regrets(level), atol=1e-3)


@given(wanted)
def test_one_more_policy_never_lowers_the_regret_of_the_others(level: Floats) -> None:
    more = np.concatenate([level, level[:, :1] + 1.0], axis=1)
    assert (regrets(more)[:, : level.shape[1]] >= regrets(level) - 1e-6).all()


def test_regret_is_what_its_definition_gives_in_every_future(three: xr.Dataset) -> None:
    found = regret(three, 2030)
    names = three.scenario.values.tolist()
    for outcome, sign in (("homicides", 1.0), ("liberal_democracy", -1.0)):
        for name in names:
            row = found.one(name, outcome, "COL")
            told = {one.alternative: one for one in row.by}
            reference = values(three, outcome, "COL").isel(alternative=0).sel(year=2030)
            behind = []
            for draw in range(12):
                harms = {each: sign * float(reference.sel(scenario=each, draw=draw)) for each in names}
                behind.append(harms[name] - min(harms.values()))
            assert told["reference"].max == pytest.approx(max(behind))
            assert told["reference"].mean == pytest.approx(sum(behind) / 12)
            assert told["reference"].p90 == pytest.approx(np.quantile(behind, 0.9))
            assert told["reference"].ahead == pytest.approx(sum(one <= 1e-9 for one in behind) / 12)


def test_the_largest_over_readings_is_told_and_nothing_is_averaged(three: xr.Dataset) -> None:
    row = regret(three, 2030).one("as-observed", "homicides", "COL")
    assert len(row.by) > 3
    assert row.mean == max(one.mean for one in row.by) > np.mean([one.mean for one in row.by])
    levels = values(three, "homicides", "COL").sel(year=2030).transpose("alternative", "scenario", "draw").values
    assert row.max == pytest.approx(max((one - one.min(axis=0))[0].max() for one in levels))


def test_every_reading_is_told_and_the_largest_is_that_of_all_of_them(three: xr.Dataset) -> None:
    found = regret(three, 2030)
    for outcome in ("homicides", "extortions", "displaced"):
        levels = values(three, outcome, "COL").sel(year=2030).transpose("alternative", "scenario", "draw").values
        behind = levels - levels.min(axis=1, keepdims=True)
        for at, name in enumerate(three.scenario.values.tolist()):
            row = found.one(name, outcome, "COL")
            assert len(row.by) == len(found.futures.alternatives)
            assert row.mean == pytest.approx(behind[:, at].mean(axis=1).max())
            assert row.p90 == pytest.approx(np.quantile(behind[:, at], 0.9, axis=1).max())


def test_equal_policies_are_all_named_and_none_where_all_come_to_the_same(three: xr.Dataset) -> None:
    found = regret(three, 2030, weights={"custody_deaths": -1})
    assert {one.scenario for one in found.least} == {"as-observed", "alliance"}
    nothing = regret(three, 2030, ["as-observed", "alliance"], weights={"custody_deaths": -1})
    assert nothing.least == () and {row.status for row in nothing.weighed} == {"same"}


def test_the_order_in_which_policies_are_named_changes_no_figure(three: xr.Dataset) -> None:
    names = three.scenario.values.tolist()
    one, other = (regret(three, 2030, order) for order in (names, names[::-1]))
    assert all(other.one(row.scenario, row.outcome, row.place) == row for row in one.rows)


def test_rights_and_harm_to_civilians_are_always_told(three: xr.Dataset) -> None:
    found = regret(three, 2030, outcomes=["homicides"])
    told = {row.outcome for row in found.rows}
    always = {name for name, goal in goals().items() if goal.always}
    assert {"detained", "custody_deaths", "liberal_democracy", "civilians_killed", "displaced"} <= always
    assert told == {"homicides"} | always


def test_no_policy_is_named_without_weights_and_one_is_with_them(three: xr.Dataset) -> None:
    assert regret(three, 2030).least == ()
    found = regret(three, 2030, weights={"detained": -1})
    named = {one.measure: one.scenario for one in found.least}
    level = values(three, "detained", "COL").sel(year=2030).max("alternative").mean("draw")
    assert named["mean"] == str(level.scenario[int(np.argmin(level.values))].values) != "mano-dura"
    liked = regret(three, 2030, weights={"detained": 1})  # who wants more arrests says so by the sign
    assert {one.scenario for one in liked.least} == {"mano-dura"}


def test_a_weight_of_one_on_an_outcome_is_the_regret_of_that_outcome(three: xr.Dataset) -> None:
    found = regret(three, 2030, weights={"homicides": -1.0})
    for row in found.weighed:
        assert row.mean == pytest.approx(found.one(row.scenario, "homicides", "COL").mean)


def test_thresholds_are_counted_on_the_side_that_is_wanted(three: xr.Dataset) -> None:
    limits = {"homicides": 14000.0, "liberal_democracy": 0.6}
    found = regret(three, 2030, thresholds=limits)
    reference = three.isel(alternative=0).sel(year=2030)
    for one in found.meets:
        here = reference.sel(scenario=one.scenario)
        few = values_at(here, "homicides") <= 14000.0
        free = values_at(here, "liberal_democracy") >= 0.6
        assert one.by["reference"] == pytest.approx((few & free).mean())
        assert one.low <= one.by["reference"] <= one.high


def values_at(dataset: xr.Dataset, outcome: str) -> Floats:
    return np.asarray(dataset[outcome].squeeze().values)


def test_a_cost_that_nobody_published_is_unknown_and_not_zero(three: xr.Dataset) -> None:
    found = regret(three, 2030)
    assert found.one("mano-dura", "state_outlay", "COL").status == "no_cost"
    assert found.one("mano-dura", "state_outlay", "COL").mean is None


def test_who_does_as_well_in_everything_and_better_in_something_beats_another(three: xr.Dataset) -> None:
    """A policy beside a copy of it in which nothing but homicides is higher."""
    worse = three.sel(scenario=["as-observed"]).copy(deep=True)
    worse["homicides"] = worse["homicides"] + 1000.0
    worse = worse.assign_coords(scenario=["mano-dura"])
    both = xr.concat([three.sel(scenario=["as-observed"]), worse], "scenario", data_vars="minimal", join="outer")
    both.attrs = three.attrs
    found = regret(both, 2030, ["as-observed", "mano-dura"])
    beaten = {one.scenario: one for one in found.pareto}
    assert beaten["mano-dura"].alternatives == 0
    assert beaten["mano-dura"].by == {"as-observed": len(found.futures.alternatives)}
    assert beaten["as-observed"].by == {}


def test_a_flow_is_added_up_and_a_stock_is_not(three: xr.Dataset) -> None:
    found = futures(three)
    flow, stock = Cell("homicides", "COL"), Cell("detained", "COL")
    summed = sum(found.of(flow, year) for year in range(2027, 2032))
    np.testing.assert_allclose(found.told(flow, 2031, 2027), summed)
    np.testing.assert_array_equal(found.told(stock, 2031, 2027), found.of(stock, 2031))


def test_the_futures_keep_one_of_alternatives_that_act_alike(three: xr.Dataset) -> None:
    everything, two = futures(three), futures(three, ["as-observed", "mano-dura"])
    assert 1 < len(two.alternatives) < len(everything.alternatives) <= len(choices_of(three))
    assert everything.alternatives[0].name == "reference"
    level = values(three, "homicides", "COL").sel(year=2030, scenario=["as-observed", "mano-dura"]).values
    kept = level[[one.at for one in two.alternatives]]
    assert all(any(np.array_equal(one, each) for each in kept) for one in level)


def test_the_inputs_of_a_draw_are_those_that_the_run_drew(three: xr.Dataset) -> None:
    found = futures(three)
    drawn = found.drawn(found.alternatives[0])
    assert drawn.shape == (12, len(found.inputs))
    at = found.inputs.index("relapse_hazard")
    np.testing.assert_array_equal(drawn[:, at], three.drawn.sel(parameter="relapse_hazard").values)
    assert "emergency_effect" not in found.inputs
    jobs = drawn[:, found.inputs.index("jobs.COL")]
    assert (jobs >= 0.1).all() and (jobs <= 0.5).all() and np.ptp(jobs) > 0.1


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"outcomes": ["homicide"]}, "unknown_name"),
        ({"outcomes": ["extraditions"]}, "contested_outcome"),
        ({"outcomes": ["MEX.homicides"]}, "no_place_of"),
        ({"year": 2050}, "out_of_range"),
        ({"policies": ["as-observed"]}, "one_policy"),
        ({"policies": ["as-observed", "kingpin"]}, "unknown_name"),
        ({"weights": {"homicides": 0.0}}, "out_of_range"),
        ({"weights": {"homicides": float("nan")}}, "not_finite"),
        ({"weights": {"homicides": -1, "civilians_killed": -1}}, "weight_of_part"),
        ({"weights": {}}, "out_of_range"),
        ({"thresholds": {"extraditions": 1.0}}, "contested_threshold"),
        ({"thresholds": {"homicides": float("inf")}}, "not_finite"),
        ({"thresholds": {"homicides": 1.0, "COL.homicides": 2.0}}, "duplicate_key"),
        ({"thresholds": {"COL.state_outlay": 1.0}}, "discover_no_cost"),
        ({"weights": {"homicides": -1, "COL.homicides": -5}}, "duplicate_key"),
        ({"weights": {"ANDES.coca_area": -1, "COL.coca_area": -1}}, "weight_of_part"),
        ({"outcomes": [".homicides"]}, "no_place_of"),
    ],
)
def test_what_makes_no_sense_is_refused(three: xr.Dataset, wrong: dict[str, object], kind: str) -> None:
    with pytest.raises(InputError) as refused:
        regret(three, **{"year": 2030, **wrong})  # type: ignore[arg-type]
    assert refused.value.problems[0].kind == kind


def test_every_outcome_of_the_lab_has_a_goal_and_a_reason() -> None:
    assert {one.outcome for one in cells_of()} <= {name for name, goal in goals().items() if goal.wanted}
    assert all(goal.reason.en and goal.reason.es and goal.tag == "assumed" for goal in goals().values())
