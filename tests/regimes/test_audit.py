"""What regimes leave open or contradict: counts against two other engines, and the gaps of the sources by name."""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations, product
from math import prod
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from asp import Program

from tregua.regimes.audit import CLASSES, Audit, Witness, audit
from tregua.regimes.columns import column, decide_columns
from tregua.regimes.condition import All, value_of
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.search import Space
from tregua.regimes.vocabulary import vocabulary
from tregua.show.words.audit import audit_record, headings
from tregua.text import LANGUAGES
from tregua.trace import implemented

SOURCES = ("s1_2022", "s2_2022")
SMALL = [[name] for name in regimes() if prod(map(len, Space([load_rules(name)]).values.values())) <= 200_000]
TOGETHER = [[*SOURCES], ["pl_288_2023", "pl_002_2025"]]
HEAD = """\
id: {id}
text: {{en: Toy, es: Juguete}}
text_status: bill
dated: 2026-01-01
in_force: {{since: null, until: null}}
as_of: 2026-02-01
issuing_body: {{en: Somebody, es: Alguien}}
source: [{{ref: s1, locator: whole}}]
rows:
"""
ROW = """\
  - id: {id}
    layer: bar
    priority: {priority}
    when: {when}
    outcomes: {{{outcomes}}}
    decider: court
    article: {{en: Art. 1, es: Art. 1}}
    source: [{{ref: s1, locator: p. 1}}]
    confidence: low
    reason: {{en: Because, es: Porque}}
"""
Toy = Callable[..., Rules]


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    def make(*rows: tuple[str, int, str, str], id: str = "toy", before: str = "") -> Rules:
        listed = [
            ROW.format(id=name, priority=at, when=when, outcomes=outcomes)
            + ("    gap: U2\n" if UNDETERMINED in outcomes else "")
            for name, at, when, outcomes in rows
        ]
        path = tmp_path / f"{id}.yaml"
        path.write_text(before + HEAD.format(id=id) + "".join(listed), "utf-8")
        return load_rules(str(path))

    return make


def counts(found: Audit) -> tuple[int, ...]:
    return (found.total, *(found.counts[shows] for shows in CLASSES))


def witness(found: Audit, shows: str, kind: str | None = None) -> Witness:
    return next(one for one in found.witnesses if (one.shows, one.kind, one.gap) == (shows, kind, None))


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_one_row_decides_half_and_leaves_the_other_half_open(toy: Toy) -> None:
    found = audit([toy(("R1", 10, "negotiated", "extradition: BARRED"))])
    assert counts(found) == (2, 0, 1, 1)
    assert witness(found, "silent").facts == {"negotiated": False}
    assert witness(found, "decided").rules == {"extradition": ("R1",)}


def test_a_row_that_names_a_gap_is_silent(toy: Toy) -> None:
    found = audit(
        [toy(("R1", 10, "negotiated", "extradition: UNDETERMINED"), ("R2", 20, "truth", "extradition: BARRED"))]
    )
    assert counts(found) == (4, 0, 3, 1)
    named = found.witnesses[-1]
    assert (named.gap, named.combinations, named.facts) == ("U2", 2, {"negotiated": True})
    assert named.gap_text is not None
    assert named.gap_text.en == "Negotiates, has not yet complied, has not re-offended: no rule"


def test_intervals_between_thresholds_and_listed_words_are_counted(toy: Toy) -> None:
    found = audit([
        toy(
            ("R1", 10, "min_penalty_years < 4 and court_opinion = favourable", "extradition: BARRED"),
            ("R2", 20, "min_penalty_years >= 8", "extradition: GRANTABLE"),
        )
    ])  # fmt: skip
    assert counts(found) == (3 * 2, 0, 1 + 2, 1 + 2)
    assert witness(found, "decided").facts == {"min_penalty_years": 8}


def test_rows_of_equal_priority_may_conflict(toy: Toy) -> None:
    rows = [("R1", 10, "negotiated", "extradition: BARRED"), ("R2", 10, "truth", "extradition: GRANTABLE")]
    found = audit([toy(*rows)])
    assert counts(found) == (4, 1, 1, 2)
    assert witness(found, "conflicting").outcomes == {"extradition": ("BARRED", "GRANTABLE")}
    in_order = audit([toy(rows[0], (rows[1][0], 20, *rows[1][2:]))])
    assert counts(in_order) == (4, 0, 1, 3)


def test_regimes_conflict_on_one_kind_only(toy: Toy) -> None:
    first = toy(("A1", 10, "negotiated", "extradition: BARRED"), id="first")
    second = toy(("B1", 10, "truth", "extradition: GRANTABLE"), ("B2", 20, "truth", "penalty: REDUCED"), id="second")
    found = audit([first, second])
    assert counts(found) == (4, 1, 1, 2)
    assert {kind: tuple(by.values()) for kind, by in found.kinds.items()} == {
        "extradition": (1, 1, 2),
        "penalty": (0, 2, 2),
    }
    assert witness(found, "conflicting", "extradition").rules == {"extradition": ("A1", "B1")}


