"""Homicides: members killed in conflict, civilians whom groups kill, and a background that policies may change."""

from math import exp

from tregua.lab.names import Derivatives, Outcomes, Parameters, Shocks, States, Values, hosts
from tregua.lab.units import PER_100000, power


def coca_value(price_ratio: float, made: float, made_0: float, elasticity: float) -> float:
    """What the value of coca does to violence beside the pay of groups: W = (F q/(F_0 q_0))^ε_v.

    Source: Mejía & Restrepo 2013.
    """
    return power(price_ratio * made / made_0, elasticity) if made_0 > 0.0 else 1.0


def homicide_flow(killed: float, civilians: float, background: float, change: float) -> float:
    """Homicides [deaths/year]: H = D + O + B · exp(x), D members killed in conflict, O others killed for it.

    x is the sum of what policies do to all other homicides, each the logarithm of a ratio.
    """
    return killed + civilians + background * exp(change)


def start(p: Parameters, v: Values) -> None:
    """Homicides outside the conflict of armed groups, at the start [deaths/year]: B_0 = H_0 − D_0 − O_0."""
    for h in hosts:
        v.background[h] = p.homicides_0[h] - v.killed_0[h] - v.civilians_0[h]


def begin(v: Values) -> None:
    """No policy changes the other homicides, until one says so."""
    for h in hosts:
        v.other_change[h] = 0.0


def kill(p: Parameters, shock: Shocks, t: float, d: Derivatives, v: Values) -> None:
    """Homicides, and their rate per 100,000 inhabitants."""
    for h in hosts:
        population = p.population_0[h] * exp(p.population_growth[h] * t)
        trend = exp((p.population_growth[h] + p.homicide_drift[h]) * t)
        worth = coca_value(v.price_ratio, v.made[h], v.made_0[h], p.coca_violence)
        background = v.background[h] * trend * worth * v.safer[h] * shock.background
        d.homicides[h] = homicide_flow(d.killed[h], d.civilians[h] + v.succession[h], background, v.other_change[h])
        d.homicide_rate[h] = d.homicides[h] / population * PER_100000


def report(s: States, was: States, out: Outcomes) -> None:
    """Homicides since `was`."""
    for h in hosts:
        out.homicides[h] = s.homicides[h] - was.homicides[h]
        out.homicide_rate[h] = s.homicide_rate[h] - was.homicide_rate[h]
