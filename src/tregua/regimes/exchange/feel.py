"""Cells of a decision table in FEEL, the language of DMN: written, and read as far as they are simple unary tests.

tests  =  "-"  |  "not" "(" test { "," test } ")"  |  test { "," test }
test   =  ( "[" | "(" | "]" ) end ".." end ( "]" | ")" | "[" )  |  [ sign ] end
end    =  number  |  "text"  |  true  |  false  |  date("2019-12-31")  |  @"2019-12-31"  |  name
        |  name ( "+" | "-" ) duration("P60D")
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tregua.regimes.condition import Compare
from tregua.regimes.exchange.table import Cell, is_portable
from tregua.regimes.fact import Fact, Value, is_date
from tregua.regimes.reckon import Reckoned

LONGEST = 20_000  # characters of a cell
MOST_TESTS = 1_000  # in one cell
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})")
_DATE = re.compile(r'(?:date\s*\(\s*|@\s*)"([0-9]{4}-[0-9]{2}-[0-9]{2})"\s*\)?')
_LATER = re.compile(r'(?P<name>.+?) ?(?P<sign>[+-]) ?duration ?\( ?"P(?P<number>[0-9]{1,6})(?P<unit>[DMY])" ?\)')
_DAY = r'[^\W\d]\w*|date\("[0-9-]{10}"\)'
_SPAN = re.compile(rf'\( ?(?P<end>{_DAY}) ?- ?(?P<start>{_DAY}) ?\) ?(?:\. ?days|/ ?duration ?\( ?"P1D" ?\))')
_SIGN = re.compile(r"<=|>=|!=|<|>|=")


@dataclass(frozen=True)
class Dialect:
    """How a language writes what stands in cells: a value of a fact, and a fact."""

    literal: Callable[[Value, Fact], str]
    term: Callable[[Fact], str]


def variable(name: str) -> str:
    """A fact's name as a variable is called."""
    return re.sub(r"\W+", "_", name)


def literal(value: Value, fact: Fact) -> str:
    """A value in FEEL."""
    if fact.type == "date":
        return f'date("{value}")'
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def term(fact: Fact) -> str:
    """A fact in FEEL."""
    if not isinstance(fact, Reckoned) or not is_portable(fact):
        return variable(fact.id)
    start = _day(fact.start)
    if fact.end is not None:
        return f"({_day(fact.end)} - {start}).days"
    number = abs(fact.number) * (12 if fact.unit == "years" else 1)
    sign, unit = "-" if fact.number < 0 else "+", "D" if fact.unit == "days" else "M"
    return f'{start} {sign} duration("P{number}{unit}")'


def _day(operand: str) -> str:
    return f'date("{operand}")' if operand[0].isdigit() else variable(operand)


FEEL = Dialect(literal, term)


def unary_tests(cell: Cell, facts: Mapping[str, Fact], dialect: Dialect = FEEL) -> str:
    """A cell as the tests of which one must be met."""
    return ", ".join(_test(piece, facts, dialect) for piece in cell)


def _test(piece: tuple[Compare, ...], facts: Mapping[str, Fact], dialect: Dialect) -> str:
    ends = [
        dialect.term(facts[one.other]) if one.other else dialect.literal(_given(one), facts[one.fact]) for one in piece
    ]
    if len(piece) == 2:
        low, high = piece
        opened, closed = "[" if low.sign == ">=" else "(", "]" if high.sign == "<=" else ")"
        return f"{opened}{ends[0]}..{ends[1]}{closed}"
    return ends[0] if piece[0].sign == "=" else f"{piece[0].sign} {ends[0]}"


def _given(compare: Compare) -> Value:
    assert compare.value is not None
    return compare.value


# --- read -------------------------------------------------------------------------------------------------------------


class NotSimpleError(ValueError):
    """An expression that is no simple unary test."""


@dataclass(frozen=True)
class Day:
    """A day of the calendar."""

    iso: str


@dataclass(frozen=True)
class Name:
    """Another input, and what is added to it: `("+", 60, "D")`."""

    name: str
    more: tuple[str, int, str] | None = None


End = bool | int | float | str | Day | Name


@dataclass(frozen=True)
class Bound:
    """A sign and what is compared with; two of them are an interval."""

    sign: str
    end: End


@dataclass(frozen=True)
class UnaryTests:
    """Intervals and comparisons of which one must be met, or with `negated` none; without any, everything fits."""

    any_of: tuple[tuple[Bound, ...], ...] = ()
    negated: bool = False


