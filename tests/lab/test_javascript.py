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

from tregua.lab.engine import javascript as translate
from tregua.lab.engine.javascript import SubsetError, to_javascript

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


def out(found: str, instead: str) -> str:
    return f"`{found}` is not in the kernel subset; {instead}"


def same_bits(left: NDArray[np.float64], right: NDArray[np.float64]) -> bool:
    """Equal with the sign of zero; one NaN is like another."""
    return np.array_equal(left, right, equal_nan=True) and bool(
        np.all((np.signbit(left) == np.signbit(right)) | np.isnan(left))
    )


def random_rows(count: int, width: int, low: float = -10.0, high: float = 10.0) -> NDArray[np.float64]:
    return np.random.default_rng(0).uniform(low, high, (count, width))


# --- what is refused --------------------------------------------------------------------------------------------------

FUNCTIONS = "define plain functions at the top level, def f(x, y):, without decorator, default, `*` or `/`"
IMPORTS = "import exp, log or sqrt from math, or names from a tregua module, without `as` or `*`"
CALLS = "call functions of this module, abs, min or max of two or more, or imported exp, log, sqrt, by position"
RANGE = "write `for i in range(n)` or `range(m, n)`, without `else`"
LITERALS = "use a float, an int up to 2**53, True or False"
NUMBER = "write 1.0 if test else 0.0"
TEST = "write a comparison: x != 0.0"
INDEX = "build it from ints by `+ - *`, from 0 up"
VALUE = "assign it on every path to here"
TAKEN = "is a loop variable, an array or a constant; assign another name"
JS_NAME = "is a reserved name in JavaScript; choose another name"

