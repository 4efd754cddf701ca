"""What the terminal shows of a truce: the path quarter by quarter under each reading, then what it comes to."""

from rich.table import Table

from tregua.analysis.truce import Truce
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import truce as words
from tregua.show.words.said import in_language
from tregua.text import Language, text

QUARTER = 3


def show_truce(found: Truce, language: Language) -> None:
    """The question, a row a quarter with an interval a reading, and for each what it says in all."""
    say(words.first_words(found, language))
    table = Table(title=text(language, "truces.title"), title_justify="left")
    table.add_column(text(language, "truces.column.month"), justify="right")
    table.add_column(text(language, "truces.column.phase"))
    for one in found.alternatives:
        table.add_column(in_language(one.reading.text, language), justify="right")
    for month in range(0, len(found.alternatives[0].path), QUARTER):
        phase = text(language, f"truces.phase.{found.phase(month)}")
        told = [words.interval_words(one.path[month], language) for one in found.alternatives]
        table.add_row(str(month + 1), phase, *told)
    console_of().print(table)
    for one in found.alternatives:
        say(f"\n{in_language(one.reading.text, language)}. {in_language(one.reading.note, language)}")
        say(f" • {text(language, 'truces.ratio', told=words.interval_words(one.ratio, language))}")
        for line in words.phase_words(one, language):
            say(f" • {line}")
        for each in one.published:
            say(f" • {words.published_words(one, each, language)}")
        say(f" • {words.driver_words(one, language)}")
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in words.truce_record(found, language)["caveats"]:
        say(f" • {sentence}")
