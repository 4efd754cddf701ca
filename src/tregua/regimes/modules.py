"""Parts of conditions whose facts occur nowhere else: each is read as one fact that holds, does not, or is unknown.

How many combinations of its facts show each, and the fewest facts that do, is worked out once, so that what is asked of
the rows does not grow with the values of facts that only ever matter together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from math import prod

from tregua.regimes.condition import Compare
from tregua.regimes.fact import Value
from tregua.regimes.nodes import FALSE, TRUE, UNKNOWN, Node, Nodes

Stated = tuple[tuple[str, Value], ...]
Values = Mapping[str, tuple[Value | None, ...]]
_READ: dict[Node, bool | None] = {TRUE: True, FALSE: False, UNKNOWN: None}


class Module:
    """A part of conditions with the facts that it turns on, and what must not be shown of them."""

    def __init__(self, nodes: Nodes, values: Values, node: Node, possible: Node) -> None:
        self.nodes, self.values, self.node, self.possible = nodes, values, node, possible
        self.facts = tuple(dict.fromkeys((*node.facts, *possible.facts)))

    @cached_property
    def weights(self) -> Mapping[bool | None, int]:
        """How many possible combinations show the part, refute it, or leave it unknown."""
        every, known = (
            prod(len(self.values[name]) for name in self.facts),
            dict[tuple[Node, Node], Counter[bool | None]](),
        )

        def count(node: Node, possible: Node) -> Counter[bool | None]:
            if possible is FALSE:
                return Counter()
            if node in _READ and possible in (TRUE, UNKNOWN):
                return Counter({_READ[node]: every})
            if (node, possible) not in known:
                fact, found = (*node.facts, *possible.facts)[0], Counter[bool | None]()
                for value in self.values[fact]:
                    found.update(count(*(self.nodes.restrict(one, fact, value) for one in (node, possible))))
                shares = {read: number // len(self.values[fact]) for read, number in found.items()}
                known[node, possible] = Counter(shares)
            return known[node, possible]

        return count(self.node, self.possible)

    @cached_property
    def fewest(self) -> Mapping[bool, Stated | None]:
        """The fewest facts that show the part, and that refute it; None if none do."""
        return {read: self._fewest(read) for read in (True, False)}

    def _fewest(self, read: bool) -> Stated | None:
        known: dict[tuple[Node, Node], Stated | None] = {}

        def search(node: Node, possible: Node) -> Stated | None:
            if possible is FALSE or (node in _READ and _READ[node] is not read):
                return None
            if node in _READ:
                return ()
            if (node, possible) not in known:
                fact, best = node.facts[0], None
                for value in (*self.values[fact], None):
                    rest = search(*(self.nodes.restrict(one, fact, value) for one in (node, possible)))
                    found = rest if rest is None or value is None else ((fact, value), *rest)
                    if found is not None and (best is None or len(found) < len(best)):
                        best = found
                known[node, possible] = best
            return known[node, possible]

        return search(self.node, self.possible)


class Modules:
    """The modules of some conditions, and the conditions with a fact in place of each."""

    def __init__(self, nodes: Nodes, values: Values, possible: Node, roots: Iterable[Node]) -> None:
        self.nodes, self.values = nodes, values
        self.roots = dict.fromkeys(roots)
        self._order: list[Node] = []
        self._parents: dict[Node, list[Node]] = {}
        for root in self.roots:
            self._visit(root)
        self.by_name: dict[str, Module] = {}
        self._replaced: dict[Node, Node] = {}
        parts = list(possible.parts) if possible.decisive is FALSE else [possible] if possible is not TRUE else []
        self.possible = self._choose(parts)
        covered = {name for one in self.by_name.values() for name in one.facts}
        self.free = tuple(name for name in values if name not in covered)

    def _visit(self, node: Node) -> None:
        """Note the parents of every part; parts stand before what they are part of."""
        if node in self._parents:
            return
        self._parents[node] = []
        for part in node.parts:
            self._visit(part)
            self._parents[part].append(node)
        self._order.append(node)

    def _choose(self, refused: list[Node]) -> Node:
        """Find the largest modules; what must not be shown of their facts goes with them, the rest comes back."""
        tests: dict[str, set[Node]] = {}
        for node in self._order:
            if node.test:
                for name in node.facts:
                    tests.setdefault(name, set()).add(node)
        taken: set[Node] = set()
        for node in reversed(self._order):
            if node in taken or not node.facts or not self._is_worth(node):
                continue
            inside = self._inside(node)
            if inside is None or any(not tests[name] <= inside | {node} for name in node.facts):
                continue
            own, facts = _bound(node.facts, refused)
            if facts - set(node.facts) & tests.keys():
                continue
            refused = [one for one in refused if one not in own]
            taken |= inside
            self._add(Module(self.nodes, self.values, node, self.nodes.join(FALSE, own)))
        while loose := next((one for one in refused if not _bound(one.facts, refused)[1] & tests.keys()), None):
            own, _ = _bound(loose.facts, refused)
            refused = [one for one in refused if one not in own]
            self._add(Module(self.nodes, self.values, TRUE, self.nodes.join(FALSE, own)))
        return self.nodes.join(FALSE, refused)

    def _is_worth(self, node: Node) -> bool:
        return len(node.facts) > 1 or len(self.values[node.facts[0]]) > len(_READ)

    def _inside(self, node: Node) -> set[Node] | None:
        """The parts of a part and theirs; None where one of them also stands elsewhere."""
        inside: set[Node] = set()
        left = list(node.parts)
        while left:
            one = left.pop()
            if one not in inside and one not in _READ:
                inside.add(one)
                left += one.parts
        if any(one in self.roots or not inside.issuperset(set(self._parents[one]) - {node}) for one in inside):
            return None
        return inside

    def _add(self, module: Module) -> None:
        name = f"§{self.nodes.number(module.node, module.possible)}"
        self.by_name[name] = module
        self._replaced[module.node] = self.nodes.node(Compare(name, "=", True))

    def replace(self, node: Node) -> Node:
        """A condition with a fact in place of each module."""
        if node in _READ:
            return node
        if node not in self._replaced:
            parts = [self.replace(part) for part in node.parts]
            self._replaced[node] = self.nodes.join(node.decisive, parts) if node.decisive else node
        return self._replaced[node]

    @cached_property
    def total(self) -> int:
        """The number of combinations; of the facts of modules only what is possible."""
        own = (sum(module.weights.values()) for module in self.by_name.values())
        return prod(len(self.values[name]) for name in self.free) * prod(own)

    def weighted(self, name: str) -> Iterable[tuple[Value | None, int]]:
        """What may be read of a fact or a module, and in how many ways."""
        if name in self.by_name:
            return self.by_name[name].weights.items()
        return ((value, 1) for value in self.values[name])

    def stated(self, name: str) -> Iterable[tuple[Value, Stated]]:
        """What may be read of a fact or a module, and the fewest facts to be stated for it."""
        if name not in self.by_name:
            return ((value, ((name, value),)) for value in self.values[name] if value is not None)
        found = ((read, self.by_name[name].fewest[read]) for read in (True, False))
        return ((read, facts) for read, facts in found if facts is not None)


def _bound(facts: Iterable[str], refused: Iterable[Node]) -> tuple[list[Node], set[str]]:
    """What must not be shown of some facts, with all that hangs together with it; and the facts of all that."""
    found, reached = list[Node](), set(facts)
    left = list(refused)
    while touching := [one for one in left if reached & set(one.facts)]:
        found += touching
        left = [one for one in left if one not in touching]
        reached.update(name for one in touching for name in one.facts)
    return found, reached
