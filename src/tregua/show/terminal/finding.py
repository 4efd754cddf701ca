"""The first screen of a comparison: eighty columns and twenty-four lines that give the finding."""

from pathlib import Path

import xarray as xr
from rich.table import Table
from rich.text import Text

from tregua.analysis.finding import Finding, finding
from tregua.lab.compare import Comparisons
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import finding as said
from tregua.show.words.said import in_language
from tregua.text import Language, text

WIDEST = 100
NAMED = 2  # policies without a column that are told by name
HEAD, LEVEL, CELL = 18, 8, 17  # characters of an outcome, of the baseline and of a policy


def show_finding(dataset: xr.Dataset, comparisons: Comparisons, report: Path, language: Language) -> None:
    """The finding, a few outcomes beside today's, what to read with them, and where the rest is."""
    console = console_of(WIDEST)
    found = finding(dataset, comparisons)
    console.print(" ".join(filter(None, [*said.sentences(found, language), said.own(found, language)])), markup=False)
    named = {"baseline": in_language(found.names[comparisons.baseline], language), "draws": comparisons.draws}
    console.print(Text(text(language, "finding.title", year=comparisons.year, **named), style="bold"))
    room = max(1, (console.width - HEAD - LEVEL) // (CELL + 1))
    console.print(_table(found, min(room, len(found.policies)), language))
    console.print(text(language, "finding.key"), markup=False)
    observers = text(language, "finding.observed", sources=said.observers(found, language))
    last = [observers, said.assumed(found, language), text(language, "finding.caveat"), _others(found, room, language)]
    console.print(" ".join(filter(None, last)), markup=False)
    say(text(language, "finding.saved", report=report))
    say(text(language, "finding.more"))


def _others(found: Finding, room: int, language: Language) -> str:
    """The policies that have no column: by name where they are few."""
    left = [said.policy(found, name, language) for name in [*found.policies[room:], *found.others]]
    if len(left) > NAMED:
        return text(language, "finding.others_count", count=len(left))
    return text(language, "finding.others", policies=", ".join(left)) if left else ""


def _table(found: Finding, policies: int, language: Language) -> Table:
    """Two lines an outcome: what it is and what was observed last; the baseline; difference, word and mark."""
    comparisons = found.comparisons
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, collapse_padding=True)
    table.add_column("")
    table.add_column(Text(str(comparisons.year)), justify="right")
    for name in found.policies[:policies]:
        table.add_column(Text(said.policy(found, name, language)), justify="right", width=CELL)
    for row in found.rows:
        head = Text(f"{in_language(row.text, language)}\n{said.today(row, language)}")
        cells = [said.cell_words(one, comparisons.draws, language) for one in found.cells(row)[:policies]]
        table.add_row(head, said.level(row, language), *(_cell(one) for one in cells))
    return table


def _cell(one: said.Words) -> Text:
    """Difference above, direction, count or chance and mark below."""
    below = " ".join(filter(None, [one.arrow, one.brief, one.mark]))
    return Text(f"{one.size.replace(' … ', '…')}\n{below}".strip())
