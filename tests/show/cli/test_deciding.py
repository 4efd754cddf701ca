"""The commands that help to decide: a saved run gives what a new one gives, and what makes no sense is one sentence."""

import json
from pathlib import Path

import pytest
from commands import Capture, call, refused

from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import load_scenarios
from tregua.lab.store import write_run

QUICK = ("--draws", "8", "--prior")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved run of three policies, made once."""
    folder = tmp_path_factory.mktemp("kept") / "saved"
    write_run(folder, simulate(load_scenarios(["as-observed", "mano-dura", "alliance"]), Settings(draws=8)))
    return folder


@pytest.fixture(autouse=True)
def saved(kept: Path, elsewhere: None) -> None:
    """The run as `saved`, where the user is."""
    Path("saved").symlink_to(kept, target_is_directory=True)


def test_a_saved_run_gives_the_answer_that_its_command_gives(capsys: Capture) -> None:
    Path("mine.yaml").write_text("weights: {homicides: -1, detained: -0.02}\n", "utf-8")
    for words in (
        ("regret", "--weights", "mine.yaml", "--threshold", "homicides=14000"),
        ("tradeoffs", "mano-dura", "--weigh", "displaced=0.01"),
    ):
        found = json.loads(call(capsys, *words, "--run", "saved", "--json")[1])
        assert "--run" not in found["command"]
        again = json.loads(call(capsys, *found["command"].split()[1:])[1])
        assert again == found


def test_a_setting_of_ones_own_can_be_traded_off(capsys: Capture) -> None:
    code, out, err = call(capsys, "tradeoffs", "own", "--set", "emergency=0.5@2028-01", *QUICK, "--json")
    assert code == 0, err
    found = json.loads(out)
    assert found["scenario"] == "own" and "--set emergency=0.5@2028-01" in found["command"]
    assert json.loads(call(capsys, *found["command"].split()[1:])[1]) == found


def test_a_file_of_weights_that_says_something_else_is_refused(capsys: Capture) -> None:
    Path("mine.yaml").write_text("weights: {homicides: -1}\n", "utf-8")
    found = json.loads(call(capsys, "regret", "--run", "saved", "--weights", "mine.yaml", "--json")[1])
    pinned = next(word for word in found["command"].split() if word.startswith("mine.yaml@"))
    Path("mine.yaml").write_text("weights: {homicides: -2}\n", "utf-8")
    assert "mine.yaml" in refused(capsys, "regret", "--run", "saved", "--weights", pinned)


def test_a_run_with_a_setting_of_ones_own_and_an_end_of_its_own_comes_again(capsys: Capture) -> None:
    words = ("run", "as-observed", "mano-dura", "--set", "treatment=0.3", *QUICK, "--until", "2032", "--out", "own")
    assert call(capsys, *words)[0] == 0
    for asked in (
        ("tradeoffs", "mano-dura"),
        ("discover", "mano-dura"),
        ("regret", "as-observed", "mano-dura"),
        ("regret", "mano-dura", "own", "as-observed"),
        ("regret",),
    ):
        code, out, err = call(capsys, *asked, "--run", "own", "--json")
        assert code == 0, err
        found = json.loads(out)
        assert json.loads(call(capsys, *found["command"].split()[1:])[1]) == found, found["command"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("regret", "--run", "saved", "--draws", "9"), "--draws describes a new run and --run opens a saved one"),
        (("regret", "--run", "saved", "kingpin"), "there is no scenario “kingpin”"),
        (("regret", "--run", "nowhere"), "nowhere"),
        (("regret", "--run", "saved", "--seed", "0"), "--seed describes a new run"),
        (("regret", "--draws", "0"), "1 …"),
        (("regret", "--run", "saved", "--weights", ""), "cannot be read"),
        (("tradeoffs", "mano-dura", "--set", "treatment=0.3"), "tregua tradeoffs own --set"),
        (("portfolio", "--budget", "1e9", "--from", "2027-07"), "2028-01"),
        (("regret", "--run", "saved", "--year", "2060"), "2025 … 2037"),
        (("regret", "--run", "saved", "mano-dura"), "name another"),
        (("regret", "--run", "saved", "--outcome", "homicide"), "Did you mean “homicides”?"),
        (("regret", "--run", "saved", "--outcome", "extraditions"), "wanted by some and a harm to others"),
        (("regret", "--run", "saved", "--threshold", "homicides"), "OUTCOME=NUMBER"),
        (("regret", "--run", "saved", "--threshold", "homicides=nan"), "OUTCOME=NUMBER"),
        (("regret", "--run", "saved", "--weights", "none.yaml"), "none.yaml"),
        (("tradeoffs", "mano-dura", "--baseline", "mano-dura", "--run", "saved"), "cannot be compared with itself"),
        (("tradeoffs", "kingpin", "--run", "saved"), "there is no scenario “kingpin”"),
        (("tradeoffs", "mano-dura", "--run", "saved", "--weigh", "homicides=1"), "takes no weight"),
        (("portfolio",), "tregua portfolio --budget 5e9"),
        (("portfolio", "--budget", "5 bn"), "5000000000 or 5e9"),
        (("portfolio", "--budget", "-1"), "0 … 1e15"),
        (("portfolio", "--budget", "1e9", "--payer", "MEX"), "there is no place “MEX”"),
        (("portfolio", "--budget", "1e9", "--cost", "jobs=1"), "has a published cost"),
        (("portfolio", "--budget", "1e9", "--cost", "talks"), "LEVER=NUMBER"),
        (("portfolio", "--budget", "1e9", "--years", "0"), "1 …"),
        (("portfolio", "--budget", "1e9", "--steps", "99"), "1 … "),
        (("portfolio", "--budget", "1e9", "--draws", "0"), "1 …"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(capsys: Capture, words: tuple[str, ...], said: str) -> None:
    message = refused(capsys, *words)
    assert said in message


def test_numbers_are_read_as_people_of_the_language_write_them(capsys: Capture) -> None:
    code, out, _ = call(
        capsys, "regret", "--run", "saved", "--threshold", "liberal_democracy=0,5", "--json", "--lang", "es"
    )
    assert code == 0 and json.loads(out)["thresholds"] == {"COL.liberal_democracy": 0.5}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_screen_leads_with_what_is_asked_and_ends_with_the_command(capsys: Capture, language: str) -> None:
    regret = call(capsys, "regret", "--run", "saved", "--lang", language)[1]
    assert ("No policy is named" if language == "en" else "no se nombra ninguna política") in regret.splitlines()[0]
    assert "tregua regret as-observed mano-dura alliance" in regret
    mixes = call(capsys, "portfolio", "--budget", "1e9", "--payer", "COL", "--steps", "1", *QUICK, "--lang", language)[
        1
    ]
    assert mixes.splitlines()[0].startswith("Left out" if language == "en" else "Quedan fuera")
