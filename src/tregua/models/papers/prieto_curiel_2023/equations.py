"""The equations of Prieto-Curiel, Campedelli & Hope (2023), compiled: sizes of armed groups and their weekly flows.

Arrests do not fall as the groups shrink, so their hazard η/ΣC has no bound and empties all groups at one same instant.
Sizes are therefore followed as C = A·B, where A holds what arrests leave and B everything else:

    dA/dt = −η / Σ_k B_k                     A = 1 at the start of every step, and the groups end where A = 0
    d ln B_i/dt = ρ − θ A Σ_j S_ij B_j − ω A B_i

Neither equation is singular there, no size can become negative, and the product obeys equation (1) exactly.
"""

from math import ceil, exp, log
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MEMBERS, DEATHS, DROPOUTS = range(3)
LONGEST = 13  # weeks between two points at most; the weeks between them are interpolated
TURN = 0.04  # the largest share of the members, or of a group between two points, that comes or goes in a step
NOTHING = -1e9  # logarithm of zero
BOUND = 1e100  # members: where growth without bound is given up


class Rates(NamedTuple):
    """Recruits per member [1/week], arrests [members/week], deaths and drop-outs per member² [1/(member week)]."""

    rho: float
    eta: float
    theta: float
    omega: float


class Hostility(NamedTuple):
    """Equation (2): S_ij = (R_ij + s)/(A_i + 1), S_ii = 0, few rivalries on a background that every pair shares.

    `rival` and `weight` hold the rivalries of group i from `first[i]` to `first[i + 1]`; `background` is s, which is 1
    in the paper; `exposure` is 1/(A_i + 1).
    """

    first: NDArray[np.int64]
    rival: NDArray[np.int64]
    weight: Floats
    background: float
    exposure: Floats


_compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})


@_compiled
def hostile(c: Floats, s: Hostility, met: Floats) -> float:
    """Hostile members that each group meets, Σ_j S_ij C_j, written to `met`; returns Σ C."""
    total = 0.0
    for i in range(len(c)):
        total += c[i]
    for i in range(len(c)):
        met[i] = s.background * (total - c[i])
    for i in range(len(c)):
        for k in range(s.first[i], s.first[i + 1]):
            met[i] += s.weight[k] * c[s.rival[k]]
    for i in range(len(c)):
        met[i] *= s.exposure[i]
    return total


@_compiled
def growth(a: float, b: Floats, r: Rates, s: Hostility, met: Floats, g: Floats) -> float:
    """Slopes d ln B_i/dt, written to `g`, and dA/dt."""
    total = hostile(b, s, met)
    for i in range(len(b)):
        g[i] = r.rho - a * (r.theta * met[i] + r.omega * b[i])
    return -r.eta / total


@_compiled
def advance(c: Floats, r: Rates, s: Hostility, h: float, met: Floats, k: Floats) -> None:
    """One classical Runge–Kutta step of `h` weeks for A and ln B; `k` is room for four slopes and a trial state."""
    n = len(c)
    k1, k2, k3, k4, b = k[0], k[1], k[2], k[3], k[4]
    a1 = growth(1.0, c, r, s, met, k1)
    for i in range(n):
        b[i] = c[i] * exp(0.5 * h * k1[i])
    a2 = growth(1.0 + 0.5 * h * a1, b, r, s, met, k2)
    for i in range(n):
        b[i] = c[i] * exp(0.5 * h * k2[i])
    a3 = growth(1.0 + 0.5 * h * a2, b, r, s, met, k3)
    for i in range(n):
        b[i] = c[i] * exp(h * k3[i])
    a4 = growth(1.0 + h * a3, b, r, s, met, k4)
    a = 1.0 + h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4)
    for i in range(n):
        c[i] = a * c[i] * exp(h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])) if a > 0.0 else 0.0


