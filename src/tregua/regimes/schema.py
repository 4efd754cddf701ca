"""What a regime's file may say."""

import re
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from tregua.catalogue.record import Citation, Id, Record, Text, refused

Kind = Literal["extradition", "warrants", "penalty", "status"]
KINDS: tuple[Kind, ...] = get_args(Kind)
UNDETERMINED = "UNDETERMINED"
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
        "RELEASE",
        "PARTIAL_AFTER_1997",
        "OUT_OF_SCOPE",
        UNDETERMINED,
    ),
    "warrants": ("ACTIVE", "SUSPENDED", "REACTIVATED", "REFUSED", UNDETERMINED),
    "penalty": (
        "AMNESTY",
        "OWN_5_8",
        "OWN_2_5",
        "ALT_5_8_PRISON",
        "ORD_15_20",
        "JYP_5_8",
        "ORDINARY",
        "REDUCED",
        "NO_BENEFIT",
        "BILL_6_8_PLUS_4",
        "BILL_OPPORTUNITY",
        "BILL_TRANSITIONAL_5_8",
        "BILL_REDUCTION_40_60",
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
TextStatus = Literal["speech", "bill", "law", "partly_struck_down"]
Layer = Literal["bar", "requirement", "discretion"]
Decider = Literal[
    "both_sides", "congress", "constitution", "court", "government", "jep", "judge", "president", "prosecutor"
]
Confidence = Literal["high", "medium", "low"]
Detail = Literal[
    "years", "years_min", "years_max", "probation_years", "restorative_years", "custody", "months_credited",
    "assets_kept_max_pct", "reduction_min_pct", "reduction_max_pct", "facts_from",
]  # fmt: skip


def _dated(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
        raise refused("wrong_type", found=value, expected="@regimes.expected.dated")
    return value


Dated = Annotated[str, AfterValidator(_dated)]
"""A year, a month or a day, as far as it was read: 2005, 2026-02, 2022-08-24."""


class Branch(Record):
    """One outcome of a row that has several: the first branch shown counts; without `when`, it always is."""

    when: str | None = None
    outcomes: dict[Kind, str] = Field(default_factory=dict)
    details: dict[Detail, int | str] = Field(default_factory=dict)


class Row(Branch):
    """One rule: what it requires, what it decides, who decides, and where that is written."""

    id: Id
    layer: Layer
    priority: int
    branches: list[Branch] = Field(default_factory=list)
    views: str | None = None
    decider: Decider
    article: Text
    source: Annotated[list[Citation], Field(min_length=1)]
    confidence: Confidence
    reason: Text
    gap: str | None = None
    checklist: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _decides_something(self) -> "Row":
        if not (self.outcomes or self.details or self.branches):
            raise refused("missing_field", field="outcomes", parent=self.id)
        return self


class Variant(Record):
    """Another reading of a parameter."""

    id: Id
    value: int | str
    text: Text
    source: list[Citation] = Field(default_factory=list)


class Parameter(Record):
    """A named value that conditions, outcomes and details may use, with the other readings of it."""

    id: Id
    value: int | str
    text: Text
    source: Annotated[list[Citation], Field(min_length=1)]
    variants: list[Variant] = Field(default_factory=list)


class InForce(Record):
    """From when until when the text is in force; null: never, or not read."""

    since: Dated | None = None
    until: Dated | None = None


class Absent(Record):
    """Something the text or its practice may hold that is deliberately not coded, and why."""

    text: Text
    reason: Text


class Regime(Record):
    """An announcement, a bill or a law, as one file."""

    id: Id
    text: Text
    text_status: TextStatus
    dated: Dated
    in_force: InForce
    as_of: Dated
    issuing_body: Text
    source: Annotated[list[Citation], Field(min_length=1)]
    parameters: list[Parameter] = Field(default_factory=list)
    caveats: list[Text] = Field(default_factory=list)
    absent: list[Absent] = Field(default_factory=list)
    rows: Annotated[list[Row], Field(min_length=1)]
