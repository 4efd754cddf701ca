"""The negotiated exit in runs: what it does, what it does not, and that it is the law which decides."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_lab import (
    BASELINE,
    FIRST,
    POLICY_MONTH,
    Floats,
    at,
    column,
    columns,
    edited,
    inputs,
    kernel,
    plain_kernel,
    scenario,
    simulate,
    without,
)

from tregua.lab.bind import bound
from tregua.lab.draws import draw_parameters
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.run import Settings, run
from tregua.lab.scenario import Span, hash_of, lever_array, levers_before, record
from tregua.lab.schema import Scenario

SETTINGS = Settings(draws=12, until=2034, threads=1, chunk=12)
PULLS = {"extradition_pull": 0.4, "penalty_pull": 0.2}
OURS = ("extraditions", "extraditions_suspended", "offer_taken", "offer_broken")


def offered(regime: str | None = "petro_2022", **levers: float) -> Scenario:
    """An offer to every group under a regime."""
    return scenario({"offer": 1.0, **levers}, "offered").model_copy(update={"regime": regime})


def pulled(policy: Scenario, assumed: Mapping[str, float]) -> Floats:
    """Members who take the offer in its first year, by draw."""
    return told(policy, "offer_taken", assumed)[:, 2]


def told(policy: Scenario, outcome: str, assumed: Mapping[str, float] | None = None) -> Floats:
    """An outcome of a policy, by draw and year, its places added up."""
    return np.asarray(run([policy], SETTINGS, assumed)[0, 0][..., columns(outcome)].sum(axis=-1))


# --- the law decides --------------------------------------------------------------------------------------------------


@pytest.mark.checklist("P9", "B8")
def test_a_row_edited_alone_changes_the_run(tmp_path: Path) -> None:
    """The same offer, the same numbers: who stops for good is delivered, and fewer leave."""
    spared = offered("petro_2022")
    delivered = offered(edited(tmp_path, "extradition: NOT_EXTRADITED_BENEFIT", "extradition: DELIVERED"))
    assert (pulled(spared, PULLS) > pulled(delivered, PULLS)).all()
    assert hash_of(spared) != hash_of(delivered)
    assert hash_of(spared) != hash_of(spared.model_copy(update={"regime": None}))


def test_a_law_that_offers_nothing_pulls_nobody() -> None:
    assert told(offered("ordinary"), "demobilised", PULLS).tobytes() == told(BASELINE, "demobilised", PULLS).tobytes()
    assert told(offered(), "demobilised", PULLS).tobytes() != told(BASELINE, "demobilised", PULLS).tobytes()


@pytest.mark.parametrize("regime", ["petro_2022", "ley_2272", "pl_288_2023"])
def test_without_a_typed_response_no_law_and_no_offer_moves_anything_else(regime: str) -> None:
    others = [one for name in lab().outcomes if name not in OURS for one in columns(name)]
    before, after = run([BASELINE, offered(regime)], SETTINGS)[0]
    assert before[..., others].tobytes() == after[..., others].tobytes()
    assert before.tobytes() != after.tobytes()


@pytest.mark.checklist("N12")
def test_an_announced_benefit_pulls_less_than_an_enacted_one(tmp_path: Path) -> None:
    announced, enacted = offered(), offered(edited(tmp_path, "text_status: speech", "text_status: law"))
    assert (pulled(enacted, PULLS) > pulled(announced, PULLS)).all()


@pytest.mark.checklist("P10")
def test_information_and_arms_earn_what_the_penalty_pulls(tmp_path: Path) -> None:
    assumed = {"penalty_pull": 0.2, "extradition_pull": 0.0}
    earned, nothing = offered(), offered(edited(tmp_path, "penalty: REDUCED", "penalty: NO_BENEFIT"))
    assert (pulled(earned, assumed) > pulled(nothing, assumed)).all()
    assert told(nothing, "demobilised", assumed).tobytes() == told(BASELINE, "demobilised", assumed).tobytes()


@pytest.mark.parametrize("name", ["us_consent", "survival_speech"])
def test_consent_and_successors_can_be_taken_out_and_decide(name: str) -> None:
    """Certain, they are out of the answer; certain not to hold, nobody is pulled."""
    alone = {"extradition_pull": 0.4}
    assert (pulled(offered(), {**alone, name: 1.0}) > pulled(offered(), alone)).all()
    never, none = offered(), BASELINE.model_copy(update={"regime": "petro_2022"})
    runs = [told(one, "demobilised", {**alone, name: 0.0}).tobytes() for one in (never, none)]
    assert runs[0] == runs[1]


@pytest.mark.checklist("P5", "P9", "B8")
def test_without_its_response_an_offer_pulls_nobody() -> None:
    """The kernel's text with the response taken out, on one draw."""
    p, default, shock = inputs({}, 2028, 1)
    lever = lever_array(offered(), Span(FIRST, 2028, "2027-01")).ravel()
    p[0, at("P", "extradition_pull")] = 0.4
    for text, moves in ((bound().text, True), (without({"response": "1.0"}), False)):
        engine = plain_kernel(text)
        left, pulled = (
            simulate(engine, p[0], one, shock[0], POLICY_MONTH + 12, plain=True).out[:, columns("demobilised")]
            for one in (default, lever)
        )
        assert bool((pulled > left).any()) is moves


