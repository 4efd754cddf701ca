"""Joining an armed group as a choice of work, and the group as a firm (code of Prieto-Curiel et al. 2025).

p = π_f + π_v / (1 + e^(−z)),  z = α + B (r − w − v) − δ κ_P − η κ_K     who joins when asked
C ← (C + p ρ C) (1 − κ_P) (1 − κ_K),  then  C ← C − σ C²                  members, week by week
C* = ((r + ω_c + v − v₀) / (β a))^(1/(β − 1))                             size that pays most, income a C^β

In each week come recruits, then arrests, then deaths, then drop-outs, as in the authors' code, which draws the first
three at random: here stand their means. The income factor a makes the size at the start the best one at v = v₀.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from tregua.models.arguments import problem, refuse
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
WEEKS = 500  # of the authors' runs


@dataclass(frozen=True)
class Parameters:
    """What a person weighs, and what a week does to a group.

    Attributes
    ----------
    pi_v, pi_f : π_v, π_f, shares who join of their own will at the most, and by force
    alpha : α, inclination to join
    sensitivity : B, to money [year/US$]
    pay, wage, transfer : r, w, v₀, of the group, of the legal minimum, of the social programme [US$/year]
    fear_of_arrest, fear_of_death : δ, η [week]
    kappa_p, kappa_k : κ_P, κ_K, chance of arrest and of death [1/week]
    rho : ρ, people asked per member [1/week]
    saturation : σ [1/(member week)]
    c0 : members at the start
    overhead_share : ω_c/r, other costs of a member, as a share of the pay
    beta_low, beta_middle, beta_high : β, exponents of income that the authors compare
    """

    pi_v: float
    pi_f: float
    alpha: float
    sensitivity: float
    pay: float
    wage: float
    transfer: float
    fear_of_arrest: float
    fear_of_death: float
    kappa_p: float
    kappa_k: float
    rho: float
    saturation: float
    c0: float
    overhead_share: float
    beta_low: float
    beta_middle: float
    beta_high: float


def p_join(v: ArrayLike, p: Parameters) -> Floats:
    """Chance that a person who is asked joins, when the social programme pays `v` [US$/year]; shape of `v`."""
    z = p.alpha + p.sensitivity * (p.pay - p.wage - np.asarray(v, float))
    z = z - p.fear_of_arrest * p.kappa_p - p.fear_of_death * p.kappa_k
    return np.asarray(p.pi_f + p.pi_v / (1 + np.exp(-z)))


def simulate(
    parameters: Parameters | None = None, *, seed: int = 0, v: float | None = None, weeks: int = WEEKS
) -> xr.Dataset:
    """Follow the members of a group week by week.

    Parameters
    ----------
    v : what the social programme pays [US$/year]; as in the authors' base if not given
    weeks : how many to follow

    Returns
    -------
    dataset over `week` (weeks + 1): members; flows of the week that ends there, zero at the start; over `exponent`
    (β), the members that pay the group most

    Raises
    ------
    InputError
        With each argument that is out of its range, shares who join of more than all, and each exponent of income that
        is not 0.01 … 0.99, with which no size pays most.
    """
    p = bound(Parameters, parameters)
    v = p.transfer if v is None else v
    betas = {name: getattr(p, name) for name in ("beta_low", "beta_middle", "beta_high")}
    refuse(
        problem("v", v, 0),
        problem("weeks", weeks, 0, whole=True),
        problem("pi_f", p.pi_f, 0, 1),
        problem("pi_v", p.pi_v, 0, 1 - min(p.pi_f, 1)),
        *(problem(name, beta, 0.01, 0.99) for name, beta in betas.items()),
    )
    joins = float(p_join(v, p))
    c, rows = p.c0, [(p.c0, 0.0, 0.0, 0.0, 0.0, 0.0)]
    for _ in range(weeks):
        asked = p.rho * c
        c += joins * asked
        arrested = p.kappa_p * c
        c -= arrested
        killed = p.kappa_k * c
        c -= killed
        dropped = p.saturation * c**2
        c -= dropped
        rows.append((c, asked, joins * asked, arrested, killed, dropped))
    names = ("asked_per_week", "recruits_per_week", "arrests_per_week", "deaths_per_week", "dropouts_per_week")
    members, *flows = np.array(rows).T
    run = xr.Dataset(
        {"members": ("week", members, {"units": "members"})}
        | {name: ("week", flow, {"units": "persons/week"}) for name, flow in zip(names, flows, strict=True)}
        | {"best_size": ("exponent", [float(firm_size(v, beta, p)) for beta in exponents(p)], {"units": "members"})},
        {"week": ("week", np.arange(weeks + 1), {"units": "week"}), "exponent": list(exponents(p))},
    )
    return recorded(run, p, seed, source="prieto_curiel_2025_participation")


def exponents(p: Parameters) -> tuple[float, float, float]:
    """The β that the authors compare."""
    return p.beta_low, p.beta_middle, p.beta_high


def income_factor(beta: float, p: Parameters) -> float:
    """The a for which the group's size at the start pays most, (r + ω_c) / (β C₀^(β − 1)) [US$/year/member^β]."""
    return float(cost_of_a_member(p) / (beta * p.c0 ** (beta - 1)))


