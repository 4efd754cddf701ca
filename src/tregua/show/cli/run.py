"""The commands that run policies: one function a command."""

import json
import shlex
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.numbers import number_typed
from tregua.show.cli.options import Argument, Json, Option
from tregua.show.cli.output import Progress, write_whole
from tregua.text import Language, text

if TYPE_CHECKING:
    import xarray as xr

    from tregua.analysis.why import Why
    from tregua.lab.compare import Comparisons
    from tregua.lab.run import Settings
    from tregua.lab.scenario import Span

OUT = Path("tregua-results")
CALIBRATED, PRIOR = "calibrated", "prior"
Scenarios = Annotated[tuple[str, ...], Argument("[SCENARIO]...")]
Year = Annotated[int | None, Option("cli.option.year")]
Draws = Annotated[int, Option("cli.option.draws_each")]
Seed = Annotated[int, Option("cli.option.seed")]
Until = Annotated[int | None, Option("cli.option.until")]
From = Annotated[str | None, Option("cli.option.start", "--from", metavar="YYYY-MM")]
Assume = Annotated[tuple[str, ...], Option("cli.option.assume", metavar="NAME=NUMBER")]
Matters = Annotated[tuple[str, ...], Option("cli.option.matters", metavar="OUTCOME=NUMBER")]
Credence = Annotated[Path | None, Option("cli.option.credence", metavar="FILE")]
Out = Annotated[Path, Option("cli.option.out")]
Calibrated = Annotated[bool, Option("cli.option.calibrated")]
Prior = Annotated[bool, Option("cli.option.prior")]


def compare(
    language: Language,
    scenario: Scenarios = (),
    *,
    baseline: Annotated[str, Option("cli.option.baseline")] = "as-observed",
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
    as_json: Json = False,
    out: Out = OUT,
) -> None:
    """Run policies on the same draws and compare them with a baseline."""
    from tregua.analysis.calibrate import inputs_of
    from tregua.lab.compare import check_matters
    from tregua.lab.credence import load_credence
    from tregua.lab.result import REPORT, check_target, simulate
    from tregua.lab.scenario import PRESETS, load_scenarios
    from tregua.show.terminal import lab as terminal
    from tregua.show.terminal import run as answers

    named = [*(scenario or PRESETS)]
    names = named if baseline in named else [baseline, *named]
    scenarios = load_scenarios(names)
    baseline_id = scenarios[names.index(baseline)].id
    settings = _settings(draws, seed, start, until)
    important = _numbers(matters, "not_matter", "--matters", language)
    check_matters(important)
    weights = load_credence(credence) if credence else None
    shown = _year(year, settings.span)
    check_target(out)
    options = {"baseline": baseline, "year": shown, "from": settings.start, "draws": draws, "seed": seed}
    options |= {"until": settings.span.until, **({"credence": credence} if credence else {})}
    drawn = _drawn(calibrated, prior, settings)
    command = _command("compare", names, options, drawn, assume=assume, matters=matters)
    with Progress(language) as progress:
        settings = inputs_of(drawn == CALIBRATED, settings, progress)
        dataset = simulate(scenarios, settings, _assumptions(assume, language), progress, command)
        comparisons, reasons = _compared(dataset, baseline_id, shown, important, weights)
        plain = _write(dataset, comparisons, reasons, out, language)
    if as_json:
        print(plain)
    else:
        answers.show_comparisons(dataset, comparisons, language)
        terminal.say(text(language, "cli.saved", folder=out, report=out / REPORT))


def _compared(
    dataset: "xr.Dataset",
    baseline: str,
    year: int,
    important: dict[str, float],
    weights: dict[str, dict[float, float]] | None,
) -> "tuple[Comparisons, list[Why]]":
    """The comparisons of a run and, worked out beside them, every headline cell taken apart."""
    from tregua.analysis.why import explain
    from tregua.lab.compare import compare as compared

    with ThreadPoolExecutor(1) as beside:
        reasons = beside.submit(explain, dataset, baseline, year)
        comparisons = compared(dataset, baseline, year, important, weights)
    return comparisons, reasons.result()


