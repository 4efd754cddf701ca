"""A game as a person writes it: who plays, what effort brings to whom and costs, and the rules of the treaty.

A number is written whole, 3, with decimals, 0.25, or as a fraction, 1/3, and is read as exactly that; one of more
than fifteen digits stands in quotes.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from math import lcm, log10
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import Document, load, repeated
from tregua.catalogue.record import Record, Words, as_written, refused
from tregua.states.game import MOST_BY_MASK, Game, symmetric
from tregua.states.stability import Membership, Rules, Ties

MOST_ALIKE = 20  # players alike, whose coalitions differ by size alone
MOST_DIGITS = 60  # of the common denominator: with more a large game would take hours
LONGEST, LARGEST, DIGITS = 30, 10**15, 15
_WRITTEN = re.compile(r"[-+]?([0-9]+(/[0-9]+|\.[0-9]*)?|\.[0-9]+)")


def _exact(found: object) -> Fraction:
    if isinstance(found, bool) or not isinstance(found, int | float | str | Fraction):
        raise refused("not_a_fraction", found=as_written(found))
    if isinstance(found, str) and (len(found) > LONGEST or not _WRITTEN.fullmatch(found)):
        raise refused("not_a_fraction", found=as_written(found))
    if isinstance(found, float) and len(re.sub(r"e.*|[^0-9]", "", repr(found)).lstrip("0")) > DIGITS:
        raise refused("digits_in_quotes", found=as_written(found))
    try:
        read = Fraction(str(found))
    except (ValueError, ZeroDivisionError):  # not finite, or over nothing
        raise refused("not_a_fraction", found=as_written(found)) from None
    if abs(read) >= LARGEST:
        raise refused("not_finite", found=as_written(found))
    return read


def _positive(value: Fraction) -> Fraction:
    if value <= 0:
        raise refused("out_of_range", found=as_written(value), expected="> 0")
    return value


def _not_negative(value: Fraction) -> Fraction:
    if value < 0:
        raise refused("out_of_range", found=as_written(value), expected="≥ 0")
    return value


Exact = Annotated[Fraction, PlainValidator(_exact), WithJsonSchema({"type": ["number", "string"]})]
Positive = Annotated[Exact, AfterValidator(_positive)]
NotNegative = Annotated[Exact, AfterValidator(_not_negative)]


class GameFile(Record):
    """The file of a game.

    Attributes
    ----------
    players : their names
    benefit, benefits, effects : one of the three: what a unit of anyone's effort brings to each, to each by name, or
        to each by name, by whose effort it is
    cost, costs : one of the two: slope of the marginal cost of effort, of all or by name
    penalty, pressure_cost, club : p, s and g of `tregua.states.game.Game`
    minimum : the least members of a treaty
    committed : players that are bound to stay, and may pay the others
    ties, transfers, membership : as `tregua.states.stability.Rules` has them
    """

    players: list[Words]
    benefit: Exact | None = None
    benefits: dict[str, Exact] | None = None
    effects: dict[str, dict[str, Exact]] | None = None
    cost: Positive | None = None
    costs: dict[str, Positive] | None = None
    penalty: NotNegative = Fraction(0)
    pressure_cost: NotNegative = Fraction(0)
    club: NotNegative = Fraction(0)
    minimum: Annotated[int, Field(ge=2)] = 2
    committed: list[Words] = Field(default_factory=list)
    ties: Ties = "join"
    transfers: bool = False
    membership: Membership = "open"

    def game(self) -> Game:
        """The game that the file says."""
        m = tuple(tuple(self._effect(i, j) for j in self.players) for i in self.players)
        c = tuple(self.cost if self.costs is None else self.costs[i] for i in self.players)
        return Game(tuple(self.players), m, c, self.penalty, self.pressure_cost, self.club, self.minimum)  # type: ignore[arg-type]

    def rules(self) -> Rules:
        """How ties fall, who comes in, and whether there are transfers."""
        return Rules(self.ties, self.membership, self.transfers)

    def _effect(self, i: str, j: str) -> Fraction:
        if self.effects is not None:
            return self.effects[i][j]
        if self.benefits is not None:
            return self.benefits[i]
        assert self.benefit is not None
        return self.benefit


ONE_OF = (("benefit", "benefits", "effects"), ("cost", "costs"))


def read_game(path: str | Path) -> GameFile:
    """A game from a file, checked.

    Raises
    ------
    InputError
        Every problem of the file with its line: a name that is no player's, a player without a number, a cost that is
        not positive, more players than can be worked out.
    """
    read, document = load(GameFile, Path(path))
    problems = [*_player_problems(read, document), *_field_problems(read, document)]
    for name in ("benefits", "costs", "effects"):
        problems += _name_problems(getattr(read, name), (name,), read.players, document)
    problems += [
        unknown_name("@name.player", name, set(read.players), document.at(("committed", at)))
        for at, name in enumerate(read.committed)
        if name not in read.players
    ]
    for name, row in (read.effects or {}).items():
        problems += _name_problems(row, ("effects", name), read.players, document)
    if problems:
        raise InputError(problems)
    if (digits := _digits(read.game())) > MOST_DIGITS:
        raise InputError(Problem("too_fine", str(document.path), {"found": digits, "limit": MOST_DIGITS}))
    alike = symmetric(read.game()) is not None
    limit = MOST_ALIKE if alike else MOST_BY_MASK
    if len(read.players) > limit:
        raise InputError(_too_many(read, limit, document))
    return read


def _digits(game: Game) -> int:
    """Digits of the common denominator of all numbers of a game."""
    numbers = [*(one for row in game.m for one in row), *game.c, game.p, game.s, game.g]
    over = lcm(*(Fraction(one).denominator for one in numbers))
    return int(over.bit_length() * log10(2)) + 1


def _too_many(read: GameFile, limit: int, document: Document) -> Problem:
    return Problem("too_many_players", document.at(("players",)), {"found": len(read.players), "limit": limit})


def _player_problems(read: GameFile, document: Document) -> list[Problem]:
    """Players that are too few or too many, or stand twice, and a treaty that asks for more than there are."""
    n = len(read.players)
    if n > MOST_ALIKE:
        return [_too_many(read, MOST_ALIKE, document)]
    found = repeated((name, document.at(("players", at))) for at, name in enumerate(read.players))
    if n < 2:
        found.append(_range("players", n, f"2 … {MOST_ALIKE}", document))
    elif read.minimum > n:
        found.append(_range("minimum", read.minimum, f"2 … {n}", document))
    return found


def _range(field: str, found: int, expected: str, document: Document) -> Problem:
    return Problem("out_of_range", document.at((field,)), {"field": field, "found": found, "expected": expected})


def _field_problems(read: GameFile, document: Document) -> list[Problem]:
    """Benefits or costs that are said in two ways, or in none."""
    problems = []
    for names in ONE_OF:
        given = [name for name in names if getattr(read, name) is not None]
        if not given:
            problems.append(Problem("one_of_fields", document.at(()), {"expected": ", ".join(names)}))
        if len(given) > 1:
            values = {"found": given[0], "expected": given[1]}
            problems.append(Problem("not_both", document.at((given[1],)), values))
    return problems


def _name_problems(
    given: Mapping[str, Any] | None, keys: tuple[str, ...], players: list[str], document: Document
) -> list[Problem]:
    """Names of a mapping that are no player's, and players that it lacks."""
    if given is None:
        return []
    unknown = [unknown_name("@name.player", name, set(players), document.at((*keys, name))) for name in given]
    lacking = [name for name in players if name not in given]
    return [one for one in unknown if one.values["found"] not in players] + [
        Problem("missing_field", document.at(keys), {"field": name, "parent": ".".join(keys)}) for name in lacking
    ]
