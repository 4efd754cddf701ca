"""Whether a coalition holds: no member gains by leaving, no outsider by joining, or those who gain can pay the others.

- Internal: no member i gains by leaving, π_i(S) − π_i(S∖i) ≥ 0.
- External: no outsider i joins. Without transfers it joins where π_i(S∪i) − π_i(S) ≥ 0.
- Potential internal: the surplus Σ_{i∈S} [π_i(S) − π_i(S∖i)] is not negative, so that it can be shared out in a way
  that nobody leaves (Carraro, Eyckmans & Finus 2006).
- External under transfers: an outsider i joins where S∪i is potentially internally stable, since then some sharing
  gives i and each old member no less than it would have outside S∪i.
- Ties: under ``join`` an indifferent state is in, under ``stay`` it stays out, or leaves: every ≥ above is a >.
- Membership: under ``unanimity`` an outsider is let in only where that costs no old member anything,
  π_j(S∪i) ≥ π_j(S); with transfers, where S∪i has no less in all than S and i had, so that i can pay for its entry.

A coalition of one is none: it holds where an indifferent state is in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem
from tregua.states.game import ROUNDING, Array, Game, Scaled, Symmetric, Value, payoffs

Ties = Literal["join", "stay"]
Membership = Literal["open", "unanimity"]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Rules:
    """How ties fall, who may come in, and whether those who gain pay those who would not stay."""

    ties: Ties = "join"
    membership: Membership = "open"
    transfers: bool = False

    def __post_init__(self) -> None:
        for name, kind in (("ties", Ties), ("membership", Membership)):
            if (found := getattr(self, name)) not in get_args(kind):
                expected = ", ".join(get_args(kind))
                raise InputError(Problem("not_one_of", name, {"field": name, "found": found, "expected": expected}))

    def joins(self, gain: Any, tie: float = 0) -> Any:
        """Whether a state is in when that brings it `gain`, or each of many; within `tie` of 0 it is indifferent."""
        return gain >= -tie if self.ties == "join" else gain > tie


# --- every coalition of a game ----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Among:
    """Every coalition of a game, by mask."""

    rules: Rules
    internal: Bools
    external: Bools
    potential: Bools
    surplus: Scaled

    @property
    def stable(self) -> Bools:
        """Internally, or with transfers potentially, and externally stable."""
        return (self.potential if self.rules.transfers else self.internal) & self.external


def _with(values: Array, i: int) -> Array:
    """The coalitions with player i, of those by mask, as a view in the order of the others' masks."""
    return values.reshape(-1, 2, 1 << i)[:, 1]


def _without(values: Array, i: int) -> Array:
    return values.reshape(-1, 2, 1 << i)[:, 0]


def among_all(table: Scaled, rules: Rules = Rules()) -> Among:
    """Which coalitions hold, from the payoffs of each player beside each of them.

    Parameters
    ----------
    table : payoffs by player and mask, as `tregua.states.game.payoff_table` gives them
    """
    n, count = table.numbers.shape
    internal, external = np.ones(count, bool), np.ones(count, bool)
    surplus = np.zeros(count, table.numbers.dtype)
    for i, own in enumerate(table.numbers):
        gain = _with(own, i) - _without(own, i)
        _with(internal, i)[:] &= rules.joins(gain, table.tie).astype(bool)
        _with(surplus, i)[:] += gain
    potential = rules.joins(surplus, n * table.tie).astype(bool)
    potential[0] = True
    for i in range(n):
        if rules.transfers:
            enters = _with(potential, i).copy()
        else:
            enters = rules.joins(_with(table.numbers[i], i) - _without(table.numbers[i], i), table.tie).astype(bool)
        if rules.membership == "unanimity":
            enters &= _admitted(table, i, rules.transfers)
        _without(external, i)[:] &= ~enters
    return Among(rules, internal, external, potential, Scaled(surplus, table.over))


def _admitted(table: Scaled, i: int, transfers: bool) -> Bools:
    """Whether the members of each coalition without player i let it in."""
    n, count = table.numbers.shape
    masks = _without(np.arange(count), i)
    if transfers:
        change = sum(
            ((_with(own, i) - _without(own, i)) * (masks >> j & 1 | (j == i)) for j, own in enumerate(table.numbers)),
            np.zeros(1, table.numbers.dtype),
        )
        return np.asarray(change >= -n * table.tie).astype(bool)
    admitted = np.ones(masks.shape, bool)
    for j, own in enumerate(table.numbers):
        if j != i:
            admitted &= (_with(own, i) - _without(own, i) >= -table.tie).astype(bool) | (masks >> j & 1 == 0)
    return admitted


def share_of_full_gain(table: Scaled, coalition: int) -> Value | None:
    """What all gain by a coalition over none, of what they gain by the one of all; nothing where that is nothing."""
    none, found, full = (sum(table[i, at] for i in range(len(table.numbers))) for at in (0, coalition, -1))
    return _share(none, found, full)


