"""Light and heavy cocaine users in the United States, a two-state Markov model (Everingham & Rydell 1994, RAND MR-332).

L(t+1) = (1 − a − b) L(t) + f H(t) + I(t)
H(t+1) = b L(t) + (1 − f − g) H(t)
C(t) = c_L L(t) + c_H H(t)

L light users, H heavy users (weekly, or several times a month), I people who start, C grams of pure cocaine a year.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import expm, logm
from scipy.optimize import brentq

from tregua.models.arguments import problem, refuse, several
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
FIRST_YEAR = 1992  # of a projection
FIRST_YEAR_OF_HISTORY = 1960  # when nobody used cocaine, in round numbers
GRAMS_A_TONNE = 1e6
EVERYONE, HEAVY = np.array([1.0, 1.0]), np.array([0.0, 1.0])  # who is counted, of light and heavy users


@dataclass(frozen=True)
class Parameters:
    """Flows between the states of use, grams a user, and where the model starts.

    Attributes
    ----------
    a, b, f, g : light to out, light to heavy, heavy to light, heavy to out, share of a year's users
    light_grams, heavy_grams : c_L, c_H, grams of pure cocaine a user and year
    light_1992, heavy_1992 : users at the start of a projection
    initiation_1991 : people who started in 1991
    pulse_peak, pulse_year, pulse_width, pulse_plateau : people a year at the top of the history of initiation, when
        that was, how many years it rose and fell, and where it stayed
    """

    a: float
    b: float
    f: float
    g: float
    light_grams: float
    heavy_grams: float
    light_1992: float
    heavy_1992: float
    initiation_1991: float
    pulse_peak: float
    pulse_year: float
    pulse_width: float
    pulse_plateau: float


def flows(p: Parameters) -> Floats:
    """What a year does to light and heavy users, as a matrix, shape (2, 2)."""
    return np.array([[1 - p.a - p.b, p.f], [p.b, 1 - p.f - p.g]])


def grams(p: Parameters) -> Floats:
    """Grams a year of a light and of a heavy user, shape (2,)."""
    return np.array([p.light_grams, p.heavy_grams])


def users_1992(p: Parameters) -> Floats:
    """Light and heavy users at the start of a projection, shape (2,)."""
    return np.array([p.light_1992, p.heavy_1992])


def continuous_rate(share: float) -> float:
    """The rate a year that takes away `share` of a group in one year, −ln(1 − share)."""
    return float(-np.log1p(-share))


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    years: int = 20,
    initiation: ArrayLike | None = None,
    light: float | None = None,
    heavy: float | None = None,
    first_year: int = FIRST_YEAR,
) -> xr.Dataset:
    """Project light and heavy users year by year.

    Parameters
    ----------
    years : how many years after the first
    initiation : people who start each year, one number or one a year (years + 1); that of 1991 if not given
    light, heavy : users in the first year; those of 1992 if not given

    Returns
    -------
    dataset over `year` (years + 1): light, heavy and all users, initiation, consumption in tonnes of pure cocaine

    Raises
    ------
    InputError
        With each argument that is out of its range.
    """
    p = bound(Parameters, parameters)
    light_1992, heavy_1992 = users_1992(p).tolist()
    initiation = p.initiation_1991 if initiation is None else initiation
    light, heavy = light_1992 if light is None else light, heavy_1992 if heavy is None else heavy
    refuse(
        problem("years", years, 0, whole=True),
        several("initiation", initiation, 0),
        problem("light", light, 0),
        problem("heavy", heavy, 0),
        problem("first_year", first_year, whole=True),
    )
    starting = np.broadcast_to(np.asarray(initiation, float), years + 1)
    state = np.array([light, heavy], float)
    states = [state]
    for newcomers in starting[:-1]:
        state = flows(p) @ state + np.array([newcomers, 0.0])
        states.append(state)
    users = np.array(states)
    run = xr.Dataset(
        {
            "light": ("year", users[:, 0], {"units": "persons"}),
            "heavy": ("year", users[:, 1], {"units": "persons"}),
            "users": ("year", users.sum(axis=1), {"units": "persons"}),
            "initiation": ("year", starting, {"units": "persons/year"}),
            "consumption": ("year", users @ grams(p) / GRAMS_A_TONNE, {"units": "t/year"}),
        },
        {"year": first_year + np.arange(years + 1)},
    )
    return recorded(run, p, seed, source="everingham_1994")


def pulse(year: ArrayLike, p: Parameters) -> Floats:
    """People who started in each year of the epidemic: our smooth history, fitted, not the paper's table.

    I(t) = e + (h − e) exp(−½ ((t − t₀)/w)²), with e = 0 before the top of the pulse
    """
    since = np.asarray(year, float) - p.pulse_year
    stays = np.where(since < 0, 0.0, p.pulse_plateau)
    return np.asarray(stays + (p.pulse_peak - stays) * np.exp(-0.5 * (since / p.pulse_width) ** 2))


def history(parameters: Parameters | None = None) -> xr.Dataset:
    """The epidemic from nobody to 2000, under our pulse of initiation."""
    p = bound(Parameters, parameters)
    year = np.arange(FIRST_YEAR_OF_HISTORY, 2001)
    return simulate(
        p, years=len(year) - 1, initiation=pulse(year, p), light=0, heavy=0, first_year=FIRST_YEAR_OF_HISTORY
    )


def half_life(weights: Floats, p: Parameters) -> float:
    """Years until the users of 1992, counted by `weights` of light and heavy, are half as many when nobody starts.

    Between year ends the flows run at the rates ln M, which give the annual map M at each year end.
    """
    rates, start = logm(flows(p)), users_1992(p)
    return float(brentq(lambda t: weights @ expm(rates * t) @ start - 0.5 * (weights @ start), 0, 100))


def slowest_half_life(p: Parameters) -> float:
    """Years in which the slower of the two modes of the flows halves."""
    return float(np.log(0.5) / np.log(np.linalg.eigvals(flows(p)).real.max()))


def steady_users(p: Parameters) -> Floats:
    """Light and heavy users when initiation stays as in 1991 for ever, shape (2,)."""
    return np.asarray(np.linalg.solve(np.eye(2) - flows(p), [p.initiation_1991, 0.0]))


def break_even_initiation(p: Parameters) -> float:
    """People a year who replace those who stop using in 1992, a L + g H."""
    return p.a * p.light_1992 + p.g * p.heavy_1992


def heavy_share(p: Parameters) -> float:
    """What heavy users use of the consumption of 1992."""
    light, heavy = users_1992(p) * grams(p)
    return float(heavy / (light + heavy))


def _of(quantity: Callable[[Parameters], float]) -> Quantity:
    """A quantity of the parameters alone."""
    return lambda run: quantity(given(run, Parameters))


def _change(path: xr.DataArray, first: int, last: int) -> float:
    """Growth from one year to another, as a share."""
    return float(path.sel(year=last) / path.sel(year=first)) - 1


def _past(run: xr.Dataset) -> xr.Dataset:
    """The epidemic to 2000, at the parameters of a projection."""
    return history(given(run, Parameters))


def _peak_year(run: xr.Dataset) -> int:
    return int(_past(run).users.idxmax())


QUANTITIES: Mapping[str, Quantity] = {
    "rate_light_quit": _of(lambda p: continuous_rate(p.a)),
    "rate_escalation": _of(lambda p: continuous_rate(p.b)),
    "rate_heavy_quit": _of(lambda p: continuous_rate(p.f + p.g)),
    "consumption_1992": lambda run: run.consumption.sel(year=1992),
    "heavy_share_1992": _of(heavy_share),
    "grams_ratio": _of(lambda p: p.heavy_grams / p.light_grams),
    "half_life_consumption": _of(lambda p: half_life(grams(p), p)),
    "half_life_consumption_years": _of(lambda p: half_life(grams(p), p)),
    "half_life_users": _of(lambda p: half_life(EVERYONE, p)),
    "half_life_heavy": _of(lambda p: half_life(HEAVY, p)),
    "half_life_slowest": _of(slowest_half_life),
    "users_growth_at_1991_initiation": lambda run: _change(run.users, 1992, 2012),
    "consumption_growth_at_1991_initiation": lambda run: _change(run.consumption, 1992, 2012),
    "users_after_20_years": lambda run: run.users.sel(year=2012),
    "users_limit": _of(lambda p: float(steady_users(p).sum())),
    "consumption_limit": _of(lambda p: float(grams(p) @ steady_users(p) / GRAMS_A_TONNE)),
    "break_even_initiation": _of(break_even_initiation),
    "users_peak": lambda run: _past(run).users.max(),
    "users_peak_year": _peak_year,
    "users_1994": lambda run: _past(run).users.sel(year=1994),
    "heavy_1992": lambda run: _past(run).heavy.sel(year=1992),
    "light_1992": lambda run: _past(run).light.sel(year=1992),
    "consumption_1992_after_pulse": lambda run: _past(run).consumption.sel(year=1992),
    "light_change_after_peak": lambda run: _change(_past(run).light, _peak_year(run), 1992),
    "heavy_change_after_peak": lambda run: _change(_past(run).heavy, _peak_year(run), 1992),
    "consumption_change_1985_1992": lambda run: _change(_past(run).consumption, 1985, 1992),
}
