"""Every step of coca, market and use, in a small world with results worked out by hand."""

import math
from types import SimpleNamespace as Names
from typing import Any

import pytest
from small_world import LN2, expect, junk, small_world

from tregua.lab.mechanisms import coca, market, use
from tregua.lab.status import Status

pytestmark = pytest.mark.usefixtures(small_world.__name__)


# --- coca -------------------------------------------------------------------------------------------------------------


def test_coca_start() -> None:
    s = Names(area=[0.0, 0.0])
    coca.start(Names(area_0=[100.0, 50.0]), s)
    expect(s, area=[100, 50])


def test_coca_ripen() -> None:
    """Doubled twice in two years."""
    v = Names(yield_now=junk(2))
    coca.ripen(Names(yield_growth=LN2, yield_0=[3.0, 5.0]), 2.0, v)
    expect(v, yield_now=[12, 20])


def test_coca_grow() -> None:
    """At four times the price; of the first producer's coca half is left, the second has twice as much as at the start.

    In pesos that is 4 · √4 = 8 times and 4 · √¼ = 2 times as much; the promise doubles what is wanted twice, and halves
    it; so does the shock of a country triple it and take a half, and that of all countries double it. Removed
    0.1 · 50 · ½ and 0.1 · 40, at the start 2 and 1; wanted (100 + 2 · 2) · √8 · 24 and (200 + 2 · 1) · √2 · ½.
    """
    p = Names(
        eradication_effect=0.1,
        area_0=[100.0, 200.0],
        adjustment_years=2.0,
        area_elasticity=0.5,
        harvest_elasticity=1.5,
        exchange_kept=0.5,
        announcement_effect=LN2,
    )
    lever = Names(eradication=[50.0, 40.0], exchange=[4000.0, 500.0], announcement=[2.0, 0.0])
    lever_0 = Names(eradication=[20.0, 10.0], exchange=[1000.0, 2000.0], announcement=[0.0, 1.0])
    v = Names(price_ratio=4.0, yield_now=[6.0, 2.0])
    d = Names(area=junk(2), produced=junk(2))
    coca.grow(p, lever, lever_0, Names(area=[3.0, 0.5], coca=2.0), Names(area=[50.0, 400.0]), d, v)
    wanted = [104 * math.sqrt(8) * 24, 202 * math.sqrt(2) / 2]
    expect(d, area=[(wanted[0] - 50) / 2 - 2.5, (wanted[1] - 400) / 2 - 4], produced=[6 * 50 * 8, 2 * 400 * 8])


def test_coca_report() -> None:
    """Yields of 3 and 5 doubled twice in two years, of the mean areas 10 and 6 a month's part."""
    out = Names(coca_area=junk(2), potential_output=junk(2), cocaine_output=junk(2))
    p = Names(yield_growth=LN2, yield_0=[3.0, 5.0])
    was = Names(area=[13.0, 4.0], produced=[20.0, 25.0])
    coca.report(p, 2.0, Names(area=[7.0, 8.0], produced=[50.0, 60.0]), was, out)
    expect(out, coca_area=[7, 8], potential_output=[10, 10], cocaine_output=[30, 35])


# --- market -----------------------------------------------------------------------------------------------------------


def start_of_market(**changed: Any) -> tuple[Names, int]:
    """Two producers who make 200 and 800 kg; 30 and 25 % are seized at home, of the rest 60 % on the way."""
    p = Names(
        transit_seizure_share=[0.2, 0.5],
        seizure_purity=0.5,
        other_seizure_share=[0.1, 0.15],
        yield_0=[2.0, 4.0],
        area_0=[100.0, 200.0],
        farm_gate_price=100.0,
        export_price=500.0,
        market_weight=[1.0, 3.0],
        retail_price=[2000.0, 5000.0],
    )
    p.__dict__.update(changed)
    v = Names(transit=77.0, made_0=junk(2), rent_0=junk(2), demand=junk(2), retail_margin=junk(2))
    status = market.start(p, Names(seizure_share=[0.4, 0.2]), v)
    return v, status


def test_market_start() -> None:
    """Of 1000 kg 740 are exported and 40 % of these consumed, a quarter and three quarters by weight."""
    v, status = start_of_market()
    assert status == Status.OK
    expect(v, transit=0.6, farm_gate=100, export_margin=500 * 0.74 - 100)
    expect(v, made_0=[200, 800], rent_0=[270 * 200, 270 * 800])
    expect(v, demand=[740 * 0.4 / 4, 740 * 0.4 * 3 / 4], retail_margin=[2000 * 0.4 - 500, 5000 * 0.4 - 500])


