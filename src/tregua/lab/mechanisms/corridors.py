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
from tregua.lab.units import power


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
    """The share of what is bound for each market that is removed on its way when the run starts."""
    for m in markets:
        drawn = 0.0
        removed = 0.0
        for k in transits:
            drawn += p.route_share[m, k]
            removed += p.route_share[m, k] * p.transit_seizure_share[k]
        v.lost_on_the_way[m] = removed / drawn


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
        for k in transits:
            v.taken[m, k] = v.taken[m, k] / drawn


def pass_through(d: Derivatives, v: Values) -> None:
    """What is removed on each corridor, and how scarce its cocaine is: all that was exported arrives or is removed."""
    for k in transits:
        d.removed[k] = 0.0
        v.arrived[k] = 0.0
        v.awaited[k] = 0.0
    for m in markets:
        sent = v.consumed[m] / (1.0 - v.lost_on_the_way[m])
        for k in transits:
            entered = sent * v.taken[m, k]
            d.removed[k] += entered * v.removed_share[k]
            v.arrived[k] += v.consumed[m] * v.taken[m, k]
            v.awaited[k] += v.wanted[m] * v.taken[m, k]
    for k in transits:
        d.seized += d.removed[k]


def strike(p: Parameters, d: Derivatives, v: Values) -> None:
    """Homicides of the states of each corridor over those without scarcity; nothing follows from them."""
    for k in transits:
        d.struck[k] = scarcity_homicides(v.arrived[k], v.awaited[k], p.corridor_link)


def report(p: Parameters, s: States, was: States, out: Outcomes) -> None:
    """What was removed on each corridor since `was`, as it is weighed, and the mean homicides over that time."""
    for k in transits:
        out.corridor_removed[k] = (s.removed[k] - was.removed[k]) / p.seizure_purity
        out.corridor_homicides[k] = s.struck[k] - was.struck[k]
