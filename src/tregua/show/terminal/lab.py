"""What the terminal shows of the catalogues, in rich tables."""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from tregua.analysis.one_lever import OneLever
from tregua.catalogue.record import Distribution
from tregua.lab.model import lab
from tregua.lab.schema import Lever, Parameter
from tregua.show.words import lever as words
from tregua.show.words.numbers import exact, number, unit
from tregua.show.words.said import in_language
from tregua.show.words.source import appeared, authors, found_at, shares
from tregua.show.words.spanish import translated
from tregua.text import Language, text, visible

PAGE = 136  # characters across, where nothing says how many there are


class Terminal(Console):
    """The terminal; whoever stops reading is met where the command line meets all errors of its output.

    What it is given is plain text: no markup, no emoji codes, nothing that steers the terminal.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **settings)

    def render_str(self, text: str, **settings: Any) -> RichText:
        """A text with its hidden characters written out."""
        return super().render_str(visible(text), **settings)

    def on_broken_pipe(self) -> None:
        """Not rich's way, which is to exit with 1."""
        raise BrokenPipeError


def console_of(widest: int | None = None) -> Console:
    """The terminal, as wide as it says or as COLUMNS does; else a page of 136 where the output goes elsewhere."""
    console = Terminal()
    asked = os.environ.get("COLUMNS", "")
    wide = console.width if console.is_terminal else PAGE
    wide = int(asked) if asked.isdigit() and 20 <= int(asked) <= 1000 else wide
    return Terminal(width=min(wide, widest or wide))


def say(sentence: str) -> None:
    """Print one sentence."""
    console_of().print(sentence, soft_wrap=True, markup=False)


def spread(parameter: Parameter, language: Language) -> str:
    """A parameter's range or alternatives."""
    match parameter.distribution:
        case Distribution(kind="choice", values=list() as alternatives):
            return " | ".join(number(value, language) for value in alternatives)
        case Distribution(kind="normal", mean=float() | int() as mean, sd=float() | int() as sd):
            return f"{number(mean, language)} ± {number(sd, language)}"
        case Distribution(low=float() | int() as low, high=float() | int() as high):
            return f"{number(low, language)} – {number(high, language)}"
    return number(parameter.value, language)


def show_levers(levers: Iterable[Lever], language: Language) -> None:
    """One row a lever."""
    table = Table(show_lines=True)
    for key in ("lever", "unit", "range", "default", "grade", "evidence"):
        table.add_column(text(language, f"table.{key}"))
    for lever in levers:
        table.add_row(
            f"{lever.id}\n{in_language(lever.text, language)}",
            unit(lever.unit, language),
            f"{number(lever.low, language)} … {number(lever.high, language)}",
            number(lever.default, language),
            lever.grade,
            "\n".join([in_language(lever.evidence, language), *(one.id for one in lab().behind(lever))]),
        )
    console_of().print(table)


def show_lever(one: OneLever, language: Language) -> None:
    """A lever in one look."""
    say(words.heading(one, language))
    for key, sentences in words.sections(one, language).items():
        say(f"\n{text(language, f'lever.heading.{key}')}")
        for sentence in sentences:
            say(f" • {sentence}")


def show_parameters(language: Language) -> None:
    """One row a parameter."""
    table = Table()
    for key in ("parameter", "value", "spread", "unit", "tag", "source"):
        table.add_column(text(language, f"table.{key}"), no_wrap=key == "parameter")
    for record in lab().parameters.values():
        cited = ", ".join(citation.ref for citation in record.source)
        tag = text(language, f"tag.{record.tag}")
        table.add_row(
            record.id, number(record.value, language), spread(record, language), unit(record.unit, language), tag, cited
        )
    console_of().print(table)


def show_parameter_records(records: Iterable[Parameter], language: Language) -> None:
    """Everything that is known of some parameters."""
    for record in records:
        say(f"{record.id}: {in_language(record.text, language)}")
        shown = f"{exact(record.value, language)} ({spread(record, language)}) {unit(record.unit, language)}"
        say(f"   {shown} [{text(language, f'tag.{record.tag}')}]")
        if record.derivation:
            say(f"   = {record.derivation}")
        for name in record.estimates:
            say(f"   tregua estimates {name}")
        for citation in record.source:
            source = lab().sources[citation.ref]
            place = translated(citation.locator, language)
            title, published = translated(source.title, language), appeared(source, language)
            say(f"   {authors(source, language)} ({source.year}), {title}. {published}. {place}")
            say(f"   {found_at(source, language)}")
        if record.note:
            say(f"   {in_language(record.note, language)}")


def show_trace(records: list[Mapping[str, Any]] | list[dict[str, Any]], language: Language) -> None:
    """One row an id, and a count of each status."""
    table = Table()
    for key in ("id", "status", "text", "where"):
        table.add_column(text(language, f"table.{key}"))
    for record in records:
        status = text(language, f"status.{record['status']}")
        detail = record["text"] + (f"\n→ {record['note']}" if record["note"] else "")
        table.add_row(record["id"], status, detail, "\n".join(record["where"]))
    console = console_of()
    console.print(table)
    for status in ("live", "partial", "missing"):
        count = sum(record["status"] == status for record in records)
        console.print(f"{text(language, f'status.{status}')}: {count}")


def show_listed(kind: str, names: Mapping[str, str], language: Language, whole: bool) -> None:
    """Every name of a kind with its title, or only how many there are."""
    if not whole:
        say(text(language, "list.count", kind=kind, what=text(language, f"list.{kind}"), count=len(names)))
        return
    if kind == "sources":
        say(shares(lab().sources.values(), language))
    wide = max(map(len, names))
    for name, title in names.items():
        say(f"{name:<{wide}}  {title}")
