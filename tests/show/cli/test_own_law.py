"""A drafter's walk in Spanish, by the documentation alone: a law written, tried, audited, compared and printed."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from commands import Capture, call, printed, refused

DOCUMENT = Path(__file__).parents[3] / "docs" / "regimes.es.md"
pytestmark = pytest.mark.usefixtures("elsewhere")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
PAGES_AT_MOST = 2
ROWS = """rows:
  - id: E1
    layer: bar
    when: delitos_excluidos o reincidió
    outcomes: {status: EXCLUDED, penalty: ORDINARY}
    decider: judge
    article: Art. 1
    source: [{ref: mi_proyecto, locator: art. 1}]
    confidence: high
    reason: Los delitos excluidos y la reincidencia quedan por fuera.
  - id: E2
    layer: requirement
    when: días hábiles entre fecha_de_publicacion y fecha_de_entrega > plazo
    outcomes: {status: INELIGIBLE, penalty: ORDINARY}
    decider: prosecutor
    article: Art. 2
    source: [{ref: mi_proyecto, locator: art. 2}]
    confidence: high
    reason: El plazo se cuenta en días hábiles.
  - id: E3
    layer: discretion
    when: dejó_las_armas y (aporta_verdad o reparación)
    outcomes: {status: ELIGIBLE, penalty: PENA_DE_EJEMPLO}
    decider: judge
    article: Art. 3
    source: [{ref: mi_proyecto, locator: art. 3}]
    confidence: high
    reason: Quien deja las armas y aporta verdad o repara recibe la pena de ejemplo.
"""
CASES = """cases:
  - id: a-tiempo
    facts: {fecha_de_publicacion: 2027-02-01, fecha_de_entrega: 2027-06-15, dejó_las_armas: sí, reparación: sí}
    expected: {status: ELIGIBLE, penalty: PENA_DE_EJEMPLO, rule: E3}
  - id: tarde
    facts: {fecha_de_publicacion: 2027-02-01, fecha_de_entrega: 2027-06-16}
    expected: {status: INELIGIBLE, rule: E2}
  - id: excluido
    facts: {delitos_excluidos: sí}
    expected: {status: EXCLUDED, rule: E1}
"""


def steps() -> list[list[str]]:
    """The commands of the section on a law of one's own, as they stand in the document."""
    section = DOCUMENT.read_text("utf-8").split("## Una ley propia")[1].split("\n## ")[0]
    lines = re.findall(r"^    tregua (.+?)(?:   .*)?$", section, re.MULTILINE)
    return [line.split() for line in lines]


def test_a_drafter_s_walk(capsys: Capture) -> None:
    new, check, audit, diff, show = steps()
    assert "mi_ley" in printed(capsys, *new)
    assert "Pasan: 3; fallan: 0" in printed(capsys, *check)

    law = Path("mi_ley/law.yaml").read_text("utf-8")
    Path("mi_ley/law.yaml").write_text(law[: law.index("rows:\n")] + ROWS, "utf-8")
    Path("mi_ley/cases.yaml").write_text(CASES.replace("2027-06-16", "2027-06-15"), "utf-8")
    code, out, _ = call(capsys, *check)
    assert code == 1 and "FALLA tarde" in out and "se esperaba INELIGIBLE" in out
    Path("mi_ley/cases.yaml").write_text(CASES, "utf-8")
    assert "Pasan: 3; fallan: 0" in printed(capsys, *check)

    assert "0 en conflicto" in printed(capsys, *audit)
    told = printed(capsys, *diff)
    assert "Añadida E2" in told and "días hábiles entre" in told and "Quitada T1" in told
    printed(capsys, *show)
    page = Path("mi_ley.html").read_text("utf-8")
    assert "pena de ejemplo" in page and "días hábiles" in page


def test_it_is_printed_on_two_pages(capsys: Capture) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM or not Path(CHROMIUM).exists():
        pytest.skip("no Chromium")
    new, *_, show = steps()
    printed(capsys, *new)
    law = Path("mi_ley/law.yaml").read_text("utf-8")
    Path("mi_ley/law.yaml").write_text(law[: law.index("rows:\n")] + ROWS, "utf-8")
    printed(capsys, *show)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page()
        tab.goto(Path("mi_ley.html").resolve().as_uri())
        pdf = tab.pdf(prefer_css_page_size=True)
        browser.close()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= PAGES_AT_MOST


def test_the_result_as_json_and_what_is_missing(capsys: Capture) -> None:
    printed(capsys, "regimes", "new", "law")
    found = json.loads(printed(capsys, "check", "law", "--json"))
    assert [case["passed"] for case in found["cases"]] == [True] * 3
    assert "FOLDER" in refused(capsys, "check")
    assert "already" in refused(capsys, "regimes", "new", "law")
