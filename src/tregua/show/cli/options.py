"""A command is declared once, in the signature of its function: the type, the option and its help beside the parameter.

click stays, read through the few lines below. cyclopts and typer read signatures in the same way, but write usage,
headings and some twenty-five complaints in an English of their own, so that our two languages would cost more code than
they save, and they bring dependencies where click has none.
"""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

import click

from tregua.catalogue.errors import Problem, nearest
from tregua.text import LANGUAGES, Language, text, texts
from tregua.version import VERSION

Command = Callable[..., None]
Style = Literal["apa", "bibtex", "csl-json"]


_SHAPES = {str: "TEXT", int: "INTEGER", float: "NUMBER"}


@dataclass(frozen=True)
class Option:
    """An option: the key of its help, and its name where that is not the parameter's."""

    help: str
    name: str = ""
    metavar: str | None = None
    many: ClassVar[dict[str, Any]] = {"multiple": True}


@dataclass(frozen=True)
class Argument:
    """A word that its place alone tells."""

    metavar: str | None = None
    many: ClassVar[dict[str, Any]] = {"nargs": -1}


Json = Annotated[bool, Option("cli.option.as_json", "--json")]
Csv = Annotated[Path | None, Option("cli.option.csv", "--csv", metavar="FILE.csv|-")]
Html = Annotated[Path | None, Option("cli.option.html", metavar="FILE")]
Dask = Annotated[str | None, Option("cli.option.dask", metavar="ADDRESS")]
Own = Annotated[Path | None, Option("cli.option.own", "--with", metavar="FOLDER")]
Cite = Annotated[Style | None, Option("cli.option.style", "--cite")]


def build(commands: Iterable[Command], language: Language) -> click.Group:
    """The command line in one language, read from the signatures of its functions."""
    lang = click.Option(
        ["--lang"], type=click.Choice(LANGUAGES), help=text(language, "cli.option.lang"), expose_value=False
    )
    ask = _ask(language)
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help=text(language, "cli.option.version"),
    )
    group = click.Group(
        help=text(language, "cli.help"),
        params=[lang, version, ask],
        add_help_option=False,
        options_metavar=in_words("[OPTIONS]", language),
        subcommand_metavar=in_words("COMMAND [ARGS]...", language),
    )
    group.context_class = _CONTEXTS[language]
    for command in commands:
        made = click.Command(
            name_of(command),
            options_metavar=in_words("[OPTIONS]", language),
            callback=partial(command, language),
            params=[*_parameters(command, language), ask],
            help=text(language, f"cli.{name_of(command)}"),
            add_help_option=False,
        )
        made.context_class = _CONTEXTS[language]
        group.add_command(made)
    return group


def name_of(command: Command) -> str:
    """What a command is called: its function, without what Python needs."""
    return command.__name__.rstrip("_").replace("_", "-")


def _parameters(command: Command, language: Language) -> list[click.Parameter]:
    _, *declared = inspect.signature(command).parameters.values()  # the first is the language
    return [_parameter(one, language) for one in declared]


def _parameter(one: inspect.Parameter, language: Language) -> click.Parameter:
    kind, how = get_args(one.annotation)
    shows_default = isinstance(one.default, int | str | Path) and one.default is not False
    settings = {**_settings(kind, how.many)}
    settings |= {
        "metavar": in_words(how.metavar or settings.get("metavar"), language),
        "required": one.default is one.empty,
        **({"default": one.default} if shows_default else {}),
    }
    if isinstance(how, Argument):
        return click.Argument([one.name], **settings)
    shown = text(language, how.help)
    if shows_default:
        shown += f" [{text(language, 'table.default')}: {one.default}]"
    return click.Option([how.name or f"--{one.name}", one.name], help=shown, **settings)


def _settings(kind: Any, many: dict[str, Any]) -> dict[str, Any]:
    """A type in click's terms: ``X | None`` is an X, ``tuple[X, ...]`` is many."""
    inner = get_args(kind)
    if NoneType in inner:
        return _settings(inner[0], many)
    if get_origin(kind) is tuple:
        return {**_settings(inner[0], many), **many}
    if get_origin(kind) is Literal:
        return {"type": click.Choice(inner)}
    if kind is Path:
        return {"type": click.Path(path_type=Path), "metavar": "PATH"}
    return {"is_flag": True} if kind is bool else {"type": kind, "metavar": _SHAPES.get(kind)}


def in_words(shape: str | None, language: Language) -> Any:
    """The words that stand for what a user writes, ``[OPTIONS] NAME=NUMBER``, in one language."""
    known = texts(language)
    return shape and re.sub("[A-Z]{2,}", lambda word: known.get(f"cli.metavar.{word[0].lower()}", word[0]), shape)


def _ask(language: Language) -> click.Option:
    return click.Option(
        ["--help", "-h"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        help=text(language, "cli.option.help"),
    )


def _show_help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(context.get_help())
        context.exit()


def _show_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"tregua {VERSION}")
        context.exit()


class _SpanishHelp(click.HelpFormatter):
    """Headings of the help in Spanish."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "Uso: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "Opciones", "Commands": "Comandos"}.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl(
            [(name, said.replace("[required]", "[obligatorio]")) for name, said in rows], col_max, col_spacing
        )


class _SpanishContext(click.Context):
    formatter_class = _SpanishHelp


_CONTEXTS: dict[Language, type[click.Context]] = {"en": click.Context, "es": _SpanishContext}


def complaint(error: click.UsageError, commands: Iterable[str]) -> Problem:
    """Click's complaint in our own words; `commands` are the names there are."""
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
            return Problem("missing_value", "", {"field": error.option_name})
        case click.MissingParameter(param=click.Argument() as argument):
            return Problem("missing_argument", "", {"field": argument.human_readable_name})
        case click.MissingParameter(param=parameter):
            return Problem("missing_argument", "", {"field": parameter and parameter.opts[0]})
        case click.BadParameter():
            field = error.param.opts[0] if error.param else ""
            return Problem(
                "bad_option",
                "",
                {"field": field, "found": error.message.split("'")[1] if "'" in error.message else error.message},
            )
    quoted = error.message.split("'")
    if "No such command" in error.message and len(quoted) > 1:
        return Problem("no_command", "", {"found": quoted[1], "nearest": nearest(quoted[1], commands)})
    if "extra argument" in error.message:
        return Problem("extra_argument", "", {"found": error.message.partition("(")[2].rstrip(")")})
    return Problem("usage", "", {"found": error.message})