def test_the_same_value_twice_is_no_conflict(toy: Toy) -> None:
    first = toy(("A1", 10, "negotiated", "extradition: BARRED"), id="first")
    second = toy(("B1", 10, "truth", "extradition: BARRED"), id="second")
    assert counts(audit([first, second])) == (4, 0, 1, 3)


def test_two_of_three_regimes_are_enough_for_a_conflict(toy: Toy) -> None:
    read = [
        toy(("A1", 10, "negotiated", "extradition: BARRED"), id="first"),
        toy(("B1", 10, "reoffended", "extradition: BARRED"), id="second"),
        toy(("C1", 10, "truth", "extradition: GRANTABLE"), id="third"),
    ]
    assert witness(audit(read), "conflicting").facts == {"negotiated": True, "truth": True}


def test_a_row_below_one_that_covers_it_is_unreachable(toy: Toy) -> None:
    rows = [
        ("R1", 10, "negotiated", "extradition: BARRED"),
        ("R2", 20, "negotiated and truth", "extradition: GRANTABLE"),
        ("R3", 30, "truth", "extradition: GRANTABLE"),
        ("R4", 40, "min_penalty_years < 4 and min_penalty_years > 6", "extradition: COURT_BARS"),
        ("R5", 50, "negotiated and truth", "extradition: COURT_BARS, penalty: REDUCED"),
    ]
    assert audit([toy(*rows)]).unreachable == ("R2", "R4")


# --- against two other engines ----------------------------------------------------------------------------------------


def by_columns(names: list[str]) -> dict[str, dict[str, int]]:
    """Every combination decided one by one, as columns."""
    read = [load_rules(name) for name in names]
    values = distinct_values(read)
    mesh = np.meshgrid(*(column(vocabulary()[name], options) for name, options in values.items()), indexing="ij")
    columns = {name: part.ravel() for name, part in zip(values, mesh, strict=True)}
    decided = [decide_columns(rules, columns) for rules in read]
    found = {}
    for kind in {kind for one in decided for kind in one.outcomes}:
        shown = np.array([np.array(one.values[kind])[one.outcomes[kind]] for one in decided if kind in one.outcomes])
        values_shown = [set(case) - {UNDETERMINED} for case in zip(*shown, strict=True)]
        found[kind] = {
            "conflicting": sum(len(one) > 1 for one in values_shown),
            "silent": sum(not one for one in values_shown),
        }
    return found


@pytest.mark.parametrize("names", [*SMALL, *TOGETHER], ids="+".join)
def test_counts_are_those_of_every_combination_decided(names: list[str]) -> None:
    found = audit(names)
    for kind, expected in by_columns(names).items():
        assert {shows: found.kinds[kind][shows] for shows in expected} == expected
        assert sum(found.kinds[kind].values()) == found.total


def test_petro_2022_is_counted_by_hand() -> None:
    found = audit(["petro_2022"])
    assert found.total == 2 * 2**11
    assert found.kinds["extradition"] == {
        "conflicting": 0,
        "silent": 512 + 480,
        "decided": 6 * 512 + 32,
    }  # P7 and P8 leave 1 in 16
    assert found.kinds["status"]["decided"] == 2**11


@pytest.mark.parametrize("names", [*SMALL, *TOGETHER], ids="+".join)
def test_counts_are_those_of_clingo(names: list[str]) -> None:
    found, program = audit(names), Program([load_rules(name) for name in names])
    assert [program.count(shows) for shows in ("conflicting", "silent")] == [found.counts[one] for one in CLASSES[:2]]
    for kind, expected in found.kinds.items():
        assert [program.count(f"{shows}({kind})") for shows in CLASSES[:2]] == [expected[one] for one in CLASSES[:2]]


@pytest.mark.parametrize("names", [["ley_2272"], ["ordinary"], ["ley_975"], ["ordinary", "ley_975"]], ids="+".join)
def test_random_cases_and_witnesses_are_classed_as_by_clingo(names: list[str]) -> None:
    read, random, found = [load_rules(name) for name in names], Random(1), audit(names)
    program, values = Program(read), distinct_values(read)
    drawn = [{name: random.choice(options) for name, options in values.items()} for _ in range(300)]
    cases = [case for case in drawn if not any(rules.contradiction(case) for rules in read)]
    for case, classes in zip(cases, program.classes(cases), strict=True):
        for kind in found.kinds:
            shown = {Reading(rules, case).outcomes.get(kind, UNDETERMINED) for rules in read} - {UNDETERMINED}
            assert (f"conflicting({kind})" in classes) == (len(shown) > 1)
            assert (f"silent({kind})" in classes) == (not shown)
    pairs = [({**case, **one.facts}, one) for one in found.witnesses for case in cases[:20]]
    pairs = [(case, one) for case, one in pairs if not any(rules.contradiction(case) for rules in read)]
    completed, expected = zip(*pairs, strict=True)
    for one, classes in zip(expected, program.classes(completed), strict=True):
        assert (one.shows + (f"({one.kind})" if one.kind else "") in classes) == (one.shows != "decided")


