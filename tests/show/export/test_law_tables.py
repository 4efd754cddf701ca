"""Regimes as decision tables of DMN and of zen: others run them to the same answers."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import dmn
import pytest
import zen
from hypothesis import given
from hypothesis import strategies as st
from law_tables import RECKONED, ROW, cases, editions, ours, sender, theirs

from tregua.catalogue.errors import InputError
from tregua.regimes.condition import All, Compare, Condition, Holds, Not, Some, value_of
from tregua.regimes.exchange.feel import unary_tests, variable
from tregua.regimes.exchange.table import MOST_LINES, inputs_of, lines_of, tables
from tregua.regimes.fact import Fact
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.vocabulary import vocabulary
from tregua.show.export.dmn import NAMESPACE, as_dmn
from tregua.show.export.zen import ZEN, as_zen
from tregua.text import LANGUAGES, Language

CASES = 300


@pytest.mark.parametrize("name", regimes())
def test_zen_gives_the_same_answers(name: str) -> None:
    for rules in editions(name):
        sent, decision = sender(rules), zen.ZenEngine().create_decision(as_zen(rules, "en"))
        for case in [*cases(rules, CASES), *cases(rules, CASES // 3, unknown=0.3)]:
            assert theirs(rules, decision.evaluate(sent(case))["result"]) == ours(rules, case), case


@pytest.mark.parametrize("name", regimes())
def test_a_second_reader_of_dmn_gives_the_same_answers(name: str) -> None:
    for rules in editions(name):
        sent, read = sender(rules), dmn.read(as_dmn(rules, "es"))
        for case in [*cases(rules, CASES), *cases(rules, CASES // 3, unknown=0.3)]:
            assert theirs(rules, dmn.answer(read, sent(case))) == ours(rules, case), case


def test_what_follows_from_days_is_reckoned_alike(tmp_path: Path) -> None:
    (tmp_path / "law.yaml").write_text(RECKONED.replace("ROW", ROW), "utf-8")
    rules = load_rules(str(tmp_path))
    sent, decision = sender(rules), zen.ZenEngine().create_decision(as_zen(rules, "en"))
    read = dmn.read(as_dmn(rules, "en"))
    seen = set()
    for case in [*cases(rules, 3 * CASES), *cases(rules, CASES, unknown=0.3)]:
        wanted = ours(rules, case)
        assert theirs(rules, decision.evaluate(sent(case))["result"]) == wanted, case
        assert theirs(rules, dmn.answer(read, sent(case))) == wanted, case
        seen.add(wanted[0]["status"])
    assert len(seen) > 6
    inputs = {variable(name) for name in inputs_of(rules, list(tables(rules)))}
    assert "working_days_between_conduct_start_and_decision_date: working days between" in as_dmn(rules, "en")
    asked = "working_days_between_conduct_start_and_decision_date"
    assert inputs > {"conduct_start", "conduct_end", "decision_date", asked}
    assert asked.removeprefix("working_") not in inputs


# --- the form ---------------------------------------------------------------------------------------------------------

ORDER = {
    "definitions": ("description", "itemDefinition", "inputData", "decision"),
    "itemDefinition": ("itemComponent",),
    "itemComponent": ("typeRef",),
    "inputData": ("description", "variable"),
    "decision": ("description", "variable", "informationRequirement", "decisionTable"),
    "informationRequirement": ("requiredInput",),
    "decisionTable": ("input", "output", "annotation", "rule"),
    "input": ("inputExpression", "inputValues"),
    "output": ("outputValues",),
    "rule": ("inputEntry", "outputEntry", "annotationEntry"),
    **dict.fromkeys(("inputExpression", "inputValues", "outputValues"), ("text",)),
    **dict.fromkeys(("inputEntry", "outputEntry", "annotationEntry"), ("text",)),
}
"""What each element may hold, in the order of the schema of DMN 1.3; any other holds text or nothing."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", regimes())
def test_the_file_has_the_form_of_dmn_1_3(name: str, language: Language) -> None:
    root = ET.fromstring(as_dmn(load_rules(name), language))
    assert root.tag == f"{{{NAMESPACE}}}definitions" and root.attrib.keys() >= {"name", "namespace"}
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        inner = [one.tag.removeprefix(f"{{{NAMESPACE}}}") for one in element]
        order = ORDER.get(element.tag.removeprefix(f"{{{NAMESPACE}}}"), ())
        assert inner == sorted(inner, key=order.index)
        if href := element.attrib.get("href"):
            assert href.removeprefix("#") in ids
    for table in root.iter(dmn.SPACE + "decisionTable"):
        heads = [len(list(table.iter(dmn.SPACE + one))) for one in ("input", "output", "annotation")]
        for rule in table.iter(dmn.SPACE + "rule"):
            assert [len(list(rule.iter(dmn.SPACE + one))) for one in ORDER["rule"]] == heads


