"""The negotiation with one group, step by step: a state machine kept as data, and event logs replayed through it.

A log tells what happened; the machine tells which state that leads to, what the next state still needs and who may do
what now. Nothing is inferred but one thing: who sits at a table consents to where it stands, unless that place is in
question (then both sides must have said so).
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from tregua.catalogue.errors import InputError, Problem, nearest, unknown_name
from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Citation, Id, Record, Text, refused
from tregua.catalogue.shown import Brief
from tregua.regimes.schema import Absent, Dated
from tregua.text import Language, text

Status = Literal["given", "conduct", "asked", "refused", "withdrawn"]
SHOWN: frozenset[str] = frozenset({"given", "conduct"})
PREVIOUS = "previous"
ANY = "any"
TABLES = PACKAGE / "regimes" / "tables"


# --- the machine ------------------------------------------------------------------------------------------------------


class Named(Record):
    """Something that the machine names, with its text."""

    id: Id
    text: Text


class Act(Named):
    """An act or a consent that may stand on record, and who must do it."""

    by: str
    consent: bool = False
    checklist: list[str] = Field(default_factory=list)


class State(Named):
    """Where a process may stand: what it takes to get there, and what comes next."""

    then: str | None = None
    needs: list[str] = Field(default_factory=list)
    pause: bool = False
    checklist: list[str] = Field(default_factory=list)


class Effect(Record):
    """What an event puts on record; with `by`, only if one of these parties does it."""

    act: str
    status: Status = "given"
    by: list[str] = Field(default_factory=list)


class EventType(Named):
    """Something that may happen: who may do it, in which states, where it leads, what it puts on record."""

    by: Annotated[list[str], Field(min_length=1)]
    negotiation: bool = False
    names: Literal["to", "of"] | None = None
    needs: list[str] = Field(default_factory=list)
    moves: dict[str, str] = Field(default_factory=dict)
    stays: list[str] | Literal["any"] = Field(default_factory=list)
    sets: list[Effect] = Field(default_factory=list)
    clears: list[str] = Field(default_factory=list)
    checklist: list[str] = Field(default_factory=list)

    def target(self, state: str) -> str | None:
        """The state that the event leads towards, or None where it cannot happen."""
        if state in self.moves:
            return self.moves[state]
        return state if self.stays == ANY or state in self.stays else None


class Machine(Record):
    """The file `regimes/process.yaml`."""

    text: Text
    source: Annotated[list[Citation], Field(min_length=1)]
    start: str
    caveats: list[Text]
    absent: list[Absent]
    parties: list[Named]
    acts: list[Act]
    states: list[State]
    events: list[EventType]

    def problems(self) -> list[Problem]:
        """Names that stand twice, and names of parties, acts and states that there are not."""
        kinds: dict[str, list[str]] = {
            "party": [one.id for one in self.parties],
            "act": [one.id for one in self.acts],
            "state": [one.id for one in self.states],
            "event": [one.id for one in self.events],
        }
        used: dict[str, list[str]] = {
            "party": [one.by for one in self.acts],
            "act": [name for state in self.states for name in state.needs],
            "state": [self.start, *(state.then for state in self.states if state.then)],
        }
        for event in self.events:
            used["party"] += [*event.by, *(name for effect in event.sets for name in effect.by)]
            used["act"] += [*event.needs, *event.clears, *(effect.act for effect in event.sets)]
            used["state"] += [*event.moves, *(to for to in event.moves.values() if to != PREVIOUS)]
            used["state"] += [] if event.stays == ANY else event.stays
        found = [
            Problem("duplicate_key", "", {"found": name})
            for names in kinds.values()
            for name in sorted(set(names))
            if names.count(name) > 1
        ]
        return found + [
            unknown_name(f"@process.{kind}", name, kinds[kind])
            for kind, names in used.items()
            for name in dict.fromkeys(names)
            if name not in kinds[kind]
        ]


@cache
def machine() -> Machine:
    """The machine of `regimes/process.yaml`."""
    path = PACKAGE / "regimes/process.yaml"
    read = load(Machine, path)[0]
    if problems := read.problems():
        raise InputError(replace(one, where=str(path)) for one in problems)
    return read


@cache
def _parties() -> Mapping[str, Named]:
    return {one.id: one for one in machine().parties}


@cache
def _acts() -> Mapping[str, Act]:
    return {one.id: one for one in machine().acts}


@cache
def _states() -> Mapping[str, State]:
    return {one.id: one for one in machine().states}


@cache
def _events() -> Mapping[str, EventType]:
    return {one.id: one for one in machine().events}


# --- logs -------------------------------------------------------------------------------------------------------------


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
    type: str
    by: str
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


# --- a process --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """How an act or a consent stands on record, since when, and for which place."""

    status: Status
    since: str
    place: str | None = None


@dataclass(frozen=True)
class Taken:
    """One event of the history and the state that it left."""

    event: Event
    state: str


@dataclass(frozen=True, repr=False)
class Process(Brief):
    """A negotiation as its log shows it on one date."""

    log: LogFile
    as_of: str
    state: str
    before: tuple[str, ...] = ()
    """The states to which a pause returns, the last one first to return to."""
    record: Mapping[str, Entry] = field(default_factory=dict)
    taken: tuple[Taken, ...] = ()
    unsure: tuple[str, ...] = ()
    """Dates of events that may have happened only after `as_of`."""

    def entry(self, act: str) -> Entry | None:
        """How an act stands on record."""
        return self.record.get(act)

    def lacks(self, acts: Iterable[str]) -> list[str]:
        """Those of `acts` that are not shown by the record."""
        return [act for act in acts if (entry := self.entry(act)) is None or entry.status not in SHOWN]

    @property
    def parts(self) -> tuple[str, ...]:
        """The groups that split from this one."""
        return tuple(one.event.to for one in self.taken if one.event.to)

    @property
    def missing(self) -> tuple[str, ...]:
        """The acts and consents that the next state needs and the record does not show; from a pause, what ends it."""
        state = _states()[self.state]
        if state.pause:
            return tuple(one.id for one in self.allowed if one.moves.get(self.state) == PREVIOUS)
        return tuple(self.lacks(_states()[state.then].needs)) if state.then else ()

    @property
    def allowed(self) -> tuple[EventType, ...]:
        """The events that can happen now."""
        return tuple(one for one in machine().events if self._who(one))

    def _who(self, kind: EventType) -> list[str]:
        """The parties that can do an event now, at the place in question where there is one."""
        if kind.target(self.state) is None:
            return []
        return [party for party in kind.by if not self._after(kind, party, "", None).lacks(kind.needs)]

    def _after(self, kind: EventType, party: str, day: str, place: str | None) -> "Process":
        """The process with an event's effects on record, its state unchanged."""
        record = {act: entry for act, entry in self.record.items() if act not in kind.clears}
        for effect in kind.sets:
            if effect.by and party not in effect.by:
                continue
            weak = effect.status in ("conduct", "asked")
            if not (weak and _answers(record.get(effect.act), place)):
                record[effect.act] = Entry(effect.status, day, place)
        return replace(self, record=record)

    def take(self, event: Event, where: str = "") -> "Process":
        """The process after one more event.

        Raises
        ------
        InputError
            The event cannot happen in this state, or what it needs is not on record.
        """
        kind = _events()[event.type]
        target = kind.target(self.state)
        if target is None:
            possible = [one.id for one in self.allowed]
            values = {
                "state": self.state,
                "found": event.type,
                "expected": ", ".join(possible),
                "nearest": nearest(event.type, possible),
            }
            raise InputError(Problem("process_not_now", where, values))
        done = self._after(kind, event.by, event.date, event.place)
        if lacking := done.lacks(kind.needs):
            raise InputError(Problem("process_needs", where, {"found": event.type, "missing": ", ".join(lacking)}))
        before = done.before
        if target == PREVIOUS:
            target, before = before[0], before[1:]
        elif target != self.state and done.lacks(_states()[target].needs):
            target = self.state
        elif target != self.state:
            before = (self.state, *before) if _states()[target].pause else ()
        return replace(done, state=target, before=before, taken=(*self.taken, Taken(event, target)))

    def caveats(self, language: Language = "en") -> list[str]:
        """What the reader must be told with the state."""
        lines = [text(language, "process.caveat.record", as_of=self.as_of)]
        conduct = [act for act, entry in self.record.items() if entry.status == "conduct"]
        if conduct:
            named = "; ".join(getattr(_acts()[act].text, language) for act in conduct)
            lines.append(text(language, "process.caveat.conduct", acts=named))
        weak = [one.event.date for one in self.taken if one.event.uncertain]
        if weak:
            lines.append(text(language, "process.caveat.uncertain", dates=", ".join(weak)))
        if self.unsure:
            lines.append(text(language, "process.caveat.dates", dates=", ".join(self.unsure), as_of=self.as_of))
        if self.parts:
            lines.append(text(language, "process.caveat.split", parts=", ".join(self.parts)))
        return lines + [getattr(one, language) for one in (*self.log.caveats, *machine().caveats)]

    def as_json(self, language: Language = "en") -> dict[str, Any]:
        """The process as plain values."""
        return {
            "group": self.log.group,
            "state": self.state,
            "state_text": getattr(_states()[self.state].text, language),
            "as_of": self.as_of,
            "missing": [_need(name, language) for name in self.missing],
            "next": [
                {
                    "type": one.id,
                    "text": getattr(one.text, language),
                    "by": self._who(one),
                    "negotiation": one.negotiation,
                }
                for one in self.allowed
            ],
            "consents": {act.id: self._consent(act, language) for act in machine().acts if act.consent},
            "parts": list(self.parts),
            "history": [self._history(one, language) for one in self.taken],
            "caveats": self.caveats(language),
        }

    def _consent(self, act: Act, language: Language) -> dict[str, Any]:
        entry = self.entry(act.id)
        return {
            "text": getattr(act.text, language),
            "by": act.by,
            "status": entry.status if entry else "absent",
            "status_text": text(language, f"process.status.{entry.status if entry else 'absent'}"),
            "since": entry.since if entry else None,
            "place": entry.place if entry else None,
        }

    def _history(self, one: Taken, language: Language) -> dict[str, Any]:
        event = one.event
        source = event.source
        return {
            "date": event.date,
            "type": event.type,
            "text": getattr(_events()[event.type].text, language),
            "by": event.by,
            "state": one.state,
            "place": event.place,
            "to": event.to,
            "of": event.of,
            "note": getattr(event.note, language) if event.note else None,
            "uncertain": event.uncertain,
            "source": source if isinstance(source, str) else [f"{cited.ref}: {cited.locator}" for cited in source],
        }


