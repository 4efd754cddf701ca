"""Folders of tables as somebody else would write them."""

import csv
from collections.abc import Mapping
from pathlib import Path

from tregua.evidence.schema import Series
from tregua.lab.measure import measures
from tregua.lab.model import lab

HEAD = ("country_iso3", "year", "month", "variable", "value", "unit")


def write_tables(folder: Path, series: Mapping[str, Series] | None = None) -> Path:
    """A table with every bound series, with the names and units that `history` lists."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "figures.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for one in measures():
            record = (series or lab().series)[one.series]
            for point in record.points:
                writer.writerow(
                    (one.country, point.year, point.month or "", one.variable, repr(point.value), record.unit)
                )
    return folder


def changed(series: Mapping[str, Series], first: int, last: int, factor: float) -> dict[str, Series]:
    """The bound series with the figures of some years multiplied."""
    found = {}
    for one in measures():
        record = series[one.series]
        points = [
            point.model_copy(update={"value": point.value * factor, "lower": None, "upper": None})
            if first <= point.year <= last
            else point
            for point in record.points
        ]
        found[one.series] = record.model_copy(update={"points": points})
    return found
