"""What commands print and show while they run."""

import json
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import check_file, write_whole
from tregua.text import Language, text

if TYPE_CHECKING:
    from tregua.show.table.shape import Table

__all__ = ["Progress", "check_file", "print_json", "write_whole"]

STDOUT = Path("-")
Item = TypeVar("Item")


def print_json(value: object) -> None:
    """Print a value as JSON for people and programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def print_answer(schema: str, answer: Mapping[str, Any], language: Language, table: Path | None = None) -> None:
    """Print an answer in its envelope, with the command that gives it again; or write its table to `table`."""
    own = answer.get("command")
    command = str(own) if own else shlex.join(["tregua", *asked()])
    if table is not None:
        from tregua.show.table.answers import answer_table

        write_table(answer_table(schema, answer, language, command), table, language)
        return
    from tregua.show.words.envelope import envelope

    command = f"{command}{' --json' if own else ''} --lang {language}"
    print_json(envelope(schema, {**answer, "command": ""}, command))


def check_table(path: Path | None, as_json: bool = False) -> None:
    """Refuse a table that cannot be written, before anything is computed, and two forms of one answer.

    Raises
    ------
    InputError
        When its name does not end in ``.csv``, it cannot be written, or JSON is asked for too.
    """
    if path is None:
        return
    if as_json:
        raise InputError(Problem("extra_argument", "", {"found": "--csv"}))
    if path == STDOUT:
        return
    if path.suffix != ".csv":
        values = {"field": "FILE", "expected": ".csv, -", "found": path.name}
        raise InputError(Problem("not_one_of", "--csv", values))
    check_file(path)


def write_table(table: "Table", path: Path, language: Language) -> None:
    """Write a table as CSV for readers of a language, to a file or to standard output."""
    from tregua.show.table.shape import as_csv

    check_table(path)
    if path == STDOUT:
        print(as_csv(table, language), end="")
    else:
        write_whole(path, as_csv(table, language))
        print(text(language, "cli.written", path=path))


def command_of(name: str, *words: str, **options: object) -> str:
    """A command with its words and options as they would be typed."""
    typed = (part for key, value in options.items() for part in (f"--{key}", str(value)))
    return shlex.join(["tregua", name, *words, *typed])


def asked() -> list[str]:
    """The words of this call, but its language."""
    words: list[str] = click.get_current_context().find_root().obj
    return words


class Progress:
    """A progress bar on standard error that first says when the kernel has to be compiled."""

    def __init__(self, language: Language) -> None:
        from rich import progress
        from rich.console import Console

        columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.TimeElapsedColumn())
        console = Console(stderr=True)
        self.bar = progress.Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
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


class Drawing:
    """A progress bar on standard error over the draws of a published model, or over files."""

    def __init__(self, model: str, draws: int | None = None) -> None:
        from rich import progress
        from rich.console import Console

        columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn())
        console = Console(stderr=True)
        self.bar = progress.Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.task = self.bar.add_task(model, total=draws)

    def __enter__(self) -> Callable[[Item], Item]:
        self.bar.start()
        return self.advance

    def advance(self, draw: Item) -> Item:
        """Show that one more draw is ready; the draw is handed on."""
        self.bar.advance(self.task)
        return draw

    def reach(self, done: int, total: int) -> None:
        """Show that `done` of `total` are ready."""
        self.bar.update(self.task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()
