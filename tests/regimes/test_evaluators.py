"""Two other evaluators decide random cases as the regimes do; many more are run by `benchmarks/law_evaluators.py`."""

import json
import subprocess
import sys
from pathlib import Path

from tregua.regimes.load import regimes

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "law_evaluators.py"
DATED = """\
id: dated_law
text: {en: Dated, es: Fechada}
text_status: law
dated: 2020-01-01
in_force: {since: 2020-02-01, until: 2030-06-30}
as_of: 2026-02-01
issuing_body: {en: Somebody, es: Alguien}
source: [{ref: s1, locator: whole}]
parameters:
  - {id: term, value: 90, valid_to: 2024-02-29, text: {en: Term, es: Plazo}, source: [{ref: s1, locator: p. 1}]}
  - {id: term, value: 60, valid_from: 2024-03-01, text: {en: Term, es: Plazo}, source: [{ref: s1, locator: p. 1}]}
impossible:
  - when: conduct_end < conduct_start
    reason: {en: It ends before it starts, es: Acaba antes de empezar}
    source: [{ref: s1, locator: p. 1}]
suspensions:
  - {id: covid, from: 2024-03-10, to: 2024-04-20, text: {en: Stop, es: Alto}, source: [{ref: s1, locator: p. 1}]}
rows:
  - id: A
    layer: bar
    priority: 10
    valid_from: 2024-01-15
    when: days between conduct_start and conduct_end > term or working days between conduct_start and conduct_end > 20
    outcomes: {extradition: BARRED}
    decider: court
    article: {en: Art. 1, es: Artículo 1}
    source: [{ref: s1, locator: p. 1}]
    confidence: low
    reason: {en: Because, es: Porque}
  - id: B
    layer: bar
    priority: 20
    when: months between conduct_start and decision_date >= 2
    unless: conduct_end > conduct_start + 3 months or truth
    outcomes: {extradition: GRANTABLE, penalty: REDUCED}
    decider: court
    article: {en: Art. 1, es: Artículo 1}
    source: [{ref: s1, locator: p. 1}]
    confidence: low
    reason: {en: Because, es: Porque}
  - id: C
    layer: bar
    priority: 30
    valid_to: 2025-12-31
    when: unsuspended days between conduct_start and conduct_end > 30
    outcomes: {penalty: ORDINARY}
    decider: court
    article: {en: Art. 1, es: Artículo 1}
    source: [{ref: s1, locator: p. 1}]
    confidence: low
    reason: {en: Because, es: Porque}
  - id: D
    layer: bar
    except: [B]
    when: years between conduct_start and conduct_end >= 1 and min_penalty_years >= 4
    outcomes: {extradition: COURT_BARS}
    decider: court
    article: {en: Art. 1, es: Artículo 1}
    source: [{ref: s1, locator: p. 1}]
    confidence: low
    reason: {en: Because, es: Porque}
"""


def compared(*options: str) -> str:
    command = [sys.executable, str(SCRIPT), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def test_random_cases_of_every_regime_are_decided_as_by_two_other_evaluators() -> None:
    *lines, last = compared("--cases", "60", "--partial", "6", "--seed", "3").splitlines()
    assert last == "0 differences"
    assert [line.partition(" ")[0] for line in lines[: len(regimes())]] == [*regimes()]


def test_rows_with_dates_exceptions_and_what_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "dated_law.yaml"
    path.write_text(DATED, "utf-8")
    out = compared("--cases", "150", "--partial", "15", "--only", str(path))
    assert out.splitlines()[-1] == "0 differences" and "'impossible'" in out


def test_the_last_long_run_found_no_difference() -> None:
    result = json.loads(SCRIPT.with_suffix(".json").read_text("utf-8"))
    assert {*result["regimes"]} == {*regimes()}
    assert all(one["differ"] == 0 and one["complete"] >= 2000 for one in result["regimes"].values())
