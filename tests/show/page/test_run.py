"""The page as text: complete in both languages, sourced, escaped, self-contained."""

import re
from dataclasses import replace
from string import Formatter
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest
import xarray as xr
from pages import part, said

from tregua.analysis.card import card
from tregua.analysis.why import explain
from tregua.catalogue.record import Text
from tregua.lab.cell import Comparison, Material
from tregua.lab.compare import Comparisons, compare
from tregua.lab.model import lab
from tregua.lab.result import simulate, span_of, values
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, load_scenario
from tregua.show.html import View
from tregua.show.page.run import render
from tregua.show.words import events as switches
from tregua.show.words.backtest import scores_record, with_error
from tregua.show.words.comparison import decided, direction, glance, interval, matter, middle
from tregua.show.words.comparison import row as row_words
from tregua.show.words.horizon import beyond
from tregua.show.words.numbers import about, exact
from tregua.show.words.said import in_words
from tregua.show.words.why import bring, lever_title
from tregua.text import LANGUAGES, Language, text, texts

SIZE_LIMIT = 1_200_000
NEVER = re.compile(r"(?<![\d.,])(0|100)\s*%")
HOSTILE = Text(en="""<b>bold</b> & "quoted" <script>""", es="""<i>cursiva</i> & "comillas" <script>""")


def own_words(element: Element) -> str:
    """All text of an element and its accessible names, without parts marked as being in another language."""
    pieces = [element.get("aria-label", ""), element.text or ""]
    for child in element:
        pieces += ["" if "lang" in child.attrib else own_words(child), child.tail or ""]
    return " ".join(pieces)


def one_line(sentence: str) -> str:
    """A sentence with its spaces made one, as `said` gives it."""
    return re.sub(r"\s+", " ", sentence)


def verdict_rows(element: Element) -> list[Element]:
    return element.findall(".//table[@class='verdict cards']/tbody/tr")


def in_order(comparisons: Comparisons) -> list[list[Comparison]]:
    """Rows and cells as the table must show them."""
    scenarios = [name for name in PRESETS if name != comparisons.baseline]
    return [
        [comparisons.one(scenario, outcome.id, place) for scenario in scenarios]
        for outcome in lab().outcomes.values()
        for place in outcome.headline
    ]


def literals(template: str) -> set[str]:
    """The longer pieces between the placeholders of a text."""
    return {piece.strip() for piece, *_ in Formatter().parse(template) if len(piece.strip()) >= 14}


def test_it_is_one_file_without_script_or_request(page: str, tree: Element) -> None:
    assert page.startswith("<!DOCTYPE html>")
    assert not tree.findall(".//script")
    assert "url(" not in page and "@import" not in page
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name in ("src", "srcset", "action")]
        assert element.get("href", "#").startswith(("#", "data:,"))
    policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert policy.attrib["content"].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert len(page.encode()) < SIZE_LIMIT


def test_every_link_leads_to_an_anchor_of_its_own_language(tree: Element) -> None:
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for language in LANGUAGES:
        here = {element.get("id") for element in part(tree, language).iter()}
        links = [element.attrib["href"].removeprefix("#") for element in part(tree, language).iter("a")]
        assert len(links) > 300
        assert set(links) <= here


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_in_the_language_asked_for(dataset: xr.Dataset, comparisons: Comparisons, language: Language) -> None:
    tree = fromstring(render(dataset, comparisons, language))
    assert tree.attrib["lang"] == language
    assert [radio.get("id") for radio in tree.findall(".//input[@checked]")] == [f"language-{language}"]
    assert part(tree, language).find(".//tr[@id='parameter-pass_through']") is not None
    other = "en" if language == "es" else "es"
    assert part(tree, other).find(f".//tr[@id='{other}-parameter-pass_through']") is not None


def test_no_text_of_the_interface_stands_in_the_other_language(tree: Element) -> None:
    pairs: list[tuple[Language, Language]] = [("en", "es"), ("es", "en")]
    for here, other in pairs:
        content = own_words(part(tree, here))
        allowed = " ".join(texts(here).values())
        used = {key: one for key, one in texts(other).items() if not key.startswith(("law.", "regimes.", "cli."))}
        for key, sentence in used.items():
            for piece in literals(sentence):
                assert piece in allowed or piece not in content, key


