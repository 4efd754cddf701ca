"""What somebody can read in the live laboratory and take out of it; numbers in names are those of its design."""

import csv
import io
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from live import MOVED, figures, opened, ready, saved, showing, state, table, typed, unfolded
from playwright.sync_api import Browser, Page

from tregua.catalogue.read import PACKAGE
from tregua.lab.model import lab
from tregua.show.app.page import DRAWS
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.page


@pytest.mark.parametrize("language", LANGUAGES)
def test_18_no_chance_is_none_and_none_is_certain(shared: Page, language: Language) -> None:
    tab = showing(shared, f"s=mano-dura&l={language}&y=2028")
    told = table(tab)
    assert re.search(r"[<>]?\d+\s%", told) and not re.search(r"(?<![\d.,<>])(?:0|100)\s%", told)


def test_19_one_fan_lines_for_the_others_and_bars_for_all(shared: Page) -> None:
    tab = showing(shared, "s=as-observed~prevention=0.5&s=as-observed~prevention=0.9&o=cocaine_consumed.USA")
    assert [tab.locator(f"#chart .{name}").count() for name in ("band", "median", "end")] == [2, 3, 3]
    assert tab.locator("#chart .future").count() == 0
    tab.check("#futures")  # 29: single futures on demand
    tab.wait_for_selector("#chart .future")
    assert tab.locator("#chart .future").count() == 20


def test_20_chart_difference_and_table_have_the_same_state(shared: Page) -> None:
    tab = showing(shared)
    levels = tab.inner_html("#chart")
    tab.click("#view-difference")
    tab.wait_for_function("levels => byId('chart').innerHTML !== levels", arg=levels)
    tab.click("#view-table")
    tab.wait_for_selector("#chart table")
    cell = tab.inner_text("#chart tbody tr:last-child td:last-child")
    assert re.fullmatch(r"[\d.,]+ \[[\d.,]+; [\d.,]+\]", cell)
    tab.click("#view-levels")
    tab.wait_for_selector("#chart svg")
    assert tab.inner_html("#chart") == levels


def test_21_arrows_move_the_year_and_print_its_figures_and_escape_leaves(shared: Page) -> None:
    tab = showing(shared)
    tab.focus("#chart")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("() => byId('cursor').textContent.startsWith('2033: A ')")
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("ArrowLeft")
    tab.wait_for_function("() => byId('cursor').textContent.startsWith('2031: A ')")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.id") != "chart"


def test_22_the_year_drives_table_cursor_map_and_what_is_said(shared: Page) -> None:
    tab = showing(shared)
    tab.evaluate("byId('map-box').open = true")
    tab.fill("#year-box", "2036")
    ready(tab)
    tab.wait_for_function("() => byId('said').textContent.includes('2036')")
    for place in ("#verdict caption", "#cursor", "#map-title"):
        assert "2036" in tab.inner_text(place)


def test_23_what_was_observed_is_marked_and_says_by_whom(shared: Page) -> None:
    tab = showing(shared, "s=as-observed~prevention=0.5&o=homicides.COL")
    assert tab.locator("#chart circle.mark").count() > 8
    assert "Policía Nacional" in tab.inner_text("#observed")


def test_24_the_map_has_its_figures_as_a_table_and_leads_to_a_place(shared: Page) -> None:
    tab = showing(shared)
    tab.evaluate("byId('map-box').open = true")
    tab.wait_for_selector("#map .tile")
    assert tab.locator("#map .tile").count() == tab.locator("#map tbody tr").count() > 3
    europe = tab.locator("#map [data-place]").nth(2)
    place = europe.inner_text()
    europe.click()
    ready(tab)
    assert place in tab.inner_text("#chart-title")
    places = {place for outcome in lab().outcomes for place in lab().outcome_places[outcome]}
    tiles = set(tab.evaluate("Object.keys(TILES)"))
    groups = {place for place in places if place in lab().places("groups")}
    assert places - groups <= tiles


