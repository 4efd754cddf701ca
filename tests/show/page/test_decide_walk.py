"""The interview in a real Chromium: by keyboard to the answer of the command line, links, access, size."""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from browser import AXE, started
from playwright.sync_api import Browser, Page
from site_pages import made

from tregua.regimes.decide import decide
from tregua.regimes.load import load_rules, regimes
from tregua.show.site.law import files_of
from tregua.show.words.law import outcome_in_words
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.xdist_group("site")  # whose processes make each page once

pytestmark = pytest.mark.page
WALKS = [
    ("petro_2022", {"negotiated": True, "reoffended": False, "stopped_definitively": True}),
    ("ley_1908", {"group_type": "GAO", "subjection_date": "2019-03-04", "reoffended": False}),
]
LARGEST = 300_000
ERRORS: dict[Page, list[str]] = {}

browser = pytest.fixture(scope="module")(started)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("law")
    for name, content in made(files_of("en")).items():
        (path / name).write_text(content, "utf-8")
    return path


def opened(browser: Browser, folder: Path, fragment: str = "", width: int = 1366, file: str = "decide.html") -> Page:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    errors = ERRORS[tab] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(f"{(folder / file).as_uri()}#{fragment}" if fragment else (folder / file).as_uri())
    settled(tab)
    return tab


def settled(tab: Page) -> None:
    tab.wait_for_function("() => !document.querySelector('#interview[hidden], [aria-busy=true]')", timeout=30_000)
    assert ERRORS.get(tab, []) == []


def press_until(tab: Page, found: str, key: str = "Tab") -> None:
    """Press a key until what has the focus is found."""
    for _ in range(80):
        if tab.evaluate(f"() => document.activeElement.matches('{found}')"):
            return
        tab.keyboard.press(key)
    pytest.fail(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "known"), WALKS)
def test_by_keyboard_to_the_answer_of_the_command(
    browser: Browser, folder: Path, name: str, known: dict[str, object], language: Language
) -> None:
    tab = opened(browser, folder, "" if language == "en" else f"{language}-top")
    press_until(tab, "#first")
    for _ in range(regimes().index(name) + 1):
        tab.keyboard.press("ArrowDown")
    tab.wait_for_selector("form[data-fact]")
    press_until(tab, "form[data-fact] button")
    asked = []
    while tab.locator("form[data-fact]").count():
        fact = str(tab.get_attribute("form[data-fact]", "data-fact"))
        asked.append(fact)
        value = known.get(fact)
        if fact.endswith("_date") and value:
            press_until(tab, "input[type=date]")
            year, month, day = str(value).split("-")
            tab.keyboard.type(f"{month}{day}{year}")
        else:
            shown_as = "?" if value is None else str(value).lower() if isinstance(value, bool) else value
            press_until(tab, f'[data-value="{shown_as}"]')
        tab.keyboard.press("Enter")
        tab.wait_for_function("fact => document.querySelector('form')?.dataset.fact !== fact", arg=fact)
        assert tab.evaluate("() => document.activeElement.closest('#question') !== null")
    assert len(asked) == len({*asked}) and {*asked} >= known.keys()
    settled(tab)
    command = tab.inner_text("#results pre") or tab.text_content("#results pre") or ""
    facts = json.loads(re.findall("echo '(.*)' \\|", command)[0])
    assert facts == known and f"--regime {name} - --lang {language}" in command
    decision = decide(name, known)
    shown = " ".join(tab.locator("#results h3").all_inner_texts()).lower()
    for kind, outcome in decision.outcomes.items():
        assert outcome_in_words(kind, outcome, None, language).lower() in shown
    told = tab.inner_text("#results .first")
    assert text(language, "regimes.caveat.not_advice") in told
    again = opened(browser, folder, tab.evaluate("() => location.hash.slice(1)"))
    assert again.inner_text("#results") == tab.inner_text("#results")
    assert again.evaluate("() => document.documentElement.lang") == language
    again.close()
    tab.close()


