"""The whole site, followed link by link: nothing dead, unreached or without a source, no language in the other."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, fromstring

import pytest
from pages import leads_out
from site_pages import made

from tregua.catalogue.read import sources
from tregua.catalogue.record import Source
from tregua.models.find import load_model, model_names
from tregua.show.places import LAB
from tregua.show.site.pages import files_of
from tregua.show.site.search import SEARCH
from tregua.show.words import source as of_source
from tregua.show.words.search import plain
from tregua.text import LANGUAGES, Language

pytestmark = pytest.mark.xdist_group("site")  # whose processes make each page once

KILOBYTES = 300
STATES = {LAB, SEARCH, "decide.html"}  # what stands after # in their address is a state, not a place
OURS = {
    "map.html",
    "backtest.html",
    "learnt.html",
    "gaps",
    "gaps.html",
    "guide.html",
}  # whose figures are counted or computed here
WORDS = {
    "en": r"\b(el|los|las|que|una|del|para|por|con|según|esta?|más)\b",
    "es": r"\b(the|of|and|with|which|from|were|are|was|is|that|not|for|by|an)\b",
}
"""Words that hardly stand in a text of a language, of the other one."""
NAMED = r"https?://\S+|“[^”]*”|«[^»]*»|\"[^\"]*\"|\b(el salvador|los angeles)\b"
"""Addresses, what is quoted, and places that are called so in both languages."""


class Link(NamedTuple):
    """Where a link stands, where it leads, and in which language it is read."""

    page: str
    to: str
    fragment: str
    language: str | None


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return made(files_of("en"))


@pytest.fixture(scope="module")
def trees(files: dict[str, str]) -> dict[str, Element]:
    return {name: fromstring(content) for name, content in files.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def anchors(trees: dict[str, Element]) -> dict[str, list[str]]:
    return {name: [one.attrib["id"] for one in tree.iter() if "id" in one.attrib] for name, tree in trees.items()}


@pytest.fixture(scope="module")
def links(trees: dict[str, Element]) -> list[Link]:
    found = []
    for name, tree in trees.items():
        for block in [*tree.findall(".//main/*"), *tree.findall(".//header/*")]:
            for one in block.iter("a"):
                address = one.get("href", "")
                if not (address.startswith("data:") or leads_out(one)):
                    file, _, fragment = address.partition("#")
                    found.append(Link(name, file or name, unquote(fragment), block.get("lang")))
    return found


def bodies(tree: Element, language: Language) -> Iterator[Element]:
    for where in ("main", "header", "footer"):
        yield from (one for one in tree.findall(f".//{where}/*") if one.get("lang") == language)


def family(page: str) -> str:
    return page if page.count("-") == 0 else page.partition("-")[0]


# --- links ------------------------------------------------------------------------------------------------------------


def test_no_link_is_dead_and_no_anchor_stands_twice(
    links: list[Link], files: dict[str, str], anchors: dict[str, list[str]]
) -> None:
    assert len(links) > 10_000
    dead = [one for one in links if one.to not in files]
    dead += [one for one in links if one.fragment and one.to not in STATES and one.fragment not in anchors[one.to]]
    assert not dead
    assert not [name for name, found in anchors.items() if len(found) != len(set(found))]


def test_a_link_stays_in_its_language(links: list[Link]) -> None:
    inside = [one for one in links if one.to not in STATES]
    assert not [one for one in inside if (one.language == "es") != one.fragment.startswith("es-")]


def test_every_page_is_reached_from_the_first(links: list[Link], trees: dict[str, Element]) -> None:
    for language in LANGUAGES:
        seen, ahead = {LAB}, [LAB]
        leads: dict[str, set[str]] = {}
        for one in links:
            if one.language == language:
                leads.setdefault(one.page, set()).add(one.to)
        while ahead:
            new = leads.get(ahead.pop(), set()) - seen
            seen |= new
            ahead += new
        assert trees.keys() <= seen


def test_no_page_asks_anything_of_another_host(files: dict[str, str], trees: dict[str, Element]) -> None:
    for name, tree in trees.items():
        policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']")
        assert policy is not None and policy.attrib["content"].startswith("default-src 'none'"), name
        assert not [one for one in tree.iter() if {"src", "srcset", "action"} & one.attrib.keys()]
        assert not [one for one in tree.iter("link") if not one.attrib["href"].startswith("data:")]
    for name, content in files.items():
        assert not re.search(r"""\.src = ["'](https?:)?//""", content), name


