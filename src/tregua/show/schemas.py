"""What is written from the catalogues: the stub of the lab's names, and the JSON Schemas of files and answers."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tregua.analysis.deciding.data_sets import DataSetsFile
from tregua.analysis.deciding.goals import GoalsFile, WorthFile
from tregua.analysis.militarised import MilitarisedFile
from tregua.analysis.offer_file import OfferFile, OfferSettings
from tregua.analysis.patterns import Patterns
from tregua.analysis.surge import Surges
from tregua.analysis.truce import TruceFile
from tregua.catalogue.read import PACKAGE
from tregua.catalogue.record import Sources
from tregua.evidence import promise_schema
from tregua.evidence import schema as evidence
from tregua.evidence.panel import Panel
from tregua.lab import schema as lab_schema
from tregua.lab.events import Events
from tregua.lab.measure import Measures
from tregua.lab.rules import RulesFile
from tregua.lab.stub import PATH, stub
from tregua.models.schema import ModelParameters, Targets
from tregua.regimes.log import LogFile
from tregua.regimes.machine import Machine
from tregua.regimes.schema import CasesFile, Gaps, OwnVocabulary, Regime
from tregua.regimes.vocabulary import Vocabulary
from tregua.regimes.working_days import WorkingDays
from tregua.show.answers.every import answer_schemas
from tregua.show.words.glossary import Glossary
from tregua.show.words.spanish import Spanish
from tregua.states import pipeline_schema
from tregua.states import schema as alliance
from tregua.states.effects_schema import EffortsFile
from tregua.states.game_file import GameFile
from tregua.states.weights import Weights
from tregua.trace import Checklist, Trace

SCHEMAS: dict[str, type[BaseModel]] = {
    "sources": Sources,
    "world": lab_schema.World,
    "mechanism": lab_schema.Mechanism,
    "series": evidence.SeriesFile,
    "releases": evidence.Releases,
    "estimates": evidence.Estimates,
    "pools": evidence.Pools,
    "studies": evidence.Appraisals,
    "claim": evidence.Claim,
    "promises": promise_schema.Promises,
    "reported": promise_schema.ReportedFigures,
    "checks": evidence.SeriesChecks,
    "panel": Panel,
    "scenario": lab_schema.Scenario,
    "rules": RulesFile,
    "offer": OfferFile,
    "offer_settings": OfferSettings,
    "alternatives": lab_schema.AlternativesFile,
    "measures": Measures,
    "surges": Surges,
    "patterns": Patterns,
    "militarised": MilitarisedFile,
    "goals": GoalsFile,
    "worth": WorthFile,
    "data_sets": DataSetsFile,
    "truce": TruceFile,
    "states": alliance.StatesFile,
    "acts": alliance.ActsFile,
    "levels": alliance.LevelsFile,
    "presses": alliance.PressesFile,
    "rates": pipeline_schema.RatesFile,
    "paths": pipeline_schema.PathsFile,
    "pressure": pipeline_schema.PressureFile,
    "efforts": EffortsFile,
    "weights": Weights,
    "game": GameFile,
    "finding": lab_schema.FindingFile,
    "events": Events,
    "checklist": Checklist,
    "trace": Trace,
    "regime": Regime,
    "own_facts": OwnVocabulary,
    "law_cases": CasesFile,
    "working_days": WorkingDays,
    "facts": Vocabulary,
    "gaps": Gaps,
    "process": Machine,
    "process_log": LogFile,
    "model_parameters": ModelParameters,
    "model_targets": Targets,
    "glossary": Glossary,
    "spanish": Spanish,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of catalogue file and of each JSON answer (``answers/claim``), by its name."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    files = {name: model.model_json_schema() for name, model in SCHEMAS.items()}
    return {name: {**dialect, **schema} for name, schema in {**files, **answer_schemas()}.items()}


def generated() -> dict[Path, str]:
    """Every generated file with its text."""
    files = {PATH: stub()}
    for name, schema in schemas().items():
        files[PACKAGE / "schema" / f"{name}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return files


def write() -> list[Path]:
    """Write the generated files; returns those that changed."""
    changed = []
    for path, content in generated().items():
        if not path.exists() or path.read_text("utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
            changed.append(path)
    return changed
