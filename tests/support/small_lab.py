"""Small runs of the lab: levers moved from August 2022 on, one draw by month, the kernel as plain Python."""

from collections.abc import Mapping
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.record import Citation, LeverPath, Text
from tregua.lab import positions as at
from tregua.lab.draws import draw_parameters, draw_shocks
from tregua.lab.engine.numba import compiled
from tregua.lab.model import lab
from tregua.lab.run import Settings, hostility_matrix, run
from tregua.lab.scenario import START_YEAR, lever_array
from tregua.lab.schema import Scenario

Floats = NDArray[np.float64]
POLICY_MONTH = 19  # months from January 2021 to the start of policies, August 2022
WORKING_SPACE = (*[at.N_STATES] * 5, at.N_REFERENCES, 5 * at.N_MARKETS)
WORDS = Text(en="a test", es="una prueba")
DEFAULTS = {lever.id: lever.default for lever in lab().levers.values()}
EXTREMES = {lever.id: lever.low if lever.default == lever.high else lever.high for lever in lab().levers.values()}


def scenario(values: Mapping[str, float], name: str = "moved") -> Scenario:
    """The scenario that sets each lever, for all groups, to a value from August 2022 on."""
    paths = [
        LeverPath(
            lever=lever,
            place="all" if lab().levers[lever].index else None,
            unit=lab().levers[lever].unit,
            path={"2022-08": float(value)},
            tag="assumed",
            note=WORDS,
        )
        for lever, value in values.items()
    ]
    source = [Citation(ref="s3", locator="a test")]
    return Scenario(id=name, text=WORDS, description=WORDS, steelman=WORDS, source=source, levers=paths)


BASELINE = scenario({}, "baseline")


def annual(values: Mapping[str, float], settings: Settings, assumptions: Mapping[str, float] | None = None) -> Floats:
    """Annual outcomes of one scenario, shape (draws, years, columns)."""
    return run([scenario(values)], settings, assumptions, replicates=("base",))[0, 0]


def column(parameter: str) -> int:
    """Position of a parameter."""
    return list(lab().parameters).index(parameter)


def columns(outcome: str) -> list[int]:
    """Positions of an outcome, one a place."""
    return [position for (name, _), position in lab().outcome_columns.items() if name == outcome]


def inputs(values: Mapping[str, float], until: int, draws: int, seed: int = 0) -> tuple[Floats, Floats, Floats]:
    """Parameters (draws, parameters), levers (months × levers) and shocks (draws, months × shocks)."""
    lever = lever_array(scenario(values), until)
    p = draw_parameters(seed, 0, draws, {})
    shock = draw_shocks(seed, 0, draws, (until - START_YEAR + 1) * 12, p)
    return p, lever.ravel(), shock.reshape(draws, -1)


class OneRun(NamedTuple):
    """One draw: outcomes by month, the states at its end, the worst status."""

    out: Floats
    states: Floats
    status: int


def simulate(
    kernel: ModuleType | SimpleNamespace,
    p: Floats,
    lever: Floats,
    shock: Floats,
    months: int,
    substeps: int = 1,
    plain: bool = False,
) -> OneRun:
    """Run `months` of one draw in a kernel; `plain` says that it is Python, which is quicker on lists."""
    out = np.zeros(months * at.N_OUTCOMES)
    given: list[Any] = [p, lever, shock, hostility_matrix()]
    taken: list[Any] = [out, *map(np.zeros, WORKING_SPACE)]
    if plain:
        given, taken = [one.tolist() for one in given], [one.tolist() for one in taken]
    status = kernel.simulate(*given, months, substeps, *taken)
    return OneRun(np.reshape(taken[0], (months, at.N_OUTCOMES)), np.asarray(taken[1]), status)


class AtStart(NamedTuple):
    """States, their derivatives and derived values on the first day, under the policies of August 2022."""

    states: Floats
    change: Floats
    derived: Floats


def rates_at_start(p: Floats, values: Mapping[str, float]) -> AtStart:
    """Evaluate the compiled kernel once, at the start of a draw, without shocks."""
    states, change, derived = np.zeros(at.N_STATES), np.zeros(at.N_STATES), np.zeros(at.N_REFERENCES)
    lever = lever_array(scenario(values), 2023).ravel()
    market, calm, now = np.zeros(5 * at.N_MARKETS), np.ones(at.N_SHOCKS), POLICY_MONTH * at.N_LEVERS
    status = compiled().start(p, states, derived, hostility_matrix())
    rest = (states, change, derived, market, hostility_matrix())
    assert status == compiled().rates(p, lever, calm, now, 0, 0.0, *rest) == at.STATUS_OK
    return AtStart(states, change, derived)


def plain_kernel(text: str) -> SimpleNamespace:
    """The functions of a kernel text, as plain Python."""
    names: dict[str, Any] = {"Array": list}
    exec(compile(text, "kernel.py", "exec"), names)
    return SimpleNamespace(**names)
