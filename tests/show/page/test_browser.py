"""The page in a real Chromium: access, size, language without script, no request, paper."""

import re
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from browser import AXE, RULES, started
from playwright.sync_api import Browser, Page

from tregua.evidence.ledger import claims
from tregua.lab.scenario import PRESETS
from tregua.show.page.claims import render_claim
from tregua.show.page.evidence import render_ledger
from tregua.text import LANGUAGES, Language, text, texts

pytestmark = pytest.mark.page
WIDTHS = (360, 1366)
PAGES_AT_MOST = 5  # of eight policies


browser = pytest.fixture(scope="module")(started)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ledger") / "claims.html"
    path.write_text(render_ledger(), "utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def address(page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page, "utf-8")
    return path.as_uri()


def opened(browser: Browser, address: str, width: int, language: Language = "en", **options: Any) -> Page:
    """The page at a width, in a language chosen as a reader would."""
    tab = browser.new_page(viewport={"width": width, "height": 900}, **options)
    tab.goto(address)
    tab.click(f"label[for=language-{language}]")
    return tab


def unfold(tab: Page) -> None:
    tab.evaluate("document.querySelectorAll('details:not(.figure)').forEach(one => one.open = true)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(browser: Browser, address: str, width: int, language: Language) -> None:
    tab = opened(browser, address, width, language)
    unfold(tab)
    found = Axe().run(tab, options={"runOnly": RULES, "resultTypes": ["violations", "incomplete"]}).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    undecided = [(one["id"], node["html"]) for one in found["incomplete"] for node in one["nodes"]]
    of_signs = ("<text", '<span class="word"', '<span class="mark-of-evidence"')  # held by a test of their own
    assert [one for one in undecided if one[0] != "color-contrast" or not one[1].startswith(of_signs)] == []
    tab.locator(f"main > div[lang={language}] details.figure > summary").first.click()  # an account lies over others
    found = Axe().run(tab, options=AXE).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    tab.close()


def test_the_text_of_charts_has_contrast_that_axe_cannot_decide(browser: Browser, address: str) -> None:
    tab = opened(browser, address, 1366)
    fills = tab.evaluate("[...new Set([...document.querySelectorAll('.fan text')].map(t => getComputedStyle(t).fill))]")
    assert len(PRESETS) <= len(fills) <= len(PRESETS) + 1  # a policy that moves nothing shown has no label of its own
    for fill in fills:
        assert contrast_on_white(fill) >= 4.5
    assert contrast_on_white("rgb(119, 119, 119)") == pytest.approx(4.48, abs=0.01)
    tab.close()


def test_signs_of_one_letter_have_contrast_that_axe_cannot_decide(browser: Browser, address: str) -> None:
    tab = opened(browser, address, 1366)
    for class_ in ("word", "mark-of-evidence"):
        script = f"[...new Set([...document.querySelectorAll('.{class_}')].map(t => getComputedStyle(t).color))]"
        colours = tab.evaluate(script)
        assert colours and all(contrast_on_white(colour) >= 7 for colour in colours)
    tab.close()


def contrast_on_white(colour: str) -> float:
    """WCAG 2.2: (1 + 0.05) / (L + 0.05), L the relative luminance."""
    channels = [int(one) / 255 for one in re.findall(r"\d+", colour)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 360, 683, 1366])
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, width: int, language: Language) -> None:
    tab = opened(browser, address, width, language)
    unfold(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def test_no_request_but_the_file_itself(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address)
    tab.click("label[for=language-es]")
    tab.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    tab.close()


def test_the_language_changes_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    heading = {language: tab.locator(f"main > div[lang={language}] h1") for language in LANGUAGES}
    assert heading["en"].is_visible() and not heading["es"].is_visible()
    for language, other in (("es", "en"), ("en", "es"), ("es", "en")):
        tab.click(f"label[for=language-{language}]")
        assert tab.locator(f"main > div[lang={language}]").is_visible()
        assert not tab.locator(f"main > div[lang={other}]").is_visible()
        assert texts(language)["page.nav.verdict"] in tab.inner_text("main")
    context.close()


def test_the_keyboard_reaches_content_and_language(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(address)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#content"
    skip = tab.locator(".skip.in-en").bounding_box()
    assert skip is not None and skip["x"] >= 0
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowRight")
    assert tab.locator("main > div[lang=es]").is_visible()
    tab.close()


@pytest.mark.parametrize(("width", "height", "rows"), [(1366, 768, 5), (360, 740, 3)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_screen_gives_finding_figures_and_chart(
    browser: Browser, address: str, width: int, height: int, rows: int, language: Language
) -> None:
    tab = browser.new_page(viewport={"width": width, "height": height})
    tab.goto(address)
    tab.click(f"label[for=language-{language}]")
    main = tab.locator(f"main > div[lang={language}]")
    shown = [one for one in main.locator("table.glance tbody tr").all() if one.is_visible()]
    assert len(shown) == rows
    charts = [one for one in main.locator("figure.chart svg").all() if one.is_visible()]
    assert len(charts) == 1
    for part in [main.locator("h1"), *shown, *charts]:
        box = part.bounding_box()
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height
    tab.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_figure_opens_its_account_in_place_and_one_at_a_time(browser: Browser, address: str, width: int) -> None:
    tab = opened(browser, address, width)
    figures = tab.locator("main > div[lang=en] table.glance details")
    for at in (0, 1):
        figures.nth(at).locator("summary").first.click()
        assert [one.is_visible() for one in figures.locator("> .account").all()].count(True) == 1
        account = figures.nth(at).locator("> .account")
        box = account.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert "tregua why" in account.inner_text()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def test_the_whole_table_leads_back_to_the_account_on_the_first_screen(browser: Browser, address: str) -> None:
    tab = opened(browser, address, 1366)
    tab.click("#section-verdict > summary")
    link = tab.locator("#section-verdict td > a").first
    target = tab.locator(f"[id='{(link.get_attribute('href') or '').removeprefix('#')}']")
    link.click()
    assert target.is_visible()
    tab.close()


def test_labels_of_charts_keep_their_size_on_a_phone(browser: Browser, address: str) -> None:
    tab = opened(browser, address, 360)
    tab.click("#section-paths > summary")
    seen = 0
    for chart in tab.locator("main > div[lang=en] svg.fan").all():
        if chart.is_visible():
            box = chart.bounding_box()
            assert box is not None and round(box["width"]) == 320
            seen += 1
    assert seen > 5
    tab.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_few_pages(browser: Browser, address: str, language: Language) -> None:
    tab = opened(browser, address, 1366, language)
    pdf = tab.pdf(prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= PAGES_AT_MOST
    tab.close()


@pytest.fixture(scope="module")
def claim(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("claim") / "C4.html"
    path.write_text(render_claim(claims()["C4"]), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["ledger", "claim"])
def test_what_is_known_is_accessible(
    browser: Browser, kind: str, width: int, language: Language, request: pytest.FixtureRequest
) -> None:
    tab = opened(browser, request.getfixturevalue(kind), width, language)
    kinds = ".record, .card, tbody tr, .sources li"  # four of each kind tell as much as hundreds
    tab.evaluate(f"document.querySelectorAll(':is({kinds}):nth-of-type(n + 5)').forEach(one => one.remove())")
    unfold(tab)
    found = Axe().run(tab, options=AXE).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    tab.close()


@pytest.mark.parametrize("kind", ["ledger", "claim"])
def test_nothing_that_is_known_is_wider_than_the_smallest_screen(
    browser: Browser, kind: str, request: pytest.FixtureRequest
) -> None:
    tab = opened(browser, request.getfixturevalue(kind), 320, "es")
    unfold(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    tab.close()


def test_a_card_leads_to_the_evidence_and_unfolds_it(browser: Browser, ledger: str) -> None:
    tab = opened(browser, ledger, 1366, "es")
    record = tab.locator("[id=es-claim-C4]")
    assert not record.is_visible()
    tab.click(".card a[href='#es-claim-C4']")
    assert record.is_visible() and tab.evaluate("document.documentElement.lang") == "es"
    tab.close()


def test_verdicts_are_chosen_without_a_script(browser: Browser, ledger: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(ledger)
    shown = tab.locator("main > div[lang=en] .card:visible")
    assert shown.count() == len(claims()) and not tab.locator("main > div[lang=en] .find").is_visible()
    tab.click("label[for=show-supported]")
    assert shown.count() == tab.locator("main > div[lang=en] .card.supported").count() > 0
    context.close()


def test_search_keeps_what_has_the_words_whatever_their_accents(browser: Browser, ledger: str) -> None:
    tab = opened(browser, ledger, 1366, "es")
    field = tab.locator("[id=es-find-words]")
    field.fill("EXTRADICION")
    cards = tab.locator("main > div[lang=es] .card:visible")
    assert 0 < cards.count() < len(claims())
    assert "C10." in " ".join(cards.all_inner_texts())
    found = tab.locator("main > div[lang=es] [role=status]").inner_text()
    assert found == text("es", "ledger.found_records", count=tab.locator("div[lang=es] .record:not([hidden])").count())
    field.fill("zzzz")
    assert cards.count() == 0
    field.fill("")
    assert cards.count() == len(claims())
    tab.close()
