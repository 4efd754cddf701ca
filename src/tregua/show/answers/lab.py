"""What the answers of the lab hold: comparisons, levers and parameters."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer, Both, Caveat, Drawn, Ends, Locator


class Figure(TypedDict):
    """A figure under one combination of structural alternatives, with its Monte-Carlo errors."""

    choices: dict[str, float]
    median: float
    i50: Ends
    i90: Ends
    p_lower: float
    mc_error: float
    i90_error: Ends
    relative: NotRequired[float]


class Material(TypedDict):
    """The smallest difference that matters, and whether there is one."""

    threshold: float
    unit: str
    status: str


class Cell(TypedDict):
    """One outcome in one place, a scenario less the baseline.

    What is null is so by its status: there is no one figure where alternatives are not pooled (`by_alternative`), and
    none at all where nothing moves it, nothing is costed or nothing changes.
    """

    scenario: str
    outcome: str
    place: str
    unit: str
    status: str
    baseline_median: float
    baseline_error: float
    material: Material
    n_alternatives: int
    alternatives: list[Figure]
    median_range: Ends | None
    lower: int
    higher: int
    decided_by: str | None
    decided_share: float | None
    median: float | None
    i50: Ends | None
    i90: Ends | None
    relative: float | None
    p_lower: float | None
    mc_error: float | None
    i90_error: Ends | None
    shares: str | None
    assumption_share: float | None
    assumption_share_se: float | None
    shock_share: float | None
    shock_share_se: float | None
    tested: list[str]
    used: list[str]
    untested: list[str]
    caveats: list[Caveat]


class Glance(TypedDict):
    """A headline cell in another year."""

    scenario: str
    outcome: str
    place: str
    status: str
    median: float | None
    median_range: Ends | None
    mc_error: float
    lower: int
    higher: int
    n_alternatives: int
    material: Material


class Outlook(TypedDict):
    """The headline cells in another year; `scored` where forecasts so many years ahead were scored."""

    year: int
    horizon: int
    scored: bool
    comparisons: list[Glance]


class Score(TypedDict):
    """How well what a headline shows was forecast before."""

    series: str
    outcome: str
    place: str
    policies: str
    horizons: list[int]
    n: int
    skill: NotRequired[float]
    skill_se: NotRequired[float]
    standing: str


class Compare(Drawn):
    """Policies against a baseline on the same draws."""

    baseline: str
    year: int
    horizon: int
    draws: int
    catalogue_hash: str
    ensemble: str
    comparisons: list[Cell]
    also: list[Outlook]
    scored: bool
    scores: list[Score]


class Input(TypedDict):
    """What two runs were given differently."""

    what: str
    name: str
    first: NotRequired[str]
    second: NotRequired[str]


class Side(TypedDict):
    """A cell in one of two runs; no range where the status says why."""

    status: str
    median_range: Ends | None
    lower: int
    higher: int
    n_alternatives: int
    baseline_median: float


class Beside(TypedDict):
    """A cell in both runs."""

    scenario: str
    outcome: str
    place: str
    unit: str
    same: bool
    first: Side
    second: Side


class CompareRuns(Answer):
    """Two saved runs side by side."""

    commands: list[str]
    inputs: list[Input]
    cells: list[Beside]


class Driver(TypedDict):
    """What a lever brings, moved alone and moved last."""

    lever: str
    place: NotRequired[str]
    alone: float
    last: float
    alone_error: float
    last_error: float
    alone_i90: Ends
    last_i90: Ends


class Spread(TypedDict):
    """The share of the spread that an input carries: a number, or a setting left open, with its lever."""

    parameter: str
    first: float
    se: float
    lever: NotRequired[str]


class Group(TypedDict):
    """What a group of inputs explains together; no share where draws are too few."""

    kind: str
    name: str
    inputs: int
    share: NotRequired[float]
    se: NotRequired[float]


class Flip(TypedDict):
    """The value of an input at which the sign turns."""

    parameter: str
    at: float
    unit: str
    lever: NotRequired[str]


class Why(Drawn):
    """An answer taken apart."""

    scenario: str
    baseline: str
    outcome: str
    place: str
    unit: str
    year: int
    choices: dict[str, float]
    total: float
    total_error: float
    drivers: list[Driver]
    rest: float
    spread: list[Spread]
    groups: list[Group]
    flips: list[Flip]
    draws: int
    ensemble: str


class Lever(TypedDict):
    """What a state can do."""

    id: str
    rank: int
    text: Both
    unit: str
    index: NotRequired[str]
    places: NotRequired[list[str]]
    low: float
    high: float
    default: float
    default_tag: NotRequired[str]
    default_source: list[Locator]
    driver: bool
    moves: list[str]
    affects: list[str]
    grade: str
    evidence: Both
    estimates: list[str]
    not_this: NotRequired[Both]
    rests_on: list[str]
    cost: list[str]
    checklist: list[str]
    behind: list[str]


class Moved(TypedDict):
    """What moving one lever to the far end of its range changes; `typed` are the numbers without which it is none."""

    held: dict[str, float]
    moved_to: float
    typed: list[str]
    start: str
    year: int
    draws: int
    seed: int
    catalogue_hash: str
    cells: list[Cell]


class Levers(Answer):
    """Every lever, or one with what it does."""

    levers: list[Lever]
    moved: NotRequired[Moved]


class Distribution(TypedDict):
    """How a number is drawn."""

    kind: str
    low: NotRequired[float]
    high: NotRequired[float]
    values: NotRequired[list[float]]
    mean: NotRequired[float]
    sd: NotRequired[float]
    shape: NotRequired[float]
    rate: NotRequired[float]


class Parameter(TypedDict):
    """A number of the lab with its source or its reason."""

    id: str
    text: Both
    unit: str
    value: float
    distribution: Distribution
    tag: str
    source: list[Locator]
    derivation: NotRequired[str]
    note: NotRequired[Both]
    data: list[str]
    estimates: list[str]
    alternatives: bool
    vague: NotRequired[Distribution]
    known_from: NotRequired[int]
    central: NotRequired[Both]
    index: NotRequired[str | list[str]]


class Parameters(Answer):
    """Numbers of the lab."""

    parameters: list[Parameter]


class Item(TypedDict):
    """A mechanism of the source texts, and what implements it."""

    id: str
    kind: str
    text: str
    status: str
    where: list[str]
    note: str


class Trace(Answer):
    """Every mechanism of the source texts."""

    items: list[Item]
