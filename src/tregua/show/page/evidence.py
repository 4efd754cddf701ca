"""The evidence ledger as one self-contained HTML file: claims as fact-checks, promises, estimates, series, sources."""

from collections.abc import Sequence
from typing import Any

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation
from tregua.evidence import ledger
from tregua.evidence.schema import Bearing, Claim, Estimate, Point, Promise, Reported, Series
from tregua.evidence.verdict import Voice
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.around import frame, views_of
from tregua.show.page.estimates import estimates_table
from tregua.show.page.run_parameters import tagged
from tregua.show.words import claims as words
from tregua.show.words.estimates import effect_in_words, pool_in_words, pool_record, users
from tregua.show.words.numbers import exact, percent
from tregua.show.words.series import check_record, explained_in_words
from tregua.show.words.shared import CAVEATS, caveats, citation_record, pick
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

SECTIONS = ("claims", "reported", "promises", "estimates", "series", "sources")


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"ledger.{key}", **values)


def render_ledger(language: Language = "en") -> str:
    """The page of the ledger; `language` is the one it opens in."""
    opening = next(view for view in views_of(language) if view.language == language)
    return frame(
        _say(opening, "section.title"),
        {one: text(one, "ledger.section.tagline") for one in LANGUAGES},
        [_body(view) for view in views_of(language)],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
    )


