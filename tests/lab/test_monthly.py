"""What only a month changes is worked out once a month, and gives the same numbers."""

import ast
from math import exp, log
from typing import Any

import pytest

from tregua.lab.bind import bound
from tregua.lab.engine.inline import inlined
from tregua.lab.engine.monthly import split_by_month

HEAD = """
from math import exp, log
N_PLACES = 2
N_KINDS = 3
N_VALUES = 9
V_SHARE = 0
V_TOTAL = 2
V_KNOWN = 3
V_PRICE = 4
V_GRID = 5
S_AREA = 0
L_FORCE = 0
P_EFFECT = 0

def rates(p, lever, lever_0, shock, t, s, d, v):
    status = 0
"""
GIVEN = {"p": [0.3, 0.7], "lever": [2.0, 3.0], "lever_0": [1.0, 1.5], "shock": [1.1]}


def split(body: str) -> dict[str, ast.FunctionDef]:
    text = split_by_month(HEAD + body + "    return status\n")
    return {one.name: one for one in ast.parse(text).body if isinstance(one, ast.FunctionDef)}


@pytest.mark.parametrize(
    ("body", "moved", "stays"),
    [
        ("    d[S_AREA] = exp(p[0] * lever[0]) * s[0]\n", "v[9] = exp(p[0] * lever[0])", "d[S_AREA] = v[9] * s[0]"),
        (
            "    for i in range(N_PLACES):\n        for k in range(N_KINDS):\n"
            "            d[i] += lever[L_FORCE + i] / p[P_EFFECT] * s[k]\n",
            "v[9 + i * 1] = lever[L_FORCE + i] / p[P_EFFECT]",
            "d[i] += v[9 + i * 1] * s[k]",
        ),
        (
            "    for i in range(N_PLACES):\n        v[V_SHARE + i] = lever[i]\n    d[0] = v[V_SHARE] * s[0]\n",
            "v[V_SHARE + i] = lever[i]",
            "d[0] = v[V_SHARE] * s[0]",
        ),
        ("    h = 0\n    d[h] = exp(lever[h]) * s[h]\n", "v[9] = exp(lever[0])", "d[0] = v[9] * s[0]"),
        ("    d[0] = exp(v[V_KNOWN]) * s[0]\n", "v[9] = exp(v[V_KNOWN])", "d[0] = v[9] * s[0]"),
    ],
)
def test_what_rests_on_levers_and_numbers_is_moved(body: str, moved: str, stays: str) -> None:
    found = split(body)
    assert moved in ast.unparse(found["monthly"]) and stays in ast.unparse(found["rates"])


@pytest.mark.parametrize(
    "body",
    [
        "    d[0] = exp(p[0] * t)\n",
        "    d[0] = exp(p[0] * s[0])\n",
        "    v[V_PRICE] = s[0] * 2.0\n    d[0] = exp(v[V_PRICE])\n",  # moves with the state
        "    d[0] = v[V_PRICE]\n    v[V_PRICE] = exp(lever[0])\n    v[V_PRICE] += s[0]\n",  # read before, and added to
        "    for i in range(1, N_PLACES):\n        d[i] = exp(lever[i])\n",  # not the whole set
        "    x = exp(s[0])\n    d[0] = log(x)\n",
    ],
)
def test_what_moves_within_a_month_stays(body: str) -> None:
    found = split(body)["monthly"]
    assert "s[" not in ast.unparse(found) and "t)" not in ast.unparse(found)
    kept = [one for one in found.body if "V_PRICE" in ast.unparse(one) or "range(1" in ast.unparse(one)]
    assert not kept


def test_a_sum_that_is_begun_each_time_is_moved_and_one_that_is_not_stays() -> None:
    begun = split("    v[V_TOTAL] = 0.0\n    for i in range(N_PLACES):\n        v[V_TOTAL] += lever[i] / 2.0\n")
    assert "V_TOTAL" in ast.unparse(begun["monthly"]) and "V_TOTAL" not in ast.unparse(begun["rates"])
    grown = split("    v[V_TOTAL] += lever[0] / 2.0\n    d[0] = v[V_TOTAL]\n")
    assert "V_TOTAL" not in ast.unparse(grown["monthly"])


def test_both_give_the_same_numbers_at_every_stage() -> None:
    body = """
    h = 0
    for i in range(N_PLACES):
        v[V_SHARE + i] = exp(p[P_EFFECT] * lever[L_FORCE + i]) / lever_0[i]
    for i in range(N_PLACES):
        for k in range(N_KINDS):
            v[V_PRICE] = s[i] * log(shock[h]) / (1.0 + lever[k - k])
            d[i] = v[V_SHARE + i] * v[V_PRICE] * exp(p[1] * t) + lever[i] / p[1]
"""
    whole: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    exec(HEAD + body + "    return status\n", whole)
    exec(split_by_month(HEAD + body + "    return status\n"), parts)
    v, other = [0.0] * parts["N_KEPT"], [0.0] * parts["N_KEPT"]
    parts["monthly"](**GIVEN, v=other)
    for stage in range(4):
        s, d, same = [1.0 + stage, 2.0, 3.0], [0.0] * 3, [0.0] * 3
        whole["rates"](**GIVEN, t=stage / 12, s=s, d=d, v=v)
        parts["rates"](**GIVEN, t=stage / 12, s=s, d=same, v=other)
        assert d == same and exp(0) == 1.0 and log(1) == 0.0


def test_of_the_lab_whole_steps_and_many_expressions_are_moved() -> None:
    found = ast.parse(split_by_month(inlined(bound().text)))
    monthly = next(one for one in found.body if isinstance(one, ast.FunctionDef) and one.name == "monthly")
    text = ast.unparse(monthly)
    assert "V_SENT_FOR_ONE" in text and "V_WILLING" in text and "CEASEFIRE_FIGHTS" in text
    assert " s[" not in text and " d[" not in text
