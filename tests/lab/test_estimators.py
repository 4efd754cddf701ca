"""What samples tell, against theory: quantiles and their errors, chances, shares of spread in ranks."""

from math import asin, pi

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from tregua.lab.estimators import (
    chance_lower,
    quantile_error,
    quantile_errors,
    quantiles,
    ranks,
    total_share,
)

Floats = NDArray[np.float64]


@pytest.mark.parametrize(
    ("difference", "expected"), [([-1, 0, 0, 1], 0.5), ([-3, -1, -2], 3.5 / 4), ([1], 0.25), ([0, 0, -1], 2.5 / 4)]
)
def test_ties_count_half_and_no_chance_is_0_or_1(difference: list[float], expected: float) -> None:
    assert chance_lower(np.array(difference, dtype=float)) == pytest.approx(expected)


@pytest.mark.parametrize("q", [0.05, 0.25, 0.5, 0.95])
def test_the_error_of_a_quantile_is_that_of_theory(q: float) -> None:
    """√(q (1 − q)/n)/f, f being the density there."""
    samples = np.random.default_rng(1).normal(0.0, 3.0, (400, 2000))
    errors = [quantile_error(sample, q) for sample in samples]
    theory = np.sqrt(q * (1 - q) / 2000) / (norm.pdf(norm.ppf(q)) / 3.0)
    assert np.mean(errors) == pytest.approx(theory, rel=0.1)
    assert np.mean(errors) == pytest.approx(np.std([quantiles(one, [q])[0] for one in samples]), rel=0.15)
    assert quantile_errors(samples, [q], 1)[0] == pytest.approx(errors)


def test_weights_that_are_equal_give_the_quantiles_of_all_and_weights_of_nought_leave_out() -> None:
    one, other = np.random.default_rng(2).normal(size=(2, 2000)) + np.array([[0.0], [10.0]])
    both = np.concatenate([one, other])
    even, only = np.ones(4000), np.repeat([1.0, 0.0], 2000)
    assert quantiles(both, [0.1, 0.5, 0.9], even) == pytest.approx(quantiles(both, [0.1, 0.5, 0.9]), abs=0.05)
    assert quantiles(both, [0.1, 0.5, 0.9], only) == pytest.approx(quantiles(one, [0.1, 0.5, 0.9]), abs=0.01)
    three_to_one = quantiles(both, [0.375], np.repeat([3.0, 1.0], 2000))[0]
    assert three_to_one == pytest.approx(0.0, abs=0.05)  # half of the first, of three quarters of all weight


def test_ranks_are_among_all_samples_together_and_ties_share_theirs() -> None:
    first, second = np.array([3.0, 1.0, 3.0]), np.array([2.0, 3.0])
    expected = rankdata([3, 1, 3, 2, 3]) / 5
    found = ranks(first, second)
    assert found[0].tolist() == expected[:3].tolist() and found[1].tolist() == expected[3:].tolist()


def sums(draws: int, a: float, b: float, seed: int) -> tuple[Floats, Floats]:
    """Y = a X₁ + b X₂, and Y with X₁ drawn again."""
    x1, x2, again = np.random.default_rng(seed).standard_normal((3, draws))
    return a * x1 + b * x2, a * again + b * x2


@pytest.mark.parametrize("transform", [lambda y: y, lambda y: np.exp(2.0 * y)], ids=["normal", "heavy tail"])
@pytest.mark.parametrize(("a", "b"), [(2.0, 1.0), (1.0, 2.0), (1.0, 0.0)])
def test_a_share_in_ranks_is_that_of_theory_whatever_the_tail(a: float, b: float, transform) -> None:  # type: ignore[no-untyped-def]
    """Two answers that share X₂ are normal with the correlation ρ = b²/(a² + b²), their ranks with 6/π asin(ρ/2)."""
    expected = 1.0 - 6.0 / pi * asin(b * b / (a * a + b * b) / 2.0)
    found = [total_share(*map(transform, sums(512, a, b, seed))) for seed in range(60)]
    shares, errors = np.array(found, dtype=float).T
    assert np.mean(shares) == pytest.approx(expected, abs=0.02)
    assert np.mean(errors) == pytest.approx(np.std(shares), rel=0.3)


def test_a_share_near_all_is_not_cut_at_one() -> None:
    shares = [total_share(*sums(128, 1.0, 0.0, seed))[0] for seed in range(200)]
    assert max(one for one in shares if one is not None) > 1.0
    assert np.mean([one for one in shares if one is not None]) == pytest.approx(1.0, abs=0.02)


def test_what_does_not_vary_has_no_share() -> None:
    assert total_share(np.ones(5), np.ones(5)) == (None, None)
    assert total_share(np.ones(1), np.zeros(1)) == (None, None)
