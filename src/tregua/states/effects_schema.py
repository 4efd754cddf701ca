"""What the file of efforts holds."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load, repeated
from tregua.catalogue.record import Id, Number, Record, Text, refused
from tregua.lab.model import lab


class Effort(Record):
    """What one state does: a lever of the lab moved from `low` to `high` in that state."""

    id: Id
    state: Id
    lever: Id
    axis: Literal["soft", "hard"]
    low: Number
    high: Number
    text: Text

    @model_validator(mode="after")
    def _in_order(self) -> "Effort":
        if self.low >= self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        return self


class Reached(Record):
    """An outcome of the lab that a state has; one that is not weighed stands beside and is never valued."""

    state: Id
    outcome: Id
    weighed: bool


class EffortsFile(Record):
    """The file `states/efforts.yaml`."""

    years: Annotated[int, Field(ge=1, le=10)]
    years_note: Text
    efforts: Annotated[list[Effort], Field(min_length=1)]
    cells: Annotated[list[Reached], Field(min_length=1)]


@cache
def efforts_file() -> EffortsFile:
    """The efforts and the outcomes that they may reach.

    Raises
    ------
    InputError
        With file and line: an unknown lever or outcome, a state where it is not, an end outside the lever's range.
    """
    read, document = load(EffortsFile, PACKAGE / "states" / "efforts.yaml")
    problems = [*_problems(read, document)]
    problems += repeated((one.id, document.at(("efforts", i, "id"))) for i, one in enumerate(read.efforts))
    if problems:
        raise InputError(problems)
    return read


def _problems(read: EffortsFile, document: Document) -> Iterable[Problem]:
    for i, one in enumerate(read.efforts):
        where = document.at(("efforts", i, "lever"))
        if one.lever not in lab().levers:
            yield unknown_name("@name.lever", one.lever, lab().levers, where)
            continue
        lever = lab().levers[one.lever]
        if one.state not in lab().movable(lever):
            yield no_place_of(one.lever, one.state, lab().movable(lever), where)
        for end in (one.low, one.high):
            if not lever.low <= end <= lever.high:
                expected = f"{lever.low:g} … {lever.high:g} {lever.unit}"
                yield Problem("out_of_range", where, {"field": one.lever, "found": end, "expected": expected})
    for i, cell in enumerate(read.cells):
        where = document.at(("cells", i, "outcome"))
        if cell.outcome not in lab().outcomes:
            yield unknown_name("@name.outcome", cell.outcome, lab().outcomes, where)
        elif cell.state not in lab().outcome_places[cell.outcome]:
            yield no_place_of(cell.outcome, cell.state, lab().outcome_places[cell.outcome], where)
