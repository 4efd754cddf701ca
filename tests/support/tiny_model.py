"""A model of an outside modeller, small enough to read: users who quit at a constant rate."""

from pathlib import Path
from typing import Any

from tregua.models.schema import Target

NAME = "quitting"
WORDS = {"en": "Net.", "es": "Neto."}
MODULE = '''
"""Users who quit: N(t + 1) = r N(t)."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from tregua.catalogue.errors import Problem
from tregua.models.protocol import MissingDataError, bound, recorded


@dataclass(frozen=True)
class Parameters:
    start: float
    kept: float


def simulate(parameters=None, *, seed=0, years=3):
    p = bound(Parameters, parameters)
    year = np.arange(years + 1)
    users = ("year", p.start * p.kept**year, {"units": "persons"})
    return recorded(xr.Dataset({"users": users}, {"year": year}), p, seed)


def last(run):
    return run.users[-1]


def absent(run):
    raise MissingDataError(Problem("no_file", "survey.csv"))


QUANTITIES = {
    "last": last,
    "last_as_said": last,
    "last_net": last,
    "last_range": last,
    "at_least": last,
    "at_most": last,
    "change": lambda run: run.users[-1] - run.users[0],
    "first": lambda run: run.users[0],
    "recalled": last,
    "surveyed": absent,
}
'''
PARAMETERS = """\
# yaml-language-server: $schema=../../schema/model_parameters.json
model: quitting
text: {en: Users who quit, es: Usuarios que dejan el consumo}
question: {en: How many remain?, es: ¿Cuántos quedan?}
deterministic: true
source: [{ref: roe_2020, locator: p. 1}]
sources:
  - id: roe_2020
    type: report
    authors: [{family: Roe, given: Jane}]
    year: 2020
    title: Quitting
    publisher: Tests
    read: full
parameters:
  - id: start
    symbol: N(0)
    text: {en: users at the start, es: usuarios al inicio}
    unit: persons
    value: 8
    tag: published
    source: [{ref: roe_2020, locator: p. 2}]
  - id: kept
    symbol: r
    text: {en: share that stays, es: parte que sigue}
    unit: 1/year
    value: 0.5
    range: {low: 0, high: 1}
    tag: assumed
    fitted: true
    note: {en: Fitted by us to the last year., es: Lo ajustamos al último año.}
"""
_TARGETS = (
    ("last", "published: 1.01, tolerance: {relative: 0.01}, tag: published"),
    ("last_as_said", "published: 3, tolerance: {absolute: 1}, tag: published, note: {en: It is two., es: Son dos.}"),
    (
        "last_net",
        "published: 1, tolerance: {absolute: 0}, tag: published, by_definition: true, "
        "definition: {en: Net of deaths., es: Sin las muertes.}",
    ),
    ("last_range", "published: {low: 0.5, high: 1}, tag: published"),
    ("at_least", "published: {at_least: 1}, tag: published"),
    ("at_most", "published: {at_most: 0.5}, tag: published"),
    ("change", "published: {sign: '-'}, tag: published"),
    ("first", "published: 8, tolerance: {absolute: 0}, tag: published"),
    ("recalled", "published: 1, tolerance: {relative: 0.1}, tag: assumed, note: {en: Recalled., es: De memoria.}"),
    ("surveyed", "published: 1, tolerance: {relative: 0.1}, tag: derived"),
)
TARGETS = "# yaml-language-server: $schema=../../schema/model_targets.json\nmodel: quitting\ntargets:\n" + "".join(
    f"  - {{id: {name}, text: {{en: users {name}, es: usuarios {name}}}, unit: persons,\n"
    f"     source: [{{ref: roe_2020, locator: Table 1}}], {rest}}}\n"
    for name, rest in _TARGETS
)


def write(folder: Path, module: str = MODULE, parameters: str = PARAMETERS, targets: str = TARGETS) -> str:
    """Write the model's folder; returns its path."""
    own = folder / NAME
    own.mkdir()
    for file, content in (("model.py", module), ("parameters.yaml", parameters), ("targets.yaml", targets)):
        (own / file).write_text(content, "utf-8")
    for language in ("en", "es"):
        (own / f"about.{language}.md").write_text("# Quitting\n\nBack\n\nUsers who quit.\n", "utf-8")
    return str(own)


def target(**fields: Any) -> Target:
    """One target of its own, sound but for `fields`."""
    source = [{"ref": "roe_2020", "locator": "p. 1"}]
    record = {"id": "users", "text": WORDS, "unit": "persons", "tag": "published", "source": source, **fields}
    return Target.model_validate(record)
