"""What is worth knowing before a decision: held against regret, against cases by hand, and against what is refused."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from tregua.analysis.deciding.answers import information, regret
from tregua.analysis.deciding.data_sets import data_sets
from tregua.analysis.deciding.futures import Futures, futures
from tregua.analysis.deciding.goals import Cell
from tregua.analysis.deciding.information import Information
from tregua.catalogue.errors import InputError
from tregua.lab.alternatives import alternatives
from tregua.lab.model import lab
from tregua.lab.result import choices_of, simulate, values
from tregua.lab.run import Settings
from tregua.lab.scenario import load_scenarios
from tregua.noise import Floats

YEAR = 2030


@pytest.fixture(scope="module")
def run() -> xr.Dataset:
    """Four policies, 32 futures."""
    names = ["as-observed", "mano-dura", "total-peace", "alliance"]
    return simulate(load_scenarios(names), Settings(draws=32, seed=3, until=2031))


@pytest.fixture(scope="module")
def few(run: xr.Dataset) -> xr.Dataset:
    """The first of these futures."""
    return run.isel(draw=slice(8))


@pytest.fixture(scope="module")
def by_homicides(run: xr.Dataset) -> Information:
    return information(run, YEAR, outcome="homicides")


def levels(run: xr.Dataset, outcome: str) -> Floats:
    """An outcome, shape (alternatives, policies, draws)."""
    return np.asarray(values(run, outcome, "COL").sel(year=YEAR).transpose("alternative", "scenario", "draw").values)


# --- the decision -----------------------------------------------------------------------------------------------------


def test_perfect_information_is_worth_the_mean_regret_of_the_policy_that_is_chosen(
    run: xr.Dataset, by_homicides: Information
) -> None:
    told = regret(run, YEAR, outcomes=["homicides"])
    for one in by_homicides.readings:
        means = {
            name: within.mean
            for name in run.scenario.values.tolist()
            for within in told.one(name, "homicides", "COL").by
            if within.alternative == one.alternative
        }
        assert len(means) == 4
        assert one.evpi.value == pytest.approx(min(means.values()), rel=1e-9)
        assert min(means, key=lambda name: means[name]) in one.chosen


def test_in_each_reading_the_policy_of_the_lowest_mean_is_chosen_and_how_far_it_is_ahead_is_told(
    run: xr.Dataset, by_homicides: Information
) -> None:
    homicides = levels(run, "homicides")
    names = run.scenario.values.tolist()
    for alternative, one in zip(by_homicides.futures.alternatives, by_homicides.readings, strict=True):
        means = homicides[alternative.at].mean(axis=1)
        order = np.argsort(means)
        assert one.chosen == (names[order[0]],)
        assert one.ahead.value == pytest.approx(means[order[1]] - means[order[0]])
        difference = homicides[alternative.at][order[1]] - homicides[alternative.at][order[0]]
        assert one.ahead.se == pytest.approx(difference.std(ddof=1) / np.sqrt(32))
    assert sum(by_homicides.chosen.values()) == len(by_homicides.readings) > 10


def test_weights_of_one_outcome_decide_as_that_outcome_does(run: xr.Dataset, by_homicides: Information) -> None:
    weighed = information(run, YEAR, weights={"homicides": -2.0})
    assert weighed.cell is None and weighed.matters is None
    assert weighed.chosen == by_homicides.chosen
    for ours, theirs in zip(weighed.readings, by_homicides.readings, strict=True):
        assert ours.evpi.value == pytest.approx(2.0 * theirs.evpi.value)
    for row, other in zip(weighed.inputs, by_homicides.inputs, strict=True):
        assert (row.name, row.above) == (other.name, other.above)
        assert row.evppi == pytest.approx(2.0 * other.evppi, rel=1e-6, abs=1e-6)


def test_more_is_wanted_where_the_goal_says_so(run: xr.Dataset) -> None:
    found = information(run, YEAR, outcome="liberal_democracy")
    means = levels(run, "liberal_democracy")[0].mean(axis=1)
    highest = {name for name, one in zip(run.scenario.values.tolist(), means, strict=True) if one == means.max()}
    assert highest <= {*found.readings[0].chosen}


def test_policies_that_come_to_the_same_are_told_together_and_nothing_is_worth_knowing(run: xr.Dataset) -> None:
    found = information(run, YEAR, ["as-observed", "total-peace"], outcome="overdose_deaths")
    assert {*found.chosen} == {("as-observed", "total-peace")} and len(found.readings) == 1
    assert not found.readings[0].evpi.value and not any(row.evppi or row.above for row in found.inputs + found.data)


# --- what is worth knowing --------------------------------------------------------------------------------------------


def test_nothing_is_worth_less_than_nothing_or_more_than_everything(by_homicides: Information) -> None:
    most = {one.alternative: one.evpi.value for one in by_homicides.readings}
    for row in by_homicides.inputs + by_homicides.data:
        assert 0.0 <= row.low <= row.evppi <= row.high <= max(most.values()) and row.se >= 0.0
        assert all(0.0 <= one.evppi <= most[one.alternative] + 1e-9 for one in row.by)
        assert row.above == sum(one.above for one in row.by) and row.of == len(most)


def test_rows_above_chance_come_first_and_every_input_and_data_set_has_one(by_homicides: Information) -> None:
    for rows in (by_homicides.inputs, by_homicides.data):
        clear = [row.above > 0 for row in rows]
        assert clear == sorted(clear, reverse=True)
    assert {row.name for row in by_homicides.inputs} == {*by_homicides.futures.inputs}
    assert {row.name for row in by_homicides.data} == {*data_sets().all}
    for row in by_homicides.data:
        assert row.informs and {*row.informs} <= {*data_sets().informs[row.name]}


def told_by(run: xr.Dataset, name: str, scale: float) -> xr.Dataset:
    """The run, but homicides of one policy of the reference hang on one number alone, around those of another."""
    made = run.copy(deep=True)
    drawn = run["drawn"].sel(parameter=name).values
    centred = (drawn - drawn.mean()) / drawn.std()
    noise = np.random.default_rng(5).normal(size=len(drawn))
    first = made["homicides"].sel(year=YEAR, scenario="as-observed").values[..., :]
    made["homicides"].loc[{"year": YEAR, "scenario": "alliance"}] = (
        first + scale * centred.reshape(1, -1, *[1] * (first.ndim - 2)) + noise.reshape(1, -1, *[1] * (first.ndim - 2))
    )
    return made


def test_a_number_on_which_the_choice_hangs_is_found_with_the_data_that_inform_it(run: xr.Dataset) -> None:
    """NB of one policy over the other is c·X: knowing X is worth c E|X − EX|/2."""
    made = told_by(run, "pressure_effect", 100.0)
    found = information(made, YEAR, ["as-observed", "alliance"], outcome="homicides")
    for rows, name in ((found.inputs, "pressure_effect"), (found.data, "group_counts_before_2022")):
        assert rows[0].name == name and rows[0].above == rows[0].of  # a few others go along with it in so few futures
    drawn = run["drawn"].sel(parameter="pressure_effect").values
    expected = 100.0 * np.abs((drawn - drawn.mean()) / drawn.std()).mean() / 2.0
    assert found.inputs[0].evppi == pytest.approx(expected, rel=0.1)
    assert found.data[0].evppi >= found.inputs[0].evppi - 1e-9


def test_a_number_that_was_fixed_is_no_input(run: xr.Dataset) -> None:
    scenarios = load_scenarios(["as-observed", "mano-dura"])
    fixed = simulate(scenarios, Settings(draws=8, until=2030), {"emergency_dose": 0.5})
    found = information(fixed, YEAR, outcome="homicides")
    assert "emergency_dose" not in {row.name for row in found.inputs}
    assert any(one.key == "caveat.information_assumed" for one in found.caveats)


def test_the_order_in_which_policies_are_named_changes_nothing(few: xr.Dataset) -> None:
    names = ["mano-dura", "alliance", "total-peace"]
    first, second = (information(few, YEAR, order, outcome="homicides") for order in (names, names[::-1]))
    assert first.chosen == second.chosen
    for one, other in zip(first.inputs, second.inputs, strict=True):
        assert (one.name, one.evppi, one.above) == (other.name, pytest.approx(other.evppi), other.above)


# --- which reading is right -------------------------------------------------------------------------------------------


def even() -> dict[str, dict[float, float]]:
    """The same weight for every value."""
    return {
        name: dict.fromkeys(lab().parameters[name].distribution.values or [], 1.0) for name in alternatives().crossed
    }


def test_knowing_the_right_reading_is_told_under_weights_alone_as_arithmetic_has_it(few: xr.Dataset) -> None:
    assert not information(few, YEAR, outcome="homicides").choices
    found = information(few, YEAR, outcome="homicides", credence=even())
    listed, reference = choices_of(few), choices_of(few)[0]
    crossed = [
        at
        for at, one in enumerate(listed)
        if all(one[name] == reference[name] for name in alternatives().single if name in one)
    ]
    means = -levels(few, "homicides")[crossed].mean(axis=2)
    now = means.mean(axis=0).max()
    told = {one.parameter: one for one in found.choices}
    assert told[""].evppi == pytest.approx(means.max(axis=1).mean() - now, rel=1e-9)
    for name in alternatives().crossed:
        groups: dict[float, list[int]] = {}
        for row, at in enumerate(crossed):
            groups.setdefault(listed[at][name], []).append(row)
        expected = np.mean([means[group].mean(axis=0).max() for group in groups.values()]) - now
        assert told[name].evppi == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert told[name].evppi <= told[""].evppi + 1e-9


def test_whoever_is_sure_of_a_reading_gains_nothing_by_knowing_it(few: xr.Dataset) -> None:
    sure = {name: {value: float(at == 0) for at, value in enumerate(weights)} for name, weights in even().items()}
    found = information(few, YEAR, outcome="homicides", credence=sure)
    assert all(one.evppi == 0.0 for one in found.choices)


# --- what is refused and what is told ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "piece"),
    [
        ({}, "--outcome homicides"),
        ({"outcome": "homicides", "weights": {"homicides": -1.0}}, "--outcome homicides"),
        ({"outcome": "homicide"}, "homicides"),
        ({"outcome": "XXX.homicides"}, "XXX"),
        ({"outcome": "extraditions"}, "--weights"),
        ({"outcome": ""}, "outcome"),
        ({"weights": {"homicides": float("nan")}}, "nan"),
        ({"weights": {"homicides": 0.0}}, "0"),
        ({"weights": {"homicides": -1.0, "civilians_killed": -1.0}}, "civilians_killed"),
        ({"outcome": "homicides", "policies": ["alliance"]}, "alliance"),
        ({"outcome": "homicides", "policies": ["alliance", "mano-duro"]}, "mano-dura"),
        ({"outcome": "homicides", "year": 1999}, "1999"),
        ({"outcome": "state_outlay", "policies": ["mano-dura", "total-peace"]}, "mano-dura"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_refused(run: xr.Dataset, asked: dict[str, object], piece: str) -> None:
    with pytest.raises(InputError) as stopped:
        information(run, **asked)  # type: ignore[arg-type]
    assert piece in stopped.value.message("en") and stopped.value.message("es")


def test_one_draw_tells_nothing_of_what_is_worth_knowing(run: xr.Dataset) -> None:
    with pytest.raises(InputError, match="draws"):
        information(run.isel(draw=[0]), YEAR, outcome="homicides")


def test_policies_whose_cost_nobody_published_are_left_out_where_cost_decides() -> None:
    names = ["demand-reduction", "alliance", "as-observed", "mano-dura"]
    made = simulate(load_scenarios(names), Settings(draws=4, until=2030))
    found = information(made, YEAR, weights={"homicides": -1.0, "COL.state_outlay": -1e-9})
    assert "mano-dura" in found.left_out and "mano-dura" not in found.futures.policies


def test_what_a_decision_leaves_out_of_rights_and_harm_to_civilians_is_told(few: xr.Dataset) -> None:
    def outcomes(found: Information, key: str) -> str:
        (told,) = (one for one in found.caveats if one.key == key)
        return str(told.values["outcomes"])

    alone = outcomes(information(few, YEAR, outcome="homicides"), "caveat.information_alone")
    weighed = information(few, YEAR, weights={"homicides": -1.0, "detained": -0.1})
    rest = outcomes(weighed, "caveat.information_weights")
    for name in ("detained", "liberal_democracy"):
        assert lab().outcomes[name].text.en in alone
    assert lab().outcomes["detained"].text.en not in rest
    assert lab().outcomes["civilians_killed"].text.en not in alone  # they are among the homicides


def test_futures_are_those_of_the_policies_that_decide(run: xr.Dataset, by_homicides: Information) -> None:
    found: Futures = replace(futures(run), alternatives=by_homicides.futures.alternatives)
    assert found.of(Cell("homicides", "COL"), YEAR).shape == (len(by_homicides.readings), 4, 32)
