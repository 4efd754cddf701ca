"""What a batch of many files has decided, a line a file, so that the same call goes on where it was interrupted.

The journal lies in the folder of the answers. Its first line names the call that writes, each further one a file: under
which rules it was decided, the digests of what was read and of what was written, and the counts. A line is written when
its file is complete; a file without a line, or other than its line says, is decided again.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import TextIO

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import replacing
from tregua.version import VERSION

NAME = "_tregua.jsonl"
"""Its name; what begins with an underscore is no data to those who read a folder of Parquet files."""


@dataclass(frozen=True)
class Done:
    """A file that was decided.

    Parameters
    ----------
    rules
        Under which rules, by which version, and how reasons read.
    source, target
        SHA-256 of the file that was read and of the one that was written.
    counts
        Rows by status.
    yes, no
        The words that were read as true and as false.
    """

    rules: str
    source: str
    target: str
    counts: Mapping[str, int]
    yes: tuple[str, ...]
    no: tuple[str, ...]


class Journal:
    """The journal of a folder, while a batch writes to it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.run = token_hex(8)
        self.done: dict[str, Done] = {}
        self._file: TextIO | None = None
        self._one_line = Lock()

    @contextmanager
    def opened(self) -> Iterator["Journal"]:
        """What earlier calls have noted, and the file to which this one does.

        Raises
        ------
        InputError
            When the file is none of ours, or cannot be read or written.
        """
        self.done = dict(self._read()) if os.path.lexists(self.path) else {}
        with replacing(self.path) as new:
            lines = [{"tregua": VERSION, "run": self.run}, *(_line(name, one) for name, one in self.done.items())]
            new.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "ascii")
        with self.path.open("a", encoding="ascii") as self._file:
            yield self

    def add(self, name: str, done: Done) -> None:
        """Note a file that is complete; threads may do so at the same time."""
        assert self._file is not None
        with self._one_line:
            self.done[name] = done
            self._file.write(json.dumps(_line(name, done)) + "\n")
            self._file.flush()

    def _read(self) -> Iterator[tuple[str, Done]]:
        try:
            _, *lines = _text(self.path).splitlines()
            run_of(self.path.parent)
        except ValueError:
            raise InputError(Problem("not_a_batch", str(self.path.parent))) from None
        except OSError:
            raise InputError(Problem("unreadable", str(self.path))) from None
        for line in lines:
            with suppress(
                ValueError, TypeError, KeyError, AttributeError
            ):  # a line that a killed call has not finished
                record = json.loads(line)
                counts = {str(name): int(count) for name, count in record["counts"].items()}
                rules, source, target = (str(record[name]) for name in ("rules", "source", "target"))
                yes, no = (tuple(map(str, record[name])) for name in ("yes", "no"))
                yield str(record["file"]), Done(rules, source, target, counts, yes, no)


def run_of(folder: Path) -> str:
    """The call that writes to a folder.

    Raises
    ------
    OSError, ValueError
        When there is no journal.
    """
    record = json.loads((_text(folder / NAME).splitlines() or [""])[0])
    if not isinstance(record, dict) or "tregua" not in record or "run" not in record:
        raise ValueError
    return str(record["run"])


def digest_of(path: Path) -> str:
    """SHA-256 of a file.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(Problem("unreadable", str(path), {"found": error.strerror})) from None


def _line(name: str, done: Done) -> dict[str, object]:
    return {"file": name, **asdict(done)}


def _text(path: Path) -> str:
    return path.read_text("ascii")
