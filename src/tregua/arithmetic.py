"""The arithmetic that stands in a `derivation`, evaluated without `eval`."""

import ast
import math
import operator
import statistics
from collections.abc import Callable, Mapping

Years = Mapping[int, float]

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


def evaluate(expression: str, series: Mapping[str, Years]) -> float:
    """The value of `expression`: numbers, + - * /, log, exp, sqrt, and moments of a series' yearly changes."""
    return _value(ast.parse(expression, mode="eval").body, series)


def _value(node: ast.expr, series: Mapping[str, Years]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand, series))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, series), _value(right, series))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(argument, series))
        case ast.Call(func=ast.Name(id=name), args=[which, first, last], keywords=[]) if name in _OVER_CHANGES:
            values = series[ast.unparse(which)]
            years = range(int(_value(first, series)) + 1, int(_value(last, series)) + 1)
            return _OVER_CHANGES[name]([math.log(values[year] / values[year - 1]) for year in years])
    raise ValueError(f"not arithmetic: {ast.unparse(node)}")
