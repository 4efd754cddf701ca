"""The command line: one function a command."""

import io
import json
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tregua.errors import InputError, Problem, nearest, unknown_name
from tregua.text import LANGUAGES, Language, text

OUT = Path("tregua-results")


def compare(
    language: Language,
    scenario: tuple[str, ...],
    baseline: str,
    year: int,
    draws: int,
    seed: int,
    until: int,
    assume: tuple[str, ...],
    as_json: bool,
    out: Path,
) -> None:
    """Run policies on the same draws and compare them with a baseline."""
    import tregua
    from tregua.lab.result import COMPARISON, REPORT, save, write_folder
    from tregua.page import terminal

    names = [*(scenario or tregua.PRESETS)]
    if baseline not in names:
        names.insert(0, baseline)
    scenarios = tregua.load_scenarios(names)
    baseline_id = scenarios[names.index(baseline)].id
    settings = tregua.Settings(draws=draws, seed=seed, until=until)
    assumptions = _assumptions(assume)
    if not 2021 <= year <= until:
        raise InputError(
            Problem("out_of_range", "--year", {"field": "year", "found": year, "expected": f"2021 … {until}"})
        )
    options = {"baseline": baseline, "year": year, "draws": draws, "seed": seed, "until": until}
    with _Progress(language) as progress:
        dataset = tregua.simulate(
            scenarios, settings, assumptions, progress, _command("compare", names, options, assume)
        )
        comparisons = tregua.compare(dataset, baseline_id, year)
        plain = json.dumps(comparisons.to_json(language), ensure_ascii=False, indent=1)

        def fill(folder: Path) -> None:
            save(dataset, folder)
            (folder / COMPARISON).write_text(plain + "\n", "utf-8")
            (folder / REPORT).write_text(tregua.render(dataset, comparisons, language), "utf-8")

        write_folder(out, fill)
    if as_json:
        print(plain)
    else:
        terminal.show_comparisons(dataset, comparisons, language)
        terminal.say(text(language, "cli.saved", folder=out, report=out / REPORT))


def run(
    language: Language,
    scenario: tuple[str, ...],
    year: int,
    draws: int,
    seed: int,
    until: int,
    assume: tuple[str, ...],
    out: Path,
) -> None:
    """Run policies and save the result without comparing them."""
    import tregua
    from tregua.lab.result import save, write_folder
    from tregua.page import terminal

    names = [*(scenario or tregua.PRESETS)]
    scenarios = tregua.load_scenarios(names)
    settings = tregua.Settings(draws=draws, seed=seed, until=until)
    options = {"year": year, "draws": draws, "seed": seed, "until": until}
    if not 2021 <= year <= until:
        raise InputError(
            Problem("out_of_range", "--year", {"field": "year", "found": year, "expected": f"2021 … {until}"})
        )
    with _Progress(language) as progress:
        dataset = tregua.simulate(
            scenarios, settings, _assumptions(assume), progress, _command("run", names, options, assume)
        )
        write_folder(out, lambda folder: save(dataset, folder))
    terminal.show_levels(dataset, year, language)
    terminal.say(text(language, "cli.saved_run", folder=out))


def report(language: Language, folder: Path, baseline: str | None, year: int) -> None:
    """Write a saved run as one HTML file, with a comparison where it holds the baseline and another policy."""
    import tregua
    from tregua.lab.result import REPORT
    from tregua.page import terminal

    dataset = tregua.open_run(folder)
    held = [str(name) for name in dataset.scenario.values]
    named = baseline or ("war-on-drugs" if "war-on-drugs" in held else held[0])
    comparisons = tregua.compare(dataset, named, year) if baseline or len(held) > 1 else None
    path = folder / REPORT
    try:
        path.write_text(tregua.render(dataset, comparisons, language), "utf-8")
    except OSError as error:
        raise InputError(Problem("not_writable", str(path), {"found": error.strerror or ""})) from None
    terminal.say(str(path))


def levers(language: Language, as_json: bool) -> None:
    """List what a state can do in the lab: unit, range, default, evidence."""
    from tregua.lab.model import lab
    from tregua.page import terminal

    if as_json:
        _print_json([lever.model_dump() for lever in lab().levers.values()])
    else:
        terminal.show_levers(language)


def parameters(language: Language, name: str | None, as_json: bool) -> None:
    """List every number of the lab, or one of them with its source."""
    from tregua.lab.model import lab
    from tregua.page import terminal

    known = lab().parameters
    chosen = [record for key, record in known.items() if name in (None, key, key.partition(".")[0])]
    if not chosen:
        raise InputError(unknown_name("@name.parameter", name, known))
    if as_json:
        _print_json([record.model_dump(exclude_none=True) for record in chosen])
    elif name is None:
        terminal.show_parameters(language)
    else:
        terminal.show_parameter_records(chosen, language)


