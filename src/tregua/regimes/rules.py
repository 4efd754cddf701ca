"""A regime as rules that run: its rows as conditions and answers, as they are in force on one day."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from tregua.catalogue.errors import Problem
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.regimes.condition import ALWAYS, All, Condition, Stated, facts_of, shared, value_of
from tregua.regimes.fact import Fact, Value
from tregua.regimes.reckon import UNKNOWN, Reckoned
from tregua.regimes.schema import KINDS, UNDETERMINED, Kind, Regime, Row
from tregua.regimes.vocabulary import Names

Given = int | float | str | tuple[str, int]
"""A detail: a number, a word, or (fact, divisor)."""
DATE = "decision_date"
"""The fact that says on which day a case is decided."""
Force = Literal["before", "in_force", "after", "not_known"]
"""How a day lies to the time in which a text is in force; not known where only a year or a month of it was read."""


FIRST, LAST = "0001-01-01", "9999-12-31"


def days_of(dated: str) -> tuple[str, str]:
    """The first and the last day of a year, a month or a day."""
    if len(dated) == len(FIRST):
        return dated, dated
    year, month = int(dated[:4]), int(dated[5:7] or 12)
    first = f"{dated}{FIRST[len(dated) :]}" if len(dated) > len("2000") else f"{dated}-01-01"
    return first, f"{dated[:4]}-{month:02}-{monthrange(year, month)[1]}"


def force_of(regime: Regime) -> tuple[str, str]:
    """The first and the last day on which a text may be in force; an announcement or a bill counts from its date on."""
    since, until = regime.in_force.since or regime.dated, regime.in_force.until
    first = days_of(since)[0] if len(since) == len(FIRST) else max(days_of(since)[0], days_of(regime.dated)[0])
    return first, days_of(until)[1] if until else LAST


def written(detail: Given) -> str:
    """A detail as the file writes it."""
    return " / ".join(map(str, detail)) if isinstance(detail, tuple) else str(detail)


@dataclass(frozen=True)
class Answer:
    """One branch that runs: its condition beyond the row's, and what it decides."""

    when: Condition
    words: str | None
    outcomes: Mapping[Kind, str]
    details: Mapping[str, Given]


@dataclass(frozen=True)
class Rule:
    """One row that runs."""

    record: Row
    when: Condition
    words: str
    """The row's condition, with the parameters' names."""
    answers: tuple[Answer, ...]
    level: int = 0
    """Its place in the order of reading; rows of equal priority share one."""

    @property
    def id(self) -> str:
        """The row's name."""
        return self.record.id

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that the row names, in reading order."""
        conditions = [self.when, *(answer.when for answer in self.answers)]
        return tuple(dict.fromkeys(name for condition in conditions for name in facts_of(condition)))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of outcome that the row speaks of; `details` for a row that gives only a detail."""
        return frozenset(kind for answer in self.answers for kind in answer.outcomes) or frozenset({"details"})

    def answers_on(self, kind: str) -> Iterator[tuple[Answer, str | None]]:
        """The branches that speak of one kind of outcome, with their value."""
        for answer in self.answers:
            if kind == "details" or kind in answer.outcomes:
                yield answer, answer.outcomes.get(kind)  # type: ignore[call-overload]


@dataclass(frozen=True)
class Branch:
    """One branch on one kind of outcome, with the row's condition; equal conditions of a regime are one object.

    Attributes
    ----------
    label : a number for the outcome and the details, the same for the same; 0 for nothing decided
    row : the place of its row in the order of reading
    """

    when: Condition
    outcome: str | None
    label: int
    row: int


@dataclass(frozen=True)
class Contradiction:
    """Cases that cannot be, and why."""

    when: Condition
    problem: Problem


