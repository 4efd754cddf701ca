"""A condition, and since when a text is in force, in the words of a reader."""

import pytest

from tregua.regimes.load import load_rules, regimes
from tregua.regimes.parsing import Terms, parse
from tregua.regimes.schema import InForce
from tregua.regimes.vocabulary import package_names
from tregua.show.words.law import condition_in_words, dates_in_words, force_in_words, force_on_in_words
from tregua.text import LANGUAGES, Language, text


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        ("negotiated", "“negotiated with the State”", "«negoció con el Estado»"),
        (
            "negotiated and not (reoffended or rearmed)",
            "“negotiated with the State” and not (“re-offended” or “took up arms again or deserted”)",
            "«negoció con el Estado» y no («reincidió» o «volvió a las armas o desertó»)",
        ),
        (
            "president_decision in (suspend, defer) and negotiated",
            "“decision of the President” is to suspend or to defer and “negotiated with the State”",
            "«decisión del Presidente» es suspender o diferir y «negoció con el Estado»",
        ),
        ("group != ELN", "“group” is not ELN", "«grupo» no es ELN"),
        (
            "conduct_date < 2016-11-24",
            "“date of the conduct” before 2016-11-24",
            "«fecha de la conducta» antes de: 2016-11-24",
        ),
        (
            "tutela_suspension_start <= decision_date",
            "“start of the stay” not after “date of the decision”",
            "«inicio de la suspensión judicial» a más tardar: «fecha de la decisión»",
        ),
        (
            "min_penalty_years >= 4",
            "“minimum penalty in Colombia, years” is at least 4",
            "«pena mínima en Colombia, años» es al menos 4",
        ),
    ],
)
def test_a_condition_in_words(written: str, english: str, spanish: str) -> None:
    condition = parse(written, Terms(package_names()))
    assert condition_in_words(condition, "en") == english
    assert condition_in_words(condition, "es") == spanish


def test_different_conditions_read_differently() -> None:
    written = ["({a} or {b}) and {c}", "{a} or {b} and {c}", "not {a} and {b}", "not ({a} and {b})", "not {a} or {b}"]
    facts = {"a": "negotiated", "b": "truth", "c": "rearmed"}
    for language in LANGUAGES:
        shown = {condition_in_words(parse(one.format(**facts), Terms(package_names())), language) for one in written}
        assert len(shown) == len(written)


@pytest.mark.parametrize(
    ("name", "since", "until", "english"),
    [
        ("petro_2022", None, None, "never: an announcement, not law"),
        ("pl_288_2023", None, None, "never: a bill, not found enacted"),
        ("treaty_es_1892", None, None, "date of entry into force not read"),
        ("treaty_us_1979", "1982-03-04", None, "in force between the States since 1982-03-04"),
        ("ordinary", None, None, "date of entry into force not read"),
        ("ley_975", "2005", "2010-01-01", "in force since 2005, until 2010-01-01"),
    ],
)
def test_when_a_text_is_in_force(name: str, since: str | None, until: str | None, english: str) -> None:
    regime = load_rules(name).regime.model_copy(update={"in_force": InForce(since=since, until=until)})
    assert force_in_words(regime, "en") == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_law_is_never_said_to_be_in_force(language: Language) -> None:
    for regime in (load_rules(name).regime for name in regimes()):
        said = force_on_in_words(regime, "in_force", language)
        status = text(language, f"regimes.text_status.{regime.text_status}")
        is_law = regime.text_status not in ("speech", "bill")
        assert is_law == (text(language, "regimes.force.in_force") in said)
        assert is_law == (force_in_words(regime, language) in dates_in_words(regime, language))
        assert is_law or (said == status and regime.dated in dates_in_words(regime, language))
