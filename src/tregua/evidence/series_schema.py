"""What a file of observed series, of checks between them or of their releases may say."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tregua.catalogue.record import Citation, Id, Number, Record, Text, Unit, refused
from tregua.evidence.schema import Day, is_before


class SeriesCheck(Record):
    """An identity between series (`left` and `right` are sums), or two publishers of one quantity."""

    id: Id
    kind: Literal["identity", "publishers"]
    text: Text
    left: Annotated[list[str], Field(min_length=1)]
    right: Annotated[list[str], Field(min_length=1)]
    tolerance: Annotated[Number, Field(ge=0)]
    except_years: dict[Annotated[str, Field(pattern=r"^[0-9]{4}$")], Text] = Field(default_factory=dict)


class SeriesChecks(Record):
    """The file `evidence/checks.yaml`."""

    checks: list[SeriesCheck]


class Vintage(Record):
    """A figure as an earlier release gave it; `published` is left out where the day, month or year was not read."""

    value: Number
    release: Annotated[str, Field(min_length=1)]
    published: Day | None = None


class Point(Record):
    """One observed figure.

    `release` is where it stands, if not in that of its series; `earlier` is what earlier releases gave, oldest first.
    """

    year: Annotated[int, Field(ge=1900, le=2100)]
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    value: Number
    lower: Number | None = None
    upper: Number | None = None
    derivation: str | None = None
    release: Annotated[str, Field(min_length=1)] | None = None
    published: Day | None = None
    earlier: list[Vintage] = Field(default_factory=list)
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

    @model_validator(mode="after")
    def _newest_last(self) -> "Point":
        days = [*(one.published for one in self.earlier), self.published]
        dated = [day for day in days if day is not None]
        for one, following in pairwise(dated):
            if is_before(following, one):
                raise refused("vintage_order", found=following, expected=one)
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


class SeriesFile(Record):
    """A file of `evidence/series/`."""

    series: list[Series]


class Release(Record):
    """When the figures of some series appear: the last release that was seen, and when the next was to be expected.

    `series` are ids, or patterns as `fnmatch` reads them. Without `next`, `no_next` says why none can be told. `tag`
    says whether the day is the publisher's own, with its source, or follows from earlier releases, as `note` tells.
    """

    id: Id
    series: Annotated[list[str], Field(min_length=1)]
    text: Text
    last: Day | None = None
    next: Day | None = None
    tag: Literal["published", "assumed"] | None = None
    source: list[Citation] = Field(default_factory=list)
    note: Text | None = None
    no_next: Text | None = None

    @model_validator(mode="after")
    def _next_or_reason(self) -> "Release":
        given = {self.next is not None, self.tag is not None, self.no_next is None}
        if len(given) > 1 or (self.next is not None and self.last is None):
            raise refused("next_or_reason")
        if self.tag == "assumed" and self.note is None:
            raise refused("no_reason")
        if self.tag == "published" and not self.source:
            raise refused("no_next_source")
        if self.next is not None and self.last is not None and is_before(self.next, self.last):
            raise refused("interval_reversed", low=self.last, high=self.next)
        return self


class Releases(Record):
    """The file `evidence/releases.yaml`; `searched` is the day to which a later release was looked for."""

    searched: Day
    releases: list[Release]