def _write(
    dataset: "xr.Dataset", comparisons: "Comparisons", reasons: list["Why"], out: Path, language: Language
) -> str:
    """Save a run with its comparisons and its page; returns the comparisons as JSON."""
    from tregua.lab.result import COMPARISON, REPORT, save, write_folder
    from tregua.show.page.run import render
    from tregua.show.words.run import comparisons_record

    plain = json.dumps(comparisons_record(comparisons, language), ensure_ascii=False, indent=1)

    def fill(folder: Path) -> None:
        with ThreadPoolExecutor(1) as beside:
            saved = beside.submit(save, dataset, folder)
            page = render(dataset, comparisons, language, reasons)
        saved.result()
        (folder / COMPARISON).write_text(plain + "\n", "utf-8")
        (folder / REPORT).write_text(page, "utf-8")

    write_folder(out, fill)
    return plain


def run(
    language: Language,
    scenario: Scenarios = (),
    *,
    year: Year = None,
    start: From = None,
    draws: Draws = 128,
    seed: Seed = 0,
    until: Until = None,
    assume: Assume = (),
    calibrated: Calibrated = False,
    prior: Prior = False,
    out: Out = OUT,
) -> None:
    """Run policies and save the result without comparing them."""
    from tregua.analysis.calibrate import inputs_of
    from tregua.lab.result import check_target, save, simulate, write_folder
    from tregua.lab.scenario import PRESETS, load_scenarios
    from tregua.show.terminal import lab as terminal
    from tregua.show.terminal import run as answers

    names = [*(scenario or PRESETS)]
    scenarios = load_scenarios(names)
    settings = _settings(draws, seed, start, until)
    span = settings.span
    shown = _year(year, span)
    options = {"year": shown, "from": span.start, "draws": draws, "seed": seed, "until": span.until}
    check_target(out)
    drawn = _drawn(calibrated, prior, settings)
    command = _command("run", names, options, drawn, assume=assume)
    with Progress(language) as progress:
        settings = inputs_of(drawn == CALIBRATED, settings, progress)
        dataset = simulate(scenarios, settings, _assumptions(assume, language), progress, command)
        write_folder(out, lambda folder: save(dataset, folder))
    answers.show_levels(dataset, shown, language)
    terminal.say(text(language, "cli.saved_run", folder=out))


def report(
    language: Language,
    folder: Annotated[Path, Argument("[RUN]")] = OUT,
    *,
    baseline: Annotated[str | None, Option("cli.option.baseline")] = None,
    year: Annotated[int | None, Option("cli.option.year")] = None,
) -> None:
    """Write a saved run as one HTML file, with a comparison where it holds the baseline and another policy."""
    from tregua.analysis.why import explain
    from tregua.lab.compare import compare as compared
    from tregua.lab.result import REPORT, open_run, span_of
    from tregua.lab.scenario import RECORD
    from tregua.show.page.run import render
    from tregua.show.terminal import lab as terminal

    dataset = open_run(folder)
    held = [str(name) for name in dataset.scenario.values]
    named = baseline or (RECORD if RECORD in held else held[0])
    shown = _year(year, span_of(dataset))
    comparisons = compared(dataset, named, shown) if baseline or len(held) > 1 else None
    reasons = explain(dataset, named, shown) if comparisons else []
    path = folder / REPORT
    write_whole(path, render(dataset, comparisons, language, reasons))
    terminal.say(str(path))


