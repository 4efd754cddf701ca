"""How Prieto-Curiel, Campedelli & Hope (2023) fit their model, and what other sizes fit as well.

The weekly deaths of the model, by Euler steps of a week, are fitted to a share of homicides and missing persons: annual
numbers at the start of their years, a natural cubic spline between them and its tangent after the last, 520 points of
2012–2022. Arrests have no weight in the authors' fit, so η is not estimated; here it is given, with the initial size,
and ρ, θ and ω are fitted.
"""

from dataclasses import replace
from functools import cache

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.optimize import least_squares

from tregua.models.papers.prieto_curiel_2023.equations import Floats, deaths_by_euler
from tregua.models.papers.prieto_curiel_2023.groups import DECADE, Parameters, initial_sizes, rates
from tregua.models.papers.prieto_curiel_2023.network import killed_or_missing, network


def deaths_observed(p: Parameters) -> Floats:
    """Members killed per week, shape (520): the casualty share of all homicides and missing persons."""
    years, people = killed_or_missing()
    spline = CubicSpline(years, people / p.weeks_per_year, bc_type="natural")
    time = np.linspace(years[0], years[-1] + 1, DECADE)
    within = np.minimum(time, years[-1])
    return p.casualty_share * np.asarray(spline(within) + (time - within) * spline(within, 1))


def misfit(p: Parameters) -> Floats:
    """Deaths per week, model minus observed, shape (520)."""
    deaths, s = np.empty(DECADE), network().hostility()
    deaths_by_euler(initial_sizes(p, len(s.exposure)), rates(p), s, deaths)
    return deaths - deaths_observed(p)


def objective(p: Parameters) -> float:
    """What the authors minimise: the sum of squares of the misfit."""
    return float((misfit(p) ** 2).sum())


@cache
def refit(p: Parameters, start: Parameters) -> Parameters:
    """The ρ, θ and ω that fit deaths best at the initial size, arrests and casualty share of `p`.

    The search begins where those of `start` give the same deaths at other sizes and ends in the nearest minimum; for
    small sizes another one, of six times the saturation or more, is slightly lower.
    """
    k = p.c0 / start.c0
    theta = start.theta * p.casualty_share / start.casualty_share / k**2
    first = np.log([start.rho, theta, start.omega / k])

    def moved(logarithms: Floats) -> Parameters:
        rho, theta, omega = np.exp(logarithms).tolist()
        return replace(p, rho=rho, theta=theta, omega=omega)

    exact = {"xtol": 1e-15, "ftol": 1e-15, "gtol": 1e-15}
    return moved(least_squares(lambda x: misfit(moved(x)), first, jac="3-point", **exact).x)
