"""The lab's catalogues read together: what each position of the kernel's arrays means."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

from tregua.catalogue.errors import InputError, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load, repeated, sources, unknown_sources, validate
from tregua.catalogue.record import Source
from tregua.evidence.ledger import estimates, series
from tregua.evidence.schema import Estimate, Series
from tregua.lab.from_estimates import feed
from tregua.lab.schema import Layout, Lever, Levers, Outcome, Outcomes, Parameter, Parameters, Place

STATUSES = ("ok", "margin", "market", "groups", "numbers")


class Indexed(Protocol):
    """A record that stands for one position, or for one position a place."""

    @property
    def id(self) -> str:
        """Name of the record."""

    @property
    def index(self) -> str | None:
        """Index set of its places, if it has several."""


@dataclass(frozen=True)
class Lab:
    """Parameters, levers, outcomes, series, sources and estimates, cross-checked."""

    layout: Layout
    parameters: dict[str, Parameter]
    levers: dict[str, Lever]
    outcomes: dict[str, Outcome]
    series: dict[str, Series]
    sources: dict[str, Source]
    estimates: dict[str, Estimate]

    def places(self, index: str | None) -> list[Place]:
        """The members of an index set."""
        members: list[Place] = getattr(self.layout, index) if index else []
        return members

    def columns(self, records: Iterable[Indexed]) -> dict[tuple[str, str | None], int]:
        """Column of each (record, place), in catalogue order."""
        keys: list[tuple[str, str | None]] = []
        for record in records:
            places = [place.id for place in self.places(record.index)]
            keys += [(record.id, place) for place in places] if places else [(record.id, None)]
        return {key: column for column, key in enumerate(keys)}

    def behind(self, lever: Lever) -> list[Estimate]:
        """The estimates that a lever rests on: those that feed its parameters and costs, then those it names."""
        fed = (self.parameters[name].estimates for name in (*lever.rests_on, *lever.cost) if name in self.parameters)
        names = [*(name for names in fed for name in names), *lever.estimates]
        return [self.estimates[name] for name in dict.fromkeys(names)]

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
        """The places in which each outcome is reported, its total last."""
        return {
            outcome.id: [place.id for place in self.places(outcome.index)]
            + [place for place in (outcome.place, outcome.total) if place]
            for outcome in self.outcomes.values()
        }

    def place_text(self, place: str, index: str | None = None) -> Place:
        """The place called `place`, looked up in its own index set first."""
        candidates = [*self.places(index), *self.layout.groups, *self.layout.producers, *self.layout.markets]
        return next(member for member in [*candidates, *self.layout.areas] if member.id == place)


@cache
def lab() -> Lab:
    """The lab's catalogues, read once.

    Raises
    ------
    InputError
        When a record cites an unknown source or an id stands twice, with file and line.
    """
    folder = PACKAGE / "lab"
    parameters_at = Document(folder / "parameters.yaml")
    feed(parameters_at, estimates())
    parameters = validate(Parameters, parameters_at).parameters
    levers, levers_at = load(Levers, folder / "levers.yaml")
    outcomes, outcomes_at = load(Outcomes, folder / "outcomes.yaml")
    layout, _ = load(Layout, folder / "layout.yaml")
    problems = [*unknown_sources(parameters_at), *unknown_sources(levers_at)]
    listed: list[tuple[Document, str, list[str]]] = [
        (parameters_at, "parameters", [record.id for record in parameters]),
        (levers_at, "levers", [record.id for record in levers.levers]),
        (outcomes_at, "outcomes", [record.id for record in outcomes.outcomes]),
    ]
    for document, name, ids in listed:
        problems += repeated((one, document.at((name, i, "id"))) for i, one in enumerate(ids))
    problems += [
        unknown_name("@name.estimate", name, estimates(), levers_at.at(("levers", i, "estimates", j)))
        for i, lever in enumerate(levers.levers)
        for j, name in enumerate(lever.estimates)
        if name not in estimates()
    ]
    if problems:
        raise InputError(problems)
    return Lab(
        layout,
        {record.id: record for record in parameters},
        {record.id: record for record in levers.levers},
        {record.id: record for record in outcomes.outcomes},
        series(),
        sources(),
        estimates(),
    )
