"""The evidence ledger as one self-contained HTML file: claims as fact-checks, promises, estimates, series, sources."""

from tregua.catalogue.read import sources
from tregua.evidence import ledger
from tregua.evidence.promise_schema import Promise, Reported
from tregua.evidence.schema import Claim, Estimate
from tregua.show.html import Html, View, join, tag
from tregua.show.page import promises as of_promise
from tregua.show.page import reported as of_reported
from tregua.show.page.around import frame, part, views_of
from tregua.show.page.claims import cards, claim_record, rule
from tregua.show.page.estimates import estimates_table
from tregua.show.page.one_series import one_series
from tregua.show.words import claims as words
from tregua.show.words.estimates import pool_in_words, pool_record, users
from tregua.show.words.series import check_in_words, check_record, in_order, refs_of
from tregua.show.words.shared import CAVEATS, caveats, pick
from tregua.show.words.source import shares
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

SECTIONS = ("claims", "evidence", "reported", "promises", "estimates", "series", "sources")


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"ledger.{key}", **values)


def render_ledger(language: Language = "en") -> str:
    """The page of the ledger; `language` is the one it opens in."""
    return frame(
        {one: text(one, "ledger.section.title") for one in LANGUAGES},
        {one: text(one, "ledger.section.tagline") for one in LANGUAGES},
        [_body(view) for view in views_of(language)],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        part("claims.css"),
        part("claims.js"),
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
        _section(view, "claims", tag("p", _say(view, "balance.how"), class_="small"), rule(view), cards(view)),
        _section(view, "evidence", *(claim_record(one, view) for one in ledger.claims().values())),
        _section(view, "reported", *(_reported(one, view) for one in ledger.reported().values())),
        _section(view, "promises", *(_promise(one, view) for one in ledger.promises().values())),
        _section(view, "estimates", _estimates(view), _pools(view)),
        _section(view, "series", _series(view)),
        _section(view, "sources", _sources(view)),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _section(view: View, name: str, *contents: object) -> Html:
    lines = {"evidence": "claim", "reported": "reported", "promises": "promise", "estimates": "estimate"}
    kind = lines.get(name, name)
    listed = caveats(kind, view.language) if kind in CAVEATS else []
    notes = tag("ul", *(tag("li", one) for one in listed), class_="small") if listed else ""
    heading = tag("h2", _say(view, f"section.{name}"), id_=view.id("section", name))
    return tag("section", heading, notes, *contents)


def _record(title: str, status: Html, anchor: str, *contents: object) -> Html:
    """A record of the ledger, folded below its title and status."""
    return tag(
        "details",
        tag("summary", tag("h3", title), " ", status),
        tag("article", *contents, id_=anchor),
        class_="record",
    )


def _reported(figure: Reported, view: View) -> Html:
    anchor = view.id("claim", figure.id)
    return _record(
        of_reported.title_of(figure, view),
        of_reported.agreement(figure, view),
        anchor,
        of_reported.reported(figure, view),
    )


def _promise(promise: Promise, view: View) -> Html:
    anchor = view.id("promise", promise.id)
    return _record(
        of_promise.title_of(promise, view),
        of_promise.status_of(promise, view),
        anchor,
        of_promise.events(promise, view),
    )


def _estimates(view: View) -> Html:
    listed = ledger.estimates().values()
    title = _say(view, "section.all_estimates", count=len(listed))
    table = estimates_table(title, listed, view, lambda one: _uses(one, view))
    return tag("details", tag("summary", title), table, class_="group")


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


def _series(view: View) -> Html:
    """Every series, folded, what the lab answers on first, budgets last."""
    listed = in_order(ledger.series().values())
    title = _say(view, "section.all_series", count=len(listed))
    return join(
        tag("details", tag("summary", title), *(one_series(one, view) for one in listed), class_="group"), _checks(view)
    )


def _checks(view: View) -> Html:
    told = (check_in_words(check_record(name, view.language), view.language) for name in ledger.checks())
    return join(tag("h3", _say(view, "section.checks")), tag("ul", *(tag("li", one) for one in told)))


def _sources(view: View) -> Html:
    """Every source, folded."""
    records: list[Claim | Reported | Promise] = [*ledger.claims().values()]
    records += [*ledger.reported().values(), *ledger.promises().values()]
    refs = {ref for record in records for ref in words.sources_behind(record)}
    refs |= {one.ref for estimate in ledger.estimates().values() for one in estimate.source}
    refs |= {ref for series in ledger.series().values() for ref in refs_of(series)}
    title = _say(view, "section.all_sources", count=len(refs))
    told = tag("p", shares((sources()[ref] for ref in refs), view.language), class_="small")
    listed = view.bibliography(sources()[ref] for ref in refs)
    return join(told, tag("details", tag("summary", title), listed, class_="group"))
