"""What the answer about an offer holds."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Drawn, Ends, Interval, Source


class OfRank(Interval):
    """The same of one rank."""

    rank: str


class Chance(TypedDict):
    """A probability, and what the rows leave open of it."""

    sure: float
    left_open: float


class RankLaw(TypedDict):
    """What the rows decide for a rank: extradition by situation, the part of the penalty that falls.

    `stated` is the part of its cases in which they state the penalty in years, from the least to the most.
    """

    rank: str
    outside: Chance
    inside: Chance
    breach: Chance
    cut: Chance
    stated: float
    years: NotRequired[Ends]


class Law(TypedDict):
    """What the regime decides for the group."""

    ranks: list[RankLaw]
    scope: Chance
    force: float
    text_status: str


class Known(TypedDict):
    """Facts that are stated and chances that a fact is true."""

    facts: dict[str, Any]
    beliefs: dict[str, float]


class KnownOfRank(Known):
    """The same of one rank alone."""

    rank: str


class Read(Known):
    """What the rows read of those who accept: of all ranks, of each; what is missing, what was typed for nothing."""

    by_rank: list[KnownOfRank]
    missing: list[str]
    unread: list[str]


class Input(Interval):
    """A number that the answer rests on, as it was drawn or typed."""

    parameter: str
    tag: str
    typed: bool


class Acceptance(TypedDict):
    """Who accepts, by one view of what people respond to, and what becomes of them."""

    view: str
    text: str
    accepted: Interval
    times: Interval
    reoffended: Interval
    detected: Interval
    extradited_again: Interval
    by_rank: list[OfRank]


class Driver(TypedDict):
    """The share of the spread that an input carries."""

    parameter: str
    first: float
    se: float


class Condition(TypedDict):
    """Acceptance with a part of the offer taken out or made certain."""

    condition: str
    text: str
    accepted: float
    difference: float


class Threshold(TypedDict):
    """The response at which exits of a rank double, in the part of draws where that is between `low` and `high`.

    `offered` is the part of draws in which anything is offered to it.
    """

    rank: str
    parameter: str
    low: float
    high: float
    offered: float
    reached: float
    at: NotRequired[Interval]


class Elasticity(TypedDict):
    """What one per cent of an input does to the exits that the offer adds, in per cent."""

    parameter: str
    value: float


class Signature(TypedDict):
    """How likely the whole group is to sign, by which processes tell how often one does."""

    text: str
    chance: float


class Episode(TypedDict):
    """A real offer."""

    id: str
    text: str
    said: str
    source: list[Source]


class Offer(Drawn):
    """What an offer to a group would do, and how much of that is assumed."""

    draws: int
    offer: dict[str, Any]
    read_on: str
    law: Law
    read: Read
    inputs: list[Input]
    without: Interval
    acceptance: list[Acceptance]
    drivers: list[Driver]
    conditions: list[Condition]
    thresholds: list[Threshold]
    elasticities: list[Elasticity]
    signatures: list[Signature]
    assumption_share: NotRequired[float]
    assumption_share_se: NotRequired[float]
    sweep: dict[str, Any]
    episodes: list[Episode]
