"""What a file of promises or of reported figures may say."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tregua.catalogue.record import Id, Number, Record, Tag, Text, Unit, refused
from tregua.evidence.schema import Bounded, Day, Words, is_before

Status = Literal["kept", "partly", "not_kept", "overtaken", "unknown"]


class Entry(Record):
    """Something on record about a promise: when, what, and where it was read."""

    date: Day
    until: Day | None = None
    text: Text
    speaks: Literal["for", "against", "neither"]
    source: Words
    tag: Tag
    figure: Bounded | None = None
    unit: Unit | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Entry":
        if self.until is not None and is_before(self.until, self.date):
            raise refused("interval_reversed", low=self.date, high=self.until)
        if (self.figure is None) != (self.unit is None):
            raise refused("no_unit")
        return self


class Promise(Record):
    """What was promised, offered, proposed or reported, by whom and when, and what is on record since."""

    id: Id
    nature: Literal["promise", "offer", "proposal", "report"]
    text: Text
    by: Text
    said_on: Day
    source: Words
    status: Status
    why: Text
    record: list[Entry]
    not_found: Text
    checked: Day


class Quoted(Record):
    """A figure as the source text gives it."""

    value: Number | None = None
    unit: Unit = "1"
    comparison: Literal["exactly", "about", "over"] = "exactly"
    words: Text
    source: Words


class Checked(Record):
    """What a primary source says; `comparable` when it measures what the source text says."""

    text: Text
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: Unit = "1"
    comparable: bool
    source: Words
    tag: Tag
    derivation: str | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Checked":
        ends = [end for end in (self.low, self.value, self.high) if end is not None]
        if ends != sorted(ends):
            raise refused("interval_reversed", low=ends[0], high=ends[-1])
        if self.tag == "derived" and not self.derivation:
            raise refused("no_derivation")
        return self


class Reported(Record):
    """A figure of the source texts beside what primary sources say."""

    id: Id
    text: Text
    said: Annotated[list[Quoted], Field(min_length=1)]
    found: list[Checked]
    why: Text
    would_change: Text
    checked: Day


class Promises(Record):
    """A file of `evidence/promises/`."""

    promises: list[Promise]


class ReportedFigures(Record):
    """The file `evidence/reported.yaml`."""

    reported: list[Reported]
