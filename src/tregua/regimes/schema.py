"""What a regime's file may say."""

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from tregua.catalogue.record import Citation, Id, Record, refused
from tregua.regimes.fact import Fact, is_date
from tregua.regimes.vocabulary import Impossible
from tregua.regimes.wording import Wording

Kind = Literal["extradition", "warrants", "extradition_warrants", "liberty", "penalty", "status"]
KINDS: tuple[Kind, ...] = get_args(Kind)
UNDETERMINED = "UNDETERMINED"
WARRANTS = ("ACTIVE", "SUSPENDED", "REACTIVATED", "REFUSED", "MAY_BE_SUSPENDED", "MAY_BE_REACTIVATED", UNDETERMINED)
OUTCOMES: dict[str, tuple[str, ...]] = {
    "extradition": (
        "BARRED",
        "REQUIREMENT_NOT_MET",
        "COURT_BARS",
        "CONDITION_NOT_MET",
        "GRANTABLE",
        "DELIVERED",
        "DELIVERED_NO_NEGOTIATION",
        "DELIVERY_SUSPENDED",
        "DELIVERY_DEFERRED",
        "DENIED_BY_PRESIDENT",
        "NOT_EXTRADITED_BENEFIT",
        "GUARANTEE_APPLIES",
        "REMIT_ORDINARY_EXTRADITABLE",
        "MAY_BE_DENIED",
        "PARTLY_GRANTABLE",
        "PARTIAL_AFTER_1997",
        "OUT_OF_SCOPE",
        UNDETERMINED,
    ),
    "warrants": WARRANTS,
    "extradition_warrants": WARRANTS,
    "liberty": ("RELEASE", "DETENTION", UNDETERMINED),
    "penalty": (
        "AMNESTY",
        "OWN_5_8",
        "OWN_2_5",
        "ALT_5_8_PRISON",
        "ALT_2_5_PRISON",
        "ORD_15_20",
        "JYP_5_8",
        "ORDINARY",
        "REDUCED",
        "NO_BENEFIT",
        "BILL_6_8_PLUS_4",
        "BILL_OPPORTUNITY",
        "BILL_TRANSITIONAL_5_8",
        "BILL_REDUCTION_40_60",
        "BILL_REDUCTION_70",
        UNDETERMINED,
    ),
    "status": (
        "ELIGIBLE",
        "INELIGIBLE",
        "EXCLUDED",
        "REVOKED",
        "KEPT",
        "OUT_OF_SCOPE",
        "NO_EFFECT",
        "DECIDED",
        "NOT_DECIDED",
        UNDETERMINED,
    ),
}
TextStatus = Literal["speech", "bill", "law", "partly_struck_down", "treaty"]
Layer = Literal["bar", "requirement", "discretion"]
Decider = Literal[
    "both_sides", "congress", "constitution", "court", "government", "jep", "judge", "president", "prosecutor"
]
Confidence = Literal["high", "medium", "low"]
DETAILS = (
    "years", "years_min", "years_max", "probation_years", "restorative_years", "custody", "months_credited",
    "assets_kept_max_pct", "reduction_min_pct", "reduction_max_pct", "facts_from",
)  # fmt: skip
READ_ITSELF = ("full", "table")
"""How a source was read whose text itself was seen."""


def _dated(value: str) -> str:
    written = re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value)
    if not written or not is_date(f"{value}{'-01-01'[len(value) - 4 :]}"):
        raise refused("wrong_type", found=value, expected="@regimes.expected.dated")
    return value


Dated = Annotated[str, AfterValidator(_dated)]
"""A year, a month or a day, as far as it was read: 2005, 2026-02, 2022-08-24."""


def _day(value: str) -> str:
    if not is_date(value):
        raise refused("wrong_type", found=value, expected="@regimes.expected.date")
    return value


Day = Annotated[str, AfterValidator(_day)]


class Place(Citation):
    """A place in a source; `read` where the place was read otherwise than the source as a whole."""

    read: Literal["full", "table", "abstract", "secondary", "not_read"] | None = None


Places = Annotated[list[Place], Field(min_length=1)]


class Span(Record):
    """From which day until which, both included, something is in force; null: from or until any."""

    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Span":
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise refused("ends_before", found=self.valid_to, since=self.valid_from)
        return self


