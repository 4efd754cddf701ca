"""Two regimes, or two versions of one, compared row by row, each change with a case that it decides otherwise."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tregua.regimes.condition import All, Compare, Condition, Holds, Not, Some, facts_of
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import Answer, Rule, Rules, load_rules
from tregua.regimes.schema import KINDS, UNDETERMINED
from tregua.regimes.search import Question, Seen, Shown, Space, Thread
from tregua.regimes.vocabulary import Value, vocabulary
from tregua.text import LANGUAGES, Language, text

Match = Callable[[Rule, Rule], bool]


@dataclass(frozen=True)
class Case:
    """The fewest facts with which two regimes decide one kind of outcome differently."""

    facts: Mapping[str, Value]
    kind: str
    a: str
    b: str
    rule_a: str | None
    rule_b: str | None

    def as_json(self) -> dict[str, Any]:
        """The case as plain values."""
        return {
            "facts": dict(self.facts),
            "a": {self.kind: self.a},
            "b": {self.kind: self.b},
            "rules": {"a": self.rule_a, "b": self.rule_b},
        }


@dataclass(frozen=True)
class Change:
    """One row that only one of two regimes has, or that they have with different conditions or outcomes."""

    a: Rule | None
    b: Rule | None
    words: Mapping[Language, str]
    witness: Case | None

    def as_json(self, language: Language) -> dict[str, Any]:
        """The change as plain values; a matched row is named as in `a`."""
        row = self.a or self.b
        assert row
        return {
            "row": row.id,
            "row_in_b": self.b.id if self.b else None,
            "words": self.words[language],
            "witness": self.witness and self.witness.as_json(),
        }


@dataclass(frozen=True)
class Diff:
    """What stands in `b` and not in `a`, what in `a` and not in `b`, and what reads differently."""

    a: str
    b: str
    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    changed: tuple[Change, ...]

    def as_json(self, language: Language = "en") -> dict[str, Any]:
        """The comparison as plain values."""
        return {
            "a": self.a,
            "b": self.b,
            **{
                name: [change.as_json(language) for change in changes]
                for name, changes in (("added", self.added), ("removed", self.removed), ("changed", self.changed))
            },
        }


def diff(a: str | Rules, b: str | Rules) -> Diff:
    """Compare two regimes, or two versions of one.

    Rows are matched by name within one regime, otherwise by outcome and article. A witness is a case whose outcome
    differs and in which the row decides in `a` or in `b`; there is none where the change alters no outcome.

    Parameters
    ----------
    a, b
        Names of regimes, paths of files, or rules already loaded.

    Raises
    ------
    InputError
        An unknown regime, or a file with problems.
    """
    one, other = (each if isinstance(each, Rules) else load_rules(each) for each in (a, b))
    pairs = _match(one, other)
    finder = _Finder(one, other)
    kept = {id(rule) for pair in pairs for rule in pair}
    changed = []
    for before, after in pairs:
        if words := _changes(before, after, versions=one.regime.id == other.regime.id):
            changed.append(finder.change(before, after, words))
    return Diff(
        one.regime.id,
        other.regime.id,
        added=tuple(
            finder.change(None, rule, _alone(rule, "row_added")) for rule in other.rules if id(rule) not in kept
        ),
        removed=tuple(
            finder.change(rule, None, _alone(rule, "row_removed")) for rule in one.rules if id(rule) not in kept
        ),
        changed=tuple(changed),
    )


# --- which rows belong together ---------------------------------------------------------------------------------------


def _match(one: Rules, other: Rules) -> list[tuple[Rule, Rule]]:
    """Pairs of rows, the surest first; each row stands in one pair at most."""
    left, right = list(one.rules), list(other.rules)
    versions = one.regime.id == other.regime.id
    pairs = []
    otherwise = [_same_name_and_kind, _same_outcome_and_article, _same_outcome, _same_article]
    for belong in [_same_name] if versions else otherwise:
        for rule in list(left):
            if found := next((candidate for candidate in right if belong(rule, candidate)), None):
                pairs.append((rule, found))
                left.remove(rule)
                right.remove(found)
    order = [rule.id for rule in one.rules]
    return sorted(pairs, key=lambda pair: order.index(pair[0].id))


def _same_name(a: Rule, b: Rule) -> bool:
    return a.id == b.id


def _same_name_and_kind(a: Rule, b: Rule) -> bool:
    return a.id == b.id and a.kinds == b.kinds


def _same_outcome_and_article(a: Rule, b: Rule) -> bool:
    return _same_outcome(a, b) and a.record.article == b.record.article


def _same_outcome(a: Rule, b: Rule) -> bool:
    decided = _decided(a)
    return decided == _decided(b) and any(value != UNDETERMINED for _, value in decided)


def _same_article(a: Rule, b: Rule) -> bool:
    return a.record.article == b.record.article and a.kinds == b.kinds


def _decided(rule: Rule) -> frozenset[tuple[str, str]]:
    return frozenset(item for answer in rule.answers for item in answer.outcomes.items())


# --- a case for each change -------------------------------------------------------------------------------------------


class _Finder:
    """Looks for the smallest case that a change decides otherwise."""

    def __init__(self, a: Rules, b: Rules) -> None:
        self.a, self.b, self.space = a, b, Space([a, b])

    def change(self, a: Rule | None, b: Rule | None, words: Mapping[Language, str]) -> Change:
        """A change with its witness; its words say so where it alters no outcome."""
        witness = self._witness(a, b)
        if not witness:
            words = {one: f"{said}. {text(one, 'diff.no_effect')}" for one, said in words.items()}
        return Change(a, b, words, witness)

    def _witness(self, a: Rule | None, b: Rule | None) -> Case | None:
        found: list[tuple[int, int, str, Mapping[str, Value]]] = []
        for kind in KINDS:
            if any(rule and kind in rule.kinds for rule in (a, b)):
                facts = self.space.smallest(self._question(kind, a, b))
                if facts is not None:
                    found.append((len(facts), len(found), kind, facts))
        if not found:
            return None
        _, _, shown, case = min(found, key=lambda one: one[:2])
        read = Reading(self.a, case), Reading(self.b, case)
        outcomes = [one.outcomes.get(shown, UNDETERMINED) for one in read]
        rows = [one.rule_of.get(shown) for one in read]
        return Case(case, shown, outcomes[0], outcomes[1], rows[0], rows[1])

    def _question(self, kind: str, a: Rule | None, b: Rule | None) -> Question:
        """Both regimes show different values, the row decides in one of them, and by itself it reads differently."""
        regimes = [self._thread(self.a, kind, a), self._thread(self.b, kind, b)]
        rows = [self._thread(one.only([row.id] if row else []), kind, row) for one, row in ((self.a, a), (self.b, b))]
        threads = regimes if rows[0] == rows[1] else [*regimes, *rows]

        def fold(seen: Seen, at: int, shown: Shown) -> Seen:
            label = next(iter(shown), (UNDETERMINED if at < 2 else None, False))
            if at in (0, 2):
                return label
            (before, here), (after, there) = seen, label
            if before == after or (at == 1 and not (here or there)):
                return False
            return () if at + 1 < len(threads) else True

        return Question(tuple(threads), fold)

    def _thread(self, rules: Rules, kind: str, row: Rule | None) -> Thread:
        """The rows of a regime one by one in table order, as one case is decided."""
        grouped = self.space.thread(rules, kind, lambda rule, value: (value, rule is row))
        return tuple((one,) for level in grouped for one in level)


# --- in words ---------------------------------------------------------------------------------------------------------


def _alone(rule: Rule, what: str) -> dict[Language, str]:
    """A row that only one of the two has."""
    return {one: text(one, f"diff.{what}", row=_row_in_words(rule, one)) for one in LANGUAGES}


def _changes(a: Rule, b: Rule, versions: bool) -> dict[Language, str]:
    """What reads differently in two rows that belong together; empty where nothing does."""
    said = {one: list(_row_changes(a, b, versions, one)) for one in LANGUAGES}
    return {one: "; ".join(parts) for one, parts in said.items() if parts}


def _row_changes(a: Rule, b: Rule, versions: bool, language: Language) -> Iterator[str]:
    alike = len(a.answers) == len(b.answers)
    if alike:
        yield from _condition_changes(a.when, b.when, language)
    if versions and a.record.priority != b.record.priority:
        yield text(language, "diff.priority", before=a.record.priority, after=b.record.priority)
    if alike and len(a.answers) == 1:
        yield from _answer_changes(a.answers[0], b.answers[0], language)
        return
    left, right = (_by_outcome(rule, whole=not alike) for rule in (a, b))
    for key, answer in left.items():
        if key not in right:
            yield text(language, "diff.branch_removed", branch=_branch_in_words(answer, language))
        else:
            for part in _answer_changes(answer, right[key], language):
                yield text(language, "diff.branch_changed", outcome=_outcomes_in_words(answer, language), change=part)
    for key, answer in right.items():
        if key not in left:
            yield text(language, "diff.branch_added", branch=_branch_in_words(answer, language))


def _by_outcome(rule: Rule, whole: bool) -> dict[tuple[object, int], Answer]:
    """Branches by what they decide, those that decide the same by their order; if `whole`, with the row's condition."""
    seen: Counter[object] = Counter()
    found: dict[tuple[object, int], Answer] = {}
    for answer in rule.answers:
        key = tuple(sorted(answer.outcomes.items()))
        found[key, seen[key]] = replace(answer, when=All((rule.when, answer.when))) if whole else answer
        seen[key] += 1
    return found


