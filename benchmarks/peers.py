"""The equations of the lab, solved by other means: NumPy over all draws at once, and SciPy one draw after another.

In the NumPy version draws are the last axis, so that a parameter of shape (draws,) meets rows of places without
further ado. Notation as in `tregua.lab.mechanisms`, which explains every equation; places are those of the world of
today, one of them host, transit and treater each.
"""

from types import SimpleNamespace as Names
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from tregua.lab.bind import bound
from tregua.lab.layout import layout
from tregua.lab.mechanisms.market import CLEARING_STEPS, CLEARING_TOLERANCE
from tregua.lab.model import lab
from tregua.lab.scenario import levers_before
from tregua.lab.units import DOLLARS_PER_BILLION, PER_100000

Array = NDArray[np.float64]
Rows = dict[str, int | slice]
MONTHS_PER_YEAR = 12
SHELVES = layout().shelves
MEMBERS = layout().members
N_GROUPS = len(MEMBERS["groups"])
USA = MEMBERS["markets"].index("USA")
COL = MEMBERS["producers"].index("COL")
COL_PAYS, USA_PAYS = (MEMBERS["payers"].index(payer) for payer in ("COL", "USA"))


def rows(kind: str) -> Rows:
    """Where each name stands in an array: one row, or the rows of its places."""
    found: Rows = {}
    for name, first in SHELVES[kind].first.items():
        size = int(np.prod([len(MEMBERS[one]) for one in SHELVES[kind].sets[name]], dtype=int))
        found[name] = first if size == 1 else slice(first, first + size)
    return found


PARAMETERS, LEVERS, SHOCKS, STATES, OUTCOMES = map(rows, "PLZSO")


def named(values: Array, where: Rows) -> Names:
    """Views of the rows of an array under their names."""
    return Names(**{name: values[row] for name, row in where.items()})


BEFORE = levers_before(lab().world.first)
LEVER_0 = named(BEFORE[:, None], LEVERS)


def met(p: Names, members: Array) -> Array:
    """Members of the other groups that each group meets, weighted by hostility."""
    hostility = p.hostility.reshape(N_GROUPS, N_GROUPS, -1) * (1 - np.eye(N_GROUPS))[:, :, None]
    return np.einsum("ijd,jd->id", hostility, members)


def start(p: Names) -> tuple[Array, Names]:
    """States of the first day, shape (states, draws), and the values that follow from the observed start."""
    s = np.zeros((SHELVES["S"].size, len(p.farm_gate_price)))
    now = named(s, STATES)

    made = p.yield_0 * p.area_0
    lost = LEVER_0.seizure_share * p.seizure_purity + p.other_seizure_share
    exported = (made * (1 - lost)).sum(axis=0)
    kept = 1 - p.transit_seizure_share

    members = p.size_0
    size = members.sum(axis=0)
    hostile = met(p, members)
    fights = np.exp(LEVER_0.talks * p.talks_hostility) * members * hostile
    weight = members**p.arrest_exponent
    ref = Names(
        farm_gate=p.farm_gate_price,
        export_margin=p.export_price * exported / made.sum(axis=0) - p.farm_gate_price,
        retail_margin=p.retail_price * kept - p.export_price,
        demand=exported * kept * p.market_weight / p.market_weight.sum(axis=0),
        size_0=size,
        capacity=p.arrest_hazard * size,
        lethality=p.casualty_share * p.homicides_0 / fights.sum(axis=0),
        met_0=hostile,
        made_0=made[COL],
        saturation=(np.maximum(0, p.growth) * members).sum(axis=0)
        / ((members * members).sum(axis=0) * (p.ceiling / size - 1)),
        background=(1 - p.casualty_share) * p.homicides_0,
    )
    ref.rent_0 = ref.export_margin * made[COL]
    arrested = np.minimum(ref.capacity * weight / weight.sum(axis=0), p.arrest_cap * members)
    leaving = arrested * (1 - p.return_share) + p.individual_exit * p.surrender_ratio**LEVER_0.talks * members
    ex_members = leaving.sum(axis=0) / (p.relapse_hazard + 1 / p.at_risk_years)
    returning = p.relapse_hazard * ex_members * members / size
    lost_members = leaving + ref.lethality * fights + ref.saturation * members**2 - returning
    ref.recruitment = p.growth + lost_members / members
    now.area[:] = p.area_0
    now.members[:] = members
    now.prison[:] = arrested * p.sentence_years
    now.ex_members[:] = ex_members
    return s, ref


