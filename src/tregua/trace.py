"""Checklist id -> what implements it, and what is still missing."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Id, Record, Text
from tregua.catalogue.shown import Brief
from tregua.text import Language


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


@dataclass(frozen=True, repr=False)
class Traced(Brief):
    """A checklist item and what implements it, if anything does."""

    item: ChecklistItem
    done: TraceItem | None

    @property
    def status(self) -> Literal["live", "partial", "missing"]:
        """How far it is implemented."""
        return self.done.status if self.done else "missing"


def traced() -> dict[str, Traced]:
    """What the source texts describe, with what implements it, by id."""
    known = implemented()
    return {item.id: Traced(item, known.get(item.id)) for item in checklist()}


def checklist() -> list[ChecklistItem]:
    """The mechanisms, rules, levers, claims, figures and gaps of the three source texts."""
    return load(Checklist, PACKAGE / "checklist.yaml")[0].checklist


def implemented() -> dict[str, TraceItem]:
    """What stands for each id that is live or partial."""
    return {item.id: item for item in load(Trace, PACKAGE / "trace.yaml")[0].trace}


def trace(language: Language = "en") -> list[dict[str, Any]]:
    """One record an id: id, kind, text, status (live, partial or missing), where, note."""
    known = implemented()
    records = []
    for item in checklist():
        found = known.get(item.id)
        records.append(
            {
                "id": item.id,
                "kind": getattr(item.kind, language),
                "text": getattr(item.text, language),
                "status": found.status if found else "missing",
                "where": list(found.where) if found else [],
                "note": getattr(found.note, language) if found else "",
            }
        )
    return records
