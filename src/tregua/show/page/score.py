"""What every page of the score card shares: its frame, its words, links to what a figure rests on."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation
from tregua.evidence import ledger
from tregua.show.html import Html, View, tag
from tregua.show.page.around import frame, part, views_of
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

Contents = Callable[[View], Sequence[object]]


def say(view: View, key: str, **values: object) -> str:
    """A text of the score card."""
    return text(view.language, f"score.{key}", **values)


def score_page(titles: Mapping[Language, str], contents: Contents, language: Language, site: str) -> str:
    """A page of the score card in both languages."""
    bodies = [
        tag(
            "div",
            tag("h1", titles[view.language]),
            *contents(view),
            lang=view.language,
            class_=f"in-{view.language}",
        )
        for view in views_of(language, site)
    ]
    taglines = {one: text(one, "score.tagline") for one in LANGUAGES}
    footers = {one: text(one, "page.footer", version=VERSION) for one in LANGUAGES}
    return frame(titles, taglines, bodies, footers, language, part("figures.css"), site=site)


def to_series(name: str, view: View) -> Html:
    """What a series is, leading to its page; its id where the ledger has it no longer."""
    known = ledger.series().get(name)
    return view.to("series", name, view.pick(known.text)) if known else tag("code", name)


def bibliography(named: Iterable[Citation], view: View) -> Html:
    """What a page cites."""
    refs = dict.fromkeys(one.ref for one in named)
    heading = tag("h2", view.say("sources.heading"), id_=view.id("section", "sources"))
    return tag("section", heading, view.bibliography(sources()[ref] for ref in refs))
