"""Which inputs carry the spread of an answer, and where one of them turns its sign, from draws that were run anyway."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from tregua.noise import Floats

MOST_BINS = 32
DRAWS_PER_BIN = 16
BLOCKS = 16
CLEAR = 2.0  # standard errors from zero


def first_order(x: Floats, y: Floats) -> tuple[float, float]:
    """First-order share of the variance of `y` that one input carries, and its standard error.

    S = Var(E[Y | X])/Var(Y). The draws are cut into bins that hold equally many of them in the order of X, or that
    share a value of X; the variance between bins is corrected for that within them, so that an input without influence
    has the share zero on average. The error is a jackknife over sixteen blocks of draws.

    Parameters
    ----------
    x, y : the input and the answer of each draw; ranks of the answer where its tails are heavy

    Source: given-data estimators, Plischke, Borgonovo & Smith 2013.
    """
    bins, count = _bins(x), len(y)
    if bins.max() == 0 or np.var(y) == 0.0:
        return 0.0, 0.0
    blocks = min(BLOCKS, count)
    at = (np.arange(count) * blocks // count) * (bins.max() + 1) + bins
    shape = (blocks, bins.max() + 1)
    number, total, squares = (
        np.bincount(at, weights, minlength=shape[0] * shape[1]).reshape(shape) for weights in (np.ones(count), y, y * y)
    )
    whole = _share(number.sum(axis=0), total.sum(axis=0), squares.sum())
    left_out = [
        _share(number.sum(axis=0) - n, total.sum(axis=0) - t, squares.sum() - s.sum())
        for n, t, s in zip(number, total, squares, strict=True)
    ]
    return whole, float(np.sqrt((blocks - 1) * np.var(left_out)))


def _bins(x: Floats) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The bin of each draw, from zero."""
    values, which = np.unique(x, return_inverse=True)
    count = max(2, min(MOST_BINS, len(x) // DRAWS_PER_BIN))
    if len(values) <= count:
        return np.asarray(which, dtype=np.int64)
    order = np.empty(len(x), dtype=np.int64)
    order[np.argsort(x, kind="stable")] = np.arange(len(x))
    return order * count // len(x)


def _share(number: Floats, total: Floats, squares: float) -> float:
    """Variance between bins over all variance, less what chance alone puts between them."""
    held = number > 0
    count, bins = number.sum(), int(held.sum())
    between = float((total[held] ** 2 / number[held]).sum())
    middle = total.sum() ** 2 / count
    if count <= bins or squares - middle <= 0.0:
        return 0.0
    within = (squares - between) / (count - bins)
    return float((between - middle - (bins - 1) * within) / (squares - middle))


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
