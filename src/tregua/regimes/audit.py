"""What a regime, or several read as one promise, leaves open, contradicts or never reaches: counted exactly."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, Literal, get_args

from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Text
from tregua.catalogue.shown import Brief
from tregua.regimes.condition import Condition, facts_of
from tregua.regimes.fact import Value
from tregua.regimes.nodes import TRUE, Node
from tregua.regimes.parsing import Terms, parse
from tregua.regimes.partly_known import PartlyKnown, Standing
from tregua.regimes.realised import realised
from tregua.regimes.rules import Rule, Rules
from tregua.regimes.schema import KINDS, UNDETERMINED, Gaps, Pattern
from tregua.regimes.search import Question, Seen, Shown, Space, Thread
from tregua.regimes.together import load_together
from tregua.regimes.vocabulary import package_names
from tregua.trace import checklist

Class = Literal["conflicting", "silent", "decided"]
CLASSES: tuple[Class, ...] = get_args(Class)


@dataclass(frozen=True)
class Witness:
    """The fewest facts that show a class of cases, whatever else is true."""

    shows: Class
    kind: str | None
    """The kind of outcome it is about; None for the case as a whole."""
    gap: str | None
    combinations: int
    """How many combinations are of this class, on this kind, with this gap."""
    facts: Mapping[str, Value]
    outcomes: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, tuple[str, ...]]
    """For each kind, the rows that decide it, in the order of `outcomes`."""

    @property
    def gap_text(self) -> Text | None:
        """What the source texts call the gap."""
        return _gap_texts().get(self.gap or "")


@dataclass(frozen=True, repr=False)
class Audit(Brief):
    """How many combinations of facts the rows decide, leave open or contradict."""

    regimes: tuple[str, ...]
    facts: tuple[str, ...]
    total: int
    counts: Mapping[Class, int]
    kinds: Mapping[str, Mapping[Class, int]]
    """The same for each kind of outcome by itself."""
    total_with_unknown: int
    with_unknown: Mapping[str, Mapping[Standing, int]]
    """What is answered on each kind where a fact may also be unknown, as one case is read."""
    unreachable: tuple[str, ...]
    witnesses: tuple[Witness, ...]


def audit(regimes: Sequence[str | Rules], variants: Iterable[str] = ()) -> Audit:
    """Read one regime, or several as one promise, over every combination of the facts that their rows name.

    A row shows its value where it decides in its regime: its condition is true and no row above it on the same kind of
    outcome is. UNDETERMINED is no value: a row that names a gap is silent. On one kind of outcome a combination is
    silent where no value is shown, conflicting where regimes, or rows of equal priority, show different values, and
    decided otherwise. As a whole it is conflicting where some kind is, silent where every kind is, decided otherwise.

    With unknown facts the rows are read as for one case: an unknown row blocks nothing, and what is shown below it is
    provisional.

    Parameters
    ----------
    regimes
        Names of regimes, paths of files, or rules already loaded.
    variants
        Other readings of parameters, each for every regime that has it.

    Raises
    ------
    InputError
        An unknown regime or variant, or a file with problems.
    """
    read = load_together(regimes, variants)
    auditor = _Auditor(read)
    kinds = {kind: auditor.counts(kind) for kind in auditor.kinds}
    partly = PartlyKnown(read, auditor.space)
    return Audit(
        regimes=tuple(rules.regime.id for rules in read),
        facts=tuple(auditor.space.values),
        total=auditor.space.total,
        counts=auditor.counts(None),
        kinds=kinds,
        total_with_unknown=partly.total,
        with_unknown={kind: partly.counts(kind) for kind in auditor.kinds},
        unreachable=tuple(auditor.unreachable()),
        witnesses=tuple(auditor.witnesses()),
    )


class _Auditor:
    """The questions that an audit asks of the space of facts."""

    def __init__(self, read: list[Rules]) -> None:
        self.read, self.space = read, Space(read)
        spoken = {kind for rules in read for kind in rules.threads}
        self.kinds = [kind for kind in (*KINDS, "details") if kind in spoken]

    def counts(self, kind: str | None) -> dict[Class, int]:
        """How many combinations are of each class, on one kind or as a whole."""
        counts = {shows: self.space.count(self._question(shows, kind)) for shows in CLASSES[:2]}
        return {**counts, "decided": self.space.total - sum(counts.values())}

    def unreachable(self) -> Iterable[str]:
        """The rows that decide nothing in any combination."""
        for rules in self.read:
            reached = {
                name
                for kind in rules.threads
                for name in self.space.labels(self.space.thread(rules, kind, lambda rule, _: rule.id))
            }
            yield from (rule.id for rule in rules.rules if rule.id not in reached)

    def witnesses(self) -> Iterable[Witness]:
        """The smallest case of each class as a whole, of each gap and conflict on each kind, and of each named gap."""
        for shows in CLASSES:
            yield from self._witness(shows, None)
        for kind in self.kinds:
            for shows in CLASSES[:2]:
                yield from self._witness(shows, kind)
        names = {name for rules in self.read for rule in rules.rules if (name := rule.record.gap)}
        patterns = [one for one in _patterns() if set(facts_of(_condition(one))) <= self.space.values.keys()]
        for name in sorted(names | {one.id for one in patterns}, key=lambda name: (len(name), name)):
            found = [
                *(one for kind in self.kinds for one in self._witness("silent", kind, name)),
                *(
                    one
                    for pattern in patterns
                    if pattern.id == name
                    for one in self._witness(
                        pattern.shows, pattern.kind, name, self.space.nodes.node(_condition(pattern))
                    )
                ),
            ]
            yield from sorted(found, key=lambda one: len(one.facts))[:1]

    def _witness(
        self, shows: Class, kind: str | None, gap: str | None = None, given: Node | None = None
    ) -> Iterable[Witness]:
        """The smallest case of a class, if there is one; of a gap that a row names, or of cases that are `given`."""
        marked, given = None if given else gap, given or TRUE
        found = [self.space.smallest(one) for one in self._ways(shows, kind, marked, given)]
        shown = [facts for facts in found if facts is not None]
        if shown:
            facts = min(shown, key=len)
            count = self.space.count(self._question(shows, kind, marked, given))
            yield Witness(shows, kind, gap, count, realised(facts, self.read), *self._read(facts, kind))

    def _ways(self, shows: Class, kind: str | None, marked: str | None, given: Node) -> Iterable[Question]:
        """Questions of which one at least must be answered yes: none asks for more rows than show the class."""
        open_kinds, closed = self._open_and_closed()
        if shows == "conflicting":
            for one in open_kinds if kind is None else [kind]:
                speak = self._speak(one)
                for some in [*([rules] for rules in speak), *map(list, combinations(speak, 2))]:
                    yield self._on_kind(shows, one, some, marked, given)
        elif kind is None and shows == "decided":
            for last in [[one] for one in closed] or [[]]:
                yield self._on_all(shows, open_kinds, last)
        else:
            yield self._question(shows, kind, marked, given)

    def _read(
        self, facts: Mapping[str, Value], kind: str | None
    ) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """For each kind that the facts settle, the values and the rows that show them."""
        outcomes, rules = {}, {}
        for one in self.kinds if kind is None else [kind]:
            shown = [self.space.read(thread, facts) for thread in self._threads(self._speak(one), one, _row_and_value)]
            pairs = [pair for labels in shown for pair in sorted(labels or ())]
            if None not in shown or len({value for _, value in pairs} - {UNDETERMINED}) > 1:
                rules[one] = tuple(row for row, _ in pairs)
                outcomes[one] = tuple(value for _, value in pairs) or (UNDETERMINED,)
        return outcomes, rules

    def _question(self, shows: Class, kind: str | None, marked: str | None = None, given: Node = TRUE) -> Question:
        if kind is None:
            return self._on_all(shows, *self._open_and_closed())
        return self._on_kind(shows, kind, self._speak(kind), marked, given)

    def _on_kind(self, shows: Class, kind: str, read: list[Rules], marked: str | None, given: Node) -> Question:
        """Whether a kind is of a class, and, if a gap is `marked`, whether a row that names it decides."""

        def label(rule: Rule, value: str | None) -> tuple[str, bool]:
            return value or "shown", bool(marked) and rule.record.gap == marked

        threads = self._threads(read, kind, label)

        def fold(seen: Seen, at: int, shown: Shown) -> Seen:
            labels = shown | (seen or frozenset())
            if at + 1 < len(threads):
                return labels
            values = {value for value, _ in labels} - {UNDETERMINED}
            return _class_of(values) == shows and (not marked or any(named for _, named in labels))

        return Question(threads, fold, frozenset(), given)

    def _on_all(self, shows: Class, open_kinds: list[str], closed: list[str]) -> Question:
        """Kind by kind; those on which no two rows can differ come last and are read only if nothing is shown yet."""
        threads: list[Thread] = []
        ends: list[int] = []
        for kind in (*open_kinds, *closed):
            threads += self._threads(self._speak(kind), kind, _value if kind in open_kinds else _whether)
            ends.append(len(threads) - 1)
        last_open = ends[len(open_kinds) - 1] if open_kinds else -1

        def fold(seen: Seen, at: int, shown: Shown) -> Seen:
            before, values = seen
            values = values | (shown - {UNDETERMINED})
            if len(values) > 1:
                return shows == "conflicting"
            if values and shows == "silent":
                return False
            if at in ends:
                before, values = before or bool(values), frozenset()
                if at >= last_open and (before or at == ends[-1]):
                    return shows == ("decided" if before else "silent")
            return before, values

        return Question(tuple(threads), fold, (False, frozenset()))

    def _speak(self, kind: str) -> list[Rules]:
        return [rules for rules in self.read if kind in rules.threads]

    def _open_and_closed(self) -> tuple[list[str], list[str]]:
        """The kinds on which two rows may differ, and those on which none can."""
        open_kinds = []
        for kind in self.kinds:
            levels = [rule.level for rules in self._speak(kind) for rule in rules.threads[kind]]
            if len(self._speak(kind)) > 1 or len(set(levels)) < len(levels):
                open_kinds.append(kind)
        return open_kinds, [kind for kind in self.kinds if kind not in open_kinds]

    def _threads(
        self, read: Iterable[Rules], kind: str, label: Callable[[Rule, str | None], Any]
    ) -> tuple[Thread, ...]:
        return tuple(self.space.thread(rules, kind, label) for rules in read)


def _class_of(values: set[str]) -> Class:
    return "conflicting" if len(values) > 1 else "decided" if values else "silent"


def _value(_: Rule, value: str | None) -> str:
    return value or "shown"


def _whether(_: Rule, value: str | None) -> str:
    return UNDETERMINED if value == UNDETERMINED else "shown"


def _row_and_value(rule: Rule, value: str | None) -> tuple[str, str]:
    return rule.id, value or "shown"


@cache
def _patterns() -> tuple[Pattern, ...]:
    return tuple(load(Gaps, PACKAGE / "regimes" / "gaps.yaml")[0].gaps)


def _condition(pattern: Pattern) -> Condition:
    """The condition of the cases that a pattern speaks of."""
    return parse(pattern.when, Terms(package_names()))


@cache
def _gap_texts() -> dict[str, Text]:
    return {item.id: item.text for item in checklist()}
