"""One kernel text, three engines: plain Python, Numba, and its translation to JavaScript in Node."""

import ast
import inspect
from collections.abc import Callable
from itertools import chain
from types import FunctionType
from typing import Any

import numpy as np
import pytest
from node import run_node
from small_lab import EXTREMES, Floats, inputs, simulate

from tregua.lab import kernel, step
from tregua.lab import positions as at
from tregua.lab.engine.javascript import to_javascript
from tregua.lab.engine.numba import bound_text, compiled
from tregua.lab.model import lab
from tregua.lab.run import hostility_matrix

FUNCTIONS = {
    name: function
    for module in (kernel, step)
    for name, function in vars(module).items()
    if isinstance(function, FunctionType) and function.__module__ == module.__name__ and name != "simulate"
}
JAVASCRIPT = to_javascript(bound_text())
WHOLE_NUMBERS = {"at": 0, "row": 0, "to": 0, "offset": 0, "i": 1, "n": at.N_MARKETS}
CASES = 200
CASES_OF_NUMBERS = 2000

Case = list[Any]


def uses_exp_or_log() -> set[str]:
    """The functions that call exp or log, themselves or through another."""
    calls = {
        node.name: {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        for node in ast.parse(bound_text()).body
        if isinstance(node, ast.FunctionDef)
    }
    found = {"exp", "log"}
    for _ in calls:
        found |= {name for name, called in calls.items() if called & found}
    return found


INEXACT = uses_exp_or_log()


def numbers_only(function: Callable[..., Any]) -> bool:
    return all(one.annotation in (int, float) for one in inspect.signature(function).parameters.values())


def random_world(rng: np.random.Generator, draw: Floats) -> dict[str, Floats]:
    """Arrays by the name that the kernel gives them: a start shaken by up to a half, levers anywhere in their range."""
    world = {name: np.zeros(size) for name, size in (("s", at.N_STATES), ("ref", at.N_REFERENCES))}
    world |= {"p": draw, "hostility": rng.uniform(0, 2, at.N_GROUPS**2)}
    compiled().start(draw, world["s"], world["ref"], hostility_matrix())
    world["ref"][at.R_RENT] = world["ref"][at.R_RENT_0]
    for name in ("s", "ref"):
        world[name] *= rng.uniform(0.5, 1.5, len(world[name]))
    world["s"][at.S_TREATED] = rng.uniform(0, 0.5)
    world["s"][at.S_EX_MEMBERS] = rng.uniform(0, 1e4)
    levers = [lab().levers[name] for name, _ in lab().lever_columns]
    world["lever"] = np.array([rng.uniform(one.low, one.high) for one in levers])
    world |= {"ds": rng.uniform(0, 1, at.N_STATES), "before": rng.uniform(0, 1, at.N_STATES)}
    world |= {"shock": rng.uniform(0.5, 2, at.N_SHOCKS), "out": np.zeros(at.N_OUTCOMES)}
    world |= {"market": rng.uniform(0.05, 0.95, 5 * at.N_MARKETS), "members": rng.uniform(0.05, 0.95, at.N_GROUPS)}
    return world


def cases(name: str) -> list[Case]:
    """Random arguments of a function, finite and in its domain."""
    rng = np.random.default_rng(list(FUNCTIONS).index(name))
    parameters = list(inspect.signature(FUNCTIONS[name]).parameters)
    plain = numbers_only(FUNCTIONS[name])
    count = CASES_OF_NUMBERS if plain else CASES
    draws = inputs({}, 2023, CASES, seed=1)[0]
    made = []
    for number in range(count):
        world: dict[str, Any] = {} if plain else random_world(rng, draws[number])
        made.append([world.get(one, WHOLE_NUMBERS.get(one, rng.uniform(0.05, 0.95))) for one in parameters])
        if "epsilon" in parameters:
            made[-1][parameters.index("epsilon")] *= -1.0
    return made


def answer(returned: Any, arguments: Case) -> list[float]:
    """What a call returned, and its arrays as it left them."""
    values = [] if returned is None else list(returned) if isinstance(returned, tuple) else [returned]
    return [*map(float, values), *chain.from_iterable(one for one in arguments if isinstance(one, list | np.ndarray))]


def in_python(name: str) -> Floats:
    answers = []
    for case in cases(name):
        arguments = [one.tolist() if isinstance(one, np.ndarray) else one for one in case]
        answers.append(answer(FUNCTIONS[name](*arguments), arguments))
    return np.array(answers)


def in_numba(name: str) -> Floats:
    function = getattr(compiled(), name)
    return np.array([answer(function(*case), case) for case in cases(name)])


@pytest.fixture(scope="module")
def in_javascript() -> dict[str, Floats]:
    """The answers of every function, from one process."""
    calls, given = [], {}
    for name in FUNCTIONS:
        made = cases(name)
        given[name] = np.array([list(chain.from_iterable(np.atleast_1d(one) for one in case)) for case in made])
        first, arguments = 0, []
        for one in made[0]:
            size = np.size(one)
            arguments.append(f"x.subarray({first}, {first + size})" if isinstance(one, np.ndarray) else f"x[{first}]")
            first += size
        calls.append(f"""
            answers.{name} = [];
            for (let k = 0; k < {len(made)}; k++) {{
              const x = input.{name}.subarray(k * {first}, (k + 1) * {first});
              const a = [{", ".join(arguments)}];
              const r = {name}(...a);
              answers.{name}.push(...(r === undefined ? [] : [r].flat()));
              for (const one of a) if (typeof one !== "number") answers.{name}.push(...one);
            }}""")
    answers = run_node(f"{JAVASCRIPT}\nconst answers = {{}};{''.join(calls)}\nreturn answers;", given)
    return {name: answers[name].reshape(len(given[name]), -1) for name in FUNCTIONS}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_gives_the_same_numbers_in_every_engine(name: str, in_javascript: dict[str, Floats]) -> None:
    expected = in_python(name)
    assert np.isfinite(expected).all()
    assert len(np.unique(expected, axis=0)) > 0.9 * len(expected)
    for other in (in_numba(name), in_javascript[name]):
        if name not in INEXACT:
            np.testing.assert_array_equal(other, expected)
        else:
            np.testing.assert_allclose(other, expected, rtol=1e-12, atol=1e-12)  # a net flow may cancel to little


def whole_run(draw: int, values: dict[str, float]) -> tuple[Floats, Floats, Floats]:
    p, lever, shock = inputs(values, 2050, draw + 1)
    return p[draw], lever, shock[draw]


def in_node(worlds: list[tuple[Floats, Floats, Floats]], months: int) -> Floats:
    """Outcomes by month of whole runs in JavaScript, shape (runs, months, outcomes)."""
    calls, given = [], {"hostility": hostility_matrix()}
    for k, world in enumerate(worlds):
        given |= {f"{name}{k}": array for name, array in zip(("p", "lever", "shock"), world, strict=True)}
        calls.append(f"""
            out{k}: (() => {{
              const f = n => new Float64Array(n), out = f({months} * N_OUTCOMES), n = N_STATES;
              const status = simulate(input.p{k}, input.lever{k}, input.shock{k}, input.hostility, {months}, 1, out,
                f(n), f(n), f(n), f(n), f(n), f(N_REFERENCES), f(5 * N_MARKETS));
              if (status !== 0) throw status;
              return out;
            }})(),""")
    answers = run_node(f"{JAVASCRIPT}\nreturn {{{''.join(calls)}}};", given)
    return np.array([answers[f"out{k}"].reshape(months, -1) for k in range(len(worlds))])


def test_thirty_years_give_the_same_outcomes_in_every_engine() -> None:
    months = 360
    worlds = [whole_run(draw, values) for values in ({}, EXTREMES) for draw in range(6)]
    expected = np.array([simulate(compiled(), *world, months).out for world in worlds])
    assert np.isfinite(expected).all()
    np.testing.assert_allclose(in_node(worlds, months), expected, rtol=1e-8)
    last = simulate(step, *worlds[-1], months, plain=True).out
    np.testing.assert_allclose(last, expected[-1], rtol=1e-8)
