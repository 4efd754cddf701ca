"""One kernel text, three engines: plain Python, Numba, and its translation to JavaScript in Node."""

import ast
import inspect
from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np
import pytest
from node import run_node
from small_lab import EXTREMES, LEVER_0, SIZE, Floats, at, inputs, kernel, plain_kernel, simulate

from tregua.lab.bind import GIVEN, bound, working_space
from tregua.lab.engine.javascript import to_javascript
from tregua.lab.model import lab

PLAIN = plain_kernel(bound().text)
NAMES = [node.name for node in ast.parse(bound().text).body if isinstance(node, ast.FunctionDef)]
INTEGRATION = ("advance", "simulate")  # held by whole runs
FUNCTIONS: dict[str, Callable[..., Any]] = {name: getattr(PLAIN, name) for name in NAMES if name not in INTEGRATION}
JAVASCRIPT = to_javascript(bound().text)
CASES = 200
CASES_OF_NUMBERS = 2000

Case = list[Any]


def uses_exp_or_log() -> set[str]:
    """The functions that call exp or log, themselves or through another."""
    calls = {
        node.name: {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        for node in ast.parse(bound().text).body
        if isinstance(node, ast.FunctionDef)
    }
    found = {"exp", "log"}
    for _ in calls:
        found |= {name for name, called in calls.items() if called & found}
    return found


INEXACT = uses_exp_or_log()


def random_world(rng: np.random.Generator, draw: Floats) -> dict[str, Any]:
    """Arrays by the name that the kernel gives them: a start shaken by up to a half, levers anywhere in their range."""
    s, v = np.zeros(SIZE["S"]), np.zeros(SIZE["V"])
    kernel().start(draw, LEVER_0, s, v)
    v[at("V", "rent")] = v[at("V", "rent_0")]
    s, v = s * rng.uniform(0.5, 1.5, len(s)), v * rng.uniform(0.5, 1.5, len(v))
    s[at("S", "taught")] = rng.uniform(0, 0.5)
    s[at("S", "ex_members")] = rng.uniform(0, 1e4)
    levers = [lab().levers[name] for name, _ in lab().lever_columns]
    return {
        "p": draw,
        "lever": np.array([rng.uniform(one.low, one.high) for one in levers]),
        "lever_0": np.array([rng.uniform(one.low, one.high) for one in levers]),
        "shock": rng.uniform(0.5, 2, SIZE["Z"]),
        "t": rng.uniform(0.05, 0.95),
        "s": s,
        "was": rng.uniform(0, 1, SIZE["S"]),
        "d": rng.uniform(0, 1, SIZE["S"]),
        "v": v,
        "out": np.zeros(SIZE["O"]),
    }


def cases(name: str) -> list[Case]:
    """Random arguments of a function, finite and in its domain."""
    rng = np.random.default_rng(NAMES.index(name))
    parameters = list(inspect.signature(FUNCTIONS[name]).parameters)
    if name in GIVEN:
        draws = inputs({}, 2026, CASES, seed=1)[0]
        return [[random_world(rng, draw)[one] for one in parameters] for draw in draws]
    made = rng.uniform(0.05, 0.95, (CASES_OF_NUMBERS, len(parameters)))
    return [[-x if one == "epsilon" else x for one, x in zip(parameters, case, strict=True)] for case in made.tolist()]


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
    function = getattr(kernel(), name)
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
    p, lever, shock = inputs(values, 2054, draw + 1)
    return p[draw], lever, shock[draw]


def in_node(worlds: list[tuple[Floats, Floats, Floats]], months: int) -> Floats:
    """Outcomes by month of whole runs in JavaScript, shape (runs, months, outcomes)."""
    space = ", ".join(f"f({size})" for size in working_space())
    calls, given = [], {"defaults": LEVER_0}
    for k, world in enumerate(worlds):
        given |= {f"{name}{k}": array for name, array in zip(("p", "lever", "shock"), world, strict=True)}
        calls.append(f"""
            out{k}: (() => {{
              const f = n => new Float64Array(n), out = f({months} * N_OUTCOMES), x = input;
              const status = simulate(x.p{k}, x.defaults, x.lever{k}, x.shock{k}, {months}, 1, out, {space});
              if (status !== 0) throw status;
              return out;
            }})(),""")
    answers = run_node(f"{JAVASCRIPT}\nreturn {{{''.join(calls)}}};", given)
    return np.array([answers[f"out{k}"].reshape(months, -1) for k in range(len(worlds))])


def test_thirty_years_give_the_same_outcomes_in_every_engine() -> None:
    months = 360
    worlds = [whole_run(draw, values) for values in ({}, EXTREMES) for draw in range(6)]
    expected = np.array([simulate(kernel(), *world, months).out for world in worlds])
    assert np.isfinite(expected).all()
    np.testing.assert_allclose(in_node(worlds, months), expected, rtol=1e-8)
    last = simulate(PLAIN, *worlds[-1], months, plain=True).out
    np.testing.assert_allclose(last, expected[-1], rtol=1e-8)
