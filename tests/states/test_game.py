"""Payoffs of coalitions: the published and derived figures, and that masks, sizes, fractions and floats agree."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from games import COSTS, RATIONALS, barrett, games, of_benefits, relabelled, symmetric_games, with_floats
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.models.papers.barrett_1994 import model as barrett_1994
from tregua.states.game import Game, Symmetric, payoff_table, payoffs, scaled, symmetric


@pytest.mark.parametrize(("k", "member", "outsider"), [(3, Fraction(23, 2), Fraction(31, 2)), (4, 14, Fraction(43, 2))])
def test_barrett_of_ten(k: int, member: Fraction, outsider: Fraction) -> None:
    game = barrett(10)
    assert (game.member(k), game.outsider(k)) == (member, outsider)
    assert payoffs(game.game(), (1 << k) - 1) == (member,) * k + (outsider,) * (10 - k)


@pytest.mark.parametrize("n", [2, 10, 19])
def test_barrett_by_its_formulas_and_as_the_model_of_the_paper_has_it(n: int) -> None:
    """π_s(k) = k²/2 + N − k, π_n(k) = k² + N − k − ½."""
    game, of_paper = barrett(n), barrett_1994.Parameters(n, 1, 1)
    assert game.outsider(0) == game.member(1) == Fraction(1, 2) + n - 1
    for k in range(2, n):
        assert game.member(k) == Fraction(k * k, 2) + n - k
        assert game.outsider(k) == k * k + n - k - Fraction(1, 2)
        assert (game.member(k), game.outsider(k)) == barrett_1994.payoffs(k, of_paper)


def test_displacement_between_two() -> None:
    """Own benefit 1, harm d to the other: alone ½ − d, together (1 − d)²/2, d²/2 more for each."""
    for d in (Fraction(0), Fraction(1, 4), Fraction(9, 10)):
        game = Symmetric(2, 1, -d, 1)
        assert game.outsider(0) == Fraction(1, 2) - d
        assert game.member(2) == (1 - d) ** 2 / 2 == game.outsider(0) + d**2 / 2


def test_nobody_makes_an_effort_that_harms_more_than_it_brings() -> None:
    game = Symmetric(2, 1, -2, 1)
    assert (game.member(2), game.outsider(1)) == (0, Fraction(1, 2) - 2)
    assert payoffs(Symmetric(2, -1, 1, 1).game(), 0) == (0, 0)


def test_what_a_coalition_changes_for_members_and_outsiders() -> None:
    plain, found = barrett(5), barrett(5, p=Fraction(1, 3), s=Fraction(1, 7), g=2)
    for k in range(2, 5):
        assert found.outsider(k) == plain.outsider(k) - Fraction(1, 3)
        assert found.member(k) == plain.member(k) + 2 - Fraction(5 - k, 7)
    assert [found.member(1), found.outsider(0), found.outsider(1)] == [plain.member(1)] * 3


def test_fewer_than_a_treaty_asks_for_are_no_coalition() -> None:
    game = barrett(6, p=1, s=1, g=1, minimum=4)
    assert {game.member(k) for k in (1, 2, 3)} | {game.outsider(k) for k in (0, 1, 2, 3)} == {Fraction(11, 2)}
    assert game.member(4) == barrett(6, 1, 1, 1).member(4)
    assert payoffs(game.game(), 0b111) == payoffs(game.game(), 0)


@given(games())
def test_masks_agree_with_one_coalition_at_a_time(game: Game) -> None:
    table = payoff_table(game)
    for mask in range(1 << len(game.players)):
        assert tuple(table[i, mask] for i in range(len(game.players))) == payoffs(game, mask)


@given(symmetric_games())
def test_masks_agree_with_sizes(game: Symmetric) -> None:
    each = game.game()
    assert symmetric(each) == game
    for k in range(game.n + 1):
        inside, outside = [game.member(k)] * k if k else [], [game.outsider(k)] * (game.n - k) if k < game.n else []
        assert payoffs(each, (1 << k) - 1) == (*inside, *outside)
        assert sum(inside + outside) == game.total(k)


@given(games())
def test_floats_agree_with_fractions(game: Game) -> None:
    exact, floats = payoff_table(game), payoff_table(with_floats(game))
    assert floats.numbers.dtype == np.float64 and exact.tie == 0 <= floats.tie
    np.testing.assert_allclose(floats.numbers, exact.numbers / exact.over, rtol=1e-9, atol=1e-9)
    assert payoffs(with_floats(game), 3) == pytest.approx([float(one) for one in payoffs(game, 3)])
    assert all(isinstance(one, float) for one in payoffs(with_floats(game), 3))


@given(games(), st.randoms())
def test_another_order_of_players_changes_nothing(game: Game, rng: object) -> None:
    order = list(range(len(game.players)))
    rng.shuffle(order)  # type: ignore[attr-defined]
    other = relabelled(game, order)
    for mask in range(1 << len(order)):
        members = game.members(mask)
        found = dict(zip(other.players, payoffs(other, other.coalition(members)), strict=True))
        assert found == dict(zip(game.players, payoffs(game, mask), strict=True))


@given(symmetric_games(), st.fractions(Fraction(1, 5), 5, max_denominator=5), COSTS)
def test_payoffs_are_in_units_of_b_squared_over_c(game: Symmetric, b: Fraction, c: Fraction) -> None:
    plain = replace(game, c=1, p=0, s=0, g=0)
    other = Symmetric(game.n, b * plain.own, b * plain.other, c, minimum=game.minimum)
    for k in range(1, game.n + 1):
        assert other.member(k) == b**2 / c * plain.member(k)


@given(games())
def test_one_alone_is_no_coalition(game: Game) -> None:
    assert all(payoffs(game, 1 << i) == payoffs(game, 0) for i in range(len(game.players)))


@given(games(changes=False))
def test_who_neither_gives_nor_takes_anything_has_nothing(game: Game) -> None:
    n = len(game.players)
    m = tuple(tuple(one if 0 not in (i, j) else 0 for j, one in enumerate(row)) for i, row in enumerate(game.m))
    assert not payoff_table(Game(game.players, m, game.c)).numbers[0].any() and n


def test_numbers_that_do_not_fit_are_reckoned_in_integers_of_any_length() -> None:
    m = tuple(tuple(Fraction(i + 2 * j + 1, 10**9 + 7) for j in range(6)) for i in range(6))
    game = Game(
        tuple("ABCDEF"), m, tuple(Fraction(10**6 + i, 97) for i in range(6)), p=Fraction(1, 10**9 + 9), s=2**64, g=2**63
    )
    table = payoff_table(game)
    assert table.numbers.dtype == object
    for mask in (0, 5, 62, 63):
        assert tuple(table[i, mask] for i in range(6)) == payoffs(game, mask)


def test_numbers_that_fit_by_little_are_right() -> None:
    game = of_benefits([10**7, 10**7 - 1, 3])
    table = payoff_table(game)
    assert table.numbers.dtype == np.int64
    assert tuple(table[i, 7] for i in range(3)) == payoffs(game, 7)
    wide = of_benefits([10**9, 10**9 - 1, 3])
    assert payoff_table(wide).numbers.dtype == object
    assert tuple(payoff_table(wide)[i, 7] for i in range(3)) == payoffs(wide, 7)


@given(st.lists(RATIONALS, min_size=1))
def test_numbers_over_one_denominator_are_those_numbers(values: list[Fraction]) -> None:
    found = scaled(values)
    assert [found[i] for i in range(len(values))] == values


def test_names_and_masks() -> None:
    game = of_benefits([5, 1, 1])
    assert game.coalition(["C", "A", "A"]) == 0b101 and game.members(0b101) == ("A", "C")
    assert symmetric(game) is None and symmetric(of_benefits([2, 2])) == Symmetric(2, 2, 2, 1)
    with pytest.raises(ValueError, match="not in tuple"):
        game.coalition(["D"])


def test_twenty_players_that_differ_are_too_many() -> None:
    with pytest.raises(InputError) as refused:
        payoff_table(barrett(20).game())
    assert refused.value.problems[0].kind == "too_many_players"


@pytest.mark.parametrize(
    ("m", "c", "p"),
    [(((1, 1),), (1, 1), 0), (((1, 1), (1,)), (1, 1), 0), (((1, 1), (1, 1)), (1, 0), 0), (((1, 1),) * 2, (1, 1), -1)],
)
def test_what_is_no_game_is_refused(m: tuple[tuple[int, ...], ...], c: tuple[int, ...], p: int) -> None:
    with pytest.raises(ValueError, match=r"players|positive"):
        Game(("A", "B"), m, c, p)
