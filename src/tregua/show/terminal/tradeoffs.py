"""What the terminal shows of trade-offs: what is saved and taken, and the curve on which both are even."""

from rich.table import Table

from tregua.analysis.deciding.tradeoffs import WEIGHTS, Tradeoffs
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import tradeoffs as words
from tregua.show.words.numbers import number
from tregua.text import Language, text

WIDEST = 100
EACH = 5  # of the steps of the curve one is told
FIRST = 4


def show_tradeoffs(found: Tradeoffs, command: str, language: Language, full: bool) -> None:
    """A row an outcome and a column a horizon, then where both are even and the curve."""
    say(words.first_words(found, language))
    years = words.years_of(found)
    console = console_of(WIDEST)
    console.print(_changes(found, years, language))
    say(text(language, "tradeoffs.key", readings=len(found.futures.alternatives)))
    if found.weights:
        say(words.weights_words(found, language))
    for one in years:
        say(words.even_words(found, one, language))
    console.print(_curve(found, years, language))
    told = words.tradeoffs_record(found, language)["caveats"]
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in told if full else told[:FIRST]:
        say(f" • {sentence}")
    say(text(language, "deciding.again", command=command))
    if not full:
        say(text(language, "deciding.full"))


def _changes(found: Tradeoffs, years: list[int], language: Language) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("")
    for one in years:
        table.add_column(words.column_words(found, one, language), justify="right")
    first = [one for one in found.traded if one.years == years[0]]
    for row in first:
        same = [one for one in found.traded if (one.outcome, one.place) == (row.outcome, row.place)]
        table.add_row(words.title_words(row, language), *(words.traded_words(one, language) for one in same))
    return table


def _curve(found: Tradeoffs, years: list[int], language: Language) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(text(language, "tradeoffs.weight"), justify="right")
    for one in years:
        table.add_column(text(language, "tradeoffs.ahead", years=one), justify="right")
    for at, weight in enumerate(found.grid):
        if weight in WEIGHTS[::EACH] or weight not in WEIGHTS:
            told = [words.curve_words(found, one, at, language) for one in years]
            table.add_row(number(weight, language), *told)
    return table
