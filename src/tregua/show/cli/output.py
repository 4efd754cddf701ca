"""What commands print, write and show while they run."""

import errno
import json
import os
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from tregua.catalogue.errors import InputError, Problem
from tregua.text import Language, text


def print_json(value: object) -> None:
    """Print a value as JSON for people and programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def print_answer(schema: str, answer: Mapping[str, Any], language: Language) -> None:
    """Print an answer in its envelope, with the command that gives it again."""
    from tregua.show.words.envelope import envelope

    own = answer.get("command")
    command = f"{own} --json" if own else shlex.join(["tregua", *asked()])
    print_json(envelope(schema, {**answer, "command": ""}, f"{command} --lang {language}"))


def asked() -> list[str]:
    """The words of this call, but its language."""
    words: list[str] = click.get_current_context().find_root().obj
    return words


def write_whole(path: Path, content: str) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    check_file(path)
    partial = path.parent / f"{path.name}.part"
    try:
        partial.write_text(content, "utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError(Problem("not_writable", str(path), {"found": error.strerror or ""})) from None


def check_file(path: Path) -> None:
    """Refuse a file that cannot be written, before anything is computed; a link or a device is not replaced.

    Raises
    ------
    InputError
        When its folder is not there or cannot be written to, or a link or a device has its name.
    """
    if path.is_symlink() or (path.exists() and not (path.is_file() or path.is_dir())):
        raise InputError(Problem("not_a_plain_file", str(path)))
    if not os.access(path.parent, os.W_OK):
        raise InputError(Problem("not_writable", str(path), {"found": os.strerror(errno.ENOENT)}))


class Progress:
    """A progress bar on standard error that first says when the kernel has to be compiled."""

    def __init__(self, language: Language) -> None:
        from rich import progress
        from rich.console import Console

        columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.TimeElapsedColumn())
        self.bar = progress.Progress(*columns, console=Console(stderr=True), transient=True)
        self.language = language

    def __enter__(self) -> Callable[[int, int], None]:
        from tregua.lab.engine.numba import is_compiled

        self.bar.start()
        key = "cli.running" if is_compiled() else "cli.compiling"
        self.task = self.bar.add_task(text(self.language, key), total=None)
        return self.advance

    def advance(self, done: int, total: int) -> None:
        """Show that `done` of `total` parts are ready."""
        self.bar.update(self.task, description=text(self.language, "cli.running"), completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()
