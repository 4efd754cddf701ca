"""Numbers, chances and their words as a reader sees them."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tregua.lab.model import lab
from tregua.show.words.numbers import chance, exact, number, percent, unit, words
from tregua.text import LANGUAGES, Language

SWAP = str.maketrans(",.", ".,")
LIKELIHOODS = {
    0.05: ("very likely higher (95 %)", "muy probablemente mayor (95 %)"),
    0.11: ("likely higher (89 %)", "probablemente mayor (89 %)"),
    0.33: ("likely higher (67 %)", "probablemente mayor (67 %)"),
    0.35: ("could go either way (35 % lower)", "puede ir en cualquier sentido (35 % menor)"),
    0.65: ("could go either way (65 % lower)", "puede ir en cualquier sentido (65 % menor)"),
    0.67: ("likely lower (67 %)", "probablemente menor (67 %)"),
    0.89: ("likely lower (89 %)", "probablemente menor (89 %)"),
    0.91: ("very likely lower (91 %)", "muy probablemente menor (91 %)"),
}


@pytest.mark.parametrize(
    ("value", "en", "es"),
    [
        (0.0, "0", "0"),
        (1234.5, "1,230", "1.230"),
        (0.0216, "0.0216", "0,0216"),
        (12.0, "12", "12"),
        (-42.04, "−42", "−42"),
        (-0.5, "−0.5", "−0,5"),
        (999.7, "1,000", "1.000"),
        (142_784.7, "143,000", "143.000"),
        (999_499.0, "999,000", "999.000"),
        (999_600.0, "1 million", "1 millón"),
        (1_234_567.0, "1.23 million", "1,23 millones"),
        (1e9, "1 billion", "1 mil millones"),
        (2.5e9, "2.5 billion", "2,5 mil millones"),
        (1e12, "1 trillion", "1 billón"),
        (-1.5e12, "−1.5 trillion", "−1,5 billones"),
        (float("nan"), "–", "–"),
        (float("-inf"), "–", "–"),
    ],
)
def test_a_number_has_three_digits_and_the_marks_of_its_language(value: float, en: str, es: str) -> None:
    assert (number(value, "en"), number(value, "es")) == (en, es)


def test_a_signed_number_shows_plus_and_a_true_minus() -> None:
    assert [number(value, "en", signed=True) for value in (1234.0, -1234.0, 0.0)] == ["+1,230", "−1,230", "0"]


@settings(deadline=None)
@given(st.floats(1e-6, 9e5).flatmap(lambda size: st.sampled_from([size, -size])))
def test_a_number_reads_back_to_three_digits_in_both_languages(value: float) -> None:
    english, spanish = number(value, "en"), number(value, "es")
    assert spanish.translate(SWAP) == english
    assert float(english.replace(",", "").replace("−", "-")) == pytest.approx(value, rel=5.01e-3)


@pytest.mark.parametrize(
    ("share", "en", "es"),
    [
        (0.0, "0 %", "0 %"),
        (0.0004, "<0.1 %", "<0,1 %"),
        (0.021, "2.1 %", "2,1 %"),
        (-0.021, "−2.1 %", "−2,1 %"),
        (0.02, "2 %", "2 %"),
        (0.0996, "10 %", "10 %"),
        (0.123, "12 %", "12 %"),
        (55.21, "5,521 %", "5.521 %"),
    ],
)
def test_a_percentage_keeps_its_sign_with_it(share: float, en: str, es: str) -> None:
    expected = tuple(shown.replace(" ", "\u00a0") for shown in (en, es))
    assert (percent(share, "en"), percent(share, "es")) == expected


def test_a_small_change_keeps_its_direction() -> None:
    changes = (-0.0004, 0.00042, 1e-9, -1e-9)
    shown = [percent(change, "en", signed=True).replace("\u00a0", " ") for change in changes]
    assert shown == ["−0.04 %", "+0.04 %", "<0.1 %", "<0.1 %"]
    assert percent(-0.0004, "es", signed=True) == "−0,04\u00a0%"


@settings(deadline=None)
@given(share=st.floats(0.0, 1.0), draws=st.integers(1, 100_000))
@example(share=1.0, draws=1)
@example(share=0.0148, draws=67)  # finer than one draw in 67, and not below 1 %
@example(share=0.9999, draws=100_000)
def test_a_chance_is_true_and_never_0_or_100_percent(share: float, draws: int) -> None:
    side, shown = re.fullmatch(r"([<>]?)(\d+)\u00a0%", chance(share, draws)).groups()  # type: ignore[union-attr]
    assert 1 <= int(shown) <= 99
    if side == "<":
        assert 100 * share < int(shown)
    elif side == ">":
        assert 100 * share > int(shown)
    else:
        assert abs(100 * share - int(shown)) <= 0.5 + 1e-9


@pytest.mark.parametrize(("p_lower", "expected"), LIKELIHOODS.items())
def test_a_chance_in_words(p_lower: float, expected: tuple[str, str]) -> None:
    assert tuple(words(p_lower, 500, language).replace("\u00a0", " ") for language in LANGUAGES) == expected


def test_words_of_few_draws_claim_no_more_than_they_can_tell() -> None:
    assert words(0.99, 20, "en") == "very likely lower (>95\u00a0%)"
    assert words(0.01, 20, "es") == "muy probablemente mayor (>95\u00a0%)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_units_are_in_the_language_of_the_reader(language: Language) -> None:
    lists = lab().parameters, lab().levers, lab().outcomes, lab().series
    units = {record.unit for records in lists for record in records.values()}  # type: ignore[attr-defined]
    units |= {f"{one}/year" for one in units if one in ("groups", "index")}  # as equations have them
    foreign = {"en": "año|personas|parte|por|muertes|de|al|mil", "es": "year|persons?|share|per|deaths|a|bn|thousand"}
    assert not [one for one in units if re.search(rf"\b({foreign[language]})\b", unit(one, language))]
    assert language == "en" or not [one for one in units if long_words(one) & long_words(unit(one, language))]


def long_words(name: str) -> set[str]:
    return set(re.findall("[a-z]{4,}", name))


def test_the_units_of_outcomes_are_words() -> None:
    assert unit("USD/year", "es") == "USD al año"
    assert unit("per 100000/year", "en") == "per 100,000 a year"
    assert unit("kg/(ha year)", "es") == "kg por ha y año"


def test_a_unit_without_a_text_of_its_own_is_said_word_by_word() -> None:
    assert (unit("members/week", "en"), unit("members/week", "es")) == ("members/week", "integrantes/semana")
    assert unit("kg per visits", "es") == "kg por visitas"


def test_a_catalogue_number_is_shown_in_full() -> None:
    assert exact(142784.7, "en") == "142,784.7"
    assert exact(142784.7, "es") == "142.784,7"
    assert exact(-0.00421, "es") == "−0,00421"
