"""Kidnapping, extortion and displacement: reported where an estimate or a count exists, never fed back."""

from tregua.lab.mechanisms.violence import coca_value
from tregua.lab.names import Derivatives, Outcomes, Parameters, Shocks, States, Values, hosts
from tregua.lab.units import power


def follows_members(per_year: float, members: float, members_0: float, elasticity: float) -> float:
    """Crimes of armed groups [crimes/year]: X_0 (C/C_0)^ξ."""
    return per_year * power(members / members_0, elasticity)


def happen(p: Parameters, shock: Shocks, d: Derivatives, v: Values) -> None:
    """People kidnapped and extorted as groups grow, and displaced as the value of coca does: N_0 (C/C_0)^ε · Z."""
    for h in hosts:
        kidnapped = follows_members(p.kidnapped_0[h], v.size[h], v.size_0[h], p.kidnap_elasticity)
        extorted = follows_members(p.extorted_0[h], v.size[h], v.size_0[h], p.extortion_elasticity)
        worth = coca_value(v.price_ratio, v.made[h], v.made_0[h], p.displacement_elasticity)
        d.kidnapped[h] = kidnapped * shock.kidnapping[h]
        d.extorted[h] = extorted * shock.extorting[h]
        d.displaced[h] = p.displaced_0[h] * worth * shock.displacing[h]


def report(s: States, was: States, out: Outcomes) -> None:
    """Crimes and people displaced since `was`."""
    for h in hosts:
        out.kidnappings[h] = s.kidnapped[h] - was.kidnapped[h]
        out.extortions[h] = s.extorted[h] - was.extorted[h]
        out.displaced[h] = s.displaced[h] - was.displaced[h]
