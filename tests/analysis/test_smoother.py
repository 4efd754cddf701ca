"""The smoother where the posterior is known, and what it must leave alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from tregua.analysis import smoother
from tregua.analysis.smoother import MOST_STEPS, Update, apply_all, gain, smooth
from tregua.noise import Floats, normals

# Two parts that have nothing in common but the numbers of the first two rows.
EFFECTS = np.array(
    [
        [1.0, 0.8, 0.0, 0.0, 0.0],
        [0.5, -0.9, 0.6, 0.0, 0.0],
        [0.0, 0.0, 0.0, 1.2, 0.0],
        [0.0, 0.0, 0.0, 0.7, 0.7],
    ]
)
FIGURES = np.array([1.1, -0.4, -0.8, 0.3])
ERROR = np.array([0.3, 0.4, 0.5, 0.2])
EVERY = np.ones((5, 4), dtype=np.bool_)
MEMBERS = 8000


def prior(count: int = MEMBERS, inputs: int = 5) -> Floats:
    return np.stack([normals(1, f"input {one}", 0, 0, count) for one in range(inputs)])


def noise(step: int, count: int = MEMBERS, figures: int = 4) -> Floats:
    return np.stack([normals(1, f"figure {one}", step, 0, count) for one in range(figures)])


def exact() -> tuple[Floats, Floats]:
    """The posterior of a linear problem with normal errors, by Bayes."""
    covariance = np.linalg.inv(np.eye(5) + EFFECTS.T @ np.diag(ERROR**-2.0) @ EFFECTS)
    return covariance @ EFFECTS.T @ (FIGURES / ERROR**2), covariance


def assert_exact(z: Floats, slack: float) -> None:
    """Mean and covariance, each within so many Monte-Carlo errors of what Bayes says."""
    mean, covariance = exact()
    variance = np.diag(covariance)
    assert_allclose(z.mean(axis=1), mean, atol=slack * np.sqrt(variance.max() / MEMBERS))
    of_covariance = np.sqrt((np.outer(variance, variance) + covariance**2) / MEMBERS)
    assert (np.abs(np.cov(z) - covariance) < slack * of_covariance).all()


def test_a_linear_problem_has_its_exact_posterior(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without localisation the only error is that of the sample, which each step adds to."""
    monkeypatch.setattr(smoother, "SIGNIFICANT", 0.0)
    updates, z, solved = smooth(lambda z: EFFECTS @ z, prior(), FIGURES, ERROR, EVERY, noise)
    assert len(updates) > 1
    assert solved.all()
    assert_exact(z, 4.0)


@pytest.mark.parametrize(("noisy", "part"), [(0.0, 1.0), (1.0, 0.5)])
def test_without_noise_or_with_errors_of_half_the_size_it_has_not(
    monkeypatch: pytest.MonkeyPatch, noisy: float, part: float
) -> None:
    """The check above can fail: members lie too close together."""
    monkeypatch.setattr(smoother, "SIGNIFICANT", 0.0)
    _, z, _ = smooth(lambda z: EFFECTS @ z, prior(), FIGURES, part * ERROR, EVERY, lambda step: noisy * noise(step))
    with pytest.raises(AssertionError):
        assert_exact(z, 4.0)
    assert z.var(axis=1).sum() < 0.9 * np.trace(exact()[1])


def test_localisation_keeps_members_from_lying_too_close() -> None:
    """It leaves out what a figure says of an input through others that it also follows: less is learnt, never more.

    The exact gain is not zero where a figure does not follow an input, so means are off by some of what is not learnt.
    """
    updates, z, _ = smooth(lambda z: EFFECTS @ z, prior(), FIGURES, ERROR, EFFECTS.T != 0.0, noise)
    assert len(updates) > 1
    mean, covariance = exact()
    assert (z.var(axis=1) > 0.95 * np.diag(covariance)).all()
    assert (np.abs(z.mean(axis=1) - mean) < 0.5 * z.std(axis=1)).all()
    assert (z.std(axis=1) < 1.25 * np.sqrt(np.diag(covariance))).all()


