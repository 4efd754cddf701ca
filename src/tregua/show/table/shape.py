"""A table: named columns of one type each, written as CSV for a language or for machines."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tregua.text import Language

BETWEEN = " | "  # the parts of a cell that holds several
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_KINDS = ((bool, "boolean"), (int, "integer"), (float, "number"))


@dataclass(frozen=True)
class Table:
    """Rows of values by column; a value that is not there is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def kind(self, column: str) -> str:
        """The type of a column: boolean, integer, number, or string where it holds anything else."""
        at = self.columns.index(column)
        held = {type(row[at]) for row in self.rows if row[at] is not None}
        if held == {int, float}:
            return "number"
        return next((name for kind, name in _KINDS if held == {kind}), "string")


def table_of(records: Iterable[Mapping[str, Any]], columns: Sequence[str] = ()) -> Table:
    """Records as a table; the columns are those named, or those of the first record."""
    listed = list(records)
    named = tuple(columns or (listed[0] if listed else ()))
    return Table(named, tuple(tuple(record.get(name) for name in named) for record in listed))


def as_csv(table: Table, language: Language | None = None) -> str:
    """A table as CSV: UTF-8 with a mark that spreadsheets know it by, a line a row.

    For machines and in English a comma between columns and a point before decimals; in Spanish a semicolon and a
    comma, as a spreadsheet in Spanish reads them. A text that a spreadsheet would take for a formula gets an apostrophe
    before it.
    """
    spanish = language == "es"
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if spanish else ",", lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_cell(value, spanish) for value in row])
    return "\ufeff" + written.getvalue()


def _cell(value: Any, spanish: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return repr(value).replace(".", ",") if spanish else repr(value)
    shown = str(value)
    shown = f"'{shown}" if shown.startswith(_FORMULA) else shown
    return shown.replace("\r\n", "\n").replace("\r", "\n")
