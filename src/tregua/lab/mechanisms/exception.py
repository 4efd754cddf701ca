"""State of exception: one dose for what it does to homicides, to people's rights and to those it holds."""

from math import exp

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, States, Values, hosts
from tregua.lab.units import PER_100000


def exception_change(emergency: float, dose: float, effect: float, fade: float, years: float) -> float:
    """What a state of exception does to homicides outside the armed groups, in logarithms: x · δ · e · exp(−φ u).

    e is the logarithm of the ratio of homicides seen under one over what they would have been, δ the dose, the part of
    it that there is elsewhere; u are the years that it has lasted, in which the effect fades. Lifted, it does nothing.
    """
    return emergency * dose * effect * exp(-fade * years)


def held(emergency: float, dose: float, per_100000: float, population: float) -> float:
    """People held under a state of exception [persons]: x · δ · h · N/100 000, h being El Salvador's rate."""
    return emergency * dose * per_100000 * population / PER_100000


def custody_deaths(per_100000: float, emergency: float, dose: float, population: float) -> float:
    """Deaths in custody under a state of exception [deaths/year]: x · δ · μ_c · N/100 000, μ_c El Salvador's rate."""
    return per_100000 * emergency * dose * population / PER_100000


def democracy_change(lost: float, emergency: float, dose: float, change: float, years: float) -> float:
    """Yearly change of what democracy has lost [index/year]: (x · δ · Δ − L)/T_L, and back once it is lifted."""
    return (emergency * dose * change - lost) / years


def act(p: Parameters, lever: Levers, t: float, s: States, d: Derivatives, v: Values) -> None:
    """Homicides under it, deaths of those it holds, and what democracy loses."""
    for h in hosts:
        d.exception_years[h] = lever.emergency[h]
        v.other_change[h] += exception_change(
            lever.emergency[h], p.emergency_dose, p.emergency_effect, p.emergency_fade, s.exception_years[h]
        )
        population = p.population_0[h] * exp(p.population_growth[h] * t)
        d.custody_deaths[h] = custody_deaths(p.custody_mortality, lever.emergency[h], p.emergency_dose, population)
        d.democracy_lost[h] = democracy_change(
            s.democracy_lost[h], lever.emergency[h], p.emergency_dose, p.democracy_effect, p.democracy_years
        )


def report(p: Parameters, s: States, was: States, out: Outcomes) -> None:
    """Deaths in custody since `was`, and liberal democracy on the day."""
    for h in hosts:
        out.custody_deaths[h] = s.custody_deaths[h] - was.custody_deaths[h]
        out.liberal_democracy[h] = p.democracy_0[h] + s.democracy_lost[h]
