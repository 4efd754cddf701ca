"""The command that tells when a policy fails."""

from typing import Annotated, Literal

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.deciding_ask import (
    Add,
    Assume,
    Calibrated,
    Draws,
    From,
    Prior,
    Run,
    RunAsked,
    Seed,
    Set,
    Until,
    Year,
    command_of,
    typed_in,
    year_in,
)
from tregua.show.cli.numbers import number_typed
from tregua.show.cli.options import Argument, Csv, Json, Option
from tregua.show.cli.output import check_table, print_answer
from tregua.text import Language

RECORD = "as-observed"
FUTURES = 512


def discover(
    language: Language,
    scenario: Annotated[str, Argument("SCENARIO")],
    *,
    baseline: Annotated[str, Option("cli.option.worse_than", "--worse-than", metavar="SCENARIO")] = RECORD,
    outcome: Annotated[str, Option("cli.option.outcome_discover", metavar="OUTCOME")] = "homicides",
    year: Year = None,
    by: Annotated[str | None, Option("cli.option.by_discover", metavar="NUMBER")] = None,
    when: Annotated[Literal["lower", "higher"] | None, Option("cli.option.when_discover")] = None,
    tree: Annotated[bool, Option("cli.option.tree")] = False,
    indices: Annotated[Literal["morris", "sobol"] | None, Option("cli.option.indices")] = None,
    run: Run = None,
    settings: Set = (),
    add: Add = (),
    start: From = None,
    until: Until = None,
    draws: Draws = None,
    seed: Seed = None,
    assume: Assume = (),
    calibrated: Calibrated = False,
    prior: Prior = False,
    full: Annotated[bool, Option("cli.option.full_deciding")] = False,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Find the conditions under which a policy leaves a worse outcome than another, apart by reading."""
    from tregua.analysis.deciding.discover import check_asked, discovered
    from tregua.analysis.deciding.goals import cell_in
    from tregua.show.terminal.discover import show_discovered
    from tregua.show.words.discover import discover_record

    check_table(csv, as_json)
    cell = cell_in(outcome, "--outcome")
    least = _number(by, language)
    check_asked(cell, least, when, tree, indices)
    asked = RunAsked((scenario,), settings, add, run, start, draws, seed, assume, calibrated, prior, until)
    found, before, after = asked.pair(language, FUTURES, baseline)
    told = discovered(found, after, before, cell, year_in(found, year), least, when, tree, indices)
    options = ["--worse-than", typed_in(found, before), "--outcome", cell.name, "--year", str(told.year)]
    options += [] if least is None else ["--by", repr(least)]
    options += [] if when is None else ["--when", when]
    options += [*(["--tree"] if tree else []), *([] if indices is None else ["--indices", indices])]
    command = command_of(found, "discover", [after], options)
    if as_json or csv:
        print_answer("discover", {**discover_record(told, language), "command": command}, language, csv)
    else:
        show_discovered(told, command, language, full)


def _number(typed: str | None, language: Language) -> float | None:
    if typed is None:
        return None
    try:
        return number_typed(typed, language)
    except ValueError:
        raise InputError(Problem("not_number", "--by", {"field": "by", "found": typed})) from None
