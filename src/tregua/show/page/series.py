"""Observed series in the site: the list of them all, and a page each with chart, figures and files."""

from collections.abc import Iterator

from tregua.evidence import ledger
from tregua.evidence.schema import Point, Series
from tregua.lab.model import lab
from tregua.show.draw.series import chart
from tregua.show.html import Html, View, join, row, scroll, table, tag
from tregua.show.page.claims import told
from tregua.show.page.leaf import cited, found_at, leaf, ledger_say, listed, say, to_cite
from tregua.show.page.named import named
from tregua.show.page.run_parameters import tagged
from tregua.show.words.numbers import exact
from tregua.show.words.series import (
    check_in_words,
    check_record,
    cite_series,
    earlier_in_words,
    in_order,
    refs_of,
    release_record,
)
from tregua.show.words.series_csv import data_uri, series_csv, when
from tregua.show.words.shared import caveats, pick
from tregua.text import Language

COLUMNS = ("year", "value", "interval", "earlier", "note")
DECIMALS = {"point": ".", "comma": ","}


def render_series_list(language: Language, site: str) -> str:
    """The page that lists every series."""
    return leaf(lambda view: say(view, "series.title"), _list, language, site, search=True)


def render_series(series: Series, language: Language, site: str) -> str:
    """The page of a series in both languages."""
    return leaf(lambda view: view.pick(series.text), lambda view: _body(series, view), language, site)


def _list(view: View) -> Html:
    rows = [tag("li", *_entry(one, view)) for one in in_order(ledger.series().values())]
    checks = (check_in_words(check_record(name, view.language), view.language) for name in ledger.checks())
    return join(
        tag("h1", say(view, "series.title")),
        tag("p", say(view, "series.lede", count=len(rows)), class_="lede"),
        found_at(view),
        tag("ul", *rows, class_="batch"),
        listed(ledger_say(view, "section.checks"), checks),
    )


def _entry(series: Series, view: View) -> Iterator[Html | str]:
    last = series.points[-1]
    yield view.to("series", series.id, view.pick(series.text))
    yield f" · {place_of(series, view)}, {_span(series)} · "
    yield tag("b", _figure(last, series, view))


def _span(series: Series) -> str:
    """From the first figure to the last."""
    return " – ".join(dict.fromkeys((when(series.points[0]), when(series.points[-1]))))


def place_of(series: Series, view: View) -> str:
    """The name of its place."""
    return say(view, f"place.{series.place}")


def last_figure(series: Series, view: View) -> str:
    """Its last figure with the time."""
    return f"{when(series.points[-1])}: {_figure(series.points[-1], series, view)}"


def _figure(point: Point, series: Series, view: View) -> str:
    return f"{exact(point.value, view.language)} {view.unit(series.unit)}".strip()


def _body(series: Series, view: View) -> Html:
    title = view.pick(series.text)
    first, last = series.points[0], series.points[-1]
    change = say(view, "series.since", value=_figure(first, series, view), when=when(first)) if first != last else ""
    drawn = chart([series], view.language, class_="drawn")
    box = scroll(ledger_say(view, "column.series"), drawn)
    citation = cite_series(series, view.language)
    claims = (
        view.to("claim", one.id, f"{one.id}. {view.pick(one.statement)}")
        for one in ledger.claims().values()
        if series.id in one.series
    )
    return join(
        tag("h1", title),
        tag("p", tag("strong", last_figure(series, view)), ". ", change, class_="lede"),
        _files(series, view),
        box,
        tag("dl", *_known(series, view), class_="known"),
        _figures(series, view),
        listed(ledger_say(view, "column.use"), claims),
        listed(ledger_say(view, "section.checks"), _checks(series, view)),
        tag("ul", *(tag("li", one) for one in caveats("series", view.language)), class_="small"),
        cited(refs_of(series), view),
        to_cite(citation["apa"], citation["bibtex"], view),
        tag("p", tag("code", f"tregua series {series.id}"), class_="small"),
    )


def _files(series: Series, view: View) -> Html:
    """The figures as files, which stand in the page itself."""
    links = [
        tag(
            "a",
            say(view, f"series.{name}"),
            href=data_uri(series_csv(series, view.language, decimal)),
            download=f"{series.id}.{name}.csv",
        )
        for name, decimal in DECIMALS.items()
    ]
    return tag("p", say(view, "series.files"), " ", join(*links, between=" · "), class_="doors")


def _known(series: Series, view: View) -> Iterator[Html]:
    """What is counted, who published it, under which licence, how good it is, where it breaks."""
    outcome = lab().outcomes.get(series.outcome)
    grade = f"{series.grade}: {ledger_say(view, f'series_grade.{series.grade}')}"
    release = release_record(series, view.language).get("release_in_words")
    yield told(ledger_say(view, "column.unit"), view.unit(series.unit))
    yield told(say(view, "series.place"), place_of(series, view))
    yield told(say(view, "series.definition"), view.pick(outcome.definition) if outcome else None)
    source = join(
        view.translated(series.publisher), ". ", view.translated(series.release), ". ", view.cite(series.source)
    )
    yield told(ledger_say(view, "column.source"), source)
    yield told(ledger_say(view, "column.licence"), view.translated(series.licence))
    read = join(ledger_say(view, f"read.{series.read}"), " ", tagged(series.tag, view))
    yield told(ledger_say(view, "column.grade"), grade)
    yield told(ledger_say(view, "column.reading"), read)
    yield told(ledger_say(view, "column.next"), release)
    for one in series.breaks:
        yield told(say(view, "series.break", year=one.year), view.pick(one.text))
    yield told(ledger_say(view, "column.revisions"), named(pick(series.revisions, view.language) or "", view))
    yield told(ledger_say(view, "column.note"), named(pick(series.note, view.language) or "", view))


def _figures(series: Series, view: View) -> Html:
    """Every figure; a column in which nothing stands is left out."""
    rows = [_cells(point, view) for point in series.points]
    used = [at for at in range(len(COLUMNS)) if at < 2 or any(cells[at] for cells in rows)]
    heads: list[object] = [ledger_say(view, f"column.{COLUMNS[at]}") for at in used]
    heads[1] = f"{heads[1]} ({view.unit(series.unit)})"
    made = [row(cells[0], list(zip(heads[1:], [cells[at] for at in used[1:]], strict=True))) for cells in rows]
    return tag(
        "section",
        tag("h2", say(view, "series.figures")),
        table(view.pick(series.text), heads, made, "cards" if len(used) > 3 else "values"),
    )


def _cells(point: Point, view: View) -> list[object]:
    bounds = [exact(one, view.language) for one in (point.lower, point.upper) if one is not None]
    derivation = tag("code", f"= {point.derivation} ") if point.derivation else ""
    release = view.translated(point.release) if point.release else ""
    note = named(pick(point.note, view.language) or "", view)
    noted = [one for one in (derivation, note, release) if one]
    return [
        when(point),
        exact(point.value, view.language),
        " – ".join(bounds),
        named(earlier_in_words(point.earlier, view.language), view),
        join(*noted, between=" "),
    ]


def _checks(series: Series, view: View) -> Iterator[str]:
    for name, one in ledger.checks().items():
        if series.id in (*one.left, *one.right):
            yield check_in_words(check_record(name, view.language), view.language)
