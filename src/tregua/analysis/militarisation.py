"""What militarised policies came with where they were tried, as it was counted, beside what the lab says of one."""

from dataclasses import dataclass
from math import isclose, log1p

import numpy as np

from tregua.analysis.militarised import Country, militarised_file
from tregua.analysis.runs import Ran, ran
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
from tregua.version import VERSION

POLICY, READING = "mano-dura", "emergency_effect"
AFTER = (5, 10)  # years
ENDS = (0.05, 0.5, 0.95)


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
class Militarised(Brief):
    """One country: what was counted there, and the lab's answer for the host of its groups under that reading."""

    country: Country
    counted: tuple[Counted, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, repr=False)
class Militarisation(Brief):
    """Every country, and what gives the same again."""

    version: str
    catalogue_hash: str
    seed: int
    draws: int
    command: str
    countries: tuple[Militarised, ...]


def militarisation(draws: int, seed: int, progress: Progress, command: str) -> Militarisation:
    """Every country beside the lab's answer under the reading that rests on it.

    Raises
    ------
    RunError
        In some draw the model has no solution.
    """
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
        )
        for one in read.countries
    ]
    return Militarisation(VERSION, catalogue_hash(), seed, draws, command, tuple(found))


def _counted(name: str, before: int) -> Counted:
    found = series()[name]
    points = sorted(found.points, key=lambda one: (one.year, one.month or 0))
    known = [one for one in points if one.year <= before]
    latest = points[-1]
    year, value = (known[-1].year, known[-1].value) if known else (None, None)
    return Counted(name, found.unit, year, value, latest.year, latest.value)


def _told(done: Ran, country: Country, outcome: str, start: int, years: int) -> Told:
    """The difference in the host of the groups, under the combination that departs in this reading alone."""
    effect = estimates()[country.reading].effect
    assert effect is not None
    reading = log1p(effect.value / 100.0)
    at = next(
        at
        for at, one in enumerate(done.alternatives)
        if {*apart(one.choices)} <= {READING} and isclose(one.choices[READING], reading)
    )
    place = lab().places("hosts")[0]
    level = values(done.dataset, outcome, place).sel(year=start + years).isel(alternative=at)
    before, after = (np.asarray(level.sel(scenario=name).values) for name in (record().id, POLICY))
    relative = lab().outcomes[outcome].relative and bool((before > 0.0).all())
    low, middle, high = quantiles(after / before - 1.0 if relative else after - before, ENDS)
    return Told(outcome, place, years, relative, middle, (low, high))
