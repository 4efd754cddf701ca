"""The pages of states together: every act, bill, pressure and figure stands there with its source."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from pages import part, said

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser
from site_pages import addresses, anchored, check_in_browser, spaced

from tregua.catalogue.record import Citation
from tregua.evidence import ledger
from tregua.lab.model import lab
from tregua.show.page.alliance_game import FOUR
from tregua.show.site import states as wing
from tregua.show.words.alliance import chance_words
from tregua.show.words.numbers import percent
from tregua.states import records
from tregua.states.bills import paths, rates
from tregua.states.burden import burden
from tregua.states.effects_schema import efforts_file
from tregua.states.policies import policies
from tregua.states.replay import replay
from tregua.states.schema import MEASURES
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.xdist_group("site")  # whose processes make each page once

both = pytest.mark.parametrize("language", LANGUAGES)


def cites(found: Element, named: list[Citation], language: Language) -> bool:
    prefix = "" if language == "en" else "es-"
    return {f"#{prefix}source-{one.ref}" for one in named} <= {*addresses(found)}


def rows(tree: Element, language: Language, at: int) -> list[Element]:
    """The rows of one of the tables of a page."""
    return [*part(tree, language).iter("table")][at].findall("tbody/tr")


def test_there_is_a_page_a_state(trees: dict[str, Element]) -> None:
    names = {f"state-{one}.html" for one in records.states()}
    assert {*trees} == {"states.html", "bills.html", "shares.html", *names}


@both
def test_every_act_of_a_state_stands_on_its_page_with_its_sources(
    trees: dict[str, Element], language: Language
) -> None:
    for state in records.states().values():
        tree = trees[f"state-{state.id}.html"]
        acts = [one for one in records.acts().values() if one.state == state.id]
        listed = rows(tree, language, 0)
        assert len(listed) == len(acts) > 0
        for one in acts:
            here = [row for row in listed if getattr(one.text, language) in said(row) and one.date in said(row)]
            assert here and any(cites(row, one.source, language) for row in here), one.id
        for change in state.government.changes:
            assert getattr(change.text, language) in said(part(tree, language))
            assert cites(part(tree, language), change.source, language)


@both
def test_every_state_stands_in_the_overview_with_its_levels_and_leads_to_its_page(
    trees: dict[str, Element], language: Language
) -> None:
    hash_ = "#es-top" if language == "es" else ""
    for one in wing.found().levels:
        row = anchored(trees["states.html"], f"state-{one.state}", language)
        assert f"state-{one.state}.html{hash_}" in addresses(row)
        cells = [said(cell).split()[0] for cell in row.findall("td")[:2]]
        shown = ["?" if axis.level is None else str(axis.level) for axis in (one.soft, one.hard)]
        assert [cell.lstrip("≥").rstrip("*") for cell in cells] == shown, one.state


@both
def test_the_list_leads_to_every_lever_estimate_and_claim_that_it_names(
    trees: dict[str, Element], language: Language
) -> None:
    hash_ = "#es-top" if language == "es" else ""
    found = addresses(part(trees["states.html"], language))
    for one in policies():
        named = [f"lever-{name}" for name in one.levers] + [f"claim-{name}" for name in one.claims]
        named += [f"estimate-{name}" for names in one.estimates.values() for name in names]
        assert [name for name in named if f"{name}.html{hash_}" not in found] == []
        assert {*one.levers} <= {*lab().levers} and {*one.claims} <= {*ledger.claims()}
    shown = said(part(trees["states.html"], language))
    for press in records.presses().values():
        assert getattr(press.text, language) in shown and getattr(press.followed, language) in shown
        assert cites(part(trees["states.html"], language), press.source, language)


@both
def test_every_bill_stands_with_its_steps_its_end_and_their_sources(
    trees: dict[str, Element], language: Language
) -> None:
    for bill in paths().values():
        row = anchored(trees["bills.html"], f"bill-{bill.id}", language)
        if bill.regime:
            prefix = "" if language == "en" else "&l=es"
            assert f"decide.html#regime={bill.regime}{prefix}" in {*addresses(row)}
            assert any(one.startswith(f"regime-{bill.regime}.html") for one in addresses(row))
        for step in bill.steps:
            assert step.date in said(row) and getattr(step.text, language) in said(row)
            assert cites(row, step.source, language)
        for beside in bill.exits:
            assert cites(row, beside.source, language)
        top = "#es-top" if language == "es" else ""
        leads = [*(f"lever-{one}" for one in bill.levers), *([f"regime-{bill.regime}"] if bill.regime else [])]
        assert {f"{one}.html{top}" for one in leads} <= {*addresses(row)}
        assert text(language, f"alliance.outcome.{bill.end.outcome}") in said(row.findall("td")[-1]) or bill.deadline
        for each in replay(bill).steps:
            assert f"{getattr(each.step.text, language)} {spaced(chance_words(each.chance, language))}" in said(row)
    for one in records.bills().values():
        if one.path is None:
            row = anchored(trees["bills.html"], f"bill-{one.id}", language)
            assert getattr(one.text, language) in said(row) and cites(row, one.source, language)


@both
def test_the_counts_behind_base_rates_stand_below_the_bills(trees: dict[str, Element], language: Language) -> None:
    listed = rows(trees["bills.html"], language, 2)
    assert len(listed) == len(rates())
    for row, one in zip(listed, rates().values(), strict=True):
        assert one.begins in said(row) and cites(row, one.source, language)
        assert one.fraction is None or spaced(percent(one.fraction, language)) in said(row)


@both
def test_shares_are_those_of_the_four_rules_and_figures_have_sources(
    trees: dict[str, Element], language: Language
) -> None:
    found = burden()
    payers = {said(row).split()[0]: row for row in rows(trees["shares.html"], language, 0)}
    assert {*payers} == {*found.members, records.observer()}
    for state in found.members:
        cells = [said(cell).strip() for cell in payers[state].findall("td")]
        assert cells[: len(FOUR)] == [spaced(percent(found.of(rule)[state].share, language)) for rule in FOUR]
    figures = rows(trees["shares.html"], language, 1)
    for row, state in zip(figures, records.states().values(), strict=True):
        for cell, name in zip(row.findall("td"), MEASURES, strict=True):
            one = state.figures[name]
            assert cites(cell, one.source, language)
            assert (str(one.year) in said(cell)) if one.value is not None else (one.why is not None)


@both
def test_the_largest_shares_come_first_and_every_gain_leads_to_its_lever_and_outcome(
    trees: dict[str, Element], language: Language
) -> None:
    page = part(trees["shares.html"], language)
    lead = next(said(one) for one in page.iter("p") if one.get("class") == "lede")
    shares = burden()
    for rule in FOUR:
        found = {name: one.share for name, one in shares.of(rule).items()}
        for name, share in found.items():
            if share == max(found.values()) > min(found.values()):
                assert getattr(records.name(name), language) in lead and spaced(percent(share, language)) in lead
    prefix = "es-" if language == "es" else ""
    top = "#es-top" if language == "es" else ""
    gains = [one for ul in page.iter("ul") if ul.get("class") == "gains" for one in ul]
    assert gains
    levers = {f"lever-{one.lever}.html{top}" for one in efforts_file().efforts if one.axis == "soft"}
    outcomes = {f"score.html#{prefix}outcome-{one.outcome}" for one in efforts_file().cells if one.weighed}
    for one in gains:
        to = {*addresses(one)}
        assert len(to & levers) == 1 and len(to & outcomes) == 1
        assert ("▲" in said(one)) != ("▼" in said(one))


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, pages: dict[str, str], tmp_path: Path
) -> None:
    check_in_browser(browser, tmp_path, pages, ["states.html", "bills.html", "shares.html", "state-MEX.html"])
