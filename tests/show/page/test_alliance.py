"""The page of states together: whole as text, and in a Chromium, where its picture is worked out as one types."""

import re
from xml.etree.ElementTree import Element, fromstring

import pytest
from pages import check_links, check_self_contained, part, said

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from browser import AXE, started
from playwright.sync_api import Browser, Page

from tregua.show.page.alliance import render_alliance
from tregua.show.page.alliance_game import FOUR
from tregua.show.page.around import part as part_of_page
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.answers import Alliance, alliance
from tregua.states.bills import paths
from tregua.states.game import Symmetric
from tregua.states.stability import Rules, among_sizes
from tregua.states.weights import Weights
from tregua.text import LANGUAGES, Language, text

WEIGHTS = Weights(
    weights={"homicides": -1, "COL.coca_area": -0.002, "cocaine_consumed": -0.5},
    efforts={"COL": "substitution", "USA": "treatment"},
    slopes={"COL": 10, "USA": 20},
)
SIZE_LIMIT = 800_000


@pytest.fixture(scope="module")
def found() -> Alliance:
    return alliance(weights=WEIGHTS, draws=6, command="tregua alliance --draws 6")


@pytest.fixture(scope="module")
def page(found: Alliance) -> str:
    return render_alliance(found)


@pytest.fixture(scope="module")
def tree(page: str) -> Element:
    return fromstring(page)


def section(tree: Element, name: str, language: Language) -> Element:
    prefix = "" if language == "en" else f"{language}-"
    (one,) = [each for each in part(tree, language).iter() if each.get("id") == f"{prefix}part-{name}"]
    return one


def picture(tree: Element, name: str, kind: str, language: Language) -> Element:
    (one,) = [
        each
        for each in section(tree, name, language).iter("svg")
        if kind in each.get("class", "").split() and each.get("role") == "img"
    ]
    return one


# --- as text ----------------------------------------------------------------------------------------------------------


