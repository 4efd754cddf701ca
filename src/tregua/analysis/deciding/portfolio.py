"""What a budget buys: mixes of levers that split it on a stated grid, over the years that it is for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from math import comb

import numpy as np
import xarray as xr

from tregua.analysis.deciding.futures import Futures, apart, check_january, futures
from tregua.analysis.deciding.goals import Cell, Worth
from tregua.analysis.deciding.regret import OUTLAY, TENTH, Regret, regret
from tregua.analysis.runs import ran
from tregua.analysis.spread import Interval, interval
from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import Combination, combinations
from tregua.lab.estimators import ROUNDING, paired
from tregua.lab.idle import only_typed
from tregua.lab.model import lab
from tregua.lab.own import Setting, own_scenario
from tregua.lab.past import past
from tregua.lab.run import Progress, Settings, run
from tregua.lab.scenario import LAST_YEAR, RECORD, record
from tregua.lab.schema import Lever, Scenario

STEPS = (10, 5, 4, 3, 2, 1)
"""Into how many equal parts the budget may be cut; the finest of them that gives few enough mixes is taken."""
FEW, MOST = 24, 200  # mixes: as many as answer while somebody waits, and as many as may be asked for
SMALL = 0.01
"""The part of its range at which a lever's cost is measured: later units cost less, as recruits get fewer."""
DRAWS = 64
DIGITS = 3  # of a level, so that it can be typed
LAW = "law"


@dataclass(frozen=True)
class LeftOut:
    """Something that is in no mix: ``no_cost`` was published, ``no_effect`` was found, or another State pays for it.

    `numbers` are what a person would have to type for it to act.
    """

    lever: str
    why: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Outcome(Brief):
    """An outcome of a mix less that of doing nothing, by alternative; a flow is added up over the years.

    `alternatives` are those that tell something of their own, in the order of `by`.
    """

    outcome: str
    place: str
    unit: str
    summed: bool
    alternatives: tuple[str, ...]
    by: tuple[Interval, ...]


@dataclass(frozen=True, repr=False)
class Mix(Brief):
    """Levels of levers from the start on, as they are typed, and what they cost and change.

    `cost` is of the reference, over all years and payers that were asked for, typed costs among it; `over` the share of
    its draws in which that is more than the budget.
    """

    id: str
    levers: Mapping[str, float]
    cost: Interval
    over: float
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, repr=False)
class Portfolio(Brief):
    """Mixes under a budget, beside doing nothing, which is the first of them.

    `left_out` is what no mix has; `unit_costs` are the medians of dollars a year for one unit of a lever where little
    is done, with `typed` those that a person typed; `steps` into how many parts the budget was cut.
    """

    budget: float
    years: int
    start: str
    payer: str | None
    steps: int
    left_out: tuple[LeftOut, ...]
    unit_costs: Mapping[str, float]
    typed: Mapping[str, float]
    mixes: tuple[Mix, ...]
    regret: Regret
    caveats: tuple[Said, ...]

    @property
    def futures(self) -> Futures:
        """The run of all mixes."""
        return self.regret.futures


def portfolio(
    budget: float,
    settings: Settings,
    years: int = 10,
    payer: str | None = None,
    costs: Mapping[str, float] | None = None,
    steps: int | None = None,
    worth: Worth | None = None,
    assumptions: Mapping[str, float] | None = None,
    progress: Progress = lambda done, total: None,
) -> Portfolio:
    """Split a budget between the levers that have a cost and an effect, in every way that a grid allows.

    Parameters
    ----------
    budget, years, payer, costs, steps, assumptions
        As `tregua.portfolio` takes them: USD over all years; USD a year for one unit of a lever without a known cost.
    settings
        As `settings_for` gives them: draws, seed, start and, where what the past has taught is wanted, the ensemble.
    worth
        What one more unit of an outcome is worth to the user, for regret of the sum.

    Raises
    ------
    InputError
        A number is out of range, a payer or lever unknown, a typed cost beside a published one, nothing is left to
        mix, or there would be too many mixes.
    RunError
        In some draw the model has no solution.
    """
    typed, assumed = dict(costs or {}), dict(assumptions or {})
    _check(budget, years, payer, typed, settings)
    left_out = tuple(_left_out(payer, typed, assumed))
    levers = [one for one in _moved_by_hand() if one.id not in {left.lever for left in left_out}]
    if not levers:
        raise InputError(Problem("nothing_to_mix", "", {"found": payer or "–"}))
    parts = _parts(len(levers), steps)
    unit_costs = {**_unit_costs(levers, payer, settings, years, assumed), **typed}
    splits = [*_splits(len(levers), parts)]
    listed = _distinct(_levels(levers, split, budget / years, unit_costs) for split in splits)
    scenarios = [_scenario(name, levels, payer, settings.start) for name, levels in listed.items()]
    done = ran(scenarios, settings, past(settings.span.first), assumed, progress=progress)
    first = int(settings.start[:4])
    found = futures(_with_typed(done.dataset, listed, typed, payer, first), costed=frozenset(typed))
    last = first + years - 1
    regretted = regret(found, last, worth=worth, since=first)
    mixes = tuple(_mixes(regretted, listed, budget, first, payer))
    told = tuple(_caveats(regretted, bool(typed)))
    return Portfolio(budget, years, settings.start, payer, parts, left_out, unit_costs, typed, mixes, regretted, told)


