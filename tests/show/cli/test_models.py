"""`tregua reproduce`, on a small model of an outside modeller."""

import json
import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pytest
import tiny_model

from tregua.catalogue.errors import InputError
from tregua.models import find as frame
from tregua.models import reproduce
from tregua.models.find import own_folders
from tregua.models.reproduce import STATUSES, count
from tregua.show.cli.main import main
from tregua.text import LANGUAGES, Language, text

Capture = pytest.CaptureFixture[str]
EXPECTED = {
    "last": "reproduced",
    "last_as_said": "not-reproduced",
    "last_net": "repeated",
    "last_range": "repeated",
    "at_least": "repeated",
    "at_most": "not-reproduced",
    "change": "built-in",
    "first": "input",
    "recalled": "repeated",
    "surveyed": "not-computed",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small model in the folder to stand in, no language from outside."""
    monkeypatch.chdir(tmp_path)
    tiny_model.write(tmp_path)


def call(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `tregua reproduce`."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["reproduce", *arguments])
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def committed_with(monkeypatch: pytest.MonkeyPatch, value: float) -> None:
    """The small model as one of ours, with a value in the committed table."""
    monkeypatch.setattr(reproduce, "is_own", lambda model: True)
    monkeypatch.setattr(reproduce, "committed", lambda: {("quitting", "surveyed"): value})


def rows(capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    code, out, _ = call(capsys, "./quitting", "--json", *arguments)
    assert code == 0
    listed: list[dict[str, Any]] = json.loads(out)["rows"]
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
        "read": "full",
        "sketch": False,
        "kept": False,
        "note": "",
        "unit": "persons",
        "source": [{"ref": "roe_2020", "locator": "Table 1"}],
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
    committed_with(monkeypatch, 1.05)
    row = rows(capsys)[-1]
    assert (row["ours"], row["status"], row["note"]) == (1.05, "reproduced", text("en", "models.kept"))
    err = call(capsys, "./quitting", "--json", "--lang", "es")[2]
    assert err.splitlines()[1] == "survey.csv: ese archivo no existe"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_counts_each_status_of_what_was_published_first(capsys: Capture, language: Language) -> None:
    found = {status: list(EXPECTED.values()).count(status) for status in STATUSES}
    assert count(reproduce.reproduce(["./quitting"])) == found
    counts = {"reproduced": 1, "built-in": 1, "repeated": 3, "not-reproduced": 2, "input": 1}
    told = [text(language, f"models.count.{status}", count=number) for status, number in counts.items()]
    listed = "; ".join([f"{told[0]} [{text(language, 'models.read.full', count=1)}]", *told[1:]])
    first = text(language, "models.summary.published", count=8, counts=listed)
    alone = text(language, "models.count.not-computed", count=1)
    last = text(language, "models.summary.derived", count=1, counts=alone)
    *_, one, _, three, missed = call(capsys, "./quitting", "--lang", language, "--json")[2].splitlines()
    assert (one, three) == (first, last)
    read = text(language, "models.read.full", count=2)
    assert missed == text(language, "models.missed", count=2, read=read, names="quitting last_as_said, at_most")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("more", [[], ["--html", "models.html"]])
def test_a_table_of_what_was_met_stands_first_with_what_each_word_means(
    capsys: Capture, language: Language, more: list[str]
) -> None:
    lines = call(capsys, "./quitting", "--lang", language, *more)[1].splitlines()
    lines = [one.strip() for one in lines]
    keys = ("reproduced", "built-in", "repeated", "not-reproduced", "input", "not-computed")
    counted = {"all": "8", "reproduced": "1", "built-in": "1", "repeated": "3", "not-reproduced": "2", "input": "1"}
    rows = {key: text(language, f"models.summary.row.{key}") for key in counted}
    for key, named in rows.items():
        assert any(one.startswith(named) and one[len(named) :].split()[:1] == [counted[key]] for one in lines), key
    meanings = [
        f"{text(language, f'models.summary.row.{key}')}: {text(language, f'models.meaning.{key}')}" for key in keys
    ]
    places = [lines.index(one) for one in meanings]
    assert places[0] > 7 and places == sorted(places)
    models = [at for at, one in enumerate(lines) if one.startswith("quitting: ")]
    assert all(at > places[-1] for at in models) and bool(models) == (not more)


def test_nothing_is_downloaded_unless_it_is_asked_for(capsys: Capture, tmp_path: Path) -> None:
    module = tiny_model.MODULE + "\n\ndef download():\n    open('fetched', 'w').close()\n"
    (tmp_path / "quitting" / "model.py").write_text(module, "utf-8")
    assert call(capsys, "./quitting")[0] == 0 and not Path("fetched").exists()
    code, _, err = call(capsys, "./quitting", "--download")
    assert code == 0 and Path("fetched").exists()
    assert err.startswith(text("en", "models.downloading", model="quitting"))


def test_what_is_kept_from_the_committed_table_is_not_counted_as_computed(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed_with(monkeypatch, 1.05)
    last = call(capsys, "./quitting", "--json")[2].splitlines()[-2]
    assert last.endswith("published by nobody: 1 (kept from the committed table: 1).")
    assert text("en", "models.meaning.kept") in call(capsys, "./quitting")[1]


def test_the_values_of_the_committed_table_are_those_of_our_models_alone(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reproduce, "committed", lambda: {("quitting", "surveyed"): 1.05})
    assert rows(capsys)[-1]["ours"] is None


def test_a_folder_named_in_several_ways_runs_once(capsys: Capture, tmp_path: Path) -> None:
    code, out, _ = call(capsys, "./quitting", "quitting/", str(tmp_path / "quitting"), "--json")
    assert code == 0 and len(json.loads(out)["rows"]) == len(EXPECTED)


def test_what_a_model_prints_is_no_part_of_the_answer(capsys: Capture, tmp_path: Path) -> None:
    module = tiny_model.MODULE.replace("    year = np", "    print('running')\n    year = np")
    (tmp_path / "quitting" / "model.py").write_text(module, "utf-8")
    code, out, err = call(capsys, "./quitting", "--json")
    assert code == 0 and json.loads(out)["rows"] and "running" in err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@dataclass(frozen=True)\n", ""),
        ("QUANTITIES = {", "QUANTITIES = {8: last,"),
        ("QUANTITIES = {", "raise SystemExit\nQUANTITIES = {"),
    ],
)
def test_a_module_that_is_no_model_is_one_sentence(capsys: Capture, tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "quitting" / "model.py").write_text(tiny_model.MODULE.replace(old, new, 1), "utf-8")
    code, out, err = call(capsys, "./quitting")
    assert (code, out) == (2, "") and "the model cannot be loaded" in err and len(err.splitlines()) == 1


def test_every_input_error_is_told_before_anything_runs(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reproduce, "rows_of", lambda model: pytest.fail("it ran"))
    code, out, err = call(capsys, "./quitting", "./quiting")
    assert (code, out) == (2, "")
    assert "quiting/model.py: there is no such file" in err
    code, out, err = call(capsys, "barett")
    assert (code, out) == (2, "")
    assert "there is no model “barett”" in err


def test_every_wrong_name_is_told_with_all_models_there_are(capsys: Capture) -> None:
    code, out, err = call(capsys, "barett_1994", "./quitting", "traglar_2001")
    assert (code, out) == (2, "")
    for line, found in zip(err.splitlines(), ("barett_1994", "traglar_2001"), strict=True):
        assert f"there is no model “{found}”" in line
        assert all(name in line for name in frame.model_names())


def plugged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **points: str) -> None:
    """Installed packages with these entry points, beside no model but the small one."""
    listed = EntryPoints(EntryPoint(name, value, frame.GROUP) for name, value in points.items())
    monkeypatch.setattr(frame, "entry_points", lambda group: listed.select(group=group))
    monkeypatch.setattr(frame, "model_names", lambda: sorted({"quitting", *points}))
    monkeypatch.setattr(frame, "own_folders", lambda: {"barrett_1994": own_folders()["barrett_1994"]})
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("quitting", "quitting.model"):
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plug_in_that_cannot_be_loaded_stops_no_other(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: Language
) -> None:
    plugged(monkeypatch, tmp_path, quitting="quitting.model", lost="no_such_module")
    because = text(language, "error.model_broken", found="ModuleNotFoundError: No module named 'no_such_module'")
    code, out, err = call(capsys, "--json", "--lang", language)
    *sound, last = json.loads(out)["rows"]
    assert code == 0 and f"lost: {because}" in err.splitlines()
    assert [row["status"] for row in sound] == list(EXPECTED.values())
    assert (last["model"], last["status"], last["note"]) == ("lost", "not-computed", f"lost: {because}")
    code, out, _ = call(capsys, "--lang", language)
    assert code == 0 and because in out
    code, out, err = call(capsys, "lost", "--lang", language)
    assert (code, out, err) == (2, "", f"lost: {because}\n")


def test_a_plug_in_with_the_name_of_a_model_of_ours_is_refused_with_a_message(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plugged(monkeypatch, tmp_path, quitting="quitting.model", barrett_1994="theirs.barrett")
    code, out, err = call(capsys, "--json")
    assert code == 0 and {row["model"] for row in json.loads(out)["rows"]} == {"barrett_1994", "quitting"}
    assert "barrett_1994: the model of an installed package, theirs.barrett, is left out" in err


@pytest.mark.parametrize(
    ("fails", "because"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("float('nan')", "nan"),
        ("'eight'", "ValueError"),
    ],
)
def test_a_quantity_that_fails_stops_no_other(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fails: str, because: str
) -> None:
    module = tiny_model.MODULE.replace("run.users[-1] - run.users[0]", fails)
    (tmp_path / "quitting" / "model.py").write_text(module, "utf-8")
    plugged(monkeypatch, tmp_path, quitting="quitting.model")
    for named, expected in (([], 0), (["./quitting"], 2)):
        code, out, err = call(capsys, *named, "--json")
        listed = {row["quantity"]: row for row in json.loads(out)["rows"]}
        assert code == expected
        assert f"quitting.change: the quantity could not be computed: {because}" in err
        assert f"could not be computed: {because}" in listed["change"]["note"]
        assert {name: row["status"] for name, row in listed.items()} == {**EXPECTED, "change": "not-computed"}


def test_a_model_named_twice_runs_once(capsys: Capture) -> None:
    assert len(rows(capsys, "./quitting")) == len(EXPECTED)


def test_a_page_is_written_whole_or_not_at_all(capsys: Capture) -> None:
    code, out, err = call(capsys, "./quitting", "--html", "models.html")
    assert code == 0 and "models.html" in err and "┃" not in out
    assert Path("models.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    code, out, err = call(capsys, "./quitting", "--html", "nowhere/models.html")
    assert (code, out) == (2, "")
    assert "nowhere/models.html" in err
    assert not Path("nowhere").exists()


def test_progress_is_told_on_standard_error_of_a_file(capsys: Capture) -> None:
    _, _, err = call(capsys, "./quitting", "--json")
    assert err.startswith("1/1 quitting")


def test_progress_is_told_on_standard_error_of_a_terminal(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    code, out, err = call(capsys, "./quitting", "--json")
    assert code == 0 and json.loads(out)["rows"]
    assert "1/1 quitting" in err


def test_a_quantity_that_no_target_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "quitting" / "model.py").write_text(tiny_model.MODULE.replace('"change"', '"changed"'), "utf-8")
    with pytest.raises(InputError, match="there is no target “changed”"):
        reproduce.reproduce(["./quitting"])
