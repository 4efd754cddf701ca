"""What the commands that run policies share: what was typed becomes scenarios, settings and numbers; runs are saved."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.numbers import number_typed
from tregua.show.cli.output import Progress
from tregua.text import Language

if TYPE_CHECKING:
    import xarray as xr

    from tregua.analysis.why import Why
    from tregua.lab.asked import Asked
    from tregua.lab.compare import Comparisons
    from tregua.lab.run import Settings
    from tregua.lab.scenario import Span
    from tregua.lab.schema import Scenario

OUT = Path("tregua-results")
CALIBRATED, PRIOR = "calibrated", "prior"


def settings_of(draws: int, seed: int, start: str | None, until: int | None = None) -> "Settings":
    """How a run is computed."""
    from tregua.lab.model import lab
    from tregua.lab.run import Settings

    return Settings(draws=draws, seed=seed, start=start or lab().world.policy_start, until=until)


def chosen(
    named: tuple[str, ...],
    add: tuple[str, ...],
    typed: tuple[str, ...],
    how: "Settings",
    language: Language,
    baseline: str | None = None,
) -> "tuple[list[Scenario], Asked]":
    """The scenarios of a run, and how they were asked for: the baseline, those named, then a setting of one's own.

    All presets where nothing is named or set.
    """
    from tregua.lab.asked import Asked, pinned
    from tregua.lab.own import OWN, own_scenario, read_setting
    from tregua.lab.scenario import PRESETS, load_scenarios

    names = [*(named or (() if add or typed else PRESETS))]
    scenarios = load_scenarios(names)
    ids = [one.id for one in scenarios]
    own = OWN if add or typed else None
    if baseline is not None and baseline not in (*names, *ids, own):
        names, scenarios = [baseline, *names], load_scenarios([baseline, *names])
        ids = [one.id for one in scenarios]
    stacked = [*load_scenarios(add)]
    asked = Asked(
        tuple(pinned(name, one) for name, one in zip(names, scenarios, strict=True)),
        tuple(pinned(name, one) for name, one in zip(add, stacked, strict=True)),
        typed,
        None if baseline is None else ids[names.index(baseline)] if baseline in names else baseline,
    )
    if own:
        made = own_scenario(
            stacked,
            [read_setting(one, how.start, partial(number_typed, language=language)) for one in typed],
            how.start,
        )
        scenarios = [*scenarios, made]
        refuse_twins(one.id for one in scenarios)
        asked = replace(asked, settings=tuple(one.replace(",", ".") for one in typed))  # for readers of any language
    return scenarios, asked


def refuse_twins(ids: Iterable[str]) -> None:
    """Refuse an id that stands twice."""
    listed = [*ids]
    if twice := [Problem("same_id", "", {"found": one}) for one in sorted(set(listed)) if listed.count(one) > 1]:
        raise InputError(twice)


def year_of(year: int | None, span: "Span") -> int:
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


def drawn_from(calibrated: bool, prior: bool, settings: "Settings") -> str:
    """Whether numbers are drawn from the prior or as the past has taught them: as asked for, else by the score card."""
    from tregua.analysis.card import card

    if calibrated and prior:
        raise InputError(Problem("not_both", "", {"found": f"--{CALIBRATED}", "expected": f"--{PRIOR}"}))
    by_card = card().calibrated_by_default and settings.span.first == card().last_cut + 1
    return CALIBRATED if calibrated or (by_card and not prior) else PRIOR


def assumptions_of(assume: tuple[str, ...], language: Language) -> dict[str, float]:
    """Parameters that are fixed in every draw, as NAME=NUMBER was typed."""
    from tregua.lab.draws import as_listed

    typed = numbers_of(assume, "not_assignment", "--assume", language)
    return {name: as_listed(name, value) for name, value in typed.items()}


def numbers_of(typed: tuple[str, ...], refusal: str, option: str, language: Language) -> dict[str, float]:
    """Numbers by name, as NAME=NUMBER was typed, each name once."""
    values: dict[str, float] = {}
    for one in typed:
        name, _, value = one.partition("=")
        if name in values:
            raise InputError(Problem("duplicate_key", option, {"found": name}))
        try:
            values[name] = number_typed(value, language)
        except ValueError:
            raise InputError(Problem(refusal, option, {"found": one})) from None
    return values


@contextmanager
def computing(language: Language, dask: str | None, kept: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Progress of what is computed, on a cluster where one is named.

    Parameters
    ----------
    kept : whether what was ready is kept when the work is interrupted
    """
    from tregua.lab.where import on

    with Progress(language) as progress:
        try:
            with on(dask):
                yield progress
        except KeyboardInterrupt:
            raise KeyboardInterrupt(*(["cli.interrupted_kept"] if kept else [])) from None


