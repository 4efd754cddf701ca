"""A negotiation as plain values, with its texts in one language."""

from typing import Any

from tregua.regimes.machine import Act, acts, events, machine, states
from tregua.regimes.process import Process, Taken
from tregua.show.words.envelope import caveat
from tregua.show.words.said import in_language
from tregua.show.words.shared import pick
from tregua.show.words.spanish import translated
from tregua.text import Language, text


def process_record(process: Process, language: Language = "en") -> dict[str, Any]:
    """Where a table stands, what it still needs, what may come next, what happened."""
    return {
        "group": process.log.group,
        "state": process.state,
        "state_text": in_language(states()[process.state].text, language),
        "as_of": process.as_of,
        "missing": [_need(name, language) for name in process.missing],
        "next": [
            {
                "type": one.id,
                "text": in_language(one.text, language),
                "by": process.who(one),
                "negotiation": one.negotiation,
            }
            for one in process.allowed
        ],
        "consents": {act.id: _consent(process, act, language) for act in machine().acts if act.consent},
        "parts": list(process.parts),
        "history": [_event(one, language) for one in process.taken],
        "caveats": [caveat(one, language) for one in process.caveats],
    }


def _need(name: str, language: Language) -> dict[str, str]:
    """An act, or an event that ends a pause, with its text and who must do it."""
    if name in acts():
        return {"id": name, "text": in_language(acts()[name].text, language), "by": acts()[name].by}
    kind = events()[name]
    return {"id": name, "text": in_language(kind.text, language), "by": " / ".join(kind.by)}


def _consent(process: Process, act: Act, language: Language) -> dict[str, Any]:
    entry = process.entry(act.id)
    status = entry.status if entry else "absent"
    return {
        "text": in_language(act.text, language),
        "by": act.by,
        "status": status,
        "status_text": text(language, f"process.status.{status}"),
        "since": entry.since if entry else None,
        "place": entry.place if entry else None,
    }


def _event(one: Taken, language: Language) -> dict[str, Any]:
    event = one.event
    source = event.source
    return {
        "date": event.date,
        "type": event.type,
        "text": in_language(events()[event.type].text, language),
        "by": event.by,
        "state": one.state,
        "place": event.place,
        "to": event.to,
        "of": event.of,
        "note": pick(event.note, language),
        "uncertain": event.uncertain,
        "source": source
        if isinstance(source, str)
        else [f"{cited.ref}: {translated(cited.locator, language)}" for cited in source],
    }
