"""Dynamic concentration: exact games, and the signs of a simulation of subjects who learn."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.models.find import load_model
from tregua.models.papers.kleiman_kilmer_2009 import model
from tregua.models.protocol import bound

P = bound(model.Parameters)
DETERRABLE = st.floats(0.01, 1).map(lambda cost: replace(P, penalty=1, cost=cost))


@given(st.floats(0.51, 0.99))
def test_two_subjects_and_one_sanction(cost: float) -> None:
    """For every C < P < 2C."""
    p = replace(P, penalty=1, cost=cost)
    assert model.equilibria(2, 1, "random", p) == [0, 2]
    assert model.equilibria(2, 1, "concentrated", p) == [0]
    assert model.violators_in_turn(2, 1, "random", p) == 2


@given(DETERRABLE, st.integers(1, 60))
def test_one_sanction_deters_any_number_when_concentrated(p: model.Parameters, n: int) -> None:
    assert model.violators_in_turn(n, 1, "concentrated", p) == 0
    assert model.violators_in_turn(n, 0, "concentrated", p) == n


@given(DETERRABLE, st.integers(1, 7), st.integers(1, 7))
def test_at_random_all_comply_or_all_violate(p: model.Parameters, n: int, sanctions: int) -> None:
    """All comply is an equilibrium if P ≥ C and S ≥ 1, all violate while S < n C / P."""
    all_violate = min(1, sanctions / n) * p.penalty < p.cost
    assert model.equilibria(n, sanctions, "random", p) == [0] + ([n] if all_violate else [])
    assert model.violators_in_turn(n, sanctions, "random", p) == (n if all_violate else 0)
    assert model.equilibria(n, sanctions, "concentrated", p) == [0]


def test_a_penalty_below_the_cost_deters_nobody() -> None:
    p = replace(P, penalty=0.5, cost=0.6)
    for rule in ("random", "concentrated"):
        assert model.equilibria(4, 4, rule, p) == [4]


@pytest.mark.parametrize("rule", model.RULES)
def test_no_more_sanctions_than_there_are_or_than_violators(rule: model.Rule) -> None:
    run = model.simulate(sanctions=7).sel(rule=rule)
    assert (run.sanctioned <= 7).all() and (run.sanctioned <= run.violations).all()
    short = run.violations < 7  # on average; then some runs had sanctions to spare
    assert short.any() == (rule != "random")


def test_the_first_of_the_order_are_sanctioned() -> None:
    violating = np.array([[True, False, True, True], [False, False, False, True]])
    order = np.array([[3.0, 0.0, 1.0, 2.0], [0.0, 1.0, 2.0, 3.0]])
    assert model.sanctioned(violating, 2, order).tolist() == [[False, False, True, True], [False, False, False, True]]


def test_a_seed_gives_the_same_and_another_gives_another() -> None:
    assert model.simulate(sanctions=6).identical(model.simulate(sanctions=6, seed=0))
    assert not model.simulate(sanctions=6).equals(model.simulate(sanctions=6, seed=1))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("cost", "memory", "spread"), [(0.5, 0.9, 0.5), (0.6, 0.9, 0.3), (0.7, 0.7, 0.2)])
def test_the_signs_hold_with_other_subjects(cost: float, memory: float, spread: float, seed: int) -> None:
    """Concentration needs fewer sanctions to tip, warnings save some, more certainty means less punishment."""
    p = replace(P, cost=cost, memory=memory, cost_spread=spread, runs=4)

    def late_and_total(rule: model.Rule, sanctions: int) -> tuple[float, float]:
        run = model.simulate(p, seed=seed, sanctions=sanctions).sel(rule=rule)
        return float(run.violations[-model.LATE :].mean()), float(run.sanctioned.sum())

    assert late_and_total("concentrated", 12)[0] < 5 < 50 < late_and_total("random", 12)[0]
    assert late_and_total("warned", 12)[1] < late_and_total("concentrated", 12)[1]
    assert late_and_total("random", 45)[1] < late_and_total("random", 12)[1]


@pytest.mark.parametrize(("cost", "at_random", "worst"), [(0.4, 4, 0), (0.6, 6, 2), (0.8, 8, 2)])
def test_the_dearer_complying_is_the_more_sanctions_at_random_take(cost: float, at_random: int, worst: int) -> None:
    """n C / P sanctions tip ten; one does when concentrated. Of two, all violating is an equilibrium if 2 C > P."""
    value = partial(load_model("kleiman_kilmer_2009").value, cost=cost)
    assert value("random_sanctions_to_tip") == at_random
    assert value("concentrated_sanctions_to_tip") == 1
    assert value("random_most_violators") == worst


def test_quantities_are_of_the_seed_of_the_run() -> None:
    here, there = (model.simulate(seed=seed) for seed in (5, 6))
    more = model.simulate(seed=5, sanctions=30).sel(rule="random")
    assert model.punishment(here, "random", 30) == float(more.sanctioned.sum())
    assert model.late_violations(here, "random", 30) == float(more.violations[-model.LATE :].mean())
    assert model.punishment(here, "random", 30) != model.punishment(there, "random", 30)


def test_what_no_number_of_sanctions_tips_takes_infinitely_many() -> None:
    run = model.simulate(replace(P, penalty=0.5, rounds=5, runs=1, subjects=10))
    assert model.learned_to_tip(run, "random") == np.inf
    assert model.sanctions_to_tip(4, "random", replace(P, penalty=0.5)) == np.inf


def test_fewer_than_no_sanctions_are_refused() -> None:
    with pytest.raises(ValueError, match="“sanctions” must be ≥ 0, not -1"):
        model.simulate(sanctions=-1)
