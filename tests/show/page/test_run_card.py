"""The score card on the page: a word on the first screen, its sentences below, every series on the page beside."""

from xml.etree import ElementTree

import pytest

from tregua.analysis.card import card
from tregua.lab.asked import PRIOR
from tregua.show.html import View
from tregua.show.page.run_card import COLUMNS, every_series, score_card
from tregua.show.words.backtest import NEAR, card_words, with_error
from tregua.text import LANGUAGES, Language, text


def drawn(language: Language) -> ElementTree.Element:
    return ElementTree.fromstring(score_card(card(), PRIOR, View(language, "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_the_terminal_says(language: Language) -> None:
    said = ["".join(one.itertext()) for one in drawn(language).findall("./ul/li")]
    assert said == card_words(card(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_series_has_its_row(language: Language) -> None:
    rows = ElementTree.fromstring(f"<div>{every_series(card(), View(language, ''))}</div>").findall(".//tbody/tr")
    near = [one for one in card().summaries if (one.policies, one.horizons) == ("held", NEAR)]
    assert len(rows) == len(near) > 5
    for row, summary in zip(rows, near, strict=True):
        cells = ["".join(one.itertext()) for one in row.findall("td")]
        assert len(cells) == len(COLUMNS)
        assert cells[0] == with_error(summary.skill["persistence"], language)


def test_the_first_screen_has_its_word_on_the_outcome_of_the_chart(page: str, tree: ElementTree.Element) -> None:
    for language in LANGUAGES:
        (caption,) = tree.findall(f".//main/div[@lang='{language}']/figure[@class='chart']/figcaption")
        word = text(language, "finding.scored.too_few")  # members of armed groups, the finding of this run
        assert word in "".join(caption.itertext())
    assert page.index(text("en", "finding.scored.too_few")) < page.index("section-verdict")
