"""How fast the compiled kernel is, where its time goes, and what other means need for the same error: see README.md."""

import inspect
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray
from peers import with_numpy, with_scipy

from tregua.lab import positions as at
from tregua.lab import step
from tregua.lab.draws import draw_parameters, draw_shocks
from tregua.lab.engine.numba import compiled, numba_text
from tregua.lab.run import Settings, _simulate, hostility_matrix, run
from tregua.lab.scenario import lever_array, load_scenario

Array = NDArray[np.float64]
SCENARIO = "alliance"
DRAWS = 200
UNTIL = 2050
MONTHS = 360
CORES = os.cpu_count() or 1
GOAL, LIMIT = 60, 150  # ms
REPEATS = 25
FEW_DRAWS = 8  # for what takes long: SciPy, plain Python, fine steps
FINE_SUBSTEPS = 64
TOLERANCE = 1e-9  # kernel and NumPy, relative
TOLERANCES = [10 ** (-i / 2) for i in range(6, 21)]  # of SciPy, the loosest first
STEPS = DRAWS * MONTHS
WORKING_SPACE = (*[at.N_STATES] * 5, at.N_REFERENCES, 5 * at.N_MARKETS)


class World(NamedTuple):
    """What every solver is given."""

    p: Array  # (draws, parameters)
    lever: Array  # (months, levers)
    shock: Array  # (draws, months, shocks)
    hostility: Array  # (groups, groups)


def world() -> World:
    """One scenario on the draws of seed 0."""
    p = draw_parameters(0, 0, DRAWS, {})
    lever = lever_array(load_scenario(SCENARIO), UNTIL)
    hostility = hostility_matrix().reshape(at.N_GROUPS, at.N_GROUPS)
    return World(p, lever, draw_shocks(0, 0, DRAWS, MONTHS, p), hostility)


class Taken(NamedTuple):
    """Time of a piece of work [ms]: the median counts, the best says what it is on a machine of one's own."""

    median: float
    best: float


def milliseconds(work: Callable[[], object], repeats: int = REPEATS) -> Taken:
    """Time of a piece of work, once warm."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return Taken(statistics.median(times), min(times))


def with_kernel(given: World, threads: int, substeps: int = 1) -> list[Array]:
    """Outcomes by month, one array of shape (draws, months, outcomes) a thread."""
    settings = Settings(until=UNTIL, substeps=substeps)
    ends = [len(given.p) * i // threads for i in range(threads + 1)]
    parts = [slice(*ends[i : i + 2]) for i in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        work = [pool.submit(_simulate, given.p[part], given.lever, given.shock[part], settings) for part in parts]
        return [one.result()[0] for one in work]


def error(found: Array, exact: Array) -> float:
    """Largest error of an outcome in any month over its largest value, median over draws."""
    off, scale = abs(found - exact), abs(exact).max(axis=1)
    return float(np.median((off.max(axis=1) / np.where(scale > 0, scale, 1)).max(axis=1)))


def compare(given: World) -> float:
    """Times of the kernel and of its peers, and their errors against a fine step; returns the kernel's on one core."""
    [monthly] = with_kernel(given, 1)
    vectorised = with_numpy(*given)
    difference = float((abs(vectorised - monthly) / np.where(monthly == 0, 1, abs(monthly))).max())
    assert difference < TOLERANCE, f"NumPy and kernel differ by {difference:.0e}"

    few = World(given.p[:FEW_DRAWS], given.lever, given.shock[:FEW_DRAWS], given.hostility)
    [exact] = with_kernel(few, 1, FINE_SUBSTEPS)

    def solve(rtol: float) -> Array:
        return np.array(
            [with_scipy(p, few.lever, shock, few.hostility, rtol) for p, shock in zip(few.p, few.shock, strict=True)]
        )

    reached = error(monthly[:FEW_DRAWS], exact)
    rtol, off = next((rtol, off) for rtol in TOLERANCES if (off := error(solve(rtol), exact)) <= reached)
    substeps, finer = next(
        (number, finer)
        for number in range(1, FINE_SUBSTEPS)
        if (finer := error(with_kernel(few, 1, number)[0], exact)) <= off
    )

    all_cores = milliseconds(lambda: with_kernel(given, CORES))
    one_core = milliseconds(lambda: with_kernel(given, 1))
    numpy = milliseconds(lambda: with_numpy(*given), 5)
    scipy = Taken(*(one * DRAWS / FEW_DRAWS for one in milliseconds(lambda: solve(rtol), 3)))
    as_exact = milliseconds(lambda: with_kernel(given, 1, substeps), 5)
    rows = [
        (f"kernel, {CORES} cores", all_cores, reached),
        ("kernel, one core", one_core, reached),
        ("NumPy over draws, one core", numpy, error(vectorised[:FEW_DRAWS], exact)),
        ("SciPy solve_ivp, a loop over draws, one core", scipy, off),
        (f"kernel, one core, {substeps} steps a month", as_exact, finer),
    ]
    print(f"{'':46}{'median ms':>10}{'best ms':>10}{'ratio':>8}{'error':>10}")
    for name, taken, missed in rows:
        print(f"{name:46}{taken.median:10,.1f}{taken.best:10,.1f}{taken.best / one_core.best:8.1f}{missed:10.1e}")
    numpy_ratio, scipy_ratio = numpy.best / one_core.best, scipy.best / as_exact.best
    print(f"\nOn one core and at equal error, kernel : NumPy : SciPy = 1 : {numpy_ratio:.1f} : {scipy_ratio:.0f}")
    print(f"NumPy and kernel differ by {difference:.0e}; SciPy: {FEW_DRAWS} draws, scaled up, rtol {rtol:.0e}.")
    settings = Settings(draws=DRAWS, until=UNTIL)
    whole = milliseconds(lambda: run([load_scenario(SCENARIO)], settings, replicates=("base",))).median
    verdict = next(
        (name for name, most in (("goal met", GOAL), ("limit met", LIMIT)) if all_cores.median <= most), "missed"
    )
    print(f"Goal {GOAL} ms, limit {LIMIT} ms: {verdict}. With drawing and annual sums, run() takes {whole:.0f} ms.\n")
    return one_core.best


