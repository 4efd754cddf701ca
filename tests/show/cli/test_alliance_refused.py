"""Mistakes about states together: each is told in one sentence of the language asked for, and nothing is written."""

import re
from pathlib import Path

import pytest
from alliance_files import ALIKE, WEIGHTS, write_files
from commands import Capture, refused

FEW = ("--draws", "6")
WEIGHED = ("--weights", "weights.yaml", *FEW)


@pytest.fixture(autouse=True)
def files(elsewhere: None) -> None:
    """Somewhere else, with the files."""
    write_files()


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "an unknown part": (("level",), "Did you mean “levels”?"),
    "an unknown state": (("levels", "--state", "MXE"), "--state: there is no state “MXE”"),
    "an unknown state of bills": (("pipeline", "--state", "XX"), "--state: there is no state “XX”"),
    "a day that is none": (("levels", "--on", "2023-02-29"), "“2023-02-29” is not a day"),
    "a month": (("levels", "--on", "2023-02"), "“2023-02” is not a day"),
    "a day of the whole": (("--on", "soon", *FEW), "“soon” is not a day"),
    "a day too early": (("levels", "--on", "1899-12-31"), "--on: “on” must be ≥ 1900-01-01"),
    "an option of another part": (("levels", "--penalty", "1"), "--penalty: is no option of “levels”"),
    "a zero of another part": (("levels", "--penalty", "0"), "--penalty: is no option of “levels”"),
    "a flag of another part": (("burden", "--with-us"), "--with-us: is no option of “burden”"),
    "draws where none are": (("levels", "--draws", "8"), "--draws: is no option of “levels”"),
    "a day of what has none": (("pressure", "--on", "2023-01-01"), "--on: is no option of “pressure”"),
    "a page of a part": (("levels", "--html", "page.html"), "--html: is no option of “levels”"),
    "an option of a part of the whole": (("--state", "MEX"), "--state: is no option of “the whole answer”"),
    "a file where there is no use": (("levels", "game.yaml"), "no use here for “game.yaml”"),
    "neither game nor weights": (("coalitions",), "one of the two: a game"),
    "game and weights": (("coalitions", "game.yaml", "--weights", "weights.yaml"), "one of the two: a game"),
    "rules beside those of a game": (
        ("coalitions", "game.yaml", "--penalty", "1"),
        "--penalty: is no option of “FILE”",
    ),
    "treaty without weights": (("--penalty", "1"), "--penalty: --weights is missing"),
    "members without weights": (("--members", "COL,XXX"), "--members: --weights is missing"),
    "draws of shares without weights": (("burden", "--draws", "6"), "--draws: --weights is missing"),
    "a member not modelled": (("coalitions", *WEIGHED, "--members", "COL,MEX"), "“MEX” is not modelled in the lab"),
    "a member of the whole": ((*WEIGHED, "--members", "COL,MEX"), "“MEX” is not modelled in the lab"),
    "one member": (("coalitions", *WEIGHED, "--members", "COL,col"), "“COL” stands here twice"),
    "a side that is none": (
        ("coalitions", *WEIGHED, "--members", "COL,PER", "--with-us"),
        "--with-us: there is no such",
    ),
    "the other side": (
        ("coalitions", *WEIGHED, "--members", "COL,USA", "--without-us"),
        "--without-us: there is no such",
    ),
    "too few in a treaty": (("coalitions", *WEIGHED, "--minimum", "0"), "--minimum: “minimum” must be 2 … 100, not 0"),
    "a penalty below zero": (("coalitions", *WEIGHED, "--penalty", "-1"), "--penalty: “penalty” must be 0 …"),
    "a penalty that is none": (
        ("coalitions", *WEIGHED, "--penalty", "nan"),
        "“nan” is not a valid value for --penalty",
    ),
    "ties that are none": (("coalitions", *WEIGHED, "--ties", "leave"), "--ties"),
    "no draws": (("payoffs", "--draws", "0"), "“draws” must be 1 … 1048576, not 0"),
    "own costs that do not add up": (
        ("burden", "--cost", "10", "--own", "COL=3"),
        "own costs add up to 3, not to the cost of 10",
    ),
    "own costs of the whole": (
        ("--cost", "10", "--own", "COL=3", *FEW),
        "own costs add up to 3, not to the cost of 10",
    ),
    "an own cost that is none": (("burden", "--own", "COL"), "“COL” is not written as STATE=NUMBER"),
    "an own cost of nobody": (("burden", "--own", "XXX=1"), "--own: there is no state “XXX”"),
    "an own cost twice": (("burden", "--own", "COL=1", "--own", "COL=2"), "“COL” stands here twice"),
    "an own cost below zero": (("burden", "--own", "COL=-1"), "must be 0 … 1e+15, not -1"),
    "no cost": (("burden", "--cost", "0"), "must be > 0, < 1e+15, not 0"),
    "an endless cost": (("burden", "--floor", "1e400"), "“1e400” is not a valid value for --floor"),
    "a comma in English": (("burden", "--cost", "0,5"), "“0,5” is not a valid value for --cost"),
    "a floor too high": (("burden", "--floor", "0.2"), "the floor must be between 0 and"),
    "a ceiling too low": (("burden", "--ceiling", "0.01"), "raise the ceiling"),
    "a payer without a record": (("burden", "--members", "COL,ARX"), "--members: there is no state “ARX”"),
    "one payer": (("burden", "--members", "COL"), "a coalition needs two states at least"),
    "a size without alternative": (("pressure", "--size", "1"), "--size: a size needs an alternative"),
    "a size of nothing": (("pressure", "--pressure", "none", "--size", "0"), "--size: a size needs an alternative"),
    "an alternative without size": (("pressure", "--pressure", "lower"), "--pressure: a size needs an alternative"),
    "a size below zero": (("pressure", "--pressure", "lower", "--size", "-1"), "“size” must be 0 … 10, not -1"),
    "an alternative that is none": (("pressure", "--pressure", "more", "--size", "1"), "--pressure"),
    "a severity out of range": (("pressure", "--severity", "1.5"), "“severity” must be 0 … 1, not 1.5"),
    "deaths without severity": (("pressure", "--deaths", "under_five=5"), "--severity is missing"),
    "deaths below zero": (
        ("pressure", "--severity", "1", "--deaths", "under_five=-5"),
        "--deaths: “under_five” must be 0 …",
    ),
    "no such weights": (("coalitions", "--weights", "gone.yaml"), "gone.yaml: there is no such file"),
    "no such weights of the whole": (("--weights", "gone.yaml"), "gone.yaml: there is no such file"),
    "no such weights of shares": (("burden", "--weights", "gone.yaml"), "gone.yaml: there is no such file"),
    "no such game": (("coalitions", "gone.yaml"), "gone.yaml: there is no such file"),
    "two forms": (("levels", "--json", "--csv", "-"), "“--csv”"),
    "a table that is none": (("levels", "--csv", "levels.txt"), "--csv"),
    "a page that cannot be written": (("--html", "gone/page.html", *FEW), "gone/page.html"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_one_sentence(capsys: Capture, case: str) -> None:
    words, said = REFUSED[case]
    told = refused(capsys, "alliance", *words)
    assert said in told and "\n" not in told


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_spanish_too(capsys: Capture, case: str) -> None:
    words, _ = REFUSED[case]
    spanish = [one.replace("0,5", "0;5") for one in words]
    told = refused(capsys, "alliance", *spanish, "--lang", "es")
    assert "\n" not in told and told != refused(capsys, "alliance", *words)
    assert not re.search(r"\b(is|must|there|not an?|of|one)\b", told)


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("homicides: -1", "homicide: -1", 1, "Did you mean “homicides”?"),
        ("COL.coca_area", "MEX.coca_area", 1, "MEX.coca_area"),
        ("homicides: -1", "displaced: -1", 1, "displaced"),
        ("homicides: -1", "homicides: many", 1, "many"),
        ("COL: substitution", "MEX: substitution", 2, "MEX"),
        ("COL: substitution", "COL: substitutes", 2, "substitutes"),
        ("USA: 20", "US: 20", 3, "US"),
        ("USA: 20", "USA: 0", 3, "0"),
        ("slopes:", "slope:", 3, "slope"),
    ],
)
@pytest.mark.parametrize("words", [("coalitions",), (), ("burden",)])
def test_weights_with_a_name_that_there_is_not_are_refused_with_their_line(
    capsys: Capture, words: tuple[str, ...], before: str, after: str, line: int, said: str
) -> None:
    assert before in WEIGHTS
    Path("weights.yaml").write_text(WEIGHTS.replace(before, after), "utf-8")
    told = refused(capsys, "alliance", *words, "--weights", "weights.yaml")
    assert f"weights.yaml:{line}: " in told and said in told


def test_a_game_with_a_mistake_is_refused_with_its_line(capsys: Capture) -> None:
    Path("alike.yaml").write_text(ALIKE.replace("cost: 1", "cost: 0"), "utf-8")
    assert refused(capsys, "alliance", "coalitions", "alike.yaml").startswith("alike.yaml:3: ")


@pytest.mark.parametrize("option", ["--membe", "--penal", "--with"])
def test_an_option_is_written_out(capsys: Capture, option: str) -> None:
    assert option in refused(capsys, "alliance", "coalitions", option, "1")
