"""Light and heavy users: the paper's numbers, our history of initiation, and what a linear map must keep."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.linalg import expm, logm

from tregua.models.find import load_model
from tregua.models.papers.everingham_rydell_1994 import model
from tregua.models.protocol import bound

P = bound(model.Parameters)
PEOPLE = st.floats(0, 1e7)


def test_the_pulse_meets_the_four_facts_that_it_was_fitted_to() -> None:
    history = model.history()
    assert int(history.users.idxmax()) == 1983
    assert float(history.users.max()) == pytest.approx(9e6, rel=1e-3)
    assert float(history.users.sel(year=1994)) == pytest.approx(7e6, rel=1e-3)
    assert float(history.heavy.sel(year=1992)) == pytest.approx(1.7e6, rel=1e-3)


def test_the_pulse_is_smooth_at_its_top() -> None:
    step = 1e-4
    before, top, after = model.pulse(P.pulse_year + np.array([-step, 0, step]), P)
    assert top == P.pulse_peak
    assert before == pytest.approx(top, rel=1e-8) and after == pytest.approx(top, rel=1e-8)


def test_half_lives_agree_with_the_flows_integrated() -> None:
    rates, start = logm(model.flows(P)), model.users_1992(P)
    for weights in (model.grams(P), model.EVERYONE, model.HEAVY):
        years = model.half_life(weights, P)
        run = solve_ivp(lambda _, users: rates @ users, (0, years), start, method="DOP853", rtol=1e-12, atol=1e-3)
        assert weights @ run.y[:, -1] == pytest.approx(weights @ start / 2, rel=1e-10)


def test_the_continuous_rates_give_the_annual_map_and_no_negative_flow() -> None:
    rates = logm(model.flows(P))
    assert expm(rates) == pytest.approx(model.flows(P), rel=1e-12)
    assert rates[0, 1] > 0 and rates[1, 0] > 0 and (rates.sum(axis=0) < 0).all()


@given(light=PEOPLE, heavy=PEOPLE, initiation=PEOPLE)
def test_nobody_is_lost(light: float, heavy: float, initiation: float) -> None:
    """Users change by those who start less those who stop from light or heavy use."""
    run = model.simulate(years=3, light=light, heavy=heavy, initiation=initiation)
    stopped = (P.a * run.light + P.g * run.heavy).values[:-1]
    assert np.diff(run.users) == pytest.approx(initiation - stopped, abs=1e-6)


@given(light=PEOPLE, heavy=PEOPLE, factor=st.floats(0.1, 10))
def test_twice_the_people_are_twice_the_epidemic(light: float, heavy: float, factor: float) -> None:
    one = model.simulate(years=5, light=light, heavy=heavy, initiation=light)
    other = model.simulate(years=5, light=light * factor, heavy=heavy * factor, initiation=light * factor)
    assert other.consumption.values == pytest.approx(one.consumption.values * factor, rel=1e-9, abs=1e-9)


def test_a_path_of_initiation_is_met_year_by_year() -> None:
    run = model.simulate(years=2, light=0, heavy=0, initiation=[10, 20, 30])
    assert run.light.values == pytest.approx([0, 10, 20 + 10 * (1 - P.a - P.b)])
    assert run.initiation.values.tolist() == [10, 20, 30]


def test_the_long_run_is_where_the_projection_goes() -> None:
    run = model.simulate(years=400)
    assert [run.light[-1], run.heavy[-1]] == pytest.approx(model.steady_users(P), rel=1e-8)


def test_fewer_heavy_quitters_mean_a_longer_epidemic() -> None:
    stickier = replace(P, g=P.g / 2)
    assert model.half_life(model.grams(P), stickier) > model.half_life(model.grams(P), P)


def test_quantities_answer_to_the_parameters_of_the_run() -> None:
    value = load_model("everingham_rydell_1994").value
    for one in ("half_life_consumption", "users_after_20_years", "consumption_limit", "users_peak"):
        assert value(one, a=P.a / 2) > value(one), one
    assert value("consumption_1992", heavy_grams=2 * P.heavy_grams) > 1.5 * value("consumption_1992")
    later = load_model("everingham_rydell_1994").simulate(replace(P, pulse_year=P.pulse_year + 3))
    assert model.QUANTITIES["users_peak_year"](later) == 1986
