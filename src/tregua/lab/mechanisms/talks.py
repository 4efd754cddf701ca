"""Talks: members who lay down arms, at a table or alone, and how fiercely a group at a table fights."""

from math import exp

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, States, Values, groups, host, hosts


def demobilisation(individual: float, talks: float, at_table: float, members: float) -> float:
    """Members who lay down arms [persons/year]: (d + a · g) · C."""
    return (individual + talks * at_table) * members


def fierceness(talks: float, change: float) -> float:
    """Lethality of a group's fights over that without a table: V = exp(a · h)."""
    return exp(talks * change)


def lay_down(p: Parameters, lever: Levers, s: States, d: Derivatives, v: Values) -> None:
    """Members who leave by individual surrender or at a table."""
    for h in hosts:
        d.demobilised[h] = 0.0
    for g in groups:
        v.fierceness[g] = fierceness(lever.talks[g], p.talks_hostility)
        v.laid_down[g] = demobilisation(p.individual_exit, lever.talks[g], p.talks_exit, s.members[g])
        d.demobilised[host[g]] += v.laid_down[g]


def report(s: States, was: States, out: Outcomes) -> None:
    """Members who laid down arms since `was`."""
    for h in hosts:
        out.demobilised[h] = s.demobilised[h] - was.demobilised[h]
