"""How cases with unknown facts are read, counted exactly: unknown is one more value of every fact.

An unknown row blocks nothing, as in one case: the first row that is shown decides, provisionally where an unknown row
above it would decide otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, get_args

from tregua.regimes.chains import Chain, Chains, Level, nodes_of
from tregua.regimes.condition import All
from tregua.regimes.fact import Value
from tregua.regimes.modules import Modules
from tregua.regimes.nodes import FALSE, TRUE, UNKNOWN, Node
from tregua.regimes.rules import Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.search import Space

Standing = Literal["conflicting", "undetermined", "provisional", "decided"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
Label = tuple[str, tuple[tuple[str, object], ...]]
"""What a row decides of one kind, with its details."""
_Pending = frozenset[Label]
"""What the unknown rows above would decide; two are as good as more, for the answer is then provisional anyway."""
_Open = tuple[_Pending, Chain]
"""The rows of one regime that are left, and the unknown ones above them."""
_Shown = tuple[str, bool]
"""What a regime shows, and whether a row above would decide otherwise."""
_State = tuple[Node, frozenset[_Shown], tuple[_Open, ...]]


class PartlyKnown:
    """Every combination of the values of some facts, each of which may also be unknown."""

    def __init__(self, read: Sequence[Rules], space: Space) -> None:
        self.read, self.space = read, space
        self.values: Mapping[str, tuple[Value | None, ...]] = {
            name: (*values, None) for name, values in space.values.items()
        }
        self.chains = Chains(space.nodes, blocking=False)
        self._firm: dict[tuple[Chain, _Pending], Chain] = {}

    @cached_property
    def total(self) -> int:
        """The number of combinations that show nothing impossible."""
        return sum(self._counted([]).values())

    def counts(self, kind: str) -> dict[Standing, int]:
        """How many combinations the regimes, read together, answer how on one kind of outcome."""
        speak = [rules for rules in self.read if kind in rules.threads]
        found = self._counted([self.chains.chain(self._rows(rules, kind)) for rules in speak])
        return {name: found[name] for name in STANDINGS}

    def _counted(self, threads: Sequence[Chain]) -> Counter[Standing]:
        roots = (node for thread in threads for node in nodes_of(thread))
        modules = Modules(self.space.nodes, self.values, self.space.possible, roots)
        known: dict[_State, Counter[Standing]] = {}

        def count(state: _State | Standing | None) -> Counter[Standing]:
            if state is None or isinstance(state, str):
                return Counter({state: modules.total} if state else {})
            if state not in known:
                fact, found = _next_fact(state), Counter[Standing]()
                options = list(modules.weighted(fact))
                for value, weight in options:
                    for name, number in count(self._given(state, fact, value)).items():
                        found[name] += weight * number
                every = sum(weight for _, weight in options)
                known[state] = Counter({name: number // every for name, number in found.items()})
            return known[state]

        begin = tuple((frozenset[Label](), self.chains.mapped(thread, modules.replace)) for thread in threads)
        return count(self._fold(modules.possible, frozenset(), begin))

    def _rows(self, rules: Rules, kind: str) -> Iterable[Level]:
        """The branches one by one."""
        for rule in rules.threads[kind]:
            for answer, value in rule.answers_on(kind):
                label = value or "shown", tuple(answer.details.items())
                yield (((self.space.nodes.node(All((rule.when, answer.when))), label),),)

    def _given(self, state: _State, fact: str, value: Value | None) -> "_State | Standing | None":
        possible, seen, left = state
        restricted = tuple((pending, self.chains.restrict(rows, fact, value)) for pending, rows in left)
        return self._fold(self.space.nodes.restrict(possible, fact, value), seen, restricted)

    def _fold(self, possible: Node, seen: frozenset[_Shown], left: tuple[_Open, ...]) -> "_State | Standing | None":
        """Take off the regimes that are settled; what all show once none is left, None for an impossible case."""
        if possible is FALSE:
            return None
        while left:
            settled = self._settle(*left[0])
            if not isinstance(settled[0], str):
                return possible, seen, (settled, *left[1:])
            seen, left = seen | {settled}, left[1:]
        return _standing(seen) if possible in (TRUE, UNKNOWN) else (possible, seen, ())

    def _settle(self, pending: _Pending, rows: Chain) -> "_Open | _Shown":
        """What is left of some rows once those that are settled are taken off."""
        while (rows := self._firmly(rows, pending)).rest:
            ((node, label),) = rows.level[0]
            if node is TRUE:
                return label[0], bool(pending - {label})
            if node is not UNKNOWN:
                return pending, rows
            pending, rows = pending | {label}, rows.rest
        return UNDETERMINED, any(one[0] != UNDETERMINED for one in pending)

    def _firmly(self, rows: Chain, pending: _Pending) -> Chain:
        """Rows without the difference of unknown and refuted where it tells nothing new."""
        above: list[Chain] = []
        while pending and rows.rest and (rows, pending) not in self._firm:
            above.append(rows)
            rows = rows.rest
        found = self._firm.get((rows, pending), rows)
        for one in reversed(above):
            ((node, label),) = one.level[0]
            firm = self.space.nodes.firm(node) if len(pending) > 1 or label in pending else node
            found = self._firm[one, pending] = self.chains.link((((firm, label),),), found)
        return found


def _next_fact(state: _State) -> str:
    """The first fact on which the first open row turns, or whether the case is possible."""
    possible, _, left = state
    return left[0][1].level[0][0][0].facts[0] if left else possible.facts[0]


def _standing(seen: frozenset[_Shown]) -> Standing:
    values = {value for value, _ in seen} - {UNDETERMINED}
    if len(values) > 1:
        return "conflicting"
    if not values:
        return "undetermined"
    return "provisional" if any(otherwise for _, otherwise in seen) else "decided"
