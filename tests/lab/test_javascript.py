"""The translator: what it refuses, and that what it accepts gives the same doubles in Python and in Node."""

import math
from collections.abc import Callable
from itertools import product
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from node import run_node
from numpy.typing import NDArray

from tregua.lab.engine.javascript import to_javascript

HEAD = "from math import exp, log, sqrt\n"


def define(source: str) -> Callable[[Any], None]:
    """The Python function `main` of a program, which reads and writes one row of numbers."""
    names: dict[str, Any] = {"Array": list}
    exec(compile(source, "kernel.py", "exec"), names)
    return names["main"]


def in_python(source: str, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    main, done = define(source), rows.tolist()
    for row in done:
        main(row)
    return np.array(done)


def in_node(source: str, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    width = rows.shape[1]
    each = f"for (let at = 0; at < input.rows.length; at += {width}) main(input.rows.subarray(at, at + {width}));"
    return run_node(f"{to_javascript(source)}{each}\nreturn input;", {"rows": rows})["rows"].reshape(rows.shape)


def same_bits(left: NDArray[np.float64], right: NDArray[np.float64]) -> bool:
    """Equal with the sign of zero; one NaN is like another."""
    return np.array_equal(left, right, equal_nan=True) and bool(
        np.all((np.signbit(left) == np.signbit(right)) | np.isnan(left))
    )


def random_rows(count: int, width: int, low: float = -10.0, high: float = 10.0) -> NDArray[np.float64]:
    return np.random.default_rng(0).uniform(low, high, (count, width))


# --- what is accepted -------------------------------------------------------------------------------------------------


IN_ORDER = '''"""Docstring with </script>."""
from math import exp
from .positions import N_GROUPS

RATE: float = -1.5e-07

def grow(s: Array, x: float, start: float) -> tuple[float, bool]:
    """Docstring."""
    total: float = 0.0
    for i in range(1, N_GROUPS):
        if s[i] == x:
            continue
        elif not (x > 0.0 and s[2 * i - 1] < min(x, 3, start)):
            total += exp(-(x * RATE)) - -1
        else:
            break
    return (total if x > start else x ** 0.5), x >= start

LAST = 7
"""Docstring of a constant, or of a module joined to another."""

def start(s: Array) -> None:
    s[0], grew = grow(s, abs(s[1]), LAST)
    change(s, grew)

def change(s: Array, grew: bool) -> None:
    if grew:
        return
    s[0] /= 2.0
'''
SCRIPT = """\
function min$(x, y) { return y < x ? y : x; }
const RATE = -1.5e-07;
function grow(s, x, start) {
  let total;
  total = 0.0;
  for (let i = 1, i$end = N_GROUPS; i < i$end; i++) {
    if (s[i] == x) {
      continue;
    } else if (!((x > 0.0) && (s[(2 * i) - 1] < min$(min$(x, 3), start)))) {
      total += Math.exp(-(x * RATE)) - (-1);
    } else {
      break;
    }
  }
  return [(x > start) ? total : (Math.exp(0.5 * Math.log(x))), x >= start];
}
const LAST = 7;
function start(s) {
  let grew;
  [s[0], grew] = grow(s, Math.abs(s[1]), LAST);
  change(s, grew);
}
function change(s, grew) {
  if (grew) {
    return;
  }
  s[0] /= 2.0;
}
"""


def test_the_text_is_a_plain_script_in_the_same_order() -> None:
    assert to_javascript(IN_ORDER) == SCRIPT


LOOPS = """
ROWS = 4

def counts(a: Array, n: int, last: int) -> tuple[float, int, bool]:
    total = 0.0
    seen = 0
    stopped = False
    for i in range(n):
        if a[i] < 0.0:
            continue
        for j in range(i, n):
            if a[j] > 9.0 and not stopped:
                stopped = True
                break
            total += a[i] * a[j] - a[last - j]
            seen += 1
        n = 2
    return total, seen, stopped

def main(a: Array) -> None:
    total, seen, stopped = counts(a, ROWS, ROWS - 1)
    for i in range(2):
        for j in range(2):
            a[i * 2 + j] += total / (1 + seen)
    i = 3
    a[i + 1], a[5], a[6] = counts(a, i, 3)
    a[6] = a[6] if not stopped else -a[6]
"""

BRANCHES = """
def grade(x: float, y: float) -> float:
    \"\"\"One of five numbers.\"\"\"
    if x < -5.0 or y < -5.0 and x < 0.0:
        return -1.0
    elif not (x < 0.0 or y < 0.0):
        z = x / (1.0 + y)
    elif x == y or x != x:
        z = y
    else:
        if x >= y:
            return x - y - 1.0
        z = x - (y - 1.0)
    return -z if z <= 2.0 else (z if z > 4.0 else 0.0)

def quadrant(x: float, y: float) -> float:
    if x > 0.0:
        z = 1.0
    elif x < 0.0:
        if y > 0.0:
            return 2.0
        else:
            return 3.0
    else:
        return 0.0
    if y > 0.0:
        if y > 5.0:
            return 5.0
        else:
            return 6.0
    else:
        w = 4.0
    return z * w

def positive(x: float, y: float) -> bool:
    return x > 0.0 and (y > 0.0 or True)

def safe(x: float, y: float) -> float:
    return 1.0 if y != 0.0 and x / y > 1.0 else 0.0

def keep(a: Array) -> None:
    if a[0] > 0.0:
        return
    a[0] = -a[0]

def main(a: Array) -> None:
    low = a[0] < a[1]
    a[2] = grade(a[0], a[1])
    a[3] = safe(a[0], 0.0) + safe(a[0], a[1]) + quadrant(a[0], a[1])
    a[4] = positive(a[0], a[1])
    keep(a)
    if low and positive(a[0], a[2]):
        a[5] = 1e22 - 3 / 7 * 2.5e-8
"""

EXTREMES = """
def main(a: Array) -> None:
    x = a[0]
    y = a[1]
    z = a[2]
    a[3] = min(x, y)
    a[4] = max(x, y)
    a[5] = min(x, y, z)
    a[6] = max(x, max(z, y), y)
    a[7] = abs(x)
    a[8] = -x
    a[9] = min(0.0, x) - max(y, 0.0)
"""

POWERS = """
def power(x: float, y: float) -> float:
    return exp(y * log(x))

def main(a: Array) -> None:
    x = abs(a[0]) + 1e-9
    a[2] = x ** a[1]
    a[3] = power(x, -a[1])
    a[4] = 2.0 ** -a[1] + x ** 3
    a[5] = exp(-x * x) + sqrt(x)
    a[6] = sqrt(x) * log(2.0 + x)
"""


@pytest.mark.parametrize("program", [LOOPS, BRANCHES], ids=["loops", "branches"])
def test_python_and_node_give_equal_doubles(program: str) -> None:
    rows = random_rows(5000, 8)
    rows[:1000] = np.round(rows[:1000])
    expected = in_python(HEAD + program, rows)
    assert np.array_equal(in_node(HEAD + program, rows), expected)
    assert len(np.unique(expected)) > 5000


def test_min_and_max_are_those_of_cpython_and_numba() -> None:
    special = [0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan, 5e-324]
    rows = np.array([(*values, *[0.0] * 7) for values in product(special, repeat=3)])
    expected = in_python(HEAD + EXTREMES, rows)
    assert same_bits(in_node(HEAD + EXTREMES, rows), expected)
    compiled, done = numba.njit(define(HEAD + EXTREMES)), rows.copy()
    for row in done:
        compiled(row)
    assert same_bits(done, expected)


def test_exp_log_and_powers_agree_to_1e_12() -> None:
    rows = random_rows(5000, 7)
    np.testing.assert_allclose(in_node(HEAD + POWERS, rows), in_python(HEAD + POWERS, rows), rtol=1e-12, atol=0.0)


NAMES = st.sampled_from(["x", "y", "z"])
NUMBERS = st.recursive(
    NAMES | st.floats(-9.0, 9.0).map(repr) | st.sampled_from(["a[0]", "a[1 + 1]"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("({} / (1.0 + abs({})))".format, inner, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max", "mean"]), inner, inner),
        st.builds("{}({})".format, st.sampled_from(["-", "abs"]), inner),
        st.builds("({} if {} < {} else {})".format, inner, inner, inner, inner),
        st.builds("sqrt(abs({}))".format, inner),
    ),
    max_leaves=8,
)
TESTS = st.recursive(
    st.builds("({} {} {})".format, NUMBERS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=3,
)


def indent(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def bodies(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Statements around statements: a sequence, a choice, a loop of three turns with `break` or `continue`."""
    return st.one_of(
        st.builds(lambda first, then: first + then, inner, inner),
        st.builds(lambda test, yes, no: [f"if {test}:", *indent(yes), "else:", *indent(no)], TESTS, inner, inner),
        st.builds(
            lambda test, way, body: [
                f"for i{sum('for' in line for line in body)} in range(3):",
                *indent([f"if {test}:", f"    {way}", *body]),
            ],
            TESTS,
            st.sampled_from(["break", "continue"]),
            inner,
        ),
    )


PROGRAMS = st.recursive(st.builds(lambda name, value: [f"{name} = {value}"], NAMES, NUMBERS), bodies, max_leaves=8)


@settings(max_examples=40, deadline=None)
@given(PROGRAMS)
def test_any_program_gives_equal_doubles(body: list[str]) -> None:
    head = f"{HEAD}def mean(x, y):\n    return 0.5 * (x + y)\n\ndef main(a):\n"
    lines = ["x = a[0]", "y = a[1]", "z = a[2]", *body, "a[0] = x", "a[1] = y", "a[2] = z"]
    source = head + "\n".join(indent(lines))
    rows = np.concatenate([random_rows(100, 3), list(product([0.0, -0.0, 1.0, -2.0], repeat=3))])
    assert same_bits(in_node(source, rows), in_python(source, rows))


def test_a_table_of_indices_is_an_array() -> None:
    source = "HOSTS = (0, 2)\ndef f(a: Array, i: int) -> float:\n    return a[HOSTS[i]] + HOSTS[i]\n"
    assert to_javascript(source).startswith("const HOSTS = [0, 2];\n")
    assert "return a[HOSTS[i]] + HOSTS[i];" in to_javascript(source)
