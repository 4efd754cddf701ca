"""Which published models are at hand: Tregua's own, those of installed packages, and a folder anywhere."""

import hashlib
import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import is_dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.catalogue.read import PACKAGE
from tregua.models.folder import PARAMETERS, TARGETS
from tregua.models.protocol import Model, in_short

GROUP = "tregua.models"
MODULE = "model.py"
NAMES = ("Parameters", "simulate", "QUANTITIES")
ROOMS = ("papers", "sketches")


def model_names() -> list[str]:
    """The models at hand: Tregua's own, and those that installed packages name in the group ``tregua.models``."""
    return sorted(own_folders().keys() | entry_points(group=GROUP).names)


def taken_names() -> list[Problem]:
    """The models of installed packages that are left out, because Tregua has one of that name."""
    own = own_folders()
    return [
        Problem("name_taken", one.name, {"found": one.value}) for one in entry_points(group=GROUP) if one.name in own
    ]


def own_folders() -> dict[str, Path]:
    """The folders of Tregua's own models, by name."""
    found = (path.parent for room in ROOMS for path in (PACKAGE / "models" / room).glob(f"*/{PARAMETERS}"))
    return {folder.name: folder for folder in found}


def is_own(model: Model) -> bool:
    """Whether a model is one of Tregua's own, where they stand."""
    return own_folders().get(model.name) == model.folder


def load_model(name: str | Path) -> Model:
    """A model by its name, or by the path of its folder or of the ``model.py`` in it; a name goes before a path.

    Raises
    ------
    InputError
        When there is no such model, its module cannot be loaded, or it lacks a name of the protocol.
    """
    given = str(name)
    if given not in model_names() and not _is_path(given):
        values = {"what": "@name.model", "found": given, "valid": ", ".join(model_names())}
        raise InputError(Problem("unknown_name", "", {**values, "nearest": nearest(given, model_names())}))
    try:
        module, called = (_named(given), given) if given in model_names() else _at(given)
        return _model(module, called)
    except InputError:
        raise
    except (Exception, SystemExit) as error:  # the module may be another's, and fail in any way
        raise InputError(Problem("model_broken", given, {"found": in_short(error)})) from error


def _model(module: ModuleType, called: str) -> Model:
    """The model that a module holds."""
    file = module.__file__ or called
    lacking = [one for one in NAMES if getattr(module, one, None) is None]
    if "QUANTITIES" not in lacking and not isinstance(module.QUANTITIES, Mapping):
        lacking.append("QUANTITIES")
    if lacking:
        raise InputError(Problem("model_lacks", file, {"found": one}) for one in lacking)
    if not (isinstance(module.Parameters, type) and is_dataclass(module.Parameters)):
        raise InputError(Problem("model_broken", file, {"found": "Parameters is no dataclass"}))
    if strange := next((one for one in module.QUANTITIES if not isinstance(one, str)), None):
        raise InputError(Problem("model_broken", file, {"found": f"QUANTITIES has {strange!r}, which is no id"}))
    folder = Path(file).parent
    download = getattr(module, "download", None)
    return Model(folder.name, folder, module.Parameters, module.simulate, module.QUANTITIES, download)


def _is_path(name: str) -> bool:
    return name.endswith(".py") or "/" in name or "\\" in name or (Path(name) / MODULE).is_file()


def _at(name: str) -> tuple[ModuleType, str]:
    """The module of a folder, under a name that no other module has."""
    path = Path(name).resolve()
    path = path if path.suffix == ".py" else path / MODULE
    missing = [one for one in (path, path.parent / PARAMETERS, path.parent / TARGETS) if not one.is_file()]
    if missing:
        raise InputError(Problem("no_file", str(one)) for one in missing)
    return _executed(path), path.parent.name


def _executed(path: Path) -> ModuleType:
    """The module of a file, run anew, in a package of its own: it may import what lies beside it (``from .flows``)."""
    package = f"{GROUP}.at_{hashlib.sha256(str(path.parent).encode()).hexdigest()[:16]}"
    for known in [one for one in sys.modules if one.partition(package)[1]]:
        del sys.modules[known]
    folder = ModuleType(package)
    folder.__path__ = [str(path.parent)]
    spec = importlib.util.spec_from_file_location(f"{package}.{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules |= {package: folder, spec.name: module}
    spec.loader.exec_module(module)
    return module


def _named(name: str) -> ModuleType:
    """The module of one of ours, or of an installed package: that named, or the ``model`` in a package that is."""
    own = own_folders()
    if name in own:
        return import_module(f"{GROUP}.{own[name].parent.name}.{name}.model")
    found: ModuleType = entry_points(group=GROUP)[name].load()
    return import_module(f"{found.__name__}.model") if hasattr(found, "__path__") else found
