"""A folder of tables in place of the catalogue's figures: what was observed, as somebody else has it.

A table is a CSV file with a row a figure and at least the columns of `COLUMNS`; `month` is needed where a year has
several figures. Other columns, and rows of variables that the lab is not held against, are left unread and named.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.catalogue.read import read_text
from tregua.evidence.schema import Point, Series

COLUMNS = ("country_iso3", "year", "variable", "value", "unit")
OTHER_SEPARATORS = (";", "\t")
YEARS = (1900, 2100)
MOST_TOLD = 20
LARGEST = 1e15  # of any number in a catalogue
LONGEST_NUMBER = 40  # characters
DECEMBER = 12  # a figure without a month is that of the end of its year
Name = tuple[str, str]


@dataclass(frozen=True)
class Expected:
    """A series that a table may replace: the unit that its figures must have, and whether they may be zero.

    Without `monthly` its figures are sums of whole years: a month's would be read as a year's. What is before `first`
    is held to nothing, so that it may be zero in any series.
    """

    series: Series
    unit: str
    zeros: bool
    monthly: bool = True
    first: int = 0


@dataclass(frozen=True)
class Observed:
    """What a folder holds: the series that it replaces, by id, and the names of variables that nothing is held to."""

    series: dict[str, Series]
    unused: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """A row of a table and where it stands; `cells` lacks the columns that the table lacks."""

    at: str
    cells: dict[str, str]

    @property
    def name(self) -> Name:
        return self.cells["country_iso3"], self.cells["variable"]


def read_folder(folder: Path, expected: Mapping[Name, Expected]) -> Observed:
    """Read every table of a folder; a series of which it holds a figure has only the folder's figures.

    Parameters
    ----------
    folder : where the tables lie
    expected : what may be replaced, by country and variable

    Raises
    ------
    InputError
        With everything that is wrong in all tables, each with file and line, the first `MOST_TOLD` of them.
    """
    tables = _tables(folder)
    problems: list[Problem] = []
    rows: list[_Row] = []
    for path in tables:
        try:
            rows += _rows(path)
        except InputError as error:
            problems += error.problems
    points: dict[Name, dict[tuple[int, int], Point]] = {}
    for row in rows:
        if row.name in expected:
            found = _point(row, expected[row.name])
            problems += found if isinstance(found, list) else _kept(found, row, points.setdefault(row.name, {}))
    if not problems and not points:
        problems = [_no_overlap(folder, rows, expected)]
    if problems:
        _refuse(problems)
    replaced = {name: _replaced(expected[name].series, folder, several.values()) for name, several in points.items()}
    unused = sorted({_unused(row.name, expected) for row in rows if row.name not in expected})
    return Observed({one.id: one for one in replaced.values()}, tuple(unused))


def _unused(name: Name, expected: Mapping[Name, Expected]) -> str:
    """A variable that nothing is held against; with its country where it is that of others that are."""
    country, variable = name
    return f"{variable} ({country})" if any(variable == other for _, other in expected) else variable


def _refuse(problems: list[Problem]) -> None:
    more = len(problems) - MOST_TOLD
    told = problems[:MOST_TOLD] + ([Problem("more_problems", "", {"count": more})] if more > 0 else [])
    raise InputError(told)


def _tables(folder: Path) -> list[Path]:
    try:
        tables = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    except FileNotFoundError:
        siblings = [one.name for one in folder.resolve().parent.glob("*") if one.is_dir()]
        raise InputError(Problem("no_folder", str(folder), {"nearest": nearest(folder.name, siblings)})) from None
    except NotADirectoryError:
        raise InputError(Problem("not_a_folder", str(folder))) from None
    except OSError:
        raise InputError(Problem("unreadable", str(folder))) from None
    if not tables:
        raise InputError(Problem("no_tables", str(folder)))
    return tables


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line, with the number of the line."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:  # a cell without an end
        raise InputError(Problem("unreadable_row", f"{path}:{reader.line_num}")) from None


def _rows(path: Path) -> list[_Row]:
    """The rows of a table; a table that lacks a column is refused as a whole."""
    lines = _lines(path)
    head = [cell.strip() for cell in next(lines, (1, []))[1]]
    for other in OTHER_SEPARATORS:
        if len(head) == 1 and {*COLUMNS} <= {cell.strip() for cell in head[0].split(other)}:
            raise InputError(Problem("separator", f"{path}:1"))
    problems = [
        Problem("no_column", f"{path}:1", {"field": one, "found": ", ".join(head), "nearest": nearest(one, head)})
        for one in COLUMNS
        if one not in head
    ]
    twice = sorted({one for one in head if one in (*COLUMNS, "month") and head.count(one) > 1})
    problems += [Problem("duplicate_key", f"{path}:1", {"found": one}) for one in twice]
    if problems:
        raise InputError(problems)
    rows = []
    for line, cells in lines:
        at = f"{path}:{line}"
        if any(cell.strip() for cell in cells):
            if len(cells) != len(head):
                problems.append(Problem("cells", at, {"found": len(cells), "expected": len(head)}))
            else:
                rows.append(_Row(at, {name: cell.strip() for name, cell in zip(head, cells, strict=True)}))
    if not rows and not problems:
        problems.append(Problem("no_rows", str(path)))
    if problems:
        raise InputError(problems)
    return rows


def _point(row: _Row, expected: Expected) -> Point | list[Problem]:
    """The figure of a row, or everything that is wrong with it."""
    year = _whole(row, "year", YEARS)
    month = _whole(row, "month", (1, 12)) if row.cells.get("month") else None
    value = _value(row, expected.zeros or (isinstance(year, int) and year < expected.first))
    problems = [one for one in (year, month, value) if isinstance(one, Problem)]
    if row.cells["unit"] != expected.unit:
        values = {"field": row.cells["variable"], "expected": expected.unit, "found": row.cells["unit"]}
        problems.append(Problem("wrong_unit", row.at, values))
    if month is not None and not expected.monthly:
        problems.append(Problem("month_of_flow", row.at, {"field": row.cells["variable"], "found": row.cells["month"]}))
    if problems or isinstance(year, Problem) or isinstance(month, Problem) or isinstance(value, Problem):
        return problems
    return Point(year=year, month=month, value=value)


def _whole(row: _Row, field: str, limits: tuple[int, int]) -> int | Problem:
    found = row.cells[field]
    if not (found.isascii() and found.isdigit() and len(found) <= LONGEST_NUMBER):
        values = {"field": field, "found": _short(found), "expected": "@expected.integer"}
        return Problem("wrong_type", row.at, values)
    if not limits[0] <= int(found) <= limits[1]:
        return Problem(
            "out_of_range", row.at, {"field": field, "found": found, "expected": f"{limits[0]} … {limits[1]}"}
        )
    return int(found)


def _short(found: str) -> str:
    """What stands in a cell, as far as a sentence can quote it."""
    return found if len(found) <= LONGEST_NUMBER else f"{found[: LONGEST_NUMBER - 1]}…"


def _value(row: _Row, zeros: bool) -> float | Problem:
    found = row.cells["value"]
    try:
        value = float(found if found.isascii() and "_" not in found else "")
    except ValueError:
        return Problem("wrong_type", row.at, {"field": "value", "found": _short(found), "expected": "@expected.number"})
    if not abs(value) < LARGEST:
        return Problem("not_finite", row.at, {"field": "value", "found": _short(found)})
    if value < 0.0 or (value == 0.0 and not zeros):
        return Problem(
            "out_of_range", row.at, {"field": "value", "found": found, "expected": "≥ 0" if zeros else "> 0"}
        )
    return value


def _kept(point: Point, row: _Row, points: dict[tuple[int, int], Point]) -> list[Problem]:
    """Keep a figure, or the problem that there is one of that time already."""
    when = point.year, point.month or DECEMBER
    if when in points:
        shown = f"{point.year}-{point.month:02}" if point.month else str(point.year)
        values = {"variable": row.cells["variable"], "place": row.cells["country_iso3"], "found": shown}
        return [Problem("time_twice", row.at, values)]
    points[when] = point
    return []


def _no_overlap(folder: Path, rows: list[_Row], expected: Mapping[Name, Expected]) -> Problem:
    """None of the rows is of a series that the lab is held against; the nearest name is that of the likeliest slip."""
    wanted = sorted({variable for _, variable in expected})
    found = sorted({row.cells["variable"] for row in rows})
    likely = next((name for one in found if (name := nearest(one, wanted))), "")
    listed = ", ".join([*found[:5], "…"] if len(found) > 5 else found)
    return Problem("no_overlap", str(folder), {"found": listed, "valid": ", ".join(wanted), "nearest": likely})


def _replaced(series: Series, folder: Path, points: Iterable[Point]) -> Series:
    """A series with other figures; what its catalogue says of its own edition is not said of them."""
    ordered = sorted(points, key=lambda one: (one.year, one.month or 0))
    return series.model_copy(update={"points": ordered, "release": folder.name, "revisions": None})
