"""Detention: arrests shared between groups, prison and release, and people held under a state of exception."""

from math import exp

from tregua.lab.mechanisms.exception import held
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
from tregua.lab.units import power


def arrests(capacity: float, members: float, weight: float, weight_sum: float, cap: float) -> float:
    """Arrests in one group [persons/year]: min(E · w_i / Σ_k w_k, κ · C_i), with weights w = C^b.

    With b = 1 and no cap this is the second term of the source; the cap keeps small groups above zero.

    Source: Prieto-Curiel et al. 2023.
    """
    return min(capacity * weight / weight_sum, cap * members)


def capacity_now(capacity: float, size: float, size_0: float, alpha: float) -> float:
    """Arrests a year that the State can make [persons/year]: E = E_0 (C/C_0)^α.

    α = 0 is a fixed number of arrests, as in the source; at α = 1 it grows with those there are to arrest.
    """
    return capacity * power(size / size_0, alpha)


def held_under_exception(emergency: float, dose: float, hazard: float, members: float) -> float:
    """Members detained under a state of exception [persons/year]: x · δ · m · C, beside ordinary arrests."""
    return emergency * dose * hazard * members


def released(imprisoned: float, sentence: float, years: float) -> float:
    """Prisoners set free [persons/year]: P/(ℓ T_P), ℓ times the sentence of the start."""
    return imprisoned / (sentence * years)


def detained(imprisoned: float, members_held: float, held: float) -> float:
    """People detained [persons]: P − M + max(H, M), group members in prison, and all held under a state of exception.

    M of the prisoners are members arrested under it, whom H, all whom it holds, counts while it lasts.
    """
    return imprisoned - members_held + max(held, members_held)


def weigh(p: Parameters, s: States, v: Values) -> None:
    """Weight of each group in what arrests are made, w = C^b, and the sum of its country."""
    for h in hosts:
        v.weight_sum[h] = 0.0
    for g in groups:
        v.arrest_weight[g] = power(s.members[g], p.arrest_exponent)
        v.weight_sum[host[g]] += v.arrest_weight[g]


def start(p: Parameters, s: States, v: Values) -> None:
    """Arrest capacity E of the start, and as many prisoners as its arrests would keep constant."""
    for h in hosts:
        v.capacity[h] = p.arrest_hazard * v.size_0[h]
    for g in groups:
        h = host[g]
        v.arrested[g] = arrests(v.capacity[h], s.members[g], v.arrest_weight[g], v.weight_sum[h], p.arrest_cap)
        s.prison[g] = v.arrested[g] * p.sentence_years


def arrest(p: Parameters, lever: Levers, s: States, d: Derivatives, v: Values) -> None:
    """Arrests and releases; a share of those released go back to their group."""
    for g in groups:
        h = host[g]
        capacity = capacity_now(v.capacity[h], v.size[h], v.size_0[h], p.arrest_scaling) * lever.arrests[h]
        ordinary = arrests(capacity, s.members[g], v.arrest_weight[g], v.weight_sum[h], p.arrest_cap)
        held = held_under_exception(lever.emergency[h], p.emergency_dose, p.emergency_hazard, s.members[g])
        v.arrested[g] = ordinary + held
        v.released[g] = released(s.prison[g], lever.sentence[h], p.sentence_years)
        v.back[g] = p.return_share * v.released[g]
        d.prison[g] = v.arrested[g] - v.released[g]
        d.members_held[g] = held - released(s.members_held[g], lever.sentence[h], p.sentence_years)


def report(p: Parameters, lever: Levers, t: float, s: States, out: Outcomes) -> None:
    """People held on the day, and the group members in prison."""
    for h in hosts:
        population = p.population_0[h] * exp(p.population_growth[h] * t)
        imprisoned = 0.0
        members_held = 0.0
        for g in groups:
            if host[g] == h:
                imprisoned += s.prison[g]
                members_held += s.members_held[g]
        out.members_in_prison[h] = imprisoned
        people = held(lever.emergency[h], p.emergency_dose, p.emergency_detention, population)
        out.detained[h] = detained(imprisoned, members_held, people)
