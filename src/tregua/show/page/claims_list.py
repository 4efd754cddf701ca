"""The claims of the site: a card a verdict, a card a reported figure, each leads to its page."""

from collections import Counter

from tregua.evidence import ledger
from tregua.evidence.agreement import status
from tregua.evidence.answers import verdicts
from tregua.evidence.promise_schema import Reported
from tregua.show.html import Html, View, join, tag
from tregua.show.page.around import part
from tregua.show.page.claims import SHAPES, cards, rule
from tregua.show.page.leaf import leaf, ledger_say, say
from tregua.show.page.reported import agreement, title_of
from tregua.show.words.shared import caveats
from tregua.text import Language


def render_claims(language: Language, site: str) -> str:
    """The page of all claims and reported figures in both languages."""
    return leaf(lambda view: say(view, "claims.title"), _body, language, site, part("claims.css"), search=True)


def _body(view: View) -> Html:
    counts = {"claims": len(ledger.claims()), "estimates": len(ledger.estimates())}
    figures = ledger.reported().values()
    return join(
        tag("h1", say(view, "claims.title")),
        tag("p", say(view, "claims.lede", **counts), " ", _found(view), class_="lede"),
        tag("p", tag("strong", view.say("read_first"), ". "), caveats("claim", view.language)[0], class_="first"),
        tag("h2", ledger_say(view, "section.claims")),
        cards(view),
        tag("p", ledger_say(view, "balance.how"), class_="small"),
        rule(view),
        tag("h2", ledger_say(view, "section.reported"), id_=view.id("section", "reported")),
        tag("p", _agreed(view)),
        tag("ul", *(_card(one, view) for one in figures), class_="verdicts figures"),
    )


def _found(view: View) -> str:
    """How many outcomes have each verdict."""
    counts = Counter(found.word for name in ledger.claims() for found in verdicts(name).values())
    words = "; ".join(f"{ledger_say(view, f'verdict.{word}')}: {counts[word]}" for word in SHAPES if counts[word])
    return say(view, "claims.found", count=counts.total(), words=words)


def _agreed(view: View) -> str:
    counts = Counter(map(status, ledger.reported().values()))
    return "; ".join(f"{ledger_say(view, f'reported.{word}')}: {count}" for word, count in counts.most_common()) + "."


def _card(figure: Reported, view: View) -> Html:
    return tag(
        "li",
        tag("h3", view.to("claim", figure.id, title_of(figure, view))),
        tag("p", agreement(figure, view), f" {view.pick(figure.said[0].words)}"),
        class_="card figure",
    )