def test_25_every_figure_opens_its_account_and_gives_the_focus_back(shared: Page) -> None:
    tab = showing(shared)
    cells = tab.locator("#verdict button.figure")
    for at in range(cells.count()):
        cells.nth(at).click()
        told = tab.inner_text("#account")
        for key in ("behind", "tested", "drives", "series"):
            assert text("en", f"app.{key}") in told
        assert f"{DRAWS} futures" in told and "seed 0" in told
        sourced = tab.locator("#account li[title]").count() > 0
        assert sourced or any(text("en", f"app.{key}") in told for key in ("no_estimate", "nothing_behind")), (
            tab.inner_text("#account h2")
        )
        tab.keyboard.press("Escape")
        assert cells.nth(at).evaluate("one => one === document.activeElement")


def test_25_an_account_takes_the_figure_apart(shared: Page) -> None:
    tab = showing(shared, "s=as-observed~prevention=0.5~interdiction=3&o=cocaine_consumed.USA&y=2032")
    tab.click(f"[data-row='{state(tab)['row']}'].figure")
    tab.click("[data-drives]")
    tab.wait_for_selector(".drivers table", timeout=60_000)
    rows = tab.locator(".drivers table").first.locator("tbody tr").all_inner_texts()
    assert len(rows) == 2
    ours = figures(tab)[0][0]
    alone = tab.evaluate(
        "middleOf(differenceOf({ ...state.scenarios[0], only: 'prevention' }, baseline, state.row))[0]"
    )
    alone += tab.evaluate(
        "middleOf(differenceOf({ ...state.scenarios[0], only: 'interdiction' }, baseline, state.row))[0]"
    )
    assert alone == pytest.approx(ours, rel=0.1)  # these two hardly work on one another
    assert [tab.evaluate("given => turningPoint(given)", _line(*ends)) for ends in ((-2, 2), (1, 3))] == [0.5, None]


def _line(first: float, last: float) -> list[dict[str, float]]:
    return [{"at": at, "median": first + at * (last - first), "error": 0.1} for at in (0.0, 0.25, 0.75, 1.0)]


def test_26_a_number_of_ones_own_holds_in_every_figure_and_is_marked(shared: Page) -> None:
    tab = showing(shared)
    before = table(tab)
    tab.evaluate("byId('assume-box').open = true")
    tab.fill("#find", "prevention effect")
    field = tab.locator("[data-assume=prevention_effect]")
    field.fill("9")
    field.press("Enter")
    assert tab.locator("#found .wrong").first.is_visible() and table(tab) == before
    field.fill("0.03")
    field.press("Enter")
    ready(tab)
    assert table(tab) != before
    title = lab().parameters["prevention_effect"].text.en
    assert f"{title} = 0.03" in tab.inner_text("#verdict caption") and title in tab.inner_text("#said")
    assert "a=prevention_effect=0.03" in tab.evaluate("location.hash")
    assert "--assume prevention_effect=0.03" in (tab.text_content("#command") or "")
    tab.click("[data-forget=prevention_effect]")
    ready(tab)
    assert table(tab) == before


def test_27_alternatives_are_rows_and_one_can_be_fixed(browser: Browser, file: Path, shared: Page) -> None:
    tab = opened(
        browser,
        file,
        f"{MOVED.replace('&', '~eradication=100000&', 1)}&o=coca_area.COL".replace("&o=cocaine_consumed.USA", ""),
    )
    assert len(figures(tab)) > 1
    value = lab().parameters["eradication_effect"].distribution.values
    assert value
    fixed = opened(browser, file, tab.evaluate("location.hash").removeprefix("#") + f"&a=eradication_effect={value[0]}")
    assert len(figures(fixed)) < len(figures(tab))
    fixed.close()


def test_28_who_pays_is_told_for_each_state(shared: Page) -> None:
    tab = showing(shared)
    payers = [row for row in tab.locator("#verdict tbody tr").all_inner_texts() if row.startswith("State outlay")]
    assert len(payers) == len(lab().outcomes["state_outlay"].headline)


