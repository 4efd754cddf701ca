"""Two groups under constant spending: the integrator, what must hold, and the authors' worked example."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from tregua.models import prieto_curiel_2025_control as model
from tregua.models.protocol import load_model, targets_of

TARGETS = {target.id: target for target in targets_of(load_model("prieto_curiel_2025_control"))}
P = model.parameters()
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
    with pytest.raises(ValueError):
        model.size_at_rest(2e8, 0.0, P)


def hamiltonian(c: np.ndarray, prices: np.ndarray, u: np.ndarray, v: float) -> float:
    """What an optimal policy makes largest, of the worked example; to be differentiated numerically."""
    harm = EXAMPLE.fights_weight * EXAMPLE.s * c[0] * c[1] + EXAMPLE.members_weight * EXAMPLE.h * c.sum()
    return float(-harm - u.sum() - v + prices @ model.change(c, u, v, EXAMPLE))


def test_the_rest_of_the_example_meets_the_maximum_principle() -> None:
    """Spending all of the budget, no shift of money pays, prices do not change, and more money would help."""
    rest = model.optimal_rest(EXAMPLE)
    c, prices, u = np.full(2, rest.members), np.full(2, rest.shadow_price), np.full(2, rest.security)
    one, small = np.array([1.0, 0.0]), 1e-4
    assert u.sum() + rest.social == pytest.approx(EXAMPLE.budget)
    assert model.change(c, u, rest.social, EXAMPLE) == pytest.approx(0, abs=1e-6)

    def slope(at: list[float], step: float) -> float:
        return (at[0] - at[1]) / (2 * step)

    step = small * rest.security
    by_u = slope([hamiltonian(c, prices, u + sign * step * one, rest.social) for sign in (1, -1)], step)
    by_v = slope([hamiltonian(c, prices, u, rest.social + sign * step) for sign in (1, -1)], step)
    assert by_u == pytest.approx(by_v, rel=1e-4) and by_u > 0
    step = small * rest.members
    by_c = slope([hamiltonian(c + sign * step * one, prices, u, rest.social) for sign in (1, -1)], step)
    assert by_c == pytest.approx(EXAMPLE.discount_rate * rest.shadow_price, rel=1e-4)


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


def test_weeks_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="“weeks” must be ≥ 0, not -1"):
        model.simulate(weeks=-1)
