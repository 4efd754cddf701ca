"""A copy of the lab's files, edited, in the place of the lab for as long as a test needs it."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from tregua.lab import alternatives, bind, layout, leftover, model, past, scenario
from tregua.lab.engine import numba

CACHES = (
    model.lab,
    alternatives.alternatives,
    layout.layout,
    layout.parameter_columns,
    past._of_the_ledger,
    scenario.record,
    bind.bound,
    bind.catalogue_hash,
    bind.working_space,
    numba.compiled,
)


def forget() -> None:
    """Let everything that was read from the lab's files be read again."""
    for one in CACHES:
        one.cache_clear()


@contextmanager
def other_lab(edit: Callable[[Path], None]) -> Iterator[None]:
    """The lab as it is when `edit` has changed a copy of its folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "lab"
        shutil.copytree(model.FOLDER, folder)
        edit(folder)
        with ExitStack() as patches:
            for module in (model, bind, leftover):
                patches.enter_context(patch.object(module, "FOLDER", folder))
            forget()
            try:
                yield
            finally:
                forget()


def rewrite(path: Path, change: Callable[[Any], None]) -> None:
    """Change a YAML file as plain values."""
    value = yaml.safe_load(path.read_text("utf-8"))
    change(value)
    plain = json.loads(json.dumps(value))  # no record twice as the same object, which YAML would write as an alias
    path.write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), "utf-8")


def replace(path: Path, old: str, new: str) -> None:
    """Replace a piece of text that stands once in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")
