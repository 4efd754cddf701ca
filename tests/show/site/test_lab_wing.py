"""The laboratory in the site: a small page, what it loads beside it, and links to the pages of its records."""

from pathlib import Path

import pytest
from live import ready
from playwright.sync_api import Browser, Page
from site_pages import made

from tregua.lab.model import lab
from tregua.show.app.page import BESIDE
from tregua.show.places import LAB, address
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.xdist_group("site")  # whose processes make each page once


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("site")
    for name, content in made((LAB, BESIDE)).items():
        (there / name).write_text(content, "utf-8")
    return there


def test_the_page_holds_no_data_and_says_the_opening_answer_without_a_script(folder: Path) -> None:
    page = (folder / LAB).read_text("utf-8")
    assert len(page.encode()) < 100_000 and "<noscript>" in page and text("es", "app.no_script") in page


@pytest.fixture(scope="module")
def tab(browser: Browser, folder: Path) -> Page:
    page = browser.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto((folder / LAB).as_uri())
    ready(page)
    return page


def led(tab: Page, where: str) -> list[str]:
    """Where the links to pages of records lead that stand in a part of the page."""
    found = [one.get_attribute("href") for one in tab.locator(f"{where} a.page").all()]
    return [one for one in found if one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_levers_figures_and_numbers_lead_to_their_pages(tab: Page, language: Language) -> None:
    tab.click(f"label[for=language-{language}]")
    prefix = "" if language == "en" else "es-"
    of_lever = led(tab, "[data-lever=jobs]")
    assert of_lever[0] == address("lever", "jobs", prefix)
    assert of_lever[1:] == [address("estimate", one.id, prefix) for one in lab().behind(lab().levers["jobs"])]
    tab.evaluate("() => document.querySelector('#verdict .figure').click()")
    of_figure = led(tab, "#account")
    assert address("outcome", "homicides", prefix) in of_figure
    observed = [one.id for one in lab().series.values() if (one.outcome, one.place) == ("homicides", "COL")]
    assert {address("series", one, prefix) for one in observed} <= {*of_figure}
    tab.evaluate("() => document.getElementById('account').close()")
    tab.evaluate("() => { document.getElementById('assume-box').open = true; }")
    tab.fill("#find", "eradication_effect")
    assert led(tab, "#found") == [address("parameter", "eradication_effect", prefix)]
