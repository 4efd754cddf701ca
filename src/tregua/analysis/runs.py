"""Runs to be held against what was observed: which draws follow which structural alternative, and levels by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tregua.lab.draws import draw_parameters
from tregua.lab.measure import Measure
from tregua.lab.model import lab
from tregua.lab.past import Past
from tregua.lab.result import label, values
from tregua.lab.run import AS_DRAWN, Settings, run
from tregua.lab.schema import Scenario
from tregua.noise import Floats

FEWEST = 10
"""Draws that an alternative needs to be told by itself."""


@dataclass(frozen=True, eq=False)
class Alternative:
    """One choice among structural alternatives, and which of the draws follow it."""

    choices: Mapping[str, float]
    mask: NDArray[np.bool_]

    @property
    def name(self) -> str:
        """What it chooses, in a line."""
        return "; ".join(f"{parameter}={value:.3g}" for parameter, value in self.choices.items())


@dataclass(frozen=True, eq=False)
class Ran:
    """A run of some scenarios from one origin; its draws mix all structural alternatives in equal shares."""

    dataset: xr.Dataset
    alternatives: tuple[Alternative, ...]

    def path(self, measure: Measure, scenario: str) -> dict[int, Floats]:
        """The outcome behind a series in all draws, by year."""
        levels = values(self.dataset, measure.reads, measure.place)[0].sel(scenario=scenario)
        found = levels.transpose("year", "draw").values
        return {int(year): found[at] for at, year in enumerate(levels.year.values)}


def ran(
    scenarios: Sequence[Scenario], settings: Settings, known: Past, assumptions: Mapping[str, float] | None = None
) -> Ran:
    """Run scenarios from what is known.

    Raises
    ------
    RunError
        In some draw the model has no solution.
    """
    assumed = dict(assumptions or {})
    annual = run(scenarios, settings, assumed, known=known)
    return Ran(label(annual, scenarios, settings, assumed, AS_DRAWN, ""), tuple(_alternatives(settings, known)))


def _alternatives(settings: Settings, known: Past) -> list[Alternative]:
    """Every structural alternative that enough draws follow."""
    drawn = draw_parameters(settings.seed, 0, settings.draws, {}, known=known)
    found = [
        Alternative({parameter.id: value}, drawn[:, column] == value)
        for column, parameter in enumerate(lab().parameters.values())
        if parameter.alternatives
        for value in known.numbers[parameter.id].distribution.values or ()
    ]
    return [one for one in found if one.mask.sum() >= FEWEST]
