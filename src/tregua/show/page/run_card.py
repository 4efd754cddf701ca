"""The score card on the page of a run: before any projection, what earlier ones from the same lab were worth."""

from tregua.analysis.card import Card
from tregua.analysis.scored import PERSISTENCE
from tregua.analysis.summary import Summary
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.words.backtest import (
    FARTHER,
    FARTHEST,
    NEAR,
    card_heading,
    card_words,
    covered,
    hundredths,
    learning_lines,
    title,
    with_error,
)
from tregua.text import text

COLUMNS = ("held", "known", "background", "vague", "farther", "farthest", "coverage", "width")


def score_card(card: Card, ensemble: str, view: View) -> Html:
    """Skill in sentences."""
    sentences = [tag("li", sentence) for sentence in card_words(card, view.language, ensemble)]
    heading, key = card_heading(card, view.language)
    return tag(
        "section",
        tag("h3", heading, id_=view.id("section", "card")),
        tag("p", key, class_="small"),
        tag("ul", *sentences),
        class_="first",
    )


def every_series(card: Card, view: View) -> Html:
    """A table of all series, and what learning from the past made of each forecast."""
    return join(
        tag("h2", view.say("card.all")),
        _table(card, view),
        tag("p", view.say("card.how")),
        _learning(card, view) if card.learning else "",
    )


def _learning(card: Card, view: View) -> Html:
    lines = [tag("li", one) for one in learning_lines(card.learning, view.language)]
    caption = text(view.language, "learning.title")
    return folded(caption, tag("p", text(view.language, "learning.key"), class_="small"), tag("ul", *lines))


def _table(card: Card, view: View) -> Html:
    near = [one for one in card.summaries if (one.policies, one.horizons) == ("held", NEAR)]
    heads = [text(view.language, f"backtest.column.{key}") for key in COLUMNS]
    rows = [
        row(title(one.series, view.language), list(zip(heads, _cells(one, card, view), strict=True))) for one in near
    ]
    series = text(view.language, "backtest.column.series")
    return table(text(view.language, "backtest.title"), [series, *heads], rows, "cards")


def _cells(near: Summary, card: Card, view: View) -> list[object]:
    known = card.one(near.series, len(NEAR), "known")
    far = [card.one(near.series, len(horizons)) for horizons in (FARTHER, FARTHEST)]
    skills = [near.skill[PERSISTENCE], known.skill[PERSISTENCE] if known else None]
    skills += [near.skill_background, near.skill_vague, *(one.skill[PERSISTENCE] if one else None for one in far)]
    width = "–" if near.width_ratio is None else hundredths(near.width_ratio, view.language)
    return [*(with_error(one, view.language) for one in skills), covered(near), width]
