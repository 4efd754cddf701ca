"""Data that could be collected, the numbers of the lab that they would inform, and numbers that no data would tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, load, repeated
from tregua.catalogue.record import Id, Record, Text
from tregua.evidence.ledger import series
from tregua.lab.model import lab

Names = Annotated[list[str], Field(min_length=1)]


class DataSet(Record):
    """Data that nobody has published, the numbers or families of numbers that they would inform, and why.

    `near` are observed series that come closest.
    """

    id: Id
    text: Text
    informs: Names
    near: list[str] = Field(default_factory=list)
    why: Text
    tag: Literal["assumed"]


class Beyond(Record):
    """Numbers that no data collected now would tell, and why."""

    parameters: Names
    why: Text
    tag: Literal["assumed"]


class DataSetsFile(Record):
    """The file `analysis/deciding/data_sets.yaml`."""

    data_sets: Annotated[list[DataSet], Field(min_length=1)]
    beyond: list[Beyond]


@dataclass(frozen=True)
class DataSets:
    """The data sets by id, the numbers that each informs, and why no data would tell some numbers."""

    all: Mapping[str, DataSet]
    informs: Mapping[str, tuple[str, ...]]
    beyond: Mapping[str, Text]


@cache
def data_sets() -> DataSets:
    """The file, with families of numbers written out.

    Raises
    ------
    InputError
        A number or a series does not exist, or an id stands twice.
    """
    read, document = load(DataSetsFile, PACKAGE / "analysis" / "deciding" / "data_sets.yaml")
    problems = [*repeated((one.id, document.at(("data_sets", i, "id"))) for i, one in enumerate(read.data_sets))]
    for i, one in enumerate(read.data_sets):
        problems += _unknown(one.informs, document.at(("data_sets", i, "informs")))
        where = document.at(("data_sets", i))
        problems += [unknown_name("@name.series", name, series(), where) for name in one.near if name not in series()]
    for i, far in enumerate(read.beyond):
        problems += _unknown(far.parameters, document.at(("beyond", i, "parameters")))
    if problems:
        raise InputError(problems)
    return DataSets(
        {one.id: one for one in read.data_sets},
        {one.id: tuple(written_out(one.informs)) for one in read.data_sets},
        {name: one.why for one in read.beyond for name in written_out(one.parameters)},
    )


def written_out(names: Sequence[str]) -> Iterator[str]:
    """Numbers of the catalogue, those of each family in place of its name."""
    for name in lab().parameters:
        if name in names or name.partition(".")[0] in names:
            yield name


def _unknown(names: Sequence[str], where: str) -> Iterator[Problem]:
    families = {name.partition(".")[0] for name in lab().parameters} | {*lab().parameters}
    return (unknown_name("@name.parameter", name, families, where) for name in names if name not in families)
