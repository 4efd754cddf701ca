"""Runs of two scenarios made by hand, for which theory gives the answer."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from small_lab import FIRST, scenario

from tregua.lab.alternatives import Combination, combinations
from tregua.lab.cell import Comparison
from tregua.lab.compare import Comparisons, compare
from tregua.lab.model import lab
from tregua.lab.result import label
from tregua.lab.run import Settings, numbers
from tregua.lab.scenario import Span

Floats = NDArray[np.float64]
COLUMNS = lab().outcome_columns
HOMICIDES = COLUMNS["homicides", "COL"]
LEVEL = 1000.0  # of every outcome in the baseline
YEAR = FIRST + 2  # the first of the policies
REFERENCE = combinations()[0].choices
SPAN = Span(FIRST, YEAR, f"{YEAR}-01")


def made(
    difference: Floats,
    levers: Mapping[str, float] | None = None,
    assumptions: Mapping[str, float] | None = None,
    columns: list[int] | None = None,
    name: str = "moved",
    listed: Sequence[Combination] | None = None,
    span: Span = SPAN,
) -> xr.Dataset:
    """A run in which `name` moves `columns` by `difference`, shape (draws,) or (combinations, draws, columns).

    The combinations are the reference, with its assumptions and with its shocks drawn again, if none are listed.
    """
    listed = listed or [Combination(REFERENCE, one) for one in ("", "assumed", "shocks")]
    columns = [HOMICIDES] if columns is None else columns
    moved = np.broadcast_to(difference, (len(listed), len(difference))) if difference.ndim == 1 else difference
    draws = moved.shape[1]
    annual = np.full((len(listed), 2, draws, span.years, len(COLUMNS)), LEVEL)
    annual[:, 1, :, :, columns] += np.moveaxis(moved.reshape(len(listed), draws, -1), -1, 0)[..., None]
    scenarios = [scenario({}, "baseline"), scenario(levers or {}, name)]
    settings = Settings(draws=draws, start=span.start, until=span.until)
    drawn = numbers(settings, listed[0], assumptions or {})
    return label(annual, drawn, scenarios, settings, assumptions or {}, listed)


def compared(dataset: xr.Dataset, baseline: str = "baseline") -> Comparisons:
    return compare(dataset, baseline, YEAR)


def homicides(dataset: xr.Dataset) -> Comparison:
    return compared(dataset).one("moved", "homicides", "COL")


def shuffled(middle: float) -> Floats:
    """The whole numbers within 50 of `middle`, in an order that is not theirs."""
    return np.random.default_rng(0).permutation(np.arange(middle - 50.0, middle + 51.0))
