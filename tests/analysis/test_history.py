"""The record as a run beside every bound series."""

import pytest

from tregua.analysis.beside import History
from tregua.analysis.history import history
from tregua.analysis.windows import GROUPS_FROM
from tregua.lab.measure import measures
from tregua.lab.model import lab
from tregua.lab.run import FIRST_YEAR

BOUND = {one.series: one for one in measures()}


@pytest.fixture(scope="module")
def made() -> History:
    return history(draws=40)


def test_every_bound_series_stands_beside_its_outcome_and_every_other_has_its_reason(made: History) -> None:
    assert {one.series for one in made.series} == set(BOUND)
    assert {*BOUND, *made.unbound} == set(lab().series)
    for one in made.series:
        measure = BOUND[one.series]
        assert (one.outcome, one.place, one.variable) == (measure.reads, measure.place, measure.variable)
        assert one.derived == measure.derived and one.unit == lab().series[one.series].unit


def test_figures_are_those_observed_since_the_series_is_known(made: History) -> None:
    for one in made.series:
        start = GROUPS_FROM if BOUND[one.series].first >= GROUPS_FROM else FIRST_YEAR
        expected = {(point.year, point.month): point.value for point in lab().series[one.series].points}
        assert all(expected[point.year, point.month] == point.observed for point in one.points)
        whole = {when for when in expected if when[0] >= max(start, BOUND[one.series].first) and when[1] in (None, 12)}
        assert whole <= {(point.year, point.month) for point in one.points}


def test_quantiles_are_in_order_and_the_worst_come_first(made: History) -> None:
    for one in made.series:
        for point in one.points:
            assert 0.0 <= point.q05 <= point.q25 <= point.median <= point.q75 <= point.q95
    counted = [one.badness for one in made.counted]
    assert counted == sorted(counted, reverse=True)
    assert [one.counts for one in made.series] == sorted((one.counts for one in made.series), reverse=True)


def test_each_structural_alternative_stands_by_itself(made: History) -> None:
    alternatives = {name for name, one in lab().parameters.items() if one.alternatives}
    for one in made.series:
        assert {name for each in one.by_alternative for name in each.choices} <= alternatives
        assert all(len(each.points) == one.n for each in one.by_alternative)
    assert made.by_alternative()


def test_the_same_seed_gives_the_same_history() -> None:
    one, other = history(draws=4, seed=3), history(draws=4, seed=3)
    assert one.series == other.series
    assert one.series != history(draws=4, seed=4).series
