"""Force of others: militias that a State arms, and foreign military action, of which no effect was read."""

from tregua.lab.names import Levers, Parameters, Values, hosts
from tregua.lab.units import power


def militia_attacks(aid: float, aid_0: float, elasticity: float, scope: float) -> float:
    """Attacks on civilians over those of the start: (A/A_0)^(η ζ), A aid that reaches militias.

    η was measured where soldiers have a base, ζ is the part of the country's attacks that are there.

    Source: Dube & Naidu 2015.
    """
    return power(aid / aid_0, elasticity * scope)


def foreign_change(action: float, action_0: float, effect: float) -> float:
    """What foreign military action adds to a rate or a logarithm: i · f, f = 0 unless a person types another."""
    return effect * (action - action_0)


def use(p: Parameters, lever: Levers, lever_0: Levers, v: Values) -> None:
    """Attacks of militias on civilians; what foreign action does to homicides and to the growth of groups."""
    for h in hosts:
        v.militia[h] = militia_attacks(lever.militias[h], lever_0.militias[h], p.militia_elasticity, p.militia_scope)
        v.other_change[h] += foreign_change(
            lever.foreign_action[h], lever_0.foreign_action[h], p.foreign_action_homicides
        )
        v.foreign_growth[h] = foreign_change(
            lever.foreign_action[h], lever_0.foreign_action[h], p.foreign_action_growth
        )
