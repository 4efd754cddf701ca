"""Trade-offs: sums over the years by hand, and the weight at which what is saved and taken are even."""

import math
from fractions import Fraction

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from tregua.analysis.deciding.answers import tradeoffs
from tregua.analysis.deciding.tradeoffs import WEIGHTS, break_even
from tregua.catalogue.errors import InputError
from tregua.lab.result import values

numbers = st.lists(st.integers(-50, 50).filter(bool), min_size=9, max_size=9)


@given(st.floats(1e-3, 1e3), st.lists(st.floats(1.0, 1e4), min_size=1, max_size=20))
def test_where_all_draws_turn_at_one_weight_that_is_it(weight: float, taken: list[float]) -> None:
    price = np.array(taken)
    assert break_even(weight * price, price) == pytest.approx(weight)


@given(numbers, numbers)
def test_it_is_the_least_weight_at_which_no_more_than_half_are_ahead(saved: list[int], taken: list[int]) -> None:
    turns = sorted({Fraction(s, t) for s, t in zip(saved, taken, strict=True) if s * t > 0})

    def ahead(weight: Fraction) -> int:
        return sum(s > weight * t for s, t in zip(saved, taken, strict=True))

    least = next((weight for weight in [Fraction(0), *turns] if 2 * ahead(weight) <= len(saved)), None)
    assert break_even(np.array(saved, float), np.array(taken, float)) == (math.inf if least is None else float(least))


def test_nothing_saved_is_even_nowhere_and_nothing_taken_everywhere() -> None:
    assert break_even(np.array([-1.0, -2.0, 3.0]), np.ones(3)) == 0.0
    assert math.isinf(break_even(np.ones(3), np.zeros(3)))


def test_a_flow_is_added_up_over_the_years_and_a_stock_is_that_of_the_last(three: xr.Dataset) -> None:
    found = tradeoffs(three, "mano-dura")
    told = {(one.years, one.outcome): one for one in found.traded}
    for years in (5, 10):
        for outcome, span in (
            ("homicides", slice(2027, 2026 + years)),
            ("detained", slice(2026 + years, 2026 + years)),
        ):
            level = values(three, outcome, "COL").isel(alternative=0).sel(year=span).sum("year")
            more = level.sel(scenario="mano-dura") - level.sel(scenario="as-observed")
            reference = told[years, outcome].alternatives[0]
            assert reference.alternative == "reference"
            assert reference.difference.median == pytest.approx(float(more.median()))


def test_the_curve_is_the_share_of_futures_ahead_at_each_weight(three: xr.Dataset) -> None:
    found = tradeoffs(three, "mano-dura", weights={"custody_deaths": 2.0, "liberal_democracy": 1000.0})
    curve = next(one for one in found.even if (one.years, one.alternative) == (10, "reference"))
    reference = three.isel(alternative=0).sel(year=slice(2027, 2036)).sum("year")

    def more(outcome: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        level = reference[outcome].squeeze()
        return np.asarray((level.sel(scenario="mano-dura") - level.sel(scenario="as-observed")).values)

    for weight, ahead in zip(WEIGHTS, curve.ahead, strict=True):
        harms = weight * more("detained") + 2.0 * more("custody_deaths") - 1000.0 * more("liberal_democracy")
        assert ahead == pytest.approx((-more("homicides") - harms > 0.0).mean())


def test_a_weight_of_people_detained_is_one_more_point_of_the_curve(three: xr.Dataset) -> None:
    plain, typed = (tradeoffs(three, "mano-dura", weights=weights) for weights in ({}, {"detained": 0.007}))
    at = typed.grid.index(0.007)
    assert sorted([*plain.grid, 0.007]) == [*typed.grid]
    for before, after in zip(plain.even, typed.even, strict=True):
        assert after.ahead[:at] + after.ahead[at + 1 :] == before.ahead and after.at == before.at


def test_every_reading_is_counted(three: xr.Dataset) -> None:
    found = tradeoffs(three, "mano-dura")
    readings = len(found.futures.alternatives)
    assert all(len(one.alternatives) == readings for one in found.traded)
    assert len(found.even) == 2 * readings


def test_a_policy_that_starts_within_a_year_is_refused(three: xr.Dataset) -> None:
    late = three.copy()
    late.attrs = {**three.attrs, "start": "2027-07"}
    with pytest.raises(InputError, match="2028-01"):
        tradeoffs(late, "mano-dura")


def test_both_sides_that_are_published_of_mano_dura_stay_apart(three: xr.Dataset) -> None:
    found = tradeoffs(three, "mano-dura")
    homicides = next(one for one in found.traded if one.outcome == "homicides")
    medians = [one.difference.median for one in homicides.alternatives]
    assert min(medians) < -10_000 and max(medians) > -2_000


@pytest.mark.parametrize(
    ("weights", "kind"),
    [
        ({"homicides": 1.0}, "weight_of_unit"),
        ({"displaced": 1.0, "COL.displaced": 2.0}, "duplicate_key"),
        ({"cocaine_users": 1.0, "USA.cocaine_consumed": 1.0}, "weight_of_part"),
        ({"COL.state_outlay": 1.0}, "discover_no_cost"),
        ({"members_in_prison": 1.0}, "weight_of_part"),
        ({"civilians_killed": 1.0}, "weight_of_part"),
        ({"extraditions": 1.0}, "contested_weight"),
        ({"displaced": -1.0}, "out_of_range"),
        ({"displaced": float("nan")}, "out_of_range"),
        ({"displacd": 1.0}, "unknown_name"),
    ],
)
def test_a_weight_that_counts_twice_or_makes_no_sense_is_refused(
    three: xr.Dataset, weights: dict[str, float], kind: str
) -> None:
    with pytest.raises(InputError) as refused:
        tradeoffs(three, "mano-dura", weights=weights)
    assert refused.value.problems[0].kind == kind


def test_a_run_that_ends_too_early_is_refused(three: xr.Dataset) -> None:
    short = three.sel(year=slice(2025, 2029))
    short.attrs = {**three.attrs, "until": 2029}
    with pytest.raises(InputError, match="2031"):
        tradeoffs(short, "mano-dura")
