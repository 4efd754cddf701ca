"""Exact answers over every combination of facts, without listing them.

Rows are read fact by fact: a fact is given each of its values in turn, what it settles is dropped, and cases of which
the same rows are left over are answered once. Only facts that still matter are read, so that the work grows with the
number of different remainders and not with the number of combinations.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from tregua.regimes.condition import SIGNS, All, Compare, Condition, Holds, Not, Some, facts_of
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.fact import Fact, Value
from tregua.regimes.rules import Rule, Rules

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A condition without `not`; two equal ones are one object, so that they compare at once."""

    facts: tuple[str, ...] = ()
    test: Compare | None = None
    decisive: "Node | None" = None
    """The value of one part that settles the whole: FALSE for `and`, TRUE for `or`."""
    parts: tuple["Node", ...] = ()


TRUE, FALSE, UNKNOWN = Node(), Node(), Node()
Label = Any
"""Anything that hashes: a value, a row, whatever the question turns on."""
Branches = tuple[tuple[Node, Label], ...]
"""One row: its branches in order, each with what is asked of it."""
Thread = tuple[tuple[Branches, ...], ...]
"""The rows of one regime on one kind of outcome, those of equal priority together."""
Shown = frozenset[Label]
"""The labels of the decisive rows of a thread; several where rows of equal priority are shown."""
Seen = Any
Fold = Callable[[Seen, int, Shown], Seen]
"""What is known after one more thread is settled; True or False as soon as the question is answered."""
Facts = dict[str, Value]
_State = tuple[Node, Node, Seen, int, tuple[Thread, ...]]
"""What the case must still meet, whether it is possible, what was seen, how many threads are settled, the others."""
_Link = tuple[int, tuple[str, Value] | None, "_Link | None"]
"""A case as a list from its first fact on: how many facts are stated, the first of them, the others."""


@dataclass(frozen=True)
class Question:
    """What is asked of every combination: a condition that it must meet, rows, and what their labels must be."""

    threads: tuple[Thread, ...]
    fold: Fold
    start: Seen = ()
    given: Node = TRUE


class Space:
    """Every combination of the values of some facts."""

    def __init__(self, rules: Iterable[Rules]) -> None:
        read = list(rules)
        found, facts = distinct_values(read), {name: fact for one in read for name, fact in one.named.items()}
        self.values = {name: found.get(name) or _any_value(fact) for name, fact in facts.items()}
        self._nodes: dict[Hashable, Node] = {}
        self._restricted: dict[tuple[Node, str, Value | None], Node] = {}
        contradictions = [one.when for rules in read for one in rules.contradictions]
        refused = [one for one in contradictions if set(facts_of(one)) <= self.values.keys()]
        self.possible = self.node(Not(Some(tuple(dict.fromkeys(refused)))))
        """What a case must not show: such a combination is left out, whatever is asked."""

    @cached_property
    def total(self) -> int:
        """The number of combinations that are possible."""
        return self.count(Question((), lambda seen, _, __: seen, True))

    @cached_property
    def every(self) -> int:
        """The number of combinations, possible or not."""
        return prod(len(values) for values in self.values.values())

    def thread(self, rules: Rules, kind: str, label: Callable[[Rule, str | None], Label]) -> Thread:
        """The rows of a regime on one kind of outcome, each branch with a label made from its row and its value."""
        levels: dict[int, list[Branches]] = {}
        for rule in rules.threads.get(kind, ()):
            row = tuple(
                (self.node(All((rule.when, answer.when))), label(rule, value))
                for answer, value in rule.answers_on(kind)
            )
            levels.setdefault(rule.level, []).append(row)
        return tuple(tuple(rows) for rows in levels.values())

    def node(self, condition: Condition, positive: bool = True) -> Node:
        """A condition, or its negation, as a node."""
        match condition:
            case Holds(fact):
                return self._test(Compare(fact, "=", positive))
            case Compare(fact, sign, value, other):
                return self._test(Compare(fact, sign if positive else _OPPOSITE[sign], value, other))
            case Not(part):
                return self.node(part, not positive)
            case All(parts) | Some(parts):
                decisive = FALSE if isinstance(condition, All) is positive else TRUE
                return self.join(decisive, [self.node(part, positive) for part in parts])

    def _test(self, test: Compare) -> Node:
        facts = (test.fact, test.other) if test.other else (test.fact,)
        return self._nodes.setdefault(test, Node(facts, test))

    def join(self, decisive: Node, parts: list[Node]) -> Node:
        """Parts as one node: `decisive` where one of them is."""
        neutral = TRUE if decisive is FALSE else FALSE
        if decisive in parts:
            return decisive
        kept = tuple(dict.fromkeys(part for part in parts if part is not neutral))
        if len(kept) < 2:
            return kept[0] if kept else neutral
        facts = tuple(dict.fromkeys(name for part in kept for name in part.facts))
        return self._nodes.setdefault((decisive, kept), Node(facts, None, decisive, kept))

    def restrict(self, node: Node, fact: str, value: Value | None) -> Node:
        """What is left of a condition once a fact has a value, or, for None, once it is left unstated."""
        if fact not in node.facts:
            return node
        key = (node, fact, value)
        if key not in self._restricted:
            if node.test:
                self._restricted[key] = self._restrict_test(node.test, fact, value)
            else:
                assert node.decisive
                parts = [self.restrict(part, fact, value) for part in node.parts]
                self._restricted[key] = self.join(node.decisive, parts)
        return self._restricted[key]

    def _restrict_test(self, test: Compare, fact: str, value: Value | None) -> Node:
        if value is None:
            return UNKNOWN
        if test.other is None or test.other == test.fact:
            against = value if test.other else test.value
            return TRUE if SIGNS[test.sign](value, against) else FALSE
        if fact == test.fact:
            return self._test(Compare(test.other, _MIRRORED[test.sign], value))
        return self._test(Compare(test.fact, test.sign, value))

    def count(self, question: Question) -> int:
        """The number of combinations for which the answer is yes.

        What is left once a fact is stated no longer turns on it, so that as many combinations answer it yes with each
        of its values: the sum over the values is a multiple of their number.
        """
        known: dict[_State, int] = {}

        def count(state: _State | bool) -> int:
            if isinstance(state, bool):
                return self.every if state else 0
            if state not in known:
                fact = _next_fact(state)
                values = self.values[fact]
                known[state] = sum(count(self._given(question, state, fact, one)) for one in values) // len(values)
            return known[state]

        return count(self._begin(question))

    def smallest(self, question: Question) -> Facts | None:
        """The fewest facts that show the answer yes in three values, everything else left unknown; None if none do.

        With these facts stated, the rows that count are shown or refuted, so that no other fact can change the answer.
        """
        known: dict[_State, _Link | None] = {}

        def search(state: _State | bool) -> _Link | None:
            if isinstance(state, bool):
                return (0, None, None) if state else None
            if _answered(state):
                return (0, None, None)
            if state not in known:
                fact, best = _next_fact(state), None
                for value in (*self.values[fact], None):
                    rest = search(self._given(question, state, fact, value))
                    found = rest if rest is None or value is None else (rest[0] + 1, (fact, value), rest)
                    if found and (best is None or found[0] < best[0]):
                        best = found
                known[state] = best
            return known[state]

        link = search(self._begin(question))
        if link is None:
            return None
        facts: Facts = {}
        while link and link[1]:
            facts[link[1][0]] = link[1][1]
            link = link[2]
        return {name: facts[name] for name in self.values if name in facts}

    def read(self, thread: Thread, facts: Mapping[str, Value]) -> Shown | None:
        """The labels that a case shows in one thread; None where an unknown row stands before them."""
        for name in self.values:
            thread = self._restrict_thread(thread, name, facts.get(name))
        settled = _settle(thread)
        return settled if isinstance(settled, frozenset) else None

    def _begin(self, question: Question) -> _State | bool:
        return _fold(question, question.given, self.possible, question.start, 0, question.threads)

    def _given(self, question: Question, state: _State, fact: str, value: Value | None) -> _State | bool:
        given, possible, seen, at, threads = state
        left = tuple(self._restrict_thread(thread, fact, value) for thread in threads)
        nodes = self.restrict(given, fact, value), self.restrict(possible, fact, value)
        return _fold(question, *nodes, seen, at, left)

    def _restrict_thread(self, thread: Thread, fact: str, value: Value | None) -> Thread:
        return tuple(
            tuple(tuple((self.restrict(node, fact, value), label) for node, label in row) for row in level)
            for level in thread
        )


