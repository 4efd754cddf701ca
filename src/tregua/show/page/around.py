"""What every page has around its content: head, policy, style, language switch, footer. No script, no request."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from tregua.show.html import Html, View, join, tag
from tregua.text import LANGUAGES, Language

NAMES: dict[Language, str] = {"en": "English", "es": "Español"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def views_of(language: Language) -> list[View]:
    """One view a language; the language that opens has plain anchors, the other has its code before them."""
    return [View(one, "" if one == language else f"{one}-") for one in LANGUAGES]


def frame(
    title: object,
    taglines: Mapping[Language, object],
    bodies: Sequence[Html],
    footers: Mapping[Language, object],
    language: Language,
) -> str:
    """A page of both languages that opens in `language`; `bodies` are its main contents, one a language."""
    views = views_of(language)
    skips = [
        tag("a", view.say("skip"), href="#content", lang=view.language, class_=f"skip in-{view.language}")
        for view in views
    ]
    ends = [tag("p", footers[one], lang=one, class_=f"in-{one}") for one in LANGUAGES]
    page = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", title),
            tag("link", rel="icon", href="data:,"),
            tag("style", Html((files("tregua") / "show" / "page" / "app.css").read_text("utf-8"))),
        ),
        tag(
            "body",
            *skips,
            _header(views, taglines, language),
            tag("main", *bodies, id_="content", tabindex="-1"),
            tag("footer", *ends),
        ),
        lang=language,
        class_=f"opens-{language}",
    )
    return f"<!DOCTYPE html>\n{page}\n"


def _header(views: list[View], taglines: Mapping[Language, object], language: Language) -> Html:
    choices = []
    for view in views:
        checked = "checked" if view.language == language else None
        name = f"language-{view.language}"
        button = tag("input", type="radio", name="language", id_=name, checked=checked, autocomplete="off")
        choices.append(join(button, tag("label", NAMES[view.language], for_=name, lang=view.language)))
    legend = join(
        *(tag("span", view.say("switch"), lang=view.language, class_=f"in-{view.language}") for view in views),
        between=" ",
    )
    tagline = [tag("span", taglines[one], lang=one, class_=f"tagline in-{one}") for one in LANGUAGES]
    brand = tag("p", tag("strong", "Tregua"), " ", *tagline, class_="brand")
    return tag("header", brand, tag("fieldset", tag("legend", legend), *choices))
