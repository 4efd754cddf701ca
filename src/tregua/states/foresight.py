"""Coalitions of those who look ahead or are bound: one leaver after another, binding ones in turn, the committed."""

from collections.abc import Callable
from functools import cache

from tregua.states.game import Game, Symmetric, Value, payoffs
from tregua.states.stability import Rules, Ties


def farsighted(game: Symmetric, ties: Ties = "join") -> list[int]:
    """The sizes that hold where a member that thinks of leaving foresees who leaves after it, one at a time.

    A coalition of one holds. k holds where π_s(k) ≥ π_n(k′), or > where ties stay out, of the next smaller k′ that
    holds: where one leaves a coalition that then does not hold, others leave until one of k′ is left.
    """
    rules = Rules(ties)
    found = [1]
    for k in range(2, game.n + 1):
        if rules.joins(game.member(k) - game.outsider(found[-1]), game.tie):
            found.append(k)
    return found


# --- binding coalitions, one after the other --------------------------------------------------------------------------


def sequential(n: int, average: Callable[[int, tuple[int, ...]], Value]) -> tuple[int, ...]:
    """The coalitions that form among n players alike, each bound for good, in the order in which they form.

    The next coalition is the largest of those whose members get most each, given what forms after it (Ray & Vohra
    2001; the algorithm of Ray 2007, chapter 5).

    Parameters
    ----------
    average : payoff of a member of a coalition of a size beside all sizes, the largest first
    """

    @cache
    def after(formed: tuple[int, ...], left: int) -> tuple[int, ...]:
        found = []
        for size in range(1, left + 1):
            rest = (size, *after(tuple(sorted((*formed, size))), left - size))
            found.append((average(size, tuple(sorted(formed + rest, reverse=True))), size, rest))
        return max(found)[2] if found else ()

    return after((), n)


def average_payoff(game: Symmetric) -> Callable[[int, tuple[int, ...]], Value]:
    """π of a member of a coalition of a size beside others that act as one each; p, s, g and minimum do not enter."""

    def average(size: int, sizes: tuple[int, ...]) -> Value:
        q = game.effort(size)
        of_others = sum(game.other * one * game.effort(one) for one in sizes) - game.other * size * q
        return (game.own + (size - 1) * game.other) * q + of_others - game.c * q**2 / 2

    return average


# --- those who are committed ------------------------------------------------------------------------------------------


def surplus_of_committed(game: Game, committed: int, coalition: int) -> Value:
    """What is left to those who are bound to stay when they pay the others of a coalition not to leave it.

    Σ_{i∈C} [π_i(S) − π_i(C)] − Σ_{i∈S∖C} max(0, π_i(S∖i) − π_i(S)): the committed C can have S where this is not
    negative (Carraro & Siniscalco 1993).

    Raises
    ------
    ValueError
        When a committed player is not of the coalition.
    """
    if committed & ~coalition:
        raise ValueError("the committed are of the coalition")
    at, before = payoffs(game, coalition), payoffs(game, committed)
    left: Value = 0 * game.p
    for i in range(len(game.players)):
        if committed >> i & 1:
            left += at[i] - before[i]
        elif coalition >> i & 1:
            left -= max(payoffs(game, coalition & ~(1 << i))[i] - at[i], 0 * game.p)
    return left
