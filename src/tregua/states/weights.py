"""What a person types before anything is valued: the worth of a unit of each outcome, and what efforts cost."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import Document, load
from tregua.catalogue.record import Number, Record
from tregua.states.effects_schema import efforts_file


class Weights(Record):
    """The file of weights.

    Attributes
    ----------
    weights : worth of one unit of an outcome in a year, by outcome (``homicides``) or for one state (``COL.homicides``)
    efforts : the lever that each state moves; a state that is not named makes no effort
    slopes : c of each state that makes one, whose effort q costs c q²/2, in the unit of the weights
    us_weight : what each other member gains while the United States is a member; a number nobody has measured
    """

    weights: Annotated[dict[str, Number], Field(min_length=1)]
    efforts: Annotated[dict[str, str], Field(min_length=1)]
    slopes: dict[str, Annotated[Number, Field(ge=1e-9)]]
    us_weight: Number = 0.0


def read_weights(path: str | Path) -> Weights:
    """Read a file of weights.

    Raises
    ------
    InputError
        With every problem and its line: an outcome that is not weighed, an effort that no state has, a slope missing.
    """
    read, document = load(Weights, Path(path))
    if problems := [*_problems(read, document)]:
        raise InputError(problems)
    return read


def _problems(read: Weights, document: Document) -> Iterable[Problem]:
    file = efforts_file()
    weighed = {f"{one.state}.{one.outcome}" for one in file.cells if one.weighed}
    outcomes = {name.partition(".")[2] for name in weighed}
    beside = {one.outcome for one in file.cells if not one.weighed}
    for name in read.weights:
        where = document.at(("weights", name))
        if name.rpartition(".")[2] in beside:
            yield Problem("weight_beside", where, {"found": name})
        elif name not in weighed | outcomes:
            yield unknown_name("@name.outcome", name, weighed | outcomes, where)
    by_state: dict[str, list[str]] = {}
    for one in file.efforts:
        by_state.setdefault(one.state, []).append(one.lever)
    for state, lever in read.efforts.items():
        where = document.at(("efforts", state))
        if state not in by_state:
            yield unknown_name("@name.state", state, by_state, where)
        elif lever not in by_state[state]:
            yield unknown_name("@name.lever", lever, by_state[state], where)
        elif state not in read.slopes:
            yield Problem("no_slope", where, {"found": state})
    for state in read.slopes:
        if state not in read.efforts:
            yield unknown_name("@name.state", state, read.efforts, document.at(("slopes", state)))
