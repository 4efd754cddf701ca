"""The commands that run policies: one function a command."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.asking import (
    CALIBRATED,
    OUT,
    assumptions_of,
    chosen,
    compared_with_reasons,
    computing,
    drawn_from,
    numbers_of,
    save_run,
    settings_of,
    simulated,
    write_compared,
    year_of,
)
from tregua.show.cli.options import Argument, Csv, Dask, Json, Option
from tregua.show.cli.output import Progress, check_table, print_answer, write_table
from tregua.text import Language, text

if TYPE_CHECKING:
    from tregua.lab.compare import Comparisons
    from tregua.lab.credence import Credence as Weights

RECORD = "as-observed"
Scenarios = Annotated[tuple[str, ...], Argument("[SCENARIO]...")]
Year = Annotated[int | None, Option("cli.option.year")]
Draws = Annotated[int, Option("cli.option.draws_each")]
Seed = Annotated[int, Option("cli.option.seed")]
Until = Annotated[int | None, Option("cli.option.until")]
From = Annotated[str | None, Option("cli.option.start", "--from", metavar="YYYY-MM")]
Assume = Annotated[tuple[str, ...], Option("cli.option.assume", metavar="NAME=NUMBER")]
Matters = Annotated[tuple[str, ...], Option("cli.option.matters", metavar="OUTCOME=NUMBER")]
Credence = Annotated[str | None, Option("cli.option.credence", metavar="FILE")]
Set = Annotated[tuple[str, ...], Option("cli.option.set", "--set", metavar="LEVER=NUMBER[@YYYY-MM]")]
Add = Annotated[tuple[str, ...], Option("cli.option.add", metavar="SCENARIO")]
Baseline = Annotated[str, Option("cli.option.baseline")]
Out = Annotated[Path | None, Option("cli.option.out", metavar="FOLDER")]
Overwrite = Annotated[bool, Option("cli.option.overwrite")]
Full = Annotated[bool, Option("cli.option.full")]
Calibrated = Annotated[bool, Option("cli.option.calibrated")]
Prior = Annotated[bool, Option("cli.option.prior")]


def compare(
    language: Language,
    scenario: Scenarios = (),
    *,
    settings: Set = (),
    add: Add = (),
    baseline: Baseline = RECORD,
    year: Year = None,
    start: From = None,
    draws: Draws = 128,
    seed: Seed = 0,
    until: Until = None,
    assume: Assume = (),
    matters: Matters = (),
    credence: Credence = None,
    calibrated: Calibrated = False,
    prior: Prior = False,
    full: Full = False,
    as_json: Json = False,
    csv: Csv = None,
    out: Out = None,
    overwrite: Overwrite = False,
    dask: Dask = None,
) -> None:
    """Run policies on the same draws and compare them with a baseline."""
    from tregua.lab.blocks import is_large
    from tregua.lab.compare import check_matters
    from tregua.lab.store import REPORT, check_target
    from tregua.show.terminal import run as answers
    from tregua.show.terminal.finding import show_finding

    how = settings_of(draws, seed, start, until)
    scenarios, asked = chosen(scenario, add, settings, how, language, baseline)
    important = numbers_of(matters, "not_matter", "--matters", language)
    check_matters(important)
    file, weights = _weighted(credence)
    asked = replace(asked, year=year_of(year, how.span), matters=important, credence=file, weights=weights)
    check_target(out or OUT / "new", overwrite)
    check_table(csv, as_json)
    drawn, assumed = drawn_from(calibrated, prior, how), assumptions_of(assume, language)
    with computing(language, dask, is_large(len(scenarios), how, assumed)) as progress:
        dataset = simulated(scenarios, how, drawn, assumed, progress, asked, out)
        comparisons, reasons = compared_with_reasons(dataset, asked)
        dataset, folder, plain = write_compared(dataset, comparisons, reasons, out, overwrite, language)
    if csv or as_json:
        _print(comparisons, plain, csv, language)
    else:
        show_finding(dataset, comparisons, folder / REPORT, language)
        if full:
            answers.show_comparisons(dataset, comparisons, language)


def _weighted(credence: str | None) -> "tuple[str | None, Weights | None]":
    """The file of weights with the hash of what it says, and the weights."""
    from tregua.lab.credence import load_credence, weights_hash
    from tregua.lab.pinned import unpinned

    weights = load_credence(credence) if credence else None
    return (f"{unpinned(credence)[0]}@{weights_hash(weights)}" if credence and weights else None), weights


def _print(comparisons: "Comparisons", plain: str, csv: Path | None, language: Language) -> None:
    """The comparisons as a table where one is asked for, else as the JSON that was saved."""
    from tregua.show.words.run import comparisons_record

    if csv is None:
        print(plain, end="")
    else:
        print_answer("compare", comparisons_record(comparisons, language), language, csv)


def run(
    language: Language,
    scenario: Scenarios = (),
    *,
    settings: Set = (),
    add: Add = (),
    year: Year = None,
    start: From = None,
    draws: Draws = 128,
    seed: Seed = 0,
    until: Until = None,
    assume: Assume = (),
    calibrated: Calibrated = False,
    prior: Prior = False,
    csv: Csv = None,
    out: Out = None,
    overwrite: Overwrite = False,
    dask: Dask = None,
) -> None:
    """Run policies and save the result without comparing them."""
    from tregua.lab.blocks import is_large
    from tregua.lab.store import check_target
    from tregua.show.table.run import levels
    from tregua.show.terminal import lab as terminal
    from tregua.show.terminal import run as answers

    how = settings_of(draws, seed, start, until)
    scenarios, asked = chosen(scenario, add, settings, how, language)
    asked = replace(asked, year=year_of(year, how.span))
    check_target(out or OUT / "new", overwrite)
    check_table(csv)
    drawn, assumed = drawn_from(calibrated, prior, how), assumptions_of(assume, language)
    with computing(language, dask, is_large(len(scenarios), how, assumed)) as progress:
        dataset = simulated(scenarios, how, drawn, assumed, progress, asked, out)
        dataset, folder = save_run(dataset, out, overwrite)
    if csv:
        write_table(levels(dataset), csv, language)
    else:
        answers.show_levels(dataset, year_of(year, how.span), language)
        terminal.say(text(language, "cli.saved_run", folder=folder))


def why(
    language: Language,
    scenario: Annotated[str, Argument("SCENARIO")],
    outcome: Annotated[str, Argument("OUTCOME")],
    place: Annotated[str | None, Argument("[PLACE]")] = None,
    *,
    settings: Set = (),
    add: Add = (),
    baseline: Baseline = RECORD,
    year: Year = None,
    start: From = None,
    draws: Annotated[int, Option("cli.option.draws")] = 128,
    seed: Seed = 0,
    assume: Assume = (),
    calibrated: Calibrated = False,
    prior: Prior = False,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Take an answer apart: what each lever brings, which inputs carry its spread, where its sign turns."""
    from tregua.analysis.calibrate import inputs_of
    from tregua.analysis.why import why as explained
    from tregua.lab.alternatives import combinations
    from tregua.lab.asked import why_command
    from tregua.lab.own import OWN
    from tregua.show.terminal.why import show_why
    from tregua.show.words.said import in_language
    from tregua.show.words.why import why_record

    if scenario == baseline:
        raise InputError(Problem("no_pair", "", {"found": baseline}))
    how = settings_of(draws, seed, start)
    own = OWN if add or settings else None
    named = tuple(one for one in (baseline, scenario) if one != own)
    if own and len(named) == 2:
        raise InputError(Problem("only_own", "", {"found": "--set" if settings else "--add"}))
    pair, asked = chosen(named, add, settings, how, language)
    before, after = pair if baseline != own else reversed(pair)
    shown = year_of(year, how.span)
    check_table(csv, as_json)
    drawn, assumed = drawn_from(calibrated, prior, how), assumptions_of(assume, language)
    with Progress(language) as progress:
        how = inputs_of(drawn == CALIBRATED, how, progress, {**combinations(assumed)[0].choices, **assumed})
        found = explained(after, outcome, place, before, shown, how, assumed, progress)
    if as_json or csv:
        made = {"ensemble": found.ensemble, "start": how.start, "draws": draws, "seed": seed}
        made |= {"assumptions": json.dumps(assumed), "scenarios": json.dumps([{"id": one.id} for one in pair])}
        command = why_command(made, asked, before.id, shown, (after.id, outcome, found.place))
        print_answer("why", {**why_record(found, language), "command": command}, language, csv)
    else:
        show_why(found, in_language(after.text, language), in_language(before.text, language), how.span, language)
