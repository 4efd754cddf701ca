"""Years that were never scored are marked, from the first one on."""

import pytest

from tregua.analysis.card import card
from tregua.lab.scenario import Span
from tregua.show.words.horizon import beyond, last_scored
from tregua.text import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("first", [2022, 2025])
def test_the_first_year_beyond_the_scored_ones_is_marked(first: int, language: Language) -> None:
    span = Span(first, 2050, f"{first}-01")
    last = first - 1 + card().ahead  # the year before the run is the last that was observed
    assert last_scored(span) == last
    assert beyond(last, span, language) == "" and str(last) in beyond(last + 1, span, language)


def test_three_years_after_the_policies_start_were_scored_and_ten_were_not() -> None:
    span = Span(2025, 2037, "2027-01")
    assert not beyond(2030, span, "en") and beyond(2037, span, "en")
