"""What the answers hold that set policies against each other: regret, trade-offs, mixes under a budget."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Drawn, Interval, Policy, Reading


class Wanted(TypedDict):
    """Which way an outcome is wanted; `always` where it is told beside whatever is asked for."""

    outcome: str
    place: str
    text: str
    unit: str
    wanted: str
    always: NotRequired[str]
    tag: str
    reason: str


class Within(TypedDict):
    """Regret within one structural alternative, and the share of futures without any."""

    alternative: str
    max: float
    p90: float
    mean: float
    ahead: float


class Row(TypedDict):
    """Regret of one policy in one outcome: the largest over alternatives of each of three measures."""

    scenario: str
    outcome: str
    place: str
    unit: str
    status: str
    matters: float | None
    max: float | None
    p90: float | None
    mean: float | None
    by: list[Within]


class Undominated(TypedDict):
    """In how many alternatives no other beats a policy, and who does in the others."""

    scenario: str
    alternatives: int
    by: dict[str, int]


class Meets(TypedDict):
    """The share of futures in which a policy meets every threshold, by alternative."""

    scenario: str
    low: float
    high: float
    by: dict[str, float]


class Least(TypedDict):
    """The policy of least regret under typed weights, by one measure."""

    measure: str
    scenario: str
    alternatives: int


class Regret(Drawn):
    """How far each policy lies behind the one that does most of what is wanted in the same future."""

    draws: int
    ensemble: str
    year: int
    policies: list[Policy]
    alternatives: list[Reading]
    outcomes: list[Wanted]
    rows: list[Row]
    pareto: list[Undominated]
    thresholds: NotRequired[dict[str, float]]
    meets: NotRequired[list[Meets]]
    weights: NotRequired[dict[str, float]]
    weighed: NotRequired[list[Row]]
    least: NotRequired[list[Least]]


class ByReading(Interval):
    """A change under one structural alternative."""

    alternative: str


class Change(ByReading):
    """The same with the chance that it is lower."""

    p_lower: float


class Traded(TypedDict):
    """One outcome so many years on; `summed` where it is added up over them."""

    years: int
    outcome: str
    place: str
    text: str
    unit: str
    summed: bool
    by: list[Change]


class Even(TypedDict):
    """The share of futures in which a policy is ahead at each weight, and the weight at which half of them are."""

    years: int
    alternative: str
    status: str
    at: float | None
    ahead: list[float]


class Tradeoffs(Drawn):
    """Homicides beside people detained and rights, and where both are even."""

    draws: int
    ensemble: str
    scenario: str
    baseline: str
    start: int
    policies: list[Policy]
    alternatives: list[Reading]
    rows: list[Traded]
    weights_of_detained: list[float]
    even: list[Even]
    weights: NotRequired[dict[str, float]]


class LeftOut(TypedDict):
    """A lever, or the law, that is in no mix, and why."""

    lever: str
    text: str
    why: str
    in_words: str
    numbers: NotRequired[list[str]]


class MixOutcome(TypedDict):
    """An outcome of a mix less that of doing nothing, by structural alternative."""

    outcome: str
    place: str
    unit: str
    summed: bool
    by: list[ByReading]


class Mix(TypedDict):
    """Levels of levers, what they cost and change; a command and a link with the same levels."""

    id: str
    levers: dict[str, float]
    text: str
    cost: Interval
    over_budget: float
    outcomes: list[MixOutcome]
    regret: list[Row]
    command: str
    link: NotRequired[str]


class Portfolio(Drawn):
    """Mixes under a budget, after what is left out."""

    draws: int
    ensemble: str
    left_out: list[LeftOut]
    budget: float
    years: int
    start: str
    steps: int
    grid: str
    payer: NotRequired[str]
    unit_costs: dict[str, float]
    typed_costs: NotRequired[dict[str, float]]
    alternatives: list[Reading]
    outcomes: list[Wanted]
    mixes: list[Mix]
    pareto: list[Undominated]
    weights: NotRequired[dict[str, float]]
    least: NotRequired[list[Least]]