def _body(view: View) -> Html:
    links = [tag("li", view.link("section", name, _say(view, f"section.{name}"))) for name in SECTIONS]
    counts = {"claims": len(ledger.claims()), "estimates": len(ledger.estimates())}
    return tag(
        "div",
        tag("h1", _say(view, "section.title")),
        tag("p", _say(view, "section.lede", **counts), class_="lede"),
        tag("p", tag("strong", view.say("read_first"), ". "), caveats("claim", view.language)[0], class_="first"),
        tag("nav", tag("ul", *links), aria_label=view.say("contents")),
        _section(view, "claims", _overview(view), *(_claim(one, view) for one in ledger.claims().values())),
        _section(view, "reported", *(_reported(one, view) for one in ledger.reported().values())),
        _section(view, "promises", *(_promise(one, view) for one in ledger.promises().values())),
        _section(view, "estimates", _estimates(view), _pools(view)),
        _section(view, "series", *(_series(one, view) for one in ledger.series().values()), _checks(view)),
        _section(view, "sources", _sources(view)),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _section(view: View, name: str, *contents: object) -> Html:
    lines = {"claims": "claim", "reported": "reported", "promises": "promise", "estimates": "estimate"}
    kind = lines.get(name, name)
    listed = caveats(kind, view.language) if kind in CAVEATS else []
    told = tag("ul", *(tag("li", one) for one in listed), class_="small") if listed else ""
    heading = tag("h2", _say(view, f"section.{name}"), id_=view.id("section", name))
    return tag("section", heading, told, *contents, class_="unfolds" if name == "series" else None)


def _overview(view: View) -> Html:
    heads: list[object] = [_say(view, f"column.{key}") for key in ("claim", "verdict", "for", "against")]
    rows = []
    for claim in ledger.claims().values():
        found = words.verdict_record(claim, view.language)
        cells: list[object] = [found["in_words"], len(found["votes_for"]), len(found["votes_against"])]
        head = view.link("claim", claim.id, f"{claim.id} {view.pick(claim.statement)}")
        rows.append(row(head, list(zip(heads[1:], cells, strict=True))))
    return table(_say(view, "section.overview"), heads, rows, "cards")


def _claim(claim: Claim, view: View) -> Html:
    found = words.verdict_record(claim, view.language)
    sided = words.sided(claim)
    sides = [_side(side, [one for one in sided if one[2].side == side], view) for side in ("for", "against")]
    told = ("mechanism", "tested_as", "would_count", "context", "no_run", "would_change")
    run = tag("p", tag("code", f"tregua claim {claim.id} --run")) if claim.run else ""
    shown = [view.link("series", name, name) for name in claim.series]
    return tag(
        "article",
        tag("h3", f"{claim.id}. {view.pick(claim.statement)}", id_=view.id("claim", claim.id)),
        tag("p", tag("strong", found["in_words"], class_=f"finding {found['word']}"), " ", found["why"]),
        tag("p", f"{view.pick(claim.speaker)}, {claim.said_on}. ", _cites(claim.source, view), class_="small"),
        tag("div", *sides, class_="sides"),
        tag("dl", *(_told(_say(view, f"column.{key}"), pick(getattr(claim, key), view.language)) for key in told)),
        tag("p", f"{_say(view, 'column.series')}: ", join(*shown, between=", ")) if shown else "",
        run,
        _how_to_cite(claim.id, view.pick(claim.statement), claim.checked, view),
    )


def _side(side: str, listed: Sequence[tuple[Bearing, Estimate, Voice]], view: View) -> Html:
    """One side of a claim; both sides have the same room and the same detail."""
    items = [
        tag(
            "li",
            view.link("estimate", estimate.id, effect_in_words(estimate, view.language)),
            f" {view.pick(estimate.intervention)} → {view.pick(estimate.outcome)}. ",
            tag(
                "span",
                f"{text(view.language, f'ledger.design.{estimate.design}')}, {view.pick(estimate.place)}; "
                f"{_say(view, 'column.grade')} {estimate.grade}, {_say(view, f'bearing.{link.bearing}')}. ",
                view.pick(link.why),
                f" {_say(view, 'expected', direction=_say(view, f'direction.{link.expects}'))} ",
                view.cite(estimate.source[0]),
                class_="small",
            ),
        )
        for link, estimate, _ in listed
    ]
    studies = len({estimate.voice for _, estimate, _ in listed})
    heading = tag("h4", _say(view, f"heading.{side}", count=len(listed), studies=studies))
    return tag("div", heading, tag("ul", *items) if items else tag("p", _say(view, "section.nothing")))


def _told(name: str, content: object) -> Html:
    return join(tag("dt", name), tag("dd", content)) if content else Html()


def _cites(citations: Sequence[Citation], view: View) -> Html:
    return join(*(view.cite(one) for one in citations), between="; ")


def _how_to_cite(key: str, title: str, checked: str, view: View) -> Html:
    citation = citation_record(key, title, checked, view.language)
    checked_on = _say(view, "checked", date=checked)
    return folded(f"{_say(view, 'cite')} ({checked_on})", tag("p", citation["apa"]), tag("pre", citation["bibtex"]))


def _reported(figure: Reported, view: View) -> Html:
    record = words.reported_record(figure, view.language)
    heads: list[object] = [_say(view, f"column.{key}") for key in ("who", "what", "source")]
    rows = [
        row(
            _say(view, "said"),
            list(zip(heads[1:], [view.pick(one.words), _cites(one.source, view)], strict=True)),
        )
        for one in figure.said
    ]
    for one in figure.found:
        who = _say(view, "found" if one.comparable else "found_other")
        what = join(view.pick(one.text), " ", tagged(one.tag, view))
        rows.append(row(who, list(zip(heads[1:], [what, _cites(one.source, view)], strict=True))))
    return tag(
        "article",
        tag("h3", f"{figure.id}. {view.pick(figure.text)}", id_=view.id("claim", figure.id)),
        tag("p", tag("strong", record["status_in_words"], class_=f"finding {record['status']}"), " ", record["why"]),
        table(view.pick(figure.text), heads, rows, "cards"),
        tag("dl", _told(_say(view, "column.would_change"), record["would_change"])),
        _how_to_cite(figure.id, view.pick(figure.text), figure.checked, view),
    )


def _promise(promise: Promise, view: View) -> Html:
    heads: list[object] = [_say(view, f"column.{key}") for key in ("date", "event", "speaks", "source")]
    rows = []
    for one in sorted(promise.record, key=lambda one: one.date):
        when = one.date + (f" – {one.until}" if one.until else "")
        what = join(view.pick(one.text), " ", tagged(one.tag, view))
        cells: list[object] = [what, _say(view, f"speaks.{one.speaks}"), _cites(one.source, view)]
        rows.append(row(when, list(zip(heads[1:], cells, strict=True))))
    word = words.promise_summary(promise, view.language)["status_in_words"]
    status = tag("strong", word, class_=f"finding {promise.status}")
    nature = _say(view, f"nature.{promise.nature}")
    said = f"{nature}: {view.pick(promise.by)}, {promise.said_on}. "
    return tag(
        "article",
        tag("h3", f"{promise.id}. {view.pick(promise.text)}", id_=view.id("promise", promise.id)),
        tag("p", status, " ", view.pick(promise.why)),
        tag("p", said, _cites(promise.source, view), class_="small"),
        table(view.pick(promise.text), heads, rows, "cards") if rows else tag("p", _say(view, "section.nothing")),
        tag("dl", _told(_say(view, "column.not_found"), view.pick(promise.not_found))),
        _how_to_cite(promise.id, view.pick(promise.text), promise.checked, view),
    )


def _estimates(view: View) -> Html:
    listed = ledger.estimates().values()
    title = _say(view, "section.all_estimates", count=len(listed))
    return folded(title, estimates_table(title, listed, view, lambda one: _uses(one, view)))


def _uses(estimate: Estimate, view: View) -> Html:
    parameters, claims = users()[estimate.id]
    used = [*(tag("code", name) for name in parameters), *(view.link("claim", name, name) for name in claims)]
    contrary = join(*(view.link("estimate", name, name) for name in estimate.contrary), between=", ")
    otherwise = join(f"{_say(view, 'column.contrary')}: ", contrary)
    unused = pick(estimate.unused, view.language) or ""
    return join(join(*used, between=", "), unused, tag("p", otherwise, class_="small") if contrary else "")


def _pools(view: View) -> Html:
    listed = [
        tag("li", pool_in_words(record, view.language), " ", tag("span", record["why"], class_="small"))
        for record in (pool_record(name, view.language) for name in ledger.pools())
    ]
    return join(tag("h3", _say(view, "section.pools")), tag("ul", *listed)) if listed else Html()


def _series(series: Series, view: View) -> Html:
    breaks = [tag("p", _say(view, "break", year=one.year, text=view.pick(one.text))) for one in series.breaks]
    title = f"{view.pick(series.text)} ({view.unit(series.unit)})"
    grade = f"{_say(view, 'column.grade')} {series.grade}: {_say(view, f'series_grade.{series.grade}')}. "
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
        tag("p", grade, tagged(series.tag, view), f" {_say(view, f'read.{series.read}')}. ", class_="small"),
        tag("p", view.translated(series.licence), class_="small"),
        *breaks,
        *(tag("p", view.pick(one), class_="small") for one in (series.revisions, series.note) if one),
        tag("ul", *notes, class_="small") if notes else "",
        id_=view.id("series", series.id),
    )


