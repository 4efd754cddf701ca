"""Claims as cards and as pages of their own."""

from xml.etree.ElementTree import Element, fromstring

import pytest
from pages import check_links, check_self_contained, part, said

from tregua.evidence.ledger import claims, estimates
from tregua.evidence.verdict import MAJORITY, verdict, voices
from tregua.show.page.claims import SHAPES, render_claim
from tregua.show.page.evidence import render_ledger
from tregua.show.words.numbers import number
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
def test_a_card_has_word_shape_and_the_evidence_on_both_sides(ledger: Element, language: Language) -> None:
    found = cards(ledger, language)
    assert list(found) == NAMES
    for name, card in found.items():
        judged = verdict(claims()[name], estimates())
        shown = said(card)
        assert card.get("class") == f"card {judged.word}"
        assert SHAPES[judged.word] in shown and text(language, f"ledger.verdict.{judged.word}") in shown
        assert card.find("h3/a") is not None
        for votes in (judged.votes_for, judged.votes_against):
            if votes:
                assert f"{number(sum(votes.values()), language)} " in shown and f"{len(votes)} " in shown
        if not (judged.votes_for or judged.votes_against):
            assert text(language, "ledger.balance.none") in shown


def test_every_verdict_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES) == 5


def test_the_bar_is_the_share_of_the_votes_and_its_marks_are_those_of_the_rule(ledger: Element) -> None:
    assert MAJORITY == 0.75
    for name, card in cards(ledger, "en").items():
        judged = verdict(claims()[name], estimates())
        for_, against = sum(judged.votes_for.values()), sum(judged.votes_against.values())
        bar = card.find(".//span[@class='votes']/span")
        if for_ + against:
            assert bar is not None and bar.get("style") == f"width:{100 * for_ / (for_ + against):.1f}%"
        else:
            assert bar is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_verdict_alone_can_be_shown(ledger: Element, language: Language) -> None:
    buttons = part(ledger, language).findall(".//fieldset[@class='filter']/input")
    words = [verdict(one, estimates()).word for one in claims().values()]
    offered = [one.get("class", "").removeprefix("of-") for one in buttons]
    assert offered == ["all", *(word for word in SHAPES if word in words)]
    labels = {one.get("for"): said(one) for one in part(ledger, language).iter("label")}
    for button in buttons[1:]:
        assert f"({words.count(button.get('class', '').removeprefix('of-'))})" in labels[button.get("id")]


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_has_a_page_of_its_own_with_everything_behind_it(pages: dict[str, str], name: str) -> None:
    tree = fromstring(pages[name])
    check_self_contained(pages[name], tree, SIZE_LIMIT)
    check_links(tree)
    for language in LANGUAGES:
        prefix = "" if language == "en" else f"{language}-"
        own = {element.get("id") for element in part(tree, language).iter()}
        assert {f"{prefix}estimate-{link.estimate}" for link in claims()[name].evidence} <= own
        assert {f"{prefix}series-{one}" for one in claims()[name].series} <= own
        shown = said(part(tree, language))
        assert getattr(claims()[name].statement, language) in shown
        for side in ("for", "against"):
            count = sum(voice.side == side for voice in voices(claims()[name], estimates()))
            assert f"({count} " in shown


def test_what_a_claim_expects_is_not_repeated_at_every_estimate(pages: dict[str, str]) -> None:
    assert text("en", "ledger.expected", direction=text("en", "ledger.direction.raises")) not in pages["C4"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_the_document_is_in_both_languages(language: Language) -> None:
    title = fromstring(render_claim(claims()["C4"], language)).findtext(".//title") or ""
    first, second = ("en", "es") if language == "en" else ("es", "en")
    statement = claims()["C4"].statement
    assert title == f"C4. {getattr(statement, first)} | C4. {getattr(statement, second)}"
