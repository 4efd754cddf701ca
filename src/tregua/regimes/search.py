"""Exact answers over every combination of facts, without listing them.

Rows are read fact by fact: a fact is given each of its values in turn, what it settles is dropped, and cases of which
the same rows are left over are answered once. Only facts that still matter are read, so that the work grows with the
number of different remainders and not with the number of combinations.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tregua.regimes.chains import Branches, Chain, Chains, Label, nodes_of
from tregua.regimes.condition import All, Not, Some, facts_of
from tregua.regimes.distinct_values import distinct_values, named_together
from tregua.regimes.fact import Fact, Value
from tregua.regimes.modules import Modules, Stated
from tregua.regimes.nodes import FALSE, TRUE, UNKNOWN, Node, Nodes
from tregua.regimes.rules import Rule, Rules

Thread = Chain
"""The rows of one regime on one kind of outcome, those of equal priority together."""
Shown = frozenset[Label]
"""The labels of the decisive rows of a thread; several where rows of equal priority are shown."""
Seen = Any
Fold = Callable[[Seen, int, Shown], Seen]
"""What is known after one more thread is settled; True or False as soon as the question is answered."""
Facts = dict[str, Value]
_State = tuple[Node, Node, Seen, int, tuple[Thread, ...]]
"""What the case must still meet, whether it is possible, what was seen, how many threads are settled, the others."""
_Link = tuple[int, Stated, "_Link | None"]
"""A case as a list from its first facts on: how many facts are stated, the first of them, the others."""


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
        found, facts = distinct_values(read), named_together(read)
        self.values = {name: found.get(name) or _any_value(fact) for name, fact in facts.items()}
        self.nodes = Nodes()
        self.chains = Chains(self.nodes, blocking=True)
        contradictions = [one.when for rules in read for one in rules.contradictions]
        refused = [one for one in contradictions if set(facts_of(one)) <= self.values.keys()]
        self.possible = self.nodes.node(Not(Some(tuple(dict.fromkeys(refused)))))
        """What a case must not show: such a combination is left out, whatever is asked."""

    @cached_property
    def total(self) -> int:
        """The number of combinations that are possible."""
        return self.count(Question((), lambda seen, _, __: seen, True))

    def thread(
        self, rules: Rules, kind: str, label: Callable[[Rule, str | None], Label], apart: bool = False
    ) -> Thread:
        """The rows of a regime on one kind of outcome, each branch with a label made from its row and its value.

        Rows of equal priority stand together or, `apart`, in table order.
        """
        levels: dict[object, list[Branches]] = {}
        for rule in rules.threads.get(kind, ()):
            row = tuple(
                (self.nodes.node(All((rule.when, answer.when))), label(rule, value))
                for answer, value in rule.answers_on(kind)
            )
            levels.setdefault((rule.level, rule.id) if apart else rule.level, []).append(row)
        return self.chains.chain(tuple(rows) for rows in levels.values())

    def count(self, question: Question) -> int:
        """The number of combinations for which the answer is yes.

        What is left once a fact is stated no longer turns on it, so that as many combinations answer it yes with each
        of its values: the sum over the values is a multiple of their number.
        """
        modules, asked = self._with_modules(question)
        known: dict[_State, int] = {}

        def count(state: _State | bool) -> int:
            if isinstance(state, bool):
                return modules.total if state else 0
            if state not in known:
                options = list(modules.weighted(fact := _next_fact(state)))
                found = sum(weight * count(self._given(asked, state, fact, value)) for value, weight in options)
                known[state] = found // sum(weight for _, weight in options)
            return known[state]

        return count(_begin(asked, modules.possible))

    def smallest(self, question: Question) -> Facts | None:
        """The fewest facts that show the answer yes in three values, everything else left unknown; None if none do.

        With these facts stated, the rows that count are shown or refuted, so that no other fact can change the answer.
        """
        if not self.count(question):  # which is told far sooner than by looking for one
            return None
        modules, asked = self._with_modules(question)
        known: dict[_State, _Link] = {}
        tried: dict[_State, int] = {}

        def search(state: _State | bool, most: int) -> _Link | None:
            """The shortest case of at most so many facts."""
            if isinstance(state, bool):
                return (0, (), None) if state else None
            if _answered(state):
                return (0, (), None)
            if state in known:
                return known[state] if known[state][0] <= most else None
            if tried.get(state, -1) >= most:
                return None
            fact = _next_fact(state)
            best = search(self._given(asked, state, fact, None), most)
            for value, stated in modules.stated(fact):
                left = (best[0] - 1 if best else most) - len(stated)
                rest = search(self._given(asked, state, fact, value), left) if left >= 0 else None
                if rest:
                    best = (rest[0] + len(stated), stated, rest)
            if best:
                known[state] = best
            else:
                tried[state] = most
            return best

        begin, link = _begin(asked, modules.possible), None
        for most in (2, 4, 6, 8, 12, len(self.values)):
            link = link or search(begin, most)
        facts: Facts = {}
        found = link
        while found:
            facts |= dict(found[1])
            found = found[2]
        return {name: facts[name] for name in self.values if name in facts} if link else None

    def labels(self, thread: Thread) -> frozenset[Label]:
        """The labels that some combination shows in one thread."""
        modules, asked = self._with_modules(Question((thread,), lambda seen, _, __: seen))
        state = modules.possible, asked.threads[0]
        left, seen = [state], {state}
        found: set[Label] = set()
        while left:
            possible, rows = left.pop()
            settled = _settle(rows)
            if isinstance(settled, frozenset) and (possible is TRUE or settled <= found):
                found |= settled
                continue
            fact = possible.facts[0] if isinstance(settled, frozenset) else _next_fact((TRUE, possible, (), 0, (rows,)))
            for value, weight in modules.weighted(fact):
                state = self.nodes.restrict(possible, fact, value), self.chains.restrict(rows, fact, value)
                if weight and state not in seen and state[0] is not FALSE:
                    seen.add(state)
                    left.append(state)
        return frozenset(found)

    def _with_modules(self, question: Question) -> tuple[Modules, Question]:
        """A question with a fact in place of each part whose facts occur nowhere else."""
        roots = [question.given, *(node for thread in question.threads for node in nodes_of(thread))]
        modules = Modules(self.nodes, self.values, self.possible, roots)
        threads = tuple(self.chains.mapped(thread, modules.replace) for thread in question.threads)
        return modules, replace(question, threads=threads, given=modules.replace(question.given))

    def read(self, thread: Thread, facts: Mapping[str, Value]) -> Shown | None:
        """The labels that a case shows in one thread; None where an unknown row stands before them."""
        for name in self.values:
            thread = self.chains.restrict(thread, name, facts.get(name))
        settled = _settle(thread)
        return settled if isinstance(settled, frozenset) else None

    def _given(self, question: Question, state: _State, fact: str, value: Value | None) -> _State | bool:
        given, possible, seen, at, threads = state
        left = tuple(self.chains.restrict(thread, fact, value) for thread in threads)
        nodes = self.nodes.restrict(given, fact, value), self.nodes.restrict(possible, fact, value)
        return _fold(question, *nodes, seen, at, left)


def _any_value(fact: Fact) -> tuple[Value, ...]:
    """A value of a fact that is compared with nothing but itself: it does not matter which."""
    return ("2000-01-01",) if fact.type == "date" else (0,)


def _begin(question: Question, possible: Node) -> _State | bool:
    return _fold(question, question.given, possible, question.start, 0, question.threads)


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
    """The labels of a thread once its first level is shown; None if it never can be; itself while it is open."""
    heads = {row[0][0] for row in thread.level}
    if UNKNOWN in heads:
        return None
    return frozenset(row[0][1] for row in thread.level) if heads <= {TRUE} else thread


def _answered(state: _State) -> bool:
    """Whether the answer is yes in every possible case that is left."""
    given, _, _, _, threads = state
    return not threads and given is TRUE


def _next_fact(state: _State) -> str:
    """The first fact on which the first open condition turns."""
    given, possible, _, _, threads = state
    if given is not TRUE or not threads:
        return (possible if given is TRUE else given).facts[0]
    return next(row[0][0].facts[0] for row in threads[0].level if row[0][0] is not TRUE)
