"""Who pays: published shares and power, a second opinion, and what must be so under every rule."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import coopgame
import numpy as np
import pytest
from games import COSTS, RATIONALS, barrett, games, of_benefits
from hypothesis import assume, given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.states.game import Game, Scaled, payoff_table, payoffs
from tregua.states.sharing import (
    almost_ideal,
    by_weight,
    equal,
    shapley,
    transfers,
    worth,
)

CLAIMS = (100, 200, 300)
FERGUSON = (0, -1, 0, 3, 1, 4, 2, 5)  # by mask: ( ), 1, 2, 12, 3, 13, 23, 123
VALUES = st.integers(1, 4).flatmap(
    lambda n: st.lists(RATIONALS, min_size=(1 << n) - 1, max_size=(1 << n) - 1).map(lambda found: [Fraction(0), *found])
)


def by_mask(n: int, value: Callable[[set[int]], Fraction | int]) -> list[Fraction | int]:
    return [value({i for i in range(n) if mask >> i & 1}) for mask in range(1 << n)]


def estate(amount: int) -> list[Fraction | int]:
    """What a coalition of claimants has left when the others are paid in full."""
    return by_mask(3, lambda inside: max(0, amount - sum(CLAIMS[i] for i in range(3) if i not in inside)))


# --- published figures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "shares"),
    [
        (100, (Fraction(100, 3),) * 3),
        (200, (Fraction(100, 3), Fraction(250, 3), Fraction(250, 3))),
        (300, (50, 100, 150)),
    ],
)
def test_estates_of_the_talmud(amount: int, shares: tuple[Fraction, ...]) -> None:
    assert shapley(estate(amount)) == shares
    second = coopgame.shapley(coopgame.Game(estate(amount)[1:]))
    assert second == pytest.approx([float(one) for one in shares])


def test_the_game_of_ferguson() -> None:
    assert shapley(FERGUSON) == (Fraction(5, 3), Fraction(7, 6), Fraction(13, 6))
    assert coopgame.shapley(coopgame.Game(list(FERGUSON[1:]))) == pytest.approx([5 / 3, 7 / 6, 13 / 6])


def voting(quota: int, weights: list[int]) -> list[int]:
    """The simple game of a vote by mask: 1 where the weights of a coalition reach the quota."""
    reached = [0]
    for weight in weights:
        reached += [one + weight for one in reached]
    return [int(one >= quota) for one in reached]


def test_the_shapley_value_of_a_vote_is_the_power_that_was_published() -> None:
    assert shapley(voting(12, [4, 4, 4, 2, 2, 1])) == (Fraction(14, 60),) * 3 + (Fraction(9, 60),) * 2 + (0,)
    council = voting(39, [7] * 5 + [1] * 10)
    assert shapley(council) == (Fraction(421, 2145),) * 5 + (Fraction(4, 2145),) * 10


# --- the Shapley value ------------------------------------------------------------------------------------------------


@given(VALUES)
def test_a_second_opinion_on_any_game(v: list[Fraction]) -> None:
    second = coopgame.shapley(coopgame.Game([float(one) for one in v[1:]]))
    assert second == pytest.approx([float(one) for one in shapley(v)], abs=1e-9)


@given(VALUES)
def test_nothing_is_left_over(v: list[Fraction]) -> None:
    assert sum(shapley(v)) == v[-1]


@given(VALUES, st.integers(0, 3), st.integers(0, 3))
def test_equal_players_get_equal_shares(v: list[Fraction], i: int, j: int) -> None:
    n = len(v).bit_length() - 1
    i, j = i % n, j % n

    def swapped(mask: int) -> int:
        differ = (mask >> i ^ mask >> j) & 1
        return mask ^ (differ << i | differ << j if i != j else 0)

    alike = [v[min(mask, swapped(mask))] for mask in range(len(v))]
    assert shapley(alike)[i] == shapley(alike)[j]
    exchanged = shapley([v[swapped(mask)] for mask in range(len(v))])
    assert (exchanged[i], exchanged[j]) == (shapley(v)[j], shapley(v)[i])


@given(VALUES, RATIONALS)
def test_who_adds_nothing_gets_nothing_and_who_adds_the_same_gets_that(v: list[Fraction], own: Fraction) -> None:
    n = len(v).bit_length() - 1
    found = shapley([*v, *(one + own for one in v)])
    assert found[n] == own and found[:n] == shapley(v)


@given(VALUES, st.data())
def test_values_of_a_sum_are_sums_of_values(v: list[Fraction], data: st.DataObject) -> None:
    w = [Fraction(0), *data.draw(st.lists(RATIONALS, min_size=len(v) - 1, max_size=len(v) - 1))]
    both = shapley([one + other for one, other in zip(v, w, strict=True)])
    assert both == tuple(one + other for one, other in zip(shapley(v), shapley(w), strict=True))


@given(VALUES)
def test_floats_agree_with_fractions(v: list[Fraction]) -> None:
    found = shapley([float(one) for one in v])
    assert found == pytest.approx([float(one) for one in shapley(v)], abs=1e-9)
    assert all(isinstance(one, float) for one in found)


def test_values_too_large_for_eight_bytes_stay_exact() -> None:
    large = 2**62
    assert shapley([0, large, large, 4 * large]) == (2 * large, 2 * large)
    assert shapley(Scaled(np.array([0, large, -large, large]))) == (Fraction(3 * large, 2), -Fraction(large, 2))


def test_twenty_players_are_worked_out_and_more_are_not() -> None:
    sizes = np.bitwise_count(np.arange(1 << 20)).astype(np.int64)
    assert shapley(Scaled(sizes**2)) == (20,) * 20
    with pytest.raises(InputError) as refused:
        shapley(Scaled(np.zeros(1 << 21, np.int64)))
    assert refused.value.problems[0].kind == "too_many_players"
    for wrong in ([], [0, 1, 2], [1, 2]):
        with pytest.raises(ValueError, match="each"):
            shapley(wrong)


# --- the worth of coalitions ------------------------------------------------------------------------------------------


@given(games())
def test_a_coalition_is_worth_what_its_members_get_while_the_others_stand_alone(game: Game) -> None:
    v = worth(payoff_table(game))
    for mask in range(1 << len(game.players)):
        assert v[mask] == sum(one for i, one in enumerate(payoffs(game, mask)) if mask >> i & 1)


@given(games(changes=False))
def test_who_neither_gives_nor_takes_anything_gets_nothing(game: Game) -> None:
    m = tuple(tuple(one if 0 not in (i, j) else 0 for j, one in enumerate(row)) for i, row in enumerate(game.m))
    assert shapley(worth(payoff_table(Game(game.players, m, game.c))))[0] == 0


def test_displacement_is_shared_in_halves() -> None:
    d = Fraction(1, 2)
    game = Game(("A", "B"), ((1, -d), (-d, 1)), (1, 1))
    assert shapley(worth(payoff_table(game))) == ((1 - d) ** 2 / 2,) * 2


# --- shares of a cost -------------------------------------------------------------------------------------------------

POSITIVE = st.lists(st.fractions(Fraction(1, 3), 50, max_denominator=3), min_size=1, max_size=6)
PART = st.fractions(0, 1, max_denominator=12)


@given(st.fractions(-100, 1000, max_denominator=7), POSITIVE, st.integers(0, 2), PART, PART)
def test_shares_add_up_and_keep_within_floor_and_ceiling(
    cost: Fraction, positive: list[Fraction], zeros: int, low: Fraction, high: Fraction
) -> None:
    """They are those of one factor: whoever is between the bounds pays λ of its weight, the others no more, no less."""
    weights = {f"s{i}": one for i, one in enumerate([*positive, *[Fraction(0)] * zeros])}
    low /= len(weights)
    least = max(low, (1 - low * zeros) / len(positive))
    high = least + high * (1 - least)
    found = by_weight(1, weights, low, high)
    assert sum(found.values()) == 1 and all(low <= one <= high for one in found.values())
    factors = {found[name] / weights[name] for name in weights if low < found[name] < high}
    assert len(factors) <= 1
    for factor in factors:
        assert all(found[name] == low or factor * weights[name] >= found[name] for name in weights)
        assert all(found[name] == high or factor * weights[name] <= found[name] for name in weights)
    assert by_weight(cost, weights, low, high) == {name: cost * one for name, one in found.items()}


def test_a_ceiling_and_a_floor_by_hand() -> None:
    """60, 30 and 10 per cent: what is above 40 falls on the others 3 to 1, which lifts the second to its ceiling."""
    weights = {"A": 60, "B": 30, "C": 10}
    assert by_weight(100, weights) == weights
    assert by_weight(100, weights, ceiling=Fraction(1, 2)) == {"A": 50, "B": Fraction(75, 2), "C": Fraction(25, 2)}
    assert by_weight(100, weights, ceiling=Fraction(2, 5)) == {"A": 40, "B": 40, "C": 20}
    assert by_weight(100, weights, floor=Fraction(1, 4)) == {"A": 50, "B": 25, "C": 25}
    assert by_weight(100, weights, Fraction(3, 10), Fraction(2, 5)) == {"A": 40, "B": 30, "C": 30}


def test_decimals_of_weights_leave_nothing_over() -> None:
    found = by_weight(0.1, {"A": 0.1, "B": 0.2, "C": 0.7})
    assert sum(found.values()) == Fraction(0.1)


@pytest.mark.parametrize(
    ("weights", "floor", "ceiling", "kind"),
    [
        ({"A": 1, "B": 1}, Fraction(2, 3), 1, "floor_too_high"),
        ({"A": 1, "B": 1}, -1, 1, "floor_too_high"),
        ({"A": 1, "B": 1, "C": 1}, 0, Fraction(3, 10), "ceiling_too_low"),
        ({"A": 1, "B": 0, "C": 0}, 0, Fraction(1, 2), "ceiling_too_low"),
        ({"A": 1, "B": 1}, Fraction(1, 2), Fraction(1, 3), "ceiling_too_low"),
        ({"A": 0, "B": 0}, 0, 1, "no_weight"),
        ({"A": 1, "B": -1}, 0, 1, "out_of_range"),
        ({}, 0, 1, "no_weight"),
    ],
)
def test_shares_that_cannot_be_are_refused(
    weights: dict[str, int], floor: Fraction, ceiling: Fraction, kind: str
) -> None:
    with pytest.raises(InputError) as refused:
        by_weight(1, weights, floor, ceiling)
    (problem,) = refused.value.problems
    assert problem.kind == kind and problem.message("en") and problem.message("es")


def test_a_ceiling_that_is_too_low_is_told_with_what_it_reaches() -> None:
    with pytest.raises(InputError, match=r"with a ceiling of 0\.2, the 3 that have a weight bear 0\.6 of the cost"):
        by_weight(1, {"A": 1, "B": 1, "C": 1}, ceiling=Fraction(1, 5))


@given(st.lists(st.fractions(-20, 20, max_denominator=6), min_size=1, max_size=6), st.data())
def test_transfers_add_up_to_nothing(own: list[Fraction], data: st.DataObject) -> None:
    costs = {f"s{i}": one for i, one in enumerate(own)}
    weights = dict.fromkeys(costs, 1) | {"s0": data.draw(COSTS)}
    for shares in (equal(sum(own), list(costs)), by_weight(sum(own), weights)):
        paid = transfers(shares, costs)
        assert sum(paid.values()) == 0 and {name: paid[name] + costs[name] for name in costs} == shares


def test_shares_of_another_sum_give_no_transfers() -> None:
    with pytest.raises(ValueError, match="own costs"):
        transfers({"A": 1, "B": 1}, {"A": 1, "B": 2})
    with pytest.raises(ValueError, match="own costs"):
        transfers({"A": 1, "B": 1, "C": 0}, {"A": 1, "B": 1})


# --- the surplus ------------------------------------------------------------------------------------------------------


def test_the_surplus_of_one_that_gains_much_is_shared_so_that_nobody_leaves() -> None:
    game, four = of_benefits([5, 1, 1, 1, 1]), 0b1111
    outside = {name: payoffs(game, four & ~(1 << i))[i] for i, name in enumerate("ABCD")}
    assert almost_ideal(game, four) == {name: outside[name] + Fraction(6, 4) for name in "ABCD"}
    by_size = almost_ideal(game, four, {"A": 3, "B": 1, "C": 1, "D": 1, "E": 7})
    assert by_size == {"A": outside["A"] + 3, **{name: outside[name] + 1 for name in "BCD"}}


@given(games(), st.integers(0, 31))
def test_what_is_paid_of_a_surplus_adds_up_to_nothing(game: Game, mask: int) -> None:
    mask &= (1 << len(game.players)) - 1
    assume(mask)
    at = dict(zip(game.players, payoffs(game, mask), strict=True))
    found = almost_ideal(game, mask)
    assert sum(one - at[name] for name, one in found.items()) == 0


def rules_of_shares(n: int) -> Sequence[Sequence[object]]:
    """The shares of players alike under every rule."""
    names = [str(i + 1) for i in range(n)]
    game = barrett(n, p=Fraction(1, 3), s=Fraction(1, 7)).game()
    vote = voting(n // 2 + 1, [1] * n)
    return [
        list(equal(Fraction(7, 3), names).values()),
        list(
            by_weight(Fraction(7, 3), dict.fromkeys(names, Fraction(2, 3)), Fraction(1, 100), Fraction(1, 2)).values()
        ),
        shapley(worth(payoff_table(game))),
        list(almost_ideal(game, (1 << n) - 1).values()),
        shapley(vote),
    ]


@pytest.mark.parametrize("n", [2, 5])
def test_players_alike_get_the_same_under_every_rule(n: int) -> None:
    assert [len(set(shares)) for shares in rules_of_shares(n)] == [1] * 5
