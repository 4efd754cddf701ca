"""The figures of the source texts beside primary sources, and observed series beside each other."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tregua.evidence.promise_schema import Checked, Quoted, Reported
from tregua.evidence.schema import Series, SeriesCheck

Status = Literal["agrees", "differs", "sources_disagree", "conflict", "not_checked"]
ABOUT = 0.1  # “about” a figure is within a tenth of it
ROUNDING = 1e-9


def status(figure: Reported) -> Status:
    """Whether a reported figure holds against the primary sources that measure the same.

    ``conflict`` when the source texts contradict each other; ``agrees`` when the figure holds against all comparable
    primary sources, ``differs`` against none, ``sources_disagree`` against some; ``not_checked`` without any.
    """
    said = [one for one in figure.said if one.value is not None]
    if any(not _overlap(_meant(one), _meant(other)) for one in said for other in said if one.unit == other.unit):
        return "conflict"
    verdicts = [
        holds(one, found) for one in said for found in figure.found if found.comparable and found.unit == one.unit
    ]
    known = [verdict for verdict in verdicts if verdict is not None]
    if not known:
        return "not_checked"
    return "agrees" if all(known) else "sources_disagree" if any(known) else "differs"


def holds(said: Quoted, found: Checked) -> bool | None:
    """Whether what was said and what was found may both be true; None where there is no number to compare."""
    low = found.low if found.low is not None else found.value
    high = found.high if found.high is not None else found.value
    if said.value is None or (low is None and high is None):
        return None
    return _overlap(_meant(said), (-math.inf if low is None else low, math.inf if high is None else high))


def _meant(said: Quoted) -> tuple[float, float]:
    """The numbers that a figure leaves open: exactly one, a tenth around it, or all above it."""
    assert said.value is not None
    margin = (ABOUT if said.comparison == "about" else ROUNDING) * abs(said.value)
    return said.value - margin, math.inf if said.comparison == "over" else said.value + margin


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


@dataclass(frozen=True)
class Agreement:
    """What a check of series found.

    Attributes
    ----------
    ratios : left over right, by year that both have
    broken : years in which they differ by more than the tolerance and nothing explains it
    explained : the same, where the catalogue says why
    """

    check: SeriesCheck
    ratios: dict[int, float]
    broken: tuple[int, ...]
    explained: tuple[int, ...]


def examine(check: SeriesCheck, series: Mapping[str, Series]) -> Agreement:
    """Compare the two sides of a check in every year that all its series have."""
    left, right = ([_by_year(series[name]) for name in side] for side in (check.left, check.right))
    years = sorted(set.intersection(*(set(one) for one in [*left, *right])))
    ratios = {}
    apart = []
    for year in years:
        a, b = sum(one[year] for one in left), sum(one[year] for one in right)
        if b:
            ratios[year] = a / b
        if abs(a - b) > check.tolerance * max(abs(a), abs(b)) + ROUNDING:
            apart.append(year)
    told = tuple(year for year in apart if str(year) in check.except_years)
    return Agreement(check, ratios, tuple(year for year in apart if year not in told), told)


def _by_year(series: Series) -> dict[int, float]:
    """The figures of whole years, or of December."""
    return {point.year: point.value for point in series.points if point.month in (None, 12)}
