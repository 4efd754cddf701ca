"""What the answers of the alliance of states hold."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer, Drawn, Ends, Interval


class ByAlternative(Interval):
    """An effect under one structural alternative, and the chance that it is lower than none."""

    alternative: str
    value: dict[str, float]
    p_lower: float


class Payoff(TypedDict):
    """What one effort does to one outcome of a state; no median over alternatives."""

    effort: str
    by: str
    axis: str
    text: str
    state: str
    outcome: str
    outcome_text: str
    unit: str
    weighed: bool
    modelled: bool
    moves: bool
    median_range: Ends
    lower: int
    higher: int
    n_alternatives: int
    by_alternative: list[ByAlternative]


class Payoffs(Drawn):
    """Efforts on outcomes of states, and the states that the lab does not model."""

    catalogue_hash: str
    draws: int
    years: int
    payoffs: list[Payoff]
    not_modelled: list[str]


class Chance(TypedDict):
    """Shares of draws under one structural alternative; `p` is that of a stable coalition."""

    alternative: str
    value: dict[str, float]
    p: float
    internal: float
    external: float
    potential: float


class Coalition(TypedDict):
    """Some states together."""

    members: list[str]
    p_stable: list[Chance]
    payoff: dict[str, Interval]
    leaving: dict[str, Interval]
    share_of_full_gain: NotRequired[float]


class Treaty(TypedDict):
    """What was typed of the treaty."""

    penalty: float
    pressure_cost: float
    club: float
    minimum: int
    ties: str
    transfers: bool


Sides = TypedDict("Sides", {"without": list[str], "with": list[str]})
"""The same other states without the United States and with it; empty where that side is no coalition."""


class Coalitions(Drawn):
    """Coalitions over the lab's draws under typed weights."""

    catalogue_hash: str
    draws: int
    states: list[str]
    makes_effort: list[str]
    weights: dict[str, float]
    efforts: dict[str, str]
    slopes: dict[str, float]
    us_weight: float
    treaty: Treaty
    coalitions: list[Coalition]
    sides: list[Sides]
    not_modelled: list[str]


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
