"""What the terminal shows below the verdict table: a row an alternative."""

import xarray as xr
from rich.console import Console

from tregua.lab.cell import Comparison
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of
from tregua.show.words import comparison as said
from tregua.show.words.numbers import about, unit, words
from tregua.show.words.said import in_language
from tregua.text import Language, text


def show_alternatives(console: Console, dataset: xr.Dataset, comparisons: Comparisons, language: Language) -> None:
    """Each headline cell with several alternatives, unless the difference is practically none under all of them."""
    console.print(f"\n{text(language, 'alternative.heading')}", markup=False)
    for outcome in lab().outcomes.values():
        for place in outcome.headline:
            for scenario in scenarios_of(dataset).values():
                if scenario.id == comparisons.baseline:
                    continue
                one = comparisons.one(scenario.id, outcome.id, place)
                if one.status == "by_alternative" and one.material.status != "none":
                    where = in_language(lab().place_text(place, outcome.index), language)
                    named = f"{in_language(outcome.text, language)}, {where} ({unit(outcome.unit, language)})"
                    console.print(f" • {named}: {in_language(scenario.text, language)}", markup=False)
                    for row in rows(one, comparisons.draws, language):
                        console.print(f"     {row}", markup=False)


def rows(one: Comparison, draws: int, language: Language) -> list[str]:
    """Each alternative of a cell: median, interval and chance, the ends with their errors, and what it chooses."""
    shown = [
        f"{about(figure.median, figure.mc_error, language)} {said.interval(figure, language, errors=True)} "
        f"{words(figure.p_lower, draws, language)}: {said.row(figure, one, language)}"
        for figure in one.alternatives
    ]
    return [*filter(None, [said.columns(one, language)]), *shown]