def _share(none: Value, found: Value, full: Value) -> Value | None:
    return None if full == none else (found - none) / (full - none)


# --- sizes of a symmetric game ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Size:
    """A coalition of `k` among players alike; a gain is none where nobody is there to leave or to join."""

    k: int
    leaving: Value | None
    joining: Value | None
    surplus: Value
    internal: bool
    external: bool
    potential: bool
    stable: bool
    share_of_full_gain: Value | None


def among_sizes(game: Symmetric, rules: Rules = Rules()) -> list[Size]:
    """Which sizes hold, from 0 to n: what a member gains by leaving, an outsider by joining."""
    n = game.n
    member = [game.outsider(0), *(game.member(k) for k in range(1, n + 1))]
    outsider = [game.outsider(k) for k in range(n)]
    gain = [member[k + 1] - outsider[k] for k in range(n)]
    surplus = [0 * game.p, *((k + 1) * one for k, one in enumerate(gain))]
    internal = [True, *(bool(rules.joins(one, game.tie)) for one in gain)]
    potential = [True, *(bool(rules.joins(one, n * game.tie)) for one in surplus[1:])]
    total = [game.total(k) for k in range(n + 1)]
    found = []
    for k in range(n + 1):
        external = True
        if k < n:
            change = k * (member[k + 1] - member[k]) + (gain[k] if rules.transfers else 0)
            admitted = rules.membership == "open" or change >= -n * game.tie
            external = not (admitted and (potential if rules.transfers else internal)[k + 1])
        held = (potential if rules.transfers else internal)[k] and external
        leaving, joining = -gain[k - 1] if k else None, gain[k] if k < n else None
        share = _share(total[0], total[k], total[n])
        found.append(Size(k, leaving, joining, surplus[k], internal[k], external, potential[k], held, share))
    return found


# --- one coalition ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class One:
    """One coalition: what each member gains by leaving and each outsider by joining, and whether it holds."""

    members: tuple[str, ...]
    payoffs: Mapping[str, Value]
    leaving: Mapping[str, Value]
    joining: Mapping[str, Value]
    surplus: Value
    internal: bool
    external: bool
    potential: bool
    stable: bool
    share_of_full_gain: Value | None


def of_one(game: Game, coalition: int, rules: Rules = Rules()) -> One:
    """One coalition of a game of any number of players."""
    n = len(game.players)
    beside = _Beside(game, rules)
    inside, outside = ([i for i in range(n) if coalition >> i & 1 == is_in] for is_in in (1, 0))
    kept, joining = ({game.players[i]: beside.gain(i, coalition) for i in each} for each in (inside, outside))
    internal = all(rules.joins(one, beside.tie) for one in kept.values())
    external = not any(beside.enters(i, coalition) for i in outside)
    potential = beside.potential(coalition)
    return One(
        game.members(coalition),
        dict(zip(game.players, beside.payoffs(coalition), strict=True)),
        {name: -one for name, one in kept.items()},
        joining,
        beside.surplus(coalition),
        internal,
        external,
        potential,
        (potential if rules.transfers else internal) and external,
        _share(*(sum(beside.payoffs(mask)) for mask in (0, coalition, (1 << n) - 1))),
    )


class _Beside:
    """Payoffs beside the few coalitions that lie around one, each worked out once."""

    def __init__(self, game: Game, rules: Rules) -> None:
        self.rules, self.none, self.players = rules, 0 * game.p, range(len(game.players))
        self.payoffs = cache(lambda mask: payoffs(game, mask))
        full = (1 << len(game.players)) - 1
        rounded = max(abs(float(one)) for mask in (0, full) for one in self.payoffs(mask)) * ROUNDING
        self.tie = rounded if isinstance(game.p, float) else 0.0

    def gain(self, i: int, mask: int) -> Value:
        """What player i has by being in, beside the others of `mask`."""
        return self.payoffs(mask | 1 << i)[i] - self.payoffs(mask & ~(1 << i))[i]

    def surplus(self, mask: int) -> Value:
        return sum((self.gain(i, mask) for i in self.players if mask >> i & 1), self.none)

    def potential(self, mask: int) -> bool:
        return mask == 0 or bool(self.rules.joins(self.surplus(mask), len(self.players) * self.tie))

    def enters(self, i: int, mask: int) -> bool:
        after, gain = mask | 1 << i, self.gain(i, mask)
        willing = self.potential(after) if self.rules.transfers else bool(self.rules.joins(gain, self.tie))
        change = [self.payoffs(after)[j] - self.payoffs(mask)[j] for j in self.players if mask >> j & 1]
        least = sum(change) + gain if self.rules.transfers else min(change, default=0)
        return willing and (self.rules.membership == "open" or least >= -len(self.players) * self.tie)
