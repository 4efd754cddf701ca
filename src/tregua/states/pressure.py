"""Pressure and diffusion as forms whose sizes the user types: by default nothing moves. What was published is named.

No size was found for the effect of pressure on hard measures, nor for their diffusion; what sanctions cost civilians
was published, and is scaled by a typed severity.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scipy.special import gammaincinv

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.evidence.ledger import estimates
from tregua.evidence.schema import Effect
from tregua.states.bills import pressure_file
from tregua.states.pipeline import DAYS_PER_YEAR, LEVEL
from tregua.states.pipeline_schema import FirstException, Pressure

LARGEST = 10.0  # of a typed size, in logarithms: a hazard 22,000 times as large


@dataclass(frozen=True)
class Betas:
    """The coefficients of diffusion, all typed: of the homicide rate, of adoption by the others, of an election."""

    rate: float = 0.0
    others: float = 0.0
    election: float = 0.0


@dataclass(frozen=True)
class Range:
    """A number with the ends of its published interval; without one both ends are None."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Adopted:
    """A first exception, and homicides of the last two years before it that were read: rising, falling or not known."""

    state: str
    day: str
    before: tuple[tuple[int, float], ...]
    rising: bool | None


@dataclass(frozen=True)
class Record:
    """First exceptions counted: how many in how many state-years, a year with Jeffreys' interval, and what preceded."""

    events: int
    state_years: float
    rate: float
    low: float
    high: float
    first: tuple[Adopted, ...]


# --- the target, and who watches --------------------------------------------------------------------------------------


def pressed(hazard: float, size: float = 0.0, alternative: Pressure = "none") -> float:
    """The hazard of hard measures of a state under pressure: h·e^(± size); by default as without it.

    Parameters
    ----------
    size : typed, in logarithms, 0 to 10
    """
    signs = {one.id: one.sign for one in pressure_file().alternatives}
    if alternative not in signs:
        raise InputError(unknown_name("@name.alternative", alternative, signs))
    _check("size", size, 0.0, LARGEST)
    return hazard * math.exp(signs[alternative] * size)


def deterred(hazard: float, size: float = 0.0, on: bool = False) -> float:
    """The hazard of a state that watches another under pressure: h·e^(−size) where the switch is on."""
    _check("watchers", size, 0.0, LARGEST)
    return hazard * math.exp(-size) if on else hazard


# --- civilians --------------------------------------------------------------------------------------------------------


def excess_deaths(deaths: float, cost: str, severity: float) -> Range:
    """Deaths more in a population by a published ratio R: deaths · (R^severity − 1).

    Parameters
    ----------
    deaths : a year, in the age group of the cost, without sanctions
    severity : typed, 0 (none) to 1 (an average episode of those studied)
    """
    effect = _effect(cost, "deaths")
    _check("severity", severity, 0.0, 1.0)
    ends = (effect.value, effect.low, effect.high)
    value, low, high = (None if one is None else deaths * (one**severity - 1.0) for one in ends)
    assert value is not None
    return Range(value, low, high)


def civilian_cost(cost: str, severity: float) -> Range:
    """A published change of growth (points a year) or of life expectancy (years), by a typed severity in [0, 1]."""
    effect = _effect(cost, "growth", "life_expectancy")
    _check("severity", severity, 0.0, 1.0)
    value, low, high = (None if one is None else one * severity for one in (effect.value, effect.low, effect.high))
    assert value is not None
    return Range(value, low, high)


def _effect(cost: str, *of: str) -> Effect:
    known = {one.id: one for one in pressure_file().costs if one.of in of}
    if cost not in known:
        raise InputError(unknown_name("@name.estimate", cost, known))
    effect = estimates()[known[cost].estimate].effect
    assert effect is not None
    return effect


# --- diffusion --------------------------------------------------------------------------------------------------------


def diffuse(
    base: Sequence[float],
    rate: Sequence[float],
    weights: Sequence[Sequence[float]],
    adopted: Sequence[float],
    election: Sequence[float],
    betas: Betas | None = None,
) -> tuple[float, ...]:
    """The hazards of adoption of all states in a year: log h_c = a_c + β₁ y_c + β₂ Σ_d w_cd A_d + β₃ e_c.

    Parameters
    ----------
    base : e^a, a year
    rate : homicides of the year before, y
    weights : w, of neighbours or of a common language
    adopted : adoption by each state in the year before, A
    election : whether the year has one, e
    betas : typed; none by default, so that nothing moves
    """
    typed = betas or Betas()
    return tuple(
        h
        * math.exp(
            typed.rate * y
            + typed.others * math.fsum(w * a for w, a in zip(row, adopted, strict=True))
            + typed.election * e
        )
        for h, y, row, e in zip(base, rate, weights, election, strict=True)
    )


# --- the record -------------------------------------------------------------------------------------------------------


def reaction_record() -> Record:
    """First exceptions among the states at risk: a rate a year by Jeffreys' gamma, Γ(n + ½, state-years)."""
    read = pressure_file().reaction
    ended = {one.state: one.date for one in read.first}
    years = math.fsum(_years(read.begins, ended.get(state, read.ends)) for state in read.at_risk)
    shape = len(read.first) + 0.5
    low, high = (float(gammaincinv(shape, at)) / years for at in (0.5 - LEVEL / 2, 0.5 + LEVEL / 2))
    return Record(len(read.first), years, shape / years, low, high, tuple(_adopted(one) for one in read.first))


def _years(begins: str, ends: str) -> float:
    return (date.fromisoformat(ends) - date.fromisoformat(begins)).days / DAYS_PER_YEAR


def _year_before(day: str) -> int:
    """The calendar year that holds most of the twelve months before a day."""
    return (date.fromisoformat(day) - timedelta(days=DAYS_PER_YEAR / 2)).year


def _adopted(one: FirstException) -> Adopted:
    last = sorted((int(year), rate) for year, rate in one.rates.items())[-2:]
    known = len(last) == 2 and last[1][0] == _year_before(one.date)
    return Adopted(one.state, one.date, tuple(last), last[1][1] > last[0][1] if known else None)


def _check(field: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        expected = f"{low:g} … {high:g}"
        raise InputError(Problem("out_of_range", f"--{field}", {"field": field, "found": value, "expected": expected}))
