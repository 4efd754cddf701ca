"""Promises with what is on record about each, in the ledger and as a page of the site."""

from collections import Counter
from typing import get_args

from tregua.evidence import ledger
from tregua.evidence.promise_schema import Entry, Promise, Status
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.around import part
from tregua.show.page.claims import cites, how_to_cite, told
from tregua.show.page.leaf import chosen_by, ended, found_at, leaf, ledger_say, say
from tregua.show.page.run_parameters import tagged
from tregua.show.words import claims as words
from tregua.show.words.shared import caveats
from tregua.text import Language

STATUSES: tuple[Status, ...] = get_args(Status)


def render_promises(language: Language, site: str) -> str:
    """The page of all promises by status, the oldest first."""
    return leaf(lambda view: say(view, "promises.title"), _list, language, site, part("promises.css"), search=True)


def render_promise(promise: Promise, language: Language, site: str) -> str:
    """The page of a promise in both languages."""
    return leaf(
        lambda view: title_of(promise, view), lambda view: _page(promise, view), language, site, part("promises.css")
    )


def _page(promise: Promise, view: View) -> Html:
    return join(
        tag("h1", title_of(promise, view), " ", status_of(promise, view)),
        events(promise, view),
        ended("promise", words.sources_behind(promise), f"tregua promise {promise.id}", view),
    )


def _list(view: View) -> Html:
    known = ledger.promises().values()
    counts = Counter(one.status for one in known)
    choices = [("all", ledger_say(view, "filter.all", count=len(known)))]
    choices += [
        (one, f"{ledger_say(view, f'status.promise.{one}')} ({counts[one]})") for one in STATUSES if counts[one]
    ]
    notes = (tag("li", one) for one in caveats("promise", view.language))
    told = {one: counts[one] for one in STATUSES}
    return join(
        tag("h1", say(view, "promises.title")),
        tag("p", say(view, "promises.lede", count=len(known), **told), class_="lede"),
        tag("ul", *notes, class_="small"),
        found_at(view),
        chosen_by(view, "status", say(view, "promises.filter"), choices),
        *(_batch(one, view) for one in STATUSES if counts[one]),
    )


def _batch(status: Status, view: View) -> Html:
    listed = [one for one in ledger.promises().values() if one.status == status]
    listed.sort(key=lambda one: (one.said_on, one.id))
    heading = tag("h2", f"{ledger_say(view, f'status.promise.{status}')} ({len(listed)})")
    return tag("section", heading, *(_folded(one, view) for one in listed), class_=f"heap of-status {status}")


def _folded(promise: Promise, view: View) -> Html:
    """A promise with its date; folded below it, what is on record, which its page tells with the sources."""
    title = tag("h3", tag("time", promise.said_on), f" {title_of(promise, view)}")
    dated = sorted(promise.record, key=lambda one: one.date)
    rows = [tag("li", tag("time", one.date), f" {view.pick(one.text)} ", _speaks(one, view)) for one in dated]
    return tag(
        "details",
        tag("summary", title, " ", status_of(promise, view)),
        tag("p", view.pick(promise.why), " ", view.to("promise", promise.id, say(view, "promises.more"))),
        tag("ul", *rows) if rows else "",
        id_=view.id("promise", promise.id),
        class_="record",
    )


def _speaks(entry: Entry, view: View) -> Html:
    return tag("span", ledger_say(view, f"speaks.{entry.speaks}"), class_="tag")


def title_of(promise: Promise, view: View) -> str:
    """Its id and what it is."""
    return f"{promise.id}. {view.pick(promise.text)}"


def status_of(promise: Promise, view: View) -> Html:
    """Whether it was kept, in the word for its kind."""
    word = words.promise_summary(promise, view.language)["status_in_words"]
    return tag("strong", word, class_=f"finding {promise.status}")


def events(promise: Promise, view: View) -> Html:
    """Why it has its status, who said it, every dated event, what was not found, how to cite it."""
    heads: list[object] = [ledger_say(view, f"column.{key}") for key in ("date", "event", "speaks", "source")]
    rows = []
    for one in sorted(promise.record, key=lambda one: one.date):
        when = one.date + (f" – {one.until}" if one.until else "")
        what = join(view.pick(one.text), " ", tagged(one.tag, view))
        cells: list[object] = [what, ledger_say(view, f"speaks.{one.speaks}"), cites(one.source, view)]
        rows.append(row(when, list(zip(heads[1:], cells, strict=True))))
    said = f"{ledger_say(view, f'nature.{promise.nature}')}: {view.pick(promise.by)}, {promise.said_on}. "
    return join(
        tag("p", view.pick(promise.why)),
        tag("p", said, cites(promise.source, view), class_="small"),
        table(view.pick(promise.text), heads, rows, "cards") if rows else tag("p", ledger_say(view, "section.nothing")),
        tag("dl", told(ledger_say(view, "column.not_found"), view.pick(promise.not_found))),
        how_to_cite(promise.id, view.pick(promise.text), promise.checked, view),
    )