def _any_value(fact: Fact) -> tuple[Value, ...]:
    """A value of a fact that is compared with nothing but itself: it does not matter which."""
    return ("2000-01-01",) if fact.type == "date" else (0,)


def _fold(
    question: Question, given: Node, possible: Node, seen: Seen, at: int, threads: tuple[Thread, ...]
) -> _State | bool:
    """Take off the threads that are settled; True or False once the question is answered."""
    if given is FALSE or given is UNKNOWN or possible is FALSE:
        return False
    while threads:
        settled = _settle(threads[0])
        if settled is None:
            return False
        if not isinstance(settled, frozenset):
            threads = (settled, *threads[1:])
            break
        seen = question.fold(seen, at, settled)
        if isinstance(seen, bool):
            threads = ()
            break
        at, threads = at + 1, threads[1:]
    if not threads and not seen:
        return False
    left = (given, possible, seen, at, threads)
    return True if _answered(left) and possible in (TRUE, UNKNOWN) else left


def _settle(thread: Thread) -> Thread | Shown | None:
    """A thread without the rows that are refuted; its labels once its first level is shown; None if it never can be."""
    for at, level in enumerate(thread):
        rows = tuple(dict.fromkeys(row for row in map(_trim, level) if row))
        heads = {row[0][0] for row in rows}
        if UNKNOWN in heads:
            return None
        if heads == {TRUE}:
            return frozenset(row[0][1] for row in rows)
        if heads:
            return (rows, *thread[at + 1 :])
    return frozenset()


def _trim(row: Branches) -> Branches:
    """A row without refuted branches and without those after a shown one."""
    kept: list[tuple[Node, Label]] = []
    for node, label in row:
        if node is not FALSE:
            kept.append((node, label))
        if node is TRUE:
            break
    return tuple(kept)


def _answered(state: _State) -> bool:
    """Whether the answer is yes in every possible case that is left."""
    given, _, _, _, threads = state
    return not threads and given is TRUE


def _next_fact(state: _State) -> str:
    """The first fact on which the first open condition turns."""
    given, possible, _, _, threads = state
    if given is not TRUE or not threads:
        return (possible if given is TRUE else given).facts[0]
    return next(row[0][0].facts[0] for row in threads[0][0] if row[0][0] is not TRUE)
