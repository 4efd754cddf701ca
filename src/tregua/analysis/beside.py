"""Observed series beside the bands of a run: which figures lie outside, the worst first."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tregua.analysis.price import PriceFit
from tregua.catalogue.record import Text
from tregua.catalogue.shown import Brief
from tregua.noise import Floats

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Figure:
    """An observed figure and what the run says that its publisher should have read, both in the series' own unit."""

    year: int
    month: int | None
    observed: float
    vintage: str
    q05: float
    q25: float
    median: float
    q75: float
    q95: float

    @property
    def inside90(self) -> bool:
        """Whether the 90 % interval holds it."""
        return self.q05 <= self.observed <= self.q95

    @property
    def missed_by(self) -> float:
        """How far outside it lies, in widths of the 90 % interval; in logs where all are above zero."""
        ends = (self.q05, self.q95, self.observed)
        low, high, at = (math.log(one) for one in ends) if min(ends) > 0.0 else ends
        outside = max(0.0, low - at, at - high)
        return outside / (high - low) if high > low else math.inf if outside else 0.0


def figure(year: int, month: int | None, observed: float, vintage: str, draws: Floats) -> Figure:
    """An observed figure beside the quantiles of what draws say of it."""
    return Figure(year, month, observed, vintage, *(float(one) for one in np.quantile(draws, QUANTILES)))


@dataclass(frozen=True, repr=False)
class Alternative(Brief):
    """The same figures beside the draws that follow one structural alternative."""

    choices: Mapping[str, float]
    draws: int
    points: tuple[Figure, ...]

    @property
    def inside90(self) -> int:
        """How many of the figures the 90 % intervals hold."""
        return sum(one.inside90 for one in self.points)


@dataclass(frozen=True, repr=False)
class Beside(Brief):
    """A series beside the run.

    Shown, but not counted, is what is `derived` from other series, and what was `used` to set a number of the lab.
    """

    series: str
    outcome: str
    place: str
    variable: str
    unit: str
    scale: str
    derived: bool
    points: tuple[Figure, ...]
    by_alternative: tuple[Alternative, ...] = ()
    used: bool = False

    @property
    def counts(self) -> bool:
        """Whether the band could have missed it."""
        return not self.derived and not self.used

    @property
    def n(self) -> int:
        """How many figures there are."""
        return len(self.points)

    @property
    def inside90(self) -> int:
        """How many of them the 90 % intervals hold."""
        return sum(one.inside90 for one in self.points)

    @property
    def badness(self) -> tuple[float, float]:
        """What the order goes by: the share of figures outside, then how far outside the figures lie on average."""
        return 1.0 - self.inside90 / self.n, sum(one.missed_by for one in self.points) / self.n


@dataclass(frozen=True, repr=False)
class History(Brief):
    """Every series that can be compared beside the record as a run, and the others with the reason.

    `price` judges each reading of pass-through by the retail price.
    """

    version: str
    catalogue_hash: str
    seed: int
    draws: int
    command: str
    series: tuple[Beside, ...]
    unbound: Mapping[str, Text]
    price: tuple[PriceFit, ...] = ()

    @property
    def counted(self) -> tuple[Beside, ...]:
        """The series that the bands could have missed."""
        return tuple(one for one in self.series if one.counts)

    @property
    def n(self) -> int:
        """How many figures count."""
        return sum(one.n for one in self.counted)

    @property
    def inside90(self) -> int:
        """How many of these the 90 % intervals hold."""
        return sum(one.inside90 for one in self.counted)

    @property
    def width(self) -> float | None:
        """How many times its lower end the upper end of a 90 % interval is, in the middle of all figures that count."""
        factors = [point.q95 / point.q05 for one in self.counted for point in one.points if point.q05 > 0.0]
        return float(np.median(factors)) if factors else None

    def by_alternative(self) -> list[tuple[Mapping[str, float], int]]:
        """For each structural alternative how many of the figures its own 90 % intervals hold."""
        held: dict[tuple[tuple[str, float], ...], int] = {}
        for one in self.counted:
            for alternative in one.by_alternative:
                key = tuple(alternative.choices.items())
                held[key] = held.get(key, 0) + alternative.inside90
        return [(dict(key), inside) for key, inside in held.items()]


def worst_first(series: Iterable[Beside]) -> Sequence[Beside]:
    """Those that count before the others; of each the worst first."""
    return sorted(series, key=lambda one: (not one.counts, *(-part for part in one.badness), one.series))