def test_it_is_one_file_with_one_known_script_and_without_request(page: str, tree: Element) -> None:
    check_self_contained(page, tree, SIZE_LIMIT, part_of_page("around.js") + part_of_page("states.js"))
    check_links(tree)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_in_the_language_asked_for(found: Alliance, language: Language) -> None:
    opened = fromstring(render_alliance(found, language))
    assert opened.attrib["lang"] == language
    assert [one.get("id") for one in opened.findall(".//input[@checked]")] == [f"language-{language}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_of_every_state_has_a_link_to_its_source(tree: Element, language: Language) -> None:
    prefix = "" if language == "en" else f"{language}-"
    folds = {one.get("id"): one for one in section(tree, "ladders", language).iter("details")}
    assert [*folds] == [f"{prefix}state-{name}" for name in records.states()]
    for name in records.states():
        rows = folds[f"{prefix}state-{name}"].findall(".//tbody/tr")
        acts = [one for one in records.acts().values() if one.state == name]
        assert len(rows) == len(acts) > 0
        for row in rows:
            assert [one.attrib["href"] for one in row.iter("a")]
        listed = sorted(f"#{prefix}source-{each.ref}" for one in acts for each in one.source)
        assert sorted(one.attrib["href"] for row in rows for one in row.iter("a")) == listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_pictures_have_names_and_draw_what_there_is(tree: Element, found: Alliance, language: Language) -> None:
    ladders, curve, funnel = (
        picture(tree, name, kind, language)
        for name, kind in (("ladders", "ladders"), ("holds", "curve"), ("bills", "funnel"))
    )
    assert ladders.get("aria-label") == text(language, "alliance.page.ladders.label", start=2019, day="2026-03-12")
    assert curve.get("aria-label") == text(language, "alliance.curve.label")
    assert funnel.get("aria-label") == text(language, "alliance.funnel.label", n=len(paths()))
    names = [one.text or "" for one in ladders.iter("text") if one.get("class") == "name"]
    assert [one.partition(" ")[0] for one in names[::2]] == [*records.states()] and names[::2] == names[1::2]
    arrows = [one for one in ladders.iter("g") if "press" in (one.get("class") or "").split()]
    assert len(arrows) == sum(one.date >= "2019" for one in records.presses().values())
    assert {(one.get("class") or "").partition(" ")[2] for one in arrows} >= {"hard_to_soft", "soft_to_hard"}
    dots = [one.get("class") for one in funnel.iter("circle")]
    assert sorted(filter(None, dots)) == sorted(one.bill.end.outcome for one in found.bills)
    assert len([*curve.iter("circle")]) == sum(one.stable for one in among_sizes(Symmetric(19, 1, 1, 1)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_bars_of_the_ladders_stand_within_the_picture(tree: Element, language: Language) -> None:
    ladders = picture(tree, "ladders", "ladders", language)
    wide, high = float(ladders.attrib["width"]), float(ladders.attrib["height"])
    bars = [*ladders.iter("rect")]
    assert len(bars) > 40
    for one in bars:
        x, y, width, height = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + width <= wide and y + height <= high


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_pays_has_four_rules_and_who_is_not_modelled_is_hatched(
    tree: Element, found: Alliance, language: Language
) -> None:
    rows = section(tree, "payers", language).findall(".//tbody/tr")
    names = [said(row.find("th") or row).split()[0] for row in rows]
    assert names == [*found.burden.members, "USA"]
    for name, row in zip(names, rows, strict=True):
        hatched = [one for one in row.iter("span") if one.get("class") == "hatched"]
        assert bool(hatched) is (name in found.not_modelled)
        assert all(said(one) == text(language, "alliance.gains.not_modelled") for one in hatched)
        bands = [one for one in row.iter("svg") if one.get("class") == "band"]
        assert bool(bands) is (name not in found.not_modelled)
        bars = [one for one in row.iter("rect") if one.get("class") == "bar"]
        assert len(bars) == (len(FOUR) if name != "USA" else 0)
    assert {"MEX", "BRA"} <= {*found.not_modelled} and "COL" not in found.not_modelled


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_be_read_stands_there_and_stability_only_under_weights(
    tree: Element, found: Alliance, language: Language
) -> None:
    for one, typed in ((tree, True), (fromstring(render_alliance(alliance(draws=6), language)), False)):
        shown = said(part(one, language))
        told = (("alliance.caveat.weights", typed), ("alliance.sides.title", typed), ("alliance.no_weights", not typed))
        for key in ("no_forecast", "sequence", "listed", "vectors", "not_modelled", "burden", "records_to"):
            assert text(language, f"alliance.caveat.{key}") in shown
        for key, there in told:
            assert (text(language, key).partition(" (`")[0] in shown) is there
        assert text(language, "alliance.listed", document=19, article=17) in shown
        assert "`" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_followed_a_pressure_stands_beside_it(tree: Element, language: Language) -> None:
    rows = section(tree, "press", language).findall(".//tbody/tr")
    assert len(rows) == len(records.presses())
    for row, one in zip(rows, records.presses().values(), strict=True):
        assert in_language(one.text, language) in said(row) and in_language(one.followed, language) in said(row)
        assert len([*row.iter("a")]) == len(one.source)


# --- in a browser -----------------------------------------------------------------------------------------------------


browser = pytest.fixture(scope="module")(started)


@pytest.fixture(scope="module")
def address(page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("alliance") / "alliance.html"
    path.write_text(page, "utf-8")
    return path.as_uri()


def opened(browser: Browser, address: str, width: int, language: Language = "en") -> Page:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(address)
    tab.click(f"label[for=language-{language}]")
    return tab


@pytest.mark.page
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_nothing(browser: Browser, address: str, width: int, language: Language) -> None:
    tab = opened(browser, address, width, language)
    kinds = "tbody tr, .sources li, #content section > details"  # four of each kind tell as much as hundreds
    tab.evaluate(f"document.querySelectorAll(':is({kinds}):nth-of-type(n + 5)').forEach(one => one.remove())")
    tab.evaluate(f"document.querySelector('main > div:not([lang={language}])').remove()")
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(tab, options=AXE).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    tab.close()


@pytest.mark.page
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 360, 683, 1366])
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, width: int, language: Language) -> None:
    tab = opened(browser, address, width, language)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


@pytest.mark.page
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_time_line_opens_at_its_end_and_no_other_thing_scrolls_sideways(
    browser: Browser, address: str, language: Language
) -> None:
    tab = opened(browser, address, 360, language)
    main = f"main > div[lang={language}]"
    (ends,) = tab.eval_on_selector_all(
        f"{main} .scroll:has(.ladders)", "all => all.map(x => [x.scrollLeft, x.scrollWidth - x.clientWidth])"
    )
    assert ends[0] == pytest.approx(ends[1], abs=1) and ends[1] > 400
    wide = f"{main} .scroll:not(:has(.ladders))"
    assert not any(tab.eval_on_selector_all(wide, "all => all.map(x => x.scrollWidth > x.clientWidth)"))
    for kind in ("funnel", "curve"):
        size = tab.eval_on_selector(
            f"{main} svg.{kind}[role=img]",
            "x => parseFloat(getComputedStyle(x).fontSize) * x.getBoundingClientRect().width / x.viewBox.baseVal.width",
        )
        assert size >= 9
    tab.close()


@pytest.mark.page
def test_no_request_but_the_file_itself(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address)
    tab.click("label[for=language-es]")
    tab.fill("[id=es-input-penalty]", "4")
    tab.wait_for_timeout(200)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    tab.close()


@pytest.mark.page
def test_without_a_script_both_languages_and_every_picture_are_there_and_nothing_to_type(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    for language, other in (("es", "en"), ("en", "es")):
        tab.click(f"label[for=language-{language}]")
        main = tab.locator(f"main > div[lang={language}]")
        assert main.is_visible() and not tab.locator(f"main > div[lang={other}]").is_visible()
        for kind in ("ladders", "curve", "funnel"):
            assert main.locator(f"svg.{kind}[role=img]").is_visible()
        assert main.locator(".payers .hatched").first.is_visible()
        assert not main.locator(".holds form").is_visible()
        assert main.locator("[role=status]").inner_text() == text(language, "alliance.holds.told", sizes="3")
    context.close()


@pytest.mark.page
def test_a_link_to_a_source_opens_the_list_of_sources(browser: Browser, address: str) -> None:
    tab = opened(browser, address, 1366, "es")
    assert tab.evaluate("document.documentElement.lang") == "es"
    assert not tab.locator("[id=es-part-sources] .sources").is_visible()
    tab.locator("[id=es-part-press] a").first.click()
    tab.wait_for_timeout(100)
    assert tab.locator("[id=es-part-sources] .sources").is_visible()
    tab.close()


TYPED: list[dict[str, str]] = [
    {},
    {"penalty": "1.5"},
    {"penalty": "4"},
    {"penalty": "7.5"},
    {"penalty": "12"},
    {"penalty": "143.5"},
    {"penalty": "144"},
    {"penalty": "-3"},
    {"penalty": ""},
    {"ties": "stay"},
    {"ties": "stay", "penalty": "4"},
    {"ties": "stay", "club": "0.25", "penalty": "7"},
    {"club": "2.5"},
    {"pressure_cost": "0.5"},
    {"pressure_cost": "2", "penalty": "40", "club": "3"},
    {"transfers": "on", "penalty": "4"},
    {"transfers": "on", "ties": "stay", "penalty": "4"},
    {"minimum": "5"},
    {"minimum": "19"},
    {"minimum": "12", "ties": "stay", "penalty": "7.5", "transfers": "on"},
]


def wanted(typed: dict[str, str]) -> list[int]:
    """The sizes that hold by the domain, without that of one, which is none."""
    p, s, g = (max(0.0, float(typed.get(name) or 0)) for name in ("penalty", "pressure_cost", "club"))
    game = Symmetric(19, 1.0, 1.0, 1.0, p, s, g, int(typed.get("minimum", 2)))
    rules = Rules("stay" if "ties" in typed else "join", "open", "transfers" in typed)
    return [one.k for one in among_sizes(game, rules) if one.stable and one.k != 1]


@pytest.mark.page
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_tells_the_sizes_that_hold_as_the_domain_does(
    browser: Browser, address: str, language: Language
) -> None:
    tab = opened(browser, address, 1366, language)
    prefix = "" if language == "en" else f"{language}-"
    main = f"main > div[lang={language}]"
    told = {str(wanted(typed)) for typed in TYPED}
    assert len(told) > 8
    for typed in TYPED:
        for name in ("penalty", "pressure_cost", "club"):
            tab.fill(f"[id={prefix}input-{name}]", typed.get(name, "0"))
        tab.fill(f"[id={prefix}input-minimum]", typed.get("minimum", "2"))
        tab.select_option(f"[id={prefix}input-ties]", typed.get("ties", "join"))
        tab.set_checked(f"[id={prefix}input-transfers]", "transfers" in typed)
        sizes = ", ".join(map(str, wanted(typed))) or "–"
        status = tab.locator(f"{main} [role=status]").inner_text()
        assert status == text(language, "alliance.holds.told", sizes=sizes), typed
        dots = tab.eval_on_selector_all(f"{main} .curve .held circle", "all => all.map(x => +x.getAttribute('cx'))")
        places = [44 + k * 380 / 19 for k in wanted(typed)]
        assert [x for x in dots if x != pytest.approx(44 + 380 / 19)] == pytest.approx(places)
    tab.close()


@pytest.mark.page
def test_the_script_draws_first_what_stood_there(browser: Browser, address: str, page: str) -> None:
    """Lines and dots as Python drew them, so that nothing moves until somebody types."""
    tab = opened(browser, address, 1366)
    drawn = tab.eval_on_selector_all(
        "div[lang=en] .curve path:is(.leave, .join)", "all => all.map(x => x.getAttribute('d'))"
    )
    curve = picture(fromstring(page), "holds", "curve", "en")
    stood = [one.attrib["d"] for one in curve.iter("path") if one.get("class") in ("leave", "join")]
    assert len(stood) == 2
    for one, other in zip(drawn, stood, strict=True):
        assert [*map(float, re.findall(r"-?[\d.]+", one))] == pytest.approx(
            [*map(float, re.findall(r"-?[\d.]+", other))], abs=0.11
        )
    tab.close()
