"""Every number that a paper states, beside ours.

``python -m tregua.models.reproduce`` writes the committed table again, in some ten minutes; with names of models, only
their rows.
"""

import csv
import math
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.read import PACKAGE
from tregua.catalogue.shown import Brief
from tregua.models.find import is_own, load_model, own_folders
from tregua.models.folder import READ, reading
from tregua.models.origin import Origin, Origins
from tregua.models.protocol import MissingDataError, Model, in_short
from tregua.models.schema import Read, Target

Status = Literal["reproduced", "by-definition", "built-in", "repeated", "not-reproduced", "input", "not-computed"]
STATUSES: tuple[Status, ...] = get_args(Status)
TABLE = PACKAGE / "models" / "table.csv"
COLUMNS = ["model", "quantity", "ours", "origin", "status"]
_DIGITS = 10  # those that agree between machines


@dataclass(frozen=True, repr=False)
class Row(Brief):
    """One target with our value of it.

    Attributes
    ----------
    ours : None where it was never computed
    origin : what `ours` was computed from; None where that was not asked, as of our own regression values
    fitted : whether a parameter was fitted to this target
    read : how the best read of its sources was read; None where it cites none
    sketch : whether the model is a reduced form
    problem : why it was not computed now; `ours` is then that of the committed table, or None
    """

    model: str
    target: Target
    ours: float | None
    origin: Origin | None = None
    fitted: bool = False
    read: Read | None = None
    sketch: bool = False
    problem: InputError | None = None

    @property
    def status(self) -> Status:
        """What became of the target."""
        if self.ours is None:
            return "not-computed"
        if not self.target.met_by(self.ours):
            return "not-reproduced"
        if self.fitted or self.origin == "input":
            return "input"
        if self.origin == "built-in":
            return "built-in"
        if self.origin == "repeat":
            return "repeated"
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
            model.parameters()
            assert model.targets
        except InputError as error:
            broken[name] = error
        else:
            sound.append(model)
    return list({model.folder: model for model in sound}.values()), broken


def rows_of(model: Model, known: bool = True) -> list[Row]:
    """Compute every target of one model.

    Parameters
    ----------
    known : whether to take from the committed table what a value of one of ours was computed from
    """
    computed = _computed(model)
    origins, told = Origins(model), known and is_own(model)
    rows: list[Row] = []
    for target in model.targets:
        ours, problem = computed[target.id]
        origin = committed_origin(model.name, target.id) if told else None
        if origin is None and target.tag != "derived" and ours is not None and problem is None and target.met_by(ours):
            earlier = (one.target for one in rows if _may_be_again(one, target))
            origin = origins.of(target, [*_given(model, target), *earlier])
        rows.append(_row(model, target, ours, origin, problem))
    return rows


def _may_be_again(row: Row, target: Target) -> bool:
    """Whether `target` may be the number of an earlier row in other words."""
    return row.status in ("reproduced", "by-definition") and row.target.tag in ("published", target.tag)


def _given(model: Model, target: Target) -> list[Target]:
    """The other targets whose numbers the model is given: what it was fitted to, and what restates its parameters."""
    fitted = {name for one in model.record.parameters for name in one.fitted_to}
    return [one for one in model.targets if one is not target and (one.id in fitted or one.restates)]


def _computed(model: Model) -> dict[str, tuple[float | None, InputError | None]]:
    """Our value of each target, or the committed one, and why it was not computed."""
    try:
        run = model.simulate()
    except MissingDataError as missing:
        return {target.id: (_kept(model, target), missing) for target in model.targets}
    except Exception as error:  # the model may be another's, and fail in any way
        failed = InputError(Problem("simulate_failed", model.name, {"found": in_short(error)}))
        return {target.id: (None, failed) for target in model.targets}
    found: dict[str, tuple[float | None, InputError | None]] = {}
    for target in model.targets:
        try:
            ours = float(f"{model.quantity(target.id, run).value:.{_DIGITS}g}")
            found[target.id] = (ours, None) if math.isfinite(ours) else (None, _failed(model, target, str(ours)))
        except MissingDataError as missing:
            found[target.id] = (_kept(model, target), missing)
        except Exception as error:
            found[target.id] = (None, _failed(model, target, in_short(error)))
    return found


def _kept(model: Model, target: Target) -> float | None:
    """The value of the committed table, which is that of our own models only."""
    return committed().get((model.name, target.id)) if is_own(model) else None


def _failed(model: Model, target: Target, why: str) -> InputError:
    return InputError(Problem("quantity_failed", f"{model.name}.{target.id}", {"found": why}))


def _row(
    model: Model, target: Target, ours: float | None, origin: Origin | None, problem: InputError | None = None
) -> Row:
    fitted = any(target.id in one.fitted_to for one in model.record.parameters)
    read = reading(target.source, model.record)
    return Row(model.name, target, ours, origin, fitted, read, model.record.sketch, problem)


@cache
def _table() -> dict[tuple[str, str], dict[str, str]]:
    """The lines of the committed table, by model and quantity."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["model"], row["quantity"]): row for row in csv.DictReader(file)}


def committed() -> dict[tuple[str, str], float]:
    """Our values in the committed table, by model and quantity."""
    return {key: float(row["ours"]) for key, row in _table().items() if row["ours"]}


def committed_origin(model: str, quantity: str) -> Origin | None:
    """What the committed table says that a value was computed from, if it holds that."""
    found = _table().get((model, quantity), {}).get("origin")
    return next((one for one in get_args(Origin) if one == found), None)


def committed_rows(model: Model) -> list[Row]:
    """Every target of a model with our value in the committed table; nothing is computed."""
    return [
        _row(model, target, committed().get((model.name, target.id)), committed_origin(model.name, target.id))
        for target in model.targets
    ]


def write_committed(rows: Iterable[Row]) -> None:
    """Write the committed table: what the targets do not say, a line each."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows((row.model, row.target.id, row.ours, row.origin, row.status) for row in rows)


def count(rows: Iterable[Row]) -> dict[Status, int]:
    """How many rows have each status."""
    found = [row.status for row in rows]
    return {status: found.count(status) for status in STATUSES}


def count_read(rows: Sequence[Row]) -> dict[Read, int]:
    """How many rows were read in each way, the closest reading first."""
    return {one: sum(row.read == one for row in rows) for one in READ}


def _asked_anew(name: str) -> list[Row]:
    return rows_of(load_model(name), known=False)


def main(asked: Sequence[str]) -> None:
    """Write the committed table again, the models `asked` for computed anew, all of ours where none is named."""
    own = sorted(own_folders())
    with ProcessPoolExecutor() as pool:
        anew = {name: pool.submit(_asked_anew, name) for name in own if name in asked or not asked}
        rows = {name: anew[name].result() if name in anew else committed_rows(load_model(name)) for name in own}
    write_committed(row for name in own for row in rows[name])


if __name__ == "__main__":
    main(sys.argv[1:])
