"""The cells of a file of cases, read as the values of facts."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tregua.catalogue.errors import InputError, Problem
from tregua.regimes.case_csv import Chunk
from tregua.regimes.case_heads import Heads
from tregua.regimes.columns import Column, column
from tregua.regimes.fact import Fact, Value

_FIRST, _LAST = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
Wrong = dict[int, list[Problem]]


class Cells:
    """Reads chunk after chunk, and remembers which words it took for true and false."""

    def __init__(self, heads: Heads, types: Sequence[pa.DataType], source: Path) -> None:
        self.heads = heads
        self._said: dict[bool, dict[str, None]] = {True: {}, False: {}}
        nested = [at for at in heads.facts if pa.types.is_nested(types[at]) or pa.types.is_null(types[at])]
        problems = [
            Problem(
                "wrong_type",
                str(source),
                {"field": heads.names[at], "found": types[at], "expected": f"@regimes.expected.{heads.facts[at].type}"},
            )
            for at in nested
            if not pa.types.is_null(types[at]) and heads.facts[at].type != "texts"
        ]
        if problems:
            raise InputError(problems)

    def words(self) -> dict[bool, tuple[str, ...]]:
        """The words that were read as true and as false, in the order in which they came."""
        return {value: tuple(words) for value, words in self._said.items()}

    def read(self, chunk: Chunk) -> tuple[dict[str, Column], Wrong]:
        """The rows as columns of facts, and what is wrong in which row."""
        columns: dict[str, Column] = {}
        wrong: Wrong = {at: [problem] for at, problem in chunk.wrong.items()}
        for at, fact in self.heads.facts.items():
            if fact.type == "texts":  # no row can read one
                continue
            columns[fact.id], found = self._encode(fact, chunk.columns[at])
            for row, problem in found.items():
                if row not in chunk.wrong:
                    wrong.setdefault(row, []).append(problem)
        return columns, wrong

    def _encode(self, fact: Fact, values: pa.Array) -> tuple[Column, dict[int, Problem]]:
        """A file's column as `column` makes it, and what is wrong in which row."""
        if pa.types.is_dictionary(values.type):
            values = values.dictionary_decode()
        if fact.type == "tri" and pa.types.is_boolean(values.type):
            return pc.fill_null(values.cast(pa.int8()), -1).to_numpy(zero_copy_only=False), {}
        if fact.type == "date" and (pa.types.is_date(values.type) or pa.types.is_timestamp(values.type)):
            return _days(fact, values)
        if not pa.types.is_binary(values.type):
            values = values.cast(pa.string())
        encoded = values.dictionary_encode()
        parsed = [self._read(fact, one) for one in encoded.dictionary.to_pylist()]
        codes = column(fact, [*(value for value, _ in parsed), None])
        places = pc.fill_null(encoded.indices, len(parsed)).to_numpy(zero_copy_only=False)
        wrong = {at: problem for at, (_, problem) in enumerate(parsed) if problem}
        rows = np.isin(places, list(wrong)).nonzero()[0].tolist() if wrong else []
        return codes[places], {row: wrong[int(places[row])] for row in rows}

    def _read(self, fact: Fact, cell: bytes | str) -> tuple[Value | None, Problem | None]:
        """The value of one cell, or why it has none."""
        shown = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell
        if not shown.strip():
            return None, None
        value = fact.read(shown.strip())
        problem = fact.problem_with(value)
        if problem:
            return None, problem
        if isinstance(value, bool):
            self._said[value].setdefault(shown.strip())
        return value, None


def _days(fact: Fact, values: pa.Array) -> tuple[Column, dict[int, Problem]]:
    """A column of dates or moments as days; a moment that is no midnight, and a day of no calendar, is wrong."""
    if pa.types.is_date(values.type):
        values = values.cast(pa.date32())
    if pa.types.is_timestamp(values.type) and values.type.tz:  # the day of the clock on the wall there
        values = pc.local_timestamp(values)
    moments = values.to_numpy(zero_copy_only=False)
    days: Column = moments.astype("datetime64[D]")
    bad = ~np.isnat(days) & ((days < _FIRST) | (days > _LAST) | (days != moments))
    told = {"field": fact.id, "expected": "@regimes.expected.date"}
    wrong = {int(row): Problem("wrong_type", "", {**told, "found": str(moments[row])}) for row in np.flatnonzero(bad)}
    return np.where(bad, np.datetime64("NaT"), days), wrong
