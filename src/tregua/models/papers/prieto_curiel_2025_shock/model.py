"""A shock of violence between two armed groups, and what it adds up to (code of Prieto-Curiel et al. 2025).

C_i ← C_i + ρ C_i − θ_t C₁ C₂ − η C_i − ω C_i²,  i = 1, 2     members, week by week
θ_t = κ θ from the first to the last week of the shock, θ otherwise
kills = 2 θ_t C₁ C₂

κ multiplies lethality: 1 is no shock, 0 a truce. The labels of the authors' figures are κ − 1. Their variant in which a
group collapses is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tregua.models.arguments import problem, refuse, several
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
GROUP = np.array(["first", "second"])
TEN_YEARS = 520  # weeks


@dataclass(frozen=True)
class Parameters:
    """Weekly flows of both groups, their size, and when the shock falls.

    Attributes
    ----------
    rho : ρ, recruits per member [1/week]
    theta : θ, lethality of fights [1/(member week)]
    eta : η, arrests per member [1/week]
    omega : ω, saturation [1/(member week)]
    c0 : members of each group at the start
    first_week, last_week : of the shock, counted from 1
    """

    rho: float
    theta: float
    eta: float
    omega: float
    c0: float
    first_week: float
    last_week: float


def lethality(weeks: int, kappa: float, p: Parameters) -> Floats:
    """θ_t in weeks 1 to `weeks`, shape (weeks,)."""
    week = np.arange(1, weeks + 1)
    return np.where((week >= p.first_week) & (week <= p.last_week), kappa * p.theta, p.theta)


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    kappa: float = 1.0,
    weeks: int = TEN_YEARS,
    members: tuple[float, float] | None = None,
) -> xr.Dataset:
    """Follow both groups through a shock.

    Parameters
    ----------
    kappa : by how much lethality is multiplied during the shock
    weeks : how many to follow
    members : of both groups at the start; those of the authors, at rest under their rates, if not given

    Returns
    -------
    dataset over `group` and `week` (1 … weeks): members at the start of the week; killed, arrested, recruited and
    dropped out in it

    Raises
    ------
    InputError
        With each argument that is out of its range.
    """
    p = bound(Parameters, parameters)
    members = (p.c0, p.c0) if members is None else members
    refuse(problem("kappa", kappa, 0), problem("weeks", weeks, 1, whole=True), several("members", members, 0))
    size = np.array(members, float)
    theta, sizes = lethality(weeks, kappa, p), []
    for now in theta:
        sizes.append(size)
        size = size + p.rho * size - now * (size[0] * size[1]) - p.eta * size - p.omega * size**2
    c = np.array(sizes).T
    dims, weekly = ("group", "week"), {"units": "members/week"}
    run = xr.Dataset(
        {
            "members": (dims, c, {"units": "members"}),
            "deaths_per_week": (dims, np.broadcast_to(theta * (c[0] * c[1]), c.shape), weekly),
            "recruits_per_week": (dims, p.rho * c, weekly),
            "arrests_per_week": (dims, p.eta * c, weekly),
            "dropouts_per_week": (dims, p.omega * c**2, weekly),
        },
        {"group": GROUP, "week": ("week", np.arange(1, weeks + 1), {"units": "week"})},
    )
    return recorded(run, p, seed, source="prieto_curiel_2025_participation")


def size_at_rest(p: Parameters) -> float:
    """Members of each of two equal groups that do not change, C = (ρ − η)/(θ + ω)."""
    return (p.rho - p.eta) / (p.theta + p.omega)


def kills(run: xr.Dataset) -> float:
    """Members of both groups killed in all weeks of a run."""
    return float(run.deaths_per_week.sum())


def over_calm(run: xr.Dataset, kappa: float) -> float:
    """Killed with a shock of `kappa`, over those of `run`, which has none."""
    return kills(simulate(given(run, Parameters), kappa=kappa)) / kills(run)


QUANTITIES: Mapping[str, Quantity] = {
    "size_at_rest": lambda run: size_at_rest(given(run, Parameters)),
    "kills_at_rest": lambda run: float(run.deaths_per_week.sel(week=1).sum()),
    "kills_truce": lambda run: over_calm(run, 0.0),
    "kills_twice": lambda run: over_calm(run, 2.0),
    "kills_three_times": lambda run: over_calm(run, 3.0),
    "kills_six_times": lambda run: over_calm(run, 6.0),
    "kills_eleven_times": lambda run: over_calm(run, 11.0),
}
