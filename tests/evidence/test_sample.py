"""The sample of records that were checked again: drawn by its seed, told alike in the list and on both pages."""

import csv
import importlib.util
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTCOMES = ("confirmed", "confirmed in part", "wrong", "not found")
with (ROOT / "docs" / "ledger-sample-2026-11-29.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ledger_sample", ROOT / "benchmarks" / "ledger_sample.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_kind_was_drawn_in_its_number(script: ModuleType) -> None:
    assert Counter(row["kind"] for row in ROWS) == script.STRATA
    assert len({(row["kind"], row["record"]) for row in ROWS}) == 60


def test_every_record_of_the_list_is_in_the_ledger(script: ModuleType) -> None:
    frame = script.frame()
    estimates = {**frame["estimate on a claim"], **frame["other estimate"]}
    known = {kind: estimates if "estimate" in kind else records for kind, records in frame.items()}
    assert [row["record"] for row in ROWS if row["record"] not in known[row["kind"]]] == []


def test_the_draw_depends_on_nothing_but_seed_and_names(script: ModuleType) -> None:
    drawn = script.draw(dict.fromkeys("abcdefgh"), 3)
    assert drawn == script.draw(dict.fromkeys("hgfedcba"), 3) and len(drawn) == 3
    assert len(set(drawn) & set(script.draw(dict.fromkeys("abcdefghz"), 3))) >= 2


def test_what_was_seen_says_where_and_what_was_not_says_nothing() -> None:
    assert {row["outcome"] for row in ROWS} <= set(OUTCOMES)
    assert [row["record"] for row in ROWS if bool(row["seen_in"]) == (row["outcome"] == "not found")] == []
    assert [row["record"] for row in ROWS if row["outcome"] != "confirmed" and not row["note"]] == []


@pytest.mark.parametrize("page", ["audit.md", "audit.es.md"])
def test_the_counts_of_the_pages_are_those_of_the_list(page: str, script: ModuleType) -> None:
    told = re.findall(r"^\|[^|]+\|" + r" (\d+) \|" * 5 + "$", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE)
    listed = [[row["outcome"] for row in ROWS if row["kind"] == kind] for kind in script.STRATA]
    listed.append([row["outcome"] for row in ROWS])
    counts = [(len(found), *(found.count(outcome) for outcome in OUTCOMES)) for found in listed]
    assert [tuple(map(int, line)) for line in told] == counts
