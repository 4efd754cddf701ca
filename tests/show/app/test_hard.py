"""What once broke the live laboratory, kept as it was found."""

from urllib.parse import quote

import pytest

pytest.importorskip("playwright.sync_api")
from live import ERRORS, MOVED, lever, ready, saved, showing, state, table
from playwright.sync_api import Page

pytestmark = pytest.mark.page


def test_a_name_that_ends_in_half_a_letter_or_holds_what_no_file_can(shared: Page) -> None:
    for name in ("x" * 59 + "😀", "a\x00b\x1bc\u00a0d", "=1+1", '"><svg onload=x>', "\u202eabc"):
        tab = showing(shared, f"s=as-observed~prevention=0.5~:{quote(name)}&o=cocaine_consumed.USA")
        assert "~:" in tab.evaluate("location.hash")
        broken = "new DOMParser().parseFromString(pictureText().text, 'image/svg+xml').querySelector('parsererror')"
        assert tab.evaluate(f"{broken} === null")
    assert saved(tab, "#png").startswith(b"\x89PNG")


def test_the_way_to_the_content_leaves_the_state(shared: Page) -> None:
    tab = showing(shared)
    before = state(tab)
    tab.evaluate("location.hash = 'content'")
    ready(tab)
    assert state(tab) == before and "prevention=0.5" in tab.evaluate("location.hash")


def test_an_answer_that_comes_after_a_move_is_dropped(shared: Page) -> None:
    tab = showing(shared, f"s=as-observed~prevention=0.5~interdiction=3&{MOVED.partition('&')[2]}")
    tab.evaluate("openAccount(state.scenarios[0], state.row)")
    tab.click("[data-drives]")
    tab.keyboard.press("Escape")
    tab.evaluate("setLever('prevention', 0.71)")
    ready(tab)
    moved = table(tab)
    tab.evaluate("setLever('prevention', 0.72)")
    ready(tab)
    assert table(tab) != moved and not ERRORS.get(tab)


def test_a_number_can_be_typed_digit_by_digit_and_chosen_by_a_double_click(shared: Page) -> None:
    tab = showing(shared)
    box = lever(tab, "sentence").locator(":scope > input.box")
    box.press("Control+a")
    box.press_sequentially("0.5")
    ready(tab)
    assert state(tab)["scenarios"][0]["set"]["sentence"]["value"] == 0.5 and box.input_value() == "0.5"
    box.dblclick()
    assert state(tab)["scenarios"][0]["set"]["sentence"]["value"] == 0.5
    box.fill("999")
    box.press("Enter")
    most = tab.evaluate("levers.sentence.high")
    assert float(box.input_value()) == most and lever(tab, "sentence").locator(".wrong").first.is_visible()
    lever(tab, "sentence").locator("input.box[data-year=from]").fill("2028.5")
    ready(tab)
    assert state(tab)["scenarios"][0]["set"]["sentence"]["from"] is None


def test_a_link_is_only_written_in_full_when_it_is_opened(shared: Page) -> None:
    tab = showing(shared, "s=mano-dura")
    entries = tab.evaluate("history.length")
    tab.wait_for_timeout(400)
    assert tab.evaluate("history.length") == entries and "&h=" in tab.evaluate("location.hash")
    read = "fragment => JSON.stringify(read(written(read(fragment))))"
    for fragment in ("s=mano-dura~prevention=0.5@2040-2020", "s=mano-dura~prevention=0.5@2030-2028", "t=x%26s%3Da"):
        assert tab.evaluate(read, fragment) == tab.evaluate("one => JSON.stringify(read(one))", fragment)
    assert tab.evaluate("linkOf('t=x%26s%3Dmano-dura').token") is None


def test_a_guess_that_is_being_made_stays_and_no_figure_shows(shared: Page) -> None:
    tab = showing(shared, f"{MOVED}&h=another&k=-7;-9;-5")
    tab.keyboard.press("f")
    tab.check("[name=guess][value=lower]")
    tab.fill("#guess-size", "12")
    tab.evaluate("dispatchEvent(new Event('resize'))")
    tab.wait_for_timeout(300)
    assert tab.input_value("#guess-size") == "12" and tab.is_checked("[name=guess][value=lower]")
    assert "k=" not in tab.evaluate("location.hash")
    for size in ("1e308", "-1e308"):
        tab.fill("#guess-size", size)
        tab.check("[name=guess][value=lower]")
        tab.click("#guess-record")
    tab.click("#guess-reveal")
    assert "NaN" not in tab.inner_html("#guess")
    tab.keyboard.press("f")


def test_figures_of_another_question_are_not_those_of_the_link(shared: Page) -> None:
    tab = showing(shared, f"{MOVED}&h=another&k=-7;-9;-5")
    assert "−7 [−9; −5]" in tab.inner_text("#version")
    tab.select_option("#outcome", index=0)
    ready(tab)
    assert "−9" not in tab.inner_text("#version")
