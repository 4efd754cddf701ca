"""The views that help to decide: the numbers of the terminal on the same draws, in one state and one link."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from browser import AXE
from live import MOVED, opened, ready, showing, state
from playwright.sync_api import Browser, Page

from tregua.analysis.deciding.answers import discover, portfolio
from tregua.analysis.deciding.futures import Futures, futures
from tregua.analysis.deciding.goals import Cell, cells_of, goals, read_worth
from tregua.analysis.deciding.regret import Row, regret
from tregua.analysis.deciding.tradeoffs import tradeoffs
from tregua.lab.alternatives import combinations
from tregua.lab.model import lab
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import RECORD, load_scenarios
from tregua.show.app.page import DECIDING, DRAWS
from tregua.show.app.records import BOXES
from tregua.show.words.portfolio import portfolio_record
from tregua.text import LANGUAGES, Language, text, texts

pytestmark = pytest.mark.page
POLICIES = ("total-peace", "mano-dura", "alliance")
ASKED = "&".join([*(f"s={name}" for name in POLICIES), "y=2032"])
WORTH = {"COL.homicides": -1.0, "COL.liberal_democracy": 5000.0, "COL.detained": -0.03}


@cache
def found() -> Futures:
    return futures(simulate(load_scenarios([RECORD, *POLICIES]), Settings(draws=DRAWS)))


def told(tab: Page, view: str = "#decide-body") -> str:
    """What a view shows, once it is worked out."""
    tab.wait_for_selector("#decide-body[aria-busy=false] .told", timeout=60_000)
    return tab.inner_text(view)


def row_name(cell: str) -> str:
    return ".".join(reversed(cell.split(".")))


def weighed(worth: dict[str, float]) -> str:
    return "~".join(f"{row_name(name)}={weight:g}" for name, weight in worth.items())


def by_python(rows: list[Row]) -> list[dict[str, Any]]:
    return [{"status": row.status, "by": [[one.max, one.p90, one.mean, one.ahead] for one in row.by]} for row in rows]


BARE = (
    "found => found.map(({ status, by }) => ({ status, by: by.map((one) => [one.max, one.p90, one.mean, one.ahead]) }))"
)


def agree(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    assert [one["status"] for one in ours] == [one["status"] for one in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert len(one["by"]) == len(other["by"])
        for mine, yours in zip(one["by"], other["by"], strict=True):
            assert mine == pytest.approx(yours, rel=1e-6, abs=1e-9)


def test_regret_is_that_of_the_terminal_for_every_outcome_and_for_weights(shared: Page, tmp_path: Path) -> None:
    tab = showing(shared, f"{ASKED}&d=regret&w={weighed(WORTH)}")
    path = tmp_path / "weights.yaml"
    path.write_text(tab.evaluate("weightsFile()"), "utf-8")
    assert {cell.name: weight for cell, weight in read_worth(path).items()} == WORTH
    expected = regret(found(), 2032, worth=read_worth(path))
    names = [RECORD, *POLICIES]
    cells = tab.evaluate("app.judged.map((at) => [rows[at].outcome, rows[at].place])")
    assert [tuple(one) for one in cells] == [(cell.outcome, cell.place) for cell in cells_of()]
    for at, (outcome, place) in enumerate(cells):
        code = "at => { const all = policiesNow(); return regretOf(app.judged[at], all, futuresNow(all), 2032); }"
        ours = tab.evaluate(f"at => ({BARE})(({code})(at))", at)
        agree(ours, by_python([expected.one(name, outcome, place) for name in names]))
    code = "() => { const all = policiesNow(); return weighedOf(all, futuresNow(all), 2032); }"
    rows = {row.scenario: row for row in expected.weighed}
    agree(tab.evaluate(f"() => ({BARE})(({code})())"), by_python([rows[name] for name in names]))


def test_in_every_future_some_policy_regrets_nothing(shared: Page) -> None:
    tab = showing(shared, f"{ASKED}&d=regret")
    least = tab.evaluate(
        """() => {
          const all = policiesNow();
          const { alternatives } = futuresNow(all);
          const behind = alternatives.map(({ at }) => regrets(levelsOf(all, at, state.row, state.year)));
          return behind.flatMap((each) => [...each[0].keys()].map((k) => Math.min(...each.map((one) => one[k]))));
        }"""
    )
    assert len(least) % DRAWS == 0 and set(least) == {0}


def test_views_are_in_the_link_and_one_step_back(browser: Browser, file: Path, shared: Page) -> None:
    tab = showing(shared, ASKED)
    assert not tab.is_visible("#deciding")
    for view in DECIDING:
        tab.click(f"#decide-{view}")
        ready(tab)
        told(tab)
        assert f"d={view}" in tab.evaluate("location.hash") and tab.is_visible("#decide-body")
        assert tab.get_attribute(f"#decide-{view}", "aria-pressed") == "true"
    if state(tab)["decide"] != DECIDING[0]:
        tab.click(f"#decide-{DECIDING[0]}")
        ready(tab)
    tab.evaluate("document.querySelectorAll('#deciding details').forEach((one) => { one.open = true; })")
    tab.fill("[data-worth='homicides.COL']", "-2")
    tab.press("[data-worth='homicides.COL']", "Tab")
    ready(tab)
    assert tab.is_disabled("[data-worth='civilians_killed.COL']")  # counted among the homicides
    link, kept = tab.evaluate("location.hash"), state(tab)
    assert kept["worth"] == {"homicides.COL": -2} and "w=homicides.COL=-2" in link
    again = opened(browser, file, link.removeprefix("#"))
    told(again), told(tab)
    assert state(again) == kept and again.text_content("#decide-body") == tab.text_content("#decide-body")
    again.close()
    tab.click("#undo")
    ready(tab)
    assert state(tab)["worth"] == {}
    tab.click("#redo")
    ready(tab)
    assert state(tab) == kept
    tab.click(f"#decide-{DECIDING[0]}")
    ready(tab)
    assert not tab.is_visible("#deciding") and "d=" not in re.sub("&[a-ce-z]=[^&]*", "", tab.evaluate("location.hash"))


@pytest.mark.parametrize("after", [5, 10])
def test_trade_offs_are_those_of_the_terminal(shared: Page, after: int) -> None:
    weights = {"COL.custody_deaths": 2.0, "COL.liberal_democracy": 900.0}
    tab = showing(shared, f"{ASKED}&f=1&d=tradeoff&n={after}&e={weighed(weights)}")
    pair = futures(found().dataset, [RECORD, "mano-dura"])
    expected = tradeoffs(pair, "mano-dura", RECORD, weights)
    ours = tab.evaluate(
        """() => {
          const pair = futuresNow([baseline, state.scenarios[1]]);
          return evenCurves(state.scenarios[1], pair).map(({ ahead, at }) => [ahead, String(at)]);
        }"""
    )
    even = [one for one in expected.even if one.years == after]
    assert len(ours) == len(even) > 1
    for (ahead, at), one in zip(ours, even, strict=True):
        assert ahead == pytest.approx(one.ahead, abs=1e-12)
        assert float(at.replace("Infinity", "inf")) == pytest.approx(one.at, rel=1e-6)
    for one in (each for each in expected.traded if each.years == after):
        code = """([outcome, place]) => {
          const row = rows.findIndex((one) => one.outcome === outcome && one.place === place);
          const ordered = sorted(changeOf(state.scenarios[1], 0, row));
          return QUANTILES.map((q) => quantileAt(ordered, q));
        }"""
        more = one.alternatives[0].difference
        low, first, middle, third, high = tab.evaluate(code, [one.outcome, one.place])
        assert middle == pytest.approx(more.median, rel=1e-6, abs=1e-9)
        assert [first, third, low, high] == pytest.approx([*more.i50, *more.i90], rel=1e-6, abs=1e-9)
    assert told(tab)
    kept: list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = []
    for one in even:
        if not any(np.abs(np.array(one.ahead) - other).max() <= 0.05 for other in kept):
            kept.append(np.array(one.ahead))
    lines = tab.locator("#decide-body table").nth(1).locator("tbody tr")
    assert 1 < lines.count() == len(kept) < len(even)  # each line of the picture is a line of the table
    assert tab.locator("#decide-body path.even").count() == len(kept)
    assert f"of {len(even)} readings" in told(tab)  # counted over all of them, alike or not


def test_a_break_even_of_a_case_by_hand(shared: Page) -> None:
    tab = showing(shared, ASKED)
    by_hand = [
        ([4, 6, 8, 10], [2, 2, 2, 2], 3),  # ahead while w is below 2, 3, 4, 5: half of them up to 3
        ([1, 1, -1], [0, 0, 0], "Infinity"),
        ([-1, -1, 5], [1, 1, 1], 0),
    ]
    for saved, taken, expected in by_hand:
        code = "([saved, taken]) => String(breakEven(Float64Array.from(saved), Float64Array.from(taken)))"
        assert tab.evaluate(code, [saved, taken]) == str(expected)


@pytest.mark.parametrize(("payer", "years"), [("", 10), ("EUR", 4)])
def test_a_budget_adds_up_the_outlay_of_its_years_and_names_what_has_no_published_cost(
    shared: Page, payer: str, years: int
) -> None:
    tab = showing(shared, f"{ASKED}&f=2&d=budget&b=2e9~{years}~{payer}")
    places = [payer] if payer else lab().places("payers")
    spent = sum(found().over(Cell("state_outlay", place), 2027, 2026 + years) for place in places)
    code = "at => futuresNow(policiesNow()).alternatives.map((one) => [...spentOf(policiesNow()[at], one.at)])"
    for at in range(len(POLICIES) + 1):
        for ours, theirs in zip(tab.evaluate(code, at), spent[:, at], strict=True):
            assert ours == pytest.approx(theirs.tolist(), rel=1e-6, abs=1e-3)
    table = told(tab, "#decide-body table >> nth=0")
    if payer:
        assert texts("en")["app.budget.elsewhere"].partition(":")[0] in table  # Colombia pays for jobs
        assert [*tab.evaluate("leftOutOf(state.scenarios[2]).unknown.map((lever) => lever.id)")] == []
    else:
        for name in ("eradication", "reintegration", "housing"):
            assert lab().levers[name].text.en in table
        assert text("en", "app.budget.unknown") in table  # of a policy none of whose cost is known: never zero
    expected = regret(found(), 2026 + years, since=2027)
    code = "row => { const all = policiesNow(); return regretOf(row, all, futuresNow(all), lastYear(), START_YEAR); }"
    for row, cell in zip(tab.evaluate("app.judged"), cells_of(), strict=True):
        ours = tab.evaluate(f"row => ({BARE})(({code})(row))", row)
        agree(ours, by_python([expected.one(name, cell.outcome, cell.place) for name in [RECORD, *POLICIES]]))


def test_the_link_of_a_mix_opens_with_its_levels_its_budget_and_its_cost(shared: Page) -> None:
    mixes = portfolio(2e9, Settings(draws=DRAWS), 10, payer="COL", steps=1)
    mix = portfolio_record(mixes, "en")["mixes"][1]
    tab = showing(shared, mix["link"].partition("#")[2])
    kept = state(tab)
    assert {name: one["value"] for name, one in kept["scenarios"][0]["set"].items()} == mix["levers"]
    assert kept["budget"] == {"usd": 2e9, "years": 10, "payer": "COL"} and kept["year"] == 2036
    spent = tab.evaluate("[...spentOf(policiesNow()[1], 0)]")
    assert float(np.median(spent)) == pytest.approx(mix["cost"]["median"], rel=1e-6)


@pytest.mark.parametrize(("policy", "outcome"), [("total-peace", "homicides"), ("war-on-drugs", "coca_area")])
def test_boxes_are_those_of_the_terminal(shared: Page, policy: str, outcome: str) -> None:
    fixed = dict(combinations()[0].choices)  # one reading: that of reference
    assumed = "~".join(f"{name}={value:g}" for name, value in fixed.items())
    tab = showing(shared, f"s={policy}&y=2032&o={outcome}.COL&d=boxes&a={assumed}")
    tab.wait_for_selector("#decide-body .found", timeout=60_000)
    ours = tab.evaluate("[...foundBoxes.values()].at(-1)")
    dataset = simulate(load_scenarios([RECORD, policy]), Settings(draws=BOXES), fixed)
    expected = discover(dataset, policy, f"COL.{outcome}", year=2032)
    (alternative,) = expected.alternatives
    assert (ours["status"], ours["fails"]) == (alternative.status, pytest.approx(alternative.fails))
    assert ours["least"] == pytest.approx(expected.by) and len(ours["boxes"]) == len(expected.boxes)
    columns = [*lab().parameters]
    for mine, theirs in zip(ours["boxes"], expected.boxes, strict=True):
        figures = [mine[name] for name in ("coverage", "density", "mass", "stability")]
        assert figures == pytest.approx([theirs.coverage, theirs.density, theirs.mass, theirs.stability])
        assert mine["heldOut"] == pytest.approx(theirs.held_out)
        for limit, one in zip(mine["limits"], theirs.limits, strict=True):
            assert columns[ours["names"][limit["column"]]["input"]] == one.parameter
            assert (limit["low"], limit["high"]) == pytest.approx((one.low, one.high))
            assert limit["between"] == pytest.approx(one.between) and limit["again"] == one.again


def test_readings_stand_apart_and_each_can_be_looked_into(shared: Page) -> None:
    tab = showing(shared, "s=mano-dura&y=2032&o=coca_area.COL&d=boxes")
    assert told(tab)
    buttons = tab.locator("#decide-body [data-reading]")
    assert buttons.count() > 5 and buttons.first.get_attribute("aria-pressed") == "true"
    other = buttons.nth(4)
    reading = other.get_attribute("data-reading")
    other.press("Enter")
    ready(tab)
    assert told(tab)
    assert f"&x={reading}" in tab.evaluate("location.hash") and state(tab)["reading"] == int(reading or 0)
    assert tab.evaluate("document.activeElement.dataset.reading") == reading
    tab.wait_for_selector("#decide-body .found[data-status]", timeout=60_000)


def test_what_nobody_agrees_on_and_what_nobody_knows_the_cost_of_has_no_boxes_and_no_regret(shared: Page) -> None:
    for view in ("regret", "boxes"):
        tab = showing(shared, f"s=mano-dura&o=extraditions.COL&d={view}")
        assert goals()["extraditions"].reason.en in told(tab, "#decide-body .told")
    tab = showing(shared, "s=mano-dura&o=state_outlay.COL&d=boxes")
    assert lab().levers["eradication"].text.en in told(tab, "#decide-body .told")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_nothing_in_any_view_and_nothing_is_wider_than_the_screen(
    browser: Browser, file: Path, language: Language, width: int
) -> None:
    tab = opened(browser, file, f"{MOVED}&s=mano-dura&l={language}", width)
    (other,) = {*LANGUAGES} - {language}
    foreign = [one for key, one in texts(other).items() if key.startswith("app.") and one != texts(language)[key]]
    for view in DECIDING:
        tab.click(f"#decide-{view}")
        ready(tab)
        told(tab)
        tab.evaluate("document.querySelectorAll('#deciding details').forEach((one) => { one.open = true; })")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        response = Axe().run(tab, context="#deciding", options=AXE).response
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in response["violations"]] == []
        shown = tab.inner_text("#deciding")
        assert not [one for one in foreign if "{" not in one and len(one) > 12 and one in shown]
        assert f"tregua {COMMANDS[view]} " in shown and f"--lang {language}" in shown
    tab.close()


COMMANDS = {"regret": "regret", "boxes": "discover", "budget": "portfolio", "tradeoff": "tradeoffs"}


def test_hostile_links_load_the_nearest_state(shared: Page) -> None:
    tab = showing(shared, ASKED)
    hostile = [
        "d=__proto__&w=__proto__=1~constructor=2~homicides.COL=NaN~detained.COL=1e99&b=NaN~x~COL&x=-1&n=7",
        "d=regret&w=civilians_killed.COL=-1~homicides.COL=-1&e=homicides.COL=1~detained.COL=2~extraditions.COL=1",
        "d=budget&b=1e999~99~<img src=x>&x=99999&e=liberal_democracy.COL=-1~displaced.COL=0.5",
        "w=" + "~" * 4000 + "&b=~~&e==&x=1e9",
    ]
    first, second, third, last = tab.evaluate("given => given.map(read)", hostile)
    for one in (first, second, third, last):
        assert one["decide"] in ("", *DECIDING) and 0 <= one["reading"] < len(combinations())
        assert 0 < one["budget"]["usd"] <= 1e14 and 1 <= one["budget"]["years"] <= 11
    assert (first["decide"], first["worth"], first["after"]) == ("", {}, 10)
    assert second["worth"] == {"homicides.COL": -1} and second["even"] == {}
    assert third["budget"] == {"usd": 1e14, "years": 11, "payer": ""} and third["even"] == {"displaced.COL": 0.5}


def test_a_link_of_before_these_views_opens_as_it_did(shared: Page) -> None:
    old = "s=total-peace&s=mano-dura&f=1&o=homicides.COL&y=2030&v=levels&l=en"
    tab = showing(shared, old)
    assert not tab.is_visible("#deciding") and tab.inner_html("#decide-body") == ""  # and nothing was computed
    link = tab.evaluate("location.hash").removeprefix("#")
    assert re.sub("&[mhk]=[^&]*", "", link) == old


def test_while_a_class_guesses_no_view_shows_its_figures(shared: Page) -> None:
    tab = showing(shared, f"{ASKED}&d=regret")
    assert told(tab)
    tab.click("#lead")
    assert not tab.is_visible("#deciding")
    tab.click("#lead")
    assert told(tab)


def test_what_cannot_be_typed_is_told_and_changes_nothing(shared: Page) -> None:
    tab = showing(shared, f"{ASKED}&d=budget")
    for name, wrong in (("usd", "-5"), ("years", "40")):
        held = tab.input_value(f"#budget-{name}")
        tab.fill(f"#budget-{name}", wrong)
        tab.press(f"#budget-{name}", "Tab")
        assert tab.input_value(f"#budget-{name}") == held
    tab = showing(shared, f"{ASKED}&d=tradeoff")
    tab.evaluate("document.querySelectorAll('#deciding details').forEach((one) => { one.open = true; })")
    tab.fill("[data-worth='liberal_democracy.COL']", "-3")
    tab.press("[data-worth='liberal_democracy.COL']", "Tab")
    assert tab.get_attribute("[data-worth='liberal_democracy.COL']", "aria-invalid") == "true"
    assert state(tab)["even"] == {} and tab.locator("#deciding .wrong:visible").count() == 1
