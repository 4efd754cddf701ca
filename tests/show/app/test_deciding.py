"""The views that help to decide: the numbers of the terminal on the same draws, in one state and one link."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")
from live import opened, ready, showing, state
from playwright.sync_api import Browser, Page

from tregua.analysis.deciding.futures import Futures, futures
from tregua.analysis.deciding.goals import cells_of, read_worth
from tregua.analysis.deciding.regret import Row, regret
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import RECORD, load_scenarios
from tregua.show.app.page import DECIDING, DRAWS

pytestmark = pytest.mark.page
POLICIES = ("total-peace", "mano-dura", "alliance")
ASKED = "&".join([*(f"s={name}" for name in POLICIES), "y=2032"])
WORTH = {"COL.homicides": -1.0, "COL.liberal_democracy": 5000.0, "COL.detained": -0.03}


@cache
def found() -> Futures:
    return futures(simulate(load_scenarios([RECORD, *POLICIES]), Settings(draws=DRAWS)))


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
    told = tab.evaluate("app.judged.map((at) => [rows[at].outcome, rows[at].place])")
    assert [tuple(one) for one in told] == [(cell.outcome, cell.place) for cell in cells_of()]
    for at, (outcome, place) in enumerate(told):
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
        tab.wait_for_selector("#decide-body .told")
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
