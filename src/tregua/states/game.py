"""A coalition that acts as one beside states that act alone: the payoffs, exact where what they are made of is.

π_i = Σ_j m_ij q_j − c_i q_i² / 2
q_j = max(0, Σ_{i∈S} m_ij / c_j) for a member j of S, q_j = max(0, m_jj / c_j) for an outsider

With m_ij = b and c_i = c this is the linear game of Barrett (1994). A coalition acts where it has two members or more
and no fewer than the treaty asks for; with fewer all act alone. Beside one that acts, each outsider loses p; each
member gains g and loses s for each outsider. A coalition is a bit mask: bit i is set where player i is a member.

Rational numbers (int, Fraction) stay rational; if one number is a float, all are.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import lcm
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem

Value = int | Fraction | float
Array = NDArray[Any]
MOST_BY_MASK = 19  # players: 2^19 coalitions of 19 payoffs fill 80 MB
BLOCK = 1 << 14  # coalitions that are worked out at once
ROUNDING = 1e-12  # of the largest payoff: floats nearer to each other are tied


@dataclass(frozen=True)
class Game:
    """Players, what the effort of each brings to each, and what a coalition changes.

    Attributes
    ----------
    players : their names
    m : m_ij, benefit to i of one unit of effort of j
    c : c_i, slope of the marginal cost of effort
    p : what each outsider loses beside a coalition that acts
    s : what each outsider costs each member
    g : what each member gains
    minimum : the least members of a treaty; a smaller coalition is none

    Raises
    ------
    ValueError
        When the numbers are not as many as the players, a cost is not positive, or p, s or g is negative.
    """

    players: tuple[str, ...]
    m: tuple[tuple[Value, ...], ...]
    c: tuple[Value, ...]
    p: Value = 0
    s: Value = 0
    g: Value = 0
    minimum: int = 2

    def __post_init__(self) -> None:
        n = len(self.players)
        if [len(row) for row in self.m] != [n] * n or len(self.c) != n:
            raise ValueError(f"benefits and costs of {n} players")
        _check(*self.c, extra=(self.p, self.s, self.g))
        kind = _kind((*chain(*self.m), *self.c, self.p, self.s, self.g))
        object.__setattr__(self, "m", tuple(tuple(kind(one) for one in row) for row in self.m))
        object.__setattr__(self, "c", tuple(kind(one) for one in self.c))
        for name in ("p", "s", "g"):
            object.__setattr__(self, name, kind(getattr(self, name)))

    def coalition(self, members: Iterable[str]) -> int:
        """The mask of the members with these names."""
        return sum(1 << self.players.index(name) for name in set(members))

    def members(self, coalition: int) -> tuple[str, ...]:
        """The names of the members of a mask."""
        return tuple(name for i, name in enumerate(self.players) if coalition >> i & 1)


@dataclass(frozen=True)
class Symmetric:
    """A game of `n` players alike: `own` benefit of a unit of effort, benefit of that of each `other`, cost `c`.

    `p`, `s`, `g` and `minimum` are those of `Game`.
    """

    n: int
    own: Value
    other: Value
    c: Value
    p: Value = 0
    s: Value = 0
    g: Value = 0
    minimum: int = 2

    def __post_init__(self) -> None:
        _check(self.c, extra=(self.p, self.s, self.g))
        names = ("own", "other", "c", "p", "s", "g")
        kind = _kind([getattr(self, name) for name in names])
        for name in names:
            object.__setattr__(self, name, kind(getattr(self, name)))

    def effort(self, k: int) -> Value:
        """Effort q of each of `k` who act as one; of one alone for k = 1."""
        return max(self.own + (k - 1) * self.other, 0 * self.own) / self.c

    def member(self, k: int) -> Value:
        """π of a member of a coalition of `k`, from 1 to n."""
        if not self._acts(k):
            return self._alone()
        q = self.effort(k)
        outside = (self.n - k) * self.other * self.effort(1)
        return (self.own + (k - 1) * self.other) * q + outside - self.c * q**2 / 2 + self.g - self.s * (self.n - k)

    def outsider(self, k: int) -> Value:
        """π of an outsider beside a coalition of `k`, from 0 to n − 1."""
        if not self._acts(k):
            return self._alone()
        return self._alone() + k * self.other * (self.effort(k) - self.effort(1)) - self.p

    def total(self, k: int) -> Value:
        """Payoffs of all beside a coalition of `k`."""
        return (k * self.member(k) if k else 0) + ((self.n - k) * self.outsider(k) if k < self.n else 0)

    @property
    def tie(self) -> float:
        """How near to each other two payoffs are that are told as equal; 0 where they are exact."""
        if not isinstance(self.p, float):
            return 0.0
        reached = [self.member(k) for k in range(1, self.n + 1)] + [self.outsider(k) for k in range(self.n)]
        return ROUNDING * max(abs(float(one)) for one in reached)

    def game(self) -> Game:
        """The same game with each player by itself."""
        names = range(self.n)
        m = tuple(tuple(self.own if i == j else self.other for j in names) for i in names)
        players = tuple(str(i + 1) for i in names)
        return Game(players, m, (self.c,) * self.n, self.p, self.s, self.g, self.minimum)

    def _acts(self, k: int) -> bool:
        return k >= max(2, self.minimum)

    def _alone(self) -> Value:
        q = self.effort(1)
        return (self.own + (self.n - 1) * self.other) * q - self.c * q**2 / 2


def _check(*costs: Value, extra: tuple[Value, ...]) -> None:
    if any(cost <= 0 for cost in costs) or any(one < 0 for one in extra):
        raise ValueError("costs of effort are positive; p, s and g are not negative")


def _kind(values: Iterable[Value]) -> Callable[[Value], Value]:
    """What all of some numbers are read as."""
    rational = exact(values)
    return lambda one: Fraction(one) if rational else float(one)


def exact(values: Iterable[Value]) -> bool:
    """Whether all are rational numbers."""
    return all(isinstance(one, Rational) for one in values)


def symmetric(game: Game) -> Symmetric | None:
    """The game by the sizes of its coalitions, or none where its players are not alike."""
    n = len(game.players)
    own = {game.m[i][i] for i in range(n)}
    other = {game.m[i][j] for i in range(n) for j in range(n) if i != j} or own
    if max(len(own), len(other), len(set(game.c))) > 1:
        return None
    return Symmetric(n, min(own), min(other), game.c[0], game.p, game.s, game.g, game.minimum)


def payoffs(game: Game, coalition: int) -> tuple[Value, ...]:
    """π of each player beside one coalition."""
    players = range(len(game.players))
    inside = {i for i in players if coalition >> i & 1}
    acts = len(inside) >= max(2, game.minimum)
    inside = inside if acts else set()
    weighed = [sum(game.m[i][j] for i in (inside if j in inside else {j})) for j in players]
    q = [max(weight, 0 * game.p) / game.c[j] for j, weight in enumerate(weighed)]
    extra = {True: game.g - game.s * (len(players) - len(inside)), False: -game.p if acts else 0 * game.p}
    return tuple(
        sum(game.m[i][j] * q[j] for j in players) - game.c[i] * q[i] ** 2 / 2 + extra[i in inside] for i in players
    )


# --- all coalitions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Scaled:
    """Numbers over one denominator: int64 where a bound shows that they fit, else Python's integers; floats over 1."""

    numbers: Array
    over: int = 1

    def __getitem__(self, at: int | tuple[int, ...]) -> Value:
        found = self.numbers[at]
        return float(found) if self.numbers.dtype == np.float64 else Fraction(int(found), self.over)

    @property
    def tie(self) -> float:
        """How near to each other two of them are that are told as equal; 0 where they are exact."""
        return ROUNDING * float(np.abs(self.numbers).max()) if self.numbers.dtype == np.float64 else 0


