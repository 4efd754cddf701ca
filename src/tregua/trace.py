"""Checklist id -> what implements it, and what is still missing."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Id, Record, Text
from tregua.catalogue.shown import Brief


class ChecklistItem(Record):
    """A mechanism, rule, claim, figure or gap that the three source texts describe."""

    id: Id
    kind: Text
    sources: list[str]
    text: Text


class TraceItem(Record):
    """What implements a checklist item; items without one are missing."""

    id: Id
    status: Literal["live", "partial"]
    where: Annotated[list[str], Field(min_length=1)]
    note: Text


class Checklist(Record):
    """The file `checklist.yaml`."""

    checklist: list[ChecklistItem]


class Trace(Record):
    """The file `trace.yaml`."""

    trace: list[TraceItem]


@cache
def checklist() -> list[ChecklistItem]:
    """The mechanisms, rules, levers, claims, figures and gaps of the three source texts."""
    return load(Checklist, PACKAGE / "checklist.yaml")[0].checklist


def implemented() -> dict[str, TraceItem]:
    """What stands for each id that is live or partial."""
    return {item.id: item for item in load(Trace, PACKAGE / "trace.yaml")[0].trace}


@dataclass(frozen=True, repr=False)
class Traced(Brief):
    """A checklist item with what implements it; without anything it is missing."""

    item: ChecklistItem
    found: TraceItem | None

    @property
    def status(self) -> Literal["live", "partial", "missing"]:
        """How much of the item stands."""
        return self.found.status if self.found else "missing"


def trace() -> list[Traced]:
    """Every checklist item with what implements it."""
    known = implemented()
    return [Traced(item, known.get(item.id)) for item in checklist()]
