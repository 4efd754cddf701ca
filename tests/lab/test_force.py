"""What force and ceasefires do: each kind of violence by its own parameter, and nothing where no estimate was read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_lab import EXTREMES, SIZE, annual, at, column, columns, for_years, inputs, kernel, rates_at_start, simulate

from tregua.lab.draws import draw_parameters
from tregua.lab.model import lab
from tregua.lab.run import Settings, run

SETTINGS = Settings(draws=20, until=2032)
YEARS_OF_POLICY = slice(2, None)  # 2027 on
MEMBERS, KILLED = at("S", "members"), at("S", "killed")
STATE, GROUPS, CIVILIANS = at("S", "killed_by_state"), at("S", "killed_by_groups"), at("S", "civilians")
DRAWS = inputs({}, 2026, 40)[0]


# --- three kinds of violence ------------------------------------------------------------------------------------------


def test_members_killed_are_those_by_the_state_and_by_other_groups_and_homicides_hold_all() -> None:
    for p in DRAWS:
        start = rates_at_start(p, {})
        assert start.change[KILLED] == pytest.approx(start.change[STATE] + start.change[GROUPS])
        assert start.change[STATE] == pytest.approx(p[at("P", "state_share")] * start.change[KILLED])
        assert start.change[CIVILIANS] == pytest.approx(p[at("P", "civilian_share")] * p[at("P", "homicides_0")])
        assert start.change[at("S", "homicides")] == pytest.approx(p[at("P", "homicides_0")], rel=1e-9)


def test_where_presence_grows_with_membership_deaths_between_groups_are_those_of_the_source() -> None:
    """Mass action, θ C_i Σ_j C_j: with presence in proportion to size, all groups twice as large kill four times."""
    for p in DRAWS[:10]:
        source = p.copy()
        source[at("P", "spreading")] = 1.0
        source[at("P", "presence_0")] = 0.01 * source[at("P", "size_0")]
        start = rates_at_start(source, {})
        sizes = start.states[MEMBERS]
        theta = start.change[GROUPS] / sum(
            one * (sizes.sum() - one) for one in sizes
        )  # no group is under a ceasefire that acts differently on it
        assert theta > 0
        met = start.derived[at("V", "met")]
        np.testing.assert_allclose(met, 0.01 * (sizes.sum() - sizes), rtol=1e-9)


@pytest.mark.checklist("P5", "P12")
def test_under_a_ceasefire_each_kind_of_violence_answers_by_its_own_parameter() -> None:
    for p in DRAWS:
        none, all_ = (rates_at_start(p, {"ceasefire": value}) for value in (0.0, 1.0))
        ratio = all_.change / np.where(none.change == 0, 1, none.change)
        assert ratio[STATE] == pytest.approx(np.exp(p[at("P", "ceasefire_contact")]))
        assert ratio[GROUPS] == pytest.approx(np.exp(p[at("P", "ceasefire_fights")]))
        expected = np.exp(p[at("P", "ceasefire_fights")] * p[at("P", "civilian_response")])
        assert ratio[CIVILIANS] == pytest.approx(expected)
        assert all_.change[at("S", "recruited")] == none.change[at("S", "recruited")]


@pytest.mark.checklist("P14")
def test_pressure_has_the_state_kill_more_and_beyond_that_of_2021_may_take_nothing_more_from_growth() -> None:
    for p in DRAWS:
        none, one, two = (rates_at_start(p, {"pressure": value}) for value in (0.0, 1.0, 2.0))
        response = np.exp(p[at("P", "pressure_contact")])
        assert one.change[STATE] == pytest.approx(response * none.change[STATE])
        assert two.change[STATE] == pytest.approx(response**2 * none.change[STATE])
        assert one.change[GROUPS] == none.change[GROUPS]
    as_much, nothing = (
        annual({"pressure": 2.0}, SETTINGS, {"pressure_beyond": beyond, "pressure_contact": 0.0})
        for beyond in (1.0, 0.0)
    )
    single = annual({"pressure": 1.0}, SETTINGS, {"pressure_contact": 0.0})
    members = columns("group_members")
    np.testing.assert_allclose(nothing[..., members], single[..., members], rtol=1e-12)
    assert (as_much[:, -1, members].sum(axis=-1) < nothing[:, -1, members].sum(axis=-1)).any()


# --- leaders ----------------------------------------------------------------------------------------------------------

READINGS = {"calderon": 0.0, "lindo": 1.0, "dickenson": 2.0, "none": 3.0}


@pytest.mark.checklist("P16")
def test_four_readings_of_the_removal_of_leaders_disagree_and_none_lowers_violence() -> None:
    (homicides,) = columns("homicides")
    more = {}
    for name, reading in READINGS.items():
        assumed = {"leader_reading": reading}
        calm, after = (annual(values, SETTINGS, assumed)[:, 2, homicides] for values in ({}, {"leader_removal": 1.0}))
        more[name] = after - calm
    assert (more["none"] == 0).all()
    assert (more["calderon"] > 0).all() and (more["lindo"] > more["calderon"]).all()
    # four groups, one leader each: in the first year 16.6 (1 − (1 − e^−1)) of each are felt
    np.testing.assert_allclose(more["dickenson"], 4 * 16.6 * np.exp(-1), rtol=0.01)


@pytest.mark.checklist("P16")
def test_violence_after_a_removal_fades_and_groups_split_off_by_their_chance() -> None:
    (homicides,), (split,) = columns("homicides"), columns("groups_split_off")
    assumed = {"leader_reading": 0.0}
    calm = annual({}, SETTINGS, assumed)
    out = run([for_years("leader_removal", 2.0, "2028-01")], SETTINGS, assumed)[0, 0]
    more = out[..., homicides] - calm[..., homicides]
    assert (more[:, 2] > 0).all() and np.median(more[:, 2]) > 10 * np.median(abs(more[:, 5]))
    chance = draw_parameters(0, 0, 20, {})[:, column("split_probability")]
    np.testing.assert_allclose(out[:, 2, split], 4 * 2 * chance)
    assert (out[:, 3:, split] == 0).all() and (calm[..., split] == 0).all()


# --- militias and foreign action --------------------------------------------------------------------------------------


@pytest.mark.checklist("P18")
def test_militias_kill_civilians_by_the_elasticity_and_touch_no_group() -> None:
    (civilians,), members, (killed,) = (
        columns(one) for one in ("civilians_killed", "group_members", "conflict_deaths")
    )
    calm, armed = (annual(values, SETTINGS)[:, YEARS_OF_POLICY] for values in ({}, {"militias": 2.0}))
    scope = draw_parameters(0, 0, 20, {})[:, column("militia_scope"), None]
    np.testing.assert_allclose(armed[..., civilians], calm[..., civilians] * 2 ** (1.5 * scope), rtol=1e-9)
    assert armed[..., members].tobytes() == calm[..., members].tobytes()
    assert armed[..., killed].tobytes() == calm[..., killed].tobytes()


@pytest.mark.checklist("P17")
def test_foreign_action_moves_exactly_nothing_unless_a_person_types_what_it_does() -> None:
    lever = lab().levers["foreign_action"]
    assert lever.grade == "E" and "exactly nothing" in lever.evidence.en and not lever.estimates
    calm, acted = annual({}, SETTINGS), annual({"foreign_action": 1.0}, SETTINGS)
    assert calm.tobytes() == acted.tobytes()
    (homicides,), members = columns("homicides"), columns("group_members")
    deadlier = annual({"foreign_action": 1.0}, SETTINGS, {"foreign_action_homicides": 0.1})
    assert (deadlier[:, YEARS_OF_POLICY, homicides] > calm[:, YEARS_OF_POLICY, homicides]).all()
    smaller = annual({"foreign_action": 1.0}, SETTINGS, {"foreign_action_growth": -0.05})
    assert (smaller[:, -1, members].sum(axis=-1) < calm[:, -1, members].sum(axis=-1)).all()


# --- harms ------------------------------------------------------------------------------------------------------------


def test_kidnapping_and_extortion_follow_members_and_displacement_coca_and_nothing_follows_them() -> None:
    for p in DRAWS:
        still = p.copy()
        start = rates_at_start(still, {})
        assert start.change[at("S", "kidnapped")] == pytest.approx(209)
        assert start.change[at("S", "extorted")] == pytest.approx(12_334)
        assert start.change[at("S", "displaced")] == pytest.approx(293_000, rel=0.5)
    names = ("kidnap_elasticity", "extortion_elasticity", "displacement_elasticity")
    reported = [one for name in ("kidnappings", "extortions", "displaced") for one in columns(name)]
    others = [one for one in range(SIZE["O"]) if one not in reported]
    first = annual({"ceasefire": 1.0}, SETTINGS, dict.fromkeys(names, 0.0))
    second = annual({"ceasefire": 1.0}, SETTINGS, dict.fromkeys(names, 0.3))
    assert first[..., others].tobytes() == second[..., others].tobytes()
    assert first[..., reported].tobytes() != second[..., reported].tobytes()


# --- conservation -----------------------------------------------------------------------------------------------------

FORCE = ("ceasefire", "truce", "leader_removal", "militias", "foreign_action", "pressure", "emergency", "arrests")


@settings(max_examples=25, deadline=None)
@given(
    st.fixed_dictionaries(
        {name: st.floats(lab().levers[name].low, lab().levers[name].high) for name in FORCE if name in EXTREMES}
    ),
    st.integers(0, 39),
)
def test_deaths_add_up_and_nothing_is_negative_for_random_levers_and_draws(values: dict[str, float], draw: int) -> None:
    p, lever, shock = inputs(values, 2030, 40)
    out, states, _ = simulate(kernel(), p[draw], lever, shock[draw], 72)
    killed, *parts = (out[:, at("O", name)] for name in ("conflict_deaths", "killed_by_state", "killed_by_groups"))
    np.testing.assert_allclose(killed, sum(parts), rtol=1e-9)
    for name in ("homicides", "civilians_killed", "custody_deaths", "groups_split_off", "kidnappings", "displaced"):
        assert (out[:, at("O", name)] >= 0).all(), name
    assert (states[MEMBERS] > 0).all()
    assert ((out[:, at("O", "liberal_democracy")] > 0) & (out[:, at("O", "liberal_democracy")] < 1)).all()