def test_an_answer_is_changed_taken_back_and_forgotten(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=petro_2022&negotiated=true&reoffended=true")
    assert "reoffended=true" in tab.evaluate("() => location.hash")
    tab.locator("#answers button").first.click()
    assert tab.get_attribute("form", "data-fact") == "negotiated"
    tab.click('[data-value="false"]')
    assert "negotiated=false&reoffended=true" in tab.evaluate("() => location.hash")
    tab.click("#back")
    assert "reoffended" not in tab.evaluate("() => location.hash")
    tab.click("#again")
    assert tab.evaluate("() => location.hash") == "#regime=petro_2022"
    tab.close()


def test_an_answer_that_is_looked_at_again_may_stay_and_tells_no_count(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=petro_2022&negotiated=true&reoffended=true")
    before = tab.inner_text("#question")
    tab.locator("#answers button").first.click()
    shown = tab.inner_text("#question")
    assert text("en", "law.decide.left_one") not in shown and text("en", "law.decide.back") not in shown
    tab.click("#keep")
    assert tab.inner_text("#question") == before
    tab.close()


def test_the_browser_goes_back_one_answer_at_a_time(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=petro_2022&l=es")
    steps = [tab.evaluate("() => location.hash")]
    for _ in range(2):
        tab.click("form [data-value]")
        steps.append(tab.evaluate("() => location.hash"))
    tab.click("#again")
    for expected in reversed(steps):
        tab.go_back()
        tab.wait_for_function("hash => location.hash === hash", arg=expected)
        tab.wait_for_function(
            "count => document.querySelectorAll('#answers li').length === count", arg=steps.index(expected)
        )
        assert tab.evaluate("() => document.documentElement.lang") == "es"
    tab.go_forward()
    tab.wait_for_function("() => document.querySelectorAll('#answers li').length === 1")
    tab.close()


def test_answers_that_another_text_does_not_read_are_kept_and_come_back(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=petro_2022&negotiated=true&with=ley_1908")
    assert load_rules("petro_2022").fact("negotiated").text.en in tab.inner_text("#results section:last-child .unread")
    assert tab.locator("#answers .unread").count() == tab.locator("#results section:first-child .unread").count() == 0
    tab.select_option("#first", "ley_1908")
    tab.wait_for_selector("#answers .unread")
    assert text("en", "law.decide.unread_tag") in tab.inner_text("#answers .unread")
    assert "negotiated=true" in tab.evaluate("() => location.hash")
    tab.select_option("#first", "petro_2022")
    tab.wait_for_function("() => !document.querySelector('#answers .unread')")
    assert tab.locator("#answers li").count() == 1
    tab.close()


def test_what_an_address_names_in_vain_is_told(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=petro_2022&with=nothing&negotiated=maybe&rank=x&reoffended=true&l=es")
    dropped = "with=nothing, negotiated=maybe, rank=x"
    assert tab.inner_text("#notice") == text("es", "law.decide.dropped", parts=dropped)
    tab.click("form [data-value]")
    assert not tab.locator("#notice").is_visible()
    tab.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_answer_is_refused_in_the_page_and_no_announcement_is_in_force(
    browser: Browser, folder: Path, language: Language
) -> None:
    tab = opened(browser, folder, f"regime=ley_1908&with=s1_2022&l={language}")
    while tab.locator("form input").count() == 0:
        tab.click('form [data-value="?"]')
    fact = tab.get_attribute("form", "data-fact")
    tab.click("form button:not([data-value])")
    assert tab.inner_text("#alert") and tab.get_attribute("form", "data-fact") == fact
    assert tab.get_attribute("form input", "aria-invalid") == "true"
    heads = tab.locator("#results section > p.small").all_inner_texts()
    in_force = text(language, "regimes.force.in_force")
    assert in_force in heads[0]
    speech = next(one for one in heads if load_rules("s1_2022").regime.dated in one)
    assert in_force not in speech and text(language, "regimes.text_status.speech") in speech
    tab.close()


def test_the_link_is_shown_and_holds_the_case(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=petro_2022&negotiated=true")
    tab.click("#copy-link")
    assert tab.input_value("#link") == tab.evaluate("() => location.href") and tab.inner_text("#link-told")
    tab.close()


def test_two_texts_stand_side_by_side_on_the_same_answers(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=s1_2022&with=s2_2022&negotiated=true&reoffended=true")
    titles = [load_rules(name).regime.text.en for name in ("s1_2022", "s2_2022")]
    assert tab.locator("#results h2").all_inner_texts() == titles
    tab.close()


def test_a_case_that_cannot_be_is_refused_with_its_reason(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=acuerdo_2016&conduct_start=2020-01-02&conduct_end=2020-01-01")
    assert "The conduct cannot end before it starts." in tab.inner_text("#question")
    assert tab.locator("#results h3").count() == 0 and tab.locator("#back").is_visible()
    tab.close()


def test_hostile_addresses_run_nothing_and_state_nothing(browser: Browser, folder: Path) -> None:
    for fragment in (
        "regime=__proto__",
        "regime=petro_2022&negotiated=constructor",
        "regime=petro_2022&l=constructor",
        "regime=petro_2022&__proto__=true&constructor=1&negotiated=<b>",
        "%",
        "kinds=x&l=zz",
    ):
        tab = opened(browser, folder, fragment)
        assert tab.locator("#answers li").count() == 0
        tab.close()


def test_skipping_to_the_content_keeps_the_case_and_the_language(browser: Browser, folder: Path) -> None:
    tab = opened(browser, folder, "regime=petro_2022&negotiated=true&l=es")
    tab.evaluate("() => { location.hash = 'content'; }")
    tab.wait_for_timeout(100)
    assert tab.locator("#answers li").count() == 1
    assert tab.evaluate("() => document.documentElement.lang") == "es"
    assert tab.locator("main > div[lang=es]").is_visible()
    tab.close()


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("fragment", ["", "regime=s1_2022&with=petro_2022&negotiated=true&role=leader&rank=x&l=es"])
def test_it_is_accessible_and_no_wider_than_the_screen(
    browser: Browser, folder: Path, fragment: str, width: int
) -> None:
    tab = opened(browser, folder, fragment, width)
    tab.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if fragment:
        tab.click("#copy-link")
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= width
    found = Axe().run(tab, options=AXE).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    tab.close()


@pytest.mark.parametrize(("fragment", "width"), [("", 1366), ("es-top", 360)])
def test_the_list_is_accessible_and_no_wider_than_the_screen(
    browser: Browser, folder: Path, fragment: str, width: int
) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(f"{(folder / 'law.html').as_uri()}#{fragment}")
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= width
    found = Axe().run(tab, options=AXE).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    tab.close()


def test_files_are_small_and_only_files_beside_the_page_are_asked_for(browser: Browser, folder: Path) -> None:
    assert all(one.stat().st_size <= LARGEST for one in folder.iterdir())
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{(folder / 'decide.html').as_uri()}#regime=petro_2022")
    settled(tab)
    beside = [url for url in asked if not url.startswith("data:")]
    expected = ["decide.html#regime=petro_2022", "decide.js", "rules-petro_2022.js"]
    assert beside == [f"{folder.as_uri()}/{name}" for name in expected] or beside[1:] == [
        f"{folder.as_uri()}/{name}" for name in expected[1:]
    ]
    tab.close()