STATEMENTS = [
    ("z = x // 2.0", out("x // 2.0", "pass the whole number in, or count in a `for` over `range`")),
    ("x //= 2.0", out("x //= 2.0", "pass the whole number in, or count in a `for` over `range`")),
    ("z = x % 2.0", out("x % 2.0", "pass the remainder in, or count in a nested `for`")),
    ("z = x ** 2", out("x ** 2", "write x * x")),
    ("z = x ** 2.0", out("x ** 2.0", "write x * x")),
    ("x **= y", out("x **= y", "write x = x ** y")),
    ("z = x @ y", out("x @ y", "see the subset in translate.py")),
    ("z = +x", out("+x", "see the subset in translate.py")),
    ("z = round(x)", out("round(x)", CALLS)),
    ("z = int(x)", out("int(x)", CALLS)),
    ("z = min(x)", out("min(x)", CALLS)),
    ("z = g(x, y=y)", out("g(x, y=y)", CALLS)),
    ("z = g(*a)", out("*a", "write each argument")),
    ("z = math.exp(x)", out("math.exp", "import the name itself: from math import exp")),
    ("z = x.real", out("x.real", "import the name itself: from math import exp")),
    (
        "while x > 0.0:\n        x -= 1.0",
        out("while x > 0.0:", "write `for _ in range(LIMIT)` with `break`, and return a status"),
    ),
    ("for z in a:\n        x += z", out("for z in a:", RANGE)),
    ("for i in range():\n        x += 1.0", out("for i in range():", RANGE)),
    ("for i in range(0, 9, 2):\n        x += 1.0", out("for i in range(0, 9, 2):", RANGE)),
    ("for i in range(9):\n        x += 1.0\n    else:\n        x = 0.0", out("for i in range(9):", RANGE)),
    ("for i in range(x / y):\n        x += 1.0", f"`x / y` is not an index; {INDEX}"),
    ("for x in range(9):\n        y += 1.0", "the loop variable `x` stands for something else; choose another name"),
    ("for K in range(9):\n        x += 1.0", "the loop variable `K` stands for something else; choose another name"),
    ("for i in range(9):\n        x = i[0]", "the loop variable `i` stands for something else; choose another name"),
    ("for i in range(9):\n        i = 3", f"`i` {TAKEN}"),
    ("for i in range(9):\n        y += 1.0\n    return i", f"`i` has no value here; {VALUE}"),
    ("for i in range(9):\n        z = 1.0\n    return z", f"`z` has no value here; {VALUE}"),
    ("if x > 0.0:\n        z = 1.0\n    return z", f"`z` has no value here; {VALUE}"),
    ("z += 1.0", f"`z` has no value here; {VALUE}"),
    ("z = abz(x)", out("abz(x)", CALLS)),
    ("rate = x\n    return rata", f"`rata` has no value here; {VALUE}, or did you mean `rate`?"),
    ("return g", f"`g` has no value here; {VALUE}"),
    ("try:\n        z = x / y\n    except ValueError:\n        z = 0.0", out("try:", "test the operands first")),
    ("with x:\n        z = y", out("with x:", "do this where the kernel is called")),
    ("class A:\n        z = 1", out("class A:", FUNCTIONS)),
    ("def h():\n        return 1.0", out("def h():", FUNCTIONS)),
    ("z = lambda: x", out("lambda: x", FUNCTIONS)),
    ("z = [x, y]", out("[x, y]", "pass an array in and fill it")),
    ("z = [v for v in a]", out("[v for v in a]", "write a `for` over `range` that fills an array")),
    ("z = max(x, (v for v in a))", out("(v for v in a)", "write a `for` over `range`")),
    ("global z", out("global z", "pass the value in and return the new one")),
    ("pass", out("pass", "leave the branch out, or turn its test round")),
    ("raise x", out("raise x", "see the subset in translate.py")),
    ("z = 'north'", out("'north'", LITERALS)),
    ("z = f'{x}'", out("f'{x}'", "use a number that stands for it")),
    ("z = None", out("None", LITERALS)),
    ("z = 1j", out("1j", LITERALS)),
    ("z = 1e999", out("1e309", LITERALS)),
    ("z = 9007199254740993", out("9007199254740993", LITERALS)),
    ("'text'\n    'more'", out("'more'", "assign it, or call a function of this module")),
    ("x + y", out("x + y", "assign it, or call a function of this module")),
    ("exp(x)", out("exp(x)", "assign it, or call a function of this module")),
    ("z: float", out("z: float", "give the name a value")),
    ("z = w = x", out("z = w = x", "assign one name a line, or unpack a call: x, y = f(z)")),
    ("z, w = x, y", out("(x, y)", "return it, or unpack a call: x, y = f(z)")),
    ("z = a[1:2]", out("1:2", "write a `for` over `range`")),
    ("z = a[-1]", f"`-1` is not an index; {INDEX}"),
    ("z = a[1.0]", f"`1.0` is not an index; {INDEX}"),
    ("z = a[a[0]]", f"`a[0]` is not an index; {INDEX}"),
    ("z = a[1, 2]", f"`(1, 2)` is not an index; {INDEX}"),
    ("z = g(x, y)[0]", "`g(x, y)` is not an array argument; index an array that is passed in"),
    ("z = b[0]", "`b` is not an array argument; index an array that is passed in"),
    ("z = a\n    a[0] = x", "`a` is an array, not a number; use its elements"),
    ("a[0] = x\n    a = x", f"`a` {TAKEN}"),
    ("K = x", f"`K` {TAKEN}"),
    ("if 0.0 < x < 1.0:\n        x = y", out("0.0 < x < 1.0", "join two comparisons by `and`")),
    ("if x is y:\n        x = y", out("x is y", "compare with `==`")),
    ("if x is not y:\n        x = y", out("x is not y", "compare with `!=`")),
    ("if x in a:\n        x = y", out("x in a", "compare with `==` in a `for` over `range`")),
    ("if x not in a:\n        x = y", out("x not in a", "compare with `!=` in a `for` over `range`")),
    ("if x + y:\n        x = y", f"`x + y` is not a test; {TEST}"),
    ("z = x and y", f"`x` is not a test; {TEST}"),
    ("return x > y or y", f"`y` is not a test; {TEST}"),
    ("z = x * (x > y)", f"`x > y` is not a number; {NUMBER}"),
    ("z = -(not x)", f"`not x` is not a number; {NUMBER}"),
    ("z = True + x", f"`True` is not a number; {NUMBER}"),
    ("z = x < True", f"`True` is not a number; {NUMBER}"),
    ("new = x", f"`new` {JS_NAME}"),
    ("for case in range(3):\n        x += 1.0", f"`case` {JS_NAME}"),
]

