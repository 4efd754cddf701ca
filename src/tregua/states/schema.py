"""What the records of the alliance may say: states, acts, levels and presses. An unlisted field is an error."""

import re
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from tregua.catalogue.record import Citation, Id, Number, Record, Tag, Text, Unit, refused
from tregua.evidence.schema import Day
from tregua.states.days import first, last

Axis = Literal["soft", "hard"]
AXES: tuple[Axis, ...] = get_args(Axis)
Kind = Literal[
    "statement",
    "vote",
    "policy",
    "listing",
    "attendance",
    "bill_filed",
    "bill_committee",
    "bill_passed_chamber",
    "bill_stalled",
    "bill_rejected",
    "law",
    "court_ruling",
    "regulation",
    "designation",
    "instrument",
    "exception",
    "armed_operation",
    "referendum",
    "withdrawal",
]
Stage = Literal[
    "filed", "committee", "chamber_1", "chamber_2", "reconciliation", "stalled", "rejected", "archived", "law"
]
Outcome = Literal["law", "rejected", "archived", "open"]
Role = Literal["coca", "other_drug", "transit", "consumer"]
Measure = Literal["population", "gdp", "homicide_first", "homicide_last", "seized_first", "seized_last"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
Direction = Literal["hard_to_soft", "soft_to_hard", "other"]
Iso = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Cited = Annotated[list[Citation], Field(min_length=1)]


def _is_full(value: str) -> str:
    """A day of the calendar, not a month or a year."""
    try:
        date.fromisoformat(value if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else "")
    except ValueError:
        raise refused("not_a_day", found=value) from None
    return value


FullDay = Annotated[str, AfterValidator(_is_full)]


class Figure(Record):
    """A number of a state with its year; where none is known, `why` says so."""

    value: Number | None = None
    unit: Unit
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    tag: Tag = "published"
    source: list[Citation] = Field(default_factory=list)
    why: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Figure":
        if self.value is None and self.why is None:
            raise refused("no_number_no_reason")
        if self.value is not None and not (self.source and self.year is not None):
            raise refused("no_source", tag=f"@tag.{self.tag}")
        return self


class Change(Record):
    """A day on which somebody else became head of government."""

    date: Day
    text: Text
    source: Cited


class Government(Record):
    """Who governs: `changes` lists every new head of government from `known_since` to the end of the records."""

    known_since: FullDay | None = None
    changes: list[Change] = Field(default_factory=list)
    source: list[Citation] = Field(default_factory=list)


class Searched(Record):
    """To which day somebody looked for acts of each axis and wrote down all that were found; null where nobody did."""

    soft: FullDay | None = None
    hard: FullDay | None = None


class State(Record):
    """A state: whether the document of Cali names it, what part it has in the trade, its numbers, its governments."""

    id: Iso
    text: Text
    listed: bool
    observer: bool = False
    roles: list[Role]
    roles_source: list[Citation] = Field(default_factory=list)
    figures: dict[Measure, Figure]
    government: Government
    searched: Searched
    note: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> "State":
        if missing := [one for one in MEASURES if one not in self.figures]:
            raise refused("missing_field", field=missing[0], parent="figures")
        if self.roles and not self.roles_source:
            raise refused("no_source", tag="@tag.published")
        return self


class Listed(Record):
    """The two counts of the statement of Cali stand in a reported figure; neither corrects the other."""

    reported: Id
    note: Text


class StatesFile(Record):
    """The file `states.yaml`; `to` is the last day of the records."""

    to: FullDay
    listed: Listed
    states: list[State]


class Bill(Record):
    """A bill; until its outcome it counts as what it reached. One that is replayed has its outcome in `paths.yaml`."""

    id: Id
    state: Iso
    text: Text
    path: Id | None = None
    outcome: Outcome | None = None
    date: Day | None = None
    source: Cited
    note: Text | None = None

    @model_validator(mode="after")
    def _dated(self) -> "Bill":
        if (self.outcome in ("open", None)) != (self.date is None) or (self.path is None) == (self.outcome is None):
            raise refused("bill_outcome", found=self.outcome or self.path)
        return self


class Act(Record):
    """What one state did on one day.

    Attributes
    ----------
    date : day, month or year; a month or a year counts from its end
    end : the last day in force; null where nothing was found that ended it
    end_known : false where an end is certain or likely and its day was not found: after `end`, or after `date` where
        that is null, it is not known whether it was in force
    axis : ``none`` for what stands on neither ladder
    against : a state or a body at which it points
    checklist : ids of the source texts of which it is the record
    """

    id: Id
    state: Iso
    date: Day
    end: Day | None = None
    end_known: bool = True
    axis: Literal["soft", "hard", "none"]
    kind: Kind
    bill: Id | None = None
    stage: Stage | None = None
    against: Iso | None = None
    text: Text
    source: Cited
    tag: Tag = "published"
    checklist: list[Id] = Field(default_factory=list)
    note: Text | None = None

    @model_validator(mode="after")
    def _dates_and_bill(self) -> "Act":
        if self.end is not None and last(self.end) < first(self.date):
            raise refused("interval_reversed", low=self.date, high=self.end)
        if (self.bill is None) != (self.stage is None):
            raise refused("stage_without_bill")
        return self


class ActsFile(Record):
    """The file `acts.yaml`."""

    bills: list[Bill]
    acts: list[Act]


class Step(Record):
    """A level of one axis and the kinds of act that reach it; those of level 0 reach none."""

    axis: Axis
    level: Annotated[int, Field(ge=0, le=4)]
    text: Text
    kinds: Annotated[list[Kind], Field(min_length=1)]


class LevelsFile(Record):
    """The file `levels.yaml`."""

    levels: list[Step]


class Elsewhere(Record):
    """A state that was pressed and has no record of its own."""

    id: Iso
    text: Text


class Press(Record):
    """Who pressed whom, by what, and what followed: a sequence, not a cause."""

    id: Id
    date: Day
    end: Day | None = None
    by: Iso
    to: Annotated[list[Iso], Field(min_length=1)]
    instrument: Literal["words", "decertification", "sanctions", "levy", "praise_and_money"]
    direction: Direction
    text: Text
    followed: Text
    source: Cited
    tag: Tag = "published"


class PressesFile(Record):
    """The file `presses.yaml`."""

    elsewhere: list[Elsewhere]
    presses: list[Press]
