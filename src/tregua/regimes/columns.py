"""Many cases decided at once, a column a fact: Kleene's three values as two masks, true and false."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.regimes.condition import ALWAYS, All, Compare, Condition, Holds, Not, Some
from tregua.regimes.rules import Rule, Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.vocabulary import Fact, Value, vocabulary

Mask = NDArray[np.bool_]
Column = NDArray[Any]
Masks = tuple[Mask, Mask]
"""Where a condition is true and where it is false; elsewhere it is unknown."""
CHUNK = 1 << 15
WORD = 64  # facts in a word of bits
_DTYPES = {"tri": "int8", "enum": "int8", "integer": "int32", "date": "datetime64[D]"}
_NOWHERE: Mask = np.zeros((), np.bool_)
_EVERYWHERE: Mask = np.ones((), np.bool_)
_TESTS: dict[str, Callable[..., Mask]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class Decided:
    """What the rows decide of each case, as codes.

    Parameters
    ----------
    outcomes
        For each kind, int8 positions in `values[kind]`; 0 is UNDETERMINED.
    rule
        int16 positions in `rows`, of the first shown row in table order; 0 is none.
    missing
        uint64, one bit a fact of `facts`; 64 facts a row of the array.
    answered
        Where some kind of outcome, or a detail, is decided.
    """

    outcomes: dict[str, NDArray[np.int8]]
    values: dict[str, tuple[str, ...]]
    rule: NDArray[np.int16]
    rows: tuple[str, ...]
    missing: NDArray[np.uint64]
    facts: tuple[str, ...]
    answered: Mask


def columns_of(cases: Iterable[Mapping[str, Value]]) -> dict[str, Column]:
    """Cases one by one as columns of the facts that any of them states."""
    listed = list(cases)
    facts = {name: vocabulary()[name] for case in listed for name in case if vocabulary()[name].type in _DTYPES}
    return {name: column(fact, [case.get(name) for case in listed]) for name, fact in facts.items()}


def column(fact: Fact, values: Iterable[Value | None]) -> Column:
    """One fact's values as a column.

    int8 1, 0, −1 for true, false, unknown; int8 position in the fact's list, −1 for unknown; int32, −1 for unknown;
    days, NaT for unknown.
    """
    if fact.type == "date":
        return np.array(["NaT" if value is None else str(value) for value in values], "datetime64[D]")
    codes = {value: code for code, value in enumerate(fact.values)} if fact.type == "enum" else None
    plain = [-1 if value is None else codes[str(value)] if codes else int(value) for value in values]  # type: ignore[arg-type]
    return np.array(plain, _DTYPES[fact.type])


def decide_columns(rules: Rules, columns: Mapping[str, Column], size: int | None = None) -> Decided:
    """Decide every case of equally long columns; a fact without a column is unknown.

    Parameters
    ----------
    columns
        As `column` makes them: one a fact, in the fact's type.
    size
        Number of cases, where there may be no column to tell it.

    Raises
    ------
    InputError
        An unknown fact, a column of another type or length.
    """
    told = _check(columns)
    size = told if size is None else size
    decided = _empty(rules, size)
    used = {name: columns[name] for name in rules.facts if name in columns}

    for start in range(0, size, CHUNK):
        window = slice(start, min(start + CHUNK, size))
        _Part(rules, {name: values[window] for name, values in used.items()}, decided, window).decide()
    return decided


def _check(columns: Mapping[str, Column]) -> int:
    problems = []
    for name, values in columns.items():
        if name not in vocabulary():
            problems.append(unknown_name("@regimes.fact", name, vocabulary()))
        elif values.dtype != (expected := _DTYPES.get(vocabulary()[name].type)):
            problems.append(Problem("wrong_type", "", {"field": name, "found": values.dtype, "expected": expected}))
    sizes = {values.shape for values in columns.values()}
    if len(sizes) > 1:
        shown = ", ".join(map(str, sorted(sizes)))
        problems.append(Problem("wrong_type", "", {"field": "columns", "found": shown, "expected": "(n,)"}))
    if problems:
        raise InputError(problems)
    return int(next(iter(sizes))[0]) if sizes else 0


def _empty(rules: Rules, size: int) -> Decided:
    return Decided(
        outcomes={kind: np.zeros(size, np.int8) for kind in rules.kinds},
        values={kind: _values(rules, kind) for kind in rules.kinds},
        rule=np.zeros(size, np.int16),
        rows=("", *(rule.id for rule in rules.rules)),
        missing=np.zeros((1 + (len(rules.facts) - 1) // WORD, size), np.uint64),
        facts=tuple(rules.facts),
        answered=np.zeros(size, np.bool_),
    )


def _values(rules: Rules, kind: str) -> tuple[str, ...]:
    found = (value for rule in rules.threads[kind] for _, value in rule.answers_on(kind))
    return tuple(dict.fromkeys([UNDETERMINED, *(value for value in found if value)]))


class _Part:
    """One part of the cases, small enough to stay in the processor's cache."""

    def __init__(self, rules: Rules, columns: Mapping[str, Column], decided: Decided, window: slice) -> None:
        self.rules, self.columns, self.decided, self.window = rules, columns, decided, window
        self.size = window.stop - window.start
        self.cache: dict[Condition, Masks] = {}
        self.known: dict[str, Mask] = {}
        self.unread: dict[Condition, Mask] = {}
        self.stated = {kind: self._any_stated(names) for kind, names in rules.asked_by.items()}

    def decide(self) -> None:
        """Write the outcomes, rows and missing facts of this part."""
        shown: dict[str, Mask] = dict.fromkeys((rule.id for rule in self.rules.rules), _NOWHERE)
        for kind, thread in self.rules.threads.items():
            open_here: Mask = np.ones(self.size, np.bool_)
            asked = self._asked(kind)
            for rule in thread:
                before = open_here
                open_here = self._read(kind, rule, before, asked)
                shown[rule.id] = shown[rule.id] | (before & ~open_here)
            codes = self.decided.outcomes.get(kind)
            self.decided.answered[self.window] |= ~open_here if codes is None else codes[self.window] > 0
        place = self.decided.rule[self.window]
        for code, rule in reversed(list(enumerate(self.rules.rules, 1))):
            np.copyto(place, code, where=shown[rule.id])
        self._write_missing()

    def _read(self, kind: str, rule: Rule, open_here: Mask, asked: Mask) -> Mask:
        """Apply one row to the cases still open on one kind of outcome; the cases still open after it."""
        first_true, first_false = self.masks(rule.when)
        for answer, value in rule.answers_on(kind):
            second_true, second_false = self.masks(answer.when)
            true, false = first_true & second_true, first_false | second_false
            if value:
                code = self.decided.values[kind].index(value)
                np.copyto(self.decided.outcomes[kind][self.window], code, where=open_here & true)
            unknown = open_here & asked & ~(true | false)
            if unknown.any():
                for condition in (rule.when, answer.when):
                    self.unread[condition] = self.unread.get(condition, _NOWHERE) | unknown
            open_here = open_here & ~true
        return open_here

    def _asked(self, kind: str) -> Mask:
        """Where a stated fact bears on this kind of outcome, or on none at all."""
        anywhere = _EVERYWHERE
        for one in self.stated.values():
            anywhere = anywhere & ~one
        return self.stated[kind] | anywhere

    def _any_stated(self, names: Iterable[str]) -> Mask:
        found = _NOWHERE
        for name in names:
            found = found | self._known(name)
        return found

    def masks(self, condition: Condition) -> Masks:
        """Where a condition is true and where it is false."""
        if condition not in self.cache:
            self.cache[condition] = self._masks(condition)
        return self.cache[condition]

    def _masks(self, condition: Condition) -> Masks:
        match condition:
            case Holds(fact):
                values = self.columns.get(fact)
                return (_NOWHERE, _NOWHERE) if values is None else (values == 1, values == 0)
            case Compare():
                return self._compare(condition)
            case Not(part):
                true, false = self.masks(part)
                return false, true
            case All(parts):
                true, false = _EVERYWHERE, _NOWHERE
                for part in parts:
                    one_true, one_false = self.masks(part)
                    true, false = true & one_true, false | one_false
                return true, false
            case Some(parts):
                true, false = _NOWHERE, _EVERYWHERE
                for part in parts:
                    one_true, one_false = self.masks(part)
                    true, false = true | one_true, false & one_false
                return true, false

    def _compare(self, compare: Compare) -> Masks:
        values = self.columns.get(compare.fact)
        against: Any = self.columns.get(compare.other) if compare.other else _coded(compare.fact, compare.value)
        if values is None or against is None:
            return _NOWHERE, _NOWHERE
        known = self._known(compare.fact) & (self._known(compare.other) if compare.other else _EVERYWHERE)
        return _TESTS[compare.sign](values, against) & known, _TESTS[_OPPOSITE[compare.sign]](values, against) & known

    def _known(self, name: str) -> Mask:
        if name not in self.known:
            values = self.columns.get(name)
            self.known[name] = (
                _NOWHERE if values is None else ~np.isnat(values) if values.dtype.kind == "M" else values >= 0
            )
        return self.known[name]

    def _write_missing(self) -> None:
        """Push the unknown down each tree: a part counts where it, and all around it, is unknown."""
        found: dict[str, Mask] = {}
        for condition, where in self.unread.items():
            self._push(condition, where, found)
        for position, name in enumerate(self.decided.facts):
            if name in found:
                word, bit = divmod(position, WORD)
                self.decided.missing[word, self.window] |= found[name].astype(np.uint64) << np.uint64(bit)

    def _push(self, condition: Condition, where: Mask, found: dict[str, Mask]) -> None:
        if condition == ALWAYS:
            return
        true, false = self.masks(condition)
        where = where & ~(true | false)
        match condition:
            case Holds(fact):
                found[fact] = found.get(fact, _NOWHERE) | where
            case Compare(fact, _, _, other):
                for name in (fact, *([other] if other else [])):
                    found[name] = found.get(name, _NOWHERE) | (where & ~self._known(name))
            case Not(part):
                self._push(part, where, found)
            case All(parts) | Some(parts):
                for part in parts:
                    self._push(part, where, found)


def _coded(name: str, value: Value | None) -> Any:
    """A condition's value as it stands in the fact's column."""
    fact = vocabulary()[name]
    if fact.type == "enum":
        return np.int8(fact.values.index(str(value)))
    return np.datetime64(str(value), "D") if fact.type == "date" else np.int32(int(str(value)))
