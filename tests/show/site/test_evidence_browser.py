"""A page of each kind of the evidence wing in a real Chromium: access, width, time, search, files, forest plot."""

from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from browser import AXE
from playwright.sync_api import Browser, Page
from site_pages import made

from tregua.evidence import ledger
from tregua.text import LANGUAGES, Language

pytestmark = [pytest.mark.page, pytest.mark.xdist_group("site")]
SECOND = 1000.0  # milliseconds
LISTS = ("claims", "map", "promises", "estimates", "series", "levers", "sources")
MOST = {
    "claim": max(ledger.claims(), key=lambda name: len(ledger.claims()[name].estimates)),
    "promise": max(ledger.promises(), key=lambda name: len(ledger.promises()[name].record)),
    "estimate": ledger.pools()["opioid_agonist_deaths"].estimates[0],
    "series": max(ledger.series(), key=lambda name: len(ledger.series()[name].points)),
    "lever": "eradication",
    "sources": "p",
}
ALIKE = ":is(.batch, .sources, .sides ul) > li:nth-child(n + 12), .record:nth-of-type(n + 8), .map tr:nth-child(n + 8)"
PAGES = [f"{name}.html" for name in LISTS]
PAGES += [f"claim-{next(iter(ledger.reported()))}.html", *(f"{kind}-{name}.html" for kind, name in MOST.items())]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site")
    for name, page in made(PAGES).items():
        (path / name).write_text(page, "utf-8")
    return path


def opened(browser: Browser, folder: Path, name: str, width: int, language: Language) -> Page:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto((folder / name).as_uri() + ("" if language == "en" else f"#{language}-top"))
    assert tab.evaluate("() => document.documentElement.lang") == language
    return tab


@pytest.mark.parametrize(("width", "language"), [(1366, "en"), (360, "es")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str, width: int, language: Language) -> None:
    """Of lists, the first entries: the others are made alike."""
    tab = opened(browser, folder, name, width, language)
    tab.evaluate("(alike) => document.querySelectorAll(alike).forEach((one) => one.remove())", ALIKE)
    tab.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found = Axe().run(tab, options=AXE).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    tab.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone_or_slower_than_a_second(browser: Browser, folder: Path, name: str) -> None:
    times = []
    for language in LANGUAGES:
        tab = opened(browser, folder, name, 360, language)
        tab.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert tab.evaluate("() => document.documentElement.scrollWidth") <= 360
        times.append(tab.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd"))
        tab.close()
    assert min(times) <= SECOND


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_leaves_what_has_the_words(browser: Browser, folder: Path, language: Language) -> None:
    words = {"en": "methadone buprenorphine", "es": "metadona buprenorfina"}[language]
    tab = opened(browser, folder, "estimates.html", 1366, language)
    tab.locator(f"main > div[lang={language}] .find input").fill(words)
    shown = tab.locator(f"main > div[lang={language}] .batch > li:visible").all_inner_texts()
    plain = [one.intervention.model_dump()[language].lower() for one in ledger.estimates().values()]
    assert len(shown) >= sum(all(word in one for word in words.split()) for one in plain) > 0
    assert all(all(word in one.lower() for word in words.split()) for one in shown)
    assert str(len(shown)) in tab.locator(f"main > div[lang={language}] [role=status]").inner_text()
    tab.close()


def test_the_claims_can_be_searched_and_chosen_by_verdict(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "claims.html", 1366, "en")
    tab.locator("main > div[lang=en] .find input").fill("extradition")
    assert 0 < tab.locator("main > div[lang=en] .card:visible").count() < len(ledger.claims())
    tab.locator("main > div[lang=en] .find input").fill("radition")
    assert tab.locator("main > div[lang=en] .card:visible").count() == 0
    tab.locator("main > div[lang=en] .find input").fill("")
    tab.locator("label[for=show-supported]").click()
    shown = tab.locator("main > div[lang=en] .verdicts:not(.figures) > .card:visible")
    assert shown.count() == tab.locator("main > div[lang=en] .card.supported").count() > 0
    tab.close()


def test_search_and_choice_together_count_what_is_shown(browser: Browser, folder: Path) -> None:
    for name, record, choice in (("claims", ".card", "mixed"), ("promises", ".record", "partly")):
        tab = opened(browser, folder, f"{name}.html", 1366, "en")
        shown, told = (tab.locator(f"main > div[lang=en] {one}") for one in (f"{record}:visible", "[role=status]"))
        tab.locator("main > div[lang=en] .find input").fill("drug")
        found = shown.count()
        assert told.inner_text().startswith(f"{found} ")
        tab.locator(f"label[for=show-{choice}]").click()
        assert 0 < shown.count() < found and told.inner_text().startswith(f"{shown.count()} ")
        tab.locator("label[for=show-all]").click()
        assert told.inner_text().startswith(f"{found} ")
        tab.close()


def test_promises_can_be_chosen_by_status_and_opened_by_their_address(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "promises.html", 1366, "en")
    tab.locator("label[for=show-kept]").click()
    expected = sum(one.status == "kept" for one in ledger.promises().values())
    assert tab.locator("main > div[lang=en] .record:visible").count() == expected
    tab.goto((folder / "promises.html").as_uri() + "#es-promise-E2")
    tab.reload()
    assert tab.evaluate("() => document.getElementById('es-promise-E2').open")
    tab.close()


def test_heads_of_the_map_stay_in_sight_on_a_phone(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "map.html", 360, "es")
    box = tab.locator("main > div[lang=es] .wide")
    box.evaluate("(one) => one.scrollBy(0, 900)")
    head, around = (one.bounding_box() for one in (box.locator("thead th").nth(1), box))
    assert head and around and abs(head["y"] - around["y"]) <= 2
    tab.close()


def test_estimates_are_folded_and_open_where_they_are_found(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "estimates.html", 360, "en")
    assert tab.evaluate("() => document.documentElement.scrollHeight") <= 5000
    tab.locator("main > div[lang=en] .find input").fill("methadone")
    shown = tab.locator("main > div[lang=en] .heap:visible")
    assert shown.count() and all(one.evaluate("(one) => one.open") for one in shown.all())
    tab.close()


def test_a_series_can_be_saved_and_a_mark_of_the_forest_leads_to_its_estimate(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, f"series-{MOST['series']}.html", 1366, "es")
    with tab.expect_download() as saved:
        tab.locator("main > div[lang=es] a[download]").last.click()
    assert saved.value.suggested_filename == f"{MOST['series']}.comma.csv"
    assert Path(saved.value.path()).read_bytes().startswith(b"\xef\xbb\xbf# ")
    tab.close()
    tab = opened(browser, folder, f"estimate-{MOST['estimate']}.html", 1366, "en")
    mark = tab.locator("main > div[lang=en] .forest.on-wide a").first
    mark.focus()
    assert mark.evaluate("(one) => one === document.activeElement")
    assert mark.get_attribute("href") in {f"estimate-{name}.html" for name in ledger.estimates()}
    tab.close()
