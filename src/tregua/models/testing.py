"""What a published model must keep, as a test that a modeller runs on their own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import chain, islice
from math import isclose, isfinite
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from tregua.catalogue.errors import InputError
from tregua.models.find import load_model
from tregua.models.origin import MOVED, SAME, STEPS, Origins, Point
from tregua.models.protocol import MissingDataError, Model, in_short
from tregua.models.schema import Target
from tregua.models.units import unknown_unit

FACTORS = (1.01, 0.5, 2.0)  # by which a parameter is moved, until something answers
PLACES = 6  # in the ranges of the parameters, at which a quantity may answer
FAILED = object()


def check_model(name: str | Path) -> None:
    """Check that a model keeps the protocol of `tregua.models.protocol`.

    Its files are sound and fit it; `simulate` gives the same dataset when it is called again, with known units and
    finite values, and another one with another seed, unless the model is `deterministic`; every parameter moves some
    variable or quantity; every quantity is a finite number that the parameters move, unless it is `invariant`.

    Parameters
    ----------
    name : a model's name, or the path of its folder or of the ``model.py`` in it

    Raises
    ------
    AssertionError
        With everything that is wrong, a line each.
    MissingDataError
        When nothing is wrong, but the model needs data that are not at hand.

    Examples
    --------
    >>> def test_my_model():
    ...     check_model("my_model")
    """
    check = _Check()
    model = check.run("the module", lambda: load_model(name))
    if model is not FAILED:
        parameters = check.run("the parameters", model.parameters)
        targets = check.run("the targets", lambda: model.targets)
        if parameters is not FAILED:
            check.broken += _broken_parameters(parameters)
            run = _check_simulate(model, parameters, check)
            if run is not FAILED and targets is not FAILED:
                found = {one.id: _check_quantity(model, one, run, check) for one in targets}
                _check_answers(model, {name: value for name, value in found.items() if value is not None}, check)
    assert not check.broken, "\n".join(check.broken)
    if check.missing:
        raise check.missing


class _Check:
    """What is wrong so far, and which data are not at hand."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.missing: MissingDataError | None = None

    def run(self, what: str, call: Callable[[], Any]) -> Any:
        """What `call` gives; FAILED where it gives nothing, and why is noted."""
        try:
            return call()
        except MissingDataError as error:
            self.missing = error
        except InputError as error:
            self.broken.append(str(error))
        except Exception as error:  # a model that is being written may fail in any way
            self.broken.append(f"{what} fails: {in_short(error)}")
        return FAILED


def _broken_parameters(parameters: object) -> Iterator[str]:
    if not getattr(getattr(parameters, "__dataclass_params__", None), "frozen", False):
        yield "Parameters is no frozen dataclass"


def _check_simulate(model: Model, parameters: Any, check: _Check) -> Any:
    """The dataset of the base; FAILED where there is none."""
    run = check.run("simulate()", model.simulate)
    if run is FAILED:
        return FAILED
    if not isinstance(run, xr.Dataset):
        check.broken.append(f"simulate() gives no dataset but {type(run).__name__}")
        return FAILED
    check.broken += _broken_dataset(model, run)
    again = check.run("simulate(parameters, seed=0)", lambda: model.simulate(parameters, seed=0))
    other = check.run("simulate(parameters, seed=1)", lambda: model.simulate(parameters, seed=1))
    if again is not FAILED and not run.identical(again):
        check.broken.append(
            "simulate() gives another dataset when it is called again with the same parameters and seed"
        )
    elif other is not FAILED:
        check.broken += _broken_seed(model, run, other)
    return run


def _broken_seed(model: Model, run: xr.Dataset, other: xr.Dataset) -> Iterator[str]:
    same = run.equals(other)
    if model.record.deterministic and not same:
        yield "the model is said to be deterministic, but simulate() gives another dataset with another seed"
    if not model.record.deterministic and same:
        yield (
            "simulate() ignores its seed: it gives the same dataset with another; "
            "a model that uses no chance says “deterministic: true” in parameters.yaml"
        )


