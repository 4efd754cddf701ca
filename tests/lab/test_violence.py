"""Homicides, the casualty share and who is detained."""

import numpy as np
import pytest
from small_lab import SIZE, annual, at, column, columns, inputs, kernel, simulate

from tregua.lab.draws import draw_parameters
from tregua.lab.run import Settings

SETTINGS = Settings(draws=20, until=2030)
YEARS_OF_POLICY = slice(2, None)  # 2023 on


def test_homicides_are_members_killed_and_a_background_that_policy_does_not_touch() -> None:
    calm, other = annual({}, SETTINGS), annual({"arrests": 5.0, "talks": 1.0, "counselling": 1.0}, SETTINGS)
    (homicides,), (killed,) = columns("homicides"), columns("conflict_deaths")
    background = calm[..., homicides] - calm[..., killed]
    assert (background > 0).all()
    assert not np.allclose(calm[:, YEARS_OF_POLICY, killed], other[:, YEARS_OF_POLICY, killed], rtol=1e-3)
    np.testing.assert_allclose(other[..., homicides] - other[..., killed], background, rtol=1e-12)


def test_the_first_month_has_the_observed_homicides() -> None:
    p, lever, _ = inputs({}, 2023, 20)
    calm = np.ones(36 * SIZE["Z"])
    for draw in p:
        out, _, _ = simulate(kernel(), draw, lever, calm, 1)
        assert 12 * out[0, at("O", "homicides")] == pytest.approx(13_686, rel=5e-3)
        assert 12 * out[0, at("O", "conflict_deaths")] == pytest.approx(
            draw[at("P", "casualty_share")] * 13_686, rel=5e-2
        )


def test_the_casualty_share_is_drawn_from_one_in_a_hundred_to_two_in_five() -> None:
    share = draw_parameters(0, 0, 2000, {})[:, column("casualty_share")]
    assert 0.01 <= share.min() < 0.0105
    assert 0.39 < share.max() <= 0.4


@pytest.mark.checklist("P15", "H4")
def test_a_state_of_exception_at_full_transport_lowers_the_background_by_its_effect() -> None:
    (homicides,), (killed,), (rate,) = columns("homicides"), columns("conflict_deaths"), columns("homicide_rate")
    assumed = {"emergency_transport": 1.0}
    calm, under = (annual(values, SETTINGS, assumed)[:, YEARS_OF_POLICY] for values in ({}, {"emergency": 1.0}))
    effect = draw_parameters(0, 0, 20, {})[:, column("emergency_effect"), None]
    background = calm[..., homicides] - calm[..., killed]
    np.testing.assert_allclose(under[..., homicides] - under[..., killed], (1 - effect) * background, rtol=1e-9)
    np.testing.assert_array_equal(under[..., killed], calm[..., killed])
    assert (
        np.sign(calm[..., rate] - under[..., rate]) == np.sign(effect)
    ).all()  # three countries: two falls, one rise


@pytest.mark.checklist("P15")
def test_half_a_state_of_exception_detains_half_of_its_people_and_no_group_member() -> None:
    (detained,), members = columns("detained"), columns("group_members")
    calm, half, full = (annual({"emergency": share}, SETTINGS) for share in (0.0, 0.5, 1.0))
    held = full[:, YEARS_OF_POLICY, detained] - calm[:, YEARS_OF_POLICY, detained]
    p = draw_parameters(0, 0, 20, {})
    years = np.arange(3, 7)  # since the start, on 31 December 2023 … 2026
    population = p[:, column("population_0.COL"), None] * np.exp(p[:, column("population_growth.COL"), None] * years)
    rate = p[:, column("emergency_detention"), None] * p[:, column("detention_scale"), None]
    np.testing.assert_allclose(held, rate * population / 1e5, rtol=1e-9)
    halved = half[:, YEARS_OF_POLICY, detained] - calm[:, YEARS_OF_POLICY, detained]
    np.testing.assert_allclose(halved, held / 2, rtol=1e-9)
    np.testing.assert_array_equal(full[..., members], calm[..., members])


@pytest.mark.checklist("P15")
def test_group_members_in_prison_are_counted_as_detained() -> None:
    p, lever, shock = inputs({"arrests": 3.0}, 2026, 5)
    for draw in range(5):
        out, states, _ = simulate(kernel(), p[draw], lever, shock[draw], 72)
        assert out[-1, at("O", "detained")] == pytest.approx(states[at("S", "prison")].sum(), rel=1e-12)
        assert out[-1, at("O", "detained")] > 1.2 * out[0, at("O", "detained")]
