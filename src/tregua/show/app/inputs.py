"""The numbers of the catalogue as the page lists them: what each is, how it was read, and what somebody may type."""

from typing import Any

import numpy as np

from tregua.analysis.why import LEVELS
from tregua.catalogue.record import Distribution
from tregua.lab.draws import quantile
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.schema import Parameter
from tregua.show.app.rests import cited, in_both
from tregua.show.words.numbers import unit
from tregua.show.words.said import in_language


def inputs() -> dict[str, dict[str, Any]]:
    """Every number by id: its column, its text, its unit, its tag, its values at seven quantiles, its sources.

    What may be typed lies between `low` and `high`: the ends of what was published or assumed, half to double where no
    range is known. A choice is one of its `values`.
    """
    known = past().numbers
    return {
        name: {
            "column": column,
            "mechanism": lab().mechanism_of[name],
            **_input(one, known[name].distribution, float(known[name].value)),
        }
        for column, (name, one) in enumerate(lab().parameters.items())
    }


def _input(one: Parameter, spread: Distribution, value: float) -> dict[str, Any]:
    levels = quantile(spread, value, np.array(LEVELS)) if spread.kind != "constant" else np.full(len(LEVELS), value)
    low, high = _ends(one, spread, value)
    return {
        "text": in_both(in_language, one.text),
        "unit": in_both(unit, one.unit),
        "tag": one.tag,
        "levels": [float(f"{level:.6g}") for level in levels],
        "low": low,
        "high": high,
        "values": list(spread.values) if spread.kind == "choice" and spread.values else None,
        "note": in_both(in_language, one.note) if one.note else None,
        "sources": cited(one.source),
    }


def _ends(one: Parameter, spread: Distribution, value: float) -> tuple[float, float]:
    """The least and the most that somebody may type for a number in the page."""
    match spread.kind:
        case "uniform" | "loguniform":
            assert spread.low is not None and spread.high is not None
            return float(spread.low), float(spread.high)
        case "choice":
            assert spread.values
            return min(spread.values), max(spread.values)
        case "constant" if one.unit == "share":
            return 0.0, 1.0
        case "constant":
            low, high = sorted((value / 2.0, value * 2.0))
            return low, high
    low, high = quantile(spread, value, np.array([0.001, 0.999])).tolist()
    return low, high
