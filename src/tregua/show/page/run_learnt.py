"""What the past has taught, on the page of a run: what was learnt is drawn, the rest counted."""

from tregua.analysis.learnt import WORDS, Lessons, Parameter, Spread
from tregua.show.draw.spreads import spreads
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.words import calibrate as said
from tregua.text import text

LEARNT = WORDS[0]


def section(lessons: Lessons | None, view: View) -> Html | str:
    """The section on the page of a run; none where nothing was conditioned."""
    if lessons is None:
        return ""
    return tag(
        "section",
        tag("h2", text(view.language, "taught.page.heading"), id_=view.id("section", "learnt")),
        tag("p", said.first_words(lessons, view.language)),
        parameters(LEARNT, lessons, view),
        notable(lessons, view),
        tag("p", _fit(lessons, view)),
        tag("p", said.caveat("seen", lessons, view.language)),
        tag("p", text(view.language, "taught.page.command"), " ", tag("code", lessons.command), class_="small"),
        class_="screen",
    )


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
    return row(said.title(one, view.language), list(zip(heads[1:], cells, strict=True)))


def _figures(one: Parameter, spread: Spread, view: View) -> str:
    return f"{said.median(one, spread, view.language)} {said.interval(one, spread, view.language)}"


def notable(lessons: Lessons, view: View) -> Html | str:
    """What random paths had to explain."""
    sentences = said.notable_words(lessons, view.language)
    if not sentences:
        return ""
    heading = tag("p", text(view.language, "taught.heading.notable"))
    return join(heading, tag("ul", *(tag("li", one) for one in sentences)))


def _fit(lessons: Lessons, view: View) -> str:
    return " ".join([said.all_fit_words(lessons, view.language), text(view.language, "taught.caveat.fit")])
