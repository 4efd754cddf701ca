"""The simple rules: what each says of series for which the answer is plain."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tregua.analysis.baselines import RULES, Gaussian, forecast
from tregua.analysis.scores import gaussian_crps, lognormal_crps

YEARS = list(range(2001, 2013))
SERIES = st.lists(st.floats(0.5, 1e6), min_size=5, max_size=20)


def said(rule: str, years: list[int], values: list[float], year: int, count: bool = False) -> Gaussian:
    found = forecast(rule, years, values, year, count)
    assert found is not None
    return found


@given(SERIES, st.integers(1, 5))
def test_persistence_says_the_last_figure(values: list[float], ahead: int) -> None:
    found = said("persistence", list(range(2000, 2000 + len(values))), values, 1999 + len(values) + ahead)
    assert found.mean == pytest.approx(math.log(values[-1]))


@given(st.sampled_from(sorted(RULES)), SERIES, st.integers(1, 5), st.integers(-200, 200))
def test_no_rule_knows_the_calendar(rule: str, values: list[float], ahead: int, shift: int) -> None:
    years = list(range(2000, 2000 + len(values)))
    moved = [year + shift for year in years]
    assert forecast(rule, years, values, years[-1] + ahead) == forecast(rule, moved, values, moved[-1] + ahead)


@given(st.sampled_from(sorted(RULES)), SERIES, st.floats(0.01, 100.0))
@example("damped", [480438.41405775066, 298100.75, 531965.0, 253623.0, 1.0], 37.0)  # two weights that do equally well
def test_a_change_of_unit_moves_the_mean_alone(rule: str, values: list[float], factor: float) -> None:
    years = list(range(2000, 2000 + len(values)))
    one, other = (
        forecast(rule, years, values, years[-1] + 2),
        forecast(rule, years, [factor * value for value in values], years[-1] + 2),
    )
    assert (one is None) == (other is None)
    if one and other:
        assert other.mean == pytest.approx(one.mean + math.log(factor), abs=1e-6)
        assert other.sd == pytest.approx(one.sd, abs=1e-6)


@pytest.mark.parametrize("rule", ["drift", "damped"])
def test_steady_growth_goes_on_without_doubt(rule: str) -> None:
    found = said(rule, YEARS, [100.0 * 1.1**at for at in range(12)], 2014)
    fade = 0.0 if rule == "drift" else 0.05
    assert found.mean == pytest.approx(math.log(100.0 * 1.1**13), abs=fade)
    assert found.sd < 0.05


def test_drift_moves_on_by_the_mean_change_since_the_first_figure() -> None:
    found = said("drift", YEARS[:6], [8.0, 9.0, 12.0, 10.0, 9.0, 16.0], 2009)
    assert found.mean == pytest.approx(math.log(16.0) + 3 * math.log(2.0) / 5)


def test_the_spread_is_the_root_mean_square_of_the_rules_own_errors_over_the_same_horizon() -> None:
    values = [math.exp(one) for one in (0.0, 0.1, -0.2, 0.3, 0.1, 0.4, 0.2, 0.6)]
    logs = np.log(values)
    found = said("persistence", YEARS[:8], values, 2010)
    assert found.sd == pytest.approx(math.sqrt(np.mean((logs[2:] - logs[:-2]) ** 2)))


@pytest.mark.parametrize("ahead", [1, 3])
def test_where_errors_over_the_horizon_are_few_those_over_others_count_brought_to_it(ahead: int) -> None:
    logs = np.array([0.0, 0.2, 0.1, 0.4])
    found = said("persistence", YEARS[:4], list(np.exp(logs)), 2004 + ahead)
    errors = [*np.diff(logs), *((logs[2:] - logs[:-2]) / math.sqrt(2)), (logs[3] - logs[0]) / math.sqrt(3)]
    assert found.sd == pytest.approx(math.sqrt(ahead * np.mean(np.square(errors))))


@pytest.mark.parametrize("rule", sorted(RULES))
def test_too_few_figures_give_no_distribution(rule: str) -> None:
    assert forecast(rule, [], [], 2010) is None
    assert forecast(rule, [2001], [5.0], 2003) is None
    assert forecast(rule, [2001, 2002], [5.0, 6.0], 2003) is None


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_horizon_counts_years_and_not_figures(rule: str) -> None:
    kept = [at for at in range(12) if at not in (3, 4, 8)]
    values = [100.0 * 1.05**at for at in kept]
    whole = said(rule, YEARS, [100.0 * 1.05**at for at in range(12)], 2014)
    gaps = said(rule, [YEARS[at] for at in kept], values, 2014)
    assert gaps.mean == pytest.approx(whole.mean, abs=0.08)


def test_smoothing_follows_a_level_that_noise_hides() -> None:
    noise = np.random.default_rng(1).normal(0.0, 0.3, 60)
    found = said("ses", list(range(1950, 2010)), list(np.exp(5.0 + noise)), 2011)
    assert abs(found.mean - 5.0) < abs(5.0 + noise[-1] - 5.0) + 0.15
    assert found.mean == pytest.approx(5.0, abs=0.2)
    assert found.sd == pytest.approx(0.3, rel=0.35)
    walk = np.cumsum(noise)
    assert said("ses", list(range(1950, 2010)), list(np.exp(walk)), 2011).mean == pytest.approx(walk[-1], abs=0.2)


def test_a_trend_that_turns_is_followed_and_fades() -> None:
    logs = np.concatenate([np.linspace(0, 2, 15), np.linspace(2, 0, 15)])
    years = list(range(1980, 2010))
    near, far = (said("damped", years, list(np.exp(logs)), 2009 + ahead).mean for ahead in (1, 5))
    assert far < near < logs[-1]
    assert far > logs[-1] - 5 * 2 / 14 - 0.05


def test_counts_with_zeros_are_scored_on_the_counts() -> None:
    values = [0.0, 3.0, 1.0, 0.0, 4.0, 2.0, 5.0]
    found = said("persistence", YEARS[:7], values, 2008, count=True)
    assert found.mean == pytest.approx(math.log(6.0)) and found.count
    assert found.crps(0.0) == pytest.approx(lognormal_crps(found.mean, found.sd, 1.0))
    low, high = found.central(90)
    assert low == 0.0 or low == pytest.approx(math.expm1(found.mean - 1.6449 * found.sd), rel=1e-3)
    assert high == pytest.approx(math.expm1(found.mean + 1.6449 * found.sd), rel=1e-3)


def test_figures_above_zero_are_scored_in_logs() -> None:
    found = Gaussian(math.log(10.0), 0.5)
    assert found.crps(20.0) == pytest.approx(gaussian_crps(math.log(10.0), 0.5, math.log(20.0)))
    assert found.central(50) == pytest.approx((found.mean - 0.33724, found.mean + 0.33724), abs=1e-4)
