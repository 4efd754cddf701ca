"""Users of cocaine and a market that clears every year (Rydell & Everingham 1994, RAND MR-331).

Users flow as in `everingham_rydell_1994`; the price moves their flows and their grams:

    P/P₀ = (1 − s) + s (Σ_j Λ_j B_j / Σ_j Λ_j B_j0)(Q/Q₀)^(φ − 1)   average cost, falling with quantity
    Q = (c_L L + c_H H − what the treated do not use)(P/P₀)^ε_u      demand
    I, b · (P/P₀)^−η ;  a, f, g · (P/P₀)^η                           flows
    φ = 1 − 1/(|ε_s| s)                                              so that the elasticity of supply is ε_s

B_j budget of a supply programme in the first year, B_j0 that of 1992. The report says that price is average cost, that
it falls with quantity with elasticity −3.6, and that costs add; the closed form is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from scipy.optimize import brentq, newton

from tregua.models.papers.everingham_rydell_1994 import model as use
from tregua.models.papers.everingham_rydell_1994.model import Floats
from tregua.models.protocol import bound

Counted = Literal["consumption", "users"]
SUPPLY = ("source_country", "interdiction", "domestic_enforcement")
PROGRAMMES = (*SUPPLY, "treatment")
MILLION = 1e6
ONE_PERCENT = 0.01


@dataclass(frozen=True)
class Parameters:
    """Market, treatment, budgets and the measure of effect.

    Attributes
    ----------
    retail_value, consumption_1992 : V [million USD/year], Q of 1992 as the report has it [t/year]
    demand_elasticity, supply_elasticity : long-run ε, ε_s
    elasticity_per_user, elasticity_of_flows : ε_u, η
    cost_share : s, share of the price that falls with quantity
    leverage_source_country, leverage_interdiction, leverage_domestic_enforcement : Λ_j, suppliers' cost per dollar;
        only their ratios count
    unit_cost, stay, abstinence : USD a treatment, its length [years], share of heavy users who do not use meanwhile
    departure, to_light : share who leave heavy use afterwards, share of these who become light users
    treated_share : heavy users treated in 1992
    budget_source_country, budget_interdiction, budget_domestic_enforcement, budget_treatment : 1992 [million USD]
    published_source_country, published_interdiction, published_domestic_enforcement : what one percent less
        consumption costs in the report [million USD]
    discount_rate, horizon : [1/year], [years]
    """

    retail_value: float
    consumption_1992: float
    demand_elasticity: float
    supply_elasticity: float
    elasticity_per_user: float
    elasticity_of_flows: float
    cost_share: float
    leverage_source_country: float
    leverage_interdiction: float
    leverage_domestic_enforcement: float
    unit_cost: float
    stay: float
    abstinence: float
    departure: float
    to_light: float
    treated_share: float
    budget_source_country: float
    budget_interdiction: float
    budget_domestic_enforcement: float
    budget_treatment: float
    published_source_country: float
    published_interdiction: float
    published_domestic_enforcement: float
    discount_rate: float
    horizon: float


class Path(NamedTuple):
    """Users at the start of each year [persons], shape (years, 2); price P/P₀, grams used, people treated, (years,)."""

    users: Floats
    price: Floats
    grams: Floats
    treated: Floats


def exponent(p: Parameters) -> float:
    """φ, with which the elasticity of supply at the market of 1992 is ε_s."""
    return 1 + 1 / (p.supply_elasticity * p.cost_share)


def average_cost(quantity: float, burden: float, cost_share: float, phi: float) -> float:
    """P/P₀ at a quantity and a cost of enforcement, each over that of 1992."""
    return float(1 - cost_share + cost_share * burden * quantity ** (phi - 1))


def clearing_price(demand: float, burden: float, p: Parameters) -> float:
    """P/P₀ at which average cost meets demand.

    Parameters
    ----------
    demand : grams wanted at P₀, over those of 1992
    burden : Σ_j Λ_j B_j / Σ_j Λ_j B_j0, cost that enforcement puts on suppliers, over that of 1992
    """
    phi = exponent(p)

    def excess(price: float) -> float:
        return price - average_cost(demand * price**p.elasticity_per_user, burden, p.cost_share, phi)

    return float(brentq(excess, 1e-3, 1e3, xtol=1e-14))


def imposed(budgets: Mapping[str, float], p: Parameters) -> float:
    """Σ_j Λ_j B_j, what budgets cost suppliers, million USD."""
    return float(sum(getattr(p, f"leverage_{name}") * budgets.get(name, 0.0) for name in SUPPLY))


def budgets_1992(p: Parameters) -> dict[str, float]:
    """Million USD of 1992, by programme."""
    return {name: getattr(p, f"budget_{name}") for name in PROGRAMMES}


def flows_at(price: float, u: use.Parameters, p: Parameters) -> Floats:
    """The yearly flows between light and heavy use at P/P₀, shape (2, 2)."""
    easier, harder = price**-p.elasticity_of_flows, price**p.elasticity_of_flows
    return use.flows(replace(u, a=u.a * harder, b=u.b * easier, f=u.f * harder, g=u.g * harder))


def departures(p: Parameters) -> Floats:
    """What one treatment adds to light and heavy users once it is over, shape (2,)."""
    return p.departure * np.array([p.to_light, -1.0])


def project(spent: Mapping[str, float], treated_share: float, years: int, u: use.Parameters, p: Parameters) -> Path:
    """Follow users and market from 1992.

    Parameters
    ----------
    spent : extra million USD in the first year, by programme
    treated_share : heavy users treated every year beyond those of 1992
    """
    state, grams = use.users_1992(u), use.grams(u)
    at_start = float(grams @ state)
    added = imposed(spent, p) / imposed(budgets_1992(p), p)
    bought = spent.get("treatment", 0.0) * MILLION / p.unit_cost
    users, prices, used, treated = [], [], [], []
    for first in [True] + [False] * (years - 1):
        treatments = min(treated_share * state[1] + bought * first, state[1])
        wanted = float(grams @ state - treatments * p.stay * p.abstinence * u.heavy_grams)
        price = clearing_price(wanted / at_start, 1 + added * first, p)
        users.append(state)
        prices.append(price)
        used.append(wanted * price**p.elasticity_per_user)
        treated.append(treatments)
        newcomers = np.array([u.initiation_1991 * price**-p.elasticity_of_flows, 0.0])
        state = flows_at(price, u, p) @ (state + treatments * departures(p)) + newcomers
    return Path(np.array(users), np.array(prices), np.array(used), np.array(treated))


def price_1992(p: Parameters) -> float:
    """Retail price of a pure gram, P₀ = V/Q, USD/g."""
    return p.retail_value / p.consumption_1992


def discounts(p: Parameters) -> Floats:
    """Weights of the years of the horizon, (1 + r)^−k, the first year at 1."""
    return np.asarray((1 + p.discount_rate) ** -np.arange(int(p.horizon)))


def now(counted: Counted, u: use.Parameters, p: Parameters) -> float:
    """Users of 1992, or the grams that the report says they used."""
    return p.consumption_1992 * use.GRAMS_A_TONNE if counted == "consumption" else float(use.users_1992(u).sum())


def saved(counted: Counted, spent: Mapping[str, float], p: Parameters) -> float:
    """Grams, or user-years, that extra budgets save over the horizon, discounted."""
    u, years = bound(use.Parameters), int(p.horizon)
    without, with_them = project({}, 0.0, years, u, p), project(spent, 0.0, years, u, p)
    if counted == "consumption":
        return float(discounts(p) @ (without.grams - with_them.grams))
    return float(discounts(p) @ (without.users - with_them.users).sum(axis=1))


@cache
def cost_of_one_percent(programme: str, counted: Counted, p: Parameters) -> float:
    """Extra million USD in the first year that save, over the horizon, one percent of a year's consumption or users."""
    wanted = ONE_PERCENT * now(counted, bound(use.Parameters), p)
    return float(newton(lambda budget: saved(counted, {programme: budget}, p) - wanted, 0.0, x1=100.0, tol=1e-7))
