"""Tregua: an open policy laboratory for negotiated exit from organised crime and drug war."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tregua.catalogue.errors import InputError as InputError
    from tregua.catalogue.errors import Problem as Problem
    from tregua.catalogue.errors import RunError as RunError
    from tregua.lab.compare import Comparisons as Comparisons
    from tregua.lab.compare import compare as compare
    from tregua.lab.model import lab as lab
    from tregua.lab.result import open_run as open_run
    from tregua.lab.result import simulate as simulate
    from tregua.lab.run import Settings as Settings
    from tregua.lab.scenario import PRESETS as PRESETS
    from tregua.lab.scenario import load_scenario as load_scenario
    from tregua.lab.scenario import load_scenarios as load_scenarios
    from tregua.show.page.run import render as render
    from tregua.trace import trace as trace

from tregua.version import VERSION

__version__ = VERSION

_HOME = {
    "InputError": "catalogue.errors",
    "Problem": "catalogue.errors",
    "Comparisons": "lab.compare",
    "compare": "lab.compare",
    "lab": "lab.model",
    "open_run": "lab.result",
    "simulate": "lab.result",
    "RunError": "catalogue.errors",
    "Settings": "lab.run",
    "PRESETS": "lab.scenario",
    "load_scenario": "lab.scenario",
    "load_scenarios": "lab.scenario",
    "render": "show.page.run",
    "trace": "trace",
}


def __dir__() -> list[str]:
    return ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing the package costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'tregua' has no attribute {name!r}")
    return getattr(import_module(f"tregua.{_HOME[name]}"), name)
