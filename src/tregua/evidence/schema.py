"""What an estimate, an appraisal, a pool, a claim or a series may say. A field that is not listed is an error.

Over 400 lines: whoever enters a study or a figure finds every field and every rule among them in one file.
"""

import math
import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from tregua.catalogue.record import Citation, Grade, Id, LeverPath, Number, Record, Tag, Text, Unit, refused

Direction = Literal["raises", "lowers", "none"]
Expectation = Literal["raises", "lowers", "none", "not_raises", "not_lowers"]
Design = Literal[
    "randomised",
    "meta_analysis",
    "regression_discontinuity",
    "difference_in_differences",
    "instrument",
    "synthetic_control",
    "cohort",
    "matched",
    "time_series",
    "panel",
    "before_after",
    "cross_section",
    "survey",
    "descriptive",
    "model",
    "opinion",
]
Scale = Literal["RR", "OR", "HR", "percent", "pp", "SD", "elasticity", "absolute", "level"]
RATIOS = ("RR", "OR", "HR")
NORMAL = {"95": 1.959963984540054, "90": 1.6448536269514722}
"""Half the width of an interval, in standard errors."""
Risk = Literal["low", "some", "serious", "critical", "not_judged"]
Read = Literal["full", "table", "abstract", "secondary", "not_read"]
Measure = Literal[
    "homicide",
    "violence",  # other than homicide: battle deaths, attacks, clashes, assaults
    "crime",  # other than violence
    "extortion",
    "abuses",  # by the State, and rights
    "institutions",  # turnout, coups, trust, democracy
    "groups",  # their number, members, splits, recruitment
    "exit",  # desertion, surrender, reintegration, reoffending
    "coca",
    "supply",  # quantities of a drug, seizures, traffic
    "price",  # and purity
    "use",
    "overdose",
    "health",
    "welfare",  # poverty, school, jobs, displacement
    "cost",
    "policy",  # adoption, conduct of states
]
Words = Annotated[list[Citation], Field(min_length=1)]


DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def _is_date(value: str) -> str:
    """A day, a month or a year: 2022-08-24, 2022-08, 2022."""
    try:
        date.fromisoformat((value + "-01-01")[:10] if DAY.fullmatch(value) else "")
    except ValueError:
        raise refused("not_a_date", found=value) from None
    return value


Day = Annotated[str, AfterValidator(_is_date)]


def is_before(one: str, other: str) -> bool:
    """Whether a day, month or year is over before another begins, as far as both are told."""
    return one[: len(other)] < other[: len(one)]


class Bounded(Record):
    """A number and, where its publisher gives one, the interval around it."""

    value: Number
    low: Number | None = None
    high: Number | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Bounded":
        if self.low is not None and self.high is not None and self.low > self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        if not (self.low is None or self.low <= self.value) or not (self.high is None or self.value <= self.high):
            raise refused("value_outside", found=self.value)
        return self


def _as_text(value: object) -> object:
    """A width that was written as a number, 95 without its quotes."""
    return str(value) if type(value) is int else value


