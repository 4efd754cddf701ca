"""What every published model has in common: four names in a module, and two files beside it.

A model is a module ``NAME.py`` that holds `parameters`, `simulate` and `QUANTITIES`. What it starts from stands in
``parameters/NAME.yaml``, what it must give back in ``targets/NAME.yaml``, both in the folder of the module. So Tregua's
own models are found by their files, and a modeller's own by an entry point or by the path of the module. An editor
completes the files that begin with ``# yaml-language-server: $schema=../../schema/model_parameters.json`` and
``# yaml-language-server: $schema=../../schema/model_targets.json``.
"""

import importlib.util
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from tregua.catalogue.errors import InputError, Problem, nearest, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load, unknown_sources
from tregua.models.arguments import problem, refuse
from tregua.models.schema import ModelParameter, ModelParameters, Target, Targets

if TYPE_CHECKING:
    import xarray as xr
    from _typeshed import DataclassInstance

    Bound = TypeVar("Bound", bound=DataclassInstance)

GROUP = "tregua.models"
NAMES = ("parameters", "simulate", "QUANTITIES", "__file__")


class Model(Protocol):
    """A published model: a module with these names. `tregua.models.testing.check_model` tests one."""

    __name__: str
    __file__: str

    QUANTITIES: Mapping[str, Callable[[], float]]
    """For the id of each target, what computes our value of it."""

    simulate: "Callable[..., xr.Dataset]"
    """Runs the model, without arguments as in its paper; each variable has `units`, the dataset names its `model`."""

    parameters: Callable[[], Any]
    """The values of ``parameters/NAME.yaml``, bound to the model's own frozen dataclass."""


class MissingDataError(InputError):
    """The data that a quantity needs are not at hand; the message says where they come from."""


def model_names() -> list[str]:
    """The models at hand: Tregua's own, and those that installed packages name in the group ``tregua.models``."""
    return sorted(_own_names() | entry_points(group=GROUP).names)


def taken_names() -> list[Problem]:
    """The models of installed packages that are left out, because Tregua has one of that name."""
    own = _own_names()
    return [
        Problem("name_taken", one.name, {"found": one.value}) for one in entry_points(group=GROUP) if one.name in own
    ]


def load_model(name: str) -> Model:
    """A model by its name, or by the path of its ``.py`` file.

    Raises
    ------
    InputError
        When there is no such model, its module cannot be loaded, or it lacks a name of the protocol.
    """
    if not name.endswith(".py") and name not in model_names():
        valid = ", ".join(model_names())
        values = {"what": "@name.model", "found": name, "valid": valid, "nearest": nearest(name, model_names())}
        raise InputError(Problem("unknown_name", "", values))
    try:
        module = _module(name)
    except InputError:
        raise
    except Exception as error:  # the module may be another's, and fail in any way
        raise InputError(Problem("model_broken", name, {"found": in_short(error)})) from error
    lacking = [one for one in NAMES if getattr(module, one, None) is None]
    if "QUANTITIES" not in lacking and not isinstance(module.QUANTITIES, Mapping):
        lacking.append("QUANTITIES")
    if lacking:
        raise InputError(Problem("model_lacks", getattr(module, "__file__", name), {"found": one}) for one in lacking)
    return cast(Model, module)


def in_short(error: Exception) -> str:
    """An exception in one line."""
    return f"{type(error).__name__}: {error}".splitlines()[0].removesuffix(": ")


def _own_names() -> set[str]:
    return {path.stem for path in (PACKAGE / "models" / "parameters").glob("*.yaml")}


def _module(name: str) -> Any:
    if name.endswith(".py"):
        return _module_at(Path(name).resolve())
    return import_module(f"{GROUP}.{name}") if name in _own_names() else entry_points(group=GROUP)[name].load()


def _module_at(path: Path) -> Any:
    """The module of a file, under a name that no other module has."""
    if not path.is_file():
        raise InputError(Problem("no_file", str(path)))
    spec = importlib.util.spec_from_file_location(f"{path.parent}.{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def name_of(model: Model) -> str:
    """The name under which a model's files stand."""
    return model.__name__.rpartition(".")[2]


def parameters_of(model: Model) -> ModelParameters:
    """The file of a model's parameters."""
    return _parameters(Path(model.__file__).parent, name_of(model))[0]


def targets_of(model: Model) -> list[Target]:
    """A model's targets, each with a quantity.

    Raises
    ------
    InputError
        With file and line of each target without a quantity, and each quantity without a target.
    """
    targets, document = _targets(Path(model.__file__).parent, name_of(model))
    ids = [target.id for target in targets.targets]
    problems = [
        unknown_name("@name.quantity", one, model.QUANTITIES, document.at(("targets", at, "id")))
        for at, one in enumerate(ids)
        if one not in model.QUANTITIES
    ]
    problems += [unknown_name("@name.target", one, ids, model.__file__) for one in model.QUANTITIES if one not in ids]
    if problems:
        raise InputError(problems)
    return targets.targets


def bound(cls: "type[Bound]", name: str, given: "Bound | None" = None) -> "Bound":
    """The values of ``parameters/NAME.yaml`` beside the module of `cls`, as an instance of `cls`, or those `given`.

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
    record, document = _parameters(Path(inspect.getfile(cls)).parent, name)
    wanted = [field.name for field in fields(cls)]
    values = {parameter.id: float(parameter.value) for parameter in record.parameters}
    problems = [
        Problem("missing_field", document.at(("parameters",)), {"field": one, "parent": "parameters"})
        for one in wanted
        if one not in values
    ]
    problems += [
        unknown_name("@name.parameter", one, wanted, document.at(("parameters", at, "id")))
        for at, one in enumerate(values)
        if one not in wanted
    ]
    if problems:
        raise InputError(problems)
    if given is None:
        return cls(**values)
    refuse(*(problem(one.id, getattr(given, one.id), _least(one)) for one in record.parameters))
    return given


def _least(parameter: ModelParameter) -> float:
    """From where on values make sense: below zero only where the file goes below it."""
    lowest = parameter.range.low if parameter.range else parameter.value
    return -inf if lowest < 0 else 0.0


@cache
def _parameters(folder: Path, name: str) -> tuple[ModelParameters, Document]:
    record, document = load(ModelParameters, folder / "parameters" / f"{name}.yaml")
    _check(document, name, [one.id for one in record.parameters], [one.id for one in record.sources])
    return record, document


@cache
def _targets(folder: Path, name: str) -> tuple[Targets, Document]:
    own = _parameters(folder, name)[0].sources
    targets, document = load(Targets, folder / "targets" / f"{name}.yaml")
    _check(document, name, [one.id for one in targets.targets], [one.id for one in own])
    return targets, document


def _check(document: Document, name: str, ids: list[str], own_sources: list[str]) -> None:
    """The file is of this model, no id stands in it twice, every source is known."""
    kind = document.path.parent.name
    problems = unknown_sources(document, own_sources)
    if document.value["model"] != name:
        values = {"field": "model", "expected": name, "found": document.value["model"]}
        problems.append(Problem("not_one_of", document.at(("model",)), values))
    problems += [
        Problem("duplicate_key", document.at((kind, at, "id")), {"found": one})
        for at, one in enumerate(ids)
        if one in ids[:at]
    ]
    if problems:
        raise InputError(problems)
