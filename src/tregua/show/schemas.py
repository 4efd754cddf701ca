"""What is written from the catalogues: the kernel's positions and the JSON Schemas that editors complete from."""

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

from tregua.catalogue.read import PACKAGE
from tregua.catalogue.record import Sources
from tregua.evidence import schema as evidence
from tregua.lab import schema as lab_schema
from tregua.lab.model import STATUSES, Indexed, Lab, lab
from tregua.models.schema import ModelParameters, Targets
from tregua.regimes.audit import Gaps
from tregua.regimes.log import LogFile
from tregua.regimes.machine import Machine
from tregua.regimes.schema import Regime
from tregua.regimes.vocabulary import Vocabulary
from tregua.trace import Checklist, Trace

SCHEMAS: dict[str, type[BaseModel]] = {
    "sources": Sources,
    "parameters": lab_schema.Parameters,
    "levers": lab_schema.Levers,
    "outcomes": lab_schema.Outcomes,
    "layout": lab_schema.Layout,
    "series": evidence.SeriesFile,
    "estimates": evidence.Estimates,
    "pools": evidence.Pools,
    "claim": evidence.Claim,
    "promises": evidence.Promises,
    "reported": evidence.ReportedFigures,
    "checks": evidence.SeriesChecks,
    "scenario": lab_schema.Scenario,
    "checklist": Checklist,
    "trace": Trace,
    "regime": Regime,
    "facts": Vocabulary,
    "gaps": Gaps,
    "process": Machine,
    "process_log": LogFile,
    "model_parameters": ModelParameters,
    "model_targets": Targets,
}


def positions(model: Lab) -> str:
    """The text of `lab/positions.py`: one named constant for each place in the kernel's arrays."""
    layout = model.layout
    lines = [
        '"""Positions in the kernel\'s arrays. Written by `tregua schema` from the catalogues; do not edit."""',
        "",
    ]
    lines += _block("S", model, layout.states, "STATES")
    lines += _block("R", model, layout.references, "REFERENCES")
    lines += _block("L", model, model.levers.values(), "LEVERS")
    lines += _block("Z", model, layout.shocks, "SHOCKS")
    lines += _block("O", model, model.outcomes.values(), "OUTCOMES")
    lines.append("")
    first: dict[str, int] = {}
    for column, identifier in enumerate(model.parameters):
        first.setdefault(identifier.partition(".")[0], column)
    lines += [f"P_{name.upper()} = {column}" for name, column in first.items()]
    lines.append(f"N_PARAMETERS = {len(model.parameters)}")
    lines.append("")
    lines += [f"DEFAULT_{lever.id.upper()} = {float(lever.default)!r}" for lever in model.levers.values()]
    lines.append("")
    for index in ("producers", "groups", "markets", "payers"):
        places = [place.id for place in model.places(index)]
        lines += [f"I_{index.upper()}_{place} = {number}" for number, place in enumerate(places)]
        lines.append(f"N_{index.upper()} = {len(places)}")
    lines += [f"STATUS_{status.upper()} = {number}" for number, status in enumerate(STATUSES)]
    return "\n".join(lines) + "\n"


def _block(prefix: str, model: Lab, entries: Iterable[Indexed], total: str) -> list[str]:
    listed = list(entries)
    columns = model.columns(listed)
    first = {name: column for (name, _), column in reversed(columns.items())}
    return [f"{prefix}_{entry.id.upper()} = {first[entry.id]}" for entry in listed] + [
        f"N_{total} = {len(columns)}",
        "",
    ]


def generated() -> dict[Path, str]:
    """Every generated file with its text."""
    files = {PACKAGE / "lab" / "positions.py": positions(lab())}
    for name, model in SCHEMAS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        files[PACKAGE / "schema" / f"{name}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return files


def write() -> list[Path]:
    """Write the generated files; returns those that changed."""
    changed = []
    for path, content in generated().items():
        if not path.exists() or path.read_text("utf-8") != content:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, "utf-8")
            changed.append(path)
    return changed
