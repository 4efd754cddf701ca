"""Conditions in words that a lawyer can read, parsed to a small tree and read over true, false and unknown.

    condition  =  all { "or" all }
    all        =  one { "and" one }
    one        =  "not" one  |  "(" condition ")"  |  fact  |  fact sign value  |  fact "in" "(" value { "," value } ")"
    sign       =  "="  "!="  "<"  "<="  ">"  ">="

A value is a number, an ISO date, a listed word of the fact (in double quotes if it holds a space), the name of a
parameter of the regime, or another fact of the same type. Unknown is a third value (Kleene): `and` is false as soon as
one part is false, `or` is true as soon as one part is true, and otherwise an unknown part leaves the whole unknown.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tregua.catalogue.errors import Problem, nearest, unknown_name
from tregua.regimes.vocabulary import Fact, Value, problem_with

SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TOKEN = re.compile(
    r'\s*("[^"]*"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+|[A-Za-z_][\w-]*|<=|>=|!=|[=<>(),])',
)
DEEPEST = 50  # parentheses and `not` within each other
LONGEST = 100  # characters of a condition that is told
Stated = Mapping[str, Value | None]


class ConditionError(ValueError):
    """A condition that cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.kind)


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


def parse(words: str, facts: Mapping[str, Fact], parameters: Mapping[str, Value]) -> Condition:
    """Read a condition.

    Raises
    ------
    ConditionError
        Unknown fact or parameter with the nearest valid name, a value of the wrong type, or what was expected where.
    """
    return _Parser(words, facts, parameters).whole()


class _Parser:
    """Recursive descent: one method a line of the grammar above."""

    def __init__(self, words: str, facts: Mapping[str, Fact], parameters: Mapping[str, Value]) -> None:
        self.words, self.facts, self.parameters = words, facts, parameters
        self.tokens = self._tokens()
        self.depth = 0

    def _tokens(self) -> list[str]:
        tokens, position, end = [], 0, len(self.words.rstrip())
        while position < end:
            found = _TOKEN.match(self.words, position)
            if not found:
                raise self._syntax(self.words[position:].strip()[:20])
            tokens.append(found[1])
            position = found.end()
        return [*tokens[::-1]]

    def _syntax(self, found: str) -> ConditionError:
        return ConditionError(Problem("condition", "", {"condition": self._shown(), "found": found}))

    def _shown(self) -> str:
        return self.words if len(self.words) <= LONGEST else self.words[:LONGEST] + "…"

    def _next(self) -> str:
        return self.tokens[-1] if self.tokens else ""

    def _take(self, *allowed: str) -> str:
        token = self._next()
        if not token or (allowed and token not in allowed):
            raise self._syntax(token or "…")
        return self.tokens.pop()

    def whole(self) -> Condition:
        condition = self._some()
        if self.tokens:
            raise self._syntax(self._next())
        return condition

    def _some(self) -> Condition:
        parts = [self._all()]
        while self._next() == "or":
            self._take()
            parts.append(self._all())
        return Some(tuple(parts)) if len(parts) > 1 else parts[0]

    def _all(self) -> Condition:
        parts = [self._one()]
        while self._next() == "and":
            self._take()
            parts.append(self._one())
        return All(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Condition:
        if self._next() not in ("not", "("):
            return self._about_fact()
        self.depth += 1
        if self.depth > DEEPEST:
            raise ConditionError(Problem("condition_too_deep", "", {"limit": DEEPEST}))
        if self._take() == "not":
            condition: Condition = Not(self._one())
        else:
            condition = self._some()
            self._take(")")
        self.depth -= 1
        return condition

    def _about_fact(self) -> Condition:
        name = self._take()
        if name not in self.facts:
            if not re.match(r"[A-Za-z]", name) or name in ("and", "or", "in"):
                raise self._syntax(name)
            raise ConditionError(unknown_name("@regimes.fact", name, self.facts))
        fact = self.facts[name]
        if self._next() in SIGNS and fact.type != "tri":
            return self._compare(fact, self._take())
        if self._next() == "in" and fact.type != "tri":
            self._take()
            self._take("(")
            values = [self._compare(fact, "=")]
            while self._take(",", ")") == ",":
                values.append(self._compare(fact, "="))
            return Some(tuple(values)) if len(values) > 1 else values[0]
        if fact.type != "tri":
            raise self._syntax(self._next() or name)
        return Holds(name)

    def _compare(self, fact: Fact, sign: str) -> Condition:
        if fact.type == "texts" or (fact.type == "enum" and sign not in ("=", "!=")):
            raise self._syntax(sign)
        token = self._take()
        if token in self.facts and self.facts[token].type == fact.type != "enum":
            return Compare(fact.id, sign, other=token)
        value: Value = self.parameters[token] if token in self.parameters else _literal(token)
        if problem := problem_with(fact, value):
            if not problem.values.get("nearest"):
                suggestion = nearest(token, [*self.parameters, *self.facts])
                problem = Problem(problem.kind, "", {**problem.values, "nearest": suggestion})
            raise ConditionError(problem)
        return Compare(fact.id, sign, value)


def _literal(token: str) -> Value:
    return int(token) if token.isdigit() else token.strip('"')
