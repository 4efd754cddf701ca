"""The reduced form of MADTOR: its curve and the two published points, its rule of growth, and counting by hand."""

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.models.find import load_model
from tregua.models.protocol import bound
from tregua.models.sketches.madtor_2024 import model

P = bound(model.Parameters)
SHARES = st.floats(0, 1)
CURVES = st.builds(lambda half, k: replace(P, half=half, k=k), st.floats(0.01, 0.9), st.floats(0.05, 3))


@given(CURVES, SHARES, SHARES)
def test_more_arrests_disrupt_more_and_never_less_than_none_or_more_than_all(
    p: model.Parameters, one: float, other: float
) -> None:
    few, many = model.disrupted([min(one, other), max(one, other)], p)
    assert 0 <= few <= many <= 1


@given(st.floats(0.01, 0.9), st.floats(0.05, 1), SHARES, SHARES)
def test_up_to_k_of_one_each_arrest_adds_less(half: float, k: float, one: float, other: float) -> None:
    p = replace(P, half=half, k=k)
    assert model.disrupted((one + other) / 2, p) >= model.disrupted([one, other], p).mean() - 1e-12


@given(CURVES)
def test_every_curve_goes_through_the_first_point_as_the_formula_of_the_docstring(p: model.Parameters) -> None:
    assert model.disrupted(p.half, p) == pytest.approx(0.5)
    assert model.disrupted(model.scale(p), p) == pytest.approx(1 - np.exp(-1))
    assert model.disrupted(0, p) == 0


def test_no_shape_meets_both_published_points_and_ours_comes_nearest() -> None:
    rises = [model.rise(0.4, 0.8, replace(P, k=k)) for k in np.arange(0.01, 3, 0.001)]
    assert max(rises) < 0.1
    assert load_model("madtor_2024").value("rise_40_80") == pytest.approx(max(rises), abs=1e-6)
    assert pytest.approx(model.closest_shape(P), abs=5e-4) == P.k


def test_a_flatter_curve_rises_less_and_a_longer_freeze_delays_recovery_by_its_days() -> None:
    value = load_model("madtor_2024").value
    assert value("rise_40_80", k=0.2) < value("rise_40_80")
    assert value("recovery_after_10", frozen=P.frozen + 30) == pytest.approx(value("recovery_after_10") + 30)


def test_a_concave_curve_of_straight_lines_meets_both_points() -> None:
    slopes = np.diff([0, 0.5, 0.75, 0.95]) / np.diff([0, P.half, 0.4, 0.8])
    assert (np.diff(slopes) < 0).all()
    largest = model.largest_concave_rise(P)
    assert largest / 0.4 == pytest.approx((0.5 - largest) / (0.4 - P.half))


def test_roles_grow_from_the_first_size_to_the_second_in_two_years() -> None:
    start, later = model.sizes(P)
    np.testing.assert_allclose(model.members(0, P), start)
    np.testing.assert_allclose(model.members(model.RAID, P), later)
    assert (np.diff(model.members(np.arange(1826)[:, None], P), axis=0) > 0).all()


@given(st.floats(0, 1825))
def test_the_day_of_a_size_is_when_the_role_has_it(day: float) -> None:
    np.testing.assert_allclose(model.day_of(model.members(day, P), P), day, atol=1e-6)


@given(st.floats(0.001, 1))
def test_after_its_recovery_a_role_has_the_members_that_it_had(arrested: float) -> None:
    days = model.recovery(arrested, P)
    there = [model.members_after_raid(model.RAID + day, arrested, P)[at] for at, day in enumerate(days)]
    np.testing.assert_allclose(there, model.members(model.RAID, P))


@given(SHARES, SHARES)
def test_whoever_lost_more_recovers_later(one: float, other: float) -> None:
    first, second = model.recovery([min(one, other), max(one, other)], P)
    assert (first <= second + 1e-9).all()


def test_nobody_joins_while_recruitment_is_frozen() -> None:
    after = model.members_after_raid(np.arange(model.RAID, model.RAID + 62), 0.3, P)
    np.testing.assert_allclose(after[:61], np.tile(0.7 * model.members(model.RAID, P), (61, 1)))
    assert (after[61] > after[60]).all()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8, 0.9, 1.0])
def test_an_empty_role_is_as_likely_as_counting_says(share: float) -> None:
    traffickers, packagers, retailers = 16, 13, 37
    free = 66 - round(66 * share)
    full = sum(
        comb(traffickers, i) * comb(packagers, j) * comb(retailers, free - i - j)
        for i in range(1, traffickers + 1)
        for j in range(1, packagers + 1)
        if free - i - j >= 1
    )
    assert model.some_role_empty(share, P) == pytest.approx(1 - full / comb(66, free), abs=1e-12)


@given(st.floats(0, 1))
def test_a_minor_arrest_has_a_probability_that_grows_with_efficiency(efficiency: float) -> None:
    assert 0.01 <= model.minor_arrest(efficiency, P) <= 1
    assert model.minor_arrest(efficiency, P) <= model.minor_arrest(min(efficiency + 0.1, 1), P)


def test_the_dataset_holds_the_same_and_an_impossible_share_is_refused() -> None:
    run = model.simulate(arrested=[0, 0.3])
    assert run.disrupted.values.tolist() == model.disrupted([0, 0.3], P).tolist()
    assert run.recovery.sel(arrested=0).values == pytest.approx(0)
    np.testing.assert_allclose(run.members.sel(arrested=0, day=729), model.members(729, P))
    np.testing.assert_allclose(run.members.sel(arrested=0.3, day=730), 0.7 * run.members.sel(arrested=0, day=730))
    assert run.attrs["form"] == "reduced"
    with pytest.raises(ValueError, match=r"“arrested” must be 0 … 1, not 1\.2"):
        model.simulate(arrested=1.2)
