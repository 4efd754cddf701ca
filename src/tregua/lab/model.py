"""The lab's catalogues read together: the world, and what every name of the mechanisms means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from math import prod
from typing import Protocol

from tregua.catalogue.beside import beside
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.read import PACKAGE, Document, load, repeated, sources, unknown_sources, validate
from tregua.catalogue.record import Source, Text
from tregua.evidence.ledger import estimates, pools, series
from tregua.evidence.observed import before, in_years
from tregua.evidence.schema import Estimate, Series
from tregua.lab.checks import mechanism_problems, name_problems, world_problems
from tregua.lab.from_estimates import feed
from tregua.lab.schema import (
    CHOSEN,
    Group,
    Lever,
    Mechanism,
    Outcome,
    Parameter,
    ParameterByPlace,
    Place,
    Quantity,
    Rank,
    Sets,
    Shock,
    Total,
    World,
    members,
    sets_of,
)
from tregua.lab.sequence import RATES, START

FOLDER = PACKAGE / "lab"
Named = Place | Group | Rank | Total


class Indexed(Protocol):
    """A record that stands for one position, or for one position a place."""

    @property
    def id(self) -> str:
        """Name of the record."""

    @property
    def index(self) -> Sets | None:
        """Index sets of its places, if it has several."""


@dataclass(frozen=True)
class Lab:
    """World, parameters, levers, states, values, shocks, outcomes, series, sources and estimates, cross-checked.

    `parameters` are numbers as they are drawn, ``area_0.COL`` where each place draws its own; `records` are the same as
    the files have them, by the names that equations use.
    """

    world: World
    mechanisms: dict[str, Mechanism]
    records: dict[str, Parameter | ParameterByPlace]
    parameters: dict[str, Parameter]
    levers: dict[str, Lever]
    outcomes: dict[str, Outcome]
    series: dict[str, Series]
    sources: dict[str, Source]
    estimates: dict[str, Estimate]

    def places(self, index: str | None) -> list[str]:
        """The members of an index set, by name."""
        return members(self.world)[index] if index else []

    def columns(self, records: Iterable[Indexed]) -> dict[tuple[str, str | None], int]:
        """Column of each (record, place), in catalogue order."""
        keys: list[tuple[str, str | None]] = []
        for record in records:
            sets = sets_of(record.index)
            keys += [(record.id, place) for place in (self.places(sets[0]) if sets else [None])]
        return {key: column for column, key in enumerate(keys)}

    def behind(self, lever: Lever) -> list[Estimate]:
        """The estimates that a lever rests on: those that feed its parameters and costs, then those it names."""
        fed = (one.estimates for name in (*lever.rests_on, *lever.cost) for one in self.numbers(name))
        names = [*(name for names in fed for name in names), *lever.estimates]
        return [self.estimates[name] for name in dict.fromkeys(names)]

    def numbers(self, name: str) -> list[Parameter]:
        """The numbers behind a name of an equation: one, or one a place."""
        return [one for key, one in self.parameters.items() if key.partition(".")[0] == name]

    @cached_property
    def mechanism_of(self) -> dict[str, str]:
        """The mechanism in whose file each number stands."""
        named = {record.id: name for name, one in self.mechanisms.items() for record in one.parameters}
        return {key: named[key.partition(".")[0]] for key in self.parameters}

    def resting(self, lever: Lever) -> list[Parameter]:
        """The numbers that a lever rests on, each place of one that differs by place."""
        return [one for name in lever.rests_on for one in self.numbers(name)]

    def number_in(self, name: str, places: tuple[str, ...]) -> str:
        """Which number `name` is in some places: its own, or the one that all share."""
        own = ".".join((name, *places))
        return own if own in self.parameters else name

    def payers(self, lever: Lever) -> list[str]:
        """The States that pay for a lever: where it is moved, or where the group is hosted."""
        hosts = {group.id: group.host for group in self.world.groups}
        return list(dict.fromkeys(hosts.get(place, place) for place in self.movable(lever)))

    def movable(self, lever: Lever) -> list[str]:
        """The places where a lever may be moved."""
        return lever.places or self.places(lever.index)

    @property
    def above(self) -> dict[str, str]:
        """The set that holds each index set, all places where none is named."""
        return {one.id: one.within or "places" for one in self.world.sets}

    @cached_property
    def states(self) -> dict[str, Quantity]:
        """What the kernel integrates."""
        return {one.id: one for mechanism in self.mechanisms.values() for one in mechanism.states}

    @cached_property
    def values(self) -> dict[str, Quantity]:
        """What mechanisms work out on the way."""
        return {one.id: one for mechanism in self.mechanisms.values() for one in mechanism.values}

    @cached_property
    def shocks(self) -> dict[str, Shock]:
        """Random paths common to all scenarios."""
        return {one.id: one for mechanism in self.mechanisms.values() for one in mechanism.shocks}

    @cached_property
    def lever_columns(self) -> dict[tuple[str, str | None], int]:
        """Column of each lever and place."""
        return self.columns(self.levers.values())

    @cached_property
    def outcome_columns(self) -> dict[tuple[str, str | None], int]:
        """Column of each outcome and place in what the kernel writes."""
        return self.columns(self.outcomes.values())

    @cached_property
    def outcome_places(self) -> dict[str, list[str]]:
        """The places in which each outcome is reported, its totals last."""
        return {
            outcome.id: [
                *self.places(outcome.index),
                *filter(None, [outcome.place]),
                *self.totals(outcome),
            ]
            for outcome in self.outcomes.values()
        }

    def dimension(self, outcome: Outcome) -> str:
        """The dimension of an outcome by place: its index set in the singular."""
        names = {"groups": "group", "ranks": "rank", **{one.id: one.dimension for one in self.world.sets}}
        return names[str(outcome.index)]

    def totals(self, outcome: Outcome) -> dict[str, list[str]]:
        """The sums reported beside an outcome's places, each with the places that it adds up."""
        if outcome.total is None:
            return {}
        if outcome.index != "groups":
            return {outcome.total: self.places(outcome.index)}
        return {
            host: [group.id for group in self.world.groups if group.host == host] for host in self.places(outcome.total)
        }

    def place_text(self, place: str, index: str | None = None) -> Text:
        """The name of a place, a group or a total; where a group and a place share an id, `index` tells which."""
        first: list[Named] = [*self.world.groups] if index == "groups" else [*self.world.places]
        listed = [*first, *self.world.groups, *self.world.places, *self.world.ranks, *self.world.totals]
        return next(one.text for one in listed if one.id == place)


