"""How fast the compiled kernel is beside C and SciPy, and what compiling costs: see README.md."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
import to_c
from numpy.typing import NDArray
from peers import with_scipy

from tregua.lab.bind import bound, working_space
from tregua.lab.draws import draw_parameters, draw_shocks
from tregua.lab.engine.numba import numba_text
from tregua.lab.layout import layout, parameter_columns
from tregua.lab.model import lab
from tregua.lab.run import Settings, run, simulate_draws
from tregua.lab.scenario import Span, lever_array, levers_before, load_scenario

Array = NDArray[np.float64]
SCENARIO = "alliance"
DRAWS = 200
FIRST = lab().world.first
YEARS = 30
UNTIL = FIRST + YEARS - 1
MONTHS = 12 * YEARS
LEVER_0 = levers_before(FIRST)
CORES = os.cpu_count() or 1
GOAL, LIMIT = 60, 150  # ms
FEW_DRAWS = 8  # for what takes long: SciPy, fine steps
ROUND_DRAWS = 20  # short rounds: what disturbs one of a pair mostly disturbs the other too
ROUNDS = 300
FINE_SUBSTEPS = 64
TOLERANCES = [10 ** (-i / 2) for i in range(6, 21)]  # of SciPy, the loosest first
FIRST_RUN = f"""
from tregua.lab.run import Settings, run
from tregua.lab.scenario import load_scenario
run([load_scenario("{SCENARIO}")], Settings(draws={DRAWS}, until={UNTIL}))
"""


class World(NamedTuple):
    """What every solver is given."""

    p: Array  # (draws, numbers)
    lever: Array  # (months, levers)
    shock: Array  # (draws, months, shocks)

    def first(self, draws: int) -> "World":
        """The first draws alone."""
        return World(self.p[:draws], self.lever, self.shock[:draws])

    def by_position(self) -> "World":
        """Numbers in the kernel's order."""
        return self._replace(p=np.ascontiguousarray(self.p[:, parameter_columns()]))


def world() -> World:
    """One scenario on the draws of seed 0, in which no group signs: no step meets the day of that to its own error."""
    p = draw_parameters(0, 0, DRAWS, {f"patience.{group}": 1e9 for group in lab().places("groups")})
    ends = lever_array(load_scenario(SCENARIO), Span(FIRST, UNTIL, lab().world.policy_start))
    lever = ends.mean(axis=0)  # settings that are left open stand in the middle
    return World(p, lever, draw_shocks(0, 0, DRAWS, MONTHS, p))


# --- the kernel, and in C ---------------------------------------------------------------------------------------------

Solver = Callable[[], Array]  # outcomes, shape (draws, months × outcomes), always in the same array


def fresh(text: str) -> ModuleType:
    """A kernel for Numba, not yet compiled."""
    module = ModuleType("fresh")
    exec(text.replace("cache=True", "cache=False"), vars(module))
    return module


def outcomes(draws: int) -> Array:
    return np.empty((draws, MONTHS * layout().shelves["O"].size))


def solver(kernel: ModuleType, inputs: Sequence[Array], sizes: Iterable[int]) -> Solver:
    """A kernel with its inputs, the first of which has a row a draw; it is compiled at the first call."""
    draws = len(inputs[0])
    out, status = outcomes(draws), np.zeros(draws, dtype=np.int64)
    work = tuple(map(np.empty, sizes))

    def solve() -> Array:
        kernel.run_draws(*inputs, MONTHS, 1, out, status, work, 0, draws)
        return out

    return solve


def kernel_itself(given: World, text: str) -> Solver:
    shock = given.shock.reshape(len(given.p), -1)
    inputs = given.by_position().p, LEVER_0, given.lever.reshape(1, -1), shock
    return solver(fresh(text), inputs, working_space())


