"""What each kind of catalogue record holds. A field that is not listed here is an error in the file."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from tregua.errors import nearest

Tag = Literal["published", "derived", "assumed"]
Grade = Literal["A", "B", "C", "D", "E"]


def refused(kind: str, **values: object) -> PydanticCustomError:
    """A rule of ours that a record breaks; `kind` names the message."""
    return PydanticCustomError("refused", "refused", {"kind": kind, "values": values})


def _usable(value: float) -> float:
    if not abs(value) < 1e15:  # also catches NaN
        raise refused("not_finite", found=value)
    return value


def _unit(name: str) -> str:
    unknown = [part for part in re.split(r"[ /()^]+", name) if part and part not in UNITS]
    if unknown:
        raise refused("unknown_unit", found=name, part=unknown[0], nearest=nearest(unknown[0], UNITS))
    return name


# fmt: off
UNITS = frozenset({
    "1", "×", "per", "sqrt", "b", "100", "1000", "10000", "100000", "thousand", "million", "bn", "2021",
    "share", "percent", "index", "rank", "year", "years", "month", "months", "week", "day",
    "USD", "USD2007", "USD1992", "COP", "EUR", "ha", "km2", "t", "kg", "g",
    "person", "persons", "pupil", "households", "deaths", "homicides", "crimes", "arrests", "attacks", "events",
    "groups", "countries", "states", "votes", "orders", "warrants", "admissions",
})
# fmt: on
Number = Annotated[float, AfterValidator(_usable)]
Computed = Annotated[float, AfterValidator(_usable), WithJsonSchema({"type": ["number", "string"]})]
Unit = Annotated[str, Field(min_length=1), AfterValidator(_unit)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.\-]*$")]


class Record(BaseModel):
    """Base of all records: no unknown field, no silent conversion of text to numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Text(Record):
    """One text in both languages."""

    en: Annotated[str, Field(min_length=1)]
    es: Annotated[str, Field(min_length=1)]


class Citation(Record):
    """Where a number was read: a source and the place in it."""

    ref: str
    locator: Annotated[str, Field(min_length=1)]


class Source(Record):
    """A publication, data set or press report."""

    id: Id
    author: str
    year: int
    title: str
    published_in: str
    doi: str | None = None
    read: Literal["full", "table", "abstract", "secondary", "not_read"]
    note: Text | None = None


class Distribution(Record):
    """How a number may vary. Which fields a kind needs is checked below."""

    kind: Literal["uniform", "loguniform", "normal", "choice", "constant"]
    low: Computed | None = None
    high: Computed | None = None
    mean: Computed | None = None
    sd: Computed | None = None
    values: list[Computed] | None = None

    @model_validator(mode="after")
    def _fields_of_the_kind(self) -> "Distribution":
        needed = {
            "uniform": {"low", "high"},
            "loguniform": {"low", "high"},
            "normal": {"mean", "sd"},
            "choice": {"values"},
            "constant": set[str](),
        }[self.kind]
        given = {name for name in ("low", "high", "mean", "sd", "values") if getattr(self, name) is not None}
        if given != needed:
            raise refused("distribution_fields", found=", ".join(sorted(given)), expected=", ".join(sorted(needed)))
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        if self.kind == "loguniform" and self.low is not None and self.low <= 0:
            raise refused("out_of_range", found=self.low, expected="> 0")
        if self.sd is not None and self.sd <= 0:
            raise refused("out_of_range", found=self.sd, expected="> 0")
        if self.values is not None and not self.values:
            raise refused("wrong_type", found="[]", expected="@expected.items")
        return self

    def contains(self, value: float) -> bool:
        """Whether `value` can be drawn."""
        if self.values is not None:
            return value in self.values
        if self.low is not None and self.high is not None:
            return self.low <= value <= self.high
        return True


class Sourced(Record):
    """What every number carries: tag, source, and the arithmetic where it was computed."""

    tag: Tag
    source: list[Citation] = Field(default_factory=list)
    derivation: str | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _has_what_its_tag_needs(self) -> "Sourced":
        if self.tag != "assumed" and not self.source:
            raise refused("no_source", tag=f"@tag.{self.tag}")
        if self.tag == "derived" and not self.derivation:
            raise refused("no_derivation")
        if self.tag == "assumed" and self.note is None:
            raise refused("no_reason")
        return self


class Parameter(Sourced):
    """One number of the model, with its unit, its spread and where it comes from.

    In the file a number may be arithmetic on `estimates`, as ``-effect(mejia_2017_high)``; so `lab/feeding.py`.
    """

    id: Id
    text: Text
    unit: Unit
    value: Computed
    distribution: Distribution
    alternatives: bool = False
    estimates: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _value_can_be_drawn(self) -> "Parameter":
        if not self.distribution.contains(self.value):
            raise refused("value_outside", found=self.value)
        return self


