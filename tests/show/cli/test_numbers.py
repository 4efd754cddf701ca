"""Numbers typed on the command line: one reading or none."""

import pytest

from tregua.show.cli.numbers import number_typed


@pytest.mark.parametrize(
    ("words", "value"), [("1000", 1000.0), ("0.5", 0.5), ("-.5", -0.5), ("2e-3", 0.002), ("+1.", 1.0)]
)
def test_a_number_is_read_in_both_languages(words: str, value: float) -> None:
    assert number_typed(words, "en") == number_typed(words, "es") == value


def test_a_decimal_comma_is_read_in_spanish() -> None:
    assert number_typed("0,5", "es") == 0.5
    assert number_typed("-12,25", "es") == -12.25


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "words", ["1_000", "1 000", "1,000.5", "1.000,5", "", ",", "nan", "inf", "0x10", "١", "1e", "5 %", ",5"]
)
def test_what_may_be_read_in_two_ways_is_refused(words: str, language: str) -> None:
    with pytest.raises(ValueError):
        number_typed(words, language)  # type: ignore[arg-type]


def test_a_decimal_comma_is_refused_in_english() -> None:
    with pytest.raises(ValueError):
        number_typed("0,5", "en")
