"""Which way each outcome is wanted, which always stand on the screen, and what a person types they are worth."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load, repeated
from tregua.catalogue.record import Number, Record, Text
from tregua.lab.model import lab
from tregua.lab.pinned import check_pin, digest, unpinned

Worth = Mapping["Cell", float]


@dataclass(frozen=True, order=True)
class Cell:
    """An outcome in a place."""

    outcome: str
    place: str

    @property
    def name(self) -> str:
        """The cell as it is typed."""
        return f"{self.place}.{self.outcome}"

    @property
    def unit(self) -> str:
        """The unit of its outcome."""
        return lab().outcomes[self.outcome].unit


class Goal(Record):
    """Which way an outcome is wanted, a judgement; nothing where one person's gain is another's harm.

    `always` tells why an outcome stands beside whatever else is asked for: it is a right, or a harm to civilians. One
    with `part_of` is counted in others.
    """

    outcome: str
    wanted: Literal["lower", "higher"] | None
    always: Literal["rights", "civilians"] | None = None
    part_of: list[str] = Field(default_factory=list)
    tag: Literal["assumed"]
    reason: Text


class GoalsFile(Record):
    """The file `analysis/deciding/goals.yaml`."""

    goals: Annotated[list[Goal], Field(min_length=1)]


class WorthFile(Record):
    """What a person types: the worth of one more unit of each outcome, in a unit of their own; less harm is a gain.

    Attributes
    ----------
    weights : worth of a unit of an outcome in its first headline place (``homicides``) or another (``ANDES.coca_area``)
    """

    weights: Annotated[dict[str, Number], Field(min_length=1)]


@cache
def goals() -> dict[str, Goal]:
    """The goals by outcome, one for each that the lab has.

    Raises
    ------
    InputError
        An outcome does not exist, stands twice or is missing.
    """
    read, document = load(GoalsFile, PACKAGE / "analysis" / "deciding" / "goals.yaml")
    outcomes = lab().outcomes
    problems = [*repeated((one.outcome, document.at(("goals", i, "outcome"))) for i, one in enumerate(read.goals))]
    for i, one in enumerate(read.goals):
        for name in (one.outcome, *one.part_of):
            if name not in outcomes:
                problems.append(unknown_name("@name.outcome", name, outcomes, document.at(("goals", i, "outcome"))))
    missing = sorted({*outcomes} - {one.outcome for one in read.goals})
    problems += [Problem("goal_missing", str(document.path), {"found": name}) for name in missing]
    if problems:
        raise InputError(problems)
    return {one.outcome: one for one in read.goals}


def sign_of(outcome: str) -> float:
    """1 where more of an outcome is wanted, −1 where less is, 0 where that is contested."""
    return {"higher": 1.0, "lower": -1.0, None: 0.0}[goals()[outcome].wanted]


def cells_of(named: Iterable[str] = ()) -> tuple[Cell, ...]:
    """The cells that are told: those named, else all headline ones that are wanted one way, and those told always.

    Raises
    ------
    InputError
        With the nearest outcome or place, or an outcome is contested, so that nothing can be regretted of it.
    """
    chosen = [cell_in(name, "--outcome") for name in named]
    contested = [one for one in chosen if not sign_of(one.outcome)]
    if contested:
        raise InputError([Problem("contested_outcome", "--outcome", {"found": one.outcome}) for one in contested])
    if not chosen:
        wanted = [one for one in lab().outcomes.values() if sign_of(one.id) and not goals()[one.id].part_of]
        chosen = [Cell(one.id, place) for one in wanted for place in one.headline]
    always = [Cell(name, first_place(name)) for name, goal in goals().items() if goal.always]
    return tuple(dict.fromkeys([*chosen, *always]))


def cell_in(name: str, where: str) -> Cell:
    """A cell as it is typed, an outcome alone or with its place before it.

    Raises
    ------
    InputError
        With the nearest outcome or place.
    """
    place, dot, outcome = name.rpartition(".")
    if outcome not in lab().outcomes:
        raise InputError(unknown_name("@name.outcome", outcome, lab().outcomes, where))
    if dot and place not in lab().outcome_places[outcome]:
        raise InputError(no_place_of(outcome, place, lab().outcome_places[outcome], where))
    return Cell(outcome, place or first_place(outcome))


def by_cell(numbers: Mapping[str, float], where: str) -> dict[Cell, float]:
    """Numbers by cell as they are typed, each cell once.

    Raises
    ------
    InputError
        With the nearest outcome or place, or a cell stands twice.
    """
    found: dict[Cell, float] = {}
    for typed, number in numbers.items():
        cell = cell_in(typed, where)
        if cell in found:
            raise InputError(Problem("duplicate_key", where, {"found": cell.name}))
        found[cell] = float(number)
    return found


def first_place(outcome: str) -> str:
    """The first place of an outcome's headline, else the first of its places."""
    return next(iter([*lab().outcomes[outcome].headline, *lab().outcome_places[outcome]]))


def read_worth(name: str | Path) -> dict[Cell, float]:
    """What a file of weights says, ``@`` and a hash pin it.

    Raises
    ------
    InputError
        With file and line: an outcome or place does not exist, a cell stands twice, a part beside its whole, or nothing
        weighs anything.
    """
    bare, pin = unpinned(str(name))
    read, document = load(WorthFile, Path(bare))
    if problems := [*_worth_problems(read, document)]:
        raise InputError(problems)
    found = {cell_in(typed, ""): weight for typed, weight in read.weights.items()}
    check_pin(bare, pin, worth_hash(found))
    return found


def worth_of(weights: Mapping[str, float]) -> dict[Cell, float]:
    """Weights by cell as they are typed in Python.

    Raises
    ------
    InputError
        As `read_worth`, of a file.
    """
    found = by_cell(weights, "weights")
    problems = [
        Problem("not_finite", "weights", {"field": cell.name, "found": weight})
        for cell, weight in found.items()
        if not abs(weight) < 1e15
    ]
    problems += counted_twice(dict.fromkeys(found, "weights"))
    if problems or not any(found.values()):
        expected = {"field": "weights", "found": 0, "expected": "≠ 0"}
        raise InputError(problems or Problem("out_of_range", "weights", expected))
    return found


def _worth_problems(read: WorthFile, document: Document) -> Iterator[Problem]:
    seen: dict[Cell, str] = {}
    for typed in read.weights:
        where = document.at(("weights", typed))
        try:
            cell = cell_in(typed, where)
        except InputError as error:
            yield from error.problems
            continue
        if cell in seen:
            yield Problem("duplicate_key", where, {"found": cell.name})
        seen[cell] = where
    yield from counted_twice(seen)
    if seen and not any(read.weights.values()):
        yield Problem("out_of_range", document.at(("weights",)), {"field": "weights", "found": 0, "expected": "≠ 0"})


def counted_twice(seen: Mapping[Cell, str]) -> Iterator[Problem]:
    """Cells that are counted in others that weigh too: in another outcome, or in a total of places."""
    for cell, where in seen.items():
        outcomes = [Cell(whole, cell.place) for whole in goals()[cell.outcome].part_of]
        totals = lab().totals(lab().outcomes[cell.outcome])
        places = [Cell(cell.outcome, total) for total, parts in totals.items() if cell.place in parts]
        for whole in (*outcomes, *places):
            if whole in seen:
                yield Problem("weight_of_part", where, {"found": cell.name, "other": whole.name})


def worth_hash(worth: Worth) -> str:
    """Twelve hexadecimal digits that change with any weight."""
    return digest(sorted([cell.name, weight] for cell, weight in worth.items()))
