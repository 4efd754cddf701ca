"""Two armed groups, and money for security or for social programmes (Prieto-Curiel et al. 2025, arXiv 2508.06509).

C_i' = τ + R(v) C_i − η u_i^α (C_i + ε)^β − θ C₁ C₂ − ω C_i²,  i = 1, 2
R(v) = [b + (δ − b) e^(−ξ v)] ρ                                  recruits per member
min ∫ e^(−r t) [w_s s C₁ C₂ + w_h h (C₁ + C₂) + u₁ + u₂ + v] dt,  u₁ + u₂ + v ≤ B

C_i members, u_i weekly spending on security against group i, v on social programmes. With the shadow price λ of a
member (negative), two equal groups, and all of the budget spent, on both, an optimal policy rests where

0 = τ + R(v) C − η u^α (C + ε)^β − (θ + ω) C²
λ [r − R(v) + η β u^α (C + ε)^(β − 1) + 2 (θ + ω) C] = −w_s s C − w_h h
−λ η α u^(α − 1) (C + ε)^β = 2 λ R'(v) C = 1 + μ,  2 u + v = B,  μ ≥ 0

μ is what one more unit of the budget would save. Where it would be negative the budget does not bind: μ = 0 and some of
B is left. Where programmes save less than they cost, v = 0.

`simulate` spends the same every week. Optimal paths are left out: none of their numbers was read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from scipy.optimize import brentq

from tregua.catalogue.errors import InputError, Problem
from tregua.models.arguments import problem, refuse, several
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
GROUP = np.array(["first", "second"])
_LEFT = 1e-6  # what the solver may leave: of the budget, or of what its last unit saves


@dataclass(frozen=True)
class Parameters:
    """The authors' base file, and what their worked example changes in it.

    Attributes
    ----------
    rho : ρ [1/week]
    theta, omega : θ, ω [1/(member week)]
    eta : η, arrests a week = η u^α C^β
    alpha, beta : α, β
    delta, b, xi : δ, b [1], ξ [1 / (money/week)], how spending lowers recruitment
    tau, epsilon : τ [members/week], ε [members], which keep the equations regular
    s, h : harm of fights [money/(member² week)], of a member [money/(member week)]
    fights_weight, members_weight : w_s, w_h
    discount_rate : r [1/week]
    budget : B [money/week]
    c0 : members of each group at the start
    example_rho, … : the same in the worked example
    """

    rho: float
    theta: float
    omega: float
    eta: float
    alpha: float
    beta: float
    delta: float
    b: float
    xi: float
    tau: float
    epsilon: float
    s: float
    h: float
    fights_weight: float
    members_weight: float
    discount_rate: float
    budget: float
    c0: float
    example_rho: float
    example_omega: float
    example_eta: float
    example_delta: float
    example_xi: float
    example_s: float
    example_h: float
    example_members_weight: float
    example_budget: float


@dataclass(frozen=True)
class Rest:
    """Where an optimal policy for two equal groups rests: C, λ, u against each group, v, μ (0 where money is left)."""

    members: float
    shadow_price: float
    security: float
    social: float
    multiplier: float


def example(p: Parameters) -> Parameters:
    """The parameters of the authors' worked example, as far as we could tell them."""
    return replace(
        p,
        rho=p.example_rho,
        omega=p.example_omega,
        eta=p.example_eta,
        delta=p.example_delta,
        xi=p.example_xi,
        s=p.example_s,
        h=p.example_h,
        members_weight=p.example_members_weight,
        budget=p.example_budget,
    )


def recruitment(v: float, p: Parameters) -> float:
    """Recruits per member and week, R(v)."""
    return float((p.b + (p.delta - p.b) * np.exp(-p.xi * v)) * p.rho)


def harm(members: Floats, p: Parameters) -> Floats:
    """What fights and members cost, w_s s C₁ C₂ + w_h h (C₁ + C₂) [money/week]; members of shape (2, …)."""
    fights = p.fights_weight * p.s * members[0] * members[1]
    return np.asarray(fights + p.members_weight * p.h * members.sum(axis=0))


def arrests(members: Floats, security: Floats, p: Parameters) -> Floats:
    """Arrests a week, η u^α (C + ε)^β, none where there are no members."""
    return np.asarray(p.eta * security**p.alpha * (np.maximum(members, 0) + p.epsilon) ** p.beta)


