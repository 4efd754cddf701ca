"""What the past has taught, drawn: parameters before and after, and what random paths had to explain."""

from tregua.analysis.learnt import Lessons, Parameter, Spread
from tregua.show.draw.spreads import spreads
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.words import calibrate as said
from tregua.text import text


def parameters(name: str, lessons: Lessons, view: View) -> Html | str:
    """The table of the parameters of which so much was learnt, before and after drawn."""
    found = lessons.of_word(name)
    heads: list[object] = [
        text(view.language, f"taught.column.{key}") for key in ("parameter", "before", "after", "moved")
    ]
    rows = [_row(one, lessons, heads, view) for one in found]
    return table(said.table_title(name, view.language), heads, rows, "cards") if found else ""


def _row(one: Parameter, lessons: Lessons, heads: list[object], view: View) -> Html:
    before, after = (_figures(one, spread, view) for spread in (one.prior, one.reference.spread))
    drawn = join(spreads(one.prior, one.reference.spread), after)
    cells: list[object] = [before, drawn, " ".join(said.moved(one, lessons, view.language))]
    return row(view.to("parameter", one.name, said.title(one, view.language)), list(zip(heads[1:], cells, strict=True)))


def _figures(one: Parameter, spread: Spread, view: View) -> str:
    return f"{said.median(one, spread, view.language)} {said.interval(one, spread, view.language)}"


def notable(lessons: Lessons, view: View) -> Html | str:
    """What random paths had to explain."""
    sentences = said.notable_words(lessons, view.language)
    if not sentences:
        return ""
    heading = tag("p", text(view.language, "taught.heading.notable"))
    return join(heading, tag("ul", *(tag("li", one) for one in sentences)))
