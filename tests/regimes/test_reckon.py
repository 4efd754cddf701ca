"""Days reckoned with: against the standard library, and working days against the calendar of the years themselves."""

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.regimes.reckon import UNITS, UNKNOWN, after, between
from tregua.regimes.working_days import calendar

DATES = st.dates(date(1984, 1, 1), date(2199, 10, 31))  # sixty days on, still in the calendar's years
LEAP = st.sampled_from([date(2024, 2, 29), date(2000, 2, 29), date(2100, 2, 28), date(2023, 1, 31), date(2026, 12, 31)])
DAYS = st.one_of(DATES, LEAP)
HOLIDAYS = {*calendar().days()}


def days(*given_days: date | str | None) -> np.ndarray:
    return np.array([str(day) if day else "NaT" for day in given_days], "datetime64[D]")


def months_later(day: date, number: int) -> date:
    """The same day of a later month, or the last of it; by the standard library."""
    months = day.year * 12 + day.month - 1 + number
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


@given(DAYS, DAYS)
def test_days_are_those_of_the_standard_library(start: date, end: date) -> None:
    assert between(days(start), days(end), "days")[0] == (end - start).days


@given(DAYS, st.integers(-400, 400))
def test_a_day_so_many_days_later(start: date, number: int) -> None:
    assert after(days(start), number, "days")[0] == np.datetime64(start + timedelta(number))


@given(DAYS.filter(lambda day: day.year < 2150), st.integers(-200, 200))
def test_months_and_years_end_where_the_month_ends(start: date, number: int) -> None:
    assert after(days(start), number, "months")[0] == np.datetime64(months_later(start, number))
    assert after(days(start), number // 12, "years")[0] == np.datetime64(months_later(start, number // 12 * 12))


@given(DAYS, DAYS)
def test_complete_months_and_years_are_the_most_that_fit(start: date, end: date) -> None:
    for unit, step in (("months", 1), ("years", 12)):
        low, high = min(start, end), max(start, end)
        count = int(between(days(low), days(high), unit)[0])  # type: ignore[arg-type]
        assert months_later(low, count * step) <= high < months_later(low, (count + 1) * step)
        assert between(days(high), days(low), unit)[0] == -count  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        ("2024-01-31", 1, "months", "2024-02-29"),
        ("2023-01-31", 1, "months", "2023-02-28"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2024-02-29", 4, "years", "2028-02-29"),
        ("2024-03-31", -1, "months", "2024-02-29"),
        ("2023-12-31", 2, "months", "2024-02-29"),
    ],
)
def test_leap_days_and_month_ends(start: str, number: int, unit: str, end: str) -> None:
    assert str(after(days(start), number, unit)[0]) == end  # type: ignore[arg-type]


def test_the_holidays_of_2024_and_2026_are_those_of_the_calendar() -> None:
    """As every printed calendar of Colombia has them."""
    listed = {
        2024: "01-01 01-08 03-25 03-28 03-29 05-01 05-13 06-03 06-10 "
        "07-01 07-20 08-07 08-19 10-14 11-04 11-11 12-08 12-25",
        2026: "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 "
        "06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
    }
    for year, expected in listed.items():
        found = {day.strftime("%m-%d") for day in HOLIDAYS if day.year == year}
        assert found == set(expected.split())


@given(DATES, st.integers(0, 60))
def test_working_days_are_counted_one_by_one(start: date, length: int) -> None:
    end = start + timedelta(length)
    counted = sum(works(start + timedelta(n)) for n in range(1, length + 1))
    assert between(days(start), days(end), "working days")[0] == counted


@given(DATES.filter(lambda day: day.year < 2199), st.integers(1, 30))
def test_so_many_working_days_later_is_a_working_day(start: date, number: int) -> None:
    end = after(days(start), number, "working days")[0].astype(date)
    assert works(end)
    assert between(days(start), days(end), "working days")[0] == number


def test_outside_the_years_of_the_calendar_working_days_are_unknown() -> None:
    assert between(days("1983-12-30"), days("1984-01-10"), "working days")[0] == UNKNOWN
    assert np.isnat(after(days("2200-01-01"), 5, "working days")[0])


STOPS = (("2020-03-27", "2020-04-25"),)


@given(st.dates(date(2020, 3, 1), date(2020, 5, 31)), st.integers(0, 90))
def test_unsuspended_days_leave_out_the_days_on_which_terms_stood_still(start: date, length: int) -> None:
    end = start + timedelta(length)
    first, last = (date.fromisoformat(day) for day in STOPS[0])
    counted = sum(not first <= start + timedelta(n) <= last for n in range(1, length + 1))
    assert between(days(start), days(end), "unsuspended days", STOPS)[0] == counted
    reached = after(days(start), counted, "unsuspended days", STOPS)
    assert between(days(start), reached, "unsuspended days", STOPS)[0] == counted


@pytest.mark.parametrize("unit", UNITS)
def test_what_follows_from_an_unknown_day_is_unknown(unit: str) -> None:
    assert between(days(None, "2024-01-01"), days("2024-01-01", None), unit).tolist() == [UNKNOWN] * 2  # type: ignore[arg-type]
    assert np.isnat(after(days(None), 3, unit)).all()  # type: ignore[arg-type]
