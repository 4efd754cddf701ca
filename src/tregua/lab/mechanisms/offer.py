"""The negotiated exit: who takes an offer under the law, who breaks it, who is extradited and who is spared.

What the law decides comes from the rows of a regime (`lab/rules.py`). What people make of it is a reduced form whose
two numbers, β and γ, are zero until somebody types one: no estimate identifies them.
"""

from math import exp

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
    ranks,
)
from tregua.lab.units import power


def chance(sure: float, left_open: float, filled: float) -> float:
    """A probability of which the rows leave a part open: p = a + u · b, u how what is open is filled."""
    return sure + filled * left_open


def benefit_kept(consent: float, survival: float, years: float, term: float) -> float:
    """Chance that a benefit lasts as long as one who weighs it looks ahead: k = c · q^(T/t).

    c the United States consent, q the benefit survives an election, one every t years.
    """
    return consent * power(survival, years / term)


def expected(kept: float, inside: float, outside: float) -> float:
    """Chance of extradition of one who takes the offer and keeps it: p_out − k · (p_out − p_in)."""
    return outside - kept * (outside - inside)


def years_avoided(requested: float, outside: float, inside: float, loss: float) -> float:
    """Years abroad that the offer spares in expectation: Δ(p · L) = ρ (p_out − p_in) L, ρ requested and caught."""
    return requested * (outside - inside) * loss


def stated_penalty(most: float, fewer: float, granted: float) -> float:
    """Years of penalty that the rows state: y = y_max − u (y_max − y_min)."""
    return most - granted * fewer


def years_off(kept: float, cut: float, stated: float, years: float, penalty: float) -> float:
    """Years of the ordinary penalty that the offer takes off in expectation: Δθ = k (s θ + w max(0, θ − y))."""
    return kept * (cut * penalty + stated * max(0.0, penalty - years))


def response(beta: float, avoided: float, gamma: float, off: float) -> float:
    """Hazard of exit over that without an offer: exp(β Δ(p · L) + γ Δθ); β = γ = 0 leaves it alone."""
    if beta == 0.0 and gamma == 0.0:
        return 1.0
    return exp(beta * avoided + gamma * off)


def taken(offered: float, leaving: float) -> float:
    """Members who take an offer one by one [persons/year]: o · E, o the part of a group that may, E who leaves."""
    return offered * leaving


def deterred(beta: float, loss: float, threat: float, threat_0: float) -> float:
    """Recruits over those under the threat of the start: exp(−β L (τ − τ_0)), τ the chance of being extradited."""
    if beta == 0.0:
        return 1.0
    return exp(-beta * loss * (threat - threat_0))


def executed(level: float, threat: float, covered: float, outside: float, inside: float, outside_0: float) -> float:
    """People extradited [persons/year]: X_0 x [(1 − m) p_out + m p_in]/p_out,0, m the part covered by a negotiation."""
    return level * threat * ((1.0 - covered) * outside + covered * inside) / outside_0


def delivered_again(broken: float, share: float, requested: float, risk: float) -> float:
    """People extradited because they broke the offer [persons/year]: B · n · ρ · p_b, n the part of a rank."""
    return broken * share * requested * risk


def suspended(level: float, threat: float, covered: float, spared: float, outside_0: float) -> float:
    """Surrenders suspended [persons/year]: X_0 x m z/p_out,0, z = p_out − p_in what the law spares who negotiates."""
    return level * threat * covered * spared / outside_0


def under_law(p: Parameters, lever: Levers, v: Values) -> None:
    """What the law in force gives each rank, what is open in it filled as drawn."""
    for r in ranks:
        v.risk_outside[r] = min(1.0, chance(lever.law_outside[r], lever.law_outside_open[r], p.open_filled))
        v.risk_inside[r] = min(1.0, chance(lever.law_inside[r], lever.law_inside_open[r], p.open_filled))
        v.risk_breach[r] = min(1.0, chance(lever.law_breach[r], lever.law_breach_open[r], p.open_filled))
        v.penalty_cut[r] = min(1.0, chance(lever.law_cut[r], lever.law_cut_open[r], p.unstated_cut))
        v.penalty_years[r] = stated_penalty(lever.law_years[r], lever.law_years_open[r], p.unstated_cut)


def start(p: Parameters, lever_0: Levers, v: Values) -> None:
    """The threat of extradition under the law and the requests of the start, by rank."""
    for r in ranks:
        v.risk_0[r] = min(1.0, chance(lever_0.law_outside[r], lever_0.law_outside_open[r], p.open_filled))


