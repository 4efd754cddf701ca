"""The evidence wing: a page a record, small, every link leads somewhere, every figure to its source."""

import csv
import re
import statistics
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs
from xml.etree.ElementTree import Element, fromstring

import pytest
from pages import leads_out, part, said
from site_pages import made

from tregua.catalogue.read import sources
from tregua.evidence import ledger
from tregua.evidence.answers import verdicts
from tregua.evidence.gaps import evidence_map, levers
from tregua.evidence.schema import Series
from tregua.lab.model import lab
from tregua.show.app.engine import shown_rows
from tregua.show.page.every_number import mechanisms
from tregua.show.places import LAB, MENU, PLACES, address
from tregua.show.site.evidence import files_of
from tregua.show.words.claims import sources_behind
from tregua.show.words.series import refs_of
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.xdist_group("site")  # whose processes make each page once

LIMIT, TYPICAL = 300_000, 40_000  # bytes
OTHERS = {*MENU, *(name for beside in MENU.values() for name in beside)}
OTHERS |= {f"numbers-{one}.html" for one in mechanisms()}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return made(files_of("en"))


@pytest.fixture(scope="module")
def trees(pages: dict[str, str]) -> dict[str, Element]:
    return {name: fromstring(page) for name, page in pages.items()}


def prefix(language: Language) -> str:
    return "" if language == "en" else f"{language}-"


def links(tree: Element, language: Language) -> list[str]:
    found = [one for one in part(tree, language).iter("a") if not leads_out(one)]
    return [one.attrib["href"] for one in found if not one.attrib["href"].startswith("data:")]


def led(tree: Element, language: Language, kind: str) -> set[str]:
    """The records of a kind to which a page leads."""
    before, after = PLACES[kind].split("{}")
    files = {one.partition("#")[0] for one in links(tree, language)}
    return {one.removeprefix(before).removesuffix(after) for one in files if one.startswith(before)}


# --- pages ------------------------------------------------------------------------------------------------------------


def test_every_record_has_its_page(pages: dict[str, str]) -> None:
    kinds = {
        "claim": [*ledger.claims(), *ledger.reported()],
        "promise": ledger.promises(),
        "estimate": ledger.estimates(),
        "series": ledger.series(),
        "lever": lab().levers,
    }
    lists = ["claims.html", *MENU["claims.html"]]
    letters = {f"sources-{name[0]}.html" for name in sources()}
    assert {*pages} == {*lists, *letters, *(f"{kind}-{name}.html" for kind, listed in kinds.items() for name in listed)}
    assert len({name.lower() for name in pages}) == len(pages)  # some disks take no notice of capitals


def test_pages_are_small(pages: dict[str, str]) -> None:
    sizes = {name: len(page.encode()) for name, page in pages.items()}
    assert {name: size for name, size in sizes.items() if size > LIMIT} == {}
    for kind in ("estimate", "lever", "claim"):
        assert statistics.median(size for name, size in sizes.items() if name.startswith(f"{kind}-")) <= TYPICAL


def test_every_link_leads_somewhere_in_its_own_language(trees: dict[str, Element]) -> None:
    known = {
        name: Counter(one.attrib["id"] for one in tree.iter() if "id" in one.attrib) for name, tree in trees.items()
    }
    assert {name for name, found in known.items() if max(found.values()) > 1} == set()
    for name, tree in trees.items():
        for language in LANGUAGES:
            for address_of in links(tree, language):
                file, _, anchor = address_of.partition("#")
                assert (file or name) in known or file in OTHERS, (name, address_of)
                if file != LAB and (file or name) in known:
                    assert anchor == "" or anchor in known[file or name], (name, address_of)
                    assert anchor.startswith("es-") == (language == "es"), (name, address_of)


def test_every_page_has_one_heading_in_each_language_and_no_words_of_the_other(trees: dict[str, Element]) -> None:
    for name, tree in trees.items():
        heads = [part(tree, language).findall("h1") for language in LANGUAGES]
        assert [len(one) for one in heads] == [1, 1], name
        for label in ("ledger.column.grade", "ledger.section.sources"):
            own, other = (text(language, label) for language in LANGUAGES)
            titles = {said(one) for one in part(tree, "es").iter() if one.tag in ("h2", "dt")}
            assert own == other or own not in titles, name


