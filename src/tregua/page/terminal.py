"""What the terminal shows: the same answers as the page, in rich tables."""

from collections.abc import Iterable, Mapping
from typing import Any

import xarray as xr
from rich.console import Console
from rich.table import Table

from tregua.figures import number, percent, unit, words
from tregua.lab.compare import Comparison, Comparisons
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of, values
from tregua.lab.scenario import moved_levers
from tregua.records import Distribution, Parameter, Scenario, Text
from tregua.text import Language, text


def _console() -> Console:
    console = Console(highlight=False)
    return Console(highlight=False, width=120) if not console.is_terminal else console


def say(sentence: str) -> None:
    """Print one sentence."""
    _console().print(sentence, soft_wrap=True, markup=False)


def in_language(both: Text, language: Language) -> str:
    """One of the two texts."""
    return both.es if language == "es" else both.en


def _heading(outcome: str, place: str, language: Language) -> str:
    record = lab().outcomes[outcome]
    where = in_language(lab().place_text(place, record.index).text, language)
    return f"{in_language(record.text, language)}, {where}\n{unit(record.unit, language)}"


def interval(low: float, high: float, language: Language) -> str:
    """An interval with both signs, ends parted by a semicolon."""
    return f"[{number(low, language, signed=True)}; {number(high, language, signed=True)}]"


def verdict(comparison: Comparison, draws: int, language: Language) -> str:
    """A cell: paired difference, 90 % interval, chance of the sign, shares."""
    if comparison.status != "figures":
        return text(language, f"likely.{comparison.status}")
    assert comparison.median is not None and comparison.i90 is not None and comparison.p_lower is not None
    relative = "" if comparison.relative is None else f" ({percent(comparison.relative, language, signed=True)})"
    lines = [
        number(comparison.median, language, signed=True) + relative,
        interval(*comparison.i90, language),
        words(comparison.p_lower, draws, language),
    ]
    if comparison.assumption_share is not None:
        lines.append(text(language, "table.assumed", share=percent(comparison.assumption_share, language)))
    return "\n".join(lines)


def show_comparisons(dataset: xr.Dataset, comparisons: Comparisons, language: Language) -> None:
    """The verdict table, what each policy moves, and every caveat."""
    console = _console()
    scenarios = scenarios_of(dataset)
    named = in_language(scenarios[comparisons.baseline].text, language)
    console.print(text(language, "table.first", caveat=comparisons.caveats[0].text(language)), markup=False)
    title = text(language, "table.title", year=comparisons.year, baseline=named, draws=comparisons.draws)
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column(text(language, "table.outcome"))
    table.add_column(f"{named}\n{text(language, 'table.median')}", justify="right")
    others = [scenario for name, scenario in scenarios.items() if name != comparisons.baseline]
    for scenario in others:
        table.add_column(in_language(scenario.text, language), justify="right")
    for outcome in lab().outcomes.values():
        for place in outcome.headline:
            row = [comparisons.one(scenario.id, outcome.id, place) for scenario in others]
            cells = [verdict(cell, comparisons.draws, language) for cell in row]
            table.add_row(_heading(outcome.id, place, language), number(row[0].baseline_median, language), *cells)
    console.print(table)
    console.print(text(language, "table.caption"), markup=False)
    for scenario in scenarios.values():
        _show_scenario(console, scenario, language)
    console.print(f"\n{text(language, 'table.caveats')}")
    for sentence in caveat_sentences(comparisons, language):
        console.print(f" • {sentence}", markup=False)


def caveat_sentences(comparisons: Comparisons, language: Language) -> list[str]:
    """Caveats of the run, then those of single figures, each once."""
    sentences = [caveat.text(language) for caveat in comparisons.caveats]
    for one in comparisons.comparisons:
        if one.place in lab().outcomes[one.outcome].headline:
            outcome = in_language(lab().outcomes[one.outcome].text, language)
            sentences += [f"{outcome}: {caveat.text(language)}" for caveat in one.caveats if caveat.key != "grade"]
    return list(dict.fromkeys(sentences))


