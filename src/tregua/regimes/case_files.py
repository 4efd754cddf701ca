"""Cases from a CSV or Parquet file, decided in chunks, so that the file may be larger than memory."""

import csv
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.regimes.columns import Column, Decided, column, decide_columns
from tregua.regimes.rules import Rules, load_rules
from tregua.regimes.schema import KINDS
from tregua.regimes.vocabulary import Fact, Value, problem_with, vocabulary

ROWS = 1 << 18
BLOCK_BYTES = 1 << 24
OUT = pa.schema([(name, pa.dictionary(pa.int32(), pa.string())) for name in (*KINDS, "rule", "missing")])
Lines = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """How many rows were decided and how many were rejected."""

    decided: int
    rejected: int


def decide_file(
    regime: str | Rules, source: Path, target: Path, rejects: Path, say: Callable[[Problem], str] = Problem.message
) -> Counts:
    """Decide every row of a file, in its order; rows that cannot be read go to another file.

    Parameters
    ----------
    regime
        Name of a regime, path of a file, or rules already loaded.
    source
        CSV or Parquet, a column a fact; an empty cell is unknown.
    target
        CSV or Parquet: `extradition`, `warrants`, `penalty`, `status` (empty where undecided), `rule`, `missing`.
    rejects
        CSV with `line` and `reason`; in Parquet the line is the row, counted from 1.
    say
        How a reason reads.

    Raises
    ------
    InputError
        A file that cannot be read or written, or a column that is no fact, with the nearest valid name.
    """
    rules = regime if isinstance(regime, Rules) else load_rules(regime)
    _check_paths(source, target, rejects)
    chunks = _parquet(source) if source.suffix == ".parquet" else _csv(source)
    total = rejected = 0
    with _Rejects(rejects, say) as bad, _Target(target) as out:
        for chunk in _ahead(chunks):
            columns, good = _columns(chunk, bad)
            decided = decide_columns(rules, {name: values[good] for name, values in columns.items()})
            out.write(_batch(decided, int(good.sum())))
            total += int(good.sum())
        rejected = bad.count
    return Counts(total, rejected)


def _ahead(chunks: Iterator["_Chunk"]) -> Iterator["_Chunk"]:
    """The chunks, each read while the one before it is decided."""
    with ThreadPoolExecutor(1) as reader:
        pending = reader.submit(next, chunks, None)
        while (chunk := pending.result()) is not None:
            pending = reader.submit(next, chunks, None)
            yield chunk


def _check_paths(source: Path, target: Path, rejects: Path) -> None:
    for path in (source, target):
        if path.suffix not in (".csv", ".parquet"):
            values = {"field": path.name, "found": path.suffix, "expected": "@regimes.expected.table"}
            raise InputError(Problem("wrong_type", str(path), values))
    if not source.is_file():
        raise InputError(Problem("no_file", str(source)))
    paths = [path.resolve() for path in (source, target, rejects)]
    if len(set(paths)) < 3:
        raise InputError(Problem("duplicate_key", "", {"found": next(one for one in paths if paths.count(one) > 1)}))


@dataclass(frozen=True)
class _Chunk:
    """Some rows of the source: a column a fact, the line of each row, and lines that are no rows at all."""

    columns: dict[str, pa.Array]
    lines: Lines
    broken: dict[int, Problem]


def _facts(names: list[str], source: Path) -> None:
    problems = [
        unknown_name("@regimes.fact", name, vocabulary(), f"{source}:1") for name in names if name not in vocabulary()
    ]
    problems += [
        Problem("duplicate_key", f"{source}:1", {"found": name}) for name in sorted(set(names)) if names.count(name) > 1
    ]
    if problems:
        raise InputError(problems)


def _parquet(source: Path) -> Iterator[_Chunk]:
    try:
        file = pq.ParquetFile(source)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(Problem("unreadable", str(source), {"found": error})) from None
    _facts(file.schema_arrow.names, source)
    start = 1
    for batch in file.iter_batches(ROWS):
        lines = np.arange(start, start + batch.num_rows)
        yield _Chunk(dict(zip(batch.schema.names, batch.columns, strict=True)), lines, {})
        start += batch.num_rows


def _csv(source: Path) -> Iterator[_Chunk]:
    """Rows of a CSV; a line with too many or too few cells is broken."""
    names = _header(source)
    _facts(names, source)
    broken: list[pa_csv.InvalidRow] = []

    def skip(row: pa_csv.InvalidRow) -> str:
        broken.append(row)
        return "skip"

    reader = pa_csv.open_csv(
        source,
        read_options=pa_csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES),
        parse_options=pa_csv.ParseOptions(ignore_empty_lines=False, invalid_row_handler=skip),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.binary()), null_values=[""], strings_can_be_null=True
        ),
    )
    start = told = 0
    for batch in reader:
        gaps = np.array([row.number for row in broken]) - np.arange(len(broken)) - 2
        rows = np.arange(start, start + batch.num_rows)
        lines = rows + 2 + np.searchsorted(gaps, rows, side="right")
        here = [row for row in broken[told:] if row.number < lines[-1]]
        yield _Chunk(dict(zip(names, batch.columns, strict=True)), lines, _cells(here))
        start, told = start + batch.num_rows, told + len(here)
    yield _Chunk({}, np.zeros(0, np.int64), _cells(broken[told:]))


def _cells(rows: list[pa_csv.InvalidRow]) -> dict[int, Problem]:
    return {
        row.number: Problem("cells", "", {"found": row.actual_columns, "expected": row.expected_columns})
        for row in rows
    }


