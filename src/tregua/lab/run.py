"""Many draws of many scenarios on all cores."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem, RunError
from tregua.catalogue.record import FIRST_MONTH, MONTH
from tregua.lab.alternatives import Combination, acting
from tregua.lab.bind import working_space
from tregua.lab.draws import (
    as_listed,
    at_settings,
    behind_shocks,
    check_assumptions,
    draw_parameters,
    draw_shocks,
    no_shocks,
    positions,
)
from tregua.lab.engine.numba import compiled
from tregua.lab.ensemble import Ensemble
from tregua.lab.layout import parameter_columns
from tregua.lab.model import lab
from tregua.lab.past import Past, past
from tregua.lab.scenario import LAST_YEAR, Span, check_start, lever_array, levers_before
from tregua.lab.schema import Scenario
from tregua.lab.status import Status
from tregua.noise import Floats

CHUNK = 64
KEPT = 4  # sets of paths, of the chunks in work
FIRST_YEAR = int(FIRST_MONTH[:4])
MAX_DRAWS = 100_000
MAX_BYTES = 2**30
AS_DRAWN = (Combination(),)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Settings:
    """How a run is computed.

    Policies start in the month `start`; the run in January of `first`, the year of the catalogue or, where the policies
    start earlier, theirs; it ends with `until`, ten years after the start where no year is named. Numbers are drawn
    from the prior, or from an `ensemble` that was conditioned on the years before the first.
    """

    draws: int = 128
    seed: int = 0
    start: str = field(default_factory=lambda: lab().world.policy_start)
    first: int | None = None
    until: int | None = None
    shocks: bool = True
    substeps: int = 1
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    chunk: int = CHUNK
    ensemble: Ensemble | None = None

    def __post_init__(self) -> None:
        if not MONTH.fullmatch(self.start):
            raise InputError(Problem("not_a_month", "--from", {"found": self.start}))
        if not FIRST_YEAR <= int(self.start[:4]) < LAST_YEAR:
            expected = f"{FIRST_YEAR}-01 … {LAST_YEAR - 1}-12"
            raise InputError(
                Problem("out_of_range", "--from", {"field": "from", "found": self.start, "expected": expected})
            )
        limits = {
            "draws": (1, MAX_DRAWS),
            "seed": (0, 2**64 - 1),
            "first": (FIRST_YEAR, lab().world.first),
            "until": (self.span.first + 1, LAST_YEAR),
            "substeps": (1, 64),
            "threads": (1, 1024),
            "chunk": (1, MAX_DRAWS),
        }
        problems = [
            Problem("out_of_range", "", {"field": name, "found": found, "expected": f"{low} … {high}"})
            for name, (low, high) in limits.items()
            if not low <= (found := getattr(self.span if name in ("first", "until") else self, name)) <= high
        ]
        if self.ensemble is not None and (self.span.first, self.seed) != (self.ensemble.cut + 1, self.ensemble.seed):
            expected = f"{self.ensemble.cut + 1}, --seed {self.ensemble.seed}"
            found = f"{self.span.first}, --seed {self.seed}"
            problems.append(Problem("ensemble_start", "", {"found": found, "expected": expected}))
        if self.ensemble is not None and self.draws > self.ensemble.draws:
            values = {"found": self.draws, "largest": self.ensemble.draws}
            problems.append(Problem("ensemble_draws", "--draws", values))
        if problems:
            raise InputError(problems)

    @property
    def span(self) -> Span:
        """The years of the run and the start of its policies."""
        year = int(self.start[:4])
        first = min(lab().world.first, year) if self.first is None else self.first
        return Span(first, min(LAST_YEAR, year + 10) if self.until is None else self.until, self.start)


def run(
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float] | None = None,
    combinations: Sequence[Combination] = AS_DRAWN,
    progress: Progress = lambda done, total: None,
    known: Past | None = None,
) -> Floats:
    """Annual outcomes, shape (combinations, scenarios, draws, years, outcome columns).

    Draws, parameters and shocks are the same for every scenario and combination; the result does not depend on threads
    or chunks. Without combinations structural alternatives are drawn like any other number. The run starts from what is
    `known`, the ledger's series before its first year where nothing else is given. Draws of vague priors in which the
    model has no solution are not a number.

    Raises
    ------
    InputError
        When an assumption names no parameter.
    RunError
        When in some draw a market did not clear, a margin or a group was negative, or a number was not finite.
    """
    check_start(scenarios, settings.start)
    levers = [lever_array(scenario, settings.span) for scenario in scenarios]
    return run_levers(levers, settings, assumptions, combinations, progress, known)


def run_levers(
    levers: Sequence[Floats],
    settings: Settings,
    assumptions: Mapping[str, float] | None = None,
    combinations: Sequence[Combination] = AS_DRAWN,
    progress: Progress = lambda done, total: None,
    known: Past | None = None,
) -> Floats:
    """The same as `run` for levers by month, each as `lever_array` gives them."""
    check_assumptions(assumptions or {})
    assumed = {name: as_listed(name, value) for name, value in (assumptions or {}).items()}
    check_memory(len(levers), settings, len(combinations))
    span = settings.span
    known = past(span.first) if known is None else known
    if settings.ensemble is not None:
        known = replace(known, vague=known.vague | settings.ensemble.vague)
        for one in combinations:
            settings.ensemble.of({**one.choices, **assumed}, 0, 0)  # refused before anything is computed
    inputs = _Inputs(known, settings, assumed)
    lever_0 = levers_before(span.first)
    shape = (len(combinations), len(levers), settings.draws)
    annual = np.empty((*shape, span.years, len(lab().outcome_columns)))
    status = np.zeros(shape, dtype=np.int64)
    at_start = moved_names(lever_0)
    same = _same([at_start | moved_names(lever) for lever in levers], combinations)

    def work(number: int, first: int) -> None:
        count = min(settings.chunk, settings.draws - first)
        again = combinations[number].redrawn == "assumed"
        p, shock = inputs.of(combinations[number], first, count)
        for policy in (policy for (one, policy), origin in same.items() if origin == (one, policy) and one == number):
            lever = at_settings(levers[policy], partial(inputs.positions_of, first, count, again))
            part, part_status = simulate_draws(p, lever_0, lever, shock, settings.substeps)
            annual[number, policy, first : first + count] = annual_outcomes(part, span.years)
            status[number, policy, first : first + count] = part_status

    needed = dict.fromkeys(number for number, _ in same.values())
    tasks = [(one, first) for first in range(0, settings.draws, settings.chunk) for one in needed]
    _in_threads(work, tasks, settings, progress)
    for place, origin in same.items():
        if place != origin:
            annual[place], status[place] = annual[origin], status[origin]
    status[(status == 0) & ~np.isfinite(annual).all(axis=(3, 4))] = Status.NUMBERS
    if status.any() and settings.ensemble is not None and (good := int(np.flatnonzero(status.any(axis=(0, 1)))[0])):
        raise InputError(Problem("unsolved_draws", "--draws", {"found": settings.draws, "largest": good}))
    if status.any() and not known.blind:
        raise RunError({one.name.lower(): int((status == one).sum()) for one in Status if one})
    annual[status != 0] = np.nan
    return annual


def _same(moved_by: Sequence[set[str]], combinations: Sequence[Combination]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each combination and policy, the first ones that must give the same: the choices that act are the same."""
    first: dict[object, tuple[int, int]] = {}
    same = {}
    for policy, moved in enumerate(moved_by):
        for number, one in enumerate(combinations):
            key = (policy, one.redrawn, tuple(sorted(acting(one.choices, moved).items())))
            same[number, policy] = first.setdefault(key, (number, policy))
    return same


