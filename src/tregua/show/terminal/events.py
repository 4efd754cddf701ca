"""What the terminal shows of policy effects held against dated switches."""

from collections.abc import Iterable

from rich.table import Table

from tregua.analysis.card import card
from tregua.analysis.event_tests import EventTest
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.show.terminal.lab import console_of
from tregua.show.words import events as said
from tregua.text import Language, text


def show_bearing(comparisons: Comparisons, language: Language) -> None:
    """Every dated switch that bears on a headline cell, once, with what was observed of it and what else changed."""
    cells = [one for one in comparisons.comparisons if one.place in lab().outcomes[one.outcome].headline]
    bearing = [each for one in cells for each in said.beside(one, card().events)]
    console = console_of()
    console.print(f"\n{text(language, 'tested.heading')}", markup=False)
    for event, results in said.events_of(one for one in card().events if one in bearing):
        console.print(f" • {said.heading(event, language)}", markup=False)
        for one in results:
            console.print(f"     {said.result(one, language)}", markup=False)
        console.print(f"     {said.confounded(event, language)}", markup=False)


def show_events(results: Iterable[EventTest], language: Language) -> None:
    """Every result of every event as a table."""
    table = Table(title=text(language, "tested.title"), title_justify="left", show_lines=True)
    for key in ("event", "predicted", "observed", "verdict"):
        table.add_column(text(language, f"tested.column.{key}"), min_width=24 if key == "event" else None)
    for event, found in said.events_of(results):
        for one in found:
            named = f"{said.heading(event, language)}\n{said.measured(one, language)}"
            table.add_row(
                named, said.predicted(one, language), said.observed(one, language), said.standing(one, language)
            )
    console_of().print(table)
