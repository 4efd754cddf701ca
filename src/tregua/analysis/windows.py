"""The record run from the years in which its figures begin, as a function of standard normal numbers.

A window is what was done, run open loop from a first year to a cut. What is conditioned on the figures within it are

- the numbers of the lab by their standard normal ones, u = Φ(z): one for all windows where a number is the same from
  every start, one for each where it is set anew from what was observed before (the area at the start, say);
- what random paths do in a year, z = Σ_m ε_m/√12 over its months; within the year their shape stays as drawn;
- where paths start, if they do not start at their median;
- a step at each break of a series, of unknown size.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from tregua.analysis.readings import cell, dated, level, undone
from tregua.evidence.schema import Point, Series
from tregua.lab.alternatives import Choices
from tregua.lab.draws import FARTHEST, Normals, parameters_at, shock_normals, shock_path, shock_streams, stream_of
from tregua.lab.measure import Measure, first_year, measures, shares_data
from tregua.lab.model import lab
from tregua.lab.past import Number, Past, past
from tregua.lab.run import FIRST_YEAR, annual_outcomes, simulate_draws
from tregua.lab.scenario import Span, lever_array, levers_before, record
from tregua.lab.schema import Shock
from tregua.noise import Floats, normals, points, stream_number

GROUPS_FROM = 2018
"""Series whose figures begin so late are held against a run that begins with them, the others against the first."""
STEP_AT_BREAK = 0.2
"""Standard deviation, in logs, of the step of a series at a break. One is of known size: UNODC's new conversion ratio
of 2014 makes 943 t of 746, log(943/746) = 0.23."""
MONTHS = 12
FIXED = ("constant", "choice")
NUDGE = 0.7  # of a standard normal number, to see what follows it
PROBES = 8
MOVED = 1e-9  # in logs
SMALLEST = 1e-12  # whose logarithm stands for that of nothing


@dataclass(frozen=True)
class Input:
    """A standard normal number that is conditioned.

    `kind` is ``number``, ``shock``, ``start`` or ``step``; `name` the parameter, the random path or the series;
    `window` its first year, 0 where all windows share it; `year` that of a shock or a step.
    """

    kind: str
    name: str
    window: int = 0
    year: int = 0


def by_start(several: Iterable[Measure]) -> dict[int, list[Measure]]:
    """Measures by the year from which a run is held against them."""
    found: dict[int, list[Measure]] = {}
    for one in several:
        found.setdefault(GROUPS_FROM if one.first >= GROUPS_FROM else FIRST_YEAR, []).append(one)
    return dict(sorted(found.items()))


@dataclass(frozen=True, eq=False)
class Window:
    """What was done from January of a year to the end of `cut`, and the figures that are held against it."""

    first: int
    cut: int
    known: Past
    targets: tuple[tuple[Measure, Point], ...]

    @property
    def years(self) -> int:
        """How many years it holds."""
        return self.cut - self.first + 1

    @cached_property
    def levers(self) -> tuple[Floats, Floats]:
        """Levers in the month before, and by month."""
        return levers_before(self.first), lever_array(record(), Span(self.first, self.cut, f"{self.first}-01"))

    @cached_property
    def steps(self) -> dict[str, list[int]]:
        """The years of the breaks that part the figures of each series."""
        found = {}
        for measure in {one.series: one for one, _ in self.targets}.values():
            years = [point.year for one, point in self.targets if one is measure]
            found[measure.series] = [one.year for one in measure.breaks if min(years) < one.year <= max(years)]
        return found

    def number(self, name: str) -> Number:
        """A parameter as it is drawn at its start."""
        return self.known.numbers[name]


def unseen(cut: int, held: Sequence[Measure]) -> frozenset[str]:
    """The parameters whose ranges were chosen with figures in view that are now to teach them.

    They start from their vague priors, or the figures would count twice.
    """
    taught = [one.data for one in held]
    return frozenset(
        one.id
        for one in lab().parameters.values()
        if one.vague is not None and one.id not in sizes_of_paths()
        if any(shares_data(key, data) and first_year(key) <= cut for key in one.data for data in taught)
    )


def windows(cut: int, series: Mapping[str, Series], held: Sequence[Measure]) -> tuple[Window, ...]:
    """The windows to the end of `cut` in which there are figures to be held against."""
    found, vague = [], unseen(cut, held)
    for first, several in by_start(held).items():
        targets = tuple(
            (measure, point)
            for measure in several
            for point in dated(series[measure.series], measure, first)
            if point.year <= cut and _readable(measure, point, first)
        )
        if targets:
            found.append(Window(first, cut, replace(past(first, series), vague=vague), targets))
    return tuple(found)


def _readable(measure: Measure, point: Point, first: int) -> bool:
    """Whether a run from January of `first` has the outcome at the time of a figure."""
    whole = point.month in (None, MONTHS)
    return whole or (lab().outcomes[measure.reads].kind != "flow" and point.year > first)


def conditioned() -> list[Measure]:
    """The measures on whose series the lab is conditioned."""
    return [one for one in measures() if one.conditioned]


@dataclass(frozen=True, eq=False)
class History:
    """All that is conditioned to the end of `cut`, under one combination of structural alternatives.

    `after` is what is known when a run starts after the cut: numbers that are the same then are carried on.
    """

    cut: int
    choices: Choices
    windows: tuple[Window, ...]
    after: Past

    @classmethod
    def of(
        cls,
        cut: int,
        choices: Choices,
        series: Mapping[str, Series] | None = None,
        several: Sequence[Measure] | None = None,
    ) -> "History":
        """The history to the end of `cut`, held against the series of `several` measures, all if not given."""
        given = lab().series if series is None else series
        held = conditioned() if several is None else several
        after = replace(past(cut + 1, given), vague=unseen(cut, held))
        return cls(cut, choices, windows(cut, given, held), after)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Every number that is conditioned."""
        return tuple(self._numbers()) + tuple(self._paths())

    def _numbers(self) -> Iterator[Input]:
        for name in lab().parameters:
            if name in self.choices:
                continue
            if all(one.number(name) == self.after.numbers[name] for one in self.windows):
                if self.after.numbers[name].distribution.kind not in FIXED:
                    yield Input("number", name)
                continue
            for one in self.windows:
                if one.number(name).distribution.kind not in FIXED:
                    yield Input("number", name, one.first)

    def _paths(self) -> Iterator[Input]:
        for one in self.windows:
            for shock, place in shock_streams():
                if shock.lag or not shock.memory:
                    yield Input("start", path_name(shock, place), one.first)
                for year in range(one.first, one.cut + 1):
                    yield Input("shock", path_name(shock, place), one.first, year)
            for series, years in one.steps.items():
                yield from (Input("step", series, one.first, year) for year in years)

    @cached_property
    def at(self) -> dict[Input, int]:
        """Where each input stands."""
        return {one: at for at, one in enumerate(self.inputs)}

    @cached_property
    def carried(self) -> list[str]:
        """The parameters that a run after the cut draws as they were learnt."""
        return [one.name for one in self.inputs if one.kind == "number" and not one.window]

    @cached_property
    def targets(self) -> tuple[tuple[Measure, Point], ...]:
        """Every figure that is held against, window by window."""
        return tuple(target for one in self.windows for target in one.targets)

    @cached_property
    def observed(self) -> Floats:
        """The logarithm of each figure."""
        return np.log([point.value for _, point in self.targets])

    @cached_property
    def error(self) -> Floats:
        """The standard deviation of the measurement of each, in logs."""
        return np.array([measure.error for measure, _ in self.targets])

    def number_at(self, name: str, window: Window) -> int | None:
        """Where the number of a parameter in a window stands, if it is conditioned."""
        return self.at.get(Input("number", name), self.at.get(Input("number", name, window.first)))


