"""The negotiation with one group as a machine: parties, acts, states and events, and which leads to which."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Citation, Id, Record, Text
from tregua.regimes.fact import LONGEST, fold
from tregua.regimes.schema import Absent

Status = Literal["given", "conduct", "asked", "refused", "withdrawn"]
SHOWN: frozenset[str] = frozenset({"given", "conduct"})
PREVIOUS = "previous"
ANY = "any"


class Named(Record):
    """Something that the machine names, with its text."""

    id: Id
    text: Text


class Party(Named):
    """Somebody who may act; `alias` is the Spanish name that records may use."""

    alias: Annotated[str, Field(min_length=1)]


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

    alias: Annotated[str, Field(min_length=1)]
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
    parties: list[Party]
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
def parties() -> Mapping[str, Party]:
    """The parties by name."""
    return {one.id: one for one in machine().parties}


@cache
def acts() -> Mapping[str, Act]:
    """The acts and consents by name."""
    return {one.id: one for one in machine().acts}


@cache
def states() -> Mapping[str, State]:
    """The states by name."""
    return {one.id: one for one in machine().states}


@cache
def events() -> Mapping[str, EventType]:
    """The types of event by name."""
    return {one.id: one for one in machine().events}


@cache
def aliases() -> Mapping[str, str]:
    """The ids of parties and events by their folded aliases."""
    known: list[Party | EventType] = [*machine().parties, *machine().events]
    return {fold(one.alias): one.id for one in known}


def id_of(name: object) -> object:
    """The id of a party or an event, for an alias of it; anything else as it is."""
    return aliases().get(fold(name), name) if isinstance(name, str) and len(name) <= LONGEST else name
