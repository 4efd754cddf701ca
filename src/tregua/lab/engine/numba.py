"""The bound text compiled by Numba, with a cache on disk that follows the text."""

import hashlib
import importlib.util
import os
import re
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType

from tregua.lab.bind import bound

# Inlined, because a call counts a reference to every array it is given: atomic steps, as dear as the equations.
_DECORATOR = '@njit(nogil=True, cache=True, forceinline=True, error_model="numpy")'

# Fills the arrays of the draws first … last; threads call it without holding Python's lock.
_DRIVER = """

def run_draws(p, lever_0, levers, shocks, months, substeps, out, status, work, first, last):
    for d in range(first, last):
        status[d] = simulate(p[d], lever_0, levers, shocks[d], months, substeps, out[d], *work)
"""


def numba_text() -> str:
    """The bound text with the driver, every function decorated for Numba."""
    text = bound().text + _DRIVER
    text = re.sub(r"^def ", f"{_DECORATOR}\ndef ", text, flags=re.MULTILINE)
    return "from numba import njit\n" + text


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
    """Whether the kernel's machine code is already on disk."""
    path = _module_path(numba_text())
    return any((path.parent / "__pycache__").glob(f"{path.stem}.run_draws*.nbc"))


def _module_path(text: str) -> Path:
    return cache_folder() / f"kernel_{hashlib.sha256(text.encode()).hexdigest()[:16]}.py"


@cache
def compiled() -> ModuleType:
    """The compiled kernel as a module; its functions are Numba's, compiled at their first call."""
    text = numba_text()
    path = _module_path(text)
    if not path.exists() or path.read_text("utf-8") != text:
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text(text, "utf-8")
        partial.replace(path)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
