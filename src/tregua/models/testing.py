"""What a published model must keep, as a test that a modeller runs on their own."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from math import isclose, isfinite
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from tregua.catalogue.errors import InputError
from tregua.models.protocol import MissingDataError, Model, in_short, load_model, name_of, parameters_of, targets_of

SAME = 1e-9  # what the order of additions may change
FAILED = object()


def check_model(name: str | Path) -> None:
    """Check that a model keeps the protocol of `tregua.models.protocol.Model`.

    Its files are sound and fit it; `simulate()` and `simulate(parameters=parameters())` give the same dataset, with the
    model's name, and units and finite values in every variable; one per cent more of some parameter gives another;
    every quantity is a finite number, the same when it is computed again.

    Parameters
    ----------
    name : a model's name, or the path of its ``.py`` file

    Raises
    ------
    AssertionError
        With everything that is wrong, a line each.
    MissingDataError
        When nothing is wrong, but the model needs data that are not at hand.

    Examples
    --------
    >>> def test_my_model():
    ...     check_model("my_model.py")
    """
    check = _Check()
    model = check.run("the module", lambda: load_model(str(name)))
    if model is not FAILED:
        check.run("the file of parameters", lambda: parameters_of(model))
        parameters = check.run("parameters()", model.parameters)
        if parameters is not FAILED:
            check.broken += _broken_parameters(parameters)
            _check_simulate(model, parameters, check)
        targets = check.run("the file of targets", lambda: targets_of(model))
        for target in targets if targets is not FAILED else []:
            _check_quantity(target.id, model.QUANTITIES[target.id], check)
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
        yield "parameters() is no frozen dataclass"


def _check_simulate(model: Model, parameters: Any, check: _Check) -> None:
    first = check.run("simulate()", model.simulate)
    second = check.run("simulate(parameters=parameters())", lambda: model.simulate(parameters=parameters))
    if not isinstance(first, xr.Dataset):
        if first is not FAILED:
            check.broken.append(f"simulate() gives no dataset but {type(first).__name__}")
        return
    check.broken += _broken_dataset(model, first)
    if second is FAILED:
        return
    if not first.identical(second):
        check.broken.append("simulate() gives another dataset when it is called again with parameters()")
    elif not _answers(model, parameters, first):
        check.broken.append("simulate() gives the same values when a parameter is one per cent more, whichever it is")


def _answers(model: Model, parameters: Any, first: xr.Dataset) -> bool:
    """Whether one per cent more of some parameter changes a value, or is refused; so where there is none to change."""
    values = {one.name: getattr(parameters, one.name) for one in fields(parameters)} if is_dataclass(parameters) else {}
    changed = {name: value * 1.01 for name, value in values.items() if isinstance(value, float) and value}
    return not changed or any(_differs(model, parameters, {name: changed[name]}, first) for name in changed)


def _differs(model: Model, parameters: Any, changed: dict[str, float], first: xr.Dataset) -> bool:
    try:
        return not model.simulate(parameters=replace(parameters, **changed)).equals(first)
    except Exception:  # a count, or a share of all, that cannot be one per cent more
        return True


def _broken_dataset(model: Model, dataset: xr.Dataset) -> Iterator[str]:
    if dataset.attrs.get("model") != name_of(model):
        yield f"the dataset's attribute “model” is {dataset.attrs.get('model')!r}, not {name_of(model)!r}"
    if not dataset.data_vars:
        yield "the dataset holds no variable"
    for name, variable in dataset.data_vars.items():
        if not variable.attrs.get("units"):
            yield f"the variable “{name}” has no units"
        if variable.dtype.kind not in "biuf":
            yield f"the variable “{name}” holds what is no number"
        elif not np.isfinite(variable.values).all():
            yield f"the variable “{name}” holds a value that is not finite"


def _check_quantity(name: str, compute: Callable[[], float], check: _Check) -> None:
    what = f"the quantity “{name}”"
    if not callable(compute):
        check.broken.append(f"{what} is {compute!r}, which cannot be called")
        return
    first = check.run(what, compute)
    if first is FAILED:
        return
    if not isinstance(first, Real) or not isfinite(first):
        check.broken.append(f"{what} is {first!r}, not a finite number")
        return
    second = check.run(f"{what}, computed again,", compute)
    if second is not FAILED and not (isinstance(second, Real) and isclose(first, second, rel_tol=SAME)):
        check.broken.append(f"{what} is {first!r}, and {second!r} when it is computed again")
