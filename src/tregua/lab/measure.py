"""What each observed series measures of the lab's outcomes: the file `lab/measures.yaml`."""

import re
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.read import Document, load, repeated, unknown_sources
from tregua.catalogue.record import Id, Number, Record, Sourced, Tag, Text, refused
from tregua.evidence.ledger import series
from tregua.evidence.schema import Break, Point
from tregua.lab.model import FOLDER, lab

FILE = FOLDER / "measures.yaml"


class Share(Sourced):
    """The part of the true quantity that a series shows, between `low` and `high`.

    `undoes` names the parameter by which the lab scales the series up at the start of a run. The part is one over that
    scale, on the same draw: drawn apart, what the series leaves out would count twice.
    """

    low: Annotated[Number, Field(gt=0)]
    high: Annotated[Number, Field(gt=0)]
    undoes: Id

    @model_validator(mode="after")
    def _in_order(self) -> "Share":
        if self.low >= self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        return self


class Measure(Record):
    """One observed series and the outcome that it measures.

    `error` is the standard deviation of the log of the observed over the true figure, years apart from each other;
    `scale` says whether it is scored in logs or, where it has zeros, on counts; `first` is the first year scored.
    `country` and `variable` name it in a tidy table. `derived` is a rate, a sum or a product of other bound series:
    shown, never scored, like a series whose figures set numbers of the lab, which are named in `used`. From one that
    `sets` a lever, or holds what does, nothing is learnt, for the record of that lever has seen it. `data` names the
    observations, so that none is used both as a prior and as a target.
    """

    series: Id
    reads: Id
    place: Id
    country: Id
    variable: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(:[A-Z]+)?$")]
    error: Annotated[Number, Field(gt=0)]
    error_tag: Tag
    error_note: Text
    first: Annotated[int, Field(ge=1900, le=2100)]
    scale: Literal["log", "count"]
    definition: Text
    share: Share | None = None
    derived: bool = False
    used: list[Id] = Field(default_factory=list)
    sets: Id | None = None
    breaks: list[Break] = Field(default_factory=list)
    vintages: Literal["first", "final"]
    data: Id

    @property
    def scored(self) -> bool:
        """Whether a forecast of it can be right or wrong."""
        return not self.derived and not self.used

    @property
    def conditioned(self) -> bool:
        """Whether the lab learns from it."""
        return self.scored and self.sets is None


class Unbound(Record):
    """Series that nothing in the lab is held against, by id or by a pattern of ids (star, brackets), and why."""

    series: Annotated[str, Field(min_length=1)]
    why: Text


class Measures(Record):
    """The file `lab/measures.yaml`."""

    measures: Annotated[list[Measure], Field(min_length=1)]
    unbound: list[Unbound]


def shares_data(one: str, other: str) -> bool:
    """Whether two keys of observations, as ``simci-area-2001-2024``, name the same ones in some year."""
    (stem, begin, end), (other_stem, other_begin, other_end) = _spanned(one), _spanned(other)
    return stem == other_stem and begin <= other_end and other_begin <= end


def first_year(key: str) -> int:
    """The first year of the observations that a key names."""
    return _spanned(key)[1]


def _spanned(key: str) -> tuple[str, int, int]:
    """What a key names, and the years that it spans; all of them where it says none."""
    found = re.fullmatch(r"(.+?)-(\d{4})(?:-(\d{4}))?", key)
    return (found[1], int(found[2]), int(found[3] or found[2])) if found else (key, 0, 9999)


def observed(measure: Measure) -> list[Point]:
    """The figures of a measure's series, from its first scored year on."""
    return [point for point in series()[measure.series].points if point.year >= measure.first]


@cache
def measures() -> tuple[Measure, ...]:
    """Every measure, in the order of the file.

    Raises
    ------
    InputError
        When the file names a series, an outcome or a place that does not exist, with file and line.
    """
    return tuple(read_measures(FILE, lab().outcome_places).measures)


@cache
def unbound() -> dict[str, Text]:
    """Every series that no measure binds, with the reason; of two patterns that fit, the first gives it."""
    found: dict[str, Text] = {}
    for one in read_measures(FILE, lab().outcome_places).unbound:
        found |= {name: one.why for name in matching(one.series) if name not in found}
    return found


def matching(pattern: str) -> list[str]:
    """The series whose id fits `pattern`, as `fnmatch` reads it."""
    return [name for name in series() if fnmatchcase(name, pattern)]


def read_measures(path: Path, places: Mapping[str, Collection[str]]) -> Measures:
    """Read a file of measures; `places` are those in which each outcome is reported.

    Raises
    ------
    InputError
        With every problem of the file and its line.
    """
    file, document = load(Measures, path)
    problems = unknown_sources(document)
    problems += repeated((one.series, document.at(("measures", i, "series"))) for i, one in enumerate(file.measures))
    problems += repeated((one.data, document.at(("measures", i, "data"))) for i, one in enumerate(file.measures))
    problems += _unknown(file, document, places)
    if problems:
        raise InputError(problems)
    return file


def _unknown(file: Measures, document: Document, places: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Names of series, outcomes and places that do not exist."""
    for i, one in enumerate(file.measures):
        at = ("measures", i)
        if one.series not in series():
            yield unknown_name("@name.series", one.series, series(), document.at((*at, "series")))
        if one.reads not in places:
            yield unknown_name("@name.outcome", one.reads, places, document.at((*at, "reads")))
        elif one.place not in places[one.reads]:
            yield no_place_of(one.reads, one.place, places[one.reads], document.at((*at, "place")))
        if one.sets is not None and one.sets not in lab().levers:
            yield unknown_name("@name.lever", one.sets, lab().levers, document.at((*at, "sets")))
        if one.share and one.share.undoes not in lab().parameters:
            where = document.at((*at, "share", "undoes"))
            yield unknown_name("@name.parameter", one.share.undoes, lab().parameters, where)
    for i, other in enumerate(file.unbound):
        if not matching(other.series):
            yield unknown_name("@name.series", other.series, series(), document.at(("unbound", i, "series")))