class Lever(Record):
    """Something a state can do: its unit, its range, what it is set to when nobody moves it, what it moves."""

    id: Id
    text: Text
    unit: Unit
    index: Literal["groups"] | None = None
    low: Number
    high: Number
    default: Number
    default_tag: Tag | None = None
    default_source: list[Citation] = Field(default_factory=list)
    moves: list[str]
    affects: list[str]
    grade: Grade
    evidence: Text
    estimates: list[str] = Field(default_factory=list)
    not_this: Text
    rests_on: list[str]
    payer: Literal["COL", "USA"]
    cost: list[str] = Field(default_factory=list)
    checklist: list[str]

    @model_validator(mode="after")
    def _default_in_range(self) -> "Lever":
        if not self.low <= self.default <= self.high:
            raise refused("value_outside", found=self.default)
        return self


class Outcome(Record):
    """Something the lab reports: its unit, its places, the equation behind it."""

    id: Id
    text: Text
    unit: Unit
    kind: Literal["stock", "flow"]
    index: Literal["producers", "groups", "markets", "payers"] | None = None
    place: str | None = None
    total: str | None = None
    headline: list[str]
    relative: bool = True
    charted: bool = True
    equation: str
    definition: Text
    scale: Number = 1.0


class Place(Record):
    """A member of an index set: a producer, a market, a group, a payer."""

    id: Id
    text: Text


class State(Record):
    """One quantity that the kernel integrates."""

    id: Id
    index: Literal["producers", "groups", "markets", "payers"] | None = None
    unit: Unit


class Shock(Record):
    """A random path common to all scenarios.

    `volatility`, `memory` and `lag` name parameters; without a memory the path is a random walk from zero. What follows
    the path with a lag was observed at the start, the path was not: it starts where that leaves it.
    """

    id: Id
    index: Literal["producers"] | None = None
    volatility: str
    memory: str | None = None
    lag: str | None = None
    text: Text


class Point(Record):
    """One observed figure."""

    year: Annotated[int, Field(ge=1900, le=2100)]
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    value: Number
    lower: Number | None = None
    upper: Number | None = None
    derivation: str | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _interval(self) -> "Point":
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise refused("interval_reversed", low=self.lower, high=self.upper)
        if (self.lower is None) != (self.upper is None):
            raise refused("interval_kind")
        if self.lower is not None and self.upper is not None and not self.lower <= self.value <= self.upper:
            raise refused("value_outside", found=self.value)
        return self


class Break(Record):
    """A year from which figures are not comparable with those before, and why."""

    year: int
    text: Text


class Series(Record):
    """An observed annual series and who published it."""

    id: Id
    outcome: str
    place: str
    unit: Unit
    text: Text
    publisher: str
    release: str
    source: Citation
    tag: Literal["published", "derived"]
    read: Literal["primary", "secondary"]
    grade: Literal["A", "B", "C", "D"]
    licence: str
    breaks: list[Break] = Field(default_factory=list)
    revisions: Text | None = None
    note: Text | None = None
    points: Annotated[list[Point], Field(min_length=1)]


MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class LeverPath(Sourced):
    """A lever's path in a scenario: the value it takes from each month on."""

    lever: str
    place: str | None = None
    unit: Unit
    path: Annotated[dict[str, Number], Field(min_length=1)]

    @model_validator(mode="after")
    def _months(self) -> "LeverPath":
        for month in self.path:
            if not MONTH.fullmatch(month):
                raise refused("not_a_month", found=month)
        return self


class NamedOnly(Record):
    """Something a policy names for which the lab has no lever yet."""

    checklist: str
    text: Text


class Scenario(Record):
    """Named paths of levers on top of the baseline. A scenario never sets an outcome."""

    id: Id
    text: Text
    description: Text
    steelman: Text
    source: Annotated[list[Citation], Field(min_length=1)]
    levers: list[LeverPath]
    without_lever: list[NamedOnly] = Field(default_factory=list)


class ChecklistItem(Record):
    """A mechanism, rule, claim, figure or gap that the three source texts describe."""

    id: Id
    kind: Text
    sources: list[str]
    text: Text


class TraceItem(Record):
    """What implements a checklist item; items without one are missing."""

    id: Id
    status: Literal["live", "partial"]
    where: Annotated[list[str], Field(min_length=1)]
    note: Text


class Sources(Record):
    """The file `sources.yaml`."""

    sources: list[Source]


class Parameters(Record):
    """The file `lab/parameters.yaml`."""

    parameters: list[Parameter]


class Levers(Record):
    """The file `lab/levers.yaml`."""

    levers: list[Lever]


class Outcomes(Record):
    """The file `lab/outcomes.yaml`."""

    outcomes: list[Outcome]


class Layout(Record):
    """The file `lab/layout.yaml`: index sets, states and shocks of the kernel."""

    producers: list[Place]
    groups: list[Place]
    markets: list[Place]
    payers: list[Place]
    areas: list[Place]
    states: list[State]
    references: list[State]
    shocks: list[Shock]


class SeriesFile(Record):
    """A file of `evidence/series/`."""

    series: list[Series]


class Checklist(Record):
    """The file `checklist.yaml`."""

    checklist: list[ChecklistItem]


class Trace(Record):
    """The file `trace.yaml`."""

    trace: list[TraceItem]