def kernel_in_c(given: World, folder: Path, head: str = to_c.HEAD) -> Solver:
    """Today's text compiled by a C compiler."""
    kernel, draws = to_c.compiled(bound().text, folder, head), len(given.p)
    p, lever = given.by_position().p, given.lever.ravel()
    shock, out = given.shock.reshape(draws, -1), outcomes(draws)
    work = [to_c.address(np.empty(size)) for size in working_space()]
    calls = [
        (*map(to_c.address, (p[d], LEVER_0, lever, shock[d])), MONTHS, 1, to_c.address(out[d]), *work)
        for d in range(draws)
    ]

    def solve() -> Array:
        for call in calls:
            kernel.simulate(*call)
        return out

    return solve


# --- times ------------------------------------------------------------------------------------------------------------


def cpu_ms(work: Callable[[], object]) -> float:
    """Processor time that this thread spends on a piece of work [ms]: what others do on the machine counts little."""
    start = time.thread_time()
    work()
    return 1e3 * (time.thread_time() - start)


def wall_ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def interleaved(solvers: list[Solver], rounds: int) -> Array:
    """Processor time of each solver in each round [ms], forth and back in turn, once warm: shape (solvers, rounds)."""
    for solve in solvers:
        solve()
    times = np.empty((len(solvers), rounds))
    for number in range(rounds):
        for at in range(len(solvers))[:: 1 if number % 2 else -1]:
            times[at, number] = cpu_ms(solvers[at])
    return times


def compare_kernels(given: World) -> None:
    """Times of the kernel and of its text in C, the same to the last byte: median of the ratios, with quartiles."""
    few = given.first(ROUND_DRAWS)
    with tempfile.TemporaryDirectory() as folder:
        solvers = {
            "kernel": kernel_itself(few, numba_text()),
            "the same text in C": kernel_in_c(few, Path(folder)),
        }
        first, other = (solve().tobytes() for solve in solvers.values())
        assert other == first, "C gives other outcomes than the kernel"
        times = interleaved(list(solvers.values()), ROUNDS)
    title = f"one core, {ROUNDS} rounds of {ROUND_DRAWS} draws"
    print(f"{title:46}{'median ms':>10}{'best ms':>10}{'ratio':>8}   quartiles")
    times *= DRAWS / ROUND_DRAWS
    for name, taken in zip(solvers, times, strict=True):
        low, ratio, high = np.quantile(taken / times[0], (0.25, 0.5, 0.75))
        print(f"{name:46}{np.median(taken):10.1f}{taken.min():10.1f}{ratio:8.3f}   {low:.3f} … {high:.3f}")
    print("Outcomes of both are the same to the last byte.\n")


# --- other means ------------------------------------------------------------------------------------------------------


