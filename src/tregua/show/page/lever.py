"""A lever in one look, as one self-contained HTML file in both languages."""

from tregua.analysis.one_lever import OneLever
from tregua.show.html import Html, View, tag
from tregua.show.page.around import frame, views_of
from tregua.show.words import lever as words
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION


def render_lever(one: OneLever, language: Language = "en") -> str:
    """The page; `language` is the one it opens in."""
    return frame(
        {each: text(each, "lever.page") for each in LANGUAGES},
        {each: text(each, "page.tagline") for each in LANGUAGES},
        [_body(one, view) for view in views_of(language)],
        {each: text(each, "page.footer", version=VERSION) for each in LANGUAGES},
        language,
    )


def _body(one: OneLever, view: View) -> Html:
    parts: list[Html] = []
    for key, (first, *rest) in words.sections(one, view.language).items():
        opens = key == "does"
        listed = rest if opens else [first, *rest]
        parts.append(tag("h2", text(view.language, f"lever.heading.{key}")))
        parts += [tag("p", first)] if opens else []
        parts += [tag("ul", *(tag("li", sentence) for sentence in listed))] if listed else []
    command = f"tregua levers {one.lever.id} --draws {one.comparisons.draws} --seed {one.comparisons.seed}"
    return tag(
        "div",
        tag("h1", words.heading(one, view.language)),
        *parts,
        tag("pre", tag("code", command), tabindex="0"),
        lang=view.language,
        class_=f"in-{view.language}",
    )
