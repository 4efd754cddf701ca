"""What the command line shares: options, help in both languages, complaints in our own words, progress."""

import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.text import LANGUAGES, Language, text

OUT = Path("tregua-results")
STYLES = ("apa", "bibtex", "csl-json")
Commands = Mapping[Callable[..., None], tuple[str, ...]]


def build(commands: Commands, language: Language) -> click.Group:
    """The command line in one language, from the functions behind it and the names of their arguments."""

    def option(name: str, **settings: Any) -> click.Option:
        shown = text(language, f"cli.option.{name}")
        if "default" in settings:
            shown += f" [{text(language, 'table.default')}: {settings['default']}]"
        return click.Option([f"--{name}"], help=shown, **settings)

    parameters: dict[str, click.Parameter] = {
        "scenario": click.Argument(["scenario"], nargs=-1),
        "baseline": option("baseline", default="war-on-drugs"),
        "report_baseline": click.Option(["--baseline"], help=text(language, "cli.option.baseline")),
        "year": option("year", type=int, default=2030),
        "report_year": click.Option(["--year"], type=int, help=text(language, "cli.option.year")),
        "draws": option("draws", type=int, default=500),
        "seed": option("seed", type=int, default=0),
        "until": option("until", type=int, default=2035),
        "assume": option("assume", multiple=True, metavar="NAME=NUMBER"),
        "as_json": click.Option(["--json", "as_json"], is_flag=True, help=text(language, "cli.option.as_json")),
        "out": option("out", type=click.Path(path_type=Path), default=OUT),
        "folder": click.Argument(["folder"], type=click.Path(path_type=Path), default=OUT, metavar="[RUN]"),
        "name": click.Argument(["name"], required=False),
        "facts": click.Argument(["facts"], required=False, metavar="[FACTS|-]"),
        "regime": option("regime", required=True, metavar="ID"),
        "variant": option("variant", multiple=True, metavar="NAME"),
        "batch": option("batch", type=click.Path(path_type=Path), metavar="IN"),
        "batch_out": click.Option(
            ["--out", "batch_out"], type=click.Path(path_type=Path), help=text(language, "cli.option.batch_out")
        ),
        "rejects": option("rejects", type=click.Path(path_type=Path)),
        "action": click.Argument(["action"], required=False, metavar="[show"),
        "regime_id": click.Argument(["name"], required=False, metavar="ID]"),
        "regime_ids": click.Argument(["regime_ids"], nargs=-1, metavar="ID..."),
        "log": click.Argument(["log"], metavar="LOG|-"),
        "regime_a": click.Argument(["regime_a"], metavar="A"),
        "regime_b": click.Argument(["regime_b"], metavar="B"),
        "as_csv": click.Option(["--csv", "as_csv"], is_flag=True, help=text(language, "cli.option.as_csv")),
        "html": option("html", type=click.Path(path_type=Path), metavar="FILE"),
        "claim_id": click.Argument(["claim_id"], metavar="ID"),
        "promise_id": click.Argument(["promise_id"], metavar="ID"),
        "in_lab": click.Option(["--run", "in_lab"], is_flag=True, help=text(language, "cli.option.in_lab")),
        "style": click.Option(["--cite", "style"], type=click.Choice(STYLES), help=text(language, "cli.option.style")),
        "estimate": click.Argument(["estimate"], required=False, metavar="[ID]"),
        "lever": option("lever", metavar="P7"),
        "series_id": click.Argument(["series_id"], required=False, metavar="[NAME]"),
        "plot": option("plot", type=click.Path(path_type=Path), metavar="FILE.svg"),
        "check": click.Option(["--check"], is_flag=True, help=text(language, "cli.option.check")),
        "models": click.Argument(["models"], nargs=-1, metavar="[MODEL]..."),
    }
    ask = click.Option(
        ["--help", "-h"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        help=text(language, "cli.option.help"),
    )
    lang = click.Option(
        ["--lang"], type=click.Choice(LANGUAGES), help=text(language, "cli.option.lang"), expose_value=False
    )
    group = click.Group(help=text(language, "cli.help"), params=[lang, ask], add_help_option=False)
    group.context_class = _CONTEXTS[language]
    for command, names in commands.items():
        chosen = [*(parameters[name] for name in names), ask]
        callback = partial(command, language)
        shown = text(language, f"cli.{command.__name__}")
        made = click.Command(command.__name__, callback=callback, params=chosen, help=shown, add_help_option=False)
        made.context_class = _CONTEXTS[language]
        group.add_command(made)
    return group


def _show_help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(context.get_help())
        context.exit()


class _SpanishHelp(click.HelpFormatter):
    """Headings of the help in Spanish."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "Uso: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "Opciones", "Commands": "Comandos"}.get(heading, heading))


class _SpanishContext(click.Context):
    formatter_class = _SpanishHelp


_CONTEXTS: dict[Language, type[click.Context]] = {"en": click.Context, "es": _SpanishContext}


def take_language(argv: list[str]) -> Language:
    """Take ``--lang`` out of the arguments, wherever it stands.

    Raises
    ------
    InputError
        When it names no language that the tool speaks.
    """
    chosen = os.environ.get("TREGUA_LANG") or "en"
    for position, argument in enumerate(argv):
        if argument == "--lang" or argument.startswith("--lang="):
            after = argv[position + 1] if position + 1 < len(argv) else ""
            chosen = argument.partition("=")[2] if "=" in argument else after
            del argv[position : position + (1 if "=" in argument else 2)]
            break
    for language in LANGUAGES:
        if chosen == language:
            return language
    raise InputError(Problem("not_one_of", "", {"field": "--lang", "expected": "en, es", "found": chosen}))


def print_json(value: object) -> None:
    """Print a value as JSON for people and programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def write_whole(path: Path, content: str) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    partial = path.parent / f"{path.name}.part"
    try:
        partial.write_text(content, "utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError(Problem("not_writable", str(path), {"found": error.strerror or ""})) from None


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


def complaint(error: click.UsageError, commands: Commands) -> Problem:
    """Click's complaint in our own words."""
    match error:
        case click.NoSuchOption():
            options = [one for parameter in (error.ctx.command.params if error.ctx else []) for one in parameter.opts]
            return Problem(
                "no_option",
                "",
                {"found": error.option_name, "nearest": nearest(error.option_name, [*options, "--lang"])},
            )
        case click.BadOptionUsage() if "not take" in error.message:
            return Problem("no_value", "", {"field": error.option_name})
        case click.BadOptionUsage():
            return Problem("missing_argument", "", {"field": error.option_name})
        case click.MissingParameter():
            return Problem("missing_argument", "", {"field": error.param_hint or (error.param and error.param.name)})
        case click.BadParameter():
            field = error.param.opts[0] if error.param else ""
            return Problem(
                "bad_option",
                "",
                {"field": field, "found": error.message.split("'")[1] if "'" in error.message else error.message},
            )
    names = [command.__name__ for command in commands]
    quoted = error.message.split("'")
    if "No such command" in error.message and len(quoted) > 1:
        return Problem("no_command", "", {"found": quoted[1], "nearest": nearest(quoted[1], names)})
    if "extra argument" in error.message:
        return Problem("extra_argument", "", {"found": error.message.partition("(")[2].rstrip(")")})
    return Problem("usage", "", {"found": error.message})
