"""What every page must be, and how tests read one."""

import re
from base64 import b64encode
from hashlib import sha256
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


def leads_out(element: Element) -> bool:
    """A link to another site, followed by a reader and by nobody else; that site learns nothing of the page."""
    address, told = element.get("href", ""), {"noopener", "noreferrer", "external"}
    return (
        element.tag == "a"
        and address.startswith(("https://", "http://"))
        and set(element.get("rel", "").split()) == told
    )


def check_self_contained(page: str, tree: Element, limit: int, script: str = "") -> None:
    """One file, small enough, without handler, request or script but the one whose hash its policy names."""
    assert page.startswith("<!DOCTYPE html>") and len(page.encode()) < limit
    assert [one.text for one in tree.findall(".//script") if one.get("type") is None] == ([script] if script else [])
    assert "url(" not in page and "@import" not in page
    policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None and policy.attrib["content"].startswith(POLICY)
    digest = f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" if script else ""
    assert policy.attrib["content"].partition("; script-src ")[2] == digest
    for element in tree.iter():
        assert not [one for one in element.attrib if one.startswith("on") or one in ("src", "srcset", "action")]
        assert element.get("href", "#").startswith(("#", "data:,")) or leads_out(element)


def check_links(tree: Element) -> None:
    """No anchor stands twice, and every link leads to one of its own language."""
    anchors = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(anchors) == len(set(anchors))
    for language in LANGUAGES:
        inside = {element.get("id") for element in part(tree, language).iter()}
        found = [element for element in part(tree, language).iter("a") if not leads_out(element)]
        links = {element.attrib["href"].removeprefix("#") for element in found}
        assert links and links <= inside
