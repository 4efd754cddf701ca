"""Every number that a paper states, beside ours.

``python -m tregua.models.reproduce`` writes the committed table again.
"""

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.read import PACKAGE
from tregua.catalogue.shown import Brief
from tregua.models.protocol import (
    MissingDataError,
    Model,
    in_short,
    load_model,
    model_names,
    name_of,
    parameters_of,
    targets_of,
)
from tregua.models.schema import Target

Status = Literal["reproduced", "by-definition", "not-reproduced", "input", "not-computed"]
STATUSES: tuple[Status, ...] = get_args(Status)
TABLE = PACKAGE / "models" / "table.csv"
COLUMNS = ["model", "quantity", "ours", "status"]
_DIGITS = 10  # those that agree between machines


@dataclass(frozen=True, repr=False)
class Row(Brief):
    """One target with our value of it.

    Attributes
    ----------
    ours : None where it was never computed
    problem : why it was not computed now; `ours` is then that of the committed table, or None
    """

    model: str
    target: Target
    ours: float | None
    problem: InputError | None = None

    @property
    def status(self) -> Status:
        """What became of the target."""
        if self.ours is None:
            return "not-computed"
        if not self.target.met_by(self.ours):
            return "not-reproduced"
        if self.target.input:
            return "input"
        return "by-definition" if self.target.by_definition else "reproduced"

    @property
    def kept(self) -> bool:
        """Whether our value is that of the committed table."""
        return self.problem is not None and self.ours is not None


def reproduce(names: Iterable[str]) -> list[Row]:
    """Compute every target of the named models.

    Raises
    ------
    InputError
        With everything that is wrong with the names, the modules and their files.
    """
    models, broken = load_models(names)
    if broken:
        raise InputError(problem for error in broken.values() for problem in error.problems)
    return [row for model in models for row in rows_of(model)]


def load_models(names: Iterable[str]) -> tuple[list[Model], dict[str, InputError]]:
    """The named models whose files fit them, and by name what is wrong with each of the others."""
    sound: list[Model] = []
    broken: dict[str, InputError] = {}
    for name in dict.fromkeys(names):
        try:
            model = load_model(name)
            parameters_of(model)
            targets_of(model)
        except InputError as error:
            broken[name] = error
        else:
            sound.append(model)
    return sound, broken


def rows_of(model: Model) -> list[Row]:
    """Compute every target of one model."""
    return [_row(model, target) for target in targets_of(model)]


def _row(model: Model, target: Target) -> Row:
    name = name_of(model)
    try:
        ours = float(f"{model.QUANTITIES[target.id]():.{_DIGITS}g}")
    except MissingDataError as missing:
        return Row(name, target, committed().get((name, target.id)), missing)
    except Exception as error:  # the model may be another's, and fail in any way
        return Row(name, target, None, InputError(Problem("quantity_failed", name, {"found": in_short(error)})))
    if math.isfinite(ours):
        return Row(name, target, ours)
    return Row(name, target, None, InputError(Problem("quantity_failed", name, {"found": str(ours)})))


@cache
def committed() -> dict[tuple[str, str], float]:
    """Our values in the committed table, by model and quantity."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["model"], row["quantity"]): float(row["ours"]) for row in csv.DictReader(file) if row["ours"]}


def committed_rows(model: Model) -> list[Row]:
    """Every target of a model with our value in the committed table; nothing is computed."""
    name = name_of(model)
    return [Row(name, target, committed().get((name, target.id))) for target in targets_of(model)]


def write_committed(rows: Iterable[Row]) -> None:
    """Write the committed table: what the targets do not say, a line each."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows((row.model, row.target.id, row.ours, row.status) for row in rows)


def count(rows: Iterable[Row]) -> dict[Status, int]:
    """How many rows have each status."""
    found = [row.status for row in rows]
    return {status: found.count(status) for status in STATUSES}


if __name__ == "__main__":
    write_committed(reproduce(model_names()))
