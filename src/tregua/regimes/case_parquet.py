"""Cases from a Parquet file; its rows are counted from 1."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tregua.catalogue.errors import InputError, Problem
from tregua.regimes.case_csv import Chunk

ROWS = 1 << 17


class ParquetCases:
    """A Parquet file whose schema is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.file = pq.ParquetFile(path)
            self.schema: pa.Schema = self.file.schema_arrow
        except (pa.ArrowException, OSError):
            raise InputError(Problem("unreadable", str(path))) from None

    def chunks(self) -> Iterator[Chunk]:
        """The rows.

        Raises
        ------
        InputError
            The file is damaged.
        """
        start = 1
        try:
            for batch in self.file.iter_batches(ROWS):
                yield Chunk(batch.columns, np.arange(start, start + batch.num_rows))
                start += batch.num_rows
        except (pa.ArrowException, OSError):
            raise InputError(Problem("unreadable", str(self.path))) from None
