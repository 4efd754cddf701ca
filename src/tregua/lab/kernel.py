"""The equations of the lab: one function a mechanism.

Written in a restricted subset of Python (scalars, flat float64 arrays, ``for`` over ``range``, ``if``, ``exp``,
``log``) so that the same text runs as Python, is compiled by Numba and is translated to JavaScript. `step.py` puts
them together. Rates are per year, masses pure kilograms, prices US dollars of 2007, outlays dollars of their sources.
"""

from math import exp, log

from tregua.lab.arrays import Array
from tregua.lab.positions import STATUS_MARKET, STATUS_OK

DOLLARS_PER_BILLION = 1.0e9
PER_100000 = 1.0e5
CLEARING_TOLERANCE = 1.0e-12
CLEARING_STEPS = 80
WIDEST_LOG_PRICE = 14.0


def power(base: float, exponent: float) -> float:
    """A positive base to any exponent, the same in every engine: exp(e ln b)."""
    return exp(exponent * log(base))


# --- coca -------------------------------------------------------------------------------------------------------------


def eradicated(theta_e: float, worked: float, area: float, area_0: float) -> float:
    """Coca that disappears because of forced eradication [ha/year].

    θ_E · E · min(1, S/S_0): each hectare worked removes θ_E hectares net of replanting; where less coca is left than at
    the start, a hectare worked meets proportionally less of it. θ_E: Mejía, Restrepo & Rozo 2017; Abadie et al. 2014.
    """
    return theta_e * worked * min(1.0, area / area_0)


def desired_area(
    area_0: float, eradicated_0: float, years: float, price_ratio: float, eta: float, shock: float
) -> float:
    """Area that growers would plant at today's price [ha].

    S* = (S_0 + T_S · e_0) · (F/F_0)^η · Z: at the starting price it makes good what eradication removed at the start.
    """
    return (area_0 + years * eradicated_0) * power(price_ratio, eta) * shock


def area_change(area: float, desired: float, years: float, removed: float) -> float:
    """Change of planted area [ha/year]: S' = (S* − S)/T_S − e."""
    return (desired - area) / years - removed


def harvest(yield_kg: float, area: float, price_ratio: float, eta_h: float) -> float:
    """Pure cocaine made [kg/year]: q = y · S · (F/F_0)^η_h, leaf being left on the bush when it pays less."""
    return yield_kg * area * power(price_ratio, eta_h)


# --- price ladder and markets -----------------------------------------------------------------------------------------


def passed_margin(price: float, price_0: float, margin: float, psi: float) -> float:
    """What a stage keeps of each kilogram it buys [USD/kg]: M = [(1 − ψ) + ψ p/p_0] · m.

    ψ = 0 adds a fixed margin (RAND 1994), ψ = 1 keeps price ratios constant (Caulkins 1994).
    """
    return ((1.0 - psi) + psi * price / price_0) * margin


def next_price(price: float, price_0: float, margin: float, psi: float, seized: float) -> float:
    """Price at the next stage [USD/kg]: p' = (p + M)/(1 − σ); the share σ seized is replaced at this stage's cost."""
    return (price + passed_margin(price, price_0, margin, psi)) / (1.0 - seized)


def margin_between(price_0: float, next_price_0: float, seized_0: float) -> float:
    """The margin m that leads from one observed price to the next [USD/kg]."""
    return next_price_0 * (1.0 - seized_0) - price_0


def interdiction_margin(leverage: float, budget: float, bought: float, seized: float) -> float:
    """What interdiction adds to the retail margin [USD/kg]: R = Λ B/Q · (1 − σ).

    A budget of B [billion USD/year] costs traffickers Λ B, spread over what is sold at retail; 1 − σ turns a kilogram
    sold into one bought. Λ: Mejía & Restrepo 2016 and RAND 1994, by MC = (P/|ε|)/Λ.
    """
    return leverage * budget * DOLLARS_PER_BILLION / bought * (1.0 - seized)


def demand(consumed_0: float, price: float, price_0: float, epsilon: float) -> float:
    """Consumption of a market [kg/year]: C = C_0 (p/p_0)^ε."""
    return consumed_0 * power(price / price_0, epsilon)


