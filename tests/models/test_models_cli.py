"""`tregua reproduce`, on a small model of an outside modeller."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import tiny_model
from rich.console import Console

from tregua.cli import main
from tregua.errors import InputError
from tregua.models import frame, reproduce
from tregua.models.reproduce import STATUSES, count
from tregua.page import models
from tregua.text import LANGUAGES, Language, text

Capture = pytest.CaptureFixture[str]
EXPECTED = {
    "last": "reproduced",
    "last_as_said": "not-reproduced",
    "last_net": "by-definition",
    "last_range": "reproduced",
    "at_least": "reproduced",
    "at_most": "not-reproduced",
    "change": "reproduced",
    "first": "input",
    "recalled": "reproduced",
    "surveyed": "not-reproduced",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small model in the folder to stand in, no language from outside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TREGUA_LANG", raising=False)
    tiny_model.write(tmp_path)


def call(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `tregua reproduce`."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["reproduce", *arguments])
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def rows(capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    code, out, _ = call(capsys, "quitting.py", "--json", *arguments)
    assert code == 0
    listed: list[dict[str, Any]] = json.loads(out)
    return listed


def test_a_row_is_the_published_number_beside_ours(capsys: Capture) -> None:
    first, second, third, *_ = rows(capsys)
    assert first == {
        "model": "quitting",
        "quantity": "last",
        "published": 1.01,
        "tag": "published",
        "tolerance": {"relative": 0.01},
        "ours": 1.0,
        "status": "reproduced",
        "note": "",
    }
    assert (second["tolerance"], second["note"]) == ({"absolute": 1.0}, "It is two.")
    assert third["note"] == "Net of deaths."


def test_each_status_is_given_where_it_is_due_and_the_exit_code_is_0(capsys: Capture) -> None:
    assert {row["quantity"]: row["status"] for row in rows(capsys)} == EXPECTED


def test_notes_are_in_the_language_asked_for_and_statuses_are_not(capsys: Capture) -> None:
    spanish = rows(capsys, "--lang", "es")
    assert spanish[1]["note"] == "Son dos."
    assert [row["status"] for row in spanish] == list(EXPECTED.values())


def test_ranges_bounds_and_signs_are_told_as_such_and_have_no_tolerance(capsys: Capture) -> None:
    listed = {row["quantity"]: row for row in rows(capsys)}
    assert listed["last_range"]["published"] == {"low": 0.5, "high": 1.0}
    assert listed["at_least"]["published"] == {"at_least": 1.0}
    assert listed["change"]["published"] == {"sign": "-"}
    assert listed["change"]["tolerance"] is None


def test_without_data_the_last_result_is_kept_and_said(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    row = rows(capsys)[-1]
    assert (row["ours"], row["note"]) == (None, text("en", "models.no_data"))
    monkeypatch.setattr(reproduce, "committed", lambda: {("quitting", "surveyed"): 1.05})
    row = rows(capsys)[-1]
    assert (row["ours"], row["status"], row["note"]) == (1.05, "reproduced", text("en", "models.kept"))
    err = call(capsys, "quitting.py", "--json", "--lang", "es")[2]
    assert err.splitlines()[0] == "survey.csv: ese archivo no existe"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_counts_each_status(capsys: Capture, language: Language) -> None:
    found = {status: list(EXPECTED.values()).count(status) for status in STATUSES}
    assert count(reproduce.reproduce(["quitting.py"])) == found
    counts = text(language, "models.counts", **{status.replace("-", "_"): n for status, n in found.items()})
    line = text(language, "models.summary", count=10, counts=counts)
    for arguments, at in ((["--json"], 2), ([], 1)):
        assert line in call(capsys, "quitting.py", "--lang", language, *arguments)[at]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_terminal_of_100_columns_shows_every_row_whole(monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(models, "console_of", lambda: Console(file=shown, width=100, highlight=False))
    model = frame.load_model("quitting.py")
    models.show_models([(frame.parameters_of(model), reproduce.rows_of(model))], language)
    table = shown.getvalue()
    assert "…  " not in table and max(map(len, table.splitlines())) <= 100
    for name, status in EXPECTED.items():
        assert f" {name} " in table
        assert text(language, f"models.status.{status}") in table
    assert ("0,5 … 1" if language == "es" else "0.5 … 1") in table


def test_every_input_error_is_told_before_anything_runs(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reproduce, "rows_of", lambda model: pytest.fail("it ran"))
    code, out, err = call(capsys, "quitting.py", "quiting.py")
    assert (code, out) == (2, "")
    assert "quiting.py: there is no such file" in err
    code, out, err = call(capsys, "barett")
    assert (code, out) == (2, "")
    assert "there is no model “barett”" in err


def test_a_model_named_twice_runs_once(capsys: Capture) -> None:
    assert len(rows(capsys, "quitting.py")) == len(EXPECTED)


def test_a_page_is_written_whole_or_not_at_all(capsys: Capture) -> None:
    code, out, err = call(capsys, "quitting.py", "--html", "models.html")
    assert code == 0 and "models.html" in err and "┃" not in out
    assert Path("models.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    code, out, err = call(capsys, "quitting.py", "--html", "nowhere/models.html")
    assert (code, out) == (2, "")
    assert "nowhere/models.html" in err
    assert not Path("nowhere").exists()


def test_progress_is_told_on_standard_error_of_a_terminal(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    code, out, err = call(capsys, "quitting.py", "--json")
    assert code == 0 and json.loads(out)
    assert "1/1 quitting" in err


def test_a_quantity_that_no_target_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "quitting.py").write_text(tiny_model.MODULE.replace('"change"', '"changed"'), "utf-8")
    with pytest.raises(InputError, match="there is no target “changed”"):
        reproduce.reproduce(["quitting.py"])


@pytest.mark.parametrize(
    ("value", "unit", "english", "spanish"),
    [
        (12345.5, "persons", "12,345.5", "12.345,5"),
        (1983, "calendar_year", "1983", "1983"),
        (1977.5, "calendar_year", "1977.5", "1977,5"),
        (1.549231e-8, "1/week", "1.549231 × 10⁻⁸", "1,549231 × 10⁻⁸"),
        (-3e12, "USD", "−3 × 10¹²", "−3 × 10¹²"),
    ],
)
def test_how_a_figure_is_written(value: float, unit: str, english: str, spanish: str) -> None:
    assert (models.figure(value, unit, "en"), models.figure(value, unit, "es")) == (english, spanish)
