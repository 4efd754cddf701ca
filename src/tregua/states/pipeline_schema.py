"""Records of `rates.yaml`, `paths.yaml` and `pressure.yaml`: base rates, bills on their way, pressure, its record."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tregua.catalogue.record import Citation, Id, Number, Record, Sourced, Tag, Text, refused
from tregua.evidence.schema import Day, is_before

State = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Origin = Literal["executive", "legislators", "all"]
Direction = Literal["improves", "worse", "none", "mixed"]
Pressure = Literal["lower", "none", "higher"]
Stage = Literal[
    "statement", "list", "filed", "committee", "chamber_1", "chamber_2", "reconciliation", "signature", "court"
]
Count = Annotated[int, Field(ge=0)]
Share = Annotated[Number, Field(ge=0, le=1)]
Sources = Annotated[list[Citation], Field(min_length=1)]


class Rate(Sourced):
    """How many of the bills filed in a period became law, or only the share that was published.

    `term` marks the period of one president, `part_of` a row that holds these bills too: both are never used together.
    """

    id: Id
    state: State
    begins: Day
    ends: Day
    origin: Origin
    passed: Count | None = None
    filed: Annotated[int, Field(gt=0)] | None = None
    share: Share | None = None
    term: bool = False
    part_of: Id | None = None

    @model_validator(mode="after")
    def _counts_or_share(self) -> "Rate":
        if is_before(self.ends, self.begins):
            raise refused("interval_reversed", low=self.begins, high=self.ends)
        if self.passed is None and self.share is None:
            raise refused("missing_field", field="passed, share", parent="rates")
        if self.passed is not None and self.filed is not None and self.passed > self.filed:
            raise refused("out_of_range", field="passed", found=self.passed, expected=f"≤ {self.filed}")
        return self

    @property
    def counts(self) -> tuple[int, int] | None:
        """Passed and filed, where both were counted."""
        return None if self.passed is None or self.filed is None else (self.passed, self.filed)

    @property
    def fraction(self) -> float | None:
        """The share that became law: of the counts, or as it was published."""
        return self.share if self.counts is None else self.counts[0] / self.counts[1]


class Duration(Sourced):
    """Mean time to become law of those that did, in days; `each_house` where it is the time that a house has."""

    id: Id
    state: State
    origin: Origin
    days: Annotated[Number, Field(gt=0)]
    each_house: bool = False


class Assumption(Sourced):
    """Something that the chances rest on and no source gives; `value` where it is a number."""

    id: Id
    value: Number | None = None
    text: Text


class RatesFile(Record):
    """The file `states/rates.yaml`; `nothing_found` are states for which no count was found."""

    assumptions: Annotated[list[Assumption], Field(min_length=1)]
    rates: Annotated[list[Rate], Field(min_length=1)]
    durations: list[Duration]
    nothing_found: list[State]


class Votes(Record):
    """A vote; `needed` is the quota in yes votes where one binds."""

    yes: Count
    no: Count
    abstained: Count | None = None
    needed: Count | None = None


class Step(Record):
    """What happened to a bill on a day, and how many of the hurdles it had cleared by then."""

    stage: Stage
    date: Day
    cleared: Count
    text: Text
    votes: Votes | None = None
    source: Sources


class Exit(Record):
    """A change that came beside the bill: by a court, by decree or resolution, by a vote on a treaty."""

    kind: Literal["court", "decree", "resolution", "treaty_vote"]
    date: Day
    text: Text
    source: Sources


class End(Record):
    """How a bill ended, or that it had not when the sources end; a day that follows from a rule is `derived`."""

    outcome: Literal["law", "dead", "archived", "open"]
    date: Day | None = None
    tag: Tag
    note: Text | None = None

    @model_validator(mode="after")
    def _dated(self) -> "End":
        if (self.date is None) != (self.outcome == "open"):
            raise refused("missing_field", field="date", parent="end")
        if self.tag != "published" and self.note is None:
            raise refused("no_reason")
        return self


class Procedure(Record):
    """The hurdles between filing and law, in their order, by the rules of a state; known when a bill is filed."""

    id: Id
    state: State
    kind: Literal["law", "amendment"]
    hurdles: Annotated[list[Stage], Field(min_length=1)]
    tag: Tag
    note: Text


class Path(Record):
    """A real bill: whose it was, what it would have changed, each step, its end.

    `counted_in` are the rows of `rates.yaml` that hold this bill; `levers` those of the lab that it would move.
    """

    id: Id
    state: State
    origin: Literal["executive", "legislators"]
    procedure: Id
    axis: Literal["soft", "hard"]
    title: Text
    steps: Annotated[list[Step], Field(min_length=1)]
    exits: list[Exit] = Field(default_factory=list)
    end: End
    deadline: Day | None = None
    regime: Id | None = None
    levers: list[str]
    no_levers: Text | None = None
    counted_in: list[Id] = Field(default_factory=list)
    note: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Path":
        for one, following in pairwise(self.steps):
            if is_before(following.date, one.date):
                raise refused("interval_reversed", low=one.date, high=following.date)
            if following.cleared < one.cleared:
                raise refused("interval_reversed", low=one.cleared, high=following.cleared)
        if bool(self.levers) == (self.no_levers is not None):
            raise refused("no_reason")
        if all(step.stage in BEFORE for step in self.steps):
            raise refused("missing_field", field="filed", parent="steps")
        return self

    @property
    def became_law(self) -> bool | None:
        """What happened; None while it is open."""
        return None if self.end.outcome == "open" else self.end.outcome == "law"

    @property
    def in_parliament(self) -> tuple[Step, ...]:
        """The steps from the first in parliament on, mostly its filing."""
        return tuple(step for step in self.steps if step.stage not in BEFORE)


BEFORE = ("statement", "list")


class PathsFile(Record):
    """The file `states/paths.yaml`; `chosen` says by which rule bills got in."""

    chosen: Text
    seen_until: Day
    procedures: Annotated[list[Procedure], Field(min_length=1)]
    paths: Annotated[list[Path], Field(min_length=1)]


class Alternative(Record):
    """What pressure does to the target's hazard of hard measures: the sign, never a size."""

    id: Pressure
    sign: Literal[-1, 0, 1]
    text: Text
    speaks_for: list[Id] = Field(default_factory=list)