def _header(source: Path) -> list[str]:
    try:
        with source.open("rb") as file:
            names = next(csv.reader([file.readline().decode("utf-8-sig")]))
    except UnicodeDecodeError:
        raise InputError(Problem("not_text", str(source))) from None
    if not names:
        raise InputError(Problem("empty_file", str(source)))
    return names


def _columns(chunk: _Chunk, bad: "_Rejects") -> tuple[dict[str, Column], NDArray[np.bool_]]:
    """The rows as columns, and which of them can be decided; the others are told to `bad`."""
    columns: dict[str, Column] = {}
    reasons: dict[int, list[Problem]] = {}
    for name, values in chunk.columns.items():
        fact = vocabulary()[name]
        codes, wrong = _encode(fact, values)
        if fact.type != "texts":
            columns[name] = codes
        for at, problem in wrong.items():
            reasons.setdefault(at, []).append(problem)
    good = np.ones(len(chunk.lines), np.bool_)
    good[list(reasons)] = False
    told = {int(chunk.lines[at]): problems for at, problems in reasons.items()}
    bad.tell(told | {line: [problem] for line, problem in chunk.broken.items()})
    return columns, good


def _encode(fact: Fact, values: pa.Array) -> tuple[Column, dict[int, Problem]]:
    """A file's column as `column` makes it, and what is wrong in which row."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if fact.type == "tri" and pa.types.is_boolean(values.type):
        return pc.fill_null(values.cast(pa.int8()), -1).to_numpy(zero_copy_only=False), {}
    if fact.type == "date" and pa.types.is_date32(values.type):
        return values.to_numpy(zero_copy_only=False).astype("datetime64[D]"), {}
    if not pa.types.is_binary(values.type):
        values = values.cast(pa.string())
    encoded = values.dictionary_encode()
    parsed = [_read(fact, one) for one in encoded.dictionary.to_pylist()]
    codes = column(fact, [*(value for value, _ in parsed), None]) if fact.type != "texts" else np.zeros(0)
    places = pc.fill_null(encoded.indices, len(parsed)).to_numpy(zero_copy_only=False)
    wrong = {at: problem for at, (_, problem) in enumerate(parsed) if problem}
    rows = np.isin(places, list(wrong)).nonzero()[0].tolist() if wrong else []
    return (codes[places] if fact.type != "texts" else codes), {row: wrong[int(places[row])] for row in rows}


def _read(fact: Fact, cell: bytes | str) -> tuple[Value | None, Problem | None]:
    """The value of one cell, or why it has none."""
    shown = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell
    value: Value | None = shown
    if shown == "":
        return None, None
    if fact.type == "tri":
        value = {"true": True, "false": False}.get(shown.lower(), shown)
    elif fact.type == "integer":
        value = int(shown) if shown.isascii() and shown.isdigit() else shown
    elif fact.type == "texts":
        value = (shown,)
    problem = problem_with(fact, value)
    return (None, problem) if problem else (value, None)


def _batch(decided: Decided, size: int) -> pa.RecordBatch:
    undecided = np.zeros(size, np.int8)
    outcomes = [_words(decided.outcomes.get(kind, undecided), decided.values.get(kind, ("",))) for kind in KINDS]
    masks, places = np.unique(decided.missing, return_inverse=True)
    lists = [";".join(name for bit, name in enumerate(decided.facts) if mask >> bit & 1) for mask in masks.tolist()]
    missing = _words(places + 1, ("", *lists)) if lists and lists[0] else _words(places, tuple(lists))
    return pa.record_batch([*outcomes, _words(decided.rule, decided.rows), missing], schema=OUT)


def _words(codes: NDArray[Any], words: tuple[str, ...]) -> pa.DictionaryArray:
    """Each code's word; the first word stands for nothing."""
    places = pa.array((codes - 1).astype(np.int32), mask=codes == 0)
    return pa.DictionaryArray.from_arrays(places, pa.array(words[1:], pa.string()))


class _Target:
    """The file of the decided rows, complete or not there."""

    def __init__(self, path: Path) -> None:
        self.path, self.partial = path, path.with_name(path.name + ".part")
        self.plain = pa.schema([(name, pa.string()) for name in OUT.names]) if path.suffix == ".csv" else None
        try:
            if self.plain:
                self.writer = pa_csv.CSVWriter(str(self.partial), self.plain)
            else:
                self.writer = pq.ParquetWriter(str(self.partial), OUT, store_schema=False)
        except OSError as error:
            raise InputError(Problem("not_writable", str(path), {"found": error.strerror or error})) from None

    def __enter__(self) -> "_Target":
        return self

    def write(self, batch: pa.RecordBatch) -> None:
        """Append some rows."""
        self.writer.write_batch(batch.cast(self.plain) if self.plain else batch)

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.writer.close()
        if kind is None:
            self.partial.replace(self.path)
        else:
            with suppress(OSError):
                self.partial.unlink()


class _Rejects:
    """The file of the rows that could not be read."""

    def __init__(self, path: Path, say: Callable[[Problem], str]) -> None:
        self.path, self.partial = path, path.with_name(path.name + ".part")
        self.say, self.count = say, 0

    def __enter__(self) -> "_Rejects":
        try:
            self.file = self.partial.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise InputError(Problem("not_writable", str(self.path), {"found": error.strerror})) from None
        self.writer = csv.writer(self.file, lineterminator="\n")
        self.writer.writerow(["line", "reason"])
        return self

    def tell(self, reasons: dict[int, list[Problem]]) -> None:
        """Write rows, in the order of their lines."""
        for line, problems in sorted(reasons.items()):
            self.writer.writerow([line, "; ".join(self.say(problem) for problem in problems)])
        self.count += len(reasons)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.file.close()
        if kind is None:
            self.partial.replace(self.path)
        else:
            self.partial.unlink(missing_ok=True)