# --- from a figure to its source --------------------------------------------------------------------------------------


def behind() -> Iterator[tuple[str, str, set[str]]]:
    """Records with the sources that their pages must hold."""
    for name, estimate in ledger.estimates().items():
        yield "estimate", name, {one.ref for one in estimate.source}
    for name, series in ledger.series().items():
        yield "series", name, {*refs_of(series)}
    for name, promise in ledger.promises().items():
        yield "promise", name, {*sources_behind(promise)}
    for name, record in {**ledger.claims(), **ledger.reported()}.items():
        yield "claim", name, {*sources_behind(record)}
    for name, lever in lab().levers.items():
        yield "lever", name, {one.ref for estimate in lab().behind(lever) for one in estimate.source}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_holds_its_sources(trees: dict[str, Element], language: Language) -> None:
    for kind, name, refs in behind():
        own = {one.get("id") for one in part(trees[f"{kind}-{name}.html"], language).iter("li")}
        assert (refs and {f"{prefix(language)}source-{ref}" for ref in refs} <= own) or not refs, (kind, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_lead_to_every_record(trees: dict[str, Element], language: Language) -> None:
    assert led(trees["claims.html"], language, "claim") == {*ledger.claims(), *ledger.reported()}
    assert led(trees["promises.html"], language, "promise") == {*ledger.promises()}
    assert led(trees["estimates.html"], language, "estimate") == {*ledger.estimates()}
    assert led(trees["series.html"], language, "series") == {*ledger.series()}
    assert led(trees["levers.html"], language, "lever") == {*lab().levers}
    expected = {address("source", name, prefix(language)) for name in sources()}
    assert expected <= {*links(trees["sources.html"], language)}


def outside_code(element: Element) -> str:
    """What an element says, but for code."""
    if element.tag in ("code", "pre", "script"):
        return " "
    return "".join([element.text or "", *(outside_code(one) + (one.tail or "") for one in element)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_prose_names_studies_and_numbers_and_not_their_ids(trees: dict[str, Element], language: Language) -> None:
    known = {*ledger.estimates(), *(one.voice for one in ledger.estimates().values()), *lab().parameters, *sources()}
    ids = {name for name in known if "_" in name}
    for name, tree in trees.items():
        if name.startswith(("claim-", "lever", "estimate-", "series-")):
            told = outside_code(part(tree, language))
            assert ids & {*re.findall(r"\w+", told)} == set(), name
            assert "`" not in told, name
    for claim, row in ((one, row) for one in ledger.claims().values() for row in one.rows):
        page = links(trees[f"claim-{claim.id}.html"], language)
        for study in verdicts(claim.id)[row.id].without:
            named = {one.id for one in ledger.estimates().values() if study in (one.id, one.voice)}
            assert any(address("estimate", one, prefix(language)) in page for one in named), study


def test_the_map_leads_from_cells_to_estimates_and_from_levers_to_the_lab(trees: dict[str, Element]) -> None:
    tree = part(trees["map.html"], "en")
    folded = {one.get("id"): one for one in tree.iter("details")}
    for (lever, outcome), cell in evidence_map().items():
        found = folded.get(f"cell-{lever}-{outcome}")
        assert (found is not None) == bool(cell.studies)
        if found is not None:
            files = [one.attrib["href"] for one in found.iter("a")]
            assert files == [f"estimate-{name}.html" for name in cell.estimates]
    moved = {one.id for one in lab().levers.values() if not one.driver and {*levers()} & {*one.checklist}}
    assert led(trees["map.html"], "en", "lever") == moved


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_estimate_leads_to_all_that_uses_it(trees: dict[str, Element], language: Language) -> None:
    fed: dict[str, set[str]] = {name: set() for name in ledger.estimates()}
    for record in lab().parameters.values():
        for one in record.estimates:
            fed[one].add(address("parameter", record.id, prefix(language)))
    rested: dict[str, set[str]] = {name: set() for name in ledger.estimates()}
    for lever in lab().levers.values():
        for estimate in lab().behind(lever):
            rested[estimate.id].add(lever.id)
    for name, estimate in ledger.estimates().items():
        tree = trees[f"estimate-{name}.html"]
        claims = {one.id for one in ledger.claims().values() if name in one.estimates}
        assert fed[name] <= {*links(tree, language)}
        assert led(tree, language, "lever") == rested[name] and led(tree, language, "claim") == claims
        assert {*estimate.contrary} <= led(tree, language, "estimate")


# --- promises, files, the laboratory ----------------------------------------------------------------------------------


def test_promises_stand_by_status_and_date(trees: dict[str, Element]) -> None:
    batches = [*part(trees["promises.html"], "en").iter("section")]
    shown = [one.attrib["id"].removeprefix("promise-") for batch in batches for one in batch.iter("details")]
    assert sorted(shown) == sorted(ledger.promises())
    for batch in batches:
        listed = [ledger.promises()[one.attrib["id"].removeprefix("promise-")] for one in batch.iter("details")]
        assert {one.status for one in listed} == {batch.attrib["class"].split()[-1]}
        assert [one.said_on for one in listed] == sorted(one.said_on for one in listed)
        for promise, folded in zip(listed, batch.iter("details"), strict=True):
            assert all(entry.text.en in said(folded) for entry in promise.record)


def files(tree: Element, language: Language) -> dict[str, list[str]]:
    """The files of a page by name: their lines."""
    found = [one for one in part(tree, language).iter("a") if "download" in one.attrib]
    contents = {one.attrib["download"]: b64decode(one.attrib["href"].partition("base64,")[2]).decode() for one in found}
    assert all(one.startswith("\ufeff# ") for one in contents.values())
    return {name: content.removeprefix("\ufeff").split("\r\n") for name, content in contents.items()}


def current(lines: list[str], between: str) -> dict[str, list[float | None]]:
    """By date, the figures that no release replaced: value and bounds."""
    rows = [*csv.reader([one for one in lines if not one.startswith("#") and one], delimiter=between)][1:]

    def read(written: str) -> float | None:
        return float(written.replace(",", ".")) if written else None

    return {date: [*map(read, figures)] for date, *figures, _, replaced in rows if not replaced}


def figures_of(series: Series) -> dict[str, list[float | None]]:
    return {
        f"{one.year}" + (f"-{one.month:02}" if one.month else ""): [one.value, one.lower, one.upper]
        for one in series.points
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_series_hold_the_figures_of_the_ledger(trees: dict[str, Element], language: Language) -> None:
    for name, series in ledger.series().items():
        found = files(trees[f"series-{name}.html"], language)
        assert [*found] == [f"{name}.point.csv", f"{name}.comma.csv"]
        for lines, between in zip(found.values(), (",", ";"), strict=True):
            assert current(lines, between) == figures_of(series), name
            heads = [one for one in lines if one.startswith("# ")]
            assert getattr(series.text, language) in heads[0] and len(heads) == 6
        rows = [one for one in found[f"{name}.point.csv"] if one and not one.startswith("#")]
        assert len(rows) == 1 + len(series.points) + sum(len(one.earlier) for one in series.points)


def test_a_licence_stands_in_the_page_and_in_the_files(trees: dict[str, Element]) -> None:
    for name, series in ledger.series().items():
        tree = trees[f"series-{name}.html"]
        assert series.licence in said(part(tree, "en"))
        assert all(any(series.licence in one for one in lines[:6]) for lines in files(tree, "en").values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lever_opens_the_laboratory_where_it_may_stand(trees: dict[str, Element], language: Language) -> None:
    rows = {f"{outcome.id}.{place}" for outcome, place in shown_rows()}
    for name, lever in lab().levers.items():
        opened = [one for one in links(trees[f"lever-{name}.html"], language) if one.startswith(f"{LAB}#")]
        assert bool(opened) != lever.driver
        for one in opened:
            asked = parse_qs(one.partition("#")[2])
            base, _, setting = asked["s"][0].partition("~")
            moved, _, value = setting.partition("=")
            assert (base, moved, asked["l"]) == ("as-observed", name, [language])
            assert lever.low <= float(value) <= lever.high
            assert {*asked.get("o", [])} <= rows, name


def test_every_place_of_a_series_has_a_name() -> None:
    places = {series.place for series in ledger.series().values()}
    assert all(text("es", f"wing.place.{one}") != one for one in places)
