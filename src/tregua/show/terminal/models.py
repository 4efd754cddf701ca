"""What the terminal shows of published models: how many of their numbers we meet, then each beside ours."""

from collections.abc import Iterable, Iterator, Mapping

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tregua.catalogue.errors import InputError
from tregua.models.reproduce import Row
from tregua.show.terminal.lab import console_of, say
from tregua.show.words.models import (
    COUNTED,
    Found,
    apart,
    by_tag,
    columns,
    counts,
    definition_in_words,
    missed_in_words,
    note_in_words,
    ours_in_words,
    published_in_words,
    summary,
    unit_in_words,
)
from tregua.show.words.said import in_language
from tregua.text import Language, text


def show_summary(rows: Iterable[Row], language: Language) -> None:
    """How many numbers are met, how they were read and which are not met; a table of that; what each status means."""
    listed = list(rows)
    told = summary(listed, language)
    for line in (*told[:1], missed_in_words(listed, language), *told[1:]):
        if line:
            say(line)
    counted = {tag: counts(group) for tag, group in columns(listed).items()}
    present = [key for key in COUNTED if any(one[key] for one in counted.values())]
    names = {key: text(language, f"models.summary.row.{key}") for key in ("all", *present)}
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(text(language, "models.summary.row.numbers"))
    for tag in counted:
        table.add_column(text(language, f"models.summary.kind.{tag}"), justify="right")
    table.add_row(names["all"], *(str(sum(one.values())) for one in counted.values()))
    for key in present:
        table.add_row(names[key], *(str(one[key] or "–") for one in counted.values()))
    console_of().print(table)
    for key in present:
        say(f"{names[key]}: {text(language, f'models.meaning.{key}')}")
    say("")


def show_models(found: Found, language: Language, broken: Mapping[str, InputError]) -> None:
    """For each model a table a tag, and below it what must be said of single rows; then what could not be loaded."""
    papers, sketches = apart(found)
    for record, rows in (*papers, *sketches):
        if sketches and record is sketches[0][0]:
            say(f"{text(language, 'models.sketches')}\n")
        say(f"{record.model}: {in_language(record.text, language)}")
        say(in_language(record.question, language))
        for line, group in zip(summary(rows, language), by_tag(rows).values(), strict=True):
            say(f"\n{line}")
            console_of().print(_table(group, language))
            for row in group:
                told = definition_in_words(row, language) if row.kept else note_in_words(row, language)
                if told:
                    say(f"  {row.target.id} – {in_language(row.target.text, language)}: {told}")
        say("")
    for name, error in broken.items():
        say(f"{text(language, 'models.broken', model=name)}\n{error.message(language)}\n")


def _table(rows: Iterable[Row], language: Language) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for key in ("quantity", "theirs", "ours", "unit", "status", "read"):
        table.add_column(text(language, f"models.table.{key}"), overflow="fold")
    for row in rows:
        table.add_row(*_cells(row, language))
    return table


def _cells(row: Row, language: Language) -> Iterator[str]:
    target = row.target
    yield in_language(target.text, language)
    yield published_in_words(target, language)
    yield ours_in_words(row, language)
    yield unit_in_words(target, language)
    yield text(language, f"models.status.{row.status}")
    yield text(language, f"models.read_as.{row.read}") if row.read else "–"
