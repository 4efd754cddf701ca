"""The rows of a regime as they are left over once some facts are stated: equal remainders are one object.

A remainder holds no refuted row, and none below one that is shown. It is a row and the remainder below it, so that
what is worked out of the lower rows once serves every case in which they are left over.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tregua.regimes.fact import Value
from tregua.regimes.nodes import FALSE, TRUE, UNKNOWN, Node, Nodes

Label = Any
"""Anything that hashes: a value, a row, whatever a question turns on."""
Branches = tuple[tuple[Node, Label], ...]
"""One row: its branches in order, each with what is asked of it."""
Level = tuple[Branches, ...]
"""Rows of equal priority."""


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Rows that are left over: those that come first, and the others."""

    level: Level = ()
    rest: "Chain | None" = None
    facts: frozenset[str] = frozenset()


END = Chain()


def nodes_of(chain: Chain) -> Iterator[Node]:
    """The conditions of some rows."""
    while chain.rest:
        yield from (node for row in chain.level for node, _ in row)
        chain = chain.rest


class Chains:
    """All remainders of one search; where rows are `blocking`, nothing counts below one that stays unknown."""

    def __init__(self, nodes: Nodes, blocking: bool) -> None:
        self.nodes, self.blocking = nodes, blocking
        self._chains: dict[Hashable, Chain] = {}
        self._restricted: dict[tuple[Chain, str, Value | None], Chain] = {}

    def chain(self, levels: Iterable[Level]) -> Chain:
        """Rows in their order, those of equal priority together."""
        found = END
        for level in reversed(list(levels)):
            found = self.link(level, found)
        return found

    def mapped(self, chain: Chain, change: Callable[[Node], Node]) -> Chain:
        """The same rows with other conditions."""
        levels = []
        while chain.rest:
            levels.append(tuple(tuple((change(node), label) for node, label in row) for row in chain.level))
            chain = chain.rest
        return self.chain(levels)

    def link(self, level: Level, rest: Chain) -> Chain:
        """Rows, and the remainder below them."""
        rows = tuple(dict.fromkeys(row for row in map(_trim, level) if row))
        if not rows:
            return rest
        heads = {row[0][0] for row in rows}
        below = END if TRUE in heads or (self.blocking and UNKNOWN in heads) else rest
        key = (rows, below)
        if key not in self._chains:
            own = (name for row in rows for node, _ in row for name in node.facts)
            self._chains[key] = Chain(rows, below, below.facts.union(own))
        return self._chains[key]

    def restrict(self, chain: Chain, fact: str, value: Value | None) -> Chain:
        """What is left of some rows once a fact has a value, or, for None, once it is left unstated."""
        above: list[Chain] = []
        while fact in chain.facts and (chain, fact, value) not in self._restricted:
            assert chain.rest
            above.append(chain)
            chain = chain.rest
        found = self._restricted.get((chain, fact, value), chain)
        for one in reversed(above):
            level = tuple(
                tuple((self.nodes.restrict(node, fact, value), label) for node, label in row) for row in one.level
            )
            found = self._restricted[one, fact, value] = self.link(level, found)
        return found


def _trim(row: Branches) -> Branches:
    """A row without refuted branches and without those after a shown one."""
    kept: list[tuple[Node, Label]] = []
    for node, label in row:
        if node is not FALSE:
            kept.append((node, label))
        if node is TRUE:
            break
    return tuple(kept)
