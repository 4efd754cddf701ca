"""Search over every page of the site, offline: an index a language, and the page that asks it."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from tregua.show.html import Html, View, tag
from tregua.show.page.around import frame, part, views_of
from tregua.show.places import LAB, PLACES, page
from tregua.show.words.search import plain
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

SEARCH = "search.html"
ANCHORED = {kind for kind, file in PLACES.items() if "{}" not in file} | {"row", "source"}
"""Records that share a page, each found by itself."""
LISTS = "sources.html"  # the one page on which a source is a record; elsewhere it is cited
ABOUT = 140  # characters shown below a title
CUT = " …"
HEADS = ("summary", "h2", "h3", "th", "strong")


@dataclass(frozen=True)
class Entry:
    """What can be found: its title, the page of the menu it belongs to, where it stands, what it is about, its text."""

    title: str
    kind: str
    address: str
    about: str
    told: str


def index_name(language: Language) -> str:
    """The file of the index of one language."""
    return f"search-{language}.js"


def render_search(language: Language = "en") -> str:
    """The page that asks the index."""
    return frame(
        {one: text(one, "site.search.title") for one in LANGUAGES},
        {one: text(one, "page.tagline") for one in LANGUAGES},
        [_body(view) for view in views_of(language, SEARCH)],
        {one: text(one, "page.footer", version=VERSION) for one in LANGUAGES},
        language,
        part("search.css"),
        part("search.js"),
        site=SEARCH,
    )


def _body(view: View) -> Html:
    def say(key: str, **values: object) -> str:
        return text(view.language, f"site.search.{key}", **values)

    field = f"{view.prefix}words"
    told = {f"data_{name}": say(name) for name in ("none", "wait", "failed")}
    return tag(
        "div",
        tag("h1", say("title")),
        tag("p", say("how"), class_="lede"),
        tag("noscript", tag("p", say("no_script"))),
        tag(
            "p",
            tag("label", say("label"), for_=field),
            tag("input", type="search", id_=field, autocomplete="off", maxlength=200),
            tag("span", role="status", data_told=say("found", count="#"), **told),
            class_="find",
        ),
        tag("p", class_="kinds"),
        tag("ol", class_="found"),
        tag("p", class_="more"),
        lang=view.language,
        class_=f"in-{view.language}",
        data_index=index_name(view.language),
        data_all=say("all"),
        data_more=say("more"),
    )


def render_index(pages: Mapping[str, str], language: Language, opens: Language) -> str:
    """The index of one language over `pages`, as a script that sets it; each word leads to the entries that hold it."""
    trees = {name: fromstring(html) for name, html in pages.items() if name.endswith(".html") and name != LAB}
    entries = [one for name, tree in trees.items() for one in _entries(name, tree, language, opens)]
    holding: dict[str, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        for word in {*_words(entry.title), *_words(entry.told)}:
            holding[word].append(at)
    words = sorted(holding)
    found = {
        "entries": [[one.title, one.kind, one.address, one.about] for one in entries],
        "words": " ".join(words),
        "at": " ".join(_written(holding[word]) for word in words),
    }
    held = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return f"window.treguaIndex = {{...window.treguaIndex, {language}: {held}}};\n"


def _words(told: str) -> list[str]:
    return re.findall(r"\w+", plain(told))


def _written(places: list[int]) -> str:
    """Rising numbers by how far each is from the one before."""
    return ",".join(str(here - before) for here, before in zip(places, [0, *places], strict=False))


def _entries(name: str, tree: Element, language: Language, opens: Language) -> Iterator[Entry]:
    body = next((one for one in tree.iterfind(".//main/div") if one.get("lang") == language), None)
    if body is None:
        return
    prefix = "" if language == opens else f"{language}-"
    menu = next(one for one in tree.iter("nav") if one.get("lang") == language)
    kind = next((_said(one) for one in menu.iter("a") if one.get("aria-current") == "page"), "")
    lede = next((one for one in body.iter("p") if one.get("class") == "lede"), next(body.iter("p"), None))
    about = "" if lede is None else _short(_said(lede))
    yield Entry(_said(next(body.iter("h1"))), kind, page(name, prefix), about, _said(body))
    for one in body.iter():
        anchor = (one.get("id") or "").removeprefix(prefix)
        of = anchor.partition("-")[0]
        if of in ANCHORED and (of != "source" or name == LISTS):
            title, told = _heading(one), _said(one)
            about = _short(told.removeprefix(title.removesuffix(CUT)).strip(" ."))
            yield Entry(title, kind, f"{name}#{prefix}{anchor}", about, told)


def _heading(one: Element) -> str:
    """What a record begins with: its heading, the head of its row, or its first words."""
    return _short(_said(next((each for each in one.iter() if each.tag in HEADS), one)))


def _short(said: str) -> str:
    """The first words of a text."""
    return said if len(said) <= ABOUT else said[:ABOUT].rsplit(" ", 1)[0] + CUT


def _said(element: Element) -> str:
    """The text of an element; pieces that stand in different elements are words of their own."""
    return " ".join(" ".join(element.itertext()).split())