def clear_market(
    supply_0: Array, demanded: Array, base: Array, slope: Array, p: Names, x: Array
) -> tuple[Array, Array]:
    """Farm-gate price F and consumption, shape (markets, draws), by Newton's method on x = ln(F/F_0)."""
    for _ in range(CLEARING_STEPS):
        farm_gate = p.farm_gate_price * np.exp(x)
        price = base + slope * farm_gate
        consumed = demanded * (price / p.retail_price) ** p.demand_elasticity
        total = consumed.sum(axis=0)
        excess = np.log(supply_0) + p.harvest_elasticity * x - np.log(total)
        if np.abs(excess).max() < CLEARING_TOLERANCE:
            return farm_gate, consumed
        response = (consumed * slope * farm_gate / price).sum(axis=0) / total
        x = x - excess / (p.harvest_elasticity - p.demand_elasticity * response)
    raise ArithmeticError("the market did not clear")


def passed_margin(price: Array | float, price_0: Array, margin: Array, psi: Array) -> Array:
    """What a stage keeps of each kilogram it buys [USD/kg]."""
    return (1 - psi + psi * price / price_0) * margin


def next_price(price: Array | float, price_0: Array, margin: Array, psi: Array, seized: Array) -> Array:
    """Price at the next stage [USD/kg]."""
    return (price + passed_margin(price, price_0, margin, psi)) / (1 - seized)


def market_rates(t: float, now: Names, rate: Names, lever: Names, shock: Names, p: Names, ref: Names) -> None:
    """Derivatives of coca area, treatment and masses; keeps the price and the rent in `ref`."""
    psi, transit = p.pass_through, p.transit_seizure_share
    seized = lever.seizure_share * p.seizure_purity + p.other_seizure_share
    made_0 = p.yield_0 * np.exp(p.yield_growth * t) * now.area
    exported_0 = (made_0 * (1 - seized)).sum(axis=0)
    seized_share = 1 - exported_0 / made_0.sum(axis=0)

    demanded = ref.demand * np.exp(p.demand_growth * t) * shock.demand
    demanded[USA] *= 1 - now.treated
    margin = ref.retail_margin.copy()
    budget = lever.interdiction * DOLLARS_PER_BILLION
    margin[USA] += p.interdiction_leverage * budget / demanded[USA] * (1 - transit)
    at_zero = next_price(0.0, p.farm_gate_price, ref.export_margin, psi, seized_share)
    at_start = next_price(p.farm_gate_price, p.farm_gate_price, ref.export_margin, psi, seized_share)
    base = next_price(at_zero, p.export_price, margin, psi, transit)
    slope = (next_price(at_start, p.export_price, margin, psi, transit) - base) / p.farm_gate_price
    x = np.log(ref.farm_gate / p.farm_gate_price)
    ref.farm_gate, rate.consumed[:] = clear_market(exported_0 * (1 - transit), demanded, base, slope, p, x)
    rate.price_time[:] = ref.farm_gate

    ratio = ref.farm_gate / p.farm_gate_price
    removed = p.eradication_effect * lever.eradication * np.minimum(1, now.area / p.area_0)
    planted = p.area_0 + p.adjustment_years * p.eradication_effect * LEVER_0.eradication
    paid = ratio * (lever.exchange / LEVER_0.exchange) ** p.exchange_kept
    promise = np.exp(p.announcement_effect * (lever.announcement - LEVER_0.announcement))
    wanted = planted * paid**p.area_elasticity * shock.area * shock.coca * promise
    rate.area[:] = (wanted - now.area) / p.adjustment_years - removed
    rate.produced[:] = made_0 * ratio**p.harvest_elasticity
    rate.seized_at_home[:] = rate.produced * seized
    lost = rate.seized_at_home.sum(axis=0)
    rate.seized[:] = lost + transit * (rate.produced.sum(axis=0) - lost)
    rate.treated[:] = (lever.treatment * p.treatment_effect * p.treatment_transport - now.treated) / p.treatment_lag
    kept = passed_margin(ref.farm_gate, p.farm_gate_price, ref.export_margin, psi)
    ref.rent = kept * rate.produced[COL]
    ref.worth = (ratio * rate.produced[COL] / ref.made_0) ** p.coca_violence


