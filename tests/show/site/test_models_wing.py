"""The pages of published models: every target with our value, what is missed first, accounts in both languages."""

import csv
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from pages import part, said

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser
from site_pages import addresses, anchored, check_in_browser

from tregua.catalogue.read import PACKAGE
from tregua.models.accounts import account
from tregua.models.find import load_model, own_folders
from tregua.models.reproduce import Row
from tregua.show.html import tag
from tregua.show.page.one_model import MARKS, MISSED
from tregua.show.page.prose import prose
from tregua.show.words.models import ours_in_words
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.xdist_group("site")  # whose processes make each page once

FOLDER = PACKAGE / "models"
NAMES = sorted(own_folders())


def table() -> dict[tuple[str, str], dict[str, str]]:
    with (FOLDER / "table.csv").open(encoding="utf-8", newline="") as file:
        return {(one["model"], one["quantity"]): one for one in csv.DictReader(file)}


def test_there_is_a_page_a_model(trees: dict[str, Element]) -> None:
    assert {*trees} == {"models.html", *(f"model-{name}.html" for name in NAMES)}


@pytest.mark.parametrize("name", NAMES)
def test_every_target_stands_with_our_value_its_status_and_how_its_source_was_read(
    trees: dict[str, Element], name: str
) -> None:
    targets = load_model(name).targets
    for one in targets:
        kept = table()[name, one.id]
        for language in LANGUAGES:
            row = anchored(trees[f"model-{name}.html"], f"target-{one.id}", language)
            assert getattr(one.text, language) in said(row)
            assert text(language, f"models.status.{kept['status']}") in said(row)
            ours = ours_in_words(Row(name, one, float(kept["ours"])), language)
            assert said(row.findall("td")[1]).startswith(ours), one.id
            prefix = "" if language == "en" else "es-"
            assert {f"#{prefix}source-{cited.ref}" for cited in one.source} <= {*addresses(row)}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missed_stands_first_and_is_folded_nowhere(trees: dict[str, Element], name: str) -> None:
    folded = {row.get("id") for fold in trees[f"model-{name}.html"].iter("details") for row in fold.iter("tr")}
    missed = [quantity for (model, quantity), row in table().items() if model == name and row["status"] in MISSED]
    assert not folded & {f"{prefix}target-{one}" for one in missed for prefix in ("", "es-")}
    words = {text("en", f"models.status.{one}"): at for at, one in enumerate(MARKS)}
    for listed in part(trees[f"model-{name}.html"], "en").findall("table"):
        order = [
            words[said(row.findall("td")[2].find("strong") or row)[2:].strip()] for row in listed.findall("tbody/tr")
        ]
        assert order == sorted(order)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_leads_to_every_miss(trees: dict[str, Element], language: Language) -> None:
    prefix = "" if language == "en" else "es-"
    missed = {
        f"model-{model}.html#{prefix}target-{quantity}"
        for (model, quantity), row in table().items()
        if row["status"] in MISSED
    }
    assert missed
    assert missed == {one for one in addresses(part(trees["models.html"], language)) if "target-" in one}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_counts_what_the_table_counts(trees: dict[str, Element], language: Language) -> None:
    of_papers = {(name, one.id) for name in NAMES for one in load_model(name).targets if one.tag == "published"}
    heads = [said(one).strip() for one in part(trees["models.html"], language).findall(".//thead/tr/th")]
    for status in ("reproduced", "not-reproduced", "by-definition", "built-in", "repeated", "input"):
        at = heads.index(text(language, f"models.summary.row.{status}"))
        for name in NAMES:
            count = sum(one["status"] == status for key, one in table().items() if key[0] == name and key in of_papers)
            cell = anchored(trees["models.html"], f"model-{name}", language)[at]
            assert said(cell).split()[-1] == (str(count) if count else "–"), (name, status)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_and_the_whole_account_stand_there(trees: dict[str, Element], name: str) -> None:
    record = load_model(name).record
    for language in LANGUAGES:
        page = part(trees[f"model-{name}.html"], language)
        shown = said(page)
        for one in record.parameters:
            row = anchored(trees[f"model-{name}.html"], f"parameter-{name}.{one.id}", language)
            assert getattr(one.text, language) in said(row)
            assert text(language, f"tag.{one.tag}") in said(row)
            tags = [each.text for each in row.iter("span") if each.get("class") == "tag"]
            assert (text(language, "models.page.is_fitted") in tags) == one.fitted
        equations = [line.strip() for line in getattr(account(name), language).splitlines() if line.startswith("    ")]
        assert len(equations) > 2
        code = " ".join(" ".join(one.itertext()) for one in page.iter("pre"))
        assert [line for line in equations if line not in code] == []
        assert "**" not in shown and "](" not in shown


def test_prose_has_code_bold_italics_and_the_words_of_links() -> None:
    written = "**One *two*.** Three `a < b` [four](x.md).\n\n    x = 1\n    y = 2\n"
    found = prose(written, lambda name: tag("code", name))
    assert found == (
        "<p><strong>One <em>two</em>.</strong> Three <code>a &lt; b</code> four.</p>"
        '<pre tabindex="0"><code>x = 1\ny = 2</code></pre>'
    )


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, pages: dict[str, str], tmp_path: Path
) -> None:
    check_in_browser(browser, tmp_path, pages, ["models.html", "model-behrens_lhy.html"])
