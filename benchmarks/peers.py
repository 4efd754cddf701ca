"""A peer of the kernel: the same text as plain Python, integrated by SciPy."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from tregua.lab.bind import bound
from tregua.lab.layout import layout
from tregua.lab.model import lab
from tregua.lab.scenario import levers_before

Array = NDArray[np.float64]
MONTHS_PER_YEAR = 12
SHELVES = layout().shelves
BEFORE = levers_before(lab().world.first)


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