def clear_market(
    supply_0: float, eta_h: float, market: Array, epsilon: float, farm_gate_0: float, start: float, n: int
) -> tuple[float, int]:
    """The one farm-gate price F [USD/kg] at which supply equals demand, and a status.

    supply_0 (F/F_0)^η_h = Σ_m D_m ((a_m + b_m F)/p_m0)^ε: the left side rises and the right side falls with F, so the
    root is unique. Newton's method in x = ln(F/F_0) on the logarithm of the ratio, kept inside a bracket by bisection.

    Parameters
    ----------
    supply_0 : kg/year that reaches consumers at F = F_0
    market : five rows of `n` markets: D_m [kg/year], a_m [USD/kg], b_m, p_m0 [USD/kg], and C_m [kg/year] (written)
    start : ln(F/F_0) to start from
    """
    low = -WIDEST_LOG_PRICE
    high = WIDEST_LOG_PRICE
    x = start
    log_supply_0 = log(supply_0)
    for _ in range(CLEARING_STEPS):
        farm_gate = farm_gate_0 * exp(x)
        total = 0.0
        response = 0.0
        for m in range(n):
            price = market[n + m] + market[2 * n + m] * farm_gate
            consumed = demand(market[m], price, market[3 * n + m], epsilon)
            market[4 * n + m] = consumed
            total += consumed
            response += consumed * market[2 * n + m] * farm_gate / price
        excess = log_supply_0 + eta_h * x - log(total)
        if abs(excess) < CLEARING_TOLERANCE:
            return farm_gate, STATUS_OK
        if excess > 0.0:
            high = x
        else:
            low = x
        x = x - excess / (eta_h - epsilon * response / total)
        if x <= low or x >= high:
            x = 0.5 * (low + high)
    return farm_gate_0 * exp(x), STATUS_MARKET


# --- armed groups -----------------------------------------------------------------------------------------------------


def recruitment(rho: float, members: float, prevention: float, pay: float) -> float:
    """Recruits [persons/year]: ρ · C · M · G (Prieto-Curiel et al. 2023, first term, with two multipliers)."""
    return rho * members * prevention * pay


def pay_effect(rent_per_member: float, rent_per_member_0: float, elasticity: float) -> float:
    """What the cocaine rent per member does to recruitment: G = (r/r_0)^ε_w; ε_w = 0 switches the link off."""
    return power(rent_per_member / rent_per_member_0, elasticity)


def prevented(coverage: float, transport: float, link: float, effect: float) -> float:
    """Recruitment that is left when a programme reaches a share of likely recruits: 1 − coverage · τ · ℓ · effect."""
    return 1.0 - coverage * transport * link * effect


def arrests(capacity: float, members: float, weight: float, weight_sum: float, cap: float) -> float:
    """Arrests in one group [persons/year]: min(E · w_i / Σ_k w_k, κ · C_i), with weights w = C^b.

    With b = 1 and no cap this is the second term of Prieto-Curiel et al. 2023; the cap keeps small groups above zero.
    """
    return min(capacity * weight / weight_sum, cap * members)


def hostile_members(hostility: Array, members: Array, offset: int, i: int, n: int) -> float:
    """Σ_j S_ij C_j: the members of other groups that group `i` meets, weighted by hostility."""
    total = 0.0
    for j in range(n):
        total += hostility[i * n + j] * members[offset + j]
    return total


def conflict_deaths(theta: float, intensity: float, members: float, hostile: float) -> float:
    """Members of a group killed in conflict [persons/year]: θ · V_i · C_i · Σ_j S_ij C_j, each death counted once."""
    return theta * intensity * members * hostile


def saturation(omega: float, members: float) -> float:
    """Members who drop out of a large group [persons/year]: ω C²."""
    return omega * members * members


def demobilisation(individual: float, talks: float, at_table: float, members: float) -> float:
    """Members who lay down arms [persons/year]: (d + talks · g) · C."""
    return (individual + talks * at_table) * members


def relapse(hazard: float, coverage: float, coverage_0: float, ratio: float, ex_members: float) -> float:
    """Ex-members who return to a group [persons/year].

    λ X (1 − c(1 − r))/(1 − c_0(1 − r)): λ was measured at coverage c_0; inside the programme the hazard is r times
    that outside (sign: González Peña & Dorussen 2020).
    """
    return hazard * ex_members * (1.0 - coverage * (1.0 - ratio)) / (1.0 - coverage_0 * (1.0 - ratio))


def growth_under_pressure(growth: float, share: float, pressure: float) -> float:
    """Growth of a group [1/year]: (1 − κ · pressure) · g, g as observed while pressure was withdrawn.

    κ is the share of that growth which military pressure as in 2021 would have prevented.
    """
    return (1.0 - share * pressure) * growth


def size_at_start(counted: float, growing: float, lag: float) -> float:
    """Members when the run starts, who grow into the count: C_0 = C_count · exp(−g_0 · lag)."""
    return counted * exp(-growing * lag)


# --- violence, detention, outlay --------------------------------------------------------------------------------------


def homicide_flow(killed: float, background: float, emergency: float, transport: float, effect: float) -> float:
    """Homicides [deaths/year]: members killed + B · (1 − emergency · τ_e · effect).

    `effect` is the fall of homicides seen under a state of exception (a rise below zero), τ_e the share of it that
    would hold elsewhere.
    """
    return killed + background * (1.0 - emergency * transport * effect)


def detained(imprisoned: float, emergency: float, scale: float, per_100000: float, population: float) -> float:
    """People detained [persons]: group members in prison, and those held under a state of exception."""
    return imprisoned + emergency * scale * per_100000 * population / PER_100000


def programme_cost(coverage: float, likely_recruits: float, targeting: float, unit_cost: float) -> float:
    """Cost of reaching a share of likely recruits [USD/year]: `targeting` people are served for each of them."""
    return coverage * likely_recruits * targeting * unit_cost