@pytest.mark.checklist("N11")
def test_total_peace_is_its_tables_and_its_rules_together() -> None:
    """Tables alone, and tables with the offer of the announced rule: each part of the promise can be taken out."""
    tables = scenario({"talks": 1.0}, "tables")
    whole = offered(talks=1.0)
    by_part = [told(one, "demobilised", PULLS)[:, 2:] for one in (BASELINE, tables, offered(), whole)]
    assert all((abs(one - other) > 0).any() for i, one in enumerate(by_part) for other in by_part[:i])


# --- extradition ------------------------------------------------------------------------------------------------------


@pytest.mark.checklist("E8", "P19")
def test_two_views_of_extradition_as_a_deterrent() -> None:
    """At zero, as one view has it, requests carried out move no member; with a number, as the other, groups shrink."""
    threat = scenario({"extradition": 3.0})
    for pull, shrinks in ((0.0, False), (0.4, True)):
        before, after = (told(one, "group_members", {"extradition_pull": pull}) for one in (BASELINE, threat))
        assert (after[:, 3:] < before[:, 3:]).all() == shrinks
        assert shrinks or before.tobytes() == after.tobytes()
    assert (told(threat, "extraditions")[:, 2:] > 2.5 * told(BASELINE, "extraditions")[:, 2:]).all()


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.floats(0, 3), st.floats(0, 1), st.sampled_from(["petro_2022", "ley_2272", "ordinary"]))
def test_executed_and_suspended_add_up_to_the_requests_and_none_is_negative(
    seed: int, threat: float, talks: float, regime: str
) -> None:
    policy = scenario({"extradition": threat, "talks": talks, "offer": 0.0}, "one").model_copy(
        update={"regime": regime}
    )
    p, _, shock = inputs({}, 2027, 1, seed=seed)
    lever = lever_array(policy, Span(FIRST, 2027, "2027-01")).ravel()
    out = simulate(kernel(), p[0], lever, shock[0], 36).out
    assert (out[:, [one for name in OURS for one in columns(name)]] >= 0.0).all()
    settled = p[0].copy()
    settled[at("P", "covered_at_table")] = 0.0
    alone = simulate(kernel(), settled, lever, shock[0], 36).out
    executed, suspended = columns("extraditions"), columns("extraditions_suspended")
    assert alone[:, suspended] == pytest.approx(0.0)
    assert out[:, executed] + out[:, suspended] == pytest.approx(alone[:, executed])


