"""What the answers of the evidence ledger hold."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.lab import Figure
from tregua.show.answers.shared import Answer, Caveat, Citation, Source


class Mean(TypedDict):
    """A mean effect with its 95 % interval, and the interval for a new study from five studies on."""

    scale: str
    value: float
    low: float
    high: float
    predicted: NotRequired[list[float]]
    tau: NotRequired[float]
    i2: NotRequired[float]
    estimates: list[str]


class Step(TypedDict):
    """A reason that lowers or raises the certainty, and whether a person typed it or the rule demands it."""

    reason: str
    in_words: str
    levels: int
    by: str
    why: str


class Verdict(TypedDict):
    """The word on a row, its certainty and the studies behind it."""

    word: str
    in_words: str
    certainty: NotRequired[str]
    route: str
    why: str
    p: NotRequired[float]
    mean: NotRequired[Mean]
    n_for: int
    n_against: int
    n_neither: int
    n_no_comparison: int
    n_shown: int
    n_measured: int
    read: dict[str, int]
    read_in_words: str
    certainty_in_words: NotRequired[str]
    steps: list[Step]
    without: dict[str, str]
    uncontrolled: str
    shared_data: list[list[str]]
    robustness: str


class RowSummary(TypedDict):
    """One outcome of a claim and its verdict."""

    id: str
    title: str
    verdict: Verdict


class ClaimSummary(TypedDict):
    """A claim and the verdict on each of its rows."""

    id: str
    statement: str
    rows: list[RowSummary]
    checked: str
    lab_run: bool


class Effect(TypedDict):
    """An effect size on its scale, with its interval where one was read."""

    value: float
    scale: str
    unit: str
    low: NotRequired[float]
    high: NotRequired[float]
    interval: NotRequired[str]
    se: NotRequired[float]
    clear: NotRequired[bool]


class Cost(TypedDict):
    """What an intervention costs."""

    value: float
    unit: str
    tag: str
    note: NotRequired[str]
    low: NotRequired[float]
    high: NotRequired[float]


class Estimate(TypedDict):
    """A published effect, or its sign where no size was read, and what uses it."""

    id: str
    intervention: str
    outcome: str
    measures: str
    effect: NotRequired[Effect]
    effect_in_words: str
    direction: NotRequired[str]
    design: str
    design_in_words: str
    n: NotRequired[int]
    of: NotRequired[str]
    place: str
    period: NotRequired[str]
    applies_to: str
    horizon: NotRequired[str]
    decay: NotRequired[str]
    cost: NotRequired[Cost]
    cost_in_words: NotRequired[str]
    levers: list[str]
    study: str
    feeds: list[str]
    claims: list[str]
    unused: NotRequired[str]
    source: list[Source]
    read: str
    quote: NotRequired[str]
    tag: str
    derivation: NotRequired[str]
    grade: str
    risk_of_bias: str
    bias: NotRequired[str]
    certainty: str
    reading_in_words: str
    shown_only: NotRequired[str]
    transport: str
    contrary: list[str]
    note: NotRequired[str]


class Evidence(Estimate):
    """An estimate that bears on a row: on which side, and whether it counts."""

    side: str
    standing: str
    expects: str
    bearing: str
    why: NotRequired[str]


class Study(TypedDict):
    """What one study says of a row, all its estimates together."""

    name: str
    grade: str
    standing: str
    side: str
    clear: bool
    measured: bool
    direct: bool
    risk: str
    read: str


class ClaimRow(RowSummary):
    """One outcome of a claim: the question, its verdict, its studies and their estimates."""

    population: str
    intervention: str
    comparison: str
    outcome: str
    studies: list[Study]
    evidence: list[Evidence]


class Searched(TypedDict):
    """One search for the studies of a claim."""

    where: str
    words: NotRequired[str]
    date: str
    hits: NotRequired[int]
    taken: list[str]
    left: NotRequired[str]


class InLab(TypedDict):
    """What the lab shows of a claim's mechanism; the figures are null where the status says that there is none."""

    text: str
    outcome: str
    place: str
    outcome_in_words: str
    unit: str
    year: int
    draws: int
    status: str
    median: float | None
    i90: list[float] | None
    relative: float | None
    p_lower: float | None
    n_alternatives: int
    alternatives: list[Figure]
    median_in_words: str
    interval_in_words: str
    chance_in_words: str
    assumption_share: float | None
    expects: str
    found: str
    as_claimed: bool
    caveats: list[Caveat]


class Claim(Answer):
    """A claim with its evidence."""

    id: str
    statement: str
    rows: list[ClaimRow]
    search: list[Searched]
    checked: str
    lab_run: bool
    speaker: str
    said_on: str
    source: list[Source]
    mechanism: NotRequired[str]
    would_count: NotRequired[str]
    tested_as: NotRequired[str]
    series: list[str]
    run: NotRequired[dict[str, Any]]
    no_run: NotRequired[str]
    context: NotRequired[str]
    context_source: list[Source]
    would_change: NotRequired[str]
    citation: Citation
    lab: NotRequired[InLab]


class Said(TypedDict):
    """A figure as it was reported."""

    value: NotRequired[float]
    unit: str
    comparison: str
    words: NotRequired[str]
    source: list[Source]


class Found(TypedDict):
    """A figure of the record beside it."""

    value: NotRequired[float]
    low: NotRequired[float]
    high: NotRequired[float]
    unit: str
    comparable: bool
    tag: str
    derivation: NotRequired[str]
    text: str
    note: NotRequired[str]
    source: list[Source]


class ReportedFigure(TypedDict):
    """A figure of the source texts beside what primary sources say."""

    id: str
    text: str
    status: str
    status_in_words: str
    said: list[Said]
    found: list[Found]
    why: str
    would_change: str | None
    checked: str
    citation: Citation


class Reported(Answer, ReportedFigure):
    """A reported figure by itself."""


class Claims(Answer):
    """Every claim with its verdict, and every reported figure."""

    claims: list[ClaimSummary]
    reported: list[ReportedFigure]


class PromiseSummary(TypedDict):
    """A promise and whether it is on record as done."""

    id: str
    nature: str
    text: str
    by: str | None
    said_on: str
    status: str
    status_in_words: str
    checked: str


class Entry(TypedDict):
    """What is on record of a promise."""

    date: str
    until: NotRequired[str]
    text: str
    speaks: str
    figure: NotRequired[dict[str, float]]
    unit: NotRequired[str]
    tag: str
    source: list[Source]


class Promise(Answer, PromiseSummary):
    """A promise with its record."""

    nature_in_words: str
    source: list[Source]
    why: str | None
    record: list[Entry]
    not_found: str | None
    citation: Citation


class Promises(Answer):
    """Every promise with its status."""

    promises: list[PromiseSummary]


class OneEstimate(Answer, Estimate):
    """An estimate by itself."""

    citation: Citation


class Pooled(TypedDict):
    """A mean over estimates of one effect, and what a new study would be expected to find."""

    scale: str
    value: float
    low: float
    high: float
    predicted: NotRequired[list[float]]
    tau: float
    i2: float
    estimates: int
    method: str


class Pool(TypedDict):
    """Estimates of one effect, pooled where that is allowed."""

    id: str
    text: str
    why: str
    estimates: list[str]
    conflicting: bool
    pooled: NotRequired[Pooled]


class Estimates(Answer):
    """Estimates, and the pools that they belong to."""

    estimates: list[Estimate]
    pools: list[Pool]
