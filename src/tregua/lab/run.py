"""Many draws of many scenarios on all cores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem, RunError
from tregua.catalogue.record import FIRST_MONTH, MONTH
from tregua.lab.alternatives import Combination, acting
from tregua.lab.bind import working_space
from tregua.lab.draws import as_listed, at_settings, check_assumptions, draw_parameters
from tregua.lab.engine.numba import compiled
from tregua.lab.ensemble import Ensemble
from tregua.lab.inputs import Inputs
from tregua.lab.layout import parameter_columns
from tregua.lab.model import lab
from tregua.lab.past import Past, past
from tregua.lab.scenario import LAST_YEAR, Span, check_start, lever_array, levers_before
from tregua.lab.schema import Scenario
from tregua.lab.status import Status
from tregua.lab.where import computed, cores
from tregua.noise import Floats

CHUNK = 64
DRAWN_AT_ONCE = 4096
FINER = (4, 16)  # as many steps a month for a draw that has no solution; about one in a hundred thousand
FIRST_YEAR = int(FIRST_MONTH[:4])
MAX_DRAWS = 2**20  # for so many are draws spread evenly
MAX_BYTES = 2**30
AS_DRAWN = (Combination(),)
Progress = Callable[[int, int], None]
_STARTING = Lock()  # what the first part of a process makes ready, others of it wait for
Experiment = tuple[int, int]


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
    threads: int = field(default_factory=cores)
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
    check_memory(len(levers), settings, len(combinations))
    job = job_of(levers, settings, assumptions, combinations, known)
    span = settings.span
    shape = (len(combinations), len(levers), settings.draws)
    annual = np.empty((*shape, span.years, len(lab().outcome_columns)))
    status = np.zeros(shape, dtype=np.int64)
    same = job.same()
    parts = [
        job.part(experiments, first, min(settings.chunk, settings.draws - first), settings.ensemble)
        for first in range(0, settings.draws, settings.chunk)
        for experiments in _by_combination(same)
    ]
    compiled()
    for done, (part, (found, ends)) in enumerate(computed(partial(compute, job), parts, settings.threads), start=1):
        for (one, policy), outcomes, end in zip(part.experiments, found, ends, strict=True):
            annual[one, policy, part.first : part.first + part.count] = outcomes
            status[one, policy, part.first : part.first + part.count] = end
        progress(done, len(parts))
    for place, origin in same.items():
        if place != origin:
            annual[place], status[place] = annual[origin], status[origin]
    if status.any() and settings.ensemble is not None and (good := int(np.flatnonzero(status.any(axis=(0, 1)))[0])):
        raise InputError(Problem("unsolved_draws", "--draws", {"found": settings.draws, "largest": good}))
    if status.any() and not job.known.blind:
        raise failed(status)
    annual[status != 0] = np.nan
    return annual


def failed(status: NDArray[np.int64]) -> RunError:
    """What is told of draws without a solution."""
    return RunError({one.name.lower(): int((status == one).sum()) for one in Status if one})


@dataclass(frozen=True, eq=False)
class Job:
    """All that outcomes follow from, but of which draws: what is computed is a function of it and of a `Part`.

    An experiment is a combination of structural alternatives and a policy, each by its number.
    """

    levers: tuple[Floats, ...]
    known: Past
    settings: Settings
    assumed: Mapping[str, float]
    combinations: tuple[Combination, ...]

    def same(self) -> dict[Experiment, Experiment]:
        """For each experiment the first one that must give the same: the choices that act are the same."""
        at_start = moved_names(levers_before(self.settings.span.first))
        return _same([at_start | moved_names(lever) for lever in self.levers], self.combinations)

    def part(self, experiments: Sequence[Experiment], first: int, count: int, ensemble: Ensemble | None) -> "Part":
        """Some draws of some experiments, with what an ensemble has learnt of these draws."""
        learnt = {}
        if ensemble is not None:
            for number in dict.fromkeys(one for one, _ in experiments):
                learnt[number] = ensemble.of({**self.combinations[number].choices, **self.assumed}, first, count)
        return Part(tuple(experiments), first, count, learnt)


@dataclass(frozen=True, eq=False)
class Part:
    """Some draws of some experiments of a job; `learnt` of an ensemble, by combination."""

    experiments: tuple[Experiment, ...]
    first: int
    count: int
    learnt: Mapping[int, Mapping[str, Floats]]


def job_of(
    levers: Sequence[Floats],
    settings: Settings,
    assumptions: Mapping[str, float] | None,
    combinations: Sequence[Combination],
    known: Past | None,
) -> Job:
    """A job, its input checked before anything is computed."""
    check_assumptions(assumptions or {})
    assumed = {name: as_listed(name, value) for name, value in (assumptions or {}).items()}
    what = past(settings.span.first) if known is None else known
    if settings.ensemble is not None:
        what = replace(what, vague=what.vague | settings.ensemble.vague)
        for one in combinations:
            settings.ensemble.of({**one.choices, **assumed}, 0, 0)
    return Job(tuple(levers), what, replace(settings, ensemble=None), assumed, tuple(combinations))


def compute(job: Job, part: Part) -> tuple[Floats, NDArray[np.int64]]:
    """Annual outcomes of a part, shape (experiments, draws, years, outcome columns), and how each draw ended."""
    with _STARTING:
        compiled()
    settings, inputs = job.settings, _inputs(job)
    annual = np.empty((len(part.experiments), part.count, settings.span.years, len(lab().outcome_columns)))
    status = np.zeros(annual.shape[:2], dtype=np.int64)
    lever_0 = levers_before(settings.span.first)
    for start in range(0, part.count, settings.chunk):
        within = slice(start, min(start + settings.chunk, part.count))
        first, count = part.first + start, within.stop - within.start
        for at, (number, policy) in enumerate(part.experiments):
            one = job.combinations[number]
            learnt = {name: z[within] for name, z in part.learnt.get(number, {}).items()}
            p, shock = inputs.of(one, first, count, learnt)
            again = one.redrawn == "assumed"
            lever = at_settings(job.levers[policy], partial(inputs.positions_of, first, count, again))
            finer = () if job.known.blind else FINER
            monthly, ends = _followed(p, lever_0, lever, shock, settings.substeps, finer)
            annual[at, within] = annual_outcomes(monthly, settings.span.years)
            status[at, within] = ends
    status[(status == 0) & ~np.isfinite(annual).all(axis=(2, 3))] = Status.NUMBERS
    return annual, status


def _followed(
    p: Floats, lever_0: Floats, lever: Floats, shock: Floats, substeps: int, finer: Sequence[int]
) -> tuple[Floats, NDArray[np.int64]]:
    """A chunk as `simulate_draws` gives it; draws that its steps cannot follow are computed again with finer ones."""
    monthly, ends = simulate_draws(p, lever_0, lever, shock, substeps)
    for times in finer:
        lost = np.flatnonzero(ends)
        if not lost.size:
            break
        own = lever if len(lever) == 1 else lever[lost]
        monthly[lost], ends[lost] = simulate_draws(p[lost], lever_0, own, shock[lost], times * substeps)
    return monthly, ends


def _by_combination(same: Mapping[Experiment, Experiment]) -> list[list[Experiment]]:
    """The experiments that are run, those of a combination together."""
    found: dict[int, list[Experiment]] = {}
    for one in dict.fromkeys(same.values()):
        found.setdefault(one[0], []).append(one)
    return [*found.values()]


def _same(moved_by: Sequence[set[str]], combinations: Sequence[Combination]) -> dict[Experiment, Experiment]:
    first: dict[object, Experiment] = {}
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
    fixed = {**combination.choices, **assumptions}
    drawn = np.empty((settings.draws, len(lab().parameters)))
    for first in range(0, settings.draws, DRAWN_AT_ONCE):
        count = min(DRAWN_AT_ONCE, settings.draws - first)
        learnt = settings.ensemble.of(fixed, first, count) if settings.ensemble else None
        part = draw_parameters(settings.seed, first, count, fixed, combination.redrawn, what, learnt)
        drawn[first : first + count] = part
    return drawn


@lru_cache(maxsize=2)  # jobs at work at a time
def _inputs(job: Job) -> Inputs:
    settings = job.settings
    return Inputs(job.known, settings.seed, settings.span.years * 12, settings.shocks, job.assumed)


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
