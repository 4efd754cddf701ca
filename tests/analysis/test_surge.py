"""The chance that was given to a rise before it came."""

from dataclasses import replace

import pytest
from forecasts import made

from tregua.analysis.backtest import PAIRS, origins
from tregua.analysis.readings import yearly
from tregua.analysis.summary import Backtest, Origin
from tregua.analysis.surge import chances, surges
from tregua.lab.measure import measures
from tregua.lab.model import lab


def test_every_rise_is_of_a_scored_series_and_from_an_origin() -> None:
    assert surges()
    for one in surges().values():
        assert one.series in {each.series for each in measures() if each.scored}
        assert one.cut in origins() and {one.cut, one.year} <= yearly(lab().series[one.series]).keys()
        assert yearly(lab().series[one.series])[one.year] > yearly(lab().series[one.series])[one.cut]


def test_the_chance_of_as_much_or_more_is_what_lies_above_the_figure() -> None:
    (one,) = surges().values()
    forecasts = [
        replace(
            made(one.cut, one.year - one.cut, series=one.series, policies=policies, drivers=drivers, observed=171.0),
            scored=replace(made(one.cut).scored, pit=pit),
        )
        for (policies, drivers), pit in zip(PAIRS, (0.99, 0.9, 0.95, 0.97), strict=True)
    ]
    origin = Origin(one.cut, (), (), (), (*forecasts, made(one.cut, series=one.series)))
    (found,) = chances(Backtest("0", "hash", 0, 100, "", (origin,)))
    assert found.surge == one.id and found.observed == 171.0
    assert found.by_pair == pytest.approx(dict(zip(PAIRS, (0.01, 0.1, 0.05, 0.03), strict=True)))
    assert chances(Backtest("0", "hash", 0, 100, "", (Origin(one.cut + 1, (), (), (), ()),))) == []
