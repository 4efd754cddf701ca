"""What commands print and show while they run."""

import json
import shlex
from collections.abc import Callable, Mapping
from typing import Any

import click

from tregua.catalogue.files import check_file, write_whole
from tregua.text import Language, text

__all__ = ["Progress", "check_file", "print_json", "write_whole"]


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
