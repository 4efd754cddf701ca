"""The optimal paths of `tragler_2001`, each followed back in time from where it ends: at a saddle, or at the floor."""

from dataclasses import dataclass
from functools import cache, cached_property
from math import inf, nan

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import OdeSolution, solve_ivp
from scipy.optimize import brentq

from tregua.models.papers.tragler_2001.equations import (
    Floats,
    Parameters,
    Policy,
    balanced,
    flow,
    holding,
    optimal_price,
    policy,
    uncontrolled,
)

FEWEST = 100.0  # users; no path to the saddle is followed below
LONGEST = 400.0  # years that a path is followed back
ROUNDING = 1e-5  # of users, relative: how far beyond its ends a path still counts
NEAR = 1e-6  # distance from the saddle, in logarithms, where its stable path begins


@dataclass(frozen=True)
class Steady:
    """A point where an optimal path may rest: users, their shadow cost, and how the flow around it moves."""

    users: float
    shadow: float
    jacobian: Floats

    @property
    def eigenvalues(self) -> NDArray[np.complex128]:
        """Rates a year around the point; they sum to r."""
        return np.linalg.eigvals(self.jacobian).astype(np.complex128)

    @property
    def is_saddle(self) -> bool:
        """Whether one path leads into it."""
        return bool(np.linalg.det(self.jacobian) < 0)


@cache
def steady_states(p: Parameters) -> list[Steady]:
    """All steady states of the optimal policy above `FEWEST` users, the fewest users first."""

    def drift(log_users: float) -> float:
        users = float(np.exp(log_users))
        return policy(users, holding(users, p), p).cost_change

    most = balanced(optimal_price(1.0, 0.0, p), p)  # of a policy that minds today's harm only
    grid = np.linspace(np.log(FEWEST), np.log(most) - NEAR, 100)
    signs = np.sign([drift(one) for one in grid])
    roots = [brentq(drift, grid[i], grid[i + 1], xtol=1e-13) for i in np.flatnonzero(signs[1:] != signs[:-1])]
    return [_steady(float(np.exp(root)), p) for root in roots]


def _steady(users: float, p: Parameters) -> Steady:
    shadow, h = holding(users, p), 1e-5
    point = np.log([users, shadow])
    columns = [(flow(point + step, p) - flow(point - step, p)) / (2 * h) for step in h * np.eye(2)]
    return Steady(users, shadow, np.array(columns).T)


@dataclass(frozen=True)
class Path:
    """An optimal path, by the years left until it ends.

    Attributes
    ----------
    solution : log A and log λ as functions of the years left
    years : how many are left at its far end, where it would turn back
    parameters : of the epidemic that it is optimal for
    """

    solution: OdeSolution
    years: float
    parameters: Parameters

    @cached_property
    def ends(self) -> tuple[float, float]:
        """Fewest and most users on it."""
        low, high = sorted(float(np.exp(self.solution(at)[0])) for at in (0.0, self.years))
        return low, high

    def passes(self, users: float) -> bool:
        """Whether it leads through `users`."""
        low, high = self.ends
        return low * (1 - ROUNDING) <= users <= high * (1 + ROUNDING)

    def left(self, users: float) -> float:
        """Years left at `users`.

        Raises
        ------
        ValueError
            When it does not lead through `users`.
        """
        if not self.passes(users):
            raise ValueError(f"the path leads from {self.ends[0]:g} to {self.ends[1]:g} users, not through {users:g}")
        inside = float(np.log(np.clip(users, *self.ends)))
        return float(brentq(lambda years: self.solution(years)[0] - inside, 0, self.years, xtol=1e-12))

    def at(self, left: float) -> tuple[float, Policy]:
        """Users and the optimal policy when so many years are left; 0 after its end."""
        users, shadow = np.exp(self.solution(max(left, 0.0))).tolist()
        return users, policy(users, shadow, self.parameters)

    def value(self, users: float) -> float:
        """Discounted cost of following it from `users` on, thousand $."""
        return self.at(self.left(users))[1].value


