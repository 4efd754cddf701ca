"""Cases from a CSV or Parquet file, decided in chunks, so that the file may be larger than memory.

Every row that comes in goes out, in its place, with all its columns and the answer beside them.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import check_file, replacing
from tregua.regimes.case_answers import answers_of
from tregua.regimes.case_cells import Cells
from tregua.regimes.case_csv import DELIMITERS, Chunk, CsvCases
from tregua.regimes.case_heads import Heads, read_heads
from tregua.regimes.case_parquet import ParquetCases
from tregua.regimes.case_target import Target
from tregua.regimes.columns import FORCES, decide_columns
from tregua.regimes.load import load_rules
from tregua.regimes.rules import Rules
from tregua.regimes.vocabulary import Names

SUFFIXES = (".csv", ".parquet")


@dataclass(frozen=True)
class Taken:
    """What a batch took the file for.

    Parameters
    ----------
    delimiter
        Between the cells of a CSV; empty for Parquet.
    heads
        Which columns are facts, which are kept.
    unread
        The facts that the regime does not read.
    words
        The words that were read as true and as false.
    """

    delimiter: str
    heads: Heads
    unread: tuple[str, ...]
    words: dict[bool, tuple[str, ...]]


@dataclass(frozen=True)
class Counts:
    """How many rows were decided, left undetermined and rejected: together, all of them.

    Parameters
    ----------
    provisional
        How many of the decided ones unknown rows could still change.
    outside
        How many lie before or after the text, so that nothing is decided of them.
    files
        In how many files they stood.
    before
        How many of these files an earlier call had decided already.
    beside
        How many more files an earlier call has left in the folder.
    """

    decided: int
    undetermined: int
    rejected: int
    provisional: int
    outside: int
    taken: Taken = field(compare=False, repr=False)
    files: int = 1
    before: int = field(default=0, compare=False)
    beside: int = field(default=0, compare=False)


def decide_file(
    regime: str | Rules,
    source: Path,
    target: Path,
    say: Callable[[Problem], str] = Problem.message,
    on: str | None = None,
) -> Counts:
    """Decide every row of a file, in its order.

    Parameters
    ----------
    regime
        Name of a regime, path of a file, or rules already loaded.
    source
        CSV or Parquet. A column named like a fact states it, an empty cell is unknown; every other column is kept.
    target
        CSV or Parquet: the columns of the source, then `line`, `status` (decided, undetermined, rejected), `reason` of
        a rejection, `outcome_extradition`, `outcome_warrants`, `outcome_penalty`, `outcome_status` (empty where not
        decided), `rule`, `provisional` (how many unknown rows could change it), `in_force` (how its day lies to the
        text), `missing`. In Parquet a line is the row, counted from 1.
    say
        How a reason reads.
    on
        The day whose rows are meant where a row of the file states no `decision_date`.

    Raises
    ------
    InputError
        A file that cannot be read or written, whose rows cannot be told apart, or without a fact among its columns.
    """
    rules = regime if isinstance(regime, Rules) else load_rules(regime, on=on)
    check_paths(source, target)
    with ExitStack() as stack:
        delimiter, heads, types, chunks = _opened(source, stack, rules.names)
        cells = Cells(heads, types, source)
        out = Target(target, heads.written(), types, delimiter or DELIMITERS[0])
        counted: Counter[str] = Counter()
        writing = stack.enter_context(out.writing(stack.enter_context(replacing(target))))
        for chunk in _ahead(chunks):
            columns, wrong = cells.read(chunk)
            decided = decide_columns(rules, columns, len(chunk.lines))
            for row in np.flatnonzero(decided.impossible).tolist():
                wrong.setdefault(row, []).append(rules.contradictions[decided.impossible[row] - 1].problem)
            answers, statuses = answers_of(decided, chunk.lines, wrong, say)
            writing.write([*chunk.columns, *answers])
            counted.update(statuses)
            read = np.delete(np.arange(len(chunk.lines)), [*wrong])
            counted["provisional"] += int(np.count_nonzero(decided.provisional[read]))
            counted["outside"] += int(
                np.isin(decided.force[read], [FORCES.index("before"), FORCES.index("after")]).sum()
            )
    taken = Taken(delimiter, heads, heads.unread(rules), cells.words())
    return Counts(
        decided=counted["decided"],
        undetermined=counted["undetermined"],
        rejected=counted["rejected"],
        provisional=counted["provisional"],
        outside=counted["outside"],
        taken=taken,
    )


def head_of(source: Path, names: Names) -> tuple[str, Heads]:
    """What a file's columns are, and the delimiter between its cells, empty for Parquet.

    Raises
    ------
    InputError
        As `decide_file`, as far as the head tells.
    """
    with ExitStack() as stack:
        delimiter, heads, types, _ = _opened(source, stack, names)
        Cells(heads, types, source)
        return delimiter, heads


def _opened(source: Path, stack: ExitStack, names: Names) -> tuple[str, Heads, list[pa.DataType], Iterator[Chunk]]:
    """The delimiter (none for Parquet), the columns, their types and the rows of a file."""
    if source.suffix == ".parquet":
        parquet = ParquetCases(source)
        return "", read_heads(parquet.schema.names, source, names), list(parquet.schema.types), parquet.chunks()
    try:
        file = stack.enter_context(source.open("rb"))
    except OSError as error:
        raise InputError(Problem("unreadable", str(source), {"found": error.strerror})) from None
    csv = CsvCases(source, file)
    delimiter = max(
        DELIMITERS, key=lambda one: (sum(map(bool, map(names.called, csv.names[one]))), len(csv.names[one]))
    )
    heads = read_heads(csv.names[delimiter], source, names)
    return delimiter, heads, [pa.string()] * len(heads.names), csv.chunks(delimiter)


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The chunks, each read while the one before it is decided."""
    with ThreadPoolExecutor(1) as reader:
        pending = reader.submit(next, chunks, None)
        while (chunk := pending.result()) is not None:
            pending = reader.submit(next, chunks, None)
            yield chunk


def check_paths(source: Path, target: Path) -> None:
    """Refuse what is no table, is not there, cannot be written, or is the same file.

    Raises
    ------
    InputError
        When it is so.
    """
    if not os.path.isfile(source):
        raise InputError(Problem("no_file", str(source)))
    for path in (source, target):
        if path.suffix not in SUFFIXES:
            values = {"field": path.name, "found": path.suffix, "expected": "@regimes.expected.table"}
            raise InputError(Problem("wrong_type", str(path), values))
    check_file(target)
    if target.exists() and target.samefile(source):
        raise InputError(Problem("duplicate_key", "", {"found": source}))