@dataclass(frozen=True, repr=False)
class Rules(Brief):
    """A regime that runs, in table order, under the chosen variants of its parameters.

    Attributes
    ----------
    rules : the rows in force on the day `on`
    names : every fact that a case may state
    reckoned : what facts follow from, by their id
    details : what beside outcomes a row may give
    contradictions : cases that are refused
    span : the first and the last day of this edition, in which the same rows and values are in force
    editions : this edition and all others, from the first on
    """

    regime: Regime
    variants: tuple[str, ...]
    parameters: Mapping[str, Value]
    rules: tuple[Rule, ...]
    on: str
    names: Names
    reckoned: Mapping[str, Reckoned]
    details: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    span: tuple[str, str]
    editions: list["Rules"] = field(compare=False)

    @cached_property
    def named(self) -> Mapping[str, Fact]:
        """The facts that the rows name."""
        names = dict.fromkeys(name for rule in self.rules for name in rule.facts)
        return {name: self.fact(name) for name in names}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that the rows name, and those from which these follow."""
        names = dict.fromkeys(one for name in self.named for one in (name, *self.operands(name)))
        return {name: self.fact(name) for name in names}

    @property
    def asked(self) -> Mapping[str, Fact]:
        """The facts that a case is asked for: all but those that only follow from others."""
        return {name: fact for name, fact in self.facts.items() if not isinstance(fact, Reckoned)}

    def fact(self, name: str) -> Fact:
        """A fact that the rows, or what they follow from, name."""
        return self.names.facts[name]

    def operands(self, name: str) -> tuple[str, ...]:
        """The facts from which a fact follows."""
        return self.reckoned[name].operands if name in self.reckoned else ()

    def complete(self, stated: Stated) -> dict[str, Value]:
        """The stated facts, with those that follow from them."""
        known = {name: value for name, value in stated.items() if value is not None}
        for name, one in self.reckoned.items():
            if name not in known and all(operand in known for operand in one.operands):
                days = {operand: np.array([str(known[operand])], "datetime64[D]") for operand in one.operands}
                value = one.column(days, 1)[0]
                if one.end is None and not np.isnat(value):
                    known[name] = str(value)
                elif one.end is not None and value != UNKNOWN:
                    known[name] = int(value)
        return known

    def contradiction(self, stated: Stated) -> Contradiction | None:
        """Why a case cannot be, or None where it can."""
        return next((one for one in self.contradictions if value_of(one.when, stated)), None)

    @property
    def caveats(self) -> list[Said]:
        """What kind of text was read and of which date, and that a bill is read as if it were law."""
        regime = self.regime
        status = Said(f"regimes.text_status.{regime.text_status}")
        read = Said("regimes.caveat.text", {"status": status, "dated": regime.dated, "as_of": regime.as_of})
        return [read, Said("regimes.caveat.bill")] if regime.text_status == "bill" else [read]

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of outcome that the rows of any edition speak of."""
        spoken = {kind for edition in (self, *self.editions) for rule in edition.rules for kind in rule.kinds}
        return tuple(kind for kind in KINDS if kind in spoken)

    @cached_property
    def threads(self) -> Mapping[str, tuple[Rule, ...]]:
        """For each kind (and `details`), the rows that speak of it in table order."""
        kinds = (*self.kinds, *(["details"] if any("details" in rule.kinds for rule in self.rules) else []))
        return {kind: tuple(rule for rule in self.rules if kind in rule.kinds) for kind in kinds}

    @cached_property
    def branches(self) -> Mapping[str, tuple["Branch", ...]]:
        """For each kind (and `details`), the branches of its rows in the order of reading."""
        known: dict[Condition, Condition] = {}
        places = {id(rule): at for at, rule in enumerate(self.rules)}
        found: dict[str, tuple[Branch, ...]] = {}
        for kind, thread in self.threads.items():
            labels: list[tuple[str | None, Mapping[str, Given]]] = [(UNDETERMINED, {})]
            listed = []
            for rule in thread:
                for answer, outcome in rule.answers_on(kind):
                    if (label := (outcome, answer.details)) not in labels:
                        labels.append(label)
                    parts = tuple(one for one in (rule.when, answer.when) if one != ALWAYS)
                    when = shared(parts[0] if len(parts) == 1 else All(parts), known)
                    listed.append(Branch(when, outcome, labels.index(label), places[id(rule)]))
            found[kind] = tuple(listed)
        return found

    @cached_property
    def asked_by(self) -> Mapping[str, frozenset[str]]:
        """For each kind (and `details`), the facts that its rows name, and those from which these follow."""
        return {
            kind: frozenset(one for rule in rules for name in rule.facts for one in (name, *self.operands(name)))
            for kind, rules in self.threads.items()
        }

    def at(self, day: str) -> "Rules":
        """The edition in force on a day."""
        if self.span[0] <= day <= self.span[1]:
            return self
        return next(one for one in self.editions if one.span[0] <= day <= one.span[1])

    @cached_property
    def force_edges(self) -> tuple[str, str, str, str]:
        """The first and the last day on which the text may be in force, around those on which it surely is.

        An announcement or a bill counts from its date on; of a year or a month that was read, each day may be the one.
        """
        first, last = force_of(self.regime)
        since, until = self.regime.in_force.since or self.regime.dated, self.regime.in_force.until
        return first, days_of(since)[1], days_of(until)[0] if until else LAST, last

    def force(self, day: str) -> Force:
        """Whether the text itself is in force on a day."""
        first, known_first, known_last, last = self.force_edges
        if not first <= day <= last:
            return "before" if day < first else "after"
        return "in_force" if known_first <= day <= known_last else "not_known"

    def changed(self, change: Callable[[tuple[Rule, ...]], Iterable[Rule]]) -> "Rules":
        """The same regime with its rows changed, in every edition."""
        editions: list[Rules] = []
        editions += [replace(one, rules=tuple(change(one.rules)), editions=editions) for one in self.editions]
        return replace(next(one for one in editions if one.span == self.span), on=self.on)

    def only(self, keep: Iterable[str]) -> "Rules":
        """The same regime with some of its rows."""
        kept = set(keep)
        return self.changed(lambda rules: (one for one in rules if one.id in kept))
