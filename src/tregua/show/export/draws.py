"""The draws of a run as Parquet, each column with its unit."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xarray as xr

from tregua.catalogue.record import Range
from tregua.lab.draws import positions
from tregua.lab.model import lab
from tregua.lab.result import DRAWN, check_held, scenarios_of, span_of, values
from tregua.lab.scenario import moved_places


def draws_of(dataset: xr.Dataset) -> bytes:
    """A row a scenario, draw and year, a column an outcome in a place, under the reference of the alternatives."""
    names = [str(name) for name in dataset.scenario.values]
    draws, years = dataset.draw.values, dataset.year.values
    shape = (len(names), len(draws), len(years))
    check_held(dataset, len(names) * len(years) * sum(map(len, lab().outcome_places.values())))
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
    drawn = dataset[DRAWN].transpose("draw", "parameter").values
    columns = [(pa.field("draw", pa.int64()), pa.array(dataset.draw.values, pa.int64()))]
    for at, name in enumerate(map(str, dataset.parameter.values)):
        record = lab().parameters[name]
        told = {"unit": record.unit, "long_name": record.text.en, "tag": record.tag}
        columns.append((pa.field(name, pa.float64(), metadata=told), pa.array(drawn[:, at])))
    return _written(columns)


def settings_of(dataset: xr.Dataset) -> bytes | None:
    """A row a draw and month from which a setting that a policy leaves open holds; nothing where none is open."""
    span, draws = span_of(dataset), dataset.draw.values
    open_ = [
        (scenario.id, one.lever, place, month, value)
        for scenario in scenarios_of(dataset).values()
        for one in scenario.levers
        for month, value in one.by_month(span.start).items()
        for place in moved_places(one)
        if isinstance(value, Range)
    ]
    if not open_:
        return None
    at = positions(int(dataset.attrs["seed"]), 0, len(draws))
    words = {
        name: np.repeat([one[part] or "" for one in open_], len(draws))
        for part, name in enumerate(("scenario", "lever", "place", "month"))
    }
    units = np.repeat([lab().levers[lever].unit for _, lever, *_ in open_], len(draws))
    taken = [
        ends.low + at[:, lab().lever_columns[lever, place]] * (ends.high - ends.low)
        for _, lever, place, _, ends in open_
    ]
    columns = [
        *((pa.field(name, pa.string()), pa.array(held, pa.string())) for name, held in words.items()),
        (pa.field("draw", pa.int64()), pa.array(np.tile(draws, len(open_)), pa.int64())),
        (pa.field("value", pa.float64()), pa.array(np.concatenate(taken))),
        (pa.field("unit", pa.string()), pa.array(units, pa.string())),
    ]
    return _written(columns)


def _written(columns: list[tuple[pa.Field, pa.Array]]) -> bytes:
    schema = pa.schema([field for field, _ in columns])
    held = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([values for _, values in columns], schema=schema), held, compression="zstd")
    return held.getvalue()
