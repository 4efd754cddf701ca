"""What the terminal shows of a run: the verdict table, what each policy moves, every caveat."""

from collections.abc import Iterable

import xarray as xr
from rich.console import Console
from rich.table import Table

from tregua.analysis.card import card
from tregua.lab.asked import PRIOR
from tregua.lab.caveats import run_caveats
from tregua.lab.cell import Comparison
from tregua.lab.compare import Comparisons, Outlook
from tregua.lab.estimators import quantile_error, quantiles
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of, span_of, values
from tregua.lab.scenario import Span, moved_levers
from tregua.lab.schema import Scenario
from tregua.show.terminal.alternatives import show_alternatives
from tregua.show.terminal.events import show_bearing
from tregua.show.terminal.lab import console_of, spread
from tregua.show.words import comparison as said
from tregua.show.words import events
from tregua.show.words.backtest import card_heading, card_words
from tregua.show.words.horizon import beyond
from tregua.show.words.levers import advocated, described, path_words
from tregua.show.words.numbers import chance, number, unit
from tregua.show.words.said import in_language, in_words
from tregua.text import Language, text

LEVELS = (0.05, 0.5, 0.95)
SHARE_STEPS = 100  # a share is told to one per cent


def _heading(outcome: str, place: str, language: Language) -> str:
    record = lab().outcomes[outcome]
    where = in_language(lab().place_text(place, record.index), language)
    return f"{in_language(record.text, language)}, {where}\n{unit(record.unit, language)}"


def verdict(comparison: Comparison, later: Iterable[Outlook], draws: int, language: Language) -> str:
    """A cell: difference or its range, direction, whether it matters, later years, tests, grade and assumed share."""
    if comparison.status == "no_change":
        return "\n".join([text(language, "likely.no_change"), *_later(comparison, later, language)])
    if comparison.status not in ("figures", "by_alternative"):
        return text(language, f"likely.{comparison.status}")
    relative = said.relative(comparison, language)
    lines = [said.middle(comparison, language) + (f" ({relative})" if relative else "")]
    figure = said.the_one(comparison)
    if figure and figure.i90[0] == figure.i90[1] and comparison.n_alternatives < 2:
        lines.append(text(language, "table.certain"))
    else:
        lines += [said.interval(figure, language)] if figure else []
        lines += [said.direction(comparison, draws, language, brief=True), said.brief(comparison, language)]
    lines += _later(comparison, later, language)
    lines.append(events.brief(comparison, card().events, language))
    marks = [
        text(language, "table.graded", grade=caveat.values["grade"])
        for caveat in comparison.caveats
        if caveat.key == "caveat.grade"
    ]
    if comparison.assumption_share is not None:
        ends = dict.fromkeys(chance(end, SHARE_STEPS) for end in said.assumed(comparison))
        marks.append(text(language, "table.assumed", share=" … ".join(ends)))
    lines.append(", ".join(marks))
    return "\n".join(filter(None, lines))


def _later(comparison: Comparison, later: Iterable[Outlook], language: Language) -> list[str]:
    """The cell in other years, a line each."""
    cell = (comparison.scenario, comparison.outcome, comparison.place)
    return [f"{one.year}: {said.glance(one.one(*cell), language)}" for one in later]


def show_comparisons(dataset: xr.Dataset, comparisons: Comparisons, language: Language) -> None:
    """The verdict table, what each policy moves, and every caveat."""
    console = console_of()
    scenarios = scenarios_of(dataset)
    named = in_language(scenarios[comparisons.baseline].text, language)
    _show_card(console, comparisons.ensemble, language)
    first = " ".join(in_words(caveat, language) for caveat in comparisons.caveats[:2])
    console.print(text(language, "table.first", caveat=first), markup=False)
    title = text(language, "table.title", year=comparisons.year, baseline=named, draws=comparisons.draws)
    table = Table(title=_marked(title, comparisons.year, dataset, language), title_justify="left", show_lines=True)
    table.add_column(text(language, "table.outcome"))
    table.add_column(f"{named}\n{text(language, 'table.median')}", justify="right")
    others = [scenario for name, scenario in scenarios.items() if name != comparisons.baseline]
    for scenario in others:
        table.add_column(in_language(scenario.text, language), justify="right")
    for outcome in lab().outcomes.values():
        for place in outcome.headline:
            row = [comparisons.one(scenario.id, outcome.id, place) for scenario in others]
            cells = [verdict(cell, comparisons.also, comparisons.draws, language) for cell in row]
            level = number(row[0].baseline_median, language, error=row[0].baseline_error)
            table.add_row(_heading(outcome.id, place, language), level, *cells)
    console.print(table)
    console.print(text(language, "table.caption"), markup=False)
    if comparisons.ensemble != PRIOR:
        console.print(text(language, "table.least"), markup=False)
    for outlook in comparisons.also:
        if mark := beyond(outlook.year, span_of(dataset), language):
            console.print(f"{outlook.year}: {mark}", markup=False)
    show_alternatives(console, dataset, comparisons, language)
    show_bearing(comparisons, language)
    told: set[str] = set()
    for scenario in scenarios.values():
        _show_scenario(console, scenario, span_of(dataset), told, language)
    console.print(f"\n{text(language, 'table.caveats')}")
    for sentence in caveat_sentences(comparisons, language):
        console.print(f" • {sentence}", markup=False)