def settings_for(settings: Settings, years: int) -> Settings:
    """The settings of a run that ends with the last year of the budget."""
    return replace(settings, until=min(LAST_YEAR, max(int(settings.start[:4]) + years - 1, settings.span.first + 1)))


def _check(budget: float, years: int, payer: str | None, typed: Mapping[str, float], settings: Settings) -> None:
    known = {one.id: one for one in _moved_by_hand()}
    most = LAST_YEAR - int(settings.start[:4]) + 1
    check_january(settings.start)
    problems = []
    if payer is not None and payer not in lab().places("payers"):
        problems.append(unknown_name("@name.place", payer, lab().places("payers"), "--payer"))
    if not 0.0 < budget < 1e15:
        problems.append(
            Problem("out_of_range", "--budget", {"field": "budget", "found": budget, "expected": "0 … 1e15"})
        )
    if not 1 <= years <= most:
        problems.append(
            Problem("out_of_range", "--years", {"field": "years", "found": years, "expected": f"1 … {most}"})
        )
    for name, cost in typed.items():
        if name not in known:
            problems.append(unknown_name("@name.lever", name, known, "--cost"))
        elif known[name].cost:
            problems.append(Problem("cost_published", "--cost", {"found": name}))
        elif not _payers(known[name], payer):
            other = payer or ", ".join(lab().places("payers"))
            problems.append(Problem("cost_elsewhere", "--cost", {"found": name, "other": other}))
        elif not 0.0 < cost < 1e15:
            problems.append(Problem("out_of_range", "--cost", {"field": name, "found": cost, "expected": "> 0"}))
    if problems:
        raise InputError(problems)


def _moved_by_hand() -> list[Lever]:
    return [one for one in lab().levers.values() if not one.driver]


def _payers(lever: Lever, payer: str | None) -> list[str]:
    """The States of the budget that pay for a lever; nobody's outlays hold what is spent on a corridor."""
    return [one for one in lab().payers(lever) if one in lab().places("payers") and payer in (None, one)]


def _left_out(payer: str | None, typed: Mapping[str, float], assumed: Mapping[str, float]) -> Iterator[LeftOut]:
    """What is in no mix: the law first, then levers in the order of the catalogue."""
    yield LeftOut(LAW, "law")
    for lever in _moved_by_hand():
        waiting = only_typed(lever)
        if not _payers(lever, payer):
            yield LeftOut(lever.id, "elsewhere")
        elif not lever.cost and lever.id not in typed:
            yield LeftOut(lever.id, "no_cost")
        elif waiting and not {*waiting} & {*assumed}:
            yield LeftOut(lever.id, "no_effect", tuple(waiting))


def _parts(levers: int, steps: int | None) -> int:
    """Into how many parts the budget is cut."""
    if steps is None:
        return next(one for one in STEPS if _count(levers, one) <= FEW or one == 1)
    if steps < 1 or _count(levers, steps) > MOST:
        most = max(one for one in range(1, MOST + 1) if _count(levers, one) <= MOST)
        raise InputError(
            Problem("out_of_range", "--steps", {"field": "steps", "found": steps, "expected": f"1 … {most}"})
        )
    return steps


def _count(levers: int, parts: int) -> int:
    """How many ways there are to split so many parts of a budget between levers."""
    return comb(parts + levers - 1, levers - 1)


def _splits(levers: int, parts: int) -> Iterator[tuple[float, ...]]:
    """Shares of the budget, by lever: nothing at all, then every way to spend the whole in equal parts."""
    yield (0.0,) * levers
    for chosen in combinations_with_replacement(range(levers), parts):
        yield tuple(chosen.count(one) / parts for one in range(levers))


def _unit_costs(
    levers: Sequence[Lever], payer: str | None, settings: Settings, years: int, assumed: Mapping[str, float]
) -> dict[str, float]:
    """The median of dollars a year for one unit of each lever with a published cost, where little of it is done."""
    priced = [one for one in levers if one.cost]
    if not priced:
        return {}
    small = {one.id: SMALL * one.high for one in priced}
    scenarios = [_scenario(name, {name: level}, payer, settings.start) for name, level in small.items()]
    reference = Combination(combinations(assumed)[0].choices)
    annual = run(scenarios, settings, assumed, [reference])
    columns = [lab().outcome_columns[OUTLAY, cell.place] for cell in _outlays(payer)]
    first = int(settings.start[:4]) - settings.span.first
    spent = annual[0, :, :, first : first + years][..., columns].sum(axis=(2, 3))
    medians = np.median(spent, axis=1) / years
    return {name: float(median) / level for (name, level), median in zip(small.items(), medians, strict=True)}


