"""Conditions as small trees, read over true, false and unknown.

Unknown is a third value (Kleene): `and` is false as soon as one part is false, `or` is true as soon as one part is
true, and otherwise an unknown part leaves the whole unknown. `parsing.py` makes them from words.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tregua.regimes.fact import Value

OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Stated = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Holds:
    """A yes-or-no fact by itself."""

    fact: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A fact against a value, or against another fact (`other`)."""

    fact: str
    sign: str
    value: Value | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is false."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is true; without parts, always."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """True where at least one part is true."""

    parts: tuple["Condition", ...]


Condition = Holds | Compare | Not | All | Some
ALWAYS = All(())


def value_of(condition: Condition, stated: Stated) -> bool | None:
    """True, false, or None where the stated facts do not show it."""
    match condition:
        case Holds(fact):
            return stated.get(fact)  # type: ignore[return-value]  # a tri fact is a bool
        case Compare(fact, sign, value, other):
            left, right = stated.get(fact), stated.get(other) if other else value
            return None if left is None or right is None else SIGNS[sign](left, right)
        case Not(part):
            inner = value_of(part, stated)
            return None if inner is None else not inner
        case All(parts):
            return _together(parts, stated, False)
        case Some(parts):
            return _together(parts, stated, True)


def _together(parts: tuple[Condition, ...], stated: Stated, decisive: bool) -> bool | None:
    result: bool | None = not decisive
    for part in parts:
        value = value_of(part, stated)
        if value is decisive:
            return decisive
        if value is None:
            result = None
    return result


def shared(condition: Condition, known: dict[Condition, Condition]) -> Condition:
    """The condition with equal parts as one object, here and in what is `known`, so that each is read only once."""
    match condition:
        case Not(part):
            condition = Not(shared(part, known))
        case All(parts) | Some(parts):
            condition = type(condition)(tuple(shared(part, known) for part in parts))
    return known.setdefault(condition, condition)


def facts_of(condition: Condition) -> Iterator[str]:
    """The facts that a condition names, in reading order, with repetitions."""
    match condition:
        case Holds(fact):
            yield fact
        case Compare(fact, _, _, other):
            yield fact
            if other:
                yield other
        case Not(part):
            yield from facts_of(part)
        case All(parts) | Some(parts):
            for part in parts:
                yield from facts_of(part)


def parts_of(condition: Condition, joint: type[All] | type[Some]) -> list[Condition]:
    """The parts that a condition joins by `and` (or by `or`), nested ones included; any other condition alone."""
    if isinstance(condition, joint):
        return [one for part in condition.parts for one in parts_of(part, joint)]
    return [condition]


def unknown_facts(condition: Condition, stated: Stated) -> Iterator[str]:
    """The unstated facts for which a condition is unknown; none from a part whose value is shown."""
    if value_of(condition, stated) is not None:
        return
    match condition:
        case Holds() | Compare():
            yield from (fact for fact in facts_of(condition) if stated.get(fact) is None)
        case Not(part):
            yield from unknown_facts(part, stated)
        case All(parts) | Some(parts):
            for part in parts:
                yield from unknown_facts(part, stated)


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison in a condition."""
    match condition:
        case Compare():
            yield condition
        case Not(part):
            yield from comparisons(part)
        case All(parts) | Some(parts):
            for part in parts:
                yield from comparisons(part)
