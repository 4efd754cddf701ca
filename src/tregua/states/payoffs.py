"""What each effort brings to each state: a vector of outcomes, and a number only under weights that a person typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tregua.analysis.spread import Interval, interval
from tregua.catalogue.shown import Brief
from tregua.lab.estimators import chance_lower
from tregua.lab.model import lab
from tregua.noise import Floats
from tregua.states.effects import Effects
from tregua.states.effects_schema import Effort, Reached
from tregua.states.weights import Weights


@dataclass(frozen=True)
class Told(Brief):
    """An effect under one structural alternative: its interval, and the chance that it is lower than none."""

    alternative: str
    found: Interval
    p_lower: float


@dataclass(frozen=True, repr=False)
class Payoff(Brief):
    """What one effort does to one outcome of a state, by structural alternative, the reference first.

    `lower` and `higher` count the alternatives whose median has that sign; an alternative in which every draw is zero
    is in neither.
    """

    effort: Effort
    cell: Reached
    unit: str
    told: tuple[Told, ...]

    @property
    def reference(self) -> Told:
        """Under the reference alternative."""
        return self.told[0]

    @property
    def medians(self) -> tuple[float, float]:
        """The least and the greatest median of the alternatives."""
        medians = [one.found.median for one in self.told]
        return min(medians), max(medians)

    @property
    def lower(self) -> int:
        """In how many alternatives the median is below zero."""
        return sum(one.found.median < 0.0 for one in self.told)

    @property
    def higher(self) -> int:
        """In how many alternatives the median is above zero."""
        return sum(one.found.median > 0.0 for one in self.told)

    @property
    def moves(self) -> bool:
        """Whether it moves anything at all in any alternative."""
        return any(one.found.i90 != (0.0, 0.0) or one.found.median for one in self.told)


def vectors(found: Effects) -> tuple[Payoff, ...]:
    """Every effort on every outcome of every state that the lab has."""
    return tuple(_payoff(found, effort, cell) for effort in found.efforts for cell in found.cells)


def _payoff(found: Effects, effort: Effort, cell: Reached) -> Payoff:
    by_alternative = found.of(effort, cell)
    told = [
        Told(name, interval(drawn), chance_lower(drawn))
        for name, drawn in zip(found.alternatives, by_alternative, strict=True)
    ]
    return Payoff(effort, cell, lab().outcomes[cell.outcome].unit, tuple(told))


def players(found: Effects) -> tuple[str, ...]:
    """The states that have an outcome or an effort in the lab, in the order of the file."""
    return tuple(dict.fromkeys([*(one.state for one in found.cells), *(one.state for one in found.efforts)]))


def valued(found: Effects, weights: Weights, states: Sequence[str]) -> Floats:
    """m_ij = Σ_o w_o M[o, i, j], the value to state i of one effort of state j, by alternative and draw.

    Parameters
    ----------
    weights : what a unit of each outcome is worth, and which effort each state makes; typed
    states : i and j, in this order

    Returns
    -------
    m : shape (alternative, draw, state i, state j), in the unit of the weights; 0 where a state makes no effort
    """
    made = {one.state: one for one in found.efforts if weights.efforts.get(one.state) == one.lever}
    m = np.zeros((len(found.alternatives), found.draws, len(states), len(states)))
    for i, gaining in enumerate(states):
        for cell in (one for one in found.cells if one.state == gaining and one.weighed):
            worth = worth_of(weights.weights, cell)
            for j, acting in enumerate(states):
                if worth and acting in made:
                    m[:, :, i, j] += worth * found.of(made[acting], cell)
    return m


def worth_of(weights: Mapping[str, float], cell: Reached) -> float:
    """What one unit of a state's outcome is worth: typed for that state, else for all, else nothing."""
    return weights.get(f"{cell.state}.{cell.outcome}", weights.get(cell.outcome, 0.0))
