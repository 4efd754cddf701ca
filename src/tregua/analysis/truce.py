"""A truce and its revocation: homicides month by month under the two readings of El Salvador, side by side.

The equations are those of the lab's mechanism `truce`, called draw by draw; no other number of the lab is used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tregua.analysis.spread import Driver, Interval, drivers, interval
from tregua.catalogue.arithmetic import evaluate
from tregua.catalogue.errors import InputError, Problem, nearest, unknown_name
from tregua.catalogue.read import PACKAGE, load, unknown_sources
from tregua.catalogue.record import Citation, Computed, Id, Number, Record, Tag, Text
from tregua.catalogue.shown import Brief
from tregua.evidence.ledger import estimates
from tregua.lab.from_estimates import parts_of
from tregua.lab.mechanisms.truce import remembered_change, truce_ratio
from tregua.lab.units import MONTHS_PER_YEAR
from tregua.noise import Floats, points
from tregua.version import VERSION

DRAWS, MOST_DRAWS, LONGEST = 512, 20_000, 120
STEPS = 4  # a month
PHASES = ("held", "withdrawn", "after")


class Ends(Record):
    """The ends between which a number is drawn; arithmetic on estimates, or a number."""

    low: Computed | str
    high: Computed | str


class Place(Record):
    """A country that had a truce: homicides a year without one, and how many months each phase lasted."""

    id: Id
    text: Text
    homicides: Annotated[Number, Field(gt=0)]
    held: int
    withdrawal: int
    after: int
    tag: Tag
    source: list[Citation]
    note: Text


class Reading(Record):
    """One reading of what a truce does: homicides under it over those without, and how many more once it is revoked."""

    id: Id
    text: Text
    ratio: Ends
    overshoot: Ends
    tag: Tag
    source: list[Citation]
    note: Text


class Published(Record):
    """A published result that the readings are held against: of the ratio while it held, or of the net number."""

    estimate: Id
    of: Literal["ratio", "net"]


class TruceFile(Record):
    """The file `analysis/truce.yaml`."""

    places: Annotated[list[Place], Field(min_length=1)]
    memory: Ends
    memory_note: Text
    readings: Annotated[list[Reading], Field(min_length=2)]
    published: list[Published]


@dataclass(frozen=True)
class Beside(Brief):
    """A published result, and whether a reading's interval holds it."""

    estimate: str
    of: str
    value: float
    inside: bool


@dataclass(frozen=True)
class Phase(Brief):
    """Homicides more or fewer in all while a truce holds, while it is withdrawn, or after it."""

    phase: str
    months: int
    net: Interval


@dataclass(frozen=True, repr=False)
class Alternative(Brief):
    """One reading: homicides by month, the ratio while it held, more or fewer by phase and in all, what moves that."""

    reading: Reading
    path: tuple[Interval, ...]
    ratio: Interval
    phases: tuple[Phase, ...]
    net: Interval
    published: tuple[Beside, ...]
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, repr=False)
class Truce(Brief):
    """A truce of so many months under every reading, and what gives the same again."""

    version: str
    seed: int
    draws: int
    command: str
    place: Place
    months: int
    alternatives: tuple[Alternative, ...]

    @property
    def without(self) -> float:
        """Homicides a month without a truce."""
        return self.place.homicides / MONTHS_PER_YEAR

    def phase(self, month: int) -> str:
        """What the truce is in the month of the path that begins with 0: held, withdrawn or after."""
        if month < self.months:
            return "held"
        return "withdrawn" if month < self.months + self.place.withdrawal else "after"


@cache
def truce_file() -> TruceFile:
    """The readings as they stand in the file, their arithmetic worked out.

    Raises
    ------
    InputError
        When it names a source or an estimate that does not exist.
    """
    read, document = load(TruceFile, PACKAGE / "analysis" / "truce.yaml")
    problems: list[Problem] = [*unknown_sources(document)]
    problems += [
        unknown_name("@name.estimate", one.estimate, estimates(), document.at(("published", at, "estimate")))
        for at, one in enumerate(read.published)
        if one.estimate not in estimates()
    ]
    if problems:
        raise InputError(problems)
    return read


