"""Coca: what growers plant at a price, what eradication removes, what is harvested."""

from math import exp

from tregua.lab.names import (
    Derivatives,
    Levers,
    Outcomes,
    Parameters,
    Shocks,
    States,
    Values,
    producers,
)
from tregua.lab.units import MONTHS_PER_YEAR, power


def eradicated(theta_e: float, worked: float, area: float, area_0: float) -> float:
    """Coca that disappears because of forced eradication [ha/year].

    e = max(0, θ_E) · E · min(1, S/S_0): each hectare worked removes θ_E hectares net of replanting; where less coca is
    left than at the start, a hectare worked meets proportionally less of it.

    Source: Mejía, Restrepo & Rozo 2017; Abadie et al. 2014.
    """
    return max(0.0, theta_e) * worked * min(1.0, area / area_0)


def provoked(added: float, worked: float, worked_0: float, area_0: float) -> float:
    """What eradication does to the area that growers want where it makes them plant more: B = exp(b (E − E_0)/S_0).

    At the start a hectare more that is worked adds b hectares, b = max(0, −θ_E).

    Source: Reyes 2014.
    """
    return exp(added * (worked - worked_0) / area_0)


def substituted(enrolled: float, effect: float, kept: float, neighbours: float) -> float:
    """Part of the area that growers want which is left where coca is enrolled in substitution and paid for.

    N = (1 − n e k) · (1 − n e k m), m being what neighbours give up for each hectare that recipients do.

    Source: Ladino and others 2021.
    """
    given_up = enrolled * effect * kept
    return (1.0 - given_up) * (1.0 - given_up * neighbours)


def local_price(price_ratio: float, exchange_ratio: float, kept: float) -> float:
    """What growers are paid over what they were paid at the start, in their own money: φ = F/F_0 · (X/X_0)^k.

    X pesos a dollar, k the part of a depreciation that prices at home have not eaten up.
    """
    return price_ratio * power(exchange_ratio, kept)


def announced(effect: float, promise: float, promise_0: float) -> float:
    """What the promise of payments for coca does to the area that growers want: A = exp(α (n − n_0))."""
    return exp(effect * (promise - promise_0))


def desired_area(area_0: float, eradicated_0: float, years: float, paid: float, eta: float, z: float) -> float:
    """Area that growers would plant at today's price [ha].

    S* = (S_0 + T_S · e_0) · φ^η · Z: at the starting price it makes good what eradication removed at the start.
    """
    return (area_0 + years * eradicated_0) * power(paid, eta) * z


def area_change(area: float, desired: float, years: float, removed: float) -> float:
    """Change of planted area [ha/year]: S' = (S* − S)/T_S − e."""
    return (desired - area) / years - removed


def harvest(yield_kg: float, area: float, price_ratio: float, eta_h: float) -> float:
    """Pure cocaine made [kg/year]: q = y · S · (F/F_0)^η_h, leaf being left on the bush when it pays less."""
    return yield_kg * area * power(price_ratio, eta_h)


def start(p: Parameters, s: States) -> None:
    """Coca as it was planted when the run starts."""
    for c in producers:
        s.area[c] = p.area_0[c]


def potential(yield_kg: float, area: float, area_before: float) -> float:
    """Pure cocaine that a month's coca could make if all of it were harvested [kg]: y · (S_t + S_(t−1))/2 · 1/12.

    This is what is published as potential output; what is made is less when leaf is left on the bush.
    """
    return yield_kg * 0.5 * (area + area_before) / MONTHS_PER_YEAR


def ripen(p: Parameters, t: float, v: Values) -> None:
    """Yield of a hectare at time t [kg/(ha year)]: y = y_0 exp(γ t)."""
    ripening = exp(p.yield_growth * t)
    for c in producers:
        v.yield_now[c] = p.yield_0[c] * ripening


def grow(p: Parameters, lever: Levers, lever_0: Levers, shock: Shocks, s: States, d: Derivatives, v: Values) -> None:
    """Change of planted area, and what is made of it, at the price that clears the market."""
    ratio = v.price_ratio
    eta = p.area_elasticity
    eta_h = p.harvest_elasticity
    for c in producers:
        removed = eradicated(p.eradication_effect, lever.eradication[c], s.area[c], p.area_0[c])
        removed_0 = eradicated(p.eradication_effect, lever_0.eradication[c], p.area_0[c], p.area_0[c])
        paid = local_price(ratio, lever.exchange[c] / lever_0.exchange[c], p.exchange_kept)
        promise = announced(p.announcement_effect, lever.announcement[c], lever_0.announcement[c])
        added = max(0.0, -p.eradication_effect)
        provocation = provoked(added, lever.eradication[c], lever_0.eradication[c], p.area_0[c])
        left = substituted(lever.substitution[c], p.substitution_effect, p.substitution_kept, p.substitution_neighbours)
        left = left / substituted(
            lever_0.substitution[c], p.substitution_effect, p.substitution_kept, p.substitution_neighbours
        )
        z = shock.area[c] * shock.coca * promise * provocation * left
        desired = desired_area(p.area_0[c], removed_0, p.adjustment_years, paid, eta, z)
        d.area[c] = area_change(s.area[c], desired, p.adjustment_years, removed)
        d.produced[c] = harvest(v.yield_now[c], s.area[c], ratio, eta_h)


def report(p: Parameters, t: float, s: States, was: States, out: Outcomes) -> None:
    """Coca that stands, what it could make in the month and what was made since `was`."""
    ripening = exp(p.yield_growth * t)
    for c in producers:
        out.coca_area[c] = s.area[c]
        out.potential_output[c] = potential(p.yield_0[c] * ripening, s.area[c], was.area[c])
        out.cocaine_output[c] = s.produced[c] - was.produced[c]
