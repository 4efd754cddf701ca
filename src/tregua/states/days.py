"""Days that are told as a day, a month or a year: the first and the last that they may be."""

from calendar import monthrange
from datetime import date, timedelta

NEXT = timedelta(days=1)


def first(told: str) -> date:
    """The first day that ``2021``, ``2021-03`` or ``2021-03-10`` may be."""
    return date.fromisoformat((told + "-01-01")[:10])


def last(told: str) -> date:
    """The last day that it may be."""
    if len(told) == 4:
        return date(int(told), 12, 31)
    if len(told) == 7:
        year, month = int(told[:4]), int(told[5:])
        return date(year, month, monthrange(year, month)[1])
    return date.fromisoformat(told)
