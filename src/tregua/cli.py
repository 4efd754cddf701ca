"""The command line: one function a command."""

import io
import json
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from tregua.errors import InputError, Problem, unknown_name
from tregua.evidence_cli import claim, claims, estimates, promise, promises, series
from tregua.law_cli import audit, decide, diff, process, regimes
from tregua.models_cli import reproduce
from tregua.shell import Commands, Progress, build, complaint, print_json, take_language, write_whole
from tregua.text import Language, text


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
    from tregua.lab.result import COMPARISON, REPORT, check_target, save, write_folder
    from tregua.page import answers, terminal

    names = [*(scenario or tregua.PRESETS)]
    if baseline not in names:
        names.insert(0, baseline)
    scenarios = tregua.load_scenarios(names)
    baseline_id = scenarios[names.index(baseline)].id
    settings = tregua.Settings(draws=draws, seed=seed, until=until)
    assumptions = _assumptions(assume)
    _check_year(year, until)
    check_target(out)
    options = {"baseline": baseline, "year": year, "draws": draws, "seed": seed, "until": until}
    with Progress(language) as progress:
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
        answers.show_comparisons(dataset, comparisons, language)
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
    from tregua.lab.result import check_target, save, write_folder
    from tregua.page import answers, terminal

    names = [*(scenario or tregua.PRESETS)]
    scenarios = tregua.load_scenarios(names)
    settings = tregua.Settings(draws=draws, seed=seed, until=until)
    options = {"year": year, "draws": draws, "seed": seed, "until": until}
    _check_year(year, until)
    check_target(out)
    with Progress(language) as progress:
        dataset = tregua.simulate(
            scenarios, settings, _assumptions(assume), progress, _command("run", names, options, assume)
        )
        write_folder(out, lambda folder: save(dataset, folder))
    answers.show_levels(dataset, year, language)
    terminal.say(text(language, "cli.saved_run", folder=out))


def report(language: Language, folder: Path, baseline: str | None, year: int | None) -> None:
    """Write a saved run as one HTML file, with a comparison where it holds the baseline and another policy."""
    import tregua
    from tregua.lab.result import REPORT
    from tregua.page import terminal

    dataset = tregua.open_run(folder)
    held = [str(name) for name in dataset.scenario.values]
    named = baseline or ("war-on-drugs" if "war-on-drugs" in held else held[0])
    shown = min(2030, int(dataset.year[-1])) if year is None else year
    comparisons = tregua.compare(dataset, named, shown) if baseline or len(held) > 1 else None
    path = folder / REPORT
    write_whole(path, tregua.render(dataset, comparisons, language))
    terminal.say(str(path))


def levers(language: Language, as_json: bool) -> None:
    """List what a state can do in the lab: unit, range, default, evidence."""
    from tregua.lab.model import lab
    from tregua.page import terminal

    if as_json:
        known = lab().levers.values()
        print_json([{**one.model_dump(), "behind": [estimate.id for estimate in lab().behind(one)]} for one in known])
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
        print_json([record.model_dump(exclude_none=True) for record in chosen])
    elif name is None:
        terminal.show_parameters(language)
    else:
        terminal.show_parameter_records(chosen, language)


def trace(language: Language, as_json: bool) -> None:
    """Map each of the 115 mechanisms of the source texts to what implements it."""
    from tregua.page import terminal
    from tregua.trace import trace as traced

    if as_json:
        print_json(traced(language))
    else:
        terminal.show_trace(traced(language), language)


def schema(language: Language) -> None:
    """Write the files generated from the catalogues: JSON Schemas and kernel positions."""
    from tregua.lab.generate import write
    from tregua.page import terminal

    for path in write():
        terminal.say(str(path))


COMMANDS: Commands = {
    compare: ("scenario", "baseline", "year", "draws", "seed", "until", "assume", "as_json", "out"),
    run: ("scenario", "year", "draws", "seed", "until", "assume", "out"),
    report: ("folder", "report_baseline", "report_year"),
    levers: ("as_json",),
    parameters: ("name", "as_json"),
    trace: ("as_json",),
    schema: (),
    decide: ("facts", "regime", "variant", "batch", "batch_out", "rejects", "as_json"),
    regimes: ("action", "regime_id", "as_json", "as_csv", "html"),
    audit: ("regime_ids", "as_json"),
    diff: ("regime_a", "regime_b", "as_json"),
    process: ("log", "as_json"),
    claims: ("as_json", "html", "style"),
    claim: ("claim_id", "in_lab", "as_json", "style"),
    promises: ("as_json", "style"),
    promise: ("promise_id", "as_json", "style"),
    estimates: ("estimate", "lever", "as_json", "style"),
    series: ("series_id", "plot", "check", "as_json", "style"),
    reproduce: ("models", "as_json", "html"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: whatever goes wrong with the input is one clear message and exit code 2."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):  # a code page of Windows has no minus sign
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    language: Language = "en"
    try:
        language = take_language(argv)
        code = build(COMMANDS, language).main(argv, prog_name="tregua", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code or 0)
    except InputError as error:
        _fail(error.message(language))
    except click.UsageError as error:
        _fail(complaint(error, COMMANDS).message(language))
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


def _check_year(year: int, until: int) -> None:
    if not 2021 <= year <= until:
        expected = f"2021 … {until}"
        raise InputError(Problem("out_of_range", "--year", {"field": "year", "found": year, "expected": expected}))


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


def _fail(message: str, code: int = 2) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
