"""Sizes of the armed groups of Mexico: Prieto-Curiel, Campedelli & Hope (2023), Science 381:1312.

Time in weeks from 1 January 2012, 52 weeks a year; C_i members of group i:

    dC_i/dt = ρ C_i − η C_i/Σ_k C_k − θ C_i Σ_j S_ij C_j − ω C_i²                                               (1)
    S_ij = (R_ij + 1)/(A_i + 1),  S_ii = 0                                                                      (2)
    C_i(0) = C_0 i^(−z)/Σ_k k^(−z),  groups ordered by the strength of their recorded ties

Recruitment, arrests shared by size, fights and saturation. Numbers of the equations are those of the authors' script.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.models.arguments import problem, refuse
from tregua.models.papers.prieto_curiel_2023.equations import (
    DEATHS,
    DROPOUTS,
    LONGEST,
    MEMBERS,
    TURN,
    Floats,
    Hostility,
    Rates,
    follow,
)
from tregua.models.papers.prieto_curiel_2023.network import network
from tregua.models.protocol import bound, recorded

DECADE = 520  # weeks
LARGEST_SCALE, LARGEST_SIZE, LONGEST_RUN = 1e3, 1e9, 10_400.0
SOURCE = "prieto_curiel_2023, prieto_curiel_2023_code"
FLOWS = ("members", "deaths_per_week", "recruits_per_week", "arrests_per_week", "dropouts_per_week")


@dataclass(frozen=True)
class Parameters:
    """Parameters of the model and of its calibration.

    Attributes
    ----------
    rho : recruits per member, ρ [1/week]
    eta : arrests of members of all groups together, η [members/week]
    theta : lethality, θ [1/(member week)]
    omega : saturation, drop-outs and splits, ω [1/(member week)]
    c0 : members on 1 January 2012, C_0
    zipf_exponent : exponent z of the initial sizes
    casualty_share : share of homicides and missing persons who are members
    weeks_per_year : weeks in a year of the model
    """

    rho: float
    eta: float
    theta: float
    omega: float
    c0: float
    zipf_exponent: float
    casualty_share: float
    weeks_per_year: float


def rates(p: Parameters) -> Rates:
    """The four rates of equation (1)."""
    return Rates(p.rho, p.eta, p.theta, p.omega)


def initial_sizes(p: Parameters, groups: int) -> Floats:
    """C_i(0) = C_0 i^(−z)/Σ_k k^(−z), shape (groups)."""
    rank = np.arange(1.0, groups + 1.0) ** -p.zipf_exponent
    return np.asarray(p.c0 * rank / rank.sum())


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    rho_scale: float = 1.0,
    eta_scale: float = 1.0,
    theta_scale: float = 1.0,
    omega_scale: float = 1.0,
    c0: float | None = None,
    start: int = 0,
    weeks: int = DECADE,
) -> xr.Dataset:
    """Sizes of the groups and their weekly flows, week by week.

    Equation (1) lets arrests go on whatever the size of the groups; where they take the last member, all groups end at
    one same instant, and sizes and flows are zero from then on.

    Parameters
    ----------
    rho_scale, eta_scale, theta_scale, omega_scale : factors on the rates, 0 … 1000
    c0 : members at week 0, at most 1e9; the parameters' own by default
    start : the week from which the factors apply, at most `weeks`; that week is reported under them
    weeks : the horizon; the result has weeks 0 … `weeks`

    Returns
    -------
    xr.Dataset
        `members`, `deaths_per_week`, `recruits_per_week`, `arrests_per_week` and `dropouts_per_week` over `week`,
        `size` over `week` and `group`.

    Raises
    ------
    InputError
        With each argument that is out of its range, or when the groups would grow without bound.
    MissingDataError
        When the network is not at hand.
    """
    p = bound(Parameters, parameters)
    draw: dict[str, float] = {
        "rho_scale": rho_scale,
        "eta_scale": eta_scale,
        "theta_scale": theta_scale,
        "omega_scale": omega_scale,
        "c0": p.c0 if c0 is None else c0,
    }
    refuse(*(problem(name, value, 0.0) for name, value in draw.items() if np.ndim(value)))
    one = {name: [value] for name, value in draw.items()}
    run = next(ensemble(one, start, weeks, 1, True, parameters=p)).isel(draw=0, drop=True)
    return recorded(run, p, seed, source=SOURCE)


def ensemble(
    draws: Mapping[str, ArrayLike],
    start: int = 0,
    weeks: int = DECADE,
    chunk: int = 100,
    sizes: bool = False,
    step: int | None = None,
    parameters: Parameters | None = None,
) -> Iterator[xr.Dataset]:
    """Many draws, `chunk` of them at a time so that memory stays bounded; the dimension `draw` comes first.

    Parameters
    ----------
    draws : for some of the four factors of `simulate` and `c0`, one value a draw
    sizes : whether the result has the `size` of each group, thirty times as much as all else
    step : weeks that the solver takes at once; the longest that is exact to one part in a million depends on the
        draws. By default it is chosen for them, on the safe side
    start, weeks, parameters : as for `simulate`

    Raises
    ------
    InputError
        With each argument that is unknown or out of its range, or when the groups of a draw would grow without bound.
    MissingDataError
        When the network is not at hand.
    """
    p = bound(Parameters, parameters)
    defaults = {"rho_scale": 1.0, "eta_scale": 1.0, "theta_scale": 1.0, "omega_scale": 1.0, "c0": p.c0}
    _check(draws, start, weeks, chunk, step, set(defaults))
    columns = [np.atleast_1d(np.asarray(draws.get(name, default), float)) for name, default in defaults.items()]
    table = np.stack(np.broadcast_arrays(*columns), axis=1)
    return _chunks(p, table, int(start), int(weeks), chunk, sizes, step)


def _chunks(
    p: Parameters, table: Floats, start: int, weeks: int, chunk: int, kept: bool, step: int | None
) -> Iterator[xr.Dataset]:
    """The draws of `table`, rows of four factors and an initial size."""
    s = network().hostility()
    for first in range(0, len(table), chunk):
        part = table[first : first + chunk]
        flows = np.empty((len(part), weeks + 1, len(FLOWS)))
        sizes = np.empty((len(part), weeks + 1 if kept else 0, len(s.exposure)))
        for at, (*scales, c0) in enumerate(part):
            flows[at] = course(replace(p, c0=c0), s, scales, start, weeks, sizes[at], step)
        run = _dataset(flows, sizes if kept else None, range(first, first + len(part)))
        yield recorded(run, p, source=SOURCE)


def course(
    p: Parameters, s: Hostility, scales: ArrayLike, start: int, weeks: int, sizes: Floats, step: int | None = None
) -> Floats:
    """Follow one draw: the flows of `FLOWS`, shape (weeks + 1, 5).

    `sizes`, of shape (weeks + 1, groups), is written; one of no weeks is left alone.
    """
    before, after = rates(p), Rates(*(np.asarray(scales, dtype=float) * rates(p)).tolist())
    totals, c = np.empty((weeks + 1, 3)), initial_sizes(p, len(s.exposure))
    longest, turn = (LONGEST, TURN) if step is None else (step, np.inf)
    for leg, first, last in [(before, 0, start)] * (start > 0) + [(after, start, weeks)]:
        if follow(c, leg, s, first, last, longest, turn, totals, sizes) < 0:
            raise InputError(Problem("no_bound", "", {"found": "rho_scale"}))
    scaled = np.arange(weeks + 1) >= start
    rho, eta = np.where(scaled, after.rho, before.rho), np.where(scaled, after.eta, before.eta)
    members = totals[:, MEMBERS]
    return np.stack([members, totals[:, DEATHS], rho * members, eta * (members > 0.0), totals[:, DROPOUTS]], axis=1)


def _check(
    draws: Mapping[str, ArrayLike], start: int, weeks: int, chunk: int, step: int | None, known: set[str]
) -> None:
    """Every argument is known, and lies in its range."""
    problems = [unknown_name("@name.parameter", name, known) for name in draws if name not in known]
    for name in sorted(known & set(draws)):
        low, high = (1.0, LARGEST_SIZE) if name == "c0" else (0.0, LARGEST_SCALE)
        values = np.asarray(draws[name], dtype=object).reshape(-1)
        problems += [told for value in values if (told := problem(name, value, low, high))][:1]
    horizon = problem("weeks", weeks, 0.0, LONGEST_RUN, whole=True)
    others = (horizon, problem("start", start, 0.0, LONGEST_RUN if horizon else weeks, whole=True))
    solver = None if step is None else problem("step", step, 1.0, LONGEST_RUN, whole=True)
    refuse(*problems, *others, problem("chunk", chunk, 1.0, whole=True), solver)


def _dataset(flows: Floats, sizes: Floats | None, draws: range) -> xr.Dataset:
    """Flows (draws, weeks, 5) and sizes (draws, weeks, groups) with their names and units."""
    data = xr.Dataset(
        {name: (("draw", "week"), flows[:, :, at]) for at, name in enumerate(FLOWS)},
        coords={"draw": np.array(draws), "week": np.arange(flows.shape[1])},
    )
    if sizes is not None:
        data["size"] = (("draw", "week", "group"), sizes)
        data = data.assign_coords(group=network().names)
    for name, variable in data.data_vars.items():
        variable.attrs["units"] = "members/week" if str(name).endswith("per_week") else "members"
    data["week"].attrs["units"] = "weeks since 1 January 2012"
    return data
