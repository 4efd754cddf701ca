"""How fast the 150 groups of prieto_curiel_2023 run, beside SciPy and Mesa at the same error: see README.md."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # one core for all

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from tregua.models.papers.prieto_curiel_2023.equations import LONGEST, TURN, Hostility, Rates, follow, growth
from tregua.models.papers.prieto_curiel_2023.groups import Parameters, ensemble, initial_sizes, rates
from tregua.models.papers.prieto_curiel_2023.network import network
from tregua.models.protocol import bound

Array = NDArray[np.float64]
DRAWS, FEW, WEEKS, GROUPS = 1000, 10, 520, 150
STEPS = (104, 75, 65, 52, 45, 40, 35, 30, 26)  # weeks, of ours; the longest within the goal is taken
GOAL = 1e-6  # largest relative error of any output of any draw in any week
MESA_WEEKS = 52  # of one draw, scaled up
SCIPY_GOAL, MESA_GOAL = 3, 200
P = bound(Parameters)
S = network().hostility()
MATRIX = (network().rivalry + 1.0) / (network().alliance + 1.0)[:, None]
np.fill_diagonal(MATRIX, 0.0)


class Draw(NamedTuple):
    """What a solver is given."""

    rates: Rates
    sizes: Array


def draws() -> tuple[dict[str, Array], list[Draw]]:
    """Every rate and the initial size within a fifth of the paper's."""
    rng = np.random.default_rng(0)
    factors = {f"{name}_scale": rng.uniform(0.8, 1.2, DRAWS) for name in Rates._fields}
    factors["c0"] = P.c0 * rng.uniform(0.8, 1.2, DRAWS)
    shares = initial_sizes(P, GROUPS) / P.c0
    scaled = zip(*(factors[f"{name}_scale"] * value for name, value in rates(P)._asdict().items()), strict=True)
    return factors, [Draw(Rates(*map(float, r)), c0 * shares) for r, c0 in zip(scaled, factors["c0"], strict=True)]


def outputs(sizes: Array, r: Rates) -> Array:
    """Sizes of 150 groups, then members, deaths, recruits, arrests and drop-outs, week by week."""
    members = sizes.sum(axis=1)
    deaths = r.theta * ((sizes @ MATRIX.T) * sizes).sum(axis=1)
    flows = [members, deaths, r.rho * members, np.full(len(sizes), r.eta), r.omega * (sizes**2).sum(axis=1)]
    return np.column_stack([sizes, *flows])


def compiled(draw: Draw, longest: int, turn: float) -> tuple[Array, Array, int]:
    """Ours: five flows, the sizes, and the number of steps."""
    r, totals = draw.rates, np.empty((WEEKS + 1, 3))
    sizes = np.empty((WEEKS + 1, GROUPS))
    steps = follow(draw.sizes.copy(), r, S, 0, WEEKS, longest, turn, totals, sizes)
    members, deaths, dropouts = totals.T
    return np.stack([members, deaths, r.rho * members, r.eta * (members > 0.0), dropouts], axis=1), sizes, steps


def ours(draw: Draw, longest: int, turn: float) -> Array:
    """Ours, in the order of `outputs`."""
    flows, sizes, _ = compiled(draw, longest, turn)
    return np.hstack([sizes, flows])


def solved(draw: Draw, method: str, rtol: float, change: Callable[..., Array]) -> Any:
    """Sizes of all groups, week by week, by `solve_ivp`."""
    weeks = np.arange(WEEKS + 1.0)
    return solve_ivp(change, (0, WEEKS), draw.sizes, method, weeks, args=(draw.rates, S), rtol=rtol, atol=rtol)


def with_scipy(draw: Draw, method: str, rtol: float, change: Callable[..., Array]) -> tuple[Array, int]:
    """The same outputs as ours, and the number of evaluations."""
    found = solved(draw, method, rtol, change)
    return outputs(found.y.T, draw.rates), found.nfev


def by_numpy(_: float, c: Array, r: Rates, s: Hostility) -> Array:
    """Equation (1) as NumPy writes it."""
    return c * (r.rho - r.eta / c.sum() - r.theta * (MATRIX @ c) - r.omega * c)


