"""What becomes of one target, by our value of it, and how both are shown."""

from typing import Any

import pytest

from tregua.catalogue.errors import InputError, Problem
from tregua.models.protocol import MissingDataError
from tregua.models.reproduce import Row
from tregua.models.schema import Target
from tregua.show.words.models import note_in_words, ours_in_words, published_in_words
from tregua.text import Language

WORDS = {"en": "Net.", "es": "Neto."}
GIVEN = {"published": 2.0, "tolerance": {"relative": 0.01}}


def target(**fields: Any) -> Target:
    source = [{"ref": "roe_2020", "locator": "p. 1"}]
    record = {"id": "users", "text": WORDS, "unit": "persons", "tag": "published", "source": source, **fields}
    return Target.model_validate(record)


@pytest.mark.parametrize(
    ("fields", "met", "missed"),
    [
        ({}, "reproduced", "not-reproduced"),
        ({"by_definition": True, "definition": WORDS}, "by-definition", "not-reproduced"),
        ({"definition": WORDS}, "reproduced", "not-reproduced"),
        ({"input": True}, "input", "not-reproduced"),
        ({"input": True, "tolerance": None}, "input", "not-reproduced"),
        ({"input": True, "published": {"at_most": 2.0}, "tolerance": None}, "input", "not-reproduced"),
    ],
)
def test_a_status_follows_from_our_value(fields: dict[str, Any], met: str, missed: str) -> None:
    one = target(**{**GIVEN, **fields})
    assert [Row("quitting", one, ours).status for ours in (2.0, 2.1, None)] == [met, missed, "not-computed"]


def test_a_row_is_kept_where_data_are_missing_but_the_table_has_a_value() -> None:
    missing = MissingDataError(Problem("no_file", "survey.csv"))
    assert Row("quitting", target(**GIVEN), 2.0, missing).kept
    assert not Row("quitting", target(**GIVEN), None, missing).kept
    assert not Row("quitting", target(**GIVEN), 2.0).kept


def test_a_failure_is_told_in_the_language_of_the_table() -> None:
    failed = InputError(Problem("quantity_failed", "quitting", {"found": "ZeroDivisionError: division by zero"}))
    note = note_in_words(Row("quitting", target(**GIVEN), None, failed), "es")
    assert note == "quitting: no se pudo calcular la cantidad: ZeroDivisionError: division by zero"


@pytest.mark.parametrize(
    ("published", "tolerance", "ours", "theirs_shown", "ours_shown"),
    [
        (2.0, {"relative": 0.05}, 2.012345678, "2 ± 5\u00a0%", "2.01235"),
        (1.2345678, {"relative": 1e-6}, 1.234567894, "1.2345678 ± 0.0001\u00a0%", "1.234568"),
        (1.2345678, {"relative": 1e-9}, 1.2345678, "1.2345678 ± 1 × 10⁻⁷\u00a0%", "1.2345678"),
        (1.0, {"absolute": 1e-6}, 1.0000021, "1 ± 1 × 10⁻⁶", "1.000002"),
        ({"at_most": 0.5}, None, 0.50000004, "≤ 0.5", "0.50000004"),
    ],
)
def test_our_digits_show_whether_the_target_is_met(
    published: Any, tolerance: Any, ours: float, theirs_shown: str, ours_shown: str
) -> None:
    one = target(published=published, tolerance=tolerance)
    assert published_in_words(one, "en") == theirs_shown
    assert ours_in_words(Row("quitting", one, ours), "en") == ours_shown


@pytest.mark.parametrize(("language", "expected"), [("en", "1983.1"), ("es", "1983,1")])
def test_a_calendar_year_has_no_separator(language: Language, expected: str) -> None:
    one = target(published=1983.1, tolerance={"absolute": 0.1}, unit="calendar_year")
    assert ours_in_words(Row("quitting", one, 1983.1), language) == expected
    assert published_in_words(one, language).startswith(f"{expected} ± 0")
