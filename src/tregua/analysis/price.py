"""Pass-through judged by the price of cocaine in the United States, beside a drawn trend of margins and without it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tregua.catalogue.record import Text
from tregua.lab.alternatives import alternatives
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.run import FIRST_YEAR, Settings, run
from tregua.lab.scenario import record

SERIES, OUTCOME, PLACE = "us_price_real.USA", "retail_price", "USA"
READING, TREND = "pass_through", "margin_trend"
ENDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class PriceFit:
    """The price of the last observed year over that of the first, under one reading of pass-through.

    With a `trend` margins are drawn to fall; without they stay. `below` is the share of draws that lie below what was
    observed.
    """

    reading: float
    named: Text
    trend: bool
    years: tuple[int, int]
    observed: float
    low: float
    median: float
    high: float
    below: float

    @property
    def inside90(self) -> bool:
        """Whether the 90 % interval holds what was observed."""
        return self.low <= self.observed <= self.high


def price_fits(draws: int = 128, seed: int = 0) -> tuple[PriceFit, ...]:
    """What was done, run under each reading of pass-through, with the drawn trend of margins and with none."""
    return tuple(_fits(draws, seed))


def _fits(draws: int, seed: int) -> Iterator[PriceFit]:
    seen = {point.year: point.value for point in lab().series[SERIES].points if point.year >= FIRST_YEAR}
    first, last = min(seen), max(seen)
    observed = seen[last] / seen[first]
    settings = Settings(draws=draws, seed=seed, first=FIRST_YEAR, until=last)
    column = lab().outcome_columns[OUTCOME, PLACE]
    readings = lab().parameters[READING].distribution.values or []
    for value, named in zip(readings, alternatives().all[READING].values, strict=True):
        for trend in (True, False):
            assumed = {READING: value} | ({} if trend else {TREND: 0.0})
            price = run([record()], settings, assumed, known=past(FIRST_YEAR))[0, 0, :, :, column]
            ratio = price[:, last - FIRST_YEAR] / price[:, first - FIRST_YEAR]
            low, median, high = (float(one) for one in np.quantile(ratio, ENDS))
            below = float((ratio < observed).mean())
            yield PriceFit(value, named, trend, (first, last), observed, low, median, high, below)
