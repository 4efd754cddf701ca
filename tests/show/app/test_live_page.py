"""The live laboratory in a real Chromium: what moves, what a link keeps, what the terminal says of the same policy."""

import gzip
import random
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from browser import AXE
from live import MOVED, opened, ready, table, unfolded
from playwright.sync_api import Browser, Page

from tregua.analysis.finding import finding
from tregua.lab.alternatives import combinations
from tregua.lab.compare import compare
from tregua.lab.model import lab
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, RECORD, load_scenario, load_scenarios
from tregua.show.app.inputs import inputs
from tregua.show.app.page import DRAWS
from tregua.show.app.unscripted import OPENS
from tregua.show.words.finding import cell_words, sentences
from tregua.text import LANGUAGES, Language, text, texts

pytestmark = pytest.mark.page
INPUTS = inputs()


def test_it_is_one_small_file_whose_policy_names_its_script(file: Path) -> None:
    page = file.read_text("utf-8")
    assert len(page.encode()) < 1_500_000 and len(gzip.compress(page.encode())) < 900_000
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy and len(script) == 1
    digest = b64encode(sha256(script[0].encode()).digest()).decode()
    assert unescape(policy[1]).startswith("default-src 'none'; ")
    assert unescape(policy[1]).endswith(f"; script-src 'sha256-{digest}'; worker-src blob:")
    assert not re.search(r"<[a-z]+[^<>]* (?:src|onclick|onload)=", page)


