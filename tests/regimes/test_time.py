"""The text in force on the day of a case: rows, values and readings of other times, one case and many."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.regimes.case_files import decide_file
from tregua.regimes.columns import FORCES, columns_of, decide_columns
from tregua.regimes.decide import decide
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import Rules
from tregua.regimes.schema import UNDETERMINED

LAW = """
id: law
text: A law that changed
text_status: law
dated: 2010-01-01
in_force: {since: 2010-01-01, until: 2029-12-31}
as_of: 2026-01-01
issuing_body: Congress
source: [{ref: s1, locator: whole text}]
parameters:
  - id: term
    value: 30
    valid_to: 2019-12-31
    text: Days
    source: [{ref: s1, locator: art. 1}]
    variants: [{id: long, value: 40, text: Another reading}]
  - id: term
    value: 60
    valid_from: 2020-01-01
    text: Days
    source: [{ref: s1, locator: art. 1}]
    variants: [{id: long, value: 80, text: Another reading}]
suspensions:
  - {id: stop, from: 2024-03-01, to: 2024-03-10, text: Terms stood still, source: [{ref: s1, locator: art. 9}]}
rows:
  - id: OLD
    valid_to: 2014-12-31
    layer: bar
    when: reoffended
    outcomes: {status: EXCLUDED}
    decider: judge
    article: Art. 1
    source: [{ref: s1, locator: art. 1}]
    confidence: medium
    reason: Until 2014
  - id: NEW
    valid_from: 2015-01-01
    layer: bar
    when: reoffended
    unless: truth
    outcomes: {status: REVOKED}
    decider: judge
    article: Art. 2
    source: [{ref: s1, locator: art. 2}]
    confidence: medium
    reason: From 2015 on
  - id: LATE
    layer: requirement
    when: unsuspended days between conduct_end and decision_date > term
    outcomes: {status: INELIGIBLE}
    decider: judge
    article: Art. 3
    source: [{ref: s1, locator: art. 3}]
    confidence: medium
    reason: Too late
  - id: ALONE
    except: [LATE]
    layer: discretion
    when: turned_self_in
    outcomes: {status: ELIGIBLE}
    decider: judge
    article: Art. 4
    source: [{ref: s1, locator: art. 4}]
    confidence: medium
    reason: Whoever surrenders is never too late