def _answers(entry: Entry | None, place: str | None) -> bool:
    """Whether the record already speaks of this act at this place, so that a question or mere presence adds nothing."""
    if entry is None:
        return False
    return entry.place is None or place is None or entry.place == place


def _need(name: str, language: Language) -> dict[str, str]:
    """An act, or an event that ends a pause, with its text and who must do it."""
    if name in _acts():
        return {"id": name, "text": getattr(_acts()[name].text, language), "by": _acts()[name].by}
    kind = _events()[name]
    return {"id": name, "text": getattr(kind.text, language), "by": " / ".join(kind.by)}


# --- replay -----------------------------------------------------------------------------------------------------------


def replay(log: str | Path | Log | LogFile, until: str | None = None) -> Process:
    """The process that a log shows, on its last date or on another.

    Parameters
    ----------
    log
        Name of a real table, path of a file, or a log already read.
    until
        A day, month or year; only what had begun to happen by its end counts.

    Raises
    ------
    InputError
        Unknown types and parties with the nearest name, dates that do not exist, lie ahead or run backwards, and the
        first event that its state does not allow; each with file and line.
    """
    read = log if isinstance(log, Log) else Log(log, {}) if isinstance(log, LogFile) else load_log(log)
    limit = None if until is None else _span(until, "until")[1]
    _check(read)
    if read.file.as_of is not None:
        followed = _span(read.file.as_of, "as_of")[1]
        limit = followed if limit is None else min(limit, followed)
    spans = [_span(event.date) for event in read.file.events]
    as_of = limit.isoformat() if limit else read.file.events[-1].date if read.file.events else ""
    process = Process(read.file, as_of, machine().start)
    unsure = []
    for index, (event, (first, last)) in enumerate(zip(read.file.events, spans, strict=True)):
        if limit is not None and first > limit:
            break
        process = process.take(event, read.at(index))
        if limit is not None and last > limit:
            unsure.append(event.date)
    return replace(process, unsure=tuple(unsure))


def replay_tables(until: str | None = None) -> dict[str, Process]:
    """Every real table on one date: several groups at once (N3)."""
    return {name: replay(name, until) for name in tables()}


def _span(day: str, where: str = "") -> tuple[date, date]:
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


def _check(log: Log) -> None:
    """Names, dates and their order, all problems at once."""
    problems: list[Problem] = []
    latest, latest_text = date.min, ""
    today = followed = date.today()
    if log.file.as_of is not None:
        first, last = _span(log.file.as_of, "as_of")
        followed = min(today, last)
        if first > today:
            ahead: dict[str, object] = {"found": log.file.as_of, "limit": today.isoformat()}
            problems.append(Problem("process_ahead", "as_of", ahead))
    for index, event in enumerate(log.file.events):
        problems += _names(log, index, event)
        try:
            first, last = _span(event.date, log.at(index, "date"))
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
    if event.by not in _parties():
        problems.append(unknown_name("@process.party", event.by, _parties(), log.at(index, "by")))
    if event.type not in _events():
        return [*problems, unknown_name("@process.event", event.type, _events(), log.at(index))]
    kind = _events()[event.type]
    if event.by in _parties() and event.by not in kind.by:
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