_met, _slope = np.empty(GROUPS), np.empty(GROUPS)


def by_our_kernel(_: float, c: Array, r: Rates, s: Hostility) -> Array:
    """Equation (1) by our own compiled function, which knows that S is sparse but for one number a row."""
    arrested = growth(1.0, c, r, s, _met, _slope)
    return c * (_slope + arrested)


def euler(draw: Draw, substeps: int) -> Array:
    """What the Mesa model computes, without Mesa."""
    sizes = np.empty((WEEKS + 1, GROUPS))
    sizes[0] = c = draw.sizes
    for week in range(1, WEEKS + 1):
        for _ in range(substeps):
            c = c + by_numpy(0.0, c, draw.rates, S) / substeps
        sizes[week] = c
    return outputs(sizes, draw.rates)


class Group(mesa.Agent):  # type: ignore[misc]
    """An armed group that meets every other group once a week."""

    def __init__(self, model: "Country", number: int, size: float) -> None:
        super().__init__(model)
        self.number, self.size, self.change, self.deaths = number, size, 0.0, 0.0

    def meet(self) -> None:
        r, met = self.model.rates, 0.0
        for other in self.model.agents:
            met += MATRIX_ROWS[self.number][other.number] * other.size
        self.deaths = r.theta * self.size * met
        self.change = r.rho * self.size - r.eta * self.size / self.model.members - self.deaths - r.omega * self.size**2

    def grow(self) -> None:
        self.size += self.change


MATRIX_ROWS = MATRIX.tolist()


class NumpyGroup(Group):
    """The same, all others at once."""

    def meet(self) -> None:
        r = self.model.rates
        self.deaths = r.theta * self.size * float(MATRIX[self.number] @ self.model.sizes)
        self.change = r.rho * self.size - r.eta * self.size / self.model.members - self.deaths - r.omega * self.size**2


class Country(mesa.Model):  # type: ignore[misc]
    """All groups; what they do is collected every week."""

    def __init__(self, draw: Draw, kind: type[Group]) -> None:
        super().__init__(seed=0)
        self.rates = draw.rates
        for number, size in enumerate(draw.sizes.tolist()):
            kind(self, number, size)
        self.collector = mesa.DataCollector(
            {"members": "members", "deaths": lambda m: sum(m.agents.get("deaths"))}, {"size": "size"}
        )

    def step(self) -> None:
        self.sizes = np.array(self.agents.get("size"))
        self.members = float(self.sizes.sum())
        self.agents.do("meet")
        self.collector.collect(self)
        self.agents.do("grow")


def mesa_weeks(draw: Draw, kind: type[Group], weeks: int) -> Country:
    """A Mesa run."""
    model = Country(draw, kind)
    for _ in range(weeks):
        model.step()
    return model


def error(found: list[Array], exact: list[Array]) -> float:
    """Largest relative error of any output, week and draw."""
    return max(float(np.abs(one / true - 1.0).max()) for one, true in zip(found, exact, strict=True))


