"""Eradication against interdiction, two contests in a row (Mejía & Restrepo 2016), in a reduced form of our own.

land    q = 1 − √(z / (φ ρ₁)),   ρ₁ = α p₁ Q₁ / q        Q₁ = K q p₁^((1−α)/α)
routes  h = 1 − √(s / (γ ρ₂)),   ρ₂ = η p₂ Q₂ / h        Q₂ = B h^η Q₁^(1−η),   (1−η) p₂ Q₂ = p₁ Q₁
market  Q₂ + O(p₂) = D(P),   P = p₂ + (P₀ − p₂₀) (1 + ψ (p₂/p₂₀ − 1))

The state spends z on land (eradication) and s on routes (interdiction); traffickers keep the shares q and h, since who
spends x keeps φx / (φx + z) of what earns ρ a unit. O comes from other countries, p₂ is the price abroad, P at retail.
φ, γ, K, B and the sizes of O and D are those with which the market before any change is an equilibrium.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from tregua.models.arguments import refuse, several
from tregua.models.protocol import Quantity, bound, given, recorded

KG_A_TONNE = 1e3
STEP = 1e-4  # relative, of a central difference
SEARCHED = np.array([-5.0, 20.0])  # logs of prices abroad, around the price before
PRECISE = 1e-14  # in logs
NEARLY = 1e-9  # how near, in logs, a price comes to that at which nothing is exported
Policy = Literal["eradication", "interdiction"]


@dataclass(frozen=True)
class Parameters:
    """The market before any change, and how it answers. Money a year in USD, quantities in tonnes a year.

    Attributes
    ----------
    land_share, route_share : α, η, part of the value of a stage that goes to land, to routes (elasticities)
    pass_through : ψ, 0 if the margin between abroad and retail stays in dollars, 1 if it stays in proportion
    eradication, interdiction : z, s, what the state spends
    land_kept, routes_kept : q, h, shares
    production : Q₁, tonnes
    price_source, price_abroad, price_retail : p₁, p₂₀, P₀, USD/kg
    demand_elasticity, rival_elasticity : of D to P (positive) and of O to p₂
    home_share : part of what is sold that comes from the country, Q₂ / D
    us_budget : part of z + s that the United States pays, USD/year
    """

    land_share: float
    route_share: float
    pass_through: float
    eradication: float
    interdiction: float
    land_kept: float
    routes_kept: float
    production: float
    price_source: float
    price_abroad: float
    price_retail: float
    demand_elasticity: float
    rival_elasticity: float
    home_share: float
    us_budget: float


@dataclass(frozen=True)
class Market:
    """An equilibrium: quantities in tonnes a year, prices in USD/kg, shares kept by traffickers."""

    land_kept: float
    production: float
    price_source: float
    routes_kept: float
    exports: float
    price_abroad: float
    rivals: float
    price_retail: float
    consumption: float


def before(p: Parameters) -> Market:
    """The market before any change; exports follow from what routes leave to production, (1 − η) p₂ Q₂ = p₁ Q₁."""
    exports = p.price_source * p.production / ((1 - p.route_share) * p.price_abroad)
    consumption = exports / p.home_share
    return Market(
        p.land_kept,
        p.production,
        p.price_source,
        p.routes_kept,
        exports,
        p.price_abroad,
        consumption - exports,
        p.price_retail,
        consumption,
    )


def kept(against: float) -> float:
    """The share k that traffickers keep where the state spends `against`, c, per effective dollar: k = 1 − √(ck)."""
    return float(1 / (1 + against / 2 + np.sqrt(against + against**2 / 4)))


def against(share: float) -> float:
    """The spending per effective dollar of rent at which traffickers keep `share`; the inverse of `kept`."""
    return (1 - share) ** 2 / share


def sales(price_abroad: float, p: Parameters) -> tuple[float, float, float]:
    """P in USD/kg, and D and O in tonnes a year, where cocaine costs `price_abroad`."""
    was, change = before(p), price_abroad / p.price_abroad
    retail = price_abroad + (was.price_retail - was.price_abroad) * (1 + p.pass_through * (change - 1))
    consumption = was.consumption * (retail / was.price_retail) ** -p.demand_elasticity
    return retail, consumption, was.rivals * change**p.rival_elasticity


def market_at(price_abroad: float, spent: Mapping[Policy, float], p: Parameters) -> Market:
    """Every quantity and price that goes with a price abroad, from the consumer back to the land.

    Each constant is a ratio to the market before: Q₂/Q₂₀ = (h/h₀)^η (Q₁/Q₁₀)^(1−η), and so on. Since p₁ Q₁ is a fixed
    part of p₂ Q₂, the rents of land and of routes grow alike.
    """
    was = before(p)
    retail, consumption, rivals = sales(price_abroad, p)
    exports = consumption - rivals
    rent = price_abroad * exports / (was.price_abroad * was.exports)
    routes = kept(against(p.routes_kept) * spent["interdiction"] / p.interdiction / rent)
    scale = exports / was.exports * (routes / was.routes_kept) ** -p.route_share
    production = was.production * scale ** (1 / (1 - p.route_share))
    price_source = (1 - p.route_share) * price_abroad * exports / production
    land = kept(against(p.land_kept) * spent["eradication"] / p.eradication / rent)
    return Market(land, production, price_source, routes, exports, price_abroad, rivals, retail, consumption)


def excess(market: Market, p: Parameters) -> float:
    """Log of what the next stage asks for over what the land yields, Q₁ / (K q p₁^((1−α)/α))."""
    asked = np.log(market.production / p.production) - np.log(market.land_kept / p.land_kept)
    return float(asked - (1 / p.land_share - 1) * np.log(market.price_source / p.price_source))


def equilibrium(spent: Mapping[Policy, float], p: Parameters) -> Market:
    """The market that clears when the state spends `spent` on each policy, USD/year.

    Excess demand falls in the price abroad, from +∞ where it is nothing to −∞ where rivals serve the whole market.
    """

    def exports(log_price: float) -> float:
        _, consumption, rivals = sales(np.exp(log_price), p)
        return consumption - rivals

    def at(log_price: float) -> Market:
        return market_at(float(np.exp(log_price)), spent, p)

    low, high = np.log(p.price_abroad) + SEARCHED
    highest = brentq(exports, low, high, xtol=PRECISE) - NEARLY
    return at(brentq(lambda log_price: excess(at(log_price), p), low, highest, xtol=PRECISE))


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    eradication: ArrayLike | None = None,
    interdiction: ArrayLike | None = None,
) -> xr.Dataset:
    """The market under each of a list of policies.

    Parameters
    ----------
    eradication, interdiction : USD a year on each, one number or one a policy; as before if not given

    Returns
    -------
    dataset over `policy`: what is spent, shares of land and routes kept, production, exports, rivals' supply and
    consumption in t/year, prices in USD/kg

    Raises
    ------
    InputError
        When something spent is not positive: the contest has no answer.
    """
    p = bound(Parameters, parameters)
    eradication = p.eradication if eradication is None else eradication
    interdiction = p.interdiction if interdiction is None else interdiction
    refuse(
        several("eradication", eradication, 0, positive=True), several("interdiction", interdiction, 0, positive=True)
    )
    on_land, on_routes = np.broadcast_arrays(
        np.atleast_1d(np.asarray(eradication, float)), np.asarray(interdiction, float)
    )
    markets = [
        equilibrium({"eradication": float(z), "interdiction": float(s)}, p)
        for z, s in zip(on_land, on_routes, strict=True)
    ]
    units = {"land_kept": "share", "routes_kept": "share"} | dict.fromkeys(
        ("price_source", "price_abroad", "price_retail"), "USD/kg"
    )
    run = xr.Dataset(
        {
            "eradication": ("policy", on_land, {"units": "USD/year"}),
            "interdiction": ("policy", on_routes, {"units": "USD/year"}),
        }
        | {
            name: ("policy", [getattr(one, name) for one in markets], {"units": units.get(name, "t/year")})
            for name in Market.__dataclass_fields__
        },
        {"policy": np.arange(len(markets))},
    )
    return recorded(run, p, seed, source="mejia_2016")


def spending(p: Parameters, eradication: float = 1, interdiction: float = 1) -> dict[Policy, float]:
    """What the state spends when each policy is multiplied, USD/year."""
    return {"eradication": eradication * p.eradication, "interdiction": interdiction * p.interdiction}


def marginal_cost(policy: Policy, p: Parameters) -> float:
    """Dollars spent on a policy for the last kilogram less at retail, −dz/dD, USD/kg."""
    less, more = (spending(p, **{policy: 1 + step}) for step in (-STEP, STEP))
    averted = equilibrium(less, p).consumption - equilibrium(more, p).consumption
    return (more[policy] - less[policy]) / (averted * KG_A_TONNE)


def cost_ratio(p: Parameters) -> float:
    """Marginal cost of eradication over that of interdiction."""
    return marginal_cost("eradication", p) / marginal_cost("interdiction", p)


def consumption_change(p: Parameters, times: float) -> float:
    """Change of consumption when both policies are multiplied, as a share."""
    return equilibrium(spending(p, times, times), p).consumption / before(p).consumption - 1


def with_us_budget(p: Parameters, times: float) -> float:
    """By how much both policies grow when the United States multiplies its part, in proportion."""
    return 1 + (times - 1) * p.us_budget / (p.eradication + p.interdiction)


def doubled(p: Parameters) -> Market:
    """The market when the state spends twice as much on both policies."""
    return equilibrium(spending(p, 2, 2), p)


def productivity_change(p: Parameters, times: float) -> float:
    """Change of what the land kept yields a unit when eradication is multiplied, as a share."""
    market = equilibrium(spending(p, eradication=times), p)
    return market.production / market.land_kept * p.land_kept / p.production - 1


def _of(quantity: Callable[[Parameters], float], **changed: float) -> Quantity:
    """A quantity of the parameters alone, some of them `changed`."""
    return lambda run: quantity(replace(given(run, Parameters), **changed))


def _cost(policy: Policy, **changed: float) -> Quantity:
    return _of(partial(marginal_cost, policy), **changed)


def _cost_ratio(land_share: float = 0.35, route_share: float = 0.75) -> Quantity:
    """At shares that were not fitted, for what holds whatever the fit."""
    return _of(cost_ratio, land_share=land_share, route_share=route_share)


def _as_dear(name: str, at: float, than: float, **changed: float) -> Quantity:
    """How many times as dear eradication is when a parameter is at one value as when it is at another."""
    dear, cheap = _cost("eradication", **changed, **{name: at}), _cost("eradication", **changed, **{name: than})
    return lambda run: dear(run) / cheap(run)


def _tripled_us_budget(p: Parameters) -> float:
    return consumption_change(p, with_us_budget(p, 3))


QUANTITIES: Mapping[str, Quantity] = {
    "cost_eradication": _cost("eradication"),
    "cost_interdiction": _cost("interdiction"),
    "rivals_grow": _of(lambda p: doubled(p).rivals / before(p).rivals - 1),
    "yields_grow": _of(lambda p: productivity_change(p, 2)),
    "retail_price_change": _of(lambda p: doubled(p).price_retail / p.price_retail - 1),
    "us_budget_tripled": _of(_tripled_us_budget),
    "us_budget_tripled_multiplicative": _of(_tripled_us_budget, pass_through=1),
    "everything_tripled_multiplicative": _of(lambda p: consumption_change(p, 3), pass_through=1),
    "cost_eradication_number": _cost("eradication"),
    "cost_interdiction_number": _cost("interdiction"),
    "cost_eradication_other_fit": _cost("eradication", land_share=0.05, route_share=0.4, pass_through=0.5),
    "cost_interdiction_other_fit": _cost("interdiction", land_share=0.05, route_share=0.4, pass_through=0.5),
    "ratio_land_half": _cost_ratio(land_share=0.5),
    "ratio_land_third": _cost_ratio(land_share=0.35),
    "ratio_land_fifth": _cost_ratio(land_share=0.2),
    "ratio_routes_low": _cost_ratio(route_share=0.6),
    "ratio_routes_high": _cost_ratio(route_share=0.85),
    "additive_to_multiplicative": _as_dear("pass_through", 0, 1),
    "additive_to_multiplicative_unfitted": _as_dear("pass_through", 0, 1, land_share=0.35, route_share=0.75),
    "rivals_elastic_to_fixed": _as_dear("rival_elasticity", 2, 0),
}
