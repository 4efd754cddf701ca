"""The columns of somebody else's table as facts, and its cells as conditions on them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tregua.catalogue.said import Said
from tregua.regimes.exchange.feel import Bound, Day, End, Name, NotSimpleError, UnaryTests, read_span, read_tests
from tregua.regimes.exchange.read_dmn import DecisionTable, Input, Model
from tregua.regimes.fact import Fact, fold
from tregua.regimes.parsing import WORDS
from tregua.regimes.vocabulary import vocabulary

TYPES = {
    "boolean": "tri",
    "string": "enum",
    "date": "date",
    **dict.fromkeys(("number", "integer", "long", "double"), "number"),
}
_KINDS: Mapping[type, str] = {bool: "tri", int: "number", float: "number", str: "enum", Day: "date"}
_UNITS = {"D": "days", "M": "months", "Y": "years"}
_PLAIN = re.compile(r"[^\W\d]\w*(?:[ .]\w+)*")
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
RESERVED = WORDS | {
    "always",
    "true",
    "false",
    "null",
    "yes",
    "si",
    "verdadero",
    "falso",
    "on",
    "off",
    "n",
    "inf",
    "nan",
}
OTHERS = ("other", "none")
"""Words for what a column may hold beside those that its table names."""


@dataclass
class OwnFact:
    """A fact of a column; `known` where the package has it already."""

    name: str
    type: str
    text: str
    values: list[str] = field(default_factory=list)
    known: bool = False


@dataclass(frozen=True)
class Read:
    """A column as conditions name it: a fact, or the days between two; None where its cells become facts instead."""

    term: str | None
    fact: OwnFact | None
    shown: str


def slug(written: str, otherwise: str) -> str:
    """A name in small letters, figures and underscores that begins with a letter."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(written))[:60].strip("_")
    return plain if re.match("[a-z]", plain) else f"{otherwise}_{plain}".strip("_")


def words(value: str) -> str:
    """A listed word as a condition writes it."""
    return value if _WORD.fullmatch(value) and value not in RESERVED else f'"{value}"'


def clean(value: str) -> str:
    """A listed word without what a condition could not write."""
    return value.replace('"', "'").strip() or "empty"