def read_tests(written: str) -> UnaryTests:
    """Read the text of a cell.

    Raises
    ------
    NotSimpleError
        When it is no simple unary test.
    """
    words = written.strip()
    if words in ("", "-"):
        return UnaryTests()
    if len(words) > LONGEST:
        raise NotSimpleError(words[:60])
    inner = re.fullmatch(r"not\s*\((.*)\)", words, re.DOTALL)
    if inner and _closes_last(words):
        return UnaryTests(tuple(_read_test(one) for one in _split(inner[1], ",")), True)
    return UnaryTests(tuple(_read_test(one) for one in _split(words, ",")))


def read_end(written: str) -> End:
    """Read a value, a date or a name.

    Raises
    ------
    NotSimpleError
        When it is anything else.
    """
    words = written.strip()
    if words in ("true", "false"):
        return words == "true"
    if _NUMBER.fullmatch(words):
        number = Decimal(words)
        return int(number) if number == number.to_integral_value() else float(number)
    if _STRING.fullmatch(words):
        return _string(words)
    if found := _DATE.fullmatch(words):
        if not is_date(found[1]):
            raise NotSimpleError(words)
        return Day(found[1])
    if found := _LATER.fullmatch(" ".join(words.split())):
        return Name(_name(found["name"]), (found["sign"], int(found["number"]), found["unit"]))
    return Name(_name(words))


def read_span(written: str) -> tuple[End, End] | None:
    """The two days of `(end - start).days`, or of the same over `duration("P1D")`, start first; None for all else."""
    found = _SPAN.fullmatch(" ".join(written.split()))
    try:
        return (read_end(found["start"]), read_end(found["end"])) if found else None
    except NotSimpleError:
        return None


def _string(words: str) -> str:
    try:
        return str(json.loads(words, strict=False))
    except ValueError:
        raise NotSimpleError(words) from None


def _name(words: str) -> str:
    """A name of FEEL, which may hold blanks and signs; which names there are, the table says."""
    plain = " ".join(words.split())
    if not re.fullmatch(r"[^\W\d][\w .'’/*+-]*", plain) or ".." in plain or plain in ("null", "not"):
        raise NotSimpleError(words)
    return plain


def _read_test(written: str) -> tuple[Bound, ...]:
    words = written.strip()
    if words[:1] in ("[", "(", "]") and words[-1:] in ("]", ")", "["):
        ends = _split(words[1:-1], "..")
        if len(ends) != 2:
            raise NotSimpleError(words)
        low, high = (read_end(one) for one in ends)
        if any(isinstance(one, bool | str) for one in (low, high)):
            raise NotSimpleError(words)
        return Bound(">=" if words[0] == "[" else ">", low), Bound("<=" if words[-1] == "]" else "<", high)
    sign = _SIGN.match(words)
    end = read_end(words[sign.end() :] if sign else words)
    found = sign[0] if sign else "="
    if isinstance(end, bool | str) and found not in ("=", "!="):
        raise NotSimpleError(words)
    return (Bound(found, end),)


def _split(words: str, mark: str) -> list[str]:
    """The parts between marks that stand in no text, no interval and no bracket."""
    parts, start, depth, interval = [], 0, 0, False
    for place, one in _outside_texts(words):
        begins = not words[start:place].strip()
        if begins and mark == "," and one in "([]" and depth == 0:
            interval, depth = True, 1
        elif interval and depth == 1 and one in "])[":
            interval, depth = False, 0
        elif one in "()":
            depth += 1 if one == "(" else -1
        elif depth == 0 and words.startswith(mark, place) and place >= start:
            parts.append(words[start:place])
            start = place + len(mark)
    parts.append(words[start:])
    if len(parts) > MOST_TESTS:
        raise NotSimpleError(words[:60])
    return parts


def _outside_texts(words: str) -> Iterator[tuple[int, str]]:
    """Every character that stands in no text, with its place."""
    place = 0
    while place < len(words):
        if words[place] != '"':
            yield place, words[place]
            place += 1
        elif text := _STRING.match(words, place):
            place = text.end()
        else:
            raise NotSimpleError(words)


def _closes_last(words: str) -> bool:
    """Whether the bracket after `not` closes at the end and no earlier."""
    depth = 0
    for place, one in _outside_texts(words):
        depth += {"(": 1, ")": -1}.get(one, 0)
        if depth == 0 and one == ")":
            return place == len(words) - 1
    return False
