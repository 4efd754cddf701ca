"""A folder of one's own read beside the package's catalogues."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import TypeVar

from tregua.catalogue.errors import InputError, Problem

Read = TypeVar("Read")
FOLDERS, FILES = ("estimates", "claims", "studies"), ("sources.yaml", "pools.yaml")
_own: ContextVar[Path | None] = ContextVar("own", default=None)


@contextmanager
def beside(folder: Path | str | None) -> Iterator[None]:
    """Read the evidence ledger with `folder` beside the package's records; without one nothing changes.

    It may hold ``estimates/``, ``claims/``, ``studies/``, ``sources.yaml`` and ``pools.yaml``, as the package does. A
    process reads it once: what is written there later is not seen.

    Raises
    ------
    InputError
        When it is no folder, or none of these stands in it.
    """
    path = None if folder is None else Path(folder).resolve()
    if path is not None and not _is_ledger(path):
        kind = "no_ledger" if path.is_dir() else "no_folder"
        raise InputError(Problem(kind, str(folder), {"expected": ", ".join((*FOLDERS, *FILES))}))
    if path is not None and (strange := _strange(path)):
        raise InputError(Problem("not_in_ledger", str(strange), {"expected": ", ".join((*FOLDERS, *FILES))}))
    token = _own.set(path)
    try:
        yield
    finally:
        _own.reset(token)


def _is_ledger(path: Path) -> bool:
    return any((path / one).is_dir() for one in FOLDERS) or any((path / one).is_file() for one in FILES)


def _strange(path: Path) -> Path | None:
    """Something that would not be read: another folder, a file of YAML that is called otherwise, what is no file."""
    return next((one for one in sorted(path.rglob("*")) if not _read(one, one.relative_to(path).parts)), None)


def _read(one: Path, parts: tuple[str, ...]) -> bool:
    """Whether it is read, or is a file of another kind that nobody would expect to be."""
    if one.is_dir():
        return len(parts) == 1 and parts[0] in FOLDERS
    if len(parts) == 1 and parts[0] in (*FILES, *FOLDERS):
        return parts[0] in FILES and one.is_file()
    if one.suffix.lower() in (".yaml", ".yml"):
        return len(parts) == 2 and parts[0] in FOLDERS and one.suffix == ".yaml" and one.is_file()
    return one.is_file()


def own_folder() -> Path | None:
    """The folder that is read beside the package's records now."""
    return _own.get()


def per_ledger(read: Callable[[], Read]) -> Callable[[], Read]:
    """Keep what `read` gives, once for the package alone and once for each folder beside it."""
    kept: dict[Path | None, Read] = {}

    @wraps(read)
    def once() -> Read:
        folder = _own.get()
        if folder not in kept:
            kept[folder] = read()
        return kept[folder]

    return once