def _outlays(payer: str | None) -> list[Cell]:
    return [Cell(OUTLAY, place) for place in lab().places("payers") if payer in (None, place)]


def _levels(
    levers: Sequence[Lever], split: Sequence[float], a_year: float, unit_costs: Mapping[str, float]
) -> dict[str, float]:
    """What each lever is set to for its share of the budget, at most the end of its range; none that is at rest."""
    levels = {
        lever.id: min(lever.high, share * a_year / unit_costs[lever.id])
        for lever, share in zip(levers, split, strict=True)
        if share > 0.0
    }
    return {name: float(f"{level:.{DIGITS}g}") for name, level in levels.items()}


def _distinct(listed: Iterable[Mapping[str, float]]) -> dict[str, Mapping[str, float]]:
    """Mixes by name, each once: where a lever has reached its end more money changes nothing."""
    kept: dict[tuple[tuple[str, float], ...], Mapping[str, float]] = {}
    for levels in listed:
        kept.setdefault(tuple(levels.items()), levels)
    return {(f"mix-{at}" if at else RECORD): levels for at, levels in enumerate(kept.values())}


def _scenario(name: str, levels: Mapping[str, float], payer: str | None, start: str) -> Scenario:
    """A mix as a scenario; a lever that several States pay for is moved by the payer alone, if there is one."""
    if not levels:
        return record()
    settings = [_setting(lab().levers[lever], payer, level, start) for lever, level in levels.items()]
    return own_scenario([], settings, start).model_copy(update={"id": name})


def _setting(lever: Lever, payer: str | None, level: float, start: str) -> Setting:
    several = payer is not None and payer in lab().movable(lever) and len(lab().movable(lever)) > 1
    return Setting(lever, payer if several else None, level, start)


def typed_setting(lever: str, level: float, payer: str | None) -> str:
    """A level of a mix as it is typed after ``--set``."""
    place = _setting(lab().levers[lever], payer, level, "").place
    return f"{lever}.{place}={level:g}" if place else f"{lever}={level:g}"


def _with_typed(
    dataset: xr.Dataset,
    listed: Mapping[str, Mapping[str, float]],
    typed: Mapping[str, float],
    payer: str | None,
    first: int,
) -> xr.Dataset:
    """The run with typed costs among the outlays, of the payer or of the first State that pays for a lever."""
    outlay = dataset[OUTLAY].copy(deep=True)
    for name, levels in listed.items():
        for lever in typed.keys() & levels.keys():
            place = _payers(lab().levers[lever], payer)[0]
            where = {"scenario": name, "payer": place, "year": slice(first, None)}
            outlay.loc[where] = outlay.loc[where] + typed[lever] * levels[lever]
    return dataset.assign({OUTLAY: outlay})


def _mixes(
    found: Regret, listed: Mapping[str, Mapping[str, float]], budget: float, first: int, payer: str | None
) -> Iterator[Mix]:
    """Each mix with what it costs under the reference, from the first year on, and what it changes."""
    outlays = sum(found.futures.over(cell, first, found.year)[0] for cell in _outlays(payer))
    for at, ((name, levels), spent) in enumerate(zip(listed.items(), np.asarray(outlays), strict=True)):
        over = float((spent > budget * (1.0 + ROUNDING)).mean())
        yield Mix(name, levels, interval(spent), over, tuple(_outcomes(found, at)))


def _outcomes(found: Regret, at: int) -> Iterator[Outcome]:
    """The outcomes of a mix that some mix moves, less those of doing nothing."""
    since = found.since
    for row in found.rows:
        if row.scenario != RECORD or row.status != "figures":
            continue
        cell = Cell(row.outcome, row.place)
        levels = found.futures.told(cell, found.year, since)
        more = paired(levels[:, at], levels[:, 0])
        told = [interval(draws) for draws in more]
        kept = apart(np.array([[one.median, *one.i50, *one.i90] for one in told]), TENTH * (row.matters or 0.0))
        names = tuple(found.futures.alternatives[one].name for one in kept)
        summed = lab().outcomes[row.outcome].kind == "flow"
        yield Outcome(row.outcome, row.place, row.unit, summed, names, tuple(told[one] for one in kept))


def _caveats(found: Regret, typed: bool) -> Iterator[Said]:
    yield Said("caveat.portfolio")
    if typed:
        yield Said("caveat.typed_costs")
    yield from found.caveats