class Branch(Record):
    """One outcome of a row that has several: the first branch shown counts; without `when`, it always is."""

    when: str | None = None
    outcomes: dict[Kind, str] = Field(default_factory=dict)
    details: dict[str, int | float | str] = Field(default_factory=dict)


class Row(Branch, Span):
    """One rule: what it requires, what it decides, who decides, and where that is written.

    Attributes
    ----------
    priority : its place in the order of reading; where it stands in the file if it is left out
    unless : a condition under which it does not hold
    except_ : rows before which it is read, because it is an exception to them
    refers_to : a regime whose rows are read in its place where it is shown
    """

    id: Id
    layer: Layer
    priority: int | None = None
    unless: str | None = None
    except_: list[str] = Field(default_factory=list, alias="except")
    refers_to: str | None = None
    branches: list[Branch] = Field(default_factory=list)
    views: str | None = None
    decider: Decider
    article: Wording
    source: Places
    confidence: Confidence
    reason: Wording
    gap: str | None = None
    checklist: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _decides_something(self) -> "Row":
        if not (self.outcomes or self.details or self.branches):
            raise refused("missing_field", field="outcomes", parent=self.id)
        return self


class Variant(Span):
    """Another reading of a parameter."""

    id: Id
    value: int | float | str
    text: Wording
    source: list[Place] = Field(default_factory=list)


class Parameter(Span):
    """A named value that conditions, outcomes and details may use, with the other readings of it.

    One that changed stands once for each span in which it had a value.
    """

    id: Id
    value: int | float | str
    text: Wording
    source: Places
    variants: list[Variant] = Field(default_factory=list)


class InForce(Record):
    """From when until when the text is in force; null: never, or not read."""

    since: Dated | None = None
    until: Dated | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "InForce":
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise refused("ends_before", found=self.until, since=self.since)
        return self


class Absent(Record):
    """Something the text or its practice may hold that is deliberately not coded, and why."""

    text: Wording
    reason: Wording


class Suspension(Record):
    """Days, both ends included, on which the terms of a regime stood still."""

    id: Id
    since: Day = Field(alias="from")
    until: Day = Field(alias="to")
    text: Wording
    source: Places


class Regime(Record):
    """An announcement, a bill or a law, as one file."""

    id: Id
    text: Wording
    text_status: TextStatus
    dated: Dated
    in_force: InForce
    as_of: Dated
    issuing_body: Wording
    source: Places
    parameters: list[Parameter] = Field(default_factory=list)
    caveats: list[Wording] = Field(default_factory=list)
    absent: list[Absent] = Field(default_factory=list)
    impossible: list[Impossible] = Field(default_factory=list)
    suspensions: list[Suspension] = Field(default_factory=list)
    rows: Annotated[list[Row], Field(min_length=1)]

    @model_validator(mode="after")
    def _read_after_its_date(self) -> "Regime":
        if self.as_of < self.dated[: len(self.as_of)]:
            raise refused("read_before", found=self.as_of, dated=self.dated)
        return self


class Named(Record):
    """A word of one's own, with its text."""

    id: Id
    text: Wording


class OwnVocabulary(Record):
    """The file `facts.yaml` in a folder of one's own: facts, outcomes and details that the package does not have."""

    facts: list[Fact] = Field(default_factory=list)
    outcomes: dict[Kind, list[Named]] = Field(default_factory=dict)
    details: list[Named] = Field(default_factory=list)
    impossible: list[Impossible] = Field(default_factory=list)


class Case(Record):
    """A case and what the law should say of it.

    Attributes
    ----------
    expected : by kind of outcome or detail; `rule`, the first row shown; `missing`, facts that must be asked for;
        `in_force`; `refused: true` for a case that cannot be
    """

    id: Id
    text: Wording | None = None
    facts: dict[str, Any]
    on: Day | None = None
    variants: list[str] = Field(default_factory=list)
    expected: Annotated[dict[str, Any], Field(min_length=1)]
    basis: str | None = None


class CasesFile(Record):
    """The file `cases.yaml` beside a law."""

    cases: Annotated[list[Case], Field(min_length=1)]


class Pattern(Record):
    """The cases by which a gap or contradiction is recognised."""

    id: Id
    shows: Literal["conflicting", "silent"] = Field(alias="class")
    kind: Kind
    when: str


class Gaps(Record):
    """The file `regimes/gaps.yaml`."""

    gaps: list[Pattern]