# --- witnesses --------------------------------------------------------------------------------------------------------


def shown(rules: Rules, kind: str, facts: Mapping[str, Any]) -> str | None:
    """What a regime shows on one kind; None where an unknown row stands before."""
    for rule in rules.threads.get(kind, ()):
        for answer, value in rule.answers_on(kind):
            holds = value_of(All((rule.when, answer.when)), facts)
            if holds is not False:
                return value if holds else None
    return UNDETERMINED


def shows(read: list[Rules], kind: str, facts: Mapping[str, Any]) -> str | None:
    """The class that a case shows on one kind, whatever else is true; None where it shows none."""
    values = {shown(rules, kind, facts) for rules in read} - {UNDETERMINED}
    return None if None in values else "conflicting" if len(values) > 1 else "decided" if values else "silent"


@pytest.mark.parametrize("names", [["petro_2022"], ["s1_2022"], ["pl_288_2023"], [*SOURCES]], ids="+".join)
def test_no_smaller_case_shows_what_a_witness_shows(names: list[str]) -> None:
    read, found = [load_rules(name) for name in names], audit(names)
    values = distinct_values(read)
    for one in found.witnesses:
        if one.kind and not one.gap:
            assert shows(read, one.kind, one.facts) == one.shows
            for few in combinations(values, len(one.facts) - 1) if len(one.facts) < 4 else ():
                for stated in product(*(values[name] for name in few)):
                    assert shows(read, one.kind, dict(zip(few, stated, strict=True))) != one.shows


# --- the gaps of the sources ------------------------------------------------------------------------------------------


def gaps(*names: str) -> dict[str, Witness]:
    return {one.gap: one for one in audit(names).witnesses if one.gap}


def test_each_source_alone_shows_its_own_gaps() -> None:
    assert list(gaps("s1_2022")) == ["U6", "U7", "U8", "U9", "U10"]
    assert list(gaps("s2_2022")) == ["U2", "U3", "U5", "U6", "U8", "U10"]
    assert list(gaps("petro_2022")) == ["U2", "U8", "U10"]


EXPECTED = {
    "U1": ("conflicting", "extradition", {"negotiated": True, "stopped_definitively": False}),
    "U2": ("silent", "extradition", {"negotiated": True, "stopped_definitively": False, "reoffended": False}),
    "U3": ("silent", "penalty", {"negotiated": True, "information_given": True, "weapons_laid_down": False}),
    "U4": ("conflicting", "extradition", {"turned_self_in": True, "negotiated": False}),
    "U5": ("silent", "extradition", {"negotiated": True, "reoffended": True, "reoffence_kind": "other"}),
    "U6": ("silent", "extradition", {"requesting_state": "other"}),
    "U7": ("silent", "extradition", {"us_consents": False}),
}


@pytest.mark.parametrize(
    "gap",
    [pytest.param(gap, marks=pytest.mark.checklist(*([gap] if gap in implemented() else []))) for gap in EXPECTED],
)
def test_both_sources_as_one_promise_show_every_gap(gap: str) -> None:
    kind_of, kind, facts = EXPECTED[gap]
    found = gaps(*SOURCES)[gap]
    assert (found.shows, found.kind) == (kind_of, kind)
    assert facts.items() <= found.facts.items()
    assert found.gap_text is not None


def test_who_surrenders_without_negotiating_is_spared_by_one_source_and_extradited_by_the_other() -> None:
    found = gaps(*SOURCES)["U4"]
    assert found.rules == {"extradition": ("S1.E1", "S2.E4")}
    assert found.outcomes == {"extradition": ("NOT_EXTRADITED_BENEFIT", "DELIVERED")}


def test_both_sources_together_are_counted() -> None:
    found = audit_record(audit(SOURCES))
    assert [found[name] for name in ("total", "decided", "silent", "conflicting")] == [131072, 102928, 24048, 4096]
    assert found["unreachable"] == []