def replays(k: ModuleType) -> dict[str, Callable[..., float]]:
    """Loops that call one compiled mechanism again and again, with other arguments each time."""
    clear_market, market_rates, group_rates = k.clear_market, k.market_rates, k.group_rates
    violence_and_outlay_rates, report = k.violence_and_outlay_rates, k.report
    n_markets = at.N_MARKETS

    @njit(error_model="numpy")
    def clear(supply_0, eta_h, market, epsilon, farm_gate_0, start, n):
        total = 0.0  # used, or the compiler would leave the calls out
        for i in range(len(start)):
            total += clear_market(supply_0[i], eta_h[i], market[i], epsilon[i], farm_gate_0[i], start[i], n_markets)[0]
        return total

    @njit(error_model="numpy")
    def market(p, lever, shock, at, row, t, s, ds, ref, markets):
        for i in range(len(t)):
            market_rates(p, lever, shock, at[i], row[i], t[i], s[i], ds[i], ref[i], markets[i])
        return ref[0, 0]

    @njit(error_model="numpy")
    def groups(p, lever, at, s, ds, ref, hostility):
        for i in range(len(at)):
            group_rates(p, lever, at[i], s[i], ds[i], ref[i], hostility)
        return ds[0, 0]

    @njit(error_model="numpy")
    def violence(p, lever, shock, at, row, t, ds, ref):
        for i in range(len(t)):
            violence_and_outlay_rates(p, lever, shock, at[i], row[i], t[i], ds[i], ref[i])
        return ds[0, 0]

    @njit(error_model="numpy")
    def reports(p, lever, at, t, s, before, ref, out, to):
        for i in range(len(t)):
            report(p, lever, at[i], t[i], s[i], before[i], ref[i], out, to[i])
        return out[0]

    return {
        "clear_market": clear,
        "market_rates": market,
        "group_rates": groups,
        "violence_and_outlay_rates": violence,
        "report": reports,
    }


def recorded(name: str, given: World, draw: int) -> tuple[list[Any], int]:
    """Arguments of every call of a mechanism in one run of the kernel as plain Python, stacked, and their number."""
    mechanism = getattr(step, name)
    shared = {"p", "lever", "shock", "hostility", "out"}  # not read after they are written
    names = list(inspect.signature(mechanism).parameters)
    calls: list[list[Any]] = []

    def note(*arguments: Any) -> Any:
        calls.append([a if n in shared else np.copy(a) for n, a in zip(names, arguments, strict=True)])
        return mechanism(*arguments)

    sizes = (MONTHS * at.N_OUTCOMES, *WORKING_SPACE)
    inputs = [np.ascontiguousarray(a).ravel() for a in (given.p[draw], given.lever, given.shock[draw], given.hostility)]
    with patch.object(step, name, note):
        step.simulate(*inputs, MONTHS, 1, *(np.zeros(size) for size in sizes))
    columns = zip(names, zip(*calls, strict=True), strict=True)
    return [column[0] if one in shared else np.array(column) for one, column in columns], len(calls)


