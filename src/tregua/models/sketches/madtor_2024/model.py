"""A raid on a drug trafficking organisation and its recovery: reduced form of MADTOR (Manzi & Calderoni 2024).

P(disrupted | a) = 1 − exp(−(a/a₀)^k)                       a share of the members arrested, a₀ = h/(ln 2)^(1/k)
n(t) = n₀ + y ln(1 + y t/T)/ln(1 + y),  y = n₁ − n₀         members of a role, t days, T two years

The paper's model is agent-based; this is not it, but two curves: one through what was read of its results, one that is
its rule of growth. After a raid nobody joins for a while, and growth starts again from the day on which it would have
the members that are left. Trade, prices and cash are left out, so why an organisation is disrupted is left out too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, combinations
from math import comb, log

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

from tregua.models.arguments import problem, refuse, several
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
ROLES = ("trafficker", "packager", "retailer")
DAYS = 5 * 365
RAID = 730  # the day of the major operation, and T
SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # arrested in the paper's experiments
EFFICIENCY = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)  # e, from all for security to all for efficiency
MONTH = 30  # days; minor arrests fall on its middle


@dataclass(frozen=True)
class Parameters:
    """The curve of disruption, the sizes between which the roles grow, and minor arrests.

    Attributes
    ----------
    half : h, share of members arrested with which half of the organisations are disrupted
    k : shape of the curve, concave up to 1
    trafficker_0, packager_0, retailer_0 : n₀, members of each role at the start
    trafficker_1, packager_1, retailer_1 : n₁, the same after two years
    frozen : days after a raid on which nobody joins
    minor_0 … minor_100 : probability of a minor arrest in a month, at e = 0, 0.2, …, 1
    """

    half: float
    k: float
    trafficker_0: float
    packager_0: float
    retailer_0: float
    trafficker_1: float
    packager_1: float
    retailer_1: float
    frozen: float
    minor_0: float
    minor_20: float
    minor_40: float
    minor_60: float
    minor_80: float
    minor_100: float


def scale(p: Parameters) -> float:
    """a₀, the share arrested with which 1 − 1/e of the organisations are disrupted."""
    return float(p.half / log(2) ** (1 / p.k))


def disrupted(arrested: ArrayLike, p: Parameters) -> Floats:
    """Share of organisations that a raid on a share `arrested` of their members disrupts."""
    return np.asarray(-np.expm1(-((np.asarray(arrested, float) / scale(p)) ** p.k)))


def rise(first: float, last: float, p: Parameters) -> float:
    """How much more is disrupted with a share `last` arrested than with `first`."""
    return float(disrupted(last, p) - disrupted(first, p))


def closest_shape(p: Parameters) -> float:
    """The k with which the curve through the first published point rises most from 0.4 to 0.8, so nearest to 0.2."""
    found = minimize_scalar(lambda k: -rise(0.4, 0.8, replace(p, k=k)), bounds=(0.01, 3), options={"xatol": 1e-10})
    return float(found.x)


def largest_concave_rise(p: Parameters) -> float:
    """The largest rise from 0.4 to 0.8 of any concave curve from a half at h to at most one.

    From h to 0.4 it rises at least as steeply as from 0.4 to 0.8, and both rises together are at most a half.
    """
    before, after = 0.4 - p.half, 0.8 - 0.4
    return 0.5 * after / (before + after)


def sizes(p: Parameters) -> tuple[Floats, Floats]:
    """n₀ and n₁ of each role."""
    return (
        np.array([p.trafficker_0, p.packager_0, p.retailer_0]),
        np.array([p.trafficker_1, p.packager_1, p.retailer_1]),
    )


def members(day: ArrayLike, p: Parameters) -> Floats:
    """n(t) of each role without a raid, shape (…, 3), for days of shape (…, 1) or (…, 3)."""
    start, later = sizes(p)
    growth = later - start
    return np.asarray(start + growth * np.log1p(growth * np.asarray(day, float) / RAID) / np.log1p(growth))


def day_of(size: Floats, p: Parameters) -> Floats:
    """The day t on which each role has `size` members, n⁻¹, shape (…, 3); before day 0 if fewer than n₀."""
    start, later = sizes(p)
    growth = later - start
    return np.asarray(RAID * np.expm1((size - start) / growth * np.log1p(growth)) / growth)


def members_after_raid(day: ArrayLike, arrested: float, p: Parameters) -> Floats:
    """Members of each role when a share `arrested` of all is taken on day 730, as expected, shape (…, 3)."""
    day = np.asarray(day, float)[..., None]
    left = day_of((1 - arrested) * members(RAID, p), p)
    growing = np.maximum(day - RAID - p.frozen, 0.0)
    return np.where(day < RAID, members(day, p), np.maximum(members(left + growing, p), 0.0))


def recovery(arrested: ArrayLike, p: Parameters) -> Floats:
    """Days after a raid until each role has again the members that it had, shape (…, 3)."""
    left = (1 - np.asarray(arrested, float)[..., None]) * members(RAID, p)
    return np.asarray(np.where(left < members(RAID, p), p.frozen, 0.0) + RAID - day_of(left, p))


def some_role_empty(arrested: float, p: Parameters) -> float:
    """Probability that a raid on random members leaves some role with nobody, exact, by inclusion and exclusion."""
    there = [round(one) for one in members(RAID, p)]
    taken = round(arrested * sum(there))
    sets = chain.from_iterable(combinations(there, size) for size in (1, 2, 3))
    ways = sum((-1) ** (len(roles) + 1) * _ways(sum(there) - sum(roles), taken - sum(roles)) for roles in sets)
    return float(ways / comb(sum(there), taken))


def _ways(others: int, taken: int) -> int:
    """Ways to take the rest of the arrested once these roles are all taken."""
    return comb(others, taken) if taken >= 0 else 0


def minor_arrest(efficiency: ArrayLike, p: Parameters) -> Floats:
    """Probability of a minor arrest in a month, straight between the levels of e that were read."""
    known = (p.minor_0, p.minor_20, p.minor_40, p.minor_60, p.minor_80, p.minor_100)
    return np.asarray(np.interp(np.asarray(efficiency, float), EFFICIENCY, known))


def minor_arrests(efficiency: float, p: Parameters) -> float:
    """Members expected to be arrested one by one in five years, on day 15 of each 30."""
    return float(minor_arrest(efficiency, p) * len(range(MONTH // 2, DAYS + 1, MONTH)))


def simulate(parameters: Parameters | None = None, *, seed: int = 0, arrested: ArrayLike = SHARES) -> xr.Dataset:
    """What a raid does, by the share of members arrested on day 730.

    Parameters
    ----------
    arrested : shares of the members, 0 … 1

    Returns
    -------
    dataset over `arrested`, `role` and `day` (0 … 1825): share of organisations disrupted; of one that goes on, the
    members expected of each role without minor arrests, and the days until a role is as large as before; the
    probability that some role is left empty; over `efficiency` (e), the members expected to be arrested one by one

    Raises
    ------
    InputError
        When a share is not between 0 and 1, or a role shrinks within the two years.
    """
    p = bound(Parameters, parameters)
    growing = (problem(f"{role}_1", getattr(p, f"{role}_1"), getattr(p, f"{role}_0")) for role in ROLES)
    refuse(several("arrested", arrested, 0, 1), *growing)
    share, day = np.atleast_1d(np.asarray(arrested, float)), np.arange(DAYS + 1)
    paths = np.array([members_after_raid(day, one, p).T for one in share])
    run = xr.Dataset(
        {
            "disrupted": ("arrested", disrupted(share, p), {"units": "share"}),
            "some_role_empty": ("arrested", [some_role_empty(one, p) for one in share], {"units": "probability"}),
            "recovery": (("arrested", "role"), recovery(share, p), {"units": "days"}),
            "members": (("arrested", "role", "day"), paths, {"units": "persons"}),
            "minor_arrests": ("efficiency", [minor_arrests(e, p) for e in EFFICIENCY], {"units": "persons"}),
        },
        {"arrested": share, "role": list(ROLES), "day": day, "efficiency": list(EFFICIENCY)},
    )
    return recorded(run, p, seed, source="manzi_2024, madtor_python", form="reduced")


def _of(number: Callable[[Parameters], float | Floats]) -> Quantity:
    """A number of the parameters alone."""
    return lambda run: float(number(given(run, Parameters)))


def _bend(p: Parameters) -> float:
    """Rise of the second half of the published range of shares less that of the first."""
    return rise(0.475, 0.9, p) - rise(0.05, 0.475, p)


def _recovered(run: xr.Dataset, arrested: float) -> float:
    """Days until the slowest role has recovered."""
    return float(run.recovery.sel(arrested=arrested).max())


QUANTITIES: Mapping[str, Quantity] = {
    "disrupted_by_few": _of(lambda p: disrupted(0.075, p)),
    "rise_40_80": lambda run: float(run.disrupted.sel(arrested=0.8) - run.disrupted.sel(arrested=0.4)),
    "diminishing_returns": _of(_bend),
    "slower_recovery": lambda run: _recovered(run, 0.9) - _recovered(run, 0.1),
    "recovery_after_10": lambda run: _recovered(run, 0.1),
    "minor_arrest_default": _of(lambda p: minor_arrest(0.5, p)),
    "closest_shape": _of(closest_shape),
    "rise_40_80_exponential": _of(lambda p: rise(0.4, 0.8, replace(p, k=1.0))),
    "rise_40_80_concave": _of(largest_concave_rise),
    "members_2008": _of(lambda p: members(0, p).sum()),
    "members_2010": _of(lambda p: members(RAID, p).sum()),
    "members_after_a_year": _of(lambda p: members(365, p).sum()),
    "recovery_after_50": lambda run: _recovered(run, 0.5),
    "some_role_empty_at_10": lambda run: run.some_role_empty.sel(arrested=0.1),
    "some_role_empty_at_80": lambda run: run.some_role_empty.sel(arrested=0.8),
    "minor_arrests_secure": _of(lambda p: minor_arrests(0.0, p)),
    "minor_arrests_efficient": _of(lambda p: minor_arrests(1.0, p)),
}