def change(members: Floats, security: Floats, v: float, p: Parameters) -> Floats:
    """Time derivative of (C₁, C₂) [members/week]."""
    fights = p.theta * (members[0] * members[1])
    grown = p.tau + recruitment(v, p) * members - arrests(members, security, p)
    return np.asarray(grown - fights - p.omega * members**2)


def runge_kutta(members: Floats, security: Floats, v: float, steps: int, step: float, p: Parameters) -> Floats:
    """(C₁, C₂) at the start and after each of `steps` steps of `step` weeks, classical fourth order, shape (…, 2).

    A group that arrests would take below zero has no members: arrests do not slow down as the last ones are taken.
    """
    states = [members]
    for _ in range(steps):
        k1 = change(members, security, v, p)
        k2 = change(members + step / 2 * k1, security, v, p)
        k3 = change(members + step / 2 * k2, security, v, p)
        k4 = change(members + step * k3, security, v, p)
        members = np.maximum(members + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4), 0.0)
        states.append(members)
    return np.array(states)


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    u1: float = 0.0,
    u2: float = 0.0,
    v: float = 0.0,
    weeks: int = 520,
    members: tuple[float, float] | None = None,
) -> xr.Dataset:
    """Follow both groups week by week under constant spending.

    Parameters
    ----------
    u1, u2 : spending on security against each group [money/week], not negative
    v : spending on social programmes [money/week]
    weeks : how many to follow
    members : of both groups at the start; those of the authors' example if not given

    Returns
    -------
    dataset over `group` and `week` (weeks + 1): members, and their weekly flows at that moment; over `week` what it all
    costs, harm and spending; what is left of the budget, and recruitment if all of it went to programmes

    Raises
    ------
    InputError
        With each argument that is out of its range.
    """
    p = bound(Parameters, parameters)
    members = (p.c0, p.c0) if members is None else members
    refuse(
        problem("u1", u1, 0),
        problem("u2", u2, 0),
        problem("v", v, 0),
        problem("weeks", weeks, 0, whole=True),
        several("members", members, 0),
    )
    start, security = np.array(members, float), np.array([u1, u2], float)
    c = runge_kutta(start, security, v, weeks, 1.0, p).T
    dims, weekly = ("group", "week"), {"units": "members/week"}
    run = xr.Dataset(
        {
            "members": (dims, c, {"units": "members"}),
            "recruits_per_week": (dims, recruitment(v, p) * c, weekly),
            "arrests_per_week": (dims, arrests(c, security[:, None], p), weekly),
            "deaths_per_week": (dims, np.broadcast_to(p.theta * c[0] * c[1], c.shape), weekly),
            "dropouts_per_week": (dims, p.omega * c**2, weekly),
            "cost_per_week": ("week", harm(c, p) + u1 + u2 + v, {"units": "money/week"}),
            "unspent": ((), p.budget - u1 - u2 - v, {"units": "money/week"}),
            "least_recruitment": ((), recruitment(p.budget, p), {"units": "1/week"}),
        },
        {"group": GROUP, "week": ("week", np.arange(weeks + 1), {"units": "week"})},
    )
    return recorded(run, p, seed, source="prieto_curiel_2025, prieto_curiel_2025_participation")


def size_at_rest(security: float, v: float, p: Parameters) -> float:
    """The larger size at which two equal groups stay, with `security` spent against each and `v` on programmes.

    Raises
    ------
    InputError
        When so much is spent on security that they shrink at every size.
    """
    if not _rests(security, v, p):
        most = _most(lambda spent: _rests(spent, v, p), security)
        raise InputError(
            Problem("out_of_range", "", {"field": "security", "expected": f"≤ {most:.6g}", "found": security})
        )
    highest = 2 * recruitment(v, p) / (p.theta + p.omega)
    return float(brentq(_growth, _fastest(security, p), highest, (security, v, p), xtol=1e-9, rtol=1e-14))


def _growth(members: float, security: float, v: float, p: Parameters) -> float:
    """Growth per member of two equal groups, τ/C + R(v) − η u^α C^(β − 1) − (θ + ω) C."""
    return float(change(np.full(2, members), np.full(2, security), v, p)[0]) / members


def _fastest(security: float, p: Parameters) -> float:
    """The size at which growth per member is at its top, which τ hardly moves; beyond, it falls."""
    top = (p.eta * security**p.alpha * (1 - p.beta) / (p.theta + p.omega)) ** (1 / (2 - p.beta))
    return max(float(top), 1.0)


