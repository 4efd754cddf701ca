"""Displacement by interdiction: reduced form of NarcoLogic (Magliocca et al. 2019).

V_j = [(1 − p_j) w_no (y − c_j) q − p_j w_ev c_j q] / [(1 − p_j) w_no + p_j w_ev]
    value of a route, what stands out weighed more
p_j = (Σ φ^age 1[seizure] + a)/(Σ φ^age + a + b)            risk as remembered, over this month and twelve before
π_j ← (1 − d) π_j + d 1[seizure]                            probability that the force gives to a route it visits
K ← clip(⌈(1 − d) K + d K seized/(s · flow)⌉)               visits a month
ρ_j ← max((1 − r) ρ_j + r (p_j/p₀)², 1),  c_j = ρ_j c       risk premium on the cost of a route

The paper's model is agent-based, on a map with several trafficking organisations. This is not: its routes are numbers
from a start to an end, without places, distances or means of transport, and every cost of theirs is made up. It asks
what interdiction does to the spread of traffic, and nothing else; nobody's best answer is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil, inf

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tregua.models.arguments import problem, refuse
from tregua.models.protocol import Quantity, bound, given, recorded
from tregua.noise import uniforms

Floats = NDArray[np.float64]
Yes = NDArray[np.bool_]
MONTHS = 180
SEEDS = 100  # of the targets, from that of the run on; with the same seed the dice of all efforts are the same
SPREAD = 59  # the month after which they count the routes, when those of all efforts are still being added
EQUAL = 1e-9  # which values tie


@dataclass(frozen=True)
class Parameters:
    """The routes, how traffickers judge them, and how the force learns.

    Attributes
    ----------
    routes, first : how many there are, and how many are in use at the start
    supply : sent a month
    margin : y, price less purchase, of a unit sent
    cheapest, dearest : c of the first and of the last route, as a share of y; straight between
    salience : δ, weight of what stands out less; 1 is no distortion
    prior_a, prior_b : of the Beta memory
    fading, memory : φ a month, and months before this one that are remembered
    tolerance : loss, as a share of the largest flow's worth, from which on routes are added
    added : routes added in a month at most
    learning : d, of the force
    known : π at the start
    visits_min, visits_max : least and most K
    wanted : s, seized share of the flow at which K stays
    premium_rate, premium_risk : r, p₀
    """

    routes: float
    first: float
    supply: float
    margin: float
    cheapest: float
    dearest: float
    salience: float
    prior_a: float
    prior_b: float
    fading: float
    memory: float
    tolerance: float
    added: float
    learning: float
    known: float
    visits_min: float
    visits_max: float
    wanted: float
    premium_rate: float
    premium_risk: float


def remembered_risk(seizures: Yes, p: Parameters) -> Floats:
    """p_j, from the seizures of the last months, newest last, shape (months, routes)."""
    weight = p.fading ** np.arange(int(p.memory), -1, -1.0)
    return np.asarray((weight @ seizures + p.prior_a) / (weight.sum() + p.prior_a + p.prior_b))


def salience(payoff: Floats) -> Floats:
    """How much a payoff stands out from the mean of the other routes, |mean − x|/(|mean| + |x| + 1)."""
    mean = (payoff.sum() - payoff) / (len(payoff) - 1)
    return np.asarray(np.abs(mean - payoff) / (np.abs(mean) + np.abs(payoff) + 1))


def values(risk: Floats, cost: Floats, quantity: float, p: Parameters) -> Floats:
    """V_j of sending `quantity` by each route, shape of `risk`."""
    passed, seized = (p.margin - cost) * quantity, -cost * quantity
    loss_first = salience(seized) > salience(passed) + EQUAL
    weight_passed = np.where(loss_first, p.salience, 1.0)
    weight_seized = np.where(loss_first, 1.0, p.salience)
    mean = (1 - risk) * weight_passed + risk * weight_seized
    return np.asarray(((1 - risk) * weight_passed * passed + risk * weight_seized * seized) / mean)


def flows(value: Floats, risk: Floats, used: Yes, p: Parameters) -> Floats:
    """What goes by each route: by value where any is positive, by safety otherwise; together the supply."""
    weight = np.where(used, np.maximum(value, 0.0), 0.0)
    if not weight.any():
        weight = np.where(used, 1 - risk, 0.0)
    return np.asarray(p.supply * weight / weight.sum())


def visited(belief: Floats, last: Yes, visits: int, dice: Floats) -> Yes:
    """The routes that the force visits: those with a seizure last month, then others by chance, likelier with π."""
    chance = np.log(dice) / belief  # negative
    order = np.argsort(np.where(last, 1 / chance, -chance))
    chosen = np.zeros(len(belief), bool)
    chosen[order[:visits]] = True
    return chosen


def adapt(used: Yes, flow: Floats, seized: Yes, value: Floats, risk: Floats, cost: Floats, p: Parameters) -> Yes:
    """The routes in use next month: more after a large loss, fewer of the riskiest after a small one."""
    worth = flow * (p.margin - cost)
    lost, borne = worth[seized].sum(), p.tolerance * worth.max()
    used = used.copy()
    if lost > borne:
        free = np.flatnonzero(~used)
        more = min(ceil(lost / borne), int(p.added)) if borne > 0 else int(p.added)
        used[free[np.argsort(-value[free], kind="stable")][:more]] = True
    elif lost > 0:
        there = np.flatnonzero(used)
        fewer = min(round(len(there) * lost / (lost + borne)), len(there) - 1)
        used[there[np.argsort(-risk[there], kind="stable")][:fewer]] = False
    return used


def next_visits(visits: int, share_seized: float, effort: float, p: Parameters) -> int:
    """K of the next month."""
    wished = ceil((1 - p.learning) * visits + p.learning * visits * share_seized / p.wanted)
    return int(np.clip(wished, round(effort * p.visits_min), round(effort * p.visits_max)))


def simulate(
    parameters: Parameters | None = None, *, seed: int = 0, effort: float = 1.0, months: int = MONTHS
) -> xr.Dataset:
    """Follow traffic and interdiction month by month.

    Parameters
    ----------
    seed : of the visits; the same dice for every effort
    effort : factor of the least and the most visits a month; 0 is no interdiction
    months : how many

    Returns
    -------
    dataset over `month` and `route` (numbers): flow, whether it was seized, remembered risk; visits of the force,
    routes in use, and routes that were ever used

    Raises
    ------
    InputError
        When the effort or the seed is negative, or there is no month.
    """
    p = bound(Parameters, parameters)
    refuse(
        problem("effort", effort, 0),
        problem("months", months, 1, whole=True),
        problem("seed", seed, 0, whole=True),
    )
    count = int(p.routes)
    bare = p.margin * np.linspace(p.cheapest, p.dearest, count)
    used, belief, premium = np.arange(count) < p.first, np.full(count, p.known), np.ones(count)
    memory, last = np.zeros((int(p.memory) + 1, count), bool), np.zeros(count, bool)
    visits = round(effort * p.visits_min)
    rows = []
    for month in range(months):
        risk, cost = remembered_risk(memory, p), premium * bare
        value = values(risk, cost, p.supply / used.sum(), p)
        flow = flows(value, risk, used, p)
        chosen = visited(belief, last, visits, uniforms(seed, "narcologic", month, 0, count))
        last = chosen & (flow > 0)
        rows.append((flow, last, risk, visits))
        memory = np.vstack([memory[1:], last])
        belief = np.where(chosen, (1 - p.learning) * belief + p.learning * last, belief)
        premium = np.maximum((1 - p.premium_rate) * premium + p.premium_rate * (risk / p.premium_risk) ** 2, 1.0)
        used = adapt(used, flow, last, value, risk, cost, p)
        visits = next_visits(visits, flow[last].sum() / p.supply, effort, p)
    flow_path, seized_path, risk_path, visits_path = (np.array(one) for one in zip(*rows, strict=True))
    over = ("month", "route")
    ever = np.logical_or.accumulate(flow_path > 0).sum(axis=1)
    run = xr.Dataset(
        {
            "flow": (over, flow_path, {"units": "units/month"}),
            "seized": (over, seized_path, {"units": "yes or no"}),
            "risk": (over, risk_path, {"units": "probability"}),
            "visits": ("month", visits_path, {"units": "visits/month"}),
            "in_use": ("month", (flow_path > 0).sum(axis=1), {"units": "routes"}),
            "ever_used": ("month", ever, {"units": "routes"}),
        },
        {"month": np.arange(months), "route": 1 + np.arange(count)},
    )
    return recorded(run, p, seed, source="magliocca_2019, narcoabm", form="reduced")


@cache
def measured(effort: float, p: Parameters, seed: int) -> Floats:
    """Routes ever used, routes in use, share seized and seizures a month of each seed, shape (seeds, 4)."""
    return np.array([_measure(simulate(p, seed=one, effort=effort)) for one in range(seed, seed + SEEDS)])


def _measure(run: xr.Dataset) -> list[float]:
    seized = float(run.flow.where(run.seized, 0).sum() / run.flow.sum())
    seizures = float(run.seized.sum() / run.sizes["month"])
    return [float(run.ever_used.sel(month=SPREAD)), float(run.in_use.mean()), seized, seizures]


def _mean(run: xr.Dataset, effort: float) -> Floats:
    """What is measured, mean of the seeds from that of `run` on."""
    return np.asarray(measured(effort, given(run, Parameters), run.attrs["seed"]).mean(axis=0))


def _ever(run: xr.Dataset, effort: float) -> float:
    return float(_mean(run, effort)[0])


def _in_use(run: xr.Dataset, effort: float) -> float:
    return float(_mean(run, effort)[1])


def _seized(run: xr.Dataset, effort: float) -> float:
    """Share of the supply that is seized."""
    return float(_mean(run, effort)[2])


def _shipment(run: xr.Dataset, effort: float) -> float:
    """Share of a month's supply that a seizure takes."""
    _, _, seized, seizures = _mean(run, effort)
    return float(seized / seizures)