def path_name(shock: Shock, place: str) -> str:
    """The name of a random path: the shock and, where it has one, the place."""
    return ".".join(filter(None, (shock.id, place)))


class Members:
    """Some draws of a history, at their addresses: what they are before anything is learnt, and what they read."""

    def __init__(self, history: History, seed: int, first: int, count: int) -> None:
        self.history, self.seed, self.first, self.count = history, seed, first, count
        self.drawn = {
            (window.first, path_name(shock, place)): shock_normals(
                _seed(seed, window), shock, place, window.years * MONTHS, first, count, False
            )
            for window in history.windows
            for shock, place in shock_streams()
        }

    @cached_property
    def prior(self) -> Floats:
        """The standard normal numbers before anything is learnt, shape (inputs, draws)."""
        from scipy.special import ndtri

        numbers = [one for one in self.history.inputs if one.kind == "number"]
        z = np.empty((len(self.history.inputs), self.count))
        shared = [one for one in numbers if not one.window]
        z[[self.history.at[one] for one in shared]] = ndtri(
            points(self.seed, [stream_of(one.name) for one in shared], self.first, self.count)
        )
        for window in self.history.windows:
            own, seed = [one for one in numbers if one.window == window.first], _seed(self.seed, window)
            z[[self.history.at[one] for one in own]] = ndtri(
                points(seed, [stream_of(one.name) for one in own], self.first, self.count)
            )
            for one in self.history.inputs:
                if one.window == window.first and one.kind != "number":
                    z[self.history.at[one]] = self._of_window(one, window, seed)
        return z

    def _of_window(self, one: Input, window: Window, seed: int) -> Floats:
        if one.kind == "step":
            return normals(seed, f"step {one.name}", one.year, self.first, self.count)
        drawn = self.drawn[window.first, one.name]
        return drawn.start if one.kind == "start" else yearly(drawn.monthly)[one.year - window.first]

    def readings(self, z: Floats) -> Floats:
        """What the publishers should have read, in logs, shape (targets, draws); not a number without a solution."""
        return np.concatenate([self.in_window(one, z) for one in self.history.windows])

    def in_window(self, window: Window, z: Floats) -> Floats:
        """The readings of one window."""
        parameters = self._parameters(window, z)
        out, status = simulate_draws(parameters, *window.levers, self._paths(window, z, parameters), 1)
        annual = annual_outcomes(out, window.years)
        annual[status != 0] = np.nan
        paths: dict[str, dict[int, Floats]] = {}
        read = np.empty((len(window.targets), self.count))
        for row, (measure, point) in enumerate(window.targets):
            if measure.series not in paths:
                values = cell(annual, measure.reads, measure.place)
                paths[measure.series] = {window.first + at: values[:, at] for at in range(window.years)}
            found = level(paths[measure.series], measure, point.year, point.month)
            assert found is not None
            read[row] = np.log(np.maximum(found, SMALLEST))
            if measure.share is not None:
                read[row] += np.log(undone(measure.share, self._share(measure.share.undoes, window, z)))
            for year in window.steps[measure.series]:
                if year <= point.year:
                    read[row] += STEP_AT_BREAK * z[self.history.at[Input("step", measure.series, window.first, year)]]
        return read

    def _share(self, parameter: str, window: Window, z: Floats) -> Floats:
        from scipy.special import ndtr

        at = self.history.number_at(parameter, window)
        assert at is not None
        return np.asarray(ndtr(z[at]))

    def _parameters(self, window: Window, z: Floats) -> Floats:
        from scipy.special import ndtr

        uniform = np.full((len(lab().parameters), self.count), 0.5)
        for row, name in enumerate(lab().parameters):
            at = self.history.number_at(name, window)
            if at is not None:
                uniform[row] = ndtr(np.clip(z[at], -FARTHEST, FARTHEST))
        return parameters_at(uniform, self.history.choices, window.known)

    def _paths(self, window: Window, z: Floats, parameters: Floats) -> Floats:
        streams = shock_streams()
        paths = np.empty((self.count, window.years * MONTHS, len(streams)))
        for column, (shock, place) in enumerate(streams):
            name = path_name(shock, place)
            drawn, at = self.drawn[window.first, name], self.history.at
            years = [at[Input("shock", name, window.first, year)] for year in range(window.first, window.cut + 1)]
            moved = np.repeat((z[years] - yearly(drawn.monthly)) / MONTHS**0.5, MONTHS, axis=0)
            start = at.get(Input("start", name, window.first))
            begun = Normals(drawn.monthly + moved, drawn.start if start is None else z[start])
            paths[:, :, column] = shock_path(shock, place, begun, parameters)
        return paths


