"""The evidence map as a page: levers by kinds of outcome, each cell leads to its estimates below."""

from collections.abc import Iterable, Mapping

from tregua.catalogue.read import sources
from tregua.catalogue.record import Source
from tregua.evidence import ledger
from tregua.evidence.certainty import LEVELS, alone
from tregua.evidence.gaps import OUTCOMES, Cell, evidence_map, levers
from tregua.evidence.schema import Measure
from tregua.lab.model import lab
from tregua.show.html import Html, View, join, tag
from tregua.show.page.around import frame, part, views_of
from tregua.show.words.estimates import effect_in_words
from tregua.show.words.gaps import map_record
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"ledger.{key}", **values)


def render_map(language: Language = "en", site: str = "") -> str:
    """The page of the evidence map in both languages."""
    return frame(
        {one: text(one, "ledger.map.title") for one in LANGUAGES},
        {one: text(one, "ledger.section.tagline") for one in LANGUAGES},
        [_body(view) for view in views_of(language, site)],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        part("claims.css") + part("gaps.css"),
        part("claims.js"),
        site=site,
    )


def _body(view: View) -> Html:
    cells = evidence_map()
    empty = sum(not cell.studies for cell in cells.values())
    title = _say(view, "map.title")
    return tag(
        "div",
        tag("h1", title),
        tag("p", _say(view, "map.lede", empty=empty, total=len(cells)), class_="lede"),
        tag("p", *(_key(level, view) for level in reversed(LEVELS)), class_="key"),
        tag("div", _map(title, cells, view), class_="wide", tabindex="0", role="region", aria_label=title),
        tag(
            "section",
            tag("h2", _say(view, "map.behind")),
            *(_behind(lever, one, cell, view) for (lever, one), cell in cells.items() if cell.studies),
        ),
        ""
        if view.in_site
        else tag("section", tag("h2", _say(view, "section.sources")), view.bibliography(_cited(cells.values()))),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _map(title: str, cells: Mapping[tuple[str, Measure], Cell], view: View) -> Html:
    titles = {one["id"]: one["text"] for one in map_record(view.language)["levers"]}
    named = [tag("th", tag("span", _say(view, f"measure.{one}")), scope="col") for one in OUTCOMES]
    rows = [
        tag(
            "tr",
            tag("th", tag("b", lever), " ", titles[lever], _moved(lever, view), scope="row"),
            *(tag("td", _cell(lever, one, cells[lever, one], view)) for one in OUTCOMES),
        )
        for lever in levers()
    ]
    head = tag("tr", tag("th", _say(view, "map.lever"), scope="col"), *named)
    return tag("table", tag("caption", title), tag("thead", head), tag("tbody", *rows), class_="map")


def _moved(lever: str, view: View) -> Html:
    """The levers of the lab that stand for a lever of the source texts, those that somebody can move."""
    named = [one for one in lab().levers.values() if lever in one.checklist and not one.driver]
    links = [view.to("lever", one.id, view.pick(one.text)) for one in named]
    return tag("span", join(*links, between="; "), class_="small") if links and view.in_site else Html()


def _key(level: str, view: View) -> Html:
    return join(tag("span", "■", class_=f"of-{level}", aria_hidden="true"), f" {_say(view, f'certainty.{level}')} ")


def _cell(lever: str, outcome: Measure, cell: Cell, view: View) -> Html:
    """The number of studies and a bar of their certainties; a dot where there is none."""
    if not cell.studies:
        return tag("span", "·", title=_say(view, "map.none"), class_="none")
    told = _say(view, "map.cell", lever=lever, outcome=_say(view, f"measure.{outcome}"), studies=len(cell.studies))
    bars = [
        tag("span", class_=f"of-{level}", style=f"flex:{cell.count(level)}")
        for level in reversed(LEVELS)
        if cell.count(level)
    ]
    bar = tag("span", *bars, class_="bar", aria_hidden="true")
    number = tag("span", len(cell.studies), aria_hidden="true")
    return tag("a", number, bar, href=f"#{view.id('cell', f'{lever}-{outcome}')}", aria_label=told)


def _behind(lever: str, outcome: Measure, cell: Cell, view: View) -> Html:
    """The estimates of a cell, folded."""
    told = _say(view, "map.cell", lever=lever, outcome=_say(view, f"measure.{outcome}"), studies=len(cell.studies))
    shown = _brief if view.in_site else _estimate
    items = [tag("li", shown(name, view)) for name in cell.estimates]
    return tag(
        "details",
        tag("summary", told),
        tag("ul", *items),
        id_=view.id("cell", f"{lever}-{outcome}"),
        class_="record",
    )


def _brief(name: str, view: View) -> Html:
    """The effect of an estimate and its study; the rest stands on its page."""
    one = ledger.estimates()[name]
    named = view.author_year(sources()[one.source[0].ref])
    return join(view.to("estimate", name, effect_in_words(one, view.language)), " ", named)


def _estimate(name: str, view: View) -> Html:
    """An estimate with its effect, its certainty by itself and its source."""
    one = ledger.estimates()[name]
    level = alone(one, ledger.risk_of(one))
    return join(
        tag("strong", effect_in_words(one, view.language)),
        f" {view.pick(one.intervention)} → {view.pick(one.outcome)}, {view.pick(one.place)}. ",
        f"{_say(view, f'certainty.{level}')}. ",
        view.cite(one.source[0]),
        " ",
        tag("code", name),
    )


def _cited(cells: Iterable[Cell]) -> list[Source]:
    names = dict.fromkeys(name for cell in cells for name in cell.estimates)
    refs = dict.fromkeys(ledger.estimates()[name].source[0].ref for name in names)
    return [sources()[ref] for ref in refs]
