"""What is on record of one group: events with their dates and sources, read from a file and checked."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from tregua.catalogue.errors import InputError, Problem, nearest, unknown_name
from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Citation, Record, Text, refused
from tregua.regimes.machine import events, id_of, parties
from tregua.regimes.schema import Dated

TABLES = PACKAGE / "regimes" / "tables"


def _day(value: object) -> object:
    """A date as text: YAML reads a bare year as a number; Python callers may hand a `date`."""
    if type(value) is date:
        return value.isoformat()
    return str(value) if type(value) is int else value


Day = Annotated[Dated, BeforeValidator(_day)]


def _source(value: object) -> object:
    if (isinstance(value, str) and not value.strip()) or value == []:
        raise refused("wrong_type", found=str(value), expected="@process.expected.source")
    return [value] if isinstance(value, dict) else value


class Event(Record):
    """Something that happened: when (a day, a month or a year), what, who did it, where that is written."""

    date: Day
    type: Annotated[str, BeforeValidator(id_of)]
    by: Annotated[str, BeforeValidator(id_of)]
    source: Annotated[str | list[Citation], BeforeValidator(_source)]
    place: str | None = None
    to: str | None = None
    of: str | None = None
    uncertain: bool = False
    note: Text | None = None


class LogFile(Record):
    """One group's record; `as_of` says until which date it was followed."""

    group: Annotated[str, Field(min_length=1)]
    text: Text | None = None
    as_of: Day | None = None
    caveats: list[Text] = Field(default_factory=list)
    events: list[Event]


@dataclass(frozen=True)
class Log:
    """A record read from a file: its events and the line of each."""

    file: LogFile
    lines: Mapping[tuple[int, str], str]
    name: str = ""

    def at(self, index: int, key: str = "type") -> str:
        """`file:line` of a field of an event, or the event's number where there is no file."""
        return self.lines.get((index, key), f"events.{index}")


def tables() -> tuple[str, ...]:
    """The names of the records of real tables that come with the package."""
    return tuple(sorted(path.stem for path in TABLES.glob("*.yaml")))


def load_log(name: str | Path) -> Log:
    """Read a record: the name of a real table (`eln`, `egc`, …) or the path of a file.

    Raises
    ------
    InputError
        Every problem of the file with its line; for a name that is neither table nor path, the nearest table.
    """
    path = Path(name)
    if isinstance(name, str) and not path.suffix and "/" not in name:
        if name not in tables():
            raise InputError(unknown_name("@process.table", name, tables()))
        path = TABLES / f"{name}.yaml"
    file, document = load(LogFile, path)
    lines = {
        (index, key): document.at(("events", index, key))
        for index in range(len(file.events))
        for key in Event.model_fields
    }
    return Log(file, lines, path.stem)


def span(day: str, where: str = "") -> tuple[date, date]:
    """The first and last day of a day, a month or a year."""
    try:
        numbers = [int(part) for part in str(day).split("-")]
        year, month = numbers[0], numbers[1:2]
        if len(numbers) == 3:
            return date(*numbers), date(*numbers)
        first = date(year, month[0] if month else 1, 1)
        end = month[0] if month else 12
        return first, date(year, end, calendar.monthrange(year, end)[1])
    except (ValueError, TypeError):
        values = {"field": "date", "found": day, "expected": "@regimes.expected.dated"}
        raise InputError(Problem("wrong_type", where, values)) from None


def check(log: Log) -> None:
    """Refuse unknown names, dates that do not exist, lie ahead or run backwards.

    Raises
    ------
    InputError
        All problems at once.
    """
    problems: list[Problem] = []
    latest, latest_text = date.min, ""
    today = followed = date.today()
    if log.file.as_of is not None:
        first, last = span(log.file.as_of, "as_of")
        followed = min(today, last)
        if first > today:
            ahead: dict[str, object] = {"found": log.file.as_of, "limit": today.isoformat()}
            problems.append(Problem("process_ahead", "as_of", ahead))
    for index, event in enumerate(log.file.events):
        problems += _names(log, index, event)
        try:
            first, last = span(event.date, log.at(index, "date"))
        except InputError as error:
            problems += error.problems
            continue
        if first > followed:
            values: dict[str, object] = {"found": event.date, "limit": followed.isoformat()}
            problems.append(Problem("process_ahead", log.at(index, "date"), values))
        if last < latest:
            values = {"found": event.date, "previous": latest_text}
            problems.append(Problem("process_order", log.at(index, "date"), values))
        if first > latest:
            latest, latest_text = first, event.date
    if problems:
        raise InputError(problems)


def _names(log: Log, index: int, event: Event) -> list[Problem]:
    problems = []
    if event.by not in parties():
        problems.append(unknown_name("@process.party", event.by, parties(), log.at(index, "by")))
    if event.type not in events():
        return [*problems, unknown_name("@process.event", event.type, events(), log.at(index))]
    kind = events()[event.type]
    if event.by in parties() and event.by not in kind.by:
        values = {"found": event.by, "type": event.type, "expected": ", ".join(kind.by)}
        values["nearest"] = nearest(event.by, kind.by)
        problems.append(Problem("process_party", log.at(index, "by"), values))
    for key in ("to", "of"):
        given = getattr(event, key) is not None
        if kind.names == key and not given:
            problems.append(Problem("missing_field", log.at(index), {"field": key, "parent": event.type}))
        if kind.names != key and given:
            problems.append(Problem("unknown_field", log.at(index, key), {"field": key}))
    return problems