def _spread_without(run: xr.Dataset) -> float:
    """Routes added when nobody interdicts, which leaves nothing to chance."""
    ever = simulate(given(run, Parameters), effort=0, months=SPREAD + 1).ever_used
    return float(ever[-1] - ever[0])


def _seizures_for_premium(run: xr.Dataset) -> float:
    """The fewest seizures, in as many months up to now, from which on the premium grows; infinite if none do."""
    p = given(run, Parameters)
    months = np.arange(int(p.memory), -1, -1)
    risks = (remembered_risk((months < n)[:, None], p)[0] for n in range(len(months) + 1))
    return next((n for n, risk in enumerate(risks) if risk > p.premium_risk), inf)


QUANTITIES: Mapping[str, Quantity] = {
    "spread_by_interdiction": lambda run: _ever(run, 1) - _ever(run, 0),
    "spread_by_more": lambda run: _ever(run, 2) - _ever(run, 1),
    "seized_by_more": lambda run: _seized(run, 2) - _seized(run, 1),
    "shipment_by_more": lambda run: _shipment(run, 2) - _shipment(run, 1),
    "in_use_by_more": lambda run: _in_use(run, 2) - _in_use(run, 1),
    "spread_without": _spread_without,
    "in_use_by_much_more": lambda run: _in_use(run, 4) - _in_use(run, 2),
    "risk_without_seizure": lambda run: run.risk[0, 0],
    "seizures_for_premium": _seizures_for_premium,
}
