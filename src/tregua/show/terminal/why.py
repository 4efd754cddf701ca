"""What the terminal shows of an answer taken apart."""

from rich.table import Table

from tregua.analysis.why import Why
from tregua.lab.model import lab
from tregua.lab.scenario import Span
from tregua.show.terminal.lab import console_of
from tregua.show.words import why as words
from tregua.show.words.horizon import beyond
from tregua.show.words.numbers import about, unit
from tregua.show.words.said import in_language
from tregua.text import Language, text


def show_why(why: Why, title: str, baseline: str, span: Span, language: Language) -> None:
    """The whole, what each lever brings, which inputs carry the spread, where the sign turns, every caveat."""
    console = console_of()
    outcome = lab().outcomes[why.outcome]
    where = in_language(lab().place_text(why.place, outcome.index), language)
    named = f"{in_language(outcome.text, language)}, {where}"
    shown = f"{about(why.total, why.total_error, language)} {unit(why.unit, language)}"
    values = {"outcome": named, "year": why.year, "scenario": title, "baseline": baseline, "total": shown}
    console.print(text(language, "why.title", draws=why.draws, **values), markup=False)
    console.print(words.numbers_of(why, language), markup=False)
    if mark := beyond(why.year, span, language):
        console.print(f"{why.year}: {mark}", markup=False)
    table = Table(title=text(language, "why.drivers"), title_justify="left")
    table.add_column(text(language, "table.lever"))
    table.add_column(text(language, "why.alone"), justify="right")
    table.add_column(text(language, "why.last"), justify="right")
    for one in why.drivers:
        table.add_row(words.lever_title(one, language), words.alone(one, language), words.last(one, language))
    table.add_row(text(language, "why.rest"), about(why.rest, why.total_error, language), "")
    console.print(table)
    spread = Table(title=text(language, "why.spread"), title_justify="left")
    spread.add_column(text(language, "table.parameter"))
    spread.add_column(text(language, "why.share"), justify="right")
    for carried in why.spread:
        spread.add_row(
            f"{words.input_title(carried, language)} ({carried.parameter})",
            words.share(carried, language),
        )
    console.print(spread)
    together = Table(title=text(language, "why.groups"), title_justify="left")
    together.add_column(text(language, "why.group"))
    together.add_column(text(language, "why.share"), justify="right")
    for row in words.groups(why, language):
        together.add_row(*row)
    console.print(together)
    console.print(text(language, "why.flips"), markup=False)
    for sentence in words.flips(why, language) or [text(language, "why.no_flip")]:
        console.print(f" • {sentence}", markup=False)
    console.print(f"\n{text(language, 'table.caveats')}")
    for sentence in words.caveats(why, language):
        console.print(f" • {sentence}", markup=False)
