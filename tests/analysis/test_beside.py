"""Observed figures beside bands made by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.analysis.beside import Alternative, Beside, Figure, History, figure, worst_first

DRAWS = np.arange(1.0, 101.0)


def beside(name: str, *observed: float, derived: bool = False) -> Beside:
    points = tuple(figure(2020 + at, None, one, "2024", DRAWS) for at, one in enumerate(observed))
    return Beside(name, "coca_area", "COL", "coca_ha", "ha", "log", derived, points)


def test_a_figure_stands_beside_the_quantiles_of_the_draws() -> None:
    found = figure(2020, 12, 50.0, "2024", DRAWS)
    assert (found.q05, found.q25, found.median, found.q75, found.q95) == pytest.approx(
        (5.95, 25.75, 50.5, 75.25, 95.05)
    )
    assert found.inside90 and found.missed_by == 0.0
    assert not figure(2020, None, 96.0, "", DRAWS).inside90
    assert not figure(2020, None, 5.0, "", DRAWS).inside90


def test_a_miss_is_measured_in_widths_of_the_band() -> None:
    one = Figure(2020, None, 32.0, "", 2.0, 3.0, 4.0, 6.0, 8.0)
    assert one.missed_by == pytest.approx(math.log(32 / 8) / math.log(8 / 2))
    from_zero = Figure(2020, None, 16.0, "", 0.0, 3.0, 4.0, 6.0, 8.0)
    assert from_zero.missed_by == pytest.approx(1.0)
    assert Figure(2020, None, 3.0, "", 2.0, 2.0, 2.0, 2.0, 2.0).missed_by == math.inf
    assert Figure(2020, None, 2.0, "", 2.0, 2.0, 2.0, 2.0, 2.0).missed_by == 0.0


@given(st.floats(0.01, 1000.0), st.floats(0.001, 1000.0))
def test_a_miss_does_not_depend_on_the_unit(observed: float, factor: float) -> None:
    one, other = figure(2020, None, observed, "", DRAWS), figure(2020, None, observed * factor, "", DRAWS * factor)
    assert other.missed_by == pytest.approx(one.missed_by, abs=1e-9)


def test_the_worst_comes_first_and_what_follows_from_others_last() -> None:
    far, near, good = beside("far", 500.0, 50.0), beside("near", 97.0, 50.0), beside("good", 50.0, 60.0)
    worse, derived = beside("worse", 97.0, 97.0, 50.0), beside("derived", 900.0, derived=True)
    found = worst_first([derived, good, near, far, worse])
    assert [one.series for one in found] == ["worse", "far", "near", "good", "derived"]


def test_only_figures_that_do_not_follow_from_others_are_counted() -> None:
    points = beside("a", 50.0, 97.0).points
    alternatives = tuple(Alternative({"reading": value}, 50, points) for value in (0.0, 1.0))
    with_alternatives = Beside("a", "coca_area", "COL", "coca_ha", "ha", "log", False, points, alternatives)
    found = History("0", "hash", 0, 100, "", (with_alternatives, beside("b", 500.0, derived=True)), {})
    assert (found.n, found.inside90) == (2, 1)
    assert found.width == pytest.approx(95.05 / 5.95)
    assert found.by_alternative() == [({"reading": 0.0}, 1), ({"reading": 1.0}, 1)]
