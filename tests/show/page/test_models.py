"""The page of published models: every target and parameter with its source, in both languages, self-contained."""

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
import tiny_model
from pages import check_links, check_self_contained, part, said

from tregua.catalogue.errors import InputError, Problem
from tregua.models.find import load_model
from tregua.models.reproduce import rows_of
from tregua.show.page.models import render_models
from tregua.show.words.models import Found, note_in_words
from tregua.text import LANGUAGES, Language, text

SIZE_LIMIT = 100_000


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    model = load_model(tiny_model.write(tmp_path_factory.mktemp("model")))
    return [(model.record, rows_of(model))]


@pytest.fixture(scope="module")
def tree(found: Found) -> Element:
    return fromstring(render_models(found, "en", {}))


def told(tree: Element, language: Language, anchor: str) -> str:
    """All text under an anchor."""
    prefix = "" if language == "en" else f"{language}-"
    (element,) = tree.findall(f".//*[@id='{prefix}{anchor}']")
    return said(element)


def test_it_is_one_file_without_script_or_request(tree: Element, found: Found) -> None:
    check_self_contained(render_models(found, "en", {}), tree, SIZE_LIMIT)


def test_no_anchor_stands_twice_and_every_link_leads_to_one_of_its_language(tree: Element) -> None:
    check_links(tree)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_stands_with_its_status_and_note(tree: Element, found: Found, language: Language) -> None:
    for row in found[0][1]:
        shown = told(tree, language, f"target-quitting.{row.target.id}")
        assert getattr(row.target.text, language) in shown
        assert text(language, f"models.status.{row.status}") in shown
        assert text(language, f"tag.{row.target.tag}") in shown
        assert note_in_words(row, language) in shown
        assert "Roe 2020 : Table 1" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_stands_with_its_source_and_what_was_fitted_is_named(
    tree: Element, found: Found, language: Language
) -> None:
    shown = told(tree, language, "parameter-quitting.kept")
    note = found[0][0].parameters[1].note
    assert note and getattr(note, language) in shown
    assert text(language, "models.page.is_fitted") in shown
    assert text(language, "tag.assumed") in shown
    assert ("0,5" if language == "es" else "0.5") in shown
    assert "Roe 2020 : p. 2" in told(tree, language, "parameter-quitting.start")
    everything = " ".join(part(tree, language).itertext())
    assert text(language, "models.page.fitted", names="r") in everything


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_with_the_counts_of_what_was_published(tree: Element, language: Language) -> None:
    (first,) = part(tree, language).findall("p[@class='first']")
    counts = {"reproduced": 1, "built-in": 1, "repeated": 3, "not-reproduced": 2, "input": 1}
    told = [text(language, f"models.count.{status}", count=number) for status, number in counts.items()]
    listed = "; ".join([f"{told[0]} [{text(language, 'models.read.full', count=1)}]", *told[1:]])
    assert "".join(first.itertext()) == text(language, "models.summary.published", count=8, counts=listed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_we_say_is_folded_below_what_was_published(tree: Element, found: Found, language: Language) -> None:
    title = text(language, "models.page.regression", count=1)
    (folded,) = [one for one in part(tree, language).iter("details") if one.findtext("summary") == title]
    inside = {row.get("id", "") for row in folded.iter("tr")} - {""}
    everywhere = {row.get("id", "") for row in part(tree, language).iter("tr")}
    prefix = "" if language == "en" else f"{language}-"
    derived = {row.target.id for row in found[0][1] if row.target.tag == "derived"}
    assert inside == {f"{prefix}target-quitting.{name}" for name in derived}
    assert {f"{prefix}target-quitting.{row.target.id}" for row in found[0][1]} <= everywhere


def test_a_model_that_cannot_be_loaded_is_named_with_the_reason(found: Found) -> None:
    broken = {"lost": InputError(Problem("model_broken", "lost", {"found": "SyntaxError: <invalid>"}))}
    shown = " ".join(fromstring(render_models(found, "en", broken)).itertext())
    for language in LANGUAGES:
        assert text(language, "models.broken", model="lost") in shown
        assert broken["lost"].message(language) in shown
    assert fromstring(render_models([], "en", broken)).tag == "html"


def test_a_source_says_how_far_it_was_read(tree: Element) -> None:
    assert text("es", "page.sources.read.full") in told(tree, "es", "source-roe_2020")


def test_the_language_asked_for_opens(found: Found, tmp_path: Path) -> None:
    assert 'class="opens-es"' in render_models(found, "es", {})
