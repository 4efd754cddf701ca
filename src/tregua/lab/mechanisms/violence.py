"""Violence: homicides as members killed in conflict and a background, and what a state of exception did to them."""

from math import exp

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, Shocks, States, Values, hosts
from tregua.lab.units import PER_100000


def homicide_flow(killed: float, background: float, emergency: float, transport: float, effect: float) -> float:
    """Homicides [deaths/year]: H = D + B · (1 − x · τ_e · e), D members killed in conflict.

    e is the fall of homicides seen under a state of exception x (a rise below zero), τ_e the share of it that would
    hold elsewhere.
    """
    return killed + background * (1.0 - emergency * transport * effect)


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
        background = v.background[h] * trend * shock.background
        d.homicides[h] = homicide_flow(
            d.killed[h], background, lever.emergency[h], p.emergency_transport, p.emergency_effect
        )
        d.homicide_rate[h] = d.homicides[h] / population * PER_100000


def report(s: States, was: States, out: Outcomes) -> None:
    """Homicides since `was`."""
    for h in hosts:
        out.homicides[h] = s.homicides[h] - was.homicides[h]
        out.homicide_rate[h] = s.homicide_rate[h] - was.homicide_rate[h]
