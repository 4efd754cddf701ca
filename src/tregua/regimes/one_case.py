"""The rows of a regime read one by one, in table order, for one case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tregua.regimes.condition import All, Some, Stated, unknown_facts, value_of
from tregua.regimes.fact import Value
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import DATE, Answer, Given, Rule, Rules
from tregua.regimes.schema import UNDETERMINED


@dataclass(frozen=True)
class Step:
    """One row visited: its value, the facts it used, and what it decided."""

    rule: Rule
    value: bool | None
    """True: shown; None: unknown."""
    facts: Mapping[str, Value | None]
    decided: Mapping[str, str]


Pending = tuple[Rule, Answer, str | None]
"""A branch that is unknown, with what it would decide."""


class Reading:
    """The rows read in table order for one case on a day, each kind of outcome by itself."""

    def __init__(self, rules: Rules, stated: Stated) -> None:
        self.rules, self.stated = rules, rules.complete(stated)
        self.day = str(self.stated.get(DATE, rules.on))
        self.force = rules.force(self.day)
        self.asked = asked_kinds(rules, self.stated)
        self.outcomes: dict[str, str] = dict.fromkeys(rules.kinds, UNDETERMINED)
        self.decisive: dict[str, tuple[Rule, Answer]] = {}
        self.provisional: dict[str, int] = {}
        self._values: dict[str, bool | None] = {}
        self._missing: set[str] = set()
        self._visited: dict[str, dict[str, Rule]] = {}
        if self.force not in ("before", "after"):
            for kind, thread in rules.threads.items():
                self._read(kind, thread)

    def _read(self, kind: str, thread: tuple[Rule, ...]) -> None:
        """Read one kind: what decides it, and which unknown branches above could change that."""
        pending: list[Pending] = []
        found: tuple[str | None, object] = (UNDETERMINED if kind != "details" else None, {})
        for rule, answer, outcome in self._branches(kind, thread):
            first = self._values[rule.id]
            second = value_of(answer.when, self.stated)
            if first and second:
                self.decisive[kind] = (rule, answer)
                found = (outcome, answer.details)
                if outcome:
                    self.outcomes[kind] = outcome
                break
            if second is not False:
                pending.append((rule, answer, outcome))
        while pending and (pending[-1][2], pending[-1][1].details) == found:
            pending.pop()
        if kind in self.asked:
            self._ask(pending)
        if kind in self.decisive and pending:
            self.provisional[kind] = len({rule.id for rule, _, _ in pending})

    def _branches(self, kind: str, thread: tuple[Rule, ...]) -> Iterator[Pending]:
        """The branches of the rows that are not refuted, in order."""
        visited = self._visited.setdefault(kind, {})
        for rule in thread:
            visited[rule.id] = rule
            if rule.id not in self._values:
                self._values[rule.id] = value_of(rule.when, self.stated)
            if self._values[rule.id] is not False:
                yield from ((rule, answer, outcome) for answer, outcome in rule.answers_on(kind))

    def _ask(self, pending: Iterable[Pending]) -> None:
        for rule, answer, _ in pending:
            for name in (*unknown_facts(rule.when, self.stated), *unknown_facts(answer.when, self.stated)):
                follows = isinstance(self.rules.fact(name), Reckoned)
                asked = self.rules.operands(name) if follows else (name,)
                self._missing.update(one for one in asked if one not in self.stated)

    @property
    def rule(self) -> str | None:
        """The first shown row in table order."""
        shown = {rule.id for rule, _ in self.decisive.values()}
        return next((rule.id for rule in self.rules.rules if rule.id in shown), None)

    @property
    def rule_of(self) -> dict[str, str]:
        """The row that decides each kind of outcome."""
        return {kind: rule.id for kind, (rule, _) in self.decisive.items() if kind != "details"}

    @property
    def missing(self) -> tuple[str, ...]:
        """The unstated facts that keep a row unknown at or above the one that decides, in the order of the table."""
        return tuple(name for name in self.rules.facts if name in self._missing)

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """Where a row has several deciders and applies: what each of them answers."""
        found: dict[str, dict[str, str]] = {}
        for kind, visited in self._visited.items():
            for rule in visited.values():
                view = rule.record.views
                if view and self._values[rule.id]:
                    deciders = self.rules.fact(view).values
                    found[kind] = {one: self._outcome_under(rule, kind, {view: one}) for one in deciders}
        return found

    def _outcome_under(self, rule: Rule, kind: str, view: Stated) -> str:
        stated = {**self.stated, **view}
        shown = (outcome for answer, outcome in rule.answers_on(kind) if value_of(answer.when, stated))
        return next(shown, None) or UNDETERMINED

    @property
    def details(self) -> dict[str, float | str]:
        """Years, percentages and words that the decisive branches give; a fact's number only where it is stated."""
        found: dict[str, float | str] = {}
        for rule in self.rules.rules:
            for decisive, answer in self.decisive.values():
                if decisive is rule:
                    for name, value in answer.details.items():
                        if (shown := _detail(value, self.stated)) is not None:
                            found.setdefault(name, shown)
        return found

    def chain(self) -> tuple[Step, ...]:
        """Every row visited, in table order."""
        steps = []
        visited = {name for rules in self._visited.values() for name in rules}
        for rule in self.rules.rules:
            if rule.id not in visited:
                continue
            decided = {
                kind: self.outcomes.get(kind, "") for kind, (decisive, _) in self.decisive.items() if decisive is rule
            }
            used = {name: self.stated.get(name) for name in rule.facts}
            steps.append(Step(rule, self._value(rule), used, decided))
        return tuple(steps)

    def _value(self, rule: Rule) -> bool | None:
        """Whether the row's condition holds together with that of one of its branches."""
        return value_of(All((rule.when, Some(tuple(answer.when for answer in rule.answers)))), self.stated)


def asked_kinds(rules: Rules, stated: Stated) -> frozenset[str]:
    """The kinds of outcome that the stated facts bear on; all of them where nothing stated bears on any."""
    asked = frozenset(kind for kind, names in rules.asked_by.items() if names & stated.keys())
    return asked or frozenset(rules.asked_by)


def words_of(rule: Rule) -> str:
    """A row's condition and those of its branches, as the file writes them."""
    parts = [rule.words] if rule.words else []
    if len(rule.answers) > 1:
        parts += [f"{one.words or 'otherwise'}: {', '.join(one.outcomes.values())}" for one in rule.answers]
    return "; ".join(parts)


def _detail(value: Given, stated: Stated) -> float | str | None:
    if not isinstance(value, tuple):
        return value
    name, divisor = value
    number = stated.get(name)
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    whole = isinstance(number, int) and number % divisor == 0
    return int(number) // divisor if whole else number / divisor
