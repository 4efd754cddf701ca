"""Light users, heavy users and the memory of past heavy use (Behrens, Caulkins, Tragler and others: LH and LHY).

L' = I − (a + b) L                                      light users
H' = b L − g H                                          heavy users
LH:   I = τ + s L exp(−q_H H/L)                         heavy users warn those who would start
LHY:  I = τ + max(s_min, s exp(−q Y/L)) L,  Y' = H − δ Y  so does the memory Y of past heavy use

The rate g holds both flows of `everingham_rydell_1994` out of heavy use. The optimal prevention and treatment that the
authors compute on LH are left out: none of their numbers was read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal, get_args

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from scipy.integrate import simpson

from tregua.models.arguments import choice, problem, refuse
from tregua.models.papers.everingham_rydell_1994 import model as markov
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
Variant = Literal["LHY", "LH"]
FIRST_YEAR = 1970
STEPS_A_YEAR = 12
_KILOGRAM = 1e3  # grams


@dataclass(frozen=True)
class Parameters:
    """Rates of both variants, the state of 1970, and how later consumption is counted.

    Attributes
    ----------
    tau : τ, people a year who start on their own
    s, q, s_min : contagion by light users [1/year], deterrence by memory [1/year], floor of contagion [1/year]
    q_heavy : q_H, deterrence by heavy users, of LH
    a, b, g : light to out, light to heavy, heavy to out [1/year]
    delta : δ, forgetting [1/year]
    light_1970, heavy_1970, memory_1970 : L, H [persons], Y [person-years]
    discount_rate, horizon : of later consumption [1/year], [years]
    """

    tau: float
    s: float
    q: float
    s_min: float
    q_heavy: float
    a: float
    b: float
    g: float
    delta: float
    light_1970: float
    heavy_1970: float
    memory_1970: float
    discount_rate: float
    horizon: float


def contagion(state: Floats, p: Parameters, variant: Variant) -> Floats:
    """People a year whom a light user brings to start, at (L, H, Y)."""
    light, heavy, memory = state
    if variant == "LH":
        return np.asarray(p.s * np.exp(-p.q_heavy * heavy / light))
    return np.asarray(np.maximum(p.s_min, p.s * np.exp(-p.q * memory / light)))


def change(state: Floats, p: Parameters, variant: Variant) -> Floats:
    """Time derivative of (L, H, Y), shape of `state`, (3,) or (3, times)."""
    light, heavy, memory = state
    initiation = p.tau + contagion(state, p, variant) * light
    return np.array([initiation - (p.a + p.b) * light, p.b * light - p.g * heavy, heavy - p.delta * memory])


def runge_kutta(state: Floats, steps: int, step: float, p: Parameters, variant: Variant) -> Floats:
    """(L, H, Y) at the start and after each of `steps` steps of `step` years, classical fourth order, shape (…, 3)."""
    states = [state]
    for _ in range(steps):
        k1 = change(state, p, variant)
        k2 = change(state + step / 2 * k1, p, variant)
        k3 = change(state + step / 2 * k2, p, variant)
        k4 = change(state + step * k3, p, variant)
        state = state + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        states.append(state)
    return np.array(states)


def state_1970(p: Parameters) -> Floats:
    """(L, H, Y) at the start."""
    return np.array([p.light_1970, p.heavy_1970, p.memory_1970])


def grams() -> Floats:
    """Grams a year of a light user, of a heavy user, and of memory, shape (3,)."""
    return np.append(markov.grams(bound(markov.Parameters)), 0.0)


def simulate(
    parameters: Parameters | None = None, *, seed: int = 0, variant: Variant = "LHY", years: int = 50
) -> xr.Dataset:
    """Follow the epidemic month by month from 1970.

    Returns
    -------
    dataset over `time` (years · 12 + 1), in years: users, memory, initiation, consumption in tonnes of pure cocaine

    Raises
    ------
    InputError
        With each argument that is out of its range.
    """
    p = bound(Parameters, parameters)
    refuse(choice("variant", variant, get_args(Variant)), problem("years", years, 0, whole=True))
    states = runge_kutta(state_1970(p), years * STEPS_A_YEAR, 1 / STEPS_A_YEAR, p, variant)
    light, heavy, memory = states.T
    initiation = p.tau + contagion(states.T, p, variant) * light
    run = xr.Dataset(
        {
            "light": ("time", light, {"units": "persons"}),
            "heavy": ("time", heavy, {"units": "persons"}),
            "users": ("time", light + heavy, {"units": "persons"}),
            "memory": ("time", memory, {"units": "person-years"}),
            "initiation": ("time", initiation, {"units": "persons/year"}),
            "consumption": ("time", states @ grams() / markov.GRAMS_A_TONNE, {"units": "t/year"}),
        },
        {"time": ("time", FIRST_YEAR + np.arange(len(states)) / STEPS_A_YEAR, {"units": "calendar_year"})},
    )
    return recorded(run, p, seed, source="behrens_1999, openeering_lhy", variant=variant)


def steady_state(p: Parameters, variant: Variant) -> Floats:
    """(L, H, Y) that does not change: H = b L/g, Y = H/δ, L = τ/(a + b − contagion at these shares)."""
    shares = np.array([1.0, p.b / p.g, p.b / p.g / p.delta])
    return shares * (p.tau / (p.a + p.b - float(contagion(shares, p, variant))))


def eigenvalues_lh(p: Parameters) -> NDArray[np.complex128]:
    """Of the linearised LH model at its steady state [1/year], that with the larger imaginary part first."""
    share = p.b / p.g
    brought = float(contagion(np.array([1.0, share, 0.0]), p, "LH"))
    jacobian = [[brought * (1 + p.q_heavy * share) - p.a - p.b, -p.q_heavy * brought], [p.b, -p.g]]
    values = np.linalg.eigvals(np.array(jacobian, complex))
    return np.asarray(values[np.argsort(-values.imag)])


def later_consumption(state: Floats, p: Parameters, variant: Variant = "LHY") -> float:
    """Grams used over the horizon after `state`, discounted continuously."""
    steps = int(p.horizon) * STEPS_A_YEAR
    used = runge_kutta(state, steps, 1 / STEPS_A_YEAR, p, variant) @ grams()
    weights = np.exp(-p.discount_rate * np.arange(steps + 1) / STEPS_A_YEAR)
    return float(simpson(used * weights, dx=1 / STEPS_A_YEAR))


@cache
def kilograms_from(person: Literal["light", "heavy"], year: int, p: Parameters) -> float:
    """Kilograms by which later consumption changes when one user is taken away in `year`."""
    before = runge_kutta(state_1970(p), (year - FIRST_YEAR) * STEPS_A_YEAR, 1 / STEPS_A_YEAR, p, "LHY")[-1]
    gone = np.array([person == "light", person == "heavy", False], float)
    return (later_consumption(before - gone, p) - later_consumption(before, p)) / _KILOGRAM


def _of(quantity: Callable[[Parameters], float]) -> Quantity:
    """A quantity of the parameters alone."""
    return lambda run: quantity(given(run, Parameters))


def _peak_time(path: xr.DataArray) -> float:
    return float(path.idxmax())


def _change(path: xr.DataArray, first: int, last: int) -> float:
    """Growth from one year to another, as a share."""
    return float(path.sel(time=last) / path.sel(time=first)) - 1


def _kilograms(person: Literal["light", "heavy"], year: int) -> Quantity:
    return _of(partial(kilograms_from, person, year))


def _steady(variant: Variant, at: int) -> Quantity:
    return _of(lambda p: float(steady_state(p, variant)[at]))


QUANTITIES: Mapping[str, Quantity] = {
    "users_peak": lambda run: run.users.max(),
    "users_peak_year": lambda run: _peak_time(run.users),
    "users_peak_number": lambda run: run.users.max(),
    "users_peak_month": lambda run: _peak_time(run.users),
    "users_1992": lambda run: run.users.sel(time=1992),
    "users_1994": lambda run: run.users.sel(time=1994),
    "users_1992_number": lambda run: run.users.sel(time=1992),
    "users_1994_number": lambda run: run.users.sel(time=1994),
    "heavy_1992": lambda run: run.heavy.sel(time=1992),
    "heavy_peak": lambda run: run.heavy.max(),
    "heavy_peak_month": lambda run: _peak_time(run.heavy),
    "consumption_1992": lambda run: run.consumption.sel(time=1992),
    "consumption_peak_number": lambda run: run.consumption.max(),
    "consumption_peak_month": lambda run: _peak_time(run.consumption),
    "consumption_1992_number": lambda run: run.consumption.sel(time=1992),
    "consumption_change_1985_1992": lambda run: _change(run.consumption, 1985, 1992),
    "heavy_removed_early": _kilograms("heavy", 1972),
    "heavy_removed_late": _kilograms("heavy", 1985),
    "heavy_removed_1972": _kilograms("heavy", 1972),
    "heavy_removed_1980": _kilograms("heavy", 1980),
    "heavy_removed_1985": _kilograms("heavy", 1985),
    "light_averted_early_to_late": _of(lambda p: kilograms_from("light", 1972, p) / kilograms_from("light", 1990, p)),
    "light_averted_1972": _kilograms("light", 1972),
    "light_averted_1990": _kilograms("light", 1990),
    "lhy_steady_light": _steady("LHY", 0),
    "lhy_steady_heavy": _steady("LHY", 1),
    "lhy_steady_memory": _steady("LHY", 2),
    "lh_steady_light": _steady("LH", 0),
    "lh_steady_heavy": _steady("LH", 1),
    "lh_damping": _of(lambda p: float(eigenvalues_lh(p)[0].real)),
    "lh_turning": _of(lambda p: float(eigenvalues_lh(p)[0].imag)),
    "lh_growth_less_deterred": _of(lambda p: float(eigenvalues_lh(replace(p, q_heavy=5.0))[0].real)),
}
