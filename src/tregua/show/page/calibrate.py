"""All that was learnt as one self-contained HTML file: every parameter, path, break and series, in both languages."""

from collections.abc import Sequence

from tregua.analysis.calibrate import shipped
from tregua.analysis.card import card
from tregua.analysis.learnt import WORDS, Lessons
from tregua.lab.alternatives import apart
from tregua.lab.model import lab
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.around import frame, views_of
from tregua.show.page.learnt import notable, parameters
from tregua.show.words import calibrate as said
from tregua.show.words.backtest import learning_table
from tregua.show.words.comparison import choices
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

LEARNT, HARDLY, NOT = WORDS
MOVED_MOST = 6


def render_lessons(lessons: Lessons, language: Language = "en", site: str = "") -> str:
    """The page; `language` is the one it opens in."""
    return frame(
        {one: text(one, "taught.page.heading") for one in LANGUAGES},
        {one: text(one, "page.tagline") for one in LANGUAGES},
        [_body(lessons, view) for view in views_of(language, site)],
        {one: text(one, "page.footer", version=VERSION) for one in LANGUAGES},
        language,
        site=site,
    )


def _body(lessons: Lessons, view: View) -> Html:
    words = view.language
    return tag(
        "div",
        tag("h1", text(view.language, "taught.page.heading")),
        tag("p", said.first_words(lessons, words), class_="lede"),
        tag("p", tag("strong", view.say("read_first"), ". "), said.caveats(lessons, words)[0], class_="first"),
        parameters(LEARNT, lessons, view),
        _by_combination(lessons, view),
        notable(lessons, view),
        parameters(HARDLY, lessons, view),
        _numbers(said.not_words(lessons, words), [one.name for one in lessons.of_word(NOT)], view),
        _numbers(said.anew_words(lessons, words), lessons.anew, view),
        _listed("taught.heading.steps", said.step_words(lessons.explained, words), view),
        _fit(lessons, view),
        _learning(view),
        _held_out(view) if lessons.ensemble == shipped().version else "",
        _listed("taught.heading.paths", said.explained_words(lessons.explained, words), view),
        _listed("table.caveats", said.caveats(lessons, words), view),
        tag("pre", tag("code", lessons.command), tabindex="0"),
        lang=words,
        class_=f"in-{words}",
    )


def _numbers(sentence: str, names: Sequence[str], view: View) -> Html:
    """What is said of some numbers, each named with its title instead of its id in the site, where it has a page."""
    if not view.in_site:
        return tag("p", sentence)
    listed = (tag("li", view.to("parameter", one, view.pick(lab().parameters[one].text))) for one in sorted(names))
    return folded(sentence.rpartition(": ")[0], tag("ul", *listed))


def _listed(heading: str, sentences: Sequence[str], view: View) -> Html | str:
    if not sentences:
        return ""
    return join(tag("h2", text(view.language, heading).rstrip(":")), tag("ul", *(tag("li", one) for one in sentences)))


def _by_combination(lessons: Lessons, view: View) -> Html | str:
    """What moved most under each combination of alternatives, folded."""
    found = [*lessons.of_word(LEARNT), *lessons.of_word(HARDLY)][:MOVED_MOST]
    heads: list[object] = [
        text(view.language, "taught.page.combination"),
        *(said.title(one, view.language) for one in found),
    ]
    rows = []
    for at, chosen in enumerate(lessons.choices):
        spreads = [one.by_combination[at].spread for one in found]
        cells: list[object] = [
            f"{said.median(one, each, view.language)} {said.interval(one, each, view.language)}"
            for one, each in zip(found, spreads, strict=True)
        ]
        rows.append(
            row(
                choices(apart(chosen), view.language) if at else text(view.language, "taught.page.reference"),
                [*zip(heads[1:], cells, strict=True)],
            )
        )
    caption = text(view.language, "taught.page.by_combination")
    return folded(caption, table(caption, heads, rows, "cards")) if found else ""


def _fit(lessons: Lessons, view: View) -> Html:
    heads: list[object] = [text(view.language, f"taught.column.{key}") for key in ("series", "n", "before", "after")]
    rows = [
        row(
            view.to("series", one.series, said.series(one.series, view.language)),
            [*zip(heads[1:], said.fit_words(one, view.language), strict=True)],
        )
        for one in lessons.fit
    ]
    return table(text(view.language, "taught.title.fit"), heads, rows, "cards")


def _learning(view: View) -> Html:
    heads, listed = learning_table(card().learning, view.language)
    rows = [row(first, [*zip(heads[1:], cells, strict=True)]) for first, *cells in listed]
    return table(text(view.language, "learning.title"), [*heads], rows, "cards")


def _held_out(view: View) -> Html:
    heads, listed = said.held_out_table(view.language)
    rows = [row(first, [*zip(heads[1:], cells, strict=True)]) for first, *cells in listed]
    return table(said.held_out_words(view.language), [*heads], rows, "cards")
