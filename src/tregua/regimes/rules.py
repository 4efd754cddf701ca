"""A regime as rules that run: its file read, every name in it checked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem, nearest, unknown_name
from tregua.catalogue.read import PACKAGE, Document, Key, load, unknown_sources
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.regimes.condition import ALWAYS, Condition, ConditionError, facts_of, parse
from tregua.regimes.schema import KINDS, OUTCOMES, UNDETERMINED, Branch, Kind, Regime, Row
from tregua.regimes.vocabulary import Fact, Value, vocabulary

_DETAIL = re.compile(r"([a-z]\w*)(?: / ([1-9][0-9]*))?")


Given = int | str | tuple[str, int]
"""A detail: a number, a word, or (fact, divisor)."""


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


@dataclass(frozen=True, repr=False)
class Rules(Brief):
    """A regime that runs, in table order, under the chosen variants of its parameters."""

    regime: Regime
    variants: tuple[str, ...]
    parameters: Mapping[str, Value]
    rules: tuple[Rule, ...]

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that the rows name."""
        names = dict.fromkeys(name for rule in self.rules for name in rule.facts)
        return {name: vocabulary()[name] for name in names}

    @property
    def caveats(self) -> list[Said]:
        """What kind of text was read and of which date, and that a bill is read as if it were law."""
        regime = self.regime
        status = Said(f"regimes.text_status.{regime.text_status}")
        read = Said("regimes.caveat.text", {"status": status, "dated": regime.dated, "as_of": regime.as_of})
        return [read, Said("regimes.caveat.bill")] if regime.text_status == "bill" else [read]

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of outcome that the rows speak of."""
        return tuple(kind for kind in KINDS if any(kind in rule.kinds for rule in self.rules))

    @cached_property
    def threads(self) -> Mapping[str, tuple[Rule, ...]]:
        """For each kind (and `details`), the rows that speak of it in table order."""
        kinds = (*self.kinds, *(["details"] if any("details" in rule.kinds for rule in self.rules) else []))
        return {kind: tuple(rule for rule in self.rules if kind in rule.kinds) for kind in kinds}

    @cached_property
    def asked_by(self) -> Mapping[str, frozenset[str]]:
        """For each kind (and `details`), the facts that its rows name."""
        return {kind: frozenset(name for rule in rules for name in rule.facts) for kind, rules in self.threads.items()}

    def only(self, keep: Iterable[str]) -> "Rules":
        """The same regime with some of its rows."""
        kept = set(keep)
        return Rules(self.regime, self.variants, self.parameters, tuple(one for one in self.rules if one.id in kept))


def regimes() -> tuple[str, ...]:
    """The names of the regimes in the catalogue."""
    return tuple(sorted(path.stem for path in (PACKAGE / "regimes" / "catalogue").glob("*.yaml")))


def regime_path(name: str) -> Path:
    """The file of a regime: a name of the catalogue, or a path to a file of the user's own.

    Raises
    ------
    InputError
        There is no regime of that name.
    """
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return Path(name)
    if name not in regimes():
        raise InputError(unknown_name("@regimes.regime", name, regimes()))
    return PACKAGE / "regimes" / "catalogue" / f"{name}.yaml"


def load_rules(name: str, variants: Iterable[str] = ()) -> Rules:
    """Read a regime by name or path, under chosen variants of its parameters (`strict`, `jep_practice`, …).

    Raises
    ------
    InputError
        Every problem of the file with its line, or the nearest variant for one that there is not.
    """
    path = regime_path(name)
    return (_load_once if name in regimes() else _load)(path, tuple(variants))


@cache
def _load_once(path: Path, variants: tuple[str, ...]) -> Rules:
    return _load(path, variants)


def _load(path: Path, variants: tuple[str, ...]) -> Rules:
    regime, document = load(Regime, path)
    parameters = _parameters(regime, variants)
    reader = _Reader(document, parameters)
    rules = [reader.rule(row, index) for index, row in enumerate(regime.rows)]
    reader.check_names(regime)
    if reader.problems:
        raise InputError(reader.problems)
    return Rules(regime, variants, parameters, tuple(sorted(rules, key=lambda rule: rule.record.priority)))


def _parameters(regime: Regime, variants: tuple[str, ...]) -> dict[str, Value]:
    values: dict[str, Value] = {parameter.id: parameter.value for parameter in regime.parameters}
    owner = {
        variant.id: (parameter.id, variant.value) for parameter in regime.parameters for variant in parameter.variants
    }
    problems = [unknown_name("@regimes.variant", name, owner) for name in variants if name not in owner]
    if problems:
        raise InputError(problems)
    return values | dict(owner[name] for name in variants)


class _Reader:
    """Turns the rows of one file into rules, collecting every problem with its line."""

    def __init__(self, document: Document, parameters: Mapping[str, Value]) -> None:
        self.document, self.parameters = document, parameters
        self.problems: list[Problem] = []

    def rule(self, row: Row, index: int) -> Rule:
        keys: tuple[Key, ...] = ("rows", index)
        answers = [self._answer(one, (*keys, "branches", at)) for at, one in enumerate(row.branches)]
        if not answers:
            answers = [self._answer(row.model_copy(update={"when": None}), keys)]
        if row.views is not None and getattr(vocabulary().get(row.views), "type", "") != "enum":
            enums = [name for name, fact in vocabulary().items() if fact.type == "enum"]
            self._add((*keys, "views"), unknown_name("@regimes.fact", row.views, enums))
        is_gap = any(value == UNDETERMINED for answer in answers for value in answer.outcomes.values())
        if row.gap and not is_gap:
            self._add((*keys, "gap"), Problem("not_one_of", "", self._values("outcomes", row.id, [UNDETERMINED])))
        return Rule(row, self._condition(row.when, (*keys, "when")), row.when or "", tuple(answers))

    def check_names(self, regime: Regime) -> None:
        """No row, priority, parameter or variant twice; every source is in the list of sources."""
        named: dict[str, list[tuple[tuple[Key, ...], str]]] = {
            "id": [(("rows", at, "id"), row.id) for at, row in enumerate(regime.rows)],
            "parameter": [
                (("parameters", at), name)
                for at, one in enumerate(regime.parameters)
                for name in (one.id, *(variant.id for variant in one.variants))
            ],
        }
        for places in named.values():
            seen: set[str] = set()
            for keys, name in places:
                if name in seen:
                    self._add(keys, Problem("duplicate_key", "", {"found": name}))
                seen.add(name)
        self.problems += unknown_sources(self.document)

    def _answer(self, branch: Branch, keys: tuple[Key, ...]) -> Answer:
        outcomes = {
            kind: self._outcome(kind, value, (*keys, "outcomes", kind)) for kind, value in branch.outcomes.items()
        }
        details: dict[str, Given] = {
            name: self._detail(value, (*keys, "details", name)) for name, value in branch.details.items()
        }
        return Answer(self._condition(branch.when, (*keys, "when")), branch.when, outcomes, details)

    def _condition(self, words: str | None, keys: tuple[Key, ...]) -> Condition:
        if words is None:
            return ALWAYS
        try:
            return parse(words, vocabulary(), self.parameters)
        except ConditionError as error:
            self._add(keys, error.problem)
            return ALWAYS

    def _outcome(self, kind: Kind, value: str, keys: tuple[Key, ...]) -> str:
        chosen = self.parameters.get(value, value)
        if chosen not in OUTCOMES[kind]:
            self._add(keys, Problem("not_one_of", "", self._values(kind, chosen, OUTCOMES[kind])))
        return str(chosen)

    def _detail(self, value: int | str, keys: tuple[Key, ...]) -> Given:
        """A number, a word in capitals, or the name of a parameter or of a fact, which may be divided."""
        if isinstance(value, int) or value.isupper():
            return value
        if value in self.parameters:
            chosen = self.parameters[value]
            assert isinstance(chosen, int | str)
            return chosen
        found = _DETAIL.fullmatch(value)
        integers = [name for name, fact in vocabulary().items() if fact.type == "integer"]
        if not found or found[1] not in integers:
            self._add(keys, unknown_name("@regimes.fact", value, [*integers, *self.parameters]))
            return value
        return found[1], int(found[2] or 1)

    def _values(self, field: str, found: object, valid: Iterable[str]) -> dict[str, object]:
        names = list(valid)
        return {"field": field, "found": found, "expected": ", ".join(names), "nearest": nearest(found, names)}

    def _add(self, keys: tuple[Key, ...], problem: Problem) -> None:
        self.problems.append(Problem(problem.kind, self.document.at(keys), problem.values))
