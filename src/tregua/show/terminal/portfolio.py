"""What the terminal shows of mixes under a budget: what is left out, then a row a mix."""

from collections.abc import Sequence

from rich.table import Table

from tregua.analysis.deciding.portfolio import Mix, Portfolio
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import portfolio as words
from tregua.show.words.deciding import cell_words
from tregua.show.words.regret import least_words, weights_words
from tregua.text import Language, text

WIDEST = 100
COLUMNS, MANY, ROWS, FIRST = 3, 99, 12, 3
MIX = 24  # characters


def show_portfolio(found: Portfolio, command: str, language: Language, full: bool) -> None:
    """What no mix has, the grid, and the mixes that others beat least often; all of them where all is asked for."""
    for sentence in words.left_out_words(found, language):
        say(sentence)
    say(words.grid_words(found, language))
    mixes = found.mixes if full else words.shown_mixes(found, ROWS)
    console_of(WIDEST).print(_table(found, mixes, COLUMNS if not full else MANY, language))
    readings = len(found.futures.alternatives)
    say(text(language, "portfolio.key", shown=len(mixes), mixes=len(found.mixes), readings=readings))
    if found.regret.worth:
        say(weights_words(found.regret, language))
        for one in found.regret.least:
            mix = next(mix for mix in found.mixes if mix.id == one.scenario)
            say(f" • {least_words(one, words.typed_words(mix, language), readings, language)}")
    told = words.portfolio_record(found, language)["caveats"]
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in told if full else told[:FIRST]:
        say(f" • {sentence}")
    say(text(language, "deciding.again", command=command))
    if not full:
        say(text(language, "deciding.full"))


def _table(found: Portfolio, mixes: Sequence[Mix], columns: int, language: Language) -> Table:
    """A row a mix: its levers as they are typed, what it costs and what it changes."""
    cells = words.told_cells(found, columns)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(text(language, "portfolio.mix"), min_width=MIX)
    table.add_column(words.cost_title(found, language), justify="right")
    for cell in cells:
        table.add_column(cell_words(cell, language), justify="right")
    for mix in mixes:
        outcomes = [words.outcome_words(mix, cell, language) for cell in cells]
        table.add_row(words.typed_words(mix, language), words.cost_words(found, mix, language), *outcomes)
    return table