def _when(point: Point) -> str:
    return str(point.year) if point.month is None else f"{point.year}-{point.month:02}"


def _point(point: Point, view: View) -> str:
    """A year and its figure, with other figures for the same quantity in brackets."""
    shown = f"{_when(point)}: {exact(point.value, view.language)}"
    if point.lower is None or point.upper is None:
        return shown
    return f"{shown} [{exact(point.lower, view.language)} – {exact(point.upper, view.language)}]"


def _note(point: Point, view: View) -> Html:
    derivation = tag("code", f"= {point.derivation}") if point.derivation else ""
    return join(f"{_when(point)}: ", derivation, " ", pick(point.note, view.language) or "")


def _checks(view: View) -> Html:
    listed = [tag("li", _check(check_record(name, view.language), view)) for name in ledger.checks()]
    return join(tag("h3", _say(view, "section.checks")), tag("ul", *listed))


def _check(record: dict[str, Any], view: View) -> str:
    broken = [_say(view, "broken", years=", ".join(map(str, record["broken"])))] if record["broken"] else []
    within = _say(view, "holds", tolerance=percent(record["tolerance"], view.language))
    return f"{record['text']}: {'; '.join([*broken, *explained_in_words(record)]) or within}."


def _sources(view: View) -> Html:
    records: list[Claim | Reported | Promise] = [*ledger.claims().values()]
    records += [*ledger.reported().values(), *ledger.promises().values()]
    refs = {ref for record in records for ref in words.sources_behind(record)}
    refs |= {one.ref for estimate in ledger.estimates().values() for one in estimate.source}
    refs |= {series.source.ref for series in ledger.series().values()}
    return view.bibliography(sources()[ref] for ref in refs)