class Effect(Bounded):
    """The size of an effect on its scale; `interval` says what low and high are.

    A `level` (a cost, a share, a count) has no direction; `absolute` is a change in the unit of the outcome.

    `se` is the standard error, of the logarithm for a ratio. `clear` is what the study itself says where it gives
    neither: whether the effect can be told from none.
    """

    scale: Scale
    unit: Unit = "1"
    interval: Annotated[Literal["95", "90", "range"] | None, BeforeValidator(_as_text)] = None
    se: Annotated[Number, Field(gt=0)] | None = None
    clear: bool | None = None

    @model_validator(mode="after")
    def _scale(self) -> "Effect":
        numbers = [number for number in (self.value, self.low, self.high) if number is not None]
        if self.scale in RATIOS and min(numbers) <= 0:
            raise refused("out_of_range", found=self.value, expected="> 0")
        if self.scale == "percent" and min(numbers) < -100:
            raise refused("out_of_range", found=min(numbers), expected=">= -100")
        if (self.low is None or self.high is None) != (self.interval is None):
            raise refused("interval_kind")
        if (self.interval in NORMAL and self.se is not None) or (self.clear is not None and self.error is not None):
            raise refused("interval_and_se")
        if self.interval in ("95", "90") and self.low == self.high:
            raise refused("interval_reversed", low=self.low, high=self.high)
        if self.scale in ("absolute", "level") and self.unit == "1":
            raise refused("no_unit")
        return self

    @property
    def nothing(self) -> float:
        """What the scale shows where nothing changes."""
        return 1.0 if self.scale in RATIOS else 0.0

    @property
    def points(self) -> Direction:
        """The side of nothing on which the point estimate lies, significant or not; a level changes nothing."""
        if self.scale == "level" or self.value == self.nothing:
            return "none"
        return "raises" if self.value > self.nothing else "lowers"

    @property
    def error(self) -> float | None:
        """The standard error, of the logarithm for a ratio: as given, or from the interval."""
        if self.se is not None or self.interval not in NORMAL:
            return self.se
        assert self.low is not None and self.high is not None
        width = math.log(self.high / self.low) if self.scale in RATIOS else self.high - self.low
        return width / (2.0 * NORMAL[self.interval])

    @property
    def told(self) -> bool | None:
        """Whether the effect can be told from none; None where nothing read says so."""
        if self.interval == "95":
            assert self.low is not None and self.high is not None
            return not self.low <= self.nothing <= self.high
        if self.error is not None:
            distance = math.log(self.value) if self.scale in RATIOS else self.value
            return abs(distance) > NORMAL["95"] * self.error
        return self.clear

    @property
    def direction(self) -> Direction:
        """Whether the outcome is raised, lowered, or not distinguishably changed."""
        return "none" if self.told is False else self.points


class Cost(Bounded):
    """What the intervention costs for each unit."""

    unit: Unit
    tag: Tag
    note: Text | None = None


BEST: dict[Design, Grade] = {
    "randomised": "A",
    "meta_analysis": "A",
    "regression_discontinuity": "B",
    "difference_in_differences": "B",
    "instrument": "B",
    "synthetic_control": "B",
    "cohort": "B",
    "matched": "C",
    "time_series": "C",
    "panel": "C",
    "before_after": "D",
    "cross_section": "D",
    "survey": "D",
    "descriptive": "D",
    "model": "D",
    "opinion": "E",
}
"""The best grade that a design allows."""


NotInLab = Literal[
    "other_outcome",  # what it measures is no outcome of the lab, nor a step of an equation
    "other_policy",  # of another policy than the lever's, or of a bundle of policies
    "other_scale",  # its unit or its place, as a municipality, gives no number for an equation
    "same_effect",  # another figure of an effect that a number rests on already
    "inside_range",  # it lies inside what is drawn
    "newer_review",  # a newer review of the same effect is drawn
    "result",  # a result of a model or a cost: the lab gives such figures and takes none
    "scored",  # it is what the lab is scored on
]


