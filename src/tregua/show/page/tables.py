"""Negotiating tables: all on one time line, and each with its record, what is missing and what may come next."""

from collections.abc import Mapping, Sequence
from functools import cache

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation, Text
from tregua.regimes.machine import acts, parties, states
from tregua.regimes.machine import events as kinds
from tregua.regimes.process import Process, Taken, replay_tables
from tregua.show.draw.tables import LADDER, time_line
from tregua.show.html import Html, View, join, row, scroll, table, tag
from tregua.show.page.around import Contents, part, titled, views_of
from tregua.show.words.envelope import caveat
from tregua.text import LANGUAGES, Language, text

STYLE = ("states.css", "tables.css")
_EVENTS = ("date", "event", "by", "state", "source")


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"tables.{key}", **values)


@cache
def replayed() -> Mapping[str, Process]:
    """Every table as its record stands."""
    return replay_tables()


def render_tables(language: Language = "en", site: str = "") -> str:
    """The page of all tables."""
    return _page({one: text(one, "tables.title") for one in LANGUAGES}, _all, language, site)


def render_table(name: str, language: Language = "en", site: str = "") -> str:
    """The page of one table."""
    process = replayed()[name]
    titles = {view.language: _title(process, view) for view in views_of(language, site)}
    return _page(titles, lambda view: _one(process, view), language, site)


def _page(titles: Mapping[Language, str], contents: Contents, language: Language, site: str) -> str:
    style = "".join(map(part, STYLE))
    return titled(titles, contents, language, "law.page.tagline", "law.page.footer", site, style)


def _all(view: View) -> list[Html]:
    listed = [*replayed().items()]
    until = max(process.as_of for _, process in listed)
    heads: list[object] = [_say(view, f"column.{name}") for name in ("table", "stands", "last", "missing")]
    rows = [row(view.to("table", name, _title(one, view)), _summary(one, heads, view)) for name, one in listed]
    label = _say(view, "line", count=len(listed), until=until)
    named = [(process.log.group, process) for _, process in listed]
    return [
        tag("p", _say(view, "lede", count=len(listed), until=until), class_="lede"),
        _legend(view),
        scroll(label, time_line(named, label)),
        table(_say(view, "caption", until=until), heads, rows, "cards"),
        *_cited([process for _, process in listed], view),
    ]


def _summary(process: Process, heads: list[object], view: View) -> list[tuple[object, object]]:
    last = process.taken[-1]
    missing = [tag("li", view.pick(_needed(name))) for name in process.missing]
    cells: list[object] = [
        tag("strong", _state(process.state, view)),
        join(f"{last.event.date}: ", view.pick(kinds()[last.event.type].text)),
        tag("ul", *missing) if missing else "–",
    ]
    return list(zip(heads[1:], cells, strict=True))


def _title(process: Process, view: View) -> str:
    return view.pick(process.log.text) if process.log.text else process.log.group


def _needed(name: str) -> Text:
    """What an act is, or the event that ends a pause."""
    return acts()[name].text if name in acts() else kinds()[name].text


def _state(name: str, view: View) -> str:
    return view.pick(states()[name].text)


def _legend(view: View) -> Html:
    rungs = [tag("li", f"{at}. {_state(name, view)}") for at, name in enumerate(LADDER) if at]
    held = [name for name in states() if name not in LADDER]
    rest = tag("li", "╌ ", ", ".join(_state(name, view) for name in held))
    return tag("ul", *rungs, rest, class_="legend")


def _one(process: Process, view: View) -> list[Html]:
    heads: list[object] = [_say(view, f"column.{name}") for name in _EVENTS]
    advice = text(view.language, "regimes.caveat.not_advice")
    label = _say(view, "line.one", table=_title(process, view), until=process.as_of)
    told = [tag("li", caveat(one, view.language)) for one in process.caveats]
    return [
        tag("p", _say(view, "one", state=_state(process.state, view), until=process.as_of), class_="lede"),
        tag("p", tag("strong", view.say("read_first"), ". "), advice, class_="first"),
        _legend(view),
        scroll(label, time_line([(process.log.group, process)], label)),
        _listed("missing", [view.pick(_needed(name)) for name in process.missing], view),
        _listed("next", [view.pick(one.text) for one in process.allowed], view),
        table(_say(view, "events"), heads, [_event(one, heads, view) for one in process.taken], "cards dated"),
        tag("h2", text(view.language, "table.caveats")),
        tag("ul", *told),
        *_cited([process], view),
    ]


def _listed(name: str, lines: Sequence[str], view: View) -> Html:
    shown = tag("ul", *(tag("li", one) for one in lines)) if lines else tag("p", _say(view, "nothing"))
    summary = tag("summary", tag("h2", f"{text(view.language, f'process.{name}')} ({len(lines)})"))
    return tag("details", summary, shown, open="" if name == "missing" else None)


def _event(one: Taken, heads: list[object], view: View) -> Html:
    event = one.event
    place = f" ({event.place})" if event.place else ""
    note = tag("span", view.pick(event.note), class_="small") if event.note else ""
    cells: list[object] = [
        join(view.pick(kinds()[event.type].text), place, note),
        view.pick(parties()[event.by].text),
        _state(one.state, view),
        join(*(view.cite(cited) for cited in _citations(one)), between="; "),
    ]
    when = f"{event.date} ({_say(view, 'uncertain')})" if event.uncertain else event.date
    return row(when, list(zip(heads[1:], cells, strict=True)))


def _citations(one: Taken) -> list[Citation]:
    assert not isinstance(one.event.source, str), "a record of the package cites its sources"
    return one.event.source


def _cited(processes: Sequence[Process], view: View) -> list[Html]:
    refs = dict.fromkeys(cited.ref for one in processes for each in one.taken for cited in _citations(each))
    heading = tag("h2", view.say("sources.heading"), id_=view.id("section", "sources"))
    return [heading, view.bibliography(sources()[ref] for ref in refs)]
