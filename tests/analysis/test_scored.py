"""A forecast against a figure: everything on the scale on which the simple rules stand."""

import math

import numpy as np
import pytest
from scipy.special import ndtri

from tregua.analysis.baselines import Gaussian
from tregua.analysis.scored import SMALLEST, Figures, score

YEARS = list(range(2000, 2010))
VALUES = [100.0, 110.0, 95.0, 120.0, 130.0, 125.0, 140.0, 150.0, 145.0, 160.0]
GRID = ndtri((np.arange(4000) + 0.5) / 4000)


def test_draws_of_a_rules_own_distribution_score_as_the_rule() -> None:
    figures = Figures(YEARS, VALUES, count=False)
    rules = figures.rules(2012)
    rule = rules["persistence"]
    assert rule is not None
    found = score(np.exp(rule.mean + rule.sd * GRID), 210.0, figures, rules)
    assert found.comparable
    assert found.crps == pytest.approx(found.crps_baselines["persistence"], rel=2e-3)
    assert found.interval_persistence is not None
    assert found.interval.score == pytest.approx(found.interval_persistence.score, rel=5e-3)
    assert found.interval.width == pytest.approx(found.interval_persistence.width, rel=5e-3)
    assert found.median == pytest.approx(160.0, rel=1e-2)
    low, high = found.intervals[90]
    assert (low, high) == pytest.approx((160 * math.exp(-1.645 * rule.sd), 160 * math.exp(1.645 * rule.sd)), rel=1e-2)
    assert low < found.intervals[80][0] < found.intervals[50][0]


def test_counts_are_scored_as_they_are() -> None:
    figures = Figures(YEARS, [0.0, 2.0, 1.0, 3.0, 0.0, 1.0, 4.0, 2.0, 0.0, 1.0], count=True)
    found = score(np.array([0.0, 0.0, 1.0, 2.0]), 0.0, figures, figures.rules(2011))
    assert found.pit == 0.25
    assert found.crps == pytest.approx(0.75 - 0.5 * np.mean([0, 0, 1, 2, 0, 0, 1, 2, 1, 1, 0, 1, 2, 2, 1, 0]))
    assert found.comparable


def test_a_draw_of_nothing_counts_as_a_thousandth_of_the_last_figure() -> None:
    figures = Figures(YEARS, VALUES, count=False)
    found = score(np.zeros(3), 160.0, figures, figures.rules(2010))
    assert found.crps == pytest.approx(-math.log(SMALLEST))


def test_without_enough_figures_there_is_nothing_to_compare_with() -> None:
    figures = Figures([2009], [3.0], count=False)
    found = score(np.array([2.0, 3.0]), 3.0, figures, figures.rules(2010))
    assert not found.comparable and found.interval_persistence is None
    assert set(found.crps_baselines.values()) == {None}
    assert found.crps > 0.0


def test_a_rule_may_be_sure_of_itself() -> None:
    assert Gaussian(math.log(2.0), 0.0).crps(4.0) == pytest.approx(math.log(2.0))
