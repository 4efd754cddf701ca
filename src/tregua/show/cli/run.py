"""The commands that run policies: one function a command."""

import json
import shlex
from pathlib import Path
from typing import Any

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.options import Progress, write_whole
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
    from tregua.show.terminal import lab as terminal
    from tregua.show.terminal import run as answers
    from tregua.show.words.run import comparisons_record

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
        plain = json.dumps(comparisons_record(comparisons, language), ensure_ascii=False, indent=1)

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
    from tregua.show.terminal import lab as terminal
    from tregua.show.terminal import run as answers

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
    from tregua.show.terminal import lab as terminal

    dataset = tregua.open_run(folder)
    held = [str(name) for name in dataset.scenario.values]
    named = baseline or ("war-on-drugs" if "war-on-drugs" in held else held[0])
    shown = min(2030, int(dataset.year[-1])) if year is None else year
    comparisons = tregua.compare(dataset, named, shown) if baseline or len(held) > 1 else None
    path = folder / REPORT
    write_whole(path, tregua.render(dataset, comparisons, language))
    terminal.say(str(path))


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
