"""The bound text compiled by Numba, with a cache on disk that follows the text and heals itself."""

import hashlib
import importlib.util
import os
import re
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType

from tregua.lab.bind import bound, working_space

# Inlined, because a call counts a reference to every array it is given: atomic steps, as dear as the equations.
_DECORATOR = '@njit(nogil=True, forceinline=True, error_model="numpy")'

# Fills the arrays of the draws first … last; threads call it without holding Python's lock. It holds all that it calls,
# so it alone is kept on disk.
_DRIVER = """
@njit(nogil=True, cache=True, error_model="numpy")
def run_draws(p, lever_0, levers, shocks, months, substeps, out, status, work, first, last):
    for d in range(first, last):
        status[d] = simulate(p[d], lever_0, levers, shocks[d], months, substeps, out[d], *work)
"""


def numba_text() -> str:
    """The bound text with every function decorated for Numba, and the driver."""
    text = re.sub(r"^def ", f"{_DECORATOR}\ndef ", bound().text, flags=re.MULTILINE)
    return f"from numba import njit\n{text}{_DRIVER}"


@cache
def cache_folder() -> Path:
    """Where the compiled kernel is kept: the user's cache, or a new folder of ours where that cannot be written."""
    from platformdirs import user_cache_path

    folder = user_cache_path("tregua")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="tregua-"))


def is_compiled() -> bool:
    """Whether the kernel's machine code is on disk, whole."""
    return _is_whole(_module_path(numba_text()))


def _module_path(text: str) -> Path:
    return cache_folder() / f"kernel_{hashlib.sha256(text.encode()).hexdigest()[:16]}.py"


def _machine_code(path: Path) -> list[Path]:
    """The files in which Numba keeps the driver of a module."""
    return sorted((path.parent / "__pycache__").glob(f"{path.stem}.run_draws-*.nb[ic]"))


def _seal(path: Path) -> Path:
    """The file that holds the digest of the machine code."""
    return path.with_suffix(".sha256")


def _digest(path: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in _machine_code(path))).hexdigest()


def _is_whole(path: Path) -> bool:
    """Whether the machine code is what was sealed; anything else could stop the process or lie."""
    try:
        return bool(_machine_code(path)) and _seal(path).read_text("ascii") == _digest(path)
    except (OSError, ValueError):
        return False


@cache
def compiled() -> ModuleType:
    """The compiled kernel as a module: its driver is ready, its other functions are compiled at their first call.

    Machine code that is not, byte for byte, what this package has written is thrown away and compiled again.
    """
    text = numba_text()
    path = _module_path(text)
    if not path.exists() or path.read_bytes() != text.encode():
        _write(path, text)
    if not _is_whole(path):
        for file in _machine_code(path):
            file.unlink(missing_ok=True)
    module = _imported(path)
    module.run_draws.compile(_signature())
    if not _is_whole(path):
        _write(_seal(path), _digest(path))
    return module


def _signature() -> tuple[object, ...]:
    """The types of what `run_draws` is given."""
    from numba import float64, int64
    from numba.core.types import UniTuple

    line, rows = float64[::1], float64[:, ::1]
    work = UniTuple(line, len(working_space()))  # type: ignore[no-untyped-call]
    return (rows, line, line, rows, int64, int64, rows, int64[::1], work, int64, int64)


def _write(path: Path, content: str) -> None:
    """Write a file of the cache whole."""
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(content, "utf-8")
    partial.replace(path)


def _imported(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
