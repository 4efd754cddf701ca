"""What the terminal shows of a published model at many parameters."""

from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tregua.models.protocol import Model
from tregua.models.schema import Target
from tregua.show.terminal.lab import console_of, say
from tregua.show.words.models import figure, published_in_words, unit_in_words
from tregua.show.words.numbers import percent
from tregua.show.words.said import in_language
from tregua.show.words.sample import sampled_in_words
from tregua.text import Language, text

_COLUMNS = ("quantity", "base", "median", "between", "published", "unit", "met")
_FIGURES = ("base", "median", "q05", "q95")


def show_sample(model: Model, answer: Mapping[str, Any], language: Language) -> None:
    """A line a quantity: at the base, over the draws, beside what was published, and how often that is met."""
    say(sampled_in_words(model, answer, language))
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for key in _COLUMNS:
        table.add_column(text(language, f"sample.column.{key}"), overflow="fold")
    targets = {target.id: target for target in model.targets}
    for one in answer["quantities"]:
        target = targets[one["quantity"]]
        shown = {key: _shown(one.get(key), target, language) for key in _FIGURES}
        table.add_row(
            in_language(target.text, language),
            shown["base"],
            shown["median"],
            f"{shown['q05']} … {shown['q95']}",
            published_in_words(target, language),
            unit_in_words(target, language),
            _met(one, len(answer["rows"]), language),
        )
    console_of().print(table)
    if answer["refused"]:
        say(text(language, "sample.refused", count=answer["refused"], why=answer["why_refused"]))
    for caveat in answer["caveats"]:
        say(caveat)


def _met(one: Mapping[str, Any], draws: int, language: Language) -> str:
    """The share of draws that meet the target, and of how many, where not all gave a value."""
    if "met" not in one:
        return "–"
    share = percent(one["met"], language)
    return share if one["draws"] == draws else text(language, "sample.of", share=share, count=one["draws"])


def _shown(value: float | None, target: Target, language: Language) -> str:
    """A number with four digits."""
    return "–" if value is None else figure(float(f"{value:.4g}"), target.unit, language)
