"""Skill in words: the word forecast is earned, errors are told, nothing is sold."""

from dataclasses import replace

import pytest
from forecasts import made

from tregua.analysis.card import Card
from tregua.analysis.scored import PERSISTENCE
from tregua.analysis.scores import Skill
from tregua.analysis.summary import Summary, summarise
from tregua.analysis.surge import Chances, surges
from tregua.show.words.backtest import card_words, first_words, hundredths, surge_words, with_error
from tregua.text import LANGUAGES, Language, text

SERIES = "coca_area.COL"
PLAIN: Summary = next(iter(summarise([made(cut, series=SERIES) for cut in range(2010, 2020)])))


def summary(value: float, se: float | None) -> Summary:
    return replace(PLAIN, skill={**PLAIN.skill, PERSISTENCE: Skill(value, se)})


@pytest.mark.parametrize(
    ("value", "se", "earned"), [(0.3, 0.1, True), (0.1, 0.2, False), (-0.2, 0.1, False), (0.9, None, False)]
)
def test_only_skill_beyond_its_error_is_called_a_forecast(value: float, se: float | None, earned: bool) -> None:
    (said,) = first_words([summary(value, se)], "en")
    assert said.startswith("Forecasts") == earned and said.startswith("No forecasts") != earned
    assert hundredths(value, "en", signed=True) in said
    (said,) = first_words([summary(value, se)], "es")
    assert said.startswith("No son pronósticos") != earned


def test_figures_are_told_to_the_hundredth_with_their_error() -> None:
    assert with_error(Skill(0.104, 0.0921), "en") == "+0.10 ± 0.09"
    assert with_error(Skill(-0.5, 0.001), "es") == "−0,50 ± 0,01"
    assert with_error(Skill(-0.001, None), "en") == "+0.00"
    assert with_error(None, "en") == "–"


def test_the_first_words_are_of_what_headlines_show_with_policies_held() -> None:
    other = replace(PLAIN, series="coca_area.PER")
    known = replace(PLAIN, policies="known")
    far = replace(PLAIN, horizons=(1, 2, 3, 4, 5))
    (said,) = first_words([other, known, far, PLAIN], "en")
    assert said.count("(Colombia)") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_skill_then_history_then_rises_and_when_it_is_old(language: Language) -> None:
    (surge,) = surges()
    pairs = {(one, other): 0.02 for one in ("held", "known") for other in ("held", "known")}
    chances = Chances(surge, 171_496.0, pairs)
    card = Card("0", "hash", 500, 2010, 2024, (PLAIN,), 20, 11, (9, 13), (SERIES, 1, 5), (chances,), ())
    said = card_words(card, language)
    assert len(said) == 7 and said[5] == text(language, "why.prior")
    assert [said[0]] == first_words([PLAIN], language) and said[3] == surge_words([chances], 500, language)[0]
    assert "(1)" in said[1]  # all were one year ahead, of the three that were scored
    assert "11" in said[2] and "20" in said[2] and "2 %" in said[3].replace("\u00a0", " ")
