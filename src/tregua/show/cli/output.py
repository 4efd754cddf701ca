"""What commands print and show while they run."""

import json
from collections.abc import Callable

from tregua.catalogue.files import check_file, write_whole
from tregua.text import Language, text

__all__ = ["Progress", "check_file", "print_json", "write_whole"]


def print_json(value: object) -> None:
    """Print a value as JSON for people and programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


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
