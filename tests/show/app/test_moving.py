"""What somebody can move in the live laboratory, one test each; numbers in names are those of its design."""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from live import MOVED, figures, lever, opened, ready, showing, state, table, typed, unfolded
from playwright.sync_api import Browser, Page

from tregua.lab.model import lab
from tregua.lab.scenario import PRESETS
from tregua.text import text

pytestmark = pytest.mark.page


def test_2_after_a_drag_the_last_value_is_shown(browser: Browser, file: Path) -> None:
    tab = opened(browser, file)
    handle = lever(tab, "prevention").locator(":scope > input[type=range]")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + box["width"] / 2, y)
    tab.mouse.down()
    for step in range(20):
        tab.mouse.move(box["x"] + box["width"] * (0.5 + step / 60), y)
        tab.wait_for_timeout(16)
    tab.mouse.up()
    ready(tab)
    value = float(handle.input_value())
    assert value > 0.6 and state(tab)["scenarios"][0]["set"]["prevention"]["value"] == value
    moved = table(tab)
    again = opened(browser, file, tab.evaluate("location.hash").removeprefix("#"))
    assert table(again) == moved
    tab.click("#undo")  # one step a drag
    ready(tab)
    assert state(tab)["scenarios"][0]["set"]["prevention"]["value"] == 0.5
    tab.close()
    again.close()


def test_6_a_link_of_other_numbers_shows_what_it_showed_beside_what_these_give(
    browser: Browser, file: Path, shared: Page
) -> None:
    tab = showing(shared)
    link = tab.evaluate("location.hash").removeprefix("#")
    assert re.search(r"&k=-[\d.]+;-[\d.]+;-[\d.]+$", link)
    other = opened(browser, file, re.sub("h=[0-9a-f]+", "h=0123456789ab", re.sub("k=.*", "k=-7;-9;-5", link)))
    told = other.inner_text("#version")
    assert "−7 [−9; −5]" in told and text("en", "app.then") in told
    now = figures(tab)[0]
    assert other.evaluate("value => words.number(value, true)", float(f"{now[0]:.4g}")) in told
    hostile = opened(browser, file, re.sub("h=[0-9a-f]+", "h=x", re.sub("k=.*", "k=<img src=x>;1;2", link)))
    assert hostile.locator("#version img").count() == 0 and hostile.locator("#version table").count() == 0
    other.close()
    hostile.close()


def test_7_back_goes_back_as_undo_does(browser: Browser, file: Path) -> None:
    tab = opened(browser, file)
    first = table(tab)
    typed(tab, "prevention", "0.8")
    assert table(tab) != first
    tab.go_back()
    ready(tab)
    assert table(tab) == first
    tab.go_forward()
    ready(tab)
    assert state(tab)["scenarios"][0]["set"]["prevention"]["value"] == 0.8
    tab.keyboard.press("Control+z")
    ready(tab)
    assert table(tab) == first
    tab.close()