def _answer_changes(a: Answer, b: Answer, language: Language) -> Iterator[str]:
    yield from _condition_changes(a.when, b.when, language)
    for kind in KINDS:
        before, after = (one.outcomes.get(kind) for one in (a, b))
        if before != after:
            shown = [text(language, f"regimes.outcome.{value}") if value else "–" for value in (before, after)]
            values = {"what": text(language, f"regimes.kind.{kind}"), "before": shown[0], "after": shown[1]}
            yield text(language, "diff.outcome", **values)
    for name in dict.fromkeys([*a.details, *b.details]):
        details = a.details.get(name), b.details.get(name)
        if details[0] != details[1]:
            shown = [_detail_in_words(value) for value in details]
            values = {"what": text(language, f"regimes.detail.{name}"), "before": shown[0], "after": shown[1]}
            yield text(language, "diff.outcome", **values)


def _detail_in_words(value: object) -> str:
    if isinstance(value, tuple):
        return " / ".join(map(str, value))
    return "–" if value is None else str(value)


def _condition_changes(a: Condition, b: Condition, language: Language) -> Iterator[str]:
    """The parts that only one of two conditions has; two such parts about the same facts are one that changed."""
    joint = Some if isinstance(a, Some) and isinstance(b, Some) else All
    family = "way" if joint is Some else "part"
    before, after = _parts(a, joint), _parts(b, joint)
    gone, new = [part for part in before if part not in after], [part for part in after if part not in before]
    for part in gone:
        successor = next((one for one in new if set(facts_of(one)) == set(facts_of(part))), None)
        if successor is None:
            yield text(language, f"diff.{family}_removed", part=in_words(part, language))
        else:
            new.remove(successor)
            shown = in_words(part, language), in_words(successor, language)
            yield text(language, "diff.part_changed", before=shown[0], after=shown[1])
    for part in new:
        yield text(language, f"diff.{family}_added", part=in_words(part, language))


