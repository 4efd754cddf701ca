"""An observed series on a page, folded."""

from tregua.catalogue.read import sources
from tregua.evidence.schema import Point, Series
from tregua.show.html import Html, View, join, tag
from tregua.show.page.run_parameters import tagged
from tregua.show.words.numbers import exact
from tregua.show.words.series import earlier_in_words, refs_of, release_record
from tregua.show.words.shared import pick
from tregua.text import text


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"ledger.{key}", **values)


def one_series(series: Series, view: View) -> Html:
    """Its figures, publisher, licence, grade, breaks and notes."""
    breaks = [tag("p", _say(view, "break", year=one.year, text=view.pick(one.text))) for one in series.breaks]
    title = f"{view.pick(series.text)} ({view.unit(series.unit)})"
    grade = f"{_say(view, 'column.grade')} {series.grade}: {_say(view, f'series_grade.{series.grade}')}. "
    release = release_record(series, view.language).get("release_in_words")
    notes = [tag("li", _note(point, view)) for point in series.points if point.note or point.derivation]
    return tag(
        "details",
        tag("summary", title, " ", tag("code", series.id)),
        tag("p", "; ".join(_point(point, view) for point in series.points), "."),
        tag(
            "p",
            view.translated(series.publisher),
            ". ",
            view.translated(series.release),
            ". ",
            view.cite(series.source),
        ),
        _named(series, view),
        tag("p", grade, tagged(series.tag, view), f" {_say(view, f'read.{series.read}')}. ", class_="small"),
        tag("p", view.translated(series.licence), class_="small"),
        tag("p", release, class_="small") if release else "",
        *breaks,
        *(tag("p", view.pick(one), class_="small") for one in (series.revisions, series.note) if one),
        tag("ul", *notes, class_="small") if notes else "",
        id_=view.id("series", series.id),
        class_="record",
    )


def _named(series: Series, view: View) -> Html:
    """The sources that its releases and notes name."""
    named = [view.link("source", ref, view.author_year(sources()[ref])) for ref in refs_of(series)[1:]]
    told = f"{_say(view, 'column.source')} ({_say(view, 'named_in_notes')}): "
    return tag("p", told, join(*named, between="; "), class_="small") if named else Html()


def _when(point: Point) -> str:
    return str(point.year) if point.month is None else f"{point.year}-{point.month:02}"


def _point(point: Point, view: View) -> str:
    """A year and its figure, with other figures for the same quantity in brackets, then those of earlier releases."""
    shown = f"{_when(point)}: {exact(point.value, view.language)}"
    if point.lower is not None and point.upper is not None:
        shown += f" [{exact(point.lower, view.language)} – {exact(point.upper, view.language)}]"
    figures = earlier_in_words(point.earlier, view.language)
    return f"{shown} ({_say(view, 'earlier', figures=figures)})" if figures else shown


def _note(point: Point, view: View) -> Html:
    derivation = tag("code", f"= {point.derivation}") if point.derivation else ""
    return join(f"{_when(point)}: ", derivation, " ", pick(point.note, view.language) or "")
