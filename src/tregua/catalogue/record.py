"""What all catalogue records share. A field that is not listed in a record is an error in the file."""

import re
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic import Tag as Branch
from pydantic_core import PydanticCustomError

from tregua.catalogue.errors import nearest
from tregua.catalogue.shown import in_a_line
from tregua.text import visible

Tag = Literal["published", "derived", "assumed"]
Grade = Literal["A", "B", "C", "D", "E"]
MOST_SHOWN = 60  # characters of a value that a complaint tells


def as_written(found: object) -> str:
    """A value as a file has it, at most sixty characters of it."""
    words = {None: "@found.nothing", True: "true", False: "false"}
    shown = words[found] if found is None or isinstance(found, bool) else str(found)
    return shown if len(shown) <= MOST_SHOWN else f"{shown[: MOST_SHOWN - 3]}…"


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
    "groups", "countries", "states", "municipalities", "votes", "orders", "warrants", "admissions",
})
# fmt: on
Number = Annotated[float, AfterValidator(_usable)]
Computed = Annotated[float, AfterValidator(_usable), WithJsonSchema({"type": ["number", "string"]})]
Unit = Annotated[str, Field(min_length=1), AfterValidator(_unit)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.\-]*$")]


class Record(BaseModel):
    """Base of all records: no unknown field, no silent conversion of text to numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    def __repr__(self) -> str:
        return in_a_line(self, type(self).model_fields)

    __str__ = __repr__


def _shown(value: str) -> str:
    if visible(value) != value or not value.strip():
        raise refused("hidden_character", found=value)
    return value


Words = Annotated[str, Field(min_length=1), AfterValidator(_shown)]


class Text(Record):
    """One text in both languages."""

    en: Words
    es: Words


class Citation(Record):
    """Where a number was read: a source and the place in it."""

    ref: str
    locator: Annotated[str, Field(min_length=1)]


# --- sources ----------------------------------------------------------------------------------------------------------

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s{}]+")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+\.[A-Za-z0-9]+(:[0-9]+)?([/?#][^\s{}]*)?")
_DAY = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_ISSUED = re.compile(rf"[12][0-9]{{3}}(-(0[1-9]|1[0-2]))?|{_DAY.pattern}")


def _exists(day: str) -> bool:
    """Whether a day stands in the calendar."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _written(pattern: re.Pattern[str], kind: str) -> AfterValidator:
    """Refuses, as `kind`, a text that is not written so."""

    def check(value: str) -> str:
        if not pattern.fullmatch(value) or (_DAY.fullmatch(value) and not _exists(value)):
            raise refused(kind, found=value)
        return value

    return AfterValidator(check)


SourceType = Literal[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "chapter",
    "dataset",
    "legal_case",
    "legislation",
    "manuscript",
    "paper-conference",
    "post-weblog",
    "report",
    "software",
    "speech",
    "thesis",
    "webpage",
]
"""The types of CSL 1.0.2 that sources have: ``article`` is a preprint, ``manuscript`` a paper that nobody issued."""


class Author(Record):
    """A person, by family and given name; an institution, whose name stays whole; or those whom nobody names."""

    family: Words | None = None
    given: Words | None = None
    literal: Words | None = None
    others: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Author":
        kinds = [one for one in (self.family, self.literal, self.others) if one is not None]
        if len(kinds) != 1 or (self.given is not None and self.family is None):
            raise refused("author_fields")
        return self


