"""A regime as decision tables that others can run: one a kind of outcome, of which the first line that fits counts.

A condition becomes lines: within a line every cell must be met, and one line that is met is enough. A cell names the
values that it admits and never those that it does not, so that an unknown fact meets no cell, as it shows no row here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from tregua.catalogue.errors import InputError, Problem
from tregua.regimes.condition import OPPOSITE, SIGNS, All, Compare, Condition, Holds, Not, Some
from tregua.regimes.fact import Fact
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import DATE, FIRST, LAST, Answer, Given, Rule, Rules
from tregua.regimes.schema import UNDETERMINED

Piece = tuple[Compare, ...]
"""Comparisons that hold together: one, or the two ends of an interval."""
Cell = tuple[Piece, ...]
"""Pieces of which one is enough."""
Line = Mapping[str, tuple[Cell, ...]]
"""For each fact the cells that must all be met: one, but where two do not go into one."""
MOST_LINES = 500
"""Lines that one condition may fill."""
_DISCRETE = ("tri", "enum")


@dataclass(frozen=True)
class Column:
    """A fact that cells test; `place` tells columns of one fact apart."""

    fact: str
    place: int = 0


@dataclass(frozen=True)
class Entry:
    """One line of a table and what it decides.

    Two have no rule: the first, for days on which the rows are not in force, and the last, where nothing above is met.
    """

    cells: Mapping[Column, Cell]
    rule: Rule | None
    answer: Answer | None
    outcome: str | None


@dataclass(frozen=True)
class Table:
    """What a regime decides of one kind of outcome."""

    kind: str
    columns: tuple[Column, ...]
    details: tuple[str, ...]
    entries: tuple[Entry, ...]


def tables(rules: Rules) -> Iterator[Table]:
    """The tables of a regime, one for each kind of outcome, and one of the rows that give only a detail."""
    for kind, thread in rules.threads.items():
        nothing = Entry({}, None, None, None if kind == "details" else UNDETERMINED)
        entries = [entry for rule in thread for entry in _entries(rules, rule, kind)]
        if other_days := _other_days(rules):
            entries.insert(0, replace(nothing, cells={Column(DATE): other_days}))
        entries.append(nothing)
        used = {column for entry in entries for column in entry.cells}
        order = {name: place for place, name in enumerate((*rules.named, DATE))}
        yield Table(
            kind,
            tuple(sorted(used, key=lambda column: (order[column.fact], column.place))),
            tuple(dict.fromkeys(name for entry in entries if entry.answer for name in entry.answer.details)),
            tuple(entries),
        )


def inputs_of(rules: Rules, listed: Sequence[Table]) -> dict[str, Fact]:
    """The facts that a case gives some tables: of their columns, those that cells compare with, and those of details.

    For what others can reckon, the dates from which it follows.
    """
    found = dict.fromkeys(column.fact for table in listed for column in table.columns)
    for entry in (entry for table in listed for entry in table.entries):
        pieces = (one for cell in entry.cells.values() for piece in cell for one in piece)
        found |= dict.fromkeys(one.other for one in pieces if one.other)
        details = entry.answer.details.values() if entry.answer else ()
        found |= dict.fromkeys(value[0] for value in details if isinstance(value, tuple))
    given = (one for name in found for one in _given(rules, name))
    return {name: rules.fact(name) for name in sorted(set(given))}


def _given(rules: Rules, name: str) -> tuple[str, ...]:
    fact = rules.fact(name)
    return fact.operands if isinstance(fact, Reckoned) and is_portable(fact) else (name,)


def is_portable(fact: Reckoned) -> bool:
    """Whether other languages reckon it alike: calendar days, and the day some months or years after another.

    Months between days are counted otherwise where they are unequally long, and nobody knows our working days.
    """
    return fact.unit == "days" or (fact.end is None and fact.unit in ("months", "years"))


def _other_days(rules: Rules) -> Cell:
    """The days on which the text is not in force, or another edition of it is."""
    first, last = rules.span
    ends = [("<", first)] if first > FIRST else []
    ends += [(">", last)] if last < LAST else []
    return tuple((Compare(DATE, sign, day),) for sign, day in ends)


def outputs_of(table: Table) -> dict[str, str]:
    """The outputs of a table with their types: the outcome, the row that decides, and the details that rows give."""
    given: dict[str, list[Given]] = {name: [] for name in table.details}
    for entry in table.entries:
        for name, value in entry.answer.details.items() if entry.answer else ():
            given[name].append(value)
    types = {
        name: "string" if any(isinstance(value, str) for value in values) else "number"
        for name, values in given.items()
    }
    outcome = {} if table.kind == "details" else {"outcome": "string"}
    return {**outcome, "row": "string", **types}


class _TooManyError(ValueError):
    """A condition that would fill too many lines."""


def _entries(rules: Rules, rule: Rule, kind: str) -> Iterator[Entry]:
    for answer, outcome in rule.answers_on(kind):
        try:
            lines = lines_of(All((rule.when, answer.when)), rules.named)
        except _TooManyError:
            raise InputError(Problem("table_too_large", "", {"row": rule.id, "limit": MOST_LINES})) from None
        for line in lines:
            cells = {Column(name, place): cell for name, stacked in line.items() for place, cell in enumerate(stacked)}
            yield Entry(cells, rule, answer, outcome)


def lines_of(condition: Condition, facts: Mapping[str, Fact], holds: bool = True) -> list[Line]:
    """The lines of which one is met just where the condition is true (or with `holds` false, where it is false)."""
    match condition:
        case Holds(name):
            return [{name: (((Compare(name, "=", holds),),),)}]
        case Compare():
            return [{condition.fact: (_cell(condition, facts[condition.fact], holds),)}]
        case Not(part):
            return lines_of(part, facts, not holds)
        case All(parts) | Some(parts):
            each = [lines_of(part, facts, holds) for part in parts]
            if isinstance(condition, All) != holds:
                return _shortest(line for lines in each for line in lines)
            start: list[Line] = [{}]
            return reduce(lambda before, more: _shortest(_both(before, more, facts)), each, start)


def _cell(compare: Compare, fact: Fact, holds: bool) -> Cell:
    sign = compare.sign if holds else OPPOSITE[compare.sign]
    if fact.type == "enum":
        allowed = [value for value in fact.values if SIGNS[sign](value, compare.value)]
        return tuple((Compare(fact.id, "=", value),) for value in allowed)
    signs = ("<", ">") if sign == "!=" else (sign,)
    return tuple((Compare(fact.id, one, compare.value, compare.other),) for one in signs)


def _both(first: list[Line], second: list[Line], facts: Mapping[str, Fact]) -> Iterator[Line]:
    """Every line of the one together with every line of the other, but those that nothing can meet."""
    for left in first:
        for right in second:
            joined = dict(left)
            for name, cells in right.items():
                for cell in cells:
                    joined[name] = _stacked(joined.get(name, ()), cell, facts[name].type in _DISCRETE)
            if all(cell for cells in joined.values() for cell in cells):
                yield joined


def _stacked(cells: tuple[Cell, ...], cell: Cell, discrete: bool) -> tuple[Cell, ...]:
    """One more cell for a fact: merged with one that is there where both together are one cell, else beside them."""
    for place, there in enumerate(cells):
        if (merged := _merged(there, cell, discrete)) is not None:
            return (*cells[:place], merged, *cells[place + 1 :])
    return (*cells, cell)


def _merged(first: Cell, second: Cell, discrete: bool) -> Cell | None:
    """The cell that is met where both are; None where no one cell is, and a cell of nothing where they exclude."""
    if first == second:
        return first
    if discrete:
        return tuple(piece for piece in first if piece in second)
    for listed, other in ((first, second), (second, first)):
        if all(_is_value(piece) for piece in listed) and _is_plain(other):
            return tuple(piece for piece in listed if any(_admits(more, piece[0].value) for more in other))
    if len(first) == len(second) == len(first[0]) == len(second[0]) == 1:
        return _interval(first[0][0], second[0][0])
    return None


def _interval(first: Compare, second: Compare) -> Cell | None:
    low, high = (first, second) if first.sign in (">", ">=") else (second, first)
    if low.sign not in (">", ">=") or high.sign not in ("<", "<="):
        return None
    if low.value is not None and high.value is not None:
        sign = SIGNS["<=" if low.sign == ">=" and high.sign == "<=" else "<"]
        if not sign(low.value, high.value):
            return ()
    return ((low, high),)


def _is_value(piece: Piece) -> bool:
    return len(piece) == 1 and piece[0].sign == "=" and piece[0].other is None


def _is_plain(cell: Cell) -> bool:
    return all(one.other is None for piece in cell for one in piece)


def _admits(piece: Piece, value: object) -> bool:
    return all(SIGNS[one.sign](value, one.value) for one in piece)


def _shortest(lines: Iterable[Line]) -> list[Line]:
    """Fewer lines that say the same: two that differ in one cell are one, and none that another covers."""
    kept: list[Line] = []
    for line in lines:
        _add(kept, dict(line))
        if len(kept) > MOST_LINES:
            raise _TooManyError
    return [one for one in kept if not any(_covers(other, one) for other in kept if other is not one)]


def _add(kept: list[Line], line: Line) -> None:
    if any(_covers(other, line) for other in kept):
        return
    for place, other in enumerate(kept):
        if (joined := _either(other, line)) is not None:
            del kept[place]
            _add(kept, joined)
            return
    kept.append(line)


def _either(first: Line, second: Line) -> Line | None:
    """One line for two that name the same facts and differ in one cell."""
    if first.keys() != second.keys():
        return None
    apart = [name for name in first if first[name] != second[name]]
    if len(apart) != 1 or len(first[apart[0]]) != 1 or len(second[apart[0]]) != 1:
        return None
    name = apart[0]
    return {**first, name: (tuple(dict.fromkeys((*first[name][0], *second[name][0]))),)}


def _covers(wide: Line, narrow: Line) -> bool:
    """Whether every cell of the one stands in the other, or admits all that a cell there does."""
    return all(
        any(set(there) <= set(cell) for there in narrow.get(name, ())) for name, cells in wide.items() for cell in cells
    )