class Columns:
    """The facts of all tables of a file, and the conditions that their cells make."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.facts: dict[str, OwnFact] = {}
        self.left: list[Said] = []
        self._names: dict[str, str] = {}
        """The fact of each name of the file."""

    def read(self, table: DecisionTable) -> list[Read]:
        """The columns of a table; their facts are there from now on."""
        tests = [list(_simple(line.tests[at] for line in table.lines)) for at in range(len(table.inputs))]
        named = [self._fact(one, found) for one, found in zip(table.inputs, tests, strict=True)]
        return [self._column(one, fact) for one, fact in zip(table.inputs, named, strict=True)]

    def condition(self, column: Read, cell: str, line: int) -> str | None:
        """A cell as a condition; None where it admits everything."""
        try:
            found = read_tests(cell)
            if not found.any_of:
                return None
            if column.term is None or column.fact is None:
                raise NotSimpleError(cell)
            shown = self._any_of(column.term, column.fact, found.any_of)
            return f"not ({shown})" if found.negated else shown
        except NotSimpleError:
            return self._asked(column.shown, cell, line)

    def number(self, name: str) -> str | None:
        """The fact of a name of the file, if it is a number."""
        found = self._other(name)
        return found.name if found and found.type in ("number", "integer", "money") else None

    def _fact(self, one: Input, found: list[UnaryTests]) -> OwnFact | None:
        name = " ".join(one.expression.split())
        if name not in self.model.types and not _PLAIN.fullmatch(name):
            return None
        kind = TYPES.get(one.type) or TYPES.get(self.model.types.get(name, "")) or _kind_of(found)
        if kind is None or (one.type and one.type not in TYPES and one.type != "Any"):
            return None
        listed = list(_texts(_simple([one.values])))
        values = [*listed, *_texts(found)] if kind == "enum" else []
        apart = _apart(map(clean, values))
        if kind == "enum":
            least = max(2, len(apart) + (not listed))
            apart += [one for one in OTHERS if one not in apart][: max(0, least - len(apart))]
        return self._named(name, kind, one.label or name, apart)

    def _named(self, name: str, kind: str, shown: str, values: list[str]) -> OwnFact:
        if name in self._names and (there := self.facts[self._names[name]]).type in (kind, "integer", "money"):
            if not there.known:
                there.values = _apart([*there.values, *values])
                return there
            if set(values) - {*OTHERS} <= set(there.values):
                return there
        plain = slug(name, "input")
        package = vocabulary().get(name if name in vocabulary() else plain)
        if package and _fits(package, kind, values) and package.id not in self.facts:
            made = OwnFact(package.id, package.type, shown, list(package.values), known=True)
        else:
            made = OwnFact(self._free(plain), kind, shown, values)
        self.facts[made.name] = made
        self._names[name] = made.name
        return made

    def _free(self, name: str) -> str:
        taken = {fold(word) for fact in vocabulary().values() for word in (fact.id, fact.alias)} | self.facts.keys()
        tries = [name, f"own_{name}", *(f"own_{name}_{number}" for number in range(2, len(taken) + 3))]
        return next(one for one in tries if one not in taken and one not in RESERVED)

    def _column(self, one: Input, fact: OwnFact | None) -> Read:
        shown = one.label or one.expression
        if fact is not None:
            return Read(fact.name, fact, shown)
        span = read_span(one.expression)
        days = [self._day(one) for one in span or ()]
        if span and all(days):
            start, end = days
            return Read(f"days between {start} and {end}", OwnFact("", "number", shown), shown)
        self.left.append(Said("exchange.left.column", {"column": shown, "line": one.line}))
        return Read(None, None, one.expression or shown)

    def _day(self, end: End) -> str | None:
        """A day, or a fact that is one."""
        if isinstance(end, Day):
            return end.iso
        found = self._other(end.name) if isinstance(end, Name) and end.more is None else None
        return found.name if found and found.type == "date" else None

    def _any_of(self, term: str, fact: OwnFact, any_of: tuple[tuple[Bound, ...], ...]) -> str:
        equal = [piece[0].end for piece in any_of if len(piece) == 1 and piece[0].sign == "="]
        if len(equal) == len(any_of) > 1 and fact.type != "tri" and not any(isinstance(one, Name) for one in equal):
            return f"{term} in ({', '.join(self._end(fact, one) for one in equal)})"
        parts = [" and ".join(self._test(term, fact, test) for test in piece) for piece in any_of]
        if len(parts) == 1:
            return parts[0]
        return f"({' or '.join(f'({part})' if ' and ' in part else part for part in parts)})"

    def _test(self, term: str, fact: OwnFact, test: Bound) -> str:
        if fact.type == "tri":
            if not isinstance(test.end, bool) or test.sign not in ("=", "!="):
                raise NotSimpleError(str(test.end))
            return term if (test.sign == "=") == test.end else f"not {term}"
        return f"{term} {test.sign} {self._end(fact, test.end)}"

    def _end(self, fact: OwnFact, end: End) -> str:
        if isinstance(end, Name):
            other = self._other(end.name)
            if other is None or other.type != fact.type or fact.type in ("enum", "tri"):
                raise NotSimpleError(end.name)
            if end.more is None:
                return other.name
            sign, number, unit = end.more
            if fact.type != "date":
                raise NotSimpleError(end.name)
            return f"{other.name} {sign} {number} {_UNITS[unit]}"
        if _KINDS[type(end)] != {"integer": "number", "money": "number"}.get(fact.type, fact.type):
            raise NotSimpleError(str(end))
        if isinstance(end, str):
            word = next((one for one in fact.values if fold(one) == fold(clean(end))), None)
            if word is None:
                raise NotSimpleError(end)
            return words(word)
        return end.iso if isinstance(end, Day) else format(Decimal(str(end)), "f")

    def _other(self, name: str) -> OwnFact | None:
        """The fact of a name that a cell compares with: a column's, or an input that the file declares."""
        if name not in self._names and (kind := TYPES.get(self.model.types.get(name, ""))):
            return self._named(name, kind, name, [])
        return self.facts.get(self._names.get(name, ""))

    def _asked(self, column: str, cell: str, line: int) -> str:
        """A cell that no condition can say as a fact of its own, so that nothing of the table is lost."""
        name = " ".join(f"{column}: {cell}".split())
        if name not in self._names:
            fact = OwnFact(self._free(slug(f"{column} {cell}", "cell")), "tri", name)
            self.facts[fact.name] = fact
            self._names[name] = fact.name
            self.left.append(Said("exchange.left.cell", {"cell": name, "line": line, "fact": fact.name}))
        return self._names[name]


def _simple(cells: Iterable[str]) -> Iterator[UnaryTests]:
    for cell in dict.fromkeys(cells):
        try:
            yield read_tests(cell)
        except NotSimpleError:
            continue


def _ends(found: Iterable[UnaryTests]) -> Iterator[End]:
    return (test.end for one in found for piece in one.any_of for test in piece)


def _texts(found: Iterable[UnaryTests]) -> Iterator[str]:
    return (end for end in _ends(found) if isinstance(end, str))


def _kind_of(found: Iterable[UnaryTests]) -> str | None:
    kinds = {_KINDS[type(end)] for end in _ends(found) if not isinstance(end, Name)}
    return kinds.pop() if len(kinds) == 1 else None


def _apart(values: Iterable[str]) -> list[str]:
    """The words, one of those that read alike."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(fold(value), value)
    return list(found.values())


def _fits(fact: Fact, kind: str, values: list[str]) -> bool:
    """Whether a fact of the package can stand for a column."""
    if kind == "enum":
        return fact.type == "enum" and set(values) - {*OTHERS} <= set(fact.values)
    return fact.type == kind or (kind == "number" and fact.type in ("integer", "money"))