def test_30_tables_and_pictures_say_what_they_are(shared: Page) -> None:
    tab = showing(shared)
    rows = list(csv.DictReader(io.StringIO(saved(tab, "#csv").decode("utf-8-sig"))))
    assert {row["scenario"][0] for row in rows} == {"A", "B"} and len(rows) == 2 * 13
    assert float(rows[0]["q05"]) <= float(rows[0]["median"]) <= float(rows[0]["q95"])
    assert rows[0]["caveat"] == text("en", "app.not_forecast") and "#s=as-observed" in rows[0]["link"]
    spanish = saved(tab, "#csv-es").decode("utf-8-sig").splitlines()
    assert ";" in spanish[0] and re.search(r";\d+,\d+;", spanish[1])
    picture = saved(tab, "#svg").decode()
    for part in (text("en", "app.not_forecast"), tab.inner_text("#chart-title"), "t a year", "#s=as-observed"):
        assert part in picture
    png = saved(tab, "#png")
    assert png.startswith(b"\x89PNG") and struct.unpack(">I", png[16:20])[0] > 600


def test_31_the_copied_python_gives_the_figures_of_the_page(shared: Page, tmp_path: Path) -> None:
    tab = showing(shared, f"s=as-observed~prevention=0.5@2029-2033~interdiction=3&{MOVED.partition('&')[2]}")
    code = tab.evaluate("pythonNow()")
    shown = figures(tab)
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    printed = [
        [float(one) for one in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", line.rpartition("}")[2])]
        for line in done.stdout.splitlines()
    ]
    assert len(printed) == len(shown)
    for ours, theirs in zip(shown, printed, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-6)


def test_31_the_copied_command_runs(shared: Page, tmp_path: Path) -> None:
    tab = showing(shared, f"{MOVED}&a=area_elasticity=1")
    command = [*(tab.text_content("#command") or "").split(), "--full"]
    (tmp_path / "mine.yaml").write_bytes(saved_file(tab))
    told = tab.inner_text(f"[data-row='{state(tab)['row']}'].figure strong")
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert told in done.stdout


def saved_file(tab: Page) -> bytes:
    unfolded(tab)
    return saved(tab, "#save-file")


@pytest.mark.parametrize("language", LANGUAGES)
def test_32_it_prints_on_four_pages_at_most(shared: Page, language: Language) -> None:
    tab = showing(shared, f"s=total-peace&s=mano-dura&l={language}")
    pdf = tab.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= 4
    tab.emulate_media(media="print")
    assert tab.is_hidden("#levers") and tab.is_visible("#printed") and tab.is_visible("#chart svg")
    tab.emulate_media(media="null")


def test_34_the_reference_has_version_hash_and_link(shared: Page) -> None:
    tab = showing(shared, f"{MOVED}&l=es")
    tab.click("#cite")
    told = tab.inner_text("#apa")
    assert tab.evaluate("app.catalogue") in told and tab.inner_text("#cited-link").startswith("#s=as-observed")
    assert tab.inner_text("#bibtex").startswith("@")


SMALL = """() => [...document.querySelectorAll("#lab button, #lab select, #lab input, #lab summary")]
  .filter((one) => one.offsetParent && !one.matches("summary .small"))
  .map((one) => [one.id || one.className, one.closest("label")?.offsetHeight ?? 0, one.getBoundingClientRect()])
  .filter(([, label, box]) => Math.max(label, box.height) < 24 || box.width < (label ? 16 : 24))
  .map(([name, , box]) => `${name} ${box.width}×${box.height}`)"""


def test_36_nothing_is_wider_than_the_screen_and_all_that_is_pressed_is_large_enough(shared: Page) -> None:
    tab = showing(shared, f"{MOVED}&l=es")
    unfolded(tab)
    tab.wait_for_selector("#map table")
    for width in (320, 360, 683, 768, 1366):  # 683: 1366 at 200 %
        tab.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_timeout(100)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.evaluate(SMALL) == [], width
    ranges = tab.locator(".lever > input[type=range]").count()
    assert ranges == tab.locator(".lever > input.box").count() > 25  # 39: exact entry beside every slider


def test_36_the_keyboard_alone_moves_a_lever_opens_an_account_and_saves(shared: Page) -> None:
    tab = showing(shared)
    reached: set[str] = set()
    tab.focus("body")
    for _ in range(140):
        tab.keyboard.press("Tab")
        reached.add(
            tab.evaluate("(one => one.id || one.dataset.row || one.className || one.tagName)(document.activeElement)")
        )
    assert {"undo", "copy-link", "base", "name", "outcome", "year", "chart", "view-table", "csv", "lead"} <= reached | {
        "undo"
    }
    assert any(one.isdigit() for one in reached)  # a figure of the table
    tab.locator("#verdict button.figure").first.press("Enter")
    assert tab.is_visible("#account")


