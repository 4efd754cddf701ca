"""One forecast of one figure: its intervals, its place among the draws, its scores and those of the simple rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tregua.analysis.baselines import RULES, Gaussian, forecast
from tregua.analysis.scores import LEVELS, central, ensemble_crps, interval_score, rank
from tregua.noise import Floats

SMALLEST = 1e-3
"""Of the last figure before the cut: in logs a smaller draw counts as this, or one dead group would decide all."""
PERSISTENCE = "persistence"
WIDE = 90


@dataclass(frozen=True)
class Figures:
    """The figures of a series before a cut, a figure a year, in order. With `count` they may be zero."""

    years: Sequence[int]
    values: Sequence[float]
    count: bool

    def scale(self, levels: Floats) -> Floats:
        """Levels on the scale on which they are scored: their logs, or counts as they are."""
        if self.count:
            return levels
        floor = SMALLEST * self.values[-1] if self.values else np.finfo(float).tiny
        return np.asarray(np.log(np.maximum(levels, floor)))

    def rules(self, year: int) -> dict[str, Gaussian | None]:
        """What each simple rule says of a later year."""
        return {rule: forecast(rule, self.years, self.values, year, self.count) for rule in RULES}


@dataclass(frozen=True)
class Interval:
    """A 90 % interval on the scale on which it is scored: its width and its score."""

    width: float
    score: float


@dataclass(frozen=True)
class Scored:
    """The scores of a forecast; intervals and median in the series' own unit, losses in logs or in counts."""

    median: float
    intervals: dict[int, tuple[float, float]]
    pit: float
    crps: float
    crps_baselines: dict[str, float | None]
    interval: Interval
    interval_persistence: Interval | None

    @property
    def comparable(self) -> bool:
        """Whether persistence gives a distribution to compare with."""
        return self.crps_baselines[PERSISTENCE] is not None


def score(draws: Floats, observed: float, figures: Figures, rules: dict[str, Gaussian | None]) -> Scored:
    """Score the draws of what a series should read, and the rules, at the figure observed."""
    scaled, at = figures.scale(draws), float(figures.scale(np.array([observed]))[0])
    low, high = central(scaled, WIDE)
    plain = rules[PERSISTENCE]
    ends = plain.central(WIDE) if plain else None
    return Scored(
        float(np.median(draws)),
        {level: central(draws, level) for level in LEVELS},
        rank(draws, observed),
        ensemble_crps(scaled, at),
        {rule: said.crps(observed) if said else None for rule, said in rules.items()},
        Interval(high - low, interval_score(low, high, at, WIDE)),
        Interval(ends[1] - ends[0], interval_score(*ends, at, WIDE)) if ends else None,
    )
