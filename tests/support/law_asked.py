"""Which facts can change an answer, by trying every completion: what the page's questions are held to.

A completion gives every unknown fact that some condition names a value; what follows from dates that are not all stated
is a fact of its own, one with the fact of the vocabulary that is reckoned in the same way. A fact matters where two
completions, both possible, differ in it alone and are decided otherwise.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import Any

from law_by_others import kleene

from tregua.regimes.condition import Compare, Condition, comparisons, facts_of
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import Rules
from tregua.regimes.schema import UNDETERMINED

Case = dict[str, Any]
NOTHING = repr((UNDETERMINED, dict[str, Any]()))
MOST = 3000  # completions of one case


class Asked:
    """The unknown facts of a case of one edition, with the values that conditions can tell apart."""

    def __init__(self, rules: Rules, case: Case, kinds: Iterable[str]) -> None:
        self.rules, self.kinds = rules, [kind for kind in kinds if kind in rules.threads]
        self.stated: Mapping[str, Any] = rules.complete(case)
        self.rows = [
            (kind, rule.when, answer.when, repr((outcome, dict(answer.details))))
            for kind in self.kinds
            for rule in rules.threads[kind]
            for answer, outcome in rule.answers_on(kind)
        ]
        spoken = [one for _, when, also, _ in self.rows for one in (when, also)]
        self.impossible = self._connected({name for one in spoken for name in facts_of(one)})
        self.conditions: list[Condition] = [*spoken, *self.impossible]
        names = dict.fromkeys(name for one in self.conditions for name in facts_of(one))
        self.twins = {self.rules.reckoned[name].id: name for name in rules.reckoned if not self._only_follows(name)}
        self.values = {name: self._values(name) for name in names if name not in self.stated and name not in self.twins}

    def _only_follows(self, name: str) -> bool:
        return isinstance(self.rules.fact(name), Reckoned)

    def _connected(self, names: set[str]) -> list[Condition]:
        """What is refused of these unknown facts, and of others that hang together with them."""
        found: list[Condition] = []
        while more := [
            one.when
            for one in self.rules.contradictions
            if one.when not in found and {*facts_of(one.when)} - self.stated.keys() & names
        ]:
            found += more
            names = names | {name for one in more for name in facts_of(one)}
        return found

    def _values(self, name: str) -> list[Any]:
        fact = self.rules.fact(name)
        if fact.type == "tri":
            return [True, False]
        if fact.type == "enum":
            return list(fact.values)
        tied = self._tied(name)
        tests = [one for condition in self.conditions for one in comparisons(condition)]
        thresholds = {one.value for one in tests if one.fact in tied and one.value is not None}
        thresholds |= {self.stated[one] for one in tied if one in self.stated}
        room = len(tied - self.stated.keys())
        if fact.type == "date":
            days = sorted(date.fromisoformat(str(one)) for one in thresholds or {"2025-01-01"})
            near = {day + timedelta(step) for day in days for step in range(-room, room + 1)}
            return [day.isoformat() for day in sorted(near)]
        numbers = [float(str(one)) for one in thresholds or {0}]
        near_numbers = {one + step for one in numbers for step in range(-room, room + 1)}
        return [int(one) for one in sorted(near_numbers) if fact.bounds[0] <= one <= fact.bounds[1]]

    def _tied(self, name: str) -> set[str]:
        tied, size = {name}, 0
        pairs = [
            {one.fact, one.other} for each in self.conditions for one in comparisons(each) if isinstance(one, Compare)
        ]
        while size < len(tied):
            size = len(tied)
            tied |= {one for pair in pairs if None not in pair and pair & tied for one in pair if one}
        return tied

    @property
    def completions(self) -> int:
        """In how many ways the case can be completed."""
        return prod(map(len, self.values.values()))

    def answer(self, values: Sequence[Any]) -> tuple[Any, ...] | None:
        """What is decided of each kind in a completion, or None where it cannot be."""
        case = {**self.stated, **dict(zip(self.values, values, strict=True))}
        case |= {twin: case[name] for twin, name in self.twins.items() if name in case}
        if any(kleene(one, case) == 1 for one in self.impossible):
            return None
        found: dict[str, str] = {}
        for kind, when, also, label in self.rows:
            if kind not in found and kleene(when, case) == 1 and kleene(also, case) == 1:
                found[kind] = label
        return tuple(found.get(kind, NOTHING) for kind in self.kinds)

    def mattering(self) -> set[str]:
        """The facts that matter, from every completion."""
        every = {values: self.answer(values) for values in product(*self.values.values())}
        found = set()
        for at, name in enumerate(self.values):
            groups: dict[Any, set[Any]] = {}
            for values, answer in every.items():
                if answer is not None:
                    groups.setdefault((*values[:at], *values[at + 1 :]), set()).add(answer)
            if any(len(answers) > 1 for answers in groups.values()):
                found.add(name)
        return found

    def mattering_somewhere(self, draw: random.Random, tries: int) -> set[str]:
        """Facts that matter, from some completions: others may as well."""
        found: set[str] = set()
        options = list(self.values.values())
        for _ in range(tries):
            values = [draw.choice(one) for one in options]
            answer = self.answer(values)
            if answer is None:
                continue
            for at, name in enumerate(self.values):
                changed = [*values[:at], draw.choice(options[at]), *values[at + 1 :]]
                if self.answer(changed) not in (None, answer):
                    found.add(name)
        return found

    def questions(self, matter: set[str], not_known: set[str]) -> list[str]:
        """The questions to which facts that matter lead: themselves, or the dates from which they follow."""
        return [name for name in self.rules.facts if name in {*self._asked(matter, not_known)}]

    def _asked(self, matter: set[str], not_known: set[str]) -> Iterator[str]:
        known = {*self.stated, *not_known}
        for name in matter:
            operands = self.rules.operands(name)
            if not self._only_follows(name) and name not in known:
                yield name
            elif not not_known & {*operands}:
                yield from {*operands} - known
