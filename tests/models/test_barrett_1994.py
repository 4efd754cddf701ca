"""Self-enforcing agreements: exact payoffs, and the stable size for any number of states, benefit and cost."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.models.find import load_model
from tregua.models.papers.barrett_1994.model import (
    Parameters,
    abatement,
    externally_stable,
    gain_from_joining,
    internally_stable,
    payoffs,
    share_of_full_cooperation,
    simulate,
    stable_sizes,
    welfare,
)

MODEL = load_model("barrett_1994")
WORLDS = st.builds(
    Parameters,
    states=st.integers(3, 60),
    b=st.floats(1e-6, 1e6),
    c=st.floats(1e-6, 1e6),
)


@pytest.mark.parametrize("target", MODEL.targets, ids=lambda one: one.id)
def test_targets(target) -> None:
    assert target.met_by(MODEL.value(target.id))


@pytest.mark.parametrize("states", [4, 25])
def test_gains_are_in_units_of_the_benefit_squared_by_the_cost(states: int) -> None:
    gain = MODEL.value("gain_of_the_fourth", states=states)
    assert gain == MODEL.value("gain_of_the_fourth")
    assert MODEL.value("gain_of_the_fourth", states=states, b=3, c=2) == 9 / 2 * gain
    assert MODEL.value("attained_by_10", states=states, b=3, c=2) == MODEL.value("attained_by_10")


def test_where_there_is_no_fourth_state_it_gains_no_number() -> None:
    assert np.isnan(MODEL.QUANTITIES["gain_of_the_fourth"](simulate(Parameters(3, 1, 1))))


@given(WORLDS)
def test_three_sign_whatever_the_numbers(p: Parameters) -> None:
    assert stable_sizes(simulate(p)) == [3]


@given(WORLDS)
def test_two_or_nobody_signs_when_the_indifferent_stay_out(p: Parameters) -> None:
    assert stable_sizes(simulate(p, indifferent_joins=False)) == [0, 2]


@given(WORLDS, st.data())
def test_a_gain_is_the_polynomial_of_the_textbook(p: Parameters, data: st.DataObject) -> None:
    """k (2 − k) b² / 2c for an outsider of k, so (k − 1)(3 − k) ≥ 0, or k² − 4k + 3 ≤ 0, for a member."""
    k = data.draw(st.integers(0, int(p.states) - 1))
    unit = Fraction(p.b) ** 2 / Fraction(p.c)
    assert gain_from_joining(k, p) == Fraction(k * (2 - k), 2) * unit
    assert internally_stable(k + 1, p) == ((k + 1) ** 2 - 4 * (k + 1) + 3 <= 0)


@given(WORLDS, st.data(), st.floats(-1, 1))
def test_nobody_gains_by_abating_otherwise(p: Parameters, data: st.DataObject, step: float) -> None:
    """Outsiders answer best for themselves, signatories for the coalition: any other abatement is worse."""
    k = data.draw(st.integers(1, int(p.states)))
    b, c, other = Fraction(p.b), Fraction(p.c), Fraction(step)
    inside, outside = abatement(k, p)
    assert b * (outside + other) - c * (outside + other) ** 2 / 2 <= b * outside - c * outside**2 / 2
    assert k * b * (inside + other) - c * (inside + other) ** 2 / 2 <= k * b * inside - c * inside**2 / 2


@given(WORLDS)
def test_outsiders_do_better_and_more_signatories_help_everyone(p: Parameters) -> None:
    sizes = range(2, int(p.states) + 1)
    assert all(payoffs(k, p)[1] > payoffs(k, p)[0] for k in sizes)
    assert all(payoffs(k, p)[i] > payoffs(k - 1, p)[i] for k in sizes for i in (0, 1))
    assert all(welfare(k, p) > welfare(k - 1, p) for k in sizes)
    assert share_of_full_cooperation(int(p.states), p) == 1


def test_two_states_agree() -> None:
    assert stable_sizes(simulate(Parameters(2, 1, 1))) == [2]
    assert externally_stable(2, Parameters(2, 1, 1))


def test_the_dataset_holds_the_same() -> None:
    p = Parameters(12, 1, 1)
    run = simulate(p)
    stable = [k for k in range(13) if internally_stable(k, p) and externally_stable(k, p)]
    assert stable_sizes(run) == stable == [3]
    joined = run.signatory_payoff.values - run.outsider_payoff.values
    np.testing.assert_allclose(run.gain_from_joining, joined, atol=1e-12)
    assert run.gain_from_joining.sel(beside=2) == 0
    stays_out = simulate(p, indifferent_joins=False)
    assert not bool(stays_out.internally_stable.sel(size=3))


@pytest.mark.parametrize(
    ("states", "b", "c", "told"),
    [
        (1, 1, 1, "“states” must be ≥ 2, not 1"),
        (5, 0, 1, "“b” must be > 0, not 0"),
        (5, 1, -1, "“c” must be ≥ 0, not -1"),
    ],
)
def test_a_world_without_a_dilemma_is_refused(states: int, b: float, c: float, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        simulate(Parameters(states, b, c))


def test_a_part_of_a_state_is_refused() -> None:
    with pytest.raises(InputError, match="“states” must be a whole number"):
        simulate(Parameters(2.5, 1, 1))


def test_simulate_tells_members_from_outsiders() -> None:
    p = Parameters(7, 3, 2)
    run = simulate(p)
    for k in range(1, 7):
        at = [float(run.signatory_abatement.sel(signing=k)), float(run.outsider_abatement.sel(beside=k))]
        assert at == [float(one) for one in abatement(k, p)]
        paid = [float(run.signatory_payoff.sel(signing=k)), float(run.outsider_payoff.sel(beside=k))]
        assert paid == [float(one) for one in payoffs(k, p)]
