"""What the lab's catalogue records hold."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, field_validator, model_validator
from pydantic import Tag as Branch

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
    wrong_month,
)

Sets = str | list[str]
OWN_SETS = ("places", "groups", "ranks")  # index sets that the world lists by themselves; the others are places by role
CHOSEN = 2026  # the year in which forms and ranges without a source were chosen, with everything before it in view


class Drawn(Sourced):
    """A number that is drawn: its central value, its spread and where it comes from.

    In the file a number may be arithmetic on `estimates`, as ``-effect(mejia_2017_high)``, or on observed series, as
    ``last(coca_area.COL)``; so `lab/from_estimates.py`, which keeps the latter in `observed`. `vague` is drawn where a
    run starts before there was anything to observe, or in a score without what was published later; `known_from` is the
    year in which the number could first be known, that of its latest source where none is named; `central` says why the
    value is not the middle of the draws; `data` names the observations behind numbers that were typed in.
    """

    value: Computed
    distribution: Distribution
    data: list[Id] = Field(default_factory=list)
    estimates: list[str] = Field(default_factory=list)
    observed: dict[str, str] = Field(default_factory=dict)
    vague: Distribution | None = None
    known_from: int | None = None
    central: Text | None = None

    @model_validator(mode="after")
    def _value_can_be_drawn(self) -> "Drawn":
        if not self.distribution.contains(self.value):
            raise refused("value_outside", found=self.value)
        return self


class Parameter(Drawn):
    """One number of the model. With an `index` it is the same, drawn once, in all places of a set."""

    id: Id
    text: Text
    unit: Unit
    index: Sets | None = None
    alternatives: bool = False


class ParameterByPlace(Record):
    """A number that differs by place: each place draws its own.

    A place without a value of its own has all that it does not say from the record; places that are not listed share
    the record's number, drawn once.
    """

    id: Id
    text: Text
    unit: Unit
    index: Sets
    alternatives: bool = False
    value: Computed | None = None
    distribution: Distribution | None = None
    tag: Tag | None = None
    source: list[Citation] = Field(default_factory=list)
    derivation: str | None = None
    note: Text | None = None
    estimates: list[str] = Field(default_factory=list)
    observed: dict[str, str] = Field(default_factory=dict)
    vague: Distribution | None = None
    known_from: int | None = None
    central: Text | None = None
    data: list[Id] = Field(default_factory=list)
    places: Annotated[dict[str, Drawn], Field(min_length=1)]


def _branch(record: object) -> str:
    """Which of the two kinds of parameter a record of a file is; the marks are left out of messages."""
    by_place = "places" in record if isinstance(record, dict) else isinstance(record, ParameterByPlace)
    return "<by place>" if by_place else "<one number>"


AnyParameter = Annotated[
    Annotated[Parameter, Branch("<one number>")] | Annotated[ParameterByPlace, Branch("<by place>")],
    Discriminator(_branch),
]


class Lever(Record):
    """Something a state can do: its unit, its range, what it moves.

    `places` are those of its index set where it may be moved, all if none is named; `default` holds where nothing is on
    record; a `driver` is moved by nobody in the lab, as an exchange rate; `rank` is its place in lists.
    """

    id: Id
    rank: int
    text: Text
    unit: Unit
    index: str
    places: list[str] = Field(default_factory=list)
    low: Number
    high: Number
    default: Number
    default_tag: Tag | None = None
    default_source: list[Citation] = Field(default_factory=list)
    driver: bool = False
    moves: list[str]
    affects: list[str]
    grade: Grade
    evidence: Text
    estimates: list[str] = Field(default_factory=list)
    not_this: Text
    rests_on: list[str]
    cost: list[str] = Field(default_factory=list)
    checklist: list[str]

    @model_validator(mode="after")
    def _defaults_in_range(self) -> "Lever":
        if not self.low <= self.default <= self.high:
            raise refused("value_outside", found=self.default)
        return self


class Outcome(Record):
    """Something the lab reports: its unit, its places, the equation behind it.

    `total` names the sum over all places; for groups it is ``hosts``, one sum a country. `headline` lists the places
    that stand in the first table, or an index set for all of its places. `rank` is its place in lists.
    """

    id: Id
    rank: int
    text: Text
    unit: Unit
    kind: Literal["stock", "flow"]
    index: str | None = None
    place: str | None = None
    total: str | None = None
    headline: list[str]
    relative: bool = True
    charted: bool = True
    equation: str
    definition: Text
    scale: Number = 1.0


class Quantity(Record):
    """A state that is integrated, or a value worked out on the way; by place where it has an index set."""

    id: Id
    index: Sets | None = None
    unit: Unit


class Shock(Record):
    """A random path common to all scenarios.

    `volatility`, `memory` and `lag` name parameters; without a memory the path is a random walk. What follows
    the path with a lag was observed at the start, the path was not: it starts where that leaves it, and where the last
    yearly `growth` of what follows leaves it.
    """

    id: Id
    index: str | None = None
    volatility: str
    memory: str | None = None
    lag: str | None = None
    growth: str | None = None
    text: Text


class Equation(Record):
    """A function that states an equation: what it gives, in English the words of its docstring, and its symbols.

    `known_from` is the year of the publication that the form is from, that of its choice where it is ours.
    """

    id: Id
    known_from: int = CHOSEN
    text: Text
    symbols: Text | None = None


class Mechanism(Record):
    """The file `lab/mechanisms/NAME.yaml`: what the names in the equations beside it are."""

    text: Text
    equations: list[Equation] = Field(default_factory=list)
    parameters: list[AnyParameter] = Field(default_factory=list)
    levers: list[Lever] = Field(default_factory=list)
    states: list[Quantity] = Field(default_factory=list)
    values: list[Quantity] = Field(default_factory=list)
    shocks: list[Shock] = Field(default_factory=list)
    outcomes: list[Outcome] = Field(default_factory=list)


class Place(Record):
    """A place and the roles that it plays."""

    id: Id
    text: Text
    roles: Annotated[list[str], Field(min_length=1)]


class Group(Record):
    """An armed group and the country that hosts it."""

    id: Id
    text: Text
    host: str


class Rank(Record):
    """A rank in an armed group."""

    id: Id
    text: Text


class Total(Record):
    """A sum over places that is reported beside them."""

    id: Id
    text: Text


class IndexSet(Record):
    """The places that play a role, in the order of the file; `within` names a set that holds all of them."""

    id: Id
    role: Id
    within: str | None = None
    dimension: Annotated[str, Field(pattern=r"^[a-z]+$")]
    text: Text


class World(Record):
    """The file `lab/world.yaml`.

    Runs start in January of `first` from what was observed before it; policies start in the month `policy_start`.
    """

    first: int
    policy_start: str
    sets: list[IndexSet]
    places: list[Place]
    groups: list[Group]
    ranks: list[Rank]
    totals: list[Total]


class NamedOnly(Record):
    """Something a policy names for which the lab has no lever yet."""

    checklist: str
    text: Text


class Advocated(Record):
    """What the advocates of a policy say that it brings, and the assumptions under which the lab says so too.

    `assume` are numbers of the lab as ``--assume`` takes them; `seen` is the side of what was done, or of the policy
    `against`, on which the outcome then lies in most futures.
    """

    text: Text
    outcome: Id
    place: Id
    seen: Literal["lower", "higher"]
    against: Id | None = None
    assume: dict[Id, Number] = Field(default_factory=dict)
    source: list[Citation] = Field(default_factory=list)


class Scenario(Record):
    """Named paths of levers on top of what was done. A scenario never sets an outcome.

    `regime` names the law under which people may leave arms, by id or file (`lab/rules.py`); where none is named the
    record holds. Up to the month `after`, what was done is this policy: its paths begin no earlier. A user's own
    scenario needs an id and one lever; those of the package also say what they are, what speaks for them and where they
    stand written.
    """

    id: Id
    text: Text
    description: Text | None = None
    steelman: Text | None = None
    source: list[Citation] = Field(default_factory=list)
    after: str | None = None
    regime: str | None = None
    levers: list[LeverPath]
    advocated: Advocated | None = None
    without_lever: list[NamedOnly] = Field(default_factory=list)

    @field_validator("after")
    @classmethod
    def _month(cls, after: str | None) -> str | None:
        if after is not None and (wrong := wrong_month(after)):
            raise refused(wrong[0], **wrong[1])
        return after


def sets_of(index: Sets | None) -> tuple[str, ...]:
    """The index sets of a record, none, one or two."""
    return () if index is None else (index,) if isinstance(index, str) else tuple(index)


def members(world: World) -> dict[str, list[str]]:
    """The members of every index set: all places, groups and ranks, and the places that play a role."""
    playing = {one.id: [place.id for place in world.places if one.role in place.roles] for one in world.sets}
    listed = {name: [one.id for one in getattr(world, name)] for name in OWN_SETS}
    return {**listed, **playing}


class Alternative(Record):
    """A parameter whose values contradict each other, and why it is run as it is.

    `title` and `values` name the choice and its values, in the order of the parameter's record. Where no lever of
    `only_with` is moved, the choice makes no difference; nothing is said where none is named.
    """

    parameter: str
    title: Text
    values: list[Text]
    only_with: list[str] = Field(default_factory=list)
    reason: Text


class Matter(Record):
    """The smallest difference of an outcome that matters: a number, or a share of the baseline.

    With a `share`, `number` holds where the baseline is zero.
    """

    outcome: str
    share: Annotated[Number, Field(gt=0)] | None = None
    number: Annotated[Number, Field(gt=0)]
    unit: Unit
    tag: Tag
    source: list[Citation] = Field(default_factory=list)
    reason: Text


class AlternativesFile(Record):
    """The file `lab/alternatives.yaml`."""

    crossed: list[Alternative]
    single: list[Alternative]
    matters: list[Matter]


class CredenceFile(Record):
    """A file of weights that a person typed: by parameter, the weight of each of its values."""

    weights: Annotated[dict[str, dict[str, Number]], Field(min_length=1)]


Harm = Literal["civilians", "rights"]


class Told(Record):
    """An outcome of the first screen: whether it may be the finding, and whose harm it is when it goes up."""

    outcome: str
    text: Text
    lead: bool = False
    harm: Harm | None = None


class FindingFile(Record):
    """The file `analysis/finding.yaml`."""

    outcomes: Annotated[list[Told], Field(min_length=1)]
    elsewhere: list[Told] = Field(default_factory=list)
