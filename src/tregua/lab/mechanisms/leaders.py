"""Removal of leaders: how fiercely a group fights afterwards, deaths beside that, and groups that split off."""

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, States, Values, groups, host, hosts


def lost_change(removed: float, lost: float, years: float) -> float:
    """Yearly change of the leaders whose removal is still felt [1/year]: ρ_k − K/T_k."""
    return removed - lost / years


def leader_jump(scope: float, jump: float, lost: float, lost_0: float) -> float:
    """How fiercely a group fights over what it did at the start: J = (1 + a min(1, ζ K))/(1 + a min(1, ζ K_0)).

    a is the rise where a leader was removed, ζ the part of the group's fighting that is there, K the leaders whose
    removal is still felt, K_0 those at the start; more than everywhere it cannot be.
    """
    return (1.0 + jump * min(1.0, scope * lost)) / (1.0 + jump * min(1.0, scope * lost_0))


def succession_deaths(each: float, lost: float, lost_0: float, years: float) -> float:
    """Deaths after removals beside those in fights, over those of the start [deaths/year]: n (K − K_0)/T_k."""
    return each * (lost - lost_0) / years


def divided(probability: float, removed: float) -> float:
    """Groups that split off after removals [groups/year]: π · ρ_k."""
    return probability * removed


def start(p: Parameters, lever_0: Levers, s: States, v: Values) -> None:
    """Which of the four readings holds: a rise for half a year, one for a year, deaths each, or nothing."""
    v.leader_rise = 0.0
    v.leader_years = 0.5
    v.leader_deaths = 0.0
    if p.leader_reading < 0.5:
        v.leader_rise = p.leader_rise_short
    if p.leader_reading > 0.5:
        v.leader_years = 1.0
        if p.leader_reading < 1.5:
            v.leader_rise = p.leader_rise_long
        if p.leader_reading > 1.5 and p.leader_reading < 2.5:
            v.leader_deaths = p.leader_deaths_each
    for g in groups:
        s.leaders_lost[g] = lever_0.leader_removal[g] * v.leader_years
        v.leader_jump[g] = 1.0


def remove(p: Parameters, lever: Levers, lever_0: Levers, s: States, d: Derivatives, v: Values) -> None:
    """What removals of the last months do to a group's fights, and to the number of groups."""
    for h in hosts:
        v.succession[h] = 0.0
        d.groups_split[h] = 0.0
    for g in groups:
        h = host[g]
        lost_0 = lever_0.leader_removal[g] * v.leader_years
        v.leader_jump[g] = leader_jump(p.leader_scope, v.leader_rise, s.leaders_lost[g], lost_0)
        v.succession[h] += succession_deaths(v.leader_deaths, s.leaders_lost[g], lost_0, v.leader_years)
        d.leaders_lost[g] = lost_change(lever.leader_removal[g], s.leaders_lost[g], v.leader_years)
        d.groups_split[h] += divided(p.split_probability, lever.leader_removal[g])


def report(s: States, was: States, out: Outcomes) -> None:
    """Groups that split off since `was`."""
    for h in hosts:
        out.groups_split_off[h] = s.groups_split[h] - was.groups_split[h]
