"""Dated switches of policy with what was observed before and after: the file `lab/events.yaml`."""

from collections.abc import Iterator
from functools import cache
from math import log
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.read import Document, Key, load, repeated, unknown_sources
from tregua.catalogue.record import Citation, Id, Number, Record, Text, refused
from tregua.evidence.ledger import estimates, series
from tregua.evidence.schema import Day
from tregua.lab.model import FOLDER, lab

FILE = FOLDER / "events.yaml"
_FAMILY = {"homicide_rate": "homicides"}  # the same, over another scale


class Switch(Record):
    """A lever that the event moved, as the lab plays it: from which value to which, where."""

    lever: Id
    place: Id
    before: Number
    after: Number


class Window(Record):
    """A figure and the time it stands for: a year or part of one for a flow, a day or a month for a stock."""

    start: Day
    end: Day
    value: Annotated[Number, Field(gt=0)]

    @property
    def middle(self) -> int:
        """The year in which it has its middle."""
        begin, end = (
            int(one[:4]) + (int(one[5:7] or edge) - 0.5) / 12 for one, edge in ((self.start, 1), (self.end, 12))
        )
        return int((begin + end) / 2)


class Change(Record):
    """An outcome before and after; `outcome` and `place` are the lab's, where the switch is played.

    `sd` is the standard deviation that the log ratio would have without the switch; it is arithmetic or assumed.
    `estimate` gives the ratio where no figures before and after were read: its first window is then 1.
    `used_by` are the estimates of the lab's numbers that rest on the same figures, `used` says it of other numbers.
    """

    outcome: Id
    place: Id
    series: Id | None = None
    estimate: Id | None = None
    before: Window
    after: Window
    sd: Annotated[Number, Field(gt=0)]
    sd_derivation: str | None = None
    sd_note: Text | None = None
    known_from: Annotated[int, Field(ge=1900, le=2100)]
    used_by: list[Id] = Field(default_factory=list)
    used: Text | None = None
    source: Annotated[list[Citation], Field(min_length=1)]
    note: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Change":
        if self.sd_derivation is None and self.sd_note is None:
            raise refused("no_reason")
        if self.before.end >= self.after.start:
            raise refused("interval_reversed", low=self.before.end, high=self.after.start)
        return self

    @property
    def log_ratio(self) -> float:
        """The observed change: the log of after over before."""
        return log(self.after.value / self.before.value)


class Event(Record):
    """A dated switch of policy outside the estimation of the lab's effects, or said to be inside.

    `place` is where it happened; a switch elsewhere is played in the lab's own place, with parameters set by `assume`.
    Without `levers`, `not_run` says why the lab cannot play it. `confounded` is what else changed at that time.
    """

    id: Id
    text: Text
    date: Day
    place: Text
    levers: list[Switch] = Field(default_factory=list)
    assume: dict[str, Number] = Field(default_factory=dict)
    not_run: Text | None = None
    confounded: Text
    observed: Annotated[list[Change], Field(min_length=1)]
    source: Annotated[list[Citation], Field(min_length=1)]

    @model_validator(mode="after")
    def _run_or_reason(self) -> "Event":
        if bool(self.levers) == (self.not_run is not None):
            raise refused("run_or_reason")
        return self


class Events(Record):
    """The file `lab/events.yaml`."""

    events: list[Event]


def is_test(change: Change) -> bool:
    """Whether no number of the lab rests on the same figures."""
    feeding = {name for one in lab().parameters.values() for name in one.estimates}
    return change.used is None and not feeding.intersection(change.used_by)


@cache
def events() -> tuple[Event, ...]:
    """Every event, in the order of the file.

    Raises
    ------
    InputError
        When the file names a lever, an outcome, a place, a series or an estimate that does not exist.
    """
    return tuple(read_events(FILE).events)


def read_events(path: Path) -> Events:
    """Read a file of events.

    Raises
    ------
    InputError
        With every problem of the file and its line.
    """
    file, document = load(Events, path)
    problems = unknown_sources(document)
    problems += repeated((one.id, document.at(("events", i, "id"))) for i, one in enumerate(file.events))
    for i, one in enumerate(file.events):
        for j, switch in enumerate(one.levers):
            problems += _unknown_switch(switch, document, ("events", i, "levers", j))
        for j, change in enumerate(one.observed):
            problems += _unknown_change(change, document, ("events", i, "observed", j))
    if problems:
        raise InputError(problems)
    return file


def _unknown_switch(one: Switch, document: Document, keys: tuple[Key, ...]) -> Iterator[Problem]:
    """A lever or a place that does not exist, or a value outside the lever's range."""
    levers = lab().levers
    if one.lever not in levers:
        yield unknown_name("@name.lever", one.lever, levers, document.at((*keys, "lever")))
        return
    lever = levers[one.lever]
    if one.place not in lab().movable(lever):
        yield no_place_of(one.lever, one.place, lab().movable(lever), document.at((*keys, "place")))
    for side, value in (("before", one.before), ("after", one.after)):
        if not lever.low <= value <= lever.high:
            values = {
                "field": one.lever,
                "found": value,
                "expected": f"{lever.low:g} … {lever.high:g} {lever.unit}",
            }
            yield Problem("out_of_range", document.at((*keys, side)), values)


def _unknown_change(one: Change, document: Document, keys: tuple[Key, ...]) -> Iterator[Problem]:
    """An outcome, a place, a series or an estimate that does not exist."""
    places = lab().outcome_places
    if one.outcome not in places:
        yield unknown_name("@name.outcome", one.outcome, places, document.at((*keys, "outcome")))
    elif one.place not in places[one.outcome]:
        yield no_place_of(one.outcome, one.place, places[one.outcome], document.at((*keys, "place")))
    if one.series is not None and one.series not in series():
        yield unknown_name("@name.series", one.series, series(), document.at((*keys, "series")))
    named: list[tuple[tuple[Key, ...], str]] = [(("used_by", i), name) for i, name in enumerate(one.used_by)]
    named += [(("estimate",), one.estimate)] if one.estimate else []
    for at, name in named:
        if name not in estimates():
            yield unknown_name("@name.estimate", name, estimates(), document.at((*keys, *at)))


def bearing(outcome: str, place: str, levers: set[str]) -> list[tuple[Event, Change]]:
    """The changes that bear on a difference that levers make: of the same outcome, where nothing else was switched."""
    return [
        (event, change)
        for event in events()
        if event.levers and {one.lever for one in event.levers} <= levers
        for change in event.observed
        if concerns(change.outcome, change.place, outcome, place)
    ]


def concerns(changed: str, where: str, outcome: str, place: str) -> bool:
    """Whether a change of an outcome somewhere says something of an outcome in a place, or in a part of it."""
    parts = lab().totals(lab().outcomes[outcome]).get(place, [])
    return _FAMILY.get(changed, changed) == _FAMILY.get(outcome, outcome) and where in (place, *parts)
