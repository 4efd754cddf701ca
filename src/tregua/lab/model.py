"""The lab's catalogues read together: what each position of the kernel's arrays means."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

from tregua.catalogue import PACKAGE, load
from tregua.errors import InputError, Problem, unknown_name
from tregua.records import (
    Layout,
    Lever,
    Levers,
    Outcome,
    Outcomes,
    Parameter,
    Parameters,
    Place,
    Series,
    SeriesFile,
    Source,
    Sources,
)

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
    """Parameters, levers, outcomes, series and sources, cross-checked."""

    layout: Layout
    parameters: dict[str, Parameter]
    levers: dict[str, Lever]
    outcomes: dict[str, Outcome]
    series: dict[str, Series]
    sources: dict[str, Source]

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
    sources, sources_at = load(Sources, PACKAGE / "sources.yaml")
    parameters, parameters_at = load(Parameters, folder / "parameters.yaml")
    levers, levers_at = load(Levers, folder / "levers.yaml")
    outcomes, outcomes_at = load(Outcomes, folder / "outcomes.yaml")
    series, series_at = load(SeriesFile, PACKAGE / "evidence" / "series.yaml")
    layout, _ = load(Layout, folder / "layout.yaml")
    known = {source.id for source in sources.sources}
    cited = [
        (parameters_at, ("parameters", i, "source", j, "ref"), citation.ref)
        for i, parameter in enumerate(parameters.parameters)
        for j, citation in enumerate(parameter.source)
    ]
    cited += [
        (levers_at, ("levers", i, "default_source", j, "ref"), citation.ref)
        for i, lever in enumerate(levers.levers)
        for j, citation in enumerate(lever.default_source)
    ]
    cited += [(series_at, ("series", i, "source", 0, "ref"), one.source.ref) for i, one in enumerate(series.series)]
    problems = [
        unknown_name("@name.source", ref, known, document.at(keys)) for document, keys, ref in cited if ref not in known
    ]
    for document, name, ids in (
        (sources_at, "sources", [record.id for record in sources.sources]),
        (parameters_at, "parameters", [record.id for record in parameters.parameters]),
        (levers_at, "levers", [record.id for record in levers.levers]),
        (outcomes_at, "outcomes", [record.id for record in outcomes.outcomes]),
        (series_at, "series", [record.id for record in series.series]),
    ):
        problems += [
            Problem("duplicate_key", document.at((name, i, "id")), {"found": one})
            for i, one in enumerate(ids)
            if one in ids[:i]
        ]
    if problems:
        raise InputError(problems)
    return Lab(
        layout,
        {record.id: record for record in parameters.parameters},
        {record.id: record for record in levers.levers},
        {record.id: record for record in outcomes.outcomes},
        {record.id: record for record in series.series},
        {record.id: record for record in sources.sources},
    )
