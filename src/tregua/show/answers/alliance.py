"""What the answers of states together hold."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.alliance_game import Coalition, Payoff, Share, Treaty
from tregua.show.answers.shared import Answer, Drawn, Source

# --- levels and acts --------------------------------------------------------------------------------------------------


class Listed(TypedDict):
    """How many states the document names and how many the article says; both stand."""

    document: int
    article: int
    reported: str
    note: str


class Act(TypedDict):
    """What a state did, whether it counted on the day, and whether it carries the level of that day."""

    id: str
    date: str
    end: NotRequired[str]
    axis: str
    kind: str
    kind_text: str
    text: str
    bill: NotRequired[str]
    stage: NotRequired[str]
    in_force: str
    carries: bool
    checklist: list[str]
    tag: str
    source: list[Source]


class Move(TypedDict):
    """A day on which a level changes; null where it is not known from then on."""

    day: str
    axis: str
    level: int | None
    status: str


class State(TypedDict):
    """Both levels of a state: 0 is searched and none, null is not known."""

    state: str
    text: str
    listed: bool
    observer: bool
    soft: int | None
    hard: int | None
    soft_at_least: bool
    hard_at_least: bool
    status: str
    soft_text: str
    hard_text: str
    government_changed: bool | None
    soft_government_changed: bool | None
    hard_government_changed: bool | None
    not_known: list[str]
    acts: list[Act]
    time_line: NotRequired[list[Move]]


class Levels(Answer):
    """States on two axes on a day."""

    on: str
    records_to: str
    listed: Listed
    levels: list[State]


# --- bills ------------------------------------------------------------------------------------------------------------


class Chance(TypedDict):
    """A chance of becoming law; `basis` is counts of the state, pool of the region, or none, without numbers."""

    median: float | None
    q05: float | None
    q95: float | None
    basis: str
    status: str
    rows: list[str]
    later: bool


class Votes(TypedDict):
    """A vote, and the yes votes that were needed where a quota binds."""

    yes: int
    no: int
    abstained: NotRequired[int]
    needed: NotRequired[int]


class BillStep(TypedDict):
    """A step of a bill and the chance after it."""

    stage: str
    date: str
    text: str
    cleared: int
    votes: NotRequired[Votes]
    chance: Chance
    source: list[Source]


class Exit(TypedDict):
    """A change that came beside the bill."""

    kind: str
    date: str
    text: str
    source: list[Source]


class Bill(TypedDict):
    """A bill with its steps; the chance is null where it has ended."""

    id: str
    state: str
    title: str
    origin: str
    axis: str
    stage: str
    chance: Chance | None
    hurdles: list[str]
    steps: list[BillStep]
    exits: list[Exit]
    outcome: str
    status: str
    ended: str | None
    end_tag: str
    end_note: str | None
    note: str | None
    procedure_tag: str
    procedure_note: str
    regime: str | None
    levers: list[str]
    no_levers: str | None


class Rate(TypedDict):
    """The chance of a bill of one origin in a state, and that of being law within a year where a time was published."""

    state: str
    origin: str
    chance: Chance
    within_a_year: NotRequired[float]


class Count(TypedDict):
    """A row of base rates: what was counted with Jeffreys' interval, or the share that was published."""

    id: str
    state: str
    begins: str
    ends: str
    origin: str
    passed: NotRequired[int]
    filed: NotRequired[int]
    share: NotRequired[float]
    q05: NotRequired[float]
    q95: NotRequired[float]
    tag: str
    note: NotRequired[str]
    source: list[Source]


class Scores(TypedDict):
    """Brier scores of the bills that ended, beside climatology; never used to fit anything below twenty bills."""

    bills: list[str]
    laws: int
    at_filing: float
    before_end: float
    climatology: float
    enough_to_fit: bool


class Pipeline(Answer):
    """Bills replayed, and chances by state and origin."""

    chosen: str
    seen_until: str
    pipeline: list[Bill]
    rates: list[Rate]
    counts: list[Count]
    assumptions: list[str]
    scores: Scores


# --- who pressed, the list, everything --------------------------------------------------------------------------------


Press = TypedDict(
    "Press",
    {
        "id": str,
        "date": str,
        "from": str,
        "to": list[str],
        "instrument": str,
        "direction": str,
        "text": str,
        "followed": str,
        "source": list[Source],
    },
)
"""Who pressed whom and what followed: a sequence."""


class Alternative(TypedDict):
    """What pressure does to the target's hazard of hard measures; it has no size."""

    id: str
    sign: int
    chosen: bool
    text: str
    speaks_for: list[str]


class Before(TypedDict):
    """Homicides per 100,000 in a year before a first exception."""

    year: int
    rate: float


class First(TypedDict):
    """A first state of exception; null where it is not known whether homicides were rising."""

    state: str
    day: str
    before: list[Before]
    rising: bool | None
    status: str


class Reaction(TypedDict):
    """First states of exception as observed: how many in how many state-years."""

    events: int
    state_years: float
    rate: float
    q05: float
    q95: float
    first: list[First]
    note: NotRequired[str]


Hazard = TypedDict("Hazard", {"alternative": str, "size": float, "without": float, "with": float, "watchers": float})
"""First exceptions a year and state, without pressure and under the alternative with its typed size."""


class Diffusion(TypedDict):
    """The coefficients of diffusion, 0 until somebody types them."""

    rate: float
    others: float
    election: float
    note: str


class Civilians(TypedDict):
    """A published estimate of what sanctions came with; its value under the typed severity."""

    id: str
    estimate: str
    sender: str
    of: str
    text: str
    published: float
    published_low: NotRequired[float]
    published_high: NotRequired[float]
    value: NotRequired[float]
    low: NotRequired[float]
    high: NotRequired[float]


class Study(TypedDict):
    """A study of which a direction was read."""

    source: str
    of: str
    direction: NotRequired[str]
    text: str
    estimates: list[str]


class Pressure(Answer):
    """Who pressed whom, forms of pressure and diffusion, and what was observed."""

    pressure: list[Press]
    alternatives: list[Alternative]
    reaction: Reaction
    hazard: Hazard
    diffusion: Diffusion
    civilians: list[Civilians]
    no_estimate: list[str]
    studies: list[Study]
    assumed: list[str]


class Policy(TypedDict):
    """A policy of the list, or one that it would replace."""

    id: str
    text: str
    replaced: bool
    levers: list[str]
    estimates: dict[str, list[str]]
    claims: list[str]


class Policies(Answer):
    """The list of policies."""

    policies: list[Policy]


class Alliance(Drawn):
    """Everything; coalitions are empty where no weights were typed."""

    catalogue_hash: str
    draws: int
    on: str
    records_to: str
    listed: Listed
    levels: list[State]
    policies: list[Policy]
    pipeline: list[Bill]
    rates: list[Rate]
    scores: Scores
    years: int
    payoffs: list[Payoff]
    not_modelled: list[str]
    coalitions: list[Coalition]
    treaty: NotRequired[Treaty]
    weights: NotRequired[dict[str, float]]
    cost: NotRequired[float]
    burden: list[Share]
    missing: dict[str, list[str]]
    pressure: list[Press]
    reaction: Reaction
    assumed: list[str]
