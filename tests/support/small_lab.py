"""Small runs of the lab: levers moved from January 2027 on, one draw by month, the kernel as plain Python."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.read import PACKAGE
from tregua.catalogue.record import Citation, LeverPath, Text
from tregua.lab.bind import bound, working_space
from tregua.lab.draws import draw_parameters, draw_shocks
from tregua.lab.engine.numba import numba_text
from tregua.lab.layout import layout, parameter_columns
from tregua.lab.model import lab
from tregua.lab.run import Settings, run
from tregua.lab.scenario import Span, lever_array, levers_before, record
from tregua.lab.schema import Scenario
from tregua.lab.status import Status

Floats = NDArray[np.float64]
FIRST = lab().world.first
POLICY_MONTH = 24  # months from January 2025 to the start of policies, January 2027
WORDS = Text(en="a test", es="una prueba")
SIZE = {kind: shelf.size for kind, shelf in layout().shelves.items()}


def at(kind: str, name: str) -> Any:
    """Where a name stands in its array: one position, or the slice of its places."""
    first = layout().shelves[kind].first[name]
    size = int(np.prod([len(layout().members[one]) for one in layout().shelves[kind].sets[name]], dtype=int))
    return first if size == 1 else slice(first, first + size)


def scenario(values: Mapping[str, float] | Mapping[tuple[str, str], float], name: str = "moved") -> Scenario:
    """The scenario that sets each lever, in a place or wherever it may be moved, to a value from January 2027 on."""
    moved = [(one, "all") if isinstance(one, str) else one for one in values]
    paths = [
        LeverPath(
            lever=lever,
            place=place,
            unit=lab().levers[lever].unit,
            path={"start": float(value)},
            tag="assumed",
            note=WORDS,
        )
        for (lever, place), value in zip(moved, values.values(), strict=True)
    ]
    source = [Citation(ref="s3", locator="a test")]
    return Scenario(id=name, text=WORDS, description=WORDS, steelman=WORDS, source=source, levers=paths)


def for_years(lever: str, value: float, end: str) -> Scenario:
    """A lever moved from January 2027 until the month `end`."""
    made = scenario({lever: value})
    (one,) = made.levers
    path = {"start": float(value), end: lab().levers[lever].default}
    return made.model_copy(update={"levers": [one.model_copy(update={"path": path})]})


BASELINE = scenario({}, "baseline")
LEVER_0 = levers_before(FIRST)
_LAST = lever_array(record(), Span(FIRST, 2035, "2035-01"))[-1]
LAST = {
    (lever.id, place): float(_LAST[lab().lever_columns[lever.id, place]])
    for lever in lab().levers.values()
    for place in lab().movable(lever)
}
# Away from what is done in some place: the high end, or the low one where the high end is done everywhere.
EXTREMES = {
    lever.id: lever.low if all(LAST[lever.id, one] == lever.high for one in lab().movable(lever)) else lever.high
    for lever in lab().levers.values()
}

# What is set beside a lever that alone moves nothing: what the law says of an offer matters where one is made.
_OFFERED = {"offer": 1.0}
BESIDE: dict[str, dict[str, float]] = {
    **dict.fromkeys([lever for lever in lab().levers if lever.startswith("law_")], _OFFERED),
    "law_scope_open": {**_OFFERED, "law_scope": 0.0},
    "law_breach": {**_OFFERED, "law_breach": 0.0},
    "law_breach_open": {**_OFFERED, "law_breach": 0.0},
    "law_years": {**_OFFERED, "law_stated": 1.0},
    "law_years_open": {**_OFFERED, "law_stated": 1.0, "law_years": 10.0},
}


def only_typed(lever: str) -> dict[str, float]:
    """An effect for each number of a lever that is none unless a person types one."""
    numbers = {name: lab().parameters[name] for name in lab().levers[lever].rests_on if name in lab().parameters}
    return {
        name: 0.1
        for name, one in numbers.items()
        if one.value == 0.0 and one.tag == "assumed" and one.distribution.kind == "constant"
    }


def annual(
    values: Mapping[str, float] | Mapping[tuple[str, str], float],
    settings: Settings,
    assumptions: Mapping[str, float] | None = None,
) -> Floats:
    """Annual outcomes of one scenario, shape (draws, years, columns)."""
    return run([scenario(values)], settings, assumptions)[0, 0]


def column(parameter: str) -> int:
    """Column of a number among those that are drawn."""
    return list(lab().parameters).index(parameter)


def columns(outcome: str) -> list[int]:
    """Positions of an outcome, one a place."""
    return [position for (name, _), position in lab().outcome_columns.items() if name == outcome]


def span_to(until: int) -> Span:
    """The years from the first to `until`, policies starting in January 2027."""
    return Span(FIRST, until, lab().world.policy_start)


def inputs(values: Mapping[str, float], until: int, draws: int, seed: int = 0) -> tuple[Floats, Floats, Floats]:
    """Parameters (draws, positions), levers (months × levers) and shocks (draws, months × shocks)."""
    lever = lever_array(scenario(values), span_to(until))
    drawn = draw_parameters(seed, 0, draws, {})
    shock = draw_shocks(seed, 0, draws, (until - FIRST + 1) * 12, drawn)
    return np.ascontiguousarray(drawn[:, parameter_columns()]), lever.ravel(), shock.reshape(draws, -1)


@cache
def kernel() -> ModuleType:
    """The kernel as Numba compiles it, each function with what it takes to be called from Python."""
    made = ModuleType("small_kernel")
    exec(re.sub(", no_c(python|func)_wrapper=True|, cache=True", "", numba_text()), vars(made))
    return made


class OneRun(NamedTuple):
    """One draw: outcomes by month, the states at its end, the worst status."""

    out: Floats
    states: Floats
    status: int


def simulate(
    engine: ModuleType | SimpleNamespace,
    p: Floats,
    lever: Floats,
    shock: Floats,
    months: int,
    substeps: int = 1,
    plain: bool = False,
) -> OneRun:
    """Run `months` of one draw in a kernel; `plain` says that it is Python, which is quicker on lists."""
    given: list[Any] = [p, LEVER_0, lever, shock]
    taken: list[Any] = [np.zeros(months * SIZE["O"]), *map(np.zeros, working_space())]
    if plain:
        given, taken = [one.tolist() for one in given], [one.tolist() for one in taken]
    status = engine.simulate(*given, months, substeps, *taken)
    states = taken[3]  # after outcomes, lever and shock
    return OneRun(np.reshape(taken[0], (months, SIZE["O"])), np.asarray(states), status)


class AtStart(NamedTuple):
    """States, their derivatives and values worked out under the levers that were in force at the start, some moved."""

    states: Floats
    change: Floats
    derived: Floats


def rates_at_start(p: Floats, values: Mapping[str, float], t: float = 0.0, shock: Floats | None = None) -> AtStart:
    """Evaluate the compiled kernel once, in the state of a draw's start, without shocks where none are given."""
    states, change, derived = np.zeros(SIZE["S"]), np.zeros(SIZE["S"]), np.zeros(SIZE["V"])
    lever = LEVER_0.copy()
    for name, value in values.items():
        for place in lab().movable(lab().levers[name]):
            lever[lab().lever_columns[name, place]] = value
    status = kernel().start(p, LEVER_0, states, derived)
    factors = np.ones(SIZE["Z"]) if shock is None else shock
    assert status == kernel().rates(p, lever, LEVER_0, factors, t, states, change, derived) == Status.OK
    return AtStart(states, change, derived)


def plain_kernel(text: str) -> SimpleNamespace:
    """The functions of a kernel text, as plain Python."""
    names: dict[str, Any] = {}
    exec(compile(text, "kernel.py", "exec"), names)
    return SimpleNamespace(**names)


def without(removed: dict[str, str]) -> str:
    """The kernel's text with other results for some functions."""
    text = bound().text
    for function, neutral in removed.items():
        pattern = rf"(\ndef \w+?_{function}\(.*?\n    return )[^\n]*(?=\n)"
        text, count = re.subn(
            pattern, lambda found, neutral=neutral: found[1] + neutral, text, count=1, flags=re.DOTALL
        )
        assert count == 1
    return text


def edited(folder: Path, old: str, new: str) -> str:
    """The file of the announced rule with other words in one place."""
    text = (PACKAGE / "regimes" / "catalogue" / "petro_2022.yaml").read_text("utf-8")
    assert text.count(old) == 1
    path = folder / "mine.yaml"
    path.write_text(text.replace(old, new), "utf-8")
    return str(path)