def scaled(values: Iterable[Value], times: int = 1) -> Scaled:
    """Numbers over their common denominator; `times` as many of them added up are to fit still."""
    numbers = list(values)
    if not exact(numbers):
        return Scaled(np.array(numbers, np.float64))
    over = lcm(*(Fraction(one).denominator for one in numbers))
    whole = [int(one * over) for one in numbers]
    return Scaled(np.array(whole, fitting(max(map(abs, whole), default=0) * times)), over)


def fitting(bound: int) -> type:
    """The type of integers that are nowhere larger than `bound`."""
    return np.int64 if bound < 2**63 else object


@dataclass(frozen=True, eq=False)
class _Units:
    """A game in whole numbers: m and 1/c over denominators of their own; payoffs over `over`, m² / 2c of them `half`.

    `extra` are p, s and g, a row each: an array of Python's integers stays one only while it has an axis.
    """

    m: Array
    w: Array
    half: Array
    extra: Array
    over: int


def _units(game: Game) -> _Units:
    if isinstance(game.p, float):
        return _of_type(np.float64, game.m, [1 / one for one in game.c], 0.5, (game.p, game.s, game.g), 1)
    weights, extra = [1 / Fraction(one) for one in game.c], [Fraction(one) for one in (game.p, game.s, game.g)]
    over_m = lcm(*(Fraction(one).denominator for one in chain(*game.m)))
    over_w = lcm(*(one.denominator for one in weights))
    unit = 2 * over_m**2 * over_w
    over = lcm(unit, *(one.denominator for one in extra))
    half = over // unit
    m = [[int(one * over_m) for one in row] for row in game.m]
    w, added = [int(one * over_w) for one in weights], [int(one * over) for one in extra]
    n = len(game.players)
    most = [sum(abs(row[j]) for row in m) for j in range(n)]
    reached = [
        2 * sum(abs(one) * most[j] * w[j] for j, one in enumerate(row)) + most[i] ** 2 * w[i] for i, row in enumerate(m)
    ]
    bound = half * (max(reached) + max(w)) + sum(added) * n
    return _of_type(fitting(4 * n * bound), m, w, half, added, over)  # a surplus adds up n differences


