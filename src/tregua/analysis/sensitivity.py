"""Which inputs carry the spread of an answer, and where one of them turns its sign, from draws that were run anyway.

Of inputs that depend on one another a first-order share is still Var(E[Y | X])/Var(Y), what knowing X would take from
the spread. But X then tells of the inputs that it goes along with too: shares can add up to more than one, and none
parts what X causes from what it only goes along with.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tregua.lab.estimators import quantile_error
from tregua.noise import Floats

Bins = NDArray[np.int64]
MOST_BINS = 32
DRAWS_PER_BIN = 16
BLOCKS = 16
CLEAR = 2.0  # standard errors from zero


def first_orders(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """First-order shares of the variance of `y` that each input carries, and their standard errors.

    S = Var(E[Y | X])/Var(Y). The draws are cut into bins that hold equally many of them in the order of X, or that
    share a value of X; the variance between bins is corrected for that within them, so that an input without influence
    has the share zero on average. The error is a jackknife over sixteen blocks of draws.

    Parameters
    ----------
    x : the inputs of each draw, shape (draws, inputs)
    y : the answer of each draw; ranks of the answer where its tails are heavy

    Source: given-data estimators, Plischke, Borgonovo & Smith 2013.
    """
    return shares(bins_of(x), y)


def bins_of(x: Floats) -> Bins:
    """The bin of each draw by each input, from zero, shape (draws, inputs)."""
    return np.array([_bins(column) for column in x.T], dtype=np.int64).reshape(x.shape[1], len(x)).T


def _bins(x: Floats) -> Bins:
    values, which = np.unique(x, return_inverse=True)
    count = max(2, min(MOST_BINS, len(x) // DRAWS_PER_BIN))
    if len(values) <= count:
        return np.asarray(which, dtype=np.int64)
    order = np.empty(len(x), dtype=np.int64)
    order[np.argsort(x, kind="stable")] = np.arange(len(x))
    return order * count // len(x)


def shares(bins: Bins, y: Floats) -> tuple[Floats, Floats]:
    """The same as `first_orders` for draws that are in their bins already."""
    draws, inputs = bins.shape
    blocks, width = min(BLOCKS, draws), int(bins.max()) + 1
    block = np.arange(draws) * blocks // draws
    at = ((np.arange(inputs)[:, None] * blocks + block) * width + bins.T).ravel()
    centred = y - np.mean(y)
    number, total = (
        np.bincount(at, np.tile(weights, inputs), minlength=inputs * blocks * width).reshape(inputs, blocks, width)
        for weights in (np.ones(draws), centred)
    )
    squares = np.bincount(block, centred**2, minlength=blocks)
    whole = _share(number.sum(axis=1), total.sum(axis=1), squares.sum())
    left_out = _share(
        number.sum(axis=1, keepdims=True) - number, total.sum(axis=1, keepdims=True) - total, squares.sum() - squares
    )
    return whole, np.sqrt((blocks - 1) * np.var(left_out, axis=1))


def _share(number: Floats, total: Floats, squares: Floats) -> Floats:
    """Variance between bins over all variance, less what chance alone puts between them; bins are the last axis."""
    count, bins = number.sum(axis=-1), (number > 0).sum(axis=-1)
    between = (total**2 / np.maximum(number, 1.0)).sum(axis=-1)
    middle = total.sum(axis=-1) ** 2 / np.maximum(count, 1.0)
    whole = squares - middle
    within = (squares - between) / np.maximum(count - bins, 1.0)
    varies = (whole > 0.0) & (count > bins) & (bins > 1)
    return np.where(varies, (between - middle - (bins - 1) * within) / np.where(varies, whole, 1.0), 0.0)


def turning_among(x: Floats, y: Floats, parts: int) -> float | None:
    """Where the median of an answer turns its sign along an input, among draws that were run anyway.

    The draws are cut into parts that hold equally many in the order of the input. All other inputs are as they go along
    with it, so nothing is held fixed that depends on it.
    """
    found = [part for part in np.array_split(np.argsort(x, kind="stable"), parts) if len(part)]
    at = [float(np.median(x[part])) for part in found]
    medians = [float(np.median(y[part])) for part in found]
    return turning_point(at, medians, [quantile_error(y[part], 0.5) for part in found])


def turning_point(at: Sequence[float], medians: Sequence[float], errors: Sequence[float]) -> float | None:
    """Where a median turns its sign along an input, on a straight line between two values at which the sign is clear.

    Parameters
    ----------
    at, medians, errors : values of the input in order, the median at each and its standard error
    """
    clear = [(x, median) for x, median, error in zip(at, medians, errors, strict=True) if abs(median) > CLEAR * error]
    for (low, before), (high, after) in pairwise(clear):
        if before * after < 0.0:
            return low + (high - low) * before / (before - after)
    return None