def test_localisation_keeps_chance_from_teaching_anything() -> None:
    """Of 200 inputs that no figure follows, a small ensemble seems to learn something without it."""
    count = 64
    z, g = prior(count, 200), noise(9, count)
    part = 1.0
    free = gain(z, g, part, ERROR, np.ones((200, 4), dtype=np.bool_))
    assert (free == 0.0).mean() > 0.9
    whole = (z - z.mean(1, keepdims=True)) @ (g - g.mean(1, keepdims=True)).T / (count - 1)
    assert np.abs(free).sum() < 0.2 * np.abs(whole).sum()


def test_an_input_that_no_figure_follows_stays_as_it_was() -> None:
    before = prior()
    follows = EVERY.copy()
    follows[4] = False
    _, z, _ = smooth(lambda z: EFFECTS @ z, before, FIGURES, ERROR, follows, noise)
    assert z[4].tobytes() == before[4].tobytes()
    assert (z[3] != before[3]).any()


@settings(max_examples=30)
@given(far=st.floats(0.0, 1e4), error=st.floats(0.01, 10.0), seed=st.integers(0, 99))
def test_figures_are_taken_in_once_in_all(far: float, error: float, seed: int) -> None:
    """Σ 1/α = 1, however far the figures lie."""
    z = np.stack([normals(seed, f"input {one}", 0, 0, 30) for one in range(5)])
    updates, _, _ = smooth(lambda z: EFFECTS @ z, z, FIGURES + far, error * ERROR, EVERY, lambda step: noise(step, 30))
    assert len(updates) <= MOST_STEPS
    assert sum(1.0 / one.alpha for one in updates) == pytest.approx(1.0, abs=1e-12)


def test_farther_figures_need_more_steps() -> None:
    near, far = (
        len(smooth(lambda z: EFFECTS @ z, prior(), FIGURES + shift, ERROR, EVERY, noise)[0]) for shift in (0.0, 5.0)
    )
    assert far > near > 1


def bent(z: Floats) -> Floats:
    """Figures that follow the inputs in curves, without a solution where the first is large."""
    return np.where(z[0] > 2.0, np.nan, EFFECTS @ np.sinh(z))


@pytest.mark.parametrize("size", [1, 7, 100, 200])
def test_updates_move_the_same_draws_to_the_same_members(size: int) -> None:
    """In chunks of any size; to rounding, because a matrix product may add up in another order."""
    before = prior(200)
    updates, z, solved = smooth(bent, before, FIGURES, ERROR, EVERY, lambda step: noise(step, 200))
    parts = [
        apply_all(
            updates,
            bent,
            before[:, at : at + size],
            FIGURES,
            ERROR,
            lambda step, at=at: noise(step, 200)[:, at : at + size],  # type: ignore[misc]
        )
        for at in range(0, 200, size)
    ]
    assert_allclose(np.concatenate([one[0] for one in parts], axis=1), z, rtol=0.0, atol=1e-11)
    assert (np.concatenate([one[1] for one in parts]) == solved).all()


def test_members_without_a_solution_are_told_apart_and_left_alone() -> None:
    before = prior(200)
    updates, z, solved = smooth(bent, before, FIGURES, ERROR, EVERY, lambda step: noise(step, 200))
    assert 0 < (~solved).sum() < 50
    assert (z[:, before[0] > 2.0] == before[:, before[0] > 2.0]).all()
    assert np.isfinite([one.gain for one in updates]).all()


def test_a_gain_is_worked_out_in_the_precision_in_which_it_is_kept() -> None:
    found = gain(prior(), EFFECTS @ prior(), 0.5, ERROR, EVERY)
    assert (found.astype(np.float16).astype(np.float64) == found).all()
    moved = Update(2.0, found).applied(prior(), EFFECTS @ prior(), FIGURES, ERROR, noise(0))
    assert (moved.var(axis=1)[[0, 1, 3]] < 0.9).all()
