"""The cocaine market: seizures, the price ladder from farm to consumer, and the one price that clears it."""

from math import exp, log

from tregua.lab.names import (
    Derivatives,
    Levers,
    Outcomes,
    Parameters,
    Shocks,
    States,
    Values,
    markets,
    producers,
    treaters,
)
from tregua.lab.status import Status
from tregua.lab.units import DOLLARS_PER_BILLION, MONTHS_PER_YEAR, power

CLEARING_TOLERANCE = 1.0e-12
CLEARING_STEPS = 80
WIDEST_LOG_PRICE = 14.0


def seized_before_export(recorded: float, purity: float, other: float) -> float:
    """Share of a country's output seized before export: σ = L · q + σ_o.

    L are recorded seizures over potential output, q their pure part over the purity that output is counted at; σ_o
    stands for a country where no seizures over output are on record.
    """
    return recorded * purity + other


def passed_margin(price: float, price_0: float, margin: float, psi: float) -> float:
    """What a stage keeps of each kilogram it buys [USD/kg]: M = [(1 − ψ) + ψ p/p_0] · m.

    ψ = 0 adds a fixed margin, ψ = 1 keeps price ratios constant.

    Source: RAND 1994 (ψ = 0); Caulkins 1994 (ψ = 1).
    """
    return ((1.0 - psi) + psi * price / price_0) * margin


def next_price(price: float, price_0: float, margin: float, psi: float, seized: float) -> float:
    """Price at the next stage [USD/kg]: p' = (p + M)/(1 − σ); the share σ seized is replaced at this stage's cost."""
    return (price + passed_margin(price, price_0, margin, psi)) / (1.0 - seized)


def margin_between(price_0: float, next_price_0: float, seized_0: float) -> float:
    """The margin m that leads from one observed price to the next [USD/kg]: m = p'_0 (1 − σ_0) − p_0."""
    return next_price_0 * (1.0 - seized_0) - price_0


def imposed_margin(leverage: float, budget: float, bought: float, seized: float) -> float:
    """What enforcement adds to the retail margin [USD/kg]: R = Λ B/Q · (1 − σ).

    A budget of B [billion USD/year] costs traffickers Λ B, spread over what is sold at retail; 1 − σ turns a kilogram
    sold into one bought. Λ is read by MC = (P/|ε|)/Λ.

    Source: Mejía & Restrepo 2016; RAND 1994.
    """
    return leverage * budget * DOLLARS_PER_BILLION / bought * (1.0 - seized)


def margin_now(margin_0: float, trend: float, t: float) -> float:
    """The retail margin after t years [USD/kg]: m = m_0 exp(γ_m t), before enforcement adds to it."""
    return margin_0 * exp(trend * t)


def demand(consumed_0: float, price: float, price_0: float, epsilon: float) -> float:
    """Consumption of a market [kg/year]: C = C_0 (p/p_0)^ε."""
    return consumed_0 * power(price / price_0, epsilon)


def start(p: Parameters, lever_0: Levers, v: Values) -> int:
    """Margins and demand that follow from the observed prices and flows: the start is an equilibrium."""
    produced = 0.0
    exported = 0.0
    for c in producers:
        lost = seized_before_export(lever_0.seizure_share[c], p.seizure_purity, p.other_seizure_share[c])
        produced += p.yield_0[c] * p.area_0[c]
        exported += p.yield_0[c] * p.area_0[c] * (1.0 - lost)
    v.farm_gate = p.farm_gate_price
    v.export_margin = margin_between(p.farm_gate_price, p.export_price, 1.0 - exported / produced)
    for c in producers:
        v.made_0[c] = p.yield_0[c] * p.area_0[c]
        v.rent_0[c] = v.export_margin * v.made_0[c]
    weights = 0.0
    for m in markets:
        weights += p.market_weight[m] * v.sent_for_one[m]
    met = Status.OK
    for m in markets:
        v.demand[m] = exported * p.market_weight[m] / weights
        v.retail_margin[m] = margin_between(p.export_price, p.retail_price[m], v.lost_on_the_way[m])
        if v.retail_margin[m] <= 0.0:
            met = Status.MARGIN
    if v.export_margin <= 0.0:
        met = Status.MARGIN
    return met


def export(p: Parameters, lever: Levers, s: States, v: Values) -> None:
    """What would be made and exported at the starting price, and the share lost between the two."""
    made = 0.0
    v.exported_0 = 0.0
    for c in producers:
        v.seized_share[c] = seized_before_export(lever.seizure_share[c], p.seizure_purity, p.other_seizure_share[c])
        made += v.yield_now[c] * s.area[c]
        v.exported_0 += v.yield_now[c] * s.area[c] * (1.0 - v.seized_share[c])
    v.seized_at_home = 1.0 - v.exported_0 / made


