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
from tregua.models.protocol import bound

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


def parameters() -> Parameters:
    """The model's published values."""
    return bound(Parameters, "everingham_rydell_1994")


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
    *,
    years: int = 20,
    initiation: ArrayLike | None = None,
    light: float | None = None,
    heavy: float | None = None,
    first_year: int = FIRST_YEAR,
    parameters: Parameters | None = None,
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
    p = bound(Parameters, "everingham_rydell_1994", parameters)
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
    return xr.Dataset(
        {
            "light": ("year", users[:, 0], {"units": "persons"}),
            "heavy": ("year", users[:, 1], {"units": "persons"}),
            "users": ("year", users.sum(axis=1), {"units": "persons"}),
            "initiation": ("year", starting, {"units": "persons/year"}),
            "consumption": ("year", users @ grams(p) / GRAMS_A_TONNE, {"units": "t/year"}),
        },
        {"year": first_year + np.arange(years + 1)},
        {"model": "everingham_rydell_1994", "source": "everingham_1994"},
    )


def pulse(year: ArrayLike, p: Parameters) -> Floats:
    """People who started in each year of the epidemic: our smooth history, fitted, not the paper's table.

    I(t) = e + (h − e) exp(−½ ((t − t₀)/w)²), with e = 0 before the top of the pulse
    """
    since = np.asarray(year, float) - p.pulse_year
    stays = np.where(since < 0, 0.0, p.pulse_plateau)
    return np.asarray(stays + (p.pulse_peak - stays) * np.exp(-0.5 * (since / p.pulse_width) ** 2))


def history(parameters: Parameters | None = None) -> xr.Dataset:
    """The epidemic from nobody to 2000, under our pulse of initiation."""
    p = bound(Parameters, "everingham_rydell_1994", parameters)
    year = np.arange(FIRST_YEAR_OF_HISTORY, 2001)
    return simulate(
        years=len(year) - 1, initiation=pulse(year, p), light=0, heavy=0, first_year=FIRST_YEAR_OF_HISTORY, parameters=p
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


def _in(variable: str, year: int, run: xr.Dataset) -> float:
    return float(run[variable].sel(year=year))


def _change(variable: str, run: xr.Dataset) -> float:
    """Growth from the first to the last year, as a share."""
    return float(run[variable][-1] / run[variable][0]) - 1


def _since_peak(variable: str) -> float:
    """Growth from the year of most users to 1992, as a share."""
    return _change(variable, history().sel(year=slice(_peak_year(), FIRST_YEAR)))


def _peak_year() -> int:
    return int(history().users.idxmax())


def _heavy_share() -> float:
    light, heavy = users_1992(parameters()) * grams(parameters())
    return float(heavy / (light + heavy))


QUANTITIES: Mapping[str, Callable[[], float]] = {
    "rate_light_quit": lambda: continuous_rate(parameters().a),
    "rate_escalation": lambda: continuous_rate(parameters().b),
    "rate_heavy_quit": lambda: continuous_rate(parameters().f + parameters().g),
    "consumption_1992": lambda: float(simulate().consumption[0]),
    "heavy_share_1992": _heavy_share,
    "grams_ratio": lambda: parameters().heavy_grams / parameters().light_grams,
    "half_life_consumption": lambda: half_life(grams(parameters()), parameters()),
    "half_life_consumption_years": lambda: half_life(grams(parameters()), parameters()),
    "half_life_users": lambda: half_life(EVERYONE, parameters()),
    "half_life_heavy": lambda: half_life(HEAVY, parameters()),
    "half_life_slowest": lambda: slowest_half_life(parameters()),
    "users_growth_at_1991_initiation": lambda: _change("users", simulate()),
    "consumption_growth_at_1991_initiation": lambda: _change("consumption", simulate()),
    "users_after_20_years": lambda: float(simulate().users[-1]),
    "users_limit": lambda: float(steady_users(parameters()).sum()),
    "consumption_limit": lambda: float(grams(parameters()) @ steady_users(parameters()) / GRAMS_A_TONNE),
    "break_even_initiation": lambda: break_even_initiation(parameters()),
    "users_peak": lambda: float(history().users.max()),
    "users_peak_year": lambda: float(_peak_year()),
    "users_1994": lambda: _in("users", 1994, history()),
    "heavy_1992": lambda: _in("heavy", 1992, history()),
    "light_1992": lambda: _in("light", 1992, history()),
    "consumption_1992_after_pulse": lambda: _in("consumption", 1992, history()),
    "light_change_after_peak": lambda: _since_peak("light"),
    "heavy_change_after_peak": lambda: _since_peak("heavy"),
    "consumption_change_1985_1992": lambda: _change("consumption", history().sel(year=slice(1985, 1992))),
}
