"""History and backtest as a user calls them, and folders of tables that are wrong."""

import json
from math import log
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from commands import Capture, call, refused
from tables import HEAD, write_tables

from tregua.analysis import answers
from tregua.analysis.backtest import PAIRS
from tregua.analysis.card import card
from tregua.lab.events import events
from tregua.lab.measure import measures
from tregua.lab.model import lab
from tregua.show.words.said import in_language
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")

FEW = ("--draws", "12")
CUT = ("backtest", "--cut", "2020", *FEW)
FIGURE = {"year", "month", "observed", "vintage", "q05", "q25", "median", "q75", "q95", "inside90"}
SERIES = {"series", "outcome", "place", "variable", "unit", "scale", "derived", "n", "inside90", "points"}
SCORE = {
    *("series", "place", "variable", "unit", "horizon", "year", "observed", "median", "i50", "i80", "i90", "pit"),
    *("policies", "drivers", "crps", "crps_baselines", "status"),
}
SUMMARY = {"series", "place", "policies", "horizons", "n", "skill", "skill_se", "coverage"}
RULES = {"persistence", "drift", "ses", "damped"}


def as_json(capsys: Capture, *arguments: str) -> Any:
    code, out, _ = call(capsys, *arguments, "--json")  # progress goes to standard error
    assert code == 0
    return json.loads(out)


# --- history ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_history_says_first_how_many_figures_the_band_holds_and_which_series_is_worst(
    capsys: Capture, language: Language
) -> None:
    _, out, _ = call(capsys, "history", *FEW, "--lang", language)
    first, _, third, *_ = out.splitlines()
    found = as_json(capsys, "history", *FEW, "--lang", language)
    assert first.startswith(text(language, "beside.first", inside=found["inside90"], n=found["n"], share="")[:40])
    assert found["series"][0]["series"] in third
    assert all(one.series in out for one in measures())


def test_history_as_json_holds_what_was_agreed(capsys: Capture) -> None:
    found = as_json(capsys, "history", *FEW)
    assert {"version", "catalogue_hash", "seed", "draws", "command", "series", "unbound"} <= found.keys()
    assert found["command"] == "tregua history --draws 12 --seed 0 --json --lang en"
    assert {one["series"] for one in found["series"]} == {one.series for one in measures()}
    for one in found["series"]:
        assert one.keys() >= SERIES and one["n"] == len(one["points"])
        assert all(FIGURE - {"month"} <= point.keys() <= FIGURE for point in one["points"])
        assert one["inside90"] == sum(point["inside90"] for point in one["points"])
    assert all({"series", "why"} == one.keys() and one["why"] for one in found["unbound"])


