"""What militarised policies came with where they were tried, as it was counted, beside what the lab says of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isclose, log1p

import numpy as np
import xarray as xr

from tregua.analysis.militarised import Country, militarised_file
from tregua.analysis.runs import Ran, ran
from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.shown import Brief
from tregua.evidence.ledger import estimates, series
from tregua.lab.alternatives import apart
from tregua.lab.bind import catalogue_hash
from tregua.lab.estimators import quantiles
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.result import values
from tregua.lab.run import Progress, Settings
from tregua.lab.scenario import load_scenario, record
from tregua.noise import Floats
from tregua.version import VERSION

POLICY, READING = "mano-dura", "emergency_effect"
AFTER = (5, 10)  # years
ENDS = (0.05, 0.5, 0.95)
HOMICIDES, MOST = "homicides", 1e15
UNIT = (HOMICIDES, "homicide_rate")  # what weights are counted in
PARTS = {
    HOMICIDES: ("conflict_deaths", "killed_by_state", "killed_by_groups", "civilians_killed"),
    "demobilised": ("offer_taken",),
    "detained": ("members_in_prison",),
}  # of a whole, which are not weighed beside it
GOOD = ("liberal_democracy", "demobilised", "offer_taken")  # of which less is a harm


@dataclass(frozen=True, repr=False)
class Counted(Brief):
    """A figure of the year before and of the latest year; no figure before where the series begins with the policy."""

    series: str
    unit: str
    before_year: int | None
    before: float | None
    year: int
    latest: float


@dataclass(frozen=True, repr=False)
class Told(Brief):
    """What the lab says of an outcome under a country's reading, so many years after: median and 90 % interval.

    A change in parts of what there would be without the policy where the outcome has a level, else a difference.
    """

    outcome: str
    place: str
    years: int
    relative: bool
    median: float
    i90: tuple[float, float]


@dataclass(frozen=True, repr=False)
class Weighed(Brief):
    """What the policy comes to under weights that a person typed, in homicides, over so many years.

    `homicides` are those fewer, `harms` all else by its weight; `pays` is the share of draws in which the first are
    more, and at `factor` times the weights the medians would be even: none where nothing was saved or no harm done.
    """

    years: int
    homicides: float
    homicides_i90: tuple[float, float]
    harms: float
    harms_i90: tuple[float, float]
    pays: float
    factor: float | None


@dataclass(frozen=True, repr=False)
class Militarised(Brief):
    """One country: what was counted there, and the lab's answer for the host of its groups under that reading."""

    country: Country
    counted: tuple[Counted, ...]
    told: tuple[Told, ...]
    weighed: tuple[Weighed, ...] = ()


@dataclass(frozen=True, repr=False)
class Militarisation(Brief):
    """Every country, and what gives the same again."""

    version: str
    catalogue_hash: str
    seed: int
    draws: int
    command: str
    countries: tuple[Militarised, ...]
    weights: Mapping[str, float] = field(default_factory=dict)


def militarisation(
    draws: int, seed: int, progress: Progress, command: str, weights: Mapping[str, float] | None = None
) -> Militarisation:
    """Every country beside the lab's answer under the reading that rests on it.

    With `weights`, how many homicides a year's unit of an outcome weighs, what the policy comes to; none is ours.

    Raises
    ------
    InputError
        A weight is of an outcome that the lab does not have, of homicides or a part of them, of a part of what is
        weighed too, or out of range.
    RunError
        In some draw the model has no solution.
    """
    weights = _checked(weights or {})
    start = int(lab().world.policy_start[:4])
    settings = Settings(draws=draws, seed=seed, until=start + max(AFTER))
    done = ran([record(), load_scenario(POLICY)], settings, past(settings.span.first))
    progress(1, 1)
    read = militarised_file()
    found = [
        Militarised(
            one,
            tuple(_counted(name, one.before) for name in one.series),
            tuple(_told(done, one, name, start, years) for name in read.outcomes for years in AFTER),
            tuple(_weighed(done, one, weights, start, years) for years in AFTER) if weights else (),
        )
        for one in read.countries
    ]
    return Militarisation(VERSION, catalogue_hash(), seed, draws, command, tuple(found), weights)