MODULES = [
    ("import math", 1, out("import math", IMPORTS)),
    ("from math import sin", 1, out("from math import sin", IMPORTS)),
    ("from math import exp as e", 1, out("from math import exp as e", IMPORTS)),
    ("from tregua.lab.positions import *", 1, out("from tregua.lab.positions import *", IMPORTS)),
    ("from numpy import exp", 1, out("from numpy import exp", IMPORTS)),
    ("X = 1\nY = X + 1", 2, "the constant `Y` is not a literal; write one int or float"),
    ("X = Y = 1", 1, out("X = Y = 1", "assign one name a line, or unpack a call: x, y = f(z)")),
    ("X = 'a'", 1, out("'a'", LITERALS)),
    ("X = True", 1, f"`True` is not a number; {NUMBER}"),
    ("X: int", 1, out("X: int", "give the name a value")),
    ("if True:\n    X = 1", 1, out("if True:", "see the subset in translate.py")),
    ("class A:\n    x = 1", 1, out("class A:", FUNCTIONS)),
    ("def f(x=1.0):\n    return x", 1, out("def f(x=1.0):", FUNCTIONS)),
    ("def f(*x):\n    return 1.0", 1, out("def f(*x):", FUNCTIONS)),
    ("def f(**x):\n    return 1.0", 1, out("def f(**x):", FUNCTIONS)),
    ("def f(*, x):\n    return x", 1, out("def f(*, x):", FUNCTIONS)),
    ("def f(x, /):\n    return x", 1, out("def f(x, /):", FUNCTIONS)),
    ("\n@njit\ndef f(x):\n    return x", 3, out("@njit", FUNCTIONS)),
    ("def f(x):\n    return exp(x)", 2, out("exp(x)", CALLS)),
    ("def f(x):\n    y = x\n    return y\ndef g(z):\n    return y", 5, f"`y` has no value here; {VALUE}"),
    ("def f(var):\n    return var", 1, f"`var` {JS_NAME}"),
    ("def delete(x):\n    return x", 1, f"`delete` {JS_NAME}"),
    ("NaN = 1.0", 1, f"`NaN` {JS_NAME}"),
]


@pytest.mark.parametrize(("text", "message"), STATEMENTS)
def test_a_statement_outside_the_subset_is_refused(text: str, message: str) -> None:
    module = f"from math import exp\nK = 3\ndef g(x, y):\n    return x\ndef f(x, y, a):\n    {text}\n"
    with pytest.raises(SubsetError) as refusal:
        to_javascript(module)
    assert refusal.value.msg == message


@pytest.mark.parametrize(("source", "line", "message"), MODULES)
def test_a_module_outside_the_subset_is_refused(source: str, line: int, message: str) -> None:
    with pytest.raises(SubsetError) as refusal:
        to_javascript(source, "market")
    assert str(refusal.value) == f"{message} (market.py, line {line})"


def test_a_refusal_points_at_the_text() -> None:
    with pytest.raises(SubsetError) as refusal:
        to_javascript("def f(x):\n    y = 1.0\n    return y + x // 2.0\n")
    error = refusal.value
    assert (error.filename, error.lineno, error.offset, error.text) == ("kernel.py", 3, 16, "    return y + x // 2.0")


def test_every_remedy_is_shown_by_a_case() -> None:
    messages = " ".join([message for _, message in STATEMENTS] + [message for *_, message in MODULES])
    assert [remedy for remedy in translate._INSTEAD.values() if remedy not in messages] == []


def test_what_is_not_python_is_a_plain_syntax_error() -> None:
    with pytest.raises(SyntaxError, match="'break' outside loop") as refusal:
        to_javascript("def f(x):\n    break\n")
    assert not isinstance(refusal.value, SubsetError)


# --- what is accepted -------------------------------------------------------------------------------------------------


def test_the_text_is_a_plain_script_in_the_same_order() -> None:
    source = '''"""Docstring with </script>."""
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
    text = """\
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
    assert to_javascript(source) == text


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
