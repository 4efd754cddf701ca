"""States together as a user calls them: every part in both languages, days, and coalitions under typed weights."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from alliance_files import GAME, write_files
from commands import Capture, call, in_order, printed
from jsonschema import Draft202012Validator
from pages import part

from tregua.show.answers.every import answer_schemas
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.bills import paths
from tregua.states.days import last
from tregua.states.policies import HARD, SOFT
from tregua.text import LANGUAGES, Language, text

FEW = ("--draws", "6")
WEIGHED = ("--weights", "weights.yaml", *FEW)
PARTS: dict[str, tuple[str, ...]] = {
    "alliance": FEW,
    "alliance under weights": WEIGHED,
    "levels": ("levels",),
    "levels of one": ("levels", "--state", "mex"),
    "list": ("list",),
    "pipeline": ("pipeline",),
    "pipeline of one": ("pipeline", "--state", "BOL"),
    "payoffs": ("payoffs", *FEW),
    "coalitions": ("coalitions", *WEIGHED),
    "game": ("coalitions", "game.yaml"),
    "alike": ("coalitions", "alike.yaml"),
    "burden": ("burden",),
    "burden with costs": ("burden", "--own", "COL=3", "--own", "PER=1"),
    "burden under weights": ("burden", *WEIGHED),
    "pressure": ("pressure",),
    "typed pressure": (
        "pressure",
        "--pressure",
        "higher",
        "--size",
        "0.5",
        "--severity",
        "0.5",
        "--deaths",
        "under_five=1000",
    ),
}


@pytest.fixture(autouse=True)
def files(elsewhere: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somewhere else, with the files, on a terminal where no cell is broken into lines."""
    write_files()
    monkeypatch.setenv("COLUMNS", "400")


def one_line(shown: str) -> str:
    return re.sub(r"\s+", " ", shown)


def asked(capsys: Capture, *words: str, language: Language = "en") -> Any:
    return json.loads(printed(capsys, "alliance", *words, "--json", "--lang", language))


def shown(capsys: Capture, *words: str, language: Language = "en") -> str:
    return one_line(printed(capsys, "alliance", *words, "--lang", language))


# --- every part -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PARTS)
def test_a_part_says_its_caveats_in_the_language_asked_for(capsys: Capture, name: str, language: Language) -> None:
    answer = asked(capsys, *PARTS[name], language=language)
    schema = answer_schemas()[answer["schema"]]
    Draft202012Validator(schema).validate(answer)
    for one in answer["caveats"]:
        assert one["text"] == text(language, one["key"])
    out = shown(capsys, *PARTS[name], language=language)
    in_order(out, text(language, "table.caveats"), *(one_line(one["text"]) for one in answer["caveats"]))


@pytest.mark.parametrize("name", PARTS)
def test_both_languages_give_the_same_numbers(capsys: Capture, name: str) -> None:
    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict):
            return [one for key in sorted(value) for one in numbers(value[key])]
        if isinstance(value, list):
            return [one for each in value for one in numbers(each)]
        return [value] if isinstance(value, int | float) else []

    english, spanish = (numbers(asked(capsys, *PARTS[name], language=language)) for language in LANGUAGES)
    assert english == spanish and (english or name == "list")


