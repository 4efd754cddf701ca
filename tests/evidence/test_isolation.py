"""Editing one estimate changes the lever it feeds, the verdict it bears on and the page, and nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tregua.catalogue.read import PACKAGE

CLAIM, ROW, EDITED = "C13", "violence", "heller_2014"
LOOK = """
import json, re
from tregua.evidence.answers import verdicts
from tregua.evidence.ledger import claims, estimates, promises, reported, series
from tregua.lab.model import lab
from tregua.show.page.evidence import render_ledger
from tregua.show.words.claims import claim_record, promise_record, reported_record
from tregua.show.words.series import series_record

page = render_ledger("en")
page = re.sub(r'(<summary>(?:(?!</summary>).)*</summary>)<article( id="[^"]+")', r"<article\\2>\\1", page)
anchored = re.split(r'(?= id="(?:es-)?(?:claim|promise|estimate|series|source|section)-)', page)
print(json.dumps({
    "estimates": {name: one.model_dump() for name, one in estimates().items()},
    "parameters": {name: one.model_dump() for name, one in lab().parameters.items()},
    "levers": {name: [one.model_dump() for one in lab().behind(lever)] for name, lever in lab().levers.items()},
    "verdicts": {f"{name}.{row}": found.word for name in claims() for row, found in verdicts(name).items()},
    "claims": {name: claim_record(one, "en") for name, one in claims().items()},
    "reported": {name: reported_record(one, "en") for name, one in reported().items()},
    "promises": {name: promise_record(one, "en") for name, one in promises().items()},
    "series": {name: series_record(one, "en") for name, one in series().items()},
    "page": {(re.match(r' id="([^"]+)"', part) or ["", "top"])[1]: part for part in anchored},
}))
"""


def looked_at(package: Path) -> dict[str, Any]:
    """Everything that the ledger and the lab say, from the package in a folder."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    masked = re.sub(r"(?<=log[ou])(e?) [0-9a-f]{12}", "", done.stdout)  # the catalogue's hash is meant to change
    return json.loads(masked)  # type: ignore[no-any-return]


def names_in(claim: dict[str, Any]) -> list[str]:
    return [link["id"] for row in claim["rows"] for link in row["evidence"]]


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, set[str]]:
    assert all(before[kind].keys() == after[kind].keys() for kind in before)
    return {kind: {name for name in before[kind] if before[kind][name] != after[kind][name]} for kind in before}


def turn(package: Path, name: str) -> None:
    """Turn the sign of an estimate in its file, as an editor would."""
    for path in sorted((package / "evidence" / "estimates").glob("*.yaml")):
        text = path.read_text("utf-8")
        found = re.search(rf"(?ms)^  - id: {name}\n.*?^    effect: \{{[^}}]*?value: (-?[0-9.]+)", text)
        if found:
            value = found[1].removeprefix("-") if found[1].startswith("-") else f"-{found[1]}"
            path.write_text(text[: found.start(1)] + value + text[found.end(1) :], "utf-8")
            return
    raise AssertionError(name)


def rest_on_two(package: Path) -> None:
    """Let a claim rest on two studies alone, so that the sign of either decides it."""
    path = package / "evidence" / "claims" / f"{CLAIM}.yaml"
    claim = yaml.safe_load(path.read_text("utf-8"))
    why = {"en": "A test.", "es": "Una prueba."}
    row = claim["rows"][0]
    row["evidence"] = [
        {"estimate": name, "expects": "lowers", "bearing": "direct", "why": dict(why)}
        for name in (EDITED, "heller_2017_violent_arrests")
    ]
    claim["rows"] = [{**{key: row[key] for key in row if key not in ("pool", "review")}, "id": ROW}]
    path.write_text(json.dumps(claim), "utf-8")  # JSON is YAML


def test_one_edited_estimate_changes_its_lever_its_verdict_its_page_and_nothing_else(tmp_path: Path) -> None:
    package = tmp_path / "tregua"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    rest_on_two(package)
    before = looked_at(package)
    turn(package, EDITED)
    after = looked_at(package)
    found = changed(before, after)

    costs = {"jobs_unit_cost"}  # rests on what the study cost, not on what it found
    fed = {key for key, one in before["parameters"].items() if EDITED in one["estimates"]} - costs
    moved = {key for key, one in before["levers"].items() if EDITED in [estimate["id"] for estimate in one]}
    bearing = {key for key, one in before["claims"].items() if EDITED in names_in(one)}
    assert found["estimates"] == {EDITED}
    assert found["parameters"] == fed != set()
    assert found["levers"] == moved != set()
    key = f"{CLAIM}.{ROW}"
    assert found["verdicts"] == {key}
    assert (before["verdicts"][key], after["verdicts"][key]) == ("supported", "mixed")
    assert found["claims"] == bearing
    assert found["reported"] == found["promises"] == found["series"] == set()
    shown = {anchor.removeprefix("es-") for anchor in found["page"]}
    assert shown == {f"estimate-{EDITED}", "section-claims", *(f"claim-{name}" for name in bearing)}
