"""Four programmes against cocaine: the report's costs, the treatment block by hand, and a market that clears."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tregua.models.find import load_model
from tregua.models.papers.everingham_rydell_1994 import model as use
from tregua.models.papers.rydell_everingham_1994 import model
from tregua.models.papers.rydell_everingham_1994.by_hand import (
    effect_of_a_price,
    multiplier,
    prevalence_elasticity,
    treatment_cost,
)
from tregua.models.papers.rydell_everingham_1994.market import (
    PROGRAMMES,
    SUPPLY,
    Parameters,
    average_cost,
    budgets_1992,
    clearing_price,
    cost_of_one_percent,
    exponent,
    imposed,
    price_1992,
    project,
    saved,
)
from tregua.models.protocol import bound

MODEL = load_model("rydell_everingham_1994")
TARGETS = {target.id: target for target in MODEL.targets}
P, U = bound(model.Parameters), bound(use.Parameters)
PRICES_STILL = replace(P, elasticity_per_user=0.0, elasticity_of_flows=0.0, demand_elasticity=0.0)


@pytest.mark.parametrize("programme", SUPPLY)
def test_the_leverages_meet_two_of_the_three_published_costs_to_which_they_were_fitted(programme: str) -> None:
    ours, published = cost_of_one_percent(programme, "consumption", P), getattr(P, f"published_{programme}")
    met = ours == pytest.approx(published, rel=1e-4)
    assert met is (programme != "domestic_enforcement")
    assert TARGETS[f"cost_{programme}"].published == published


@pytest.mark.parametrize("cost_share", [0.76, 0.9, 1.0])
def test_no_leverages_meet_all_three_costs(cost_share: float) -> None:
    """Σ_j B_j0 / C_j does not depend on the leverages, and the published C_j ask for more than the market gives."""
    p = replace(P, cost_share=cost_share)
    others = replace(p, leverage_source_country=0.8, leverage_interdiction=2.6, leverage_domestic_enforcement=3.9)

    def percents(q: Parameters) -> float:
        return sum(budgets_1992(q)[name] / cost_of_one_percent(name, "consumption", q) for name in SUPPLY)

    wanted = sum(budgets_1992(p)[name] / getattr(p, f"published_{name}") for name in SUPPLY)
    assert percents(p) == pytest.approx(percents(others), rel=0.01)
    assert percents(p) < 0.85 * wanted


def test_only_ratios_between_leverages_count() -> None:
    half = {f"leverage_{name}": getattr(P, f"leverage_{name}") / 2 for name in SUPPLY}
    for name in SUPPLY:
        assert cost_of_one_percent(name, "consumption", replace(P, **half)) == pytest.approx(
            cost_of_one_percent(name, "consumption", P), rel=1e-9
        )


def test_the_leverages_lie_in_their_ranges() -> None:
    found = [MODEL.ranges()[f"leverage_{name}"] for name in SUPPLY]
    assert found == [(0.8, 1.2), (1.8, 2.6), (2.6, 3.9)]


def test_the_elasticity_of_flows_is_the_one_fitted_to_the_split() -> None:
    assert P.elasticity_per_user + prevalence_elasticity(P) == pytest.approx(P.demand_elasticity, abs=1e-4)


@given(demand=st.floats(0.2, 5), burden=st.floats(1, 4))
def test_the_price_clears_the_market(demand: float, burden: float) -> None:
    price = clearing_price(demand, burden, P)
    quantity = demand * price**P.elasticity_per_user
    falls = quantity ** (-1 / 3.6 / P.cost_share)
    assert price == pytest.approx(1 - P.cost_share + P.cost_share * burden * falls, rel=1e-12)


def test_twice_the_budgets_of_supply_control_double_the_cost_that_moves() -> None:
    [twice] = project(budgets_1992(P), 0.0, 1, U, replace(PRICES_STILL, supply_elasticity=-1e12)).price
    assert twice == pytest.approx(1 + P.cost_share)
    assert imposed(budgets_1992(P), P) == pytest.approx(1.2 * 900 + 2.5672 * 1700 + 2.7602 * 9500)


@pytest.mark.parametrize(("cost_share", "phi"), [(0.76, 0.635), (0.9, 0.69), (1.0, 0.722)])
def test_three_pairs_of_share_and_exponent_give_the_elasticity_of_supply(cost_share: float, phi: float) -> None:
    assert exponent(replace(P, cost_share=cost_share)) == pytest.approx(phi, abs=0.0015)
    assert average_cost(1.01, 1.0, cost_share, phi) == pytest.approx(1.01 ** (-1 / 3.6), abs=2e-5)


def test_the_price_of_1992_is_one_and_a_larger_market_is_cheaper() -> None:
    assert clearing_price(1.0, 1.0, P) == pytest.approx(1, abs=1e-13)
    assert clearing_price(2.0, 1.0, P) < 1 < clearing_price(0.5, 1.0, P)


def test_without_price_effects_the_users_are_those_of_the_demand_model() -> None:
    mine = model.simulate(years=16, parameters=PRICES_STILL)
    theirs = use.simulate(years=15)
    for variable in ("light", "heavy", "users", "consumption"):
        assert mine[variable].values == pytest.approx(theirs[variable].values, rel=1e-12)
    assert mine.year.values.tolist() == theirs.year.values.tolist()


@pytest.mark.parametrize("departure", [0.0, 0.13, 0.3])
def test_by_hand_is_the_model_with_prices_still(departure: float) -> None:
    p = replace(PRICES_STILL, departure=departure)
    assert cost_of_one_percent("treatment", "consumption", p) == pytest.approx(
        treatment_cost("consumption", p), rel=1e-9
    )


def test_a_price_by_hand_is_the_model_with_a_flat_supply() -> None:
    """With costs that do not fall with quantity cost imposed is price, in that year alone."""
    flat = replace(P, supply_elasticity=-1e12)
    rise = 1e-5
    spent = {"interdiction": rise / P.cost_share * imposed(budgets_1992(P), P) / P.leverage_interdiction}
    grams = float(use.grams(U) @ use.users_1992(U))
    assert saved("consumption", spent, flat) / grams / rise == pytest.approx(
        effect_of_a_price("consumption", P), rel=1e-3
    )


@pytest.mark.parametrize("programme", SUPPLY)
def test_cost_leverage_and_multiplier_say_the_same(programme: str) -> None:
    """Cost of a gram less · Λ · s Q / ΣΛB_0 · |ε| · multiplier = 1, for one year in which ε is all in the grams."""
    at_once = replace(P, elasticity_per_user=P.demand_elasticity, elasticity_of_flows=0.0)
    budget = 1e-3
    [before], [after] = (project(spent, 0.0, 1, U, at_once).grams for spent in ({}, {programme: budget}))
    cost_per_gram = budget * 1e6 / (before - after)
    leverage = getattr(P, f"leverage_{programme}") * P.cost_share / (imposed(budgets_1992(P), P) * 1e6)
    assert cost_per_gram * before * leverage * -P.demand_elasticity * multiplier(P) == pytest.approx(1, rel=1e-4)


@settings(max_examples=25)
@given(programme=st.sampled_from(PROGRAMMES), budget=st.floats(0, 1900), more=st.floats(1, 1000))
def test_more_spending_saves_more(programme: str, budget: float, more: float) -> None:
    assert saved("consumption", {programme: budget + more}, P) > saved("consumption", {programme: budget}, P)


def test_supply_programmes_raise_the_price_and_treatment_does_too_since_the_market_shrinks() -> None:
    baseline = model.simulate()
    assert baseline.price[0] == pytest.approx(price_1992(P))
    for programme in PROGRAMMES:
        assert model.simulate(**{programme: 300.0}).price[0] > baseline.price[0]


def test_a_dollar_of_supply_control_works_in_its_year_and_through_users_later() -> None:
    baseline, run = model.simulate(), model.simulate(domestic_enforcement=1000.0)
    assert float(run.price[1] / baseline.price[1]) == pytest.approx(1, abs=0.01)
    assert (run.consumption < baseline.consumption).all()


def test_nobody_is_treated_twice_in_a_year() -> None:
    run = model.simulate(treatment=1e6)
    assert run.treated[0] == run.heavy[0]
    assert (run.heavy > 0).all() and (run.light > 0).all()


def test_the_treated_and_the_budget_agree() -> None:
    run = model.simulate(treatment=17.4)
    assert run.treated.values == pytest.approx(np.array([10_000] + [0] * 14))


def test_quantities_answer_to_the_parameters_of_the_run() -> None:
    for one in ("cost_treatment", "by_hand", "treat_all_budget"):
        assert MODEL.value(one, unit_cost=2 * P.unit_cost) == pytest.approx(2 * MODEL.value(one), rel=1e-3), one
    assert MODEL.value("treat_all_present_value", departure=0.2) < MODEL.value("treat_all_present_value") < 0
    assert MODEL.value("lead_lost_at", published_domestic_enforcement=300) > MODEL.value("lead_lost_at")


@given(st.floats(1, 30))
def test_the_horizon_counts_in_whole_years(horizon: float) -> None:
    p, whole = replace(P, horizon=horizon), replace(P, horizon=float(int(horizon)))
    assert saved("consumption", {"treatment": 10.0}, p) == saved("consumption", {"treatment": 10.0}, whole)


@pytest.mark.parametrize(("share", "phi", "elasticity"), [(0.76, 0.635, -3.6), (0.90, 0.69, -3.58), (1.0, 0.722, -3.6)])
def test_other_shares_of_the_price_have_that_elasticity_too(share: float, phi: float, elasticity: float) -> None:
    assert model.supply_elasticity(share, phi) == pytest.approx(elasticity, abs=0.005)
