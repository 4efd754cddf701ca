"""Small inputs that once gave a wrong or too sure answer, each with the right one."""

from typing import Any

import pytest

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import sources
from tregua.regimes.decide import decide
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.schema import READ_ITSELF

SEATED = {"track": "political", "recognised_representative": True, "table_active": True}
JAILED = {"named_spokesperson": True, "deprived_of_liberty": True}
J3 = {
    **{"mode": "collective", "on_government_list": True, "group_demobilised_by_agreement": True},
    **{"assets_surrendered": True, "minors_handed_over": True, "unlawful_activity_ceased": True},
    **{"group_formed_for_drugs": False, "hostages_released": True},
}


def outcomes(regime: str, facts: dict[str, Any]) -> dict[str, str]:
    return dict(decide(regime, facts, with_flips=False).outcomes)


def test_the_treaty_of_another_state_must_be_read_first() -> None:
    """Once “requirement not met (O4)”: the code's minimum, not the treaty's."""
    answer = decide("ordinary", {"requesting_state": "other", "min_penalty_years": 3}, with_flips=False)
    assert answer.outcomes["extradition"] == "UNDETERMINED"
    assert "treaty" in next(step.rule.record.reason.en for step in answer.chain if "extradition" in step.decided)
    assert (
        outcomes("ordinary", {"requesting_state": "US", "min_penalty_years": 3})["extradition"] == "REQUIREMENT_NOT_MET"
    )


def test_an_answer_on_a_treaty_that_is_not_entered_names_it() -> None:
    answer = decide("ordinary", {"requesting_state": "Chile"}, with_flips=False)
    row = next(step.rule.record for step in answer.chain if "extradition" in step.decided)
    assert answer.outcomes["extradition"] == "UNDETERMINED" and "Chile 1914" in row.reason.en + row.article.en


def test_a_competing_request_may_decide() -> None:
    facts = {
        **{"requesting_state": "US", "competing_request": True, "competing_same_facts": False},
        **{"competing_gravity": "less_grave"},
    }
    assert outcomes("ordinary", facts)["extradition"] == "MAY_BE_DENIED"


@pytest.mark.parametrize(("social", "status"), [(True, "INELIGIBLE"), (False, "UNDETERMINED"), (None, "UNDETERMINED")])
def test_only_the_struck_class_of_spokespersons_is_ruled_out(social: bool | None, status: str) -> None:
    facts = {**JAILED, "spokesperson_of_social_organisation": social, "decision_date": "2024-01-01"}
    assert outcomes("ley_2272", facts)["status"] == status


def test_new_crimes_do_not_reactivate_by_themselves() -> None:
    facts = {**SEATED, "warrant_was_suspended": True, "new_crimes_by_group": True}
    assert outcomes("ley_2272", facts)["warrants"] != "REACTIVATED"
    verified = {**facts, "international_crimes_verified": True, "decision_date": "2025-12-01"}
    by = decide("ley_2272", verified, with_flips=False).answers["warrants"]
    assert by["prosecutor"] == "MAY_BE_REACTIVATED" and by["government"] == "SUSPENDED"


def test_a_suspended_domestic_warrant_hides_no_extradition_warrant() -> None:
    answer = decide("ley_2272", SEATED, with_flips=False)
    assert answer.outcomes["warrants"] == "SUSPENDED"
    assert answer.answers["extradition_warrants"]["government"] == "SUSPENDED"
    assert answer.answers["extradition_warrants"]["prosecutor"] == "ACTIVE"


def test_a_case_before_the_text_is_not_decided_by_it() -> None:
    answer = decide("ley_2272", {**SEATED, "decision_date": "1850-01-01"}, with_flips=False)
    assert set(answer.outcomes.values()) == {"UNDETERMINED"} and answer.force == "before" and not answer.missing


@pytest.mark.parametrize("name", regimes())
def test_a_row_is_sure_only_where_its_source_was_itself_read(name: str) -> None:
    for edition in load_rules(name).editions:
        for rule in edition.rules:
            read = [place.read or sources()[place.ref].read for place in rule.record.source]
            assert rule.record.confidence != "high" or set(read) <= set(READ_ITSELF), rule.id


