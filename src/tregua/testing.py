"""What a published model must keep, as a test that a modeller runs on their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tregua.errors import InputError
from tregua.models.frame import Model, load_model, name_of, parameters_of, targets_of

if TYPE_CHECKING:
    import xarray as xr


def check_model(name: str | Path) -> None:
    """Check that a model keeps the protocol of `tregua.models.frame.Model`.

    Its files are sound and fit it; `simulate()` and `simulate(parameters=parameters())` give the same dataset, with the
    model's name, and units and finite values in every variable; every target has a finite value.

    Parameters
    ----------
    name : a model's name, or the path of its ``.py`` file

    Raises
    ------
    AssertionError
        With everything that is wrong, a line each.
    MissingDataError
        When the model needs data that are not at hand.

    Examples
    --------
    >>> def test_my_model():
    ...     check_model("my_model.py")
    """
    try:
        model = load_model(str(name))
        parameters_of(model)
        targets = targets_of(model)
        parameters = model.parameters()
    except InputError as error:
        raise AssertionError(str(error)) from None
    broken = list(_broken_parameters(parameters))
    first, second = model.simulate(), model.simulate(parameters=parameters)
    broken += _broken_dataset(model, first)
    if not first.identical(second):
        broken.append("simulate() gives another dataset when it is called again with parameters()")
    for target in targets:
        value = model.QUANTITIES[target.id]()
        if not np.isfinite(value):
            broken.append(f"the quantity “{target.id}” is {value!r}, not a finite number")
    assert not broken, "\n".join(broken)


def _broken_parameters(parameters: object) -> Iterator[str]:
    if not getattr(getattr(parameters, "__dataclass_params__", None), "frozen", False):
        yield "parameters() is no frozen dataclass"


def _broken_dataset(model: Model, dataset: "xr.Dataset") -> Iterator[str]:
    if dataset.attrs.get("model") != name_of(model):
        yield f"the dataset's attribute “model” is {dataset.attrs.get('model')!r}, not {name_of(model)!r}"
    if not dataset.data_vars:
        yield "the dataset holds no variable"
    for name, variable in dataset.data_vars.items():
        if not variable.attrs.get("units"):
            yield f"the variable “{name}” has no units"
        if not np.isfinite(variable.values.astype(float)).all():
            yield f"the variable “{name}” holds a value that is not finite"
