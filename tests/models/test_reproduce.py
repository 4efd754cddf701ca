"""What becomes of one target, by our value of it."""

from typing import Any

import pytest
from tiny_model import WORDS, target

from tregua.catalogue.errors import InputError, Problem
from tregua.models.protocol import MissingDataError
from tregua.models.reproduce import Row
from tregua.show.words.models import note_in_words

GIVEN = {"published": 2.0, "tolerance": {"relative": 0.01}}


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