@_compiled
def look(c: Floats, r: Rates, s: Hostility, g: Floats, met: Floats, dmet: Floats, y: Floats, gy: Floats) -> float:
    """Totals `y`, and the logarithmic slopes of sizes (`g`) and totals (`gy`); returns the fastest rate of any group.

    Members ΣC, deaths θ C'SC and drop-outs ω ΣC² per week, each death counted once. Groups that have ended stay so.
    """
    total = hostile(c, s, met)
    y[:] = 0.0
    gy[:] = 0.0
    g[:] = 0.0
    if total == 0.0:
        return 0.0
    arrested = r.eta / total
    fastest = r.rho + arrested
    for i in range(len(c)):
        loss = r.theta * met[i] + r.omega * c[i]
        fastest = max(fastest, loss)
        g[i] = r.rho - arrested - loss
    y[MEMBERS] = total
    gy[MEMBERS] = hostile(c * g, s, dmet)
    for i in range(len(c)):
        y[DEATHS] += r.theta * c[i] * met[i]
        gy[DEATHS] += r.theta * c[i] * (g[i] * met[i] + dmet[i])
        y[DROPOUTS] += r.omega * c[i] * c[i]
        gy[DROPOUTS] += 2.0 * r.omega * c[i] * c[i] * g[i]
    for i in range(len(y)):
        if y[i] > 0.0:
            gy[i] /= y[i]
    return fastest


@_compiled
def logarithms(y: Floats, out: Floats) -> None:
    """Natural logarithms, a hugely negative number for what is not there."""
    for i in range(len(y)):
        out[i] = log(y[i]) if y[i] > 0.0 else NOTHING


@_compiled
def between(x: float, h: float, y0: Floats, dy0: Floats, y1: Floats, dy1: Floats, out: Floats) -> None:
    """Cubic Hermite interpolation at the fraction `x` of an interval of `h` weeks."""
    left, right = (1.0 + 2.0 * x) * (1.0 - x) ** 2, x * x * (3.0 - 2.0 * x)
    from_left, from_right = h * x * (1.0 - x) ** 2, h * x * x * (x - 1.0)
    for i in range(len(out)):
        out[i] = left * y0[i] + from_left * dy0[i] + right * y1[i] + from_right * dy1[i]


@_compiled
def follow(
    c: Floats,
    r: Rates,
    s: Hostility,
    first: int,
    last: int,
    longest: int,
    turn: float,
    totals: Floats,
    sizes: Floats,
) -> int:
    """Totals (weeks, 3) and sizes (weeks, groups) from week `first` to week `last`.

    The sizes `c` are those of the first week before, and of the last week after. An array `sizes` of no weeks is left
    alone. Returns the number of steps, or −1 where the groups outgrow every bound.
    """
    n, kept = len(c), len(sizes) > 0
    met, dmet, k = np.empty(n), np.empty(n), np.empty((5, n))
    c0, dc0, g = np.empty(n), np.empty(n), np.empty(n)
    ln_y0, ln_y, gy0, gy, y = np.empty(3), np.empty(3), np.empty(3), np.empty(3), np.empty(3)
    fastest = look(c, r, s, g, met, dmet, y, gy)
    totals[first] = y
    if kept:
        sizes[first] = c
    week, taken = first, 0
    while week < last:
        stride, turnover = min(longest, last - week), 0.0
        if fastest * stride > turn:
            stride = max(1, int(turn / fastest))
        if y[MEMBERS] > 0.0:
            turnover = r.rho + (y[DEATHS] + y[DROPOUTS]) / y[MEMBERS]
        steps = max(1, ceil(stride * turnover / turn))
        c0[:], dc0[:], gy0[:] = c, c * g, gy
        logarithms(y, ln_y0)
        for _ in range(steps):
            advance(c, r, s, stride / steps, met, k)
        fastest = look(c, r, s, g, met, dmet, y, gy)
        if not y[MEMBERS] < BOUND:
            return -1
        logarithms(y, ln_y)
        for w in range(1, stride):
            between(w / stride, stride, ln_y0, gy0, ln_y, gy, totals[week + w])
            for i in range(len(y)):
                totals[week + w, i] = exp(totals[week + w, i])
            if kept:
                between(w / stride, stride, c0, dc0, c, c * g, sizes[week + w])
        week += stride
        taken += steps
        totals[week] = y
        if kept:
            sizes[week] = c
    return taken


@njit(cache=True, nogil=True, error_model="numpy")
def deaths_by_euler(c: Floats, r: Rates, s: Hostility, deaths: Floats) -> None:
    """Deaths per week from the sizes `c` (overwritten) on, by Euler steps of a week: what the authors fit."""
    met = np.empty_like(c)
    for week in range(len(deaths)):
        total = hostile(c, s, met)
        deaths[week] = 0.0
        for i in range(len(c)):
            deaths[week] += r.theta * c[i] * met[i]
            c[i] += c[i] * (r.rho - r.eta / total - r.theta * met[i] - r.omega * c[i])
