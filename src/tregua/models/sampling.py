"""A published model at many parameters: draws within the ranges of its file, and the door to SALib."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.models.arguments import check, refuse
from tregua.models.protocol import MOST_SEED, MissingDataError, Model, in_short
from tregua.noise import points

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
MOST_DRAWS = 2**20


@dataclass(frozen=True)
class Draw:
    """One draw.

    Attributes
    ----------
    number, seed : which draw it is, and what it was run with
    parameters : those that were drawn, by id
    values : of each quantity, by id; empty where the model refuses these parameters
    problem : why it refuses them, in each language
    """

    number: int
    seed: int
    parameters: Mapping[str, float]
    values: Mapping[str, float]
    problem: Mapping[str, str] = field(default_factory=dict)


def sample(
    model: Model,
    draws: int,
    seed: int = 0,
    quantities: Sequence[str] | None = None,
    around: float = 0.0,
    first: int = 0,
) -> Iterator[Draw]:
    """Run a model at parameters drawn evenly and independently within the ranges of its file.

    A draw depends on its number and the seed alone: more draws begin with the same, and `first` goes on where another
    call stopped. The draw `number` of a model that uses chance is run with the seed `seed` + `number`.

    Parameters
    ----------
    quantities : ids; those whose target a publication states if not given
    around : how far, as a share of its value, a parameter is drawn that has no range; 0 leaves it at its value

    Raises
    ------
    InputError
        When no parameter has a range, or with each argument that cannot be used.
    MissingDataError
        When the model needs data that are not at hand.
    """
    check(1, MOST_DRAWS, whole=True, draws=draws)
    check(0, MOST_SEED - MOST_DRAWS, whole=True, seed=seed)
    check(0, whole=True, first=first)
    check(0, 1, around=around)
    chosen = chosen_quantities(model, quantities)
    ranges = model.ranges(around)
    if not ranges:
        raise InputError(Problem("no_ranges", str(model.folder / "parameters.yaml")))
    return _draws(model, ranges, chosen, range(first, draws), seed)


def chosen_quantities(model: Model, quantities: Sequence[str] | None) -> list[str]:
    """The ids asked for; those of published targets if none is named, and all where no target is published.

    Raises
    ------
    InputError
        With each id that is no quantity of the model.
    """
    if quantities:
        refuse(
            *(
                unknown_name("@name.quantity", one, model.QUANTITIES)
                for one in quantities
                if one not in model.QUANTITIES
            )
        )
        return list(dict.fromkeys(quantities))
    published = [target.id for target in model.targets if target.tag == "published"]
    return published or [target.id for target in model.targets]


def at_base(model: Model, quantities: Iterable[str], seed: int = 0) -> dict[str, float]:
    """The quantities at the parameters of the file; one that has no finite value there is left out.

    Raises
    ------
    InputError
        When the model or a quantity fails there.
    """
    try:
        run = model.simulate(seed=seed)
        found = {one: model.quantity(one, run).value for one in quantities}
    except InputError:
        raise
    except Exception as error:  # the model may be another's, and fail in any way
        raise InputError(Problem("simulate_failed", model.name, {"found": in_short(error)})) from error
    return {name: value for name, value in found.items() if isfinite(value)}


def _draws(
    model: Model, ranges: Mapping[str, tuple[float, float]], chosen: Sequence[str], numbers: range, seed: int
) -> Iterator[Draw]:
    for number in numbers:
        place = points(seed, [f"{model.name}.{one}" for one in ranges], number, 1)[:, 0].tolist()
        values = [low + part * (high - low) for (low, high), part in zip(ranges.values(), place, strict=True)]
        drawn = _named(model, ranges, values)
        at = seed if model.record.deterministic else seed + number
        try:
            run = model.simulate(model.parameters(**drawn), seed=at)
            found = {one: model.quantity(one, run).value for one in chosen}
        except MissingDataError:
            raise
        except InputError as refused:
            yield Draw(number, at, drawn, {}, _told(refused))
        except Exception as error:  # the model may be another's, and fail in any way
            failed = Problem("simulate_failed", model.name, {"found": in_short(error)})
            yield Draw(number, at, drawn, {}, _told(InputError(failed)))
        else:
            finite = {name: value for name, value in found.items() if isfinite(value)}
            nothing = InputError(Problem("no_finite_value", model.name))
            yield Draw(number, at, drawn, finite, {} if finite else _told(nothing))


def _told(error: InputError) -> dict[str, str]:
    """What went wrong, in each language."""
    return {"en": error.message("en"), "es": error.message("es")}


def _named(model: Model, names: Iterable[str], values: Iterable[float]) -> dict[str, float]:
    """Values of parameters by id, counts as whole numbers."""
    counts = {one.id for one in model.record.parameters if one.whole}
    return {name: float(round(value)) if name in counts else value for name, value in zip(names, values, strict=True)}


def _at(model: Model, quantity: str, drawn: Mapping[str, float]) -> float:
    try:
        return model.quantity(quantity, model.simulate(model.parameters(**drawn))).value
    except MissingDataError:
        raise
    except Exception:  # the model may be another's, and fail in any way
        return nan


def sampled(model: Model, draws: Iterable[Draw]) -> "xr.Dataset":
    """Draws as a dataset over `draw`: each parameter under its id, each quantity, with units; NaN where it was refused.

    A parameter that bears the name of a quantity stands as ``parameter.NAME``.
    """
    import xarray as xr

    listed = list(draws)
    units = {one.id: one.unit for one in model.targets}
    names = dict.fromkeys(name for one in listed for name in one.values)
    variables = {
        name: ("draw", np.array([one.values.get(name, np.nan) for one in listed]), {"units": units[name]})
        for name in names
    }
    for one in model.record.parameters:
        if listed and one.id in listed[0].parameters:
            name = f"parameter.{one.id}" if one.id in {*variables, "draw", "seed"} else one.id
            variables[name] = ("draw", np.array([each.parameters[one.id] for each in listed]), {"units": one.unit})
    numbers = [one.number for one in listed]
    seeds = ("draw", [one.seed for one in listed])
    return xr.Dataset(variables, {"draw": numbers, "seed": seeds}, {"model": model.name})


def salib(model: Model, quantity: str, around: float = 0.0) -> tuple[dict[str, Any], Callable[[Floats], Floats]]:
    """What SALib needs: its description of a model's ranges, and the values of a quantity at a table of parameters.

    Parameters
    ----------
    around : as for `sample`

    Examples
    --------
    >>> from SALib.analyze import sobol as analyse
    >>> from SALib.sample import sobol as sample
    >>> problem, values = salib(load_model("lessing"), "crackdown_unconditional")
    >>> analyse.analyze(problem, values(sample.sample(problem, 64)))["ST"]
    """
    check(0, 1, around=around)
    chosen_quantities(model, [quantity])
    ranges = model.ranges(around)
    if not ranges:
        raise InputError(Problem("no_ranges", str(model.folder / "parameters.yaml")))
    problem = {"num_vars": len(ranges), "names": list(ranges), "bounds": [list(one) for one in ranges.values()]}

    def values(table: Floats) -> Floats:
        """One value a row of `table`, shape (rows,); NaN where the model refuses it or fails."""
        return np.array([_at(model, quantity, _named(model, ranges, row)) for row in table.tolist()])

    return problem, values
