"""Why an answer is what it is: what each lever brings, which inputs carry the spread, where the sign turns."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from tregua.analysis.calibrate import again
from tregua.analysis.grouped import Grouped, grouped
from tregua.analysis.moved import Driver, Moved, move
from tregua.analysis.readings import cell
from tregua.analysis.sensitivity import CLEAR, Bins, bins_of, shares, turning_among, turning_point
from tregua.analysis.spread import SMALLEST_SHARE
from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import Combination, combinations
from tregua.lab.asked import PRIOR
from tregua.lab.draws import quantile
from tregua.lab.estimators import paired, quantile_error, ranks
from tregua.lab.left_open import LeftOpen, drawn_positions, held_at, left_open
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.result import DRAWN, check_scenario, choices_of, scenarios_of, span_of
from tregua.lab.run import Progress, Settings, numbers, run_levers
from tregua.lab.scenario import lever_array
from tregua.lab.schema import Scenario
from tregua.noise import Floats

LEVELS = (0.01, 0.17, 0.33, 0.5, 0.67, 0.83, 0.99)  # quantiles of an input at which the sign is looked at
TURNED = 6  # inputs whose values are moved
TURNING_DRAWS = 256
EXPLAINED_DRAWS = 1024  # of a run, where it has more
SPREAD_TIMES = 4  # as many draws for the spread as for the levers


@dataclass(frozen=True)
class Spread:
    """The first-order share of the spread, in ranks, that an input carries, and its standard error.

    An input is a number of the catalogue or, with the name of its lever, a setting that a policy leaves open.
    """

    parameter: str
    first: float
    se: float
    lever: str | None = None


@dataclass(frozen=True)
class Flip:
    """The value of an input at which the median turns its sign."""

    parameter: str
    at: float
    unit: str
    lever: str | None = None


@dataclass(frozen=True, repr=False)
class Why(Brief):
    """An answer taken apart, under one combination of structural alternatives.

    `rest` is the median of the whole less the sum of what levers bring alone: what they bring only together, and that
    medians do not add up. `groups` are what groups of inputs explain together. `ensemble` is the version of what was
    learnt from the past, or ``prior``; of an ensemble, whose inputs depend on one another, the sign is looked at among
    its own draws, of the prior with one input moved through its range and all others drawn as ever.
    """

    scenario: str
    baseline: str
    outcome: str
    place: str
    unit: str
    year: int
    choices: dict[str, float]
    total: float
    total_error: float
    drivers: tuple[Driver, ...]
    rest: float
    spread: tuple[Spread, ...]
    groups: tuple[Grouped, ...]
    flips: tuple[Flip, ...]
    draws: int
    seed: int
    ensemble: str


def spread(inputs: Iterable[str | LeftOpen], y: Floats, bins: Bins) -> list[Spread]:
    """The inputs that clearly carry a part of the spread of `y`, the largest part first.

    Parameters
    ----------
    inputs : names of numbers, and settings that are left open
    y : the answer, by draw
    bins : of every input of every draw, shape (draws, inputs)
    """
    (ranked,) = ranks(y)
    found = [
        Spread(one, first, se) if isinstance(one, str) else Spread(one.name, first, se, one.lever)
        for one, first, se in zip(inputs, *(part.tolist() for part in shares(bins, ranked)), strict=True)
    ]
    clear = [one for one in found if one.first > max(CLEAR * one.se, SMALLEST_SHARE)]
    return sorted(clear, key=lambda one: -one.first)


def why(
    scenario: Scenario,
    outcome: str,
    place: str | None,
    baseline: Scenario,
    year: int,
    settings: Settings,
    assumptions: Mapping[str, float] | None = None,
    progress: Progress = lambda done, total: None,
) -> Why:
    """Take the change of one outcome apart, under the reference combination of structural alternatives.

    Raises
    ------
    InputError
        When there is no such outcome, place or year, or the scenario is the baseline.
    """
    where = check_cell(outcome, place)
    if scenario.id == baseline.id:
        raise InputError(Problem("no_pair", "", {"found": baseline.id}))
    span = settings.span
    if not span.first <= year <= span.until:
        expected = f"{span.first} … {span.until}"
        raise InputError(Problem("out_of_range", "--year", {"field": "year", "found": year, "expected": expected}))
    short = replace(settings, until=max(year, span.first + 1))
    assumed = dict(assumptions or {})
    reference = combinations(assumed)[0]
    (moved,) = move(baseline, [scenario], reference, short, assumed, year, progress)
    levers = [lever_array(one, short.span) for one in (baseline, scenario)]
    wide = _wide(short, {**reference.choices, **assumed}, progress)
    y, other_shocks = (
        paired(after, before) for before, after in _twice(levers, wide, assumed, reference, year, (outcome, where))
    )
    settings_open = left_open(levers)
    inputs: dict[str, str | LeftOpen] = {name: name for name in lab().parameters}
    inputs |= {one.name: one for one in settings_open}
    drawn = np.hstack([numbers(wide, reference, assumed), drawn_positions(wide.seed, wide.draws, settings_open)])
    carried = spread(inputs.values(), y, bins_of(drawn))
    together = grouped([*inputs], drawn, y, other_shocks, [one.name for one in settings_open])
    few = replace(short, draws=min(TURNING_DRAWS, settings.draws))
    flips = [
        found
        for name in (one.parameter for one in carried[:TURNED])
        if (
            found := _flip(inputs[name], levers, few, assumed, reference, year, (outcome, where))
            if settings.ensemble is None
            else _named(inputs[name], turning_among(drawn[:, [*inputs].index(name)], y, len(LEVELS)))
        )
    ]
    return _answer(moved, (outcome, where), baseline.id, year, reference, carried, together, flips, settings)


def _wide(settings: Settings, chosen: Mapping[str, float], progress: Progress) -> Settings:
    """The settings with the draws that the spread is taken from; of an ensemble, new ones by its updates."""
    count = SPREAD_TIMES * settings.draws
    if settings.ensemble is None:
        return replace(settings, draws=count)
    return again(settings.ensemble.version, replace(settings, draws=count, ensemble=None), chosen, progress)


def check_cell(outcome: str, place: str | None) -> str:
    """The place of an outcome, the first of its headline where none is named.

    Raises
    ------
    InputError
        With the nearest name, when there is no such outcome or place.
    """
    if outcome not in lab().outcomes:
        raise InputError(unknown_name("@name.outcome", outcome, lab().outcomes))
    places = lab().outcome_places[outcome]
    if place is not None and place not in places:
        raise InputError(no_place_of(outcome, place, places))
    return place or next(iter([*lab().outcomes[outcome].headline, *places]))


def _runs(
    levers: Sequence[Floats], settings: Settings, assumed: Mapping[str, float], one: Combination, year: int
) -> Floats:
    """Outcomes of one year, shape (policies, draws, outcome columns)."""
    return np.asarray(run_levers(levers, settings, assumed, [one])[0, :, :, year - settings.span.first])


def _twice(
    levers: Sequence[Floats],
    settings: Settings,
    assumed: Mapping[str, float],
    one: Combination,
    year: int,
    where: tuple[str, str],
) -> list[Floats]:
    """The outcome of both policies in all draws, and with the same numbers and other shocks."""
    listed = [one, replace(one, redrawn="shocks")]
    annual = run_levers(levers, settings, assumed, listed)[..., year - settings.span.first, :]
    return [cell(part, *where) for part in annual]


def _flip(
    moved: str | LeftOpen,
    levers: Sequence[Floats],
    settings: Settings,
    assumed: Mapping[str, float],
    combination: Combination,
    year: int,
    where: tuple[str, str],
) -> Flip | None:
    """Where the median turns its sign as one input is moved through its range and all others are drawn as ever."""
    values = list(LEVELS)
    if isinstance(moved, str):
        number = past(settings.span.first).numbers[moved]
        values = sorted({float(one) for one in quantile(number.distribution, number.value, np.array(LEVELS))})
    medians, errors = [], []
    for value in values:
        fixed = {**assumed, moved: value} if isinstance(moved, str) else assumed
        held = levers if isinstance(moved, str) else [held_at(one, moved, value) for one in levers]
        before, after = cell(_runs(held, settings, fixed, combination, year), *where)
        y = paired(after, before)
        medians.append(float(np.median(y)))
        errors.append(quantile_error(y, 0.5))
    return _named(moved, turning_point(values, medians, errors))


def _named(moved: str | LeftOpen, at: float | None) -> Flip | None:
    if at is None:
        return None
    if isinstance(moved, str):
        return Flip(moved, at, lab().parameters[moved].unit)
    return Flip(moved.name, moved.at(at), lab().levers[moved.lever].unit, moved.lever)


def _answer(
    moved: Moved,
    where: tuple[str, str],
    baseline: str,
    year: int,
    combination: Combination,
    carried: Iterable[Spread],
    together: Iterable[Grouped],
    flips: Iterable[Flip],
    settings: Settings,
) -> Why:
    y, drivers = moved.total(*where), moved.drivers(*where)
    total = float(np.median(y))
    return Why(
        moved.scenario,
        baseline,
        *where,
        lab().outcomes[where[0]].unit,
        year,
        dict(combination.choices),
        total,
        quantile_error(y, 0.5),
        tuple(drivers),
        total - sum(one.alone for one in drivers),
        tuple(carried),
        tuple(together),
        tuple(flips),
        settings.draws,
        settings.seed,
        settings.ensemble.version if settings.ensemble else PRIOR,
    )


def explain(dataset: xr.Dataset, baseline: str, year: int) -> list[Why]:
    """Every headline cell of a run taken apart, on its draws, the first where there are many, and under its reference.

    Levers of several places are moved in all of them at once, and neither groups nor turning points are looked for.

    Raises
    ------
    InputError
        When the baseline is not in the run, or its numbers are of an ensemble that this version does not have.
    """
    check_scenario(dataset, baseline)
    scenarios, attributes, span = scenarios_of(dataset), dataset.attrs, span_of(dataset)
    settings = Settings(
        draws=min(int(attributes["draws"]), EXPLAINED_DRAWS),
        seed=int(attributes["seed"]),
        start=span.start,
        first=span.first,
        until=max(year, span.first + 1),
    )
    reference = Combination(choices_of(dataset)[0])
    assumed = dict(json.loads(attributes["assumptions"]))
    others = [one for name, one in scenarios.items() if name != baseline]
    if attributes["ensemble"] != PRIOR:
        settings = again(attributes["ensemble"], settings, {**reference.choices, **assumed})
    names, bins = dataset.parameter.values.tolist(), bins_of(dataset[DRAWN][: settings.draws].values)
    runs = move(scenarios[baseline], others, reference, settings, assumed, year, by_place=False)
    answers = []
    for one, moved in zip(others, runs, strict=True):
        settings_open = left_open(lever_array(each, span) for each in (scenarios[baseline], one))
        inputs = [*names, *settings_open]
        drawn = np.hstack([bins, bins_of(drawn_positions(settings.seed, settings.draws, settings_open))])
        for outcome in lab().outcomes.values():
            for place in outcome.headline:
                where = (outcome.id, place)
                carried = spread(inputs, moved.total(*where), drawn)
                answers.append(_answer(moved, where, baseline, year, reference, carried, (), (), settings))
    return answers
