"""A result as a small piece of HTML: what it is, its first rows, what must be read with it."""

import os
from collections.abc import Iterator
from html import escape

from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.regimes.decide import Decision
from tregua.show.cli.language import language_around
from tregua.show.notebook.answers import answer_of
from tregua.show.notebook.frame import table_of_result
from tregua.show.words import comparison as said
from tregua.show.words.envelope import caveat
from tregua.show.words.numbers import number, unit
from tregua.show.words.said import in_language
from tregua.text import Language, text

SHOWN = 20  # rows
LONGEST = 80  # characters of a cell
WIDEST = 8  # columns


def html(result: object) -> str:
    """For a notebook, in the language of the session; numbers are rounded to what their errors allow."""
    language = language_around(os.environ)
    match result:
        case Comparisons():
            head, body = [], [*_cells(result, language)]
            head, body = body[0], body[1:]
            told = [str(caveat(one, language)) for one in result.caveats]
        case Decision():
            head, body = ["", ""], [[kind, value] for kind, value in result.outcomes.items()]
            told = [str(caveat(one, language)) for one in result.caveats]
        case _:
            table = table_of_result(result, language)
            shown = [at for at, name in enumerate(table.columns) if name != "caveats"][:WIDEST]
            head = [table.columns[at] for at in shown]
            body = [[_short(row[at], language) for at in shown] for row in table.rows]
            answer = answer_of(result, language)
            told = [str(one) for one in answer[1]["caveats"]] if answer else []
    return _drawn(repr(result), head, body, told, language)


def _cells(comparisons: Comparisons, language: Language) -> Iterator[list[str]]:
    """The headline cells: who, what, by how much, in which direction, whether that matters."""
    yield [text(language, f"notebook.{name}") for name in ("scenario", "outcome", "difference", "direction", "matters")]
    for one in comparisons.comparisons:
        outcome = lab().outcomes[one.outcome]
        if one.place not in outcome.headline:
            continue
        place = in_language(lab().place_text(one.place, outcome.index), language)
        named = [one.scenario, f"{in_language(outcome.text, language)}, {place} ({unit(one.unit, language)})"]
        if one.median_range is None:
            yield [*named, "–", text(language, f"likely.{one.status}"), "–"]
        else:
            sure = said.direction(one, comparisons.draws, language)
            yield [*named, said.middle(one, language), sure, said.brief(one, language)]


def _short(value: object, language: Language) -> str:
    shown = number(value, language) if isinstance(value, float) else "" if value is None else str(value)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _drawn(title: str, head: list[str], body: list[list[str]], told: list[str], language: Language) -> str:
    def row(cells: list[str], kind: str) -> str:
        return "<tr>" + "".join(f"<{kind}>{escape(str(one))}</{kind}>" for one in cells) + "</tr>"

    rows = "".join(row(one, "td") for one in body[:SHOWN])
    more = text(language, "notebook.more", count=len(body) - SHOWN) if len(body) > SHOWN else ""
    read = "".join(f"<li>{escape(one)}</li>" for one in told)
    return (
        f"<div><p><code>{escape(title)}</code></p>"
        f"<table><thead>{row(head, 'th')}</thead><tbody>{rows}</tbody></table>"
        + (f"<p>{escape(more)}</p>" if more else "")
        + (f"<p>{escape(text(language, 'table.caveats'))}</p><ul>{read}</ul>" if read else "")
        + "</div>"
    )
