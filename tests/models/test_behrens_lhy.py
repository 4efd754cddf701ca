"""LH and LHY: published facts, the integrator's order, fixed points, and the sign of one user less."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from tregua.models.find import load_model
from tregua.models.papers.behrens_lhy import model
from tregua.models.protocol import bound

P = bound(model.Parameters)
FLOOR_FROM = 1985.25


def exact(variant: model.Variant, years: np.ndarray, p: model.Parameters = P) -> np.ndarray:
    """States after `years`, by SciPy at tight tolerance, shape (times, 3)."""
    run = solve_ivp(
        lambda _, state: model.change(state, p, variant),
        (0, years[-1]),
        model.state_1970(p),
        "DOP853",
        years,
        rtol=1e-12,
        atol=1e-3,
    )
    return run.y.T


@pytest.mark.parametrize("variant", ["LHY", "LH"])
def test_the_integrator_is_of_fourth_order(variant: model.Variant) -> None:
    """Until 1980, before the floor of contagion puts a kink into the path."""
    reference = exact(variant, np.array([10.0]))[0]
    errors = []
    for steps in (20, 40, 80):
        end = model.runge_kutta(model.state_1970(P), steps, 10 / steps, P, variant)[-1]
        errors.append(np.abs(end / reference - 1).max())
    orders = [np.log2(coarse / fine) for coarse, fine in pairwise(errors)]
    assert orders == pytest.approx([4, 4], abs=0.15)


@pytest.mark.parametrize(("variant", "tolerance"), [("LHY", 1e-5), ("LH", 1e-7)])
def test_monthly_steps_are_enough(variant: model.Variant, tolerance: float) -> None:
    run = model.simulate(variant=variant)
    reference = exact(variant, run.time.values - model.FIRST_YEAR)
    for name, expected in zip(("light", "heavy", "memory"), reference.T, strict=True):
        assert run[name].values == pytest.approx(expected, rel=tolerance)


@pytest.mark.parametrize("variant", ["LHY", "LH"])
def test_the_steady_state_does_not_change(variant: model.Variant) -> None:
    assert model.change(model.steady_state(P, variant), P, variant) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("variant", ["LHY", "LH"])
def test_the_epidemic_ends_in_the_steady_state(variant: model.Variant) -> None:
    end = model.simulate(variant=variant, years=300).isel(time=-1)
    assert [end.light, end.heavy, end.memory] == pytest.approx(model.steady_state(P, variant), rel=1e-5)


def test_lh_cycles_without_end_when_heavy_users_deter_less() -> None:
    less = replace(P, q_heavy=5.0)
    run = model.simulate(variant="LH", years=1500, parameters=less).heavy
    swings = [
        float(run.sel(time=slice(start, start + 200)).max() / run.sel(time=slice(start, start + 200)).min())
        for start in (3000, 3200)
    ]
    assert swings[0] > 1.2 and swings[1] == pytest.approx(swings[0], rel=0.01)


def test_the_cycle_begins_between_the_two_values_of_deterrence() -> None:
    """Where the damping changes sign the eigenvalues are complex: a Hopf bifurcation."""
    at = brentq(lambda q: model.eigenvalues_lh(replace(P, q_heavy=q))[0].real, 5, 7)
    assert 5 < at < 7
    assert model.eigenvalues_lh(replace(P, q_heavy=at))[0].imag > 0.05


def test_the_eigenvalues_are_those_of_the_flow() -> None:
    state, step = model.steady_state(P, "LH"), 1e-3
    columns = []
    for at in (0, 1):
        moved = np.eye(3)[at] * state * step
        both = [model.change(state + sign * moved, P, "LH")[:2] for sign in (1, -1)]
        columns.append((both[0] - both[1]) / (2 * state[at] * step))
    numerical = np.linalg.eigvals(np.array(columns).T)
    assert sorted(numerical, key=lambda value: -value.imag) == pytest.approx(model.eigenvalues_lh(P), rel=1e-4)


def test_the_floor_of_contagion_binds_from_1985_on() -> None:
    run = model.simulate()
    contagion = (run.initiation - P.tau) / run.light
    assert (contagion >= P.s_min * (1 - 1e-12)).all()
    assert run.time.values[np.isclose(contagion, P.s_min)].min() == pytest.approx(FLOOR_FROM)


@given(st.lists(st.floats(1e3, 1e7), min_size=3, max_size=3), st.sampled_from(["LHY", "LH"]))
def test_people_stay_positive(start: list[float], variant: model.Variant) -> None:
    assert (model.runge_kutta(np.array(start), 120, 1 / 12, P, variant) > 0).all()


def test_lh_forgets_the_memory_and_lhy_forgets_heavy_users() -> None:
    """What deters differs: in LH those who use heavily now, in LHY those remembered."""
    state = model.state_1970(P)
    more_memory, more_heavy = state * [1, 1, 2], state * [1, 2, 1]
    initiation = {
        (variant, name): float(model.contagion(one, P, variant))
        for variant in ("LH", "LHY")
        for name, one in {"as it was": state, "memory": more_memory, "heavy": more_heavy}.items()
    }
    assert initiation["LH", "memory"] == initiation["LH", "as it was"] > initiation["LH", "heavy"]
    assert initiation["LHY", "heavy"] == initiation["LHY", "as it was"] > initiation["LHY", "memory"]


def test_removing_a_heavy_user_turns_from_harm_to_good_once() -> None:
    effects = [model.kilograms_from("heavy", year, P) for year in (1972, 1976, 1980, 1982, 1985, 1990)]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] > 0 > effects[-1]


def test_quantities_answer_to_the_parameters_of_the_run() -> None:
    value = load_model("behrens_lhy").value
    assert value("users_peak", s=1.1 * P.s) > value("users_peak") > value("users_peak", q=1.1 * P.q)
    assert value("lhy_steady_light", tau=2 * P.tau) == pytest.approx(2 * value("lhy_steady_light"))
    assert value("lh_damping", q_heavy=5.0) == value("lh_growth_less_deterred") > 0 > value("lh_damping")
    assert value("heavy_removed_1972", discount_rate=0.1) < value("heavy_removed_1972")