def simulated(
    scenarios: "list[Scenario]",
    settings: "Settings",
    drawn: str,
    assumed: dict[str, float],
    progress: Callable[[int, int], None],
    asked: "Asked",
    out: Path | None,
) -> "xr.Dataset":
    """A run in memory, or one that is too large for it beside the folder that it will be saved in."""
    from tregua.analysis.calibrate import inputs_of
    from tregua.lab.blocks import is_large, simulate_in
    from tregua.lab.result import simulate

    how = inputs_of(drawn == CALIBRATED, settings, progress)
    if is_large(len(scenarios), settings, assumed):
        return simulate_in(OUT if out is None else out.absolute().parent, scenarios, how, assumed, progress, asked)
    return simulate(scenarios, how, assumed, progress, asked)


def compared_with_reasons(dataset: "xr.Dataset", asked: "Asked") -> "tuple[Comparisons, list[Why]]":
    """The comparisons of a run and, worked out beside them, every headline cell taken apart."""
    from tregua.analysis.why import explain
    from tregua.lab.compare import compare as compared

    assert asked.baseline is not None and asked.year is not None
    with ThreadPoolExecutor(1) as beside:
        reasons = beside.submit(explain, dataset, asked.baseline, asked.year)
        comparisons = compared(dataset, asked.baseline, asked.year, asked.matters, asked.weights)
    return comparisons, reasons.result()


def beside_a_run(
    dataset: "xr.Dataset", comparisons: "Comparisons", reasons: list["Why"], language: Language
) -> dict[str, str]:
    """The files that stand beside a run that was compared, by name: the comparisons as JSON and two pages."""
    from tregua.lab.store import COMPARISON, NUMBERS, REPORT
    from tregua.show.page.run import render, render_numbers
    from tregua.show.words.envelope import envelope
    from tregua.show.words.run import comparisons_record

    answer = envelope("compare", comparisons_record(comparisons, language))
    plain = json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False)
    pages = {
        REPORT: render(dataset, comparisons, language, reasons),
        NUMBERS: render_numbers(dataset, comparisons, language, reasons),
    }
    return {COMPARISON: plain + "\n", **pages}


def write_compared(
    dataset: "xr.Dataset",
    comparisons: "Comparisons",
    reasons: list["Why"],
    out: Path | None,
    overwrite: bool,
    language: Language,
) -> "tuple[xr.Dataset, Path, str]":
    """Save a run with its comparisons and its pages; returns it as saved, its folder and the comparisons as JSON."""
    from tregua.lab.store import COMPARISON

    written: dict[str, str] = {}

    def fill(folder: Path) -> None:
        written.update(beside_a_run(dataset, comparisons, reasons, language))
        for name, content in written.items():
            (folder / name).write_text(content, "utf-8")

    return *save_run(dataset, out, overwrite, fill), written[COMPARISON]


def save_run(
    dataset: "xr.Dataset", out: Path | None, overwrite: bool, fill: Callable[[Path], None] = lambda _: None
) -> "tuple[xr.Dataset, Path]":
    """Save a run where it was asked for, or in a new folder to which `latest` leads; returns it as saved."""
    from tregua.lab.store import new_folder, set_latest, where_it_lies, write_run

    if out is not None:
        write_run(out, dataset, fill, overwrite)
        return where_it_lies(dataset, out), out
    folder = new_folder(OUT, dataset, date.today())
    try:
        write_run(folder, dataset, fill)
    except InputError as error:
        if error.problems[0].kind != "run_there":  # the same run, made beside this one, has taken the name
            raise
        return save_run(dataset, None, overwrite, fill)
    set_latest(OUT, folder)
    return where_it_lies(dataset, folder), folder
