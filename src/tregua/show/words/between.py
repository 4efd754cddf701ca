"""Two runs side by side as plain values."""

from typing import Any

from tregua.lab.between import Between
from tregua.lab.compare import Glance
from tregua.show.words.envelope import plain_caveat
from tregua.text import Language


def between_record(found: Between, language: Language) -> dict[str, Any]:
    """What differs in input and in answers."""
    return {
        "caveats": [plain_caveat(key, language) for key in ("caveat.between", "caveat.inside_model")],
        "commands": list(found.commands),
        "inputs": [
            {"what": one.what, "name": one.name, "first": one.first, "second": one.second} for one in found.inputs
        ],
        "cells": [
            {
                "scenario": one.scenario,
                "outcome": one.outcome,
                "place": one.place,
                "unit": one.unit,
                "same": one.same,
                "first": _side(one.first, one.first_baseline),
                "second": _side(one.second, one.second_baseline),
            }
            for one in found.cells
        ],
    }


def _side(cell: Glance, baseline: float) -> dict[str, Any]:
    """One run's part of a cell."""
    return {
        "status": cell.status,
        "median_range": cell.median_range,
        "lower": cell.lower,
        "higher": cell.higher,
        "n_alternatives": cell.n_alternatives,
        "baseline_median": baseline,
    }
