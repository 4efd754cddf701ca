"""How forecasts did: skill by series, years ahead and side, plainly where it is negative; what learning does."""

from collections.abc import Mapping, Sequence

from tregua.analysis.baselines import RULES
from tregua.analysis.card import card
from tregua.analysis.scored import PERSISTENCE
from tregua.analysis.summary import HORIZONS, Summary
from tregua.lab.asked import PRIOR
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.score import say, score_page, to_series
from tregua.show.words.backtest import (
    CAVEATS,
    NEAR,
    card_heading,
    covered,
    first_words,
    hundredths,
    learning_table,
    learning_words,
    standing,
    surge_words,
    with_error,
)
from tregua.text import LANGUAGES, Language, text

BACKTEST = "backtest.html"
OTHERS = tuple(rule for rule in RULES if rule != PERSISTENCE)
AHEAD = ("held", "farther", "farthest")
Found = Mapping[tuple[str, tuple[int, ...]], Summary]


def render_forecasts(language: Language = "en", site: str = "") -> str:
    """Every score of the card."""
    titles = {one: text(one, "site.menu.backtest") for one in LANGUAGES}
    return score_page(titles, _contents, language, site)


def in_a_word(near: Summary, view: View) -> Html:
    """Whether a series is forecast better than by persistence, and plainly where it is not."""
    found, word = near.skill[PERSISTENCE], standing(near)
    if word == "no_skill" and found is not None and found.value < 0:
        word = "worse"
    look = {"skill": "agrees", "worse": "differs"}.get(word, "unknown")
    return tag("strong", say(view, f"standing.{word}"), class_=f"finding {look}")


def _contents(view: View) -> list[object]:
    language, found = view.language, card()
    by_series: dict[str, dict[tuple[str, tuple[int, ...]], Summary]] = {}
    for one in found.summaries:
        by_series.setdefault(one.series, {})[one.policies, one.horizons] = one
    heading, key = card_heading(found, language)
    said = first_words(found.summaries, language)
    notes = [text(language, f"backtest.caveat.{one}") for one in CAVEATS]
    return [
        tag("p", heading, ". ", key, class_="lede"),
        tag("div", tag("ul", *(tag("li", one) for one in said)), class_="first"),
        _skills(by_series, view),
        _sides(by_series, view),
        tag("ul", *(tag("li", one) for one in surge_words(found.surges, found.draws, language))),
        tag("section", tag("h2", say(view, "learning")), *_learning(view)),
        tag("section", tag("h2", text(language, "table.caveats")), tag("ul", *(tag("li", one) for one in notes))),
        tag("p", tag("code", "tregua backtest"), class_="small"),
    ]


def _skills(by_series: Mapping[str, Found], view: View) -> Html:
    """Skill over persistence by years ahead, with how many figures and how wide the bands are."""
    names = [text(view.language, f"backtest.column.{one}") for one in (*AHEAD, "coverage", "width")]
    heads: list[object] = [text(view.language, "backtest.column.series"), say(view, "in_a_word"), *names]
    rows = []
    for series, found in by_series.items():
        near = found["held", NEAR]
        ahead = [_skill(found.get(("held", one)), view) for one in HORIZONS]
        width = "–" if near.width_ratio is None else hundredths(near.width_ratio, view.language)
        cells = [in_a_word(near, view), *ahead, covered(near), width]
        rows.append(row(to_series(series, view), [*zip(heads[1:], cells, strict=True)], view.id("forecast", series)))
    return table(text(view.language, "backtest.title"), heads, rows, "cards figures compact")


def _skill(one: Summary | None, view: View) -> Html:
    if one is None:
        return Html("–")
    counted = text(view.language, "backtest.n", n=one.n, origins=one.origins)
    return join(with_error(one.skill[PERSISTENCE], view.language), tag("span", counted, class_="small"))


def _sides(by_series: Mapping[str, Found], view: View) -> Html:
    """The same over the nearer years from other sides: other rules, policies known, without policies, without later."""
    keys = (*OTHERS, "known", "background", "vague")
    names = [text(view.language, f"backtest.column.{one}").replace("-", "") for one in keys]
    heads: list[object] = [text(view.language, "backtest.column.series"), *names]
    rows = []
    for series, found in by_series.items():
        near, known = found["held", NEAR], found.get(("known", NEAR))
        skills = [near.skill[rule] for rule in OTHERS]
        skills += [known.skill[PERSISTENCE] if known else None, near.skill_background, near.skill_vague]
        cells = [with_error(one, view.language) for one in skills]
        rows.append(row(to_series(series, view), [*zip(heads[1:], cells, strict=True)]))
    return table(say(view, "sides", first=NEAR[0], last=NEAR[-1]), heads, rows, "cards figures compact")


def _learning(view: View) -> Sequence[Html]:
    """Forecasts from the prior beside those with what the figures before each cut teach."""
    heads, listed = learning_table(card().learning, view.language)
    rows = [row(first, [*zip(heads[1:], cells, strict=True)]) for first, *cells in listed]
    told = [tag("p", one) for one in learning_words(card(), PRIOR, view.language)]
    return [*told, table(text(view.language, "learning.title"), [*heads], rows, "cards figures compact")]
