"""Observed figures by department: the file `evidence/panels/coca_departments.yaml`."""

from functools import cache
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import load, repeated, unknown_sources
from tregua.catalogue.record import Citation, Grade, Id, Number, Record, Text, Unit, refused
from tregua.evidence.ledger import FOLDER, series

Year = Annotated[int, Field(ge=1900, le=2100)]
Area = Annotated[Number, Field(ge=0)]
FILE = FOLDER / "panels" / "coca_departments.yaml"


class Incomplete(Record):
    """A year whose figures miss part of the whole: no growth is taken into or out of it."""

    year: Year
    text: Text


class Untold(Record):
    """A quantity that one may look for in a panel and that it cannot tell, and why."""

    quantity: Text
    why: Text


class Department(Record):
    """A department by its official code (DANE) and its figures, one a year of the panel."""

    id: Id
    code: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    name: Annotated[str, Field(min_length=1)]
    area: list[Area]


class Panel(Record):
    """Figures of departments over years, with who published them and what they measure.

    `data` names the observations, so that no figure is used both as a prior and as a target; `series` is the national
    series that is the departments' sum, `published` the total that its publisher printed.
    """

    id: Id
    data: Id
    series: Id
    unit: Unit
    text: Text
    definition: Text
    publisher: str
    release: str
    licence: str
    source: Annotated[list[Citation], Field(min_length=1)]
    tag: Literal["published", "derived"]
    grade: Grade
    note: Text
    incomplete: list[Incomplete]
    untold: list[Untold]
    years: Annotated[list[Year], Field(min_length=2)]
    published: list[Area]
    departments: Annotated[list[Department], Field(min_length=1)]

    @model_validator(mode="after")
    def _complete(self) -> "Panel":
        for before, after in pairwise(self.years):
            if after <= before:
                raise refused("interval_reversed", low=before, high=after)
        for row in (self.published, *(one.area for one in self.departments)):
            if len(row) != len(self.years):
                raise refused("cells", found=len(row), expected=len(self.years))
        return self

    @property
    def complete(self) -> list[int]:
        """The years whose figures are complete."""
        left_out = {one.year for one in self.incomplete}
        return [year for year in self.years if year not in left_out]


@cache
def coca_departments() -> Panel:
    """Area under coca by department.

    Raises
    ------
    InputError
        With every problem of the file and its line.
    """
    panel, document = load(Panel, FILE)
    problems: list[Problem] = unknown_sources(document)
    problems += repeated((one.id, document.at(("departments", i, "id"))) for i, one in enumerate(panel.departments))
    if panel.series not in series():
        problems.append(unknown_name("@name.series", panel.series, series(), document.at(("series",))))
    if problems:
        raise InputError(problems)
    return panel
