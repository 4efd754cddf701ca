"""Conflict in three kinds: between groups and the State, between groups, and of groups against civilians."""

from math import exp

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, Shocks, States, Values, groups, host, hosts
from tregua.lab.units import power


def presence(presence_0: float, members: float, members_0: float, mu: float) -> float:
    """Municipalities in which a group is [municipalities]: M = M_0 (C/C_0)^μ."""
    return presence_0 * power(members / members_0, mu)


def conflict_deaths(theta: float, intensity: float, members: float, hostile: float) -> float:
    """Members of a group killed by other groups [persons/year]: θ · V_i · C_i · H_i, each death counted once.

    H_i = Σ_j S_ij M_j: of its members as many meet group j as if both lay independently over the same territory. Where
    presence grows with membership, M ∝ C, this is the third term of the source.

    Source: Prieto-Curiel et al. 2023.
    """
    return theta * intensity * members * hostile


def fierceness(ceasefire: float, change: float) -> float:
    """Lethality of a group's fights with other groups over that without a ceasefire: V = exp(c · h)."""
    return exp(ceasefire * change)


def state_deaths(sigma: float, contact: float, members: float) -> float:
    """Members of a group killed by the State [persons/year]: σ · N_i · C_i."""
    return sigma * contact * members


def contact(ceasefire: float, change: float, pressure: float, pressure_0: float, response: float) -> float:
    """How often a group and the State meet, over what it was at the start: N = exp(c · f + ζ (P − P_0))."""
    return exp(ceasefire * change + response * (pressure - pressure_0))


def civilian_deaths(civilians_0: float, contest: float, contest_0: float, epsilon: float) -> float:
    """Civilians killed by groups [persons/year]: O_0 (Q/Q_0)^ε, Q what groups fight over territory."""
    return civilians_0 * power(contest / contest_0, epsilon) if contest_0 > 0.0 else civilians_0


def calmed(under: float, under_0: float, change: float) -> float:
    """What ceasefires do to homicides outside the armed groups, in logarithms: z · (u − u_0)."""
    return change * (under - under_0)


def spread(p: Parameters, s: States, v: Values) -> None:
    """Municipalities in which each group is."""
    for g in groups:
        v.presence[g] = presence(p.presence_0[g], s.members[g], p.size_0[g], p.spreading)


def meet(p: Parameters, v: Values) -> None:
    """Presence of the other groups of its country that a group meets [municipalities]: Σ_j S_ij M_j, by hostility."""
    for g in groups:
        total = 0.0
        for other in groups:
            if other != g and host[other] == host[g]:
                total += p.hostility[g, other] * v.presence[other]
        v.met[g] = total


def start(p: Parameters, lever_0: Levers, s: States, v: Values) -> None:
    """Lethality θ, hazard σ and civilians killed O_0 that give the deaths of the start, under the ceasefires then.

    θ = χ (1 − s) H_0 / Σ_i V_i C_i Σ_j S_ij M_j and σ = χ s H_0 / Σ_i N_i C_i; O_0 = χ_c H_0.
    """
    for h in hosts:
        meetings = 0.0
        contacts = 0.0
        under = 0.0
        for g in groups:
            if host[g] == h:
                meetings += fierceness(lever_0.ceasefire[g], p.ceasefire_fights) * s.members[g] * v.met[g]
                contacts += contact(lever_0.ceasefire[g], p.ceasefire_contact, 0.0, 0.0, 0.0) * s.members[g]
                under += lever_0.ceasefire[g] * s.members[g]
        killed = p.casualty_share * p.homicides_0[h]
        v.lethality[h] = 0.0  # a group that is alone meets nobody
        if meetings > 0.0:
            v.lethality[h] = killed * (1.0 - p.state_share) / meetings
        v.state_hazard[h] = killed * p.state_share / contacts
        v.contest_0[h] = meetings
        v.under_0[h] = under / v.size_0[h]
        v.civilians_0[h] = p.civilian_share * p.homicides_0[h]


def start_losses(p: Parameters, lever_0: Levers, s: States, v: Values) -> None:
    """Members of each group killed at the start [persons/year], and of each country."""
    for h in hosts:
        v.killed_0[h] = 0.0
    for g in groups:
        h = host[g]
        fierce = fierceness(lever_0.ceasefire[g], p.ceasefire_fights)
        near = contact(lever_0.ceasefire[g], p.ceasefire_contact, 0.0, 0.0, 0.0)
        v.killed[g] = conflict_deaths(v.lethality[h], fierce, s.members[g], v.met[g]) + state_deaths(
            v.state_hazard[h], near, s.members[g]
        )
        v.killed_0[h] += v.killed[g]


def fight(p: Parameters, lever: Levers, lever_0: Levers, shock: Shocks, s: States, d: Derivatives, v: Values) -> None:
    """Members killed by the State and by other groups, and what is fought over territory."""
    for h in hosts:
        d.killed_by_state[h] = 0.0
        d.killed_by_groups[h] = 0.0
        v.contest[h] = 0.0
        v.under[h] = 0.0
    for g in groups:
        h = host[g]
        members = s.members[g]
        fierce = fierceness(lever.ceasefire[g], p.ceasefire_fights) * v.leader_jump[g]
        near = contact(
            lever.ceasefire[g], p.ceasefire_contact, lever.pressure[h], lever_0.pressure[h], p.pressure_contact
        )
        climate = shock.fighting[h] * v.calm[h]
        by_groups = conflict_deaths(v.lethality[h], fierce * climate * shock.feuding[h], members, v.met[g])
        by_state = state_deaths(v.state_hazard[h], near * climate, members)
        v.killed[g] = by_groups + by_state
        d.killed_by_groups[h] += by_groups
        d.killed_by_state[h] += by_state
        v.contest[h] += fierce * members * v.met[g]
        v.under[h] += lever.ceasefire[g] * members / v.size[h]


def harm(p: Parameters, shock: Shocks, d: Derivatives, v: Values) -> None:
    """Civilians killed by groups and militias, and what ceasefires do to other homicides."""
    for h in hosts:
        civilians = civilian_deaths(v.civilians_0[h], v.contest[h], v.contest_0[h], p.civilian_response)
        d.civilians[h] = civilians * v.militia[h] * shock.preying[h]
        v.other_change[h] += calmed(v.under[h], v.under_0[h], p.ceasefire_homicides)


def report(s: States, was: States, out: Outcomes) -> None:
    """People killed since `was`, by who killed them and whom."""
    for h in hosts:
        out.conflict_deaths[h] = s.killed[h] - was.killed[h]
        out.killed_by_state[h] = s.killed_by_state[h] - was.killed_by_state[h]
        out.killed_by_groups[h] = s.killed_by_groups[h] - was.killed_by_groups[h]
        out.civilians_killed[h] = s.civilians[h] - was.civilians[h]
