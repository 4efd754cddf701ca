"""Deterrence that feeds on itself: violations, arrests and what people believe (Bekar, Carlaw & Eaton 2022).

g ~ N(ḡ, σ)                                     gain of each of N people, drawn anew each round
q = (α + Σ a) / (α + β + Σ v)                   believed chance of arrest, from the last two rounds
violate iff g ≥ q F
a ~ binomial(v, γ min(1, R/v))                  arrests
cost = ρ R + (λ − 1) Σ g of those who violate

A crackdown policy uses R_good after a round with fewer violations than the edge, R_bad after any other.

No dice are thrown. Given the violations, arrests depend on nothing earlier, so (v, a, v′) of the last two rounds, with
the last arrests still to come, is a Markov chain; its stationary distribution is computed. Chances below `DROPPED` are
dropped, which moves a cost by less than 0.005.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import xarray as xr
from numba import njit
from numpy.typing import NDArray
from scipy.special import gammaln, ndtr, xlogy

from tregua.catalogue.errors import InputError, Problem
from tregua.models.arguments import check
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
DROPPED = 1e-11  # chances below this are dropped at each step
SETTLED = 1e-7  # the distribution stands when a step moves less of it than this
MOST_STEPS = 2000
KEPT = 0.2  # of the distribution before a step, so that rounds that alternate between good and bad settle too
GROUPS = 5  # of numbers of violations, whose long-run shares are set at each step
BAD = 50  # violations from which on a round counts as bad in the paper's account of passive policies


@dataclass(frozen=True)
class Parameters:
    """People, beliefs, arrests and costs.

    Attributes
    ----------
    people : N, who may violate in each round
    gain_mean, gain_sd : ḡ and σ of what a violation brings
    sanction : F, cost of an arrest to whom it hits
    alpha, beta : α, β, arrests and escapes that people start from
    arrest_chance : γ, chance that a violation looked into ends in an arrest
    resource_cost : ρ, cost of a unit of enforcement
    harm : λ, harm to all for a unit of gain
    """

    people: float
    gain_mean: float
    gain_sd: float
    sanction: float
    alpha: float
    beta: float
    arrest_chance: float
    resource_cost: float
    harm: float


@dataclass(frozen=True)
class Policy:
    """Resources after a good and after a bad round; `edge` is the fewest violations of a bad one.

    A passive policy has `good` = `bad`.
    """

    good: float
    bad: float
    edge: float = BAD

    def resources(self, violations: NDArray[np.int64]) -> Floats:
        """R after a round with so many violations."""
        return np.where(violations < self.edge, float(self.good), float(self.bad))


def binomial(count: NDArray[np.int64], of: NDArray[np.int64], chance: Floats) -> Floats:
    """Chance of `count` successes among `of`, each with `chance`; 0 where there are more than can be."""
    rest = np.maximum(of - count, 0)
    ways = gammaln(of + 1) - gammaln(count + 1) - gammaln(rest + 1)
    return np.where(count <= of, np.exp(ways + xlogy(count, chance) + xlogy(rest, 1 - chance)), 0.0)


def believed(p: Parameters) -> Floats:
    """Chance of arrest q after Σ v violations and Σ a arrests in two rounds, at most 1; shape (2N + 1, 2N + 1)."""
    total = np.arange(2 * int(p.people) + 1)
    return np.minimum((p.alpha + total) / (p.alpha + p.beta + total[:, None]), 1.0)


@lru_cache(maxsize=1)
def violations(p: Parameters) -> Floats:
    """Chance of each number of violations after Σ v and Σ a, shape (2N + 1, 2N + 1, N + 1)."""
    number = np.arange(int(p.people) + 1)
    tempted = ndtr((p.gain_mean - believed(p) * p.sanction) / p.gain_sd)
    return binomial(number, number[-1:], tempted[..., None])


def expected_gain(p: Parameters) -> Floats:
    """E Σ g of those who violate, N (ḡ Φ(−x) + σ φ(x)) with x = (q F − ḡ)/σ, after Σ v and Σ a; (2N + 1, 2N + 1)."""
    x = (believed(p) * p.sanction - p.gain_mean) / p.gain_sd
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(int(p.people) * (p.gain_mean * ndtr(-x) + p.gain_sd * density))


def arrests(policy: Policy, p: Parameters) -> Floats:
    """Chance of each number of arrests after v violations in a round and v′ in the next; (v, v′, a′)."""
    number = np.arange(int(p.people) + 1)
    looked_into = np.minimum(1.0, policy.resources(number)[:, None] / np.maximum(number, 1))
    return binomial(number, number[:, None], (p.arrest_chance * looked_into)[..., None])


@njit(cache=True, fastmath=True)
def _next_round(state: Floats, arrest: Floats, violate: Floats, dropped: float) -> Floats:
    """From the distribution of (v, a, v′) to that of (v′, a′, v″): the last arrests are made, then people decide."""
    after = np.zeros_like(state)
    people = state.shape[0]
    for now in range(people):
        for before in range(people):
            for caught in range(before + 1):
                if state[before, caught, now] < dropped:
                    continue
                for more in range(now + 1):
                    chance = state[before, caught, now] * arrest[before, now, more]
                    if chance < dropped:
                        continue
                    for then in range(people):
                        after[now, more, then] += chance * violate[before + now, caught + more, then]
    return after


@njit(cache=True)
def _expected(state: Floats, arrest: Floats, value: Floats) -> float:
    """Expectation of a `value` of Σ v and Σ a over the distribution of (v, a, v′)."""
    total = 0.0
    people = state.shape[0]
    for now in range(people):
        for before in range(people):
            for caught in range(before + 1):
                for more in range(now + 1):
                    chance = state[before, caught, now] * arrest[before, now, more]
                    total += chance * value[before + now, caught + more]
    return total


def rest(flow: Floats) -> Floats:
    """The stationary distribution of a chain whose stream from state to state is `flow`, however it was started."""
    streams = flow.sum(axis=1, keepdims=True)
    states = len(flow)
    chance = np.where(streams > 0, flow / np.where(streams > 0, streams, 1.0), 1 / states)
    share = np.linalg.solve((np.eye(states) - chance + 1.0).T, np.ones(states))
    return np.asarray(np.maximum(share, 0.0) / np.maximum(share, 0.0).sum())


def stationary(policy: Policy, p: Parameters) -> Floats:
    """Long-run distribution of (v, a, v′) of two rounds in a row, shape (N + 1, N + 1, N + 1).

    Each step is a round, after which groups of numbers of violations are given the long-run shares that the stream
    between them implies: good and bad spells may last for thousands of rounds, which no start forgets by itself.
    """
    arrest, violate = arrests(policy, p), violations(p)
    number = np.arange(len(arrest))
    group = number * GROUPS // len(number)
    member = np.eye(GROUPS)[group]
    state = arrest[number, number][:, :, None] * np.eye(len(number))[:, None, :] / len(number)
    for _ in range(MOST_STEPS):
        after = _next_round(state, arrest, violate, DROPPED)
        stream = member.T @ after.sum(axis=1) @ member
        shares = stream.sum(axis=0)
        after *= (rest(stream) / np.where(shares > 0, shares, 1.0))[group]
        moved = np.abs(after - state).sum()
        state = KEPT * state + (1 - KEPT) * after
        if moved < SETTLED:
            return state
    raise InputError(Problem("not_settled", "", {"field": "resources", "found": MOST_STEPS}))


@cache
def long_run(policy: Policy, p: Parameters) -> xr.Dataset:
    """What `simulate` gives, without what it was made from."""
    state = stationary(policy, p)
    number = np.arange(len(state))
    pairs = state.sum(axis=1)  # (v, v′)
    share = pairs.sum(axis=1)
    used = float(share @ policy.resources(number))
    gain = _expected(state, arrests(policy, p), expected_gain(p))
    mean = float(share @ number)
    after = pairs @ number / np.where(share > 0, share, 1.0)
    return xr.Dataset(
        {
            "share": ("violations", share, {"units": "share"}),
            "next_violations": ("violations", after, {"units": "violations/round"}),
            "mean_violations": ((), mean, {"units": "violations/round"}),
            "resources": ((), used, {"units": "R"}),
            "gain": ((), gain, {"units": "gain/round"}),
            "cost": ((), p.resource_cost * used + (p.harm - 1) * gain, {"units": "cost/round"}),
            "reserve": ((), max(0.0, 1 - mean / used) if used else 0.0, {"units": "share"}),
        },
        {"violations": number},
    )


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    resources: float = 44,
    crackdown: float | None = None,
    edge: float = BAD,
) -> xr.Dataset:
    """The long run of a policy, computed without dice.

    Parameters
    ----------
    resources : R after a good round; in every round if no crackdown is given
    crackdown : R after a bad round
    edge : fewest violations of a bad round

    Returns
    -------
    dataset over `violations` (N + 1): share of rounds with so many and the mean of the round after; of a round: mean
    violations, resources, gain and cost; share of resources not needed for the mean violations

    Raises
    ------
    InputError
        With each argument that is out of its range, or when the rounds do not settle.
    """
    p = bound(Parameters, parameters)
    check(0, resources=resources, crackdown=0.0 if crackdown is None else crackdown, edge=edge)
    policy = Policy(resources, resources if crackdown is None else crackdown, edge)
    return recorded(long_run(policy, p).copy(deep=True), p, seed, source="bekar_2022")


def _passive(run: xr.Dataset, resources: float) -> xr.Dataset:
    """The long run of the same resources in every round, at the parameters of `run`."""
    return simulate(given(run, Parameters), resources=resources)


def _fixed_points(run: xr.Dataset) -> tuple[float, float, float]:
    """The good, the tipping and the bad point at R = 39; where there is one alone it is good and bad, and none tips.

    There the mean of the round after equals the round before, between numbers that occur by a straight line.
    """
    at_39 = _passive(run, 39)
    occurring = at_39.isel(violations=np.flatnonzero(at_39.share > DROPPED))
    number = occurring.violations.values
    more = occurring.next_violations.values - number
    at = np.flatnonzero(np.sign(more[1:]) != np.sign(more[:-1]))
    points = number[at] + np.diff(number)[at] * more[at] / (more[at] - more[at + 1])
    return points[0], points[1] if len(points) > 1 else np.nan, points[-1]


_CRACKDOWNS = {35: (30, 57), 34: (30, 56), 30: (29, 54), 39: (32, 60)}  # Table 4.1: edge, R_good and R_bad


def _crackdown_cost(edge: int, first_bad: int) -> Quantity:
    good, bad = _CRACKDOWNS[edge]
    return lambda run: simulate(given(run, Parameters), resources=good, crackdown=bad, edge=first_bad).cost


QUANTITIES: Mapping[str, Quantity] = {
    "cost_43": lambda run: _passive(run, 43).cost,
    "cost_44": lambda run: _passive(run, 44).cost,
    "cost_45": lambda run: _passive(run, 45).cost,
    "best_passive": lambda run: min((43, 44, 45), key=lambda resources: float(_passive(run, resources).cost)),
    "fixed_point_good": lambda run: _fixed_points(run)[0],
    "fixed_point_tipping": lambda run: _fixed_points(run)[1],
    "fixed_point_bad": lambda run: _fixed_points(run)[2],
    **{f"crackdown_{edge}": _crackdown_cost(edge, edge) for edge in _CRACKDOWNS},
    **{f"crackdown_{edge}_as_worded": _crackdown_cost(edge, edge + 1) for edge in _CRACKDOWNS},
    "violations_from_43": lambda run: max(_passive(run, resources).mean_violations for resources in (43, 44, 45)),
    "reserve_at_best": lambda run: _passive(run, 44).reserve,
    "violations_37": lambda run: _passive(run, 37).mean_violations,
    "violations_38": lambda run: _passive(run, 38).mean_violations,
    "good_rounds_42": lambda run: _passive(run, 42).share.sel(violations=slice(34)).sum(),
    "bad_rounds_40": lambda run: _passive(run, 40).share.sel(violations=slice(BAD, None)).sum(),
    "mean_violations_37": lambda run: _passive(run, 37).mean_violations,
    "mean_violations_38": lambda run: _passive(run, 38).mean_violations,
    "mean_violations_43": lambda run: _passive(run, 43).mean_violations,
    "share_good_42": lambda run: _passive(run, 42).share.sel(violations=slice(34)).sum(),
    "share_bad_40": lambda run: _passive(run, 40).share.sel(violations=slice(BAD, None)).sum(),
    "reserve_44": lambda run: _passive(run, 44).reserve,
}