def weigh(p: Parameters, lever: Levers, v: Values) -> None:
    """What an offer does to the hazard of exit of a group, its ranks by their share; exactly one where none is open."""
    whole = 0.0
    for r in ranks:
        whole += p.rank_share[r]
    for g in groups:
        h = host[g]
        survival = p.survival_law * lever.law_force[h] + p.survival_speech * (1.0 - lever.law_force[h])
        scope = lever.offer[g] * min(1.0, chance(lever.law_scope[g], lever.law_scope_open[g], p.scope_filled))
        v.offered[g] = scope
        v.willing[g] = 1.0
        if scope > 0.0:
            kept = benefit_kept(p.us_consent, survival, p.looks_ahead, p.term)
            lasting = benefit_kept(1.0, survival, p.looks_ahead, p.term)  # a penalty at home asks nobody abroad
            for r in ranks:
                inside = expected(kept, v.risk_inside[r], v.risk_outside[r])
                requested = min(1.0, p.requested[r] * lever.extradition[h])
                avoided = years_avoided(requested, v.risk_outside[r], inside, p.years_abroad)
                stated = lever.law_stated[r]
                off = years_off(lasting, v.penalty_cut[r], stated, v.penalty_years[r], p.ordinary_penalty[r])
                more = response(p.extradition_pull, avoided, p.penalty_pull, off) - 1.0
                v.willing[g] += scope * p.rank_share[r] / whole * more


def deter(p: Parameters, lever: Levers, lever_0: Levers, v: Values) -> None:
    """What a threat of extradition other than that of the start does to recruitment, ranks by their share."""
    whole = 0.0
    for r in ranks:
        whole += p.rank_share[r]
    for h in hosts:
        if p.extradition_pull != 0.0:
            left = 1.0
            for r in ranks:
                threat = min(1.0, p.requested[r] * lever.extradition[h]) * v.risk_outside[r]
                threat_0 = min(1.0, p.requested[r] * lever_0.extradition[h]) * v.risk_0[r]
                less = deterred(p.extradition_pull, p.years_abroad, threat, threat_0) - 1.0
                left += p.rank_share[r] / whole * less
            v.left_to_recruit[h] *= left


def keep_or_break(p: Parameters, s: States, d: Derivatives, v: Values) -> None:
    """Those who take the offer alone, those of them who return, and those whose return is detected."""
    for h in hosts:
        rate = v.returning[h] / s.ex_members[h] if s.ex_members[h] > 0.0 else 0.0
        back = rate * s.under_offer[h]
        d.taken[h] = 0.0
        d.broken[h] = p.detected * back
        d.under_offer[h] = -back - s.under_offer[h] / p.at_risk_years
    for g in groups:
        taking = taken(v.offered[g], v.alone[g])
        d.taken[host[g]] += taking
        d.under_offer[host[g]] += taking


def extradite(p: Parameters, lever: Levers, s: States, d: Derivatives, v: Values) -> None:
    """Extraditions carried out and suspended: requests as on record, weighted by who is requested in each rank.

    Requests for those under an offer, as many for each as for a member, and some for members at a table are covered.
    """
    for h in hosts:
        v.covered[h] = s.under_offer[h] / (v.size[h] + s.under_offer[h])
        d.extradited[h] = 0.0
        d.suspended[h] = 0.0
    for g in groups:
        at_table = lever.talks[g] * (1.0 - s.splinter[g])
        v.covered[host[g]] += p.covered_at_table * at_table * s.members[g] / v.size[host[g]]
    members = 0.0
    whole = 0.0
    for r in ranks:
        members += p.rank_share[r]
        whole += p.rank_share[r] * p.requested[r]
    for h in hosts:
        for r in ranks:
            share = p.rank_share[r] * p.requested[r] / whole
            out = v.risk_outside[r]
            inside = v.risk_inside[r]
            out_0 = v.risk_0[r]
            level = share * p.extraditions_0[h]
            d.extradited[h] += executed(level, lever.extradition[h], v.covered[h], out, inside, out_0)
            d.suspended[h] += suspended(level, lever.extradition[h], v.covered[h], max(0.0, out - inside), out_0)
            requested = min(1.0, p.requested[r] * lever.extradition[h])
            d.extradited[h] += delivered_again(d.broken[h], p.rank_share[r] / members, requested, v.risk_breach[r])


def report(s: States, was: States, out: Outcomes) -> None:
    """Extraditions, offers taken and broken since `was`."""
    for h in hosts:
        out.extraditions[h] = s.extradited[h] - was.extradited[h]
        out.extraditions_suspended[h] = s.suspended[h] - was.suspended[h]
        out.offer_taken[h] = s.taken[h] - was.taken[h]
        out.offer_broken[h] = s.broken[h] - was.broken[h]
