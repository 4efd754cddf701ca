"""What every page must be, and how tests read one."""

import re
from xml.etree.ElementTree import Element

from tregua.text import LANGUAGES, Language

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def part(tree: Element, language: Language) -> Element:
    """The main content in one language."""
    (found,) = tree.findall(f".//main/div[@lang='{language}']")
    return found


def said(element: Element) -> str:
    """All text of an element, spaces made one."""
    return re.sub(r"\s+", " ", " ".join(element.itertext()))


def check_self_contained(page: str, tree: Element, limit: int) -> None:
    """One file, small enough, without script, handler or request."""
    assert page.startswith("<!DOCTYPE html>") and len(page.encode()) < limit
    assert not tree.findall(".//script")
    assert "url(" not in page and "@import" not in page
    policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None and policy.attrib["content"].startswith(POLICY)
    for element in tree.iter():
        assert not [one for one in element.attrib if one.startswith("on") or one in ("src", "srcset", "action")]
        assert element.get("href", "#").startswith(("#", "data:,"))


def check_links(tree: Element) -> None:
    """No anchor stands twice, and every link leads to one of its own language."""
    anchors = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(anchors) == len(set(anchors))
    for language in LANGUAGES:
        inside = {element.get("id") for element in part(tree, language).iter()}
        links = {element.attrib["href"].removeprefix("#") for element in part(tree, language).iter("a")}
        assert links and links <= inside
