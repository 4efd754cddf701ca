"""Tregua: an open policy laboratory for negotiated exit from organised crime and drug war."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tregua.analysis.answers import backtest as backtest
    from tregua.analysis.answers import calibrate as calibrate
    from tregua.analysis.answers import history as history
    from tregua.analysis.answers import militarisation as militarisation
    from tregua.analysis.answers import offer as offer
    from tregua.analysis.answers import patterns as patterns
    from tregua.analysis.answers import truce as truce
    from tregua.analysis.deciding.answers import discover as discover
    from tregua.analysis.deciding.answers import information as information
    from tregua.analysis.deciding.answers import portfolio as portfolio
    from tregua.analysis.deciding.answers import regret as regret
    from tregua.analysis.deciding.answers import tradeoffs as tradeoffs
    from tregua.analysis.doctor import doctor as doctor
    from tregua.catalogue.beside import beside as beside
    from tregua.catalogue.errors import InputError as InputError
    from tregua.catalogue.errors import Problem as Problem
    from tregua.catalogue.errors import RunError as RunError
    from tregua.evidence.answers import claim as claim
    from tregua.evidence.answers import claims as claims
    from tregua.evidence.answers import promise as promise
    from tregua.evidence.answers import promises as promises
    from tregua.evidence.answers import reported as reported
    from tregua.interface import audit as audit
    from tregua.interface import checklist as checklist
    from tregua.interface import compare_runs as compare_runs
    from tregua.interface import decide as decide
    from tregua.interface import decide_file as decide_file
    from tregua.interface import estimates as estimates
    from tregua.interface import evidence_map as evidence_map
    from tregua.interface import levers as levers
    from tregua.interface import list_regimes as list_regimes
    from tregua.interface import load_regime as load_regime
    from tregua.interface import load_scenario as load_scenario
    from tregua.interface import load_scenarios as load_scenarios
    from tregua.interface import open_run as open_run
    from tregua.interface import outcomes as outcomes
    from tregua.interface import parameters as parameters
    from tregua.interface import reproduce as reproduce
    from tregua.interface import sample as sample
    from tregua.interface import series as series
    from tregua.interface import simulate as simulate
    from tregua.interface import why as why
    from tregua.lab.compare import Comparisons as Comparisons
    from tregua.lab.compare import compare as compare
    from tregua.lab.result import scenarios_of as scenarios_of
    from tregua.lab.run import Settings as Settings
    from tregua.lab.scenario import PRESETS as PRESETS
    from tregua.models.find import load_model as load_model
    from tregua.models.testing import check_model as check_model
    from tregua.regimes.check import check as check
    from tregua.regimes.diff import diff as diff
    from tregua.regimes.process import replay as replay
    from tregua.show.app.page import render_app as render_app
    from tregua.show.export.package import export as export
    from tregua.show.notebook.plot import plot as plot
    from tregua.show.page.run import render as render
    from tregua.show.schemas import schemas as schemas
    from tregua.show.site.write import write_site as write_site
    from tregua.show.words.search import search as search
    from tregua.states.answers import alliance as alliance

from tregua.version import VERSION

__version__ = VERSION

_HOME = {
    "backtest": "analysis.answers",
    "calibrate": "analysis.answers",
    "history": "analysis.answers",
    "militarisation": "analysis.answers",
    "offer": "analysis.answers",
    "patterns": "analysis.answers",
    "truce": "analysis.answers",
    "portfolio": "analysis.deciding.answers",
    "regret": "analysis.deciding.answers",
    "tradeoffs": "analysis.deciding.answers",
    "information": "analysis.deciding.answers",
    "discover": "analysis.deciding.answers",
    "doctor": "analysis.doctor",
    "beside": "catalogue.beside",
    "InputError": "catalogue.errors",
    "Problem": "catalogue.errors",
    "RunError": "catalogue.errors",
    "claim": "evidence.answers",
    "claims": "evidence.answers",
    "promise": "evidence.answers",
    "promises": "evidence.answers",
    "reported": "evidence.answers",
    "audit": "interface",
    "checklist": "interface",
    "compare_runs": "interface",
    "decide": "interface",
    "decide_file": "interface",
    "estimates": "interface",
    "evidence_map": "interface",
    "levers": "interface",
    "list_regimes": "interface",
    "load_regime": "interface",
    "load_scenario": "interface",
    "load_scenarios": "interface",
    "open_run": "interface",
    "outcomes": "interface",
    "parameters": "interface",
    "reproduce": "interface",
    "sample": "interface",
    "series": "interface",
    "simulate": "interface",
    "why": "interface",
    "Comparisons": "lab.compare",
    "compare": "lab.compare",
    "scenarios_of": "lab.result",
    "Settings": "lab.run",
    "PRESETS": "lab.scenario",
    "load_model": "models.find",
    "check_model": "models.testing",
    "check": "regimes.check",
    "diff": "regimes.diff",
    "replay": "regimes.process",
    "render_app": "show.app.page",
    "export": "show.export.package",
    "plot": "show.notebook.plot",
    "render": "show.page.run",
    "schemas": "show.schemas",
    "write_site": "show.site.write",
    "search": "show.words.search",
    "alliance": "states.answers",
}


def __dir__() -> list[str]:
    return ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing the package costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'tregua' has no attribute {name!r}")
    return getattr(import_module(f"tregua.{_HOME[name]}"), name)
