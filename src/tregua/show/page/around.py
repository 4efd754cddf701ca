"""What every page has around its content: head, policy, style, language switch, footer. No request.

A page works without a script. One that has a script names its hash in the policy, so that no other can run.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from tregua.show import places
from tregua.show.html import Html, View, join, safe, tag
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

Contents = Callable[[View], Sequence[object]]
NAMES: dict[Language, str] = {"en": "English", "es": "Español"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def views_of(language: Language, site: str = "") -> list[View]:
    """One view a language; the language that opens has plain anchors, the other has its code before them.

    `site` is the page of the site's menu below which the page stands, if it stands in the site.
    """
    return [View(one, "" if one == language else f"{one}-", bool(site)) for one in LANGUAGES]


@cache
def part(name: str) -> str:
    """A file of this folder: a style sheet or a script."""
    return (files("tregua") / "show" / "page" / name).read_text("utf-8")


def frame(
    titles: Mapping[Language, object],
    taglines: Mapping[Language, object],
    bodies: Sequence[Html],
    footers: Mapping[Language, object],
    language: Language,
    style: str = "",
    script: str = "",
    told: object = "",
    data: str = "",
    workers: bool = False,
    site: str = "",
) -> str:
    """A page of both languages that opens in `language`; `bodies` are its main contents, one a language.

    The title of the document is in both, that of the language which opens first: it cannot follow the switch. What is
    `told` stands where a link to the page is shown; `data` is JSON-LD that says what the page holds; `workers` may be
    made by its script from what the page holds. `site` is the page of the site's menu below which the page stands; of
    such a page the address tells the language, unless it is the laboratory, whose address holds more.
    """
    views = views_of(language, site)
    if (script or site) and not workers:
        script = part("around.js") + script
    opening = sorted(views, key=lambda view: view.language != language)
    skips = [
        tag("a", view.say("skip"), href="#content", lang=view.language, class_=f"skip in-{view.language}")
        for view in views
    ]
    title = join(*dict.fromkeys(safe(titles[view.language]) for view in opening), between=" | ")
    ends = [tag("p", footers[one], lang=one, class_=f"in-{one}") for one in LANGUAGES]
    page = tag(
        "html",
        _head(title, told, part("site.css") + style if site else style, data, _policy(script, workers, bool(site))),
        tag(
            "body",
            *skips,
            _header(views, taglines, language, site),
            tag("main", *bodies, id_="content", tabindex="-1"),
            tag("footer", *ends),
            tag("script", Html(script)) if script else "",
        ),
        lang=language,
        class_=f"opens-{language}",
    )
    return f"<!DOCTYPE html>\n{page}\n"


def titled(
    titles: Mapping[Language, str],
    contents: Contents,
    language: Language,
    tagline: str,
    footer: str,
    site: str = "",
    style: str = "",
    script: str = "",
    **told: object,
) -> str:
    """A page in both languages: its title, then its contents; `tagline` and `footer` are texts that hold `told`."""
    bodies = [
        tag("div", tag("h1", titles[view.language]), *contents(view), lang=view.language, class_=f"in-{view.language}")
        for view in views_of(language, site)
    ]
    footers = {one: text(one, footer, version=VERSION, **told) for one in LANGUAGES}
    return frame(
        titles, {one: text(one, tagline) for one in LANGUAGES}, bodies, footers, language, style, script, site=site
    )


def _policy(script: str, workers: bool, in_site: bool) -> str:
    """What a page may do: run the one script that it holds, which in the site may load what lies beside the page."""
    policy = POLICY
    if script:
        policy += f"; script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        policy += " 'strict-dynamic'" if in_site else ""
    return f"{policy}; worker-src blob:" if workers else policy


def _head(title: Html, told: object, style: str, data: str, policy: str) -> Html:
    shown = {"og:title": title, "og:description": told} if told else {}
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("meta", name="description", content=told) if told else "",
        *(tag("meta", property=name, content=one) for name, one in shown.items()),
        tag("link", rel="icon", href="data:,"),
        tag("style", Html(_short(part("app.css") + style))),
        tag("script", Html(data), type="application/ld+json") if data else "",
    )


def _header(views: list[View], taglines: Mapping[Language, object], language: Language, site: str) -> Html:
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
    menus = [_menu(site, view) for view in views] if site else []
    return tag("header", brand, tag("fieldset", tag("legend", legend), *choices), *menus)


def _menu(site: str, view: View) -> Html:
    """The parts of the site, and the pages beside the one that is read."""
    here = places.part_of(site)
    rows = [tag("ul", *(tag("li", _entry(one, one == here, one == site, view)) for one in places.MENU))]
    if beside := places.MENU[here]:
        rows.append(tag("ul", *(tag("li", _entry(one, one == site, one == site, view)) for one in (here, *beside))))
    return tag(
        "nav",
        *rows,
        id_=f"{view.prefix}top",
        lang=view.language,
        class_=f"menu in-{view.language}",
        aria_label=text(view.language, "site.menu"),
    )


def _entry(file: str, inside: bool, here: bool, view: View) -> Html:
    current = "page" if here else "true" if inside else None
    return view.page(file, text(view.language, f"site.menu.{file.removesuffix('.html')}"), aria_current=current)


@cache
def _short(style: str) -> str:
    """A style sheet without comments and the spaces that only its readers need; what is quoted stays as it is."""
    bare = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    return re.sub(r'("[^"]*")|\s*([{};,>])\s*|(?<=:)\s+', lambda found: found[1] or found[2] or "", bare)