def test_each_line_says_its_row_article_decider_and_source() -> None:
    root = ET.fromstring(as_dmn(load_rules("petro_2022"), "es"))
    rule = next(one for one in root.iter(f"{dmn.SPACE}rule") if one.attrib["id"] == "extradition_2")
    said = [one.findtext(f"{dmn.SPACE}text") for one in rule.iter(f"{dmn.SPACE}annotationEntry")]
    assert said[0] == "P1" and said[1] == "negotiated and reoffended" and said[3] == "Gobierno"
    assert all(said)
    lines = json.loads(as_zen(load_rules("petro_2022"), "en"))["nodes"][1]["content"]["rules"]
    assert lines[0]["decision_date_1"] == "< date('2022-08-24')"
    assert "row: P1; condition: negotiated and reoffended" in lines[1]["_description"]


def test_zen_finds_nothing_wrong_with_the_tables() -> None:
    for name in regimes():
        zen.ZenEngine().create_decision(as_zen(load_rules(name), "es")).validate()


# --- from conditions to lines -----------------------------------------------------------------------------------------

FACTS: dict[str, Fact] = {
    name: vocabulary()[name]
    for name in ("negotiated", "reoffended", "track", "min_penalty_years", "conduct_start", "conduct_end")
}
NUMBERS, DAYS = (3, 4, 5), ("1997-12-16", "1997-12-17", "1997-12-18")
SIGNS = ("=", "!=", "<", "<=", ">", ">=")


def conditions() -> st.SearchStrategy[Condition]:
    leaves = st.one_of(
        st.sampled_from([Holds("negotiated"), Holds("reoffended")]),
        st.builds(Compare, st.just("track"), st.sampled_from(SIGNS[:2]), st.sampled_from(FACTS["track"].values)),
        st.builds(Compare, st.just("min_penalty_years"), st.sampled_from(SIGNS), st.sampled_from(NUMBERS)),
        st.builds(Compare, st.just("conduct_end"), st.sampled_from(SIGNS), st.sampled_from(DAYS)),
        st.builds(Compare, st.just("conduct_start"), st.sampled_from(SIGNS), st.none(), st.just("conduct_end")),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(All, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Some, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=8,
    )


def stated() -> st.SearchStrategy[dict[str, Any]]:
    values = {
        "negotiated": [True, False],
        "reoffended": [True, False],
        "track": FACTS["track"].values,
        "min_penalty_years": [2, *NUMBERS, 6],
        "conduct_start": list(DAYS),
        "conduct_end": list(DAYS),
    }
    return st.fixed_dictionaries({name: st.sampled_from([None, *some]) for name, some in values.items()})


@given(conditions(), stated())
def test_a_line_is_met_just_where_the_condition_is_shown(condition: Condition, case: dict[str, Any]) -> None:
    def met(one: Compare) -> bool:
        return value_of(one, case) is True

    lines = lines_of(condition, FACTS)
    fitting = [
        all(any(all(map(met, piece)) for piece in cell) for cells in line.values() for cell in cells) for line in lines
    ]
    assert any(fitting) == (value_of(condition, case) is True)


@given(conditions(), stated())
def test_cells_as_they_are_written_say_the_same(condition: Condition, case: dict[str, Any]) -> None:
    lines = lines_of(condition, FACTS)
    shown = any(
        all(dmn.fits(unary_tests(cell, FACTS), case.get(name), case) for name, cells in line.items() for cell in cells)
        for line in lines
    )
    in_zen = any(
        all(_fits_in_zen(unary_tests(cell, FACTS, ZEN), name, case) for name, cells in line.items() for cell in cells)
        for line in lines
    )
    assert shown == in_zen == (value_of(condition, case) is True)


def _fits_in_zen(cell: str, name: str, case: dict[str, Any]) -> bool:
    """As a table reads a cell: one that cannot be computed, as with an unknown date, is not met."""
    value = case[name]
    if value is not None and FACTS[name].type == "date":
        value = zen.evaluate_expression("date(day)", {"day": value})
    try:
        return value is not None and zen.evaluate_unary_expression(cell, {**case, "$": value})
    except RuntimeError:
        return False


def test_lines_are_few() -> None:
    words = [Compare("track", "=", word) for word in FACTS["track"].values[:2]]
    either = All((Holds("negotiated"), Some(tuple(words))))
    assert len(lines_of(either, FACTS)) == 1
    assert len(lines_of(Some((either, Holds("negotiated"))), FACTS)) == 1
    assert lines_of(All((Holds("negotiated"), Not(Holds("negotiated")))), FACTS) == []
    between = All((Compare("min_penalty_years", ">=", 4), Compare("min_penalty_years", "<", 8)))
    [line] = lines_of(between, FACTS)
    assert [unary_tests(cell, FACTS) for cell in line["min_penalty_years"]] == ["[4..8)"]


def test_a_condition_that_would_fill_the_table_is_refused() -> None:
    rules = load_rules("ordinary")
    names = [name for name, fact in vocabulary().items() if fact.type == "tri"]
    pairs = tuple(Some((Holds(one), Holds(other))) for one, other in zip(names[:12], names[12:24], strict=True))
    wide = replace(rules, rules=(replace(rules.rules[0], when=All(pairs)),))
    with pytest.raises(InputError) as caught:
        as_zen(wide, "en")
    assert caught.value.problems[0].kind == "table_too_large"
    assert caught.value.problems[0].values["limit"] == MOST_LINES
