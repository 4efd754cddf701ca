"""What the terminal shows of mixes under a budget: what is left out, then a few lines a mix."""

from tregua.analysis.deciding.portfolio import Portfolio
from tregua.show.terminal.lab import say
from tregua.show.words import portfolio as words
from tregua.show.words.regret import least_words, weights_words
from tregua.text import Language, text

COLUMNS, ROWS, FIRST = 3, 8, 3


def show_portfolio(found: Portfolio, command: str, language: Language, full: bool) -> None:
    """What no mix has, the grid, and the mixes that others beat least often; all of them where all is asked for."""
    for sentence in words.left_out_words(found, language):
        say(sentence)
    say(words.grid_words(found, language))
    mixes = found.mixes if full else words.shown_mixes(found, ROWS)
    cells = words.told_cells(found, None if full else COLUMNS)
    for mix in mixes:
        say(words.mix_line(found, mix, language))
        say(f"   {words.outcomes_line(mix, cells, language)}")
        if full:
            for line in words.full_lines(found, mix, language):
                say(f"   {line}")
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
