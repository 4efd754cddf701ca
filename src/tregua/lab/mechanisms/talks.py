"""Talks: members who lay down arms, alone or with their group."""

from math import exp, log

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, States, Values, groups, host, hosts
from tregua.lab.units import power


def surrender(individual: float, talks: float, ratio: float, members: float) -> float:
    """Members who lay down arms one by one [persons/year]: d · r^a · C, r what an open table does to it."""
    return individual * power(ratio, talks) * members


def guaranteed(hazard: float, effect: float, guarantor: float) -> float:
    """Hazard of a signature with a guarantor at the table [1/year]: h · exp(ε_g · G); ε_g = 0 until one types it."""
    return hazard * exp(effect * guarantor)


def settling(signature: float, years_since: float, split: float, share: float) -> float:
    """Hazard at which a signed group comes apart [1/year]: −ln((1 − f)(1 − s)), in the year after it signs."""
    return -log((1.0 - share) * (1.0 - split)) if signature > 0.0 and years_since < 1.0 else 0.0


def collective(hazard: float, split: float, share: float, splinter: float, members: float) -> float:
    """Members who lay down arms with their group [persons/year]: η (1 − φ) C · f(1 − s)/(s + f(1 − s)).

    φ is the part that has split off. With s = 0 it is −ln(1 − f) · C: after a year f of the group has left.
    """
    leaving = share * (1.0 - split)
    return hazard * (1.0 - splinter) * members * leaving / (split + leaving) if hazard > 0.0 else 0.0


def split_off(hazard: float, split: float, share: float, splinter: float) -> float:
    """Growth of the part of a group that has split off from its signature [1/year].

    φ' = η (1 − φ) (s + φ f(1 − s))/(s + f(1 − s)): of those at the table some split off, and the others leave.
    """
    leaving = share * (1.0 - split)
    return hazard * (1.0 - splinter) * (split + splinter * leaving) / (split + leaving) if hazard > 0.0 else 0.0


def lay_down(p: Parameters, lever: Levers, s: States, d: Derivatives, v: Values) -> None:
    """Members who leave by individual surrender or at a table."""
    hazard = p.signature_hazard_recent
    if p.signature_class > 0.5:
        hazard = p.signature_hazard_past
    split = p.splinter_share
    share = p.signature_share
    for h in hosts:
        d.demobilised[h] = 0.0
    for g in groups:
        at_table = lever.talks[g] * (1.0 - s.splinter[g])
        d.at_table[g] = guaranteed(hazard, p.guarantor_effect, lever.guarantor[g]) * at_table
        v.signed[g] = 1.0 if s.at_table[g] >= p.patience[g] else 0.0
        d.since_signature[g] = v.signed[g]
        apart = settling(v.signed[g], s.since_signature[g], split, share)
        d.splinter[g] = split_off(apart, split, share, s.splinter[g])
        v.alone[g] = surrender(p.individual_exit, at_table, p.surrender_ratio, s.members[g]) * v.willing[g]
        together = collective(apart, split, share, s.splinter[g], s.members[g])
        v.laid_down[g] = v.alone[g] + together
        d.demobilised[host[g]] += v.laid_down[g]


def report(s: States, was: States, out: Outcomes) -> None:
    """Members who laid down arms since `was`, and those of a signed group who stay in arms apart from it."""
    for h in hosts:
        out.demobilised[h] = s.demobilised[h] - was.demobilised[h]
    for g in groups:
        out.splinters[g] = s.splinter[g] * s.members[g]
