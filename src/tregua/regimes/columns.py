"""Many cases decided at once, a column a fact: Kleene's three values as two masks, true and false.

Over 400 lines: the one pass over the rows, and what it writes of each case, is read best as one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.regimes.condition import ALWAYS, All, Compare, Condition, Holds, Not, Some, facts_of
from tregua.regimes.fact import Fact, Value
from tregua.regimes.reckon import UNKNOWN, Reckoned
from tregua.regimes.rules import DATE, Branch, Force, Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.vocabulary import vocabulary

Mask = NDArray[np.bool_]
Column = NDArray[Any]
Masks = tuple[Mask, Mask]
"""Where a condition is true and where it is false; elsewhere it is unknown."""
CHUNK = 1 << 15
WORD, BYTE = 64, 8  # facts in a word and in a byte of bits
_DTYPES = {
    **{"tri": "int8", "enum": "int8", "integer": "int32"},
    **{"number": "float64", "money": "float64", "date": "datetime64[D]"},
}
FORCES: tuple[Force, ...] = get_args(Force)
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


@dataclass(frozen=True)
class Decided:
    """What the rows decide of each case, as codes.

    Parameters
    ----------
    outcomes
        For each kind, int8 positions in `values[kind]`; 0 is UNDETERMINED.
    rule
        int16 positions in `rows`, of the first shown row in table order; 0 is none.
    provisional
        int16, how many unknown rows above those that decide could change what they decide.
    missing
        uint64, one bit a fact of `facts`; 64 facts a row of the array.
    answered
        Where some kind of outcome, or a detail, is decided.
    force
        int8 positions in `FORCES`: how the day of the decision lies to the time in which the text is in force.
    impossible
        int16 positions in `Rules.contradictions` of a case that cannot be, counted from 1; 0 where it can.
    """

    outcomes: dict[str, NDArray[np.int8]]
    values: dict[str, tuple[str, ...]]
    rule: NDArray[np.int16]
    rows: tuple[str, ...]
    provisional: NDArray[np.int16]
    missing: NDArray[np.uint64]
    facts: tuple[str, ...]
    answered: Mask
    force: NDArray[np.int8]
    impossible: NDArray[np.int16]


def columns_of(cases: Iterable[Mapping[str, Value]], facts: Mapping[str, Fact] | None = None) -> dict[str, Column]:
    """Cases one by one as columns of the facts that any of them states; the package's facts unless others are given."""
    listed, known = list(cases), vocabulary() if facts is None else facts
    stated = {name: known[name] for case in listed for name in case if known[name].type in _DTYPES}
    return {name: column(fact, [case.get(name) for case in listed]) for name, fact in stated.items()}


def column(fact: Fact, values: Iterable[Value | None]) -> Column:
    """One fact's values as a column.

    int8 1, 0, −1 for true, false, unknown; int8 position in the fact's list, −1 for unknown; int32, `UNKNOWN` for
    unknown; float64, NaN for unknown; days, NaT for unknown.
    """
    listed = list(values)
    match fact.type:
        case "date":
            return np.array(["NaT" if value is None else str(value) for value in listed], "datetime64[D]")
        case "number" | "money":
            return np.array([np.nan if value is None else value for value in listed], np.float64)
        case "integer":
            return np.array([UNKNOWN if value is None else value for value in listed], np.int32)
        case "enum":
            codes: Mapping[Value | None, int] = {value: code for code, value in enumerate(fact.values)}
            return np.array([-1 if value is None else codes[value] for value in listed], np.int8)
    return np.array([-1 if value is None else value for value in listed], np.int8)


