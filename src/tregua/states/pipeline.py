"""From a bill to a law: constant hazards of passing and dying, chances from counts, and how they move with each stage.

Cause-specific hazards λ (pass) and μ (die) give P = λ/(λ+μ) and a mean time of 1/(λ+μ). The chance of a term to come is
logit P = a + u with u ~ N(0, s²) and s half-normal: wider than the interval of what was counted.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.special import betaincinv, ndtr, ndtri

from tregua.noise import Floats
from tregua.states.bills import assumed, rates, rates_file
from tregua.states.pipeline_schema import Rate

Basis = Literal["counts", "pool", "none"]
LEVEL = 0.9
DAYS_PER_YEAR = 365.25
NODES = 64  # of the spread between terms, evenly in its probability
FAR = 40.0  # on the scale of logits


@dataclass(frozen=True)
class Hazards:
    """Rates a year at which a bill passes and dies."""

    passes: float
    dies: float


@dataclass(frozen=True)
class Chance:
    """A chance of becoming law with the ends that hold nine tenths of it, what it rests on, and the rows used.

    `pool` are counts of other states: for this one there is no data. `none` has no numbers. `later` says that rows were
    used whose period was not over on the day asked for.
    """

    median: float | None
    q05: float | None
    q95: float | None
    basis: Basis
    rows: tuple[str, ...] = ()
    later: bool = False


@dataclass(frozen=True)
class Spread:
    """Where the logit of a chance lies: a mixture of normal distributions, one a value of the spread between terms."""

    weights: Floats
    centre: Floats
    sd: Floats

    def quantile(self, share: float) -> float:
        """The chance below which so large a share of the mixture lies."""

        def below(logit: float) -> float:
            return float(self.weights @ ndtr((logit - self.centre) / self.sd)) - share

        return float(1.0 / (1.0 + math.exp(-brentq(below, -FAR, FAR, xtol=1e-12))))


# --- time -------------------------------------------------------------------------------------------------------------


def hazards(chance: float, years: float) -> Hazards:
    """λ = P/T and μ = (1−P)/T of a chance P in [0, 1] and a mean time T in years until a bill passes or dies."""
    return Hazards(chance / years, (1.0 - chance) / years)


def passed_by(rate: Hazards, years: float, end: float | None = None) -> float:
    """The chance of having become law after so many years: λ/(λ+μ) · (1 − e^−(λ+μ)t).

    Parameters
    ----------
    end : years until a hard end (of a session, of a term), after which nothing passes
    """
    total = rate.passes + rate.dies
    until = years if end is None else min(years, end)
    return 0.0 if total == 0.0 else rate.passes / total * -math.expm1(-total * until)


def mean_years(state: str, origin: str) -> float | None:
    """The mean time in years until bills of this origin became law in a state, where one was published."""
    whole = [one for one in rates_file().durations if not one.each_house]
    days = [one.days for one in whole if (one.state, one.origin) == (state, origin)]
    return days[0] / DAYS_PER_YEAR if days else None


# --- counts -----------------------------------------------------------------------------------------------------------


def jeffreys(passed: int, filed: int, level: float = LEVEL) -> tuple[float, float]:
    """The ends of Jeffreys' interval, Beta(passed + ½, filed − passed + ½), of a share that was counted."""
    low, high = (betaincinv(passed + 0.5, filed - passed + 0.5, at) for at in (0.5 - level / 2, 0.5 + level / 2))
    return float(low), float(high)


def predicted(counts: Sequence[tuple[int, int]], scale: float) -> Spread:
    """Where the logit of a further term's chance lies, given those counted.

    Empirical logits l = ln((k+½)/(n−k+½)) with variance v = 1/(k+½) + 1/(n−k+½) around a + u; a flat, u ~ N(0, s²), s
    half-normal with this scale, by quadrature over s.
    """
    k, n = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    logits, noise = np.log((k + 0.5) / (n - k + 0.5)), 1.0 / (k + 0.5) + 1.0 / (n - k + 0.5)
    s = scale * ndtri(0.5 + 0.5 * (np.arange(NODES) + 0.5) / NODES)
    precision = 1.0 / (noise + s[:, None] ** 2)
    total = precision.sum(axis=1)
    centre = precision @ logits / total
    fit = 0.5 * (np.log(precision) - precision * (logits - centre[:, None]) ** 2).sum(axis=1) - 0.5 * np.log(total)
    weights = np.exp(fit - fit.max())
    return Spread(weights / weights.sum(), centre, np.sqrt(1.0 / total + s**2))


# --- chances ----------------------------------------------------------------------------------------------------------


def chance_of(
    state: str,
    origin: str,
    known: Iterable[Rate] | None = None,
    without: Mapping[str, tuple[int, int]] | None = None,
) -> Chance:
    """The chance that a bill of this origin becomes law in a state: from its own counts, else from the region's.

    Parameters
    ----------
    known : the rows that may be used, all of the file where it is None
    without : bills (passed, filed) to take out of the rows by id, as the one that is to be predicted
    """
    taken = without or {}
    rows = [one for one in (rates().values() if known is None else known) if one.origin == origin and one.counts]
    left = {one.id: one for one in rows if _left(one, taken)[1] > 0}
    own = {name: one for name, one in left.items() if one.state == state}
    used = {name: one for name, one in (own or left).items() if one.part_of not in (own or left)}
    if not used:
        return Chance(None, None, None, "none")
    scale = assumed("spread") * (1.0 if own else math.sqrt(2.0))  # of terms, or of terms and states
    spread = predicted([_left(one, taken) for one in used.values()], scale)
    median, low, high = (spread.quantile(at) for at in (0.5, 0.05, 0.95))
    return Chance(median, low, high, "counts" if own else "pool", tuple(used))


def _left(row: Rate, taken: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """The counts of a row without those taken out."""
    assert row.counts is not None
    passed, filed = taken.get(row.id, (0, 0))
    return row.counts[0] - passed, row.counts[1] - filed


def after(chance: Chance, hurdles: int, cleared: int) -> Chance:
    """The chance once so many of the hurdles are cleared: P^((k−j)/k).

    Assumed, not counted: that each hurdle is passed with one chance p, so that P = pᵏ.
    """
    left = (hurdles - cleared) / hurdles
    median, low, high = (None if one is None else one**left for one in (chance.median, chance.q05, chance.q95))
    return replace(chance, median=median, q05=low, q95=high)


def brier(forecasts: Sequence[float], happened: Sequence[bool]) -> float:
    """The mean squared distance of chances from what happened, 0 at best (Brier 1950)."""
    return math.fsum((p - y) ** 2 for p, y in zip(forecasts, happened, strict=True)) / len(forecasts)
