"""The pages of the score card: figures are the card's, every outcome, series, switch and number stands there."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from pages import part, said

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser
from site_pages import addresses, anchored, check_in_browser, spaced

from tregua.analysis.calibrate import shipped
from tregua.analysis.card import card
from tregua.analysis.kept_bands import kept_bands
from tregua.analysis.learnt import lessons
from tregua.analysis.scored import PERSISTENCE
from tregua.evidence import ledger
from tregua.lab.events import events
from tregua.lab.measure import measures, unbound
from tregua.lab.model import lab
from tregua.show.page.run_events import cited_by
from tregua.show.words.backtest import NEAR, card_words, with_error
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.xdist_group("site")  # whose processes make each page once

both = pytest.mark.parametrize("language", LANGUAGES)


def to(file: str, language: Language) -> str:
    return f"{file}#es-top" if language == "es" else file


@both
def test_the_card_says_all_that_it_knows_and_whether_it_is_out_of_date(
    trees: dict[str, Element], language: Language
) -> None:
    shown = said(part(trees["score.html"], language))
    for sentence in card_words(card(), language):
        assert spaced(sentence) in shown
    state = "out_of_date" if card().out_of_date else "up_to_date"
    assert text(language, f"score.{state}", version=card().version, draws=card().draws) in shown


@both
def test_every_outcome_names_its_series_with_their_skill_and_its_dated_tests(
    trees: dict[str, Element], language: Language
) -> None:
    prefix = "es-" if language == "es" else ""
    for one in lab().outcomes.values():
        section = anchored(trees["score.html"], f"outcome-{one.id}", language)
        assert getattr(one.definition, language) in said(section)
        for measure in (each for each in measures() if each.reads == one.id):
            assert to(f"series-{measure.series}.html", language) in addresses(section)
            if near := card().one(measure.series, len(NEAR)):
                assert with_error(near.skill[PERSISTENCE], language) in said(section)
                assert f"backtest.html#{prefix}forecast-{measure.series}" in addresses(section)
        for event in events():
            bears = any(change.outcome == one.id for change in event.observed)
            assert (f"events.html#{prefix}event-{event.id}" in addresses(section)) is bears


@both
def test_forecasts_are_those_of_the_card_and_worse_is_said_plainly(
    trees: dict[str, Element], language: Language
) -> None:
    for one in card().summaries:
        row = anchored(trees["backtest.html"], f"forecast-{one.series}", language)
        assert to(f"series-{one.series}.html", language) in addresses(row)
        if one.policies == "held":
            assert with_error(one.skill[PERSISTENCE], language) in said(row)
        if (one.policies, one.horizons) == ("held", NEAR):
            skill = one.skill[PERSISTENCE]
            worse = skill is not None and skill.se is not None and skill.value < 0
            assert (text(language, "score.standing.worse") == said(row.findall("td")[0]).strip()) is worse
            better = text(language, "score.standing.skill") == said(row.findall("td")[0]).strip()
            assert better is one.has_skill


@both
def test_every_switch_has_its_figures_what_else_changed_and_its_sources(
    trees: dict[str, Element], language: Language
) -> None:
    prefix = "es-" if language == "es" else ""
    seen = 0
    for event in events():
        section = anchored(trees["events.html"], f"event-{event.id}", language)
        assert getattr(event.confounded, language) in said(section)
        assert {f"#{prefix}source-{one.ref}" for one in cited_by(event)} <= {*addresses(section)}
        assert {to(f"lever-{one.lever}.html", language) for one in event.levers} <= {*addresses(section)}
        listed = section.findall("table/tbody/tr")
        assert len(listed) == len(event.observed)
        words = [text(language, f"tested.{one}") for one in ("agrees", "differs")]
        seen += sum(any(word in said(row.findall("td")[-1]) for word in words) for row in listed)
    assert seen == len(card().events)


@both
def test_every_figure_that_is_learnt_from_has_a_mark_and_misses_are_told_worst_first(
    trees: dict[str, Element], language: Language
) -> None:
    page = part(trees["history.html"], language)
    charts = list(page.iter("figure"))
    kept = [before for before, _ in kept_bands(shipped())]
    assert [one.get("id", "").rpartition("band-")[2] for one in charts] == [one.series for one in kept]
    outside = [sum(path.get("fill") == "#C04A00" for path in one.iter("path")) for one in charts]
    inside = [len([*one.iter("circle")]) for one in charts]
    assert sum(inside) + sum(outside) == len(shipped().history.targets)
    assert [bool(one) for one in outside] == sorted((bool(one) for one in outside), reverse=True)
    found = addresses(page)
    for name in (*unbound(), *(one.series for one in measures())):
        assert to(f"series-{name}.html", language) in found


def test_kept_bands_hold_as_many_figures_as_the_lessons_count() -> None:
    counted = {one.series: (one.before[0].inside90, one.after[0].inside90) for one in lessons(shipped()).fit}
    assert {one.series: (one.inside90, after.inside90) for one, after in kept_bands(shipped())} == counted


@both
def test_every_number_stands_once_with_its_value_tag_and_source(trees: dict[str, Element], language: Language) -> None:
    prefix = "es-" if language == "es" else ""
    for name, one in lab().parameters.items():
        tree = trees[f"numbers-{lab().mechanism_of[name]}.html"]
        row = anchored(tree, f"parameter-{name}", language)
        assert getattr(one.text, language) in said(row) and text(language, f"tag.{one.tag}") in said(row)
        assert {f"#{prefix}source-{cited.ref}" for cited in one.source} <= {*addresses(row)}
        assert {to(f"estimate-{each}.html", language) for each in one.estimates} <= {*addresses(row)}
        assert one.source or one.note or one.derivation or one.estimates
    index = addresses(part(trees["numbers.html"], language))
    assert {to(f"numbers-{one}.html", language) for one in lab().mechanism_of.values()} <= {*index}
    assert {f"score.html#{prefix}outcome-{one}" for one in lab().outcomes} <= {*index}


@both
def test_lessons_lead_to_the_numbers_and_series_that_they_are_of(trees: dict[str, Element], language: Language) -> None:
    found, prefix = lessons(shipped()), "es-" if language == "es" else ""
    listed = addresses(part(trees["learnt.html"], language))
    for one in found.parameters:
        assert f"numbers-{lab().mechanism_of[one.name]}.html#{prefix}parameter-{one.name}" in listed
    assert {to(f"series-{one.series}.html", language) for one in found.fit} <= {*listed}
    assert {one.series for one in found.fit} <= {*ledger.series()}


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, pages: dict[str, str], tmp_path: Path
) -> None:
    names = ["score.html", "history.html", "backtest.html", "events.html", "learnt.html", "numbers.html"]
    check_in_browser(browser, tmp_path, pages, [*names, "numbers-coca.html"])