def want(p: Parameters, lever: Levers, shock: Shocks, t: float, v: Values) -> None:
    """Demand at the starting price, by users and beyond them, and what enforcement adds to the retail margin."""
    growth = exp(p.use_growth * t) * shock.demand
    for m in markets:
        v.wanted[m] = v.demand[m] * growth * v.use_ratio[m]
    for k in treaters:
        lost = v.lost_on_the_way[k]
        v.enforced[k] = imposed_margin(p.interdiction_leverage, lever.interdiction[k], v.wanted[k], lost)
        v.enforced[k] += imposed_margin(p.domestic_leverage, lever.domestic_enforcement[k], v.wanted[k], lost)
        v.cost[k] += (lever.interdiction[k] + lever.domestic_enforcement[k]) * DOLLARS_PER_BILLION


def climb(p: Parameters, t: float, v: Values) -> None:
    """The price ladder of each market, a straight line in the farm-gate price [USD/kg]: p_m = a_m + b_m F."""
    farm_gate_0 = p.farm_gate_price
    export_price = p.export_price
    psi = p.pass_through
    at_zero = next_price(0.0, farm_gate_0, v.export_margin, psi, v.seized_at_home)
    at_start = next_price(farm_gate_0, farm_gate_0, v.export_margin, psi, v.seized_at_home)
    trend = margin_now(1.0, p.margin_trend, t)
    for m in markets:
        lost = v.lost_on_the_way[m]
        margin = v.retail_margin[m] * trend + v.enforced[m]
        v.base[m] = next_price(at_zero, export_price, margin, psi, lost)
        top = next_price(at_start, export_price, margin, psi, lost)
        v.slope[m] = (top - v.base[m]) / farm_gate_0


def clear(p: Parameters, d: Derivatives, v: Values) -> int:
    """The one farm-gate price F at which supply equals demand [USD/kg].

    Q (F/F_0)^η_h = Σ_m D_m ((a_m + b_m F)/p_m0)^ε/(1 − σ_m), Q being what would be exported at F = F_0 and σ_m removed
    on the way: the left side rises and the right side falls with F, so the root is unique. Newton's method in
    x = ln(F/F_0) on the logarithm of the ratio, from the price a moment ago, kept inside a bracket by bisection. What
    each market consumes [kg/year] follows.
    """
    farm_gate_0 = p.farm_gate_price
    eta_h = p.harvest_elasticity
    epsilon = p.demand_elasticity
    log_supply_0 = log(v.exported_0)
    low = -WIDEST_LOG_PRICE
    high = WIDEST_LOG_PRICE
    farm_gate = v.farm_gate
    x = log(farm_gate / farm_gate_0)
    met = Status.MARKET
    for _ in range(CLEARING_STEPS):
        farm_gate = farm_gate_0 * exp(x)
        total = 0.0
        response = 0.0
        for m in markets:
            price = v.base[m] + v.slope[m] * farm_gate
            consumed = demand(v.wanted[m], price, p.retail_price[m], epsilon)
            v.consumed[m] = consumed
            sent = consumed * v.sent_for_one[m]
            total += sent
            response += sent * v.slope[m] * farm_gate / price
        excess = log_supply_0 + eta_h * x - log(total)
        if abs(excess) < CLEARING_TOLERANCE:
            met = Status.OK
            break
        if excess > 0.0:
            high = x
        else:
            low = x
        x = x - excess / (eta_h - epsilon * response / total)
        if x <= low or x >= high:
            x = 0.5 * (low + high)
    v.farm_gate = farm_gate
    v.price_ratio = farm_gate / farm_gate_0
    d.price_time = farm_gate
    return met


def flow(p: Parameters, d: Derivatives, v: Values) -> None:
    """Cocaine seized before export and consumed, and the rent that exporters earn in each country."""
    d.seized = 0.0
    for c in producers:
        lost = d.produced[c] * v.seized_share[c]
        d.seized += lost
        d.seized_at_home[c] = lost
        v.made[c] = d.produced[c]
        v.rent[c] = passed_margin(v.farm_gate, p.farm_gate_price, v.export_margin, p.pass_through) * d.produced[c]
    for m in markets:
        d.consumed[m] = v.consumed[m]
    for k in treaters:
        d.retail_time[k] = v.base[k] + v.slope[k] * v.farm_gate


def report(p: Parameters, s: States, was: States, out: Outcomes) -> None:
    """Cocaine consumed and seized since `was`, pure and as it is weighed, and the mean price over that time."""
    for m in markets:
        out.cocaine_consumed[m] = s.consumed[m] - was.consumed[m]
    out.cocaine_seized = s.seized - was.seized
    for c in producers:
        out.cocaine_seized_at_home[c] = (s.seized_at_home[c] - was.seized_at_home[c]) / p.seizure_purity
    out.cocaine_seized_gross = (s.seized - was.seized) / p.seizure_purity
    for k in treaters:
        out.retail_price[k] = s.retail_time[k] - was.retail_time[k]
    out.farm_gate_price = (s.price_time - was.price_time) * MONTHS_PER_YEAR
