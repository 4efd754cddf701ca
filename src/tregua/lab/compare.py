"""Paired differences between scenarios on the same draws, with everything that must travel with them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.said import Said, Titles
from tregua.catalogue.shown import Brief
from tregua.lab.bind import catalogue_hash
from tregua.lab.draws import draw_parameters
from tregua.lab.model import lab
from tregua.lab.result import check_scenario, scenarios_of, span_of, values
from tregua.lab.scenario import RECORD, Span, moved_levers
from tregua.lab.schema import Lever, Outcome, Scenario
from tregua.noise import Floats

FEW_DRAWS = 100
ROUNDING = 1e-10  # relative: differences below it come from the order of additions


@dataclass(frozen=True, repr=False)
class Comparison(Brief):
    """One outcome in one place: a scenario less the baseline, in one year.

    `status` is ``figures``, or the reason why there are none: ``no_effect``, ``no_cost`` or ``no_change``, the last
    where nine draws in ten and more agree with the baseline to rounding.
    Shares are of the variance of the paired difference; `agree` of `alternatives` published alternatives give the
    median the same sign.
    """

    scenario: str
    outcome: str
    place: str
    unit: str
    status: str
    baseline_median: float
    median: float | None = None
    i50: tuple[float, float] | None = None
    i90: tuple[float, float] | None = None
    relative: float | None = None
    relative_i90: tuple[float, float] | None = None
    p_lower: float | None = None
    mc_error: float | None = None
    assumption_share: float | None = None
    assumption_share_se: float | None = None
    shock_share: float | None = None
    agree: int = 0
    alternatives: int = 0
    caveats: tuple[Said, ...] = ()


@dataclass(frozen=True, repr=False)
class Comparisons(Brief):
    """All comparisons of a run in a year against a baseline."""

    baseline: str
    year: int
    draws: int
    seed: int
    version: str
    catalogue_hash: str
    command: str
    comparisons: tuple[Comparison, ...]
    caveats: tuple[Said, ...]

    def one(self, scenario: str, outcome: str, place: str) -> Comparison:
        """The comparison of one cell.

        Raises
        ------
        InputError
            With the nearest name, where there is no such scenario, outcome or place of the outcome.
        """
        found = self.comparisons
        for what, name in (("scenario", scenario), ("outcome", outcome), ("place", place)):
            valid = {getattr(one, what) for one in found}
            if name not in valid:
                raise InputError(unknown_name(f"@name.{what}", name, valid))
            found = tuple(one for one in found if getattr(one, what) == name)
        return found[0]


def compare(dataset: xr.Dataset, baseline: str, year: int) -> Comparisons:
    """Compare every scenario of a run with the baseline in `year`.

    Raises
    ------
    InputError
        When the baseline or the year is not in the run, or nothing is left to compare.
    """
    check_scenario(dataset, baseline)
    years = [int(one) for one in dataset.year.values]
    if year not in years:
        expected = f"{years[0]} … {years[-1]}"
        raise InputError(Problem("out_of_range", "--year", {"field": "year", "found": year, "expected": expected}))
    scenarios = scenarios_of(dataset)
    others = [scenario for name, scenario in scenarios.items() if name != baseline]
    if not others:
        raise InputError(Problem("no_pair", "", {"found": baseline}))
    variants = _alternatives(dataset)
    comparisons = [
        _compare_one(dataset, scenarios[baseline], scenario, outcome, place, year, variants)
        for scenario in others
        for outcome, places in lab().outcome_places.items()
        for place in places
    ]
    attributes = dataset.attrs
    return Comparisons(
        baseline,
        year,
        int(attributes["draws"]),
        int(attributes["seed"]),
        attributes["version"],
        attributes["catalogue_hash"],
        attributes["command"],
        tuple(comparisons),
        tuple(run_caveats(dataset, baseline)),
    )


def _compare_one(
    dataset: xr.Dataset,
    baseline: Scenario,
    scenario: Scenario,
    outcome: str,
    place: str,
    year: int,
    variants: dict[str, list[Floats]],
) -> Comparison:
    cell = values(dataset, outcome, place).sel(year=year)
    before = np.asarray(cell.sel(scenario=baseline.id).values)
    difference = np.asarray(cell.sel(scenario=scenario.id).values) - before
    difference[np.abs(difference) <= ROUNDING * np.abs(before)] = 0.0
    behind = _behind(baseline, scenario, outcome, place, span_of(dataset))
    record, y = lab().outcomes[outcome], difference[0]
    middle = float(np.median(before[0]))
    q05, q25, q50, q75, q95 = (float(one) for one in np.quantile(y, [0.05, 0.25, 0.5, 0.75, 0.95]))
    if q05 == q95 == 0.0:
        uncosted = outcome == "state_outlay" and not any(lever.cost for lever in behind)
        status = "no_effect" if not behind else "no_cost" if uncosted else "no_change"
        return Comparison(scenario.id, outcome, place, record.unit, status, middle)
    agree = _agreement(y, behind, variants)
    return Comparison(
        scenario.id,
        outcome,
        place,
        record.unit,
        "figures",
        middle,
        q50,
        (q25, q75),
        (q05, q95),
        p_lower=chance_lower(y),
        mc_error=median_error(y),
        agree=sum(agree),
        alternatives=len(agree),
        caveats=tuple(_cell_caveats(outcome, behind)),
        **_relative(y, before[0], record),
        **_shares(difference),
    )


def _behind(baseline: Scenario, scenario: Scenario, outcome: str, place: str, span: Span) -> list[Lever]:
    """The levers that could make a difference here: those that affect the outcome, or that this State pays for."""
    levers = _moved(baseline, scenario, span)
    if outcome == "state_outlay":
        return [lever for lever in levers if place in lab().payers(lever)]
    return [lever for lever in levers if outcome in lever.affects]


def _relative(y: Floats, before: Floats, record: Outcome) -> dict[str, Any]:
    """Median and 90 % interval of the difference over the baseline, where that has a meaning."""
    if not record.relative or not (before > 0).all():
        return {}
    low, high = (float(one) for one in np.quantile(y / before, [0.05, 0.95]))
    return {"relative": float(np.median(y / before)), "relative_i90": (low, high)}


def _shares(difference: Floats) -> dict[str, Any]:
    """Shares of the variance that assumptions and shocks carry, where they were drawn again."""
    shares: dict[str, Any] = {}
    if len(difference) > 1:
        shares["assumption_share"], shares["assumption_share_se"] = _total_share(difference[0], difference[1])
    if len(difference) > 2:
        shares["shock_share"] = _total_share(difference[0], difference[2])[0]
    return shares


def _agreement(y: Floats, behind: list[Lever], variants: dict[str, list[Floats]]) -> list[bool]:
    """By published alternative that bears on the levers: whether its draws give the median the same sign."""
    bearing = {name for lever in behind for name in lever.rests_on}
    masks = [mask for name, alternatives in variants.items() if name in bearing for mask in alternatives if mask.any()]
    return [bool(np.sign(np.median(y[mask])) == np.sign(np.median(y))) for mask in masks]


def chance_lower(difference: Floats) -> float:
    """Share of draws in which the difference is negative, ties counted half; never 0 or 1.

    (k + ½)/(n + 1) with k the number of negative draws: the median of what n draws can tell.
    """
    lower = float((difference < 0).sum() + 0.5 * (difference == 0).sum())
    return (lower + 0.5) / (len(difference) + 1)


def median_error(difference: Floats) -> float:
    """Monte-Carlo standard error of the median, from the order statistics one standard deviation around it."""
    n = len(difference)
    step = 0.5 / np.sqrt(n)
    low, high = np.quantile(difference, [max(0.0, 0.5 - step), min(1.0, 0.5 + step)])
    return float(high - low) / 2.0


def _total_share(y: Floats, redrawn: Floats) -> tuple[float | None, float | None]:
    """Total-order share of the variance of `y` that a group of inputs carries, and its standard error.

    1 − Var(E[Y | all others])/Var(Y) = E[(Y − Y')²]/(2 Var Y), Y' with the group drawn again (Jansen 1999).
    """
    variance = float(np.var(y))
    if variance == 0.0 or len(y) < 2:
        return None, None
    squares = 0.5 * (y - redrawn) ** 2
    share = float(np.mean(squares)) / variance
    influence = squares / variance - share * (y - np.mean(y)) ** 2 / variance
    return min(1.0, share), float(np.std(influence) / np.sqrt(len(y)))


def _alternatives(dataset: xr.Dataset) -> dict[str, list[Floats]]:
    """By parameter, which draws follow each of its published alternatives: one mask an alternative."""
    attributes = dataset.attrs
    assumed = json.loads(attributes["assumptions"])
    drawn = draw_parameters(int(attributes["seed"]), 0, int(attributes["draws"]), assumed)
    return {
        parameter.id: [drawn[:, column] == value for value in parameter.distribution.values or ()]
        for column, parameter in enumerate(lab().parameters.values())
        if parameter.alternatives and parameter.id not in assumed
    }


def _moved(baseline: Scenario, scenario: Scenario, span: Span) -> list[Lever]:
    names = {lever.id for lever in [*moved_levers(baseline, span), *moved_levers(scenario, span)]}
    return [lever for lever in lab().levers.values() if lever.id in names]


def _names(levers: Iterable[Lever]) -> Titles:
    return Titles(tuple(one.text for one in levers))


def _cell_caveats(outcome: str, behind: list[Lever]) -> list[Said]:
    caveats = []
    moved = {lever.id for lever in behind}
    if outcome == "state_outlay":
        uncosted = [lever for lever in behind if not lever.cost]
        return [Said("caveat.uncosted", {"levers": _names(uncosted)})] if uncosted else []
    if not behind:
        return [Said("caveat.indirect")]
    if outcome == "conflict_deaths":
        caveats.append(Said("caveat.members_killed"))
    if "emergency" in moved:
        caveats.append(Said("caveat.detention" if outcome == "detained" else "caveat.emergency"))
    weakest = max(lever.grade for lever in behind)
    opinions = [lever for lever in behind if lever.grade == "E"]
    if opinions:
        caveats.append(Said("caveat.no_size", {"levers": _names(opinions)}))
    caveats.append(Said("caveat.grade", {"grade": weakest, "levers": _names(o for o in behind if o.grade == weakest)}))
    return caveats


def run_caveats(dataset: xr.Dataset, baseline: str) -> list[Said]:
    """What must be read with every answer of a run, the most important first."""
    scenario = RECORD if RECORD in dataset.scenario.values else baseline
    caveats = [Said("caveat.no_colombian_rates"), *history_caveats(dataset, scenario)]
    caveats += [Said(f"caveat.{key}") for key in ("inside_model", "not_forecast", "settings", "left_out")]
    assumptions = json.loads(dataset.attrs["assumptions"])
    caveats += [Said("caveat.edited", {"name": name, "value": value}) for name, value in assumptions.items()]
    if int(dataset.attrs["draws"]) < FEW_DRAWS:
        caveats.append(Said("caveat.few_draws", {"draws": int(dataset.attrs["draws"])}))
    if dataset.attrs["catalogue_hash"] != catalogue_hash():
        hashes = {"found": dataset.attrs["catalogue_hash"], "hash": catalogue_hash()}
        caveats.append(Said("caveat.other_catalogue", hashes))
    return caveats


def history_caveats(dataset: xr.Dataset, scenario: str) -> list[Said]:
    """Which observed years since the start lie outside the 90 % band of the scenario nearest to what happened."""
    model = lab()
    outside: list[Said] = []
    first_published = {(series.outcome, series.place): series for series in reversed(model.series.values())}
    for (outcome, place), series in reversed(first_published.items()):
        if place not in model.outcome_places.get(outcome, ()):
            continue
        band = (
            values(dataset, outcome, place).sel(scenario=scenario, replicate="base").quantile([0.05, 0.95], dim="draw")
        )
        years = {int(year): column for column, year in enumerate(band.year.values)}
        low, high = band.values
        missed = sorted(
            {
                point.year
                for point in series.points
                if point.year in years
                and (model.outcomes[outcome].kind == "flow" or point.month in (None, 12))
                and not low[years[point.year]] <= point.value <= high[years[point.year]]
            }
        )
        if missed:
            record = model.outcomes[outcome]
            where = model.place_text(place, record.index)
            listed = {"outcome": Titles((record.text,)), "place": where, "years": tuple(missed)}
            outside.append(Said("caveat.outside_band.years", listed))
    if not outside:
        return []
    title = scenarios_of(dataset)[scenario].text
    return [Said("caveat.outside_band", {"scenario": title, "listed": tuple(outside)})]
