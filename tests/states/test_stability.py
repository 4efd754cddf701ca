"""What holds: the cases whose figures are known, and what must be so in any game."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from games import NOT_NEGATIVE, barrett, games, of_benefits, relabelled, symmetric_games, with_floats
from hypothesis import assume, given
from hypothesis import strategies as st

from tregua.models.papers.barrett_1994 import model as barrett_1994
from tregua.states.foresight import average_payoff, farsighted, sequential, surplus_of_committed
from tregua.states.game import Game, Symmetric, payoff_table
from tregua.states.stability import Rules, among_all, among_sizes, of_one, share_of_full_gain

PLAIN = Rules()
EVERY_RULE = [Rules(*one) for one in product(("join", "stay"), ("open", "unanimity"), (False, True))]


def stable(game: Symmetric, rules: Rules = PLAIN) -> list[int]:
    return [one.k for one in among_sizes(game, rules) if one.stable]


def largest_internal(game: Symmetric) -> int:
    return max(one.k for one in among_sizes(game) if one.internal)


# --- figures that are known -------------------------------------------------------------------------------------------


def test_barrett_three_hold_where_the_indifferent_join_none_or_two_where_they_stay_out() -> None:
    for n in (4, 10, 19, 100):
        assert stable(barrett(n)) == [3]
        assert stable(barrett(n), Rules("stay")) == [0, 2]
    sizes = among_sizes(barrett(10))
    assert [one.joining for one in sizes[:-1]] == [Fraction(k * (2 - k), 2) for k in range(10)]
    assert sizes[0].leaving is None is sizes[10].joining


@pytest.mark.parametrize(("n", "share"), [(10, Fraction(48, 405)), (19, Fraction(102, 3078))])
def test_what_three_attain(n: int, share: Fraction) -> None:
    assert among_sizes(barrett(n))[3].share_of_full_gain == share
    assert of_one(barrett(n).game(), 0b111).share_of_full_gain == share
    assert among_sizes(barrett(n))[n].share_of_full_gain == 1 and among_sizes(barrett(n))[0].share_of_full_gain == 0


def test_what_three_of_a_hundred_attain() -> None:
    assert round(float(among_sizes(barrett(100))[3].share_of_full_gain or 0), 4) == 0.0012


def test_there_is_no_share_where_all_together_gain_nothing() -> None:
    game = Symmetric(3, 1, 0, 1)
    assert among_sizes(game)[2].share_of_full_gain is None
    assert share_of_full_gain(payoff_table(game.game()), 3) is None


@pytest.mark.parametrize("indifferent_joins", [True, False])
def test_the_model_of_the_paper_says_the_same(indifferent_joins: bool) -> None:
    rules = Rules("join" if indifferent_joins else "stay")
    of_paper = barrett_1994.simulate(barrett_1994.Parameters(12, 1, 1), indifferent_joins=indifferent_joins)
    assert stable(barrett(12), rules) == barrett_1994.stable_sizes(of_paper)


@pytest.mark.parametrize(
    ("isolation", "k"), [(0, 3), (Fraction(3, 2), 4), (4, 5), (Fraction(15, 2), 6), (12, 7), (143, 18), (144, 19)]
)
def test_isolation_and_a_club_good_hold_more_together(isolation: Fraction, k: int) -> None:
    assert largest_internal(barrett(19, p=isolation)) == k
    assert largest_internal(barrett(19, g=isolation)) == k
    for one in among_sizes(barrett(19, p=isolation))[1:]:
        assert one.internal == (Fraction((one.k - 1) * (one.k - 3), 2) <= isolation) or one.k < 3


def test_three_that_are_committed_pay_four_more() -> None:
    game = barrett(10).game()
    left = [surplus_of_committed(game, 0b111, (1 << k) - 1) for k in range(3, 9)]
    assert left == [0, 6, 10, 9, 0, -20]
    with pytest.raises(ValueError, match="committed"):
        surplus_of_committed(game, 0b1000, 0b111)


def test_one_that_gains_much_pays_three_that_gain_little() -> None:
    """Δ of the first is 70.5, of the others −21.5; with a benefit of 4 rather than 5 it cannot pay them."""
    found = of_one(of_benefits([5, 1, 1, 1, 1]), 0b1111)
    assert found.leaving == {"A": Fraction(-141, 2), **dict.fromkeys("BCD", Fraction(43, 2))}
    assert found.surplus == 6 and (found.internal, found.potential) == (False, True)
    assert of_one(of_benefits([4, 1, 1, 1, 1]), 0b1111).surplus == Fraction(-3, 2)
    assert not of_one(of_benefits([4, 1, 1, 1, 1]), 0b1111).potential


@given(st.lists(st.integers(1, 6), min_size=2, max_size=6), st.integers(1, 3), st.integers(3, 63))
def test_the_gain_of_a_member_by_its_formula(b: list[int], c: int, mask: int) -> None:
    """Δ_i = b_i B/c_i + b_i² A − 2 b_i²/c_i − B²/(2 c_i) + b_i²/(2 c_i), B = Σ_S b, A = Σ_S 1/c."""
    mask &= (1 << len(b)) - 1
    inside = [i for i in range(len(b)) if mask >> i & 1]
    assume(len(inside) > 1)
    found = of_one(of_benefits(b, c), mask)
    total, slopes = sum(b[i] for i in inside), Fraction(len(inside), c)
    for i in inside:
        own = Fraction(b[i] ** 2, c)
        gain = Fraction(b[i] * total, c) + b[i] ** 2 * slopes - 2 * own - Fraction(total**2, 2 * c) + own / 2
        assert found.leaving["ABCDEF"[i]] == -gain


def test_no_two_or_more_hold_without_transfers_where_one_gains_much() -> None:
    found = among_all(payoff_table(of_benefits([5, 1, 1, 1, 1])))
    assert not [mask for mask in range(32) if found.stable[mask] and mask.bit_count() > 1]
    with_transfers = among_all(payoff_table(of_benefits([5, 1, 1, 1, 1])), Rules(transfers=True))
    assert with_transfers.potential[0b1111] and with_transfers.surplus[0b1111] == 6


@pytest.mark.parametrize("n", [5, 19])
def test_a_treaty_that_a_quitter_ends_holds_with_any_minimum(n: int) -> None:
    for minimum in range(2, n + 1):
        game = barrett(n, minimum=minimum)
        sizes = among_sizes(game)
        assert sizes[minimum].internal and sizes[minimum].leaving == -Fraction((minimum - 1) ** 2, 2)
        assert sizes[minimum].external or minimum == 2
    assert stable(barrett(n, minimum=n)) == [n]


def test_who_holds_where_leavers_are_foreseen() -> None:
    assert farsighted(barrett(60)) == [1, 2, 3, 5, 8, 12, 18, 26, 38, 55]
    assert farsighted(barrett(60), "stay") == [1, 2, 4, 6, 9, 14, 21, 30, 43]
    assert farsighted(barrett(19)) == [1, 2, 3, 5, 8, 12, 18]


def test_binding_coalitions_of_the_example_of_ray() -> None:
    """Example 5.2 of the book; what it does not list is worth nothing."""
    worths = {(3, (3, 1)): 22, (1, (3, 1)): 0, (2, (2, 1, 1)): 16, (1, (2, 1, 1)): 1}
    found = sequential(4, lambda size, sizes: Fraction(worths.get((size, sizes), 0), size))
    assert sorted(found, reverse=True) == [2, 1, 1]


def test_binding_coalitions_of_barrett() -> None:
    found = {n: tuple(sorted(sequential(n, average_payoff(barrett(n))), reverse=True)) for n in range(1, 14)}
    assert [n for n, sizes in found.items() if sizes == (n,)] == [1, 2, 3, 5, 8, 13]
    assert found[4] == (3, 1) and found[10] == (8, 2)


@pytest.mark.parametrize("ties", ["join", "stay"])
def test_members_let_everyone_in_where_each_entry_helps_them(ties: str) -> None:
    """Where a member gains k − ½ by an entry, exclusive membership equals open."""
    for n in (5, 12):
        game = barrett(n)
        assert all(game.member(k + 1) - game.member(k) == k - Fraction(1, 2) for k in range(1, n))
        rules = Rules(ties, "unanimity")  # type: ignore[arg-type]
        assert stable(game, rules) == stable(game, Rules(ties))  # type: ignore[arg-type]


def test_unanimity_keeps_out_whom_a_member_loses_by() -> None:
    """A's effort brings B ten times as much as A, and B's brings A nothing: B would join, and A would pay for it."""
    game = Game(("A", "B"), ((1, 0), (10, 1)), (1, 1))
    found = of_one(game, 0b01)
    assert found.joining == {"B": 100} and of_one(game, 0b11).leaving["A"] == 50
    assert not found.external and of_one(game, 0b01, Rules(membership="unanimity")).external
    assert not of_one(game, 0b01, Rules(membership="unanimity", transfers=True)).external


# --- what must be so in any game --------------------------------------------------------------------------------------


@given(games(most=4), st.sampled_from(EVERY_RULE))
def test_masks_agree_with_one_coalition_at_a_time(game: Game, rules: Rules) -> None:
    table = payoff_table(game)
    found = among_all(table, rules)
    for mask in range(1 << len(game.players)):
        one = of_one(game, mask, rules)
        at = (found.internal[mask], found.external[mask], found.potential[mask], found.stable[mask])
        assert at == (one.internal, one.external, one.potential, one.stable)
        assert found.surplus[mask] == one.surplus
        assert share_of_full_gain(table, mask) == one.share_of_full_gain


@given(symmetric_games(), st.sampled_from(EVERY_RULE))
def test_masks_agree_with_sizes(game: Symmetric, rules: Rules) -> None:
    found = among_all(payoff_table(game.game()), rules)
    for mask in range(1 << game.n):
        size = among_sizes(game, rules)[mask.bit_count()]
        at = (found.internal[mask], found.external[mask], found.potential[mask], found.stable[mask])
        assert at == (size.internal, size.external, size.potential, size.stable)
        assert found.surplus[mask] == size.surplus


@given(games(most=4), st.sampled_from(EVERY_RULE))
def test_floats_agree_with_fractions(game: Game, rules: Rules) -> None:
    exact, floats = (among_all(payoff_table(one), rules) for one in (game, with_floats(game)))
    for name in ("internal", "external", "potential"):
        assert (getattr(exact, name) == getattr(floats, name)).all()


def test_a_tie_of_floats_is_a_tie() -> None:
    game = Symmetric(10, 0.1, 0.1, 0.3)
    for ties in ("join", "stay"):
        assert stable(game, Rules(ties)) == stable(barrett(10), Rules(ties))
    assert farsighted(Symmetric(60, 0.1, 0.1, 0.3)) == farsighted(barrett(60))


@given(games(), st.randoms(), st.sampled_from(EVERY_RULE))
def test_another_order_of_players_changes_nothing(game: Game, rng: object, rules: Rules) -> None:
    order = list(range(len(game.players)))
    rng.shuffle(order)  # type: ignore[attr-defined]
    other = relabelled(game, order)
    found, again = (among_all(payoff_table(one), rules) for one in (game, other))
    for mask in range(1 << len(order)):
        assert found.stable[mask] == again.stable[other.coalition(game.members(mask))]


@given(symmetric_games(), st.fractions(Fraction(1, 5), 5, max_denominator=5), st.sampled_from(EVERY_RULE))
def test_the_scale_of_benefits_and_costs_moves_no_stability(game: Symmetric, b: Fraction, rules: Rules) -> None:
    plain = replace(game, p=0, s=0, g=0)
    other = replace(plain, own=b * plain.own, other=b * plain.other, c=plain.c / b)
    assert stable(other, rules) == stable(plain, rules)


@given(symmetric_games(), NOT_NEGATIVE)
def test_more_isolation_holds_no_fewer(game: Symmetric, more: Fraction) -> None:
    assert largest_internal(replace(game, p=game.p + more)) >= largest_internal(game)


@given(games(), st.sampled_from(["join", "stay"]))
def test_what_holds_without_transfers_can_hold_with_them(game: Game, ties: str) -> None:
    found = among_all(payoff_table(game), Rules(ties))  # type: ignore[arg-type]
    assert (found.potential >= found.internal).all()


@given(games())
def test_unanimity_lets_nobody_in_whom_open_membership_keeps_out(game: Game) -> None:
    for transfers in (False, True):
        table = payoff_table(game)
        opened, vetoed = (
            among_all(table, Rules(membership=one, transfers=transfers))
            for one in ("open", "unanimity")  # type: ignore[arg-type]
        )
        assert (vetoed.external >= opened.external).all()
