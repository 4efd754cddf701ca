"""What every `simulate` does with an argument that it cannot use: say so in one sentence."""

from math import inf, isfinite
from numbers import Integral, Real

import numpy as np

from tregua.catalogue.errors import InputError, Problem


def check(low: float, high: float = inf, *, whole: bool = False, **arguments: object) -> None:
    """Every argument is one number, a whole one if `whole`, from `low` to `high`.

    Raises
    ------
    InputError
        With each argument that is not.
    """
    refuse(*(problem(name, value, low, high, whole) for name, value in arguments.items()))


def refuse(*found: Problem | None) -> None:
    """Stop where something was found.

    Raises
    ------
    InputError
        With all that was found.
    """
    if problems := [one for one in found if one]:
        raise InputError(problems)


def problem(
    name: str, value: object, low: float = -inf, high: float = inf, whole: bool = False, positive: bool = False
) -> Problem | None:
    """What is wrong with an argument that must be one number, if anything."""
    kind = "@expected.integer" if whole else "@expected.number"
    if not isinstance(value, Integral if whole else Real):  # NumPy's scalars are both too
        return Problem("wrong_type", "", {"field": name, "expected": kind, "found": str(value)})
    number = float(value)
    if not isfinite(number) and low == -inf:
        return Problem("not_finite", "", {"field": name, "found": number})
    if isfinite(number) and low <= number <= high and (number > 0 or not positive):
        return None
    least = "> 0" if positive else f"≥ {_short(low)}"
    expected = least if high == inf else f"{_short(low)} … {_short(high)}"
    return Problem("out_of_range", "", {"field": name, "expected": expected, "found": number})


def several(name: str, value: object, low: float, high: float = inf, positive: bool = False) -> Problem | None:
    """What is wrong with the first bad number of an argument that may be a list; a list of none is bad too."""
    numbers = np.asarray(value, object).ravel().tolist() or [value]
    found = (problem(name, number, low, high, positive=positive) for number in numbers)
    return next((one for one in found if one), None)


def choice(name: str, value: object, valid: tuple[str, ...]) -> Problem | None:
    """What is wrong with an argument that must be one of some names, if anything."""
    if value in valid:
        return None
    return Problem("not_one_of", "", {"field": name, "expected": ", ".join(valid), "found": value})


def _short(bound: float) -> str:
    """A bound as it is read: 10400, 0.9."""
    return f"{bound:.0f}" if bound == round(bound) else f"{bound:g}"
