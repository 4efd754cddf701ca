"""The draws of a run as Parquet, each column with its unit."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xarray as xr

from tregua.lab.model import lab
from tregua.lab.result import DRAWN, values


def draws_of(dataset: xr.Dataset) -> bytes:
    """A row a scenario, draw and year, a column an outcome in a place, under the reference of the alternatives."""
    names = [str(name) for name in dataset.scenario.values]
    draws, years = dataset.draw.values, dataset.year.values
    shape = (len(names), len(draws), len(years))
    index = [np.broadcast_to(one, shape).ravel() for one in np.ix_(np.arange(len(names)), draws, years)]
    columns: list[tuple[pa.Field, pa.Array]] = [
        (pa.field("scenario", pa.string()), pa.array(np.array(names, object)[index[0]], pa.string())),
        (pa.field("draw", pa.int64()), pa.array(index[1], pa.int64())),
        (pa.field("year", pa.int64()), pa.array(index[2], pa.int64())),
    ]
    for outcome, places in lab().outcome_places.items():
        record = lab().outcomes[outcome]
        for place in places:
            cell = values(dataset, outcome, place)[0].transpose("scenario", "draw", "year")
            told = {"unit": record.unit, "long_name": record.text.en, "place": place}
            columns.append((pa.field(f"{outcome}.{place}", pa.float64(), metadata=told), pa.array(cell.values.ravel())))
    return _written(columns)


def numbers_of(dataset: xr.Dataset) -> bytes:
    """A row a draw, a column a number of the lab."""
    drawn = dataset[DRAWN].transpose("draw", "parameter")
    columns = [(pa.field("draw", pa.int64()), pa.array(dataset.draw.values, pa.int64()))]
    for at, name in enumerate(map(str, dataset.parameter.values)):
        record = lab().parameters[name]
        told = {"unit": record.unit, "long_name": record.text.en, "tag": record.tag}
        columns.append((pa.field(name, pa.float64(), metadata=told), pa.array(drawn.values[:, at])))
    return _written(columns)


def _written(columns: list[tuple[pa.Field, pa.Array]]) -> bytes:
    schema = pa.schema([field for field, _ in columns])
    held = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([values for _, values in columns], schema=schema), held, compression="zstd")
    return held.getvalue()