class Cost(Record):
    """What sanctions cost civilians by one published estimate, named in the ledger.

    `of` says what it multiplies or moves: deaths of an age group (a ratio), growth or life expectancy (a change).
    """

    id: Id
    estimate: Id
    sender: Literal["unilateral", "UN", "US"]
    of: Literal["deaths", "growth", "life_expectancy"]
    text: Text


class Study(Record):
    """A study by what its abstract or a report of it gives: a direction; sizes are in the ledger.

    What copies what, and what people favour, has none: whether that improves anything is nobody's finding.
    """

    source: Id
    of: Literal["condemnation", "sanctions", "watchers", "aid", "diffusion", "opinion"]
    direction: Direction | None = None
    text: Text
    estimates: list[Id] = Field(default_factory=list)


class FirstException(Record):
    """The first state of exception or like measure of a state within the window, and homicides before it.

    `rates` are homicides per 100,000 by year, to the last year before the measure that was read.
    """

    state: State
    date: Day
    stated_reason: Text | None = None
    rates: dict[Annotated[str, Field(pattern=r"^[0-9]{4}$")], Number]
    source: Sources
    note: Text | None = None


class Reaction(Record):
    """The window in which first exceptions are counted, who was at risk in it, and what is not in it."""

    begins: Day
    ends: Day
    at_risk: Annotated[list[State], Field(min_length=1)]
    first: list[FirstException]
    homicides: Citation
    note: Text


class PressureFile(Record):
    """The file `states/pressure.yaml`."""

    alternatives: Annotated[list[Alternative], Field(min_length=3, max_length=3)]
    diffusion_note: Text
    costs: list[Cost]
    no_estimate: list[Text]
    studies: list[Study]
    reaction: Reaction
