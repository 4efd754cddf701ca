"""Kernel text that has no translation to JavaScript: what is told, and where."""

import pytest

from tregua.lab.engine import javascript as translate
from tregua.lab.engine.javascript import SubsetError, to_javascript


def out(found: str, instead: str) -> str:
    return f"`{found}` is not in the kernel subset; {instead}"


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