def seconds(work: Callable[[], Any], repeats: int = 5) -> float:
    """Best time of a piece of work, once warm."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def errors_of_all(given: list[Draw]) -> dict[tuple[int, float], float]:
    """For each setting of ours, as longest step and turn, the largest relative error over all the draws."""
    found = dict.fromkeys([*((weeks, np.inf) for weeks in STEPS), (LONGEST, TURN)], 0.0)
    for draw in given:
        exact = ours(draw, 1, 0.005)
        found = {way: max(off, error([ours(draw, *way)], [exact])) for way, off in found.items()}
    return found


def scipy_rows(few: list[Draw], exact: list[Array]) -> list[tuple[str, float, float, str]]:
    """Each method and right-hand side at the loosest tolerance within the goal: name, time a draw, error, work."""
    rows = []
    for method in ("RK45", "DOP853", "LSODA"):
        for name, change in (("NumPy", by_numpy), ("our kernel", by_our_kernel)):
            for rtol in 10.0 ** np.arange(-3, -10, -0.25):
                runs = [with_scipy(draw, method, rtol, change) for draw in few]
                if (off := error([run for run, _ in runs], exact)) <= GOAL:
                    break
            taken = seconds(lambda: [with_scipy(draw, method, rtol, change) for draw in few]) / FEW  # noqa: B023
            alone = seconds(lambda: [solved(draw, method, rtol, change) for draw in few]) / FEW  # noqa: B023
            evaluations = max(number for _, number in runs)
            work = f"rtol {rtol:.0e}, {evaluations} evaluations; {1e3 * alone:.3f} ms without flows"
            rows.append((f"SciPy {method}, {name}", taken, off, work))
    return rows


def our_rows(factors: dict[str, Array], given: list[Draw]) -> list[tuple[str, float, float, str]]:
    """`ensemble` at the longest step within the goal and by default, without and with the sizes of all groups."""
    errors = errors_of_all(given)
    longest = next(weeks for weeks in STEPS if errors[weeks, np.inf] <= GOAL)
    rows = []
    for step, way in ((longest, (longest, np.inf)), (None, (LONGEST, TURN))):
        steps = max(compiled(draw, *way)[2] for draw in given[:FEW])
        for kept, also in ((False, ""), (True, ", with sizes")):
            taken = seconds(lambda: [len(chunk.draw) for chunk in ensemble(factors, sizes=kept, step=step)], 3)  # noqa: B023
            rows.append((f"ours, `ensemble`, step={step}{also}", taken / DRAWS, errors[way], f"{steps} steps"))
    return rows


def main() -> None:
    """Print the table and the ratios."""
    factors, given = draws()
    few = given[:FEW]
    exact = [ours(draw, 1, 0.005) for draw in few]
    rows = [*our_rows(factors, given), *scipy_rows(few, exact)]
    weekly, finer = (error([euler(few[0], n)], exact[:1]) for n in (1, 32))
    substeps = int(np.ceil(weekly / GOAL))
    for name, kind in (("Mesa, as its tutorial", Group), ("Mesa, NumPy inside the agents", NumpyGroup)):
        mesa_weeks(few[0], kind, 1)
        taken = seconds(lambda: mesa_weeks(few[0], kind, MESA_WEEKS), 1) * WEEKS / MESA_WEEKS  # noqa: B023
        rows.append((name, taken, weekly, "Euler, a step a week"))
        rows.append((f"{name}, at equal error", taken * substeps, GOAL, f"about {substeps} steps a week: estimated"))
    assert abs(weekly / finer / 32 - 1) < 0.1, "Euler's error is not of first order"
    assert np.allclose(mesa_weeks(few[0], Group, 3).sizes, euler(few[0], 1)[2, :GROUPS], rtol=1e-12)

    print(f"{GROUPS} groups × {WEEKS} weeks, {DRAWS:,} draws; others on one or {FEW} of them, scaled; one core, warm\n")
    print(f"{'':46}{'ms a draw':>14}{'ratio':>14}{'error':>10}   work a draw")
    for name, taken, missed, work in rows:
        print(f"{name:46}{1e3 * taken:14,.3f}{taken / rows[0][1]:14,.1f}{missed:10.1e}   {work}")
    print()
    fastest = min(taken for name, taken, *_ in rows if name.startswith("SciPy"))
    tutorial = next(taken for name, taken, *_ in rows if name == "Mesa, as its tutorial")
    for what, other, goal in (
        ("the fastest solve_ivp", fastest, SCIPY_GOAL),
        ("Mesa, at its own larger error", tutorial, MESA_GOAL),
    ):
        for way, few_rows in (("the longest step", rows[:2]), ("the default step", rows[2:4])):
            flows, sizes = (other / taken for _, taken, *_ in few_rows)
            met = "met" if min(flows, sizes) >= goal else "met without sizes" if flows >= goal else "missed"
            print(f"{what}: {flows:,.1f} times ours at {way}, {sizes:,.1f} times with all sizes; goal {goal}: {met}")


if __name__ == "__main__":
    main()
