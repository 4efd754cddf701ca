"""What was learnt, in words and as plain values: counts agree, nothing is finer than chance, both languages."""

import json

import pytest
from lessons_by_hand import by_hand, small, small_lessons

from tregua.analysis.learnt import WORDS
from tregua.show.words import calibrate as said
from tregua.text import LANGUAGES, Language

MADE = by_hand(("area_elasticity", 0.6, -0.71), ("exchange_kept", 0.2, 0.0), ("arrest_hazard", 0.0, 0.0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sentence_counts_what_was_learnt_hardly_and_not(language: Language) -> None:
    sentence = said.first_words(MADE, language)
    expected = {
        "en": "From 4 figures to the end of 2014, of 3 parameters 1 were learnt, 1 hardly, 1 not at all",
        "es": "De 4 cifras hasta el final de 2014: parámetros aprendidos, 1 de 3; apenas, 1; nada, 1",
    }
    assert sentence.startswith(expected[language]) and MADE.ensemble in sentence


def test_the_record_survives_json_and_holds_every_combination() -> None:
    found = said.lessons_record(small_lessons(), "en")
    assert json.loads(json.dumps(found)) == found
    count = len(small().combinations)
    assert len(found["combinations"]) == count and found["ensemble"] == small().version
    assert {one["word"] for one in found["parameters"]} <= {*WORDS}
    for one in found["parameters"]:
        assert len(one["by_combination"]) == count and one["unit"] and one["tag"]
        assert one["word"] == one["by_combination"][0]["word"]
        low, high = one["contraction_range"]
        assert all(low <= each["contraction"] <= high for each in one["by_combination"])
    assert found["counts"] == {name: sum(one["word"] == name for one in found["parameters"]) for name in WORDS}
    assert sum(found["counts"].values()) == len(found["parameters"])
    assert all(len(one["by_combination"]) == count for one in [*found["explained"], *found["fit"]])
    assert found["command"].startswith("tregua calibrate --cut 2012 ")


def test_caveats_are_in_the_language_of_the_reader() -> None:
    english, spanish = (said.caveats(MADE, language) for language in LANGUAGES)
    assert len(english) == len(spanish) == len(said.CAVEATS) and not {*english} & {*spanish}
    assert "nothing about forecasts" in english[0] and "nada sobre los pronósticos" in spanish[0]


def test_shift_and_contraction_are_told_no_finer_than_chance_allows() -> None:
    one = MADE.parameters[0]
    assert said.moved(one, MADE, "en") == ("60 %; −0.71", "[30; 60]")
    assert said.moved(one, MADE, "es") == ("60 %; −0,71", "[30; 60]")


def test_a_path_is_told_with_its_place_year_and_range() -> None:
    (sentence,) = said.notable_words(MADE, "en")
    assert sentence.endswith("(Colombia): 2014 +1.2 [+0.9; +1.2]")


def test_paths_that_do_little_are_counted_and_not_listed() -> None:
    quiet = by_hand(means=(0.29, 2.0))
    assert said.explained_words(quiet.explained, "en") == ["1 other paths stay below 0.3 in every year."]


def test_a_step_is_told_in_per_cent() -> None:
    (sentence,) = said.step_words(MADE.explained, "en")
    assert sentence == "Area under coca in Peru, 2012: +11 % [−15 %; +44 %]".replace(" %", "\u00a0%")


def test_shares_are_told_in_per_cent_and_units_stand_with_the_name() -> None:
    share = MADE.parameters[1]
    assert said.interval(share, share.prior, "en") == "[0\u00a0%; 100\u00a0%]"
    assert said.title(MADE.parameters[2], "en").endswith("(per year)")


def test_all_figures_together_are_those_of_the_series() -> None:
    assert "9.9; 4 of 4 before, 1.2; 3 of 4 after" in said.all_fit_words(MADE, "en")


def test_the_sentence_of_what_was_not_learnt_says_how_many_are_exactly_as_before() -> None:
    sentence = said.not_words(small_lessons(), "en")
    at = {one.name: at for at, one in enumerate(small().history.inputs) if one.kind == "number"}
    still = [
        one
        for one in small_lessons().of_word(WORDS[-1])
        if not any(each.gains.moved[at[one.name]] for each in small().combinations)
    ]
    assert f"no figure moved {len(still)}:" in sentence and "treatment_transport" in sentence
