"""What a sample of draws tells: quantiles and chances with their errors, and the share of spread that inputs carry."""

from collections.abc import Sequence

import numpy as np

from tregua.noise import Floats

ROUNDING = 1e-10  # relative: differences below it come from the order of additions


def paired(after: Floats, before: Floats) -> Floats:
    """What comes after less what was before, draw by draw; a difference of rounding is none."""
    difference = np.asarray(after - before)
    difference[np.abs(difference) <= ROUNDING * np.abs(before)] = 0.0
    return difference


def quantiles(sample: Floats, at: Sequence[float], weights: Floats | None = None) -> list[float]:
    """Quantiles of a sample, where `weights` are given of a weighted one.

    Weighted, each number stands in the middle of its own weight, and between two numbers the quantile is a straight
    line.
    """
    if weights is None:
        return [float(one) for one in np.quantile(sample, at)]
    order = np.argsort(sample, kind="stable")
    middles = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(one) for one in np.interp(np.array(at) * weights.sum(), middles, sample[order])]


def quantile_error(sample: Floats, q: float, weights: Floats | None = None, draws: int | None = None) -> float:
    """Monte-Carlo standard error of a quantile, from the order statistics one standard deviation around it.

    Half the distance between the quantiles q ± √(q (1 − q)/n), cut at 0 and 1. With evenly spread draws it is a little
    too large.

    Parameters
    ----------
    draws : how many independent draws the sample holds, its length if not given
    """
    step = np.sqrt(q * (1.0 - q) / (draws or len(sample)))
    low, high = quantiles(sample, [max(0.0, q - step), min(1.0, q + step)], weights)
    return (high - low) / 2.0


def quantile_errors(samples: Floats, at: Sequence[float], axis: int) -> Floats:
    """The errors of `quantile_error` of many samples along an axis, the quantiles first."""
    steps = np.sqrt(np.array(at) * (1.0 - np.array(at)) / samples.shape[axis])
    low, high = (np.quantile(samples, np.clip(at + sign * steps, 0.0, 1.0), axis=axis) for sign in (-1.0, 1.0))
    return np.asarray(high - low) / 2.0


def chance_lower(difference: Floats) -> float:
    """Share of draws in which the difference is negative, ties counted half; never 0 or 1.

    (k + ½)/(n + 1) with k the number of negative draws: the median of what n draws can tell.
    """
    lower = float((difference < 0).sum() + 0.5 * (difference == 0).sum())
    return (lower + 0.5) / (len(difference) + 1)


def ranks(*samples: Floats) -> list[Floats]:
    """Samples as ranks among all of their numbers together, over how many there are; ties share their mean rank."""
    _, which, count = np.unique(np.concatenate(samples), return_inverse=True, return_counts=True)
    ranked = (np.cumsum(count) - 0.5 * (count - 1.0)) / len(which)
    return list(np.split(ranked[which], np.cumsum([len(one) for one in samples])[:-1]))


def total_share(y: Floats, redrawn: Floats) -> tuple[float | None, float | None]:
    """Total-order share of the variance of `y`, in ranks, that a group of inputs carries, and its standard error.

    1 − Var(E[R | all others])/Var(R) = E[(R − R')²]/(2 Var R) (Jansen 1999), with the group drawn again in R'. Ranks,
    since a few draws would decide the variance of a difference with heavy tails. Neither the share nor its error is cut
    at 1: the estimate of a share near 1 may lie above it.
    """
    if len(y) < 2:
        return None, None
    r, again = ranks(y, redrawn)
    variance = float(np.var(np.concatenate([r, again])))
    if variance == 0.0:
        return None, None
    squares = 0.5 * (r - again) ** 2
    share = float(np.mean(squares)) / variance
    centre = 0.5 * ((r - np.mean(r)) ** 2 + (again - np.mean(again)) ** 2)
    return share, float(np.std(squares / variance - share * centre / variance) / np.sqrt(len(y)))
