"""What groups of inputs explain together, against theory, inputs dependent and not."""

from collections.abc import Callable
from math import pi

import numpy as np
import pytest
from numpy.typing import NDArray

from tregua.lab.estimators import ranks
from tregua.lab.joint import Joint, scores

Floats = NDArray[np.float64]
Rng = np.random.Generator
RUNS = 24
CORRELATED = np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]])


def repeated(make: Callable[[Rng], tuple[Floats, Floats]], runs: int = RUNS) -> tuple[float, float, float]:
    """Mean and deviation of the shares found, and the mean of their errors."""
    found = np.array([Joint(x).share(y) for x, y in (make(np.random.default_rng(seed)) for seed in range(runs))])
    return float(found[:, 0].mean()), float(found[:, 0].std()), float(found[:, 1].mean())


def gaussian(rng: Rng, draws: int, inputs: int, correlation: float) -> Floats:
    """Standard normal inputs, each as correlated with each other."""
    common, own = rng.standard_normal((draws, 1)), rng.standard_normal((draws, inputs))
    return np.sqrt(correlation) * common + np.sqrt(1.0 - correlation) * own


def ishigami(z: Floats) -> Floats:
    """Y = sin X₁ + 7 sin² X₂ + .1 X₃⁴ sin X₁, X uniform in (−π, π) by a Gaussian copula (Ishigami & Homma 1990)."""
    x = (2.0 * (np.argsort(np.argsort(z, axis=0), axis=0) + 0.5) / len(z) - 1.0) * pi
    return np.asarray(np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


@pytest.mark.parametrize("correlation", [0.0, 0.4])
@pytest.mark.parametrize("draws", [128, 1024])
def test_what_a_group_explains_of_a_linear_answer_is_what_theory_says(draws: int, correlation: float) -> None:
    """Of Y = wᵀX + e the part Cov(X_g, Y)ᵀ Var(X_g)⁻¹ Cov(X_g, Y)/Var(Y); an exponential changes no rank."""
    inputs, group = 45, 30
    w = np.zeros(inputs)
    w[[0, 1, 2, 3, group, group + 1]] = 1.0, 0.7, 0.5, 0.3, 0.6, 0.4
    variances = correlation + (1.0 - correlation) * np.eye(inputs)
    along = variances[:group] @ w
    expected = along @ np.linalg.solve(variances[:group, :group], along) / (w @ variances @ w + 0.3)

    def make(rng: Rng) -> tuple[Floats, Floats]:
        x = gaussian(rng, draws, inputs, correlation)
        return x[:, :group], np.exp(2.0 * (x @ w + np.sqrt(0.3) * rng.standard_normal(draws)))

    mean, deviation, error = repeated(make)
    assert mean == pytest.approx(expected, abs=0.02 + 3.0 * deviation / np.sqrt(RUNS))
    assert 0.5 < error / deviation < 3.0


def test_pairs_of_correlated_inputs_of_ishigamis_function_against_brute_force() -> None:
    """Two answers that share the pair, the third input drawn from its law given them, have the covariance sought."""
    rng = np.random.default_rng(0)
    for pair, tolerance in (([0, 1], 0.03), ([0, 2], 0.03), ([1, 2], 0.03)):
        (third,) = {0, 1, 2} - {*pair}
        given = CORRELATED[np.ix_(pair, pair)]
        slope = np.linalg.solve(given, CORRELATED[pair, third])
        left = np.sqrt(1.0 - slope @ CORRELATED[pair, third])
        z = np.empty((2, 200_000, 3))
        z[:, :, pair] = rng.multivariate_normal(np.zeros(2), given, 200_000)
        z[:, :, third] = z[:, :, pair] @ slope + left * rng.standard_normal((2, 200_000))
        answers = scores(ishigami(z.reshape(-1, 3)))
        expected = np.corrcoef(*answers.reshape(2, -1))[0, 1]

        def make(rng: Rng, pair: list[int] = pair) -> tuple[Floats, Floats]:
            x = rng.multivariate_normal(np.zeros(3), CORRELATED, 1024)
            return x[:, pair], ishigami(x)

        mean, deviation, error = repeated(make, 12)
        assert mean == pytest.approx(expected, abs=tolerance), pair
        assert 0.5 < error / deviation < 3.0


@pytest.mark.parametrize(("draws", "inputs"), [(128, 2), (128, 40), (1024, 40)])
def test_a_group_without_influence_has_no_share_on_average(draws: int, inputs: int) -> None:
    mean, deviation, error = repeated(lambda rng: (gaussian(rng, draws, inputs, 0.4), rng.standard_normal(draws)), 60)
    assert abs(mean) < 3.0 * deviation / np.sqrt(60)
    assert 0.7 < error / deviation < 3.0


@pytest.mark.parametrize("draws", [128, 1024])
def test_a_group_that_makes_up_the_answer_explains_all_of_it(draws: int) -> None:
    x = gaussian(np.random.default_rng(1), draws, 20, 0.4)
    share, error = Joint(x).share(np.exp(x.sum(axis=1)))
    assert share is not None and error is not None
    assert 0.97 < share <= 1.0 and error < 0.02


def test_of_inputs_that_go_together_each_explains_what_both_do_and_an_idle_one_what_it_goes_along_with() -> None:
    """The squared correlation of the idle input with the answer, here .8²: a share does not tell cause from company."""
    rng = np.random.default_rng(2)
    active = rng.standard_normal(2000)
    idle = 0.8 * active + 0.6 * rng.standard_normal(2000)
    alone, idly, both = (Joint(np.stack(x, axis=1)).share(active)[0] for x in ([active], [idle], [active, idle]))
    assert (alone, both) == (pytest.approx(1.0, abs=0.005), pytest.approx(1.0, abs=0.005))
    assert idly == pytest.approx(0.64, abs=0.04)


def test_a_monotone_change_of_inputs_or_answer_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    x = gaussian(rng, 300, 4, 0.3)
    y = x[:, 0] * x[:, 1] + rng.standard_normal(300)
    assert Joint(np.exp(3.0 * x)).share(y**3) == Joint(x).share(y)


@pytest.mark.filterwarnings("error")
def test_nothing_is_told_of_too_few_draws_of_no_inputs_or_of_an_answer_without_spread() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.standard_normal((64, 40)), rng.standard_normal(64)
    assert Joint(x).share(y) == (None, None)
    assert Joint(x[:, :20]).share(np.ones(64)) == (None, None)
    still = Joint(np.ones((64, 2)))
    assert still.inputs == 0 and still.share(y)[0] == pytest.approx(0.0)
    assert Joint(np.ones((1, 2))).share(np.ones(1)) == (None, None)


def test_normal_scores_are_those_of_the_middle_of_each_rank() -> None:
    y = np.random.default_rng(5).standard_normal(1001)
    assert np.median(scores(y)) == 0.0
    assert scores(y).std() == pytest.approx(1.0, abs=0.01)
    np.testing.assert_array_equal(ranks(scores(y))[0], ranks(y)[0])