def _back(end: Floats, falling: bool, p: Parameters) -> Path:
    """Follow a path back in time from `end` until it turns, leaves the range of users, or is `LONGEST` long."""

    def turns(_: float, state: Floats) -> float:
        return float(flow(state, p)[0])

    def leaves(_: float, state: Floats) -> float:
        return float((np.log(uncontrolled(p)) - state[0]) * (state[0] - np.log(FEWEST)))

    turns.terminal, leaves.terminal = True, True  # type: ignore[attr-defined]
    turns.direction, leaves.direction = (1 if falling else -1), -1  # type: ignore[attr-defined]
    run = solve_ivp(
        lambda _, state: -flow(state, p),
        (0, LONGEST),
        end,
        method="DOP853",
        dense_output=True,
        events=[turns, leaves],
        rtol=1e-10,
        atol=1e-12,
    )
    return Path(run.sol, float(run.t[-1]), p)


def saddle(p: Parameters) -> Steady:
    """Where a moderated epidemic comes to rest.

    Raises
    ------
    ValueError
        When no path leads into any steady state.
    """
    found = [one for one in steady_states(p) if one.is_saddle]
    if not found:
        raise ValueError("no optimal path leads into a steady state")
    return found[-1]


def focus(p: Parameters) -> tuple[float, complex]:
    """Users of the steady state that paths turn around, and its rate a year; nan where there is none."""
    for one in steady_states(p):
        if not one.is_saddle:
            return one.users, complex(max(one.eigenvalues, key=lambda rate: rate.imag))
    return nan, complex(nan, nan)


@cache
def moderating(p: Parameters) -> tuple[Path, Path]:
    """The two optimal paths into the saddle, from fewer and from more users."""
    rest = saddle(p)
    rates, directions = np.linalg.eig(rest.jacobian)
    stable = directions[:, int(np.argmin(rates.real))].real
    stable *= np.sign(stable[0])
    end = np.log([rest.users, rest.shadow])
    return _back(end - NEAR * stable, False, p), _back(end + NEAR * stable, True, p)


@cache
def cutting_short(floor: float, p: Parameters) -> Path | None:
    """The optimal path down to `floor` users, where they are held from then on.

    None where no optimal path ends there: it is then cheaper to let users rise than to hold them.
    """
    shadow = holding(floor, p)
    if policy(floor, shadow, p).cost_change >= 0:
        return None
    return _back(np.log([floor, shadow]), True, p)


def moderated_from(users: float, p: Parameters) -> Path:
    """The path into the saddle on the side of `users`."""
    below, above = moderating(p)
    return below if users <= below.ends[1] else above


def threshold(floor: float, p: Parameters) -> float:
    """Users from which on it is cheaper to moderate the epidemic than to cut it short.

    Both paths are optimal there (a DNSS point, after Dechert, Nishimura, Sethi and Skiba).

    Returns
    -------
    0 where cutting short is never cheaper, infinity where it always is
    """
    cut = cutting_short(floor, p)
    if cut is None:
        return 0.0
    low, high = max(floor, moderating(p)[0].ends[0]), cut.ends[1]

    def dearer(log_users: float) -> float:
        return extra_cost(float(np.exp(log_users)), floor, p)

    if dearer(np.log(low)) >= 0:
        return 0.0
    if dearer(np.log(high)) <= 0:
        return inf
    return float(np.exp(brentq(dearer, np.log(low), np.log(high), xtol=1e-10)))


def extra_cost(users: float, floor: float, p: Parameters) -> float:
    """What cutting short from `users` costs more than moderating, thousand $.

    A way that no optimal path takes from `users` costs infinitely much.
    """
    ways = (cutting_short(floor, p), moderated_from(users, p))
    short, moderate = (path.value(users) if path and path.passes(users) else inf for path in ways)
    return short - moderate
