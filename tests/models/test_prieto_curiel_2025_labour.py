"""Joining as a choice: reference values, the authors' draws against their means, and the size that pays most."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from tregua.models.find import load_model
from tregua.models.papers.prieto_curiel_2025_labour import model
from tregua.models.protocol import bound

MODEL = load_model("prieto_curiel_2025_labour")
TARGETS = {target.id: target for target in MODEL.targets}
P = bound(model.Parameters)
MONEY = st.floats(0, 20_000)


@pytest.mark.parametrize("quantity", ["join_base", "firm_size_base"])
def test_the_authors_base_is_met(quantity: str) -> None:
    assert TARGETS[quantity].met_by(MODEL.value(quantity))


def test_quantities_are_those_of_the_parameters_that_are_asked_for() -> None:
    """A programme that pays more is the base of another; a lower risk is less to fear, and leaves more members."""
    for base, other in (("join_base", "join_2000"), ("members_base", "members_2000")):
        assert MODEL.value(base, transfer=2000) == MODEL.value(other)
    for more in ("join_0", "members_0", "members_base"):
        assert MODEL.value(more, kappa_p=0.9 * P.kappa_p) > MODEL.value(more)
    assert MODEL.value("firm_size_base", c0=30_000) == pytest.approx(30_000)
    assert MODEL.value("firm_size_4000", beta_middle=P.beta_high) < MODEL.value("firm_size_4000")


@given(v=MONEY, pay=MONEY)
def test_joining_lies_between_the_forced_and_all_who_can_be_moved(v: float, pay: float) -> None:
    assert P.pi_f <= model.p_join(v, replace(P, pay=pay)) <= P.pi_f + P.pi_v


@given(v=MONEY, more=st.floats(1, 10_000))
def test_better_programmes_and_pay_move_joining_alike_and_against_each_other(v: float, more: float) -> None:
    assert model.p_join(v + more, P) <= model.p_join(v, P)
    assert model.p_join(v + more, replace(P, pay=P.pay + more)) == pytest.approx(float(model.p_join(v, P)))


def test_the_means_are_those_of_the_authors_draws() -> None:
    """Recruits, arrests and deaths drawn as in the code, many times, over two years; the model within 4 errors."""
    generator, runs, weeks = np.random.default_rng(0), 400, 104
    c, joins = np.full(runs, int(P.c0)), float(model.p_join(2000, P))
    for _ in range(weeks):
        c = c + generator.binomial(np.round(P.rho * c).astype(int), joins)
        c = c - generator.binomial(c, P.kappa_p)
        c = c - generator.binomial(c, P.kappa_k)
        c = c - np.round(P.saturation * c.astype(float) ** 2).astype(int)
    error = c.std(ddof=1) / np.sqrt(runs)
    assert abs(model.simulate(v=2000, weeks=weeks).members[-1] - c.mean()) < 4 * error


@given(v=MONEY)
def test_members_change_by_their_flows_and_stay_positive(v: float) -> None:
    run = model.simulate(v=v, weeks=50)
    net = run.recruits_per_week - run.arrests_per_week - run.deaths_per_week - run.dropouts_per_week
    assert np.diff(run.members) == pytest.approx(net.values[1:], abs=1e-7)
    assert (run.members > 0).all()


def test_the_long_run_is_the_fixed_point_of_a_week() -> None:
    def growth(c: float) -> float:
        before = c * (1 + P.rho * float(model.p_join(P.transfer, P))) * (1 - P.kappa_p) * (1 - P.kappa_k)
        return before - P.saturation * before**2 - c

    at_rest = brentq(growth, 1e3, 1e6)
    assert float(model.simulate(weeks=10_000).members[-1]) == pytest.approx(at_rest, rel=1e-9)


@pytest.mark.parametrize("beta", [P.beta_low, P.beta_middle, P.beta_high])
@pytest.mark.parametrize("v", [0.0, 832.0, 4000.0])
def test_the_size_of_the_firm_earns_most(beta: float, v: float) -> None:
    best = minimize_scalar(lambda c: -float(model.profit(c, v, beta, P)), bounds=(1e2, 1e5), method="bounded")
    assert float(model.firm_size(v, beta, P)) == pytest.approx(best.x, rel=1e-4)
    if v == P.transfer:
        assert best.x == pytest.approx(P.c0, rel=1e-4)


def test_the_higher_the_exponent_the_more_a_programme_shrinks_the_firm() -> None:
    sizes = [float(model.firm_size(4000, beta, P)) for beta in (P.beta_low, P.beta_middle, P.beta_high)]
    assert sizes == sorted(sizes, reverse=True)
