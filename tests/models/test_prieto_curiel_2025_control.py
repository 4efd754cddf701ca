"""Two groups under constant spending: the integrator, what must hold, and the authors' worked example."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from tregua.catalogue.errors import InputError
from tregua.models.find import load_model
from tregua.models.papers.prieto_curiel_2025_control import model
from tregua.models.protocol import bound

MODEL = load_model("prieto_curiel_2025_control")
TARGETS = {target.id: target for target in MODEL.targets}
P = bound(model.Parameters)
EXAMPLE = model.example(P)
START, SECURITY, SOCIAL = np.array([25_000.0, 15_000.0]), np.array([1e7, 4e6]), 5e7
MEMBERS, MONEY = st.floats(0, 60_000), st.floats(0, 2e8)


def exact(weeks: np.ndarray) -> np.ndarray:
    """Sizes after `weeks` by SciPy at tight tolerance, shape (weeks, 2)."""
    run = solve_ivp(
        lambda _, c: model.change(c, SECURITY, SOCIAL, P), (0, weeks[-1]), START, "DOP853", weeks, rtol=1e-13, atol=1e-9
    )
    return run.y.T


def test_the_integrator_is_of_fourth_order() -> None:
    reference = exact(np.array([1040.0]))[0]
    errors = [
        np.abs(model.runge_kutta(START, SECURITY, SOCIAL, steps, 1040 / steps, P)[-1] / reference - 1).max()
        for steps in (10, 20, 40)
    ]
    assert [np.log2(coarse / fine) for coarse, fine in pairwise(errors)] == pytest.approx([4, 4], abs=0.3)


def test_weekly_steps_are_enough() -> None:
    run = model.simulate(u1=SECURITY[0], u2=SECURITY[1], v=SOCIAL, members=(START[0], START[1]))
    sizes, reference = run.members.values.T, exact(run.week.values.astype(float))
    assert sizes == pytest.approx(reference, rel=1e-10)


@settings(max_examples=40, deadline=None)
@given(first=MEMBERS, second=MEMBERS, u1=MONEY, u2=MONEY, v=MONEY)
def test_no_size_is_negative_and_no_group_is_the_favourite(
    first: float, second: float, u1: float, u2: float, v: float
) -> None:
    one = model.simulate(u1=u1, u2=u2, v=v, members=(first, second), weeks=60)
    other = model.simulate(u1=u2, u2=u1, v=v, members=(second, first), weeks=60)
    assert (one.members >= 0).all()
    assert (one.members.values == other.members.values[::-1]).all()


@settings(max_examples=20, deadline=None)
@given(members=MEMBERS, u=MONEY, v=MONEY)
def test_equal_groups_treated_alike_stay_equal(members: float, u: float, v: float) -> None:
    run = model.simulate(u1=u, u2=u, v=v, members=(members, members), weeks=60)
    assert (run.members[0] == run.members[1]).all()


def test_a_size_at_rest_does_not_change() -> None:
    for security, social in ((0.0, 0.0), (1e7, 0.0), (1e7, 1e8)):
        at = np.full(2, model.size_at_rest(security, social, P))
        change = model.change(at, np.full(2, security), social, P)
        assert change == pytest.approx(0, abs=1e-6)
        assert (model.change(1.01 * at, np.full(2, security), social, P) < 0).all()
        assert (model.change(0.99 * at, np.full(2, security), social, P) > 0).all()


def test_groups_end_where_they_rest() -> None:
    end = model.simulate(u1=1e7, u2=1e7, v=5e7, weeks=20_000).members[:, -1]
    assert end.values == pytest.approx(model.size_at_rest(1e7, 5e7, P), rel=1e-6)


def test_money_shrinks_groups_and_too_much_ends_them() -> None:
    sizes = [model.size_at_rest(u, v, P) for u, v in ((0, 0), (1e7, 0), (1e7, 5e7), (1e7, 1e8))]
    assert sizes == sorted(sizes, reverse=True)
    assert float(model.simulate(u1=2e8, u2=2e8, weeks=600).members[:, -1].max()) < 1
    with pytest.raises(InputError, match=r"“security” must be ≤ 1\.94573e\+07"):
        model.size_at_rest(2e8, 0.0, P)


def hamiltonian(c: np.ndarray, prices: np.ndarray, u: np.ndarray, v: float, p: model.Parameters) -> float:
    """What an optimal policy makes largest; to be differentiated numerically."""
    harm = p.fights_weight * p.s * c[0] * c[1] + p.members_weight * p.h * c.sum()
    return float(-harm - u.sum() - v + prices @ model.change(c, u, v, p))


def slopes(rest: model.Rest, p: model.Parameters) -> tuple[float, float, float]:
    """How the Hamiltonian changes at a rest with security against one group, with programmes, with its members."""
    c, prices, u = np.full(2, rest.members), np.full(2, rest.shadow_price), np.full(2, rest.security)
    one, small = np.array([1.0, 0.0]), 1e-4

    def slope(change: Callable[[float], float], step: float) -> float:
        return (change(step) - change(-step)) / (2 * step)

    by_u = slope(lambda step: hamiltonian(c, prices, u + step * one, rest.social, p), small * rest.security)
    by_v = slope(lambda step: hamiltonian(c, prices, u, rest.social + step, p), small * p.budget)
    by_c = slope(lambda step: hamiltonian(c + step * one, prices, u, rest.social, p), small * rest.members)
    return by_u, by_v, by_c


def milder(p: model.Parameters, share: float) -> model.Parameters:
    """The same with a share of the harm."""
    return replace(p, s=share * p.s, h=share * p.h)


@pytest.mark.parametrize(
    ("p", "binds", "programmes"),
    [
        (EXAMPLE, True, True),
        (replace(P, budget=2e7), True, False),
        (milder(EXAMPLE, 0.7), False, True),
        (milder(EXAMPLE, 0.5), False, False),
        (P, False, False),
    ],
    ids=["the example", "little money", "less harm", "half the harm", "the base file"],
)
def test_a_rest_meets_the_maximum_principle(p: model.Parameters, binds: bool, programmes: bool) -> None:
    """Prices do not change; no shift of money pays; more money would help just where all of it is spent."""
    rest = model.optimal_rest(p)
    spent = 2 * rest.security + rest.social
    assert model.change(np.full(2, rest.members), np.full(2, rest.security), rest.social, p) == pytest.approx(
        0, abs=1e-6
    )
    assert (rest.social > 0) == programmes and (rest.multiplier > 0) == binds
    assert spent == pytest.approx(p.budget) if binds else spent < 0.99 * p.budget
    by_u, by_v, by_c = slopes(rest, p)
    assert by_c == pytest.approx(p.discount_rate * rest.shadow_price, rel=1e-4)
    assert by_u == pytest.approx(rest.multiplier, rel=1e-4, abs=1e-4)
    assert by_v == pytest.approx(by_u, rel=1e-4, abs=1e-4) if programmes else by_v < by_u + 1e-4


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 1.5), st.floats(5e7, 3e8), st.floats(0.5, 2), st.floats(0.5, 2))
def test_no_budget_saves_less_than_it_costs(harm: float, budget: float, eta: float, xi: float) -> None:
    p = replace(milder(EXAMPLE, harm), budget=budget, eta=eta * EXAMPLE.eta, xi=xi * EXAMPLE.xi)
    try:
        rest = model.optimal_rest(p)
    except InputError as told:
        assert [one.values["field"] for one in told.problems] == ["budget"]
        return
    by_u, by_v, _ = slopes(rest, p)
    assert rest.multiplier >= 0 and 2 * rest.security + rest.social <= p.budget * (1 + 1e-9)
    assert by_u == pytest.approx(rest.multiplier, rel=1e-3, abs=1e-3)
    assert by_v <= by_u + 1e-3


def test_where_nothing_harms_nothing_is_spent() -> None:
    rest = model.optimal_rest(milder(EXAMPLE, 0.0))
    assert (rest.security, rest.social, rest.multiplier) == (0, 0, 0)
    assert rest.members == pytest.approx(model.size_at_rest(0.0, 0.0, EXAMPLE))


def test_a_budget_that_ends_the_groups_is_refused_by_its_name() -> None:
    with pytest.raises(InputError, match=r"“budget” must be ≤ 4\.95") as told:
        model.optimal_rest(replace(EXAMPLE, budget=6e8))
    most = float(told.value.problems[0].values["expected"].removeprefix("≤ "))
    assert model.optimal_rest(replace(EXAMPLE, budget=0.999 * most)).multiplier > 0


def test_no_other_constant_mix_leaves_less_harm_in_the_end_without_discounting() -> None:
    patient = replace(EXAMPLE, discount_rate=0.0)
    best = model.optimal_rest(patient)

    def harm(security: float) -> float:
        c = model.size_at_rest(security, patient.budget - 2 * security, patient)
        return patient.fights_weight * patient.s * c**2 + 2 * patient.members_weight * patient.h * c

    assert harm(best.security) < min(harm(0.9 * best.security), harm(1.1 * best.security))


def test_under_the_base_file_groups_would_not_rest_where_the_example_says() -> None:
    """With that much security they shrink even without social programmes."""
    members, security = (np.full(2, TARGETS[f"example_{name}"].published) for name in ("members", "security"))
    assert (model.change(members, security, 0.0, P) < 0).all()


def test_every_flow_follows_from_the_sizes() -> None:
    run = model.simulate(u1=1e7, u2=4e6, v=SOCIAL, weeks=20, members=(25_000, 15_000))
    c = run.members.values
    lured = (P.b + (P.delta - P.b) * np.exp(-P.xi * SOCIAL)) * P.rho
    np.testing.assert_allclose(run.recruits_per_week, lured * c)
    np.testing.assert_allclose(run.arrests_per_week, P.eta * SECURITY[:, None] ** P.alpha * (c + P.epsilon) ** P.beta)
    np.testing.assert_allclose(run.deaths_per_week, np.broadcast_to(P.theta * c[0] * c[1], c.shape))
    np.testing.assert_allclose(run.dropouts_per_week, P.omega * c**2)


def test_quantities_are_those_of_the_parameters_that_are_asked_for() -> None:
    """C = δ ρ/(θ + ω), as τ is next to nothing; arrests ∝ C₀^β; more money or deadlier fights leave fewer members."""
    grown = MODEL.value("size_at_rest", rho=1.1 * P.rho)
    assert grown == pytest.approx(1.1 * MODEL.value("size_at_rest"), rel=1e-9)
    assert MODEL.value("arrests", c0=4 * P.c0) == pytest.approx(4**P.beta * MODEL.value("arrests"))
    assert MODEL.value("example_members", example_budget=1.1 * P.example_budget) < MODEL.value("example_members")
    assert MODEL.value("example_members", theta=1.1 * P.theta) < MODEL.value("example_members")


def test_weeks_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="“weeks” must be ≥ 0, not -1"):
        model.simulate(weeks=-1)
