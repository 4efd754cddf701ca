"""Scores against integrals and published closed forms, and skill where the answer is known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import ndtr, ndtri

from tregua.analysis.scores import (
    central,
    coverage,
    ensemble_crps,
    gaussian_crps,
    interval_score,
    lognormal_crps,
    rank,
    skill,
)

FIGURES = st.floats(-50.0, 50.0)
DRAWS = st.lists(FIGURES, min_size=1, max_size=30).map(np.array)
SPREAD = st.floats(0.05, 3.0)
GRID = (np.arange(20_000) + 0.5) / 20_000


def by_integral(distribution, observed: float, low: float, high: float) -> float:  # type: ignore[no-untyped-def]
    """The definition: ∫(F(x) − 1{x ≥ y})² dx."""
    below = quad(lambda x: distribution(x) ** 2, low, observed, limit=400)[0]
    return float(below + quad(lambda x: (1.0 - distribution(x)) ** 2, observed, high, limit=400)[0])


@given(st.floats(-2.0, 2.0), SPREAD, st.floats(-5.0, 5.0))
def test_the_score_of_a_gaussian_is_the_integral_that_defines_it(mean: float, sd: float, observed: float) -> None:
    expected = by_integral(lambda x: ndtr((x - mean) / sd), observed, mean - 12 * sd - 8, mean + 12 * sd + 8)
    assert gaussian_crps(mean, sd, observed) == pytest.approx(expected, rel=1e-5, abs=1e-7)


@given(st.floats(-1.0, 2.0), st.floats(0.05, 0.8), st.floats(0.1, 20.0))
def test_the_score_of_a_lognormal_is_the_integral_that_defines_it(mean: float, sd: float, observed: float) -> None:
    top = max(math.exp(mean + 9 * sd), 2 * observed)
    expected = by_integral(lambda x: ndtr((math.log(x) - mean) / sd) if x > 0 else 0.0, observed, 0.0, top)
    assert lognormal_crps(mean, sd, observed) == pytest.approx(expected, rel=1e-4, abs=1e-5)


def test_the_standard_normal_at_its_mean_scores_what_the_paper_of_the_formula_gives() -> None:
    assert gaussian_crps(0.0, 1.0, 0.0) == pytest.approx((math.sqrt(2) - 1) / math.sqrt(math.pi))


@given(DRAWS, FIGURES)
def test_draws_score_what_the_double_sum_gives_and_never_below_zero(draws: np.ndarray, observed: float) -> None:
    pairs = np.abs(draws[:, None] - draws[None, :]).mean()
    scored = ensemble_crps(draws, observed)
    assert scored == pytest.approx(np.abs(draws - observed).mean() - 0.5 * pairs, abs=1e-9)
    assert scored >= 0.0


@given(st.floats(-3.0, 3.0), SPREAD, st.floats(-4.0, 4.0))
def test_many_draws_of_a_gaussian_score_as_the_gaussian(mean: float, sd: float, observed: float) -> None:
    draws = mean + sd * ndtri(GRID)
    assert ensemble_crps(draws, observed) == pytest.approx(gaussian_crps(mean, sd, observed), rel=2e-3, abs=1e-4)


@given(DRAWS, FIGURES, st.floats(-20.0, 20.0), st.floats(0.1, 10.0))
def test_a_score_moves_with_the_unit_and_not_with_the_origin(
    draws: np.ndarray, observed: float, shift: float, factor: float
) -> None:
    once = ensemble_crps(draws, observed)
    assert ensemble_crps(draws * factor + shift, observed * factor + shift) == pytest.approx(factor * once, abs=1e-8)


@given(FIGURES, FIGURES)
def test_one_draw_and_a_gaussian_without_spread_score_their_distance(draw: float, observed: float) -> None:
    assert ensemble_crps(np.array([draw]), observed) == pytest.approx(abs(draw - observed))
    assert gaussian_crps(draw, 0.0, observed) == abs(draw - observed)
    assert lognormal_crps(math.log(3.0), 0.0, 5.0) == pytest.approx(2.0)


@given(st.floats(-1.5, 1.5), st.floats(0.3, 3.0))
def test_nobody_gains_by_stating_another_distribution(mean: float, sd: float) -> None:
    truth = ndtri((np.arange(400) + 0.5) / 400)
    honest = np.mean([gaussian_crps(0.0, 1.0, one) for one in truth])
    assert np.mean([gaussian_crps(mean, sd, one) for one in truth]) >= honest - 1e-4


def test_an_interval_scores_its_width_and_twice_over_alpha_what_it_misses_by() -> None:
    assert interval_score(1.0, 3.0, 2.0, 90) == pytest.approx(2.0)
    assert interval_score(1.0, 3.0, 3.5, 90) == pytest.approx(2.0 + 20.0 * 0.5)
    assert interval_score(1.0, 3.0, 0.0, 50) == pytest.approx(2.0 + 4.0)


@pytest.mark.parametrize("level", [50, 80, 90])
def test_a_central_interval_leaves_the_same_share_on_both_sides(level: int) -> None:
    low, high = central(GRID, level)
    assert low == pytest.approx(0.5 - level / 200, abs=1e-3)
    assert high == pytest.approx(0.5 + level / 200, abs=1e-3)


@given(st.integers(0, 2**32))
def test_the_rank_of_a_figure_drawn_from_the_forecast_is_uniform(seed: int) -> None:
    generator = np.random.default_rng(seed)
    ranks = [rank(generator.normal(size=200), generator.normal()) for _ in range(150)]
    assert np.mean(ranks) == pytest.approx(0.5, abs=0.15)
    assert 0.1 < np.std(ranks) < 0.45


def test_ties_count_half() -> None:
    assert rank(np.array([1.0, 2.0, 2.0, 3.0]), 2.0) == 0.5
    assert coverage([True, False, True, True]) == 0.75
    assert coverage([]) is None


# --- skill ------------------------------------------------------------------------------------------------------------


def test_skill_is_what_is_saved_of_the_losses_of_the_baseline() -> None:
    found = skill({2010: [1.0, 2.0], 2011: [3.0]}, {2010: [2.0, 4.0], 2011: [6.0]}, 1)
    assert found is not None and found.value == pytest.approx(0.5)
    assert found.se is None, "two origins do not know their error"


def test_a_forecast_that_always_saves_the_same_share_has_no_error() -> None:
    baseline = {year: [float(1 + year % 3)] for year in range(2010, 2020)}
    found = skill({year: [0.75 * one[0]] for year, one in baseline.items()}, baseline, 3)
    assert found is not None and found.value == pytest.approx(0.25)
    assert found.se == pytest.approx(0.0, abs=1e-12)


def test_the_error_is_that_of_a_mean_where_origins_are_independent() -> None:
    losses = np.random.default_rng(4).uniform(0.0, 1.0, 200)
    found = skill({at: [float(one)] for at, one in enumerate(losses)}, {at: [1.0] for at in range(200)}, 1)
    assert found is not None and found.se == pytest.approx(losses.std(ddof=1) / math.sqrt(200), rel=0.15)


def test_the_error_grows_where_neighbouring_origins_share_their_luck() -> None:
    luck = np.repeat(np.random.default_rng(5).uniform(0.0, 1.0, 40), 5)
    losses = {at: [float(one)] for at, one in enumerate(luck)}
    ones = {at: [1.0] for at in range(200)}
    alone, in_blocks = skill(losses, ones, 1), skill(losses, ones, 5)
    assert alone is not None and in_blocks is not None and alone.se is not None and in_blocks.se is not None
    assert in_blocks.se > 1.5 * alone.se
    assert in_blocks == skill(losses, ones, 5), "the same seed, the same error"
    assert in_blocks != skill(losses, ones, 5, seed=1)


def test_there_is_no_skill_over_a_baseline_that_is_never_wrong_or_without_origins() -> None:
    assert skill({2010: [1.0]}, {2010: [0.0]}, 1) is None
    assert skill({}, {}, 1) is None
