"""Estimates of one effect taken together: a random-effects meta-analysis, or alternatives where signs conflict."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tregua.evidence.schema import RATIOS, Effect, Estimate

NORMAL = {"95": 1.959963984540054, "90": 1.6448536269514722}
FEWEST = 3  # with two the interval says nothing


@dataclass(frozen=True)
class Pooled:
    """A random-effects mean (Paule-Mandel heterogeneity, Hartung-Knapp interval), on the scale of the estimates.

    Attributes
    ----------
    scale : scale of the estimates
    value, low, high : mean effect and its 95 % interval
    predicted : 95 % interval for the effect in a new study, with t(k − 2) as in Higgins et al. 2009
    tau : between-study standard deviation, on the log scale for ratios
    i2 : share of the variation that is between studies, from 0 to 1
    estimates : number of estimates pooled
    """

    scale: str
    value: float
    low: float
    high: float
    predicted: tuple[float, float]
    tau: float
    i2: float
    estimates: int


def conflicting(estimates: Sequence[Estimate]) -> bool:
    """Whether some estimates clearly raise the outcome and others clearly lower it: then nothing is averaged."""
    return {"raises", "lowers"} <= {estimate.direction for estimate in estimates}


def pool(estimates: Sequence[Estimate]) -> Pooled | None:
    """The meta-analysis of those estimates that carry a confidence interval; None where there is nothing to pool.

    Nothing is pooled where signs conflict, scales or units differ, or fewer than three estimates have an interval.
    """
    usable = [one.effect for one in estimates if one.effect and one.effect.interval in NORMAL]
    if len(usable) < FEWEST or conflicting(estimates) or len({(one.scale, one.unit) for one in usable}) > 1:
        return None
    import numpy as np
    from scipy.stats import t as student
    from statsmodels.stats.meta_analysis import combine_effects

    ratio = usable[0].scale in RATIOS
    effects, errors = zip(*(_with_error(one, ratio) for one in usable), strict=True)
    with np.errstate(divide="ignore"):  # studies that are exactly equal
        result = combine_effects(np.array(effects), np.array(errors) ** 2, method_re="iterated", use_t=True)
    k = len(usable)
    mean = float(result.mean_effect_re)
    error = max(float(result.sd_eff_w_re), math.sqrt(result.var_hksj_re))  # few studies may agree by chance
    tau2 = max(0.0, float(result.tau2))
    half = float(student.ppf(0.975, k - 1)) * error
    width = float(student.ppf(0.975, k - 2)) * math.sqrt(tau2 + error**2)
    low, value, high = (_back(one, ratio) for one in (mean - half, mean, mean + half))
    predicted = (_back(mean - width, ratio), _back(mean + width, ratio))
    return Pooled(usable[0].scale, value, low, high, predicted, math.sqrt(tau2), max(0.0, float(result.i2)), k)


def _with_error(effect: Effect, ratio: bool) -> tuple[float, float]:
    """The effect and its standard error, logarithms for ratios; the interval gives the error."""
    assert effect.low is not None and effect.high is not None and effect.interval is not None
    low, value, high = (math.log(one) if ratio else one for one in (effect.low, effect.value, effect.high))
    return value, (high - low) / (2.0 * NORMAL[effect.interval])


def _back(value: float, ratio: bool) -> float:
    return math.exp(value) if ratio else value