def _rests(security: float, v: float, p: Parameters) -> bool:
    """Whether there is a size at which two equal groups do not shrink."""
    return _growth(_fastest(security, p), security, v, p) >= 0


def _most(bearable: Callable[[float], bool], high: float) -> float:
    """The most from 0 to `high` that is bearable, as all below it is."""
    low = 0.0
    if bearable(high):
        return high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if bearable(middle) else (low, middle)
    return low


def _price(security: float, v: float, p: Parameters) -> tuple[float, float]:
    """Size at rest and shadow price of a member."""
    c = size_at_rest(security, v, p)
    taken = p.eta * p.beta * security**p.alpha * (c + p.epsilon) ** (p.beta - 1)
    harm = p.fights_weight * p.s * c + p.members_weight * p.h
    return c, -harm / (p.discount_rate - recruitment(v, p) + taken + 2 * (p.theta + p.omega) * c)


def _saved_by_security(security: float, v: float, p: Parameters) -> float:
    """What the last unit spent on security saves, less that unit."""
    c, price = _price(security, v, p)
    return float(-price * p.eta * p.alpha * security ** (p.alpha - 1) * (c + p.epsilon) ** p.beta - 1)


def _saved_by_programmes(v: float, security: float, p: Parameters) -> float:
    """What the last unit spent on programmes saves, less that unit."""
    c, price = _price(security, v, p)
    return -price * 2 * p.xi * (recruitment(v, p) - p.b * p.rho) * c - 1


def _programmes(security: float, p: Parameters) -> float:
    """How much to spend on programmes beside `security`: as long as they save more than they cost and money is left."""
    most = _most(lambda v: _rests(security, v, p), p.budget - 2 * security)
    if _saved_by_programmes(0.0, security, p) <= 0:
        return 0.0
    if _saved_by_programmes(most, security, p) >= 0:
        return most
    return float(brentq(_saved_by_programmes, 0.0, most, (security, p), xtol=1e-3, rtol=1e-14))


@cache
def optimal_rest(p: Parameters) -> Rest:
    """Where the optimal policy for two equal groups rests, whether it spends all of the budget or not.

    Raises
    ------
    InputError
        When the budget is so large that the optimal policy would leave no group to rest.
    """
    if rest := _rest_within(p):
        return rest
    most = _most(lambda budget: _rest_within(replace(p, budget=budget)) is not None, p.budget)
    bearable = {"field": "budget", "expected": f"≤ {most:.6g}", "found": p.budget}
    raise InputError(Problem("out_of_range", "", bearable))


def _rest_within(p: Parameters) -> Rest | None:
    """The same, or None where money is left that would save more than it costs: until there are no groups."""

    def gain(security: float) -> float:
        """What the last unit of money saves by security, less what it saves by programmes or unspent."""
        v = _programmes(security, p)
        return _saved_by_security(security, v, p) - max(_saved_by_programmes(v, security, p), 0.0)

    least, most = 1e-12 * p.budget, _most(lambda u: _rests(u, 0.0, p), 0.5 * p.budget)
    if gain(least) <= 0:
        security = 0.0
    else:
        security = most if gain(most) > 0 else float(brentq(gain, least, most, xtol=1e-3, rtol=1e-14))
    social = _programmes(security, p)
    by_security = _saved_by_security(security, social, p) if security else 0.0
    multiplier = max(by_security, _saved_by_programmes(social, security, p))
    is_left = p.budget - 2 * security - social > _LEFT * p.budget
    if is_left and multiplier > _LEFT:
        return None
    return Rest(*_price(security, social, p), security, social, 0.0 if is_left else multiplier)


def example_rest(run: xr.Dataset) -> Rest:
    """Where the optimal policy of the worked example rests."""
    return optimal_rest(example(given(run, Parameters)))


def _size_at_rest(run: xr.Dataset) -> float:
    return size_at_rest(0.0, 0.0, given(run, Parameters))


def _arrests(run: xr.Dataset) -> float:
    """Arrests a week of each group of the size at the start when ten million is spent against it."""
    return float(simulate(given(run, Parameters), u1=1e7, u2=1e7, weeks=0).arrests_per_week[0, 0])


QUANTITIES: Mapping[str, Quantity] = {
    "size_at_rest": _size_at_rest,
    "arrests": _arrests,
    "example_members": lambda run: example_rest(run).members,
    "example_shadow_price": lambda run: example_rest(run).shadow_price,
    "example_security": lambda run: example_rest(run).security,
}