def _show_scenario(console: Console, scenario: Scenario, language: Language) -> None:
    console.print(
        f"\n{in_language(scenario.text, language)}: {in_language(scenario.description, language)}", markup=False
    )
    for lever in moved_levers(scenario):
        for one in scenario.levers:
            if one.lever != lever.id:
                continue
            path = ", ".join(f"{month}: {number(value, language)}" for month, value in sorted(one.path.items()))
            place = f" {one.place}" if one.place and one.place != "all" else ""
            tag = text(language, f"tag.{one.tag}")
            console.print(
                f"   {in_language(lever.text, language)}{place} = {path} {unit(lever.unit, language)} [{tag}]",
                markup=False,
            )
        assumed = [name for name in lever.rests_on if lab().parameters[name].tag == "assumed"]
        for name in assumed:
            record = lab().parameters[name]
            shown = f"{name} {spread(record, language)} [{text(language, 'tag.assumed')}]"
            console.print(f"      {text(language, 'table.rests_on')} {shown}", markup=False)
    if scenario.without_lever:
        listed = "; ".join(f"{one.checklist} {in_language(one.text, language)}" for one in scenario.without_lever)
        console.print(f"   {text(language, 'table.without_lever')} {listed}", markup=False)


def spread(parameter: Parameter, language: Language) -> str:
    """A parameter's range or alternatives."""
    match parameter.distribution:
        case Distribution(kind="choice", values=list() as alternatives):
            return " | ".join(number(value, language) for value in alternatives)
        case Distribution(kind="normal", mean=float() | int() as mean, sd=float() | int() as sd):
            return f"{number(mean, language)} ± {number(sd, language)}"
        case Distribution(low=float() | int() as low, high=float() | int() as high):
            return f"{number(low, language)} – {number(high, language)}"
    return number(parameter.value, language)


def show_levels(dataset: xr.Dataset, year: int, language: Language) -> None:
    """Median and 90 % interval of each headline outcome in `year`."""
    table = Table(title=text(language, "table.levels", year=year), title_justify="left")
    table.add_column(text(language, "table.outcome"))
    for scenario in scenarios_of(dataset).values():
        table.add_column(in_language(scenario.text, language), justify="right")
    for outcome in lab().outcomes.values():
        for place in outcome.headline:
            cell = values(dataset, outcome.id, place).sel(year=year, replicate="base")
            bands = cell.quantile([0.05, 0.5, 0.95], dim="draw").values.T
            cells = [
                f"{number(mid, language)}\n[{number(low, language)}; {number(high, language)}]"
                for low, mid, high in bands
            ]
            table.add_row(_heading(outcome.id, place, language), *cells)
    _console().print(table)


def show_levers(language: Language) -> None:
    """One row a lever."""
    table = Table(show_lines=True)
    for key in ("lever", "unit", "range", "default", "grade", "evidence"):
        table.add_column(text(language, f"table.{key}"))
    for lever in lab().levers.values():
        table.add_row(
            f"{lever.id}\n{in_language(lever.text, language)}",
            unit(lever.unit, language),
            f"{number(lever.low, language)} – {number(lever.high, language)}",
            number(lever.default, language),
            lever.grade,
            in_language(lever.evidence, language),
        )
    _console().print(table)


def show_parameters(language: Language) -> None:
    """One row a parameter."""
    table = Table()
    for key in ("parameter", "value", "spread", "unit", "tag", "source"):
        table.add_column(text(language, f"table.{key}"))
    for record in lab().parameters.values():
        cited = ", ".join(citation.ref for citation in record.source)
        tag = text(language, f"tag.{record.tag}")
        table.add_row(
            record.id, number(record.value, language), spread(record, language), unit(record.unit, language), tag, cited
        )
    _console().print(table)


def show_parameter_records(records: Iterable[Parameter], language: Language) -> None:
    """Everything that is known of some parameters."""
    for record in records:
        say(f"{record.id}: {in_language(record.text, language)}")
        shown = f"{number(record.value, language)} ({spread(record, language)}) {unit(record.unit, language)}"
        say(f"   {shown} [{text(language, f'tag.{record.tag}')}]")
        if record.derivation:
            say(f"   = {record.derivation}")
        for citation in record.source:
            source = lab().sources[citation.ref]
            say(f"   {source.author} ({source.year}), {source.title}. {source.published_in}. {citation.locator}")
        if record.note:
            say(f"   {in_language(record.note, language)}")


def show_trace(records: list[Mapping[str, Any]] | list[dict[str, Any]], language: Language) -> None:
    """One row an id, and a count of each status."""
    table = Table()
    for key in ("id", "status", "text", "where"):
        table.add_column(text(language, f"table.{key}"))
    for record in records:
        status = text(language, f"status.{record['status']}")
        detail = record["text"] + (f"\n→ {record['note']}" if record["note"] else "")
        table.add_row(record["id"], status, detail, "\n".join(record["where"]))
    console = _console()
    console.print(table)
    for status in ("live", "partial", "missing"):
        count = sum(record["status"] == status for record in records)
        console.print(f"{text(language, f'status.{status}')}: {count}")
