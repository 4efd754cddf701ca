"""Patterns, militarised countries and truces as a user calls them: what is shown, and what is refused in a sentence."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from commands import Capture, in_order, printed, refused

from tregua.analysis.militarised import militarised_file
from tregua.analysis.patterns import patterns
from tregua.lab.model import lab
from tregua.show.words.said import in_language
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")

FEW = ("--draws", "4")
WEIGHED = ("militarisation", *FEW, "--weigh", "detained=0.001", "--weigh", "liberal_democracy=1000")
SHOWN = {
    "patterns": ("patterns", *FEW),
    "militarisation": ("militarisation", *FEW),
    "weighed": WEIGHED,
    "truce": ("truce", "--draws", "256"),
    "offer": ("offer", "--draws", "256"),
    "history": ("history", *FEW),
    "levers": ("levers",),
}


def as_json(capsys: Capture, *arguments: str) -> Any:
    return json.loads(printed(capsys, *arguments, "--json"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_an_answer_begins_with_a_line_that_says_something(capsys: Capture, name: str, language: Language) -> None:
    first, *_ = printed(capsys, *SHOWN[name], "--lang", language).splitlines()
    assert first.strip()


# --- patterns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_sign_is_in_dispute_both_shares_are_shown(
    capsys: Capture, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    disputed = [name for name, one in patterns().items() if one.seen == "either"]
    assert disputed
    found = {one["id"]: one for one in as_json(capsys, "patterns", *FEW)["patterns"]}
    monkeypatch.setenv("COLUMNS", "200")
    out = printed(capsys, "patterns", *FEW, "--lang", language)
    for key in ("up", "down"):
        assert out.count(text(language, f"stylised.{key}", share="").strip()) >= 2 * len(disputed)
    for name in disputed:
        assert all(one["shown"] + one["contrary"] <= 1 for one in found[name]["by_alternative"])


def test_no_alternative_is_named_as_the_one_that_shows_it_most_where_all_show_it_alike(capsys: Capture) -> None:
    found = as_json(capsys, "patterns", *FEW)["patterns"]
    alike = [one for one in found if len({each["shown"] for each in one["by_alternative"]}) == 1]
    out = " ".join(printed(capsys, "patterns", *FEW).split())
    assert alike
    assert out.count("the same under") == len(alike)


@pytest.mark.parametrize("option", ["--draw", "--dra", "--see", "--jso"])
@pytest.mark.parametrize("command", ["patterns", "militarisation", "truce", "offer", "history"])
def test_an_option_is_written_out(capsys: Capture, command: str, option: str) -> None:
    assert option in refused(capsys, command, option, "4")


# --- militarisation ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_are_told_before_what_they_come_to(capsys: Capture, language: Language) -> None:
    detained = in_language(lab().outcomes["detained"].text, language)
    out = printed(capsys, *WEIGHED, "--lang", language)
    value = {"en": "0.001", "es": "0,001"}[language]
    in_order(out, f"{detained} (detained) {value}", text(language, "militarised.lab"), text(language, "table.caveats"))
    assert out.count({"en": "By your weights", "es": "Según sus pesos"}[language]) == 6


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (("homicides=1e300",), "weighed in homicides"),
        (("homicide_rate=1",), "weighed in homicides"),
        (("detained=1e300",), "0 … 1e+15"),
        (("detained=-1",), "0 … 1e+15"),
        (("homicides",), "OUTCOME=NUMBER"),
        (("detained",), "OUTCOME=NUMBER"),
        (("detained=",), "OUTCOME=NUMBER"),
        (("detained=nan",), "OUTCOME=NUMBER"),
        (("detained=1,000",), "OUTCOME=NUMBER"),
        (("detained=1", "detained=2"), "“detained” stands here twice"),
        (("detained=1", "detained=1"), "“detained” stands here twice"),
        (("detaind=1",), "Did you mean “detained”?"),
        (("conflict_deaths=1",), "a part of “homicides”"),
        (("civilians_killed=1",), "a part of “homicides”"),
        (("killed_by_state=1",), "a part of “homicides”"),
        (("killed_by_groups=1",), "a part of “homicides”"),
        (("demobilised=1", "offer_taken=1"), "a part of “demobilised”"),
        (("detained=1", "members_in_prison=1"), "a part of “detained”"),
    ],
)
def test_a_weight_that_cannot_be_is_refused_in_one_sentence(
    capsys: Capture, weights: tuple[str, ...], said: str
) -> None:
    told = refused(capsys, "militarisation", *(word for one in weights for word in ("--weigh", one)))
    assert told.startswith("--weigh: ") and said in told and "\n" not in told


def test_a_part_may_be_weighed_without_its_whole(capsys: Capture) -> None:
    for name in ("offer_taken", "members_in_prison"):
        assert as_json(capsys, "militarisation", *FEW, "--weigh", f"{name}=1")["weights"] == {name: 1.0}


def test_the_table_holds_what_was_counted_what_the_lab_says_and_what_the_weights_come_to(capsys: Capture) -> None:
    written = printed(capsys, *WEIGHED, "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    answer = as_json(capsys, *WEIGHED)
    for country in answer["countries"]:
        own = [row for row in rows if row["country"] == country["id"]]
        of = {kind: [row for row in own if row["kind"] == kind] for kind in ("counted", "lab", "weighed")}
        assert [row["series"] for row in of["counted"]] == [one["series"] for one in country["counted"]]
        for row, one in zip(of["lab"], country["lab"], strict=True):
            assert (row["outcome"], row["unit"], int(row["years"])) == (one["outcome"], one["unit"], one["years"])
            found = [float(row[name]) for name in ("median", "i90_low", "i90_high")]
            assert found == pytest.approx([one["median"], *one["i90"]])
        assert [(row["outcome"], row["years"]) for row in of["weighed"]] == [
            (name, years) for years in ("5", "10") for name in ("homicides_fewer", "harms")
        ]
        assert all("detained=0.001" in row["weights"] and row["pays"] for row in of["weighed"])
        medians = [one[name] for one in country["weighed"] for name in ("homicides_fewer", "harms")]
        assert [float(row["median"]) for row in of["weighed"]] == pytest.approx(medians)
    assert {row["country"] for row in rows} == {one.id for one in militarised_file().countries}


# --- truce ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_truce_tells_its_total_by_phase_and_in_all_under_each_reading(capsys: Capture, language: Language) -> None:
    out = printed(capsys, "truce", "--draws", "8", "--lang", language)
    phases = [
        text(language, f"truces.net.{one}", months=months, told="")
        for one, months in (("held", 14), ("withdrawn", 21), ("after", 23), ("all", 58))
    ]
    in_order(out, *phases, *phases, text(language, "table.caveats"))


@pytest.mark.parametrize("place", ["COL", "slv", "ELN", "HND", ""])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_without_a_published_reading_is_told_which_have_one(
    capsys: Capture, place: str, language: Language
) -> None:
    told = refused(capsys, "truce", "--place", place, "--lang", language)
    assert (
        told.startswith("--place: ") and f"{text(language, 'error.no_truce_read', found='', valid='SLV')}"[:30] in told
    )
    assert "SLV" in told and "\n" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["truce", "offer"])
def test_the_json_of_truces_and_offers_carries_envelope_inputs_intervals_by_alternative_and_drivers(
    capsys: Capture, name: str, language: Language
) -> None:
    answer = as_json(capsys, *SHOWN[name], "--lang", language)
    assert answer["schema"] == f"answers/{name}" and answer["version"] and answer["caveats"]
    assert (answer["seed"], answer["draws"]) == (0, int(SHOWN[name][-1]))
    assert answer["command"] == f"tregua {name} {_asked(name)} --seed 0 --json --lang {language}"
    if name == "truce":
        assert (answer["place"], answer["months"]) == ("SLV", 14)
        intervals = [one for month in answer["path"] for one in month["by_alternative"]]
        assert all(len(month["by_alternative"]) == len(answer["alternatives"]) == 2 for month in answer["path"])
        intervals += [phase for one in answer["alternatives"] for phase in (*one["phases"], one["net"], one["ratio"])]
        assert {one["alternative"] for one in answer["drivers"]} == {one["id"] for one in answer["alternatives"]}
    else:
        assert answer["offer"]["group"] == "EGC" and answer["inputs"]
        kinds = ("accepted", "times", "reoffended", "detected", "extradited_again")
        intervals = [one[kind] for one in answer["acceptance"] for kind in kinds]
        assert len(answer["acceptance"]) == 4 and answer["drivers"]
    for one in intervals:
        (low, high), (first, third) = one["i90"], one["i50"]
        assert low <= first <= one["median"] <= third <= high


def _asked(name: str) -> str:
    return "--months 14 --place SLV --draws 256" if name == "truce" else "--draws 256"


# --- files of policies ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("regime", ["petro_2023", "gone/law", "ley_9750"])
@pytest.mark.parametrize(("command", "more"), [("compare", "id: mine\nlevers: []"), ("offer", "id: mine\ngroup: EGC")])
def test_a_file_with_a_wrong_regime_says_in_which_line(capsys: Capture, regime: str, command: str, more: str) -> None:
    Path("mine.yaml").write_text(f"{more}\nregime: {regime}\n", "utf-8")
    told = refused(capsys, command, "mine.yaml", "--draws", "4")
    assert told.startswith("mine.yaml:3: ") and regime in told and "\n" not in told
