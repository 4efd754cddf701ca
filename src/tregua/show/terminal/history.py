"""What the terminal shows of history: how many figures the band holds, then every series, the worst first."""

from rich.table import Table

from tregua.analysis.beside import Beside, History
from tregua.show.terminal.lab import console_of, say
from tregua.show.words.history import first_words, history_record, in_words, price_words, title
from tregua.show.words.numbers import unit
from tregua.text import Language, text


def show_history(history: History, language: Language) -> None:
    """The first words, a row a series, what cannot be compared, and what must be read with it."""
    for sentence in first_words(history, language):
        say(sentence)
    table = Table(show_lines=True)
    for key in ("series", "inside", "outside"):
        table.add_column(text(language, f"beside.column.{key}"))
    for one in history.series:
        table.add_row(_named(one, language), f"{one.inside90}/{one.n}", in_words(one, language) or "–")
    console_of().print(table)
    for sentence in price_words(history, language):
        say(f" • {sentence}")
    record = history_record(history, language)
    say(f"\n{text(language, 'beside.unbound')}")
    by_reason: dict[str, list[str]] = {}
    for one in record["unbound"]:
        by_reason.setdefault(one["why"], []).append(one["series"])
    for why, names in by_reason.items():
        say(f" • {why} ({', '.join(names)})")
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in record["caveats"]:
        say(f" • {sentence}")


def _named(one: Beside, language: Language) -> str:
    named = f"{title(one, language)}\n{unit(one.unit, language)}"
    return named if one.counts else f"{named}\n{text(language, 'beside.used' if one.used else 'beside.derived')}"
