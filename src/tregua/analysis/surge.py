"""Rises that came: the chance that forecasts from before them gave to as much or more, and what brings it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tregua.catalogue.errors import InputError, unknown_name
from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Id, Record, Text
from tregua.catalogue.shown import Brief
from tregua.evidence.ledger import series

if TYPE_CHECKING:
    from tregua.analysis.summary import Backtest


class Surge(Record):
    """A figure of a series some years after a cut."""

    id: Id
    series: Id
    cut: int
    year: int
    text: Text


class Surges(Record):
    """The file `analysis/surges.yaml`."""

    surges: list[Surge]


@dataclass(frozen=True, repr=False)
class Chances(Brief):
    """The chance of at least the figure observed, by policies and drivers, each held or known."""

    surge: str
    observed: float
    by_pair: Mapping[tuple[str, str], float]


@cache
def surges() -> dict[str, Surge]:
    """The rises that are looked at, by id.

    Raises
    ------
    InputError
        When the file names a series that does not exist.
    """
    read, document = load(Surges, PACKAGE / "analysis" / "surges.yaml")
    problems = [
        unknown_name("@name.series", one.series, series(), document.at(("surges", at, "series")))
        for at, one in enumerate(read.surges)
        if one.series not in series()
    ]
    if problems:
        raise InputError(problems)
    return {one.id: one for one in read.surges}


def chances(backtest: "Backtest") -> list[Chances]:
    """The chance of every rise whose origin is in the backtest."""
    found = []
    for one in surges().values():
        forecasts = [
            each
            for cut in backtest.cuts
            for each in cut.forecasts
            if (each.cut, each.series, each.year) == (one.cut, one.series, one.year)
        ]
        if forecasts:
            by_pair = {(each.policies, each.drivers): 1.0 - each.scored.pit for each in forecasts}
            found.append(Chances(one.id, forecasts[0].observed, by_pair))
    return found
