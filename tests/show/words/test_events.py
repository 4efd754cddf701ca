"""Effects beside dated switches in words: never tested is said, figures are no finer than their errors."""

from dataclasses import replace
from math import log

import pytest

from tregua.analysis.event_tests import EventTest
from tregua.lab.cell import Comparison, Material
from tregua.show.words import events as said
from tregua.text import LANGUAGES, Language, text

FARC = EventTest(
    *("farc-2016", ("talks",), "homicides", "COL", 2017, log(1.5), 0.2),
    *(log(0.98), (log(0.9), log(1.1)), 0.004, (0.03, 0.03), {"a": log(0.97), "b": log(0.99)}, False, False, True),
)
QUIBDO = replace(FARC, event="quibdo-truce-2022", agrees=True, telling=True)
USED = replace(FARC, event="col-tables-2022", test=False)
OTHER = replace(FARC, outcome="conflict_deaths")
RESULTS = (FARC, QUIBDO, USED, OTHER)
NONE = Material(100.0, "deaths/year", "uncertain")
CELL = Comparison("peace", "homicides", "COL", "deaths/year", "figures", 1.0, 0.1, NONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_without_a_test_says_never_tested(language: Language) -> None:
    assert said.verdict(CELL, RESULTS, language) == text(language, "tested.never")
    used = replace(CELL, used=("col-tables-2022",), untested=("talks",))
    assert said.verdict(used, RESULTS, language) == text(language, "tested.never")
    assert said.beside(used, RESULTS) == [USED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tested_cell_counts_switches_and_names_the_levers_that_none_tests(language: Language) -> None:
    tested = replace(CELL, tested=("farc-2016", "quibdo-truce-2022"), used=("col-tables-2022",))
    assert said.verdict(tested, RESULTS, language) == text(language, "tested.held", n=2, agree=1, telling=1)
    assert "state of exception" in said.verdict(replace(tested, untested=("emergency",)), RESULTS, "en")
    assert said.brief(tested, RESULTS, language) == text(language, "tested.brief", n=2, agree=1, telling=1)
    brief = said.brief(replace(tested, untested=("emergency",)), RESULTS, language)
    assert brief.endswith(text(language, "tested.brief_but", count=1))


def test_a_switch_agrees_only_if_all_that_was_observed_of_it_does() -> None:
    twice = (replace(FARC, agrees=True), replace(FARC, year=2018))
    tested = replace(CELL, tested=("farc-2016",))
    assert said.verdict(tested, twice, "en") == text("en", "tested.held_none", n=1)


@pytest.mark.parametrize(
    ("language", "predicted", "observed"),
    [("en", "−3 % … −1 % [−10 %; +10 %]", "+50 % ± 30 %"), ("es", "−3 % … −1 % [−10 %; +10 %]", "+50 % ± 30 %")],
)
def test_changes_are_percentages_no_finer_than_their_errors(language: Language, predicted: str, observed: str) -> None:
    """A log ratio of log 1.5 is +50 %, its error 1.5 × 0.2 = 30 points; medians of −3 and −1 % have one of 0.4."""
    assert said.predicted(FARC, language).replace("\u00a0", " ") == predicted
    assert said.observed(FARC, language).replace("\u00a0", " ") == observed


def test_what_is_no_test_or_too_coarse_says_so() -> None:
    assert said.standing(QUIBDO, "en") == text("en", "tested.agrees")
    assert text("en", "tested.no_test") in said.standing(USED, "en")
    assert text("en", "tested.not_telling") in said.result(FARC, "en")


@pytest.mark.parametrize(("language", "month"), [("en", "Jul 2015"), ("es", "jul. 2015")])
def test_events_come_with_their_month_and_what_else_changed(language: Language, month: str) -> None:
    ((event, results),) = said.events_of([FARC, replace(FARC, event="no-longer-there")])
    assert results == [FARC] and month in said.heading(event, language)
    assert "13" in said.confounded(event, language)
