"""Talks: members who lay down arms, alone or with their group."""

from math import log

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, States, Values, groups, host, hosts
from tregua.lab.units import power


def surrender(individual: float, talks: float, ratio: float, members: float) -> float:
    """Members who lay down arms one by one [persons/year]: d · r^a · C, r what an open table does to it."""
    return individual * power(ratio, talks) * members


def collective(signature: float, years_since: float, share: float, members: float) -> float:
    """Members who lay down arms with their group [persons/year]: −ln(1 − f) · C.

    In the year after it signs; none before or later.
    """
    return -log(1.0 - share) * members if signature > 0.0 and years_since < 1.0 else 0.0


def lay_down(p: Parameters, lever: Levers, s: States, d: Derivatives, v: Values) -> None:
    """Members who leave by individual surrender or at a table."""
    hazard = p.signature_hazard_recent
    if p.signature_class > 0.5:
        hazard = p.signature_hazard_past
    for h in hosts:
        d.demobilised[h] = 0.0
    for g in groups:
        d.at_table[g] = hazard * lever.talks[g]
        v.signed[g] = 1.0 if s.at_table[g] >= p.patience[g] else 0.0
        d.since_signature[g] = v.signed[g]
        alone = surrender(p.individual_exit, lever.talks[g], p.surrender_ratio, s.members[g])
        together = collective(v.signed[g], s.since_signature[g], p.signature_share, s.members[g])
        v.laid_down[g] = alone + together
        d.demobilised[host[g]] += v.laid_down[g]


def report(s: States, was: States, out: Outcomes) -> None:
    """Members who laid down arms since `was`."""
    for h in hosts:
        out.demobilised[h] = s.demobilised[h] - was.demobilised[h]
