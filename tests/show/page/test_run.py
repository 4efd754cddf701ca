"""The page as text: complete in both languages, sourced, escaped, self-contained.

Over 400 lines: everything that a page must hold is held against one run, which takes seconds to make.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from string import Formatter
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest
import xarray as xr
from pages import leads_out, part, said

from tregua.analysis.card import card
from tregua.analysis.finding import finding
from tregua.analysis.why import explain
from tregua.catalogue.read import sources
from tregua.catalogue.record import Text
from tregua.lab.asked import asked_of, why_command
from tregua.lab.cell import Comparison, Material
from tregua.lab.compare import Comparisons, compare
from tregua.lab.model import lab
from tregua.lab.own import own_scenario, read_setting
from tregua.lab.result import simulate, span_of, values
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, load_scenario
from tregua.show.html import View, tag
from tregua.show.page.named import named
from tregua.show.page.run import render, render_numbers
from tregua.show.page.run_account import anchor
from tregua.show.words import events as switches
from tregua.show.words import finding as first_words
from tregua.show.words.backtest import scores_record, with_error
from tregua.show.words.comparison import decided, direction, glance, interval, matter
from tregua.show.words.comparison import row as row_words
from tregua.show.words.horizon import beyond
from tregua.show.words.numbers import about, exact
from tregua.show.words.said import in_words
from tregua.show.words.spanish import translated
from tregua.show.words.why import bring, lever_title
from tregua.text import LANGUAGES, Language, text, texts

SIZE_LIMIT = 400_000
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


def cells(
    tree: Element, numbers: Element, comparisons: Comparisons, view: View
) -> Iterator[tuple[Element, Comparison]]:
    """Every headline figure with the element that holds its account: on the first screen, or on the other page."""
    by_id = {one.get("id"): one for page in (numbers, tree) for one in part(page, view.language).iter()}
    for one in (each for row in in_order(comparisons) for each in row if each.alternatives):
        yield by_id[anchor(one, view)], one


def views() -> list[View]:
    return [View("en", ""), View("es", "es-")]


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
        assert element.get("href", "#").startswith(("#", "data:,", "numbers.html")) or leads_out(element)
    policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert policy.attrib["content"].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert len(page.encode()) < SIZE_LIMIT


def test_every_link_leads_to_an_anchor_of_its_own_language(tree: Element, numbers: Element) -> None:
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for language in LANGUAGES:
        here = {element.get("id") for element in part(tree, language).iter()}
        beside_it = {element.get("id") for element in part(numbers, language).iter()}
        links = [element.attrib["href"] for element in part(tree, language).iter("a") if not leads_out(element)]
        assert len(links) > 150
        assert {one.removeprefix("#") for one in links if one.startswith("#")} <= here
        away = {one.partition("#")[2] for one in links if not one.startswith("#")}
        assert len(away) > 10 and away <= {*beside_it, ""}
        inside = [element for element in part(numbers, language).iter("a") if not leads_out(element)]
        leading = {element.attrib["href"].removeprefix("#") for element in inside}
        assert {one.removeprefix("numbers.html#") for one in leading} <= beside_it


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_in_the_language_asked_for(dataset: xr.Dataset, comparisons: Comparisons, language: Language) -> None:
    tree = fromstring(render(dataset, comparisons, language))
    assert tree.attrib["lang"] == language
    assert [radio.get("id") for radio in tree.findall(".//input[@checked]")] == [f"language-{language}"]
    assert part(tree, language).find(".//article/h3[@id='policy-alliance']") is not None
    other = "en" if language == "es" else "es"
    assert part(tree, other).find(f".//article/h3[@id='{other}-policy-alliance']") is not None


def test_no_text_of_the_interface_stands_in_the_other_language(tree: Element) -> None:
    pairs: list[tuple[Language, Language]] = [("en", "es"), ("es", "en")]
    for here, other in pairs:
        content = own_words(part(tree, here))
        titles = " ".join(one.title for one in sources().values())  # of works, in the language that they are in
        allowed = " ".join(texts(here).values())
        used = {key: one for key, one in texts(other).items() if not key.startswith(("law.", "regimes.", "cli."))}
        for key, sentence in used.items():
            for piece in literals(sentence):
                assert piece in allowed or piece in titles or piece not in content, key


def test_the_first_screen_gives_the_finding_the_harm_and_todays_figures(
    tree: Element, dataset: xr.Dataset, comparisons: Comparisons
) -> None:
    found = finding(dataset, comparisons)
    assert found.lead is not None and found.harm is not None and len(found.policies) == 3
    for view in views():
        here = part(tree, view.language)
        lead, tested, harm = first_words.sentences(found, view.language)
        assert said(here.findall("h1")[0]) == one_line(f"{lead} {tested}")
        assert said(here.findall("p[@class='harm']")[0]) == one_line(harm)
        rows = here.findall(".//table[@class='glance']/tbody/tr")
        assert len(rows) == len(found.rows) == 5 and len([row for row in rows if row.get("class") == "later"]) == 2
        for element, row in zip(rows, found.rows, strict=True):
            head = said(element.findall("th")[0])
            assert row.today is None or first_words.today(row, view.language) in head
            assert row.series is None or translated(row.series.publisher, view.language) in head
            for cell, one in zip(element.findall("td"), found.cells(row), strict=True):
                words = first_words.cell_words(one, comparisons.draws, view.language)
                shown = said(cell).replace("…", " … ")
                assert one_line(words.size).replace("…", " … ").split() == shown.split()[: len(words.size.split())]
                assert words.word.replace("\u00a0", " ") in said(cell)


def test_every_figure_opens_its_own_account(
    tree: Element, numbers: Element, comparisons: Comparisons, dataset: xr.Dataset
) -> None:
    reasons = {(one.scenario, one.outcome, one.place): one for one in explain(dataset, comparisons.baseline, 2030)}
    for view in views():
        language = view.language
        for element, one in cells(tree, numbers, comparisons, view):
            content = said(element)
            (account,) = [each for each in element.iter("div") if each.get("class") == "account"]
            command = why_command(
                dataset.attrs, asked_of(dataset), "as-observed", 2030, (one.scenario, one.outcome, one.place)
            )
            assert command in said(account)
            told = one_line(switches.verdict(one, card().events, language))
            assert told in content
            if one.i90 is not None and one.i90[0] == one.i90[1]:
                assert texts(language)["page.verdict.certain"] in content
                continue
            assert direction(one, comparisons.draws, language).replace("\u00a0", " ") in content
            assert matter(one, language).replace("\u00a0", " ") in content
            assert (decided(one, language) or "") in content
            (late,) = comparisons.also
            told = glance(late.one(one.scenario, one.outcome, one.place), language)
            assert one_line(text(language, "page.verdict.also", year=2037, told=told)) in content
            if one.material.status == "none":
                continue
            for driver in reasons[one.scenario, one.outcome, one.place].drivers:
                ends = (*driver.alone_i90, *driver.last_i90)
                seen = max(map(abs, ends)) >= 0.1 * one.material.threshold
                assert (f"{lever_title(driver, language)} {bring(driver, language)}" in content) is seen


def test_the_account_of_a_first_figure_has_a_row_for_each_bar_and_each_dated_event(
    tree: Element, numbers: Element, dataset: xr.Dataset, comparisons: Comparisons
) -> None:
    found = finding(dataset, comparisons)
    firsts = {(one.scenario, one.outcome, one.place) for row in found.rows for one in found.cells(row)}
    rows = 0
    for view in views():
        for element, one in cells(tree, numbers, comparisons, view):
            if (one.scenario, one.outcome, one.place) not in firsts:
                continue
            content = said(element)
            if one.n_alternatives > 1 and one.decided_by:
                reference = one.alternatives[0].choices
                drawn = [
                    figure
                    for figure in one.alternatives
                    if all(figure.choices[name] == reference[name] for name in reference if name != one.decided_by)
                ]
                listed = element.findall(".//li/strong")
                assert len(listed) == (min(len(drawn), 6) if len(drawn) > 1 else 0)
                for figure in one.alternatives:
                    shown = f"{about(figure.median, figure.mc_error, view.language)} {interval(figure, view.language)}"
                    rows += shown.replace("\u00a0", " ") in content and row_words(figure, one, view.language) in content
            assert all(
                one_line(switches.result(each, view.language)) in content
                for each in switches.beside(one, card().events)
            )
    assert rows > 30


def test_the_whole_table_shows_every_figure_or_leads_to_it(tree: Element, comparisons: Comparisons) -> None:
    for view in views():
        rows = verdict_rows(part(tree, view.language))
        expected = in_order(comparisons)
        assert len(rows) == len(expected)
        for row, wanted in zip(rows, expected, strict=True):
            for cell, one in zip(row.findall("td"), wanted, strict=True):
                words = first_words.cell_words(one, comparisons.draws, view.language)
                assert said(cell).startswith(one_line(words.size))
                links = [link.attrib["href"] for link in cell.findall("a")]
                assert links in ([], [f"#{anchor(one, view)}"], [f"numbers.html#{anchor(one, view)}"])
                assert links or not one.alternatives


def test_a_year_beyond_what_was_scored_is_marked_above_the_table(dataset: xr.Dataset, comparisons: Comparisons) -> None:
    mark = f"2037: {beyond(2037, span_of(dataset), 'en')}"
    late = compare(dataset, comparisons.baseline, 2037)
    assert [one.year for one in late.also] == [2030]
    for one in (comparisons, late):  # the tenth year is told beside the third, and the other way round
        content = said(part(fromstring(render(dataset, one)), "en"))
        assert mark in content and "2030: " + mark.partition(": ")[2] not in content


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
        for word in [one for one in part(tree, language).iter("span") if "word" in one.get("class", "")]:
            assert not NEVER.search(said(word))
        share = texts(language)["page.verdict.share"].partition("{error}")[2].strip()[:20]
        for mark in [one for one in part(tree, language).iter("li") if share in said(one)]:
            assert not NEVER.search(said(mark))
    assert NEVER.search("0\u00a0%") and NEVER.search("(100 %)") and not NEVER.search("10 %, >99 %, 1.0 %")


@pytest.mark.parametrize("status", ["no_lever", "not_in_lab", "same", "no_cost", "no_change"])
def test_what_has_no_figures_says_why(dataset: xr.Dataset, comparisons: Comparisons, status: str) -> None:
    blank = tuple(
        Comparison(*(getattr(one, name) for name in ("scenario", "outcome", "place", "unit")), status, 1.0, 0.0, none)
        for one in comparisons.comparisons
        for none in [Material(1.0, one.unit, "none")]
    )
    tree = fromstring(render(dataset, replace(comparisons, comparisons=blank, also=())))
    for language in LANGUAGES:
        glances = part(tree, language).findall(".//table[@class='glance']/tbody/tr")
        for row in [*verdict_rows(part(tree, language)), *glances]:
            assert {said(cell) for cell in row.findall("td")} == {text(language, f"likely.{status}")}
        none = text(language, "finding.none", year=2030, outcomes="").removesuffix(" .")
        assert none in said(part(tree, language).findall("h1")[0])


def test_an_account_leads_to_the_numbers_that_carry_it_and_on_to_their_sources(
    tree: Element, numbers: Element, comparisons: Comparisons
) -> None:
    for view in views():
        here, there = (
            {element.get("id"): element for element in part(one, view.language).iter()} for one in (tree, numbers)
        )
        steps = 0
        for element, _ in cells(tree, numbers, comparisons, view):
            own = here if element is here.get(element.get("id")) else there
            for link in element.iter("a"):
                page, _, name = link.attrib["href"].partition("#")
                record = (there if page else own)[name]
                known = lab().parameters.get(name.removeprefix(view.id("parameter", "")))
                if known is not None and known.source:
                    assert [one for one in record.iter("a") if "source-" in one.attrib["href"]]
                    steps += 1
        assert steps > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_has_value_tag_source_and_reason(numbers: Element, language: Language) -> None:
    view = View(language, "" if language == "en" else f"{language}-")
    by_id = {element.get("id"): element for element in part(numbers, language).iter()}
    for record in lab().parameters.values():
        found = by_id[view.id("parameter", record.id)]
        content = said(found)
        shown = exact(record.value * (100 if record.unit == "share" else 1), language)
        assert shown in content and text(language, f"tag.{record.tag}") in content
        assert record.derivation is None or record.derivation in content
        assert record.note is None or said(fromstring(tag("p", named(view.pick(record.note), view)))) in content
        links = {link.attrib["href"] for link in found.iter("a")}
        sources = {f"#{view.id('source', citation.ref)}" for citation in record.source}
        assert links == sources | {f"numbers.html#{view.id('estimate', name)}" for name in record.estimates}
        assert all(view.sourced(translated(citation.locator, language)) in content for citation in record.source)
        assert language == "en" or not [span for span in found.iter("span") if span.get("lang") == "en"]


def test_each_policy_shows_its_case_its_settings_and_what_it_lacks(tree: Element) -> None:
    here = part(tree, "es")
    articles, levers = here.findall(".//article"), {one.get("id"): one for one in here.iter("tr")}
    assert len(articles) == len(PRESETS)
    for article, name in zip(articles, PRESETS, strict=True):
        scenario, content = load_scenario(name), said(article)
        assert scenario.steelman is not None and scenario.steelman.es in content
        assert all(one.text.es in content and one.checklist in content for one in scenario.without_lever)
        linked = {link.attrib["href"] for link in article.iter("a") if "lever-" in link.attrib["href"]}
        assert linked == {f"#es-lever-{one.lever}" for one in scenario.levers}
        for one in scenario.levers:
            lever, row = lab().levers[one.lever], levers[f"es-lever-{one.lever}"]
            evidence = said(fromstring(tag("p", named(lever.evidence.es, View("es", "es-")))))
            assert evidence in said(row) and f"Grado {lever.grade}" in said(row)
            assert f"numbers.html#es-lever-{one.lever}" in [link.attrib["href"] for link in row.iter("a")]


def test_a_lever_that_is_set_everywhere_names_groups_or_the_places_where_it_may_be_moved(tree: Element) -> None:
    by_name = dict(zip(PRESETS, part(tree, "es").findall(".//article"), strict=True))
    assert "Estados Unidos, Europa: desde" in said(by_name["demand-reduction"])
    assert "todos los grupos" not in said(by_name["demand-reduction"])
    assert "todos los grupos: desde" in said(by_name["total-peace"])


def test_what_an_earlier_policy_sets_alike_stands_there(tree: Element) -> None:
    here = part(tree, "en")
    by_name = dict(zip(PRESETS, here.findall(".//article"), strict=True))
    war, kingpin = (load_scenario(name) for name in ("war-on-drugs", "kingpin"))
    alike = [one for one in kingpin.levers if one in war.levers]
    assert len(alike) > 3
    assert "#policy-war-on-drugs" in [link.attrib["href"] for link in by_name["kingpin"].iter("a")]
    seizures = next(one for one in war.levers if one.lever == "seizure_share")
    assert "47.81 %" in said(by_name["war-on-drugs"]) and seizures in alike
    assert "47.81 %" not in said(by_name["kingpin"])


def test_a_users_own_setting_is_marked_as_such_and_needs_nothing_else() -> None:
    own = own_scenario([], [read_setting("jobs=0.25", "2027-01")], "2027-01")
    run = simulate([load_scenario("as-observed"), own], Settings(draws=5, until=2031))
    tree = fromstring(render(run, compare(run, "as-observed", 2030)))
    for language in LANGUAGES:
        content = said(part(tree, language))
        assert text(language, "table.own_policy") in content


def test_the_caveats_travel(tree: Element, comparisons: Comparisons) -> None:
    for view in views():
        (section,) = [one for one in part(tree, view.language).iter() if one.get("id") == view.id("section", "caveats")]
        content = said(section)
        assert all(in_words(caveat, view.language) in content for caveat in comparisons.caveats)
        for row in in_order(comparisons):
            found = [caveat for one in row for caveat in one.caveats if caveat.key != "caveat.grade"]
            assert all(in_words(caveat, view.language) in content for caveat in found)
        assert text(view.language, "finding.caveat") in said(part(tree, view.language))


def test_it_says_how_to_repeat_and_cite_it(tree: Element, dataset: xr.Dataset, comparisons: Comparisons) -> None:
    (section,) = [one for one in part(tree, "en").iter() if one.get("id") == "section-repeat"]
    content = said(section)
    assert comparisons.command in content
    assert all(dataset.attrs[name] in content for name in ("version", "catalogue_hash"))
    assert all(f"{name} {digest}" in content for name, digest in comparisons.scenarios.items())
    assert "not a forecast" in content


def test_observed_figures_are_set_against_the_band(numbers: Element, dataset: xr.Dataset) -> None:
    marks = {"✓": 0, "▲": 0, "▼": 0}
    of_word = {"inside": "✓", "above": "▲", "below": "▼"}
    table = part(numbers, "en").findall(".//table[@class='history cards']")[0]
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
    run = simulate([load_scenario("war-on-drugs"), hostile], Settings(draws=5, until=2030))
    page = render(run, compare(run, "war-on-drugs", 2028))
    tree = fromstring(page)
    assert "<b>bold" not in page and "<script" not in page
    assert HOSTILE.en in said(part(tree, "en")) and HOSTILE.es in said(part(tree, "es"))


def test_a_run_without_comparison_has_no_verdict(dataset: xr.Dataset) -> None:
    tree = fromstring(render(dataset, None, "es"))
    for language in LANGUAGES:
        assert not verdict_rows(part(tree, language))
        assert text(language, "caveat.no_colombian_rates") in said(part(tree, language))
    assert not tree.findall(".//rect[@class='compared']")


def test_one_draw_is_not_called_certain() -> None:
    run = simulate([load_scenario("war-on-drugs"), load_scenario("mano-dura")], Settings(draws=1, until=2030))
    found = compare(run, "war-on-drugs", 2028)
    pages = [fromstring(page) for page in (render(run, found), render_numbers(run, found))]
    content = " ".join(said(one) for page in pages for one in page.iter("div") if one.get("class") == "account")
    assert texts("en")["page.verdict.certain"] not in content and "[" in content


def test_an_edited_assumption_is_shown_where_the_number_stands() -> None:
    run = simulate([load_scenario("war-on-drugs")], Settings(draws=3, until=2027), {"pay_elasticity": 0.125})
    for page in (render(run, None), render_numbers(run, None)):
        (row,) = [one for one in fromstring(page).iter() if one.get("id") == "parameter-pay_elasticity"]
        assert texts("en")["page.numbers.set"].format(value="0.125") in said(row)
