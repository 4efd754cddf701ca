"""`tregua information` as a user asks it: the decision, one screen, its command, what is refused."""

import json
import shlex
from pathlib import Path

import pytest
from commands import Capture, call, in_order, printed, refused

from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")

QUICK = ("mano-dura", "alliance", "--draws", "16", "--prior")
ALONE = ("information", *QUICK, "--outcome", "homicides")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_decision_comes_first_then_gains_then_caveats_then_the_command(capsys: Capture, language: Language) -> None:
    shown = printed(capsys, *ALONE, "--lang", language)
    decided = text(language, "information.lower")
    rest = text(language, "information.rest", draws=16)
    in_order(shown, decided, "Mano dura", rest, text(language, "table.caveats"), "tregua information")
    assert len(shown.splitlines()) < 40
    everything = printed(capsys, *ALONE, "--full", "--lang", language)
    assert len(everything.splitlines()) > 150
    in_order(everything, text(language, "information.data"), text(language, "information.inputs"))


def test_a_saved_run_answers_and_weights_keep_their_hash_in_the_command(capsys: Capture) -> None:
    Path("worth.yaml").write_text("weights: {homicides: -1, detained: -0.02}\n", "utf-8")
    credence = "weights:\n  emergency_effect: {-0.839: 3, -1.78: 1, -0.106: 1, 0.111: 1}\n"
    credence += "  ceasefire_fights: {0: 1, -0.545: 1, 0.615: 1}\n  signature_class: {0: 2, 1: 1}\n"
    Path("credence.yaml").write_text(credence, "utf-8")
    assert call(capsys, "run", *QUICK, "--until", "2030", "--out", "saved")[0] == 0
    asked = ("information", "--weights", "worth.yaml", "--credence", "credence.yaml", "--json")
    saved = json.loads(printed(capsys, *asked, "--run", "saved"))
    assert saved["decision"] == {"by": "weights", "weights": {"COL.homicides": -1.0, "COL.detained": -0.02}}
    assert {one["parameter"] for one in saved["choices"]} == {"emergency_effect", "ceasefire_fights", "signature_class"}
    words = shlex.split(saved["command"])
    assert any(one.startswith("worth.yaml@") for one in words)
    assert any(one.startswith("credence.yaml@") for one in words)
    again = json.loads(printed(capsys, *words[1:]))
    assert again == {**saved, "command": again["command"]}
    Path("worth.yaml").write_text("weights: {homicides: -2}\n", "utf-8")
    assert "worth.yaml" in refused(capsys, *words[1:])


def test_a_number_has_the_data_that_would_inform_it_or_a_reason_why_none_would(capsys: Capture) -> None:
    rows = json.loads(printed(capsys, *ALONE, "--json"))["rows"]
    data = {row["data"]: row for row in rows if "data" in row}
    for row in rows:
        if "parameter" in row and "lever" not in row:
            assert row["informed_by"] or row["beyond"]
            assert all(row["parameter"] in data[name]["informs"] for name in row["informed_by"])
    assert {row["tag"] for row in rows if "lever" in row} <= {"setting"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "key", "values"),
    [
        ((), "outcome_or_weights", {}),
        (("--outcome", "extraditions"), "contested_decision", {"found": "extraditions"}),
    ],
)
def test_what_decides_nothing_is_refused_before_anything_is_run(
    capsys: Capture, language: Language, words: tuple[str, ...], key: str, values: dict[str, str]
) -> None:
    assert text(language, f"error.{key}", **values) in refused(capsys, "information", *words, "--lang", language)


@pytest.mark.parametrize(
    "words",
    [
        ("--outcome", "Colombia.homicides"),
        ("--outcome", "homicides", "--draws", "1"),
        ("--outcome", "homicides", "--draws", "nan"),
        ("--outcome", "homicides", "--seed", str(2**64)),
        ("--outcome", "homicides", "--year", "3000", "--draws", "4"),
        ("--outcome", "homicides", "--json", "--csv", "table.csv"),
        ("--outcome", "homicides", "--run", "nowhere"),
        ("--weights", "nowhere.yaml"),
        ("--outcome", "homicides", "--credence", "nowhere.yaml"),
        ("--outcome", "state_outlay", "--draws", "4", "--prior"),
    ],
)
def test_bad_input_is_one_message(capsys: Capture, words: tuple[str, ...]) -> None:
    assert refused(capsys, "information", "mano-dura", "alliance", *words)
