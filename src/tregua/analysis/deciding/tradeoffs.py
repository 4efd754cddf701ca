"""What a policy saves in homicides and takes in liberty: both beside each other, and where they would be even."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tregua.analysis.deciding.futures import Futures
from tregua.analysis.deciding.goals import Cell, cell_in, goals
from tregua.analysis.spread import Interval, interval
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.lab.caveats import run_caveats
from tregua.lab.estimators import chance_lower, paired
from tregua.lab.model import lab
from tregua.lab.result import span_of
from tregua.noise import Floats

AFTER = (5, 10)  # years after the policies start
SAVED, PRICE = "homicides", "detained"
WEIGHTS = tuple(float(one) for one in np.geomspace(1e-4, 10.0, 26))
"""Homicides that one person detained for a year may weigh, for the curve: 5 steps a power of ten."""
ALIKE = 0.05
"""Shares of draws by which curves may differ and tell the same."""
MOST = 1e15


@dataclass(frozen=True)
class Change:
    """The policy less the baseline in one outcome under one alternative, with the chance that it is lower."""

    alternative: str
    difference: Interval
    p_lower: float


@dataclass(frozen=True, repr=False)
class Traded(Brief):
    """One outcome so many years on: a flow added up over all years of the policy, a stock in the last December.

    `alternatives` are those that differ here, with a tenth of what matters.
    """

    years: int
    outcome: str
    place: str
    unit: str
    summed: bool
    alternatives: tuple[Change, ...]


@dataclass(frozen=True)
class Even:
    """Where saved homicides and what they cost are even, under one alternative, over so many years.

    `ahead` is the share of draws in which the policy comes out ahead, at each of `WEIGHTS`; `at` the weight of one
    person detained for a year, in homicides, at which half of the draws do: 0 where they do at none, infinite where
    they do at any.
    """

    years: int
    alternative: str
    ahead: tuple[float, ...]
    at: float


@dataclass(frozen=True, repr=False)
class Tradeoffs(Brief):
    """What a policy saves and takes, 5 and 10 years after its start, and where that would be even.

    `weights` are those that a person typed for other outcomes, in homicides a unit; they count in `even`.
    """

    futures: Futures
    scenario: str
    baseline: str
    start: int
    place: str
    weights: Mapping[str, float]
    traded: tuple[Traded, ...]
    even: tuple[Even, ...]
    caveats: tuple[Said, ...] = field(default_factory=tuple)


def tradeoffs(found: Futures, scenario: str, baseline: str, weights: Mapping[str, float] | None = None) -> Tradeoffs:
    """Set homicides beside people detained, deaths in custody and the index of democracy, 5 and 10 years on.

    Parameters
    ----------
    found
        The futures of both policies.
    weights
        How many homicides a unit of another outcome weighs in a year; rights, harm to civilians and whatever is wanted
        one way may be weighed, none is ours.

    Raises
    ------
    InputError
        The run ends too early, or a weight is of an outcome that is contested, counted already or out of range.
    """
    start, until = int(span_of(found.dataset).start[:4]), span_of(found.dataset).until
    reached = [years for years in AFTER if start + years - 1 <= until]
    if not reached:
        expected = f"≥ {start + AFTER[0] - 1}"
        raise InputError(Problem("out_of_range", "", {"field": "until", "found": until, "expected": expected}))
    worth = _checked(weights or {})
    pair = found.policies.index(baseline), found.policies.index(scenario)
    place = lab().places("hosts")[0]
    cells = [Cell(SAVED, place), *(cell for cell in _rights() if cell.place == place), *worth]
    told = dict.fromkeys(cells)
    return Tradeoffs(
        found,
        scenario,
        baseline,
        start,
        place,
        {cell.name: weight for cell, weight in worth.items()},
        tuple(_traded(found, pair, cell, start, years) for years in reached for cell in told),
        tuple(one for years in reached for one in _even(found, pair, place, worth, start, years)),
        tuple(_caveats(found, bool(worth))),
    )


def _rights() -> list[Cell]:
    return [cell_in(name, "") for name, goal in goals().items() if goal.always]


def _checked(weights: Mapping[str, float]) -> dict[Cell, float]:
    found, problems = {}, []
    for name, weight in weights.items():
        cell = cell_in(name, "--weigh")
        goal = goals()[cell.outcome]
        whole = next((one for one in (SAVED, PRICE) if one == cell.outcome or one in goal.part_of), None)
        if whole is not None:
            problems.append(Problem("weight_of_part", "--weigh", {"found": cell.outcome, "other": whole}))
        elif goal.wanted is None:
            problems.append(Problem("contested_outcome", "--weigh", {"found": cell.outcome}))
        elif not 0.0 <= weight < MOST:
            expected = {"field": name, "found": weight, "expected": f"0 … {MOST:g}"}
            problems.append(Problem("out_of_range", "--weigh", expected))
        found[cell] = weight
    if problems:
        raise InputError(problems)
    return found


def _more(found: Futures, pair: tuple[int, int], cell: Cell, first: int, last: int) -> Floats:
    """The policy less the baseline, added up over years, shape (alternatives, draws)."""
    levels = found.over(cell, first, last)
    before, after = (levels[:, at] for at in pair)
    return paired(after, before)


def _traded(found: Futures, pair: tuple[int, int], cell: Cell, start: int, years: int) -> Traded:
    """One outcome after so many years."""
    summed = lab().outcomes[cell.outcome].kind == "flow"
    last = start + years - 1
    more = _more(found, pair, cell, start if summed else last, last)
    changes = [
        Change(one.name, interval(draws), chance_lower(draws))
        for one, draws in zip(found.alternatives, more, strict=True)
    ]
    unit = cell.unit.removesuffix("/year") if summed else cell.unit
    return Traded(years, cell.outcome, cell.place, unit, summed, tuple(_distinct(changes)))


def _distinct(changes: Sequence[Change]) -> list[Change]:
    """The alternatives that differ; of those that tell the same the first."""
    return [one for at, one in enumerate(changes) if not any(_alike(one, before) for before in changes[:at])]


def _alike(one: Change, other: Change) -> bool:
    first, second = (
        np.array([each.difference.median, *each.difference.i50, *each.difference.i90]) for each in (one, other)
    )
    width = max(np.ptp(first), np.ptp(second), 1e-12)
    return bool(np.abs(first - second).max() <= 0.02 * width)


def _even(
    found: Futures, pair: tuple[int, int], place: str, worth: Mapping[Cell, float], start: int, years: int
) -> Iterable[Even]:
    """The break-even curve of each alternative."""
    last = start + years - 1
    saved = -_more(found, pair, Cell(SAVED, place), start, last)
    taken = _more(found, pair, Cell(PRICE, place), start, last)
    for cell, weight in worth.items():
        sign = -1.0 if goals()[cell.outcome].wanted == "higher" else 1.0
        saved = saved - sign * weight * _more(found, pair, cell, start, last)
    seen: list[Even] = []
    for one, fewer, more in zip(found.alternatives, saved, taken, strict=True):
        ahead = tuple(float(((fewer - weight * more) > 0.0).mean()) for weight in WEIGHTS)
        curve = Even(years, one.name, ahead, break_even(fewer, more))
        if not any(np.allclose(before.ahead, ahead, rtol=0.0, atol=ALIKE) for before in seen):
            seen.append(curve)
    return seen


def break_even(saved: Floats, taken: Floats) -> float:
    """The least weight w at which no more than half of the draws have ``saved > w · taken``.

    Parameters
    ----------
    saved, taken : by draw

    Returns
    -------
    w : 0 where no more than half have it without any weight, infinite where more do at every weight
    """
    nothing = np.full(len(saved), np.inf)
    turns = np.divide(saved, taken, out=nothing, where=taken != 0.0)
    for w in [0.0, *np.sort(turns[(turns > 0.0) & np.isfinite(turns)])]:
        ahead = np.where(taken > 0.0, turns > w, np.where(taken < 0.0, turns < w, saved > 0.0))
        if w == 0.0:
            ahead = saved > 0.0
        if 2 * int(ahead.sum()) <= len(saved):
            return float(w)
    return float("inf")


def _caveats(found: Futures, weighed: bool) -> Iterable[Said]:
    yield Said("caveat.tradeoffs")
    yield Said("caveat.even_weighed" if weighed else "caveat.even_alone")
    yield from run_caveats(found.dataset, found.policies)
