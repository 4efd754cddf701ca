"""Parameter draws and shock paths, the same for every scenario."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.record import Distribution
from tregua.lab.model import lab
from tregua.lab.past import Past, past
from tregua.lab.schema import Parameter, Shock
from tregua.noise import Floats, normal_paths, normals, points

Assumptions = Mapping[str, float]
MONTHS_PER_YEAR = 12
FARTHEST = 8.0  # standard deviations from the middle, beyond which a uniform number would round to one
START_OF_WALK = 3.0**-0.5  # standard deviation of the end of a year about its mean, in units of a year's step


def quantile(distribution: Distribution, value: float, u: Floats) -> Floats:
    """The inverse distribution function at `u`, shape (draws,)."""
    from scipy.special import gammaincinv, ndtri

    match distribution:
        case Distribution(kind="uniform", low=float() | int() as low, high=float() | int() as high):
            return np.asarray(low + (high - low) * u)
        case Distribution(kind="loguniform", low=float() | int() as low, high=float() | int() as high):
            return np.asarray(low * np.exp(np.log(high / low) * u))
        case Distribution(kind="normal", mean=float() | int() as mean, sd=float() | int() as sd):
            return np.asarray(mean + sd * ndtri(u))
        case Distribution(kind="exponential", mean=float() | int() as mean):
            return np.asarray(-mean * np.log1p(-u))
        case Distribution(kind="gamma", shape=float() | int() as shape, rate=float() | int() as rate):
            return np.asarray(gammaincinv(shape, u) / rate)
        case Distribution(kind="choice", values=list() as values):
            return np.asarray(values, dtype=np.float64).take((u * len(values)).astype(int))
    return np.full(u.shape, float(value))


def check_assumptions(assumptions: Assumptions) -> None:
    """Refuse unknown parameters and numbers that they cannot be."""
    if problems := assumption_problems(assumptions, lambda name: "--assume" if name in lab().parameters else ""):
        raise InputError(problems)


def assumption_problems(assumptions: Assumptions, at: Callable[[str], str]) -> list[Problem]:
    """Unknown parameters, numbers that their unit does not allow, and values that are none of the alternatives.

    Parameters
    ----------
    at : where each name stands
    """
    known = lab().parameters
    problems = [unknown_name("@name.parameter", name, known, at(name)) for name in assumptions if name not in known]
    for name, value in assumptions.items():
        told: dict[str, object] = {"field": name, "found": value}
        if not abs(value) < 1e15:
            problems.append(Problem("not_finite", at(name), told))
        elif name in known and (listed := _unlisted(known[name], value)):
            problems.append(Problem("no_alternative", at(name), {**told, "expected": listed}))
        elif name in known and (expected := _violated(known[name], value)):
            problems.append(Problem("out_of_range", at(name), {**told, "expected": expected}))
    return problems


def as_listed(parameter: str, value: float) -> float:
    """A value of a choice between alternatives that was typed as it is printed, to three digits, exactly."""
    record = lab().parameters.get(parameter)
    values = (record.distribution.values or []) if record and record.alternatives else []
    return next((float(one) for one in values if f"{one:.3g}" == f"{value:.3g}"), value)


def _unlisted(parameter: Parameter, value: float) -> str:
    """The alternatives of a parameter, where a value is none of them; else nothing."""
    values = (parameter.distribution.values or []) if parameter.alternatives else []
    return "" if as_listed(parameter.id, value) in values else ", ".join(f"{one:.3g}" for one in values)


def _violated(parameter: Parameter, value: float) -> str:
    """What a share, or a quantity that is drawn with one sign only, must be, where `value` is not; else nothing."""
    if parameter.unit == "share":
        return "" if 0.0 <= value <= 1.0 else "0 … 1"
    spread = parameter.distribution
    ends = [end for end in (spread.low, spread.high, *(spread.values or ())) if end is not None] or [parameter.value]
    if spread.kind == "normal" or (spread.kind == "constant" and parameter.value == 0.0):  # no sign is known
        return ""
    if min(ends) > 0.0 and value <= 0.0:
        return "> 0"
    if min(ends) == 0.0 and value < 0.0:
        return "≥ 0"
    return "< 0" if max(ends) < 0.0 <= value else ""


def stream_of(parameter: str) -> str:
    """The name of the numbers from which a parameter is drawn."""
    return f"parameter {parameter}"


def draw_parameters(
    seed: int,
    first: int,
    count: int,
    assumptions: Assumptions,
    redrawn: str = "",
    known: Past | None = None,
    learnt: Mapping[str, Floats] | None = None,
) -> Floats:
    """Parameter values, shape (count, parameters).

    Parameters
    ----------
    assumptions : values that the user typed in; they hold in every draw
    redrawn : the tag whose parameters are drawn again from independent streams (for the assumption share)
    known : what had been observed when the run starts
    learnt : standard normal numbers of some parameters in these draws, in place of those at their addresses
    """
    from scipy.special import ndtr

    parameters = lab().parameters.values()
    streams = [stream_of(one.id) + (" again" if one.tag == redrawn else "") for one in parameters]
    uniform = points(seed, streams, first, count)
    for row, name in enumerate(lab().parameters):
        if learnt and name in learnt:
            uniform[row] = ndtr(np.clip(learnt[name], -FARTHEST, FARTHEST))
    return parameters_at(uniform, assumptions, past() if known is None else known)


def parameters_at(uniform: Floats, assumptions: Assumptions, known: Past) -> Floats:
    """Parameter values, shape (count, parameters), at uniform numbers of shape (parameters, count)."""
    drawn = np.empty(uniform.shape[::-1])
    for column, (name, u) in enumerate(zip(lab().parameters, uniform, strict=True)):
        number = known.numbers[name]
        drawn[:, column] = assumptions.get(name, quantile(number.distribution, number.value, u))
    return drawn


def positions(seed: int, first: int, count: int, again: bool = False) -> Floats:
    """Where between its ends each draw takes a setting that is left open, by lever, shape (draws, levers)."""
    streams = [f"setting {name} {place}" + (" again" if again else "") for name, place in lab().lever_columns]
    return points(seed, streams, first, count).T


def at_settings(lever: Floats, at: Callable[[], Floats]) -> Floats:
    """Levers by month as each draw takes them, shape (draws, months, levers); a single row where all take the same.

    A setting that is left open is drawn evenly between its ends, at the same place of them all along its path and in
    every policy.

    Parameters
    ----------
    lever : values by month, shape (months, levers), or their ends, shape (2, months, levers)
    at : gives the `positions` of the draws, where they are needed
    """
    if lever.ndim == 2:
        return lever[None]
    low, high = lever
    return np.asarray(low + at()[:, None, :] * (high - low))


@dataclass(frozen=True)
class Normals:
    """The standard normal numbers behind one random path: by month, shape (months, draws), and at the start."""

    monthly: Floats
    start: Floats


def shock_streams() -> list[tuple[Shock, str]]:
    """Every random path: its shock, and the place that it has or an empty name."""
    return [(shock, place) for shock in lab().shocks.values() for place in lab().places(shock.index) or [""]]


def shock_normals(seed: int, shock: Shock, place: str, months: int, first: int, count: int, again: bool) -> Normals:
    """The numbers at the addresses of a random path."""
    stream = f"shock {shock.id} {place}" + (" again" if again else "")
    return Normals(normal_paths(seed, stream, months, first, count), normals(seed, f"{stream} start", 0, first, count))


def draw_shocks(seed: int, first: int, count: int, months: int, parameters: Floats, again: bool = False) -> Floats:
    """Random paths of some draws, shape (count, months, shocks)."""
    streams = shock_streams()
    paths = np.empty((count, months, len(streams)))
    for column, (shock, place) in enumerate(streams):
        drawn = shock_normals(seed, shock, place, months, first, count, again)
        paths[:, :, column] = shock_path(shock, place, drawn, parameters)
    return paths


def shock_path(shock: Shock, place: str, drawn: Normals, parameters: Floats) -> Floats:
    """A random path as a factor with median one, shape (draws, months).

    Z_t = exp(σ X_t), dX = −X/τ dt + dW: σ is the shock's volatility, τ its memory. Without a memory X is a random walk;
    what it multiplies was last known as the mean of a year, so it starts with the variance ⅓ of the end of a year about
    its mean. With a lag T, X starts with the variance τ/2 · T/(τ + T) that is left when what follows it is known; where
    the last yearly growth g of what follows is known too, σX starts higher by g/(exp(1/T) − 1), the gap left to close.
    """
    months, count = drawn.monthly.shape
    memory, lag = (_column(parameters, name) if name else np.zeros(count) for name in (shock.memory, shock.lag))
    keep = np.exp(-1.0 / (MONTHS_PER_YEAR * memory)) if shock.memory else np.ones(count)
    spread = np.sqrt(memory / 2.0 * (1.0 - keep * keep) if shock.memory else 1.0 / MONTHS_PER_YEAR)
    start = (
        np.sqrt(memory / 2.0 * lag / (memory + lag))
        if shock.lag
        else START_OF_WALK * (not shock.memory) * np.ones(count)
    )
    x = spread * drawn.monthly
    x[0] += keep * (start * drawn.start)
    for month in range(1, months):
        x[month] += keep * x[month - 1]
    moved = _column(parameters, lab().number_in(shock.volatility, (place,))) * x
    if shock.growth:
        growth = _column(parameters, lab().number_in(shock.growth, (place,)))
        moved += growth / np.expm1(1.0 / lag) * keep ** np.arange(1, months + 1)[:, None]
    return np.asarray(np.exp(moved).T)


def _column(parameters: Floats, name: str) -> Floats:
    return np.asarray(parameters[:, [*lab().parameters].index(name)])


def behind_shocks() -> list[int]:
    """The columns of the parameters that shape random paths."""
    model = lab()
    shaping = {
        name
        for shock in model.shocks.values()
        for name in (shock.volatility, shock.memory, shock.lag, shock.growth)
        if name
    }
    return [column for column, name in enumerate(model.parameters) if name.partition(".")[0] in shaping]


def no_shocks(count: int, months: int) -> Floats:
    """Paths without any shock, shape (count, months, shocks)."""
    return np.ones((count, months, len(lab().columns(lab().shocks.values()))))
