"""What all charts share: round values along an axis."""

import math
from collections.abc import Callable

Scale = Callable[[float], float]


def ticks(low: float, high: float, count: int = 4) -> tuple[list[float], int]:
    """Round values from below `low` to above `high`, and the decimals that their step needs."""
    raw = (high - low) / count
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * magnitude >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = next(digits for digits in range(16) if math.isclose(round(step, digits), step, rel_tol=1e-9))
    return [n * step for n in range(first, last + 1)], decimals