def growing_now(t: float, lever: Names, shock: Names, p: Names) -> Array:
    """Growth of each group [1/year] under the pressure and the shocks of now."""
    settled = p.growth_later + p.pressure_effect * (1 - LEVER_0.pressure)
    expected = settled + (p.growth - settled) * np.exp(-t / p.growth_fade)
    return expected - p.pressure_effect * (lever.pressure - LEVER_0.pressure) + np.log(shock.growth)


def lay_down(now: Names, rate: Names, lever: Names, p: Names) -> Array:
    """Members of each group who lay down arms, alone or with their group [persons/year]; keeps what a table gathers."""
    signed = (now.at_table >= p.patience).astype(float)
    rate.at_table[:] = (
        np.where(p.signature_class > 0.5, p.signature_hazard_past, p.signature_hazard_recent) * lever.talks
    )
    rate.since_signature[:] = signed
    together = -np.log(1 - p.signature_share) * signed * (now.since_signature < 1)
    return (p.individual_exit * p.surrender_ratio**lever.talks + together) * now.members


def group_rates(t: float, now: Names, rate: Names, lever: Names, shock: Names, p: Names, ref: Names) -> None:
    """Derivatives of members, prisoners and ex-members; keeps likely recruits in `ref`."""
    members = now.members
    size = members.sum(axis=0)
    pay = (ref.rent / size / (ref.rent_0 / ref.size_0)) ** p.pay_elasticity
    reached = p.social_transport * p.arrest_link
    prevention = (1 - lever.counselling * reached * p.counselling_effect) * (1 - lever.jobs * reached * p.jobs_effect)
    outside = 1 - p.programme_ratio
    returning = p.relapse_hazard * now.ex_members * (1 - lever.reintegration * outside)
    returning = returning / (1 - LEVER_0.reintegration * outside)
    leaving = now.ex_members / p.at_risk_years

    likely = np.maximum(0, ref.recruitment + growing_now(t, lever, shock, p) - p.growth) * members * pay
    recruited = likely * prevention
    weight = members**p.arrest_exponent
    capacity = ref.capacity * (size / ref.size_0) ** p.arrest_scaling * lever.arrests
    arrested = np.minimum(capacity * weight / weight.sum(axis=0), p.arrest_cap * members)
    arrested = arrested + lever.emergency * p.emergency_dose * p.emergency_hazard * members
    hostile = ref.met_0 * (met(p, members) / ref.met_0) ** p.crowding
    killed = ref.lethality * np.exp(lever.talks * p.talks_hostility) * shock.fighting * members * hostile
    dropped = ref.saturation * members**2
    laid_down = lay_down(now, rate, lever, p)
    released = now.prison / (lever.sentence * p.sentence_years)
    back = p.return_share * released

    rate.members[:] = recruited - arrested - killed - dropped - laid_down + back + returning * members / size
    rate.prison[:] = arrested - released
    rate.ex_members[:] = (laid_down + released - back).sum(axis=0) - returning - leaving
    rate.left_for_good[:] = leaving
    rate.recruited[:] = recruited.sum(axis=0)
    rate.killed[:] = killed.sum(axis=0)
    rate.dropped_out[:] = dropped.sum(axis=0)
    rate.demobilised[:] = laid_down.sum(axis=0)
    ref.likely_recruits = likely.sum(axis=0)


def violence_and_outlay_rates(t: float, rate: Names, lever: Names, shock: Names, p: Names, ref: Names) -> None:
    """Derivatives of the counters of homicides and of spending."""
    population = p.population_0 * np.exp(p.population_growth * t)
    background = ref.background * np.exp((p.population_growth + p.homicide_drift) * t) * shock.background
    calmed = np.exp(lever.emergency * p.emergency_dose * p.emergency_effect)
    rate.homicides[:] = rate.killed + background * ref.worth * calmed
    rate.homicide_rate[:] = rate.homicides / population * PER_100000
    served = ref.likely_recruits * p.targeting_ratio
    rate.outlay[COL_PAYS] = served * lever.counselling * p.counselling_unit_cost
    rate.outlay[USA_PAYS] = (
        lever.treatment * p.heavy_users * p.treatment_unit_cost + lever.interdiction * DOLLARS_PER_BILLION
    )


