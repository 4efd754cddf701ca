"""The five tasks of a stranger: files written into a copy of the package, no code of the house changed.

Each is what CONTRIBUTING.md tells. A new mechanism also takes one line of `sequence.py`. What was added must show up
in `compare`, on the page and in both languages.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tiny_model
from other_lab import replace, rewrite

from tregua.catalogue.read import PACKAGE

GUESS = {"distribution": {"kind": "constant"}, "tag": "assumed", "note": {"en": "A test.", "es": "Una prueba."}}
COMPARE = ["compare", "mano-dura", "--draws", "4", "--until", "2031", "--json", "--out"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package in another place."""
    target = tmp_path / "copy" / "tregua"
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def tregua(copy: Path, *arguments: str) -> str:
    """What a command of the copy prints."""
    own = {**os.environ, "PYTHONPATH": str(copy.parent)}
    command = [sys.executable, "-m", "tregua.show.cli.main", *arguments]
    done = subprocess.run(command, cwd=copy.parent, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def compared(copy: Path, policy: str = "mano-dura") -> tuple[dict[tuple[str, str], dict[str, Any]], str]:
    """The cells of a comparison by outcome and place, and its two pages."""
    out = copy.parent / "out"
    arguments = [policy if one == "mano-dura" else one for one in COMPARE]
    found = json.loads(tregua(copy, *arguments, str(out)))
    pages = (out / "report.html").read_text() + (out / "numbers.html").read_text()
    return {(one["outcome"], one["place"]): one for one in found["comparisons"]}, pages


def moved(cell: dict[str, Any]) -> float:
    """The largest median difference under any alternative."""
    return max(abs(one["median"]) for one in cell["alternatives"])


def number(value: float) -> dict[str, Any]:
    return {"value": value, **GUESS}


def numbers(copy: Path, mechanism: str, place: str, values: dict[str, float]) -> None:
    """Give a place its numbers in a mechanism's file."""

    def change(record: dict[str, Any]) -> None:
        for one in record["parameters"]:
            if one["id"] in values:
                one.setdefault("places", {})[place] = number(values[one["id"]])

    rewrite(copy / "lab" / "mechanisms" / f"{mechanism}.yaml", change)


def test_a_producer_country_with_every_role(copy: Path) -> None:
    def enter(world: dict[str, Any]) -> None:
        roles = ["produces", "transits", "consumes", "surveys", "treats", "pays", "hosts"]
        world["places"].insert(0, {"id": "ECU", "roles": roles, "text": {"en": "Ecuador", "es": "El Ecuador"}})
        world["groups"].insert(0, {"id": "LOB", "host": "ECU", "text": {"en": "Los Lobos", "es": "Los Lobos"}})

    rewrite(copy / "lab" / "world.yaml", enter)
    numbers(copy, "coca", "ECU", {"area_0": 1000, "area_growth": 0.0, "area_volatility": 0.3, "yield_0": 6.0})
    numbers(copy, "market", "ECU", {"retail_price": 20000, "market_weight": 0.01})
    numbers(copy, "use", "ECU", {"survey_users": 5000, "heavy_users": 1000, "initiation_rate": 0.2})
    numbers(copy, "overdose", "ECU", {"overdose_rate": 0.001})
    numbers(copy, "armed_groups", "LOB", {"size_0": 8000, "growth": 0.05})
    numbers(copy, "conflict", "LOB", {"presence_0": 40})
    numbers(copy, "offer", "ECU", {"extraditions_0": 10})
    numbers(copy, "exception", "ECU", {"democracy_0": 0.45})
    numbers(copy, "harms", "ECU", {"kidnapped_0": 100, "extorted_0": 5000, "displaced_0": 10000})
    numbers(copy, "violence", "ECU", {"homicides_0": 2478, "population_0": 17800000, "population_growth": 0.01})
    cells, page = compared(copy)
    assert {("coca_area", "ECU"), ("cocaine_consumed", "ECU"), ("state_outlay", "ECU")} <= cells.keys()
    assert {("group_members", "LOB"), ("group_members", "ECU"), ("detained", "ECU")} <= cells.keys()
    homicides = cells["homicides", "ECU"]
    assert homicides["baseline_median"] > 1000
    assert cells["homicides", "COL"]["baseline_median"] > 10_000
    assert moved(cells["homicides", "COL"]) > 100 * moved(homicides)
    assert "Homicides, Ecuador" in page and "Homicidios, El Ecuador" in page
    assert "Los Lobos" in page


def test_a_group(copy: Path) -> None:
    def enter(world: dict[str, Any]) -> None:
        world["groups"].append({"id": "CNEB", "host": "COL", "text": {"en": "CNEB", "es": "la CNEB"}})

    rewrite(copy / "lab" / "world.yaml", enter)
    numbers(copy, "armed_groups", "CNEB", {"size_0": 1500, "growth": 0.1})
    numbers(copy, "conflict", "CNEB", {"presence_0": 20})
    cells, page = compared(copy, "alliance")
    members = cells["group_members", "CNEB"]
    assert moved(members) > 0 and 1000 < members["baseline_median"] < 10_000
    total = sum(
        cell["baseline_median"] for (name, place), cell in cells.items() if name == "group_members" and place != "COL"
    )
    assert cells["group_members", "COL"]["baseline_median"] == pytest.approx(total, rel=0.1)
    assert "CNEB" in page and "la CNEB" in page


LEVER = """\
text: {en: Schooling, es: Escolaridad}
parameters:
  - id: schooling_effect
    text: {en: Recruitment that a year more of school prevents, es: Reclutamiento que evita un año más de escuela}
    unit: share
    value: 0.2
    distribution: {kind: uniform, low: 0.1, high: 0.3}
    tag: assumed
    note: {en: A test., es: Una prueba.}
levers:
  - id: schooling
    rank: 20
    text: {en: A year more of school, es: Un año más de escuela}
    unit: share
    index: hosts
    low: 0
    high: 1
    default: 0
    moves: [keep]
    affects: [group_members]
    rests_on: [schooling_effect]
    grade: E
    evidence: {en: None; a test., es: Ninguna; una prueba.}
    not_this: {en: Not a school., es: No es una escuela.}
    checklist: [P7]
"""
KEEP = '''"""Schooling: who stays in school is not recruited."""

from tregua.lab.names import Levers, Parameters, Values, hosts


def kept(coverage: float, effect: float) -> float:
    """Recruitment that is left: 1 − c · e."""
    return 1.0 - coverage * effect


def keep(p: Parameters, lever: Levers, v: Values) -> None:
    """What schooling leaves of recruitment."""
    for h in hosts:
        v.left_to_recruit[h] *= kept(lever.schooling[h], p.schooling_effect)
'''
POLICY = """\
id: school
text: {en: School, es: Escuela}
description: {en: A test., es: Una prueba.}
steelman: {en: A test., es: Una prueba.}
source: [{ref: s3, locator: a test}]
levers:
  - {lever: schooling, unit: share, path: {start: 1}, tag: assumed, note: {en: A test., es: Una prueba.}}
"""


def test_a_lever_that_moves_an_existing_quantity(copy: Path) -> None:
    (copy / "lab" / "mechanisms" / "schooling.yaml").write_text(LEVER, "utf-8")
    (copy / "lab" / "mechanisms" / "schooling.py").write_text(KEEP, "utf-8")
    line = '    "prevention.prevent",\n'
    replace(copy / "lab" / "sequence.py", line, f'{line}    "schooling.keep",\n')
    policy = copy.parent / "school.yaml"
    policy.write_text(POLICY, "utf-8")
    cells, page = compared(copy, str(policy))
    members = cells["group_members", "COL"]
    assert all(one["i90"][1] < 0 for one in members["alternatives"])
    assert "A year more of school" in page and "Un año más de escuela" in page
    assert "A year more of school" in tregua(copy, "levers")
    assert "Un año más de escuela" in tregua(copy, "levers", "--lang", "es")


MECHANISM = """\
text: {en: Displacement, es: Desplazamiento}
parameters:
  - id: displaced_per_death
    text: {en: People displaced for each death in conflict, es: Personas desplazadas por cada muerte en el conflicto}
    unit: persons
    index: hosts
    value: 100
    distribution: {kind: uniform, low: 50, high: 200}
    tag: assumed
    note: {en: A test., es: Una prueba.}
states:
  - {id: fled, index: hosts, unit: persons}
outcomes:
  - id: people_displaced
    rank: 30
    text: {en: People displaced, es: Personas desplazadas}
    unit: persons/year
    kind: flow
    index: hosts
    headline: [hosts]
    equation: displacement
    definition: {en: A test., es: Una prueba.}
"""
MATTERS = {
    "outcome": "people_displaced",
    "number": 1000,
    "unit": "persons/year",
    "tag": "assumed",
    "reason": {"en": "A test.", "es": "Una prueba."},
}
FLEE = '''"""Displacement: people who flee from fights."""

from tregua.lab.names import Derivatives, Outcomes, Parameters, States, hosts


def displacement(killed: float, per_death: float) -> float:
    """People displaced [persons/year]: n · D."""
    return killed * per_death


def flee(p: Parameters, d: Derivatives) -> None:
    """People flee in proportion to deaths in conflict."""
    for h in hosts:
        d.fled[h] = displacement(d.killed[h], p.displaced_per_death[h])


def report(s: States, was: States, out: Outcomes) -> None:
    """People displaced since `was`."""
    for h in hosts:
        out.people_displaced[h] = s.fled[h] - was.fled[h]
'''


def test_a_mechanism_with_one_state(copy: Path) -> None:
    (copy / "lab" / "mechanisms" / "displacement.yaml").write_text(MECHANISM, "utf-8")
    (copy / "lab" / "mechanisms" / "displacement.py").write_text(FLEE, "utf-8")
    line = '    "armed_groups.change",\n'
    replace(copy / "lab" / "sequence.py", line, f'{line}    "displacement.flee",\n')
    rewrite(copy / "lab" / "alternatives.yaml", lambda record: record["matters"].append(MATTERS))
    cells, page = compared(copy, "total-peace")
    displaced, killed = cells["people_displaced", "COL"], cells["conflict_deaths", "COL"]
    assert displaced["baseline_median"] > 49 * killed["baseline_median"]
    assert "People displaced" in page and "Personas desplazadas" in page


def test_a_published_model(copy: Path) -> None:
    tiny_model.write(copy / "models" / "papers")
    found = json.loads(tregua(copy, "reproduce", "quitting", "--json"))
    rows = found["rows"] if isinstance(found, dict) else found
    assert {row["model"] for row in rows} == {"quitting"}
    assert "reproduced" in {row["status"] for row in rows}
    page = copy.parent / "models.html"
    tregua(copy, "reproduce", "quitting", "--html", str(page))
    assert page.read_text("utf-8").count("quitting") > 1
    assert "quitting" in tregua(copy, "reproduce", "quitting", "--lang", "es")
