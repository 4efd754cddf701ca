"""What the files of a published model may say: its parameters, and the numbers it must give back."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, model_validator
from pydantic import Tag as Branch

from tregua.catalogue.record import Citation, Id, Number, Record, Source, Sourced, Tag, Text, refused

_ROUNDING = 1e-9  # what the last bits of a computation may add: to a tolerance, or to zero
_BOUNDS = ({"low", "high"}, {"at_least"}, {"at_most"}, {"sign"})
Read = Literal["full", "table", "abstract", "secondary", "not_read"]
NonNegative = Annotated[Number, Field(ge=0)]


class Range(Record):
    """Where a parameter was looked for, or may lie."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _in_order(self) -> "Range":
        if self.low > self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        return self


class ModelParameter(Sourced):
    """One number that a model starts from. `fitted` where nobody measured it; the note says who fitted it, to what.

    `fitted_to` are the targets to which it was fitted: that the model meets those says nothing of the model. A `whole`
    one is a count, which is drawn as such.
    """

    id: Id
    symbol: Annotated[str, Field(min_length=1)]
    text: Text
    unit: Annotated[str, Field(min_length=1)]
    value: Number
    range: Range | None = None
    fitted: bool = False
    fitted_to: list[Id] = Field(default_factory=list)
    whole: bool = False

    @model_validator(mode="after")
    def _in_range_and_explained(self) -> "ModelParameter":
        if self.range and not self.range.low <= self.value <= self.range.high:
            raise refused("value_outside", found=self.value)
        if (self.fitted or self.fitted_to) and self.note is None:
            raise refused("fitted_by_whom")
        return self


class ModelParameters(Record):
    """The file `parameters.yaml` of a model's folder.

    `sources` holds publications that the common list does not, `units` the words of its units that no other has.
    A `sketch` is a reduced form that gives back no published number outright. A model that uses no chance says that it
    is `deterministic`: its values are the same with every seed.
    """

    model: Id
    text: Text
    question: Text
    source: Annotated[list[Citation], Field(min_length=1)]
    sources: list[Source] = Field(default_factory=list)
    units: list[str] = Field(default_factory=list)
    sketch: bool = False
    deterministic: bool = False
    parameters: list[ModelParameter]


class Bounds(Record):
    """What a publication says where it gives no single number: a range, a bound, or a sign."""

    low: Number | None = None
    high: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    sign: Literal["+", "-", "0"] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Bounds":
        given = {name for name in Bounds.model_fields if getattr(self, name) is not None}
        if given not in _BOUNDS:
            raise refused("bounds_fields", found=", ".join(sorted(given)))
        if self.low is not None and self.high is not None and self.low > self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        return self

    def hold(self, ours: float) -> bool:
        """Whether `ours` lies in the range, on the right side of the bound, or has the sign."""
        if self.sign is not None:
            return abs(ours) <= _ROUNDING if self.sign == "0" else ours > 0 if self.sign == "+" else ours < 0
        lowest = self.low if self.at_least is None else self.at_least
        highest = self.high if self.at_most is None else self.at_most
        return (lowest is None or ours >= lowest) and (highest is None or ours <= highest)


class Tolerance(Record):
    """How far a value may lie from a number, absolutely or as a share of it."""

    relative: NonNegative | None = None
    absolute: NonNegative | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Tolerance":
        if (self.relative is None) == (self.absolute is None):
            raise refused("tolerance_fields")
        return self

    def wider_than(self, number: float) -> bool:
        """Whether it is more than the number itself, so that zero would do."""
        room = self.relative * abs(number) if self.relative is not None else self.absolute or 0.0
        return number != 0.0 and room >= abs(number)

    def allows(self, ours: float, number: float) -> bool:
        """Whether `ours` is near enough to `number`."""
        room = self.absolute if self.absolute is not None else (self.relative or 0.0) * abs(number)
        return abs(ours - number) <= room + _ROUNDING * abs(number)


def _branch(value: Any) -> str:
    return "bounds" if isinstance(value, dict | Bounds) else "number"


Published = Annotated[Annotated[Number, Branch("number")] | Annotated[Bounds, Branch("bounds")], Discriminator(_branch)]


class Cited(Citation):
    """Where a target was read; `read` is how, where that place was read otherwise than its source as a whole."""

    read: Read | None = None


class Target(Record):
    """One number, range, bound or sign that a publication states, or one of our own to hold fast (`derived`).

    `published` tells that the publication was read, and `definition` which reading of the quantity was taken;
    `by_definition` that the number is met only under it. `noise` is how far the value of a Monte Carlo run or of an
    optimiser may move between machines. `invariant` marks what no parameter moves: a theorem, not a measurement;
    `restates` are the parameters, and the only ones, of which the value is nothing but another form, `repeats` the
    targets.
    """

    id: Id
    text: Text
    unit: Annotated[str, Field(min_length=1)]
    published: Published
    tolerance: Tolerance | None = None
    noise: Tolerance | None = None
    tag: Tag
    source: list[Cited] = Field(default_factory=list)
    definition: Text | None = None
    by_definition: bool = False
    invariant: bool = False
    restates: list[Id] = Field(default_factory=list)
    repeats: list[Id] = Field(default_factory=list)
    note: Text | None = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> "Target":
        if self.tag == "published" and not self.source:
            raise refused("no_source", tag="@tag.published")
        if self.tag == "assumed" and not self.source and self.note is None:
            raise refused("no_reason")
        is_number = not isinstance(self.published, Bounds)
        if (self.tolerance is not None) != is_number:
            raise refused("tolerance_of_a_number")
        if isinstance(self.published, float) and self.tolerance and self.tolerance.wider_than(self.published):
            raise refused("tolerance_too_wide", found=self.published)
        if self.by_definition and self.definition is None:
            raise refused("no_definition")
        return self

    def met_by(self, ours: float) -> bool:
        """Whether `ours` agrees with what was published, within the tolerance."""
        if isinstance(self.published, Bounds):
            return self.published.hold(ours)
        assert self.tolerance
        return self.tolerance.allows(ours, self.published)


class Targets(Record):
    """The file `targets.yaml` of a model's folder."""

    model: Id
    targets: Annotated[list[Target], Field(min_length=1)]
