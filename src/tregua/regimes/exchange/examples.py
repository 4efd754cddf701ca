"""Worked cases to begin with: for each row, few facts under which it decides, and what it says then."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.fact import Value
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import Rules

TRIED = 1_000
MOST = 30


@dataclass(frozen=True)
class Example:
    """A case that a row decides."""

    row: str
    facts: Mapping[str, Value]
    expected: Mapping[str, Any]


def examples(rules: Rules) -> list[Example]:
    """A case for each row that some random case shows, up to `MOST`; without any, the case that states nothing."""
    found: dict[str, Example] = {}
    for case in _cases(rules):
        reading = Reading(rules, case)
        for kind, row in reading.rule_of.items():
            if row not in found and len(found) < MOST:
                found[row] = _least(rules, case, kind, row)
    order = [rule.id for rule in rules.rules if rule.id in found]
    nothing = Example("", {}, Reading(rules, {}).outcomes)
    return [found[row] for row in order] or [nothing]


def _cases(rules: Rules) -> Iterator[dict[str, Value]]:
    generator = random.Random(0)
    values = distinct_values([rules], {})
    for _ in range(TRIED):
        case = {name: generator.choice(some) for name, some in values.items()}
        if rules.contradiction(rules.complete(case)) is None:
            yield case


def _least(rules: Rules, case: dict[str, Value], kind: str, row: str) -> Example:
    """The case without the facts that the row can do without."""
    facts = dict(case)
    for name in case:
        fewer = {one: value for one, value in facts.items() if one != name}
        if Reading(rules, fewer).rule_of.get(kind) == row:
            facts = fewer
    return Example(row, facts, {kind: Reading(rules, facts).outcomes[kind]})
