"""Who pays and who gains: shares of a cost, transfers, the Shapley value, and the surplus of a coalition.

Shares are rational numbers, so that they add up to the cost to the last digit; a float counts as the number it is.
Values of coalitions stand by bit mask, the empty one first.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import factorial

import numpy as np

from tregua.catalogue.errors import InputError, Problem
from tregua.states.game import Array, Game, Scaled, Value, fitting, payoffs, scaled

MOST_BY_MASK = 20  # players whose coalitions have one number each


def by_weight(cost: Value, weights: Mapping[str, Value], floor: Value = 0, ceiling: Value = 1) -> dict[str, Fraction]:
    """The cost by weights such as population, GDP or contribution, no share of it below `floor` or above `ceiling`.

    C · min(ceiling, max(floor, λ w_i)) with the λ under which the shares add up to C.

    Raises
    ------
    InputError
        When a weight is negative, all are nothing, or no shares between floor and ceiling add up to the cost.
    """
    w = {name: Fraction(weight) for name, weight in weights.items()}
    low, high = Fraction(floor), Fraction(ceiling)
    _check(w, low, high)
    fixed: dict[str, Fraction] = {}
    while True:
        free, left = [name for name in w if name not in fixed], 1 - sum(fixed.values())
        total = sum(w[name] for name in free)
        part = {name: left * w[name] / total if total else Fraction(0) for name in free}
        kept = {name: min(high, max(low, one)) for name, one in part.items()}
        over = sum(kept.values()) - left  # above 0: the floors take more than the ceilings give
        bound = {name for name in free if (kept[name] > part[name] if over > 0 else kept[name] < part[name])}
        if over == 0 or not bound:
            return {name: Fraction(cost) * {**fixed, **kept}[name] for name in w}
        fixed |= {name: kept[name] for name in bound}


def _check(weights: Mapping[str, Fraction], low: Fraction, high: Fraction) -> None:
    """Refuse what leaves no shares that add up to one."""
    n, weighed = len(weights), sum(one > 0 for one in weights.values())
    if negative := [name for name, one in weights.items() if one < 0]:
        found = weights[negative[0]]
        raise InputError(Problem("out_of_range", "", {"field": negative[0], "expected": "≥ 0", "found": float(found)}))
    if not weighed:
        raise InputError(Problem("no_weight"))
    if low < 0 or low * n > 1:
        most = float(Fraction(1, n))
        raise InputError(Problem("floor_too_high", "--floor", {"found": float(low), "count": n, "limit": most}))
    reached = high * weighed + low * (n - weighed)
    if high < low or reached < 1:
        values = {"found": float(high), "count": weighed, "reached": float(max(reached, Fraction(0)))}
        raise InputError(Problem("ceiling_too_low", "--ceiling", values))


def equal(cost: Value, names: Sequence[str]) -> dict[str, Fraction]:
    """The same share for each."""
    return {name: Fraction(cost) / len(names) for name in names}


def transfers(shares: Mapping[str, Value], own: Mapping[str, Value]) -> dict[str, Fraction]:
    """What each pays to the others, t_i = share_i − own cost_i; negative where it is paid.

    Raises
    ------
    ValueError
        When the shares are not those of what all spend.
    """
    paid = {name: Fraction(shares[name]) - Fraction(cost) for name, cost in own.items()}
    if sum(paid.values()) != 0 or shares.keys() != own.keys():
        raise ValueError("the shares are those of the sum of own costs")
    return paid


# --- values of coalitions ---------------------------------------------------------------------------------------------


def worth(table: Scaled) -> Scaled:
    """The worth of every coalition under the γ-rule: v(S) = Σ_{i∈S} π_i where S acts as one and each other alone.

    Parameters
    ----------
    table : payoffs by player and mask, as `tregua.states.game.payoff_table` gives them
    """
    found = np.zeros(table.numbers.shape[1], table.numbers.dtype)
    for i, own in enumerate(table.numbers):
        inside = found.reshape(-1, 2, 1 << i)[:, 1]
        inside += own.reshape(-1, 2, 1 << i)[:, 1]
    return Scaled(found, table.over)


def _values(v: Scaled | Sequence[Value]) -> tuple[Scaled, int]:
    """Values by mask whose sums over coalitions fit, and how many players there are."""
    found = v if isinstance(v, Scaled) else scaled(v, 2 * len(v))
    count = len(found.numbers)
    n = max(count.bit_length() - 1, 0)
    if count != 1 << n or found.numbers[0] != 0:
        raise ValueError("a value for each of 2^n coalitions, nothing for the empty one")
    if n > MOST_BY_MASK:
        raise InputError(Problem("too_many_players", "", {"found": n, "limit": MOST_BY_MASK}))
    if found.numbers.dtype == np.int64:
        largest = max(abs(int(found.numbers.max())), abs(int(found.numbers.min())))
        return Scaled(found.numbers.astype(fitting(2 * count * largest)), found.over), n
    return found, n


def _added(numbers: Array, i: int) -> Array:
    """What player i adds to each coalition without it, in the order of the others' masks."""
    halves = numbers.reshape(-1, 2, 1 << i)
    return (halves[:, 1] - halves[:, 0]).ravel()


def shapley(v: Scaled | Sequence[Value]) -> tuple[Value, ...]:
    """The Shapley value, φ_i = Σ_{S∌i} |S|! (n − |S| − 1)! / n! · [v(S∪i) − v(S)].

    Parameters
    ----------
    v : a value for each coalition, by mask, of twenty players or fewer

    Raises
    ------
    InputError
        When there are more than twenty players.
    ValueError
        When the values are not 2^n, or the empty coalition has one.
    """
    values, n = _values(v)
    sizes = np.bitwise_count(np.arange(1 << n - 1)) if n else np.zeros(0, int)
    order = np.argsort(sizes, kind="stable")
    first = np.searchsorted(sizes[order], np.arange(n))
    weights = [factorial(size) * factorial(n - size - 1) for size in range(n)]
    found: list[Value] = []
    for i in range(n):
        by_size = np.add.reduceat(_added(values.numbers, i)[order], first)
        if values.numbers.dtype == np.float64:
            found.append(float(sum(w / factorial(n) * one for w, one in zip(weights, by_size, strict=True))))
        else:
            total = sum(w * int(one) for w, one in zip(weights, by_size, strict=True))
            found.append(Fraction(total, factorial(n) * values.over))
    return tuple(found)


def almost_ideal(game: Game, coalition: int, weights: Mapping[str, Value] | None = None) -> dict[str, Value]:
    """What each member gets when the surplus of a coalition is shared, V_i = π_i(S∖i) + λ_i · surplus.

    The surplus is Σ_{i∈S} [π_i(S) − π_i(S∖i)], and nobody leaves where it is not negative (almost ideal sharing,
    Eyckmans & Finus); V_i − π_i(S) is what i is paid, in all nothing.

    Parameters
    ----------
    weights : λ of each member, of their sum; the same for all if not given
    """
    members = [i for i in range(len(game.players)) if coalition >> i & 1]
    at = payoffs(game, coalition)
    alone = {i: payoffs(game, coalition & ~(1 << i))[i] for i in members}
    surplus = sum((at[i] - alone[i] for i in members), 0 * game.p)
    given = weights or dict.fromkeys(game.members(coalition), 1)
    part = by_weight(1, {name: given[name] for name in game.members(coalition)})
    kind = type(game.p)
    return {game.players[i]: alone[i] + kind(part[game.players[i]]) * surplus for i in members}
