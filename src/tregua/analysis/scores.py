"""Proper scores of a forecast against what was observed, and the skill of one forecast over another.

A score is *proper* when nobody expects to gain by stating another distribution than the one believed. All are losses:
lower is better, in the unit of what is scored (logs of a series, or counts where it has zeros).

Gneiting, T. and Raftery, A. E. (2007), Strictly proper scoring rules, prediction, and estimation, Journal of the
American Statistical Association 102: sections 4.2 (CRPS) and 6.2 (interval score).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tregua.noise import Floats, uniforms

LEVELS = (50, 80, 90)
NINETY = 1.645  # standard deviations from the middle of a Gaussian to the ends of its 90 % interval
"""Central intervals, in per cent."""
RESAMPLES = 400
_STREAM = "analysis.blocks"


def ensemble_crps(draws: Floats, observed: float) -> float:
    """CRPS of equally weighted draws: E|X − y| − ½·E|X − X'|, both over the draws as they are.

    Never negative. Of n draws of a distribution it expects that distribution's own CRPS and E|X − X'|/(2n) more, so
    that few draws are never a gain. The pairs are summed over the sorted draws: Σᵢ(2i − n − 1)·x₍ᵢ₎/n².
    """
    ordered = np.sort(draws)
    n = len(ordered)
    centred = ordered - ordered.mean()  # the sum is the same, without the rounding of large levels
    pairs = float((2.0 * np.arange(1, n + 1) - n - 1.0) @ centred) / n**2
    return max(0.0, float(np.abs(ordered - observed).mean()) - pairs)


def gaussian_crps(mean: float, sd: float, observed: float) -> float:
    """CRPS of N(mean, sd²): sd·[z(2Φ(z) − 1) + 2φ(z) − 1/√π], z = (y − mean)/sd; |y − mean| without a spread."""
    if sd == 0.0:
        return abs(observed - mean)
    z = (observed - mean) / sd
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    return sd * (z * (2.0 * _phi(z) - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi))


def lognormal_crps(mean: float, sd: float, observed: float) -> float:
    """CRPS on the level itself of Y whose log is N(mean, sd²), for `observed` > 0.

    y·(2Φ(z) − 1) − 2·exp(mean + sd²/2)·[Φ(z − sd) + Φ(sd/√2) − 1], z = (ln y − mean)/sd
    (Baran and Lerch 2015, Log-normal distribution based EMOS models for probabilistic wind speed forecasting).
    """
    if sd == 0.0:
        return abs(observed - math.exp(mean))
    z = (math.log(observed) - mean) / sd
    whole = math.exp(mean + 0.5 * sd * sd)
    return observed * (2.0 * _phi(z) - 1.0) - 2.0 * whole * (_phi(z - sd) + _phi(sd / math.sqrt(2.0)) - 1.0)


def _phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def interval_score(low: float, high: float, observed: float, level: int) -> float:
    """Width of a central interval of `level` per cent, and 2/α times what it misses by, α = 1 − level/100."""
    missed = max(0.0, low - observed) + max(0.0, observed - high)
    return high - low + 2.0 / (1.0 - level / 100.0) * missed


def central(draws: Floats, level: int) -> tuple[float, float]:
    """The ends of the central interval of `level` per cent of the draws."""
    edge = 0.5 * (1.0 - level / 100.0)
    low, high = np.quantile(draws, [edge, 1.0 - edge])
    return float(low), float(high)


def rank(draws: Floats, observed: float) -> float:
    """Share of the draws below the observed figure, ties counted half: uniform where the forecast is right."""
    return float((draws < observed).mean() + 0.5 * (draws == observed).mean())


@dataclass(frozen=True)
class Skill:
    """1 − mean loss/mean loss of the baseline, with its standard error over blocks of origins, if there are enough."""

    value: float
    se: float | None


def skill(
    losses: Mapping[int, Sequence[float]], baseline: Mapping[int, Sequence[float]], block: int, seed: int = 0
) -> Skill | None:
    """Skill of one forecast over another, both by origin; none where there is nothing to compare.

    Origins that lie near each other forecast the same years. The error is therefore that of a circular block bootstrap:
    blocks of `block` neighbouring origins, drawn with replacement (Politis and Romano 1992). It is widened by
    √(k/(k − 1)), with k blocks in the sample, because so few know their own mean too well; fewer than two blocks and
    three origins tell no error.

    Parameters
    ----------
    losses, baseline : losses of both by origin, for the same origins and in the same order within one
    block : how many origins lie so near that they share years, the longest horizon
    """
    origins = sorted(losses)
    ours = np.array([sum(losses[one]) for one in origins])
    theirs = np.array([sum(baseline[one]) for one in origins])
    if theirs.sum() <= 0.0:
        return None
    return Skill(float(1.0 - ours.sum() / theirs.sum()), _block_error(ours, theirs, block, seed))


def _block_error(ours: Floats, theirs: Floats, block: int, seed: int) -> float | None:
    n = len(ours)
    if n < max(3, 2 * block):
        return None
    count = -(-n // block)
    starts = (uniforms(seed, _STREAM, n, 0, RESAMPLES * count).reshape(RESAMPLES, count, 1) * n).astype(int)
    taken = ((starts + np.arange(block)) % n).reshape(RESAMPLES, -1)[:, :n]
    below = theirs[taken].sum(axis=1)
    usable = below > 0.0
    if usable.sum() < 2:
        return None
    ratios = ours[taken].sum(axis=1)[usable] / below[usable]
    return float(np.std(ratios, ddof=1) * math.sqrt(count / (count - 1)))


def coverage(inside: Sequence[bool]) -> float | None:
    """Share of the observed figures that lie inside their intervals."""
    return sum(inside) / len(inside) if inside else None
