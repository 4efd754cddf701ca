"""A median and its intervals as plain values."""

from typing import Any

from tregua.analysis.spread import Interval


def interval_record(one: Interval) -> dict[str, Any]:
    """A median with the ends that hold half and nine tenths of the draws."""
    return {"median": one.median, "i50": list(one.i50), "i90": list(one.i90)}