def test_the_verdict_table_shows_every_figure_of_the_comparison(tree: Element, comparisons: Comparisons) -> None:
    counted: dict[str, int] = {}
    for language in LANGUAGES:
        later = text(language, "page.verdict.also", year=2037, told="")
        rows = verdict_rows(part(tree, language))
        expected = in_order(comparisons)
        assert len(rows) == len(expected)
        for row, wanted in zip(rows, expected, strict=True):
            for cell, one in zip(row.findall("td"), wanted, strict=True):
                content = said(cell)
                if not one.alternatives:
                    status = text(language, f"likely.{one.status}")
                    assert content == status or content.startswith(f"{status} {later}")
                    continue
                assert content.startswith(middle(one, language).replace("\u00a0", " ") + " ")
                if one.i90 is not None and one.i90[0] == one.i90[1]:
                    assert texts(language)["page.verdict.certain"] in content
                    continue
                assert direction(one, comparisons.draws, language).replace("\u00a0", " ") in content
                assert matter(one, language).replace("\u00a0", " ") in content
                assert (decided(one, language) or "") in content
                assert len(cell.findall(".//li/strong")) == (one.n_alternatives if one.n_alternatives > 1 else 0)
                if one.n_alternatives > 1:
                    for figure in one.alternatives:
                        shown = f"{about(figure.median, figure.mc_error, language)} {interval(figure, language, True)}"
                        assert shown.replace("\u00a0", " ") in content
                        assert row_words(figure, one, language) in content
                counted[one.status] = counted.get(one.status, 0) + 1
    assert counted["by_alternative"] > 30 and counted["figures"] > 5


def test_a_cell_says_what_each_lever_brings_where_a_difference_may_matter(
    tree: Element, dataset: xr.Dataset, comparisons: Comparisons
) -> None:
    reasons = {(one.scenario, one.outcome, one.place): one for one in explain(dataset, comparisons.baseline, 2030)}
    rows = verdict_rows(part(tree, "en"))
    for row, wanted in zip(rows, in_order(comparisons), strict=True):
        for cell, one in zip(row.findall("td"), wanted, strict=True):
            content = said(cell)
            certain = one.i90 is not None and one.i90[0] == one.i90[1]
            if one.material.status == "none" or certain:
                assert texts("en")["page.verdict.why"] not in content
                continue
            why = reasons[one.scenario, one.outcome, one.place]
            for driver in why.drivers:
                ends = (*driver.alone_i90, *driver.last_i90)
                seen = max(map(abs, ends)) >= 0.1 * one.material.threshold
                assert (f"{lever_title(driver, 'en')} {bring(driver, 'en')}" in content) is seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_says_whether_it_was_tested_and_what_came_of_each_switch(
    tree: Element, comparisons: Comparisons, language: Language
) -> None:
    tested = 0
    for row, wanted in zip(verdict_rows(part(tree, language)), in_order(comparisons), strict=True):
        for cell, one in zip(row.findall("td"), wanted, strict=True):
            if one.alternatives:
                content, found = said(cell), switches.beside(one, card().events)
                assert one_line(switches.verdict(one, card().events, language)) in content
                certain = one.i90 is not None and one.i90[0] == one.i90[1]
                assert certain or all(one_line(switches.result(each, language)) in content for each in found)
                tested += bool(one.tested)
    assert tested > 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_tells_the_tenth_year_and_that_nothing_was_scored_so_far_ahead(
    tree: Element, comparisons: Comparisons, language: Language
) -> None:
    (late,) = comparisons.also
    assert late.year == 2037
    mark = text(language, "horizon.brief")
    for row, wanted in zip(verdict_rows(part(tree, language)), in_order(comparisons), strict=True):
        for cell, one in zip(row.findall("td"), wanted, strict=True):
            told = glance(late.one(one.scenario, one.outcome, one.place), language)
            shown = one_line(text(language, "page.verdict.also", year=2037, told=f"{told}; {mark}"))
            assert (shown in said(cell)) is (bool(one.alternatives) or "2037" in said(cell))
            assert not one.alternatives or shown in said(cell)


