"""Reintegration: ex-members, the programme, and the return of some of them."""

from math import exp

from tregua.lab.mechanisms.talks import surrender
from tregua.lab.names import Derivatives, Levers, Parameters, States, Values, groups, host, hosts


def relapse(hazard: float, coverage: float, coverage_0: float, ratio: float, ex_members: float) -> float:
    """Ex-members who return to a group [persons/year].

    λ X (1 − c(1 − r))/(1 − c_0(1 − r)): λ was measured at coverage c_0; inside the programme the hazard is r times
    that outside, of which the source gives the sign.

    Source: González Peña & Dorussen 2020.
    """
    return hazard * ex_members * (1.0 - coverage * (1.0 - ratio)) / (1.0 - coverage_0 * (1.0 - ratio))


def implemented(effect: float, accord: float, accord_0: float) -> float:
    """Return of ex-members over that under the accord as far as it was implemented: exp(−ε_a (A − A_0)).

    ε_a = 0 until one types it.
    """
    return exp(-effect * (accord - accord_0))


def start(p: Parameters, lever_0: Levers, s: States, v: Values) -> None:
    """As many ex-members as the exits of the start would keep constant."""
    for h in hosts:
        leaving = 0.0
        for g in groups:
            if host[g] == h:
                surrendered = surrender(p.individual_exit, lever_0.talks[g], p.surrender_ratio, s.members[g])
                leaving += v.arrested[g] * (1.0 - p.return_share) + surrendered
        s.ex_members[h] = leaving / (p.relapse_hazard + 1.0 / p.at_risk_years)


def return_or_stay(p: Parameters, lever: Levers, lever_0: Levers, s: States, d: Derivatives, v: Values) -> None:
    """Ex-members who return, those past the years of risk, and those who come from arms and from prison."""
    for h in hosts:
        v.returning[h] = relapse(
            p.relapse_hazard, lever.reintegration[h], lever_0.reintegration[h], p.programme_ratio, s.ex_members[h]
        ) * implemented(p.accord_effect, lever.accord[h], lever_0.accord[h])
        d.left_for_good[h] = s.ex_members[h] / p.at_risk_years
        d.ex_members[h] = -v.returning[h] - d.left_for_good[h]
    for g in groups:
        d.ex_members[host[g]] += v.laid_down[g] + v.released[g] - v.back[g]