def _parts(condition: Condition, joint: type[All] | type[Some]) -> list[Condition]:
    if isinstance(condition, joint):
        return [one for part in condition.parts for one in _parts(part, joint)]
    return [condition]


def _row_in_words(rule: Rule, language: Language) -> str:
    branches = "; ".join(_branch_in_words(answer, language) for answer in rule.answers)
    if not _parts(rule.when, All):
        return branches
    if len(rule.answers) == 1:
        return text(language, "diff.branch", condition=in_words(rule.when, language), outcome=branches)
    return f"{in_words(rule.when, language)} ({branches})"


def _branch_in_words(answer: Answer, language: Language) -> str:
    outcome = _outcomes_in_words(answer, language)
    if not _parts(answer.when, All):
        return outcome
    return text(language, "diff.branch", condition=in_words(answer.when, language), outcome=outcome)


def _outcomes_in_words(answer: Answer, language: Language) -> str:
    shown = {f"kind.{kind}": text(language, f"regimes.outcome.{value}") for kind, value in answer.outcomes.items()}
    shown |= {f"detail.{name}": _detail_in_words(value) for name, value in answer.details.items()}
    return ", ".join(f"{text(language, f'regimes.{name}')}: {words}" for name, words in shown.items())


def in_words(condition: Condition, language: Language) -> str:
    """A condition with the names of its facts in quotation marks."""
    match condition:
        case Holds(fact):
            return _fact_in_words(fact, language)
        case Compare(fact, sign, value, other):
            against = _fact_in_words(other, language) if other else value
            return f"{_fact_in_words(fact, language)} {sign} {against}"
        case Not(part):
            return text(language, "diff.not", part=_inner(part, language))
        case All():
            parts = tuple(_parts(condition, All))
            if len(parts) == 1:
                return in_words(parts[0], language)
            return text(language, "diff.and").join(_inner(part, language) for part in parts)
        case Some(parts):
            return text(language, "diff.or").join(_inner(part, language) for part in parts)


def _inner(part: Condition, language: Language) -> str:
    shown = in_words(part, language)
    return f"({shown})" if isinstance(part, All | Some) else shown


def _fact_in_words(name: str, language: Language) -> str:
    words = vocabulary()[name].text
    return text(language, "diff.fact", fact=words.en if language == "en" else words.es)
