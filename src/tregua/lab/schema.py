"""What the lab's catalogue records hold."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tregua.catalogue.record import (
    Citation,
    Computed,
    Distribution,
    Grade,
    Id,
    LeverPath,
    Number,
    Record,
    Sourced,
    Tag,
    Text,
    Unit,
    refused,
)


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
