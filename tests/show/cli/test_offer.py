"""What the terminal shows of an offer, in both languages."""

from pathlib import Path

import pytest
from commands import Capture, call

from tregua.show.words.offer import CAVEATS
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
