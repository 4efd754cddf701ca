"""Where every name of the catalogues stands in the flat arrays of the kernel."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod

from tregua.lab.model import Indexed, lab
from tregua.lab.schema import OWN_SETS, sets_of
from tregua.lab.status import Status

SIZES = {"P": "N_PARAMETERS", "L": "N_LEVERS", "Z": "N_SHOCKS", "S": "N_STATES", "V": "N_VALUES", "O": "N_OUTCOMES"}


@dataclass(frozen=True)
class Shelf:
    """Where the names of one kind stand in their array: the first position of each, and its index sets."""

    first: dict[str, int]
    sets: dict[str, tuple[str, ...]]
    size: int

    @classmethod
    def of(cls, records: Iterable[Indexed], sizes: dict[str, int]) -> "Shelf":
        """Records one after the other, each as long as the product of its sets."""
        first: dict[str, int] = {}
        sets: dict[str, tuple[str, ...]] = {}
        end = 0
        for record in records:
            first[record.id], sets[record.id] = end, sets_of(record.index)
            end += prod(sizes[one] for one in sets[record.id])
        return cls(first, sets, end)


@dataclass(frozen=True)
class Layout:
    """A shelf a kind, the members of each index set, and the maps from one set to another."""

    shelves: dict[str, Shelf]
    members: dict[str, list[str]]
    maps: dict[tuple[str, str], list[int]]
    class_names: dict[str, str]

    def position(self, kind: str, name: str, *places: str) -> int:
        """The position of a name in its array, in the places that it stands for."""
        at = 0
        for one, place in zip(self.shelves[kind].sets[name], places, strict=True):
            at = at * len(self.members[one]) + self.members[one].index(place)
        return self.shelves[kind].first[name] + at

    def mapped(self, below: str, above: str, index: str) -> str:
        """The index in one set of a member of another: arithmetic where that is enough, else a table."""
        to = self.maps[below, above]
        if len(set(to)) < 2:
            return str(to[0]) if to else "0"
        if to == [*range(to[0], to[0] + len(to))]:
            return f"{index} + {to[0]}" if to[0] else index
        return f"{below.upper()}_IN_{above.upper()}[{index}]"

    def is_table(self, below: str, above: str) -> bool:
        """Whether a map needs a table."""
        return "[" in self.mapped(below, above, "i")

    def constants(self) -> str:
        """Positions, sizes, maps and statuses as lines of a module."""
        lines = [
            f"{kind}_{name.upper()} = {first}"
            for kind, shelf in self.shelves.items()
            for name, first in shelf.first.items()
        ]
        lines += [f"{SIZES[kind]} = {shelf.size}" for kind, shelf in self.shelves.items()]
        lines += [f"N_{name.upper()} = {len(listed)}" for name, listed in self.members.items()]
        lines += [
            f"{below.upper()}_IN_{above.upper()} = ({', '.join(map(str, to))},)"
            for (below, above), to in self.maps.items()
            if self.is_table(below, above)
        ]
        lines += [f"STATUS_{status.name} = {status.value}" for status in Status]
        return "\n".join(lines) + "\n"


@cache
def layout() -> Layout:
    """Where every name of the catalogues stands."""
    model = lab()
    members = {name: model.places(name) for name in (*OWN_SETS, *(one.id for one in model.world.sets))}
    sizes = {name: len(listed) for name, listed in members.items()}
    kinds: dict[str, Iterable[Indexed]] = {
        "P": model.records.values(),
        "L": model.levers.values(),
        "Z": model.shocks.values(),
        "S": model.states.values(),
        "V": model.values.values(),
        "O": model.outcomes.values(),
    }
    maps = {pair: [members[pair[1]].index(place) for place in members[pair[0]]] for pair in _held(model.above)}
    maps["groups", "hosts"] = [members["hosts"].index(group.host) for group in model.world.groups]
    names = {one.id: one.dimension.capitalize() for one in model.world.sets}
    return Layout(
        {kind: Shelf.of(records, sizes) for kind, records in kinds.items()},
        members,
        maps,
        {**{one: one[:-1].capitalize() for one in OWN_SETS}, **names},
    )


def _held(above: dict[str, str]) -> list[tuple[str, str]]:
    """Each set with every set that holds it."""
    pairs = []
    for below in above:
        over = below
        while over in above:
            over = above[over]
            pairs.append((below, over))
    return pairs


@cache
def parameter_columns() -> list[int]:
    """For every position of `p`, which of the drawn numbers stands there."""
    model = lab()
    order = {name: column for column, name in enumerate(model.parameters)}
    return [
        order[model.number_in(record.id, places)]
        for record in model.records.values()
        for places in product(*(model.places(one) for one in sets_of(record.index)))
    ]
