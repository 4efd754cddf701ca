"""The arithmetic that stands in catalogue files, evaluated without `eval`."""

import ast
import math
import operator
import statistics
from collections.abc import Callable, Iterator, Mapping

Years = Mapping[int, float]
Parts = Mapping[str, float]

_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {"log": math.log, "exp": math.exp, "sqrt": math.sqrt}
_OVER_CHANGES: dict[str, Callable[[list[float]], float]] = {
    "sd_log_change": statistics.stdev,
    "mean_log_change": statistics.fmean,
}
PARTS = ("effect", "low", "high", "cost")
LONGEST = 500  # characters


def evaluate(expression: str, series: Mapping[str, Years], estimates: Mapping[str, Parts] | None = None) -> float:
    """The value of `expression`.

    Numbers, + - * /, log, exp, sqrt; moments of a series' yearly changes, as ``sd_log_change(coca_area.COL, 2001,
    2020)``; and parts of an estimate, as ``effect(walley_2013_high)``, ``low(…)``, ``high(…)`` or ``cost(…)``.

    Raises
    ------
    ValueError
        When it is not arithmetic, or has no value.
    KeyError
        When it names a series, a year, an estimate or a part of one that is not there.
    """
    try:
        return _value(ast.parse(expression[:LONGEST], mode="eval").body, series, estimates or {})
    except (SyntaxError, ArithmeticError, RecursionError):
        raise ValueError(f"not arithmetic: {expression}") from None


def estimates_in(expression: str) -> Iterator[str]:
    """The estimates that `expression` names."""
    for node in ast.walk(ast.parse(expression, mode="eval")):
        match node:
            case ast.Call(func=ast.Name(id=part), args=[which]) if part in PARTS:
                yield ast.unparse(which)


def _value(node: ast.expr, series: Mapping[str, Years], estimates: Mapping[str, Parts]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand, series, estimates))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, series, estimates), _value(right, series, estimates))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(argument, series, estimates))
        case ast.Call(func=ast.Name(id=name), args=[which], keywords=[]) if name in PARTS:
            return estimates[ast.unparse(which)][name]
        case ast.Call(func=ast.Name(id=name), args=[which, first, last], keywords=[]) if name in _OVER_CHANGES:
            values = series[ast.unparse(which)]
            years = range(int(_value(first, series, estimates)) + 1, int(_value(last, series, estimates)) + 1)
            return _OVER_CHANGES[name]([math.log(values[year] / values[year - 1]) for year in years])
    raise ValueError(f"not arithmetic: {ast.unparse(node)}")
