"""Recruitment, ages and prison: what locking up members prevents (Prieto-Curiel 2025, arXiv 2512.17973).

A ← A (1 + ρ) (1 − κ_P) (1 − κ_K),  then  A ← A − σ A²         members, week by week
recruits of age a ∝ (a − a₀)(a₁ − a),  drop-outs of age a ∝ aᵏ × members of that age
prevented = (1 + q) S Σ arrests / Σ recruits (a_end − age)      of a generation, as the author counts

In each week come recruits, then arrests, then deaths, then drop-outs. The author draws ages, exits and sentences at
random; here stand their means, and one mean sentence S instead of the survey of sentences, which this project does not
hold. As in his code nobody returns to the group from prison, and what may follow a release is worked out apart:

κ_P A*/A,  κ_K A*/A,  σ A                 weekly risks of arrest, death and dropping out, A* the size of a week of 2003
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tregua.models.arguments import check
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
FIRST_YEAR = 1965
WEEKS = 4228  # to the end of 2045
YEARS_A_WEEK = 7 / 365  # the author's generations have years of 365 days
RECRUIT_WEEKS = 2501  # weeks of age, from 0, in which a recruit may be
GENERATION = 1990  # whose lives the author counts
FLOWS = ("recruits", "arrests", "deaths", "dropouts")


@dataclass(frozen=True)
class Parameters:
    """Flows of 2022, ages, and what prison does.

    Attributes
    ----------
    recruits : in 2022 [persons/week]
    arrests, deaths : of members in 2022 [persons/year]
    size_2022 : members to whom those flows belong
    ceiling : size at which members would not change
    start : members on 1 January 1965
    weeks_per_year : of the flows and of ages
    youngest, oldest : a₀, a₁, ages between which people are recruited [years]
    dropout_power : k
    life_end : a_end, age at which a life ends [years]
    sentence : S, mean [years]
    rearrested : q, share of those released who are arrested again
    reference_week : week of the run that gives A*
    """

    recruits: float
    arrests: float
    deaths: float
    size_2022: float
    ceiling: float
    start: float
    weeks_per_year: float
    youngest: float
    oldest: float
    dropout_power: float
    life_end: float
    sentence: float
    rearrested: float
    reference_week: float


class Rates(NamedTuple):
    """ρ, κ_P, κ_K [1/week], σ [1/(member week)]."""

    recruitment: float
    arrest: float
    death: float
    saturation: float


def rates(p: Parameters) -> Rates:
    """Weekly rates from the flows of 2022; σ = (ρ − κ_P − κ_K) / ceiling."""
    recruitment = p.recruits / p.size_2022
    arrest, death = (flow / p.weeks_per_year / p.size_2022 for flow in (p.arrests, p.deaths))
    return Rates(recruitment, arrest, death, (recruitment - arrest - death) / p.ceiling)


def week_of(year: int) -> int:
    """The first week of the run that begins on or after 1 January of `year`."""
    return -((date(FIRST_YEAR, 1, 1) - date(year, 1, 1)).days // 7)


def recruit_ages(p: Parameters) -> Floats:
    """Shares of recruits by age in weeks, shape (RECRUIT_WEEKS,)."""
    years = np.arange(RECRUIT_WEEKS) / p.weeks_per_year
    density = np.maximum((years - p.youngest) * (p.oldest - years), 0.0)
    return np.asarray(density / density.sum())


def follow(weeks: int, p: Parameters) -> tuple[NDArray[np.int_], Floats]:
    """Generations, and their members, recruits, arrests, deaths and drop-outs in weeks 0 to `weeks`.

    Returns
    -------
    years of birth, shape (generations,); persons, shape (5, weeks + 1, generations)
    """
    rate, ages = rates(p), recruit_ages(p)[::-1]  # in the order of birth
    born = np.arange(weeks + RECRUIT_WEEKS) - (RECRUIT_WEEKS - 1)  # week of birth
    leaning = (
        np.arange(len(born))[::-1] / p.weeks_per_year / p.life_end
    ) ** p.dropout_power  # by age, the oldest first
    generation, first = np.unique(FIRST_YEAR + np.floor(born * YEARS_A_WEEK).astype(int), return_index=True)
    members = np.zeros(len(born))
    members[:RECRUIT_WEEKS] = p.start * ages
    history = np.zeros((1 + len(FLOWS), weeks + 1, len(generation)))
    history[0, 0] = np.add.reduceat(members, first)
    for week in range(1, weeks + 1):
        recruits = np.zeros_like(members)
        recruits[week : week + RECRUIT_WEEKS] = rate.recruitment * members.sum() * ages
        members = members + recruits
        arrests = rate.arrest * members
        members = members - arrests
        deaths = rate.death * members
        members = members - deaths
        leave = members * np.append(leaning[weeks - week :], np.zeros(weeks - week))
        dropouts = np.minimum(rate.saturation * members.sum() ** 2 * leave / leave.sum(), members)
        members = members - dropouts
        history[:, week] = [np.add.reduceat(one, first) for one in (members, recruits, arrests, deaths, dropouts)]
    return generation, history


def simulate(parameters: Parameters | None = None, *, seed: int = 0, weeks: int = WEEKS) -> xr.Dataset:
    """Follow members of every generation from 1965, week by week.

    Parameters
    ----------
    weeks : how many to follow

    Returns
    -------
    dataset over `week` (weeks + 1) and `generation`, the year of birth: members; flows of the week that ends there,
    zero at the start

    Raises
    ------
    InputError
        With each argument that is out of its range.
    """
    p = bound(Parameters, parameters)
    check(0, whole=True, weeks=weeks)
    generation, history = follow(weeks, p)
    dims, weekly = ("week", "generation"), {"units": "persons/week"}
    run = xr.Dataset(
        {"members": (dims, history[0], {"units": "persons"})}
        | {f"{name}_per_week": (dims, flow, weekly) for name, flow in zip(FLOWS, history[1:], strict=True)},
        {"generation": generation, "week": ("week", np.arange(weeks + 1), {"units": "week"})},
    )
    return recorded(run, p, seed, source="prieto_curiel_2025_prison, prieto_curiel_2025_code")


def age(generation: int, run: xr.Dataset) -> Floats:
    """Age of a generation in each week of `run`, in years, counted from the middle of its year of birth."""
    return np.asarray(FIRST_YEAR + run.week.values * YEARS_A_WEEK - (generation + 0.5))


def years_ahead(generation: int, run: xr.Dataset, p: Parameters) -> float:
    """Years from recruitment to the end of life, summed over a generation's recruits [person-years]."""
    recruits = run.recruits_per_week.sel(generation=generation).values
    return float(recruits @ (p.life_end - age(generation, run)))