class Source(Record):
    """A publication, data set or press report.

    Attributes
    ----------
    year, issued : the year by which it is called, and when what is cited appeared, as far as that is known
    container : the journal, newspaper, site or series of papers in which it appeared
    number : its number there, where it has one of its own
    genre : what kind of report or thesis it is
    via : the outlets in which it appeared or through which it was read, where the fields above do not say it
    doi, url, seen : where it can be found, and the day on which that was seen
    """

    id: Id
    type: SourceType
    authors: list[Author]
    year: Annotated[int, Field(ge=1000, le=2100)]
    issued: Annotated[str, _written(_ISSUED, "not_a_date")] | None = None
    title: Words
    container: Words | None = None
    volume: Words | None = None
    issue: Words | None = None
    pages: Words | None = None
    publisher: Words | None = None
    number: Words | None = None
    genre: Words | None = None
    via: Words | None = None
    doi: Annotated[str, _written(_DOI, "not_a_doi")] | None = None
    url: Annotated[str, _written(_ADDRESS, "not_an_address")] | None = None
    seen: Annotated[str, _written(_DAY, "not_a_date")] | None = None
    read: Literal["full", "table", "abstract", "secondary", "not_read"]
    note: Text | None = None

    @model_validator(mode="after")
    def _place_and_day(self) -> "Source":
        if (self.seen is None) != (self.doi is None and self.url is None):
            raise refused("not_seen")
        if self.authors and all(one.others for one in self.authors):
            raise refused("only_others")
        if not (self.container or self.publisher or self.genre or self.via):
            raise refused("no_place")
        return self

    @property
    def author(self) -> str:
        """Its authors, as ``Family, Given; Institution``; empty where none is known."""
        named = [one.literal or ", ".join(filter(None, (one.family, one.given))) for one in self.authors]
        return "; ".join(filter(None, named)) + (" et al." if any(one.others for one in self.authors) else "")

    @property
    def link(self) -> str | None:
        """Where it can be found: its DOI, or else its address."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


class Distribution(Record):
    """How a number may vary. Which fields a kind needs is checked below."""

    kind: Literal["uniform", "loguniform", "normal", "exponential", "gamma", "choice", "constant"]
    low: Computed | None = None
    high: Computed | None = None
    mean: Computed | None = None
    sd: Computed | None = None
    shape: Computed | None = None
    rate: Computed | None = None
    values: list[Computed] | None = None

    @model_validator(mode="after")
    def _fields_of_the_kind(self) -> "Distribution":
        needed = {
            "uniform": {"low", "high"},
            "loguniform": {"low", "high"},
            "normal": {"mean", "sd"},
            "exponential": {"mean"},
            "gamma": {"shape", "rate"},
            "choice": {"values"},
            "constant": set[str](),
        }[self.kind]
        given = {
            name for name in ("low", "high", "mean", "sd", "shape", "rate", "values") if getattr(self, name) is not None
        }
        if given != needed:
            raise refused("distribution_fields", found=", ".join(sorted(given)), expected=", ".join(sorted(needed)))
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        if self.kind == "loguniform" and self.low is not None and self.low <= 0:
            raise refused("out_of_range", found=self.low, expected="> 0")
        positive = [self.sd, self.shape, self.rate, self.mean if self.kind == "exponential" else None]
        if wrong := [one for one in positive if one is not None and one <= 0]:
            raise refused("out_of_range", found=wrong[0], expected="> 0")
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
    needs_reason: ClassVar[bool] = True

    @model_validator(mode="after")
    def _has_what_its_tag_needs(self) -> "Sourced":
        if self.tag != "assumed" and not self.source:
            raise refused("no_source", tag=f"@tag.{self.tag}")
        if self.tag == "derived" and not self.derivation:
            raise refused("no_derivation")
        if self.tag == "assumed" and self.note is None and self.needs_reason:
            raise refused("no_reason")
        return self


MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
FIRST_MONTH, LAST_MONTH = "2010-01", "2060-12"  # between them lies every run
AFTER_START = re.compile(r"start(?:\+([1-9][0-9]{0,2}))?")


def wrong_month(found: str) -> tuple[str, dict[str, object]] | None:
    """The message about what is no month of any run, with its values; nothing where it is one."""
    if not MONTH.fullmatch(found):
        return "not_a_month", {"found": found}
    if not FIRST_MONTH <= found <= LAST_MONTH:
        return "month_outside", {"found": found, "expected": f"{FIRST_MONTH} … {LAST_MONTH}"}
    return None


class Range(Record):
    """Where the sources leave a setting open: it is drawn evenly between `low` and `high`, once for the whole path."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _in_order(self) -> "Range":
        if self.low >= self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        return self


def _kind_of_setting(value: object) -> str:
    """Which of the two kinds of setting a value of a file is; the marks are left out of messages."""
    return "<range>" if isinstance(value, dict | Range) else "<one value>"


Setting = Annotated[
    Annotated[Number, Branch("<one value>")] | Annotated[Range, Branch("<range>")], Discriminator(_kind_of_setting)
]


def ends(value: float | Range) -> tuple[float, float]:
    """The least and the most that a lever is set to."""
    return (value.low, value.high) if isinstance(value, Range) else (value, value)


class LeverPath(Sourced):
    """A lever's path in a scenario: the value it takes from each month on.

    Months are of the calendar, ``2027-01``, or counted from the start of the policy, ``start`` and ``start+12``. What
    was done is `recorded_to` a month and held from then on. What a user sets is assumed, and needs no reason.
    """

    needs_reason: ClassVar[bool] = False
    tag: Tag = "assumed"
    lever: str
    place: str | None = None
    unit: Unit
    path: Annotated[dict[str, Setting], Field(min_length=1)]
    recorded_to: str | None = None

    @field_validator("path", mode="before")
    @classmethod
    def _steps(cls, path: object) -> object:
        if not isinstance(path, dict) or not path:
            raise refused("not_a_path", found=as_written(path))
        return path

    @model_validator(mode="after")
    def _months(self) -> "LeverPath":
        counted = AFTER_START.fullmatch if self.recorded_to is None else lambda month: None  # a record knows no start
        for month in [*self.path, *([self.recorded_to] if self.recorded_to else [])]:
            if (wrong := wrong_month(month)) and not counted(month):
                raise refused(wrong[0], **wrong[1])
        if self.recorded_to is not None and (ranges := [one for one in self.path.values() if isinstance(one, Range)]):
            raise refused("wrong_type", found=f"{ranges[0].low:g} … {ranges[0].high:g}", expected="@expected.number")
        return self

    def by_month(self, start: str) -> dict[str, float | Range]:
        """The path by months of the calendar, in their order, where the policy starts in `start`."""
        return dict(sorted((_calendar(month, start), value) for month, value in self.path.items()))


def _calendar(month: str, start: str) -> str:
    counted = AFTER_START.fullmatch(month)
    if counted is None:
        return month
    months = int(start[:4]) * 12 + int(start[5:]) - 1 + int(counted[1] or 0)
    return f"{months // 12}-{months % 12 + 1:02d}"


class Sources(Record):
    """The file `sources.yaml`."""

    sources: list[Source]
