"""Forecasts made by hand."""

from dataclasses import replace

from tregua.analysis.scored import Interval, Scored
from tregua.analysis.summary import Forecast

RULES = {"persistence": 0.4, "drift": 0.2, "ses": 0.4, "damped": 0.8}


def made(cut: int, horizon: int = 1, crps: float = 0.2, **changes: object) -> Forecast:
    intervals = {50: (9.0, 11.0), 80: (8.0, 12.0), 90: (7.0, 13.0)}
    scored = Scored(10.0, intervals, 0.5, crps, dict(RULES), Interval(0.5, 0.6), Interval(1.0, 2.0))
    plain = Forecast(cut, "a.COL", "COL", "a", "ha", horizon, cut + horizon, 11.5, "held", "held", "scored", scored)
    return replace(plain, **changes)  # type: ignore[arg-type]
