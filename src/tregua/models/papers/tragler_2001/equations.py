"""The equations of `tragler_2001`: the market, the epidemic, and what is optimal at a given shadow cost of a user."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Parameters:
    """The epidemic, the market and the two programmes. Money in thousand $, prices in thousand $ a gram.

    Attributes
    ----------
    a, b : elasticities of initiation (falling) and of quitting (rising) in the price
    alpha, k : initiation k Aᵅ p⁻ᵃ, persons a year
    k_constant : k when α = 0, so that initiation does not feed on use
    mu : μ, share of users who quit in a year at p = 1
    c, z : treatment: size of its effect, and how fast that diminishes
    d, e : price without enforcement, and what enforcement spending a user adds to it
    kappa : κ, harm of a gram
    theta, omega : grams a user and year at p = 1, and minus the elasticity of use in the price
    r : discount rate a year
    users_base, price_base, initiation_base, quit_base, consumption_base, share_without_enforcement, enforcement_base :
        the market that k, μ, θ, d and e were set by: users, price, who starts and who quits a year, tonnes a year,
        the part of the price that remains without enforcement, spending on enforcement
    """

    a: float
    b: float
    alpha: float
    k: float
    k_constant: float
    mu: float
    c: float
    z: float
    d: float
    e: float
    kappa: float
    theta: float
    omega: float
    r: float
    users_base: float
    price_base: float
    initiation_base: float
    quit_base: float
    consumption_base: float
    share_without_enforcement: float
    enforcement_base: float


def constant_initiation(p: Parameters) -> Parameters:
    """The same with α = 0: as many start whatever the number of users."""
    return replace(p, alpha=0.0, k=p.k_constant)


@dataclass(frozen=True)
class Policy:
    """What is optimal at A users whose shadow cost is λ.

    Attributes
    ----------
    price : thousand $ a gram
    treatment, enforcement : u and v, thousand $ a year
    change : A', persons a year
    cost_change : λ', thousand $ a person and year
    cost : harm and spending, thousand $ a year
    value : H / r, all discounted cost from here on along an optimal path, thousand $
    """

    price: float
    treatment: float
    enforcement: float
    change: float
    cost_change: float
    cost: float
    value: float


def optimal_price(users: float, shadow: float, p: Parameters) -> float:
    """The price that enforcement should bring about: the root of the condition for v, or d if that is higher.

    The condition is convex and falls in p, so Newton's steps from d rise to the root.
    """
    harm, start, quit_ = (
        p.kappa * p.theta * p.omega,
        shadow * p.a * p.k * users ** (p.alpha - 1),
        shadow * p.b * p.mu,
    )
    price, step = p.d, 1.0
    while step > 1e-14 * price:
        excess = harm * price ** (-p.omega - 1) + start * price ** (-p.a - 1) + quit_ * price ** (p.b - 1) - 1 / p.e
        slope = (
            -(p.omega + 1) * harm * price ** (-p.omega - 2)
            - (p.a + 1) * start * price ** (-p.a - 2)
            - (1 - p.b) * quit_ * price ** (p.b - 2)
        )
        step = -excess / slope
        price += max(step, 0.0)
    return price


def policy(users: float, shadow: float, p: Parameters) -> Policy:
    """Both programmes at their best, and where users and their shadow cost go then."""
    price = optimal_price(users, shadow, p)
    treated = (shadow * p.c * p.z) ** (1 / (1 - p.z))  # u / A
    treatment, enforcement = treated * users, (price - p.d) * users / p.e
    start, quit_ = p.k * price**-p.a * users**p.alpha, p.mu * price**p.b * users
    change = start - p.c * treated**p.z * users - quit_
    harm = p.kappa * p.theta * users * price**-p.omega
    cost = harm + treatment + enforcement
    dilution = (p.d / price - 1) / users  # ∂ ln p / ∂A: more users share the same enforcement
    by_users = harm * (1 / users - p.omega * dilution) + shadow * (
        start * (p.alpha / users - p.a * dilution)
        - p.c * (1 - p.z) * treated**p.z
        - quit_ * (1 / users + p.b * dilution)
    )
    value = (cost + shadow * change) / p.r
    return Policy(price, treatment, enforcement, change, p.r * shadow - by_users, cost, value)


def flow(state: Floats, p: Parameters) -> Floats:
    """How log A and log λ change in a year, shape (2,)."""
    users, shadow = np.exp(state).tolist()
    now = policy(users, shadow, p)
    return np.array([now.change / users, now.cost_change / shadow])


def balanced(price: float, p: Parameters) -> float:
    """Users of whom as many quit as start at a price, without treatment."""
    return float((p.k * price ** -(p.a + p.b) / p.mu) ** (1 / (1 - p.alpha)))


def uncontrolled(p: Parameters) -> float:
    """Users in the steady state without treatment and enforcement."""
    return balanced(p.d, p)


def holding(users: float, p: Parameters) -> float:
    """The shadow cost at which the optimal policy holds `users` where they are; A' falls in it."""
    return float(np.exp(brentq(lambda shadow: policy(users, float(np.exp(shadow)), p).change, -10, 20, xtol=1e-13)))
