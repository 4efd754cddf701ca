"""The arithmetic that stands in catalogue files, evaluated without `eval`."""

import ast
import math
import operator
import statistics
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

Years = Mapping[float, float]
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
PARTS = ("effect", "low", "high", "cost", "pooled", "predicted_low", "predicted_high")
LONGEST = 500  # characters


def _last(values: Years) -> float:
    """The latest figure."""
    return values[max(values)]


def _recent(values: Years, years: float) -> float:
    """Mean of the figures of the last `years` years."""
    return statistics.fmean(value for time, value in values.items() if time > max(values) - years)


def _growth(values: Years, years: float) -> float:
    """Mean change of the logarithm a year, from the earliest of the last `years` years to the latest figure."""
    end = max(values)
    begin = min(time for time in values if time >= end - years)
    return math.log(values[end] / values[begin]) / (end - begin)


def _spread(values: Years, years: float) -> float:
    """Root mean square of the yearly changes of the logarithm over the last `years` years, gaps by their length."""
    times = sorted(time for time in values if time >= max(values) - years)
    changes = [(math.log(values[b] / values[a]) ** 2, b - a) for a, b in pairwise(times)]
    return math.sqrt(statistics.fmean(square / gap for square, gap in changes))


def _yield(output: Years, area: Years) -> float:
    """Kilograms a hectare of the latest output [t]: over the mean of the areas at the start and end of its year."""
    year = max(set(output) & set(area))
    return 1000.0 * output[year] / statistics.fmean([area[year], area.get(year - 1.0, area[year])])


def _share(part: Years, whole: Years) -> float:
    """The latest figure of `part` over `whole` at that time, read off between its figures in logarithms."""
    time = max(part)
    before = max((one for one in whole if one <= time), default=min(whole))
    after = min((one for one in whole if one >= time), default=max(whole))
    along = 0.0 if after == before else (time - before) / (after - before)
    return part[time] / math.exp((1.0 - along) * math.log(whole[before]) + along * math.log(whole[after]))


_OF_SERIES: dict[str, Callable[..., float]] = {
    "last": _last,
    "recent": _recent,
    "growth": _growth,
    "spread": _spread,
    "yield_of": _yield,
    "share_of": _share,
}


def evaluate(expression: str, series: Mapping[str, Years], estimates: Mapping[str, Parts] | None = None) -> float:
    """The value of `expression`.

    Numbers, + - * /, log, exp, sqrt; moments of a series' yearly changes, as ``sd_log_change(coca_area.COL, 2001,
    2020)``; what was last observed, as ``last(coca_area.COL)``, ``recent(…, 3)``, ``growth(homicides.COL, 8)`` or
    ``spread(…, 8)`` over years up to the latest, ``yield_of(cocaine_output.COL, coca_area.COL)``, ``share_of(…, …)``;
    parts of an estimate, as ``effect(walley_2013_high)``, ``low(…)``, ``high(…)`` or ``cost(…)``; and of a pool,
    ``pooled(…)``, ``predicted_low(…)`` and ``predicted_high(…)``.

    Raises
    ------
    ValueError
        When it is not arithmetic, or has no value.
    KeyError
        When it names a series, a year, an estimate or a part of one that is not there.
    """
    try:
        return _value(ast.parse(expression[:LONGEST], mode="eval").body, series, estimates or {})
    except (SyntaxError, ArithmeticError, RecursionError, statistics.StatisticsError):
        raise ValueError(f"not arithmetic: {expression}") from None


def series_in(expression: str) -> list[str]:
    """The series whose latest figures `expression` uses."""
    calls = [node for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Call)]
    used = [call.args for call in calls if isinstance(call.func, ast.Name) and call.func.id in _OF_SERIES]
    return [ast.unparse(one) for args in used for one in args if isinstance(one, ast.Attribute)]


def estimates_in(expression: str) -> Iterator[str]:
    """The estimates and pools that `expression` names."""
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
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _OF_SERIES:
            given = [
                series[ast.unparse(one)] if isinstance(one, ast.Attribute) else _value(one, series, estimates)
                for one in arguments
            ]
            if not all(given):
                raise KeyError(ast.unparse(node))
            try:
                return _OF_SERIES[name](*given)
            except TypeError:
                raise ValueError(f"not arithmetic: {ast.unparse(node)}") from None
        case ast.Call(func=ast.Name(id=name), args=[which, first, last], keywords=[]) if name in _OVER_CHANGES:
            values = series[ast.unparse(which)]
            years = range(int(_value(first, series, estimates)) + 1, int(_value(last, series, estimates)) + 1)
            return _OVER_CHANGES[name]([math.log(values[year] / values[year - 1]) for year in years])
    raise ValueError(f"not arithmetic: {ast.unparse(node)}")
