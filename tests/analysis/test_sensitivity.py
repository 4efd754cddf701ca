"""Shares of spread from draws that were run anyway, against theory; where a sign turns."""

from math import asin, pi

import numpy as np
import pytest
from numpy.typing import NDArray

from tregua.analysis.sensitivity import first_orders, turning_among, turning_point
from tregua.lab.estimators import ranks
from tregua.noise import points

Floats = NDArray[np.float64]
A, B = 7.0, 0.1


def first_order(x: Floats, y: Floats) -> tuple[float, float]:
    """Share and error of one input."""
    share, error = first_orders(x[:, None], y)
    return float(share[0]), float(error[0])


def ishigami(seed: int, draws: int) -> tuple[Floats, Floats]:
    """Y = sin X₁ + a sin² X₂ + b X₃⁴ sin X₁ of uniform X in (−π, π) (Ishigami & Homma 1990), and X."""
    x = (2.0 * points(seed, ["x1", "x2", "x3"], 0, draws) - 1.0) * pi
    return x, np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])


def expected() -> Floats:
    """The published first-order shares of Ishigami's function."""
    variance = A * A / 8 + B * pi**4 / 5 + B * B * pi**8 / 18 + 0.5
    return np.array([0.5 * (1 + B * pi**4 / 5) ** 2, A * A / 8, 0.0]) / variance


def test_the_targets_are_the_published_ones() -> None:
    assert expected() == pytest.approx([0.3139, 0.4424, 0.0], abs=1e-4)


@pytest.mark.parametrize("draws", [128, 1024])
def test_shares_of_ishigami_and_their_errors(draws: int) -> None:
    found = []
    for seed in range(40):
        x, y = ishigami(seed, draws)
        found.append(first_orders(x.T, y))
    shares, errors = np.moveaxis(np.array(found), 1, 0)
    tolerance = 0.03 + 3.0 * shares.std(axis=0) / np.sqrt(40)  # bins of 8 and 32 hide a little of sin²
    assert (np.abs(shares.mean(axis=0) - expected())[[0, 2]] < tolerance[[0, 2]]).all()
    assert shares.mean(axis=0)[1] == pytest.approx(expected()[1], abs=0.03 if draws > 500 else 0.2)
    assert (errors.mean(axis=0) > 0.7 * shares.std(axis=0)).all()
    assert (errors.mean(axis=0) < 4.0 * shares.std(axis=0)).all()


def test_in_ranks_a_heavy_tail_changes_no_share() -> None:
    """Two normal answers that share X₁ have the correlation ρ = a²/(a² + b²), their ranks 6/π asin(ρ/2)."""
    x = np.random.default_rng(0).standard_normal((2, 4096))
    y = np.exp(3.0 * (2.0 * x[0] + x[1]))
    (ranked,) = ranks(y)
    share, error = first_order(x[0], ranked)
    assert share == pytest.approx(6.0 / pi * asin(0.8 / 2.0), abs=max(0.02, 3.0 * error))
    raw, _ = first_order(x[0], y)
    assert abs(raw - share) > 0.2  # what a few draws make of it without ranks


def test_an_input_without_influence_has_no_share_on_average() -> None:
    rng = np.random.default_rng(1)
    found = [first_order(*rng.standard_normal((2, 256)))[0] for _ in range(200)]
    assert abs(np.mean(found)) < 3.0 * np.std(found) / np.sqrt(200)
    assert min(found) < 0.0 < max(found)


def test_a_choice_is_binned_by_its_values_and_a_constant_carries_nothing() -> None:
    rng = np.random.default_rng(2)
    x, noise = rng.integers(0, 3, 4000).astype(float), rng.standard_normal(4000)
    y = np.array([0.0, 2.0, -2.0])[x.astype(int)] + noise  # variance between 8/3, within 1
    assert first_order(x, y)[0] == pytest.approx(8 / 11, abs=0.02)
    assert first_order(np.ones(4000), y) == (0.0, 0.0)


@pytest.mark.filterwarnings("error")
def test_of_one_draw_nothing_is_told() -> None:
    share, error = first_orders(np.ones((1, 2)), np.array([3.0]))
    assert not share.any() and not error.any()


def test_a_sign_turns_only_between_values_at_which_it_is_clear() -> None:
    at = [0.0, 1.0, 2.0, 3.0]
    assert turning_point(at, [-3.0, -1.0, 1.0, 3.0], [0.1] * 4) == pytest.approx(1.5)
    assert turning_point(at, [3.0, 0.1, -0.1, -1.0], [0.2] * 4) == pytest.approx(2.25)
    assert turning_point(at, [3.0, 2.0, 0.5, -0.5], [0.4] * 4) is None
    assert turning_point(at, [1.0, 2.0, 3.0, 4.0], [0.0] * 4) is None


def test_among_draws_a_sign_turns_where_that_of_the_conditional_median_does() -> None:
    """Y = X₁ + X₂ − 1.6 of X with the correlation .6: given X₁ its median is 1.6 X₁ − 1.6, which turns at 1."""
    rng = np.random.default_rng(3)
    x = rng.multivariate_normal([0.0, 0.0], [[1.0, 0.6], [0.6, 1.0]], 8000)
    y = x.sum(axis=1) - 1.6
    assert turning_among(x[:, 0], y, 20) == pytest.approx(1.0, abs=0.1)
    assert turning_among(x[:, 0], np.abs(y), 20) is None
    assert turning_among(rng.standard_normal(8000), y, 20) is None


def test_shares_of_inputs_that_go_together_add_up_to_more_than_one() -> None:
    """Given X₁, of Y = X₁ + X₂ with the correlation ρ, the part (1 + ρ)/2 is known: .9 each for ρ = .8."""
    x = np.random.default_rng(4).multivariate_normal([0.0, 0.0], [[1.0, 0.8], [0.8, 1.0]], 4000)
    found, _ = first_orders(x, x.sum(axis=1))
    assert found == pytest.approx([0.9, 0.9], abs=0.02)
