"""Claims as cards and as pages of their own."""

import json
from xml.etree.ElementTree import Element, fromstring

import pytest
from pages import check_links, check_self_contained, part, said

from tregua.evidence.answers import verdicts
from tregua.evidence.ledger import claims
from tregua.show.html import View, tag
from tregua.show.page.claims import SHAPES, render_claim
from tregua.show.page.evidence import render_ledger
from tregua.show.page.named import named
from tregua.show.words.verdicts import certainty_in_words, reading, robustness, verdict_in_words, why
from tregua.text import LANGUAGES, Language, text

SIZE_LIMIT = 450_000
NAMES = list(claims())


@pytest.fixture(scope="module")
def ledger() -> Element:
    return fromstring(render_ledger())


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: render_claim(claim) for name, claim in claims().items()}


def cards(tree: Element, language: Language) -> dict[str, Element]:
    listed = part(tree, language).findall(".//ul[@class='verdicts']/li")
    return {said(one.find("h3") or one).strip().partition(".")[0]: one for one in listed}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_the_word_certainty_and_studies_of_each_outcome(ledger: Element, language: Language) -> None:
    found = cards(ledger, language)
    assert list(found) == NAMES
    for name, card in found.items():
        assert card.find("h3/a") is not None
        listed = card.findall("ul/li")
        assert len(listed) == len(claims()[name].rows)
        for row, shown in zip(verdicts(name).values(), listed, strict=True):
            assert row.word in card.get("class", "").split()
            assert SHAPES[row.word] in said(shown) and verdict_in_words(row, language) in said(shown)
            counted = [one for one in row.studies if one.standing == "counts"]
            assert len(shown.findall(".//rect")) == len(counted)
            if not counted:
                assert text(language, "ledger.balance.none") in said(shown)


def test_every_verdict_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES) == 5


def test_the_harvest_plot_says_in_words_what_it_draws(ledger: Element) -> None:
    for name, card in cards(ledger, "en").items():
        counted = [one for one in verdicts(name).values() if any(s.standing == "counts" for s in one.studies)]
        plots = card.findall(".//svg")
        assert len(plots) == len(counted)
        for found, plot in zip(counted, plots, strict=True):
            sides = {f"n_{side}": len(found.on(side)) for side in ("for", "against", "neither")}
            assert plot.get("aria-label") == text("en", "ledger.balance.told", **sides)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_verdict_alone_can_be_shown(ledger: Element, language: Language) -> None:
    buttons = part(ledger, language).findall(".//fieldset[@class='filter']/input")
    words = [{one.word for one in verdicts(name).values()} for name in claims()]
    offered = [one.get("class", "").removeprefix("of-") for one in buttons]
    assert offered == ["all", *(word for word in SHAPES if any(word in one for one in words))]
    labels = {one.get("for"): said(one) for one in part(ledger, language).iter("label")}
    for button in buttons[1:]:
        word = button.get("class", "").removeprefix("of-")
        assert f"({sum(word in one for one in words)})" in labels[button.get("id")]


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_says_itself_as_a_claim_review(pages: dict[str, str], name: str) -> None:
    """The fields that schema.org and the guides for fact-checkers ask of a ClaimReview."""
    found = fromstring(pages[name]).find(".//script[@type='application/ld+json']")
    assert found is not None and found.text is not None
    reviews = json.loads(found.text)
    assert [one["inLanguage"] for one in reviews] == list(LANGUAGES)
    for one, language in zip(reviews, LANGUAGES, strict=True):
        assert one["@type"] == "ClaimReview" and one["@context"] == "https://schema.org"
        assert one["claimReviewed"] == getattr(claims()[name].statement, language)
        assert one["datePublished"] == claims()[name].checked
        assert one["itemReviewed"]["author"]["name"] == getattr(claims()[name].speaker, language)
        for row in verdicts(name).values():
            assert verdict_in_words(row, language) in one["reviewRating"]["alternateName"]


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_has_a_page_of_its_own_with_everything_behind_it(pages: dict[str, str], name: str) -> None:
    tree = fromstring(pages[name])
    check_self_contained(pages[name], tree, SIZE_LIMIT)
    check_links(tree)
    for language in LANGUAGES:
        prefix = "" if language == "en" else f"{language}-"
        own = {element.get("id") for element in part(tree, language).iter()}
        assert {f"{prefix}estimate-{one}" for one in claims()[name].estimates} <= own
        assert {f"{prefix}series-{one}" for one in claims()[name].series} <= own
        shown = said(part(tree, language))
        assert getattr(claims()[name].statement, language) in shown
        assert getattr(claims()[name].would_change, language) in shown


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_claim_shows_in_one_look_what_decides(pages: dict[str, str], name: str) -> None:
    """For and against, the certainty and why, robustness, reading, what would change it: a section an outcome."""
    sections = [one for one in part(fromstring(pages[name]), "en").findall("section") if one.get("class") == "row"]
    assert len(sections) == len(claims()[name].rows)
    for row, section in zip(claims()[name].rows, sections, strict=True):
        found, shown = verdicts(name)[row.id], said(section)
        for told in (why(row, found, "en"), robustness(found, "en"), reading(found, "en")):
            assert said(fromstring(tag("p", named(told, View("en", ""))))) in shown
        if found.certainty is not None:
            assert certainty_in_words(found.certainty, "en") in shown
        if row.evidence:
            assert len(section.findall("div[@class='sides']/div")) == 2


def test_what_a_claim_expects_is_not_repeated_at_every_estimate(pages: dict[str, str]) -> None:
    assert text("en", "ledger.expected", direction=text("en", "ledger.direction.raises")) not in pages["C4"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_the_document_is_in_both_languages(language: Language) -> None:
    title = fromstring(render_claim(claims()["C4"], language)).findtext(".//title") or ""
    first, second = ("en", "es") if language == "en" else ("es", "en")
    statement = claims()["C4"].statement
    assert title == f"C4. {getattr(statement, first)} | C4. {getattr(statement, second)}"
