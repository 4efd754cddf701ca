"""The score card on the page: above every projection, with every scored series."""

from xml.etree import ElementTree

import pytest

from tregua.analysis.card import card
from tregua.lab.result import PRIOR
from tregua.show.html import View
from tregua.show.page.run_card import COLUMNS, score_card
from tregua.show.words.backtest import NEAR, card_words, with_error
from tregua.text import LANGUAGES, Language


def drawn(language: Language) -> ElementTree.Element:
    return ElementTree.fromstring(score_card(card(), PRIOR, View(language, "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_the_terminal_says(language: Language) -> None:
    said = ["".join(one.itertext()) for one in drawn(language).findall("./ul/li")]
    assert said == card_words(card(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_series_has_its_row(language: Language) -> None:
    rows = drawn(language).findall(".//tbody/tr")
    near = [one for one in card().summaries if (one.policies, one.horizons) == ("held", NEAR)]
    assert len(rows) == len(near) > 5
    for row, summary in zip(rows, near, strict=True):
        cells = ["".join(one.itertext()) for one in row.findall("td")]
        assert len(cells) == len(COLUMNS)
        assert cells[0] == with_error(summary.skill["persistence"], language)


def test_it_stands_above_the_first_projection(page: str) -> None:
    for part in page.split('<div lang="')[1:]:
        assert part.index("card") < part.index("<table") and part.index("<h1") < part.index("<h2")
        assert "<svg" not in part[: part.index('class="first"')]
