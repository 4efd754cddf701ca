"""How fast this machine is: a new process from its start, and the kernel on one thread and on many."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import Combination
from tregua.lab.draws import draw_shocks
from tregua.lab.engine.numba import compiled
from tregua.lab.run import Settings, numbers, simulate_draws
from tregua.lab.scenario import lever_array, levers_before, record

DRAWS, SECONDS = 8, 0.5
LONGEST = 120  # seconds that a new process may take
READY = """
from tregua.lab.engine.numba import compiled, is_compiled
if found := is_compiled():
    compiled()
print(int(found))
"""


@dataclass(frozen=True)
class Burst(Brief):
    """Futures simulated in a second, each one draw of one policy over the years of a run."""

    years: int
    threads: int
    one_thread: float
    all_threads: float

    @property
    def gain(self) -> float:
        """How many times as many on all threads as on one."""
        return self.all_threads / self.one_thread


@dataclass(frozen=True)
class Ready(Brief):
    """Seconds from the start of a new process to a kernel that can run, and whether that found it compiled on disk."""

    seconds: float
    kept: bool


def compile_kernel() -> float:
    """Seconds until the kernel can run in this process.

    Raises
    ------
    InputError
        The machine code can be written nowhere, or Numba is told not to compile.
    """
    return _timed(compiled)


def start() -> float:
    """Seconds that a new process takes from its start to telling the version.

    Raises
    ------
    OSError, subprocess.TimeoutExpired
        No process could be started, or it failed or took too long.
    """
    return _timed(lambda: _process("-m", "tregua", "--version"))


def ready() -> Ready:
    """A new process from its start to a kernel that can run; it compiles nothing.

    Raises
    ------
    OSError, subprocess.TimeoutExpired
        No process could be started, or it failed or took too long.
    """
    began = perf_counter()
    found = _process("-c", READY)
    return Ready(perf_counter() - began, found.split()[-1:] == ["1"])


def _process(*words: str) -> str:
    """What a new Python prints that finds the same packages as this one."""
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", *words]
    done = subprocess.run(command, env=where, capture_output=True, text=True, timeout=LONGEST, check=False)
    if done.returncode:
        raise ChildProcessError((done.stderr.splitlines() or [str(done.returncode)])[-1])
    return done.stdout


def burst(threads: int, seconds: float = SECONDS) -> Burst:
    """Run the kernel on the same few draws of what was done, on one thread and then on several, for so long each.

    Raises
    ------
    InputError
        As `compile_kernel`.
    """
    settings = Settings(draws=DRAWS)
    span = settings.span
    levers, before = lever_array(record(), span), levers_before(span.first)
    drawn = numbers(settings, Combination(), {})
    shocks = draw_shocks(settings.seed, 0, DRAWS, span.years * 12, drawn)

    def rate(_: int = 0) -> float:
        began, done = perf_counter(), 0
        while not done or perf_counter() - began < seconds:
            simulate_draws(drawn, before, levers, shocks, settings.substeps)
            done += DRAWS
        return done / (perf_counter() - began)

    compiled()
    one = rate()
    with ThreadPoolExecutor(threads) as pool:
        every = sum(pool.map(rate, range(threads))) if threads > 1 else one
    return Burst(span.years, threads, one, every)


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
