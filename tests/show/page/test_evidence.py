"""The page of the evidence ledger: every number with its record, both sides of a claim with the same room."""

import os
import subprocess
import sys
from xml.etree.ElementTree import Element, fromstring

import pytest
from pages import check_links, check_self_contained, part, said

from tregua.catalogue.read import sources
from tregua.evidence.answers import verdicts
from tregua.evidence.ledger import claims, estimates, promises, reported, searched, series
from tregua.show.html import View
from tregua.show.page.around import part as part_of_page
from tregua.show.page.evidence import render_ledger
from tregua.show.words.claims import sources_behind as behind
from tregua.show.words.series import in_order, refs_of
from tregua.show.words.source import day_in_words, shares
from tregua.show.words.verdicts import verdict_in_words
from tregua.text import LANGUAGES, Language, text

SIZE_LIMIT = 3_800_000


@pytest.fixture(scope="module")
def page() -> str:
    return render_ledger()


@pytest.fixture(scope="module")
def tree(page: str) -> Element:
    return fromstring(page)


def article(tree: Element, anchor: str) -> Element:
    (found,) = [one for one in tree.iter("article") if one.get("id") == anchor]
    return found


def test_it_is_one_file_with_one_known_script_and_without_request(page: str, tree: Element) -> None:
    check_self_contained(page, tree, SIZE_LIMIT, part_of_page("around.js") + part_of_page("claims.js"))


def test_no_anchor_stands_twice_and_every_link_leads_to_one_of_its_language(tree: Element) -> None:
    check_links(tree)


def cited() -> set[str]:
    """Every source behind a record of the ledger."""
    found = {one.ref for estimate in estimates().values() for one in estimate.source}
    found |= {ref for one in series().values() for ref in refs_of(one)}
    records = (*claims().values(), *reported().values(), *promises().values())
    return found | {ref for one in records for ref in behind(one)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_stands_on_the_page(tree: Element, language: Language) -> None:
    prefix = "" if language == "en" else f"{language}-"
    own = {element.get("id") for element in part(tree, language).iter()}
    wanted = {f"{prefix}claim-{name}" for name in (*claims(), *reported())}
    wanted |= {f"{prefix}promise-{name}" for name in promises()}
    wanted |= {f"{prefix}estimate-{name}" for name in estimates()}
    wanted |= {f"{prefix}series-{name}" for name in series()}
    wanted |= {f"{prefix}source-{name}" for name in cited()}
    assert wanted <= own


@pytest.mark.parametrize("name", claims())
def test_both_sides_of_a_claim_have_the_same_room_and_every_effect_leads_to_its_record(
    tree: Element, name: str
) -> None:
    shown = article(part(tree, "en"), f"claim-{name}")
    sections = shown.findall("section")
    assert len(sections) == len(claims()[name].rows)
    for row, section in zip(claims()[name].rows, sections, strict=True):
        assert verdict_in_words(verdicts(name)[row.id], "en") in said(section)
        columns = section.findall("div[@class='sides']/div")
        assert len(columns) == (2 if row.evidence else 0)
        items = [item for one in [*columns, *section.findall("div")] for item in one.findall("ul/li")]
        assert len(items) == len(row.evidence)
        for item in items:
            first, *rest = item.iter("a")
            assert first.attrib["href"].startswith("#estimate-")
            assert any(link.attrib["href"].startswith("#source-") for link in rest)
            assert f"{text('en', 'ledger.column.grade')} " in said(item)


def test_every_figure_of_an_estimate_and_a_series_has_its_source(tree: Element) -> None:
    for element in part(tree, "en").iter():
        if (element.get("id") or "").startswith(("estimate-", "series-")):
            assert any(link.attrib["href"].startswith("#source-") for link in element.iter("a")), element.get("id")


def test_a_series_shows_what_earlier_releases_gave_and_when_the_next_is_due(tree: Element) -> None:
    (shown,) = (said(one) for one in tree.iter("details") if one.get("id") == "series-homicides.ECU")
    assert "2025: 9,281 (before: 9,216 (First count of the ministry (reuters_ecuador_2026), 2026-01-20))" in shown
    assert "Next expected: 2026-05" in shown and searched() in shown


def test_the_page_does_not_depend_on_the_order_of_a_set(page: str) -> None:
    code = "import sys, tregua.show.page.evidence as page; sys.stdout.buffer.write(page.render_ledger().encode())"
    own = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=own, capture_output=True, check=True)
    assert done.stdout.decode() == page


def test_every_source_leads_to_where_it_was_found_with_the_day_and_the_page_tells_how_many_do(tree: Element) -> None:
    shown = part(tree, "en")
    for entry in shown.iter("li"):
        name = (entry.get("id") or "").removeprefix("source-")
        if name not in sources() or not entry.get("id"):
            continue
        source, links = sources()[name], [one.attrib["href"] for one in entry.iter("a")]
        assert links == [*([f"https://doi.org/{source.doi}"] if source.doi else []), *filter(None, [source.url])]
        if source.seen:
            assert text("en", "reference.seen", date=day_in_words(source.seen, "en")) in said(entry)
    told = " ".join(shares([sources()[name] for name in cited()], "en").split())
    assert told in said(shown) and "by DOI: " in told and "neither found: " in told


def test_sources_of_one_author_and_year_keep_their_order() -> None:
    listed = list(sources().values())
    assert len({(one.author, one.year) for one in listed}) < len(listed)
    view = View("en", "")
    assert view.bibliography(listed) == view.bibliography(reversed(listed))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_below_the_cards_is_folded(tree: Element, language: Language) -> None:
    shown = part(tree, language)
    assert all(one.get("open") is None for one in shown.iter("details"))
    bare = [one for section in shown.findall("section")[1:] for one in section if one.tag in ("article", "table")]
    assert bare == []


def test_homicides_stand_before_budgets() -> None:
    ordered = [one.outcome for one in in_order(series().values())]
    assert ordered[0] == "homicides" and ordered.index("group_members") < ordered.index("us_drug_budget")
    assert sorted(ordered) == sorted(one.outcome for one in series().values())
    money = [any(sign in one.unit for sign in ("USD", "COP")) for one in in_order(series().values())]
    assert money == sorted(money)
