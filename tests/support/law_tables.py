"""Regimes beside their decision tables: random cases, how they go in, and the answers of both in one form."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.exchange.feel import variable
from tregua.regimes.exchange.table import inputs_of, tables
from tregua.regimes.load import load_rules
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import DATE, FIRST, LAST, Rules, days_of
from tregua.regimes.schema import UNDETERMINED

Answers = dict[str, Any]

RECKONED = """
id: terms
text: Terms
text_status: law
dated: 2020-01-01
in_force: {since: 2020-01-01, until: 2024-04-30}
as_of: 2024-02-01
issuing_body: Nobody
source: [{ref: s1, locator: whole}]
suspensions:
  - {id: strike, from: 2024-03-04, to: 2024-03-15, text: Strike, source: [{ref: s1, locator: whole}]}
rows:
  - {id: A, when: days between conduct_start and decision_date > 30, outcomes: {status: REVOKED}, ROW}
  - {id: B, when: "working days between conduct_start and decision_date in (0, 1, 2, 3)", outcomes: {status: KEPT}, ROW}
  - {id: H, when: conduct_start < decision_date - 1 year, outcomes: {status: NOT_DECIDED}, ROW}
  - {id: D, when: decision_date > conduct_start + 1 month, outcomes: {status: DECIDED}, ROW}
  - {id: G, when: days between 2024-03-01 and conduct_end >= 9, outcomes: {status: NO_EFFECT}, ROW}
  - {id: C, when: decision_date <= conduct_end + 10 days, outcomes: {status: EXCLUDED}, ROW}
  - {id: E, when: decision_date < conduct_start + 5 unsuspended days, outcomes: {status: ELIGIBLE}, ROW}
  - {id: F, when: months between conduct_start and conduct_end < 1, outcomes: {status: INELIGIBLE}, ROW}
"""
ROW = "layer: bar, decider: court, article: a, source: [{ref: s1, locator: p}], confidence: high, reason: r"


def cases(rules: Rules, size: int, unknown: float = 0) -> Iterator[Answers]:
    """Random cases of an edition: values that the rows can tell apart, days of some weeks, the edges of its time."""
    generator = random.Random(2022)
    told = distinct_values([rules])
    values: dict[str, Sequence[Any]] = {name: told[name] for name in rules.asked if name in told}
    days = [(date(2024, 2, 27) + timedelta(days)).isoformat() for days in range(0, 70, 3)]
    days += ["2023-02-28", "2023-03-15"]
    edges = [day for day in (rules.regime.dated, rules.regime.in_force.since) if day and len(day) == 10]
    edges += [day for day in rules.span if FIRST < day < LAST]
    edges += [(date.fromisoformat(day) + timedelta(step)).isoformat() for day in edges for step in (-1, 1)]
    for name in (*rules.asked, DATE):
        if rules.fact(name).type == "date":
            values[name] = [*values.get(name, ()), *days, *(edges if name == DATE else ())]
    for _ in range(size):
        yield {name: generator.choice(some) for name, some in values.items() if generator.random() >= unknown}


def editions(name: str) -> Iterator[Rules]:
    """A regime as it stands on a day of each of its editions on which the text is in force."""
    for edition in load_rules(name).editions:
        for day in (days_of(edition.regime.as_of)[1], *edition.span[::-1]):
            if edition.span[0] <= day <= edition.span[1] and edition.force(day) not in ("before", "after"):
                yield load_rules(name, on=day)
                break


def sender(rules: Rules) -> Callable[[Answers], Answers]:
    """A case as somebody who runs the tables gives it: with what follows from it, as far as tables cannot reckon it."""
    inputs = {name: variable(name) for name in inputs_of(rules, list(tables(rules)))}

    def sent(case: Answers) -> Answers:
        known = rules.complete(case)
        return {name: known.get(fact) for fact, name in inputs.items()}

    return sent


def ours(rules: Rules, case: Mapping[str, Any]) -> tuple[Answers, Answers]:
    if not rules.span[0] <= (case.get(DATE) or rules.on) <= rules.span[1]:  # another edition says what holds then
        return {kind: (None if kind == "details" else UNDETERMINED, "") for kind in rules.threads}, {}
    reading = Reading(rules, case)
    rows = {kind: reading.decisive[kind][0].id if kind in reading.decisive else "" for kind in rules.threads}
    return {kind: (reading.outcomes.get(kind), row) for kind, row in rows.items()}, reading.details


def theirs(rules: Rules, given: Mapping[str, Any]) -> tuple[Answers, Answers]:
    """Outcome and row of each kind; the details of all, of the first row that gives each."""
    found = {kind: given[f"outcome_{kind}"] for kind in rules.threads}
    places = {rule.id: place for place, rule in enumerate(rules.rules)}
    details: Answers = {}
    for one in sorted(found.values(), key=lambda one: places.get(one["row"], len(places))):
        for name, value in one.items():
            if name not in ("outcome", "row") and value is not None:
                details.setdefault(name, value)
    return {kind: (one.get("outcome"), one["row"]) for kind, one in found.items()}, details
