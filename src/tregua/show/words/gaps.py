"""The evidence map in words of one language."""

from typing import Any

from tregua.evidence.certainty import LEVELS
from tregua.evidence.gaps import OUTCOMES, evidence_map, levers
from tregua.show.words.said import in_language
from tregua.text import Language, text
from tregua.trace import checklist


def map_record(language: Language) -> dict[str, Any]:
    """Levers, kinds of outcome, and every cell with its studies by certainty; empty cells stand as zero."""
    titles = {item.id: in_language(item.text, language) for item in checklist()}
    cells = evidence_map()
    return {
        "levers": [{"id": lever, "text": titles[lever]} for lever in levers()],
        "outcomes": [{"id": one, "text": text(language, f"ledger.measure.{one}")} for one in OUTCOMES],
        "cells": [
            {
                "lever": lever,
                "outcome": outcome,
                "studies": len(cell.studies),
                "by_certainty": {level: cell.count(level) for level in reversed(LEVELS)},
                "estimates": list(cell.estimates),
            }
            for (lever, outcome), cell in cells.items()
        ],
        "empty": sum(not cell.studies for cell in cells.values()),
    }
