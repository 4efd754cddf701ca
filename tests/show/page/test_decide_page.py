"""The law in the page decides and asks as Python does; many more cases are run by `benchmarks/law_page.py`."""

import random
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from law_asked import Asked
from law_in_node import (
    asked_by_page,
    decided_by_python,
    differing,
    interviewed,
    random_cases,
    reckoned_by_page,
    states,
)
from pages import part, said

from tregua.catalogue.read import Document
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.log import load_log, tables
from tregua.regimes.reckon import UNKNOWN, Unit, after, between
from tregua.show.page.decide import render_decide
from tregua.show.page.law import render_regime
from tregua.show.page.law_rules import law_record
from tregua.show.page.laws import render_laws
from tregua.text import LANGUAGES, Language, text

CASES = Path(__file__).parents[2] / "regimes"
WORKED = [
    case
    for name in ("cases", "more_cases", "boundary_cases")
    for case in Document(CASES / f"{name}.yaml").value["cases"]
]
STOPS = (("2020-03-16", "2020-06-30"), ("2021-01-01", "2021-01-15"))


@pytest.mark.parametrize("name", regimes())
def test_worked_cases_are_decided_as_python_decides_them(name: str) -> None:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for case in WORKED:
        if case["regime"] == name:
            groups.setdefault(tuple(case.get("variants", [])), []).append(case["facts"])
    for variants, cases in groups.items():
        assert list(differing(load_rules(name, variants), cases, flips=3)) == []


def test_every_regime_but_one_has_worked_cases() -> None:
    assert len({*regimes()} - {case["regime"] for case in WORKED}) <= 1


@pytest.mark.parametrize("name", regimes())
def test_random_cases_are_decided_as_python_decides_them(name: str) -> None:
    rules = load_rules(name)
    assert list(differing(rules, random_cases(rules, 150, seed=18), flips=1)) == []


@pytest.mark.parametrize("name", regimes())
def test_no_question_is_needless_and_none_forgotten(name: str) -> None:
    rules, draw = load_rules(name), random.Random(f"asked {name}")
    drawn = list(states(rules, random_cases(rules, 24, seed=4)[-6:], draw))
    for (stated, not_known, kinds), (asked, mattering, _) in zip(drawn, asked_by_page(rules, drawn), strict=True):
        every = Asked(rules, stated, kinds)
        found = every.mattering()
        assert {*mattering} == found, stated
        assert asked == every.questions(found, {*not_known}), stated


@pytest.mark.parametrize("name", regimes())
def test_what_is_found_to_matter_in_some_completion_is_asked(name: str) -> None:
    rules, draw = load_rules(name), random.Random(f"some {name}")
    kinds = list(rules.threads)
    drawn = [
        ({}, [], kinds),
        *((case, [], kinds) for case in random_cases(rules, 12, seed=6) if not _refused(name, case)),
    ]
    for (stated, _, _), (_, mattering, _) in zip(drawn, asked_by_page(rules, drawn), strict=True):
        if "decision_date" not in stated:
            assert Asked(rules, stated, kinds).mattering_somewhere(draw, 40) <= {*mattering}


def _refused(name: str, case: dict[str, Any]) -> bool:
    return "refused" in decided_by_python(load_rules(name), case)


@pytest.mark.parametrize("name", regimes())
def test_when_nothing_is_left_to_ask_the_answer_is_that_of_the_whole_case(name: str) -> None:
    rules = load_rules(name)
    whole = [case for case in random_cases(rules, 48, seed=9)[-12:] if "decision_date" not in case]
    whole = [case for case in whole if not _refused(name, case)]
    ends = [(case, end) for case, end in zip(whole, interviewed(rules, whole), strict=True) if end]
    for case, end in ends:
        assert end["outcomes"] == decided_by_python(rules, case)["outcomes"]
        assert end["provisional"] == {}


def test_days_are_reckoned_as_python_reckons_them() -> None:
    draw = random.Random(2026)

    def day() -> str:
        low, high = draw.choice(
            [
                (date(1, 1, 1), date(9999, 12, 31)),
                (date(1983, 12, 1), date(2200, 2, 1)),
                (date(2019, 1, 1), date(2022, 1, 1)),
            ]
        )
        return (low + timedelta(draw.randrange((high - low).days))).isoformat()

    units = [{"unit": unit, "stops": STOPS if unit == "unsuspended days" else ()} for unit in get_args(Unit)]
    spans = [(day(), day(), draw.choice(units)) for _ in range(3000)]
    ends = [(day(), draw.randrange(-60, 600), draw.choice(units)) for _ in range(3000)]
    told, days = reckoned_by_page(spans, ends)
    for (start, end, one), found in zip(spans, told, strict=True):
        ours = between(_column(start), _column(end), one["unit"], one["stops"])[0]
        assert found == (None if ours == UNKNOWN else ours), (start, end, one)
    for (start, number, one), found in zip(ends, days, strict=True):
        if number >= 0 or one["unit"] != "unsuspended days":
            ours = after(_column(start), number, one["unit"], one["stops"])[0]
            assert found == (None if np.isnat(ours) else str(ours)), (start, number, one)


def _column(day: str) -> Any:
    return np.array([day], "datetime64[D]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_are_asked_for_by_the_names_that_their_tables_have(language: Language) -> None:
    fact = law_record(load_rules("petro_2022"))["facts"]["group"]
    said_of = dict(zip(fact["values"], fact["words"], strict=True))
    for log in map(load_log, tables()):
        code = {"EGC": "AGC"}.get(log.file.group, log.file.group)
        if code in said_of and log.file.text:
            assert all(
                one in said_of[code][language] for one in (code, log.file.group, getattr(log.file.text, language))
            )


def test_the_page_of_the_site_leads_where_its_text_names_another_regime() -> None:
    found = 0
    for name in regimes():
        shown = render_regime(load_rules(name), site="law.html")
        prose = " ".join(one.en for one in load_rules(name).regime.caveats)
        for other in regimes():
            if "_" in other and re.search(rf"\b{other}\b", prose):
                found += 1
                assert f'<a href="regime-{other}.html">{load_rules(other).regime.text.en}</a>' in shown
    assert found


def test_the_list_leads_to_every_text_and_to_a_case_of_it() -> None:
    tree = fromstring(render_laws(map(load_rules, regimes()), site="law.html"))
    for language, prefix in (("en", ""), ("es", "es-")):
        shown = part(tree, language)  # type: ignore[arg-type]
        links = {one.attrib["href"] for one in shown.iter("a")}
        for name in regimes():
            regime = load_rules(name).regime
            assert getattr(regime.text, language) in said(shown) and regime.dated in said(shown)
            assert f"regime-{name}.html{prefix and f'#{prefix}top'}" in links
            assert f"decide.html#regime={name}{'&l=es' if prefix else ''}" in links
            assert {f"#{prefix}source-{place.ref}" for place in regime.source} <= links


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_the_page_says_what_to_use(language: Language) -> None:
    shown = said(part(fromstring(render_decide(site="decide.html")), language))
    assert text(language, "law.decide.unscripted") in shown and "tregua decide --regime" in shown
