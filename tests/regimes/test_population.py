"""Beliefs to probabilities: the same rows, nothing dropped, and Monte-Carlo where there is too much to enumerate."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.regimes import population as module
from tregua.regimes.columns import column
from tregua.regimes.decide import decide
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.population import p_us, population, probabilities
from tregua.regimes.rules import Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.vocabulary import vocabulary

PETRO = load_rules("petro_2022")
CHANCE = st.floats(0, 1)
SPARED = "NOT_EXTRADITED_BENEFIT"
NEGOTIATED = {"negotiated": 0.7, "stopped_definitively": 0.6, "reoffended": {True: 0.2, False: 0.5}}


def test_the_announced_rule_by_hand() -> None:
    found = population(PETRO, {}, NEGOTIATED)
    reoffended, spared, gone = 0.7 * 0.2, 0.7 * 0.6 * 0.8, 0.3
    told = found.probabilities["extradition"]
    assert told["DELIVERED_NO_NEGOTIATION"] == pytest.approx(reoffended)
    assert told[SPARED] == pytest.approx(spared)
    assert told["DELIVERED"] == pytest.approx(gone)
    assert told[UNDETERMINED] == pytest.approx(1 - reoffended - spared - gone)
    assert found.exact and found.cases == 2 * 2 * 3
    assert not any(found.standard_errors["extradition"].values())


def test_what_is_unknown_stays_undetermined() -> None:
    for kind, told in probabilities(PETRO, {}, {}).items():
        assert told.pop(UNDETERMINED) == 1, kind
        assert not any(told.values())
    some = probabilities(PETRO, {"negotiated": True}, {"reoffended": {True: 0.25}})["extradition"]
    assert some[UNDETERMINED] == 0.75 and some["DELIVERED_NO_NEGOTIATION"] == 0.25


@pytest.mark.parametrize("name", regimes())
@given(data=st.data())
def test_probabilities_sum_to_one_for_each_kind(name: str, data: st.DataObject) -> None:
    rules = load_rules(name)
    values = {fact: found for fact, found in distinct_values([rules]).items() if found}
    chosen = data.draw(st.lists(st.sampled_from(sorted(values)), max_size=4, unique=True))
    beliefs: dict[str, Any] = {}
    for fact in chosen:
        shares = data.draw(st.lists(CHANCE, min_size=len(values[fact]), max_size=len(values[fact])))
        whole = max(1.0, sum(shares))
        beliefs[fact] = {value: share / whole for value, share in zip(values[fact], shares, strict=True)}
    for told in probabilities(rules, {}, beliefs).values():
        assert sum(told.values()) == pytest.approx(1, abs=1e-12)
        assert min(told.values()) >= 0


@pytest.mark.parametrize("name", regimes())
@given(data=st.data())
def test_a_belief_without_doubt_is_a_decided_case(name: str, data: st.DataObject) -> None:
    rules = load_rules(name)
    values = {fact: found for fact, found in distinct_values([rules]).items() if found}
    facts = {fact: data.draw(st.sampled_from([None, *values[fact]])) for fact in values}
    stated = {fact: value for fact, value in facts.items() if value is not None}
    assume(rules.contradiction(rules.complete(stated)) is None)
    said = decide(rules, stated, with_flips=False).outcomes
    for beliefs, known in (({fact: {value: 1.0} for fact, value in stated.items()}, {}), ({}, stated)):
        for kind, told in probabilities(rules, known, beliefs).items():
            assert told[said.get(kind, UNDETERMINED)] == 1


@given(negotiated=CHANCE, stopped=CHANCE, less=CHANCE, more=CHANCE)
def test_more_belief_in_reoffence_never_spares_more(
    negotiated: float, stopped: float, less: float, more: float
) -> None:
    def spared(reoffended: float) -> float:
        beliefs = {"negotiated": negotiated, "stopped_definitively": stopped, "reoffended": reoffended}
        return probabilities(PETRO, {}, beliefs)["extradition"][SPARED]

    low, high = sorted((less, more))
    assert spared(high) <= spared(low) + 1e-12


def test_drawn_and_enumerated_agree_within_four_standard_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    beliefs = {**NEGOTIATED, "information_given": 0.4, "weapons_laid_down": 0.3}
    exact = population(PETRO, {}, beliefs)
    monkeypatch.setattr(module, "EXACT", 1)
    drawn = population(PETRO, {}, beliefs, seed=3)
    assert exact.exact and not drawn.exact and drawn.cases == module.DRAWS
    assert population(PETRO, {}, beliefs, seed=3) == drawn != population(PETRO, {}, beliefs, seed=4)
    for kind, told in exact.probabilities.items():
        assert sum(drawn.probabilities[kind].values()) == pytest.approx(1)
        for value, p in told.items():
            error = drawn.standard_errors[kind][value]
            assert 0 < error < 0.002
            assert abs(drawn.probabilities[kind][value] - p) <= 4 * error, (kind, value)


def test_many_doubtful_facts_are_drawn() -> None:
    rules = load_rules("ordinary")
    doubtful = {name: 0.9 for name, fact in rules.facts.items() if fact.type == "tri"}
    doubtful |= {"political_offence": 0.2, "days_since_arrest": {10: 0.9, 61: 0.1}, "formal_request": 0.5}
    doubtful |= {"conduct_end": {"1997-12-16": 0.1, "2010-01-01": 0.9}, "min_penalty_years": {3: 0.1, 8: 0.9}}
    doubtful |= {"court_opinion": {"favourable": 0.8, "unfavourable": 0.2}, "president_decision": {"deny": 0.5}}
    found = population(rules, {}, doubtful)
    assert not found.exact
    barred = 0.2 + 0.8 * 0.9 * 0.1
    error = found.standard_errors["extradition"]["BARRED"]
    assert found.probabilities["extradition"]["BARRED"] == pytest.approx(barred, abs=4 * error)


def test_joint_samples_keep_what_goes_together() -> None:
    facts = vocabulary()
    together = {
        "negotiated": column(facts["negotiated"], [True, True, False, False]),
        "reoffended": column(facts["reoffended"], [True, True, False, None]),
    }
    told = probabilities(PETRO, {}, together)["extradition"]
    assert (told["DELIVERED_NO_NEGOTIATION"], told["DELIVERED"], told[UNDETERMINED]) == (0.5, 0.5, 0)
    apart = probabilities(PETRO, {}, {"negotiated": 0.5, "reoffended": {True: 0.5, False: 0.25}})["extradition"]
    assert apart["DELIVERED_NO_NEGOTIATION"] == 0.25
    mixed = population(PETRO, {}, {**together, "information_given": 0.5, "weapons_laid_down": 0.5})
    assert mixed.cases == 4 * 4 and mixed.probabilities["penalty"]["REDUCED"] == 0.25


def test_joint_samples_may_be_drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EXACT", 1)
    rows = {"negotiated": column(vocabulary()["negotiated"], [True, False, False, False])}
    told = population(PETRO, {}, {**rows, "reoffended": 1.0})
    gap = abs(told.probabilities["extradition"]["DELIVERED_NO_NEGOTIATION"] - 0.25)
    assert 0 < gap <= 4 * told.standard_errors["extradition"]["DELIVERED_NO_NEGOTIATION"]


def test_facts_that_no_row_names_cost_nothing() -> None:
    more = {**NEGOTIATED, "min_penalty_years": dict.fromkeys(range(100), 0.01)}
    assert population(PETRO, {"political_offence": True}, more) == population(PETRO, {}, NEGOTIATED)


def without(rules: Rules, row: str) -> Rules:
    return rules.only([rule.id for rule in rules.rules if rule.id != row])


@pytest.mark.parametrize(("row", "value"), [("P1", "DELIVERED_NO_NEGOTIATION"), ("P2", SPARED), ("P3", "DELIVERED")])
def test_a_row_taken_away_changes_the_probabilities(row: str, value: str) -> None:
    before, now = (probabilities(rules, {}, NEGOTIATED)["extradition"] for rules in (PETRO, without(PETRO, row)))
    assert before[value] > 0 and now.get(value, 0) == 0


def test_a_row_that_says_something_else_changes_the_probabilities() -> None:
    turned = [
        replace(rule, answers=tuple(replace(one, outcomes={"extradition": SPARED}) for one in rule.answers))
        if rule.id == "P3"
        else rule
        for rule in PETRO.rules
    ]
    told = probabilities(replace(PETRO, rules=tuple(turned)), {}, NEGOTIATED)["extradition"]
    assert told[SPARED] == pytest.approx(0.3 + probabilities(PETRO, {}, NEGOTIATED)["extradition"][SPARED])


# --- the risk of extradition ------------------------------------------------------------------------------------------


def test_the_risk_is_the_product_of_its_factors() -> None:
    beliefs = {**NEGOTIATED, "reoffended": 0.2, "court_opinion": {"favourable": 0.9, "unfavourable": 0.1}}
    risk = p_us(PETRO, {}, beliefs, indicted=0.5, caught=0.4)
    president = 0.7 * 0.2 + 0.3
    assert risk.court == pytest.approx((0.9, 0.9))
    assert risk.president == pytest.approx((president, president + 0.7 * 0.8 * 0.4))
    assert risk.least == pytest.approx(0.5 * 0.4 * 0.9 * president)
    assert risk.most == pytest.approx(0.5 * 0.4 * 0.9 * risk.president[1])
    assert risk.exact


def test_the_rule_announced_lowers_the_risk_of_whoever_negotiates_and_stops() -> None:
    court = {"court_opinion": "favourable"}
    quits = p_us(PETRO, court, {"negotiated": 1.0, "stopped_definitively": 1.0, "reoffended": 0.0}, 1, 1)
    stays = p_us(PETRO, court, {"negotiated": 0.0}, 1, 1)
    assert (quits.least, quits.most, stays.least, stays.most) == (0, 0, 1, 1)


def test_an_unfavourable_opinion_binds_and_an_unknown_one_leaves_the_range() -> None:
    assert p_us(PETRO, {"court_opinion": "unfavourable", "negotiated": False}, {}, 1, 1).most == 0
    unknown = p_us(PETRO, {"negotiated": False}, {}, 1, 1)
    assert (unknown.least, unknown.most) == (0, 1)
    assert unknown.court == (0, 1)
    nothing = p_us(PETRO, {"court_opinion": "favourable"}, {}, 0.5, 0.5)
    assert (nothing.least, nothing.most) == (0, 0.25)


def test_the_risk_under_other_regimes() -> None:
    known = {"court_opinion": "favourable"}
    ordinary = p_us(load_rules("ordinary"), known, {"president_decision": {"grant": 0.9, "suspend": 0.1}}, 1, 1)
    assert (ordinary.least, ordinary.most) == pytest.approx((0.9, 0.9))
    bound = {**known, "farc_member": True, "submitted_to_system": True, "conduct_end": "2015-01-01"}
    assert p_us(load_rules("acuerdo_2016"), {**bound, "conduct_date": "2015-01-01"}, {}, 1, 1).most == 0


def test_every_outcome_on_extradition_has_its_place() -> None:
    classes = (module.BY_LAW, module.SPARED, module.DELIVERED)
    assert sum(map(len, classes)) == len(frozenset().union(*classes))
    listed = {value for name in regimes() for value in probabilities(load_rules(name), {}, {}).get("extradition", {})}
    open_ = {
        "GRANTABLE",
        "PARTLY_GRANTABLE",
        "MAY_BE_DENIED",
        "OUT_OF_SCOPE",
        "PARTIAL_AFTER_1997",
        "REMIT_ORDINARY_EXTRADITABLE",
    }
    assert listed <= frozenset().union(*classes) | open_ | {UNDETERMINED}


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "beliefs", "kinds"),
    [
        ({}, {"negociated": 0.5, "negotiated": 1.5}, ["unknown_name", "out_of_range"]),
        ({}, {"negotiated": float("nan")}, ["out_of_range"]),
        ({"negotiated": True}, {"negotiated": 0.5}, ["duplicate_key"]),
        ({}, {"group": 0.5}, ["wrong_type"]),
        ({}, {"group": {"ELNN": 1.0}}, ["not_one_of"]),
        ({}, {"group": {"ELN": 0.6, "EMC": 0.6}}, ["out_of_range"]),
        ({}, {"conduct_end": {"2019-02-30": 1.0}}, ["wrong_type"]),
        ({}, {"negotiated": np.zeros(2, np.int8), "reoffended": np.zeros(3, np.int8)}, ["wrong_type"]),
        ({}, {"negotiated": np.zeros(0, np.int8)}, ["wrong_type"]),
        ({}, {"negotiated": np.zeros(2)}, ["wrong_type"]),
        ({"negociated": True}, {}, ["unknown_name"]),
    ],
)
def test_wrong_beliefs_are_refused(facts: Any, beliefs: Any, kinds: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        population(PETRO, facts, beliefs)
    assert [problem.kind for problem in caught.value.problems] == kinds
    assert caught.value.message("es") != caught.value.message("en")


def test_a_probability_outside_its_range_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        p_us(PETRO, {}, {}, indicted=1.2, caught=-0.1)
    assert [problem.values["field"] for problem in caught.value.problems] == ["indicted", "caught"]
