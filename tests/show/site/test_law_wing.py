"""Gaps and conflicts of every text, and negotiating tables on one time line."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from pages import part, said
from playwright.sync_api import Browser
from site_pages import addresses, check_in_browser, made, spaced, trees_of

from tregua.regimes.audit import audit
from tregua.regimes.load import regimes
from tregua.regimes.log import span, tables
from tregua.regimes.machine import states
from tregua.regimes.process import replay
from tregua.show.draw.tables import LADDER, STEP, level
from tregua.show.page.audits import TOGETHER
from tregua.show.site import law as wing
from tregua.show.words.numbers import percent
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.xdist_group("site")  # whose processes make each page once
both = pytest.mark.parametrize("language", LANGUAGES)
PAIR = "-".join(TOGETHER)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: page for name, page in made(wing.files_of("en")).items() if name.startswith(("gaps", "table"))}


@pytest.fixture(scope="module")
def trees(pages: dict[str, str]) -> dict[str, Element]:
    return trees_of(pages)


# --- gaps and conflicts -----------------------------------------------------------------------------------------------


@both
def test_every_text_has_its_shares_without_an_answer_and_leads_to_its_smallest_cases(
    trees: dict[str, Element], language: Language
) -> None:
    rows = part(trees["gaps.html"], language).findall(".//tbody/tr")
    assert len(rows) == len(regimes()) + 1
    for name, row in zip([*regimes(), PAIR], rows, strict=True):
        found = audit(TOGETHER if name == PAIR else [name])
        assert f"gaps-{name}.html" in {one.partition("#")[0] for one in addresses(row)}
        silent, conflicting, _ = row.findall("td")
        for shown, cell in (("silent", silent), ("conflicting", conflicting)):
            wanted = [
                f"{text(language, f'regimes.kind.{kind}')} {percent(counts[shown] / found.total, language)}"
                for kind, counts in found.kinds.items()
                if counts[shown]
            ]
            assert [spaced(said(one)).strip() for one in cell.iter("li")] == [spaced(one) for one in wanted], name


def test_the_lede_counts_texts_and_not_the_pair(trees: dict[str, Element]) -> None:
    silent = sum(any(counts["silent"] for counts in audit([one]).kinds.values()) for one in regimes())
    assert text("en", "audits.lede", silent=silent, count=len(regimes())) in said(trees["gaps.html"])


@both
def test_a_page_has_a_row_for_each_smallest_case(trees: dict[str, Element], language: Language) -> None:
    for name in (*regimes(), PAIR):
        found = audit(TOGETHER if name == PAIR else [name])
        (cases,) = [
            one
            for one in part(trees[f"gaps-{name}.html"], language).iter("table")
            if said(one).strip().startswith(text(language, "audit.page.cases"))
        ]
        assert len(cases.findall("tbody/tr")) == len({(*one.facts.items(),) for one in found.witnesses}), name


# --- tables -----------------------------------------------------------------------------------------------------------


@both
def test_a_table_lists_every_event_with_the_state_after_it_and_its_sources(
    trees: dict[str, Element], language: Language
) -> None:
    for name in tables():
        process = replay(name)
        body = part(trees[f"table-{name}.html"], language)
        rows = body.findall(".//tbody/tr")
        assert len(rows) == len(process.taken)
        for taken, row in zip(process.taken, rows, strict=True):
            told = said(row)
            assert taken.event.date in told and getattr(states()[taken.state].text, language) in told
            assert not isinstance(taken.event.source, str)
            cited = {one.partition("source-")[2] for one in addresses(row)}
            assert {one.ref for one in taken.event.source} <= cited
        assert getattr(states()[process.state].text, language) in said(body.findall("p")[0])


def test_a_bar_is_as_high_as_the_table_had_come_and_as_long_as_it_stayed(trees: dict[str, Element]) -> None:
    body = part(trees["tables.html"], "en")
    (line,) = [one for one in body.iter("svg") if "tables" in one.get("class", "")]
    first, end = [f([span(one.event.date)[0] for name in tables() for one in replay(name).taken]) for f in (min, max)]
    start, until = date(first.year, 1, 1), max(date.fromisoformat(replay(name).as_of) for name in tables())
    assert end <= until
    years = [one for one in line.findall("path") if one.get("class") == "grid"]
    left, right = (float(one.get("d", "").partition(" ")[0].removeprefix("M")) for one in (years[0], years[1]))
    day = (right - left) / (date(start.year + 1, 1, 1) - start).days
    for name, row in zip(tables(), line.findall("g"), strict=True):
        taken = replay(name).taken
        bars = [one for one in row if one.tag in ("rect", "path")]
        assert len(bars) == len(taken) == len(row.findall("circle"))
        for at, (one, bar) in enumerate(zip(taken, bars, strict=True)):
            here = span(one.event.date)[0]
            after = span(taken[at + 1].event.date)[0] if at + 1 < len(taken) else until
            if (rung := level(one.state)) is None:
                assert bar.tag == "path" and bar.get("class") == ("held" if states()[one.state].pause else "over")
                continue
            assert float(bar.get("height", "0")) == pytest.approx(STEP * rung, abs=0.1)
            assert float(bar.get("x", "0")) == pytest.approx(left + day * (here - start).days, abs=0.2)
            width = day * (after - here).days
            assert float(bar.get("width", "0")) == pytest.approx(max(1.0, width), abs=0.2)


def test_the_ladder_rises_from_nothing_to_the_benefit_and_holds_no_pause() -> None:
    assert (LADDER[0], LADDER[-1]) == ("silence", "benefit")
    assert not [one for one in LADDER if states()[one].pause]
    assert all(states()[one].then == following for one, following in pairwise(LADDER[1:]))


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, pages: dict[str, str], tmp_path: Path
) -> None:
    check_in_browser(browser, tmp_path, pages, ["gaps.html", f"gaps-{PAIR}.html", "tables.html", "table-egc.html"])
