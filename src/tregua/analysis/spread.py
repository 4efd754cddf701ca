"""What many draws tell of a number: its median, the intervals that hold most of them, the inputs that carry it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tregua.analysis.sensitivity import CLEAR, first_orders
from tregua.catalogue.shown import Brief
from tregua.lab.estimators import quantiles, ranks
from tregua.noise import Floats

ENDS = (0.05, 0.25, 0.5, 0.75, 0.95)
SMALLEST_SHARE = 0.01


@dataclass(frozen=True)
class Interval(Brief):
    """A median with the intervals that hold half and nine tenths of the draws."""

    median: float
    i50: tuple[float, float]
    i90: tuple[float, float]


@dataclass(frozen=True)
class Driver(Brief):
    """The first-order share of the spread of an answer, in ranks, that an input carries, with its standard error."""

    input: str
    share: float
    error: float


def interval(values: Floats) -> Interval:
    """The median of draws and what holds half and nine tenths of them."""
    low, first, middle, third, high = quantiles(values, ENDS)
    return Interval(middle, (first, third), (low, high))


def drivers(inputs: Mapping[str, Floats], answer: Floats) -> tuple[Driver, ...]:
    """The inputs that clearly carry at least a hundredth of the spread, the first the one that carries most."""
    names = [name for name, drawn in inputs.items() if np.ptp(drawn) > 0.0]
    if not names or np.ptp(answer) == 0.0:
        return ()
    (ranked,) = ranks(answer)
    share, error = first_orders(np.stack([inputs[name] for name in names], axis=1), ranked)
    found = [Driver(*one) for one in zip(names, share.tolist(), error.tolist(), strict=True)]
    clear = [one for one in found if one.share >= max(SMALLEST_SHARE, CLEAR * one.error)]
    return tuple(sorted(clear, key=lambda one: (-one.share, one.input)))
