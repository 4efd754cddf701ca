"""Audits of laws drawn at random: every count is that of every combination listed, also where facts are unknown."""

from collections import Counter
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from toy_law import LAW, random_condition

from tregua.regimes.audit import audit
from tregua.regimes.condition import All, value_of
from tregua.regimes.load import load_rules
from tregua.regimes.rules import Rules
from tregua.regimes.search import Space

ROW = LAW[LAW.index("  - id: X3") :]
OUTCOMES = ("BARRED", "GRANTABLE", "UNDETERMINED", "COURT_BARS")


def random_law(random: Random, folder: Path) -> Rules:
    """Five rows of which some share a priority; cases that cannot be are those of the package and one more."""
    rows = []
    for at in range(5):
        row = ROW.replace("X3", f"X{at}").replace("priority: 10", f"priority: {random.choice([10, 20, 30])}")
        row = row.replace("BARRED", random.choice(OUTCOMES))
        rows.append(row.replace("WHEN", random_condition(random)))
    refused = "{when: truth and negotiated, reason: {en: Never, es: Nunca}, source: [{ref: s1, locator: p. 1}]}"
    head = LAW[: LAW.index("rows:\n")] + f"impossible: [{refused}]\nrows:\n"
    path = folder / "law.yaml"
    path.write_text(head + "".join(rows), "utf-8")
    return load_rules(str(path))


def shown(rules: Rules, case: Mapping[str, Any]) -> set[str]:
    """What the first level of which a row is shown says."""
    found: dict[int, set[str]] = {}
    for rule in rules.rules:
        for answer in rule.answers:
            if value_of(All((rule.when, answer.when)), case):
                found.setdefault(rule.level, set()).update(answer.outcomes.values())
    return found[min(found)] - {"UNDETERMINED"} if found else set()


def standing(rules: Rules, case: Mapping[str, Any]) -> str:
    """How a case with unknown facts is answered, row by row."""
    above: set[str] = set()
    for rule in rules.rules:
        value, outcome = value_of(rule.when, case), next(iter(rule.answers[0].outcomes.values()))
        if value:
            if outcome == "UNDETERMINED":
                return "undetermined"
            return "provisional" if above - {outcome} else "decided"
        above |= set() if value is False else {outcome}
    return "undetermined"


@pytest.mark.parametrize("seed", range(25))
def test_counts_are_those_of_every_combination(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    rules = random_law(random, tmp_path)
    found, values = audit([rules]), Space([rules]).values
    cases = [dict(zip(values, one, strict=True)) for one in product(*values.values())]
    possible = [case for case in cases if not rules.contradiction(case)]
    classes = Counter(("silent", "decided", "conflicting")[min(len(shown(rules, case)), 2)] for case in possible)
    assert found.total == len(possible)
    assert found.kinds["extradition"] == {name: classes[name] for name in ("conflicting", "silent", "decided")}
    reached = {rule.id for rule in rules.rules for case in possible if reaches(rules, rule.id, case)}
    assert set(found.unreachable) == {rule.id for rule in rules.rules} - reached
    partly = [
        dict(zip(values, one, strict=True)) for one in product(*((*options, None) for options in values.values()))
    ]
    some = [case for case in partly if not rules.contradiction(case)]
    assert found.total_with_unknown == len(some)
    read = Counter(standing(rules, case) for case in some)
    assert {name: read[name] for name in found.with_unknown["extradition"]} == dict(found.with_unknown["extradition"])
    for witness in found.witnesses:
        assert not rules.contradiction(witness.facts)


def reaches(rules: Rules, row: str, case: Mapping[str, Any]) -> bool:
    """Whether a row is among those that decide a case."""
    shown_rows = [rule for rule in rules.rules if value_of(rule.when, case)]
    return any(rule.id == row and rule.level == shown_rows[0].level for rule in shown_rows)
