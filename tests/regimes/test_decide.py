"""One case with its reasons: what holds for every case of every regime, and how an answer reads."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import PACKAGE, Document
from tregua.regimes.columns import columns_of, decide_columns
from tregua.regimes.decide import Decision, decide
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.fact import Value
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import Rules
from tregua.regimes.schema import KINDS, OUTCOMES, UNDETERMINED
from tregua.regimes.vocabulary import load_facts, vocabulary
from tregua.show.words.decision import decision_record
from tregua.show.words.said import in_words
from tregua.text import LANGUAGES, Language, text

Stated = dict[str, Value]
READINGS = [(name, ()) for name in regimes()] + [("acuerdo_2016", ("strict",)), ("acuerdo_2016", ("jep_practice",))]
EXAMPLES = settings(max_examples=120)
PETRO = {"negotiated": True, "stopped_definitively": True, "reoffended": False}


def told(decision: Decision, language: Language = "en") -> list[str]:
    return [in_words(caveat, language) for caveat in decision.caveats]


def stated_in(rules: Rules) -> st.SearchStrategy[Stated]:
    """Cases that state some of the facts that the rows name."""
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(v) for name, v in distinct_values([rules]).items()}
    )


@st.composite
def cases(draw: st.DrawFn, names: list[tuple[str, tuple[str, ...]]] = READINGS) -> tuple[Rules, Stated]:
    name, variants = draw(st.sampled_from(names))
    rules = load_rules(name, variants)
    return rules, draw(stated_in(rules))


# --- every case -------------------------------------------------------------------------------------------------------


@EXAMPLES
@given(st.data())
def test_columns_and_single_cases_agree(data: st.DataObject) -> None:
    name, variants = data.draw(st.sampled_from(READINGS))
    rules = load_rules(name, variants)
    listed = data.draw(st.lists(stated_in(rules), min_size=1, max_size=8))
    decided = decide_columns(rules, columns_of([{"negotiated": True}, *listed], rules.names.facts))
    for at, case in enumerate(listed, 1):
        one = Reading(rules, case)
        assert {kind: decided.values[kind][decided.outcomes[kind][at]] for kind in rules.kinds} == one.outcomes
        assert (decided.rows[decided.rule[at]] or None) == one.rule
        bits = sum(int(word) << 64 * place for place, word in enumerate(decided.missing[:, at]))
        assert tuple(fact for bit, fact in enumerate(decided.facts) if bits >> bit & 1) == one.missing


@EXAMPLES
@given(cases(), st.data())
def test_one_more_fact_changes_an_outcome_only_through_a_row_not_below(
    drawn: tuple[Rules, Stated], data: st.DataObject
) -> None:
    rules, case = drawn
    values = distinct_values([rules])
    unstated = [name for name in values if name not in case]
    if not unstated:
        return
    name = data.draw(st.sampled_from(unstated))
    more = {**case, name: data.draw(st.sampled_from(values[name]))}
    before, after = Reading(rules, case), Reading(rules, more)
    order = {rule.id: at for at, rule in enumerate(rules.rules)}
    for kind, row in before.rule_of.items():
        now = after.rule_of[kind]
        assert order[now] <= order[row]
        if after.outcomes[kind] != before.outcomes[kind]:
            assert now != row or len(next(rule for rule in rules.rules if rule.id == row).answers) > 1


@EXAMPLES
@given(cases(), st.data())
def test_a_fact_that_is_not_missing_cannot_change_what_is_asked(
    drawn: tuple[Rules, Stated], data: st.DataObject
) -> None:
    rules, case = drawn
    before = Reading(rules, case)
    idle = {n: v for n, v in distinct_values([rules]).items() if n not in case and n not in before.missing}
    more = data.draw(st.fixed_dictionaries({n: st.sampled_from(v) for n, v in idle.items()}))
    after = Reading(rules, {**case, **more})
    for kind in before.asked & set(rules.kinds):
        assert after.outcomes[kind] == before.outcomes[kind]


@settings(max_examples=40)
@given(cases())
def test_every_flip_flips_and_no_part_of_it_does(drawn: tuple[Rules, Stated]) -> None:
    rules, case = drawn
    assume(rules.contradiction(rules.complete(case)) is None)
    answer = decide(rules, case)
    for flip in answer.flips:
        changed = Reading(rules, {**case, **flip.facts})
        assert 1 <= len(flip.facts) <= 2
        assert changed.outcomes[flip.kind] == flip.after != flip.before == answer.outcomes[flip.kind]
        assert changed.rule_of.get(flip.kind) == flip.rule
        if len(flip.facts) == 2:
            for name, value in flip.facts.items():
                assert Reading(rules, {**case, name: value}).outcomes[flip.kind] == flip.before


@pytest.mark.parametrize("name", regimes())
def test_an_empty_case_is_undetermined_and_says_what_to_ask(name: str) -> None:
    answer = decide(name, {})
    assert set(answer.outcomes.values()) == {UNDETERMINED}
    assert answer.rule is None and not answer.rule_of and not answer.details
    assert set(answer.missing) <= set(answer.rules.facts)
    assert answer.missing
    assert all(step.value is None for step in answer.chain)
    assert [step.rule.id for step in answer.chain] == [rule.id for rule in answer.rules.rules]


@pytest.mark.parametrize(
    ("name", "given_facts", "kind", "outcome"),
    [
        ("petro_2022", {"negotiated": True, "reoffended": True}, "extradition", "DELIVERED_NO_NEGOTIATION"),
        ("ley_975", {"on_probation": True, "reoffended": True}, "status", "REVOKED"),
        ("acuerdo_2016", {"rearmed": True}, "extradition", "REMIT_ORDINARY_EXTRADITABLE"),
        ("acuerdo_2016", {"rearmed": True}, "penalty", "ORDINARY"),
    ],
)
def test_reoffence_dominates(name: str, given_facts: Stated, kind: str, outcome: str) -> None:
    @settings(max_examples=60)
    @given(stated_in(load_rules(name)))
    def whatever_else_is_stated(case: Stated) -> None:
        allowed = {outcome, "EXCLUDED"} if kind == "status" else {outcome}
        assert Reading(load_rules(name), {**case, **given_facts}).outcomes[kind] in allowed

    whatever_else_is_stated()


def test_asking_about_the_sentence_never_hides_the_answer_on_extradition() -> None:
    answer = decide("petro_2022", {**PETRO, "information_given": True, "weapons_laid_down": False})
    assert answer.outcomes == {"extradition": "NOT_EXTRADITED_BENEFIT", "penalty": "NO_BENEFIT", "status": UNDETERMINED}
    assert answer.rule_of == {"extradition": "P2", "penalty": "P5"}


# --- how an answer reads ----------------------------------------------------------------------------------------------


OPEN = [
    "stop_verified_by",
    "stop_period_over",
    "benefit_decided_by",
    "track",
]  # what the announcement leaves open (U8, U10)


def test_the_first_story_of_the_mission() -> None:
    """Negotiated, stopped for good, not re-offended: spared, with the counterfactual that flips it."""
    answer = decision_record(decide("petro_2022", PETRO))
    assert answer["outcomes"]["extradition"] == "NOT_EXTRADITED_BENEFIT" and answer["rule"] == "P2"
    assert answer["text_status"] == "speech" and answer["missing"] == OPEN
    flips = [{"facts": one["facts"], "to": one["to"], "rule": one["rule"]} for one in answer["flips"]]
    assert {"facts": {"reoffended": True}, "to": "DELIVERED_NO_NEGOTIATION", "rule": "P1"} in flips
    assert "announcement, not law" in " ".join(answer["caveats"])


def test_the_second_story_of_the_mission() -> None:
    """With the stop unknown: undetermined, the missing fact named, both branches shown."""
    answer = decide("petro_2022", {"negotiated": True, "reoffended": False})
    assert answer.rule is None and answer.missing == ("stopped_definitively", *OPEN)
    ends = {(flip.facts.get("stopped_definitively"), flip.after) for flip in answer.flips}
    assert (True, "NOT_EXTRADITED_BENEFIT") in ends
    chain = {step.rule.id: step.value for step in answer.chain}
    assert chain["P2"] is None and chain["P4"] is None


def test_the_chain_lists_every_row_visited_in_order_with_its_reasons() -> None:
    answer = decision_record(decide("petro_2022", PETRO), "es")
    assert [(step["row"], step["value"]) for step in answer["chain"]] == [
        ("P6", None), ("P5", None), ("P1", False), ("P7", None), ("P8", None), ("P2", True),
    ]  # fmt: skip
    last = answer["chain"][-1]
    assert last["facts"] == {"negotiated": True, "stopped_definitively": True}
    assert last["decides"] == {"extradition": "NOT_EXTRADITED_BENEFIT"}
    assert last["article"].startswith("S1 y S2") and last["decider"] == "Gobierno"
    assert last["when"] == "negotiated and stopped_definitively"


def test_an_unknown_row_above_does_not_block_and_is_asked_about() -> None:
    answer = decide("ordinary", {"court_opinion": "favourable"})
    assert answer.outcomes["extradition"] == "GRANTABLE"
    assert {"political_offence", "president_decision"} <= set(answer.missing)
    pair = {"death_penalty_possible": True, "commutation_assured": False}
    assert any(flip.facts == pair and flip.after == "CONDITION_NOT_MET" for flip in answer.flips)


def test_where_two_deciders_disagree_both_answers_are_given() -> None:
    case = {
        "track": "socio_legal",
        "recognised_representative": True,
        "submission_law_in_force": False,
        "government_orders_suspension": True,
        "deciding_view": "government",
    }
    answer = decide("ley_2272", case)
    assert answer.outcomes["warrants"] == "SUSPENDED"
    assert answer.answers == {"warrants": {"court": "UNDETERMINED", "government": "SUSPENDED", "prosecutor": "REFUSED"}}
    assert text("en", "regimes.caveat.two_deciders") in told(answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", regimes())
def test_every_answer_says_it_is_no_advice_and_what_was_read(name: str, language: Language) -> None:
    answer = decision_record(decide(name, {}), language)
    contract = "regime text_status as_of outcomes rule rules details chain missing flips caveats"
    assert set(answer) >= set(contract.split())
    caveats = answer["caveats"]
    assert caveats[0] == text(language, "regimes.caveat.not_advice")
    assert text(language, f"regimes.text_status.{answer['text_status']}") in caveats[1]
    assert answer["as_of"] in caveats[1] and answer["dated"] in caveats[1]
    json.dumps(answer)


def test_caveats_name_gaps_weak_rows_unread_facts_and_early_dates() -> None:
    gap = decide("petro_2022", {"negotiated": True, "stopped_definitively": False, "reoffended": False})
    assert text("en", "regimes.caveat.gap") in told(gap)
    assert text("en", "regimes.caveat.confidence", rows="P4") in told(gap)
    assert text("en", "regimes.caveat.unread", facts="flagrante") in told(decide("ordinary", {"flagrante": True}))
    early = decide("ley_2272", {"track": "political", "decision_date": "2022-08-23"})
    assert any("2022-08-23" in line for line in told(early))
    assert text("es", "regimes.caveat.bill") in told(decide("pl_288_2023", {}), "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_decider_and_layer_has_its_words(language: Language) -> None:
    for name in regimes():
        rules = load_rules(name)
        text(language, f"regimes.text_status.{rules.regime.text_status}")
        for rule in rules.rules:
            text(language, f"regimes.decider.{rule.record.decider}")
            text(language, f"regimes.layer.{rule.record.layer}")
            text(language, f"regimes.confidence.{rule.record.confidence}")
            for answer in rule.answers:
                for detail in answer.details:
                    text(language, f"regimes.detail.{detail}")
    for kind in KINDS:
        text(language, f"regimes.kind.{kind}")
        for outcome in OUTCOMES[kind]:
            text(language, f"regimes.outcome.{outcome}")


# --- what is refused --------------------------------------------------------------------------------------------------


def refusal(facts: Mapping[str, Any], name: str = "ordinary") -> str:
    with pytest.raises(InputError) as caught:
        decide(name, facts)
    return caught.value.message()


def test_an_unknown_fact_is_refused_with_the_nearest_name() -> None:
    assert refusal({"negociated": True}).endswith("Did you mean “negotiated”?")


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"conduct_end": "2019-02-30"}, "a date of the calendar, written 2019-12-31, not “2019-02-30”"),
        ({"conduct_end": "2019-2-3"}, "not “2019-2-3”"),
        ({"conduct_end": 2019}, "not “2019”"),
        ({"political_offence": "maybe"}, "“political_offence” must be true, false or null (unknown), not “maybe”"),
        ({"political_offence": 1}, "not “1”"),
        ({"min_penalty_years": 8.5}, "a whole number from 0 to 1,000,000, not “8.5”"),
        ({"min_penalty_years": True}, "not “True”"),
        ({"min_penalty_years": -1}, "not “-1”"),
        ({"min_penalty_years": "8"}, "a whole number"),
        ({"court_opinion": "favourble"}, "Did you mean “favourable”?"),
        ({"suspension_conditions": "repair"}, "a list of texts"),
    ],
)
def test_a_wrong_value_is_refused(facts: dict[str, Any], found: str) -> None:
    assert found in refusal(facts)


def test_all_problems_are_told_at_once() -> None:
    assert len(refusal({"negociated": True, "conduct_end": "x", "court_opinion": "bad"}).splitlines()) == 3


def test_dates_may_be_given_as_dates_and_unknown_as_null() -> None:
    case = {"colombian_by_birth": True, "conduct_end": date(1997, 12, 16), "conduct_start": None}
    assert decide("ordinary", case).outcomes == {"extradition": "BARRED", "liberty": UNDETERMINED}


def test_an_unknown_regime_or_variant_is_refused_with_the_nearest_name() -> None:
    assert refusal({}, "petro_2002").endswith("Did you mean “petro_2022”?")
    with pytest.raises(InputError, match="strict"):
        decide("acuerdo_2016", {}, variants=["strickt"])


def test_a_file_of_facts_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("political_offence: true\nconduct_end: 2019-02-30\nnegociated: true\n", "utf-8")
    with pytest.raises(InputError) as caught:
        load_facts(Document(path))
    assert [problem.where for problem in caught.value.problems] == [f"{path}:2", f"{path}:3"]
    path.write_text("- political_offence\n", "utf-8")
    with pytest.raises(InputError, match="must be a mapping"):
        load_facts(Document(path))


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_every_fact_is_asked_in_both_languages() -> None:
    for fact in vocabulary().values():
        assert fact.ask.en.endswith("?") and fact.ask.es.startswith("¿") and fact.ask.es.endswith("?")


def test_law_1908_holds_no_number_that_was_not_read() -> None:
    rules = load_rules("ley_1908")
    held = {given for rule in rules.rules for answer in rule.answers for given in answer.details.values()}
    assert {"30", "50"} <= {str(given) for given in held}  # art. 45; how much within it nobody wrote
    assert any("Size of the reduction" in one.text.en for one in rules.regime.absent)


def test_checklist_ids_and_gaps_that_rows_name_exist() -> None:
    known = {item["id"] for item in Document(PACKAGE / "checklist.yaml").value["checklist"]}
    records = [rule.record for name in regimes() for rule in load_rules(name).rules]
    assert {one for record in records for one in record.checklist} <= known
    assert {record.gap for record in records if record.gap} <= known