def test_history_is_drawn_as_one_chart_a_series(capsys: Capture) -> None:
    code, out, _ = call(capsys, "history", *FEW, "--plot", "history.svg")
    assert code == 0 and "history.svg" in out
    drawn = ElementTree.parse("history.svg").getroot()
    titles = [one.text or "" for one in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert {one.split(",")[0] for one in titles} == {one.series for one in measures()}


def test_a_drawing_that_is_no_svg_is_refused_before_anything_runs(capsys: Capture) -> None:
    assert refused(capsys, "history", "--plot", "history.png").startswith("--plot:")


# --- backtest ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def scored(capsys: Capture) -> Any:
    return as_json(capsys, *CUT)


def test_a_backtest_as_json_holds_what_was_agreed(scored: Any) -> None:
    assert {"version", "catalogue_hash", "seed", "draws", "command", "cuts", "summary"} <= scored.keys()
    (cut,) = scored["cuts"]
    assert cut["cut"] == 2020 and cut["saw_later"] and cut["forms_saw_later"]
    for one in cut["scores"]:
        assert one.keys() >= SCORE and one["crps_baselines"].keys() <= RULES
        assert one["i90"][0] <= one["i80"][0] <= one["i50"][0] <= one["i50"][1] <= one["i80"][1] <= one["i90"][1]
        assert one["year"] == 2020 + one["horizon"] and (one["policies"], one["drivers"]) in PAIRS
    for one in scored["summary"]:
        assert one.keys() >= SUMMARY and one["skill_se"].keys() <= one["skill"].keys() <= RULES
        assert one["coverage"].keys() == {"50", "80", "90"} and one["n"] > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_backtest_says_skill_first_and_calls_nothing_a_forecast_that_has_none(
    capsys: Capture, language: Language
) -> None:
    _, out, _ = call(capsys, *CUT, "--lang", language)
    assert out.startswith(text(language, "backtest.too_few", listed="")[:30])
    assert text(language, "backtest.caveat.known") in out
    for one in ("coca_area.COL", "homicides.COL"):
        assert one in out


@pytest.mark.parametrize("cut", ["soon", "20x0", "1999", "2099", "-1", "9" * 5000])
def test_a_cut_that_is_none_is_refused(capsys: Capture, cut: str) -> None:
    assert "cut" in refused(capsys, "backtest", "--cut", cut)


# --- what was learnt ------------------------------------------------------------------------------------------------

LEARN = ("calibrate", "--cut", "2012", "--members", "64")


def test_a_calibration_as_json_holds_what_was_agreed(capsys: Capture) -> None:
    found = as_json(capsys, *LEARN)
    assert found["command"] == "tregua calibrate --cut 2012 --seed 0 --members 64 --json --lang en"
    assert {"version", "catalogue_hash", "ensemble", "cut", "seed", "members", "caveats", "set_anew"} <= found.keys()
    assert {"parameters", "explained", "fit", "combinations", "counts", "n"} <= found.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calibration_says_first_how_much_was_learnt(capsys: Capture, language: Language) -> None:
    _, out, _ = call(capsys, *LEARN, "--html", "learnt.html", "--lang", language)
    counts = as_json(capsys, *LEARN)["counts"]
    assert all(str(count) in out.splitlines()[0] for count in counts.values())
    assert "learnt.html" in out and f'lang="{language}"' in Path("learnt.html").read_text("utf-8")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--cut", "2009"),
        ("--cut", "2025"),
        ("--cut", "soon"),
        ("--cut", "all"),
        ("--cut", "9" * 5000),
        ("--members", "31"),
        ("--members", "4097"),
        ("--seed", "-1"),
    ],
    ids=" ".join,
)
def test_a_wrong_calibration_is_refused_in_one_sentence(capsys: Capture, wrong: tuple[str, str]) -> None:
    said = refused(capsys, "calibrate", *wrong)
    assert len(said.splitlines()) == 1 and wrong[0] in said
    assert refused(capsys, "calibrate", *wrong, "--lang", "es") != said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interrupt_says_that_the_same_command_goes_on(
    capsys: Capture, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(answers, "calibrate", stopped)
    code, out, err = call(capsys, *LEARN, "--lang", language)
    assert (code, out) == (130, "") and err.strip().endswith(text(language, "cli.interrupted_kept"))


# --- tables of somebody else ------------------------------------------------------------------------------------------


def test_tables_with_the_same_figures_give_the_same_scores(capsys: Capture, scored: Any, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "figures")
    found = as_json(capsys, *CUT, "--data", str(folder))
    assert found["cuts"] == scored["cuts"] and found["summary"] == scored["summary"]


def test_what_history_lists_names_the_figures_of_a_table(capsys: Capture, tmp_path: Path) -> None:
    listed = {(one["variable"], one["unit"]) for one in as_json(capsys, "history", *FEW)["series"]}
    rows = (write_tables(tmp_path / "figures") / "figures.csv").read_text("utf-8").splitlines()[1:]
    assert listed == {(row.split(",")[3], row.split(",")[5]) for row in rows}


def test_variables_that_nothing_is_held_against_are_named(capsys: Capture, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "figures")
    (folder / "more.csv").write_text(",".join(HEAD) + "\nCOL,2020,,rainfall,3,percent\n", "utf-8")
    code, out, _ = call(capsys, *CUT, "--data", str(folder))
    assert code == 0 and text("en", "backtest.unused", names="rainfall") in out


ONE = next(one for one in measures() if one.series == "coca_area.COL")
UNIT = lab().series[ONE.series].unit
ROW = f"{ONE.country},2019,,{ONE.variable},100,{UNIT}"
BAD = {
    "column": ("country_iso3,year,variable,value\n", "figures.csv:1: the column “unit” is missing"),
    "unit": (f"{','.join(HEAD)}\n{ROW}km2\n", f"figures.csv:2: “{ONE.variable}” is in “{UNIT}”"),
    "twice": (f"{','.join(HEAD)}\n{ROW}\n{ROW}\n", "figures.csv:3:"),
    "text": (f"{','.join(HEAD)}\n{ROW.replace('100', 'many')}\n", "figures.csv:2: “value” must be a number"),
    "negative": (f"{','.join(HEAD)}\n{ROW.replace('100', '-100')}\n", "figures.csv:2: “value” must be > 0"),
    "overlap": (f"{','.join(HEAD)}\nCOL,2019,,rainfall,1,percent\n", "no figure is of a variable and place"),
    "empty": ("", "figures.csv: the file is empty"),
    "rows": (f"{','.join(HEAD)}\n", "figures.csv: the table has no rows"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_table_is_one_clear_sentence(capsys: Capture, case: str, tmp_path: Path) -> None:
    content, sentence = BAD[case]
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "figures.csv").write_text(content, "utf-8")
    said = refused(capsys, *CUT, "--data", str(folder))
    assert sentence in said and len(said.splitlines()) == 1
    assert refused(capsys, *CUT, "--data", str(folder), "--lang", "es") != said


def test_a_folder_that_is_not_there_or_empty_is_refused(capsys: Capture, tmp_path: Path) -> None:
    assert "there is no such folder" in refused(capsys, *CUT, "--data", str(tmp_path / "gone"))
    assert "holds no table" in refused(capsys, *CUT, "--data", str(tmp_path))


def test_effects_beside_dated_switches_are_in_the_backtest(scored: Any) -> None:
    played = {(one.id, change.outcome) for one in events() if one.levers for change in one.observed}
    assert {(one["event"], one["outcome"]) for one in scored["events"]} == played
    spraying = next(one for one in scored["events"] if one["event"] == "col-spraying-2015" and one["year"] == 2016)
    assert spraying["observed"] == pytest.approx(log(146141.6 / 96085.6), abs=1e-6)
    assert spraying["test"] and spraying["i90"][0] <= spraying["predicted"] <= spraying["i90"][1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_switch_has_its_row_in_the_backtest(capsys: Capture, language: Language) -> None:
    _, out, _ = call(capsys, *CUT, "--lang", language)
    table = out[out.index(text(language, "tested.title")) :]
    named = {event.id: in_language(event.text, language).split()[0] for event in events()}
    assert all(named[one.event] in table and str(one.year) in table for one in card().events)