@pytest.mark.parametrize(
    ("export_price", "retail_price", "status"),
    [
        (201.0, [1000.0, 1000.0], Status.OK),  # margins of 0.5 and 49 dollars
        (200.0, [1000.0, 1000.0], Status.MARGIN),  # the farm gate's price is half of the export price, half is seized
        (202.0, [404.5, 1000.0], Status.OK),  # of a half kilogram that arrives, 0.25 dollars are left
        (202.0, [404.0, 1000.0], Status.MARGIN),
        (202.0, [1000.0, 404.0], Status.MARGIN),
    ],
)
def test_a_margin_of_nothing_is_refused(export_price: float, retail_price: list[float], status: Status) -> None:
    half = {"transit_seizure_share": [0.5, 0.0], "seizure_purity": 0.0, "other_seizure_share": [0.5, 0.5]}
    _, met = start_of_market(export_price=export_price, retail_price=retail_price, **half)
    assert met == status


def test_market_export() -> None:
    """The amounts of the start, by the yield and the area of now."""
    p = Names(seizure_purity=0.5, other_seizure_share=[0.1, 0.15])
    v = Names(yield_now=[2.0, 4.0], seized_share=junk(2), exported_0=77.0)
    market.export(p, Names(seizure_share=[0.4, 0.2]), Names(area=[100.0, 200.0]), v)
    expect(v, seized_share=[0.3, 0.25], exported_0=740, seized_at_home=0.26)


def test_market_want() -> None:
    """Demand doubled twice and tripled by the shock; treatment takes a quarter in one market.

    Interdiction costs 1.5 · 2 bn on 90 kg.
    """
    p = Names(demand_growth=LN2, interdiction_leverage=1.5)
    v = Names(demand=[10.0, 30.0], wanted=junk(2), transit=0.5, interdicted=[77.0, 5.0], cost=[1e9, 7.0])
    market.want(p, Names(interdiction=[2.0]), Names(demand=3.0), 2.0, Names(treated=[0.25]), v)
    expect(v, wanted=[90, 360], interdicted=[1e8 / 6, 5], cost=[3e9, 7])


def test_market_climb() -> None:
    """Half is seized at home and a fifth on the way: 450 and 800 dollars for export where the farm gate gets 0 and 100.

    (0 + ¾ · 300)/½ and (100 + 300)/½; the margins 600 and 1600 pass on ¼ of 450/1000 and of 800/1000.
    """
    p = Names(farm_gate_price=100.0, pass_through=0.25, export_price=1000.0)
    v = Names(export_margin=300.0, seized_at_home=0.5, transit=0.2, base=junk(2), slope=junk(2))
    v.retail_margin, v.interdicted = [400.0, 1000.0], [200.0, 600.0]
    market.climb(p, v)
    base = [(450 + 0.8625 * 600) / 0.8, (450 + 0.8625 * 1600) / 0.8]
    top = [(800 + 0.95 * 600) / 0.8, (800 + 0.95 * 1600) / 0.8]
    expect(v, base=base, slope=[(top[0] - base[0]) / 100, (top[1] - base[1]) / 100])


def clear(eta_h: float = 0.5, epsilon: float = -0.5, **values: Any) -> tuple[Names, Names, int]:
    """The market cleared at a farm-gate price that was 100 dollars at the start."""
    v = Names(transit=0.5, farm_gate=100.0, consumed=junk(2), **values)
    p = Names(farm_gate_price=100.0, harvest_elasticity=eta_h, demand_elasticity=epsilon, retail_price=[100.0, 200.0])
    d = Names()
    status = market.clear(p, d, v)
    return d, v, status


def test_market_clear() -> None:
    """At four times the price twice as much is made, 100 kg.

    Retail prices 4 times as high leave half of 80 kg, those 9 times as high a third of 180.
    """
    d, v, status = clear(exported_0=100.0, wanted=[80.0, 180.0], base=[100.0, 600.0], slope=[0.75, 3.0])
    assert status == Status.OK
    expect(v, farm_gate=400, price_ratio=4, consumed=[40, 60])
    expect(d, price_time=400)


# Retail prices as at the start, of which the farm gate makes up 50 and 75 %: response 0.5 · 30 + 0.75 · 70 of 100 kg.
UNEQUAL: dict[str, Any] = {"wanted": [30.0, 70.0], "base": [50.0, 50.0], "slope": [0.5, 1.5], "epsilon": -0.4}
# Half of both: η_h − ε · ½ = 1, and a kilogram consumed; all numbers of the first step are exact.
EXACT: dict[str, Any] = {"wanted": [0.25, 0.75], "base": [50.0, 100.0], "slope": [0.5, 1.0], "epsilon": -1.0}


def after_one_step(monkeypatch: pytest.MonkeyPatch, **values: Any) -> float:
    monkeypatch.setattr(market, "CLEARING_STEPS", 2)
    _, v, status = clear(**values)
    assert status == Status.MARKET
    return float(v.farm_gate)


@pytest.mark.parametrize(("exported", "factor"), [(100.0, 2.0), (400.0, 0.5)])
def test_a_step_of_newton(monkeypatch: pytest.MonkeyPatch, exported: float, factor: float) -> None:
    """Half (or twice) what is wanted: x = ∓ln 2/(η_h − ε · 0.675) = ∓ln 2/0.77."""
    found = after_one_step(monkeypatch, exported_0=exported, **UNEQUAL)
    assert found == pytest.approx(100 * factor ** (1 / 0.77), rel=1e-12)


