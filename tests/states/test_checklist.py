"""What the source texts say of an alliance, id by id: each test fails where its mechanism is taken away."""

from datetime import date

import numpy as np
import pytest

from tregua.evidence import ledger
from tregua.evidence.ledger import estimates
from tregua.states import records
from tregua.states.bills import paths, pressure_file
from tregua.states.burden import burden
from tregua.states.effects import Effects, effects
from tregua.states.game import Symmetric
from tregua.states.level import levels
from tregua.states.over_draws import over_draws
from tregua.states.pipeline import after, chance_of
from tregua.states.policies import SOFT, policies
from tregua.states.pressure import Betas, diffuse, excess_deaths, pressed, reaction_record
from tregua.states.replay import replay
from tregua.states.stability import among_sizes
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights

CALI = date(2023, 9, 9)
WEIGHTS = Weights(
    weights={"homicides": -1.0, "overdose_deaths": -1.0},
    efforts={"COL": "reintegration", "USA": "treatment"},
    slopes={"COL": 1.0, "USA": 100.0},
)


def found() -> Effects:
    return effects(6)


def acts_of(name: str) -> list[str]:
    return [one.state for one in records.acts().values() if name in one.checklist]


def level(state: str, on: date, without: str = "") -> int | None:
    kept = [one for one in records.acts().values() if one.kind != without]
    return levels(on, [records.states()[state]], kept)[0].soft.level


@pytest.mark.checklist("A1", "A2", "A17")
def test_the_proposal_its_forum_and_its_frame_are_dated_acts_with_sources() -> None:
    for name in ("A1", "A2", "A17"):
        named = [one for one in records.acts().values() if name in one.checklist]
        assert named and all(one.source for one in named), name
    assert any(one.date == "2023-09-09" and "A2" in one.checklist for one in records.acts().values())
    framed = {one.state for one in records.acts().values() if "A17" in one.checklist and one.axis == "soft"}
    assert {"COL", "MEX"} & framed


@pytest.mark.checklist("A3")
def test_support_has_levels_and_words_are_the_lowest() -> None:
    assert {"MEX", "BRA"} <= {*acts_of("A3")}
    assert level("BRA", CALI, without="listing") in (None, 1)
    assert level("BRA", CALI) == 2
    assert level("BRA", date(2024, 6, 26)) == 4


@pytest.mark.checklist("A4", "U11")
def test_nineteen_are_listed_seventeen_were_reported_and_both_stand() -> None:
    counts = records.counts()
    assert (counts.document, counts.article) == (19, 17)
    assert sum(one.listed for one in records.states().values()) == 19
    assert level("CHL", CALI) == 2 and level("CHL", CALI, without="listing") != 2


@pytest.mark.checklist("A5", "A6")
def test_the_united_states_in_or_out_moves_only_what_is_typed() -> None:
    assert acts_of("A5") and acts_of("A6")
    plain = over_draws(found(), WEIGHTS)
    assert plain.weights.us_weight == 0.0
    heavy = over_draws(found(), WEIGHTS.model_copy(update={"us_weight": 1e6}))
    both = ("COL", "USA")
    assert heavy.one(both).p_stable[0].p != plain.one(both).p_stable[0].p or (
        heavy.one(both).payoff["COL"].median > plain.one(both).payoff["COL"].median
    )
    assert heavy.one(("COL", "PER")).payoff == plain.one(("COL", "PER")).payoff


