"""The draws of a published model as a table."""

from collections.abc import Mapping
from typing import Any

from tregua.show.table.shape import BETWEEN, Table
from tregua.version import VERSION


def draws_table(answer: Mapping[str, Any], command: str) -> Table:
    """A line a draw, with a column for each parameter that was drawn and each quantity."""
    parameters = [one["parameter"] for one in answer["parameters"]]
    quantities = [one["quantity"] for one in answer["quantities"]]
    columns = ("draw", "seed", *(f"parameter.{one}" for one in parameters), *quantities, "computed_by", "caveats")
    told = (f"Tregua {VERSION}: {command}", BETWEEN.join(answer["caveats"]))
    rows = (
        (
            row["draw"],
            row["seed"],
            *(row["parameters"][one] for one in parameters),
            *(row["values"].get(one) for one in quantities),
            *told,
        )
        for row in answer["rows"]
    )
    return Table(columns, tuple(rows))