class Estimate(Record):
    """One effect of one intervention on one outcome, as one study gives it.

    `data` names the observations behind it, so that no figure is used both as a prior and as a target; `known_from` is
    the year in which it was published, where that is not the latest year of its sources. Where the lab has a lever for
    it and no number of the lab rests on it, `not_in_lab` says why. `read` says how this figure was read and `quote` is
    the sentence that carries it, in its language. `clear` belongs to a sign: whether the study can tell it from none.
    `shown_only` says why an estimate is shown and counts in no verdict.
    """

    id: Id
    intervention: Text
    outcome: Text
    measures: Measure
    effect: Effect | None = None
    sign: Direction | None = None
    clear: bool | None = None
    design: Design
    n: Annotated[int, Field(gt=0)] | None = None
    of: Text | None = None
    place: Text
    period: Text | None = None
    applies_to: Text
    horizon: Text | None = None
    decay: Text | None = None
    cost: Cost | None = None
    levers: list[str]
    study: Id | None = None
    source: Words
    read: Read
    quote: Annotated[str, Field(min_length=1, max_length=240)] | None = None
    tag: Tag
    derivation: str | None = None
    data: Id | None = None
    known_from: Annotated[int, Field(ge=1900, le=2100)] | None = None
    grade: Grade
    transport: Text
    contrary: list[str] = Field(default_factory=list)
    note: Text | None = None
    unused: Text | None = None
    not_in_lab: NotInLab | None = None
    shown_only: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Estimate":
        if (self.effect is None) == (self.sign is None):
            raise refused("effect_or_sign")
        if self.clear is not None and self.sign not in ("raises", "lowers"):
            raise refused("clear_of_sign")
        if self.grade < self.best_grade:
            raise refused("grade_of_design", found=self.grade, expected=self.best_grade)
        if self.tag == "derived" and not self.derivation:
            raise refused("no_derivation")
        if self.tag == "assumed" and self.note is None:
            raise refused("no_reason")
        if (self.n is None) != (self.of is None):
            raise refused("count_of_what")
        return self

    @property
    def best_grade(self) -> Grade:
        """What its design allows; without chance a study of which only a direction was read is C at best."""
        only_direction = self.sign in ("raises", "lowers") and BEST[self.design] == "B"
        return "C" if only_direction else BEST[self.design]

    @property
    def direction(self) -> Direction:
        """Whether the outcome is raised, lowered, or not distinguishably changed."""
        if self.effect is None:
            assert self.sign is not None
            return self.sign
        return self.effect.direction

    @property
    def points(self) -> Direction:
        """The direction of the point estimate, significant or not; none where no direction was read."""
        return self.effect.points if self.effect else self.direction

    @property
    def told(self) -> bool | None:
        """Whether the effect can be told from none; None where nothing read says so."""
        if self.effect is not None:
            return self.effect.told
        return False if self.sign == "none" else self.clear

    @property
    def voice(self) -> str:
        """The study that the estimate belongs to: the one it names, or its first source."""
        return self.study or self.source[0].ref


class Appraisal(Record):
    """The risk of bias of one study, apart from its design; `id` is the study that its estimates belong to."""

    id: Id
    risk: Risk
    tool: Literal["ROBINS-I", "RoB 2", "AMSTAR 2", "none"]
    domains: list[
        Literal["confounding", "selection", "classification", "deviations", "missing", "measurement", "reporting"]
    ] = Field(default_factory=list)
    why: Text


class Pool(Record):
    """Estimates of one effect, on one scale, by studies that do not share their data."""

    id: Id
    text: Text
    estimates: Annotated[list[str], Field(min_length=2)]
    why: Text


class Bearing(Record):
    """How an estimate bears on a claim: the direction it would have if the claim were true."""

    estimate: str
    expects: Expectation
    bearing: Literal["direct", "indirect"]
    why: Text


class ClaimRun(Record):
    """Levers moved in the lab to show the mechanism of a claim, and what is looked at."""

    levers: Annotated[list[LeverPath], Field(min_length=1)]
    outcome: str
    place: str
    year: int
    expects: Expectation
    text: Text


LOWERING = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
RAISING = ("large_effect", "dose_response", "opposing_confounding")
Reason = Literal[
    "risk_of_bias",
    "inconsistency",
    "indirectness",
    "imprecision",
    "publication_bias",
    "large_effect",
    "dose_response",
    "opposing_confounding",
]


class Step(Record):
    """One of GRADE's reasons to lower or to raise the certainty, by so many levels."""

    reason: Reason
    levels: Annotated[int, Field(ge=1, le=2)]
    why: Text


