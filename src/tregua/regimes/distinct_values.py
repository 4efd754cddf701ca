"""The values of each fact that the rows can tell apart: what audit and flips range over."""

from collections.abc import Iterable
from datetime import date, timedelta

from tregua.regimes.condition import SIGNS, Compare, Stated, comparisons
from tregua.regimes.rules import Rules
from tregua.regimes.vocabulary import Fact, Value

_EPOCH = date(2000, 1, 1)


def distinct_values(rules: Iterable[Rules], stated: Stated | None = None) -> dict[str, tuple[Value, ...]]:
    """One value for each part of a fact's range that no condition splits.

    True and false; the listed words; for numbers and dates one value for each interval between the thresholds with
    which the rows compare them. Dates compared with each other share as many further days as there are such dates, so
    that every order of them occurs; where `stated` gives values, those of the other dates serve as thresholds instead.
    """
    read = list(rules)
    facts = {name: fact for one in read for name, fact in one.facts.items()}
    found = [
        compare
        for one in read
        for rule in one.rules
        for condition in (rule.when, *(answer.when for answer in rule.answers))
        for compare in comparisons(condition)
    ]
    return {name: _values(fact, found, stated) for name, fact in facts.items()}


def _values(fact: Fact, found: list[Compare], stated: Stated | None) -> tuple[Value, ...]:
    if fact.type == "tri":
        return (True, False)
    if fact.type == "enum":
        return tuple(fact.values)
    tests = {(one.sign, one.value) for one in found if one.fact == fact.id and one.value is not None}
    days: set[Value] = set()
    for other in _compared_with(fact.id, found):
        if stated is None:
            days |= {(_EPOCH + timedelta(n)).isoformat() for n in range(len(_compared_with(fact.id, found)) + 1)}
        elif (value := stated.get(other)) is not None:
            days.add(value)
    tests |= {(sign, day) for day in days for sign in ("<", ">")}
    candidates = sorted({near for _, value in tests for near in _near(value)})
    apart: dict[tuple[bool, ...], Value] = {}
    for candidate in candidates:
        apart.setdefault(tuple(SIGNS[sign](candidate, value) for sign, value in sorted(tests, key=str)), candidate)
    return tuple(apart.values())


def _compared_with(name: str, found: list[Compare]) -> set[str]:
    """The facts tied to `name` by comparisons, directly or through others."""
    tied = {name}
    while True:
        more = {side for one in found if one.other and {one.fact, one.other} & tied for side in (one.fact, one.other)}
        if more <= tied:
            return tied - {name}
        tied |= more


def _near(value: Value) -> list[Value]:
    if isinstance(value, str):
        day = date.fromisoformat(value)
        return [(day + timedelta(step)).isoformat() for step in (-1, 0, 1)]
    assert isinstance(value, int)
    return [near for near in (value - 1, value, value + 1) if near >= 0]
