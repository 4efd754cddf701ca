"""Answers from what the past has taught: they say so, and how shares of spread were found."""

import json
from pathlib import Path

import pytest
from commands import Capture, call

from tregua.text import Language

pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.mark.parametrize(
    ("language", "numbers", "group", "caveat"),
    [
        ("en", "as the past has taught them (calibration 2024-", "assumed inputs", "depend on one another"),
        ("es", "como el pasado los enseñó (calibración 2024-", "entradas supuestas", "dependen unos de otros"),
    ],
)
def test_an_answer_from_what_the_past_has_taught_is_taken_apart_and_says_so(
    capsys: Capture, language: Language, numbers: str, group: str, caveat: str
) -> None:
    asked = ("why", "mano-dura", "homicides", "--draws", "32", "--lang", language)
    code, out, _ = call(capsys, *asked, "--calibrated")
    shown = " ".join(out.split())
    assert code == 0
    assert numbers in shown and group in shown and caveat in shown
    code, out, _ = call(capsys, *asked, "--calibrated", "--json")
    plain = json.loads(out)
    assert plain["ensemble"].startswith("2024-")
    assert {one["kind"] for one in plain["groups"]} == {"tag", "mechanism", "settings", "all", "shocks"}
    _, out, _ = call(capsys, *asked, "--prior")
    assert caveat not in " ".join(out.split())


def test_a_comparison_and_its_page_say_how_the_share_of_assumptions_was_found(capsys: Capture) -> None:
    asked = ("compare", "mano-dura", "--until", "2030", "--json")
    code, out, _ = call(capsys, *asked, "--calibrated", "--draws", "256")  # two for each of the assumed inputs
    found = {one["shares"] for one in json.loads(out)["comparisons"]}
    assert (code, found) == (0, {"given_data", None})
    report = Path("tregua-results/latest/report.html")
    page = report.read_text("utf-8")
    assert "assumptions explain, jointly, at least" in page and "total-order share" not in page
    code, _, _ = call(capsys, "report")
    assert code == 0 and "assumptions explain, jointly, at least" in report.read_text("utf-8")
    _, out, _ = call(capsys, *asked, "--prior", "--draws", "32")
    assert {one["shares"] for one in json.loads(out)["comparisons"]} == {"pick_freeze", None}
    assert "assumptions explain" not in report.read_text("utf-8")
