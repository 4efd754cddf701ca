"""The reduced form of PROTON-OC: means that are kept, people who are counted, and draws one by one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tregua.models.find import load_model
from tregua.models.protocol import bound
from tregua.models.sketches.proton_oc import model

P = bound(model.Parameters)
START = model.members_at_start(P)
BEFORE, DURING, AFTER = slice(0, 12), slice(12, 36), slice(36, None)


@given(st.data())
def test_epsilon_restores_the_mean_of_every_cell(data: st.DataObject) -> None:
    kinds = data.draw(st.integers(1, 5))
    traits = np.array(
        data.draw(st.lists(st.lists(st.booleans(), min_size=2, max_size=2), min_size=kinds, max_size=kinds))
    )
    numbers = np.array(
        data.draw(st.lists(st.lists(st.floats(0.1, 1e4), min_size=kinds, max_size=kinds), min_size=2, max_size=2))
    )
    rate = np.array(data.draw(st.lists(st.floats(0.001, 2), min_size=2, max_size=2)))
    found = model.propensities(rate, traits, numbers, P)
    assert (found * numbers).sum(axis=1) / numbers.sum(axis=1) == pytest.approx(rate)


def test_factors_multiply() -> None:
    traits = np.array([[False, False], [True, False], [True, True]])
    nobody, history, both = model.propensities(np.ones(1), traits, np.ones((1, 3)), P)[0]
    assert history - nobody == pytest.approx(0.62)
    assert both - nobody == pytest.approx(1.62 * 4.5 - 1)


def test_the_town_has_the_crimes_that_it_should() -> None:
    scale = model.rates(P)[0] / P.rate_14
    assert model.people(P) @ model.rates(P) + scale * P.elsewhere == pytest.approx(2000)


def test_groups_are_a_distribution() -> None:
    alone = 0.8744  # in the authors' file, where one offender in all other cases is written out
    assert alone + sum(getattr(P, f"group_{size}") for size in range(2, 7)) == pytest.approx(1)
    assert model.accomplices(P) == pytest.approx((0.1688 - 0.0033, 0.0033))


@given(st.floats(1, 200))
def test_embeddedness_is_a_share_that_grows_with_the_members(members: float) -> None:
    few, many = model.embeddedness(members, P), model.embeddedness(members + 1, P)
    assert all(0 <= one <= other <= 1 for one, other in zip(few, many, strict=True))


def test_a_hazard_is_proportional_to_embeddedness_and_to_the_members_whom_one_knows() -> None:
    month, (_, kin, other) = model.month(START, P), model.embeddedness(P.members, P)
    assert month.kin_hazard / month.other_hazard == pytest.approx(kin / other * P.members / P.families)


@given(st.floats(8, 200))  # at least one in every family
def test_hazards_add_up_to_the_recruits_who_are_no_facilitators(members: float) -> None:
    month = model.month(START * members / P.members, P)
    asked = P.families * P.kin * month.kin_hazard + members * P.others * month.other_hazard
    assert asked == pytest.approx(month.started.sum() * model.accomplices(P)[0] * month.outside)
    assert 0 <= month.other_hazard <= month.kin_hazard <= 1
    assert 0 <= month.outside <= 1


def test_the_share_of_outsiders_agrees_with_candidates_drawn_one_by_one() -> None:
    """A starter's candidates drawn with their ages, each weighted by embeddedness and propensity."""
    chance, outsiders = np.random.default_rng(5), model.people(P) - START
    rate, share = model.rates(P), START / model.people(P)
    mean = 1.62 * (1 + 3.5 * share)
    of_outsider, of_member = rate * (1 + 1.62 - mean), rate * (1 + 1.62 * 4.5 - mean)
    near, kin, other = model.embeddedness(P.members, P)
    embedded = np.repeat([kin, other], [int(P.kin), int(P.others)])
    found = []
    for _ in range(4000):
        fellows = near * of_member[chance.choice(6, 29, p=START / START.sum())]
        others = embedded * of_outsider[chance.choice(6, len(embedded), p=outsiders / outsiders.sum())]
        found.append(others.sum() / (others.sum() + fellows.sum()))
    assert model.month(START, P).outside == pytest.approx(np.mean(found), rel=0.02)


@settings(max_examples=20, deadline=None)
@given(weight=st.floats(1, 20), jailed=st.floats(0, 1), kin=st.floats(1, 5), others=st.floats(10, 150))
def test_members_are_counted(weight: float, jailed: float, kin: float, others: float) -> None:
    """All members grow by the recruits only; nobody is negative, and no cell holds more members than men."""
    p = replace(P, kin=kin, others=others)
    run = model.simulate(months=60, leader_weight=weight, jailed=jailed, parameters=p)
    assert np.diff(run.members) == pytest.approx(run.recruits.sum("age").values[:-1])
    assert run.members[0] == pytest.approx(P.members)
    assert (run.free >= 0).all() and (run.prison >= 0).all() and (run.recruits >= 0).all()
    assert (run.free.values < model.people(P)).all()
    assert (run.arrested.sum("age") <= P.arrests / 12).all()


@settings(max_examples=15, deadline=None)
@given(weight=st.floats(1.1, 20), jailed=st.floats(0.05, 1))
def test_the_signs_do_not_depend_on_how_strong_a_policy_is(weight: float, jailed: float) -> None:
    without = model.simulate(months=36)
    for run in (model.simulate(months=36, leader_weight=weight), model.simulate(months=36, jailed=jailed)):
        assert run.members[-1] < without.members[-1]
        assert run.recruits.isel(month=DURING).sum() < without.recruits.isel(month=DURING).sum()


def test_a_policy_acts_in_its_months_only() -> None:
    without, run = model.simulate(months=60), model.simulate(months=60, leader_weight=3, jailed=1)
    assert run.isel(month=BEFORE).equals(without.isel(month=BEFORE))
    assert (run.arrested.sum("age") > without.arrested.sum("age")).isel(month=DURING).all()
    assert (run.arrested.sum("age") < without.arrested.sum("age")).isel(month=AFTER).all()


def test_quantities_answer_to_families_and_to_whom_one_knows() -> None:
    """h_kin/h_other = (e_kin/e_other) M/m, and of more acquaintances more are outsiders."""
    value = load_model("proton_oc").value
    for families in (4.0, 8.0, 16.0):
        _, kin, other = model.embeddedness(P.members, replace(P, families=families))
        expected = kin / other * P.members / families
        assert value("hazard_ratio", families=families) == pytest.approx(expected)
    assert value("outside", others=60) > value("outside")
    assert value("recruits_leaders", others=150) == value("recruits_leaders_150") > 0 > value("recruits_leaders")


@pytest.mark.parametrize("quantity", ["recruits_leaders", "recruits_facilitators"])
def test_a_policy_of_no_strength_changes_no_recruit(quantity: str) -> None:
    assert load_model("proton_oc").value(quantity, leader_weight=1, jailed=0) == 0