def decide_columns(rules: Rules, columns: Mapping[str, Column], size: int | None = None) -> Decided:
    """Decide every case of equally long columns; a fact without a column is unknown.

    Each case is decided by the rows in force on its `decision_date`, or on the day of `rules` where it states none.

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
    told = _check(rules, columns)
    size = told if size is None else size
    decided = _empty(rules, size)
    read = {name for edition in (rules, *rules.editions) for name in edition.facts}
    refusing = {name for one in rules.contradictions for name in facts_of(one.when)}
    read.update(one for name in refusing for one in (name, *rules.operands(name)))
    used = {name: columns[name] for name in {*read, DATE} if name in columns}
    for start in range(0, size, CHUNK):
        window = slice(start, min(start + CHUNK, size))
        part = {name: values[window] for name, values in used.items()}
        for edition, places in _by_edition(rules, part.get(DATE)):
            if places is None:
                _Part(edition, part, decided, window).decide()
            else:
                few = _empty(rules, len(places))
                chosen = {name: values[places] for name, values in part.items()}
                _Part(edition, chosen, few, slice(0, len(places))).decide()
                _scatter(few, decided, places + start)
    return decided


def _by_edition(rules: Rules, days: Column | None) -> Iterator[tuple[Rules, NDArray[np.int64] | None]]:
    """The editions in force on some days, each with the cases of which it is; None for all of them."""
    if days is None or not rules.editions:
        yield rules, None
        return
    firsts = np.array([one.span[0] for one in rules.editions], "datetime64[D]")
    days = np.where(np.isnat(days), np.datetime64(rules.on), days)
    places = np.searchsorted(firsts, days, side="right") - 1
    present = np.flatnonzero(np.bincount(places, minlength=len(firsts)))
    for at in present:
        edition = rules if rules.editions[at].span == rules.span else rules.editions[at]
        yield edition, None if len(present) == 1 else np.flatnonzero(places == at)


def _scatter(few: Decided, decided: Decided, places: NDArray[np.int64]) -> None:
    for kind, codes in few.outcomes.items():
        decided.outcomes[kind][places] = codes
    for name in ("rule", "provisional", "answered", "force", "impossible"):
        getattr(decided, name)[places] = getattr(few, name)
    decided.missing[:, places] = few.missing


def _check(rules: Rules, columns: Mapping[str, Column]) -> int:
    problems = []
    facts = rules.names.facts
    for name, values in columns.items():
        if name not in facts:
            problems.append(unknown_name("@regimes.fact", name, facts))
        elif values.dtype != (expected := _DTYPES.get(facts[name].type)):
            problems.append(Problem("wrong_type", "", {"field": name, "found": values.dtype, "expected": expected}))
    sizes = {values.shape for values in columns.values()}
    if len(sizes) > 1:
        shown = ", ".join(map(str, sorted(sizes)))
        problems.append(Problem("wrong_type", "", {"field": "columns", "found": shown, "expected": "(n,)"}))
    if problems:
        raise InputError(problems)
    return int(next(iter(sizes))[0]) if sizes else 0


def _empty(rules: Rules, size: int) -> Decided:
    editions = (rules, *rules.editions)
    facts = tuple(dict.fromkeys(name for one in editions for name in one.facts))
    return Decided(
        outcomes={kind: np.zeros(size, np.int8) for kind in rules.kinds},
        values={kind: _values(editions, kind) for kind in rules.kinds},
        rule=np.zeros(size, np.int16),
        rows=tuple(dict.fromkeys(["", *(rule.id for one in editions for rule in one.rules)])),
        provisional=np.zeros(size, np.int16),
        missing=np.zeros((1 + (len(facts) - 1) // WORD, size), "<u8"),
        facts=facts,
        answered=np.zeros(size, np.bool_),
        force=np.zeros(size, np.int8),
        impossible=np.zeros(size, np.int16),
    )


def _values(editions: Iterable[Rules], kind: str) -> tuple[str, ...]:
    rules = (rule for one in editions for rule in one.threads.get(kind, ()))
    found = (value for rule in rules for _, value in rule.answers_on(kind))
    return tuple(dict.fromkeys([UNDETERMINED, *(value for value in found if value)]))


class _Part:
    """One part of the cases, small enough to stay in the processor's cache."""

    def __init__(self, rules: Rules, columns: Mapping[str, Column], decided: Decided, window: slice) -> None:
        self.rules, self.decided, self.window = rules, decided, window
        self.size = window.stop - window.start
        self.columns = self._completed(columns)
        self.cache: dict[int, Masks] = {}
        self.known: dict[str, Mask] = {}
        self.unread: dict[int, tuple[Condition, Mask]] = {}
        self.above: dict[int, Mask] = {}
        self.stated = {kind: self._any_stated(names) for kind, names in rules.asked_by.items()}

    def _completed(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        """The columns, with what follows from them where it is not stated."""
        found = dict(columns)
        for name, one in self.rules.reckoned.items():
            if all(operand in columns for operand in one.operands):
                values = one.column({operand: columns[operand] for operand in one.operands}, self.size)
                stated = columns.get(name)
                unknown = True if stated is None else stated == UNKNOWN if one.end else np.isnat(stated)
                found[name] = values if stated is None else np.where(unknown, values, stated)
        return found

    def decide(self) -> None:
        """Write the outcomes, rows and missing facts of this part."""
        in_force = self._in_force()
        first = np.full(self.size, len(self.rules.rules), np.int16)
        for kind, branches in self.rules.branches.items():
            codes, unknown, undecided = self._read(branches, in_force)
            decided = in_force & ~undecided
            self._sift(branches, codes, unknown, self._asked(kind), decided)
            if kind == "details":
                self.decided.answered[self.window] |= decided
            else:
                positions = self.decided.values[kind]
                outcomes = np.array([0, *(positions.index(one.outcome or UNDETERMINED) for one in branches)], np.int8)
                self.decided.outcomes[kind][self.window] = outcomes[codes]
                self.decided.answered[self.window] |= (outcomes > 0)[codes]
            rows = np.array([len(self.rules.rules), *(one.row for one in branches)], np.int16)
            np.minimum(first, rows[codes], out=first)
        names = [*(rule.id for rule in self.rules.rules), ""]
        self.decided.rule[self.window] = np.array([self.decided.rows.index(name) for name in names], np.int16)[first]
        for where in self.above.values():
            self.decided.provisional[self.window] += where
        self._write_missing()
        self._write_impossible()

    def _in_force(self) -> Mask:
        """Where the text is in force, as far as is known; writes how each day lies to that time."""
        days = self.columns.get(DATE)
        place = self.decided.force[self.window]
        if days is None:
            place[:] = FORCES.index(self.rules.force(self.rules.on))
            return np.full(self.size, self.rules.force(self.rules.on) not in ("before", "after"))
        days = np.where(np.isnat(days), np.datetime64(self.rules.on), days)
        since, known_since, known_until, until = (np.datetime64(day) for day in self.rules.force_edges)
        before, after = days < since, days > until
        place[:] = FORCES.index("in_force")
        np.copyto(place, FORCES.index("not_known"), where=(days < known_since) | (days > known_until))
        np.copyto(place, FORCES.index("before"), where=before)
        np.copyto(place, FORCES.index("after"), where=after)
        inside: Mask = ~(before | after)
        return inside

    def _read(
        self, branches: Sequence[Branch], in_force: Mask
    ) -> tuple[NDArray[Any], list[tuple[int, Branch, Mask]], Mask]:
        """Which branch decides each case, counted from 1; where branches are unknown; where none decides."""
        undecided: Mask = in_force
        codes = np.zeros(self.size, np.uint8 if len(branches) < 1 << 8 else np.uint16)
        unknown: list[tuple[int, Branch, Mask]] = []
        for at, branch in enumerate(branches, 1):
            true, false = self.masks(branch.when)
            hit = undecided & true
            if hit.any():
                codes += hit * codes.dtype.type(at)
                undecided = undecided ^ hit
            where = np.greater(undecided, false)
            if where.any():
                unknown.append((at, branch, where))
        return codes, unknown, undecided

    def _sift(
        self,
        branches: Sequence[Branch],
        codes: NDArray[Any],
        unknown: Sequence[tuple[int, Branch, Mask]],
        asked: Mask,
        decided: Mask,
    ) -> None:
        """Keep the unknown branches that could change what is decided: not the last ones that decide the same."""
        labels = np.array([0, *(one.label for one in branches)], codes.dtype)
        given = labels[codes]
        matters: Mask = np.zeros(self.size, np.bool_)
        for at, branch, where in reversed(unknown):
            matters |= where & (given != labels[at])
            where = where & matters  # noqa: PLW2901 - what is left of it
            _, before = self.unread.get(id(branch.when), (branch.when, _NOWHERE))
            self.unread[id(branch.when)] = branch.when, before | (where & asked)
            self.above[branch.row] = self.above.get(branch.row, _NOWHERE) | (where & decided)

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
        key = id(condition)  # equal parts of a regime's conditions are one object
        if key not in self.cache:
            self.cache[key] = self._masks(condition)
        return self.cache[key]

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
        fact = self.rules.fact(compare.fact)
        against: Any = self.columns.get(compare.other) if compare.other else _coded(fact, compare.value)
        if values is None or against is None:
            return _NOWHERE, _NOWHERE
        known = self._known(compare.fact)
        true = _TESTS[compare.sign](values, against)
        if compare.other:
            known = known & self._known(compare.other)
        if compare.other or compare.sign in ("!=", "<", "<="):  # an unknown one may seem smaller, or other
            true = true & known
        return true, np.greater(known, true)

    def _known(self, name: str) -> Mask:
        if name not in self.known:
            values = self.columns.get(name)
            self.known[name] = _NOWHERE if values is None else _is_known(values)
        return self.known[name]

    def _write_missing(self) -> None:
        """Push the unknown down each tree: a part counts where it, and all around it, is unknown."""
        found: dict[str, Mask] = {}
        for condition, where in self.unread.values():
            self._push(condition, where, found)
        for name, where in list(found.items()):
            if isinstance(self.rules.fact(name), Reckoned):
                for operand in self.rules.operands(name):
                    found[operand] = found.get(operand, _NOWHERE) | (where & ~self._known(operand))
                del found[name]
        for word in range(len(self.decided.missing)):
            places = self.decided.missing[word, self.window].view(np.uint8).reshape(self.size, -1)
            for byte in range(WORD // BYTE):
                start = word * WORD + byte * BYTE
                names = self.decided.facts[start : start + BYTE]
                masks = [found.get(name, _NOWHERE) * np.uint8(1 << bit) for bit, name in enumerate(names)]
                if any(name in found for name in names):
                    places[:, byte] |= sum(masks[1:], masks[0])

    def _write_impossible(self) -> None:
        place = self.decided.impossible[self.window]
        for at, one in reversed(list(enumerate(self.rules.contradictions, 1))):
            if all(name in self.columns for name in facts_of(one.when)):
                np.copyto(place, at, where=self.masks(one.when)[0])

    def _push(self, condition: Condition, where: Mask, found: dict[str, Mask]) -> None:
        if condition == ALWAYS:
            return
        true, false = self.masks(condition)
        where = where & ~(true | false)
        if not where.any():
            return
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


def _is_known(values: Column) -> Mask:
    match values.dtype.kind:
        case "M":
            return ~np.isnat(values)
        case "f":
            return ~np.isnan(values)
    known: Mask = values != UNKNOWN if values.dtype == np.int32 else values >= 0
    return known


def _coded(fact: Fact, value: Value | None) -> Any:
    """A condition's value as it stands in the fact's column."""
    match fact.type:
        case "enum":
            return np.int8(fact.values.index(str(value)))
        case "date":
            return np.datetime64(str(value), "D")
        case "integer":
            return np.int32(int(str(value)))
    return np.float64(str(value))
