"""The values of each fact that the rows can tell apart: what audit and flips range over."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from tregua.catalogue.errors import InputError, Problem
from tregua.regimes.condition import SIGNS, Compare, Stated, comparisons
from tregua.regimes.fact import Fact, Value
from tregua.regimes.reckon import Reckoned, after
from tregua.regimes.rules import Rules

_EPOCH = "2025-01-01"  # a day on which every regime of the catalogue is in force
Test = tuple[str, Value]


def distinct_values(rules: Iterable[Rules], stated: Stated | None = None) -> dict[str, tuple[Value, ...]]:
    """One value for each part of a fact's range that no condition splits.

    True and false; of the listed words, one of those that no condition tells apart; for numbers and dates one value for
    each interval between the thresholds with which the rows compare them. Dates compared with each other share as many
    further days as there are such dates, so that every order of them occurs; where `stated` gives values, those of the
    other dates serve as thresholds instead, a fact that only follows from dates gives way to these, and of the values
    in an interval the nearest to the stated one is meant.
    """
    read = list(rules)
    facts = named_together(read) if stated is None else {name: fact for one in read for name, fact in one.asked.items()}
    conditions = [
        condition for one in read for rule in one.rules for condition in (rule.when, *(a.when for a in rule.answers))
    ]
    conditions += [contradiction.when for one in read for contradiction in one.contradictions]
    found = [compare for condition in conditions for compare in comparisons(condition)]
    known = stated or {}
    values = {name: _values(fact, found, stated, anchor(read)) for name, fact in facts.items()}
    for one in read if stated is not None else ():
        for name, reckoned in one.reckoned.items():
            tests = [value for compare in found if compare.fact == name and isinstance(value := compare.value, int)]
            for operand in reckoned.operands:
                near = (*_days_for(operand, reckoned, tests, known), *_days_before(name, reckoned, found, known))
                days = sorted({*values[operand], *near} - {known.get(operand)})
                values[operand] = tuple(sorted(days, key=lambda day: _distance(day, known.get(operand))))
    return {name: listed for name, listed in values.items() if listed}


def named_together(read: Iterable[Rules]) -> dict[str, Fact]:
    """The facts that the rows of some regimes name; one that several define with other words has the words of all.

    Raises
    ------
    InputError
        Two regimes give one fact two types.
    """
    found: dict[str, Fact] = {}
    for name, fact in ((name, fact) for one in read for name, fact in one.named.items()):
        before = found.setdefault(name, fact)
        if before.type != fact.type:
            raise InputError(Problem("two_types", "", {"found": name, "one": before.type, "other": fact.type}))
        if new := [word for word in fact.values if word not in before.values]:
            found[name] = before.model_copy(update={"values": [*before.values, *new], "value_aliases": []})
    return found


def anchor(read: Iterable[Rules]) -> date:
    """A day on which the regimes are in force, from which days are reckoned that nothing else fixes."""
    outside = [rules.on for rules in read if rules.force(_EPOCH) in ("before", "after")]
    return date.fromisoformat(outside[0] if outside else _EPOCH)


def _values(fact: Fact, found: list[Compare], stated: Stated | None, epoch: date) -> tuple[Value, ...]:
    value = (stated or {}).get(fact.id)
    if fact.type == "tri":
        return (True, False)
    tests = {(one.sign, one.value) for one in found if one.fact == fact.id and one.value is not None}
    if fact.type == "enum":
        words = sorted(fact.values, key=lambda word: (word != value, word != "other"))
        told = {word: word for word in fact.values} if not tests else _apart(words, tests)
        return tuple(word for word in fact.values if word in told.values())
    days: set[Value] = set()
    for other in _compared_with(fact.id, found):
        if stated is None and fact.type == "date":
            days |= {(epoch + timedelta(n)).isoformat() for n in range(len(_compared_with(fact.id, found)) + 1)}
        elif (day := (stated or {}).get(other)) is not None:
            days.add(day)
    tests |= {(sign, day) for day in days for sign in ("<", ">")}
    listed = _apart(_candidates(fact, [one for _, one in tests], value), tests).values()
    return tuple(sorted(listed, key=lambda one: (0.0 if value is None else _distance(one, value), _plain(one))))


def _apart(candidates: Iterable[Value], tests: set[Test]) -> dict[tuple[bool, ...], Value]:
    """The first candidate of each combination of answers to the tests."""
    listed = sorted(tests, key=str)
    found: dict[tuple[bool, ...], Value] = {}
    for candidate in candidates:
        found.setdefault(tuple(SIGNS[sign](candidate, value) for sign, value in listed), candidate)
    return found


def _candidates(fact: Fact, thresholds: list[Value], value: Value | None) -> list[Value]:
    """Values at, below and above each threshold: the nearest to the stated first, else the thresholds."""
    near = {one for threshold in thresholds for one in _near(fact, threshold)}
    if fact.type in ("number", "money"):
        numbers = sorted(float(str(one)) for one in thresholds)
        near |= {(one + other) / 2 for one, other in pairwise(numbers)}
    if fact.type != "date":
        low, high = fact.bounds
        near = {one for one in near if low <= float(str(one)) <= high}
    if value is None:
        return sorted(near, key=lambda one: (one not in thresholds, _plain(one)))
    return sorted(near | {value}, key=lambda one: (_distance(one, value), _plain(one)))


def _plain(value: Value) -> tuple[float, str]:
    return (0.0, value) if isinstance(value, str) else (float(str(value)), "")


def _distance(value: Value, stated: Value | None) -> float:
    if isinstance(value, str):
        return abs((date.fromisoformat(value) - date.fromisoformat(str(stated or _EPOCH))).days)
    return abs(float(str(value)) - float(str(stated)))


def _compared_with(name: str, found: list[Compare]) -> set[str]:
    """The facts tied to `name` by comparisons, directly or through others."""
    tied = {name}
    while True:
        more = {side for one in found if one.other and {one.fact, one.other} & tied for side in (one.fact, one.other)}
        if more <= tied:
            return tied - {name}
        tied |= more


def _near(fact: Fact, value: Value) -> Iterator[Value]:
    for step in (-1, 0, 1):
        if isinstance(value, str):
            yield _stepped(value, step)
        else:
            yield (
                int(value) + step
                if fact.type == "integer" and not isinstance(value, tuple)
                else float(str(value)) + step
            )


def _days_for(operand: str, reckoned: Reckoned, thresholds: list[int], stated: Stated) -> Iterator[str]:
    """Days of one date at which a span to or from the other, as it is stated, reaches a threshold or just passes it."""
    other = reckoned.end if operand == reckoned.start else reckoned.start
    day = stated.get(other or "", other if other and other[0].isdigit() else None)
    if day is None or reckoned.end is None:
        return
    for threshold in thresholds:
        number = threshold if operand == reckoned.end else -threshold
        stops = reckoned.stops if number >= 0 else ()
        reached = after(np.array([str(day)], "datetime64[D]"), number, reckoned.unit, stops)[0]
        if not np.isnat(reached):
            for step in (-1, 0, 1):
                yield _stepped(str(reached), step)


def _days_before(name: str, reckoned: Reckoned, found: list[Compare], stated: Stated) -> Iterator[str]:
    """Days after which a term would end on, before or after a day with which its end is compared."""
    if reckoned.end is not None or reckoned.unit == "unsuspended days":
        return
    for compare in found:
        if name in (compare.fact, compare.other):
            other = compare.other if compare.fact == name else compare.fact
            day = stated.get(other) if other else compare.value
            if day is not None:
                start = after(np.array([str(day)], "datetime64[D]"), -reckoned.number, reckoned.unit)[0]
                if not np.isnat(start):
                    yield from (_stepped(str(start), step) for step in (-1, 0, 1))


def _stepped(day: str, step: int) -> str:
    """The day before or after, or the day itself at the ends of the calendar."""
    near = date.fromisoformat(day).toordinal() + step
    return date.fromordinal(min(max(near, 1), date.max.toordinal())).isoformat()
