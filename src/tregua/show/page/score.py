"""What every page of the score card shares: its frame, its words, links to what a figure rests on."""

from collections.abc import Iterable, Mapping

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation
from tregua.evidence import ledger
from tregua.show.html import Html, View, tag
from tregua.show.page.around import Contents, part, titled
from tregua.text import Language, text


def say(view: View, key: str, **values: object) -> str:
    """A text of the score card."""
    return text(view.language, f"score.{key}", **values)


def score_page(titles: Mapping[Language, str], contents: Contents, language: Language, site: str) -> str:
    """A page of the score card in both languages."""
    style = part("figures.css")
    return titled(titles, contents, language, "score.tagline", "page.footer", site, style)


def to_series(name: str, view: View) -> Html:
    """What a series is, leading to its page; its id where the ledger has it no longer."""
    known = ledger.series().get(name)
    return view.to("series", name, view.pick(known.text)) if known else tag("code", name)


def bibliography(named: Iterable[Citation], view: View) -> Html:
    """What a page cites."""
    refs = dict.fromkeys(one.ref for one in named)
    heading = tag("h2", view.say("sources.heading"), id_=view.id("section", "sources"))
    return tag("section", heading, view.bibliography(sources()[ref] for ref in refs))
