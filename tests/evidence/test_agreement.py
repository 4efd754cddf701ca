"""The status of a reported figure and the agreement of series, on constructed records."""

from typing import Any

import pytest
from ledger_records import WORDS

from tregua.evidence.agreement import examine, status
from tregua.evidence.promise_schema import Reported
from tregua.evidence.schema import Series, SeriesCheck

SOURCE = [{"ref": "a", "locator": "p. 1"}]


def figure(said: list[dict[str, Any]], found: list[dict[str, Any]]) -> Reported:
    return Reported.model_validate(
        {
            **dict.fromkeys(("text", "why", "would_change"), WORDS),
            "id": "D1",
            "said": [{"words": WORDS, "source": SOURCE, **one} for one in said],
            "found": [
                {"text": WORDS, "source": SOURCE, "tag": "published", "comparable": True, **one} for one in found
            ],
            "checked": "2026-11-23",
        }
    )


@pytest.mark.parametrize(
    ("said", "found", "expected"),
    [
        ([{"value": 17.0}], [{"value": 17.0}], "agrees"),
        ([{"value": 17.0}], [{"value": 19.0}], "differs"),
        ([{"value": 17.0}], [{"value": 17.0}, {"value": 19.0}], "sources_disagree"),
        ([{"value": 4.0}, {"value": 5.0}], [{"value": 5.0}], "conflict"),
        ([{"value": 17.0}], [], "not_checked"),
        ([{"value": 17.0}], [{"value": 17.0, "comparable": False}], "not_checked"),
        ([{"value": 17.0}], [{"value": 17.0, "unit": "countries"}], "not_checked"),
        ([{}], [{"value": 17.0}], "not_checked"),
        ([{"value": 100.0, "comparison": "about"}], [{"value": 109.0}], "agrees"),
        ([{"value": 100.0, "comparison": "about"}], [{"value": 111.0}], "differs"),
        ([{"value": 100.0, "comparison": "over"}], [{"value": 99.0}], "differs"),
        ([{"value": 100.0, "comparison": "over"}], [{"value": 90.0, "low": 80.0, "high": 101.0}], "agrees"),
        ([{"value": 100.0}], [{"low": 90.0, "high": 110.0}], "agrees"),
        ([{"value": 100.0}, {"value": 50.0, "comparison": "over"}], [{"value": 100.0}], "agrees"),
        ([{"value": 100.0, "comparison": "about"}, {"value": 101.0}], [{"value": 101.0}], "agrees"),
        ([{"value": 100.0, "comparison": "over"}], [{"low": 120.0}], "agrees"),
    ],
)
def test_the_status_of_a_figure(said: list[dict[str, Any]], found: list[dict[str, Any]], expected: str) -> None:
    assert status(figure(said, found)) == expected


def series(name: str, values: dict[int, float]) -> Series:
    return Series.model_validate(
        {
            **dict.fromkeys(("outcome", "publisher", "release", "licence"), "x"),
            "id": name,
            "place": "COL",
            "unit": "deaths/year",
            "text": WORDS,
            "source": SOURCE[0],
            "tag": "published",
            "read": "primary",
            "grade": "A",
            "points": [{"year": year, "value": value} for year, value in values.items()],
        }
    )


def test_an_identity_is_checked_in_every_common_year() -> None:
    known = {
        "total": series("total", {2001: 10.0, 2002: 20.0, 2003: 30.0, 2004: 1.0}),
        "a": series("a", {2001: 4.0, 2002: 5.0, 2003: 6.0}),
        "b": series("b", {2001: 6.0, 2002: 14.9, 2003: 20.0}),
    }
    check = {
        "id": "parts",
        "kind": "identity",
        "text": WORDS,
        "left": ["total"],
        "right": ["a", "b"],
        "tolerance": 0.01,
        "except_years": {"2003": WORDS},
    }
    found = examine(SeriesCheck.model_validate(check), known)
    assert sorted(found.ratios) == [2001, 2002, 2003]
    assert found.ratios[2003] == pytest.approx(30 / 26)
    assert (found.broken, found.explained) == ((), (2003,))
    strict = examine(SeriesCheck.model_validate({**check, "tolerance": 0.0}), known)
    assert strict.broken == (2002,)
