"""The bound text compiled by Numba, with a cache on disk that follows the text and heals itself."""

import atexit
import getpass
import hashlib
import importlib.util
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import replacing_folder
from tregua.lab.bind import bound, working_space

MODULE, SEAL, KERNELS = "kernel.py", "seal", "kernel_"

# Inlined, because a call counts a reference to every array it is given: atomic steps, as dear as the equations.
# Nothing but the driver calls them, so they have no wrappers for others, which take a fifth of the time to compile.
_DECORATOR = '@njit(nogil=True, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy")'

# Fills the arrays of the draws first … last, all with the same levers or each with its own; threads call it without
# holding Python's lock. It holds all that it calls, so it alone is kept on disk.
_DRIVER = """
@njit(nogil=True, cache=True, error_model="numpy")
def run_draws(p, lever_0, levers, shocks, months, substeps, out, status, work, first, last):
    for d in range(first, last):
        lever = levers[d] if len(levers) > 1 else levers[0]
        status[d] = simulate(p[d], lever_0, lever, shocks[d], months, substeps, out[d], *work)
"""


def numba_text() -> str:
    """The bound text with every function decorated for Numba, and the driver."""
    text = re.sub(r"^def ", f"{_DECORATOR}\ndef ", bound().text, flags=re.MULTILINE)
    return f"from numba import njit\n{text}{_DRIVER}"


def users_folder() -> Path:
    """The user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("tregua")


@cache
def cache_folder() -> Path:
    """Where the compiled kernel is kept: the user's cache, or a folder of the user's where that cannot be written."""
    folder = users_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return spare_folder()


@cache
def spare_folder() -> Path:
    """A folder among the temporary ones, the same in every run; one for this run only, where it is not ours alone."""
    owner = os.getuid() if sys.platform != "win32" else getpass.getuser()
    folder = Path(tempfile.gettempdir()) / f"tregua-{owner}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if sys.platform == "win32" or (
            stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
        ):
            return folder
    once = Path(tempfile.mkdtemp(prefix="tregua-"))
    atexit.register(shutil.rmtree, once, ignore_errors=True)
    return once


def is_compiled() -> bool:
    """Whether the kernel's machine code is on disk, whole."""
    return kept_at() is not None


def told_not_to_compile() -> bool:
    """Whether Numba is set to leave Python as it is; a run would take hours."""
    from numba.core import config

    return bool(config.DISABLE_JIT)  # type: ignore[attr-defined]


def kept_at() -> Path | None:
    """The folder that holds the kernel's machine code, whole; none where it has to be compiled."""
    return next(filter(_is_whole, _places()), None)


def _places() -> Iterator[Path]:
    """The folders of the kernel as it is now: in the cache, and where that disk was full."""
    yield cache_folder() / _name()
    yield spare_folder() / _name()


def _name() -> str:
    """What the kernel's text, its machine code for a processor, and their seal are kept under."""
    import llvmlite.binding
    import numba
    from numba.core import config

    processor = config.CPU_NAME or llvmlite.binding.get_host_cpu_name()  # type: ignore[attr-defined]
    key = "\0".join([numba_text(), numba.__version__, processor, sys.version])
    return f"{KERNELS}{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _digest(place: Path) -> str:
    """The digest of all files of a folder but the seal."""
    files = sorted(path for path in place.rglob("*") if path.is_file() and path.name != SEAL)
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def _is_whole(place: Path) -> bool:
    """Whether the folder holds what was sealed; anything else could stop the process or lie."""
    try:
        return (place / SEAL).read_text("ascii") == _digest(place)
    except (OSError, ValueError):
        return False


@cache
def compiled() -> ModuleType:
    """The compiled kernel as a module: its driver is ready; its other functions are parts of it.

    A folder that is not, byte for byte, what this package has sealed, or cannot be loaded for whatever reason, is made
    again, out of sight until it is complete, so that no other process meets half of it.

    Raises
    ------
    InputError
        The machine code can be written nowhere, or Numba is told not to compile.
    """
    if told_not_to_compile():
        raise InputError(Problem("not_compiled", "", {}))
    for place in _places():
        if _is_whole(place):
            with suppress(Exception):  # pickles and machine code of another time fail in many ways
                return _ready(place)
    failed: list[Problem] = []
    for place in _places():
        try:
            return _made(place)
        except InputError as error:
            failed += [Problem("cache_failed", str(place.parent), one.values) for one in error.problems]
    raise InputError(failed)


def _made(place: Path) -> ModuleType:
    """The module, compiled and kept in a folder."""
    module = None
    try:
        with replacing_folder(place) as new:
            (new / MODULE).write_text(numba_text(), "utf-8")
            module = _ready(new)
            (new / SEAL).write_text(_digest(new), "ascii")
    except InputError:
        if module is None:
            raise
    return module  # the kernel in memory is as good as one that could not be kept


def _ready(place: Path) -> ModuleType:
    """The module in a folder, its driver compiled or read from disk."""
    name = f"tregua_{_name()}"  # in whatever folder: machine code looks its module up by name
    spec = importlib.util.spec_from_file_location(name, place / MODULE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    module.run_draws.compile(_signature())
    return module


def _signature() -> tuple[object, ...]:
    """The types of what `run_draws` is given."""
    from numba import float64, int64
    from numba.core.types import UniTuple

    line, rows = float64[::1], float64[:, ::1]
    work = UniTuple(line, len(working_space()))  # type: ignore[no-untyped-call]
    return (rows, line, rows, rows, int64, int64, rows, int64[::1], work, int64, int64)