# --- each case once ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [SOURCES, ["ordinary"], ["ley_1908"], ["ordinary", "ley_975"]], ids="+".join)
def test_no_case_is_shown_twice_and_each_says_what_it_shows(names: list[str]) -> None:
    found = audit(names)
    told = audit_record(found)["witnesses"]
    assert len({tuple(one["facts"].items()) for one in told}) == len(told)
    shown = [(one["class"], one["kind"], one["gap"]) for case in told for one in case["shows"]]
    assert sorted(map(str, shown)) == sorted(str((one.shows, one.kind, one.gap)) for one in found.witnesses)
    for case in told:
        for language in LANGUAGES:
            lines = headings(case, language)
            assert len(lines) == len({one["class"] for one in case["shows"]}) and all(": " in line for line in lines)


# --- what cannot be ---------------------------------------------------------------------------------------------------


def test_a_fact_compared_with_itself_is_never_more_than_itself(toy: Toy) -> None:
    for fact in ("days_since_available", "conduct_end"):
        rules = toy(("R1", 10, f"{fact} > {fact}", "extradition: BARRED"), ("R2", 20, "truth", "penalty: REDUCED"))
        found = audit([rules])
        assert found.unreachable == ("R1",)
        assert found.kinds["extradition"]["decided"] == 0
        assert Reading(rules, {"truth": True}).outcomes["penalty"] == "REDUCED"


def test_combinations_that_cannot_be_are_left_out(toy: Toy) -> None:
    reason = "{en: It ends before it starts, es: Acaba antes de empezar}"
    before = (
        f"impossible: [{{when: conduct_end < conduct_start, reason: {reason}, source: [{{ref: s1, locator: p. 1}}]}}]\n"
    )
    rows = [("R1", 10, "conduct_end < conduct_start", "extradition: BARRED")]
    found = audit([toy(*rows, ("R2", 20, "conduct_end >= conduct_start", "extradition: GRANTABLE"), before=before)])
    assert found.unreachable == ("R1",)
    assert found.counts == {"conflicting": 0, "silent": 0, "decided": found.total}
    assert 0 < found.total < found.total_with_unknown
    assert not any(one.facts and shows_the_impossible(one.facts) for one in found.witnesses)


def shows_the_impossible(facts: Mapping[str, Any]) -> bool:
    return {"conduct_end", "conduct_start"} <= facts.keys() and facts["conduct_end"] < facts["conduct_start"]


# --- facts that may be unknown ----------------------------------------------------------------------------------------


def standing(read: list[Rules], kind: str, case: Mapping[str, Any]) -> str:
    """How the regimes answer a case, each read by itself as one case is."""
    readings = [Reading(rules, case) for rules in read if kind in rules.threads]
    if kind == "details":
        decided = [kind in one.decisive for one in readings]
        return (
            "undetermined" if not any(decided) else "provisional" if "details" in readings[0].provisional else "decided"
        )
    values = {one.outcomes[kind] for one in readings} - {UNDETERMINED}
    if not values:
        return "undetermined"
    return "conflicting" if len(values) > 1 else "provisional" if readings[0].provisional.get(kind) else "decided"


FEW = [name for name in regimes() if prod(len(one) + 1 for one in Space([load_rules(name)]).values.values()) <= 20_000]


@pytest.mark.parametrize("name", FEW)
def test_what_is_answered_with_unknown_facts_is_what_one_case_is_told(name: str) -> None:
    rules, found = load_rules(name), audit([name])
    values = {fact: (*options, None) for fact, options in Space([rules]).values.items()}
    cases = [dict(zip(values, one, strict=True)) for one in product(*values.values())]
    possible = [case for case in cases if not rules.contradiction(case)]
    assert found.total_with_unknown == len(possible)
    for kind, counts in found.with_unknown.items():
        read = Counter(standing([rules], kind, case) for case in possible)
        assert {one: read[one] for one in counts} == dict(counts)


@pytest.mark.parametrize("names", [["ley_2272"], ["ordinary"], ["ley_975"], [*SOURCES]], ids="+".join)
def test_shares_with_unknown_facts_are_those_of_random_cases(names: list[str]) -> None:
    """Of 3,000 random cases, as many as the exact share within five standard errors."""
    read, random, found = [load_rules(name) for name in names], Random(14), audit(names)
    values = {fact: (*options, None) for fact, options in Space(read).values.items()}
    drawn = [{name: random.choice(options) for name, options in values.items()} for _ in range(3000)]
    cases = [case for case in drawn if not any(rules.contradiction(case) for rules in read)]
    for kind, counts in found.with_unknown.items():
        speak = [rules for rules in read if kind in rules.threads]
        if len(speak) == 1 and kind != "details":
            told = Counter(standing(speak, kind, case) for case in cases)
            for one, number in counts.items():
                share = number / found.total_with_unknown
                assert abs(told[one] / len(cases) - share) <= 5 * (share * (1 - share) / len(cases)) ** 0.5 + 1e-9