@cache
def lab() -> Lab:
    """The lab's catalogues, read once.

    Raises
    ------
    InputError
        When a record cites an unknown source, name or place, or an id stands twice, with file and line.
    """
    with beside(None):  # the lab rests on the package's ledger, whatever is read beside it
        return _read()


def _read() -> Lab:
    world, world_at = load(World, FOLDER / "world.yaml")
    documents = {name: Document(FOLDER / "mechanisms" / f"{name}.yaml") for name in mechanism_names()}
    observed = {name: in_years(before(one, world.first)) for name, one in series().items()}
    for document in documents.values():
        feed(document, estimates(), observed, pools())
    mechanisms = {name: validate(Mechanism, document) for name, document in documents.items()}
    problems = world_problems(world, world_at)
    for name, mechanism in mechanisms.items():
        problems += [*unknown_sources(documents[name]), *mechanism_problems(world, mechanism, documents[name])]
    problems += name_problems(mechanisms, documents)
    for kind in ("parameters", "levers", "states", "values", "shocks", "outcomes"):
        problems += repeated(
            (one.id.lower(), documents[name].at((kind, i, "id")))
            for name, mechanism in mechanisms.items()
            for i, one in enumerate(getattr(mechanism, kind))
        )
    if problems:
        raise InputError(problems)
    records = {one.id: one for mechanism in mechanisms.values() for one in mechanism.parameters}
    levers = [one for mechanism in mechanisms.values() for one in mechanism.levers]
    outcomes = [one for mechanism in mechanisms.values() for one in mechanism.outcomes]
    return Lab(
        world,
        mechanisms,
        records,
        {one.id: _dated(one) for record in records.values() for one in _numbers(world, record)},
        {one.id: one for one in sorted(levers, key=_rank)},
        {one.id: _with_headline(one, world) for one in sorted(outcomes, key=_rank)},
        series(),
        sources(),
        estimates(),
    )


def _rank(record: Lever | Outcome) -> tuple[int, str]:
    return record.rank, record.id


def mechanism_names() -> list[str]:
    """The mechanisms in the order in which the sequence first names them.

    Raises
    ------
    InputError
        When a mechanism stands in no line of the sequence.
    """
    named = dict.fromkeys(step.partition(".")[0] for step in (*START, *RATES))
    files = {path.stem for path in (FOLDER / "mechanisms").glob("*.yaml")}
    unused = sorted(files - set(named))
    if unused:
        raise InputError(Problem("bind.no_step", str(FOLDER / "sequence.py"), {"found": one}) for one in unused)
    return list(named)


def _numbers(world: World, record: Parameter | ParameterByPlace) -> Iterator[Parameter]:
    """The numbers of a record: its own, shared by all places that have none, and those of single places."""
    if isinstance(record, Parameter):
        yield record
        return
    sets = members(world)
    listed: list[Named] = [*world.places, *world.groups, *world.ranks]
    names = {one.id: one.text for one in listed}
    shared = {"unit": record.unit, "alternatives": record.alternatives}
    own = record.model_dump(exclude={"id", "text", "unit", "index", "alternatives", "places"}, exclude_none=True)
    if record.value is not None and len(record.places) < prod(len(sets[one]) for one in sets_of(record.index)):
        yield Parameter.model_validate({"id": record.id, "text": record.text, **shared, **own})
    for place, number in record.places.items():
        said = [names[one] for one in place.split(".")]
        en, es = (
            ", ".join([text, *where])
            for text, where in ((record.text.en, [one.en for one in said]), (record.text.es, [one.es for one in said]))
        )
        text = Text(en=en, es=es)
        yield Parameter.model_validate({"id": f"{record.id}.{place}", "text": text, **shared, **dict(number)})


def _dated(number: Parameter) -> Parameter:
    """The number with the year in which it could first be known: that of its latest source, today's without one.

    What is worked out from observed series was known at the time.
    """
    if number.known_from is not None or number.observed:
        return number
    years = [sources()[citation.ref].year for citation in number.source]
    return number.model_copy(update={"known_from": max(years, default=CHOSEN)})


def _with_headline(outcome: Outcome, world: World) -> Outcome:
    """The outcome with every index set of its headline replaced by the members."""
    sets = members(world)
    listed = [place for one in outcome.headline for place in sets.get(one, [one])]
    return outcome.model_copy(update={"headline": listed})
