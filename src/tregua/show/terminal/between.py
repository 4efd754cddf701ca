"""Two runs side by side on the terminal."""

from rich.markup import escape
from rich.table import Table

from tregua.lab.between import Between, Cell
from tregua.lab.compare import Glance
from tregua.lab.model import lab
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import comparison as said
from tregua.show.words.numbers import number
from tregua.show.words.said import in_language
from tregua.text import Language, text


def show_between(found: Between, language: Language) -> None:
    """What differs in input, then the figures that differ."""
    console = console_of()
    for which, command in zip(("first", "second"), found.commands, strict=True):
        say(text(language, f"between.{which}", command=command))
    heads = [text(language, f"table.{name}") for name in ("what", "first_run", "second_run")]
    if found.inputs:
        table = Table(*heads, title=text(language, "between.inputs"), title_justify="left")
        for one in found.inputs:
            absent = text(language, "between.absent")
            named = f"{text(language, f'between.what.{one.what}')} {one.name}"
            table.add_row(*map(escape, (named, one.first or absent, one.second or absent)))
        console.print(table)
    else:
        say(text(language, "between.no_inputs"))
    years = [one for one in found.inputs if one.name == "year"]
    if years:
        say(text(language, "between.years", first=years[0].first, second=years[0].second))
    apart = [one for one in found.cells if not one.same]
    if not found.cells:
        say(text(language, "between.no_cells"))
        return
    if not apart:
        say(text(language, "between.same", count=len(found.cells)))
        return
    counts = {"differs": len(apart), "count": len(found.cells)}
    table = Table(*heads, title=text(language, "between.cells", **counts), title_justify="left")
    for cell in apart:
        sides = (_side(cell.first, cell.first_baseline, language), _side(cell.second, cell.second_baseline, language))
        table.add_row(escape(_named(cell, language)), *sides)
    console.print(table)


def _named(cell: Cell, language: Language) -> str:
    outcome = lab().outcomes[cell.outcome]
    place = in_language(lab().place_text(cell.place, outcome.index), language)
    return f"{in_language(outcome.text, language)}, {place}: {cell.scenario}"


def _side(one: Glance, baseline: float, language: Language) -> str:
    told = said.glance(one, language)
    return f"{number(baseline, language, error=one.mc_error)}: {told}"
