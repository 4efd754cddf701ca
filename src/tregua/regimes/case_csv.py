"""Cases from a CSV: which line each row starts on, and every row in its place, however it is written.

A block of well-formed rows, which is nearly every block, is read as columns at once. One with blank lines, rows of
another length or a quotation mark amiss is read row by row, as slowly as that needs.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem

BLOCK_BYTES = 1 << 22
LONGEST = 1 << 20  # of a line, in bytes
DELIMITERS = (",", ";")


@dataclass(frozen=True)
class Chunk:
    """Some rows: a column each, the line of each row, and why a row is none that can be decided."""

    columns: list[pa.Array]
    lines: NDArray[np.int64]
    wrong: dict[int, Problem] = field(default_factory=dict)


class CsvCases:
    """A CSV whose header is read; `names` under each of the delimiters that it may have."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path, self.file = path, file
        self.line, self.rest = 1, b""
        header = self._header()
        self.names: dict[str, list[str]] = {one: self._split(header, one) for one in DELIMITERS}

    def chunks(self, delimiter: str) -> Iterator[Chunk]:
        """The rows below the header.

        Raises
        ------
        InputError
            A quotation mark that is never closed, a line or a cell that is too long, a file that cannot be read.
        """
        size = len(self.names[delimiter])
        while block := self._read():
            whole, end, self.rest = (self.rest + block).rpartition(b"\n")
            if end:
                yield self._chunk(whole + end, size, delimiter)
            if len(self.rest) > LONGEST:
                raise self._wrong("too_long", self.line, limit=LONGEST)
        if self.rest:
            block, self.rest = self.rest, b""
            yield self._chunk(block, size, delimiter)

    def _chunk(self, block: bytes, size: int, delimiter: str) -> Chunk:
        plain = self._plain(block, size, delimiter)
        return self._by_row(block, size, delimiter) if plain is None else plain

    def _plain(self, block: bytes, size: int, delimiter: str) -> Chunk | None:
        """The rows of a block that is well formed, all of them of the header's length; None for any other."""
        if block.count(b"\r") != block.count(b"\r\n"):
            return None
        data = np.frombuffer(block if block.endswith(b"\n") else block + b"\n", np.uint8)
        lines = data == ord("\n")
        marks = lines | (data == ord(delimiter))
        if b'"' in block:
            outside = _outside_quotes(data, marks)
            if outside is None:
                return None
            marks &= outside
        marks = np.flatnonzero(marks)
        ends = marks[size - 1 :: size]
        blank = size == 1 and (lines[0] or b"\n\n" in block or b"\n\r\n" in block or block.startswith(b"\r\n"))
        if blank or marks.size % size or not lines[ends].all() or lines[marks].sum() != ends.size:
            return None
        try:
            columns = _columns_of(block, size, delimiter)
        except pa.ArrowException:  # bytes that are no text
            return None
        within = np.searchsorted(np.flatnonzero(lines), ends, side="right")
        starts = self.line + np.concatenate([[0], within[:-1]])
        self.line += int(within[-1])
        return Chunk(columns, starts)

    def _by_row(self, block: bytes, size: int, delimiter: str) -> Chunk:
        source = _Lines(block, self._more)
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        rows: list[list[str | None]] = []
        starts: list[int] = []
        wrong: dict[int, Problem] = {}
        while source.more():
            start = self.line + source.taken
            try:
                cells = next(reader)
            except (csv.Error, StopIteration):
                raise self._wrong("unreadable_row", start) from None
            if not cells:  # a blank line is no row
                continue
            if len(cells) != size:
                surplus = ", ".join(filter(None, map(_whole, cells[size:])))
                values = {"found": len(cells), "expected": size, "surplus": surplus}
                wrong[len(rows)] = Problem("cells_over" if surplus else "cells", "", values)
            elif any(not one.isascii() and _is_broken(one) for one in cells):
                wrong[len(rows)] = Problem("not_text_row")
            rows.append([*map(_whole, cells[:size]), *[None] * (size - len(cells))])
            starts.append(start)
        self.line += source.taken
        columns = [pa.array(one, pa.string()) for one in (zip(*rows, strict=True) if rows else [()] * size)]
        return Chunk(columns, np.array(starts, np.int64), wrong)

    def _header(self) -> str:
        """The text of the first line that is not blank; of several, where a cell of it is quoted over their ends."""
        text = b""
        while not text.strip():
            text = self._line()
            if not text:
                raise InputError(Problem("empty_file", str(self.path)))
        while text.count(b'"') % 2:
            more = self._line()
            if not more:
                raise self._wrong("unreadable_row", 1)
            text += more
        try:
            header = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(Problem("not_text", str(self.path))) from None
        if "\0" in header:
            raise InputError(Problem("not_text", str(self.path)))
        if "\r" in header.rstrip("\r\n"):
            raise InputError(Problem("line_ends", str(self.path)))
        return header

    def _more(self) -> bytes:
        """The line after the blocks that were read."""
        line, self.rest = self.rest + self.file.readline(LONGEST), b""
        return line

    def _line(self) -> bytes:
        line = self.file.readline(LONGEST + 1)
        if len(line) > LONGEST:
            raise self._wrong("too_long", self.line, limit=LONGEST)
        self.line += 1
        return line

    def _split(self, header: str, delimiter: str) -> list[str]:
        try:
            return next(csv.reader(header.splitlines(keepends=True), delimiter=delimiter, strict=True))
        except csv.Error:
            return [header]

    def _read(self) -> bytes:
        try:
            return self.file.read(BLOCK_BYTES)
        except OSError as error:
            raise InputError(Problem("unreadable", str(self.path), {"found": error.strerror})) from None

    def _wrong(self, kind: str, line: int, **values: object) -> InputError:
        return InputError(Problem(kind, f"{self.path}:{line}", values))


