"""The page of a regime: everything of its file, in both languages, self-contained."""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from pages import check_links, check_self_contained, part, said

from tregua.lab.model import lab
from tregua.regimes.load import load_rules, regimes
from tregua.show.page.law import render_regime
from tregua.show.words.law import force_in_words
from tregua.show.words.spanish import translated
from tregua.text import LANGUAGES, Language, text

SIZE_LIMIT = 200_000


@pytest.fixture(scope="module")
def trees() -> dict[str, Element]:
    return {name: fromstring(render_regime(load_rules(name))) for name in regimes()}


def row_of(tree: Element, language: Language, row: str) -> Element:
    prefix = "" if language == "en" else f"{language}-"
    (found,) = tree.findall(f".//tr[@id='{prefix}row-{row}']")
    return found


@pytest.mark.parametrize("name", regimes())
def test_it_is_one_file_without_script_or_request(trees: dict[str, Element], name: str) -> None:
    check_self_contained(render_regime(load_rules(name)), trees[name], SIZE_LIMIT)


@pytest.mark.parametrize("name", regimes())
def test_no_anchor_stands_twice_and_every_link_leads_to_one_of_its_language(
    trees: dict[str, Element], name: str
) -> None:
    check_links(trees[name])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", regimes())
def test_every_row_says_condition_outcome_decider_article_source_confidence_and_reason(
    trees: dict[str, Element], name: str, language: Language
) -> None:
    for rule in load_rules(name).rules:
        record, shown = rule.record, said(row_of(trees[name], language, rule.id))
        assert getattr(record.article, language) in shown
        assert getattr(record.reason, language) in shown
        assert text(language, f"regimes.decider.{record.decider}") in shown
        assert text(language, f"regimes.layer.{record.layer}") in shown
        assert text(language, f"regimes.confidence.{record.confidence}") in shown
        for citation in record.source:
            assert translated(citation.locator, language) in shown
            assert text(language, f"page.sources.read.{citation.read or lab().sources[citation.ref].read}") in shown
        for answer in rule.answers:
            for kind, outcome in answer.outcomes.items():
                assert text(language, f"regimes.kind.{kind}") in shown
                assert text(language, f"regimes.outcome.{outcome}") in shown
        for fact in rule.facts:
            assert getattr(load_rules(name).fact(fact).text, language) in shown
        if record.gap:
            assert record.gap in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", regimes())
def test_the_text_its_parameters_and_what_is_absent_are_there(
    trees: dict[str, Element], name: str, language: Language
) -> None:
    regime, shown = load_rules(name).regime, said(part(trees[name], language))
    assert text(language, "regimes.caveat.not_advice") in shown
    assert text(language, f"regimes.text_status.{regime.text_status}") in shown
    assert force_in_words(regime, language) in shown
    assert regime.dated in shown and regime.as_of in shown
    texts_shown = [regime.text, regime.issuing_body, *regime.caveats]
    texts_shown += [one for absent in regime.absent for one in (absent.text, absent.reason)]
    for parameter in regime.parameters:
        texts_shown += [parameter.text, *(variant.text for variant in parameter.variants)]
        assert all(variant.id in shown for variant in parameter.variants)
    for both in texts_shown:
        assert re.sub(r"\s+", " ", getattr(both, language)) in shown
    for fact in load_rules(name).asked.values():
        assert fact.id in shown and (fact.alias in shown) == (language == "es" or fact.alias in fact.id)


@pytest.mark.parametrize("name", ["pl_002_2025"])
def test_it_opens_in_the_language_asked_for(name: str) -> None:
    tree = fromstring(render_regime(load_rules(name), "es"))
    assert (tree.attrib["lang"], tree.attrib["class"]) == ("es", "opens-es")
    assert load_rules(name).regime.text.es in (tree.findtext(".//title") or "")
    assert tree.find(".//input[@id='language-es'][@checked]") is not None


def test_what_a_file_says_is_escaped() -> None:
    rules = load_rules("petro_2022")
    hostile = rules.regime.text.model_copy(update={"en": "<b>bold</b> & <script>", "es": "<i>cursiva</i>"})
    changed = replace(rules, regime=rules.regime.model_copy(update={"text": hostile}))
    tree = fromstring(render_regime(changed))
    assert tree.findtext(".//main/div[@lang='en']/h1") == "<b>bold</b> & <script>"