def with_kernel(given: World, substeps: int = 1, threads: int = 1) -> Array:
    """Outcomes by month, shape (draws, months, outcomes), by the kernel as a run calls it."""
    ends = [len(given.p) * i // threads for i in range(threads + 1)]
    parts = [slice(*ends[i : i + 2]) for i in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        work = [pool.submit(simulate_draws, given.p[a], LEVER_0, given.lever, given.shock[a], substeps) for a in parts]
        return np.concatenate([one.result()[0] for one in work])


def error(found: Array, exact: Array) -> float:
    """Largest error of an outcome in any month over its largest value, median over draws."""
    off, scale = abs(found - exact), abs(exact).max(axis=1)
    return float(np.median((off.max(axis=1) / np.where(scale > 0, scale, 1)).max(axis=1)))


def compare_means(given: World) -> None:
    """Times of the kernel and SciPy on one core, and their errors against a fine step."""
    few, sorted_ = given.first(FEW_DRAWS), given.by_position()
    monthly = with_kernel(given)
    exact = with_kernel(few, FINE_SUBSTEPS)

    def scipy(rtol: float) -> Array:
        draws = zip(sorted_.p[:FEW_DRAWS], few.shock, strict=True)
        try:
            return np.array([with_scipy(p, few.lever, shock, rtol) for p, shock in draws])
        except (ValueError, OverflowError):  # so loose that a state leaves its domain
            return np.full_like(exact, np.inf)

    def steps(number: int, of: World = given) -> Array:
        return simulate_draws(of.p, LEVER_0, of.lever, of.shock, number)[0]

    reached = error(monthly[:FEW_DRAWS], exact)
    rtol, off = next((rtol, off) for rtol in TOLERANCES if (off := error(scipy(rtol), exact)) <= reached)
    number, finer = next((n, e) for n in range(1, FINE_SUBSTEPS) if (e := error(steps(n, few), exact)) <= off)
    solvers = [lambda: steps(1), lambda: scipy(rtol), lambda: steps(number)]
    times = interleaved(solvers, 5) * np.array([1, DRAWS / FEW_DRAWS, 1])[:, None]
    rows = [
        ("kernel", reached),
        ("SciPy solve_ivp, a loop over draws", off),
        (f"kernel, {number} steps a month", finer),
    ]
    print(f"{'one core, 5 rounds of all draws':46}{'median ms':>10}{'best ms':>10}{'ratio':>8}{'error':>10}")
    for (name, missed), taken in zip(rows, times, strict=True):
        ratio = np.median(taken / times[0])
        print(f"{name:46}{np.median(taken):10,.1f}{taken.min():10,.1f}{ratio:8.1f}{missed:10.1e}")
    print(f"At equal error, kernel : SciPy = 1 : {np.median(times[1] / times[2]):.0f}")
    print(f"SciPy: {FEW_DRAWS} draws, scaled up, rtol {rtol:.0e}.\n")


# --- all cores, compiling, a new process ------------------------------------------------------------------------------


def all_cores(given: World) -> None:
    """Time on the clock with a thread a core: the goal is about it."""
    taken = [wall_ms(lambda: with_kernel(given, threads=CORES)) for _ in range(25)]
    settings, scenario = Settings(draws=DRAWS, until=UNTIL), load_scenario(SCENARIO)
    whole = statistics.median(wall_ms(lambda: run([scenario], settings)) for _ in range(5))
    median, best = statistics.median(taken), min(taken)
    verdict = "goal met" if median <= GOAL else "limit met" if median <= LIMIT else "missed"
    print(f"{CORES} cores, on the clock: median {median:.0f} ms, best {best:.0f} ms; ", end="")
    print(f"goal {GOAL}, limit {LIMIT}: {verdict}.")
    print(f"With drawing and annual sums, run() takes {whole:.0f} ms.\n")


def compiling(given: World) -> None:
    """From the text to the end of a first run of one draw, and what a new process waits."""
    one = given.first(1)
    taken = [cpu_ms(kernel_itself(one, numba_text())) / 1e3 for _ in range(3)]
    print(f"Compiling takes {statistics.median(taken):.1f} s of processor time.")
    empty, warm = new_processes(3)
    print(f"A new process and its first run take {empty / 1e3:.1f} s with an empty cache, ", end="")
    print(f"{warm / 1e3:.1f} s with a warm one.")


def new_processes(times: int) -> tuple[float, float]:
    """Median time of a new process that makes one run [ms], with an empty cache and with a warm one."""
    with tempfile.TemporaryDirectory() as bytecode:  # Python's own, which an installation has already

        def first_run(cache: str) -> float:
            given = {**os.environ, "XDG_CACHE_HOME": cache, "PYTHONPYCACHEPREFIX": bytecode}
            given.pop("PYTHONDONTWRITEBYTECODE", None)
            return wall_ms(lambda: subprocess.run([sys.executable, "-c", FIRST_RUN], env=given, check=True))

        def both() -> tuple[float, float]:
            with tempfile.TemporaryDirectory() as cache:
                return first_run(cache), first_run(cache)

        both()
        empty, warm = zip(*[both() for _ in range(times)], strict=True)
    return statistics.median(empty), statistics.median(warm)


def main() -> None:
    """Print every table."""
    given = world()
    print(f"{SCENARIO}, {DRAWS} draws, {MONTHS} months, {CORES} cores, warm\n")
    compare_kernels(given)
    compare_means(given)
    all_cores(given)
    compiling(given)


if __name__ == "__main__":
    main()
