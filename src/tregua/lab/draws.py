"""Parameter draws and shock paths, the same for every scenario."""

from collections.abc import Mapping

import numpy as np

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.record import Distribution
from tregua.lab.model import lab
from tregua.lab.past import Past, past
from tregua.lab.schema import Parameter
from tregua.noise import Floats, normal_paths, normals, points

Assumptions = Mapping[str, float]
MONTHS_PER_YEAR = 12
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
    """Refuse unknown parameters and numbers that their unit does not allow."""
    known = lab().parameters
    problems = [unknown_name("@name.parameter", name, known) for name in assumptions if name not in known]
    for name, value in assumptions.items():
        if not abs(value) < 1e15:
            problems.append(Problem("not_finite", "--assume", {"field": name, "found": value}))
        elif name in known and (expected := _violated(known[name], value)):
            problems.append(Problem("out_of_range", "--assume", {"field": name, "found": value, "expected": expected}))
    if problems:
        raise InputError(problems)


def _violated(parameter: Parameter, value: float) -> str:
    """What a share, or a quantity that is drawn with one sign only, must be, where `value` is not; else nothing."""
    if parameter.unit == "share":
        return "" if 0.0 <= value <= 1.0 else "0 … 1"
    spread = parameter.distribution
    ends = [end for end in (spread.low, spread.high, *(spread.values or ())) if end is not None] or [parameter.value]
    if spread.kind == "normal":
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
) -> Floats:
    """Parameter values, shape (count, parameters).

    Parameters
    ----------
    assumptions : values that the user typed in; they hold in every draw
    redrawn : the tag whose parameters are drawn again from independent streams (for the assumption share)
    known : what had been observed when the run starts
    """
    numbers = (past() if known is None else known).numbers
    parameters = lab().parameters.values()
    drawn = np.empty((count, len(parameters)))
    streams = [stream_of(one.id) + (" again" if one.tag == redrawn else "") for one in parameters]
    for column, (parameter, u) in enumerate(zip(parameters, points(seed, streams, first, count), strict=True)):
        number = numbers[parameter.id]
        drawn[:, column] = quantile(number.distribution, number.value, u)
        if parameter.id in assumptions:
            drawn[:, column] = assumptions[parameter.id]
    return drawn


def draw_shocks(seed: int, first: int, count: int, months: int, parameters: Floats, again: bool = False) -> Floats:
    """Random paths as factors with median one, shape (count, months, shocks).

    Z_t = exp(σ X_t), dX = −X/τ dt + dW: σ is the shock's volatility, τ its memory. Without a memory X is a random walk;
    what it multiplies was last known as the mean of a year, so it starts with the variance ⅓ of the end of a year about
    its mean. With a lag T, X starts with the variance τ/2 · T/(τ + T) that is left when what follows it is known; where
    the last yearly growth g of what follows is known too, σX starts higher by g/(exp(1/T) − 1), the gap left to close.
    """
    model = lab()
    names = list(model.parameters)
    paths = np.empty((count, months, len(model.columns(model.shocks.values()))))
    column = 0
    for shock in model.shocks.values():
        volatility, memory, lag = (
            parameters[:, names.index(name)] if name else np.zeros(count)
            for name in (shock.volatility, shock.memory, shock.lag)
        )
        keep = np.exp(-1.0 / (MONTHS_PER_YEAR * memory)) if shock.memory else np.ones(count)
        spread = np.sqrt(memory / 2.0 * (1.0 - keep * keep) if shock.memory else 1.0 / MONTHS_PER_YEAR)
        start = (
            np.sqrt(memory / 2.0 * lag / (memory + lag))
            if shock.lag
            else START_OF_WALK * (not shock.memory) * np.ones(count)
        )
        for place in model.places(shock.index) or [""]:
            stream = f"shock {shock.id} {place}" + (" again" if again else "")
            x = spread * normal_paths(seed, stream, months, first, count)
            x[0] += keep * (start * normals(seed, f"{stream} start", 0, first, count))
            for month in range(1, months):
                x[month] += keep * x[month - 1]
            moved = volatility * x
            if shock.growth:
                growth = parameters[:, names.index(model.number_in(shock.growth, (place,)))]
                moved += growth / np.expm1(1.0 / lag) * keep ** np.arange(1, months + 1)[:, None]
            paths[:, :, column] = np.exp(moved).T
            column += 1
    return paths


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
