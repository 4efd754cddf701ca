"""What the answers about efforts, coalitions and shares of states together hold."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer, Drawn, Ends, Interval

# --- efforts and coalitions -------------------------------------------------------------------------------------------


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


class Stable(TypedDict):
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
    us_may_join: bool
    p_stable: list[Stable]
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
    membership: str


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


class Rules(TypedDict):
    """How ties fall, who comes in, whether members pay one another."""

    ties: str
    membership: str
    transfers: bool


class Size(TypedDict):
    """A coalition by its size; numbers are exact, as ``1/3``."""

    k: int
    leaving: str | None
    joining: str | None
    surplus: str
    internal: bool
    external: bool
    potential: bool
    stable: bool
    share_of_full_gain: str | None
    status: str


class ExactCoalition(TypedDict):
    """A coalition of a game that somebody wrote; numbers are exact, as ``1/3``.

    `shared` is what each member has where the surplus is shared evenly so that nobody leaves; empty where none can be.
    """

    members: list[str]
    committed_surplus: str | None
    shared: dict[str, str]
    payoffs: dict[str, str]
    leaving: dict[str, str]
    joining: dict[str, str]
    surplus: str
    internal: bool
    external: bool
    potential: bool
    stable: bool
    share_of_full_gain: str | None
    status: str


class Game(Answer):
    """A game that somebody wrote, worked out exactly."""

    players: list[str]
    rules: Rules
    treaty: dict[str, str]
    minimum: int
    costs: dict[str, str]
    effects: list[list[str]]
    exact: bool
    alike: bool
    n_stable: NotRequired[int]
    committed: list[str]
    committed_surplus: NotRequired[list[str]]
    farsighted: NotRequired[list[int]]
    sequential: NotRequired[list[int]]
    sizes: list[Size]
    coalitions: list[ExactCoalition]


# --- who pays ---------------------------------------------------------------------------------------------------------


class Share(TypedDict):
    """What a state pays under a rule; `transfer` is what it pays to the others beyond its own cost."""

    state: str
    rule: str
    share: float
    amount: NotRequired[float]
    transfer: NotRequired[float]


class Burden(Answer):
    """One cost under each rule, the states that a rule has no number of, and Shapley values under typed weights."""

    cost: NotRequired[float]
    floor: float
    ceiling: float
    members: list[str]
    burden: list[Share]
    missing: dict[str, list[str]]
    shapley: NotRequired[dict[str, Interval]]
    not_modelled: list[str]
