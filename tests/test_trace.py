"""The trace claims no more than stands: records, tests behind them, and names that exist."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tregua.catalogue.read import PACKAGE
from tregua.lab.model import lab
from tregua.show.words.trace import traced_record
from tregua.text import LANGUAGES, Language
from tregua.trace import checklist, implemented, trace

ROOT = Path(__file__).parent.parent
IMPLEMENTED = implemented()
COLLECT = """
import json, sys
import pytest

class Marks:
    def pytest_collection_finish(self, session):
        self.ids = {id for item in session.items for mark in item.iter_markers("checklist") for id in mark.args}

marks = Marks()
code = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", "tests"], plugins=[marks])
print("\\n" + json.dumps(sorted(marks.ids)))
sys.exit(code)
"""


@pytest.fixture(scope="module")
def marked(request: pytest.FixtureRequest) -> set[str]:
    """The ids with which tests are marked, as pytest itself collects them: here, where this session is of all tests."""
    asked = request.config
    if {ROOT / one for one in asked.args} == {ROOT / "tests"} and not (asked.option.keyword or asked.option.markexpr):
        return {id for item in request.session.items for mark in item.iter_markers("checklist") for id in mark.args}
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-c", COLLECT]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_every_id_of_the_source_texts_is_listed_once() -> None:
    ids = [item.id for item in checklist()]
    assert len(ids) == len(set(ids)) == 115
    assert set(IMPLEMENTED) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_says_what_implements_an_id(language: Language) -> None:
    records = [traced_record(one, language) for one in trace()]
    assert [record["id"] for record in records] == [item.id for item in checklist()]
    for record in records:
        assert set(record) == {"id", "kind", "text", "status", "where", "note"}
        assert record["kind"] and record["text"]
        assert record["status"] in ("live", "partial", "missing")
        assert (record["status"] == "missing") == (not record["where"]) == (not record["note"])
    json.dumps(records)


def test_what_is_live_has_a_test(marked: set[str]) -> None:
    assert {name for name, item in IMPLEMENTED.items() if item.status == "live"} - marked == set()


def test_what_a_test_or_a_lever_claims_is_recorded(marked: set[str]) -> None:
    assert {name for lever in lab().levers.values() for name in lever.checklist} <= marked
    assert marked - set(IMPLEMENTED) == set()


def test_the_list_of_what_is_missing_only_shrinks() -> None:
    """An id that is no longer missing leaves tests/support/missing.txt in the same change; none may ever be added."""
    listed = (ROOT / "tests" / "support" / "missing.txt").read_text("utf-8").split()
    missing = [one.item.id for one in trace() if one.status == "missing"]
    assert [name for name in missing if name not in listed] == [], "newly missing"
    assert [name for name in listed if name not in missing] == [], "no longer missing: take it out of the list"


@pytest.mark.parametrize(
    "where", sorted({where for item in IMPLEMENTED.values() for where in item.where}), ids=lambda where: where
)
def test_what_the_trace_names_exists(where: str) -> None:
    kind, _, name = where.partition(" ")
    if kind.endswith(":"):
        text = (PACKAGE / kind[:-1]).read_text("utf-8")
        assert set(name.split(", ")) <= {
            node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)
        }
    elif not name:
        assert (PACKAGE / kind).is_file()
    else:
        record, place = re.fullmatch(r"(\w+)(?: \((\w+)\)|, by group)?", name).groups()  # type: ignore[union-attr]
        kinds = {"lever": lab().levers, "outcome": lab().outcomes, "parameter": lab().records, "state": lab().states}
        known = kinds[kind]
        assert record in known
        assert place is None or place in lab().places(known[record].index)


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_counts_of_the_readme_are_those_of_the_trace(name: str) -> None:
    statuses = [one.status for one in trace()]
    counts = [str(statuses.count(status)) for status in ("live", "partial", "missing")]
    told = (Path(__file__).parents[1] / name).read_text("utf-8").partition("tregua trace")[2]
    assert re.findall(r"\d+", told)[:3] == counts
