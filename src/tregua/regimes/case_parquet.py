"""Cases from a Parquet file; its rows are counted from 1."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tregua.catalogue.errors import InputError, Problem
from tregua.regimes.case_csv import Chunk

ROWS = 1 << 17  # of a chunk, where its columns are few
CELLS = 1 << 23  # of a chunk
BYTES = 1 << 28  # of a chunk, as the file counts them
BUFFER = 1 << 16  # bytes of a column that are read at a time, however large its row group


class ParquetCases:
    """A Parquet file whose schema is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.file = pq.ParquetFile(path, buffer_size=BUFFER, pre_buffer=False)  # else it keeps all that it has read
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
            for batch in self.file.iter_batches(self._rows()):
                yield Chunk(batch.columns, np.arange(start, start + batch.num_rows))
                start += batch.num_rows
        except (pa.ArrowException, OSError):
            raise InputError(Problem("unreadable", str(self.path))) from None

    def _rows(self) -> int:
        """How many rows of this file are read at a time, so that wide ones and long texts fit into memory too."""
        described = self.file.metadata
        size = sum(int(described.row_group(at).total_byte_size) for at in range(described.num_row_groups))
        columns, rows = int(described.num_columns), int(described.num_rows)
        return max(1, min(ROWS, CELLS // max(columns, 1), BYTES * rows // max(size, 1)))
