"""The arithmetic of catalogue files: numbers, moments of changes, what was last observed, parts of estimates."""

from math import exp, log, sqrt

import pytest

from tregua.catalogue.arithmetic import estimates_in, evaluate, series_in

E = exp(1.0)
SERIES = {
    "a.B": {2000: 1.0, 2001: 1.0, 2002: E},
    "area.COL": {2018.0: 100.0, 2019.0: 300.0, 2020.0: 100.0},
    "output.COL": {2018.0: 1.0, 2019.0: 2.0},
    "count.EGC": {2018.5: 1.0, 2020.0: E**2, 2020.5: E**3},
    "one.COL": {2020.0: 5.0},
    "half.COL": {2018.0: 9.0, 2019.0: 2.0},
    "whole.COL": {2018.0: 1.0, 2020.0: E**2},
    "none.COL": {},
    "zero.COL": {2019.0: 0.0, 2020.0: 1.0},
}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("-(1 + 2) * 3 / 4 - 5", -7.25),
        ("sqrt(exp(log(9)))", 3.0),
        ("mean_log_change(a.B, 2000, 2002)", 0.5),
        ("sd_log_change(a.B, 2000, 2002)", 0.5**0.5),
        ("last(area.COL)", 100.0),
        ("2 * last(one.COL) - last(area.COL) / 4", -15.0),
        # the mean of the last two years, of all where there are fewer, and of half a year's figures
        ("recent(area.COL, 2)", 200.0),
        ("recent(one.COL, 3)", 5.0),
        ("recent(count.EGC, 1)", (E**2 + E**3) / 2),
        # over one year from 300 to 100, over two from 100 to 100
        ("growth(area.COL, 1)", log(1 / 3)),
        ("growth(area.COL, 2)", 0.0),
        # half a year from e² to e³; two years reach back to mid-2018, from 1 on
        ("growth(count.EGC, 1)", 2.0),
        ("growth(count.EGC, 2)", 1.5),
        # changes of +ln 3 and −ln 3; the last one alone
        ("spread(area.COL, 2)", log(3)),
        ("spread(area.COL, 1)", log(3)),
        # two in a year and a half, 2²/1.5, and one in half a year, 1²/0.5
        ("spread(count.EGC, 2)", sqrt((4 / 1.5 + 2) / 2)),
        # 2 t over the mean of 300 and 100 ha, of the latest year that both have
        ("yield_of(output.COL, area.COL)", 2000 / 200),
        # without the area of the year before, over that of its own
        ("yield_of(one.COL, one.COL)", 1000.0),
        # 2 t of a whole that was 1 and e^2 two years apart: e halfway, and in the year itself 300; its ends beyond them
        ("share_of(half.COL, whole.COL)", 2 / E),
        ("share_of(output.COL, area.COL)", 2 / 300),
        ("share_of(one.COL, half.COL)", 5 / 2),
        ("effect(study) + low(study) + high(study) + cost(study)", 10.0),
    ],
)
def test_arithmetic(expression: str, value: float) -> None:
    parts = {"study": {"effect": 1.0, "low": 2.0, "high": 3.0, "cost": 4.0}}
    assert evaluate(expression, SERIES, parts) == pytest.approx(value, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    "expression",
    [
        "2 ** 9",
        "abs(1)",
        "x",
        "True",
        "'a'",
        "log(1, 2)",
        "().__class__",
        "print()",
        "1 / 0",
        "1 +",
        "last(area.COL, 2)",
        "last()",
        "growth(area.COL)",
        "last(3)",
        "growth(one.COL, 1)",  # a single figure has no growth
        "spread(one.COL, 1)",
        "growth(zero.COL, 1)",
        "spread(zero.COL, 1)",
        "last(area.COL, years=2)",
    ],
)
def test_what_is_not_arithmetic_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="not arithmetic"):
        evaluate(expression, SERIES)


@pytest.mark.parametrize(
    "expression",
    [
        "last(none.COL)",
        "growth(none.COL, 1)",
        "yield_of(none.COL, area.COL)",
        "last(nobody.COL)",
        "mean_log_change(a.B, 1990, 2000)",
        "effect(nobody)",
        "cost(study)",
    ],
)
def test_what_is_not_there_is_told_from_what_is_not_arithmetic(expression: str) -> None:
    with pytest.raises(KeyError):
        evaluate(expression, SERIES, {"study": {"effect": 1.0}})


@pytest.mark.parametrize("expression", ["log(0)", "log(-1)", "sqrt(-1)", "yield_of(a.B, area.COL)"])
def test_what_has_no_value_is_refused(expression: str) -> None:
    with pytest.raises(ValueError):
        evaluate(expression, SERIES)


def test_the_series_and_estimates_behind_an_expression() -> None:
    expression = "2 * effect(one) * yield_of(output.COL, area.COL) + growth(area.COL, 1) - low(two)"
    assert set(series_in(expression)) == {"output.COL", "area.COL"}
    assert set(estimates_in(expression)) == {"one", "two"}
