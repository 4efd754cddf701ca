"""What the terminal shows below the verdict table: what each cell is at every value of the choice that decides it."""

import xarray as xr
from rich.console import Console

from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of
from tregua.show.words import comparison as said
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
                if one.decided_by is not None and one.status == "by_alternative" and one.material.status != "none":
                    where = in_language(lab().place_text(place, outcome.index), language)
                    named = f"{in_language(outcome.text, language)}, {where}, {in_language(scenario.text, language)}"
                    console.print(f" • {named} – {said.by_deciding(one, language)}", markup=False)
