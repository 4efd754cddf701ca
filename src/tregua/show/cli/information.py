"""The command that tells what is worth knowing before a decision."""

from typing import Annotated

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
    weights_of,
    year_in,
)
from tregua.show.cli.options import Argument, Csv, Json, Option
from tregua.show.cli.output import check_table, print_answer
from tregua.text import Language

FUTURES = 128


def information(
    language: Language,
    scenario: Annotated[tuple[str, ...], Argument("[SCENARIO]...")] = (),
    *,
    outcome: Annotated[str | None, Option("cli.option.outcome_deciding", metavar="OUTCOME")] = None,
    weights: Annotated[str | None, Option("cli.option.worth", metavar="FILE")] = None,
    credence: Annotated[str | None, Option("cli.option.credence_knowing", metavar="FILE")] = None,
    year: Year = None,
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
    """Tell which numbers, and which data that could be collected, are worth knowing before a decision of yours."""
    from tregua.analysis.deciding.goals import read_worth
    from tregua.analysis.deciding.information import decided_by
    from tregua.analysis.deciding.information import information as informed
    from tregua.lab.credence import load_credence, weights_hash
    from tregua.lab.pinned import unpinned
    from tregua.show.terminal.information import show_information
    from tregua.show.words.information import information_record

    check_table(csv, as_json)
    worth = read_worth(weights) if weights is not None else None
    believed = load_credence(credence) if credence is not None else None
    asked = RunAsked(scenario, settings, add, run, start, draws, seed, assume, calibrated, prior, until)
    decided_by(outcome, worth)
    found = asked.futures(language, FUTURES)
    told = informed(found, year_in(found, year), outcome, worth, believed)
    options = [*(["--outcome", outcome] if outcome is not None else []), *weights_of(weights, worth)]
    if credence is not None and believed is not None:
        options += ["--credence", f"{unpinned(credence)[0]}@{weights_hash(believed)}"]
    command = command_of(found, "information", found.policies, [*options, "--year", str(told.year)])
    if as_json or csv:
        print_answer("information", {**information_record(told, language), "command": command}, language, csv)
    else:
        show_information(told, command, language, full)
