"""Log scores of figures that were held out."""

from math import log, pi, sqrt

import numpy as np
import pytest

from tregua.analysis.calibrate import bearing
from tregua.analysis.held_out import held_out, log_density, summed
from tregua.lab.model import lab


def test_the_density_of_draws_from_a_normal_is_that_of_draws_and_error_together() -> None:
    draws = np.random.default_rng(0).normal(1.0, 0.4, 200_000)
    sd = sqrt(0.4**2 + 0.3**2)
    for observed in (1.0, 1.8, 0.2):
        exact = -0.5 * ((observed - 1.0) / sd) ** 2 - log(sd * sqrt(2 * pi))
        assert log_density(draws, observed, 0.3) == pytest.approx(exact, abs=0.01)


def test_a_figure_far_from_every_draw_has_a_finite_score_and_draws_without_a_solution_none() -> None:
    assert -1e6 < log_density(np.array([0.0, np.nan]), 50.0, 0.05) < -1e5
    assert log_density(np.array([0.0, np.nan]), 0.0, 1.0) == pytest.approx(-0.5 * log(2 * pi))


def test_scores_are_summed_over_figures_and_their_error_is_that_over_seeds() -> None:
    listed = bearing(2022, lab().series)
    by_seed = [np.full((2, len(listed), 3), float(seed)) for seed in (0, 1, 2)]
    by_seed[1][1, 1] += 1.0
    found = summed(2022, 64, by_seed)
    assert (found.figures, found.seeds) == (3, 3)
    assert found.scores[0].prior == pytest.approx((3.0, 3.0))
    assert found.scores[0].apart == (0.0, 0.0)
    assert found.scores[1].apart == pytest.approx((1.0, sqrt(3.0)))


def test_the_scores_of_the_package_stand_beside_every_alternative_and_carry_errors() -> None:
    listed = bearing(held_out().after, lab().series)
    assert [dict(one.choices) for one in held_out().scores] == listed
    assert held_out().seeds >= 10 and all(one.calibrated[1] > 0.0 for one in held_out().scores)
