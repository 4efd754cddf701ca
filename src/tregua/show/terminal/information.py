"""What the terminal shows of what is worth knowing: the decision, then the data and the inputs worth most."""

from rich.padding import Padding
from rich.table import Table

from tregua.analysis.deciding.information import Information
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import information as words
from tregua.text import Language, text

WIDEST = 80
ROWS = 5  # of each kind where not all are asked for
FIRST = 3  # caveats that are told where not all are asked for


def show_information(found: Information, command: str, language: Language, full: bool) -> None:
    """What is above chance; every row and caveat where all is asked for."""
    say(words.first_words(found, language))
    _table(found, language, full)
    for sentence in words.notes(found, language):
        say(sentence)
    told = words.information_record(found, language)["caveats"]
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in told if full else told[:FIRST]:
        say(f" • {sentence}")
    say(text(language, "deciding.again", command=command))
    if not full:
        say(text(language, "deciding.full"))


def _table(found: Information, language: Language, full: bool) -> None:
    """Data and inputs with what they are worth and in how many readings that is above chance."""
    data, inputs = ([row for row in rows if full or row.above] for rows in (found.data, found.inputs))
    if not data and not inputs:
        return
    say(text(language, "information.title", unit=words.unit_words(found, language)))
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("", ratio=1)
    for key in ("gain", "above"):
        table.add_column(text(language, f"information.{key}"), justify="right", no_wrap=True)
    for key, rows in (("data", data), ("inputs", inputs)):
        shown = rows if full else rows[:ROWS]
        if shown:
            table.add_row(text(language, f"information.{key}"))
        for row in shown:
            named = words.data_words(row, language) if row.informs else words.input_words(row.name, language)
            told = Padding(named, (0, 0, 0, 2))
            table.add_row(told, words.worth_words(row, language), words.counted_words(row, language))
    console_of(WIDEST).print(table)
