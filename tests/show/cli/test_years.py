"""What the terminal tells of other years, of levers that are held, and of effects that no event tests."""

import json
from pathlib import Path

import pytest
from commands import Capture, call

from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")


def flat(out: str) -> str:
    """The output without the lines of tables, spaces made one."""
    return " ".join(out.translate(str.maketrans("│┃", "  ")).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_policy_that_starts_earlier_shows_its_third_and_tenth_year(capsys: Capture, language: Language) -> None:
    code, out, _ = call(
        capsys,
        "compare",
        "total-peace",
        "--from",
        "2022-08",
        "--draws",
        "8",
        "--year",
        "2024",
        "--full",
        "--lang",
        language,
    )
    assert code == 0
    for year in (2025, 2032):
        assert f"{year}:" in flat(out)
    found = json.loads(Path("tregua-results/latest/comparison.json").read_text("utf-8"))
    assert [(one["year"], one["horizon"], one["scored"]) for one in found["also"]] == [
        (2025, 4, True),
        (2032, 11, False),
    ]
    assert flat(out).count(text(language, "horizon.beyond", last=2029)) == 1  # eight years from the end of 2021


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_says_what_is_held_and_a_new_lever_that_it_was_never_tested(
    capsys: Capture, language: Language
) -> None:
    code, out, _ = call(capsys, "compare", "alliance", "--draws", "8", "--year", "2037", "--full", "--lang", language)
    assert code == 0
    held = {
        "en": "on record to 2025-12, then held at 8,050",
        "es": "registrado hasta 2025-12, después mantenido en 8.050",
    }
    assert held[language] in flat(out)
    assert text(language, "tested.never") in flat(out)
    assert text(language, "tested.heading")[:60] in flat(out)
    assert text(language, "horizon.beyond", last=2032) in flat(out)