def _checked(weights: Mapping[str, float]) -> Mapping[str, float]:
    problems = [one for name, value in weights.items() if (one := _problem(name, value, weights))]
    if problems:
        raise InputError(problems)
    return weights


def _problem(name: str, value: float, weights: Mapping[str, float]) -> Problem | None:
    """What is wrong with the weight of an outcome, if anything is."""
    others = {one for one, outcome in lab().outcomes.items() if outcome.index == "hosts"} - {*UNIT, *PARTS[HOMICIDES]}
    whole = next((whole for whole, parts in PARTS.items() if name in parts and whole in (HOMICIDES, *weights)), None)
    if name in UNIT:
        return Problem("weight_of_unit", "--weigh", {"found": name})
    if whole is not None:
        return Problem("weight_of_part", "--weigh", {"found": name, "other": whole})
    if name not in others:
        return unknown_name("@name.outcome", name, others, "--weigh")
    if not 0.0 <= value < MOST:
        return Problem("out_of_range", "--weigh", {"field": name, "found": value, "expected": f"0 … {MOST:g}"})
    return None


def _counted(name: str, before: int) -> Counted:
    found = series()[name]
    points = sorted(found.points, key=lambda one: (one.year, one.month or 0))
    known = [one for one in points if one.year <= before]
    latest = points[-1]
    year, value = (known[-1].year, known[-1].value) if known else (None, None)
    return Counted(name, found.unit, year, value, latest.year, latest.value)


def _levels(done: Ran, country: Country, outcome: str) -> tuple[xr.DataArray, xr.DataArray]:
    """An outcome in the host of the groups, without the policy and with it, where only this reading is departed in."""
    effect = estimates()[country.reading].effect
    assert effect is not None
    reading = log1p(effect.value / 100.0)
    at = next(
        at
        for at, one in enumerate(done.alternatives)
        if {*apart(one.choices)} <= {READING} and isclose(one.choices[READING], reading)
    )
    level = values(done.dataset, outcome, lab().places("hosts")[0]).isel(alternative=at)
    return level.sel(scenario=record().id), level.sel(scenario=POLICY)


def _weighed(done: Ran, country: Country, weights: Mapping[str, float], start: int, years: int) -> Weighed:
    """Homicides fewer over the first years of the policy, and the harms by weight: what is lost is one."""

    def more(outcome: str) -> Floats:
        before, after = _levels(done, country, outcome)
        return np.asarray((after - before).sel(year=slice(start, start + years - 1)).sum("year").values)

    fewer = -more(HOMICIDES)
    harms = np.zeros_like(fewer)
    for name, weight in weights.items():
        harms += weight * (-1.0 if name in GOOD else 1.0) * more(name)
    low, middle, high = quantiles(fewer, ENDS)
    harms_low, harm, harms_high = quantiles(harms, ENDS)
    factor = middle / harm if middle > 0.0 and harm > 0.0 else None
    return Weighed(years, middle, (low, high), harm, (harms_low, harms_high), float((fewer > harms).mean()), factor)


def _told(done: Ran, country: Country, outcome: str, start: int, years: int) -> Told:
    """The difference in the host of the groups, under the combination that departs in this reading alone."""
    place = lab().places("hosts")[0]
    before, after = (np.asarray(one.sel(year=start + years).values) for one in _levels(done, country, outcome))
    relative = lab().outcomes[outcome].relative and bool((before > 0.0).all())
    low, middle, high = quantiles(after / before - 1.0 if relative else after - before, ENDS)
    return Told(outcome, place, years, relative, middle, (low, high))
