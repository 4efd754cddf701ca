"""Estimates of one effect taken together: a random-effects meta-analysis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tregua.evidence.schema import NORMAL, RATIOS, Effect, Estimate

FEWEST = 3  # with two the interval says nothing
LARGEST = 300.0  # of a logarithm that is written as a ratio
PREDICTS = 5  # studies; with fewer a prediction interval says nothing


@dataclass(frozen=True)
class Pooled:
    """A random-effects mean (Paule-Mandel heterogeneity, Hartung-Knapp interval), on the scale of the estimates.

    Attributes
    ----------
    scale : scale of the estimates; changes in per cent are pooled as ratios
    value, low, high : mean effect and its 95 % interval, with t(k − 1)
    predicted : 95 % interval for the effect in a new study, with t(k − 2) as in Higgins et al. 2009; None below five
    tau : between-study standard deviation, on the log scale for ratios
    i2 : share of the variation that is between studies, from 0 to 1, by the tau in use (Higgins & Thompson 2002)
    names : the estimates pooled
    """

    scale: str
    value: float
    low: float
    high: float
    predicted: tuple[float, float] | None
    tau: float | None
    i2: float | None
    names: tuple[str, ...]

    @property
    def nothing(self) -> float:
        """What the scale shows where nothing changes."""
        return 1.0 if self.scale in RATIOS else 0.0


def conflicting(estimates: Sequence[Estimate]) -> bool:
    """Whether some estimates clearly raise the outcome and others clearly lower it."""
    return {"raises", "lowers"} <= {estimate.direction for estimate in estimates}


def pool(estimates: Sequence[Estimate]) -> Pooled | None:
    """The meta-analysis of those estimates that carry an interval or a standard error; None where there is none.

    Nothing is pooled where scales or units differ, or fewer than three estimates have an interval.
    """
    usable = [(one.id, one.effect) for one in estimates if one.effect and one.effect.error is not None]
    scales = {(_scale(effect), effect.unit) for _, effect in usable}
    if len(usable) < FEWEST or len(scales) > 1 or None in {scale for scale, _ in scales}:
        return None
    import numpy as np
    from scipy.stats import t as student
    from statsmodels.stats.meta_analysis import combine_effects

    ((scale, _),) = scales
    assert scale is not None
    ratio = scale in RATIOS
    effects, errors = (np.array(column) for column in zip(*(_with_error(one) for _, one in usable), strict=True))
    with np.errstate(all="ignore"):  # studies that are exactly equal, or whose numbers no mean can hold
        result = combine_effects(effects, errors**2, method_re="iterated", use_t=True)
    if not np.isfinite([result.mean_effect_re, result.sd_eff_w_re, result.var_hksj_re, result.tau2]).all():
        return None
    k = len(usable)
    mean = float(result.mean_effect_re)
    error = max(float(result.sd_eff_w_re), math.sqrt(result.var_hksj_re))  # few studies may agree by chance
    tau2 = max(0.0, float(result.tau2))
    weights = errors**-2
    typical = float((k - 1) * weights.sum() / (weights.sum() ** 2 - (weights**2).sum()))
    half = float(student.ppf(0.975, k - 1)) * error
    low, value, high = (_back(one, ratio) for one in (mean - half, mean, mean + half))
    predicted = None
    if k >= PREDICTS:
        width = float(student.ppf(0.975, k - 2)) * math.sqrt(tau2 + error**2)
        predicted = (_back(mean - width, ratio), _back(mean + width, ratio))
    names = tuple(name for name, _ in usable)
    return Pooled(scale, value, low, high, predicted, math.sqrt(tau2), tau2 / (tau2 + typical), names)


def weights(estimates: Sequence[Estimate], mean: Pooled) -> dict[str, float]:
    """The share of each estimate in a random-effects mean."""
    tau2 = (mean.tau or 0.0) ** 2
    usable = [(one.id, one.effect) for one in estimates if one.id in mean.names and one.effect]
    each = {name: 1.0 / (_with_error(effect)[1] ** 2 + tau2) for name, effect in usable}
    return {name: one / sum(each.values()) for name, one in each.items()}


def cannot_stand(estimates: Sequence[Estimate]) -> str | None:
    """Why the mean of `estimates` cannot stand for them in a lever, as a message; None where it can.

    They must be of one contrast and one outcome (named alike), of one sign, and enough for a prediction interval, which
    is the spread of what is drawn.
    """
    if len({(one.intervention.en, one.outcome.en, one.measures) for one in estimates}) > 1:
        return "pool_unlike"
    if len({one.points for one in estimates}) > 1:
        return "pool_signs"
    mean = pool(estimates)
    return "pool_few" if mean is None or mean.predicted is None else None


def _scale(effect: Effect) -> str | None:
    """The scale on which an effect is pooled: a change in per cent is a ratio, a level none."""
    if effect.scale == "percent":
        return "RR" if effect.value > -100.0 else None
    return None if effect.scale == "level" else effect.scale


def _with_error(effect: Effect) -> tuple[float, float]:
    """The effect and its standard error, logarithms for ratios."""
    assert effect.error is not None
    if effect.scale == "percent":
        ratio = 1.0 + effect.value / 100.0
        if effect.interval in NORMAL and effect.low is not None and effect.high is not None and effect.low > -100.0:
            width = math.log((100.0 + effect.high) / (100.0 + effect.low))
            return math.log(ratio), width / (2.0 * NORMAL[effect.interval])
        return math.log(ratio), effect.error / 100.0 / ratio
    return math.log(effect.value) if effect.scale in RATIOS else effect.value, effect.error


def _back(value: float, ratio: bool) -> float:
    return math.exp(min(max(value, -LARGEST), LARGEST)) if ratio else value
