"""Runs to be held against what was observed: every combination of structural alternatives, and levels by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xarray as xr

from tregua.lab.alternatives import Combination, acting, combinations, label_of
from tregua.lab.measure import Measure
from tregua.lab.past import Past
from tregua.lab.result import label, values
from tregua.lab.run import Progress, Settings, moved_names, numbers, run
from tregua.lab.scenario import lever_array
from tregua.lab.schema import Scenario
from tregua.noise import Floats


@dataclass(frozen=True, eq=False)
class Alternative:
    """One combination of structural alternatives, and where its draws stand among all."""

    choices: Mapping[str, float]
    part: slice

    @property
    def name(self) -> str:
        """What it chooses other than the reference."""
        return label_of(self.choices)


@dataclass(frozen=True, eq=False)
class Ran:
    """A run of some scenarios from one origin; its draws mix the combinations in equal shares, one after the other."""

    dataset: xr.Dataset
    alternatives: tuple[Alternative, ...]

    @property
    def draws(self) -> int:
        """The draws of each combination."""
        return int(self.dataset.sizes["draw"])

    def path(self, measure: Measure, scenario: str) -> dict[int, Floats]:
        """The outcome behind a series in all draws of all combinations, by year."""
        levels = values(self.dataset, measure.reads, measure.place).sel(scenario=scenario)
        found = levels.transpose("year", "alternative", "draw").values
        return {int(year): found[at].ravel() for at, year in enumerate(levels.year.values)}


def ran(
    scenarios: Sequence[Scenario],
    settings: Settings,
    known: Past,
    assumptions: Mapping[str, float] | None = None,
    like: Ran | None = None,
    progress: Progress = lambda done, total: None,
) -> Ran:
    """Run scenarios from what is known.

    Parameters
    ----------
    assumptions : parameters that are fixed in every draw
    like : a run whose combinations are run, in place of those that differ for these scenarios

    Raises
    ------
    RunError
        In some draw the model has no solution.
    """
    assumed = dict(assumptions or {})
    listed = [Combination(one.choices) for one in like.alternatives] if like else _apart(scenarios, settings, assumed)
    annual = run(scenarios, settings, assumed, listed, progress, known)
    parts = [slice(at * settings.draws, (at + 1) * settings.draws) for at in range(len(listed))]
    alternatives = tuple(Alternative(one.choices, part) for one, part in zip(listed, parts, strict=True))
    drawn = numbers(settings, listed[0], assumed, known)
    return Ran(label(annual, drawn, scenarios, settings, assumed, listed), alternatives)


def _apart(scenarios: Sequence[Scenario], settings: Settings, assumed: Mapping[str, float]) -> list[Combination]:
    """The combinations that differ where only the levers of these scenarios are moved, without the choices at rest."""
    moved = {name for one in scenarios for name in moved_names(lever_array(one, settings.span))}
    apart: list[dict[str, float]] = []
    for one in combinations(assumed):
        choices = acting(one.choices, moved)
        apart += [choices] if choices not in apart else []
    return [Combination(one) for one in apart]
