"""What every published model has in common: a folder with five files.

    NAME/model.py          `Parameters`, `simulate` and `QUANTITIES`
    NAME/parameters.yaml   what it starts from
    NAME/targets.yaml      what it must give back
    NAME/about.en.md       what is told of it, and the same in `about.es.md`

``simulate(parameters, *, seed)`` runs the model and gives a dataset that knows how it was made (`recorded`); each
quantity takes such a dataset and gives a number. So every target can be computed at any parameters. An editor completes
the YAML files whose first line is that of ours.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cache, cached_property
from inspect import signature
from math import inf
from pathlib import Path
from sys import modules
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.models.arguments import problem, refuse
from tregua.models.folder import read_parameters, read_targets
from tregua.models.schema import ModelParameter, ModelParameters, Target

if TYPE_CHECKING:
    import xarray as xr
    from _typeshed import DataclassInstance

    Bound = TypeVar("Bound", bound=DataclassInstance)

MOST_SEED = 2**63 - 1
SHARES = ("share", "probability")  # units of what is no more than 1
CALENDAR = "calendar_year"  # the unit of a date

Quantity = Callable[["xr.Dataset"], Any]
"""Takes a dataset that `simulate` made and gives a number; a value of the dataset may keep its units."""


class MissingDataError(InputError):
    """The data that a quantity needs are not at hand; the message says where they come from."""


class Amount(NamedTuple):
    """A number with its unit."""

    value: float
    unit: str


@dataclass(frozen=True)
class Model:
    """A published model: its folder, and what its ``model.py`` holds.

    Attributes
    ----------
    name : that of its folder
    Parameters : a frozen dataclass of floats, each field the id of a parameter in ``parameters.yaml``
    run : `simulate` of the module
    QUANTITIES : for the id of each target, what computes our value of it from a dataset
    download : fetches the data that the model needs and that are not here, if it needs any
    """

    name: str
    folder: Path
    Parameters: type[Any]
    run: "Callable[..., xr.Dataset]"
    QUANTITIES: Mapping[str, Quantity]
    download: Callable[[], object] | None = None

    @property
    def record(self) -> ModelParameters:
        """The file of its parameters."""
        return read_parameters(self.folder)[0]

    @cached_property
    def targets(self) -> list[Target]:
        """Its targets, each with a quantity.

        Raises
        ------
        InputError
            With file and line of each target without a quantity, and each quantity without a target.
        """
        targets, document = read_targets(self.folder)
        ids = [target.id for target in targets]
        refuse(
            *(
                unknown_name("@name.quantity", one, self.QUANTITIES, document.at(("targets", at, "id")))
                for at, one in enumerate(ids)
                if one not in self.QUANTITIES
            ),
            *(
                unknown_name("@name.target", one, ids, str(self.folder / "model.py"))
                for one in self.QUANTITIES
                if one not in ids
            ),
        )
        return targets

    def parameters(self, **changed: float) -> Any:
        """The values of its file, some of them `changed`.

        Raises
        ------
        InputError
            With each name that is no parameter.
        """
        base = bound(self.Parameters)
        known = [one.name for one in fields(self.Parameters)]
        refuse(*(unknown_name("@name.parameter", one, known) for one in changed if one not in known))
        return replace(base, **changed)

    def simulate(self, parameters: Any = None, *, seed: int = 0, **settings: Any) -> "xr.Dataset":
        """Run it; without arguments as in its paper."""
        known = [one for one in signature(self.run).parameters if one not in ("parameters", "seed")]
        refuse(
            problem("seed", seed, 0, MOST_SEED, whole=True),
            *(unknown_name("@name.setting", one, known) for one in settings if one not in known),
        )
        run = self.run(parameters, seed=seed, **settings)
        return run.assign_attrs(settings=", ".join(settings)) if settings else run

    def quantity(self, name: str, run: "xr.Dataset") -> Amount:
        """The value of a quantity in a dataset that `simulate` made, in the unit of its target.

        Raises
        ------
        InputError
            When there is no such quantity, its value has another unit, or `run` is of another model or was made with
            settings of its own.
        """
        import xarray as xr

        target = next((one for one in self.targets if one.id == name), None)
        if target is None:
            raise InputError(unknown_name("@name.quantity", name, self.QUANTITIES))
        if not getattr(run, "attrs", {}).get("parameters"):
            raise InputError(Problem("not_recorded", str(self.folder / "model.py")))
        if run.attrs.get("model") != self.name:
            values = {"field": "model", "expected": self.name, "found": run.attrs.get("model")}
            raise InputError(Problem("not_one_of", f"{self.name}.{name}", values))
        if settings := run.attrs.get("settings"):
            raise InputError(Problem("run_with_settings", f"{self.name}.{name}", {"found": settings}))
        with xr.set_options(keep_attrs=False):  # type: ignore[no-untyped-call]  # a ratio has not the units of its parts
            found = self.QUANTITIES[name](run.copy(deep=True))
        units = getattr(found, "attrs", {}).get("units", target.unit)
        if units != target.unit:
            values = {"field": "unit", "expected": target.unit, "found": units}
            raise InputError(Problem("not_one_of", f"{self.name}.{name}", values))
        return Amount(float(found), target.unit)

    def value(self, quantity: str, *, seed: int = 0, **changed: float) -> float:
        """A quantity at the parameters of its file, some of them `changed`."""
        return self.quantity(quantity, self.simulate(self.parameters(**changed), seed=seed)).value

    def ranges(self, around: float = 0.0) -> dict[str, tuple[float, float]]:
        """Where each parameter may lie: the range of its file, or `around` its value, as a share of it.

        A parameter without a range is left out where `around` or its value is zero, and so is a date; what is a share
        stays one.
        """
        found = {}
        for one in self.record.parameters:
            room, most = around * abs(one.value), 1.0 if one.unit in SHARES and one.value <= 1 else inf
            if one.range:
                found[one.id] = (one.range.low, one.range.high)
            elif room and one.unit != CALENDAR:
                found[one.id] = (one.value - room, min(one.value + room, most))
        return found


def bound(cls: "type[Bound]", given: "Bound | None" = None) -> "Bound":
    """The values of the ``parameters.yaml`` beside the module of `cls`, as an instance of `cls`, or those `given`.

    Parameters
    ----------
    cls : a frozen dataclass of floats; each field is the id of a parameter
    given : values to take instead, each an ordinary number; below zero only where the file's value or range is

    Raises
    ------
    InputError
        With file and line of each value that is missing, unknown or no number, and of each unknown source; with each
        value given that cannot be used.
    """
    base, least = _bound(cls)
    if given is None:
        return cast("Bound", base)
    if not isinstance(given, cls):
        expected = f"{folder_of(cls).name}.{cls.__name__}"
        values = {"field": "parameters", "expected": expected, "found": type(given).__name__}
        raise InputError(Problem("not_one_of", "", values))
    refuse(*(problem(name, getattr(given, name), low) for name, low in least.items()))
    return given


@cache
def _bound(cls: type[Any]) -> tuple[Any, Mapping[str, float]]:
    """The values of the file, and from where on those of each parameter make sense."""
    record, document = read_parameters(folder_of(cls))
    wanted = [field.name for field in fields(cls)]
    values = {parameter.id: float(parameter.value) for parameter in record.parameters}
    refuse(
        *(
            Problem("missing_field", document.at(("parameters",)), {"field": one, "parent": "parameters"})
            for one in wanted
            if one not in values
        ),
        *(
            unknown_name("@name.parameter", one, wanted, document.at(("parameters", at, "id")))
            for at, one in enumerate(values)
            if one not in wanted
        ),
    )
    return cls(**values), {one.id: _least(one) for one in record.parameters}


def _least(parameter: ModelParameter) -> float:
    """From where on values make sense: below zero only where the file goes below it."""
    lowest = parameter.range.low if parameter.range else parameter.value
    return -inf if lowest < 0 else 0.0


def folder_of(cls: type[Any]) -> Path:
    """The folder of the model whose parameters `cls` holds."""
    file = modules[cls.__module__].__file__
    assert file
    return Path(file).parent


def recorded(dataset: "xr.Dataset", parameters: "DataclassInstance", seed: int = 0, **others: str) -> "xr.Dataset":
    """`dataset` with what it was made from: the model, its parameters and the seed; `others` are further attributes.

    Raises
    ------
    InputError
        When the seed is no whole number from 0 on.
    """
    refuse(problem("seed", seed, 0, MOST_SEED, whole=True))
    values = {name: float(value) for name, value in asdict(parameters).items()}
    made = {"model": folder_of(type(parameters)).name, "parameters": json.dumps(values), "seed": int(seed)}
    return dataset.assign_attrs(**made, **others)


def given(run: "xr.Dataset", cls: "type[Bound]") -> "Bound":
    """The parameters that a dataset was made from."""
    return cast("Bound", _read(run.attrs["parameters"], cls))


@cache
def _read(written: str, cls: type[Any]) -> Any:
    return cls(**json.loads(written))


def in_short(error: BaseException) -> str:
    """An exception in one line."""
    return f"{type(error).__name__}: {error}".splitlines()[0].removesuffix(": ")
