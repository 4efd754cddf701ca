"""The commands that read saved runs: one function a command."""

from pathlib import Path
from typing import Annotated

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.asking import OUT, beside_a_run, compared_with_reasons, year_of
from tregua.show.cli.options import Argument, Csv, Json, Option
from tregua.text import Language


def report(
    language: Language,
    folder: Annotated[Path, Argument("[RUN]")] = OUT,
    *,
    baseline: Annotated[str | None, Option("cli.option.baseline_of_run")] = None,
    year: Annotated[int | None, Option("cli.option.year_of_run")] = None,
) -> None:
    """Write a saved run as one HTML file, compared as it was when it was made unless something else is asked for."""
    from tregua.lab.asked import asked_of, asked_otherwise
    from tregua.lab.between import baseline_of
    from tregua.lab.result import check_scenario, span_of
    from tregua.lab.store import NUMBERS, REPORT, find_run, open_run
    from tregua.show.cli.output import write_whole
    from tregua.show.page.run import render, render_numbers
    from tregua.show.terminal import lab as terminal

    dataset, place = open_run(folder), find_run(folder)
    own = asked = asked_of(dataset)
    held = [str(name) for name in dataset.scenario.values]
    named = baseline or baseline_of(dataset, asked)
    check_scenario(dataset, named)
    shown = year_of(asked.year if year is None else year, span_of(dataset))
    if len(held) > 1:
        asked = asked_otherwise(asked, named, shown, asked.matters, asked.weights)
        pages = beside_a_run(dataset, *compared_with_reasons(dataset, asked), language)
    elif baseline is not None or year is not None:  # what a page without a comparison shows is every year
        raise InputError(Problem("no_pair", "", {"found": held[0]}))
    else:
        pages = {REPORT: render(dataset, None, language), NUMBERS: render_numbers(dataset, None, language)}
    differs = [] if named == (own.baseline or named) else [named]
    differs += [] if own.year in (None, shown) else [str(shown)]
    for name, content in pages.items():
        if name != NUMBERS:
            write_whole(place / _beside(name, differs), content)
        elif not differs or not (place / name).exists():
            write_whole(place / name, content)
    terminal.say(str(place / _beside(REPORT, differs)))


def _beside(name: str, differs: list[str]) -> str:
    """A file's name with what was asked for in another way: the run's own page and figures stay."""
    stem, dot, ending = name.rpartition(".")
    return f"{'-'.join([stem, *differs])}{dot}{ending}"


def scenario(
    language: Language,
    folder: Annotated[Path, Argument("RUN")],
    name: Annotated[str, Argument("NAME")],
) -> None:
    """Print a scenario of a saved run as the file that it was, or could have been, read from."""
    from tregua.lab.result import check_scenario, scenarios_of
    from tregua.lab.scenario import written
    from tregua.lab.store import open_run

    dataset = open_run(folder)
    check_scenario(dataset, name)
    print(written(scenarios_of(dataset)[name]), end="")


def compare_runs(
    language: Language,
    first: Annotated[Path, Argument("RUN")],
    second: Annotated[Path, Argument("RUN")],
    *,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Set two saved runs side by side: what differs in their input, and what in their answers."""
    from tregua.lab.between import between
    from tregua.lab.store import open_run
    from tregua.show.cli.output import check_table, print_answer
    from tregua.show.terminal.between import show_between
    from tregua.show.words.between import between_record

    check_table(csv, as_json)
    found = between(open_run(first), open_run(second))
    if as_json or csv:
        print_answer("compare-runs", between_record(found, language), language, csv)
    else:
        show_between(found, language)


def export(
    language: Language,
    folder: Annotated[Path, Argument("RUN")],
    file: Annotated[Path, Argument("FILE.zip")],
    *,
    overwrite: Annotated[bool, Option("cli.option.overwrite_file")] = False,
) -> None:
    """Write a saved run as one zip file to hand on: tables, charts, draws, sources, licences, caveats, citation."""
    from tregua.lab.store import open_run
    from tregua.show.cli.output import Progress, check_file
    from tregua.show.export.package import check_zip
    from tregua.show.export.package import export as exported
    from tregua.show.terminal import lab as terminal
    from tregua.text import text

    check_zip(file, overwrite)
    check_file(file)
    with Progress(language):
        exported(open_run(folder), file, language, overwrite=overwrite)
    terminal.say(text(language, "cli.written", path=file))
