"""Spans between two days and days after a day, for columns of cases; one case is a column of one.

A span does not count its first day and counts its last: from the 1st to the 3rd are two days. A month after a day is
the same day of the next month, or that month's last day where it has none; a span in months or years counts those that
are complete; one that runs backwards is that of the same days forwards, negative. Working days are those of
`working_days.yaml`, and unknown outside its years. Unsuspended days leave out the days on which a regime's terms stood
still.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.both import in_both
from tregua.catalogue.record import Text
from tregua.regimes.fact import Fact
from tregua.regimes.working_days import WEEKDAYS, calendar

Days = NDArray[Any]
Integers = NDArray[Any]
Stops = tuple[tuple[str, str], ...]
"""Spans of days, both ends included, on which terms stood still; in order and apart from each other."""
Unit = Literal["days", "working days", "unsuspended days", "months", "years"]
UNITS: tuple[Unit, ...] = get_args(Unit)
FIRST, LAST = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
UNKNOWN = int(np.iinfo(np.int32).min)
"""What stands for an unknown whole number in a column."""


class Reckoned(Fact):
    """A fact that follows from dates: how many `unit` lie between two, or the day so many of them after one.

    Attributes
    ----------
    start, end : a fact, or a day; `end` is None where the result is a day
    number : how many units after `start`
    """

    id: str
    unit: Unit
    start: str
    end: str | None = None
    number: int = 0
    stops: Stops = ()

    @property
    def called(self) -> Text:
        """What complaints call it."""
        return Text(en=self.id, es=self.alias)

    @property
    def operands(self) -> tuple[str, ...]:
        """The facts from which it follows."""
        return tuple(one for one in (self.start, self.end) if one and not _is_day(one))

    def column(self, columns: Mapping[str, Days], size: int) -> NDArray[Any]:
        """Its values, as `columns.column` would make them; unknown where a date is."""
        start = self._days(self.start, columns, size)
        if self.end is None:
            return after(start, self.number, self.unit, self.stops)
        end = self._days(self.end, columns, size)
        return between(start, end, self.unit, self.stops)

    def _days(self, operand: str, columns: Mapping[str, Days], size: int) -> Days:
        if _is_day(operand):
            return np.full(size, np.datetime64(operand))
        return columns.get(operand, np.full(size, np.datetime64("NaT", "D")))


def _is_day(operand: str) -> bool:
    return operand[0].isdigit()


def between_fact(unit: Unit, start: Fact | str, end: Fact | str, stops: Stops) -> Reckoned:
    """The fact how many units lie between two dates, each a fact or a day."""
    key = f"reckon.between.{unit}"
    names = in_both(key, a=_names(start), b=_names(end))
    words = in_both(key, a=_words(start), b=_words(end))
    bounds = {"type": "integer", "min": -LARGEST_SPAN, "max": LARGEST_SPAN}
    return _reckoned(names, words, **bounds, unit=unit, start=_id(start), end=_id(end), stops=stops)


def after_fact(start: Fact | str, number: int, unit: Unit, stops: Stops) -> Reckoned:
    """The fact which day is so many units after a date, a fact or a day; before it where the number is negative."""
    key = f"reckon.{'after' if number >= 0 else 'before'}.{unit}"
    count = abs(number)
    names = in_both(key, a=_names(start), n=count)
    words = in_both(f"{key}.one" if count == 1 else key, a=_words(start), n=count)
    return _reckoned(names, words, type="date", unit=unit, start=_id(start), number=number, stops=stops)


def _reckoned(names: Text, words: Text, **fields: Any) -> Reckoned:
    return Reckoned(id=names.en, alias=names.es, text=words, ask=in_both("reckon.ask", words=words), **fields)


def _id(one: Fact | str) -> str:
    return one if isinstance(one, str) else one.id


def _names(one: Fact | str) -> Text | str:
    return one if isinstance(one, str) else Text(en=one.id, es=one.alias)


def _words(one: Fact | str) -> Text | str:
    return one if isinstance(one, str) else one.text


LARGEST_SPAN = 4_000_000  # days; more than the calendar has


def between(start: Days, end: Days, unit: Unit, stops: Stops = ()) -> NDArray[np.int32]:
    """How many units lie between days; `UNKNOWN` where a day is."""
    known = ~(np.isnat(start) | np.isnat(end))
    if unit == "working days":
        known &= _covered(start) & _covered(end)
    found = np.full(start.shape, UNKNOWN, np.int32)
    found[known] = _BETWEEN[unit](start[known], end[known], stops)
    return found


def after(start: Days, number: int, unit: Unit, stops: Stops = ()) -> Days:
    """The day so many units after each day; not a day where that is unknown."""
    known = ~np.isnat(start) & (_covered(start) if unit == "working days" else True)
    found = np.full(start.shape, np.datetime64("NaT"), "datetime64[D]")
    found[known] = np.clip(_AFTER[unit](start[known], number, stops), FIRST, LAST)
    if unit == "working days":
        found[~_covered(found)] = np.datetime64("NaT")
    return found


def _covered(days: Days) -> NDArray[np.bool_]:
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    covered: NDArray[np.bool_] = (years >= calendar().since) & (years <= calendar().until)
    return covered


@cache
def working_days() -> np.busdaycalendar:
    """The calendar as NumPy reckons with it."""
    mask = [day not in calendar().weekend for day in WEEKDAYS]
    return np.busdaycalendar(mask, np.array([*calendar().days()], "datetime64[D]"))


def _days_between(start: Days, end: Days, _: Stops) -> Integers:
    days: Integers = (end - start).astype(np.int64)
    return days


def _working_between(start: Days, end: Days, _: Stops) -> Integers:
    sign, one = np.where(end < start, -1, 1), np.timedelta64(1, "D")
    low, high = np.minimum(start, end) + one, np.maximum(start, end) + one
    count: Integers = sign * np.busday_count(low, high, busdaycal=working_days())
    return count


def _unsuspended_between(start: Days, end: Days, stops: Stops) -> Integers:
    """Days in (start, end] that lie in no stop; as many days before the start, negative."""
    sign = np.where(end < start, -1, 1)
    low, high = np.minimum(start, end), np.maximum(start, end)
    count = (high - low).astype(np.int64)
    for first, last in stops:
        opened = np.maximum(low, np.datetime64(first) - 1)
        closed = np.minimum(high, np.datetime64(last))
        count -= np.maximum((closed - opened).astype(np.int64), 0)
    counted: Integers = sign * count
    return counted


def _months_between(start: Days, end: Days, stops: Stops) -> Integers:
    sign, start, end = np.where(end < start, -1, 1), np.minimum(start, end), np.maximum(start, end)
    months = (end.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(np.int64)
    complete: Integers = sign * (months - (_months_after(start, months, stops) > end))
    return complete


def _years_between(start: Days, end: Days, _: Stops) -> Integers:
    sign, start, end = np.where(end < start, -1, 1), np.minimum(start, end), np.maximum(start, end)
    years = (end.astype("datetime64[Y]") - start.astype("datetime64[Y]")).astype(np.int64)
    complete: Integers = sign * (years - (_months_after(start, 12 * years, ()) > end))
    return complete


def _days_after(start: Days, number: int, _: Stops) -> Days:
    day: Days = start + np.timedelta64(number, "D")
    return day


def _working_after(start: Days, number: int, _: Stops) -> Days:
    if number == 0:
        return start
    return np.busday_offset(start, number, roll="backward" if number > 0 else "forward", busdaycal=working_days())


def _unsuspended_after(start: Days, number: int, stops: Stops) -> Days:
    day = start + np.timedelta64(number, "D")
    for first, last in stops:
        opened = np.maximum(start, np.datetime64(first) - 1)
        met = (opened < day) & (opened < np.datetime64(last))
        day = np.where(met, day + (np.datetime64(last) - opened), day)
    return day


def _months_after(start: Days, number: int | Integers, _: Stops) -> Days:
    month = start.astype("datetime64[M]")
    day = (start - month).astype(np.int64)
    target = month + np.asarray(number).astype("timedelta64[M]")
    longest = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64)
    day_after: Days = target.astype("datetime64[D]") + np.minimum(day, longest - 1)
    return day_after


def _years_after(start: Days, number: int, stops: Stops) -> Days:
    return _months_after(start, 12 * number, stops)


_BETWEEN: dict[Unit, Callable[[Days, Days, Stops], Integers]] = {
    "days": _days_between,
    "working days": _working_between,
    "unsuspended days": _unsuspended_between,
    "months": _months_between,
    "years": _years_between,
}
_AFTER: dict[Unit, Callable[[Days, int, Stops], Days]] = {
    "days": _days_after,
    "working days": _working_after,
    "unsuspended days": _unsuspended_after,
    "months": _months_after,
    "years": _years_after,
}
