"""Violence: homicides as members killed in conflict and a background, and what a state of exception did to them."""

from math import exp

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, Shocks, States, Values, hosts
from tregua.lab.units import PER_100000, power


def coca_value(price_ratio: float, made: float, made_0: float, elasticity: float) -> float:
    """What the value of coca does to violence beside the pay of groups: W = (F q/(F_0 q_0))^ε_v.

    Source: Mejía & Restrepo 2013.
    """
    return power(price_ratio * made / made_0, elasticity) if made_0 > 0.0 else 1.0


def homicide_flow(killed: float, background: float, emergency: float, dose: float, effect: float) -> float:
    """Homicides [deaths/year]: H = D + B · exp(x · δ · e), D members killed in conflict.

    e is the logarithm of the ratio of homicides seen under a state of exception x over what they would have been, δ the
    dose, the part of it that there is elsewhere.
    """
    return killed + background * exp(emergency * dose * effect)


def start(p: Parameters, v: Values) -> None:
    """Homicides in which no member dies in conflict, at the start [deaths/year]: B_0 = (1 − χ) H_0.

    All of them where groups never meet.
    """
    for h in hosts:
        share = p.casualty_share if v.lethality[h] > 0.0 else 0.0
        v.background[h] = (1.0 - share) * p.homicides_0[h]


def kill(p: Parameters, lever: Levers, shock: Shocks, t: float, d: Derivatives, v: Values) -> None:
    """Homicides, and their rate per 100,000 inhabitants."""
    for h in hosts:
        population = p.population_0[h] * exp(p.population_growth[h] * t)
        trend = exp((p.population_growth[h] + p.homicide_drift[h]) * t)
        worth = coca_value(v.price_ratio, v.made[h], v.made_0[h], p.coca_violence)
        background = v.background[h] * trend * worth * v.safer[h] * shock.background
        d.homicides[h] = homicide_flow(
            d.killed[h], background, lever.emergency[h], p.emergency_dose, p.emergency_effect
        )
        d.homicide_rate[h] = d.homicides[h] / population * PER_100000


def report(s: States, was: States, out: Outcomes) -> None:
    """Homicides since `was`."""
    for h in hosts:
        out.homicides[h] = s.homicides[h] - was.homicides[h]
        out.homicide_rate[h] = s.homicide_rate[h] - was.homicide_rate[h]
