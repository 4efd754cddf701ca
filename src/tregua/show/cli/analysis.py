"""The commands that hold the lab against what was observed: one function a command."""

from pathlib import Path
from typing import Annotated

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.asking import computing, numbers_of
from tregua.show.cli.options import Csv, Dask, Html, Json, Option
from tregua.show.cli.output import Progress, check_file, check_table, command_of, print_answer, write_whole
from tregua.text import Language, text

ALL = "all"
YEAR_DIGITS = 4
Draws = Annotated[int, Option("cli.option.draws")]
Seed = Annotated[int, Option("cli.option.seed")]


def history(
    language: Language,
    *,
    plot: Annotated[Path | None, Option("cli.option.plot_history", metavar="FILE.svg")] = None,
    draws: Draws = 128,
    seed: Seed = 0,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Show every observed series that has a counterpart in the lab beside the lab's band, the worst first."""
    from tregua.analysis import answers
    from tregua.show.draw.history import svg
    from tregua.show.terminal.history import show_history
    from tregua.show.terminal.lab import say
    from tregua.show.words.history import history_record

    check_table(csv, as_json)
    if plot is not None and plot.suffix != ".svg":
        raise InputError(Problem("not_one_of", "--plot", {"field": "FILE", "expected": ".svg", "found": plot.name}))
    with Progress(language) as progress:
        found = answers.history(draws, seed, progress, command_of("history", draws=draws, seed=seed))
    if plot is not None:
        write_whole(plot, svg(found, language))
    if as_json or csv:
        print_answer("history", history_record(found, language), language, csv)
    else:
        show_history(found, language)
        if plot is not None:
            say(text(language, "law.saved", path=plot))


def backtest(
    language: Language,
    *,
    cut: Annotated[str, Option("cli.option.cut", metavar="YEAR|all")] = ALL,
    data: Annotated[Path | None, Option("cli.option.data", metavar="DIR")] = None,
    calibrated: Annotated[bool, Option("cli.option.calibrated_backtest", "--calibrated")] = False,
    draws: Draws = 128,
    seed: Seed = 0,
    as_json: Json = False,
    csv: Csv = None,
    dask: Dask = None,
) -> None:
    """Forecast from one year after another with what was known then, and score it against what came."""
    from tregua.analysis import answers
    from tregua.show.terminal.backtest import show_backtest
    from tregua.show.words.backtest import backtest_record

    check_table(csv, as_json)
    year = _year(cut)
    options = {"cut": cut, **({} if data is None else {"data": data}), "draws": draws, "seed": seed}
    command = command_of("backtest", **options) + (" --calibrated" if calibrated else "")
    with computing(language, dask, kept=True) as progress:
        found = answers.backtest(year, data, draws, seed, progress, command, calibrated)
    if as_json or csv:
        print_answer("backtest", backtest_record(found, language), language, csv)
    else:
        show_backtest(found, language)


def calibrate(
    language: Language,
    *,
    cut: Annotated[int | None, Option("cli.option.cut_calibrate", metavar="YEAR")] = None,
    seed: Seed = 0,
    members: Annotated[int, Option("cli.option.members")] = 512,
    html: Html = None,
    as_json: Json = False,
    csv: Csv = None,
    dask: Dask = None,
) -> None:
    """Condition the lab on what was observed, and tell what that has taught and what it has not."""
    from tregua.analysis import answers
    from tregua.show.page.calibrate import render_lessons
    from tregua.show.terminal.calibrate import show_lessons
    from tregua.show.terminal.lab import say
    from tregua.show.words.calibrate import lessons_record

    check_table(csv, as_json)
    if html is not None:
        check_file(html)
    with computing(language, dask, kept=True) as progress:
        found = answers.calibrate(cut, seed, members, progress)
    if html is not None:
        write_whole(html, render_lessons(found, language))
    if as_json or csv:
        print_answer("calibrate", lessons_record(found, language), language, csv)
    else:
        show_lessons(found, language)
        if html is not None:
            say(text(language, "law.saved", path=html))


def patterns(language: Language, *, draws: Draws = 128, seed: Seed = 0, as_json: Json = False, csv: Csv = None) -> None:
    """Count how often the lab shows what others have seen, by structural alternative: a report, no test."""
    from tregua.analysis import answers
    from tregua.show.terminal.patterns import show_patterns
    from tregua.show.words.patterns import patterns_record

    check_table(csv, as_json)
    with Progress(language) as progress:
        found = answers.patterns(draws, seed, progress, command_of("patterns", draws=draws, seed=seed))
    if as_json or csv:
        print_answer("patterns", patterns_record(found, language), language, csv)
    else:
        show_patterns(found, language)


def truce(
    language: Language,
    *,
    months: Annotated[int, Option("cli.option.months", metavar="N")] = 14,
    place: Annotated[str, Option("cli.option.place_truce", metavar="PLACE")] = "SLV",
    draws: Draws = 512,
    seed: Seed = 0,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Follow homicides through a truce between gangs and its revocation, under two readings that disagree."""
    from tregua.analysis import answers
    from tregua.show.terminal.truce import show_truce
    from tregua.show.words.truce import truce_record

    check_table(csv, as_json)
    command = command_of("truce", months=months, place=place, draws=draws, seed=seed)
    found = answers.truce(months, place, draws, seed, command)
    if as_json or csv:
        print_answer("truce", truce_record(found, language), language, csv)
    else:
        show_truce(found, language)


def militarisation(
    language: Language,
    *,
    weigh: Annotated[tuple[str, ...], Option("cli.option.weigh", metavar="OUTCOME=NUMBER")] = (),
    draws: Draws = 128,
    seed: Seed = 0,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Show what came with states of exception where they were declared, beside the lab's answer."""
    from tregua.analysis import answers
    from tregua.show.terminal.patterns import show_militarisation
    from tregua.show.words.patterns import militarisation_record

    check_table(csv, as_json)
    typed = numbers_of(weigh, "not_weight", "--weigh", language)
    weights = " ".join(f"--weigh {name}={value!r}" for name, value in typed.items())
    command = f"{command_of('militarisation', draws=draws, seed=seed)} {weights}".rstrip()
    with Progress(language) as progress:
        found = answers.militarisation(draws, seed, progress, command, typed)
    if as_json or csv:
        print_answer("militarisation", militarisation_record(found, language), language, csv)
    else:
        show_militarisation(found, language)


def _year(cut: str) -> int | None:
    if cut == ALL:
        return None
    if not (cut.isascii() and cut.isdigit() and len(cut) == YEAR_DIGITS):
        raise InputError(Problem("wrong_type", "--cut", {"field": "cut", "found": cut, "expected": "@expected.cut"}))
    return int(cut)
