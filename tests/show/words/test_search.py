"""Full-text search: every kind of record, both languages, whatever the accents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.evidence.ledger import claims, estimates
from tregua.show.words.search import plain, search
from tregua.text import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", claims())
def test_a_claim_is_found_by_its_own_words(name: str, language: Language) -> None:
    found = search(getattr(claims()[name].statement, language), language=language)
    assert ("claim", name) in {(one.kind, one.id) for one in found}


def test_every_kind_of_record_is_searched() -> None:
    words = {"claim": "C4", "reported": "D4", "promise": "E2", "estimate": "heller_2014", "series": "coca_area.COL"}
    for kind, name in words.items():
        assert (kind, name) in {(one.kind, one.id) for one in search(name)}
    assert "lindo_2018" in {one.id for one in search("Padilla-Romo kingpin") if one.kind == "source"}


def test_accents_capitals_and_order_do_not_matter() -> None:
    assert search("Medellín homicidios", language="es") == search("HOMICIDIOS medellin", language="es") != []


def test_all_words_must_stand() -> None:
    assert search("homicide zzzz") == []
    assert {one.id for one in search("homicide truce")} <= {one.id for one in search("truce")}


@settings(max_examples=10, deadline=None)
@given(st.text(min_size=1, max_size=3).filter(lambda told: told.split() != []))
def test_no_words_break_it(words: str) -> None:
    search(words)


def test_no_word_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="WORDS is missing"):
        search("  ")


@given(st.text(max_size=40))
def test_a_character_stays_one_character(told: str) -> None:
    assert len(plain(told)) >= len(told)


def test_the_words_around_a_hit_hold_it() -> None:
    for one in search("extorsión", language="es"):
        assert "extorsion" in plain(one.around), one
    assert all(one.title for one in search("heller") if one.id in estimates())
