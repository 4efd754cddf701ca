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

STATUSES = ("ok", "margin", "market")


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
        When a record cites an unknown source, an id stands twice or a set of places is not complete.
    """
    folder = PACKAGE / "lab"
    sources = load(Sources, PACKAGE / "sources.yaml")[0].sources
    parameters = load(Parameters, folder / "parameters.yaml")[0].parameters
    levers = load(Levers, folder / "levers.yaml")[0].levers
    outcomes = load(Outcomes, folder / "outcomes.yaml")[0].outcomes
    layout = load(Layout, folder / "layout.yaml")[0]
    series = load(SeriesFile, PACKAGE / "evidence" / "series.yaml")[0].series
    known = {source.id for source in sources}
    cited = [(record.id, citation.ref) for record in parameters for citation in record.source]
    cited += [(lever.id, citation.ref) for lever in levers for citation in lever.default_source]
    cited += [(one.id, one.source.ref) for one in series]
    problems = [unknown_name("@name.source", ref, known, where) for where, ref in cited if ref not in known]
    for records in (sources, parameters, levers, outcomes, series):
        ids = [record.id for record in records]
        problems += [Problem("duplicate_key", "", {"found": one}) for one in sorted(set(ids)) if ids.count(one) > 1]
    if problems:
        raise InputError(problems)
    return Lab(
        layout,
        {record.id: record for record in parameters},
        {record.id: record for record in levers},
        {record.id: record for record in outcomes},
        {record.id: record for record in series},
        {record.id: record for record in sources},
    )