def trace(language: Language, as_json: bool) -> None:
    """Map each of the 115 mechanisms of the source texts to what implements it."""
    from tregua.page import terminal
    from tregua.trace import trace as traced

    if as_json:
        _print_json(traced(language))
    else:
        terminal.show_trace(traced(language), language)


def schema(language: Language) -> None:
    """Write the files generated from the catalogues: JSON Schemas and kernel positions."""
    from tregua.lab.generate import write
    from tregua.page import terminal

    for path in write():
        terminal.say(str(path))


COMMANDS: dict[Callable[..., None], tuple[str, ...]] = {
    compare: ("scenario", "baseline", "year", "draws", "seed", "until", "assume", "as_json", "out"),
    run: ("scenario", "year", "draws", "seed", "until", "assume", "out"),
    report: ("folder", "report_baseline", "year"),
    levers: ("as_json",),
    parameters: ("name", "as_json"),
    trace: ("as_json",),
    schema: (),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: whatever goes wrong with the input is one clear message and exit code 2."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):  # a code page of Windows has no minus sign
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    language = _language(argv)
    try:
        code = _app(language).main(argv, prog_name="tregua", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code or 0)
    except InputError as error:
        _fail(error.message(language))
    except click.UsageError as error:
        _fail(_usage(error).message(language))
    except (KeyboardInterrupt, click.Abort):
        _fail(text(language, "cli.interrupted"), 130)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever was reading has seen enough
            sys.exit(0)
        _fail(Problem("no_output", "", {"found": error.strerror or str(error)}).message(language))
    except RuntimeError as error:
        if not hasattr(error, "counts"):
            raise
        _fail(Problem("not_converged", "", error.counts).message(language), 1)


def _app(language: Language) -> click.Group:
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
        "draws": option("draws", type=int, default=500),
        "seed": option("seed", type=int, default=0),
        "until": option("until", type=int, default=2035),
        "assume": option("assume", multiple=True, metavar="NAME=NUMBER"),
        "as_json": click.Option(["--json", "as_json"], is_flag=True, help=text(language, "cli.option.as_json")),
        "out": option("out", type=click.Path(path_type=Path), default=OUT),
        "folder": click.Argument(["folder"], type=click.Path(path_type=Path), default=OUT, metavar="[RUN]"),
        "name": click.Argument(["name"], required=False),
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
    for command, names in COMMANDS.items():
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


def _language(argv: list[str]) -> Language:
    """Take ``--lang`` out of the arguments, wherever it stands."""
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
    _fail(Problem("not_one_of", "", {"field": "--lang", "expected": "en, es", "found": chosen}).message("en"))


def _assumptions(assume: tuple[str, ...]) -> dict[str, float]:
    values: dict[str, float] = {}
    for one in assume:
        name, _, value = one.partition("=")
        try:
            values[name] = float(value)
        except ValueError:
            raise InputError(Problem("not_assignment", "--assume", {"found": one})) from None
    return values


def _command(name: str, scenarios: list[str], options: dict[str, Any], assume: tuple[str, ...]) -> str:
    parts = ["tregua", name, *scenarios]
    for option, value in options.items():
        parts += [f"--{option}", str(value)]
    for one in assume:
        parts += ["--assume", one]
    return shlex.join(parts)


class _Progress:
    """A progress bar on standard error that first says when the kernel has to be compiled."""

    def __init__(self, language: Language) -> None:
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.language = language

    def __enter__(self) -> Callable[[int, int], None]:
        from tregua.lab.engine import is_compiled

        self.bar.start()
        key = "cli.running" if is_compiled() else "cli.compiling"
        self.task = self.bar.add_task(text(self.language, key), total=None)
        return self.advance

    def advance(self, done: int, total: int) -> None:
        """Show that `done` of `total` parts are ready."""
        self.bar.update(self.task, description=text(self.language, "cli.running"), completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()


def _usage(error: click.UsageError) -> Problem:
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
    names = [command.__name__ for command in COMMANDS]
    quoted = error.message.split("'")
    if "No such command" in error.message and len(quoted) > 1:
        return Problem("no_command", "", {"found": quoted[1], "nearest": nearest(quoted[1], names)})
    if "extra argument" in error.message:
        return Problem("extra_argument", "", {"found": error.message.partition("(")[2].rstrip(")")})
    return Problem("usage", "", {"found": error.message})


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _fail(message: str, code: int = 2) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
