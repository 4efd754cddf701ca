"""Observed series as figures by time, and as they stood at a date."""

from tregua.catalogue.arithmetic import Years
from tregua.evidence.schema import Series


def in_years(series: Series) -> Years:
    """The figures of a series by time: a year stands for its end, a month for its own end."""
    return {point.year - 1 + (point.month or 12) / 12: point.value for point in series.points}


def before(series: Series, year: int) -> Series:
    """A copy of a series that ends before January of `year`."""
    points = [point for point in series.points if point.year < year]
    return series.model_copy(update={"points": points})