@pytest.mark.parametrize(("exported", "factor"), [(100.0, math.exp(0.25)), (400.0, math.exp(-0.25))])
def test_a_step_that_leaves_the_bracket_halves_it(
    monkeypatch: pytest.MonkeyPatch, exported: float, factor: float
) -> None:
    monkeypatch.setattr(market, "WIDEST_LOG_PRICE", 0.5)
    found = after_one_step(monkeypatch, exported_0=exported, **UNEQUAL)
    assert found == pytest.approx(100 * factor, rel=1e-12)


@pytest.mark.parametrize(("exported", "factor"), [(1.0, 2**0.5), (4.0, 0.5**0.5)])
def test_the_edge_of_the_bracket_is_outside(monkeypatch: pytest.MonkeyPatch, exported: float, factor: float) -> None:
    monkeypatch.setattr(market, "WIDEST_LOG_PRICE", LN2)
    assert after_one_step(monkeypatch, exported_0=exported, **EXACT) == pytest.approx(100 * factor, rel=1e-12)


def test_an_excess_as_large_as_the_tolerance_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(market, "CLEARING_STEPS", 1)
    monkeypatch.setattr(market, "CLEARING_TOLERANCE", LN2)
    assert clear(exported_0=4.0, **EXACT)[2] == Status.MARKET
    monkeypatch.setattr(market, "CLEARING_TOLERANCE", 1.001 * LN2)
    assert clear(exported_0=4.0, **EXACT)[2] == Status.OK


def test_the_search_begins_at_the_price_of_a_moment_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(market, "CLEARING_STEPS", 1)
    p = Names(farm_gate_price=100.0, harvest_elasticity=0.5, demand_elasticity=-0.5, retail_price=[100.0, 200.0])
    v = Names(transit=0.5, farm_gate=200.0, consumed=junk(2), exported_0=100.0)
    v.wanted, v.base, v.slope = [1.0, 1.0], [0.0, 0.0], [1.0, 2.0]
    assert market.clear(p, Names(), v) == Status.MARKET
    expect(v, farm_gate=200, price_ratio=2, consumed=[0.5**0.5, 0.5**0.5])


@pytest.mark.parametrize("sign", [-1.0, 1.0])
@pytest.mark.parametrize(("log_price", "status"), [(13.9, Status.OK), (14.1, Status.MARKET)])
def test_no_price_is_sought_beyond_a_million_times_the_start(sign: float, log_price: float, status: Status) -> None:
    """Retail prices that do not move: supply alone clears the market, at Q e^(x/2) = 100."""
    fixed: dict[str, Any] = {"wanted": [30.0, 70.0], "base": [100.0, 200.0], "slope": [0.0, 0.0]}
    d, _, met = clear(exported_0=200 * math.exp(-sign * log_price / 2), **fixed)
    assert met == status
    if met == Status.OK:
        assert d.price_time == pytest.approx(100 * math.exp(sign * log_price), rel=1e-9)


def test_market_flow() -> None:
    """Of 100 and 50 kg a fifth and a tenth is seized at home, of 125 exported another fifth; the rent is 15 dollars."""
    v = Names(seized_share=[0.2, 0.1], farm_gate=300.0, export_margin=10.0, transit=0.2, consumed=[3.0, 4.0])
    v.made, v.rent = junk(2), junk(2)
    d = Names(produced=[100.0, 50.0], seized=77.0, seized_at_home=junk(2), consumed=junk(2))
    market.flow(Names(farm_gate_price=100.0, pass_through=0.25), d, v)
    expect(d, seized=20 + 5 + 25, seized_at_home=[20, 5], consumed=[3, 4])
    expect(v, made=[100, 50], rent=[1500, 750])


def test_market_report() -> None:
    """As weighed, seized cocaine is four times what is pure; the price is a mean over the month that has passed."""
    out = Names(cocaine_consumed=junk(2), cocaine_seized_at_home=junk(2))
    s = Names(consumed=[10.0, 30.0], seized=9.0, seized_at_home=[5.0, 3.0], price_time=5.0)
    was = Names(consumed=[4.0, 5.0], seized=2.0, seized_at_home=[2.0, 1.0], price_time=2.0)
    market.report(Names(seizure_purity=0.25), s, was, out)
    expect(out, cocaine_consumed=[6, 25], cocaine_seized=7, farm_gate_price=36)
    expect(out, cocaine_seized_at_home=[12, 8], cocaine_seized_gross=28)


# --- use --------------------------------------------------------------------------------------------------------------


def test_use_treat() -> None:
    """(0.5 · 0.8 · 0.5 − 0.1)/4 of a lag, and half of 100 users at 20 dollars on top of what was spent."""
    p = Names(treatment_effect=0.8, treatment_transport=0.5, treatment_lag=4.0)
    p.heavy_users, p.treatment_unit_cost = [100.0], 20.0
    d, v = Names(treated=junk(1)), Names(cost=[5.0])
    use.treat(p, Names(treatment=[0.5]), Names(treated=[0.1]), d, v)
    expect(d, treated=[0.025])
    expect(v, cost=[1005])
