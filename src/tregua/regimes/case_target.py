"""The file of the answers: the columns that came in, and those that were added, written as they come."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from tregua.catalogue.errors import InputError, Problem
from tregua.regimes.case_heads import ADDED

_WORDS = pa.dictionary(pa.int32(), pa.string())
_NUMBERS = ("line", "provisional")
ADDED_TYPES = {name: pa.int64() if name in _NUMBERS else pa.string() if name == "reason" else _WORDS for name in ADDED}


class Target:
    """A CSV or a Parquet file that is being written."""

    def __init__(self, path: Path, names: Sequence[str], types: Sequence[pa.DataType], delimiter: str) -> None:
        kept = [*zip(names, types, strict=True)]
        self.is_csv = path.suffix == ".csv"
        if self.is_csv:
            nested = [name for name, kind in kept if pa.types.is_nested(kind)]
            if nested:
                raise InputError(Problem("nested_column", str(path), {"found": ", ".join(nested)}))
            kept = [(name, pa.string()) for name, _ in kept]
            added = {name: pa.int64() if name in _NUMBERS else pa.string() for name in ADDED}
            self.options = pa_csv.WriteOptions(delimiter=delimiter)
        else:
            added = ADDED_TYPES
        self.schema = pa.schema([*kept, *added.items()])

    @contextmanager
    def writing(self, path: Path) -> Iterator["Target"]:
        """Write to `path`; the file is complete when the block ends well, and is closed in any case."""
        if self.is_csv:
            self.writer = pa_csv.CSVWriter(str(path), self.schema, write_options=self.options)
        else:
            self.writer = pq.ParquetWriter(str(path), self.schema, store_schema=False)
        with self.writer:
            yield self

    def write(self, columns: Sequence[pa.Array]) -> None:
        """Append some rows."""
        try:
            cast = [
                one if one.type == field.type else one.cast(field.type)
                for one, field in zip(columns, self.schema, strict=True)
            ]
        except pa.ArrowInvalid as error:  # bytes of a Parquet file that are no text
            raise InputError(Problem("unreadable", self.schema.names[0], {"found": error})) from None
        self.writer.write_batch(pa.record_batch(cast, schema=self.schema))
