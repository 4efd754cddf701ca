"""What the answers hold that set the lab against what was observed."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Drawn, Ends, Interval, Source


class Beside(TypedDict):
    """An observed figure beside the quantiles of what the lab says of it."""

    year: int
    month: NotRequired[int]
    observed: float
    vintage: str
    q05: float
    q25: float
    median: float
    q75: float
    q95: float
    inside90: bool


class Alternative(TypedDict):
    """The same under one combination of structural alternatives."""

    choices: dict[str, float]
    draws: int
    inside90: int
    points: list[Beside]


class Series(TypedDict):
    """An observed series beside the lab."""

    series: str
    outcome: str
    place: str
    variable: str
    unit: str
    scale: str
    derived: bool
    used: bool
    n: int
    inside90: int
    points: list[Beside]
    by_alternative: list[Alternative]


class Price(TypedDict):
    """The retail price of the last year over that of the first, under one reading of pass-through."""

    pass_through: float
    reading: str
    margin_trend: bool
    first: int
    last: int
    observed: float
    q05: float
    median: float
    q95: float
    below: float
    inside90: bool


class Unbound(TypedDict):
    """A series that nothing in the lab measures, and why."""

    series: str
    why: str


class History(Drawn):
    """What was done, run, beside what was observed."""

    catalogue_hash: str
    draws: int
    n: int
    inside90: int
    width90: NotRequired[float]
    series: list[Series]
    price: list[Price]
    unbound: list[Unbound]


class Forecast(TypedDict):
    """A forecast and its scores; null where no such baseline, prior or calibration is asked for or scored."""

    series: str
    place: str
    variable: str
    unit: str
    horizon: int
    year: int
    observed: float
    median: float
    i50: Ends
    i80: Ends
    i90: Ends
    pit: float
    policies: str
    drivers: str
    crps: float
    crps_baselines: dict[str, float]
    crps_vague: float | None
    crps_background: float | None
    calibrated: dict[str, Any] | None
    interval_score: float
    interval_score_persistence: float | None
    status: str


class Cut(TypedDict):
    """The forecasts from the end of one year."""

    cut: int
    saw_later: list[str]
    kept_later: list[str]
    forms_saw_later: list[str]
    scores: list[Forecast]


class Summary(TypedDict):
    """The forecasts of one series summed up: skill against rules of thumb, coverage, width."""

    series: str
    place: str
    policies: str
    horizons: list[int]
    n: int
    reach: int
    origins: int
    skill: dict[str, float]
    skill_se: dict[str, float]
    coverage: dict[str, float]
    coverage_counts: bool


class Event(TypedDict):
    """An effect of a policy beside a dated switch, changes as log ratios."""

    event: str
    levers: list[str]
    outcome: str
    place: str
    year: int
    observed: float
    error: float
    predicted: float
    i90: Ends
    mc_error: float
    i90_error: Ends
    by_alternative: dict[str, float]
    agrees: bool
    telling: bool
    test: bool


class Backtest(Drawn):
    """Forecasts from one year after another, scored."""

    catalogue_hash: str
    draws: int
    cuts: list[Cut]
    summary: list[Summary]
    learning: list[dict[str, Any]]
    surges: list[dict[str, Any]]
    events: list[Event]
    unused: list[str]


class Prior(TypedDict):
    """A number before anything was learnt."""

    median: float
    i90: Ends


class Learnt(Prior):
    """A number after, under one combination of structural alternatives."""

    errors: dict[str, float]
    contraction: float
    shift: float
    word: str


class Number(TypedDict):
    """A number before and after."""

    parameter: str
    unit: str
    tag: str
    word: str
    prior: Prior
    contraction_range: Ends
    by_combination: list[Learnt]


class Calibrate(Drawn):
    """What the past has taught, and what it has not."""

    catalogue_hash: str
    ensemble: str
    cut: int
    members: int
    n: int
    counts: dict[str, int]
    combinations: list[dict[str, float]]
    parameters: list[Number]
    set_anew: list[str]
    from_vague_prior: list[str]
    explained: list[dict[str, Any]]
    fit: list[dict[str, Any]]
    held_out: NotRequired[dict[str, Any]]


class Share(TypedDict):
    """How often one structural alternative shows a pattern, and the contrary."""

    choices: dict[str, float]
    alternative: str
    draws: int
    shown: float
    contrary: float
    error: float


class Pattern(TypedDict):
    """Something that others have seen, and how often the lab shows it."""

    id: str
    text: str
    asked: str
    first: int
    year: int
    before: NotRequired[int]
    levers: list[dict[str, Any]]
    outcome: str
    place: str
    seen: str
    low: NotRequired[float]
    high: NotRequired[float]
    by_alternative: list[Share]
    note: str
    source: list[Source]


class Patterns(Drawn):
    """Stylised facts, as reports."""

    catalogue_hash: str
    draws: int
    patterns: list[Pattern]


class Counted(TypedDict):
    """A figure of the year before and the latest one."""

    series: str
    text: str
    unit: str
    before_year: NotRequired[int]
    before: NotRequired[float]
    year: int
    latest: float
    source: list[Source]


class Told(TypedDict):
    """What the lab says of an outcome so many years after; a share of what there would be where it is relative."""

    outcome: str
    text: str
    unit: str
    place: str
    years: int
    relative: bool
    median: float
    i90: Ends


class Weighed(TypedDict):
    """What the policy comes to under typed weights, in homicides; no factor where nothing breaks even."""

    years: int
    homicides_fewer: float
    homicides_i90: Ends
    harms: float
    harms_i90: Ends
    pays: float
    factor: NotRequired[float]


class Militarised(TypedDict):
    """A country that declared a state of exception."""

    id: str
    country: str
    since: str
    done: str
    counted: list[Counted]
    lab: list[Told]
    weighed: NotRequired[list[Weighed]]
    confounded: str
    source: list[Source]


class MonthOf(Interval):
    """Homicides of a month under one reading."""

    alternative: str


class Month(TypedDict):
    """A month of the path: what the truce is in it, and homicides by reading."""

    month: int
    phase: str
    by_alternative: list[MonthOf]


class TrucePhase(Interval):
    """Homicides more or fewer while a truce holds, while it is withdrawn, or after it."""

    phase: str
    months: int


class PublishedResult(TypedDict):
    """A published result, and whether the interval of a reading holds it."""

    estimate: str
    of: str
    value: float
    inside: bool


class TruceReading(TypedDict):
    """What a reading says: the ratio while the truce held, homicides more or fewer by phase and in all."""

    id: str
    text: str
    ratio: Interval
    phases: list[TrucePhase]
    net: Interval
    published: list[PublishedResult]
    tag: str
    note: str
    source: list[Source]


class TruceDriver(TypedDict):
    """What moves the net number of a reading."""

    alternative: str
    input: str
    text: str
    share: float
    error: float


class Truce(Drawn):
    """A truce and its revocation, under two readings side by side."""

    draws: int
    place: str
    months: int
    unit: str
    without: float
    path: list[Month]
    alternatives: list[TruceReading]
    drivers: list[TruceDriver]
    note: str
    source: list[Source]


class Militarisation(Drawn):
    """What came with states of exception, beside the lab's answer."""

    catalogue_hash: str
    draws: int
    weights: NotRequired[dict[str, float]]
    countries: list[Militarised]