"""


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "law.yaml"
    path.write_text(LAW, "utf-8")
    return path


def status(law: Path, facts: dict[str, Any], on: str | None = None, variants: tuple[str, ...] = ()) -> tuple[str, str]:
    answer = decide(str(law), facts, variants, on=on)
    return answer.outcomes["status"], answer.force


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2009-12-31", (UNDETERMINED, "before")),
        ("2010-01-01", ("EXCLUDED", "in_force")),
        ("2014-12-31", ("EXCLUDED", "in_force")),
        ("2015-01-01", ("REVOKED", "in_force")),
        (None, ("REVOKED", "in_force")),
        ("2029-12-31", ("REVOKED", "in_force")),
        ("2030-01-01", (UNDETERMINED, "after")),
    ],
)
def test_the_row_in_force_on_the_day_decides(law: Path, on: str | None, expected: tuple[str, str]) -> None:
    assert status(law, {"reoffended": True, "truth": False}, on) == expected
    if on:
        assert status(law, {"reoffended": True, "truth": False, "decision_date": on}) == expected


@pytest.mark.parametrize(
    ("start", "on", "variants", "expected"),
    [
        ("2019-11-30", "2019-12-31", (), "INELIGIBLE"),  # 31 days, the term is 30
        ("2019-11-30", "2019-12-31", ("long",), UNDETERMINED),
        ("2019-12-01", "2020-01-01", (), UNDETERMINED),  # the same 31 days, the term is 60
        ("2024-02-01", "2024-04-01", (), UNDETERMINED),  # 60 days, 10 of which do not count
        ("2024-02-01", "2024-04-11", (), UNDETERMINED),  # 70 days, 60 of which count
        ("2024-02-01", "2024-04-12", (), "INELIGIBLE"),
        ("2024-02-01", "2024-04-12", ("long",), UNDETERMINED),
    ],
)
def test_the_value_in_force_on_the_day_is_used(
    law: Path, start: str, on: str, variants: tuple[str, ...], expected: str
) -> None:
    facts = {"reoffended": False, "conduct_end": start, "turned_self_in": False}
    assert status(law, facts, on, variants)[0] == expected


def test_unless_and_exceptions(law: Path) -> None:
    late = {"conduct_end": "2025-01-01", "decision_date": "2025-12-31"}
    assert status(law, {**late, "reoffended": True, "truth": True, "turned_self_in": False})[0] == "INELIGIBLE"
    assert status(law, {**late, "reoffended": False, "turned_self_in": True})[0] == "ELIGIBLE"
    answer = decide(str(law), {**late, "reoffended": False})
    assert answer.outcomes["status"] == "INELIGIBLE"
    assert answer.provisional == {"status": 1} and answer.missing == ("turned_self_in",)


def test_an_exception_to_itself_and_a_row_that_there_is_not_are_refused(law: Path) -> None:
    for wrong in ("except: [ALONE]", "except: [NOBODY]"):
        law.write_text(LAW.replace("except: [LATE]", wrong), "utf-8")
        with pytest.raises(InputError, match=r"law\.yaml:57"):
            load_rules(str(law))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("valid_to: 2014-12-31", "valid_to: 2009-13-01", "a date of the calendar"),
        ("valid_from: 2015-01-01", "valid_from: 2015-01-01\n    valid_to: 2014-01-01", "before it starts"),
        ("valid_from: 2020-01-01", "valid_from: 2019-01-01", "the times of “term” overlap"),
        ("to: 2024-03-10", "to: 2024-02-10", "before it starts"),
        ("conduct_end and", "conduct_ende and", "Did you mean “conduct_end”?"),
        ("> term", "> 2020-01-01", "a whole number"),
        ("unsuspended days between", "weeks between", "weeks"),
        ("confidence: medium\n    reason: Too late", "confidence: high\n    reason: Too late", ""),
    ],
)
def test_wrong_times_are_told_with_their_line(law: Path, old: str, new: str, found: str) -> None:
    assert LAW.count(old) == 1
    law.write_text(LAW.replace(old, new), "utf-8")
    if not found:  # the source was read whole
        assert load_rules(str(law))
        return
    with pytest.raises(InputError, match=r"law\.yaml:[0-9]+") as caught:
        load_rules(str(law))
    assert found in caught.value.message() and caught.value.message("es")


def test_two_different_days_are_refused(law: Path) -> None:
    with pytest.raises(InputError, match="one date"):
        decide(str(law), {"decision_date": "2020-01-01"}, on="2021-01-01")
    with pytest.raises(InputError, match="a date of the calendar"):
        decide(str(law), {}, on="2021-02-30")


def test_a_batch_says_what_stands_before_and_after_the_text(law: Path, tmp_path: Path) -> None:
    """Once only the single answer said so."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "decision_date,reoffended,truth,turned_self_in,conduct_end\n2009-12-31,true,no,,\n2014-12-31,true,no,,\n"
        "2015-01-01,true,no,,\n,true,no,,\n2030-01-01,true,no,,\n2025-12-31,false,,,2025-01-01\n",
        "utf-8",
    )
    counts = decide_file(str(law), source, target)
    with target.open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    assert [(row["outcome_status"], row["in_force"], row["rule"], row["provisional"]) for row in rows] == [
        ("", "before", "", "0"),
        ("EXCLUDED", "in_force", "OLD", "0"),
        ("REVOKED", "in_force", "NEW", "0"),
        ("REVOKED", "in_force", "NEW", "0"),
        ("", "after", "", "0"),
        ("INELIGIBLE", "in_force", "LATE", "1"),
    ]
    assert (counts.decided, counts.undetermined, counts.rejected) == (4, 2, 0)


def test_where_only_the_year_was_read_the_answer_says_so() -> None:
    rules = load_rules("ley_975")
    since = rules.regime.in_force.since
    assert since == "2005"
    assert [rules.force(day) for day in ("2004-12-31", "2005-07-25", "2006-01-01")] == [
        "before",
        "not_known",
        "in_force",
    ]


# --- one case and many ------------------------------------------------------------------------------------------------

DATED = [name for name in regimes() if len(load_rules(name).editions) > 1]


@st.composite
def dated_cases(draw: st.DrawFn) -> tuple[Rules, dict[str, Any]]:
    rules = load_rules(draw(st.sampled_from(DATED)))
    values = distinct_values([rules])
    names = draw(st.lists(st.sampled_from([*values]), unique=True, max_size=12))
    case = {name: draw(st.sampled_from(values[name])) for name in names}
    edges = [day for one in rules.editions[1:] for day in (one.span[0],)]
    near = [str(np.datetime64(day) + step) for day in edges for step in (-1, 0, 1)]
    return rules, {**case, "decision_date": draw(st.sampled_from([*near, "1990-01-01", "2026-01-01"]))}


@settings(max_examples=60)
@given(st.lists(dated_cases(), min_size=1, max_size=1).map(lambda listed: listed[0]))
def test_columns_and_single_cases_agree_on_every_day(drawn: tuple[Rules, dict[str, Any]]) -> None:
    rules, case = drawn
    others = [{**case, "decision_date": day} for day in ("1990-01-01", "2012-12-02", "2012-12-03", "2024-01-01")]
    cases = [case, *others]
    decided = decide_columns(rules, columns_of(cases, rules.names.facts))
    for at, one in enumerate(cases):
        reading = Reading(rules.at(one["decision_date"]), one)
        for kind, outcome in reading.outcomes.items():
            assert decided.values[kind][decided.outcomes[kind][at]] == outcome
        assert decided.rows[decided.rule[at]] == (reading.rule or "")
        assert FORCES[decided.force[at]] == reading.force

        assert bool(decided.provisional[at]) == bool(reading.provisional)
