"""The score card on one screen, then each outcome: what observes it, how it was forecast, its dated tests."""

from collections.abc import Iterable

from tregua.analysis.card import Card, card
from tregua.analysis.scored import PERSISTENCE
from tregua.lab.events import Event, events
from tregua.lab.measure import Measure, measures
from tregua.lab.model import lab
from tregua.lab.schema import Outcome
from tregua.show.html import Html, View, join, tag
from tregua.show.page.events import summary
from tregua.show.page.forecasts import BACKTEST, in_a_word
from tregua.show.page.score import say, score_page, to_series
from tregua.show.words import events as said
from tregua.show.words.backtest import NEAR, card_heading, card_words, with_error
from tregua.text import LANGUAGES, Language, text


def render_score(language: Language = "en", site: str = "") -> str:
    """The card, and every outcome."""
    titles = {one: text(one, "site.menu.score") for one in LANGUAGES}
    return score_page(titles, _contents, language, site)


def _contents(view: View) -> list[object]:
    heading, key = card_heading(card(), view.language)
    sentences = [*card_words(card(), view.language), summary(view)]
    state = "out_of_date" if card().out_of_date else "up_to_date"
    listed = [tag("li", _entry(one, view)) for one in lab().outcomes.values()]
    return [
        tag("p", heading, ". ", key, class_="lede"),
        tag("div", tag("ul", *(tag("li", one) for one in sentences)), class_="first"),
        tag("p", say(view, state, version=card().version, draws=card().draws), class_="small"),
        tag("ul", *(tag("li", one) for one in _further(view))),
        tag("h2", say(view, "outcomes")),
        tag("ul", *listed, class_="legend"),
        *(_outcome(one, view) for one in lab().outcomes.values()),
    ]


def _further(view: View) -> Iterable[Html]:
    """The other pages of the card, each with what it holds."""
    for name in ("history", "backtest", "events", "learnt", "numbers"):
        yield join(
            view.page(f"{name}.html", text(view.language, f"site.menu.{name}")), ": ", say(view, f"about.{name}")
        )


def _entry(one: Outcome, view: View) -> Html:
    return view.link("outcome", one.id, view.pick(one.text))


def _outcome(one: Outcome, view: View) -> Html:
    """What an outcome is, what observes it and how well that was forecast, and its dated tests."""
    bound = [each for each in measures() if each.reads == one.id]
    tested = [event for event in events() if any(change.outcome == one.id for change in event.observed)]
    series = tag("ul", *(tag("li", _measure(each, card(), view)) for each in bound))
    listed = tag("ul", *(tag("li", _event(event, one.id, view)) for event in tested))
    return tag(
        "section",
        tag("h3", view.pick(one.text), " ", tag("span", f"({view.unit(one.unit)})", class_="place")),
        tag("p", view.pick(one.definition), class_="small"),
        series if bound else tag("p", say(view, "no_series")),
        listed if tested else tag("p", say(view, "no_event"), class_="small"),
        id_=view.id("outcome", one.id),
    )


def _measure(one: Measure, found: Card, view: View) -> Html:
    """A series: how it was forecast over the nearer years, in a word and a number, or why it was not."""
    place = view.pick(lab().place_text(one.place, lab().outcomes[one.reads].index))
    near = found.one(one.series, len(NEAR))
    told: object = say(view, "not_scored" if one.scored else "shown_only")
    if near is not None:
        figure = with_error(near.skill[PERSISTENCE], view.language)
        told = join(in_a_word(near, view), " ", tag("a", figure, href=f"{BACKTEST}#{view.id('forecast', one.series)}"))
    return join(to_series(one.series, view), f" ({place}): ", told)


def _event(event: Event, outcome: str, view: View) -> Html:
    results = [one for one in card().events if (one.event, one.outcome) == (event.id, outcome)]
    told = "; ".join(f"{one.year}: {said.standing(one, view.language)}" for one in results)
    return join(
        view.to("event", event.id, said.heading(event, view.language)), f": {told or say(view, 'events.not_run')}"
    )
