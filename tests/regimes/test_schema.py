"""A regime's file: what it may say, and what is refused with which line and in which words."""

from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError
from tregua.regimes.condition import unknown_facts, value_of
from tregua.regimes.decide import decide
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.load import load_rules
from tregua.regimes.parsing import ConditionError, Terms, parse
from tregua.regimes.vocabulary import package_names

REGIME = """\
id: mine
text: {en: Mine, es: Mío}
text_status: bill
dated: 2026-01-01
in_force: {since: null, until: null}
as_of: 2026-02-01
issuing_body: {en: Somebody, es: Alguien}
source: [{ref: s1, locator: whole}]
parameters:
  - {id: limit, value: 4, text: {en: Limit, es: Límite}, source: [{ref: s1, locator: p. 1}]}
rows:
  - id: R1
    layer: bar
    priority: 10
    when: min_penalty_years < limit and not (negotiated or group in (ELN, "Segunda Marquetalia"))
    outcomes: {extradition: BARRED}
    details: {years: limit, months_credited: months_in_zone / 2}
    decider: court
    article: {en: Art. 1, es: Art. 1}
    source: [{ref: s1, locator: p. 1}]
    confidence: low
    reason: {en: Because, es: Porque}
"""
DECIDES = REGIME[REGIME.index("    outcomes") : REGIME.index("    decider")]
CUTOFF = {"cutoff": "2016-11-24"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(REGIME, "utf-8")
    return path


def test_a_file_of_the_users_own_runs(file: Path) -> None:
    answer = decide(str(file), {"min_penalty_years": 3, "negotiated": False, "group": "AGC", "months_in_zone": 5})
    assert answer.outcomes == {"extradition": "BARRED"}
    assert answer.details == {"years": 4, "months_credited": 2.5}


@pytest.mark.parametrize(
    ("old", "new", "line", "found"),
    [
        ("when: min", "when: mim", 15, "Did you mean “min_penalty_years”?"),
        ("< limit", "< limt", 15, "Did you mean “limit”?"),
        ("in (ELN,", "in (ELNN,", 15, "Did you mean “ELN”?"),
        ("and not (", "and not ", 15, "cannot read the condition"),
        ("BARRED", "BARED", 16, "Did you mean “BARRED”?"),
        ("extradition: BARRED", "extraditon: BARRED", 16, "extraditon"),
        ("years: limit", "years: limitt", 17, "Did you mean “limit”?"),
        ("months_in_zone / 2", "conduct_end / 2", 17, "conduct_end / 2"),
        ("months_credited: months", "month: months", 17, "month"),
        ("decider: court", "decider: cort", 18, "Did you mean “court”?"),
        ("source: [{ref: s1, locator: p. 1}]\n    conf", "source: [{ref: s11, locator: p. 1}]\n    conf", 20, "s11"),
        ("text_status: bill", "text_status: bil", 3, "Did you mean “bill”?"),
        ("dated: 2026-01-01", "dated: January", 4, "January"),
        ("since: null", "since: soon", 5, "soon"),
        ("    reason:", "    gap: U1\n    reason:", 22, "UNDETERMINED"),
        ("    reason:", "    views: negotiated\n    reason:", 22, "negotiated"),
        ("priority: 10\n", "priority: ten\n", 14, "a whole number"),
        (DECIDES, "", 12, "outcomes"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_told_with_its_line(file: Path, old: str, new: str, line: int, found: str) -> None:
    assert REGIME.count(old) == 1
    file.write_text(REGIME.replace(old, new), "utf-8")
    with pytest.raises(InputError) as caught:
        load_rules(str(file))
    assert caught.value.problems[0].where == f"{file}:{line}"
    assert found in caught.value.message()
    assert caught.value.message("es")


def test_no_row_or_parameter_stands_twice(file: Path) -> None:
    rows = REGIME[REGIME.index("  - id: R1") :]
    file.write_text(REGIME + rows, "utf-8")
    with pytest.raises(InputError, match="“R1” stands here twice"):
        load_rules(str(file))


@pytest.mark.parametrize(
    ("words", "case", "value", "asks"),
    [
        ("negotiated", {}, None, ["negotiated"]),
        ("not negotiated", {"negotiated": False}, True, []),
        ("negotiated and reoffended", {"reoffended": False}, False, []),
        ("negotiated and reoffended", {"reoffended": True}, None, ["negotiated"]),
        ("negotiated or reoffended", {"reoffended": True}, True, []),
        ("negotiated or reoffended and truth", {"reoffended": True}, None, ["negotiated", "truth"]),
        ("(negotiated or reoffended) and truth", {"negotiated": True, "truth": False}, False, []),
        ("min_penalty_years >= 4", {"min_penalty_years": 4}, True, []),
        ("min_penalty_years > 4", {"min_penalty_years": 4}, False, []),
        ("conduct_date < cutoff", {"conduct_date": "2016-11-23"}, True, []),
        ("conduct_date < cutoff", {"conduct_date": "2016-11-24"}, False, []),
        ("conduct_date < 2016-11-24", {}, None, ["conduct_date"]),
        ("group != ELN", {"group": "EMC"}, True, []),
        ("group in (ELN, EMC)", {"group": "EMC"}, True, []),
        ("group in (ELN, EMC)", {}, None, ["group", "group"]),
        ("conduct_start <= conduct_end", {"conduct_start": "2020-01-01"}, None, ["conduct_end"]),
        ("conduct_start <= conduct_end", {"conduct_start": "2020-01-01", "conduct_end": "2020-01-01"}, True, []),
    ],
)
def test_conditions_have_three_values(words: str, case: dict[str, bool], value: bool | None, asks: list[str]) -> None:
    condition = parse(words, Terms(package_names(), CUTOFF))
    assert value_of(condition, case) is value
    assert list(unknown_facts(condition, case)) == asks


@pytest.mark.parametrize(
    "words",
    [
        *["", "and", "negotiated and", "(negotiated", "negotiated)", "negotiated reoffended", "1 < 2", "a ~ b"],
        *["group", "group < ELN", "group in ()", "group in (ELN EMC)"],
        *["min_penalty_years", "negotiated = true", "suspension_conditions = repair"],
    ],
)
def test_what_is_no_condition_is_refused(words: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(words, Terms(package_names(), CUTOFF))
    assert caught.value.problem.message("en") != caught.value.problem.message("es")


def test_a_fact_has_one_value_for_each_interval_between_thresholds() -> None:
    values = distinct_values([load_rules("ordinary")])
    assert values["political_offence"] == (True, False)
    assert values["court_opinion"] == ("favourable", "none_yet", "partly_favourable", "unfavourable")
    assert values["min_penalty_years"] == (0, 1, 3, 4)  # one, three and four years, by treaty or by the code
    assert values["days_since_arrest"] == (60, 90, 91)  # sixty days by the code, ninety by the treaty with Peru
    assert values["conduct_start"] == values["conduct_end"]  # which are compared with each other
    assert values["conduct_end"][:2] == ("1997-12-16", "1997-12-17")
    assert "decision_date" in values and len(values["decision_date"]) >= 3


def test_the_values_of_dates_compared_with_each_other_hold_every_order() -> None:
    values = distinct_values([load_rules("ordinary")])
    three = [values[name] for name in ("tutela_suspension_start", "decision_date", "tutela_suspension_end")]
    orders = {
        tuple((a > b) - (a < b) for a, b in ((x, y), (y, z), (x, z)))
        for x in three[0]
        for y in three[1]
        for z in three[2]
    }
    assert len(orders) == 13


@pytest.mark.parametrize("words", ["(" * 5000 + "negotiated" + ")" * 5000, "not " * 20_000 + "negotiated"])
def test_a_condition_that_is_nested_too_deeply_is_refused(words: str) -> None:
    """Once it was a traceback: the parser calls itself."""
    with pytest.raises(ConditionError) as caught:
        parse(words, Terms(package_names(), {}))
    assert caught.value.problem.kind == "condition_too_deep"
    assert parse(" or ".join(["(" * 20 + "negotiated" + ")" * 20] * 500), Terms(package_names()))