def with_numpy(parameters: Array, lever: Array, shock: Array) -> Array:
    """All draws month by month in NumPy (classical Runge–Kutta): outcomes, shape (draws, months, outcomes).

    Parameters
    ----------
    parameters : shape (draws, parameters), in the kernel's order
    lever : shape (months, levers)
    shock : shape (draws, months, shocks)
    """
    p = named(np.ascontiguousarray(parameters.T), PARAMETERS)
    months = len(lever)
    s, ref = start(p)
    h = 1 / MONTHS_PER_YEAR
    out = np.empty((months, SHELVES["O"].size, len(parameters)))
    noise = np.ascontiguousarray(shock.transpose(1, 2, 0))

    for month in range(months):
        levers = named(lever[month][:, None], LEVERS)
        shocks = named(noise[month], SHOCKS)

        def rates(t: float, s: Array, levers: Names = levers, shocks: Names = shocks) -> Array:
            ds = np.zeros_like(s)
            now, rate = named(s, STATES), named(ds, STATES)
            market_rates(t, now, rate, levers, shocks, p, ref)
            group_rates(t, now, rate, levers, shocks, p, ref)
            violence_and_outlay_rates(t, rate, levers, shocks, p, ref)
            return ds

        before, t = s, month * h
        k1 = rates(t, s)
        k2 = rates(t + h / 2, s + h / 2 * k1)
        k3 = rates(t + h / 2, s + h / 2 * k2)
        k4 = rates(t + h, s + h * k3)
        s = s + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)

        now, was = named(s, STATES), named(before, STATES)
        added, told = named(s - before, STATES), named(out[month], OUTCOMES)
        told.coca_area[:] = now.area
        ripening = np.exp(p.yield_growth * (month + 1) * h)
        told.potential_output[:] = p.yield_0 * ripening * (now.area + was.area) / 2 / MONTHS_PER_YEAR
        told.cocaine_output[:] = added.produced
        told.cocaine_consumed[:] = added.consumed
        told.cocaine_seized[:] = added.seized
        told.cocaine_seized_at_home[:] = added.seized_at_home / p.seizure_purity
        told.cocaine_seized_gross[:] = added.seized / p.seizure_purity
        told.farm_gate_price[:] = added.price_time * MONTHS_PER_YEAR
        told.homicides[:] = added.homicides
        told.homicide_rate[:] = added.homicide_rate
        told.conflict_deaths[:] = added.killed
        told.group_members[:] = now.members
        told.demobilised[:] = added.demobilised
        population = p.population_0 * np.exp(p.population_growth * (month + 1) * h)
        told.detained[:] = now.prison.sum(axis=0)
        told.detained[:] += levers.emergency * p.emergency_dose * p.emergency_detention * population / PER_100000
        told.state_outlay[:] = added.outlay
    return out.transpose(2, 0, 1)


def plain_python() -> dict[str, Any]:
    """The functions of the bound text as plain Python."""
    names: dict[str, Any] = {}
    exec(bound().text, names)
    return names


def with_scipy(parameters: Array, lever: Array, shock: Array, rtol: float) -> Array:
    """One draw month by month in SciPy, with the kernel's text as plain Python: outcomes, shape (months, outcomes).

    The right-hand side jumps at the turn of the month, so each month is a problem of its own; over several months at
    once `solve_ivp` needs more evaluations for a larger error.

    Parameters
    ----------
    parameters : shape (parameters,), in the kernel's order
    lever : shape (months, levers)
    shock : shape (months, shocks)
    rtol : tolerance of a step, relative
    """
    kernel = plain_python()
    p, levers, shocks = parameters.tolist(), lever.tolist(), shock.tolist()
    lever_0 = BEFORE.tolist()
    d, v, out, was = ([0.0] * SHELVES[kind].size for kind in "SVOS")
    kernel["start"](p, lever_0, was, v)
    h = 1 / MONTHS_PER_YEAR
    told = []
    for month, now in enumerate(zip(levers, shocks, strict=True)):

        def rates(t: float, s: Array, month: int = month, now: tuple[list[float], list[float]] = now) -> list[float]:
            kernel["rates"](p, now[0], lever_0, now[1], month * h + t, s.tolist(), d, v)
            return d

        s = solve_ivp(rates, (0, h), was, method="RK45", first_step=h, rtol=rtol).y[:, -1].tolist()
        kernel["report"](p, now[0], (month + 1) * h, s, was, out)
        told.append(out.copy())
        was = s
    return np.array(told)