def test_8_the_session_is_kept_unless_somebody_does_not_want_it(browser: Browser, file: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{file.as_uri()}#{MOVED}")
    ready(tab)
    typed(tab, "prevention", "0.7")
    second = context.new_page()
    second.goto(file.as_uri())
    ready(second)
    assert state(second)["scenarios"][0]["set"]["prevention"]["value"] == 0.7
    second.goto("about:blank")
    second.goto(f"{file.as_uri()}#{MOVED}")  # a link takes its place, one step away
    ready(second)
    assert state(second)["scenarios"][0]["set"]["prevention"]["value"] == 0.5
    assert second.inner_text("#notice") == text("en", "app.earlier")
    second.click("#undo")
    ready(second)
    assert state(second)["scenarios"][0]["set"]["prevention"]["value"] == 0.7
    second.goto("about:blank")
    second.goto(f"{file.as_uri()}#l=es")  # as from the menu of a Spanish page
    ready(second)
    assert second.evaluate("() => document.documentElement.lang") == "es"
    assert state(second)["scenarios"][0]["set"]["prevention"]["value"] == 0.7
    second.uncheck("#remember")
    third = context.new_page()
    third.goto(file.as_uri())
    ready(third)
    assert state(third)["scenarios"][0]["base"] == "total-peace" and not third.is_checked("#remember")
    context.close()


def test_9_up_to_four_policies_are_copies_that_leave_the_baseline_alone(shared: Page) -> None:
    tab = showing(shared)
    for count in (2, 3, 4):
        tab.click("[data-add]")
        assert len(state(tab)["scenarios"]) == count
    assert tab.is_disabled("[data-add]")
    assert state(tab)["scenarios"][3] == state(tab)["scenarios"][0] and state(tab)["focus"] == 3
    typed(tab, "prevention", "0.9")
    assert state(tab)["scenarios"][0]["set"]["prevention"]["value"] == 0.5
    assert tab.evaluate("JSON.stringify(baseline)") == '{"base":"as-observed","set":{}}'
    tab.click("[data-drop]")
    assert len(state(tab)["scenarios"]) == 3


def test_10_names_say_what_differs_until_somebody_renames_it(browser: Browser, file: Path, shared: Page) -> None:
    tab = showing(shared)
    assert lab().levers["prevention"].text.en in tab.inner_text("[data-focus='0']")
    tab.fill("#name", "More <b>school</b> ~ classes")
    ready(tab)
    assert "More <b>school</b> classes" in tab.inner_text("[data-focus='0']")
    again = opened(browser, file, tab.evaluate("location.hash").removeprefix("#"))
    assert "More <b>school</b> classes" in again.inner_text("#verdict thead")
    again.close()


def test_11_a_lever_goes_back_to_the_baseline_and_the_page_to_how_it_was_opened(shared: Page) -> None:
    tab = showing(shared)
    box = lever(tab, "prevention")
    assert "%" in box.locator(":scope > input[type=range]").evaluate("one => one.style.getPropertyValue('--usual')")
    box.locator(".reset").click()
    ready(tab)
    assert state(tab)["scenarios"][0]["set"] == {}
    typed(tab, "prevention", "0.4")
    box.locator(":scope > input[type=range]").dblclick()
    ready(tab)
    assert "prevention" not in state(tab)["scenarios"][0]["set"]
    tab.click("#as-opened")
    ready(tab)
    assert state(tab)["scenarios"][0]["set"]["prevention"]["value"] == 0.5


def test_12_what_differs_is_listed_with_both_values_and_the_unit(shared: Page) -> None:
    tab = showing(shared, "s=as-observed~prevention=0.5@2029-2031~arrests=2&o=cocaine_consumed.USA")
    unfolded(tab)
    listed = tab.locator("#changes li").all_inner_texts()
    assert any("0 → 0.5" in one and "(2029–2031)" in one for one in listed)
    assert any("1 → 2" in one for one in listed) and len(listed) == 2


def test_13_policies_to_start_from_have_their_sources_and_others_come_near(shared: Page) -> None:
    tab = showing(shared)
    tab.click("#gallery")
    assert tab.locator("#account .preset").count() == len(PRESETS) - 1
    tab.click("[data-take=war-on-drugs]")
    ready(tab)
    assert state(tab)["scenarios"][0] == {"base": "war-on-drugs", "set": {}}
    typed(tab, "prevention", "0.1")
    tab.click("#similar")
    tab.wait_for_selector("#account table", timeout=60_000)
    rows = tab.locator("#account tbody tr")
    assert rows.count() == 3 and "war on drugs" in rows.first.inner_text().lower()


def test_14_a_lever_holds_from_one_year_to_another(shared: Page) -> None:
    tab = showing(shared)
    strip = lever(tab, "prevention").locator(".strip")
    strip.locator("input.box[data-year=from]").fill("2030")
    ready(tab)
    early = "state => cellNow(state.scenarios[0], state.row, 2029)"
    assert tab.evaluate(f"({early})(state).status") == "no_change"
    strip.locator("input[type=range][data-year=until]").fill("2031")
    ready(tab)
    assert "prevention=0.5@2030-2031" in tab.evaluate("location.hash")
    assert state(tab)["scenarios"][0]["set"]["prevention"] == {"value": 0.5, "from": 2030, "until": 2031}
    file_text = json.loads(tab.text_content("#file") or "")
    assert file_text["levers"][0]["path"] == {"2030-01": 0.5, "2032-01": 0}


def test_15_a_policy_that_is_the_baseline_says_so(shared: Page) -> None:
    tab = showing(shared, "s=as-observed")
    assert tab.inner_text("#changes-title") == text("en", "app.no_changes")
    tab.wait_for_function("same => byId('said').textContent.includes(same)", arg=text("en", "likely.same"))


def test_16_no_lever_changes_anything_before_policies_start(shared: Page) -> None:
    tab = showing(shared)
    moved = tab.evaluate(
        """() => {
          const before = (one) => one.filter(([month]) => month < lab.start);
          const past = (one) => JSON.stringify(stepsOf(one).map(before));
          const policies = moveable().flatMap((name) => [levers[name].low, levers[name].high].flatMap((value) =>
            [null, 2029].map((from) => ({ base: "as-observed", set: { [name]: { value, from, until: null } } }))));
          return policies.filter((one) => past(one) !== past(baseline));
        }"""
    )
    assert moved == []
    apart = tab.evaluate(
        """() => {
          const past = (one) => JSON.stringify(one.steps.map((steps) => steps.filter(([month]) => month < lab.start)));
          return presets.filter((one) => past(one) !== past(presets[0])).map((one) => one.id);
        }"""
    )
    assert apart == []
