"""How tests hold pages of the site to what every page must be, as text and in a Chromium."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from axe_playwright_python.sync_playwright import Axe
from browser import RULES
from pages import leads_out, part
from playwright.sync_api import Browser

from tregua.text import LANGUAGES, Language

LIMIT = 300_000  # bytes, both languages together
SEEN: tuple[tuple[int, Language], ...] = ((360, "es"), (1366, "en"))
SHORTER = ", ".join(f"main > div {one}:nth-of-type(n + 4)" for one in ("tr", "li", "figure", "section", "pre"))


def made(files: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Every page of a wing."""
    return {name: make() for name, make in files.items()}


def trees_of(pages: Mapping[str, str]) -> dict[str, Element]:
    """Pages as trees; each must be well formed and small enough."""
    assert {name: len(page.encode()) for name, page in pages.items() if len(page.encode()) > LIMIT} == {}
    return {name: fromstring(page) for name, page in pages.items()}


def anchored(tree: Element, anchor: str, language: Language = "en") -> Element:
    """What stands under an anchor in one language, in a page that opens in English."""
    prefix = "" if language == "en" else f"{language}-"
    (found,) = tree.findall(f".//*[@id='{prefix}{anchor}']")
    return found


def check_links(trees: Mapping[str, Element]) -> None:
    """No anchor stands twice; a link within the wing leads to an anchor there, in its own language."""
    ids = {name: [one.attrib["id"] for one in tree.iter() if "id" in one.attrib] for name, tree in trees.items()}
    assert [name for name, listed in ids.items() if len(listed) != len({*listed})] == []
    broken = []
    for name, tree in trees.items():
        for language in LANGUAGES:
            for address in addresses(part(tree, language)):
                file, _, anchor = address.partition("#")
                known = ids.get(file or name)
                if (
                    known is not None
                    and anchor
                    and (anchor not in known or (language == "es") != anchor.startswith("es-"))
                ):
                    broken.append((name, address))
    assert broken == []


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
            found = Axe().run(tab, options={"runOnly": RULES}).response
            assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == [], (name, width)
            assert told == [], name
            tab.close()
