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
    """Something that would not be read: another folder, or a file of YAML that is called otherwise."""
    for one in sorted(path.rglob("*")):
        parts = one.relative_to(path).parts
        if one.is_dir():
            if len(parts) > 1 or parts[0] not in FOLDERS:
                return one
        elif one.suffix in (".yaml", ".yml"):
            placed = parts[0] in FILES if len(parts) == 1 else parts[0] in FOLDERS and one.suffix == ".yaml"
            if not placed:
                return one
    return None


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