def _broken_dataset(model: Model, dataset: xr.Dataset) -> Iterator[str]:
    if dataset.attrs.get("model") != model.name:
        yield f"the dataset's attribute “model” is {dataset.attrs.get('model')!r}, not {model.name!r}; see `recorded`"
    if not dataset.data_vars:
        yield "the dataset holds no variable"
    for name, variable in dataset.data_vars.items():
        units = variable.attrs.get("units")
        if not units:
            yield f"the variable “{name}” has no units"
        elif unknown := unknown_unit(str(units), model.record.units):
            yield f"the variable “{name}”: {unknown.message('en')}"
        if variable.dtype.kind not in "biuf":
            yield f"the variable “{name}” holds what is no number"
        elif not np.isfinite(variable.values).all():
            yield f"the variable “{name}” holds a value that is not finite"


def _check_quantity(model: Model, target: Target, run: xr.Dataset, check: _Check) -> float | None:
    """The value of a quantity at the base, if it has a sound one."""
    what, compute = f"the quantity “{target.id}”", model.QUANTITIES[target.id]
    if not callable(compute):
        check.broken.append(f"{what} is {compute!r}, which cannot be called")
        return None
    first = check.run(what, lambda: compute(run))
    if first is FAILED:
        return None
    if not _is_finite(first):
        check.broken.append(f"{what} is {first!r}, not a finite number")
        return None
    second = check.run(f"{what}, computed again,", lambda: model.quantity(target.id, run).value)
    if second is FAILED:
        return None
    if not isclose(first, second, rel_tol=SAME):
        check.broken.append(f"{what} is {float(first)!r}, and {second!r} when it is computed again")
        return None
    return float(second)


def _is_finite(found: Any) -> bool:
    """Whether what a quantity gives is one finite number, by itself or as a value of a dataset."""
    try:
        return isinstance(getattr(found, "item", lambda: found)(), Real) and isfinite(found)
    except (OverflowError, TypeError, ValueError):  # several numbers, or one too large
        return False


def _check_answers(model: Model, found: dict[str, float], check: _Check) -> None:
    """Every quantity answers to the parameters, unless it is invariant, and something answers to every parameter."""
    if not is_dataclass(model.Parameters) or not fields(model.Parameters):
        return
    moved = Origins(model)
    invariant = {target.id for target in model.targets if target.invariant}
    for name, value in found.items():
        places = chain([moved.straight(float(STEPS[1]))], islice(moved.draws(), PLACES))
        values = (moved.value(name, place) for place in places)
        answers = any(one is not None and not isclose(one, value, rel_tol=MOVED) for one in values)
        if answers and name in invariant:
            check.broken.append(f"the quantity “{name}” is said to be invariant, and moves with the parameters")
        if not answers and name not in invariant:
            check.broken.append(
                f"the quantity “{name}” is {value!r} whatever the parameters: is the number written in the code? "
                "A theorem says “invariant: true” in targets.yaml"
            )
    for target in model.targets:
        others = moved.straight(float(STEPS[1]), moved.base.keys() - set(target.restates))
        there = moved.value(target.id, others) if target.restates and target.id in found else None
        if there is not None and not isclose(there, found[target.id], rel_tol=SAME):
            check.broken.append(f"the quantity “{target.id}” moves with parameters that it is not said to restate")
    check.broken += [
        f"nothing answers to the parameter “{name}”: the model does not use it"
        for name in moved.base
        if not any(_answers(moved, base, name, found) for base in (moved.base, _without_zeros(moved.base)))
    ]


def _without_zeros(base: Point) -> Point:
    """A zero may hide what it is multiplied by."""
    return {name: value or 1.0 for name, value in base.items()}


def _answers(moved: Origins, base: Point, name: str, quantities: Iterable[str]) -> bool:
    """Whether a parameter moves a variable at `base`, or a quantity, or is refused wherever it is moved."""
    was = moved.run(base)
    if was is None:
        return False
    points = [{**base, name: base[name] * factor or 1.0} for factor in FACTORS]
    refused = True
    for point in points:
        try:
            now = moved.model.simulate(moved.model.Parameters(**point))
        except Exception:  # a count, or a share of all, that cannot be so much
            continue
        refused = False
        if not now.equals(was):
            return True
    return refused or any(moved.value(one, point) != moved.value(one, base) for point in points for one in quantities)
