"""A run as tables: levels, comparisons under each alternative, scenarios with levers, numbers, observed figures."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import xarray as xr

from tregua.catalogue.record import Range, ends
from tregua.evidence import ledger
from tregua.lab.compare import Comparisons
from tregua.lab.measure import measures
from tregua.lab.model import lab
from tregua.lab.result import DRAWN, scenarios_of, span_of, values
from tregua.show.table.shape import BETWEEN, Table, table_of
from tregua.show.words.envelope import caveat
from tregua.show.words.said import in_language
from tregua.show.words.spanish import translated
from tregua.text import Language

QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}
REFERENCE = "reference"


def levels(dataset: xr.Dataset, years: list[int] | None = None) -> Table:
    """Quantiles over the draws by scenario, outcome, place and year, under the reference of the alternatives."""
    return table_of(_levels(dataset, years or [int(year) for year in dataset.year.values]))


def _levels(dataset: xr.Dataset, years: list[int]) -> Iterator[dict[str, Any]]:
    for outcome, places in lab().outcome_places.items():
        for place in places:
            cell = values(dataset, outcome, place)[0]
            for row, scenario in enumerate(dataset.scenario.values):
                for year in years:
                    found = np.quantile(cell[row].sel(year=year).values, list(QUANTILES.values()))
                    yield {
                        "scenario": str(scenario),
                        "outcome": outcome,
                        "place": place,
                        "year": year,
                        "unit": lab().outcomes[outcome].unit,
                        "alternative": REFERENCE,
                        **dict(zip(QUANTILES, map(float, found), strict=True)),
                    }


def alternatives(comparisons: Comparisons) -> Table:
    """Every figure of every comparison: one a combination of structural alternatives."""
    return table_of(
        {
            "scenario": cell.scenario,
            "baseline": comparisons.baseline,
            "outcome": cell.outcome,
            "place": cell.place,
            "year": comparisons.year,
            "unit": cell.unit,
            "alternative": BETWEEN.join(f"{name}={value:g}" for name, value in one.choices.items()) or REFERENCE,
            "median": one.median,
            "i50_low": one.i50[0],
            "i50_high": one.i50[1],
            "i90_low": one.i90[0],
            "i90_high": one.i90[1],
            "p_lower": one.p_lower,
            "relative": one.relative,
            "mc_error": one.mc_error,
        }
        for cell in comparisons.comparisons
        for one in cell.alternatives
    )


def scenarios(dataset: xr.Dataset, language: Language) -> Table:
    """The levers of each scenario as they were set, with source or reason; one that sets none has a row, too."""
    return table_of(_scenarios(dataset, language))


def _scenarios(dataset: xr.Dataset, language: Language) -> Iterator[dict[str, Any]]:
    start = span_of(dataset).start
    for scenario in scenarios_of(dataset).values():
        named = {"scenario": scenario.id, "text": in_language(scenario.text, language)}
        nothing = dict.fromkeys(("lever", "place", "month", "value", "low", "high", "unit", "tag", "source", "note"))
        if not scenario.levers:
            yield {**named, **nothing}
        for one in scenario.levers:
            for month, value in one.by_month(start).items():
                yield {
                    **named,
                    "lever": one.lever,
                    "place": one.place,
                    "month": month,
                    "value": None if isinstance(value, Range) else float(value),
                    "low": ends(value)[0],
                    "high": ends(value)[1],
                    "unit": one.unit,
                    "tag": one.tag,
                    "source": BETWEEN.join(f"{cited.ref}, {cited.locator}" for cited in one.source),
                    "note": in_language(one.note, language) if one.note else None,
                }


def numbers(dataset: xr.Dataset, language: Language) -> Table:
    """Each number as it was drawn in this run, with its tag and source or reason."""
    return table_of(_numbers(dataset, language))


def _numbers(dataset: xr.Dataset, language: Language) -> Iterator[dict[str, Any]]:
    fixed = json.loads(dataset.attrs["assumptions"])
    for name in map(str, dataset.parameter.values):
        record = lab().parameters[name]
        low, middle, high = np.quantile(dataset[DRAWN].sel(parameter=name).values, (0.05, 0.5, 0.95))
        yield {
            "parameter": name,
            "text": in_language(record.text, language),
            "value": float(record.value),
            "unit": record.unit,
            "drawn_low": float(low),
            "drawn_median": float(middle),
            "drawn_high": float(high),
            "fixed": name in fixed,
            "tag": record.tag,
            "estimates": BETWEEN.join(record.estimates),
            "source": BETWEEN.join(f"{cited.ref}, {cited.locator}" for cited in record.source),
            "note": in_language(record.note, language) if record.note else None,
        }


def observed(language: Language) -> Table:
    """The figures of every observed series that is held against an outcome, each with its publisher and licence."""
    bound = [one for one in measures() if one.reads in lab().outcomes]
    return table_of(
        {
            "series": series.id,
            "outcome": measure.reads,
            "place": series.place,
            "year": point.year,
            "month": point.month,
            "value": float(point.value),
            "lower": point.lower,
            "upper": point.upper,
            "unit": series.unit,
            "text": in_language(series.text, language),
            "tag": series.tag,
            "grade": series.grade,
            "publisher": translated(series.publisher, language),
            "release": translated(series.release, language),
            "licence": series.licence,
            "source": f"{series.source.ref}, {series.source.locator}",
        }
        for measure in bound
        for series in [ledger.series()[measure.series]]
        for point in series.points
    )


def caveats(comparisons: Comparisons, language: Language) -> list[str]:
    """What must be read with the run, then with single figures, each once."""
    said = [*comparisons.caveats, *(one for cell in comparisons.comparisons for one in cell.caveats)]
    return list(dict.fromkeys(str(caveat(one, language)) for one in said))