def test_the_record_of_extraditions_lies_within_what_the_lab_says_of_it() -> None:
    """Seven hundred and eighty-nine from August 2022 to November 2025, and three suspended."""
    how = Settings(draws=200, until=2026, start="2025-12", first=2022, threads=1)
    annual = run([record()], how)[0, 0]
    for outcome, counted in (("extraditions", 789.0), ("extraditions_suspended", 3.0)):
        by_year = annual[..., columns(outcome)].sum(axis=-1)
        total = by_year[:, 0] * 147 / 365 + by_year[:, 1] + by_year[:, 2] + by_year[:, 3] * 11 / 12
        low, high = np.quantile(total, [0.05, 0.95])
        assert low < counted < high, outcome


def test_no_offer_stood_at_the_start_of_any_run() -> None:
    """So recruitment at the start needs no word of it."""
    offer = [column for (name, _), column in lab().lever_columns.items() if name == "offer"]
    assert all((levers_before(year)[offer] == 0.0).all() for year in range(2011, FIRST + 1))


# --- after a signature ------------------------------------------------------------------------------------------------


def signed(**numbers: float) -> tuple[Floats, Floats]:
    """Members of each group at the end of the year after all signed, and those among them who split off."""
    p, lever, shock = inputs({"talks": 1.0}, 2028, 1)
    p[0, at("P", "patience")] = 0.0
    for name, value in numbers.items():
        p[0, at("P", name)] = value
    after = simulate(kernel(), p[0], lever, shock[0], 12)
    return after.states[at("S", "members")], after.states[at("S", "splinter")]


@pytest.mark.checklist("N8")
def test_after_a_signature_most_leave_and_some_split_off_and_stay() -> None:
    members, splinter = signed(splinter_share=0.1, signature_share=0.9)
    whole, none = signed(splinter_share=0.0, signature_share=0.0)
    assert none == pytest.approx(0.0)
    left = members / whole
    assert ((left > 0.15) & (left < 0.3)).all()  # 1 − 0.9 · 0.9, and who was recruited meanwhile
    assert (splinter * members / whole == pytest.approx(0.1, rel=0.2)) and (splinter < 1).all()


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.floats(0, 0.9), st.floats(0.01, 0.99))
def test_a_splinter_is_a_part_of_its_group(seed: int, split: float, share: float) -> None:
    p, lever, shock = inputs({"talks": 1.0, "offer": 1.0}, 2028, 1, seed=seed)
    p[0, at("P", "patience")], p[0, at("P", "splinter_share")], p[0, at("P", "signature_share")] = 0.0, split, share
    end = simulate(kernel(), p[0], lever, shock[0], 48)
    assert ((end.states[at("S", "splinter")] >= 0) & (end.states[at("S", "splinter")] <= 1)).all()
    assert (end.states[at("S", "members")] > 0).all()
    assert end.states[at("S", "under_offer")] >= 0


@pytest.mark.checklist("N7", "P12")
def test_a_guarantor_and_the_accord_move_what_a_typed_number_says() -> None:
    """Without one, nothing: `test_run` holds that to the byte."""
    p, default, shock = inputs({"talks": 1.0}, 2028, 1)
    _, guaranteed, _ = inputs({"talks": 1.0, "guarantor": 1.0}, 2028, 1)
    p[0, at("P", "guarantor_effect")] = 1.0
    hazards = [simulate(kernel(), p[0], one, shock[0], 48).states[at("S", "at_table")] for one in (default, guaranteed)]
    assert (hazards[1] > hazards[0]).all()
    _, kept, _ = inputs({"talks": 1.0, "accord": 1.0}, 2028, 1)
    p[0, at("P", "accord_effect")] = 1.0
    at_risk = [simulate(kernel(), p[0], one, shock[0], 48).states[at("S", "ex_members")] for one in (default, kept)]
    assert at_risk[1] > at_risk[0]


def test_ex_members_under_an_offer_are_ex_members() -> None:
    drawn = draw_parameters(0, 0, 5, {}, known=past())
    assert (drawn[:, column("detected")] <= 1.0).all()
    taken, broken = (told(offered(), name) for name in ("offer_taken", "offer_broken"))
    assert (broken.cumsum(axis=1) <= taken.cumsum(axis=1)).all()
    assert (taken <= told(offered(), "demobilised") * (1 + 1e-12)).all()
