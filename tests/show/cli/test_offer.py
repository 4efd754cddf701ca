"""What the terminal shows of an offer, in both languages."""

import json
from pathlib import Path

import pytest
from commands import Capture, call

from tregua.analysis.offer_file import offer_settings
from tregua.show.words.offer import CAVEATS
from tregua.show.words.said import in_language
from tregua.text import LANGUAGES, Language, text

EXAMPLE = Path(__file__).parents[3] / "examples" / "offer.yaml"
pytestmark = pytest.mark.usefixtures("elsewhere")
HEADINGS = ("law", "read", "inputs", "drivers", "conditions", "thresholds", "elasticities", "episodes")
SAID = ("accepted", "after", "force.speech", *(f"heading.{one}" for one in HEADINGS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", [(), (str(EXAMPLE),)], ids=["announced rule", "example"])
def test_an_offer_on_the_terminal(capsys: Capture, language: Language, file: tuple[str, ...]) -> None:
    code, out, err = call(capsys, "offer", *file, "--draws", "20", "--lang", language)
    assert (code, err) == (0, "")
    shown = " ".join(out.split())
    for key in SAID:
        assert " ".join(text(language, f"offered.{key}").split()) in shown
    for key in CAVEATS:
        assert text(language, f"offered.caveat.{key}", read_on="2026-02-27") in shown
    assert "fip_2014" in shown and "arn_2024" in shown


def test_an_offer_in_which_nothing_is_offered_says_so(capsys: Capture) -> None:
    Path("none.yaml").write_text("regime: ordinary\ngroup: ELN\n", "utf-8")
    code, out, _ = call(capsys, "offer", "none.yaml", "--draws", "20", "--lang", "en")
    assert code == 0
    assert "none, nothing is offered there" in out


def test_a_wrong_offer_is_refused_with_its_line(capsys: Capture) -> None:
    Path("wrong.yaml").write_text("regime: petro_2022\ngroup: EGD\n", "utf-8")
    code, _, err = call(capsys, "offer", "wrong.yaml", "--lang", "en")
    assert code == 2
    assert "wrong.yaml:2" in err and "EGC" in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_becomes_of_those_who_accept_has_a_row_a_view(
    capsys: Capture, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    _, out, _ = call(capsys, "offer", "--draws", "20", "--lang", language)
    _, after = out.split(text(language, "offered.after"))
    for one in offer_settings().views:
        assert in_language(one.text, language) in after


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("regime", "group", "told"),
    [
        ("acuerdo_2016", "EGC", [("5–8", None), ("5–8", None), ("2–5", None)]),
        ("pl_002_2025", "EGC", [(None, "40")] * 3),
        ("pl_002_2025", "ELN", [("5–8", None)] * 3),
        ("petro_2022", "EGC", [(None, "0")] * 3),
    ],
)
def test_years_of_penalty_that_a_text_states_are_told_by_rank(
    capsys: Capture, language: Language, regime: str, group: str, told: list[tuple[str | None, str | None]]
) -> None:
    """A group’s own rows: the bill has one track for gangs and another for those who talk politics."""
    Path("asked.yaml").write_text(f"regime: {regime}\ngroup: {group}\n", "utf-8")
    _, out, _ = call(capsys, "offer", "asked.yaml", "--draws", "2", "--lang", language)
    lines = out.split(text(language, "offered.heading.law"))[1].splitlines()[1:4]
    found = json.loads(call(capsys, "offer", "asked.yaml", "--draws", "2", "--json")[1])["law"]["ranks"]
    for line, one, (years, cut) in zip(lines, found, told, strict=True):
        assert (text(language, "offered.years", years=years) in line) if years else ("years" not in one)
        assert (text(language, "offered.cut", cut=cut) in line) == (cut is not None)
        if years:
            assert "–".join(f"{end:g}" for end in one["years"]) == years
        assert one["stated"] == (1.0 if years else 0.0)