def _of_type(
    dtype: type, m: Sequence[Sequence[Value]], w: Sequence[Value], half: Value, extra: Sequence[Value], over: int
) -> _Units:
    columns: Array = np.array([half, *extra], dtype).reshape(4, 1)
    return _Units(np.array(m, dtype), np.array(w, dtype), columns[0], columns[1:], over)


def payoff_table(game: Game) -> Scaled:
    """π of every player beside every coalition.

    Returns
    -------
    numbers of shape (players, 2^players), by player and mask

    Raises
    ------
    InputError
        When there are more than nineteen players.
    """
    n = len(game.players)
    if n > MOST_BY_MASK:
        raise InputError(Problem("too_many_players", "", {"found": n, "limit": MOST_BY_MASK}))
    units = _units(game)
    table = np.empty((n, 1 << n), units.m.dtype)
    for first in range(0, 1 << n, BLOCK):
        masks = np.arange(first, min(first + BLOCK, 1 << n))
        table[:, masks[0] : masks[-1] + 1] = _block(game, units, masks)
    return Scaled(table, units.over)


def _block(game: Game, units: _Units, masks: NDArray[np.int64]) -> Array:
    """Payoffs by player and mask, in units."""
    n, dtype = len(game.players), units.m.dtype
    inside = (masks >> np.arange(n)[:, None] & 1).astype(bool)
    size = inside.sum(axis=0)
    acts = size >= max(2, game.minimum)
    inside &= acts
    weighed = np.maximum(np.where(inside, units.m.T @ inside.astype(dtype), np.diag(units.m)[:, None]), 0)
    effort = weighed * units.w[:, None]
    own = units.half * (2 * (units.m @ effort) - weighed * effort)
    p, s, g = units.extra
    return np.asarray(own + np.where(inside, g - s * (n - size.astype(dtype)), np.where(acts, -p, 0 * p)))
