"""What all mechanisms share: conversions, and a power that is the same in every engine."""

from math import exp, log

MONTHS_PER_YEAR = 12.0
DOLLARS_PER_BILLION = 1.0e9
PER_100000 = 1.0e5


def power(base: float, exponent: float) -> float:
    """A positive base to any exponent, the same in every engine: exp(e ln b), one where either does nothing."""
    if base == 1.0 or exponent == 0.0:
        return 1.0
    return exp(exponent * log(base))
