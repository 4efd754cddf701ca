"""What all mechanisms share: conversions, and a power that is the same in every engine."""

from math import exp, log

MONTHS_PER_YEAR = 12.0
DOLLARS_PER_BILLION = 1.0e9
PER_100000 = 1.0e5


def power(base: float, exponent: float) -> float:
    """A positive base to any exponent, the same in every engine: exp(e ln b)."""
    return exp(exponent * log(base))