@pytest.mark.checklist("A7", "A9")
def test_the_list_has_every_proposed_policy_with_evidence_for_and_against_that_moves_no_bill(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = {one.id: one for one in policies()}
    assert {*SOFT} <= {*listed}
    against = [one for one in listed.values() if not one.replaced and one.estimates["raises"]]
    assert len(against) > 5
    before = chance_of("COL", "executive")
    with monkeypatch.context() as without:
        without.setattr(ledger, "estimates", dict)
        assert not any(named for one in policies() for named in one.estimates.values())
        assert chance_of("COL", "executive") == before


@pytest.mark.checklist("A8")
def test_a_bill_gains_with_every_hurdle_and_its_chance_comes_from_counts() -> None:
    chance = chance_of("COL", "executive")
    assert chance.basis == "counts" and chance.median is not None
    passed = [after(chance, 5, cleared).median for cleared in range(6)]
    assert all(one is not None for one in passed)
    assert passed == sorted(passed, key=float) and passed[0] == chance.median and passed[-1] == 1.0  # type: ignore[arg-type]
    assert len([replay(one) for one in paths().values()]) == 17


@pytest.mark.checklist("A10", "P20")
def test_isolation_as_a_typed_penalty_holds_larger_coalitions_and_none_is_the_default() -> None:
    """p = 1.5, 4, 7.5, 12 hold 4, 5, 6, 7; all of 19 need 144."""
    held = {p: max(one.k for one in among_sizes(Symmetric(19, 1, 1, 1, p=p)) if one.internal) for p in (0, 4, 12, 144)}
    assert held == {0: 3, 4: 5, 12: 7, 144: 19}
    assert Treaty().penalty == Treaty().pressure_cost == Treaty().club == 0.0
    pressing = over_draws(found(), WEIGHTS, Treaty(penalty=1e9))
    assert pressing.one(("COL", "PER", "BOL", "USA")).p_stable[0].internal == 1.0


@pytest.mark.checklist("A11")
def test_who_called_out_whom_stands_with_what_followed() -> None:
    words = [one for one in records.presses().values() if one.instrument == "words"]
    assert [(one.by, one.to) for one in words] == [("COL", ["SLV"])]
    assert all(one.followed.en and one.source for one in records.presses().values())


@pytest.mark.checklist("A12", "A14")
def test_pressure_has_three_alternatives_without_a_size_and_goes_both_ways() -> None:
    assert {one.by for one in records.presses().values()} >= {"USA", "COL", "ECU"}
    assert {one.direction for one in records.presses().values()} >= {"hard_to_soft", "soft_to_hard"}
    assert [one.sign for one in pressure_file().alternatives] == [-1, 0, 1]
    assert pressed(0.08) == 0.08
    assert pressed(0.08, 0.5, "lower") < 0.08 < pressed(0.08, 0.5, "higher")


@pytest.mark.checklist("A13")
def test_the_burden_is_shared_under_every_rule_to_the_last_part() -> None:
    shared = burden(cost=100.0)
    for rule in ("equal", "head", "capacity", "harm"):
        of = shared.of(rule)  # type: ignore[arg-type]
        assert len(of) == 19 and sum(one.share for one in of.values()) == pytest.approx(1.0)
    head, capacity = shared.of("head"), shared.of("capacity")
    assert [round(100 * head[one].share, 1) for one in ("BRA", "MEX", "COL")] == [33.3, 20.4, 8.2]
    assert max(one.share for one in capacity.values()) == pytest.approx(0.22)
    paid = burden(["COL", "USA"], own={"COL": 10.0, "USA": 30.0}).of("equal")
    assert (paid["COL"].transfer, paid["USA"].transfer) == (10.0, -10.0)


@pytest.mark.checklist("A15")
def test_what_the_united_states_would_gain_in_standing_is_words_and_enters_no_payoff() -> None:
    assert acts_of("A15")
    valued = {cell.outcome for cell in found().cells}
    assert valued <= {"homicides", "coca_area", "state_outlay", "displaced", "killed_by_state"} | {
        "cocaine_consumed",
        "overdose_deaths",
    }


@pytest.mark.checklist("A16")
def test_shared_responsibility_is_on_record_and_harm_to_civilians_is_what_was_published() -> None:
    assert "USA" in acts_of("A16")
    effect = estimates()["rodriguez_2025_under_five"].effect
    assert effect is not None and effect.low is not None and effect.high is not None
    name = next(one.id for one in pressure_file().costs if one.estimate == "rodriguez_2025_under_five")
    told = excess_deaths(1000.0, name, 1.0)
    assert told.value == pytest.approx(1000.0 * (effect.value - 1.0))
    assert excess_deaths(1000.0, name, 0.0).value == 0.0


@pytest.mark.checklist("H1")
def test_diffusion_moves_nothing_until_somebody_types_its_coefficients() -> None:
    state = ([0.08, 0.08], [20.0, 40.0], [[0.0, 1.0], [1.0, 0.0]], [0.0, 1.0], [1.0, 0.0])
    assert diffuse(*state) == (0.08, 0.08)
    copied = diffuse(*state, Betas(others=0.5))
    assert copied[0] == pytest.approx(0.08 * np.exp(0.5)) and copied[1] == 0.08


@pytest.mark.checklist("H2")
def test_reaction_is_counted_and_rising_homicide_fits_ecuador_alone() -> None:
    """5 in about 68 state-years: .081 a year [.034, .145]."""
    seen = reaction_record()
    assert seen.events == 5 and round(seen.state_years) == 68
    assert (round(seen.rate, 3), round(seen.low, 3)) == (0.081, 0.034)
    assert seen.high == pytest.approx(0.145, abs=0.001)
    rising = {one.state: one.rising for one in seen.first}
    assert rising["ECU"] is True and rising["SLV"] is False and rising["HND"] is False
