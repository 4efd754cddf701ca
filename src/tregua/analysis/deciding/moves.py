"""Which inputs move the difference between two policies: indices of Morris over all, of Sobol' over the first few."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tregua.analysis.deciding.futures import Alternative, Futures, futures
from tregua.analysis.deciding.goals import Cell
from tregua.analysis.deciding.indices import Effect, Function, Index, morris, sobol
from tregua.analysis.deciding.tree import check_installed
from tregua.catalogue.errors import RunError
from tregua.catalogue.shown import Brief
from tregua.lab.draws import at_settings, no_shocks, parameters_at
from tregua.lab.estimators import paired
from tregua.lab.left_open import left_open
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.result import choices_of, scenarios_of, span_of
from tregua.lab.run import CHUNK, annual_outcomes, simulate_draws
from tregua.lab.scenario import lever_array, levers_before
from tregua.lab.status import Status
from tregua.noise import Floats

PATHS = 12  # of Morris
MOST = 8  # inputs of Sobol'
BASE = 256  # points of Sobol', a power of two
EDGE = 0.05  # Morris moves an input between its 5th and its 95th percentile
TOLD = 12
Kind = Literal["morris", "sobol"]


@dataclass(frozen=True, repr=False)
class Moves(Brief):
    """Inputs by how much they move the difference of one cell under the reference alternative, the most first.

    `effects` are those of Morris over all `inputs`; `indices` those of Sobol' over the first of them with all others at
    their medians, where they were asked for. Random shocks stand at their medians. Inputs are drawn apart from each
    other, as before the past has taught anything of them. `runs` are all pairs that it took.
    """

    alternative: str
    inputs: int
    effects: tuple[Effect, ...]
    indices: tuple[Index, ...] | None
    runs: int


def moves(found: Futures, scenario: str, baseline: str, cell: Cell, year: int, kind: Kind) -> Moves:
    """The inputs that move a scenario less a baseline in one outcome, place and year.

    Raises
    ------
    InputError
        The run does not hold a policy, or SALib is not installed.
    RunError
        When the model has no solution at some position of the inputs.
    """
    check_installed("SALib")
    pair = futures(found.dataset, (scenario, baseline))
    reference, names, seed = pair.alternatives[0], pair.inputs, int(pair.dataset.attrs["seed"])
    every = difference(pair, names, cell, year, reference)
    effects = morris(names, lambda at: every(EDGE + (1.0 - 2.0 * EDGE) * at), PATHS, seed)
    effects.sort(key=lambda one: -one.size)
    first = [one.parameter for one in effects[:MOST] if one.size > 0.0]
    runs = PATHS * (len(names) + 1)
    indices = None
    if kind == "sobol":
        indices = sobol(first, difference(pair, first, cell, year, reference), BASE, seed) if first else []
        runs += BASE * (len(first) + 2) if first else 0
        indices.sort(key=lambda one: -one.total)
    shown = tuple(one for one in effects[:TOLD] if one.size > 0.0)
    return Moves(reference.name, len(names), shown, None if indices is None else tuple(indices), runs)


def difference(pair: Futures, names: Sequence[str], cell: Cell, year: int, alternative: Alternative) -> Function:
    """The first policy less the second in a cell, as a function of where some inputs stand in their distributions.

    All other inputs stand at their medians, random shocks too.
    """
    dataset, span = pair.dataset, span_of(pair.dataset)
    fixed = {**choices_of(dataset)[alternative.at], **json.loads(dataset.attrs["assumptions"])}
    paths = [lever_array(scenarios_of(dataset)[name], span) for name in pair.policies]
    numbers, known, before = [*lab().parameters], past(span.first), levers_before(span.first)
    rows = {name: numbers.index(name) for name in names if name in lab().parameters}
    columns = {one.name: one.column for one in left_open(paths)}

    def run(at: Floats) -> Floats:
        """At positions of the inputs, shape (runs, inputs)."""
        uniform, positions = np.full((len(numbers), len(at)), 0.5), np.full((len(at), len(lab().lever_columns)), 0.5)
        for name, column in zip(names, np.clip(at, 1e-9, 1.0 - 1e-9).T, strict=True):
            if name in rows:
                uniform[rows[name]] = column
            else:
                positions[:, columns[name]] = column
        p, shock = parameters_at(uniform, fixed, known), no_shocks(len(at), 12 * span.years)
        ends = []
        for path in paths:
            monthly, status = simulate_draws(p, before, at_settings(path, lambda: positions), shock, 1)
            if status.any():
                raise RunError({one.name.lower(): int((status == one).sum()) for one in Status if one})
            ends.append(_in(cell, annual_outcomes(monthly, span.years)[:, year - span.first]))
        return paired(ends[0], ends[1])

    def in_parts(at: Floats) -> Floats:
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return np.concatenate([*pool.map(run, np.array_split(at, range(CHUNK, len(at), CHUNK)))])

    return in_parts


def _in(cell: Cell, outcomes: Floats) -> Floats:
    """An outcome in a place, or added up over those of a total, of outcomes in the kernel's order."""
    record, columns = lab().outcomes[cell.outcome], lab().outcome_columns
    if record.index is None:
        return outcomes[:, columns[cell.outcome, None]]
    parts = lab().totals(record).get(cell.place, [cell.place])
    return np.asarray(outcomes[:, [columns[cell.outcome, place] for place in parts]].sum(axis=1))