def cost_of_a_member(p: Parameters) -> float:
    """Pay and overhead, r + ω_c [US$/year]."""
    return p.pay * (1 + p.overhead_share)


def firm_size(v: ArrayLike, beta: float, p: Parameters) -> Floats:
    """Members that pay most, C*, when the group must make up for a social programme of `v` [US$/year]."""
    marginal = cost_of_a_member(p) + np.asarray(v, float) - p.transfer
    return np.asarray((marginal / (beta * income_factor(beta, p))) ** (1 / (beta - 1)))


def profit(members: ArrayLike, v: float, beta: float, p: Parameters) -> Floats:
    """What a group of that size earns, a C^β − (r + ω_c + v − v₀) C [US$/year]."""
    c = np.asarray(members, float)
    return np.asarray(income_factor(beta, p) * c**beta - (cost_of_a_member(p) + v - p.transfer) * c)


def joins(run: xr.Dataset, v: float | None = None, *, pay: float = 1, arrests: float = 1, deaths: float = 1) -> float:
    """Chance of joining when the social programme pays `v`, with pay and risks multiplied."""
    p = given(run, Parameters)
    other = replace(p, pay=pay * p.pay, kappa_p=arrests * p.kappa_p, kappa_k=deaths * p.kappa_k)
    return float(p_join(p.transfer if v is None else v, other))


def members_with(run: xr.Dataset, v: float) -> float:
    """Members at the end when the social programme pays `v`."""
    return float(simulate(given(run, Parameters), v=v).members[-1])


def firm(run: xr.Dataset, v: float | None = None) -> float:
    """Members that pay most when the social programme pays `v`, at the middle exponent."""
    p = given(run, Parameters)
    return float(firm_size(p.transfer if v is None else v, p.beta_middle, p))


QUANTITIES: Mapping[str, Quantity] = {
    "join_base": joins,
    "join_0": lambda run: joins(run, 0),
    "join_2000": lambda run: joins(run, 2000),
    "join_4000": lambda run: joins(run, 4000),
    "join_6000": lambda run: joins(run, 6000),
    "join_8000": lambda run: joins(run, 8000),
    "join_pay_three_quarters": lambda run: joins(run, pay=0.75),
    "join_arrests_doubled": lambda run: joins(run, arrests=2),
    "join_deaths_doubled": lambda run: joins(run, deaths=2),
    "members_0": lambda run: members_with(run, 0),
    "members_base": lambda run: run.members[-1],
    "members_2000": lambda run: members_with(run, 2000),
    "members_4000": lambda run: members_with(run, 4000),
    "members_6000": lambda run: members_with(run, 6000),
    "members_8000": lambda run: members_with(run, 8000),
    "firm_size_base": firm,
    "firm_size_4000": lambda run: firm(run, 4000),
}
