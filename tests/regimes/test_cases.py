"""Every worked case by itself, from its article; and that no row and no branch can be taken away unnoticed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import Document
from tregua.regimes.decide import decide
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.rules import Rules
from tregua.trace import implemented

HERE = Path(__file__).parent
WORKED = Document(HERE / "cases.yaml").value["cases"]
OURS = [case for name in ("more", "boundary") for case in Document(HERE / f"{name}_cases.yaml").value["cases"]]
CASES: list[dict[str, Any]] = [*WORKED, *OURS]
COVERED = {("ordinary", "ES1")}  # in the code's own order O1 and O12 decide before it
ROWS = [(name, rule) for name in regimes() for rule in load_rules(name).rules if (name, rule.id) not in COVERED]
BRANCHES = [(name, rule, at) for name, rule in ROWS if len(rule.answers) > 1 for at in range(len(rule.answers))]


def wrong(case: dict[str, Any], rules: Rules | None = None) -> dict[str, Any]:
    """What the answer to a case has other than expected."""
    read = rules or load_rules(case["regime"], case.get("variants", []))
    try:
        answer = decide(read, case["facts"], with_flips=False)
    except InputError as error:
        refused = {"refused": error.problems[0].kind}
        return {} if case["expected"] == refused else refused
    given = {**answer.outcomes, **answer.details, "rule": answer.rule, "in_force": answer.force}
    found = {name: given.get(name) for name, value in case["expected"].items() if given.get(name) != value}
    if not set(case.get("missing", [])) <= set(answer.missing):
        found["missing"] = answer.missing
    if case.get("answers", {}) and answer.answers != case["answers"]:
        found["answers"] = answer.answers
    rules_of = case.get("expected_rules", {})
    return found | {kind: answer.rule_of for kind, row in rules_of.items() if answer.rule_of.get(kind) != row}


def spared(case: dict[str, Any], rules: Rules | None = None) -> list[str]:
    """The stated facts of a case without which it gives the same outcome by the same row."""
    facts = case["facts"]
    return [one for one in facts if not wrong({**case, "facts": {k: v for k, v in facts.items() if k != one}}, rules)]


def test_there_are_62_worked_cases_and_each_has_its_basis() -> None:
    assert len(WORKED) == 62 and len(OURS) >= 30
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["basis"] for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_gives_its_outcome_and_row(case: dict[str, Any]) -> None:
    assert wrong(case) == {}


def noticed(name: str, change: Any) -> bool:
    """Whether some case of the regime goes wrong once its rows are changed."""
    return any(
        wrong(case, change(load_rules(name, case.get("variants", [])))) for case in CASES if case["regime"] == name
    )


@pytest.mark.parametrize("case", [case for case in OURS if case.get("minimal")], ids=lambda case: case["id"])
def test_without_any_one_fact_a_row_is_no_longer_shown(case: dict[str, Any]) -> None:
    assert not spared(case)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        pytest.param(
            name,
            rule.id,
            id=f"{name}-{rule.id}",
            marks=pytest.mark.checklist(*(one for one in rule.record.checklist if one in implemented())),
        )
        for name, rule in ROWS
    ],
)
def test_a_row_taken_away_is_noticed(name: str, row: str) -> None:
    assert noticed(name, lambda rules: rules.only({rule.id for rule in rules.rules} - {row}))


@pytest.mark.parametrize(("name", "row", "at"), [(name, rule.id, at) for name, rule, at in BRANCHES])
def test_a_branch_taken_away_is_noticed(name: str, row: str, at: int) -> None:
    def without(rules: Rules) -> Rules:
        cut = [
            replace(rule, answers=rule.answers[:at] + rule.answers[at + 1 :]) if rule.id == row else rule
            for rule in rules.rules
        ]
        return replace(rules, rules=tuple(cut))

    assert noticed(name, without)


@pytest.mark.parametrize("name", [name for name in regimes() if len(load_rules(name).rules) > 1])
def test_the_order_of_the_table_matters(name: str) -> None:
    assert noticed(name, lambda rules: replace(rules, rules=rules.rules[::-1]))
