"""What the past has taught on a page: the learnt are drawn, the rest is counted, both languages say the same."""

from xml.etree import ElementTree

import pytest
from lessons_by_hand import by_hand, small_lessons

from tregua.analysis.learnt import WORDS, Lessons
from tregua.show.html import View
from tregua.show.page.calibrate import render_lessons
from tregua.show.page.learnt import parameters
from tregua.text import LANGUAGES, Language

MADE = by_hand(("area_elasticity", 0.6, -0.71), ("exchange_kept", 0.2, 0.0), ("arrest_hazard", 0.0, 0.0))


def drawn(found: Lessons, language: Language) -> ElementTree.Element:
    return ElementTree.fromstring(str(parameters(WORDS[0], found, View(language, ""))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_learnt_are_drawn_with_their_intervals(language: Language) -> None:
    (row,) = drawn(MADE, language).findall("./tbody/tr")
    assert row.find(".//svg") is not None and "60 %; " in "".join(row.itertext())


def test_the_interval_drawn_is_within_the_drawing() -> None:
    for path in drawn(MADE, "en").iterfind(".//svg/path"):
        start, end = path.attrib["d"].removeprefix("M").split("M")[0].split(" ")[0], path.attrib["d"].split("H")[1]
        assert 0 <= float(start) <= float(end.split("M")[0]) <= 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_page_has_both_languages_and_every_combination(language: Language) -> None:
    page = render_lessons(small_lessons(), language)
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    assert tree.attrib["lang"] == language
    for body in tree.findall(".//main/div"):
        rows = body.findall("./details/table/tbody/tr")
        assert len(rows) == len(small_lessons().choices)
    assert "identified" not in page
