"""The trace as plain values, with its texts in one language."""

from typing import Any

from tregua.show.words.said import in_language
from tregua.text import Language
from tregua.trace import Traced


def traced_record(one: Traced, language: Language) -> dict[str, Any]:
    """A checklist item, its status, what implements it and what is still missing."""
    return {
        "id": one.item.id,
        "kind": in_language(one.item.kind, language),
        "text": in_language(one.item.text, language),
        "status": one.status,
        "where": list(one.found.where) if one.found else [],
        "note": in_language(one.found.note, language) if one.found else "",
    }
