"""Conditions as they are left over once some facts are stated: equal ones are one object."""

from collections.abc import Hashable
from dataclasses import dataclass

from tregua.regimes.condition import OPPOSITE, SIGNS, All, Compare, Condition, Holds, Not, Some
from tregua.regimes.fact import Value

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


class Nodes:
    """All nodes of one search."""

    def __init__(self) -> None:
        self._nodes: dict[Hashable, Node] = {}
        self._restricted: dict[tuple[Node, str, Value | None], Node] = {}
        self._numbers: dict[Hashable, int] = {}
        self._firm: dict[Node, Node] = {TRUE: TRUE, FALSE: FALSE, UNKNOWN: FALSE}

    def node(self, condition: Condition, positive: bool = True) -> Node:
        """A condition, or its negation, as a node."""
        match condition:
            case Holds(fact):
                return self._test(Compare(fact, "=", positive))
            case Compare(fact, sign, value, other):
                return self._test(Compare(fact, sign if positive else OPPOSITE[sign], value, other))
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

    def firm(self, node: Node) -> Node:
        """A condition that is true where this one is, and false where this one is false or unknown."""
        if node not in self._firm:
            firm = self.join(node.decisive, [self.firm(part) for part in node.parts]) if node.decisive else node
            self._firm[node] = firm
        return self._firm[node]

    def number(self, *parts: Node) -> int:
        """A number that these nodes have and no others."""
        return self._numbers.setdefault(parts, len(self._numbers))
