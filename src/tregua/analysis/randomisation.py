"""A slope over few places, with the test that permutes exposure over them (randomisation inference)."""

from dataclasses import dataclass

import numpy as np

from tregua.noise import Floats, uniforms

PERMUTATIONS, SEED = 9999, 0


@dataclass(frozen=True)
class Slope:
    """A slope, its 95 % interval and `p` by randomisation, and its ends as places are left out in turn."""

    value: float
    low: float
    high: float
    p: float
    least: float
    most: float
    places: int


def slope(x: Floats, y: Floats, seed: int = SEED) -> Slope:
    """Least-squares slope b with the exposures permuted over places: Fisher's exact test of no effect, two-sided.

    The interval holds every β for which y − βx passes the same test. With x, y from their means, A = x_π·(y − bx) and
    B = x_π·x, a permutation reaches what is seen at β = b + r, r > 0, where r ≤ max(A/(x·x + B), −A/(x·x − B)).
    """
    x, y = x - x.mean(), y - y.mean()
    square = float(x @ x)
    value = float(x @ y) / square
    dice = np.array([uniforms(seed, f"place.{i}", 0, 0, PERMUTATIONS) for i in range(len(x))])
    moved = x[np.argsort(dice, axis=0)].T
    rest, with_x = moved @ (y - value * x), moved @ x
    reached = int(np.count_nonzero(np.abs(moved @ y) >= abs(value) * square * (1.0 - 1e-12)))
    up, down = np.maximum(square + with_x, 1e-12), np.maximum(square - with_x, 1e-12)
    high = np.quantile(np.maximum(rest / up, -rest / down), 0.95)
    low = np.quantile(np.maximum(rest / down, -rest / up), 0.95)
    others = [float(np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0]) for i in range(len(x))]
    p = (1 + reached) / (1 + PERMUTATIONS)
    return Slope(value, value - float(low), value + float(high), p, min(others), max(others), len(x))
