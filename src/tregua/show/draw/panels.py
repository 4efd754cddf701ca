"""What the page is made from, worked out once for both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xarray as xr

from tregua.analysis.finding import Finding, finding
from tregua.analysis.why import Why
from tregua.catalogue.said import Said
from tregua.evidence.schema import Point, Series
from tregua.lab.asked import asked_of, command_of
from tregua.lab.caveats import run_caveats
from tregua.lab.cell import AT_ONCE, Comparison
from tregua.lab.compare import Comparisons
from tregua.lab.estimators import quantile_errors
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of, span_of, values
from tregua.lab.scenario import RECORD, Span, moved_levers
from tregua.lab.schema import Lever, Outcome, Scenario
from tregua.noise import Floats
from tregua.show.words.numbers import number
from tregua.text import Language

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_COLOURS = ("#C04A00", "#00778A", "#332288", "#AA3377", "#117733", "#882255", "#7A5C00")
_DASHES = ("7 3", "2 2.5", "9 2.5 2 2.5", "4 2", "12 3", "2 2.5 2 6", "12 3 5 3")


@dataclass(frozen=True)
class Style:
    """How a scenario is told apart: letter, colour and dashes, never colour alone."""

    letter: str
    colour: str
    dash: str


@dataclass(frozen=True)
class Panel:
    """One outcome in one place: quantiles by scenario and year, and what was observed.

    Attributes
    ----------
    at : where each year's figure stands in time; a stock on 31 December, a flow in the middle of its year
    bands : for each scenario the `QUANTILES` of the draws, shape (5, years)
    errors : their Monte-Carlo errors
    """

    outcome: Outcome
    place: str
    years: list[int]
    at: Floats
    bands: dict[str, Floats]
    errors: dict[str, Floats]
    observed: list[Series]

    def moment(self, point: Point) -> float:
        """Where an observed figure stands; without a month it stands with the lab's figure of its year."""
        if point.month:
            return point.year + point.month / 12.0
        return point.year + _offset(self.outcome)

    def figure(self, scenario: str, quantile: int, column: int, language: Language) -> str:
        """One of the `QUANTILES` of a year, no digit finer than its error."""
        value, error = (float(one[scenario][quantile, column]) for one in (self.bands, self.errors))
        return number(value, language, error=error)

    def yearly(self, points: list[Point]) -> dict[int, Point]:
        """The observed figures that can be set against the lab's figure of a year."""
        return {point.year: point for point in points if point.month in (None, 12) and point.year in self.years}


@dataclass(frozen=True)
class Material:
    """The run, its comparisons if there are any, and what follows from them. The baseline is the first scenario."""

    dataset: xr.Dataset
    comparisons: Comparisons | None
    scenarios: dict[str, Scenario]
    styles: dict[str, Style]
    panels: list[Panel]
    caveats: tuple[Said, ...]
    reasons: dict[tuple[str, str, str], Why]
    finding: Finding | None

    @property
    def baseline(self) -> Scenario:
        """The scenario drawn as a fan and compared with."""
        return next(iter(self.scenarios.values()))

    @property
    def others(self) -> list[Scenario]:
        """The scenarios compared with the baseline."""
        return list(self.scenarios.values())[1:]

    @cached_property
    def moved(self) -> dict[str, list[Lever]]:
        """The levers that each scenario moves away from what was done."""
        return {name: moved_levers(scenario, self.span) for name, scenario in self.scenarios.items()}

    def is_first(self, one: Comparison) -> bool:
        """Whether a cell stands on the first screen."""
        if self.finding is None or one.scenario not in self.finding.policies:
            return False
        return any((row.outcome.id, row.place) == (one.outcome, one.place) for row in self.finding.rows)

    @property
    def command(self) -> str:
        """The command that gives the numbers of the page again."""
        return self.comparisons.command if self.comparisons else command_of(self.dataset.attrs, asked_of(self.dataset))

    @property
    def span(self) -> Span:
        """The years of the run and the start of its policies."""
        return span_of(self.dataset)

    @property
    def years(self) -> list[int]:
        """The years of the run."""
        return [int(year) for year in self.dataset.year.values]

    @property
    def history(self) -> Scenario:
        """The scenario nearest to what happened."""
        return self.scenarios.get(RECORD, self.baseline)


def gather(dataset: xr.Dataset, comparisons: Comparisons | None, reasons: Iterable[Why] = ()) -> Material:
    """Put the baseline first and work out what the charts show, under the reference of the alternatives."""
    scenarios = scenarios_of(dataset)
    baseline = comparisons.baseline if comparisons else next(iter(scenarios))
    names = [baseline, *(name for name in scenarios if name != baseline)]
    return Material(
        dataset,
        comparisons,
        {name: scenarios[name] for name in names},
        {name: _style(position) for position, name in enumerate(names)},
        [
            panel(dataset, outcome, place)
            for outcome in lab().outcomes.values()
            for place in lab().outcome_places[outcome.id]
        ],
        comparisons.caveats if comparisons else tuple(run_caveats(dataset)),
        {(one.scenario, one.outcome, one.place): one for one in reasons},
        finding(dataset, comparisons) if comparisons else None,
    )


def panel(dataset: xr.Dataset, outcome: Outcome, place: str) -> Panel:
    """Quantiles of one outcome in one place, under the reference: a band over several alternatives is that of none."""
    levels = values(dataset, outcome.id, place)[0].transpose("scenario", "year", "draw")
    names = [str(name) for name in levels.scenario.values]
    told = [_bands(levels[at]) for at in range(len(names))]
    years = [int(year) for year in dataset.year.values]
    return Panel(
        outcome,
        place,
        years,
        np.array(years) + _offset(outcome),
        {name: bands for name, (bands, _) in zip(names, told, strict=True)},
        {name: errors for name, (_, errors) in zip(names, told, strict=True)},
        [series for series in lab().series.values() if (series.outcome, series.place) == (outcome.id, place)],
    )


def _bands(levels: xr.DataArray) -> tuple[Floats, Floats]:
    """Quantiles by year and their errors, each of shape (quantiles, years); as many years at a time as memory holds."""
    several = max(1, AT_ONCE // levels.sizes["draw"])
    parts = [levels[at : at + several].values for at in range(0, levels.sizes["year"], several)]
    bands = [np.quantile(one, QUANTILES, axis=1) for one in parts]
    return np.hstack(bands), np.hstack([quantile_errors(one, QUANTILES, 1) for one in parts])


def _offset(outcome: Outcome) -> float:
    return 1.0 if outcome.kind == "stock" else 0.5


def _style(position: int) -> Style:
    letter = chr(ord("A") + position % 26)
    if position == 0:
        return Style(letter, "#4A4A4A", "")
    return Style(letter, _COLOURS[(position - 1) % len(_COLOURS)], _DASHES[(position - 1) % len(_DASHES)])
