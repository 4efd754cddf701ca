"""Which days are working days, from the holidays that stand in `working_days.yaml`."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Citation, Id, Record, Text, refused

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class Holiday(Record):
    """A holiday of every year, on a day of a month or so many days from Easter Sunday."""

    id: Id
    text: Text
    on: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] | None = None
    easter: int | None = None
    moved: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "Holiday":
        if (self.on is None) == (self.easter is None):
            raise refused("missing_field", field="on", parent=self.id)
        return self

    def in_year(self, year: int) -> date:
        """Its day in a year; one that is `moved` stands on the next Monday."""
        from dateutil.easter import easter

        day = date.fromisoformat(f"{year}-{self.on}") if self.on else easter(year) + timedelta(self.easter or 0)
        return day + timedelta(-day.weekday() % 7) if self.moved else day


class WorkingDays(Record):
    """The file `regimes/working_days.yaml`."""

    text: Text
    source: Annotated[list[Citation], Field(min_length=1)]
    since: int
    until: int
    weekend: list[Weekday]
    holidays: list[Holiday]

    def days(self) -> Iterator[date]:
        """Every holiday of the years that the file covers."""
        for year in range(self.since, self.until + 1):
            yield from (holiday.in_year(year) for holiday in self.holidays)


@cache
def calendar() -> WorkingDays:
    """The holidays as they stand in the file."""
    return load(WorkingDays, PACKAGE / "regimes" / "working_days.yaml")[0]