def test_a_year_beyond_what_was_scored_is_marked_above_the_table(dataset: xr.Dataset, comparisons: Comparisons) -> None:
    mark = f"2037: {beyond(2037, span_of(dataset), 'en')}"
    assert mark not in said(part(fromstring(render(dataset, comparisons)), "en"))
    late = compare(dataset, comparisons.baseline, 2037)
    assert [one.year for one in late.also] == [2030]
    assert mark in said(part(fromstring(render(dataset, late)), "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_calls_only_that_a_forecast_which_the_score_card_does(tree: Element, language: Language) -> None:
    figures = " ".join(said(one) for one in part(tree, language).iter("figure"))
    for record in scores_record(card().summaries):
        summary = card().one(record["series"], 3)
        assert summary is not None
        skill = with_error(summary.skill["persistence"], language)
        assert text(language, f"page.paths.scored.{record['standing']}", skill=skill) in figures
    assert text(language, "page.paths.derived") in figures


@pytest.mark.parametrize(("language", "held"), [("en", "on record to Dec 2025, then held at 8,051"), ("es", "8.051")])
def test_the_baseline_lists_its_levers_with_the_month_from_which_they_are_held(
    tree: Element, language: Language, held: str
) -> None:
    view = View(language, "" if language == "en" else f"{language}-")
    (article,) = [
        one
        for one in part(tree, language).findall(".//article")
        if one.find("h3").get("id") == view.id("policy", "as-observed")  # type: ignore[union-attr]
    ]
    assert held in said(article)
    recorded = {one.lever for one in load_scenario("as-observed").levers}
    assert all(view.pick(lab().levers[name].text) in said(article) for name in recorded)


def test_no_chance_or_share_is_nought_or_everything(page: str) -> None:
    tree = fromstring(page)
    for language in LANGUAGES:
        for row in verdict_rows(part(tree, language)):
            for change in row.findall(".//p[@class='difference']"):
                change.clear()  # a relative change may well be nought
            for change in row.findall(".//span[@class='line']"):
                change.clear()
            assert not NEVER.search(said(row))
    assert NEVER.search("0\u00a0%") and NEVER.search("(100 %)") and not NEVER.search("10 %, >99 %, 1.0 %")


@pytest.mark.parametrize("status", ["no_effect", "no_cost", "no_change"])
def test_what_has_no_figures_says_why(dataset: xr.Dataset, comparisons: Comparisons, status: str) -> None:
    blank = tuple(
        Comparison(*(getattr(one, name) for name in ("scenario", "outcome", "place", "unit")), status, 1.0, 0.0, none)
        for one in comparisons.comparisons
        for none in [Material(1.0, one.unit, "none")]
    )
    tree = fromstring(render(dataset, replace(comparisons, comparisons=blank, also=())))
    for language in LANGUAGES:
        for row in verdict_rows(part(tree, language)):
            assert {said(cell) for cell in row.findall("td")} == {text(language, f"likely.{status}")}


def test_each_figure_leads_to_its_definition_and_on_to_the_numbers(tree: Element) -> None:
    here = part(tree, "en")
    by_id = {element.get("id"): element for element in here.iter()}
    for row in verdict_rows(here):
        record = by_id[row.findall("th/a")[0].attrib["href"].removeprefix("#")]
        assert lab().outcomes[str(record.get("id")).removeprefix("outcome-")].definition.en in said(record)
        assert [link for link in record.iter("a") if link.attrib["href"].startswith("#parameter-")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_has_value_tag_source_and_reason(tree: Element, language: Language) -> None:
    view = View(language, "" if language == "en" else f"{language}-")
    by_id = {element.get("id"): element for element in part(tree, language).iter()}
    for record in lab().parameters.values():
        found = by_id[view.id("parameter", record.id)]
        content = said(found)
        shown = exact(record.value * (100 if record.unit == "share" else 1), language)
        assert shown in content and text(language, f"tag.{record.tag}") in content
        assert record.derivation is None or record.derivation in content
        assert record.note is None or re.sub(r"\s+", " ", view.pick(record.note)) in content
        links = {link.attrib["href"] for link in found.iter("a")}
        sources = {f"#{view.id('source', citation.ref)}" for citation in record.source}
        assert links == sources | {f"#{view.id('estimate', name)}" for name in record.estimates}
        if language == "es":  # places in a source are noted in English, and a voice must know it
            in_english = {span.text for span in found.iter("span") if span.get("lang") == "en"}
            assert in_english == {citation.locator for citation in record.source}


def test_each_policy_shows_its_case_its_settings_and_what_it_lacks(tree: Element, dataset: xr.Dataset) -> None:
    articles = part(tree, "es").findall(".//article")
    assert len(articles) == len(PRESETS)
    for article, name in zip(articles, PRESETS, strict=True):
        scenario, content = load_scenario(name), said(article)
        assert scenario.steelman.es in content
        assert all(one.text.es in content and one.checklist in content for one in scenario.without_lever)
        rows = article.findall(".//tbody/tr")
        assert {row.findall("th/a")[0].attrib["href"] for row in rows} == {
            f"#es-lever-{one.lever}" for one in scenario.levers
        }
        for one in scenario.levers:
            row = next(row for row in rows if row.findall("th/a")[0].attrib["href"] == f"#es-lever-{one.lever}")
            lever = lab().levers[one.lever]
            assert lever.evidence.es in said(row) and f"Grado {lever.grade}" in said(row)
            assert text("es", f"tag.{one.tag}") in said(row.findall("th")[0])
            for parameter in lever.rests_on:
                assert lab().parameters[parameter].text.es in said(row)


def test_the_caveats_travel(tree: Element, comparisons: Comparisons) -> None:
    for language in LANGUAGES:
        here = part(tree, language)
        assert in_words(comparisons.caveats[0], language) in said(here.findall("p[@class='first']")[0])
        content = said(here.findall("section")[-2])
        assert all(in_words(caveat, language) in content for caveat in comparisons.caveats)
        for row in in_order(comparisons):
            assert all(in_words(caveat, language) in content for one in row for caveat in one.caveats)


def test_it_says_how_to_repeat_and_cite_it(tree: Element, dataset: xr.Dataset) -> None:
    content = said(part(tree, "en").findall("section")[-1])
    for name in ("command", "version", "catalogue_hash"):
        assert dataset.attrs[name] in content
    assert "not a forecast" in content


def test_observed_figures_are_set_against_the_band(tree: Element, dataset: xr.Dataset) -> None:
    marks = {"✓": 0, "▲": 0, "▼": 0}
    of_word = {"inside": "✓", "above": "▲", "below": "▼"}
    table = part(tree, "en").findall(".//table[@class='history cards']")[0]
    for where in table.iter("span"):
        if "where" in where.get("class", ""):
            marks[of_word[said(where)]] += 1
    expected = {"✓": 0, "▲": 0, "▼": 0}
    first = {(series.outcome, series.place): series for series in reversed(lab().series.values())}
    for (outcome, place), series in first.items():
        if place not in lab().outcome_places.get(outcome, ()):
            continue
        for year, value in {point.year: point.value for point in series.points if point.month in (None, 12)}.items():
            if year in dataset.year.values:
                draws = values(dataset, outcome, place)[0].sel(scenario="as-observed", year=year)
                low, high = np.quantile(draws, [0.05, 0.95])
                expected["▼" if value < low else "▲" if value > high else "✓"] += 1
    assert marks == expected
    assert sum(expected.values()) > 3


def test_a_text_of_a_scenario_cannot_become_markup(dataset: xr.Dataset) -> None:
    hostile = load_scenario("mano-dura").model_copy(
        update={"id": "hostile", "text": HOSTILE, "description": HOSTILE, "steelman": HOSTILE}
    )
    run = simulate([load_scenario("war-on-drugs"), hostile], Settings(draws=5, until=2030), command='<b>&"')
    page = render(run, compare(run, "war-on-drugs", 2028))
    tree = fromstring(page)
    assert "<b>bold" not in page and "<script" not in page
    assert HOSTILE.en in said(part(tree, "en")) and HOSTILE.es in said(part(tree, "es"))
    assert '<b>&"' in said(part(tree, "en"))


def test_a_run_without_comparison_has_no_verdict(dataset: xr.Dataset) -> None:
    tree = fromstring(render(dataset, None, "es"))
    for language in LANGUAGES:
        assert not verdict_rows(part(tree, language))
        assert text(language, "caveat.no_colombian_rates") in said(part(tree, language))
    assert not tree.findall(".//rect[@class='compared']")


def test_one_draw_is_not_called_certain() -> None:
    run = simulate([load_scenario("war-on-drugs"), load_scenario("mano-dura")], Settings(draws=1, until=2030))
    tree = fromstring(render(run, compare(run, "war-on-drugs", 2028)))
    content = " ".join(said(row) for row in verdict_rows(part(tree, "en")))
    assert texts("en")["page.verdict.certain"] not in content and "[" in content


def test_an_edited_assumption_is_shown_where_the_number_stands() -> None:
    run = simulate([load_scenario("war-on-drugs")], Settings(draws=3, until=2027), {"pay_elasticity": 0.125})
    tree = fromstring(render(run, None))
    row = next(row for row in tree.iter("tr") if row.get("id") == "parameter-pay_elasticity")
    assert texts("en")["page.numbers.set"].format(value="0.125") in said(row)
