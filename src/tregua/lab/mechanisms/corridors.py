"""Corridors: the ways from export to consumer, what is removed on each, and how traffic moves from one to another."""

from tregua.lab.names import (
    Derivatives,
    Levers,
    Outcomes,
    Parameters,
    States,
    Values,
    markets,
    transits,
)
from tregua.lab.units import MONTHS_PER_YEAR, power


def removed_share(share_0: float, effort: float) -> float:
    """Share of what enters a corridor that is removed: σ = x σ_0/(1 + (x − 1) σ_0).

    Removals for each kilogram that gets through are x times those of the start; at x = 1 nothing changes.
    """
    return effort * share_0 / (1.0 + (effort - 1.0) * share_0)


def drawn_traffic(share: float, removed: float, removed_0: float, response: float) -> float:
    """What a corridor draws of a market's traffic, before all are scaled to one: u = w ((1 − σ)/(1 − σ_0))^β.

    A logit, w exp(−β (k − k_0)); its cost k = −ln(1 − σ) is the logarithm of what must enter for a kilogram to arrive.
    """
    return share * power((1.0 - removed) / (1.0 - removed_0), response)


def scarcity_homicides(arrived: float, wanted: float, link: float) -> float:
    """Homicides of the states of a corridor over those without scarcity: J = (C/W)^λ.

    Source: Castillo, Mejía & Restrepo 2020.
    """
    return power(arrived / wanted, link)


def start(p: Parameters, v: Values) -> None:
    """The share of what is bound for each market that is removed on its way at the start, and by where it comes."""
    for m in markets:
        drawn = 0.0
        removed = 0.0
        for k in transits:
            drawn += p.route_share[m, k]
            removed += p.route_share[m, k] * p.transit_seizure_share[k]
        v.lost_on_the_way[m] = removed / drawn
        v.sent_for_one[m] = 1.0 / (1.0 - v.lost_on_the_way[m])
        for k in transits:
            through = p.route_share[m, k] / drawn * (1.0 - p.transit_seizure_share[k])
            v.by_corridor[m, k] = through * v.sent_for_one[m]


def route(p: Parameters, lever: Levers, v: Values) -> None:
    """The corridors that each market's cocaine takes, and the share of it that is removed on them."""
    for k in transits:
        v.removed_share[k] = removed_share(p.transit_seizure_share[k], lever.corridor_interdiction[k])
    for m in markets:
        drawn = 0.0
        removed = 0.0
        for k in transits:
            taken = drawn_traffic(
                p.route_share[m, k], v.removed_share[k], p.transit_seizure_share[k], p.corridor_response
            )
            v.taken[m, k] = taken
            drawn += taken
            removed += taken * v.removed_share[k]
        v.lost_on_the_way[m] = removed / drawn
        v.sent_for_one[m] = 1.0 / (1.0 - v.lost_on_the_way[m])
        for k in transits:
            v.taken[m, k] = v.taken[m, k] / drawn


def pass_through(d: Derivatives, v: Values) -> None:
    """What is removed and arrives on each corridor, all that was sent, and what would arrive by those of the start."""
    for k in transits:
        d.removed[k] = 0.0
        d.arrived[k] = 0.0
        d.awaited[k] = 0.0
    for m in markets:
        sent = v.consumed[m] * v.sent_for_one[m]
        for k in transits:
            entered = sent * v.taken[m, k]
            d.removed[k] += entered * v.removed_share[k]
            d.arrived[k] += entered * (1.0 - v.removed_share[k])
            d.awaited[k] += v.wanted[m] * v.by_corridor[m, k]
    for k in transits:
        d.seized += d.removed[k]


def report(p: Parameters, s: States, was: States, out: Outcomes) -> None:
    """What was removed on each corridor since `was`, as it is weighed, and the homicides of its states over that time.

    Those are a month's part of the year's mean. Nothing follows from them.
    """
    for k in transits:
        arrived = s.arrived[k] - was.arrived[k]
        awaited = s.awaited[k] - was.awaited[k]
        out.corridor_removed[k] = (s.removed[k] - was.removed[k]) / p.seizure_purity
        out.corridor_homicides[k] = scarcity_homicides(arrived, awaited, p.corridor_link) / MONTHS_PER_YEAR
