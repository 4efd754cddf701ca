"""What the terminal shows of what was learnt: what was, what chance had to explain, then all the rest."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from tregua.analysis.calibrate import shipped
from tregua.analysis.learnt import WORDS, Lessons
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import calibrate as said
from tregua.text import Language, text

LEARNT, HARDLY, _ = WORDS
SPREAD = 28  # characters of a median with its interval


def show_lessons(lessons: Lessons, language: Language) -> None:
    """The first screen: how much was learnt, the table of what was, the notable shocks. Below it the rest."""
    console_of().print(said.first_words(lessons, language), markup=False)
    _show_parameters(LEARNT, lessons, language)
    _show_list("taught.heading.notable", said.notable_words(lessons, language), language)
    _show_parameters(HARDLY, lessons, language)
    say(said.not_words(lessons, language))
    say(said.anew_words(lessons, language))
    _show_list("taught.heading.steps", said.step_words(lessons.explained, language), language)
    _show_fit(lessons, language)
    if lessons.ensemble == shipped().version:
        _show_held_out(language)
    _show_list("taught.heading.paths", said.explained_words(lessons.explained, language), language)
    _show_list("table.caveats", said.caveats(lessons, language), language)
    say(text(language, "taught.repeat", command=lessons.command))


def _show_list(heading: str, sentences: Sequence[str], language: Language) -> None:
    if sentences:
        console = console_of()
        console.print(text(language, heading), markup=False)
        for sentence in sentences:
            console.print(f" • {sentence}", markup=False)


def _show_parameters(name: str, lessons: Lessons, language: Language) -> None:
    """A name on a line of its own, as long as it is, and its figures below it."""
    found = lessons.of_word(name)
    if not found:
        return
    console = console_of()
    console.print(Text(said.table_title(name, language), style="italic"))
    heads = _line(*(text(language, f"taught.column.{key}") for key in ("before", "after", "moved")))
    console.print(Text(heads, style="bold"))
    for one in found:
        spreads = (one.prior, one.reference.spread)
        before, after = (f"{said.median(one, each, language)} {said.interval(one, each, language)}" for each in spreads)
        console.print(said.title(one, language), markup=False)
        console.print(_line(before, after, " ".join(said.moved(one, lessons, language))), markup=False)


def _line(before: str, after: str, moved: str) -> str:
    return f"  {before:<{SPREAD}}{after:<{SPREAD}}{moved}"


def _show_fit(lessons: Lessons, language: Language) -> None:
    table = Table(title=text(language, "taught.title.fit"), title_justify="left")
    for key in ("series", "n", "before", "after"):
        table.add_column(text(language, f"taught.column.{key}"), justify="left" if key == "series" else "right")
    for one in lessons.fit:
        table.add_row(said.series(one.series, language), *said.fit_words(one, language))
    console_of().print(table)
    say(text(language, "taught.caveat.fit"))


def _show_held_out(language: Language) -> None:
    heads, rows = said.held_out_table(language)
    table = Table(title=Text(said.held_out_words(language)), title_justify="left")
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at else "left", no_wrap=at > 0)
    for cells in rows:
        table.add_row(*cells)
    console_of().print(table)
