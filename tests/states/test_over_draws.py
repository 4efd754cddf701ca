"""Coalitions over draws: each draw is the game of one draw, and nothing but what is typed moves them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.states.effects import Effects, effects
from tregua.states.effects_schema import Effort, Reached, efforts_file
from tregua.states.game import Game
from tregua.states.over_draws import choices_named, over_draws
from tregua.states.stability import Rules, of_one
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights

STATES = ("S0", "S1", "S2")
WEIGHTS = Weights(
    weights={"homicides": 1.0}, efforts=dict.fromkeys(STATES, "treatment"), slopes={"S0": 1.0, "S1": 2.0, "S2": 0.5}
)
BENEFITS = st.lists(st.integers(-4, 8), min_size=9, max_size=9)


def made(m: np.ndarray) -> Effects:
    """Effects of one effort a state on one outcome a state; m of shape (alternative, draw, i, j)."""
    states = range(m.shape[-1])
    words = efforts_file().efforts[0].text
    efforts = [
        Effort(id=f"S{j}", state=f"S{j}", lever="treatment", axis="soft", low=0.0, high=1e-6, text=words)
        for j in states
    ]
    cells = [Reached(state=f"S{i}", outcome="homicides", weighed=True) for i in states]
    names = ("reference", "pass_through=1")[: len(m)]
    return Effects(m.shape[1], 0, 5, names, tuple(efforts), tuple(cells), m.transpose(0, 3, 2, 1))


@settings(max_examples=40, deadline=None)
@given(
    BENEFITS,
    st.sampled_from(["join", "stay"]),
    st.booleans(),
    st.integers(0, 3),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(2, 3),
    st.sampled_from(["open", "unanimity"]),
)
def test_each_draw_is_the_game_of_that_draw(  # type: ignore[no-untyped-def]
    numbers, ties, transfers, penalty, pressure_cost, club, minimum, membership
) -> None:
    m = np.array(numbers, float).reshape(1, 1, 3, 3)
    rules = Rules(ties, membership, transfers)
    found = over_draws(made(m), WEIGHTS, Treaty(penalty, pressure_cost, club, minimum), rules)
    rows = tuple(tuple(int(one) for one in row) for row in m[0, 0])
    game = Game(STATES, rows, tuple(WEIGHTS.slopes.values()), penalty, pressure_cost, club, minimum)
    assert not any(coalition.partner_may_join for coalition in found.coalitions)  # none of these states is the partner
    for coalition in found.coalitions:
        beside = of_one(game, game.coalition(coalition.members), rules)
        told = coalition.p_stable[0]
        got = (told.p, told.internal, told.external, told.potential)
        assert got == (beside.stable, beside.internal, beside.external, beside.potential)
        for state, payoff in beside.payoffs.items():
            assert coalition.payoff[state].median == pytest.approx(float(payoff))
        for state, gain in beside.leaving.items():
            assert coalition.leaving[state].median == pytest.approx(float(gain))


def test_a_chance_is_the_share_of_draws_of_one_alternative_and_none_is_pooled() -> None:
    dear, cheap = np.full((3, 3), 1.0), np.eye(3) * 5.0  # alike: three hold; only oneself: a tie, all join
    m = np.stack([np.stack([dear, dear, cheap, cheap]), np.stack([dear, dear, dear, dear])])
    weights = WEIGHTS.model_copy(update={"slopes": dict.fromkeys(STATES, 1.0)})
    found = over_draws(made(m), weights)
    pair = found.one(("S0", "S1"), False)
    assert [one.alternative for one in pair.p_stable] == ["reference", "pass_through=1"]
    assert pair.p_stable[1].value == {"pass_through": 1.0}
    full = found.one(STATES, False)
    assert full.p_stable[0].p == full.p_stable[1].p == 1.0  # k = 3 holds in Barrett's game where ties join
    stays = over_draws(made(m), weights, rules=Rules("stay"))
    assert [one.p for one in stays.one(STATES, False).p_stable] == [0.0, 0.0]


def test_a_state_that_makes_no_effort_has_what_others_do() -> None:
    m = np.zeros((1, 2, 3, 3))
    m[..., 0, 1], m[..., 1, 1] = 3.0, 2.0
    weights = Weights(weights={"homicides": 1.0}, efforts={"S1": "treatment"}, slopes={"S1": 1.0})
    found = over_draws(made(m), weights)
    assert found.makes_effort == ("S1",)
    assert found.one(("S0", "S1"), False).payoff["S0"].median == pytest.approx(3.0 * 5.0)
    assert found.one(("S1", "S2"), False).payoff["S0"].median == pytest.approx(3.0 * 2.0)


def test_the_weight_of_the_united_states_moves_only_coalitions_that_have_it() -> None:
    found = effects(6)
    weights = Weights(
        weights={"homicides": -1.0, "overdose_deaths": -1.0},
        efforts={"COL": "reintegration", "USA": "treatment"},
        slopes={"COL": 1.0, "USA": 100.0},
    )
    plain, heavy = (over_draws(found, weights.model_copy(update={"us_weight": one})) for one in (0.0, 1000.0))
    for one, other in zip(plain.coalitions, heavy.coalitions, strict=True):
        gained = {state for state in one.payoff if one.payoff[state] != other.payoff[state]}
        assert gained == ({*one.members} - {"USA"} if "USA" in one.members else set())


def test_without_the_united_states_is_a_run_in_which_it_cannot_join() -> None:
    weights = Weights(
        weights={"homicides": -1.0, "overdose_deaths": -1.0},
        efforts={"COL": "reintegration", "USA": "treatment"},
        slopes={"COL": 1.0, "USA": 1000.0},
    )
    found = over_draws(effects(6), weights)
    andes = ("COL", "PER", "BOL")
    outside, inside = found.one(andes, False), found.one(andes, True)
    assert outside.payoff == inside.payoff  # it makes its own effort either way
    assert outside.p_stable[0].external == 1.0 >= inside.p_stable[0].external
    for without, included in found.sides():
        assert without is None or (not without.partner_may_join and "USA" not in without.members)
        assert included is None or (included.partner_may_join and "USA" in included.members)
        if without and included:
            assert {*included.members} == {*without.members, "USA"}
    assert {one.members for one in found.coalitions if one.partner_may_join} == {
        one for size in (2, 3, 4) for one in combinations(("COL", "PER", "BOL", "USA"), size)
    }


def test_the_united_states_brings_others_nothing_where_there_is_no_treaty() -> None:
    weights = Weights(weights={"homicides": -1.0}, efforts={"COL": "reintegration"}, slopes={"COL": 1.0})
    heavy = weights.model_copy(update={"us_weight": 1000.0})
    pair = ("COL", "USA")
    plain, typed = (over_draws(effects(6), one, Treaty(minimum=3)).one(pair) for one in (weights, heavy))
    assert plain.payoff == typed.payoff


def test_no_effort_goes_beyond_what_its_lever_can_do() -> None:
    """With hardly a cost Colombia reintegrates all: from 72.5 % that is 1.375 times the twenty points of an effort."""
    cheap, cheaper = (
        Weights(weights={"homicides": -1.0}, efforts={"COL": "reintegration"}, slopes={"COL": slope})
        for slope in (1e-8, 1e-9)
    )
    most = [over_draws(effects(6), one).one(("COL", "PER")).payoff["COL"].median for one in (cheap, cheaper)]
    which = next(one for one in effects(6).efforts if one.id == "COL.reintegration")
    cell = next(one for one in effects(6).cells if (one.state, one.outcome) == ("COL", "homicides"))
    assert most[0] == pytest.approx(most[1], rel=1e-6)
    assert most[0] == pytest.approx(1.375 * -np.median(effects(6).of(which, cell)[0]), rel=1e-6)


def test_who_stays_outside_the_named_states_is_in_no_coalition() -> None:
    weights = Weights(weights={"homicides": -1.0}, efforts={"COL": "substitution"}, slopes={"COL": 1.0})
    found = over_draws(effects(6), weights, members=("USA", "COL"))
    assert [(one.members, one.partner_may_join) for one in found.coalitions] == [(("COL", "USA"), True)]
    with pytest.raises(InputError, match="not modelled"):
        over_draws(effects(6), weights, members=("COL", "MEX"))
    with pytest.raises(InputError, match="two states"):
        over_draws(effects(6), weights, members=("COL",))


def test_a_treaty_that_asks_for_more_members_than_there_can_be_is_refused() -> None:
    weights = Weights(weights={"homicides": -1.0}, efforts={"COL": "substitution"}, slopes={"COL": 1.0})
    with pytest.raises(InputError, match="2 … 4"):
        over_draws(effects(6), weights, Treaty(minimum=5))
    with pytest.raises(InputError, match="twice"):
        over_draws(effects(6), weights, members=("COL", "COL", "USA"))
    with pytest.raises(InputError, match="join, stay"):
        Rules("maybe")  # type: ignore[arg-type]


def test_a_treaty_is_refused_outside_its_ranges() -> None:
    for wrong in ({"penalty": -1.0}, {"club": float("nan")}, {"pressure_cost": 1e13}, {"minimum": 1}):
        with pytest.raises(InputError):
            Treaty(**wrong)  # type: ignore[arg-type]


def test_an_alternative_is_read_from_its_name() -> None:
    assert choices_named("reference") == {}
    assert choices_named("a=-0.5; b=1") == {"a": -0.5, "b": 1.0}
