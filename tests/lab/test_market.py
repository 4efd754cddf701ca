"""The price ladder, the clearing of the market and what is made, seized and consumed."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_lab import BASELINE, EXTREMES, Floats, at, columns, inputs, kernel, rates_at_start, simulate

from tregua.lab.layout import layout
from tregua.lab.mechanisms import market as mechanism
from tregua.lab.model import lab
from tregua.lab.run import RunError, Settings, run
from tregua.lab.status import Status

# US prices circa 2007 in dollars per pure kilogram: farm gate, export, import, middle, retail (Kilmer & Reuter 2009).
LADDER_2007 = (800.0, 2400.0, 19000.0, 27000.0, 122000.0)
P, _, _ = inputs({}, 2026, 200)
US_CONSUMED = layout().position("S", "consumed", "USA")
US_PRICE = layout().position("P", "retail_price", "USA")
RENT, PRODUCED = layout().position("V", "rent", "COL"), layout().position("S", "produced", "COL")


def climb(farm_gate: float, psi: float, seized: tuple[float, ...] = (0.0,) * 4) -> list[float]:
    """The five prices of 2007 when the farm-gate price is another."""
    prices = [farm_gate]
    for price_0, next_0, share in zip(LADDER_2007, LADDER_2007[1:], seized, strict=False):
        margin = mechanism.margin_between(price_0, next_0, share)
        prices.append(mechanism.next_price(prices[-1], price_0, margin, psi, share))
    return prices


@pytest.mark.parametrize("psi", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("seized", [(0.0,) * 4, (0.4, 0.3, 0.1, 0.05)])
def test_the_ladder_of_2007_comes_out_to_the_dollar(psi: float, seized: tuple[float, ...]) -> None:
    assert [round(price) for price in climb(800.0, psi, seized)] == list(LADDER_2007)


def test_a_doubled_farm_gate_price_adds_two_thirds_of_a_percent_or_doubles_retail() -> None:
    assert round(100 * (climb(1600.0, 0.0)[-1] / 122000 - 1), 2) == 0.66
    assert climb(1600.0, 1.0)[-1] == pytest.approx(2 * 122000, rel=1e-12)


# --- clearing ---------------------------------------------------------------------------------------------------------

ETA_H, EPSILON = 0.3, -0.5
RETAIL = (122000.0, 100000.0, 20000.0, 130000.0)  # the United States first, the market with low prices third
USA, LOW_PRICE = 0, 2


def four_markets(psi: float, farm_gate_0: float = 800.0, tax: float = 0.0) -> Floats:
    """The kernel's five rows for markets of 100 t, one step from the farm; `tax` is added to the first's margin."""
    bases, slopes = [], []
    for m, retail in enumerate(RETAIL):
        margin = mechanism.margin_between(farm_gate_0, retail, 0.0) + (tax if m == USA else 0.0)
        bases.append(mechanism.next_price(0.0, farm_gate_0, margin, psi, 0.0))
        slopes.append((mechanism.next_price(farm_gate_0, farm_gate_0, margin, psi, 0.0) - bases[-1]) / farm_gate_0)
    return np.array([[1e5] * 4, bases, slopes, RETAIL, [0.0] * 4]).ravel()


def consumed(market: Floats, farm_gate: float, epsilon: float = EPSILON) -> Floats:
    size, base, slope, retail = market.reshape(5, -1)[:4]
    return np.array(size * ((base + slope * farm_gate) / retail) ** epsilon)


def solve(supply: float, market: Floats, eta_h: float, epsilon: float, start: float = 0.0) -> tuple[float, int]:
    """The clearing of the mechanism as it stands, on four markets; the price and the status."""
    size, base, slope, retail, _ = market.reshape(5, -1)
    p = SimpleNamespace(farm_gate_price=800.0, harvest_elasticity=eta_h, demand_elasticity=epsilon, retail_price=retail)
    v = SimpleNamespace(wanted=size, base=base, slope=slope, consumed=[0.0] * 4, exported_0=supply)
    v.sent_for_one = [1.0] * 4
    v.farm_gate = 800.0 * math.exp(start)
    status = mechanism.clear(p, SimpleNamespace(), v)  # type: ignore[arg-type]
    return v.farm_gate, status


def clear(supply: float, market: Floats, eta_h: float = ETA_H, epsilon: float = EPSILON, start: float = 0.0) -> float:
    farm_gate, status = solve(supply, market, eta_h, epsilon, start)
    assert status == Status.OK
    return farm_gate


SHARES = st.floats(0.0, 1.0)
SUPPLY = st.floats(2e5, 8e5)
ELASTICITY = st.floats(-1.0, -0.05)
HARVEST = st.floats(0.1, 2.0)


@given(SUPPLY, HARVEST, SHARES, ELASTICITY, st.floats(-13.0, 13.0))
def test_the_root_balances_supply_and_demand_from_any_start(
    supply: float, eta_h: float, psi: float, epsilon: float, start: float
) -> None:
    market = four_markets(psi)
    farm_gate, status = solve(supply, market, eta_h, epsilon, start)
    assert status == Status.OK
    assert supply * (farm_gate / 800.0) ** eta_h == pytest.approx(consumed(market, farm_gate, epsilon).sum(), rel=1e-10)
    assert farm_gate == pytest.approx(clear(supply, market, eta_h, epsilon), rel=1e-9)


@pytest.mark.parametrize("supply", [1e-30, 1e30, math.nan, math.inf])
def test_a_market_without_a_price_says_so(supply: float) -> None:
    _, status = solve(supply, four_markets(0.25), ETA_H, EPSILON, 0.0)
    assert status == Status.MARKET


def test_too_few_steps_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mechanism, "CLEARING_STEPS", 2)
    _, status = solve(2e5, four_markets(0.25), ETA_H, EPSILON, 3.0)
    assert status == Status.MARKET


@pytest.mark.parametrize(
    ("assumption", "value", "status"),
    [("export_price", 100.0, "margin"), ("retail_price.LAC", 100.0, "margin"), ("use_growth", 20.0, "market")],
)
def test_a_run_that_does_not_converge_is_refused(assumption: str, value: float, status: str) -> None:
    with pytest.raises(RunError) as refusal:
        run([BASELINE], Settings(draws=3, until=2028), {assumption: value})
    assert refusal.value.counts[status] >= 1
    assert sum(refusal.value.counts.values()) == 3


# --- published signs --------------------------------------------------------------------------------------------------


def after_a_loss(psi: float, eta: float) -> tuple[Floats, float]:
    """Fall of consumption by market, and the part of the loss that others make good, when Colombia's supply falls.

    Three producers with 60, 25 and 15 % of supply, the first of which loses 30 %.
    """
    market = four_markets(psi)
    shares, kept = np.array([0.6, 0.25, 0.15]), np.array([0.7, 1.0, 1.0])
    supply = 4e5 * float(shares @ kept)
    farm_gate = clear(supply, market, eta)
    world_loss = 4e5 - supply * (farm_gate / 800.0) ** eta
    return 1 - consumed(market, farm_gate) / 1e5, 1 - world_loss / (0.3 * 0.6 * 4e5)


def test_additive_margins_shield_the_rich_market_and_multiplicative_ones_do_not() -> None:
    falls, _ = after_a_loss(psi=0.0, eta=1.0)
    assert 0 < 2 * falls[USA] < falls[LOW_PRICE]
    falls, _ = after_a_loss(psi=1.0, eta=1.0)
    np.testing.assert_allclose(falls, falls[USA], rtol=1e-9)
    assert falls[USA] > 0.01


def test_the_balloon_grows_with_the_elasticity_of_supply() -> None:
    offsets = [after_a_loss(psi=0.25, eta=eta)[1] for eta in (0.25, 0.5, 1.0, 2.0)]
    assert offsets == sorted(offsets)
    assert 0.4 < offsets[0] < 0.75 < offsets[-1] < 1


@pytest.mark.checklist("P13")
@pytest.mark.parametrize(
    ("lever", "leverage", "published"),
    [
        ("interdiction", "interdiction_leverage", 175_000),
        ("interdiction", "interdiction_leverage", 126_000),
        ("domestic_enforcement", "domestic_leverage", 84_500),
    ],
)
def test_a_kilogram_less_by_enforcement_costs_what_was_published(lever: str, leverage: str, published: float) -> None:
    """Mejía & Restrepo 2016, and Rydell & Everingham 1994 at a retail price 6 % higher; elasticity −0.5."""
    budget = 0.01
    readings = lab().parameters[leverage]
    values = readings.distribution.values or [readings.value]
    found = []
    for value in values:
        settled = P[0].copy()
        settled[US_PRICE] = 122_000
        for name, one in ((leverage, value), ("demand_elasticity", EPSILON), ("pass_through", 0.0)):
            settled[at("P", name)] = one
        without, within = (rates_at_start(settled, {lever: bn}).change[US_CONSUMED] for bn in (0, budget))
        found.append(budget * 1e9 / (without - within))
    assert any(one == pytest.approx(published, rel=0.06) for one in found)


def test_what_is_seized_earns_nothing() -> None:
    """With margins that add, seizures raise the export price by what they cost: the rent of a kilogram stays."""
    for p in P[:20]:
        additive = p.copy()
        additive[at("P", "pass_through")] = 0.0
        few, many = (rates_at_start(additive, {"seizure_share": share}) for share in (0.2, 0.8))
        per_kg = [one.derived[RENT] / one.change[PRODUCED] for one in (few, many)]
        assert per_kg[1] == pytest.approx(per_kg[0], rel=1e-9)
        assert many.change[at("S", "seized")] > 1.5 * few.change[at("S", "seized")]


# --- monotone ---------------------------------------------------------------------------------------------------------


@given(SUPPLY, HARVEST, SHARES, ELASTICITY, st.floats(0.0, 1e5), st.floats(0.0, 1e5))
def test_a_dearer_route_never_raises_consumption(
    supply: float, eta_h: float, psi: float, epsilon: float, tax: float, more: float
) -> None:
    little, much = four_markets(psi, tax=tax), four_markets(psi, tax=tax + more)
    before = consumed(little, clear(supply, little, eta_h, epsilon), epsilon)
    after = consumed(much, clear(supply, much, eta_h, epsilon), epsilon)
    assert after.sum() <= before.sum() * (1 + 1e-10)
    assert after[USA] <= before[USA] * (1 + 1e-10)
    assert (after[1:] >= before[1:] * (1 - 1e-10)).all()  # what is not sold there is offered elsewhere


@given(st.floats(0.2, 1.0), HARVEST, SHARES, ELASTICITY, ELASTICITY)
def test_a_higher_elasticity_never_raises_revenue_after_a_shock(
    kept: float, eta_h: float, psi: float, one: float, other: float
) -> None:
    market = four_markets(psi)
    low, high = sorted((one, other), reverse=True)
    revenues = []
    for epsilon in (low, high):
        farm_gate = clear(4e5 * kept, market, eta_h, epsilon)
        size = market.reshape(5, -1)[:4]
        revenues.append(float(consumed(market, farm_gate, epsilon) @ (size[1] + size[2] * farm_gate)))
    assert revenues[1] <= revenues[0] * (1 + 1e-10)


def step(draw: int, values: dict[str, float]) -> Floats:
    """Consumption by market [kg/year] in one evaluation of the lab, at the start of a draw."""
    return rates_at_start(P[draw], values).change[at("S", "consumed")]


@settings(deadline=None)
@given(st.integers(0, 199), st.tuples(SHARES, SHARES), st.tuples(SHARES, SHARES))
def test_more_interdiction_or_seizure_never_raises_consumption_in_a_step(
    draw: int, budgets: tuple[float, float], shares: tuple[float, float]
) -> None:
    (low, high), (less, more) = sorted(budgets), sorted(shares)
    before = step(draw, {"interdiction": 10 * low, "seizure_share": 0.9 * less})
    after = step(draw, {"interdiction": 10 * high, "seizure_share": 0.9 * less})
    assert after.sum() <= before.sum() * (1 + 1e-10)
    assert after[USA] <= before[USA] * (1 + 1e-10)
    seized = step(draw, {"interdiction": 10 * low, "seizure_share": 0.9 * more})
    assert (seized <= before * (1 + 1e-10)).all()


# --- conservation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{}, EXTREMES], ids=["default", "all levers moved"])
def test_what_is_made_is_consumed_or_seized_every_month(values: dict[str, float]) -> None:
    p, lever, shock = inputs(values, 2035, 60)
    for draw in range(60):
        out, _, status = simulate(kernel(), p[draw], lever, shock[draw], 132)
        assert status == Status.OK
        made, used, seized = (
            out[:, columns(name)].sum(1) for name in ("cocaine_output", "cocaine_consumed", "cocaine_seized")
        )
        np.testing.assert_allclose(made, used + seized, rtol=1e-9)
        assert (seized > 0).all() and (used > 0).all()
