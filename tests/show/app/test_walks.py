"""Five tasks as a user does them, by clicks and keys: the change, its chance, its source, sharing, an assumption."""

import re
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from live import opened, ready
from playwright.sync_api import Browser, Page

from tregua.show.app.page import DRAWS
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.page
POLICY = "s=as-observed~emergency=0.5&o=custody_deaths.COL&y=2032"  # one reading: a chance of its own


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1366])
def test_five_tasks(browser: Browser, file: Path, width: int, language: Language) -> None:
    tab = opened(browser, file, f"{POLICY}&l={language}", width)
    figure = tab.locator("#verdict tr.chosen button.figure")
    _find_the_change_and_its_chance(tab, figure.inner_text(), language)
    _find_its_source(tab, language)
    _share(browser, file, tab, width)
    before = figure.inner_text()
    _change_an_assumption(tab, language)
    assert figure.inner_text() != before
    tab.close()


def _find_the_change_and_its_chance(tab: Page, figure: str, language: Language) -> None:
    size, *told = figure.splitlines()
    assert re.match(r"[+−]\d", size)
    interval = re.search(r"\[[+−][\d.,]+; [+−][\d.,]+\]", " ".join(told))
    chance = re.search(r"[<>]?\d+\s%", " ".join(told))
    assert interval and chance
    tab.wait_for_function("size => byId('said').textContent.includes(size)", arg=size)
    said = tab.inner_text("#said")
    assert interval[0] in said and chance[0] in said and "2032" in said


def _find_its_source(tab: Page, language: Language) -> None:
    tab.locator("#verdict tr.chosen button.figure").click()
    told = tab.inner_text("#account")
    assert text(language, "app.behind") in told and text(language, "app.tested") in told and f"{DRAWS} futur" in told
    links = tab.locator("#account a[href^=http]")
    assert links.count() > 0 and links.first.inner_text()
    tab.keyboard.press("Escape")


def _share(browser: Browser, file: Path, tab: Page, width: int) -> None:
    tab.click("#copy-link")
    link = tab.input_value("#link")
    again = opened(browser, file, link.partition("#")[2], width)
    for part in ("#verdict", "#chart-title", "#cursor"):
        assert again.inner_text(part) == tab.inner_text(part)
    again.close()


def _change_an_assumption(tab: Page, language: Language) -> None:
    tab.click("#assumptions-title")
    tab.fill("#find", "custody_mortality")
    field = tab.locator("[data-assume=custody_mortality]")
    field.fill(field.get_attribute("placeholder") or "")
    field.press("Enter")
    ready(tab)
    for part in ("#verdict caption", "#assumptions"):
        assert "custody_mortality" not in tab.inner_text(part)  # its name, not its key
    assert tab.locator("#assumptions li").count() == 1
    assert "--assume custody_mortality=" in (tab.text_content("#command") or "")
