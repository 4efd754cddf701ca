"""Armed groups: recruitment, arrest, death, exit and return of their members."""

from math import exp, log

from tregua.lab.mechanisms.talks import fierceness, surrender
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


def exposure(others: float, others_0: float, nu: float) -> float:
    """Members of other groups as far as they matter [persons]: H_0 (H/H_0)^ν.

    ν = 1 is the source, in which losses grow with the square of membership; at ν = 0 they grow with membership alone.
    """
    return others_0 * power(others / others_0, nu) if others_0 > 0.0 else 0.0


def conflict_deaths(theta: float, intensity: float, members: float, hostile: float) -> float:
    """Members of a group killed in conflict [persons/year]: θ · V_i · C_i · H_i, each death counted once.

    H_i = Σ_j S_ij C_j members of other groups, as far as they matter.
    """
    return theta * intensity * members * hostile


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


def growth_under_pressure(growth: float, effect: float, pressure: float, pressure_0: float) -> float:
    """Growth of a group [1/year]: g = g(t) − κ (P − P_0), g(t) as expected under the pressure P_0 of the start."""
    return growth - effect * (pressure - pressure_0)


def start_sizes(p: Parameters, s: States) -> None:
    """Members of each group at the start."""
    for g in groups:
        s.members[g] = p.size_0[g]


def meet(p: Parameters, s: States, v: Values) -> None:
    """Members of the other groups of its country that a group meets [persons]: Σ_j S_ij C_j, by hostility."""
    for g in groups:
        total = 0.0
        for other in groups:
            if other != g and host[other] == host[g]:
                total += p.hostility[g, other] * s.members[other]
        v.met[g] = total


def start_country(p: Parameters, lever_0: Levers, s: States, v: Values) -> None:
    """Lethality θ and saturation ω of a country: conflict deaths are the drawn share of its homicides, growth ends.

    θ = χ H_0 / Σ_i V_i C_i Σ_j S_ij C_j and ω = Σ_i max(0, g_i) C_i / (Σ_i C_i² (K/Σ_i C_i − 1)), K the drawn ceiling
    and V_i under the tables then open.
    """
    for h in hosts:
        size = 0.0
        squares = 0.0
        growth = 0.0
        encounters = 0.0
        for g in groups:
            if host[g] == h:
                v.met_0[g] = v.met[g]
                size += s.members[g]
                squares += s.members[g] * s.members[g]
                growth += max(0.0, p.growth[g]) * s.members[g]
                encounters += fierceness(lever_0.talks[g], p.talks_hostility) * s.members[g] * v.met[g]
        v.size_0[h] = size
        v.lethality[h] = 0.0  # a group that is alone meets nobody
        if encounters > 0.0:
            v.lethality[h] = p.casualty_share * p.homicides_0[h] / encounters
        v.saturation[h] = growth / (squares * (p.ceiling / size - 1.0))


def start_recruitment(p: Parameters, lever_0: Levers, s: States, v: Values) -> None:
    """Recruitment ρ that makes each group grow as it was observed to, under the levers then in force."""
    for g in groups:
        h = host[g]
        members = s.members[g]
        fierce = fierceness(lever_0.talks[g], p.talks_hostility)
        lost = (
            s.prison[g] / p.sentence_years * (1.0 - p.return_share)
            + conflict_deaths(v.lethality[h], fierce, members, v.met[g])
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
        growing = growth_under_pressure(expected, p.pressure_effect, lever.pressure[h], lever_0.pressure[h])
        rho = max(0.0, v.recruitment[g] + growing - p.growth[g] + log(shock.growth[g]))
        recruited = recruitment(rho, members, v.left_to_recruit[h], v.pay[h])
        hostile = exposure(v.met[g], v.met_0[g], p.crowding)
        killed = conflict_deaths(v.lethality[h], v.fierceness[g] * shock.fighting[h] * v.calm[h], members, hostile)
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
