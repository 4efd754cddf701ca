"""Small functions written out where they are called."""

import ast

import pytest

from tregua.lab.engine.inline import inlined

SMALL = """
def twice(x):
    return x + x

def share(a, b):
    return a / (a + b)

def branched(x):
    if x > 0.0:
        return x
    return 0.0

def run(p):
    y = {expression}
    return y
"""


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("twice(p[0])", "p[0] + p[0]"),
        ("twice(2.0)", "2.0 + 2.0"),
        ("share(p[0], p[1])", "p[0] / (p[0] + p[1])"),
        ("share(p[0], p[1] * 2.0)", "p[0] / (p[0] + p[1] * 2.0)"),  # stands once
        ("twice(p[0] * 3.0)", "twice(p[0] * 3.0)"),  # would be worked out twice
        ("twice(share(p[0], p[1]))", "twice(p[0] / (p[0] + p[1]))"),
        ("branched(twice(p[0]))", "branched(p[0] + p[0])"),
        ("1.0 - share(p[0], p[1])", "1.0 - p[0] / (p[0] + p[1])"),
    ],
)
def test_a_call_is_written_out_where_nothing_is_worked_out_twice(expression: str, written: str) -> None:
    text = inlined(SMALL.format(expression=expression))
    assert f"y = {written}\n" in text
    scopes: list[dict[str, object]] = [{}, {}]
    for one, scope in zip((SMALL.format(expression=expression), text), scopes, strict=True):
        exec(compile(ast.parse(one), "kernel", "exec"), scope)
    p = [0.3, 0.7]
    assert scopes[0]["run"](p) == scopes[1]["run"](p)  # type: ignore[operator]
