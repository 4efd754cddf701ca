"""Boxes of inputs in which cases of interest lie close together: patient rule induction.

Friedman & Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing 9, 123–143, as it is used to
discover scenarios by Bryant & Lempert (2010), Thinking inside the box, Technological Forecasting and Social Change 77.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tregua.noise import Floats

ALPHA = 0.1  # of the cases inside, what one step of peeling takes away, as Bryant & Lempert did
PASTED = 0.05  # of the cases just beyond a limit, what one step of pasting takes in
LEAST_MASS = 0.05  # of all cases, below which no box is peeled
MOST_BOXES = 3
MOSTLY = 0.5  # density that a further box must have
TELLING = 0.01  # chance, of one input, above which it is not peeled
BY_CHANCE = 0.05  # chance, over all limits that a box might have, at which a limit is no longer needed

Cases = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Box:
    """Limits on inputs, and what lies within: cases of interest inside over all of them, and over all that is inside.

    Attributes
    ----------
    low, high : limits, both within the box, shape (inputs,); −∞ and ∞ where there is none
    coverage, density, mass : shares of the cases of interest, of the cases inside, of all cases
    """

    low: Floats
    high: Floats
    coverage: float
    density: float
    mass: float

    @property
    def limited(self) -> NDArray[np.intp]:
        """The inputs that it limits."""
        return np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))

    @property
    def agreement(self) -> float:
        """How far inside agrees with of interest, beyond chance: κ of Cohen (1960), 0 for all cases and for none.

        Where few cases are of interest it comes near the harmonic mean of coverage and density.
        """
        if not self.density or not self.coverage:
            return 0.0
        hits = self.density * self.mass
        some = hits / self.coverage  # share of the cases that are of interest
        return 2.0 * (hits - self.mass * some) / max(self.mass + some - 2.0 * self.mass * some, 1e-12)

    def holds(self, x: Floats) -> Cases:
        """Which cases lie inside, shape (cases,)."""
        some = self.limited
        return np.asarray(((x[:, some] >= self.low[some]) & (x[:, some] <= self.high[some])).all(axis=1))


def box_of(low: Floats, high: Floats, x: Floats, y: Cases, among: Cases | None = None) -> Box:
    """A box with what it holds of some cases, of all of them where none are named."""
    inside = Box(low, high, 0.0, 0.0, 0.0).holds(x)
    if among is not None:
        inside &= among
    count, hits = int(inside.sum()), int((inside & y).sum())
    return Box(low, high, hits / max(1, int(y.sum())), hits / max(1, count), count / len(y))


def peeled(x: Floats, y: Cases, alpha: float = ALPHA, among: Cases | None = None) -> list[Box]:
    """The boxes from all cases down to the least: each step takes away the tail of one input that held it back most.

    A step is judged by the mean of the new box less that of the old, over how many cases it takes away, so that inputs
    with few values are not peeled first for the size of their steps; of equal steps, the one that limits fewer inputs.
    Cases with the same value of an input stay or go together. Then pasted: the last box grows again where that makes
    it denser.

    Parameters
    ----------
    x : inputs, shape (cases, inputs)
    y : whether a case is of interest, shape (cases,)
    alpha : share of the cases inside that a step takes away
    among : the cases that are looked at, all where none are named
    """
    at = np.flatnonzero(np.ones(len(y), dtype=bool) if among is None else among)
    low, high = np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf)
    found = [box_of(low.copy(), high.copy(), x, y, among)]
    columns = np.ascontiguousarray(x.T)
    order = at[np.argsort(columns[:, at], axis=1, kind="stable")]  # of each input, the cases inside by its values
    while (step := _peel(columns, y, order, alpha, np.isfinite(low) | np.isfinite(high))) is not None:
        column, upper, limit = step
        inside = columns[column] <= limit if upper else columns[column] >= limit
        kept = inside[order]
        if kept[0].sum() < LEAST_MASS * len(y):
            break
        order = order[kept].reshape(len(order), -1)
        (high if upper else low)[column] = limit
        found.append(box_of(low.copy(), high.copy(), x, y, among))
    return [*found, *_pasted(found[-1], x, y, among)]


def _peel(
    columns: Floats, y: Cases, order: NDArray[np.intp], alpha: float, limited: Cases
) -> tuple[int, bool, float] | None:
    """The next tail to take away: its input, whether it is the upper one, and the limit that is left."""
    inside = order.shape[1]
    if inside < 2 or not len(order):
        return None
    gains, limits = np.empty((len(order), 2)), np.empty((len(order), 2))
    hits = int(y[order[0]].sum())
    for upper in (1, 0):
        tail = order[:, ::-1] if upper else order  # what would go stands first
        removed, limits[:, 1 - upper] = _tails(columns, tail, alpha)
        gone = np.cumsum(y[tail[:, : max(1, int(removed.max()))]], axis=1)
        lost = np.where(removed > 0, np.take_along_axis(gone, np.maximum(removed - 1, 0)[:, None], 1)[:, 0], 0)
        mean = (hits - lost) / np.maximum(inside - removed, 1)
        gains[:, 1 - upper] = (mean - hits / inside) / np.maximum(removed, 1)
    if not gains.max() > 0.0:
        return None
    ties = np.argwhere(gains == gains.max())
    row, side = min(ties, key=lambda one: not limited[one[0]])
    return int(row), side == 0, float(limits[row, side])


def _tails(columns: Floats, tail: NDArray[np.intp], alpha: float) -> tuple[NDArray[np.intp], Floats]:
    """How many cases the tail of each input is, those of the same value among it, and the limit halfway to the rest."""
    rows, inside = np.arange(len(tail)), tail.shape[1]
    at = int((inside - 1) * alpha)
    edge = columns[rows, tail[:, at]]
    removed = np.full(len(tail), at + 1)
    for row in np.flatnonzero(columns[rows, tail[:, at + 1]] == edge):
        same = np.flatnonzero(columns[row, tail[row]] == edge[row])
        removed[row] = same[-1] + 1 if same[-1] + 1 < inside else same[0]
    beyond = columns[rows, tail[rows, removed]]
    whole = columns[rows, tail[:, -1]] == edge  # the rest has one value, which stays
    return removed, np.where(whole, edge, (edge + beyond) / 2.0)


def _pasted(box: Box, x: Floats, y: Cases, among: Cases | None) -> Iterator[Box]:
    """Ever larger boxes: the limit moves outward beyond which a few more cases make the box denser."""
    while True:
        grown = [one for one in _grown(box, x, y, among) if one.mass > box.mass and one.density > box.density]
        if not grown:
            return
        box = max(grown, key=lambda one: (one.density - box.density) / (one.mass - box.mass))
        yield box


def _grown(box: Box, x: Floats, y: Cases, among: Cases | None) -> Iterator[Box]:
    for column in box.limited:
        for upper, ends in ((False, box.low), (True, box.high)):
            if not np.isfinite(ends[column]):
                continue
            low, high = box.low.copy(), box.high.copy()
            if upper:
                low[column], high[column] = box.high[column], np.inf
            else:
                low[column], high[column] = -np.inf, box.low[column]
            beyond = Box(low, high, 0.0, 0.0, 0.0).holds(x) & (x[:, column] != ends[column])
            values = np.sort(x[beyond if among is None else beyond & among, column])
            wide = (box.low.copy(), box.high.copy())
            wide[upper][column] = np.inf if upper else -np.inf
            if len(values):
                few = int(np.ceil(PASTED * len(values)))
                wide[upper][column] = values[few - 1] if upper else values[-few]
            yield box_of(*wide, x, y, among)


def quasi_p(box: Box, x: Floats, y: Cases, column: int, upper: bool, among: Cases | None = None) -> float:
    """The chance of as many cases of interest inside if a limit told nothing (Bryant & Lempert 2010).

    Binomial, with the density of the box without that limit. The limit was chosen on the same cases, so it is too low.
    """
    from scipy.stats import binom

    without = _without(box, x, y, column, upper, among)
    count = round(box.mass * len(y))
    return float(binom.sf(round(box.density * count) - 1, count, without.density))


def _without(box: Box, x: Floats, y: Cases, column: int, upper: bool, among: Cases | None) -> Box:
    low, high = box.low.copy(), box.high.copy()
    (high if upper else low)[column] = np.inf if upper else -np.inf
    return box_of(low, high, x, y, among)


def needed(box: Box, x: Floats, y: Cases, level: float = BY_CHANCE, among: Cases | None = None) -> Box:
    """A box without the limits that chance explains, the least needed one left out first.

    Parameters
    ----------
    level : quasi-p above which a limit is left out
    """
    while True:
        limits = [(int(column), upper) for column in box.limited for upper in (False, True)]
        limits = [(at, upper) for at, upper in limits if np.isfinite((box.high if upper else box.low)[at])]
        chances = [quasi_p(box, x, y, *one, among) for one in limits]
        if not limits or max(chances) <= level:
            return box
        box = _without(box, x, y, *limits[int(np.argmax(chances))], among)


def apart(x: Floats, y: Cases) -> Floats:
    """The chance that an input lies as far apart where cases are of interest as it does, if it told nothing of them.

    Kolmogorov & Smirnov, in large samples, as in regional sensitivity analysis (Spear & Hornberger 1980, Water Research
    14); shape (inputs,).
    """
    from scipy.special import kolmogorov

    order = np.argsort(x, axis=0, kind="stable")
    values, hits = np.take_along_axis(x, order, 0), y[order]
    some, others = max(1, int(y.sum())), max(1, int((~y).sum()))
    off = np.abs(np.cumsum(hits, axis=0) / some - np.cumsum(~hits, axis=0) / others)
    last = np.ones(x.shape, dtype=bool)  # of the cases with its value
    last[:-1] = values[1:] != values[:-1]
    return np.asarray(kolmogorov(np.where(last, off, 0.0).max(axis=0) * np.sqrt(some * others / (some + others))))


def boxes(x: Floats, y: Cases, alpha: float = ALPHA, most: int = MOST_BOXES) -> list[Box]:
    """Boxes one after another, each among the cases that those before it left; none where chance would do as well.

    Only inputs are peeled that lie apart where cases are of interest, so that many inputs and few cases do not make
    boxes of chance. Of those peeled, the box that agrees most with what is of interest is taken, without the limits
    that chance explains: one with a quasi-p above 0.05 over how many limits there could be, two an input. After the
    first, a box is told only where most of what it holds is of interest.
    """
    left, found = np.ones(len(y), dtype=bool), list[Box]()
    level = BY_CHANCE / (2 * max(1, x.shape[1]))
    while len(found) < most and 0 < (y & left).sum() < left.sum():
        telling = np.flatnonzero(apart(x[left], y[left]) <= TELLING)
        some = x[:, telling]
        densest = max(peeled(some, y, alpha, left), key=lambda one: (one.agreement, -len(one.limited)))
        box = _among_all(needed(densest, some, y, level, left), telling, x.shape[1])
        if not len(box.limited) or (found and box.density < MOSTLY):
            break
        found.append(box)
        left = left & ~box.holds(x)
    return found


def _among_all(box: Box, columns: NDArray[np.intp], inputs: int) -> Box:
    """A box on some inputs as one on all of them."""
    low, high = np.full(inputs, -np.inf), np.full(inputs, np.inf)
    low[columns], high[columns] = box.low, box.high
    return replace(box, low=low, high=high)