def moved_names(lever: Floats) -> set[str]:
    """The levers that are ever set away from their default."""
    columns = lab().lever_columns
    return {name for (name, _), column in columns.items() if (lever[..., column] != lab().levers[name].default).any()}


def _in_threads(
    work: Callable[[int, int], None], tasks: Sequence[tuple[int, int]], settings: Settings, progress: Progress
) -> None:
    compiled()
    with ThreadPoolExecutor(settings.threads) as pool:
        pending: set[Future[None]] = {pool.submit(work, *task) for task in tasks}
        try:
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                progress(len(tasks) - len(pending), len(tasks))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def check_memory(scenarios: int, settings: Settings, combinations: int, held: int = 1) -> None:
    """Refuse a run whose result, `held` so many times at once, would not fit."""
    draw = held * 8 * combinations * scenarios * settings.span.years * len(lab().outcome_columns)
    if settings.draws * draw > MAX_BYTES:
        values = {"found": settings.draws, "largest": MAX_BYTES // draw}
        raise InputError(Problem("too_many_draws", "--draws", values))


def numbers(
    settings: Settings, combination: Combination, assumptions: Mapping[str, float], known: Past | None = None
) -> Floats:
    """The numbers of every draw of a run under a combination, shape (draws, parameters)."""
    what = past(settings.span.first) if known is None else known
    return _numbers(settings, combination, assumptions, what, 0, settings.draws)


def _numbers(
    settings: Settings, combination: Combination, assumed: Mapping[str, float], known: Past, first: int, count: int
) -> Floats:
    fixed = {**combination.choices, **assumed}
    learnt = settings.ensemble.of(fixed, first, count) if settings.ensemble else None
    return draw_parameters(settings.seed, first, count, fixed, combination.redrawn, known, learnt)


class _Inputs:
    """Numbers and paths of a chunk; paths are worked out once for all combinations that leave them alone."""

    def __init__(self, known: Past, settings: Settings, assumed: Mapping[str, float]) -> None:
        self.known, self.settings, self.assumed = known, settings, assumed
        self.paths: dict[object, Floats] = {}
        self.positions: dict[tuple[int, bool], Floats] = {}
        self.shaping = behind_shocks()
        self.lock = Lock()

    def of(self, combination: Combination, first: int, count: int) -> tuple[Floats, Floats]:
        """Parameters and shocks of some draws under a combination."""
        settings = self.settings
        p = _numbers(settings, combination, self.assumed, self.known, first, count)
        months = settings.span.years * 12
        if not settings.shocks:
            return p, no_shocks(count, months)
        again = combination.redrawn == "shocks"
        key = (first, again, p[:, self.shaping].tobytes())
        with self.lock:
            if key not in self.paths:
                while len(self.paths) >= KEPT:
                    self.paths.pop(next(iter(self.paths)))
                self.paths[key] = draw_shocks(settings.seed, first, count, months, p, again)
            return p, self.paths[key]

    def positions_of(self, first: int, count: int, again: bool) -> Floats:
        """Where some draws take the settings that are left open."""
        with self.lock:
            if (first, again) not in self.positions:
                while len(self.positions) >= KEPT:
                    self.positions.pop(next(iter(self.positions)))
                self.positions[first, again] = positions(self.settings.seed, first, count, again)
            return self.positions[first, again]


def simulate_draws(
    p: Floats, lever_0: Floats, lever: Floats, shock: Floats, substeps: int
) -> tuple[Floats, NDArray[np.int64]]:
    """One chunk of one scenario: outcomes by month, shape (draws, months, columns), and statuses.

    Parameters
    ----------
    p : drawn numbers, shape (draws, numbers)
    lever_0 : levers in force when the run starts, shape (levers,)
    lever : values by month, shape (months, levers), or by draw, shape (draws or 1, months, levers)
    shock : values by month, shape (draws, months, shocks)
    """
    count, months = shock.shape[:2]
    width = len(lab().outcome_columns)
    out = np.empty((count, months * width))
    status = np.zeros(count, dtype=np.int64)
    compiled().run_draws(
        np.ascontiguousarray(p[:, parameter_columns()]),
        lever_0,
        np.ascontiguousarray(lever.reshape(1 if lever.ndim == 2 else len(lever), -1)),
        np.ascontiguousarray(shock.reshape(count, -1)),
        months,
        substeps,
        out,
        status,
        tuple(np.empty(size) for size in working_space()),
        0,
        count,
    )
    return out.reshape(count, months, width), status


def annual_outcomes(monthly: Floats, years: int) -> Floats:
    """Outcomes of `simulate_draws` by year, in their own units: stocks in December, flows summed over the year."""
    by_year = monthly.reshape(len(monthly), years, 12, -1)
    annual: Floats = by_year.sum(axis=2)
    for (outcome, _), column in lab().outcome_columns.items():
        record = lab().outcomes[outcome]
        if record.kind == "stock":
            annual[:, :, column] = by_year[:, :, -1, column]
        annual[:, :, column] *= record.scale
    return annual
