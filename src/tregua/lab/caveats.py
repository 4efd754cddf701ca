"""What must be read with the answers of a run, and with single figures."""

import json
from collections.abc import Iterable

import xarray as xr

from tregua.catalogue.said import Said, Titles
from tregua.lab.bind import catalogue_hash
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of, values
from tregua.lab.scenario import RECORD
from tregua.lab.schema import Lever

FEW_DRAWS = 100


def _names(levers: Iterable[Lever]) -> Titles:
    return Titles(tuple(one.text for one in levers))


def cell_caveats(outcome: str, behind: list[Lever]) -> list[Said]:
    """What must be read with one figure, given the levers behind it."""
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
    """Which observed years since the start lie outside the 90 % band of the scenario nearest to what happened.

    The band is that of the reference, never one over alternatives.
    """
    model = lab()
    outside: list[Said] = []
    first_published = {(series.outcome, series.place): series for series in reversed(model.series.values())}
    for (outcome, place), series in reversed(first_published.items()):
        if place not in model.outcome_places.get(outcome, ()):
            continue
        band = values(dataset, outcome, place)[0].sel(scenario=scenario).quantile([0.05, 0.95], dim="draw")
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
