"""Games for tests: the linear one of Barrett, and any small ones."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from tregua.states.game import Game, Symmetric, Value

RATIONALS = st.fractions(-4, 9, max_denominator=4)
COSTS = st.fractions(Fraction(1, 3), 5, max_denominator=3)
NOT_NEGATIVE = st.fractions(0, 6, max_denominator=4)


def barrett(n: int, p: Value = 0, s: Value = 0, g: Value = 0, minimum: int = 2) -> Symmetric:
    """Every unit of effort brings 1 to everyone and costs q²/2: payoffs are in units of b²/c."""
    return Symmetric(n, 1, 1, 1, p, s, g, minimum)


def of_benefits(b: Sequence[Value], c: Value = 1) -> Game:
    """Anyone's effort brings b_i to i."""
    players = tuple("ABCDEFGHIJ"[: len(b)])
    return Game(players, tuple((one,) * len(b) for one in b), (c,) * len(b))


@st.composite
def games(draw: st.DrawFn, least: int = 2, most: int = 5, changes: bool = True) -> Game:
    """Any game of a few players."""
    n = draw(st.integers(least, most))
    m = draw(st.lists(st.tuples(*[RATIONALS] * n), min_size=n, max_size=n))
    c = draw(st.tuples(*[COSTS] * n))
    p, s, g = draw(st.tuples(*[NOT_NEGATIVE] * 3)) if changes else (0, 0, 0)
    minimum = draw(st.integers(2, n)) if changes else 2
    return Game(tuple("ABCDE"[:n]), tuple(m), c, p, s, g, minimum)


@st.composite
def symmetric_games(draw: st.DrawFn) -> Symmetric:
    """Any game of a few players alike."""
    n = draw(st.integers(2, 6))
    own, other, c = draw(st.tuples(RATIONALS, RATIONALS, COSTS))
    p, s, g = draw(st.tuples(*[NOT_NEGATIVE] * 3))
    return Symmetric(n, own, other, c, p, s, g, draw(st.integers(2, n)))


def relabelled(game: Game, order: Sequence[int]) -> Game:
    """The same game with its players in another order."""
    return Game(
        tuple(game.players[i] for i in order),
        tuple(tuple(game.m[i][j] for j in order) for i in order),
        tuple(game.c[i] for i in order),
        game.p,
        game.s,
        game.g,
        game.minimum,
    )


def with_floats(game: Game) -> Game:
    """The same game in floats."""
    m = tuple(tuple(float(one) for one in row) for row in game.m)
    c = tuple(float(one) for one in game.c)
    return Game(game.players, m, c, float(game.p), float(game.s), float(game.g), game.minimum)