class Graded(Record):
    """The reasons that lower and that raise the certainty of a row."""

    lower: list[Step] = Field(default_factory=list)
    raise_: list[Step] = Field(default_factory=list, alias="raise")

    @model_validator(mode="after")
    def _reasons(self) -> "Graded":
        for field, steps, valid in (("lower", self.lower, LOWERING), ("raise", self.raise_, RAISING)):
            named = [step.reason for step in steps]
            for name in named:
                if name not in valid:
                    raise refused("not_one_of", field=field, found=name, expected=", ".join(valid))
                if named.count(name) > 1:
                    raise refused("duplicate_key", found=name)
        return self


class Row(Record):
    """One outcome of a claim: the question with its population, intervention, comparison and outcome, and its evidence.

    It is decided by the mean of a `pool`, by a published `review` with an interval (an estimate), or by signs.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    title: Text
    population: Text
    intervention: Text
    comparison: Text
    outcome: Text
    not_testable: Text | None = None
    evidence: list[Bearing] = Field(default_factory=list)
    pool: str | None = None
    review: str | None = None
    certainty: Graded = Field(default_factory=Graded)

    @model_validator(mode="after")
    def _once(self) -> "Row":
        named = [link.estimate for link in self.evidence]
        twice = [name for name in named if named.count(name) > 1]
        if twice:
            raise refused("duplicate_key", found=twice[0])
        if self.pool is not None and self.review is not None:
            raise refused("pool_or_review")
        return self


class Search(Record):
    """One search for the studies of a claim: where, in which words, when, what came of it."""

    where: Text
    words: str | None = None
    date: Day
    hits: Annotated[int, Field(ge=0)] | None = None
    taken: list[str] = Field(default_factory=list)
    left: Text | None = None


class Claim(Record):
    """A causal claim of the source texts, parted into rows of one outcome, with what speaks for and against each."""

    id: Id
    statement: Text
    speaker: Text
    said_on: Day
    source: Words
    mechanism: Text
    would_count: Text
    tested_as: Text | None = None
    rows: Annotated[list[Row], Field(min_length=1)]
    search: list[Search] = Field(default_factory=list)
    series: list[str] = Field(default_factory=list)
    run: ClaimRun | None = None
    no_run: Text | None = None
    context: Text | None = None
    context_source: list[Citation] = Field(default_factory=list)
    would_change: Text
    checked: Day

    @model_validator(mode="after")
    def _run_or_reason(self) -> "Claim":
        if (self.run is None) == (self.no_run is None):
            raise refused("run_or_reason")
        named = [row.id for row in self.rows]
        twice = [name for name in named if named.count(name) > 1]
        if twice:
            raise refused("duplicate_key", found=twice[0])
        return self

    @property
    def estimates(self) -> tuple[str, ...]:
        """The estimates that bear on any of its rows, each once."""
        return tuple(dict.fromkeys(link.estimate for row in self.rows for link in row.evidence))


class AddedRow(Record):
    """Evidence added to a row of a claim."""

    id: str
    evidence: Annotated[list[Bearing], Field(min_length=1)]


class Added(Record):
    """What a ledger of one's own adds to the rows of a claim of the package."""

    id: Id
    rows: Annotated[list[AddedRow], Field(min_length=1)]


class SeriesCheck(Record):
    """An identity between series (`left` and `right` are sums), or two publishers of one quantity."""

    id: Id
    kind: Literal["identity", "publishers"]
    text: Text
    left: Annotated[list[str], Field(min_length=1)]
    right: Annotated[list[str], Field(min_length=1)]
    tolerance: Annotated[Number, Field(ge=0)]
    except_years: dict[Annotated[str, Field(pattern=r"^[0-9]{4}$")], Text] = Field(default_factory=dict)


class Estimates(Record):
    """A file of `evidence/estimates/`."""

    estimates: list[Estimate]


class Appraisals(Record):
    """A file of `evidence/studies/`."""

    studies: list[Appraisal]


class Pools(Record):
    """The file `evidence/pools.yaml`."""

    pools: list[Pool]


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
