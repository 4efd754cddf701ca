"""Armed groups: recruitment, arrest, death, exit and return of their members."""

from math import exp

from tregua.lab.mechanisms.talks import demobilisation
from tregua.lab.names import (
    Derivatives,
    Levers,
    Outcomes,
    Parameters,
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


def conflict_deaths(theta: float, intensity: float, members: float, hostile: float) -> float:
    """Members of a group killed in conflict [persons/year]: θ · V_i · C_i · Σ_j S_ij C_j, each death counted once."""
    return theta * intensity * members * hostile


def saturation(omega: float, members: float) -> float:
    """Members who drop out of a large group [persons/year]: ω C²."""
    return omega * members * members


def growth_under_pressure(growth: float, share: float, pressure: float) -> float:
    """Growth of a group [1/year]: g_P = (1 − κ · P) · g, g as observed while pressure P was withdrawn.

    κ is the share of that growth which military pressure as in 2021 would have prevented.
    """
    return (1.0 - share * pressure) * growth


def size_at_start(counted: float, growing: float, lag: float) -> float:
    """Members when the run starts, who grow into the count [persons]: C_0 = C_n exp(−g_P · t_n)."""
    return counted * exp(-growing * lag)


def start_sizes(p: Parameters, lever_0: Levers, s: States) -> None:
    """Members of each group at the start."""
    for g in groups:
        growing = growth_under_pressure(p.growth[g], p.pressure_share, lever_0.pressure[host[g]])
        s.members[g] = size_at_start(p.size_0[g], growing, p.count_lag)


def meet(p: Parameters, s: States, v: Values) -> None:
    """Members of the other groups of its country that a group meets [persons]: Σ_j S_ij C_j, by hostility."""
    for g in groups:
        total = 0.0
        for other in groups:
            if other != g and host[other] == host[g]:
                total += p.hostility[g, other] * s.members[other]
        v.met[g] = total


def start_country(p: Parameters, s: States, v: Values) -> None:
    """Lethality θ and saturation ω of a country: conflict deaths are the drawn share of its homicides, growth ends.

    θ = χ H_0 / Σ_i C_i Σ_j S_ij C_j and ω = Σ_i max(0, g_i) C_i / (Σ_i C_i² (K/Σ_i C_i − 1)), K the drawn ceiling.
    """
    for h in hosts:
        size = 0.0
        squares = 0.0
        growth = 0.0
        encounters = 0.0
        for g in groups:
            if host[g] == h:
                size += s.members[g]
                squares += s.members[g] * s.members[g]
                growth += max(0.0, p.growth[g]) * s.members[g]
                encounters += s.members[g] * v.met[g]
        v.size_0[h] = size
        v.lethality[h] = 0.0  # a group that is alone meets nobody
        if encounters > 0.0:
            v.lethality[h] = p.casualty_share * p.homicides_0[h] / encounters
        v.saturation[h] = growth / (squares * (p.ceiling / size - 1.0))


def start_recruitment(p: Parameters, lever_0: Levers, s: States, v: Values) -> None:
    """Recruitment ρ that makes each group grow at the share of its observed rate that does not depend on talks."""
    for g in groups:
        h = host[g]
        members = s.members[g]
        lost = (
            s.prison[g] / p.sentence_years * (1.0 - p.return_share)
            + conflict_deaths(v.lethality[h], 1.0, members, v.met[g])
            + saturation(v.saturation[h], members)
            + demobilisation(p.individual_exit, 0.0, 0.0, members)
            - p.relapse_hazard * s.ex_members[h] * members / v.size_0[h]
        )
        growing = growth_under_pressure(p.growth[g], p.pressure_share, lever_0.pressure[h])
        v.recruitment[g] = growing + lost / members


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


def change(p: Parameters, lever: Levers, lever_0: Levers, s: States, d: Derivatives, v: Values) -> None:
    """Members who come and go, and the counters of their flows."""
    for h in hosts:
        d.recruited[h] = 0.0
        d.killed[h] = 0.0
        d.dropped_out[h] = 0.0
        v.likely_recruits[h] = 0.0
    for g in groups:
        h = host[g]
        members = s.members[g]
        growing = growth_under_pressure(p.growth[g], p.pressure_share, lever.pressure[h])
        growing_0 = growth_under_pressure(p.growth[g], p.pressure_share, lever_0.pressure[h])
        rho = v.recruitment[g] + growing - growing_0
        recruited = recruitment(rho, members, v.left_to_recruit[h], v.pay[h])
        killed = conflict_deaths(v.lethality[h], v.fierceness[g], members, v.met[g])
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


def report(s: States, was: States, out: Outcomes) -> None:
    """Members on the day, and those killed since `was`."""
    for g in groups:
        out.group_members[g] = s.members[g]
    for h in hosts:
        out.conflict_deaths[h] = s.killed[h] - was.killed[h]