def test_38_letters_in_pictures_are_dark_enough(shared: Page) -> None:
    tab = showing(shared, "s=as-observed~prevention=0.5&s=as-observed~prevention=0.9&o=cocaine_consumed.USA")
    tab.evaluate("byId('map-box').open = true")
    tab.wait_for_selector("#map .tile")
    inks = tab.evaluate("COLOURS.map((one) => [one, '#ffffff'])") + tab.evaluate(
        "SHADES.map((one, at) => [at === 0 || at === 6 ? '#ffffff' : '#1b1b1b', one])"
    )
    for ink, ground in inks:
        light, dark = sorted((_light(ink), _light(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def _light(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_40_a_settled_change_is_told_once_and_in_words(shared: Page) -> None:
    tab = showing(shared)
    tab.wait_for_timeout(900)
    tab.evaluate(
        "() => { window.heard = []; new MutationObserver(() => heard.push(byId('said').textContent)).observe(byId('said'), { childList: true }); }"  # noqa: E501
    )
    typed(tab, "prevention", "0.9")
    tab.wait_for_timeout(900)
    told = tab.evaluate("[...new Set(heard)]")
    assert len(told) == 1 and "2032" in told[0]
    assert tab.get_attribute("#said", "role") == "status"


def test_41_whoever_leads_hides_the_figures_until_guesses_are_in(shared: Page) -> None:
    tab = showing(shared)
    tab.keyboard.press("f")
    assert tab.is_visible("#guess") and tab.is_hidden("#figures") and tab.is_hidden("#said")
    assert tab.is_disabled("#guess-reveal")
    for way, size in (("lower", "-20"), ("lower", ""), ("higher", "5")):
        tab.check(f"[name=guess][value={way}]")
        tab.fill("#guess-size", size)
        tab.click("#guess-record")
    assert [one.split() for one in tab.locator("#guess tbody tr").all_inner_texts()][1][-1] == "2"
    tab.click("#guess-reveal")
    assert tab.is_visible("#figures") and tab.locator("#guess circle").count() == 2
    assert tab.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    tab.fill("#year-box", "2035")  # another question: guess again
    ready(tab)
    assert tab.is_hidden("#figures")
    tab.click("#lead")
    assert tab.is_visible("#figures") and tab.is_hidden("#guess")


@pytest.mark.parametrize("language", LANGUAGES)
def test_guided_questions_set_the_page(shared: Page, language: Language) -> None:
    tab = showing(shared, f"{MOVED}&l={language}")
    tab.click("#questions")
    assert tab.locator("#account .question").count() == 3
    assert text(language, "app.question.coca.ask") in tab.inner_text("#account")
    tab.click("[data-question=coca]")
    assert [[*one["set"]] for one in state(tab)["scenarios"]] == [["eradication"], ["substitution"]]
    assert state(tab)["view"] == "difference"


def test_forced_colours_and_less_motion_leave_it_whole(shared: Page) -> None:
    tab = showing(shared)
    tab.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert tab.is_visible("#chart svg") and tab.locator("#verdict button.figure").count() > 3
    assert tab.evaluate("document.getAnimations().length") == 0
    tab.emulate_media(forced_colors="none", reduced_motion="no-preference")


def test_where_the_model_has_no_solution_the_page_says_so_everywhere(shared: Page) -> None:
    extreme = "a=escalation=0.012~other_seizure_share.COL=0.7456~contagion_floor=0.05~adjustment_years=1"
    tab = showing(shared, f"s=extradition-first~counselling=1~domestic_enforcement=7.37&{extreme}")
    failed = text("en", "app.failed")
    tab.wait_for_function("failed => byId('said').textContent === failed", arg=failed)
    assert tab.inner_text("#chart") == failed and failed in table(tab)
    tab.click("#similar")
    status = "failed => document.querySelector('#account [role=status]')?.textContent === failed"
    tab.wait_for_function(status, arg=failed, timeout=60_000)
