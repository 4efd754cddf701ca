"""What the past has taught on a page: the learnt are drawn, the rest is counted, both languages say the same."""

from xml.etree import ElementTree

import pytest
from lessons_by_hand import by_hand, small_lessons

from tregua.analysis.learnt import Lessons
from tregua.show.html import View
from tregua.show.page.calibrate import render_lessons
from tregua.show.page.run_learnt import section
from tregua.show.words import calibrate as said
from tregua.text import LANGUAGES, Language

BYTES = 12_000  # of one language: the page of a run has little room left
MADE = by_hand(("area_elasticity", 0.6, -0.71), ("exchange_kept", 0.2, 0.0), ("arrest_hazard", 0.0, 0.0))


def drawn(found: Lessons, language: Language) -> ElementTree.Element:
    return ElementTree.fromstring(section(found, View(language, "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_learnt_are_drawn_with_their_intervals_and_the_rest_is_counted(language: Language) -> None:
    tree = drawn(MADE, language)
    (open_row,) = tree.findall("./table/tbody/tr")
    assert open_row.find(".//svg") is not None and "60 %; " in "".join(open_row.itertext())
    assert said.first_words(MADE, language) in "".join(tree.itertext())
    assert tree.findtext("./p/code") == MADE.command


def test_the_interval_drawn_is_within_the_drawing() -> None:
    for path in drawn(MADE, "en").iterfind(".//svg/path"):
        start, end = path.attrib["d"].removeprefix("M").split("M")[0].split(" ")[0], path.attrib["d"].split("H")[1]
        assert 0 <= float(start) <= float(end.split("M")[0]) <= 120


def test_without_a_calibration_there_is_no_section() -> None:
    assert section(None, View("en", "")) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_is_small(language: Language) -> None:
    assert len(section(small_lessons(), View(language, f"{language}-")).encode()) <= BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_page_has_both_languages_and_every_combination(language: Language) -> None:
    page = render_lessons(small_lessons(), language)
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    assert tree.attrib["lang"] == language
    for body in tree.findall(".//main/div"):
        rows = body.findall("./details/table/tbody/tr")
        assert len(rows) == len(small_lessons().choices)
    assert "identified" not in page
