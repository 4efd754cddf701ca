"""What a publisher should have read: the share shown, the error made, the time within the year."""

import math

import numpy as np
import pytest

from tregua.analysis.readings import dated, latest, level, reading, yearly
from tregua.evidence.schema import Point, Series
from tregua.lab.draws import draw_parameters
from tregua.lab.measure import Measure, Share, measures
from tregua.lab.model import lab
from tregua.lab.past import past

STOCK = next(one for one in measures() if lab().outcomes[one.reads].kind == "stock" and one.share is None)
FLOW = next(one for one in measures() if lab().outcomes[one.reads].kind == "flow" and one.share is None)
DRAWS = 20_000
PATH = {2020: np.full(3, 100.0), 2021: np.full(3, 400.0)}


def shared(low: float, high: float) -> Measure:
    share = Share.model_construct(low=low, high=high, undoes="casualty_share")
    return STOCK.model_copy(update={"share": share})


def series(*points: Point) -> Series:
    return lab().series[STOCK.series].model_copy(update={"points": list(points)})


def test_the_error_has_the_size_that_the_measure_gives_in_logs() -> None:
    read = np.log(reading(np.full(DRAWS, 50.0), STOCK, 2020, None, 0, DRAWS) / 50.0)
    assert read.mean() == pytest.approx(0.0, abs=4 * STOCK.error / math.sqrt(DRAWS))
    assert read.std() == pytest.approx(STOCK.error, rel=0.03)


def test_the_share_shown_is_one_number_a_draw_and_the_error_another_each_year() -> None:
    measure = shared(0.2, 0.6).model_copy(update={"error": 1e-9})
    one, other = (reading(np.ones(DRAWS), measure, year, None, 0, DRAWS) for year in (2020, 2021))
    assert one == pytest.approx(other, rel=1e-6)
    assert (one.min(), one.max(), (1 / one).mean()) == pytest.approx((0.2, 0.6, 10 / 3), abs=0.01)
    times = ((2020, None), (2021, None), (2020, 6))
    plain = [reading(np.ones(DRAWS), STOCK, *when, 0, DRAWS) for when in times]
    assert abs(np.corrcoef(plain)[np.triu_indices(3, 1)]).max() < 0.05
    assert (reading(np.ones(DRAWS), STOCK, 2020, 12, 0, DRAWS) == plain[0]).all()


def test_what_the_series_leaves_out_counts_once() -> None:
    """Deaths start at UCDP's count times a drawn undercount; read back by the same, they are that count."""
    measure = next(one for one in measures() if one.share).model_copy(update={"error": 1e-9})
    assert measure.share is not None
    known, column = past(2025), [*lab().parameters].index(measure.share.undoes)
    undercount = draw_parameters(0, 0, 50, {}, known=known)[:, column] * known.numbers["homicides_0.COL"].value
    read = reading(np.tile(undercount, 2), measure, 2025, None, 0, 50)
    counted = sum(point.value for point in known.series[measure.series].points[-3:]) / 3
    assert read == pytest.approx(counted, rel=0.005)


def test_the_numbers_have_their_own_addresses() -> None:
    other = next(one for one in measures() if one is not STOCK).model_copy(update={"error": STOCK.error, "share": None})
    long, short = (reading(np.ones(count), STOCK, 2020, None, 0, count) for count in (40, 10))
    assert (long[:10] == short).all(), "more draws, the same first ones"
    assert not np.allclose(reading(np.ones(10), other, 2020, None, 0, 10), short)
    assert not np.allclose(reading(np.ones(10), STOCK, 2020, None, 1, 10), short)


def test_nothing_stays_nothing() -> None:
    assert (reading(np.zeros(5), shared(0.2, 0.6), 2020, None, 0, 5) == 0.0).all()


def test_a_stock_within_a_year_lies_between_its_decembers_in_logs() -> None:
    found = level(PATH, STOCK, 2021, 6)
    assert found == pytest.approx(np.full(3, 200.0))
    assert level(PATH, STOCK, 2021, 12) is PATH[2021] and level(PATH, STOCK, 2021, None) is PATH[2021]
    assert level(PATH, STOCK, 2020, 6) is None, "nothing is known of the December before"
    assert level(PATH, STOCK, 2022, None) is None


def test_a_flow_is_that_of_a_whole_year() -> None:
    assert level(PATH, FLOW, 2021, None) is PATH[2021]
    assert level(PATH, FLOW, 2021, 3) is None


def test_a_figure_a_year_stands_for_it_and_the_last_one_given_counts() -> None:
    points = [Point(year=2021, value=3.0), Point(year=2020, month=6, value=1.0), Point(year=2020, month=12, value=2.0)]
    assert yearly(series(*points)) == {2020: 2.0, 2021: 3.0}
    assert list(yearly(series(*points))) == [2020, 2021]
    assert latest(series(*points, Point(year=2022, month=6, value=4.0))) == {2020: 2.0, 2021: 3.0, 2022: 4.0}
    measure = STOCK.model_copy(update={"first": 2021})
    assert [one.year for one in dated(series(*points), measure, 2010)] == [2021]
    assert [one.year for one in dated(series(*points), STOCK, 2010)] == [2021, 2020, 2020]
