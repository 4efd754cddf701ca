"""The negotiation with one group, step by step: the log of its events replayed through the machine.

A log tells what happened; the machine tells which state that leads to, what the next state still needs and who may do
what now. Nothing is inferred but one thing: who sits at a table consents to where it stands, unless that place is in
question (then both sides must have said so).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.catalogue.record import Text
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.regimes.log import Event, Log, LogFile, check, load_log, span, tables
from tregua.regimes.machine import PREVIOUS, SHOWN, EventType, Status, acts, events, machine, states


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

    def lacks(self, needed: Iterable[str]) -> list[str]:
        """Those of the needed acts that are not shown by the record."""
        return [act for act in needed if (entry := self.entry(act)) is None or entry.status not in SHOWN]

    @property
    def parts(self) -> tuple[str, ...]:
        """The groups that split from this one."""
        return tuple(one.event.to for one in self.taken if one.event.to)

    @property
    def missing(self) -> tuple[str, ...]:
        """The acts and consents that the next state needs and the record does not show; from a pause, what ends it."""
        state = states()[self.state]
        if state.pause:
            return tuple(one.id for one in self.allowed if one.moves.get(self.state) == PREVIOUS)
        return tuple(self.lacks(states()[state.then].needs)) if state.then else ()

    @property
    def allowed(self) -> tuple[EventType, ...]:
        """The events that can happen now."""
        return tuple(one for one in machine().events if self.who(one))

    def who(self, kind: EventType) -> list[str]:
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
        kind = events()[event.type]
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
        elif target != self.state and done.lacks(states()[target].needs):
            target = self.state
        elif target != self.state:
            before = (self.state, *before) if states()[target].pause else ()
        return replace(done, state=target, before=before, taken=(*self.taken, Taken(event, target)))

    @property
    def caveats(self) -> tuple[Said | Text, ...]:
        """What the reader must be told with the state."""
        told: list[Said | Text] = [Said("process.caveat.record", {"as_of": self.as_of})]
        if conduct := tuple(acts()[act].text for act, entry in self.record.items() if entry.status == "conduct"):
            told.append(Said("process.caveat.conduct", {"acts": conduct}))
        if weak := tuple(one.event.date for one in self.taken if one.event.uncertain):
            told.append(Said("process.caveat.uncertain", {"dates": weak}))
        if self.unsure:
            told.append(Said("process.caveat.dates", {"dates": self.unsure, "as_of": self.as_of}))
        if self.parts:
            told.append(Said("process.caveat.split", {"parts": self.parts}))
        return (*told, *self.log.caveats, *machine().caveats)


def _answers(entry: Entry | None, place: str | None) -> bool:
    """Whether the record already speaks of this act at this place, so that a question or mere presence adds nothing."""
    if entry is None:
        return False
    return entry.place is None or place is None or entry.place == place


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
    limit = None if until is None else span(until, "until")[1]
    check(read)
    if read.file.as_of is not None:
        followed = span(read.file.as_of, "as_of")[1]
        limit = followed if limit is None else min(limit, followed)
    spans = [span(event.date) for event in read.file.events]
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
