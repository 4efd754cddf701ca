"""What a policy saves in homicides and takes in liberty: both beside each other, and where they would be even."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tregua.analysis.deciding.futures import Futures, check_january
from tregua.analysis.deciding.goals import Cell, by_cell, cell_in, counted_twice, goals, sign_of
from tregua.analysis.deciding.regret import OUTLAY, without_cost
from tregua.analysis.spread import Interval, interval
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.lab.caveats import run_caveats
from tregua.lab.estimators import chance_lower, paired
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of, span_of
from tregua.lab.scenario import differing, record
from tregua.noise import Floats

AFTER = (5, 10)  # years after the policies start
SAVED, PRICE = "homicides", "detained"
WEIGHTS = tuple(float(one) for one in np.geomspace(1e-4, 10.0, 26))
"""Homicides that one person detained for a year may weigh, for the curve: 5 steps a power of ten."""
MOST = 1e15
WEIGH = "--weigh"
EXCEPTION = "emergency"


@dataclass(frozen=True)
class Change:
    """The policy less the baseline in one outcome under one alternative, with the chance that it is lower."""

    alternative: str
    difference: Interval
    p_lower: float


@dataclass(frozen=True, repr=False)
class Traded(Brief):
    """One outcome so many years on: a flow added up over all years of the policy, a stock in the last December."""

    years: int
    outcome: str
    place: str
    unit: str
    summed: bool
    alternatives: tuple[Change, ...]


@dataclass(frozen=True)
class Even:
    """Where saved homicides and what they cost are even, under one alternative, over so many years.

    `ahead` is the share of draws in which the policy comes out ahead, at each weight of the grid; `at` the weight of a
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

    `weights` are those that a person typed, in homicides a unit; those of other outcomes than people detained count in
    `even`. `grid` are the weights of one person detained for a year for which it is told, `WEIGHTS` and what was typed.
    """

    futures: Futures
    scenario: str
    baseline: str
    start: int
    place: str
    weights: Mapping[str, float]
    grid: tuple[float, ...]
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
    check_january(span_of(found.dataset).start)
    start, until = int(span_of(found.dataset).start[:4]), span_of(found.dataset).until
    reached = [years for years in AFTER if start + years - 1 <= until]
    if not reached:
        expected = f"≥ {start + AFTER[0] - 1}"
        raise InputError(Problem("out_of_range", "", {"field": "until", "found": until, "expected": expected}))
    pair = found.policies.index(baseline), found.policies.index(scenario)
    place = lab().places("hosts")[0]
    saved, price = Cell(SAVED, place), Cell(PRICE, place)
    worth = _checked(found, weights or {}, saved, price)
    others = {cell: weight for cell, weight in worth.items() if cell != price}
    grid = tuple(sorted({*WEIGHTS, *([worth[price]] if price in worth else [])}))
    told = dict.fromkeys([saved, *(cell for cell in _rights() if cell.place == place), *worth])
    return Tradeoffs(
        found,
        scenario,
        baseline,
        start,
        place,
        {cell.name: weight for cell, weight in worth.items()},
        grid,
        tuple(_traded(found, pair, cell, start, years) for years in reached for cell in told),
        tuple(one for years in reached for one in _even(found, pair, (saved, price), others, grid, start, years)),
        tuple(_caveats(found, bool(others))),
    )


def _rights() -> list[Cell]:
    return [cell_in(name, "") for name, goal in goals().items() if goal.always]


def _checked(found: Futures, weights: Mapping[str, float], saved: Cell, price: Cell) -> dict[Cell, float]:
    """The weights by cell, that of people detained among them where one was typed."""
    worth = by_cell(weights, WEIGH)
    problems = [*counted_twice(dict.fromkeys([saved, price, *worth], WEIGH))]
    for cell, weight in worth.items():
        if cell == saved:
            problems.append(Problem("weight_of_unit", WEIGH, {"found": cell.outcome}))
        elif goals()[cell.outcome].wanted is None:
            problems.append(Problem("contested_weight", WEIGH, {"found": cell.outcome}))
        elif not 0.0 <= weight < MOST:
            expected = {"field": cell.outcome, "found": weight, "expected": f"0 … {MOST:g}"}
            problems.append(Problem("out_of_range", WEIGH, expected))
        if cell.outcome == OUTLAY:
            unknown = sorted(without_cost(found, cell.place))
            problems += [Problem("discover_no_cost", WEIGH, {"found": name}) for name in unknown]
    if problems:
        raise InputError(problems)
    return worth


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
    return Traded(years, cell.outcome, cell.place, unit, summed, tuple(changes))


def _even(
    found: Futures,
    pair: tuple[int, int],
    between: tuple[Cell, Cell],
    others: Mapping[Cell, float],
    grid: Sequence[float],
    start: int,
    years: int,
) -> Iterable[Even]:
    """The break-even curve of each alternative."""
    last = start + years - 1
    saved, taken = (_more(found, pair, cell, start, last) for cell in between)
    saved = -saved
    for cell, weight in others.items():
        saved = saved + sign_of(cell.outcome) * weight * _more(found, pair, cell, start, last)
    for one, fewer, more in zip(found.alternatives, saved, taken, strict=True):
        ahead = tuple(float(((fewer - weight * more) > 0.0).mean()) for weight in grid)
        yield Even(years, one.name, ahead, break_even(fewer, more))


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
    known, span = scenarios_of(found.dataset), span_of(found.dataset)
    if any(lever.id == EXCEPTION for name in found.policies for lever in differing(record(), known[name], span)):
        yield Said("caveat.tradeoffs_exception")
    yield Said("caveat.even_weighed" if weighed else "caveat.even_alone")
    yield from run_caveats(found.dataset, found.policies)
