"""What four programmes against cocaine cost for the same effect (Rydell & Everingham 1994, RAND MR-331).

The equations stand in `rydell_everingham_market`, the same by hand in `rydell_everingham_by_hand`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import xarray as xr

from tregua.models import everingham_rydell_1994 as use
from tregua.models.arguments import problem, refuse
from tregua.models.protocol import bound
from tregua.models.rydell_everingham_by_hand import (
    effect_of_a_price,
    effect_of_a_treatment,
    multiplier,
    prevalence_elasticity,
    treatment_cost,
)
from tregua.models.rydell_everingham_market import (
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

EVEN_SPLIT = {"elasticity_per_user": -0.25, "elasticity_of_flows": 0.0738}  # of −0.5, between grams and users


def parameters() -> Parameters:
    """The values of the report, and ours where it was not read."""
    return bound(Parameters, "rydell_everingham_1994")


def simulate(
    *,
    source_country: float = 0.0,
    interdiction: float = 0.0,
    domestic_enforcement: float = 0.0,
    treatment: float = 0.0,
    treated_share: float = 0.0,
    years: int | None = None,
    initiation: float | None = None,
    parameters: Parameters | None = None,
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
    p, u = bound(Parameters, "rydell_everingham_1994", parameters), use.parameters()
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
    return xr.Dataset(
        {
            "light": ("year", path.users[:, 0], {"units": "persons"}),
            "heavy": ("year", path.users[:, 1], {"units": "persons"}),
            "users": ("year", path.users.sum(axis=1), {"units": "persons"}),
            "price": ("year", path.price * price_1992(p), {"units": "USD/g"}),
            "consumption": ("year", path.grams / use.GRAMS_A_TONNE, {"units": "t/year"}),
            "treated": ("year", path.treated, {"units": "persons/year"}),
        },
        {"year": use.FIRST_YEAR + np.arange(len(path.price))},
        {"model": "rydell_everingham_1994", "source": "rydell_1994"},
    )


def imposed_share(elasticity: float, p: Parameters) -> float:
    """Cost that the supply programmes of 1992 would put on suppliers if the report's costs held, over the retail value.

    Σ_j Λ_j B_j / V with Λ_j = 0.01 V / (elasticity · multiplier · cost of one percent), on average as at the margin
    """
    percents = sum(budgets_1992(p)[name] / getattr(p, f"published_{name}") for name in SUPPLY)
    return float(ONE_PERCENT / elasticity / multiplier(p) * percents)


def _cost(programme: str, counted: Counted) -> float:
    return cost_of_one_percent(programme, counted, parameters())


def _by_hand(counted: Counted = "consumption", **changed: float) -> float:
    """Cost of one percent by treatment, with some parameters changed."""
    return treatment_cost(counted, replace(parameters(), **changed))


def _stay_share() -> float:
    during, after = effect_of_a_treatment("consumption", parameters())
    return during / (during + after)


def _pulse_ratio(**changed: float) -> float:
    p = replace(parameters(), **changed)
    return effect_of_a_price("consumption", p) / effect_of_a_price("users", p)


@cache
def _treat_all(initiation: float | None = None) -> tuple[float, float, float]:
    """Change of consumption when every heavy user is treated every year.

    Discounted over the horizon, in its last year, and in its last year against 1992.
    """
    p = parameters()
    all_treated = simulate(treated_share=1 - p.treated_share, initiation=initiation).consumption
    none_more = simulate(initiation=initiation).consumption
    present = discounts(p) @ all_treated.values / (discounts(p) @ none_more.values)
    return float(present) - 1, float(all_treated[-1] / none_more[-1]) - 1, float(all_treated[-1] / none_more[0]) - 1


def _steady() -> float:
    return use.break_even_initiation(use.parameters())


def supply_elasticity(cost_share: float, phi: float) -> float:
    """Elasticity of quantity to average cost at the market of 1992, by a central difference."""
    quantities = np.array([1 - 1e-3, 1 + 1e-3])
    prices = [average_cost(quantity, 1.0, cost_share, phi) for quantity in quantities]
    return float(np.diff(np.log(quantities))[0] / np.diff(np.log(prices))[0])


def _long_run_multiplier() -> float:
    """What one percent fewer starters for ever become, in percent of consumption, after the price has answered."""
    u, p, fewer = use.parameters(), parameters(), 1e-4
    paths = [project({}, 0.0, 400, replace(u, initiation_1991=u.initiation_1991 * by), p) for by in (1.0, 1 - fewer)]
    return float(np.log(paths[1].grams[-1] / paths[0].grams[-1]) / np.log(1 - fewer))


def _to_treat(share: float) -> float:
    """Million USD a year to treat a share of the heavy users of 1992, each once."""
    return share * use.parameters().heavy_1992 * parameters().unit_cost / MILLION


def _budget_share(programme: str) -> float:
    budgets = budgets_1992(parameters())
    return budgets[programme] / sum(budgets.values())


QUANTITIES: Mapping[str, Callable[[], float]] = {
    "cost_source_country": lambda: _cost("source_country", "consumption"),
    "cost_interdiction": lambda: _cost("interdiction", "consumption"),
    "cost_domestic_enforcement": lambda: _cost("domestic_enforcement", "consumption"),
    "cost_treatment": lambda: _cost("treatment", "consumption"),
    "domestic_to_treatment": lambda: _cost("domestic_enforcement", "consumption") / _cost("treatment", "consumption"),
    "cost_users_source_country": lambda: _cost("source_country", "users"),
    "cost_users_interdiction": lambda: _cost("interdiction", "users"),
    "cost_users_domestic_enforcement": lambda: _cost("domestic_enforcement", "users"),
    "cost_users_treatment": lambda: _cost("treatment", "users"),
    "supply_elasticity": lambda: supply_elasticity(parameters().cost_share, exponent(parameters())),
    "supply_elasticity_share_76": lambda: supply_elasticity(0.76, 0.635),
    "supply_elasticity_share_90": lambda: supply_elasticity(0.90, 0.69),
    "supply_elasticity_share_100": lambda: supply_elasticity(1.00, 0.722),
    "price_1992": lambda: price_1992(parameters()),
    "budget_total": lambda: sum(budgets_1992(parameters()).values()),
    "budget_share_domestic_enforcement": lambda: _budget_share("domestic_enforcement"),
    "budget_share_treatment": lambda: _budget_share("treatment"),
    "budget_treatment": lambda: _to_treat(parameters().treated_share),
    "treat_all_budget": lambda: _to_treat(1.0),
    "treat_all_present_value": lambda: _treat_all()[0],
    "treat_all_last_year": lambda: _treat_all()[1],
    "treat_all_present_value_steady": lambda: _treat_all(_steady())[0],
    "treat_all_last_year_steady": lambda: _treat_all(_steady())[2],
    "imposed_share": lambda: imposed(budgets_1992(parameters()), parameters()) / parameters().retail_value,
    "imposed_share_static": lambda: imposed_share(-parameters().demand_elasticity, parameters()),
    "imposed_share_pulse": lambda: imposed_share(effect_of_a_price("consumption", parameters()), parameters()),
    "multiplier": lambda: multiplier(parameters()),
    "multiplier_long_run": _long_run_multiplier,
    "prevalence_elasticity": lambda: prevalence_elasticity(parameters()),
    "prevalence_elasticity_even": lambda: prevalence_elasticity(replace(parameters(), **EVEN_SPLIT)),
    "pulse_ratio": _pulse_ratio,
    "pulse_ratio_even": lambda: _pulse_ratio(**EVEN_SPLIT),
    "by_hand": _by_hand,
    "by_hand_number": _by_hand,
    "by_hand_all_to_light": lambda: _by_hand(to_light=1.0),
    "by_hand_all_out": lambda: _by_hand(to_light=0.0),
    "by_hand_all_to_light_no_market": lambda: _by_hand(to_light=1.0, demand_elasticity=0.0),
    "by_hand_users": lambda: _by_hand("users"),
    "by_hand_users_all_to_light": lambda: _by_hand("users", to_light=1.0),
    "by_hand_departure_low": lambda: _by_hand(departure=0.10),
    "by_hand_departure_high": lambda: _by_hand(departure=0.16),
    "by_hand_unit_cost_low": lambda: _by_hand(unit_cost=1400.0),
    "by_hand_unit_cost_high": lambda: _by_hand(unit_cost=2100.0),
    "by_hand_stay_short": lambda: _by_hand(stay=0.2),
    "by_hand_stay_long": lambda: _by_hand(stay=0.4),
    "by_hand_no_after_effect": lambda: _by_hand(departure=0.0),
    "no_after_effect_to_domestic": lambda: _by_hand(departure=0.0) / parameters().published_domestic_enforcement,
    "lead_lost_at": lambda: 1 - _by_hand(departure=0.0) / parameters().published_domestic_enforcement,
    "stay_share": _stay_share,
}
