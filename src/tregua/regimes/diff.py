"""Two regimes, or two versions of one, compared row by row, each change with a case that it decides otherwise."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.regimes.condition import ALWAYS, All, Condition, Some, facts_of, parts_of
from tregua.regimes.fact import Value
from tregua.regimes.load import load_rules
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import Answer, Rule, Rules, written
from tregua.regimes.schema import KINDS, UNDETERMINED
from tregua.regimes.search import Question, Seen, Shown, Space, Thread

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


@dataclass(frozen=True)
class Change:
    """One row that only one of two regimes has, or that they have with different conditions or outcomes."""

    a: Rule | None
    b: Rule | None
    parts: tuple[Said, ...]
    """What reads differently; values are also rows, branches and conditions."""
    witness: Case | None
    """None where the change alters no outcome."""


@dataclass(frozen=True, repr=False)
class Diff(Brief):
    """What stands in `b` and not in `a`, what in `a` and not in `b`, and what reads differently."""

    a: str
    b: str
    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    changed: tuple[Change, ...]


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
        if parts := tuple(_row_changes(before, after, versions=one.regime.id == other.regime.id)):
            changed.append(finder.change(before, after, parts))
    return Diff(
        one.regime.id,
        other.regime.id,
        added=tuple(
            finder.change(None, rule, (Said("diff.row_added", {"row": rule}),))
            for rule in other.rules
            if id(rule) not in kept
        ),
        removed=tuple(
            finder.change(rule, None, (Said("diff.row_removed", {"row": rule}),))
            for rule in one.rules
            if id(rule) not in kept
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

    def change(self, a: Rule | None, b: Rule | None, parts: tuple[Said, ...]) -> Change:
        """A change with its witness."""
        return Change(a, b, parts, self._witness(a, b))

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


# --- what reads differently -------------------------------------------------------------------------------------------


def _row_changes(a: Rule, b: Rule, versions: bool) -> Iterator[Said]:
    """What reads differently in two rows that belong together."""
    alike = len(a.answers) == len(b.answers)
    if alike:
        yield from _condition_changes(a.when, b.when)
    if versions and a.record.priority != b.record.priority:
        yield Said("diff.priority", {"before": a.record.priority, "after": b.record.priority})
    if alike and len(a.answers) == 1:
        yield from _answer_changes(a.answers[0], b.answers[0])
        return
    left, right = (_by_outcome(rule, whole=not alike) for rule in (a, b))
    for key, answer in left.items():
        if key not in right:
            yield Said("diff.branch_removed", {"branch": answer})
        else:
            outcome = replace(answer, when=ALWAYS)
            for part in _answer_changes(answer, right[key]):
                yield Said("diff.branch_changed", {"outcome": outcome, "change": part})
    for key, answer in right.items():
        if key not in left:
            yield Said("diff.branch_added", {"branch": answer})


def _by_outcome(rule: Rule, whole: bool) -> dict[tuple[object, int], Answer]:
    """Branches by what they decide, those that decide the same by their order; if `whole`, with the row's condition."""
    seen: Counter[object] = Counter()
    found: dict[tuple[object, int], Answer] = {}
    for answer in rule.answers:
        key = tuple(sorted(answer.outcomes.items()))
        found[key, seen[key]] = replace(answer, when=All((rule.when, answer.when))) if whole else answer
        seen[key] += 1
    return found


def _answer_changes(a: Answer, b: Answer) -> Iterator[Said]:
    yield from _condition_changes(a.when, b.when)
    for kind in KINDS:
        before, after = (one.outcomes.get(kind) for one in (a, b))
        if before != after:
            shown = [Said(f"regimes.outcome.{value}") if value else "–" for value in (before, after)]
            yield _becomes(f"regimes.kind.{kind}", *shown)
    for name in dict.fromkeys([*a.details, *b.details]):
        details = a.details.get(name), b.details.get(name)
        if details[0] != details[1]:
            yield _becomes(f"regimes.detail.{name}", *("–" if one is None else written(one) for one in details))


def _becomes(what: str, before: object, after: object) -> Said:
    return Said("diff.outcome", {"what": Said(what), "before": before, "after": after})


def _condition_changes(a: Condition, b: Condition) -> Iterator[Said]:
    """The parts that only one of two conditions has; two such parts about the same facts are one that changed."""
    joint = Some if isinstance(a, Some) and isinstance(b, Some) else All
    family = "way" if joint is Some else "part"
    before, after = parts_of(a, joint), parts_of(b, joint)
    gone, new = [part for part in before if part not in after], [part for part in after if part not in before]
    for part in gone:
        successor = next((one for one in new if set(facts_of(one)) == set(facts_of(part))), None)
        if successor is None:
            yield Said(f"diff.{family}_removed", {"part": part})
        else:
            new.remove(successor)
            yield Said("diff.part_changed", {"before": part, "after": successor})
    for part in new:
        yield Said(f"diff.{family}_added", {"part": part})
