"""What each lever of a policy brings: runs with its levers moved one by one, and all but one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tregua.analysis.readings import cell
from tregua.lab.alternatives import Combination
from tregua.lab.estimators import paired, quantile_error, quantiles
from tregua.lab.model import lab
from tregua.lab.run import Progress, Settings, run_levers
from tregua.lab.scenario import check_start, lever_array
from tregua.lab.schema import Scenario
from tregua.noise import Floats


@dataclass(frozen=True)
class Driver:
    """What a lever brings in a place: moved alone, and moved last, when all others are.

    Medians with their errors and 90 % intervals: a lever that acts by a rare event may have the median zero.
    """

    lever: str
    place: str | None
    alone: float
    last: float
    alone_error: float
    last_error: float
    alone_i90: tuple[float, float]
    last_i90: tuple[float, float]

    @property
    def most(self) -> float:
        """The most it brings within the 90 % intervals, whatever the sign."""
        return max(map(abs, (*self.alone_i90, *self.last_i90)))


@dataclass(frozen=True)
class Moved:
    """Runs of one scenario with its levers moved one by one, and all but one, beside the baseline, in one year.

    `annual` has the shape (runs, draws, outcome columns): baseline, scenario, each lever alone, all but each lever.
    """

    scenario: str
    levers: list[tuple[str, str | None]]
    annual: Floats

    def total(self, outcome: str, place: str) -> Floats:
        """The scenario less the baseline, by draw."""
        before, after = cell(self.annual[:2], outcome, place)
        return paired(after, before)

    def drivers(self, outcome: str, place: str) -> list[Driver]:
        """What each lever brings, what brings most first; those that bring nothing are left out."""
        values = cell(self.annual, outcome, place)
        count = len(self.levers)
        found = []
        for at, (lever, where) in enumerate(self.levers):
            alone, last = paired(values[2 + at], values[0]), paired(values[1], values[2 + count + at])
            if alone.any() or last.any():
                (low, middle, high), (below, late, above) = (quantiles(one, (0.05, 0.5, 0.95)) for one in (alone, last))
                errors = quantile_error(alone, 0.5), quantile_error(last, 0.5)
                found.append(Driver(lever, where, middle, late, *errors, (low, high), (below, above)))
        return sorted(found, key=lambda one: -one.most)


def move(
    baseline: Scenario,
    scenarios: Sequence[Scenario],
    combination: Combination,
    settings: Settings,
    assumptions: Mapping[str, float],
    year: int,
    progress: Progress = lambda done, total: None,
    by_place: bool = True,
) -> list[Moved]:
    """Run each scenario with its levers moved one by one and all but one, on the same draws.

    A lever of several places is moved place by place or, without `by_place`, in all of them at once.
    """
    check_start([baseline, *scenarios], settings.start)
    before = lever_array(baseline, settings.span)
    paths, listed = [before], []
    for scenario in scenarios:
        after = lever_array(scenario, settings.span)
        differ = _differ(before, after, by_place)
        listed.append([*differ])
        paths += [after, *(_swapped(before, after, columns) for columns in differ.values())]
        paths += [_swapped(after, before, columns) for columns in differ.values()]
    annual = run_levers(paths, settings, assumptions, [combination], progress)[0, :, :, year - settings.span.first]
    found, start = [], 1
    for scenario, names in zip(scenarios, listed, strict=True):
        end = start + 1 + 2 * len(names)
        found.append(Moved(scenario.id, names, np.concatenate([annual[:1], annual[start:end]])))
        start = end
    return found


def _differ(before: Floats, after: Floats, by_place: bool) -> dict[tuple[str, str | None], list[int]]:
    """The levers that are not moved alike, each with its columns; without a place where it stands for several."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for (lever, place), column in lab().lever_columns.items():
        if (after[..., column] != before[..., column]).any():
            found.setdefault((lever, place if by_place else None), []).append(column)
    return found


def _swapped(levers: Floats, others: Floats, columns: list[int]) -> Floats:
    """The levers with some of them as they are in the others."""
    swapped = np.broadcast_to(levers, np.broadcast_shapes(levers.shape, others.shape)).copy()
    swapped[..., columns] = others[..., columns]
    return swapped
