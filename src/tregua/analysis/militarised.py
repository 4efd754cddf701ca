"""Countries that militarised, what was done there and which series tell of it: the file `militarised.yaml`."""

from functools import cache
from typing import Annotated

from pydantic import Field

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, load, unknown_sources
from tregua.catalogue.record import Citation, Id, Record, Text
from tregua.evidence.ledger import estimates, series
from tregua.evidence.schema import Day
from tregua.lab.model import lab


class Country(Record):
    """A country that declared one: when, what was done, which series tell of it and what else went on.

    `before` is the last whole year without it, and `reading` the estimate of its homicides that the lab draws.
    """

    id: Id
    text: Text
    since: Day
    done: Text
    before: int
    reading: Id
    series: Annotated[list[Id], Field(min_length=1)]
    confounded: Text
    source: Annotated[list[Citation], Field(min_length=1)]


class MilitarisedFile(Record):
    """The file `analysis/militarised.yaml`: countries, and what the lab tells of the same policy."""

    countries: list[Country]
    outcomes: list[Id]


@cache
def militarised_file() -> MilitarisedFile:
    """The countries and outcomes as they stand in the file.

    Raises
    ------
    InputError
        When it names a series, an outcome or a source that does not exist.
    """
    read, document = load(MilitarisedFile, PACKAGE / "analysis" / "militarised.yaml")
    problems: list[Problem] = [*unknown_sources(document)]
    for at, one in enumerate(read.countries):
        problems += [
            unknown_name("@name.series", name, series(), document.at(("countries", at, "series", number)))
            for number, name in enumerate(one.series)
            if name not in series()
        ]
    problems += [
        unknown_name("@name.estimate", one.reading, estimates(), document.at(("countries", at, "reading")))
        for at, one in enumerate(read.countries)
        if one.reading not in estimates()
    ]
    problems += [
        unknown_name("@name.outcome", name, lab().outcomes, document.at(("outcomes", at)))
        for at, name in enumerate(read.outcomes)
        if name not in lab().outcomes
    ]
    if problems:
        raise InputError(problems)
    return read
