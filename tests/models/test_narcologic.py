"""The reduced form of NarcoLogic: what its rules keep, and what they do at their ends."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tregua.models.protocol import bound
from tregua.models.sketches.narcologic import model

P = bound(model.Parameters)
SMALL = replace(P, routes=60)
COST = np.linspace(100, 600, 8)
RISKS = st.lists(st.floats(0, 1), min_size=8, max_size=8).map(np.array)


def test_a_route_is_a_number_and_nothing_else() -> None:
    run = model.simulate(months=2, parameters=SMALL)
    assert set(run.coords) == {"month", "route"}
    assert run.route.values.tolist() == list(range(1, 61))


@settings(max_examples=30, deadline=None)
@given(effort=st.floats(0, 4), seed=st.integers(0, 2**32))
def test_everything_that_is_sent_goes_somewhere(effort: float, seed: int) -> None:
    run = model.simulate(effort=effort, months=24, seed=seed, parameters=SMALL)
    assert run.flow.sum("route").values == pytest.approx(P.supply)
    assert (run.flow >= 0).all()
    assert ((run.risk > 0) & (run.risk < 1)).all()
    assert (run.flow.values[run.seized.values] > 0).all()
    assert (run.seized.sum("route") <= run.visits).all()
    assert (run.visits >= round(effort * P.visits_min)).all() and (run.visits <= round(effort * P.visits_max)).all()
    assert (np.diff(run.ever_used) >= 0).all() and (run.ever_used >= run.in_use).all()
    assert (np.diff(run.ever_used) <= P.added).all()


@given(st.lists(st.booleans(), min_size=13, max_size=13), st.integers(0, 12), st.floats(0.5, 1))
def test_a_seizure_more_is_remembered_as_more_risk(months: list[bool], at: int, fading: float) -> None:
    p, before = replace(P, fading=fading), np.array(months)[:, None]
    after = before.copy()
    after[at] = True
    low, high = model.remembered_risk(before, p)[0], model.remembered_risk(after, p)[0]
    assert 0 < low <= high < 1
    assert (high > low) is not months[at]


def test_memory_is_the_mean_of_a_beta_distribution_and_what_is_older_counts_less() -> None:
    months = np.zeros((13, 3), bool)
    months[:, 0] = months[0, 1] = months[-1, 2] = True
    assert model.remembered_risk(months, P) == pytest.approx([15 / 15.5, 3 / 15.5, 3 / 15.5])
    _, old, new = model.remembered_risk(months, replace(P, fading=0.9))
    assert old < new


@given(RISKS)
def test_without_salience_a_value_is_the_mean_payoff(risk: np.ndarray) -> None:
    value = model.values(risk, COST, 10.0, replace(P, salience=1))
    assert value == pytest.approx(10 * ((1 - risk) * P.margin - COST))


@given(RISKS, st.integers(0, 7), st.floats(0.001, 0.2), st.floats(0.1, 1))
def test_a_riskier_route_is_worth_less(risk: np.ndarray, at: int, more: float, salience: float) -> None:
    p, riskier = replace(P, salience=salience), risk.copy()
    riskier[at] = min(risk[at] + more, 1)
    assert model.values(riskier, COST, 10.0, p)[at] <= model.values(risk, COST, 10.0, p)[at]


def test_what_stands_out_is_weighed_more() -> None:
    """The cost of the dearest of three routes stands out more than its gain: it looks worse than it is."""
    cost, risk = np.array([100.0, 100.0, 600.0]), np.full(3, 0.5)
    stands_out = model.salience(-cost) > model.salience(P.margin - cost)
    assert stands_out.all()
    assert (model.values(risk, cost, 1.0, P) < model.values(risk, cost, 1.0, replace(P, salience=1))).all()


@given(RISKS, st.lists(st.booleans(), min_size=8, max_size=8).filter(any).map(np.array))
def test_flows_are_the_supply_over_the_routes_in_use(risk: np.ndarray, used: np.ndarray) -> None:
    risk = np.minimum(risk, 0.97)
    flow = model.flows(model.values(risk, COST, 10.0, P), risk, used, P)
    assert flow.sum() == pytest.approx(P.supply)
    assert (flow >= 0).all() and not flow[~used].any()


def test_the_force_comes_back_to_its_seizures_and_goes_more_often_where_it_believes_in_one() -> None:
    last, belief = np.zeros(50, bool), np.full(50, 0.02)
    last[[3, 7]] = True
    belief[20] = 0.9
    visits = [model.visited(belief, last, 5, np.random.default_rng(seed).random(50)) for seed in range(300)]
    assert all(one.sum() == 5 and one[3] and one[7] for one in visits)
    often = np.mean(visits, axis=0)
    assert often[20] > 0.5 > 5 * often[30]


def test_more_visits_are_the_same_and_others_with_the_same_dice() -> None:
    dice, belief, last = np.random.default_rng(1).random(50), np.full(50, 0.02), np.zeros(50, bool)
    few, many = (model.visited(belief, last, visits, dice) for visits in (5, 12))
    assert not (few & ~many).any()


def test_a_large_loss_adds_the_most_valuable_routes_and_a_small_one_cuts_the_riskiest() -> None:
    used = np.array([True, True, False, False, False])
    flow, value, risk = np.array([99.9, 0.1, 0, 0, 0]), np.array([5.0, 4, 1, 3, 2]), np.array([0.1, 0.6, 0.1, 0.1, 0.1])
    cost, p = np.full(5, 100.0), replace(P, added=2)
    first, second = np.array([True] + [False] * 4), np.array([False, True] + [False] * 3)
    assert model.adapt(used, flow, first, value, risk, cost, p).tolist() == [True, True, False, True, True]
    assert model.adapt(used, flow, second, value, risk, cost, p).tolist() == used.tolist()  # 2 · 0.02 rounds to none
    even = np.array([4.0, 0.15, 0, 0, 0])
    assert model.adapt(used, even, second, value, risk, cost, p).tolist() == [True, False, False, False, False]
    assert model.adapt(used, flow, np.zeros(5, bool), value, risk, cost, p).tolist() == used.tolist()


def test_visits_stay_at_the_wanted_share_and_within_their_bounds() -> None:
    assert model.next_visits(60, P.wanted, 1.0, P) == 60
    assert model.next_visits(60, 0.0, 1.0, P) == 24
    assert model.next_visits(30, 0.0, 1.0, P) == 21
    assert model.next_visits(100, 1.0, 1.0, P) == 125


def test_the_same_seed_gives_the_same_run_and_another_gives_another() -> None:
    one, same, other = (model.simulate(months=40, seed=seed, parameters=SMALL) for seed in (3, 3, 4))
    assert one.identical(same) and not one.flow.equals(other.flow)


def test_targets_are_means_over_the_seeds_from_that_of_the_run_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "SEEDS", 3)
    assert (model.measured(1, SMALL, 5)[1:] == model.measured(1, SMALL, 6)[:-1]).all()


@pytest.mark.parametrize(("premium_risk", "expected"), [(0.43, 5), (0.6, 8), (0.12, 0), (0.97, np.inf)])
def test_a_premium_from_a_higher_risk_on_takes_more_seizures(premium_risk: float, expected: float) -> None:
    """The smallest n with (n + 2)/15.5 > p₀; of 13 months, so up to 15/15.5."""
    run = model.simulate(replace(SMALL, premium_risk=premium_risk), months=1)
    assert model.QUANTITIES["seizures_for_premium"](run) == expected


def test_the_risk_without_a_seizure_is_that_of_the_prior() -> None:
    run = model.simulate(replace(SMALL, prior_a=3, prior_b=4), months=1)
    assert float(model.QUANTITIES["risk_without_seizure"](run)) == pytest.approx(3 / 20)


def test_a_negative_effort_is_refused() -> None:
    with pytest.raises(ValueError, match="“effort” must be ≥ 0, not -1"):
        model.simulate(effort=-1)


@pytest.mark.parametrize(
    ("more", "less", "of"),
    [(1, 0, 0), (2, 1, 0), (2, 1, 2), (2, 1, 1), (4, 2, 1)],
    ids=["spread_by_interdiction", "spread_by_more", "seized_by_more", "in_use_by_more", "in_use_by_much_more"],
)
def test_a_sign_is_beyond_two_standard_errors(more: int, less: int, of: int) -> None:
    difference = model.measured(more, P, 0)[:, of] - model.measured(less, P, 0)[:, of]
    assert abs(difference.mean()) > 2 * difference.std(ddof=1) / len(difference) ** 0.5


def test_the_sign_of_what_a_seizure_takes_is_beyond_two_standard_errors() -> None:
    once, twice = model.measured(1, P, 0), model.measured(2, P, 0)
    difference = twice[:, 2] / twice[:, 3] - once[:, 2] / once[:, 3]
    assert abs(difference.mean()) > 2 * difference.std(ddof=1) / len(difference) ** 0.5
