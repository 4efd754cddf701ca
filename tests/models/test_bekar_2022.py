"""Deterrence that feeds on itself: the exact long run against a dense matrix, and against dice."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tregua.models.find import load_model
from tregua.models.papers.bekar_2022.model import (
    Parameters,
    Policy,
    arrests,
    expected_gain,
    rest,
    simulate,
    stationary,
    violations,
)
from tregua.models.protocol import bound

MODEL = load_model("bekar_2022")
NOT_REPRODUCED = {
    "crackdown_35_as_worded",
    "crackdown_30_as_worded",
    "crackdown_39_as_worded",
    "violations_38",
    "good_rounds_42",
    "bad_rounds_40",
}
PUBLISHED = [one for one in MODEL.targets if one.tag == "published"]
DERIVED = [one for one in MODEL.targets if one.tag == "derived"]
FEW = Parameters(6, 0.6, 0.2, 1, 1, 0.25, 0.8, 2, 5)


@pytest.mark.parametrize("target", PUBLISHED, ids=lambda one: one.id)
def test_what_the_paper_states(target) -> None:
    assert target.met_by(MODEL.value(target.id)) == (target.id not in NOT_REPRODUCED)


@pytest.mark.parametrize("target", DERIVED, ids=lambda one: one.id)
def test_regression(target) -> None:
    assert target.met_by(MODEL.value(target.id))


def dense_long_run(policy: Policy, p: Parameters) -> dict[tuple[int, int, int, int], float]:
    """Stationary distribution of (v, a) of two rounds by the whole transition matrix, as the equations are written."""
    n = int(p.people)
    arrest, violate = arrests(policy, p), violations(p)
    states = [(v, a, w, b) for v, w in product(range(n + 1), repeat=2) for a in range(v + 1) for b in range(w + 1)]
    index = {state: at for at, state in enumerate(states)}
    chances = np.zeros((len(states), len(states)))
    for (v, a, w, b), at in index.items():
        for x in range(n + 1):
            for caught in range(x + 1):
                chances[at, index[w, b, x, caught]] = violate[v + w, a + b, x] * arrest[w, x, caught]
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-12)
    return dict(zip(states, rest(chances), strict=True))


@pytest.mark.parametrize("policy", [Policy(3, 3), Policy(1, 5, 3)], ids=["passive", "crackdown"])
def test_the_long_run_is_that_of_the_whole_matrix(policy: Policy) -> None:
    whole, ours = dense_long_run(policy, FEW), stationary(policy, FEW)
    expected = np.zeros_like(ours)
    gain = 0.0
    for (v, a, w, b), chance in whole.items():
        expected[v, a, w] += chance
        gain += chance * expected_gain(FEW)[v + w, a + b]
    np.testing.assert_allclose(ours, expected, atol=1e-7)
    run = simulate(resources=policy.good, crackdown=policy.bad, edge=policy.edge, parameters=FEW)
    assert float(run.gain) == pytest.approx(gain, rel=1e-6)


def played(policy: Policy, p: Parameters, rounds: int, games: int) -> np.ndarray:
    """Mean cost of a round in each of many games played with dice, shape (games,)."""
    dice = np.random.Generator(np.random.Philox(2022))
    n = int(p.people)
    v, a = np.full((2, games), n // 5), np.full((2, games), n // 6)
    cost = np.zeros(games)
    for one in range(rounds):
        q = (p.alpha + a.sum(axis=0)) / (p.alpha + p.beta + v.sum(axis=0))
        gains = dice.normal(p.gain_mean, p.gain_sd, (games, n))
        violates = gains >= (q * p.sanction)[:, None]
        resources = np.where(v[1] < policy.edge, policy.good, policy.bad)
        now = violates.sum(axis=1)
        caught = dice.binomial(now, p.arrest_chance * np.minimum(1, resources / np.maximum(now, 1)))
        v, a = np.array([v[1], now]), np.array([a[1], caught])
        if one >= rounds // 5:
            cost += p.resource_cost * resources + (p.harm - 1) * (gains * violates).sum(axis=1)
    return cost / (rounds - rounds // 5)


def test_dice_give_the_same_cost() -> None:
    """400 games of 500 rounds: the exact cost lies within four standard errors, and these are small enough to tell."""
    costs = played(Policy(30, 57, 35), bound(Parameters), 500, 400)
    error = costs.std(ddof=1) / np.sqrt(len(costs))
    assert error < 0.5
    assert MODEL.value("crackdown_35") == pytest.approx(costs.mean(), abs=4 * error)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 7))
def test_a_long_run_is_a_distribution_that_a_round_leaves_as_it_is(good: int, bad: int, edge: int) -> None:
    state = stationary(Policy(good, bad, edge), FEW)
    assert state.sum() == pytest.approx(1)
    assert (state >= 0).all()
    pairs = state.sum(axis=1)
    np.testing.assert_allclose(pairs.sum(axis=0), pairs.sum(axis=1), atol=1e-6)


def test_a_crackdown_to_the_same_resources_is_passive() -> None:
    assert simulate(resources=3, crackdown=3, edge=2, parameters=FEW).identical(simulate(resources=3, parameters=FEW))


def test_the_edge_belongs_to_the_bad_rounds() -> None:
    assert Policy(30, 57, 35).resources(np.array([34, 35, 36])).tolist() == [30, 57, 57]


def test_the_expected_gain_is_the_integral() -> None:
    p = bound(Parameters)
    g = np.linspace(p.gain_mean - 8 * p.gain_sd, p.gain_mean + 8 * p.gain_sd, 400_001)
    density = np.exp(-(((g - p.gain_mean) / p.gain_sd) ** 2) / 2) / (p.gain_sd * np.sqrt(2 * np.pi))
    q = (1 + 12) / (1.25 + 20)
    integral = p.people * np.trapezoid(np.where(g >= q, g * density, 0), g)
    assert expected_gain(p)[20, 12] == pytest.approx(integral, rel=1e-4)


def test_quantities_answer_to_the_parameters_of_the_run() -> None:
    few = {"people": 20.0}
    assert MODEL.value("mean_violations_38", **few, sanction=2.0) < MODEL.value("mean_violations_38", **few)
    assert MODEL.value("cost_44", **few, harm=6.0) > MODEL.value("cost_44", **few)
    assert MODEL.value("crackdown_35", **few, resource_cost=3.0) > MODEL.value("crackdown_35", **few)


@pytest.mark.parametrize("changed", [{"people": 50.0}, {"sanction": 0.9}], ids=["fewer people", "a lighter sanction"])
def test_where_one_resting_point_is_left_nothing_tips(changed: dict[str, float]) -> None:
    """What is left of the start at numbers of violations that do not occur in the long run says nothing of it."""
    run = simulate(replace(bound(Parameters), **changed), resources=39)
    good, tipping, bad = (MODEL.quantity(f"fixed_point_{one}", run).value for one in ("good", "tipping", "bad"))
    assert good == bad
    assert np.isnan(tipping)
