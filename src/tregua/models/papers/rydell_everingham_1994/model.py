"""What four programmes against cocaine cost for the same effect (Rydell & Everingham 1994, RAND MR-331).

The equations stand in `market`, the same by hand in `by_hand`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial

import numpy as np
import xarray as xr

from tregua.models.arguments import problem, refuse
from tregua.models.papers.everingham_rydell_1994 import model as use
from tregua.models.papers.rydell_everingham_1994.by_hand import (
    effect_of_a_price,
    effect_of_a_treatment,
    multiplier,
    prevalence_elasticity,
    treatment_cost,
)
from tregua.models.papers.rydell_everingham_1994.market import (
    MILLION,
    ONE_PERCENT,
    PROGRAMMES,
    SUPPLY,
    Counted,
    Parameters,
    average_cost,
    budgets_1992,
    cost_of_one_percent,
    discounts,
    exponent,
    imposed,
    price_1992,
    project,
)
from tregua.models.protocol import Quantity, bound, given, recorded

EVEN_SPLIT = {"elasticity_per_user": -0.25, "elasticity_of_flows": 0.0738}  # of −0.5, between grams and users


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    source_country: float = 0.0,
    interdiction: float = 0.0,
    domestic_enforcement: float = 0.0,
    treatment: float = 0.0,
    treated_share: float = 0.0,
    years: int | None = None,
    initiation: float | None = None,
) -> xr.Dataset:
    """Project users, price and consumption with extra spending in the first year.

    Parameters
    ----------
    source_country, interdiction, domestic_enforcement, treatment : extra budget in the first year, million USD of 1992
    treated_share : heavy users treated every year beyond those of 1992, as a share
    years : how many; the horizon of the report if not given
    initiation : people who start a year; those of 1991 if not given

    Returns
    -------
    dataset over `year` (years): users, price of a pure gram, consumption in tonnes, people treated

    Raises
    ------
    InputError
        With each argument that is out of its range.
    """
    p, u = bound(Parameters, parameters), bound(use.Parameters)
    years = int(p.horizon) if years is None else years
    initiation = u.initiation_1991 if initiation is None else initiation
    spent = dict(zip(PROGRAMMES, (source_country, interdiction, domestic_enforcement, treatment), strict=True))
    refuse(
        *(problem(name, amount, 0) for name, amount in spent.items()),
        problem("treated_share", treated_share, 0, 1),
        problem("years", years, 1, whole=True),
        problem("initiation", initiation, 0),
    )
    path = project(spent, treated_share, years, replace(u, initiation_1991=initiation), p)
    run = xr.Dataset(
        {
            "light": ("year", path.users[:, 0], {"units": "persons"}),
            "heavy": ("year", path.users[:, 1], {"units": "persons"}),
            "users": ("year", path.users.sum(axis=1), {"units": "persons"}),
            "price": ("year", path.price * price_1992(p), {"units": "USD/g"}),
            "consumption": ("year", path.grams / use.GRAMS_A_TONNE, {"units": "t/year"}),
            "treated": ("year", path.treated, {"units": "persons/year"}),
        },
        {"year": use.FIRST_YEAR + np.arange(len(path.price))},
    )
    return recorded(run, p, seed, source="rydell_1994")


def imposed_share(elasticity: float, p: Parameters) -> float:
    """Cost that the supply programmes of 1992 would put on suppliers if the report's costs held, over the retail value.

    Σ_j Λ_j B_j / V with Λ_j = 0.01 V / (elasticity · multiplier · cost of one percent), on average as at the margin
    """
    percents = sum(budgets_1992(p)[name] / getattr(p, f"published_{name}") for name in SUPPLY)
    return float(ONE_PERCENT / elasticity / multiplier(p) * percents)


def domestic_to_treatment(p: Parameters) -> float:
    """Cost of one percent less consumption by domestic enforcement, over that by treatment."""
    domestic, treatment = (cost_of_one_percent(one, "consumption", p) for one in ("domestic_enforcement", "treatment"))
    return domestic / treatment


def supply_elasticity(cost_share: float, phi: float) -> float:
    """Elasticity of quantity to average cost at the market of 1992, by a central difference."""
    quantities = np.array([1 - 1e-3, 1 + 1e-3])
    prices = [average_cost(quantity, 1.0, cost_share, phi) for quantity in quantities]
    return float(np.diff(np.log(quantities))[0] / np.diff(np.log(prices))[0])


def pulse_ratio(p: Parameters) -> float:
    """What a price of one year saves in consumption, over what it saves in users."""
    return effect_of_a_price("consumption", p) / effect_of_a_price("users", p)


def long_run_multiplier(p: Parameters) -> float:
    """What one percent fewer starters for ever become, in percent of consumption, after the price has answered."""
    u, fewer = bound(use.Parameters), 1e-4
    paths = [project({}, 0.0, 400, replace(u, initiation_1991=u.initiation_1991 * by), p) for by in (1.0, 1 - fewer)]
    return float(np.log(paths[1].grams[-1] / paths[0].grams[-1]) / np.log(1 - fewer))


def stay_share(p: Parameters) -> float:
    """Of what a treatment saves, the part that falls in its stay."""
    during, after = effect_of_a_treatment("consumption", p)
    return during / (during + after)


def _of(quantity: Callable[[Parameters], float], **changed: float) -> Quantity:
    """A quantity of the parameters alone, some of them `changed`."""
    return lambda run: quantity(replace(given(run, Parameters), **changed))


def _cost(programme: str, counted: Counted) -> Quantity:
    return _of(partial(cost_of_one_percent, programme, counted))


def _by_hand(counted: Counted = "consumption", **changed: float) -> Quantity:
    return _of(partial(treatment_cost, counted), **changed)


@cache
def _treat_all(p: Parameters, initiation: float | None = None) -> tuple[float, float, float]:
    """Change of consumption when every heavy user is treated every year.

    Discounted over the horizon, in its last year, and in its last year against 1992.
    """
    all_treated = simulate(p, treated_share=1 - p.treated_share, initiation=initiation).consumption
    none_more = simulate(p, initiation=initiation).consumption
    present = discounts(p) @ all_treated.values / (discounts(p) @ none_more.values)
    return float(present) - 1, float(all_treated[-1] / none_more[-1]) - 1, float(all_treated[-1] / none_more[0]) - 1


def _treat_all_steady(p: Parameters) -> tuple[float, float, float]:
    """The same when as many start as keep the users of 1992 constant."""
    return _treat_all(p, use.break_even_initiation(bound(use.Parameters)))


def _to_treat(share: float, p: Parameters) -> float:
    """Million USD a year to treat a share of the heavy users of 1992, each once."""
    return share * bound(use.Parameters).heavy_1992 * p.unit_cost / MILLION


def _budget_share(programme: str, p: Parameters) -> float:
    budgets = budgets_1992(p)
    return budgets[programme] / sum(budgets.values())


def _no_after_effect_to_domestic(p: Parameters) -> float:
    return treatment_cost("consumption", replace(p, departure=0.0)) / p.published_domestic_enforcement


QUANTITIES: Mapping[str, Quantity] = {
    "cost_source_country": _cost("source_country", "consumption"),
    "cost_interdiction": _cost("interdiction", "consumption"),
    "cost_domestic_enforcement": _cost("domestic_enforcement", "consumption"),
    "cost_treatment": _cost("treatment", "consumption"),
    "domestic_to_treatment": _of(domestic_to_treatment),
    "cost_users_source_country": _cost("source_country", "users"),
    "cost_users_interdiction": _cost("interdiction", "users"),
    "cost_users_domestic_enforcement": _cost("domestic_enforcement", "users"),
    "cost_users_treatment": _cost("treatment", "users"),
    "supply_elasticity": _of(lambda p: supply_elasticity(p.cost_share, exponent(p))),
    "price_1992": lambda run: run.price.sel(year=1992),
    "budget_total": _of(lambda p: sum(budgets_1992(p).values())),
    "budget_share_domestic_enforcement": _of(partial(_budget_share, "domestic_enforcement")),
    "budget_share_treatment": _of(partial(_budget_share, "treatment")),
    "budget_treatment": _of(lambda p: _to_treat(p.treated_share, p)),
    "treat_all_budget": _of(partial(_to_treat, 1.0)),
    "treat_all_present_value": _of(lambda p: _treat_all(p)[0]),
    "treat_all_last_year": _of(lambda p: _treat_all(p)[1]),
    "treat_all_present_value_steady": _of(lambda p: _treat_all_steady(p)[0]),
    "treat_all_last_year_steady": _of(lambda p: _treat_all_steady(p)[2]),
    "imposed_share": _of(lambda p: imposed(budgets_1992(p), p) / p.retail_value),
    "imposed_share_static": _of(lambda p: imposed_share(-p.demand_elasticity, p)),
    "imposed_share_pulse": _of(lambda p: imposed_share(effect_of_a_price("consumption", p), p)),
    "multiplier": _of(multiplier),
    "multiplier_long_run": _of(long_run_multiplier),
    "prevalence_elasticity": _of(prevalence_elasticity),
    "prevalence_elasticity_even": _of(prevalence_elasticity, **EVEN_SPLIT),
    "pulse_ratio": _of(pulse_ratio),
    "pulse_ratio_even": _of(pulse_ratio, **EVEN_SPLIT),
    "by_hand": _by_hand(),
    "by_hand_number": _by_hand(),
    "by_hand_all_to_light": _by_hand(to_light=1.0),
    "by_hand_all_out": _by_hand(to_light=0.0),
    "by_hand_all_to_light_no_market": _by_hand(to_light=1.0, demand_elasticity=0.0),
    "by_hand_users": _by_hand("users"),
    "by_hand_users_all_to_light": _by_hand("users", to_light=1.0),
    "by_hand_departure_low": _by_hand(departure=0.10),
    "by_hand_departure_high": _by_hand(departure=0.16),
    "by_hand_unit_cost_low": _by_hand(unit_cost=1400.0),
    "by_hand_unit_cost_high": _by_hand(unit_cost=2100.0),
    "by_hand_stay_short": _by_hand(stay=0.2),
    "by_hand_stay_long": _by_hand(stay=0.4),
    "by_hand_no_after_effect": _by_hand(departure=0.0),
    "no_after_effect_to_domestic": _of(_no_after_effect_to_domestic),
    "lead_lost_at": _of(lambda p: 1 - _no_after_effect_to_domestic(p)),
    "stay_share": _of(stay_share),
}