def why(
    language: Language,
    scenario: Annotated[str, Argument("SCENARIO")],
    outcome: Annotated[str, Argument("OUTCOME")],
    place: Annotated[str | None, Argument("[PLACE]")] = None,
    *,
    baseline: Annotated[str, Option("cli.option.baseline")] = "as-observed",
    year: Year = None,
    start: From = None,
    draws: Annotated[int, Option("cli.option.draws")] = 256,
    seed: Seed = 0,
    assume: Assume = (),
    calibrated: Calibrated = False,
    prior: Prior = False,
    as_json: Json = False,
) -> None:
    """Take an answer apart: what each lever brings, which inputs carry its spread, where its sign turns."""
    from tregua.analysis.calibrate import inputs_of
    from tregua.analysis.why import why as explained
    from tregua.lab.alternatives import combinations
    from tregua.lab.scenario import load_scenarios
    from tregua.show.cli.output import print_json
    from tregua.show.terminal.why import show_why
    from tregua.show.words.said import in_language
    from tregua.show.words.why import why_record

    if scenario == baseline:
        raise InputError(Problem("no_pair", "", {"found": baseline}))
    before, after = load_scenarios([baseline, scenario])
    settings = _settings(draws, seed, start)
    shown = _year(year, settings.span)
    drawn, assumed = _drawn(calibrated, prior, settings), _assumptions(assume, language)
    with Progress(language) as progress:
        settings = inputs_of(drawn == CALIBRATED, settings, progress, {**combinations(assumed)[0].choices, **assumed})
        found = explained(after, outcome, place, before, shown, settings, assumed, progress)
    if as_json:
        print_json(why_record(found, language))
    else:
        show_why(found, in_language(after.text, language), in_language(before.text, language), settings.span, language)


def _settings(draws: int, seed: int, start: str | None, until: int | None = None) -> "Settings":
    from tregua.lab.model import lab
    from tregua.lab.run import Settings

    return Settings(draws=draws, seed=seed, start=start or lab().world.policy_start, until=until)


def _year(year: int | None, span: "Span") -> int:
    """The year shown: the one that was asked for, else three years after the policies start.

    A run that ends before they do is refused.
    """
    if span.until < int(span.start[:4]):
        values = {"field": "until", "found": span.until, "expected": f"≥ {span.start[:4]}"}
        raise InputError(Problem("out_of_range", "--until", values))
    shown = span.shown if year is None else year
    if not span.first <= shown <= span.until:
        expected = f"{span.first} … {span.until}"
        raise InputError(Problem("out_of_range", "--year", {"field": "year", "found": year, "expected": expected}))
    return shown


def _drawn(calibrated: bool, prior: bool, settings: "Settings") -> str:
    """Whether numbers are drawn from the prior or as the past has taught them: as asked for, else by the score card."""
    from tregua.analysis.card import card

    if calibrated and prior:
        raise InputError(Problem("not_both", "", {"found": f"--{CALIBRATED}", "expected": f"--{PRIOR}"}))
    by_card = card().calibrated_by_default and settings.span.first == card().last_cut + 1
    return CALIBRATED if calibrated or (by_card and not prior) else PRIOR


def _assumptions(assume: tuple[str, ...], language: Language) -> dict[str, float]:
    return _numbers(assume, "not_assignment", "--assume", language)


def _numbers(typed: tuple[str, ...], refusal: str, option: str, language: Language) -> dict[str, float]:
    """Numbers by name, as NAME=NUMBER was typed."""
    values: dict[str, float] = {}
    for one in typed:
        name, _, value = one.partition("=")
        try:
            values[name] = number_typed(value, language)
        except ValueError:
            raise InputError(Problem(refusal, option, {"found": one})) from None
    return values


def _command(name: str, scenarios: list[str], options: dict[str, Any], drawn: str, **typed: tuple[str, ...]) -> str:
    """The command that gives the same again; `typed` are the options that may be repeated."""
    parts = ["tregua", name, *scenarios, f"--{drawn}"]
    for option, value in options.items():
        parts += [f"--{option}", str(value)]
    for option, values in typed.items():
        for one in values:
            parts += [f"--{option}", one]
    return shlex.join(parts)
