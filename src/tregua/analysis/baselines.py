"""Four simple rules that know nothing of the world, as distributions: what the lab has to beat.

Each rule gives the mean of a Gaussian from the figures before the cut; its spread is the root mean square of the errors
that the rule itself made over the same horizon before the cut, each forecast from the figures then known. Figures come
as logs, or as log(1 + count) where a series has zeros. Years may be missing: a horizon counts years, not figures.

Simple exponential smoothing and the damped trend: Hyndman, R. J. and Athanasopoulos, G. (2021), Forecasting: principles
and practice, 3rd ed., sections 8.1 and 8.2. Their weights are chosen on a grid by the errors one step ahead.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tregua.analysis.scores import gaussian_crps, lognormal_crps
from tregua.noise import Floats

FEW_ERRORS = 5
"""With fewer errors over a horizon, those over all horizons count, each times √(horizon/its own)."""
TOO_FEW_ERRORS = 3
"""With fewer than these in all, a rule gives no distribution."""
_Z = {50: 0.6744897501960817, 80: 1.2815515655446004, 90: 1.6448536269514722}


@dataclass(frozen=True)
class Gaussian:
    """N(mean, sd²) of the log of a figure; with `count`, of log(1 + figure), scored on the figure itself."""

    mean: float
    sd: float
    count: bool = False

    def crps(self, observed: float) -> float:
        """CRPS at the observed figure, in logs; with `count`, in the figure's own unit."""
        if self.count:
            return lognormal_crps(self.mean, self.sd, 1.0 + observed)
        return gaussian_crps(self.mean, self.sd, math.log(observed))

    def central(self, level: int) -> tuple[float, float]:
        """The central interval of `level` per cent, on the scale on which it is scored."""
        low, high = self.mean - _Z[level] * self.sd, self.mean + _Z[level] * self.sd
        return (max(0.0, math.expm1(low)), math.expm1(high)) if self.count else (low, high)


def forecast(
    rule: str, years: Sequence[int], values: Sequence[float], year: int, count: bool = False
) -> Gaussian | None:
    """What a rule says of `year` from figures before it; none where it has made too few errors to know its spread.

    Parameters
    ----------
    rule : one of `RULES`
    years, values : the figures known, in order, each year once; above zero, or with `count` zero and above
    year : the year to forecast, after all of them
    """
    when = np.asarray(years)
    if len(when) == 0:
        return None
    last, horizon = len(when) - 1, year - int(when[-1])
    with np.errstate(divide="ignore", invalid="ignore"):  # nothing has no logarithm: what rests on it is left out
        logs = np.log1p(values) if count else np.log(values)
        means = RULES[rule](when, logs)
        centre = means(last, horizon)
        spread = _spread(means, when, logs, horizon)
    return None if spread is None or not math.isfinite(centre) else Gaussian(centre, spread, count)


TIE = 1e-9  # of the squared errors of two weights: less is a matter of rounding
Means = Callable[[int, int], float]
"""The mean that a rule gives at the figure of some position for so many years later; not a number where it cannot."""


def _spread(means: Means, years: Floats, logs: Floats, horizon: int) -> float | None:
    """Root mean square of the errors over `horizon`; where they are few, of those over others too, brought to it."""
    by_horizon: dict[int, list[float]] = {}
    for origin in range(len(years)):
        for target in range(origin + 1, len(years)):
            ahead = int(years[target] - years[origin])
            error = float(logs[target] - means(origin, ahead))
            if math.isfinite(error):
                by_horizon.setdefault(ahead, []).append(error)
    errors = by_horizon.get(horizon, [])
    if len(errors) < FEW_ERRORS:
        errors = [one * math.sqrt(horizon / ahead) for ahead, several in by_horizon.items() for one in several]
    if len(errors) < TOO_FEW_ERRORS:
        return None
    return math.sqrt(sum(one * one for one in errors) / len(errors))


def _persistence(years: Floats, logs: Floats) -> Means:
    """The last figure stays."""
    return lambda origin, ahead: float(logs[origin])


def _drift(years: Floats, logs: Floats) -> Means:
    """The last figure moves on by the mean yearly change since the first."""

    def mean(origin: int, ahead: int) -> float:
        if origin < 1:
            return math.nan
        return float(logs[origin] + ahead * (logs[origin] - logs[0]) / (years[origin] - years[0]))

    return mean


def _ses(years: Floats, logs: Floats) -> Means:
    """The level follows the figures with a weight; a missing year leaves it where it is."""
    weight = np.linspace(0.05, 1.0, 20)
    nothing = np.zeros(len(weight))
    return _smoothed(years, logs, _Weights(weight, nothing, nothing))


def _damped(years: Floats, logs: Floats) -> Means:
    """Level and trend follow the figures; the trend, at first the first change, fades, in missing years too."""
    level, slope, fade = np.meshgrid(np.linspace(0.1, 1.0, 10), np.linspace(0.1, 1.0, 10), [0.8, 0.9, 0.98])
    return _smoothed(years, logs, _Weights(level.ravel(), (level * slope).ravel(), fade.ravel()))


@dataclass(frozen=True)
class _Weights:
    """A grid: how far level and trend follow an error, and what is left of the trend after a year."""

    level: Floats
    slope: Floats
    fade: Floats


def _smoothed(years: Floats, logs: Floats, weights: _Weights) -> Means:
    """Exponential smoothing with all weights of a grid at once; at each figure those that have done best so far.

    A forecast h years ahead is level + (fade + … + fade^h)·trend. Of weights that did equally well the first counts.
    """
    has_trend = bool(weights.fade.any())
    level, slope = np.full(len(weights.level), logs[0]), np.zeros(len(weights.level))
    squares = np.zeros(len(weights.level))
    states = [(math.nan if has_trend else float(logs[0]), 0.0, 0.0)]
    for at in range(1, len(years)):
        gap = int(years[at] - years[at - 1])
        if at == 1 and has_trend:
            level, slope = np.full(len(level), logs[1]), np.full(len(level), (logs[1] - logs[0]) / gap)
        else:
            expected = level + _faded(weights.fade, gap) * slope
            error = logs[at] - expected
            level, slope = expected + weights.level * error, slope * weights.fade**gap + weights.slope * error / gap
            squares = squares + error**2
        best = int(np.argmax(squares <= squares.min() * (1 + TIE)))
        states.append((float(level[best]), float(slope[best]), float(weights.fade[best])))

    def mean(origin: int, ahead: int) -> float:
        base, trend, fade = states[origin]
        return base + sum(fade**step for step in range(1, ahead + 1)) * trend

    return mean


def _faded(fade: Floats, ahead: int) -> Floats:
    """Fade + fade² + … + fade^ahead."""
    total: Floats = (fade[:, None] ** np.arange(1, ahead + 1)).sum(axis=1)
    return total


RULES: dict[str, Callable[[Floats, Floats], Means]] = {
    "persistence": _persistence,
    "drift": _drift,
    "ses": _ses,
    "damped": _damped,
}
