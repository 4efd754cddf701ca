"""The rows of a regime read one by one, in table order, for one case."""

from collections.abc import Mapping
from dataclasses import dataclass

from tregua.regimes.condition import All, Some, Stated, unknown_facts, value_of
from tregua.regimes.rules import Answer, Given, Rule, Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.vocabulary import Value, vocabulary


@dataclass(frozen=True)
class Step:
    """One row visited: its value, the facts it used, and what it decided."""

    rule: Rule
    value: bool | None
    """True: shown; None: unknown."""
    facts: Mapping[str, Value | None]
    decided: Mapping[str, str]


class Reading:
    """The rows read in table order for one case, each kind of outcome by itself."""

    def __init__(self, rules: Rules, stated: Stated) -> None:
        self.rules, self.stated = rules, stated
        self.asked = asked_kinds(rules, stated)
        self.outcomes: dict[str, str] = dict.fromkeys(rules.kinds, UNDETERMINED)
        self.decisive: dict[str, tuple[Rule, Answer]] = {}
        self._values: dict[str, bool | None] = {}
        self._missing: set[str] = set()
        self._visited: dict[str, Rule] = {}
        for kind, thread in rules.threads.items():
            self._read(kind, thread)

    def _read(self, kind: str, thread: tuple[Rule, ...]) -> None:
        for rule in thread:
            self._visited[rule.id] = rule
            if rule.id not in self._values:
                self._values[rule.id] = value_of(rule.when, self.stated)
            first = self._values[rule.id]
            if first is False:
                continue
            for answer, outcome in rule.answers_on(kind):
                second = value_of(answer.when, self.stated)
                if second is False:
                    continue
                if first and second:
                    self.decisive[kind] = (rule, answer)
                    if outcome:
                        self.outcomes[kind] = outcome
                    return
                if kind in self.asked:
                    self._missing.update(unknown_facts(rule.when, self.stated))
                    self._missing.update(unknown_facts(answer.when, self.stated))

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
        for rule in self._visited.values():
            view = rule.record.views
            if view is None or not self._values[rule.id]:
                continue
            for kind in rule.kinds:
                found[kind] = {one: self._outcome_under(rule, kind, {view: one}) for one in vocabulary()[view].values}
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
        for rule in self.rules.rules:
            if rule.id not in self._visited:
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
    if not isinstance(number, int):
        return None
    return number // divisor if number % divisor == 0 else number / divisor