def prevented(generation: int, run: xr.Dataset, p: Parameters) -> float:
    """Years in prison, those of people arrested again included, as a share of the years that recruits have ahead."""
    arrested = float(run.arrests_per_week.sel(generation=generation).sum())
    return (1 + p.rearrested) * p.sentence * arrested / years_ahead(generation, run, p)


def after_release(generation: int, sentence: float, run: xr.Dataset, p: Parameters) -> tuple[float, float]:
    """What becomes of a generation's prisoners who all go back to the group when their sentence ends.

    Each faces the risks at the size of the week of arrest, until one of them comes true or life ends.

    Returns
    -------
    years active until then, summed [person-years]; share of prisoners who are arrested again
    """
    rate, size = rates(p), run.members.sum("generation").values
    scale = size[int(p.reference_week)] / size
    arrest = rate.arrest * scale / YEARS_A_WEEK
    risk = arrest + (rate.death * scale + rate.saturation * size) / YEARS_A_WEEK
    free = np.maximum(p.life_end - age(generation, run) - sentence, 0.0)
    ended = -np.expm1(-risk * free)
    arrested = run.arrests_per_week.sel(generation=generation).values
    return float(arrested @ (ended / risk)), float(arrested @ (ended * arrest / risk) / arrested.sum())


def lost_by_doubling(generation: int, run: xr.Dataset, p: Parameters) -> float:
    """Active years after release that twice the sentence takes away, as a share of the years of `prevented`."""
    once, twice = (after_release(generation, times * p.sentence, run, p)[0] for times in (1, 2))
    return (once - twice) / years_ahead(generation, run, p)


def _members(run: xr.Dataset, year: int) -> float:
    return float(run.members.isel(week=week_of(year)).sum())


def _prevented(run: xr.Dataset, sentences: float = 1) -> float:
    """What prison prevents when the sentence is multiplied, as the author counts."""
    p = given(run, Parameters)
    return prevented(GENERATION, run, replace(p, sentence=sentences * p.sentence))


def _lost_by_doubling(run: xr.Dataset) -> float:
    return lost_by_doubling(GENERATION, run, given(run, Parameters))


def _arrested_again(run: xr.Dataset) -> float:
    p = given(run, Parameters)
    return after_release(GENERATION, p.sentence, run, p)[1]


QUANTITIES: Mapping[str, Quantity] = {
    "members_2012": lambda run: _members(run, 2012),
    "members_2022": lambda run: _members(run, 2022),
    "members_2012_number": lambda run: _members(run, 2012),
    "members_2022_number": lambda run: _members(run, 2022),
    "members_2030_number": lambda run: _members(run, 2030),
    "prevented_by_prison": _prevented,
    "doubling_prison_years": lambda run: _prevented(run, 2) - _prevented(run),
    "doubling_active_years": _lost_by_doubling,
    "arrested_again": _arrested_again,
}