def _marked(title: str, year: int, dataset: xr.Dataset, language: Language) -> str:
    """A title, with a word where its year lies beyond what was scored."""
    mark = beyond(year, span_of(dataset), language)
    return f"{title} – {mark}" if mark else title


def caveat_sentences(comparisons: Comparisons, language: Language) -> list[str]:
    """Caveats of the run, then those of single figures, each once."""
    sentences = [in_words(caveat, language) for caveat in comparisons.caveats]
    for one in comparisons.comparisons:
        if one.place in lab().outcomes[one.outcome].headline:
            outcome = in_language(lab().outcomes[one.outcome].text, language)
            sentences += [
                f"{outcome}: {in_words(caveat, language)}" for caveat in one.caveats if caveat.key != "caveat.grade"
            ]
    return list(dict.fromkeys(sentences))


def _show_scenario(console: Console, scenario: Scenario, span: Span, told: set[str], language: Language) -> None:
    """What a policy moves; what a lever rests on only where it was not yet `told`."""
    console.print(f"\n{in_language(scenario.text, language)}: {described(scenario, language)}", markup=False)
    if said := advocated(scenario, language):
        console.print(f"   {said}", markup=False)
    recorded = {one.lever for one in scenario.levers if one.recorded_to}
    moved = [lever for lever in lab().levers.values() if lever.id in recorded] or moved_levers(scenario, span)
    for lever in moved:
        for one in scenario.levers:
            if one.lever != lever.id:
                continue
            path = path_words(one, span, language)
            several = len(lab().movable(lever)) > 1
            place = f" {one.place}" if several and one.place and one.place != "all" else ""
            tag = text(language, f"tag.{one.tag}")
            console.print(
                f"   {in_language(lever.text, language)}{place} = {path} {unit(lever.unit, language)} [{tag}]",
                markup=False,
            )
        assumed = [one.id for one in lab().resting(lever) if one.tag == "assumed" and one.id not in told]
        told.update(assumed)
        for name in assumed:
            record = lab().parameters[name]
            shown = f"{name} {spread(record, language)} [{text(language, 'tag.assumed')}]"
            console.print(f"      {text(language, 'table.rests_on')} {shown}", markup=False)
    if scenario.without_lever:
        listed = "; ".join(f"{one.checklist} {in_language(one.text, language)}" for one in scenario.without_lever)
        console.print(f"   {text(language, 'table.without_lever')} {listed}", markup=False)


def _show_card(console: Console, ensemble: str, language: Language) -> None:
    """What earlier forecasts were worth, before any projection from the prior or an ensemble."""
    for sentence in (*card_heading(card(), language), *card_words(card(), language, ensemble)):
        console.print(sentence, markup=False)


def show_levels(dataset: xr.Dataset, year: int, language: Language) -> None:
    """Median and 90 % interval of each headline outcome in `year`, and the caveats of the run."""
    _show_card(console_of(), dataset.attrs["ensemble"], language)
    title = text(language, "table.levels", year=year)
    table = Table(title=_marked(title, year, dataset, language), title_justify="left")
    table.add_column(text(language, "table.outcome"))
    for scenario in scenarios_of(dataset).values():
        table.add_column(in_language(scenario.text, language), justify="right")
    for outcome in lab().outcomes.values():
        for place in outcome.headline:
            cell = values(dataset, outcome.id, place)[0].sel(year=year)
            cells = []
            for at in range(cell.sizes["scenario"]):
                sample = cell[at].values
                low, mid, high = (
                    number(one, language, error=quantile_error(sample, q))
                    for q, one in zip(LEVELS, quantiles(sample, LEVELS), strict=True)
                )
                cells.append(f"{mid}\n[{low}; {high}]")
            table.add_row(_heading(outcome.id, place, language), *cells)
    console_of().print(table)
    console_of().print(f"\n{text(language, 'table.caveats')}")
    for caveat in run_caveats(dataset):
        console_of().print(f" • {in_words(caveat, language)}", markup=False)
