"""Two regimes, or two versions of one, compared row by row, each change with a case that it decides otherwise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.regimes.condition import All, Condition, Some
from tregua.regimes.differences import Altered, Bearing, Differences, Part, altered
from tregua.regimes.fact import Value
from tregua.regimes.one_case import Reading
from tregua.regimes.realised import realised
from tregua.regimes.rules import Rule, Rules
from tregua.regimes.schema import KINDS, UNDETERMINED
from tregua.regimes.search import Question, Seen, Shown, Space, Thread
from tregua.regimes.together import load_two

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
    parts: tuple[Part, ...]
    """What reads differently; values are also rows, branches and conditions."""
    bearing: Bearing | None
    """What became of the cases in which the row decides anything; None for a row that only one regime has."""
    witness: Case | None
    """None where the change alters no outcome."""


@dataclass(frozen=True, repr=False)
class Diff(Brief):
    """What stands in `b` and not in `a`, what in `a` and not in `b`, and what reads differently."""

    a: str
    b: str
    altered: tuple[Altered, ...]
    """What the texts say otherwise of themselves: kind of text, when in force, parameters."""
    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    changed: tuple[Change, ...]


def diff(a: str | Rules, b: str | Rules, variants: Iterable[str] = ()) -> Diff:
    """Compare two regimes, or two versions of one.

    Rows are matched by name within one regime, otherwise by outcome and article. A witness is a case whose outcome
    differs and in which the row decides in `a` or in `b`; there is none where the change alters no outcome.

    Parameters
    ----------
    a, b
        Names of regimes, paths of files, or rules already loaded.
    variants
        Other readings of parameters, each for the regimes that have it; a regime compared with itself is `b` with them.

    Raises
    ------
    InputError
        An unknown regime or variant, or a file with problems.
    """
    one, other = load_two(a, b, variants)
    pairs = _match(one, other)
    finder = _Finder(one, other)
    differences = Differences(one, other, finder.space)
    kept = {id(rule) for pair in pairs for rule in pair}
    moved = _moved(pairs, other) if differences.versions else set()
    changed = []
    for before, after in pairs:
        order = (_place(after, other),) if id(after) in moved else ()
        if parts := (*differences.rows(before, after), *order):
            changed.append(finder.change(before, after, parts, differences.bearing(_decides(before), _decides(after))))
    return Diff(
        one.regime.id,
        other.regime.id,
        altered=tuple(altered(one, other)),
        added=tuple(
            finder.change(None, rule, (Part("row", Said("diff.row_added", {"row": rule})),))
            for rule in other.rules
            if id(rule) not in kept
        ),
        removed=tuple(
            finder.change(rule, None, (Part("row", Said("diff.row_removed", {"row": rule})),))
            for rule in one.rules
            if id(rule) not in kept
        ),
        changed=tuple(changed),
    )


def _moved(pairs: list[tuple[Rule, Rule]], other: Rules) -> set[int]:
    """The rows of `b` that are read in another order than in `a`: the fewest without which the order is the same."""
    places = {id(rule): at for at, rule in enumerate(other.rules)}
    sequence = [places[id(after)] for _, after in pairs]
    longest: list[list[int]] = []
    for at, place in enumerate(sequence):
        before: list[list[int]] = [longest[left] for left in range(at) if sequence[left] < place]
        longest.append([*sorted(before, key=len)[-1], place] if before else [place])
    kept = set(sorted(longest, key=len)[-1]) if longest else set()
    return {id(after) for _, after in pairs if places[id(after)] not in kept}


def _place(rule: Rule, rules: Rules) -> Part:
    """After which row a row is read."""
    at = rules.rules.index(rule)
    said = Said("diff.read_after", {"row": rules.rules[at - 1].id}) if at else Said("diff.read_first")
    return Part("order", said)


def _decides(rule: Rule) -> Condition:
    """When a row decides anything."""
    return All((rule.when, Some(tuple(answer.when for answer in rule.answers))))


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

    def change(self, a: Rule | None, b: Rule | None, parts: tuple[Part, ...], bearing: Bearing | None = None) -> Change:
        """A change with its witness."""
        return Change(a, b, parts, bearing, self._witness(a, b))

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
        case = realised(case, (self.a, self.b))
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
        return self.space.thread(rules, kind, lambda rule, value: (value, rule is row), apart=True)
