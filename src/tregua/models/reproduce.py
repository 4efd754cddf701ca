"""Every number that a paper states, beside ours."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from tregua.catalogue import PACKAGE
from tregua.models.frame import MissingDataError, Model, load_model, name_of, targets_of
from tregua.models.schema import Target
from tregua.text import Language, text

Status = Literal["reproduced", "by-definition", "not-reproduced", "input"]
STATUSES: tuple[Status, ...] = get_args(Status)
TABLE = PACKAGE / "models" / "table.json"
_DIGITS = 10  # those that agree between machines


@dataclass(frozen=True)
class Row:
    """One target with our value of it; `ours` is None where it needs data that never were at hand.

    Attributes
    ----------
    missing : which data are not at hand; `ours` is then that of the committed table
    """

    model: str
    target: Target
    ours: float | None
    missing: MissingDataError | None = None

    @property
    def status(self) -> Status:
        """What became of the target."""
        if self.target.input:
            return "input"
        if self.ours is None or not self.target.met_by(self.ours):
            return "not-reproduced"
        return "by-definition" if self.target.by_definition else "reproduced"

    def note(self, language: Language) -> str:
        """The definition used, what is said of the target, and whether our value is an earlier one."""
        said = [getattr(one, language) for one in (self.target.definition, self.target.note) if one]
        if self.missing:
            said.append(text(language, "models.no_data" if self.ours is None else "models.kept"))
        return " ".join(said)

    def as_json(self, language: Language = "en") -> dict[str, Any]:
        """The row as plain values."""
        target = self.target.model_dump(exclude_none=True)
        return {
            "model": self.model,
            "quantity": self.target.id,
            "published": target["published"],
            "tag": self.target.tag,
            "tolerance": target.get("tolerance"),
            "ours": self.ours,
            "status": self.status,
            "note": self.note(language),
        }


def reproduce(names: Iterable[str]) -> list[Row]:
    """Compute every target of the named models.

    Raises
    ------
    InputError
        When there is no such model, or its files do not fit it.
    """
    return [row for model in [load_model(name) for name in names] for row in rows_of(model)]


def rows_of(model: Model) -> list[Row]:
    """Compute every target of one model."""
    return [_row(model, target) for target in targets_of(model)]


def _row(model: Model, target: Target) -> Row:
    name = name_of(model)
    try:
        return Row(name, target, float(f"{model.QUANTITIES[target.id]():.{_DIGITS}g}"))
    except MissingDataError as missing:
        return Row(name, target, committed().get((name, target.id)), missing)


@cache
def committed() -> dict[tuple[str, str], float]:
    """Our values in the committed table, by model and quantity."""
    return {(row["model"], row["quantity"]): row["ours"] for row in json.loads(TABLE.read_text("utf-8"))}


def count(rows: Iterable[Row]) -> dict[Status, int]:
    """How many rows have each status."""
    found = [row.status for row in rows]
    return {status: found.count(status) for status in STATUSES}
