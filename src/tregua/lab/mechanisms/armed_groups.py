"""Armed groups: recruitment, arrest, death, exit and return of their members."""

from math import exp, log

from tregua.lab.mechanisms.talks import surrender
from tregua.lab.names import (
    Derivatives,
    Levers,
    Outcomes,
    Parameters,
    Shocks,
    States,
    Values,
    groups,
    host,
    hosts,
)
from tregua.lab.status import Status
from tregua.lab.units import power


def recruitment(rho: float, members: float, prevention: float, pay: float) -> float:
    """Recruits [persons/year]: ρ · C · M · G, the first term of the source with two multipliers.

    Source: Prieto-Curiel et al. 2023.
    """
    return rho * members * prevention * pay


def pay_effect(rent_per_member: float, rent_per_member_0: float, elasticity: float) -> float:
    """What the cocaine rent per member does to recruitment: G = (r/r_0)^ε_w; ε_w = 0 switches the link off."""
    return power(rent_per_member / rent_per_member_0, elasticity)


def saturation(omega: float, members: float) -> float:
    """Members who drop out of a large group [persons/year]: ω C²."""
    return omega * members * members


def settled_growth(later: float, effect: float, pressure_0: float) -> float:
    """Growth to which that of a group returns under the pressure of the start [1/year]: g_∞ = g_l + κ (1 − P_0).

    g_l was observed over four years under the pressure that is the unit of P.
    """
    return later + effect * (1.0 - pressure_0)


def expected_growth(growth: float, settled: float, years: float, t: float) -> float:
    """Growth of a group t years from the start, pressure unchanged [1/year]: g(t) = g_∞ + (g_0 − g_∞) exp(−t/T_g)."""
    return settled + (growth - settled) * exp(-t / years)


def growth_under_pressure(growth: float, effect: float, pressure: float, pressure_0: float, beyond: float) -> float:
    """Growth of a group [1/year]: g = g(t) − κ (P' − P'_0), g(t) as expected under the pressure P_0 of the start.

    P' = min(P, 1) + β max(P − 1, 0): beyond that of 2021, pressure does as much (β = 1) or nothing more (β = 0).
    """
    more = min(pressure, 1.0) + beyond * max(pressure - 1.0, 0.0)
    more_0 = min(pressure_0, 1.0) + beyond * max(pressure_0 - 1.0, 0.0)
    return growth - effect * (more - more_0)


def start_sizes(p: Parameters, s: States) -> None:
    """Members of each group at the start."""
    for g in groups:
        s.members[g] = p.size_0[g]


def start_country(p: Parameters, s: States, v: Values) -> None:
    """Members and saturation ω of a country: ω = Σ_i max(0, g_i) C_i / (Σ_i C_i² (K/Σ_i C_i − 1)).

    K is the drawn ceiling, at which growth ends.
    """
    for h in hosts:
        size = 0.0
        squares = 0.0
        growth = 0.0
        for g in groups:
            if host[g] == h:
                size += s.members[g]
                squares += s.members[g] * s.members[g]
                growth += max(0.0, p.growth[g]) * s.members[g]
        v.size_0[h] = size
        v.saturation[h] = growth / (squares * (p.ceiling / size - 1.0))


def start_recruitment(p: Parameters, lever_0: Levers, s: States, v: Values) -> None:
    """Recruitment ρ that makes each group grow as it was observed to, under the levers then in force."""
    for g in groups:
        h = host[g]
        members = s.members[g]
        lost = (
            s.prison[g] / p.sentence_years * (1.0 - p.return_share)
            + v.killed[g]
            + saturation(v.saturation[h], members)
            + surrender(p.individual_exit, lever_0.talks[g], p.surrender_ratio, members)
            - p.relapse_hazard * s.ex_members[h] * members / v.size_0[h]
        )
        v.recruitment[g] = p.growth[g] + lost / members


def count(p: Parameters, s: States, v: Values) -> None:
    """Members of a country's groups, and what the cocaine rent per member does to recruitment."""
    for h in hosts:
        v.size[h] = 0.0
    for g in groups:
        v.size[host[g]] += s.members[g]
    for h in hosts:
        v.pay[h] = 1.0
        if v.rent_0[h] > 0.0:
            v.pay[h] = pay_effect(v.rent[h] / v.size[h], v.rent_0[h] / v.size_0[h], p.pay_elasticity)


def change(
    p: Parameters, lever: Levers, lever_0: Levers, shock: Shocks, t: float, s: States, d: Derivatives, v: Values
) -> None:
    """Members who come and go, and the counters of their flows; growth moves by the logarithm of its shock."""
    for h in hosts:
        d.recruited[h] = 0.0
        d.killed[h] = 0.0
        d.dropped_out[h] = 0.0
        v.likely_recruits[h] = 0.0
    for g in groups:
        h = host[g]
        members = s.members[g]
        settled = settled_growth(p.growth_later, p.pressure_effect, lever_0.pressure[h])
        expected = expected_growth(p.growth[g], settled, p.growth_fade, t)
        pressed = growth_under_pressure(
            expected, p.pressure_effect, lever.pressure[h], lever_0.pressure[h], p.pressure_beyond
        )
        growing = pressed + v.foreign_growth[h]
        rho = max(0.0, v.recruitment[g] + growing - p.growth[g] + log(shock.growth[g]))
        recruited = recruitment(rho, members, v.left_to_recruit[h], v.pay[h])
        killed = v.killed[g]
        dropped = saturation(v.saturation[h], members)
        returned = v.returning[h] * members / v.size[h]
        d.members[g] = recruited - v.arrested[g] - killed - dropped - v.laid_down[g] + v.back[g] + returned
        d.recruited[h] += recruited
        d.killed[h] += killed
        d.dropped_out[h] += dropped
        v.likely_recruits[h] += recruitment(rho, members, 1.0, v.pay[h])


def check(s: States) -> int:
    """A group below zero has lost its meaning."""
    met = Status.OK
    for g in groups:
        if not s.members[g] > 0.0:
            met = Status.GROUPS
    return met


def report(s: States, out: Outcomes) -> None:
    """Members on the day."""
    for g in groups:
        out.group_members[g] = s.members[g]
