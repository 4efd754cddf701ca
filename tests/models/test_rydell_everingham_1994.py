"""Four programmes against cocaine: the report's costs, the treatment block by hand, and a market that clears."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tregua.models import everingham_rydell_1994 as use
from tregua.models import rydell_everingham_1994 as model
from tregua.models.frame import load_model, targets_of
from tregua.models.rydell_everingham_by_hand import effect_of_a_price, multiplier, prevalence_elasticity, treatment_cost
from tregua.models.rydell_everingham_market import (
    PROGRAMMES,
    SUPPLY,
    clearing_price,
    cost_of_one_percent,
    price_1992,
    project,
    saved,
)

TARGETS = {target.id: target for target in targets_of(load_model("rydell_everingham_1994"))}
PUBLISHED = [one.id for one in TARGETS.values() if one.tag == "published" and not one.input]
DERIVED = [one.id for one in TARGETS.values() if one.tag == "derived"]
NOT_REPRODUCED = {"treat_all_last_year", "treat_all_budget"}
P, U = model.parameters(), use.parameters()
PRICES_STILL = replace(P, elasticity_per_user=0.0, elasticity_of_flows=0.0, demand_elasticity=0.0)


@pytest.mark.parametrize("quantity", PUBLISHED)
def test_published(quantity: str) -> None:
    assert TARGETS[quantity].met_by(model.QUANTITIES[quantity]()) is (quantity not in NOT_REPRODUCED)


@pytest.mark.parametrize("quantity", DERIVED)
def test_regression(quantity: str) -> None:
    assert TARGETS[quantity].met_by(model.QUANTITIES[quantity]())


@pytest.mark.parametrize(("programme", "cost"), list(zip(SUPPLY, (783, 366, 246), strict=True)))
def test_the_leverages_are_those_fitted_to_the_published_costs(programme: str, cost: float) -> None:
    assert cost_of_one_percent(programme, "consumption", P) == pytest.approx(cost, rel=1e-4)


def test_the_elasticity_of_flows_is_the_one_fitted_to_the_split() -> None:
    assert P.elasticity_per_user + prevalence_elasticity(P) == pytest.approx(P.demand_elasticity, abs=1e-4)


@given(demand=st.floats(0.2, 5), imposed=st.floats(0, 3))
def test_the_price_clears_the_market(demand: float, imposed: float) -> None:
    price = clearing_price(demand, imposed, P)
    quantity = demand * price**P.elasticity_per_user
    exponent = -1 / 3.6 / P.cost_share
    assert price == pytest.approx(1 - P.cost_share + (P.cost_share + imposed) * quantity**exponent, rel=1e-12)


def test_the_price_of_1992_is_one_and_a_larger_market_is_cheaper() -> None:
    assert clearing_price(1.0, 0.0, P) == pytest.approx(1, abs=1e-13)
    assert clearing_price(2.0, 0.0, P) < 1 < clearing_price(0.5, 0.0, P)


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
    """With costs that do not fall with quantity a dollar imposed is a dollar on the price, in that year alone."""
    flat = replace(P, supply_elasticity=-1e12)
    rise = 1e-5
    spent = {"interdiction": rise * P.retail_value / P.leverage_interdiction}
    grams = float(use.grams(U) @ use.users_1992(U))
    assert saved("consumption", spent, flat) / grams / rise == pytest.approx(
        effect_of_a_price("consumption", P), rel=1e-3
    )


@pytest.mark.parametrize("programme", SUPPLY)
def test_cost_leverage_and_multiplier_say_the_same(programme: str) -> None:
    """Cost of one kilogram less · Λ · |ε| · multiplier / P = 1, for one year in which ε is all in the grams."""
    at_once = replace(P, elasticity_per_user=P.demand_elasticity, elasticity_of_flows=0.0)
    budget = 1e-3
    [before], [after] = (project(spent, 0.0, 1, U, at_once).grams for spent in ({}, {programme: budget}))
    cost_per_gram = budget * 1e6 / (before - after)
    leverage = getattr(P, f"leverage_{programme}")
    price = P.retail_value * 1e6 / before
    assert cost_per_gram * leverage * -P.demand_elasticity * multiplier(P) / price == pytest.approx(1, rel=1e-4)


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