def split(given: World, total: float) -> None:
    """Best time of each mechanism: per call, in a run on one core, and its share."""
    each: dict[str, tuple[float, int]] = {}
    for name, loop in replays(compiled()).items():
        best = []
        for draw in range(FEW_DRAWS):
            times = []
            arguments, number = recorded(name, given, draw)
            loop(*[np.copy(a) for a in arguments])
            for _ in range(REPEATS):
                fresh = [np.copy(a) for a in arguments]
                start = time.perf_counter()
                loop(*fresh)
                times.append((time.perf_counter() - start) / number)
            best.append(min(times))
        each[name] = statistics.mean(best), number * DRAWS
    inside = {name: 1e3 * per_call * calls for name, (per_call, calls) in each.items()}
    inside["market_rates"] -= inside["clear_market"]
    inside["steps, sums and start"] = total - sum(inside.values())
    print(f"{'where the time goes, one core':46}{'calls':>9}{'ns a call':>11}{'ms':>8}{'%':>6}")
    for name, taken in inside.items():
        calls = each[name][1] if name in each else STEPS
        label = "market_rates without clear_market" if name == "market_rates" else name
        print(f"{label:46}{calls:9,}{1e6 * taken / calls:11.0f}{taken:8.1f}{100 * taken / total:6.0f}")
    print(f"{'all':46}{STEPS:9,}{1e6 * total / STEPS:11.0f}{total:8.1f}{100:6}\n")


def fresh_kernel() -> ModuleType:
    """The kernel for Numba, not yet compiled."""
    module = ModuleType("fresh")
    exec(numba_text().replace("cache=True", "cache=False"), vars(module))
    return module


def with_prange(k: ModuleType) -> Callable[..., None]:
    """The driver as Numba would run it on all cores by itself."""
    simulate = k.simulate
    states, references, market_rows = WORKING_SPACE[-3:]

    @njit(parallel=True, error_model="numpy")
    def run_draws(p, lever, shock, hostility, months, out, status):
        for d in prange(len(p)):
            s, before, trial = np.empty(states), np.empty(states), np.empty(states)
            ds, slope, ref, market = np.empty(states), np.empty(states), np.empty(references), np.empty(market_rows)
            work = s, before, trial, ds, slope, ref, market
            status[d] = simulate(p[d], lever, shock[d], hostility, months, 1, out[d], *work)

    return run_draws


def compare_threads(given: World) -> None:
    """Threads over the nogil kernel beside parallel=True and prange: compile time, and time of a run."""
    shock = given.shock.reshape(DRAWS, -1)
    inputs = (given.p, given.lever.ravel(), shock, given.hostility.ravel(), MONTHS)
    out, status = np.empty((DRAWS, MONTHS * at.N_OUTCOMES)), np.zeros(DRAWS, dtype=np.int64)
    work = tuple(np.empty(size) for size in WORKING_SPACE)

    start = time.perf_counter()
    fresh_kernel().run_draws(*inputs, 1, out, status, work, 0, 1)
    threads = time.perf_counter() - start
    start = time.perf_counter()
    parallel = with_prange(fresh_kernel())
    parallel(*inputs, out, status)
    prange_ = time.perf_counter() - start
    first, second = (
        milliseconds(lambda: with_kernel(given, CORES)),
        milliseconds(lambda: parallel(*inputs, out, status)),
    )
    print(f"Threads over the nogil kernel compile in {threads:.1f} s and run in {first.best:.0f} ms; ", end="")
    print(f"parallel=True with prange compiles in {prange_:.1f} s and runs in {second.best:.0f} ms.")


def main() -> None:
    """Print every table."""
    given = world()
    print(f"{SCENARIO}, {DRAWS} draws, {MONTHS} months, {CORES} cores, warm\n")
    split(given, compare(given))
    compare_threads(given)


if __name__ == "__main__":
    main()