def truce(months: int, place: str, draws: int, seed: int, command: str) -> Truce:
    """A truce of so many months in a place, and what follows it, under every reading.

    Raises
    ------
    InputError
        The place has no truce on record, or a setting is out of its range.
    """
    read = truce_file()
    places = {one.id: one for one in read.places}
    if place not in places:
        read_there = ", ".join(places)
        values = {"found": place, "valid": read_there, "nearest": nearest(place, places)}
        raise InputError(Problem("no_truce_read", "--place", values))
    _check("months", months, 1, LONGEST)
    _check("draws", draws, 2, MOST_DRAWS)
    _check("seed", seed, 0, 2**64 - 1)
    at = places[place]
    found = [_alternative(read, one, at, months, draws, seed) for one in read.readings]
    return Truce(VERSION, seed, draws, command, at, months, tuple(found))


def _check(field: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InputError(
            Problem("out_of_range", f"--{field}", {"field": field, "found": value, "expected": f"{low} … {high}"})
        )


def holds(months: int, withdrawal: int, after: int) -> Floats:
    """The part of the truce that holds at each step: all of it, then withdrawn piece by piece, then none."""
    at = (np.arange((months + withdrawal + after) * STEPS) + 0.5) / STEPS
    return np.asarray(np.clip(1.0 - (at - months) / max(withdrawal, 1e-9), 0.0, 1.0))


def ratios(held: Sequence[float], effect: float, overshoot: float, memory: float) -> Floats:
    """Homicides over those without a truce by month, for one draw."""
    step = 1.0 / (STEPS * MONTHS_PER_YEAR)
    remembered, found = 0.0, []
    for part in held:
        found.append(truce_ratio(part, effect, remembered, overshoot))
        remembered += step * remembered_change(remembered, part, memory)
    return np.asarray(np.reshape(found, (-1, STEPS)).mean(axis=1))


def _alternative(read: TruceFile, one: Reading, place: Place, months: int, draws: int, seed: int) -> Alternative:
    ends = {"ratio": one.ratio, "overshoot": one.overshoot, "memory": read.memory}
    drawn = _drawn(ends, draws, seed)
    held = [float(part) for part in holds(months, place.withdrawal, place.after)]
    logs = np.log(drawn["ratio"])
    path = np.array([ratios(held, *row) for row in zip(logs, drawn["overshoot"], drawn["memory"], strict=True)])
    monthly = place.homicides / MONTHS_PER_YEAR
    change = (path - 1.0) * monthly
    net = change.sum(axis=1)
    answers = {"ratio": interval(path[:, :months].mean(axis=1)), "net": interval(net)}
    return Alternative(
        one,
        tuple(interval(column) for column in path.T * monthly),
        answers["ratio"],
        _phases(change, months, place),
        answers["net"],
        tuple(_beside(each, answers[each.of]) for each in read.published),
        drivers(drawn, net),
    )


def _phases(change: Floats, months: int, place: Place) -> tuple[Phase, ...]:
    """Homicides more or fewer in each phase."""
    parts = np.split(change, [months, months + place.withdrawal], axis=1)
    return tuple(
        Phase(name, part.shape[1], interval(part.sum(axis=1))) for name, part in zip(PHASES, parts, strict=True)
    )


def _drawn(ends: Mapping[str, Ends], draws: int, seed: int) -> dict[str, Floats]:
    """Each input of each draw, evenly between its ends; the readings share their numbers."""
    rows = points(seed, [f"truce {name}" for name in ends], 0, draws)
    parts = parts_of(estimates())
    found = {}
    for (name, one), row in zip(ends.items(), rows, strict=True):
        low, high = (evaluate(str(end), {}, parts) for end in (one.low, one.high))
        found[name] = low + (high - low) * row
    return found


def _beside(one: Published, answer: Interval) -> Beside:
    effect = estimates()[one.estimate].effect
    assert effect is not None
    low, high = answer.i90
    return Beside(one.estimate, one.of, effect.value, low <= effect.value <= high)
