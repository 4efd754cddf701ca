"""Every step of coca and the market, in a small world with results worked out by hand."""

import math
from types import SimpleNamespace as Names
from typing import Any

import pytest
from small_world import LN2, expect, junk, small_world

from tregua.lab.mechanisms import coca, market
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
    0.1 · 50 · ½ and 0.1 · 40, at the start 2 and 1; wanted (100 + 2 · 2) · √8 · 24 and (200 + 2 · 1) · √2 · ½. Of the
    first's coca half is enrolled and half of that not planted again: ¾ of what is wanted is left, and ⅞ of that; of the
    second's as much was enrolled at the start, and is no more.
    """
    p = Names(
        eradication_effect=0.1,
        area_0=[100.0, 200.0],
        adjustment_years=2.0,
        area_elasticity=0.5,
        harvest_elasticity=1.5,
        exchange_kept=0.5,
        announcement_effect=LN2,
        substitution_effect=1.0,
        substitution_kept=0.5,
        substitution_neighbours=0.5,
    )
    lever = Names(eradication=[50.0, 40.0], exchange=[4000.0, 500.0], announcement=[2.0, 0.0], substitution=[0.5, 0.0])
    lever_0 = Names(
        eradication=[20.0, 10.0], exchange=[1000.0, 2000.0], announcement=[0.0, 1.0], substitution=[0.0, 0.5]
    )
    v = Names(price_ratio=4.0, yield_now=[6.0, 2.0])
    d = Names(area=junk(2), produced=junk(2))
    coca.grow(p, lever, lever_0, Names(area=[3.0, 0.5], coca=2.0), Names(area=[50.0, 400.0]), d, v)
    wanted = [104 * math.sqrt(8) * 24 * 0.75 * 0.875, 202 * math.sqrt(2) / 2 / 0.75 / 0.875]
    expect(d, area=[(wanted[0] - 50) / 2 - 2.5, (wanted[1] - 400) / 2 - 4], produced=[6 * 50 * 8, 2 * 400 * 8])


def test_coca_that_is_worked_provokes_more_in_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hectare worked adds ln 2: with 100 more than at the start a country of 100 ha wants twice as much."""
    monkeypatch.setattr(coca, "producers", range(1))
    p = Names(eradication_effect=-LN2, area_0=[100.0], adjustment_years=2.0, area_elasticity=0.0)
    p.harvest_elasticity, p.exchange_kept, p.announcement_effect = 0.5, 0.0, 0.0
    p.substitution_effect, p.substitution_kept, p.substitution_neighbours = 1.0, 1.0, 0.0
    lever = Names(eradication=[150.0], exchange=[1.0], announcement=[0.0], substitution=[0.0])
    lever_0 = Names(eradication=[50.0], exchange=[1.0], announcement=[0.0], substitution=[0.0])
    d = Names(area=junk(1), produced=junk(1))
    s, v = Names(area=[100.0]), Names(price_ratio=1.0, yield_now=[1.0])
    coca.grow(p, lever, lever_0, Names(area=[1.0], coca=1.0), s, d, v)
    expect(d, area=[50])


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
    lost = changed.pop("lost", [0.6, 0.6])
    p = Names(
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
    v = Names(
        lost_on_the_way=lost,
        sent_for_one=[1 / (1 - one) for one in lost],
        made_0=junk(2),
        rent_0=junk(2),
        demand=junk(2),
        retail_margin=junk(2),
    )
    status = market.start(p, Names(seizure_share=[0.4, 0.2]), v)
    return v, status


def test_market_start() -> None:
    """Of 1000 kg 740 are exported and 40 % of these consumed, a quarter and three quarters by weight."""
    v, status = start_of_market()
    assert status == Status.OK
    expect(v, farm_gate=100, export_margin=500 * 0.74 - 100)
    expect(v, made_0=[200, 800], rent_0=[270 * 200, 270 * 800])
    expect(v, demand=[740 * 0.4 / 4, 740 * 0.4 * 3 / 4], retail_margin=[2000 * 0.4 - 500, 5000 * 0.4 - 500])


def test_what_is_lost_on_the_way_is_sent_too() -> None:
    """Weights of one and three; on the way to the second market half is lost, so 2 · 3 kg are sent for each one."""
    v, _ = start_of_market(lost=[0.0, 0.5], retail_price=[2000.0, 5000.0])
    expect(v, demand=[740 / 7, 3 * 740 / 7], retail_margin=[2000 - 500, 5000 * 0.5 - 500])


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
    half = {"lost": [0.5, 0.5], "seizure_purity": 0.0, "other_seizure_share": [0.5, 0.5]}
    _, met = start_of_market(export_price=export_price, retail_price=retail_price, **half)
    assert met == status


def test_market_export() -> None:
    """The amounts of the start, by the yield and the area of now."""
    p = Names(seizure_purity=0.5, other_seizure_share=[0.1, 0.15])
    v = Names(yield_now=[2.0, 4.0], seized_share=junk(2), exported_0=77.0)
    market.export(p, Names(seizure_share=[0.4, 0.2]), Names(area=[100.0, 200.0]), v)
    expect(v, seized_share=[0.3, 0.25], exported_0=740, seized_at_home=0.26)


def test_market_want() -> None:
    """Demand doubled twice, tripled by the shock and moved by users; half is lost on the way.

    Interdiction costs 1.5 · 2 bn on 90 kg, and enforcement inside 0.5 · 4 bn.
    """
    p = Names(use_growth=LN2, interdiction_leverage=1.5, domestic_leverage=0.5)
    v = Names(demand=[10.0, 30.0], use_ratio=[0.75, 2.0], wanted=junk(2), lost_on_the_way=[0.5, 0.1])
    v.enforced, v.cost = [77.0, 5.0], [1e9, 7.0]
    lever = Names(interdiction=[2.0], domestic_enforcement=[4.0])
    market.want(p, lever, Names(demand=3.0), 2.0, v)
    expect(v, wanted=[90, 720], enforced=[5e9 / 90 / 2, 5], cost=[7e9, 7])


def test_market_climb() -> None:
    """Half is seized at home: 450 and 800 dollars for export where the farm gate gets 0 and 100.

    (0 + ¾ · 300)/½ and (100 + 300)/½; the margins 600 and 1600, once doubled, pass on ¼ of 450/1000 and of 800/1000.
    A fifth is lost on the way to the first market, a half to the second.
    """
    p = Names(farm_gate_price=100.0, pass_through=0.25, export_price=1000.0, margin_trend=LN2)
    v = Names(export_margin=300.0, seized_at_home=0.5, lost_on_the_way=[0.2, 0.5], base=junk(2), slope=junk(2))
    v.retail_margin, v.enforced = [200.0, 500.0], [200.0, 600.0]
    market.climb(p, 1.0, v)
    base = [(450 + 0.8625 * 600) / 0.8, (450 + 0.8625 * 1600) / 0.5]
    top = [(800 + 0.95 * 600) / 0.8, (800 + 0.95 * 1600) / 0.5]
    expect(v, base=base, slope=[(top[0] - base[0]) / 100, (top[1] - base[1]) / 100])


def clear(eta_h: float = 0.5, epsilon: float = -0.5, **values: Any) -> tuple[Names, Names, int]:
    """The market cleared at a farm-gate price that was 100 dollars at the start."""
    v = Names(sent_for_one=[2.0, 2.0], farm_gate=100.0, consumed=junk(2), **values)
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


def test_more_is_sent_where_more_is_lost() -> None:
    """What is exported is consumed, 40 kg, and sent twice over to the market where half is lost, 30 kg."""
    v = Names(sent_for_one=[1.0, 2.0], farm_gate=150.0, consumed=junk(2), exported_0=100.0)
    v.wanted, v.base, v.slope = [40.0, 30.0], [50.0, 50.0], [0.5, 1.5]
    p = Names(farm_gate_price=100.0, harvest_elasticity=0.5, demand_elasticity=-0.5, retail_price=[100.0, 200.0])
    assert market.clear(p, Names(), v) == Status.OK
    expect(v, farm_gate=100, consumed=[40, 30])


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
    v = Names(sent_for_one=[2.0, 2.0], farm_gate=200.0, consumed=junk(2), exported_0=100.0)
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
    """Of 100 and 50 kg a fifth and a tenth is seized at home; the rent is 15 dollars, retail 100 + 2 · 300."""
    v = Names(seized_share=[0.2, 0.1], farm_gate=300.0, export_margin=10.0, consumed=[3.0, 4.0])
    v.made, v.rent, v.base, v.slope = junk(2), junk(2), [100.0, 5.0], [2.0, 5.0]
    d = Names(produced=[100.0, 50.0], seized=77.0, seized_at_home=junk(2), consumed=junk(2), retail_time=junk(1))
    market.flow(Names(farm_gate_price=100.0, pass_through=0.25), d, v)
    expect(d, seized=20 + 5, seized_at_home=[20, 5], consumed=[3, 4], retail_time=[700])
    expect(v, made=[100, 50], rent=[1500, 750])


def test_market_report() -> None:
    """As weighed, seized cocaine is four times what is pure; the price is a mean over the month that has passed."""
    out = Names(cocaine_consumed=junk(2), cocaine_seized_at_home=junk(2), retail_price=junk(1))
    s = Names(consumed=[10.0, 30.0], seized=9.0, seized_at_home=[5.0, 3.0], price_time=5.0, retail_time=[8.0])
    was = Names(consumed=[4.0, 5.0], seized=2.0, seized_at_home=[2.0, 1.0], price_time=2.0, retail_time=[3.0])
    market.report(Names(seizure_purity=0.25), s, was, out)
    expect(out, cocaine_consumed=[6, 25], cocaine_seized=7, farm_gate_price=36)
    expect(out, cocaine_seized_at_home=[12, 8], cocaine_seized_gross=28, retail_price=[5])