def test_release_hides_no_bar() -> None:
    facts = {
        **{"colombian_by_birth": True, "conduct_end": "1990-01-01"},
        **{"days_since_arrest": 100, "formal_request": False},
    }
    answer = decide("ordinary", facts, with_flips=False)
    assert (answer.outcomes["extradition"], answer.rule_of["extradition"]) == ("BARRED", "O2")
    assert (answer.outcomes["liberty"], answer.rule_of["liberty"]) == ("RELEASE", "O9")


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"final_judgment_same_facts": True}, "COURT_BARS"),
        ({"requesting_state": "US", "court_opinion": "partly_favourable"}, "PARTLY_GRANTABLE"),
        ({"requesting_state": "US", "indictment": False, "court_finds_equivalence": False}, None),
    ],
)
def test_what_was_missing_from_the_ordinary_procedure(facts: dict[str, Any], outcome: str | None) -> None:
    if outcome is None:  # somebody already sentenced needs no indictment
        assert outcomes("ordinary", {**facts, "sentenced_abroad": False})["extradition"] == "REQUIREMENT_NOT_MET"
        assert outcomes("ordinary", {**facts, "sentenced_abroad": True})["extradition"] != "REQUIREMENT_NOT_MET"
    else:
        assert outcomes("ordinary", facts)["extradition"] == outcome


def test_compliance_changes_what_the_court_s_line_says() -> None:
    facts = {"court_opinion": "none_yet", "crimes_against_humanity_pending": True, "decision_date": "2011-01-01"}
    rows = {one: decide("ley_975", {**facts, "cooperating_with_truth": one}).rule for one in (True, False)}
    assert rows[True] != rows[False]


@pytest.mark.parametrize(
    ("regime", "facts", "found"),
    [
        ("ley_975", {**J3, "sentence_alternative_years": 30}, "five or more than eight"),
        (
            "ordinary",
            {"conduct_start": "2010-01-01", "conduct_end": "1990-01-01", "colombian_by_birth": True},
            "cannot end before it starts",
        ),
        (
            "ordinary",
            {"days_since_arrest": 10, "arrest_date": "2024-01-01", "decision_date": "2024-03-01"},
            "says otherwise",
        ),
    ],
)
def test_a_case_that_cannot_be_is_refused(regime: str, facts: dict[str, Any], found: str) -> None:
    with pytest.raises(InputError) as caught:
        decide(regime, facts)
    assert found in caught.value.message() and caught.value.message("es")


def test_denied_is_denied() -> None:
    facts = {
        **{"court_opinion": "favourable", "president_decision": "deny"},
        **{"delivery_postponed_for_confession": True, "postponement_expired": True},
    }
    assert outcomes("ley_975", facts)["extradition"] == "DENIED_BY_PRESIDENT"


def test_an_answer_below_unknown_rows_is_provisional() -> None:
    answer = decide("ordinary", {"court_opinion": "favourable", "president_decision": "grant"}, with_flips=False)
    assert answer.outcomes["extradition"] == "DELIVERED" and answer.provisional["extradition"] >= 5
    facts = {"negotiated": True, "reoffended": True}
    assert not decide("petro_2022", facts, with_flips=False).provisional.get("extradition")


def test_a_flip_stands_at_the_boundary() -> None:
    """Once 59 at the least, never 60."""
    facts = {"requesting_state": "US", "days_since_arrest": 61, "formal_request": False}
    flips = [flip for flip in decide("ordinary", facts).flips if [*flip.facts] == ["days_since_arrest"]]
    assert [flip.facts["days_since_arrest"] for flip in flips if flip.kind == "liberty"] == [60]


def test_days_of_which_terms_stood_still_are_not_counted() -> None:
    """Decree 487 of 2020 stopped the terms of extradition for thirty days."""
    facts = {"requesting_state": "US", "arrest_date": "2020-03-01", "formal_request": False}
    for day, released in (("2020-05-30", False), ("2020-05-31", True)):
        liberty = outcomes("ordinary", {**facts, "decision_date": day})["liberty"]
        assert (liberty == "RELEASE") is released, day