def test_pages_are_small(files: dict[str, str], trees: dict[str, Element]) -> None:
    sizes = {name: len(files[name].encode()) for name in trees}
    assert max(sizes.values()) <= KILOBYTES * 1000, max(sizes, key=sizes.__getitem__)


# --- sources ----------------------------------------------------------------------------------------------------------


def test_from_every_figure_there_are_two_steps_to_its_source(
    trees: dict[str, Element], anchors: dict[str, list[str]]
) -> None:
    """A row with a figure cites, or leads to a page that lists sources, or stands on one that does; else it is ours."""
    sourced = {name for name, found in anchors.items() if any(one.startswith("source-") for one in found)}
    assert len(sourced) > 900
    bare = []
    for name, tree in trees.items():
        if name in sourced or family(name) in OURS:
            continue
        for body in bodies(tree, "en"):
            for one in body.iter("tr"):
                if re.search(r"\d", " ".join(said for cell in one.iter("td") for said in cell.itertext())):
                    to = {link.get("href", "").partition("#")[0] for link in one.iter("a")}
                    if not to & sourced:
                        bare.append((name, " ".join(one.itertext())[:80]))
    assert not bare


def test_a_source_says_where_it_can_be_found_as_the_catalogue_does(trees: dict[str, Element]) -> None:
    listed = {}
    for tree in trees.values():
        for one in tree.iter("li"):
            if (name := one.get("id", "")).startswith("source-"):
                listed[name.removeprefix("source-")] = [link.get("href") for link in one.iter("a") if leads_out(link)]
    assert len(listed) > 500
    for name, found in listed.items():
        wanted = [f"https://doi.org/{sources()[name].doi}"] if sources()[name].doi else []
        wanted += [sources()[name].url] if sources()[name].url else []  # type: ignore[list-item]
        assert found == wanted, name


# --- languages --------------------------------------------------------------------------------------------------------


def told(element: Element, language: Language) -> Iterator[str]:
    """What an element says in its language: nothing that is marked as of another, no code, title or list of sources."""
    skipped = element.tag in ("code", "pre", "script", "style", "em") or element.get("lang") not in (None, language)
    if skipped or re.match(r"(es-)?source-", element.get("id", "")):
        return
    yield element.text or ""
    for one in element:
        yield from told(one, language)
        yield one.tail or ""


def names_in(source: Source) -> list[str]:
    """Names and titles of a source, which are not translated."""
    written = [of_source.authors(source, "en"), *(one.family or one.literal or "" for one in source.authors)]
    return [one for one in (*written, source.title, source.container, source.publisher, source.genre) if one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_in_the_other_language_but_names_and_titles(
    trees: dict[str, Element], language: Language
) -> None:
    own = [source for name in model_names() for source in load_model(name).record.sources]
    names = {plain(one) for source in (*sources().values(), *own) for one in names_in(source)}
    known = sorted((one for one in names if re.search(WORDS[language], one)), key=len, reverse=True)
    wrong = []
    for name, tree in trees.items():
        for said in (piece for body in bodies(tree, language) for piece in told(body, language)):
            if len(re.findall(WORDS[language], said, re.IGNORECASE)) < 2:
                continue
            left = plain(said)
            for one in known:
                left = left.replace(one, "")
            left = re.sub(NAMED, "", left)
            if len(re.findall(WORDS[language], left, re.IGNORECASE)) >= 2:
                wrong.append((name, said.strip()[:100]))
    assert not wrong


# --- search -----------------------------------------------------------------------------------------------------------


def test_the_index_holds_every_page_but_the_laboratory(files: dict[str, str], trees: dict[str, Element]) -> None:
    for language in LANGUAGES:
        index = files[f"search-{language}.js"]
        assert not [name for name in trees.keys() - STATES if f'"{name}' not in index]
