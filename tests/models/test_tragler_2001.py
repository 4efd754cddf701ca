"""Treatment and enforcement: the optimality conditions, the paths against other ways to find them, the thresholds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_bvp

from tregua.models.find import load_model
from tregua.models.papers.tragler_2001.equations import Parameters, constant_initiation, flow, holding, policy
from tregua.models.papers.tragler_2001.model import CUT_SHORT, MODERATE, simulate
from tregua.models.papers.tragler_2001.paths import (
    Path,
    cutting_short,
    extra_cost,
    moderated_from,
    moderating,
    steady_states,
    threshold,
)
from tregua.models.protocol import bound

MODEL = load_model("tragler_2001")
P = bound(Parameters)
PUBLISHED = [one for one in MODEL.targets if one.tag == "published"]
DERIVED = [one for one in MODEL.targets if one.tag == "derived"]
CASES = {"constant": constant_initiation(P), "feedback": P}
cases = pytest.mark.parametrize("p", CASES.values(), ids=CASES)
USERS, SHADOWS = st.floats(1e3, 1e7), st.floats(1.0, 2000.0)


@pytest.mark.parametrize("target", PUBLISHED, ids=lambda one: one.id)
def test_what_the_paper_states(target) -> None:
    assert target.met_by(MODEL.value(target.id))


@pytest.mark.parametrize("target", DERIVED, ids=lambda one: one.id)
def test_regression(target) -> None:
    assert target.met_by(MODEL.value(target.id))


def hamiltonian(users: float, shadow: float, treatment: float, enforcement: float, p: Parameters) -> float:
    """H as the paper writes it, at any spending."""
    price = p.d + p.e * enforcement / users
    change = p.k * price**-p.a * users**p.alpha - p.c * (treatment / users) ** p.z * users - p.mu * price**p.b * users
    return p.kappa * p.theta * users * price**-p.omega + treatment + enforcement + shadow * change


@cases
@given(users=USERS, shadow=SHADOWS, more=st.floats(0.5, 2))
def test_other_spending_costs_more(p: Parameters, users: float, shadow: float, more: float) -> None:
    now = policy(users, shadow, p)
    best = hamiltonian(users, shadow, now.treatment, now.enforcement, p)
    assert best == pytest.approx(p.r * now.value, rel=1e-12)
    room = 1e-9 * abs(best)
    assert hamiltonian(users, shadow, more * now.treatment, now.enforcement, p) >= best - room
    assert hamiltonian(users, shadow, now.treatment, more * now.enforcement, p) >= best - room


@cases
@given(users=USERS, shadow=SHADOWS)
def test_the_shadow_cost_follows_the_slope_of_the_hamiltonian(p: Parameters, users: float, shadow: float) -> None:
    now, h = policy(users, shadow, p), 1e-5 * users
    above, below = (hamiltonian(users + s, shadow, now.treatment, now.enforcement, p) for s in (h, -h))
    slope = (above - below) / (2 * h)
    assert p.r * shadow - slope == pytest.approx(now.cost_change, rel=1e-6, abs=1e-6 * (abs(slope) + shadow))


def test_no_enforcement_where_it_is_not_worth_it() -> None:
    """A drug that harms nobody is left at the price that it has anyhow."""
    now = policy(1e6, 1e-3, replace(P, kappa=1e-6))
    assert now.price == P.d
    assert now.enforcement == 0


@cases
def test_rates_around_a_steady_state_sum_to_the_discount_rate(p: Parameters) -> None:
    for one in steady_states(p):
        np.testing.assert_allclose(flow(np.log([one.users, one.shadow]), p), 0, atol=1e-9)
        assert one.eigenvalues.sum() == pytest.approx(p.r, abs=1e-7)
    assert [one.is_saddle for one in steady_states(p)] == ([True] if p.alpha == 0 else [False, True])


def paths(p: Parameters) -> list[Path]:
    down = cutting_short(1e4, p)
    return [*moderating(p), *([down] if down else [])]


@cases
def test_following_a_path_costs_what_the_hamiltonian_says(p: Parameters) -> None:
    """∫ e^(−rt) (harm and spending) dt to the end, and H/r from there, is H/r at the start."""
    for path in paths(p):
        start = 0.8 * path.years

        def discounted(t: float, path: Path = path, start: float = start) -> float:
            return np.exp(-p.r * t) * path.at(start - t)[1].cost

        integral, _ = quad(discounted, 0, start, limit=500, epsrel=1e-9)
        after = np.exp(-p.r * start) * path.at(0)[1].value
        assert integral + after == pytest.approx(path.at(start)[1].value, rel=1e-7)


@cases
def test_one_user_more_costs_the_shadow_cost(p: Parameters) -> None:
    """dV/dA = λ along every path."""
    for path in paths(p):
        users, _ = path.at(0.5 * path.years)
        shadow = float(np.exp(path.solution(path.left(users))[1]))
        slope = (path.value(users * 1.0001) - path.value(users * 0.9999)) / (0.0002 * users)
        assert slope == pytest.approx(shadow, rel=1e-5)


@cases
def test_a_boundary_value_solver_finds_the_same_path(p: Parameters) -> None:
    """From one million users to the stable direction of the saddle in 80 years, solved forward by collocation."""
    saddle = steady_states(p)[-1]
    rates, left = np.linalg.eig(saddle.jacobian.T)
    unstable = left[:, np.argmax(rates.real)].real  # no part of the end may lie along the unstable direction
    end = np.log([saddle.users, saddle.shadow])

    def rows(_, states):
        return np.array([flow(one, p) for one in states.T]).T

    def ends(first, last):
        return np.array([first[0] - np.log(1e6), unstable @ (last - end)])

    years = np.linspace(0, 80, 81)
    guess = np.array([np.log(np.linspace(1e6, saddle.users, 81)), np.full(81, end[1])])
    found = solve_bvp(rows, ends, years, guess, tol=1e-8, max_nodes=20_000)
    assert found.success
    ours = moderated_from(1e6, p)
    for year in (0, 1, 5, 20, 40):
        np.testing.assert_allclose(found.sol(year), ours.solution(ours.left(1e6) - year), atol=2e-6)


@pytest.mark.parametrize("floor", [1e3, 1e4, 3e4])
def test_an_epidemic_that_is_cut_short_comes_to_rest_on_the_floor(floor: float) -> None:
    path = cutting_short(floor, P)
    assert path
    users, now = path.at(0)
    assert users == pytest.approx(floor)
    assert now.change == pytest.approx(0, abs=1e-6 * floor)
    assert now.value == pytest.approx(now.cost / P.r, rel=1e-9)
    assert path.at(-7) == path.at(0)


def test_a_higher_floor_lowers_the_threshold_until_there_is_none() -> None:
    found = [threshold(floor, P) for floor in (1e2, 1e3, 3e3, 1e4, 3e4, 5e4)]
    assert found[0] == np.inf
    assert found[-1] == 0
    assert all(np.diff(found[1:]) < 0)


@pytest.mark.parametrize("floor", [1e3, 1e4, 3e4])
def test_both_ways_cost_the_same_at_the_threshold(floor: float) -> None:
    at = threshold(floor, P)
    assert extra_cost(at, floor, P) / moderated_from(at, P).value(at) == pytest.approx(0, abs=1e-8)
    assert extra_cost(0.9 * at, floor, P) < 0 < extra_cost(1.1 * at, floor, P)


def test_nothing_leads_down_to_a_floor_where_users_may_as_well_rise() -> None:
    p = CASES["constant"]
    assert cutting_short(1e4, p) is None
    assert extra_cost(3e5, 1e4, p) == np.inf
    assert policy(1e4, holding(1e4, p), p).cost_change > 0


def test_simulate_follows_both_ways() -> None:
    run = simulate(users=5e5, years=80)
    assert run.route.values.tolist() == [CUT_SHORT, MODERATE]
    assert run.users.sel(year=0).values == pytest.approx([5e5, 5e5])
    assert float(run.users.sel(route=CUT_SHORT, year=80)) == pytest.approx(1e4)
    assert float(run.users.sel(route=MODERATE, year=80)) == pytest.approx(steady_states(P)[-1].users, rel=1e-2)
    assert run.discounted_cost.sel(route=CUT_SHORT) < run.discounted_cost.sel(route=MODERATE)


def test_simulate_leaves_out_a_way_that_does_not_exist() -> None:
    assert simulate(users=1.2e4, years=2).route.values.tolist() == [CUT_SHORT]
    assert simulate(users=8e6, years=2).route.values.tolist() == [MODERATE]
    with pytest.raises(ValueError, match="the model has no path from"):
        simulate(users=5e3, years=2)


def test_the_recalled_base_values_come_out_of_the_market_of_the_base_year_to_their_last_digit() -> None:
    printed = {"theta": 14.6259, "mu": 0.18841, "d": 0.06792, "e": 0.02655, "enforcement_1992": 9.502}
    assert {name: round(MODEL.value(name), len(str(one).split(".")[1])) for name, one in printed.items()} == printed
    assert MODEL.value("k") == pytest.approx(5167, abs=1)


def test_consumption_and_initiation_follow_from_users_and_price() -> None:
    run = simulate(users=1.2e6, years=10).sel(route=MODERATE)
    price = run.price / 1000  # thousand $
    np.testing.assert_allclose(run.consumption, P.theta * run.users / np.sqrt(price) / 1e6)
    np.testing.assert_allclose(run.initiation, P.k * run.users**P.alpha / price**P.a)


def test_quantities_answer_to_the_parameters_of_the_run() -> None:
    for case in CASES:
        assert MODEL.value(f"{case}_users", kappa=1.2 * P.kappa) < MODEL.value(f"{case}_users")
        assert MODEL.value(f"{case}_value", kappa=1.2 * P.kappa) > MODEL.value(f"{case}_value")
        assert MODEL.value(f"{case}_share", r=0.05) < MODEL.value(f"{case}_share")
    assert MODEL.value("focus_rate", r=0.05) == pytest.approx(0.025)
    assert MODEL.value("threshold_floor_10000", c=0.95 * P.c) < MODEL.value("threshold_floor_10000")


def test_a_way_that_no_optimal_path_takes_costs_infinitely_much_and_has_no_policy() -> None:
    only_down, only_along = MODEL.simulate(replace(P, a=0.3125)), MODEL.simulate(replace(P, alpha=0.24))
    found = [MODEL.quantity("cheaper_to_cut_short_early", run).value for run in (only_down, only_along)]
    assert found == [np.inf, -np.inf]
    assert np.isnan(MODEL.quantity("more_treatment_to_cut_short", only_down).value)
    assert np.isnan(MODEL.quantity("cut_short_treatment", only_along).value)
    assert MODEL.quantity("cut_short_treatment", only_down).value > 0


def test_parameters_at_which_nothing_comes_to_rest_are_refused() -> None:
    with pytest.raises(ValueError, match="the model has no path from"):
        simulate(replace(P, z=0.75))