def _seed(seed: int, window: Window) -> int:
    """The seed of what belongs to one window, so that no two windows, and no run after them, share numbers."""
    return (seed + stream_number(f"history from {window.first}")) % 2**64


def yearly(monthly: Floats) -> Floats:
    """The standard normal number of each year, Σ_m ε_m/√12, of one a month; shape (years, draws)."""
    return np.asarray(monthly.reshape(-1, MONTHS, monthly.shape[1]).sum(axis=1) / MONTHS**0.5)


def sizes_of_paths() -> set[str]:
    """The parameters that set how far random paths go.

    They are left as drawn. An update that is linear in the figures takes large moves for a large volatility: on
    synthetic histories it finds volatilities too high (`benchmarks/calibration_ranks.py`).
    """
    kinds = {shock.volatility for shock in lab().shocks.values()}
    return {name for name in lab().parameters if name.partition(".")[0] in kinds}


def reach(history: History, seed: int) -> NDArray[np.bool_]:
    """Whether figures may teach an input anything, shape (inputs, targets): a nudge of it moves them in a few draws."""
    left = sizes_of_paths()
    members = Members(history, seed, 0, PROBES)
    before = [members.in_window(one, members.prior) for one in history.windows]

    def moved(at: int) -> NDArray[np.bool_]:
        if history.inputs[at].name in left:
            return np.zeros(len(history.targets), dtype=np.bool_)
        z = members.prior.copy()
        z[at] += NUDGE
        return np.concatenate(
            [
                (np.abs(members.in_window(one, z) - was) > MOVED).any(axis=1)
                if history.inputs[at].window in (0, one.first)
                else np.zeros(len(was), dtype=np.bool_)
                for one, was in zip(history.windows, before, strict=True)
            ]
        )

    with ThreadPoolExecutor(cpu_count()) as pool:
        return np.stack([*pool.map(moved, range(len(history.inputs)))])
