"""The first screen of 80 columns and 24 lines: the sentence, what was learnt, what chance had to explain."""

import re

import pytest
from lessons_by_hand import small_lessons

from tregua.analysis.calibrate import shipped
from tregua.analysis.learnt import Lessons, lessons
from tregua.show.terminal.calibrate import show_lessons
from tregua.show.words import calibrate as said
from tregua.text import LANGUAGES, Language, text

WIDTH, HEIGHT = 80, 24


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", str(WIDTH))


def shown(found: Lessons, language: Language, capsys: pytest.CaptureFixture[str]) -> list[str]:
    show_lessons(found, language)
    return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()


@pytest.mark.usefixtures("screen")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", [lambda: lessons(shipped()), small_lessons], ids=["shipped", "small"])
def test_the_first_screen_holds_what_matters(
    made: object, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    found = made()  # type: ignore[operator]
    lines = shown(found, language, capsys)
    hardly = next(at for at, line in enumerate(lines) if line.startswith(text(language, "taught.title.hardly")[:15]))
    assert hardly <= HEIGHT and all(len(line) <= WIDTH for line in lines[:hardly])
    first = " ".join(" ".join(lines[:hardly]).split())
    assert first.startswith(said.first_words(found, language))
    assert all(said.moved(one, found, language)[0] in first for one in found.of_word("learnt"))
    if found.notable:
        assert text(language, "taught.heading.notable") in first
        assert all(str(one.year) in first for one in found.notable if one.year)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rest_stands_below(language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    found = small_lessons()
    told = " ".join(" ".join(shown(found, language, capsys)).split())
    assert all(sentence in told for sentence in said.caveats(found, language))
    assert said.not_words(found, language) in told and said.anew_words(found, language) in told
    assert found.command in told
    assert "{" not in told