def test_the_terminal_says_the_same_of_the_policy_that_the_page_wrote(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    tab = opened(browser, file, f"s=total-peace~prevention=0.5~arrests=2&{MOVED.partition('&')[2]}")
    mine = tmp_path / "mine.yaml"
    mine.write_text(tab.text_content("#file") or "", "utf-8")
    bare = """cells => cells.map((one) => {
      const copy = one.cloneNode(true);
      copy.querySelectorAll(".small").forEach((each) => each.remove());
      copy.querySelectorAll("strong, .word").forEach((each) => each.append(" "));
      return copy.textContent.replace(/\\s+/g, " ").trim();
    })"""
    shown = tab.locator("#verdict tbody td:last-child").evaluate_all(bare)
    tab.close()
    scenario = load_scenario(str(mine))
    assert {one.lever for one in scenario.levers} >= {"prevention", "arrests", "talks", "offer"}
    comparisons = compare(simulate([load_scenario(RECORD), scenario], Settings(draws=DRAWS)), RECORD, 2032)
    expected = []
    for one in (each for each in comparisons.comparisons if each.place in _headline(each.outcome)):
        told = cell_words(one, DRAWS, "en")
        expected.append(" ".join(filter(None, (told.size, told.interval, told.arrow, told.word, told.mark.strip("–")))))
    assert shown == expected


def _headline(outcome: str) -> list[str]:
    return lab().outcomes[outcome].headline


def test_a_lever_moves_by_keyboard_and_undo_takes_it_back(browser: Browser, file: Path) -> None:
    tab = opened(browser, file)
    first = table(tab)
    tab.locator("[data-group=use] > summary").press("Enter")
    tab.locator("#range-prevention").press("ArrowRight")
    ready(tab)
    moved = table(tab)
    assert moved != first and "prevention=0.51" in tab.evaluate("location.hash")
    tab.locator("#undo").press("Enter")
    ready(tab)
    assert table(tab) == first
    tab.locator("#redo").press("Enter")
    ready(tab)
    assert table(tab) == moved
    tab.close()


def test_a_link_holds_the_whole_state(browser: Browser, file: Path) -> None:
    tab = opened(browser, file, f"{MOVED}&v=difference&l=es")
    told, link, chart = table(tab), tab.evaluate("location.hash"), tab.inner_html("#chart")
    again = opened(browser, file, link.removeprefix("#"))
    assert (table(again), again.inner_html("#chart")) == (told, chart)
    assert again.evaluate("document.documentElement.lang") == "es"
    assert not again.is_visible("#version")
    other = opened(browser, file, re.sub("h=[0-9a-f]+", "h=0123456789ab", link.removeprefix("#")))
    assert other.is_visible("#version")
    for one in (tab, again, other):
        one.close()


def test_hostile_links_load_the_nearest_state_and_run_nothing(browser: Browser, file: Path) -> None:
    draw = random.Random(17)
    hostile = [
        "s=__proto__~constructor=1&f=99&y=1e9&o=__proto__&v=constructor&l=%22%3E",
        "s=total-peace~prevention=<img src=x onerror=alert(1)>~toString=2~law_years=3~prevention=1e99",
        "&".join(["s=as-observed~prevention=NaN~arrests=-5"] * 9) + "&f=-1&y=-0",
        "%", "s", "=", "s=%E0%A4%A&y=%", "y=999999&f=7", "s=" + "~" * 5000, "#" * 3000,
        "s=as-observed~prevention=0.5@2040-1990~:<b>x</b>&a=__proto__=1~area_elasticity=99&k=<i>;1;2~NaN;1;2",
    ]  # fmt: skip
    letters = "s=&~%fyovlak0123456789.-eE@:;<>\"'abc{}[]\u0000ñ"
    parts = [
        "s=as-observed",
        "~prevention=0.5",
        "~arrests=",
        "@2030-",
        "&s=mano-dura",
        "~:name",
        "&y=",
        "&o=homicides.COL",
    ]
    parts += ["&a=area_elasticity=", "&f=", "&k=1;2;3", "&v=table", "&l=es"]
    hostile += ["".join(draw.choices(letters, k=draw.randrange(60))) for _ in range(5000)]
    hostile += ["".join(draw.choices([*parts, *letters], k=draw.randrange(20))) for _ in range(5000)]
    tab = opened(browser, file)
    states = tab.evaluate("given => given.map((one) => (linkOf(one), read(one)))", hostile)
    for state in states:
        assert 1 <= len(state["scenarios"]) <= 4 and 0 <= state["focus"] < len(state["scenarios"])
        assert 2027 <= state["year"] <= 2037 and state["view"] in ("levels", "difference", "table")
        assert all(one["base"] in PRESETS for one in state["scenarios"])
        for setting in (each for one in state["scenarios"] for each in one["set"].values()):
            assert 2027 <= (setting["from"] or 2027) <= (setting["until"] or 2037) <= 2037
        assert all(low <= value <= high for value, low, high in _typed(state["assume"]))
    assert states[1]["scenarios"][0]["set"] == {"prevention": {"value": 1, "from": None, "until": None}}
    assert states[2]["scenarios"][0]["set"]["arrests"]["value"] == 0
    tab.close()


def _typed(assumed: dict[str, float]) -> list[tuple[float, float, float]]:
    return [(value, INPUTS[name]["low"], INPUTS[name]["high"]) for name, value in assumed.items()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_with_all_parts_and_dialogs_open(browser: Browser, file: Path, language: Language) -> None:
    asked: list[str] = []
    tab = browser.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{file.as_uri()}#{MOVED}&v=table&l={language}")
    ready(tab)
    unfolded(tab)
    tab.wait_for_selector("#map table")
    for width in (360, 768, 1366):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.querySelector('#verdict caption').offsetWidth") > width / 3  # no letter a line
        assert violations(tab) == []
        for opens in ("#verdict button.figure", "#gallery", "#questions", "#cite"):
            tab.locator(opens).first.click()
            assert tab.is_visible("#account")
            assert violations(tab) == []
            tab.keyboard.press("Escape")
    tab.click("#lead")
    assert violations(tab) == []
    assert {one.partition(":")[0] for one in asked} <= {"file", "blob", "data"}
    tab.close()


def violations(tab: Page) -> list[tuple[str, str]]:
    found = Axe().run(tab, options=AXE).response
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]


def test_the_language_changes_without_a_reload_and_leaves_none_of_the_other(browser: Browser, file: Path) -> None:
    tab = opened(browser, file)
    tab.click("label[for=language-es]")
    ready(tab)
    told = tab.inner_text("main")
    assert text("es", "app.what_changes") in told
    assert tab.evaluate("document.documentElement.lang") == "es"
    for key, english in texts("en").items():
        if key.startswith("app.") and "{" not in english and len(english) > 12 and english != texts("es")[key]:
            assert english not in told, key
    tab.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_it_shows_the_answer_that_the_terminal_gives(
    browser: Browser, file: Path, language: Language
) -> None:
    settings = Settings(draws=DRAWS)
    dataset = simulate(load_scenarios([RECORD, *OPENS]), settings)
    comparisons = compare(dataset, RECORD, settings.span.shown)
    expected = []
    for outcome in lab().outcomes.values():
        for place in outcome.headline:
            for one in (comparisons.one(policy, outcome.id, place) for policy in OPENS):
                told = cell_words(one, DRAWS, language)
                word = " ".join((told.arrow, told.word, told.mark))
                expected.append(f"{told.size} {word}" if one.alternatives else told.size)
    for width in (360, 1366):
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
        tab = context.new_page()
        tab.goto(file.as_uri())
        tab.locator(f"label[for=language-{language}]").click()
        cells = tab.locator(f"noscript .in-{language} .verdict td")
        shown = [re.sub(r"\s+", " ", one).strip() for one in cells.all_inner_texts()]
        assert shown == [re.sub(r"\s+", " ", one).strip() for one in expected]
        told = tab.inner_text("main")
        assert all(sentence in told for sentence in sentences(finding(dataset, comparisons), language) if sentence)
        assert comparisons.command in told and text(language, "finding.caveat") in told
        assert tab.locator("noscript a").count() == 0 and tab.locator("noscript [id]").count() == 0
        context.close()


def test_the_answer_without_a_script_is_of_the_policies_with_which_the_page_opens(browser: Browser, file: Path) -> None:
    tab = browser.new_page()
    tab.goto(file.as_uri())
    assert tab.evaluate("state.scenarios.map((one) => one.base)") == [*OPENS]
    assert tab.evaluate("[state.year, app.draws]") == [Settings().span.shown, DRAWS]
    assert tab.locator("noscript *").count() == 0 and text("en", "app.no_script") not in tab.inner_text("main")
    tab.close()


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_answer_without_a_script(
    browser: Browser, file: Path, tmp_path: Path, width: int, language: Language
) -> None:
    page = file.read_text("utf-8")  # axe is a script: the same page as a browser without scripts builds it
    page = re.sub(r"<script>.*?</script>|<meta http-equiv=[^>]*>", "", page, flags=re.DOTALL)
    plain = tmp_path / "plain.html"
    plain.write_text(re.sub(r"</?noscript>", "", page).replace("opens-en", f"opens-{language}"), "utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(plain.as_uri())
    tab.locator(f"label[for=language-{language}]").click()
    tab.evaluate("(lang) => { document.documentElement.lang = lang; }", language)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(tab, options=AXE).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    tab.close()


def test_a_baseline_beside_itself_has_nothing_to_tell(browser: Browser, file: Path) -> None:
    tab = opened(browser, file, "s=as-observed")
    cells = tab.locator("#verdict tbody td:last-child").all_inner_texts()
    assert set(cells) == {text("en", "likely.same")}
    assert tab.evaluate("readingsOf(baseline, state.scenarios[0]).length") < len(combinations())
    tab.close()
