"""What the answers hold that help to decide."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Drawn, Ends, Policy, Reading


class Limited(TypedDict):
    """A limit of a box, in words too; open on the side that has no number."""

    parameter: str
    unit: str
    low: NotRequired[float]
    high: NotRequired[float]
    least: float
    most: float
    between: Ends
    again: int
    text: str


class Box(TypedDict):
    """Limits on inputs, with the share of failures inside, and of what is inside that fails."""

    alternative: str
    limits: dict[str, Ends]
    by_limit: list[Limited]
    coverage: float
    density: float
    mass: float
    held_out: NotRequired[float]
    stability: float


class Failing(TypedDict):
    """A structural alternative: the share of its futures that fail, and the figures of its first box if it has one."""

    alternative: str
    choices: dict[str, float]
    text: str
    alike: list[str]
    fails: float
    status: str
    boxes: int
    conditions: str | None
    coverage: float | None
    density: float | None
    mass: float | None
    held_out: float | None
    stability: float | None


class Effect(TypedDict):
    """How far an input moves a difference, by Morris."""

    parameter: str
    text: str
    size: float
    error: float
    mean: float
    spread: float


class Index(TypedDict):
    """Which part of the variance of a difference an input carries, by Sobol'."""

    parameter: str
    text: str
    first: float
    first_error: float
    total: float
    total_error: float


class Moves(TypedDict):
    """Inputs by how far they move the difference under one alternative."""

    alternative: str
    inputs: int
    runs: int
    effects: list[Effect]
    indices: NotRequired[list[Index]]


class Discover(Drawn):
    """When a policy leaves a worse outcome than another: boxes of inputs, apart by alternative."""

    ensemble: str
    draws: int
    policies: list[dict[str, str]]
    scenario: str
    baseline: str
    outcome: str
    place: str
    unit: str
    year: int
    text: str
    by: float
    worse: str
    resamples: int
    alternatives: list[Failing]
    boxes: list[Box]
    leaves: NotRequired[list[Box]]
    moves: NotRequired[Moves]


# --- what is worth knowing --------------------------------------------------------------------------------------------


class Decision(TypedDict):
    """What decides: an outcome alone, which way it is wanted and its smallest difference that matters; or weights."""

    by: str
    outcome: NotRequired[str]
    place: NotRequired[str]
    text: NotRequired[str]
    unit: NotRequired[str]
    wanted: NotRequired[str]
    matters: NotRequired[float]
    weights: NotRequired[dict[str, float]]


class ChosenIn(TypedDict):
    """Policies that come to the same, and in how many alternatives they would be chosen."""

    policies: list[str]
    alternatives: int


class ReadingChooses(TypedDict):
    """What would be chosen within an alternative, how far it is ahead, and the value of perfect information."""

    alternative: str
    chosen: list[str]
    ahead: float
    ahead_se: float
    evpi: float
    se: float


class ValueWithin(TypedDict):
    """The value of partial perfect information within an alternative, and whether it is above chance."""

    alternative: str
    evppi: float
    se: float
    above: bool


class WorthKnowing(TypedDict):
    """A number of the lab, a setting that policies leave open (`lever`), or data (`data`), with what knowing it gains.

    `evppi` and `se` are those of the alternative in which it is worth most; `above` counts those in which it is above
    chance.
    """

    parameter: NotRequired[str]
    data: NotRequired[str]
    text: str
    evppi: float
    se: float
    low: float
    high: float
    above: int
    of: int
    by: NotRequired[list[ValueWithin]]
    unit: NotRequired[str]
    tag: str
    lever: NotRequired[str]
    informs: NotRequired[list[str]]
    informed_by: NotRequired[list[str]]
    why: NotRequired[str]
    beyond: NotRequired[str]
    near: NotRequired[list[str]]


class Gained(TypedDict):
    """A value of information with its standard error."""

    evppi: float
    se: float


class ChoiceKnown(Gained):
    """What knowing the right value of a structural choice is worth, under typed weights."""

    parameter: str
    text: str


class Information(Drawn):
    """What is worth knowing before a decision, apart by structural alternative."""

    ensemble: str
    draws: int
    year: int
    unit_of_gain: str
    decision: Decision
    policies: list[Policy]
    left_out: list[str]
    alternatives: list[Reading]
    chosen: list[ChosenIn]
    readings: list[ReadingChooses]
    rows: list[WorthKnowing]
    choices: NotRequired[list[ChoiceKnown]]
    all_choices: NotRequired[Gained]
