"""How tests hold pages of the site to what every page must be, as text and in a Chromium."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from axe_playwright_python.sync_playwright import Axe
from browser import AXE
from pages import leads_out
from playwright.sync_api import Browser

from tregua.show.site.pages import Files, files_of
from tregua.text import Language

LIMIT = 300_000  # bytes, both languages together
SEEN: tuple[tuple[int, Language], ...] = ((360, "es"), (1366, "en"))
SHORTER = ", ".join(f"main > div {one}:nth-of-type(n + 4)" for one in ("tr", "li", "figure", "section", "pre"))


@cache
def _site() -> Files:
    return files_of("en")


def made(names: Iterable[str]) -> dict[str, str]:
    """Files of the site that opens in English, each made once for all tests of a process."""
    return {name: _site()[name]() for name in names}


def trees_of(pages: Mapping[str, str]) -> dict[str, Element]:
    """Pages as trees; each must be well formed and small enough."""
    assert {name: len(page.encode()) for name, page in pages.items() if len(page.encode()) > LIMIT} == {}
    return {name: fromstring(page) for name, page in pages.items()}


def anchored(tree: Element, anchor: str, language: Language = "en") -> Element:
    """What stands under an anchor in one language, in a page that opens in English."""
    prefix = "" if language == "en" else f"{language}-"
    (found,) = tree.findall(f".//*[@id='{prefix}{anchor}']")
    return found


def spaced(sentence: str) -> str:
    """A sentence as `said` gives it: of hard spaces and others each one plain."""
    return " ".join(sentence.split())


def addresses(element: Element) -> list[str]:
    """Where the links of an element lead, but for those to other sites."""
    return [one.attrib["href"] for one in element.iter("a") if not leads_out(one)]


def check_in_browser(browser: Browser, folder: Path, pages: Mapping[str, str], names: Iterable[str]) -> None:
    """Axe finds nothing, nothing scrolls sideways, nothing is told on the console."""
    for name in names:
        path = folder / name
        path.write_text(pages[name], "utf-8")
        for width, language in SEEN:
            tab = browser.new_page(viewport={"width": width, "height": 900})
            told: list[str] = []
            tab.on("console", lambda message, told=told: told.append(message.text))
            tab.on("pageerror", lambda error, told=told: told.append(str(error)))
            tab.goto(f"{path.as_uri()}{'#es-top' if language == 'es' else ''}")
            assert tab.evaluate("document.documentElement.lang") == language
            tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            tab.evaluate(f"document.querySelectorAll('{SHORTER}').forEach(one => one.remove())")
            tab.evaluate(f"document.querySelector('main > div:not([lang={language}])').remove()")
            found = Axe().run(tab, options=AXE).response
            assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == [], (name, width)
            assert told == [], name
            tab.close()
