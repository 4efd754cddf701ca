"""The leader's guide to the live laboratory: a page for a workshop of 45 minutes, on paper two, in both languages."""

import re
from itertools import accumulate

from tregua.show.app.engine import script
from tregua.show.app.records import QUESTIONS
from tregua.show.html import Html, View, join, row, safe, table, tag
from tregua.show.page.around import frame, views_of
from tregua.show.places import LAB
from tregua.text import LANGUAGES, Language, text, texts
from tregua.version import VERSION

MINUTES = (5, 7, 6, 9, 10, 5, 3)
"""Of each step of the plan."""


def render_guide(language: Language = "en", site: str = "") -> str:
    """The guide as a page of HTML, which holds both languages and opens in `language`."""
    return frame(
        {each: text(each, "leader.title") for each in LANGUAGES},
        {each: text(each, "page.tagline") for each in LANGUAGES},
        [_body(view) for view in views_of(language)],
        {each: text(each, "page.footer", version=VERSION) for each in LANGUAGES},
        language,
        style=script("guide.css"),
        site=site,
    )


def _body(view: View) -> Html:
    language = view.language
    paragraphs = [tag("p", told) for told in _told("is", language)]
    return tag(
        "div",
        tag("h1", text(language, "leader.heading")),
        tag("p", text(language, "leader.for"), class_="lede"),
        tag("p", view.page(LAB, text(language, "leader.lab")), class_="beside"),
        tag(
            "div",
            tag("section", _heading("is", language), *paragraphs),
            *(_listed(one, language) for one in ("reads", "ready", "care")),
            class_="guide",
        ),
        _plan(language),
        tag(
            "div",
            _questions(language),
            *(_listed(one, language) for one in ("wrong", "share", "next")),
            class_="guide overleaf",
        ),
        lang=language,
        class_=f"in-{language}",
    )


def _heading(name: str, language: Language) -> Html:
    return tag("h2", text(language, f"leader.{name}"))


def _told(name: str, language: Language) -> list[str]:
    """The sentences of one part; what is on a button of the laboratory stands in them as it stands there."""
    buttons = {
        "questions": text(language, "app.questions"),
        "lead": text(language, "app.lead"),
        "go": text(language, "app.question.go"),
        "reveal": text(language, "app.guess.reveal"),
        "link": text(language, "app.copy-link"),
        "remember": text(language, "app.remember"),
        "cite": text(language, "app.cite"),
    }
    return [text(language, key, **buttons) for key in texts(language) if key.startswith(f"leader.{name}.")]


def _listed(name: str, language: Language) -> Html:
    return tag(
        "section",
        _heading(name, language),
        tag("ul", *(tag("li", _led(told)) for told in _told(name, language))),
    )


def _led(told: str) -> Html:
    """A sentence that begins with what it is about, before its first colon."""
    about, _, rest = told.partition(": ")
    return join(tag("strong", _coded(about)), ": ", _coded(rest))


def _coded(told: str) -> Html:
    """Words between grave accents as what is typed in a terminal."""
    return Html(re.sub("`(.*?)`", r"<code>\1</code>", safe(told)))


def _plan(language: Language) -> Html:
    steps = _told("step", language)
    ends = [*accumulate(MINUTES)]
    spans = [f"{end - lasts}–{end}" for end, lasts in zip(ends, MINUTES, strict=True)]
    heads: list[object] = [text(language, f"leader.column.{name}") for name in ("minutes", "what")]
    lines = [row(span, [(heads[1], _led(told))]) for span, told in zip(spans, steps, strict=True)]
    return tag(
        "section",
        _heading("plan", language),
        table(text(language, "leader.short"), heads, lines, "plan"),
    )


def _questions(language: Language) -> Html:
    return tag("section", _heading("asks", language), *(_question(name, language) for name in QUESTIONS))


def _question(name: str, language: Language) -> Html:
    asked = f"app.question.{name}"
    led = [
        (text(language, f"leader.{about}"), text(language, f"leader.{name}.{about}")) for about in ("listen", "misread")
    ]
    return tag(
        "article",
        tag("h3", text(language, f"{asked}.ask")),
        tag("p", text(language, f"{asked}.try")),
        tag("p", text(language, f"{asked}.notes")),
        *(tag("p", tag("strong", f"{about}:"), " ", told) for about, told in led),
    )
