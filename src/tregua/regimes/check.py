"""A law of one's own tried on its worked cases, as a test runner does, and over every combination of its facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import Document, load
from tregua.catalogue.shown import Brief
from tregua.regimes.audit import Audit, audit
from tregua.regimes.decide import Decision, decide
from tregua.regimes.load import load_rules, no_variant, regime_path, regimes
from tregua.regimes.own import Folder
from tregua.regimes.rules import Rules
from tregua.regimes.schema import KINDS, Case, CasesFile
from tregua.regimes.vocabulary import check_facts

CASES = "cases.yaml"
ALSO = ("rule", "missing", "in_force", "refused")
"""What a case may expect beside kinds of outcome and details."""


@dataclass(frozen=True)
class Tried:
    """A case decided: for what came out otherwise, what was expected and what was found."""

    case: Case
    wrong: Mapping[str, tuple[Any, Any]]
    shown: tuple[str, ...]
    """The rows that decide something in it."""


@dataclass(frozen=True, repr=False)
class Checked(Brief):
    """A law's cases tried, the rows that none of them shows, and its gaps and conflicts."""

    regime: str
    tried: tuple[Tried, ...]
    untried: tuple[str, ...]
    audit: Audit

    @property
    def failed(self) -> tuple[Tried, ...]:
        """The cases that came out otherwise than expected."""
        return tuple(one for one in self.tried if one.wrong)


def check(name: str) -> Checked:
    """Try a law on the cases that stand beside it, and read it over every combination of its facts.

    Parameters
    ----------
    name
        A folder with `law.yaml` and `cases.yaml`, or a file with `cases.yaml` beside it.

    Raises
    ------
    InputError
        Every problem of the files with its line, or there are no cases.
    """
    if name in regimes():
        raise InputError(Problem("not_own", "", {"found": name}))
    path = regime_path(name)
    rules = load_rules(name)
    file, document = load(CasesFile, path.parent / CASES)
    problems = [problem for at, case in enumerate(file.cases) for problem in _problems(case, rules, document, at)]
    ids = [case.id for case in file.cases]
    for at, one in enumerate(ids):
        if one in ids[:at]:
            problems.append(Problem("duplicate_key", document.at(("cases", at, "id")), {"found": one}))
    if problems:
        raise InputError(problems)
    tried = tuple(_try(case, name) for case in file.cases)
    shown = {row for one in tried for row in one.shown}
    rows = dict.fromkeys(rule.id for edition in rules.editions for rule in edition.rules)
    return Checked(rules.regime.id, tried, tuple(row for row in rows if row not in shown), audit([rules]))


def _problems(case: Case, rules: Rules, document: Document, at: int) -> list[Problem]:
    """A fact, a variant or something expected that there is not."""
    keys = ("cases", at)
    try:
        check_facts(case.facts, lambda name: document.at((*keys, "facts", name)), rules.names)
        found: list[Problem] = []
    except InputError as error:
        found = list(error.problems)
    variants = {variant.id for one in rules.regime.parameters for variant in one.variants}
    at_variants = document.at((*keys, "variants"))
    strange_variants = [no_variant(one, variants) for one in case.variants if one not in variants]
    found += [Problem(one.kind, at_variants, one.values) for one in strange_variants]
    every = [*KINDS, *rules.details, *ALSO]
    own = Folder(document.path.parent)
    rows = {rule.id for edition in rules.editions for rule in edition.rules}
    for name, value in case.expected.items():
        where = document.at((*keys, "expected", name))
        if name not in every:
            found.append(unknown_name("@regimes.expectation", name, every, where))
        elif name in KINDS and value not in own.outcomes(name):
            found.append(unknown_name("@regimes.decision", value, own.outcomes(name), where))
        elif name == "rule" and value is not None and str(value) not in rows:
            found.append(unknown_name("@regimes.row", value, rows, where))
        elif name == "missing":
            wanted = value if isinstance(value, list) else [value]
            strange = [one for one in wanted if rules.names.called(str(one)) is None]
            found += [unknown_name("@regimes.fact", one, rules.names.every(), where) for one in strange]
    return found


def _try(case: Case, name: str) -> Tried:
    try:
        decision = decide(load_rules(name, case.variants), case.facts, with_flips=False, on=case.on)
    except InputError as error:
        expected = {
            one: (value, error.message()) for one, value in case.expected.items() if (one, value) != ("refused", True)
        }
        return Tried(case, expected, ())
    given = _given(decision)
    wrong: dict[str, tuple[Any, Any]] = {}
    for one, value in case.expected.items():
        if one == "missing":
            value = value if isinstance(value, list) else [value]  # noqa: PLW2901 - one may stand alone
            found = [decision.rules.names.called(str(fact)) for fact in value]
            if not {fact.id for fact in found if fact} <= set(decision.missing) or None in found:
                wrong[one] = (value, list(decision.missing))
        elif given.get(one) != value:
            wrong[one] = (value, given.get(one))
    return Tried(case, wrong, tuple(dict.fromkeys(decision.rule_of.values())))


def _given(decision: Decision) -> dict[str, Any]:
    return {
        **decision.outcomes,
        **decision.details,
        "rule": decision.rule,
        "in_force": decision.force,
        "refused": False,
    }