def _outside_quotes(data: NDArray[np.uint8], marks: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Which bytes lie outside quotation marks; None unless each mark opens or closes a cell, or is doubled within."""
    quotes = data == ord('"')
    places = np.flatnonzero(quotes)
    opening, closing = places[::2], places[1::2]
    if opening.size != closing.size:
        return None
    edge = marks | quotes
    begins = (opening == 0) | edge[opening - 1]
    ends = edge[closing + 1] | (data[closing + 1] == ord("\r"))
    return np.logical_not(np.cumsum(quotes, dtype=np.int32) & 1) if begins.all() and ends.all() else None


def _columns_of(block: bytes, size: int, delimiter: str) -> list[pa.Array]:
    names = [str(at) for at in range(size)]
    table = pa_csv.read_csv(
        pa.BufferReader(block),
        pa_csv.ReadOptions(use_threads=False, column_names=names, block_size=len(block) + 1),
        pa_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False, newlines_in_values=True),
        pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
        ),
    )
    return [one.combine_chunks() for one in table.columns]


class _Lines:
    """The lines of a block, and those after it where its last row goes on."""

    def __init__(self, block: bytes, after: Callable[[], bytes]) -> None:
        self.pending = block.decode("utf-8", "surrogateescape").split("\n")
        if not self.pending[-1]:
            self.pending.pop()
        self.after, self.taken = after, 0

    def more(self) -> bool:
        """Whether a row begins in the block."""
        return self.taken < len(self.pending)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        at = self.taken
        self.taken += 1
        if at < len(self.pending):
            return self.pending[at] + "\n"
        line = self.after()
        if not line:
            raise StopIteration
        return line.decode("utf-8", "surrogateescape")


def _is_broken(cell: str) -> bool:
    return any("\ud800" <= one <= "\udfff" for one in cell)


def _whole(cell: str) -> str | None:
    """A cell as text, its bytes that are none replaced by the mark for such; an empty one is nothing."""
    if cell.isascii():
        return cell or None
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
