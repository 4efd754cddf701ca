"""A truce between gangs: fewer homicides while it holds, and what follows when it is revoked."""

from math import exp, log

from tregua.lab.names import Derivatives, Levers, Parameters, States, Values, hosts


def truce_ratio(truce: float, effect: float, remembered: float, overshoot: float) -> float:
    """Homicides over those without a truce: R = 1 + a (e^k − 1) + ω · max(0, m − a).

    a is the part of homicides under a truce that holds, k the logarithm of what one leaves, m the part that is
    remembered to have been under one: once it is revoked, m is above a for some years, in which more are killed.
    """
    return 1.0 + truce * (exp(effect) - 1.0) + overshoot * max(0.0, remembered - truce)


def remembered_change(remembered: float, truce: float, years: float) -> float:
    """Yearly change of the part of homicides remembered to have been under a truce [1/year]: (a − m)/T_m."""
    return (truce - remembered) / years


def start(lever_0: Levers, s: States) -> None:
    """A truce in force at the start has been for long."""
    for h in hosts:
        s.truce_remembered[h] = lever_0.truce[h]


def hold(p: Parameters, lever: Levers, lever_0: Levers, s: States, d: Derivatives, v: Values) -> None:
    """What it does to homicides outside the armed groups, over what one of the start did."""
    for h in hosts:
        ratio = truce_ratio(lever.truce[h], p.truce_effect, s.truce_remembered[h], p.truce_overshoot)
        ratio_0 = truce_ratio(lever_0.truce[h], p.truce_effect, lever_0.truce[h], p.truce_overshoot)
        v.other_change[h] += log(ratio / ratio_0)
        d.truce_remembered[h] = remembered_change(s.truce_remembered[h], lever.truce[h], p.truce_memory)
