"""A ledger of one's own read beside the package's: same checks, evidence added to a claim, and nothing else changed."""

import json
from pathlib import Path

import pytest
from commands import Capture, printed, refused

from tregua.catalogue.beside import beside
from tregua.catalogue.errors import InputError
from tregua.catalogue.read import sources
from tregua.evidence.answers import claims, verdicts
from tregua.evidence.ledger import appraisals, estimates

SOURCES = """sources:
  - id: perez_2026
    type: article-journal
    authors: [{family: Pérez, given: Ana}]
    year: 2026
    title: A study of removals
    container: Journal of Examples
    read: full
"""
ESTIMATES = """estimates:
  - id: perez_2026_homicides
    intervention: {en: Capture of a leader, es: Captura de un jefe}
    outcome: {en: Homicide rate, es: Tasa de homicidios}
    measures: homicide
    effect: {scale: RR, value: 0.7, low: 0.6, high: 0.8, interval: "95"}
    design: difference_in_differences
    place: {en: Colombia, es: Colombia}
    applies_to: {en: Places where a leader is captured, es: Lugares donde se captura a un jefe}
    levers: [P16]
    source: [{ref: perez_2026, locator: table 2}]
    read: full
    tag: published
    grade: B
    transport: {en: Groups would have to be alike., es: Los grupos tendrían que parecerse.}
"""
STUDIES = """studies:
  - id: perez_2026
    risk: low
    tool: ROBINS-I
    why: {en: Read in full., es: Leído completo.}
"""
ADDED = """id: C4
rows:
  - id: ROW
    evidence:
      - estimate: perez_2026_homicides
        expects: raises
        bearing: direct
        why: {en: Homicides after captures., es: Homicidios tras capturas.}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder as the documentation describes it."""
    row = claims()["C4"].claim.rows[0].id
    files = {
        "sources.yaml": SOURCES,
        "estimates/removals.yaml": ESTIMATES,
        "studies/removals.yaml": STUDIES,
        "claims/C4.yaml": ADDED.replace("ROW", row),
    }
    for name, told in files.items():
        path = tmp_path / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(told, "utf-8")
    return tmp_path / "mine"


def test_own_records_stand_beside_those_of_the_package_and_only_inside(mine: Path) -> None:
    row = claims()["C4"].claim.rows[0].id
    before = {
        name: [one.name for one in verdicts(name)[row_id].studies] for name in claims() for row_id in verdicts(name)
    }
    with beside(mine):
        assert "perez_2026_homicides" in estimates() and "perez_2026" in sources() and "perez_2026" in appraisals()
        studies = {one.name: one for one in verdicts("C4")[row].studies}
        assert studies["perez_2026"].side == "against" and studies["perez_2026"].clear
    after = {
        name: [one.name for one in verdicts(name)[row_id].studies] for name in claims() for row_id in verdicts(name)
    }
    assert before == after and "perez_2026_homicides" not in estimates()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("estimates/removals.yaml", "perez_2026_homicides", "lindo_2018", "lindo_2018” stands here twice"),
        ("estimates/removals.yaml", "ref: perez_2026", "ref: perez_2025", "there is no source “perez_2025”"),
        ("estimates/removals.yaml", "measures: homicide", "measures: homicides", "homicide"),
        ("claims/C4.yaml", "perez_2026_homicides", "perez_2026_homicide", "there is no estimate"),
        ("claims/C4.yaml", "  - id: ", "  - id: x", "there is no row"),
        ("studies/removals.yaml", "risk: low", "risk: lowest", "must be one of"),
        ("studies/removals.yaml", "id: perez_2026", "id: perez_2027", "there is no study “perez_2027”"),
    ],
)
def test_the_same_checks_hold_for_own_records(mine: Path, file: str, old: str, new: str, told: str) -> None:
    path = mine / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with beside(mine), pytest.raises(InputError) as error:
        claims()
    assert told in str(error.value)
    assert path.name in str(error.value)


def test_a_study_without_its_risk_of_bias_does_not_count(mine: Path) -> None:
    (mine / "studies" / "removals.yaml").unlink()
    with beside(mine), pytest.raises(InputError, match="the risk of bias of “perez_2026” stands in no file"):
        claims()


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_commands_read_it_with_an_option(capsys: Capture, mine: Path, language: str) -> None:
    found = json.loads(printed(capsys, "claim", "C4", "--with", str(mine), "--json", "--lang", language))
    assert "perez_2026" in {one["name"] for row in found["rows"] for one in row["studies"]}
    assert "perez_2026_homicides" in printed(capsys, "estimates", "--with", str(mine), "--place", "colombia")
    assert "perez_2026" in printed(capsys, "search", "perez", "removals", "--with", str(mine))
    assert "perez_2026" not in printed(capsys, "claim", "C4", "--lang", language)


@pytest.mark.usefixtures("elsewhere")
def test_a_folder_that_is_none_and_one_without_a_ledger_are_refused(capsys: Capture, tmp_path: Path) -> None:
    assert "there is no such folder" in refused(capsys, "claims", "--with", str(tmp_path / "nowhere"))
    assert "there is no ledger here" in refused(capsys, "claims", "--with", str(tmp_path))
