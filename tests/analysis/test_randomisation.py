"""The permutation test: its size where there is no effect, its interval, and what it is by hand."""

from itertools import permutations

import numpy as np
import pytest

from tregua.analysis.randomisation import slope


def test_it_is_the_exact_test_of_all_permutations() -> None:
    x, y = np.array([0.0, 1.0, 2.0, 4.0, 3.0, 7.0]), np.array([0.3, 0.1, 1.9, 1.2, 2.5, 2.2])
    dx, dy = x - x.mean(), y - y.mean()
    reached = [abs(np.array(one) @ dy) >= abs(dx @ dy) - 1e-12 for one in permutations(dx)]
    found = slope(x, y)
    assert found.value == pytest.approx(np.polyfit(x, y, 1)[0])
    assert found.p == pytest.approx(np.mean(reached), abs=0.01)


def test_both_ends_of_the_interval_are_where_the_test_stops_refusing() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=12)
    y = 0.8 * x + rng.normal(size=12)
    found = slope(x, y)
    assert found.low < found.least <= found.value <= found.most < found.high
    for end in (found.low, found.high):
        assert slope(x, y - end * x).p == pytest.approx(0.05, abs=0.002)


def test_without_an_effect_one_in_twenty_is_found_and_one_interval_in_twenty_misses() -> None:
    """Exposures and errors far from normal; 400 tests: three standard errors are 3.3 points."""
    rng = np.random.default_rng(2)
    found = [slope(rng.exponential(size=14), rng.standard_t(3, size=14), seed) for seed in range(400)]
    assert np.mean([one.p <= 0.05 for one in found]) == pytest.approx(0.05, abs=0.033)
    assert np.mean([one.low <= 0.0 <= one.high for one in found]) == pytest.approx(0.95, abs=0.033)


def test_an_effect_is_found() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=14)
    assert slope(x, 2.0 * x + 0.5 * rng.normal(size=14)).p < 0.001
