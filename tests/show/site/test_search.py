"""Search: what is indexed, and the page that asks the index, in a browser without a network."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from browser import AXE
from playwright.sync_api import Browser, Page, expect

from tregua.evidence import ledger
from tregua.regimes.load import load_rules
from tregua.show.page.claims import render_claim
from tregua.show.page.law import render_regime
from tregua.show.site.search import SEARCH, index_name, render_index, render_search
from tregua.show.words.search import plain
from tregua.text import LANGUAGES, Language, text

CLAIMS = ("C1", "C4", "C14")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    claims = {f"claim-{one}.html": render_claim(ledger.claims()[one], "en", "claims.html") for one in CLAIMS}
    return {**claims, "regime-petro_2022.html": render_regime(load_rules("petro_2022"), "en", "law.html")}


@pytest.fixture(scope="module")
def folder(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("site")
    indexes = {index_name(one): render_index(pages, one, "en") for one in LANGUAGES}
    for name, content in {**pages, **indexes, SEARCH: render_search()}.items():
        (there / name).write_text(content, "utf-8")
    return there


def index_of(pages: dict[str, str], language: Language) -> dict[str, Any]:
    written = re.fullmatch(
        r"window\.treguaIndex = \{\.\.\.window\.treguaIndex, \w\w: (.*)\};\n", render_index(pages, language, "en")
    )
    assert written
    return json.loads(written[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_page_leads_to_it(pages: dict[str, str], language: Language) -> None:
    index = index_of(pages, language)
    at, lists = {}, [[int(one) for one in each.split(",")] for each in index["at"].split(" ")]
    for word, steps in zip(index["words"].split(" "), lists, strict=True):
        at[word] = {sum(steps[: end + 1]) for end in range(len(steps))}
    for name, page in pages.items():
        body = next(one for one in fromstring(page).iterfind(".//main/div") if one.get("lang") == language)
        where = [
            number for number, (_, _, address, _) in enumerate(index["entries"]) if address.partition("#")[0] == name
        ]
        for word in re.findall(r"\w+", plain(" ".join(body.itertext()))):
            assert where[0] in at[word], (name, word)


def test_a_row_of_a_law_is_found_by_itself_and_a_source_where_it_is_cited_is_not(pages: dict[str, str]) -> None:
    addresses = [one[2] for one in index_of(pages, "es")["entries"]]
    rows = {f"regime-petro_2022.html#es-row-{one.id}" for one in load_rules("petro_2022").rules}
    assert rows <= {*addresses} and not [one for one in addresses if "source" in one]
    assert {f"claim-{one}.html#es-top" for one in CLAIMS} <= {*addresses}


# --- the page ---------------------------------------------------------------------------------------------------------


def opened(browser: Browser, folder: Path, fragment: str = "") -> Page:
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda sent: asked.append(sent.url))
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    tab.goto(f"{(folder / SEARCH).as_uri()}{fragment}")
    assert all(one.startswith(("file:", "data:")) for one in asked)
    return tab


def test_words_find_what_holds_all_of_them_its_title_first(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder)
    tab.keyboard.press("Tab")
    field = tab.locator("#words")
    field.press_sequentially("extradit REOFF")
    found = tab.locator(".in-en .found li")
    expect(found.first).to_be_visible()
    count = found.count()
    assert text("en", "site.search.found", count=count) in tab.inner_text(".in-en [role=status]")
    field.fill("extradit")
    kinds = tab.locator(".in-en .kinds button")
    expect(kinds).to_have_count(3)  # all, law, evidence
    assert kinds.first.get_attribute("aria-pressed") == "true"
    for number in (1, 2):
        kinds.nth(number).click()
        assert found.count() == int(re.findall(r"\d+", kinds.nth(number).inner_text())[-1])
    field.fill("extradit reoff zzzz")
    expect(tab.locator(".in-en [role=status]")).to_have_text(text("en", "site.search.none"))
    assert found.count() == 0
    field.fill("")
    expect(tab.locator(".in-en [role=status]")).to_have_text("")


def test_the_address_keeps_the_words_and_the_language(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "#es-q=extradici%C3%B3n")
    found = tab.locator(".in-es .found a")
    expect(found.first).to_be_visible()
    spanish = found.count()
    assert all("#es-" in (one.get_attribute("href") or "") for one in found.all())
    tab.click("label[for=language-en]")
    expect(tab).to_have_url(re.compile(r"search\.html#q=extradici%C3%B3n$"))
    tab.click("label[for=language-es]")
    expect(tab).to_have_url(re.compile(r"#es-q=extradici%C3%B3n$"))
    tab.locator("#es-words").fill("extradicion")
    expect(found).to_have_count(spanish)  # accents are no matter
    found.first.click()
    expect(tab.locator("h1:visible")).to_be_visible()
    assert tab.evaluate("() => document.documentElement.lang") == "es"


@pytest.mark.parametrize(
    "fragment", ["#q=%", "#es-q=%3Cimg%20src%3Dx%20onerror%3D1%3E", "#q=" + "a" * 5000, "#q=.*%5B("]
)
def test_a_damaged_address_harms_nothing(browser: Browser, folder: Path, fragment: str) -> None:
    tab = opened(browser, folder, fragment)
    assert tab.locator("img").count() == 0 and tab.locator(".found li").count() == 0


@pytest.mark.parametrize("width", [1366, 360])
def test_axe_finds_nothing_in_the_answer(browser: Browser, folder: Path, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab = opened(browser, folder, "#es-q=pena")
    tab.set_viewport_size({"width": width, "height": 800})
    expect(tab.locator(".in-es .found li").first).to_be_visible()
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= width
    assert [one["id"] for one in Axe().run(tab, options=AXE).response["violations"]] == []
