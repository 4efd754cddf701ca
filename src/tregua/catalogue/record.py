"""What all catalogue records share. A field that is not listed in a record is an error in the file."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from tregua.catalogue.errors import nearest
from tregua.catalogue.shown import in_a_line
from tregua.text import visible

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

    def __repr__(self) -> str:
        return in_a_line(self, type(self).model_fields)

    __str__ = __repr__


def _shown(value: str) -> str:
    if visible(value) != value:
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


MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
AFTER_START = re.compile(r"start(?:\+([1-9][0-9]{0,2}))?")


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
    path: Annotated[dict[str, Number], Field(min_length=1)]
    recorded_to: str | None = None

    @model_validator(mode="after")
    def _months(self) -> "LeverPath":
        for month in self.path:
            counted = AFTER_START.fullmatch(month) if self.recorded_to is None else None  # a record knows no start
            if not MONTH.fullmatch(month) and not counted:
                raise refused("not_a_month", found=month)
        if self.recorded_to is not None and not MONTH.fullmatch(self.recorded_to):
            raise refused("not_a_month", found=self.recorded_to)
        return self

    def by_month(self, start: str) -> dict[str, float]:
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