@pytest.mark.parametrize("name", PARTS)
def test_numbers_have_a_comma_in_spanish(capsys: Capture, name: str) -> None:
    out = printed(capsys, "alliance", *PARTS[name], "--lang", "es")
    prose = "\n".join(line for line in out.splitlines() if "http" not in line)
    assert not re.findall(r"(?<![\w./:-])\d+\.\d{1,2}(?![\d.\w])", prose)


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_have_every_state_and_both_counts(capsys: Capture, language: Language) -> None:
    out = shown(capsys, "levels", language=language)
    assert text(language, "alliance.listed", document=19, article=17) in out
    in_order(out, *(f"│ {one.id} {in_language(one.text, language)}" for one in records.states().values()))
    assert text(language, "alliance.levels.how") in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_state_has_every_act_with_where_it_can_be_read(capsys: Capture, language: Language) -> None:
    out = shown(capsys, "levels", "--state", "USA", language=language)
    found = asked(capsys, "levels", "--state", "USA", language=language)["levels"][0]
    assert [one["id"] for one in found["acts"]] == [one.id for one in records.acts().values() if one.state == "USA"]
    for act in found["acts"]:
        assert act["text"] in out and act["source"]
    for axis in ("soft", "hard", "none"):
        assert text(language, f"alliance.acts.{axis}") in out
    beside = out.split(text(language, "alliance.acts.none"))[1].split(text(language, "alliance.acts.how"))[0]
    assert "●" not in beside and text(language, "alliance.force.yes") + " " not in beside.replace("│", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bill_has_the_chance_after_each_step_and_a_law_none(capsys: Capture, language: Language) -> None:
    out = shown(capsys, "pipeline", "--state", "BOL", language=language)
    bill = next(one for one in paths().values() if one.state == "BOL")
    assert bill.became_law
    in_order(out, in_language(bill.title, language), *(in_language(one.text, language) for one in bill.steps))
    assert text(language, "alliance.chance.law") in out
    assert not re.search(r"\b100\s%", out)
    assert f"┃ {text(language, 'alliance.column.step')} ┃" in re.sub(r" +", " ", out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_what_would_be_in_it_and_what_it_would_replace(capsys: Capture, language: Language) -> None:
    out = shown(capsys, "list", language=language)
    in_order(out, *(f"│ {name} " for name in (*SOFT, *HARD)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_effects_are_vectors_and_who_is_not_modelled_is_named(capsys: Capture, language: Language) -> None:
    answer = asked(capsys, "payoffs", *FEW, language=language)
    assert {one["by"] for one in answer["payoffs"]} == {"COL", "USA"}
    assert not {one["state"] for one in answer["payoffs"]} & {*answer["not_modelled"]}
    whole = shown(capsys, *FEW, language=language)
    assert text(language, "alliance.not_modelled", states=", ".join(answer["not_modelled"])) in whole
    assert "MEX" in answer["not_modelled"]


def test_what_pressure_does_is_nothing_until_it_is_typed(capsys: Capture) -> None:
    found = asked(capsys, "pressure")
    assert found["hazard"]["with"] == found["hazard"]["without"] and found["assumed"] == []
    assert [one["id"] for one in found["alternatives"] if one["chosen"]] == ["none"]
    assert all("value" not in one for one in found["civilians"])
    typed = asked(capsys, *PARTS["typed pressure"])
    assert typed["hazard"]["with"] > typed["hazard"]["without"] == found["hazard"]["without"]
    assert typed["assumed"] == ["size", "severity", "deaths.under_five"]
    told = {one["id"] for one in typed["civilians"] if "value" in one}
    assert told == {one["id"] for one in typed["civilians"]} - {"aged_60_80"}  # of whose deaths nothing was typed


# --- who pays ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_shares_have_a_column_for_each_rule_that_has_numbers(capsys: Capture, language: Language) -> None:
    out = shown(capsys, "burden", language=language)
    assert text(language, "alliance.column.rule.harm") in out
    effort = f"┃ {text(language, 'alliance.column.rule.effort')} ┃"
    assert effort not in out and effort in shown(capsys, *PARTS["burden with costs"], language=language)


@pytest.mark.parametrize(("words", "floor"), [((), 0.00001), (("--floor", "0"), 0.0), (("--floor", "0.01"), 0.01)])
def test_a_floor_of_nothing_is_one(capsys: Capture, words: tuple[str, ...], floor: float) -> None:
    assert asked(capsys, "burden", *words)["floor"] == floor


def test_a_cost_is_read_as_it_is_written_in_either_language(capsys: Capture) -> None:
    spanish = asked(capsys, "burden", "--cost", "0,5", language="es")
    assert spanish["cost"] == asked(capsys, "burden", "--cost", "0.5")["cost"] == 0.5


def test_transfers_add_up_to_nothing_and_own_costs_to_the_cost(capsys: Capture) -> None:
    found = asked(capsys, *PARTS["burden with costs"])
    assert found["cost"] == 4.0
    for rule in ("equal", "head", "capacity", "harm", "effort"):
        assert sum(one["transfer"] for one in found["burden"] if one["rule"] == rule) == pytest.approx(0.0, abs=1e-9)


def test_values_under_typed_weights_say_that_they_were_typed(capsys: Capture) -> None:
    def keys(*words: str) -> list[str]:
        return [one["key"] for one in asked(capsys, *words)["caveats"]]

    assert "alliance.caveat.weights" in keys("burden", *WEIGHED)
    assert "alliance.caveat.weights" not in keys("burden")


# --- coalitions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [name for name, words in PARTS.items() if not {"weights.yaml", "game.yaml"} & {*words}]
)
def test_no_word_on_stability_without_weights(capsys: Capture, name: str) -> None:
    if name == "alike":  # a game that somebody wrote has its own numbers
        return
    answer = asked(capsys, *PARTS[name])
    assert answer.get("coalitions", []) == []
    assert not {"p_stable", "stable", "internal", "potential", "shapley"} & {*every_key(answer)}
    assert "treaty" not in answer and "weights" not in answer
    for language in LANGUAGES:
        out = shown(capsys, *PARTS[name], language=language)
        for key in ("sides.title", "column.stable", "column.internal", "column.external", "column.potential"):
            assert text(language, f"alliance.{key}") not in out
        assert (text(language, "alliance.no_weights") in out) == (name == "alliance")


def every_key(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {*value}.union(*map(every_key, value.values()))
    return set().union(*map(every_key, value)) if isinstance(value, list) else set()


def test_under_weights_coalitions_are_told_with_what_was_typed(capsys: Capture) -> None:
    found = asked(capsys, *WEIGHED, "--penalty", "2", "--cost", "10")
    assert (
        len(found["coalitions"]) == 15
    )  # of four states, all but those of one and none, and those of three without the partner
    assert found["weights"] == {
        "homicides": -1,
        "COL.coca_area": -0.002,
        "cocaine_consumed": -0.5,
        "overdose_deaths": -1,
    }
    assert {"weights.homicides", "slopes.USA", "penalty", "cost"} <= {*found["assumed"]}
    out = shown(capsys, *WEIGHED, "--penalty", "1234.5", language="es")
    assert "COL.coca_area −0,002" in out and "quien queda fuera pierde 1.234,5" in out


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        ((), {True, False}),
        (("--with-us",), {True}),
        (("--without-us",), {False}),
        (("--with-us", "--without-us"), {True, False}),
    ],
)
def test_coalitions_with_and_without_the_united_states(
    capsys: Capture, words: tuple[str, ...], sides: set[bool]
) -> None:
    found = asked(capsys, "coalitions", *WEIGHED, *words)
    assert {one["us_may_join"] for one in found["coalitions"]} == sides
    out = shown(capsys, "coalitions", *WEIGHED, *words)
    for side, is_in in (("with", True), ("without", False)):
        assert (text("en", f"alliance.column.{side}") in out) == (is_in in sides)


def test_the_same_coalition_is_the_same_on_either_side(capsys: Capture) -> None:
    both = asked(capsys, "coalitions", *WEIGHED)["coalitions"]
    for word in ("--with-us", "--without-us"):
        assert all(one in both for one in asked(capsys, "coalitions", *WEIGHED, word)["coalitions"])


def test_a_game_of_ones_own_is_exact(capsys: Capture) -> None:
    found = asked(capsys, "coalitions", "alike.yaml")
    assert [one["k"] for one in found["sizes"] if one["stable"]] == [3] and found["sizes"][3][
        "share_of_full_gain"
    ] == "2/3"
    Path("game.yaml").write_text(GAME.replace("transfers: true\n", ""), "utf-8")
    assert asked(capsys, "coalitions", "game.yaml")["n_stable"] == 0


# --- days -------------------------------------------------------------------------------------------------------------

DAYS = ("2010-06-01", "2017-03-15", "2019-01-01", "2025-10-14", "2026-03-12")


@pytest.mark.parametrize("day", DAYS)
def test_no_act_is_later_than_the_day(capsys: Capture, day: str) -> None:
    on = date.fromisoformat(day)
    wanted = {name for name, one in records.acts().items() if last(one.date) <= on}
    states = [word for name in records.states() for word in ("--state", name)]
    for words in (("levels",), ("levels", *states), FEW):
        answer = asked(capsys, *words, "--on", day)
        assert answer["on"] == day
        assert {act["id"] for one in answer["levels"] for act in one["acts"]} == wanted
        carried = {act["id"] for one in answer["levels"] for act in one["acts"] if act["carries"]}
        assert carried <= wanted
        for one in answer["levels"]:
            assert all(move["day"] <= day for move in one.get("time_line", []))
    later = [one for name, one in records.acts().items() if name not in wanted]
    out = shown(capsys, "levels", *states, "--on", day)
    told = {one.text.en for one in records.acts().values() if one.id in wanted}
    assert not [one.id for one in later if one_line(one.text.en) in out and one.text.en not in told]


def test_acts_of_the_same_year_but_a_later_day_are_there_to_be_left_out() -> None:
    """What makes the test above fail where only years are compared."""
    assert [one for one in records.acts().values() if "2025-10-14" < one.date <= "2025-12-31"]
    assert [one for one in records.acts().values() if one.date == "2017-03"]


@pytest.mark.parametrize("day", ["1900-01-01", *DAYS])
def test_the_page_of_a_day_has_no_later_act(capsys: Capture, day: str) -> None:
    code, out, _ = call(capsys, "alliance", *FEW, "--on", day, "--html", "page.html")
    assert code == 0 and text("en", "law.saved", path="page.html") in out
    tree = fromstring(Path("page.html").read_text("utf-8"))
    for language in LANGUAGES:
        folds = [one for one in part(tree, language).iter("details") if "state-" in one.get("id", "")]
        rows = [row for one in folds for row in one.findall(".//tbody/tr")]
        wanted = [one.date for one in records.acts().values() if last(one.date) <= date.fromisoformat(day)]
        assert sorted("".join(row.find("th").itertext()) for row in rows) == sorted(wanted)  # type: ignore[union-attr]
    (foot,) = tree.iter("footer")
    assert f"tregua alliance --draws 6 --on {day} --html page.html" in "".join(foot.itertext())
