"""A run as a labelled dataset, with all that is needed to run it again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.lab.alternatives import Combination, combinations, label_of
from tregua.lab.asked import PRIOR, Asked, asked_for
from tregua.lab.bind import catalogue_hash
from tregua.lab.model import lab
from tregua.lab.past import Past
from tregua.lab.run import MAX_BYTES, Progress, Settings, check_memory, numbers, run
from tregua.lab.scenario import Span
from tregua.lab.schema import Outcome, Scenario
from tregua.noise import Floats
from tregua.version import VERSION

REDRAWN = ("assumed", "shocks")
DRAWN = "drawn"
AGAIN = "again"
_COORDINATES = {
    "alternative": {"long_name": "structural alternatives: the reference, or how it is departed from"},
    "scenario": {"long_name": "scenario"},
    "draw": {"long_name": "simulated future", "units": "1"},
    "year": {"long_name": "calendar year", "units": "year"},
    "parameter": {"long_name": "number of the catalogue; its unit is that of its entry"},
    "redrawn": {"long_name": "what was drawn again"},
    "cell": {"long_name": "outcome and place"},
}
_PLACE = {"long_name": "place, group or total"}


def simulate(
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float] | None = None,
    progress: Progress = lambda done, total: None,
    asked: Asked | None = None,
    known: Past | None = None,
) -> xr.Dataset:
    """Run scenarios under every combination of structural alternatives and label the result.

    Returns
    -------
    dataset
        A variable an outcome, dimensions alternative, scenario, draw, year and, where the outcome has several places,
        one for its index set, with totals last. Units are in the attributes, provenance in those of the dataset.
        `drawn` has the numbers of each draw under the reference, by parameter, each in the unit of its catalogue entry;
        other combinations differ in their choices and, of an ensemble, in what was learnt under these.
        `again` is the reference once more, its assumed numbers or its shocks drawn anew (`redrawn`): what shares of the
        spread are worked out from, every outcome in every place as one `cell`. Numbers that were learnt from the past
        together cannot be drawn anew apart from each other: of an ensemble only the shocks are.

    Raises
    ------
    InputError, RunError
        As `tregua.lab.run.run`.
    """
    listed = everything(assumptions, settings)
    check_memory(len(scenarios), settings, len(listed), held=2)  # once more while it is labelled
    annual = run(scenarios, settings, assumptions, listed, progress, known)
    drawn = numbers(settings, listed[0], assumptions or {}, known)
    return label(annual, drawn, scenarios, settings, assumptions or {}, listed, asked)


def everything(assumptions: Mapping[str, float] | None, settings: Settings) -> list[Combination]:
    """Every combination that a run has, then the reference again with something drawn anew."""
    listed = combinations(assumptions)
    again = REDRAWN if settings.ensemble is None else ("shocks",)
    return [*listed, *(Combination(listed[0].choices, redrawn) for redrawn in again)]


def label(
    annual: Floats,
    drawn: Floats,
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float],
    listed: Sequence[Combination],
    asked: Asked | None = None,
) -> xr.Dataset:
    """Give the array of `run`, and the numbers of its first combination, their names."""
    model, base = lab(), ("scenario", "draw", "year")
    drawn_once = sum(not one.redrawn for one in listed)
    assert not any(one.redrawn for one in listed[:drawn_once])
    once, twice = slice(drawn_once), range(drawn_once, len(listed))
    variables: dict[str, Any] = {DRAWN: (("draw", "parameter"), drawn, {"long_name": "numbers of the reference"})}
    coordinates: dict[str, Any] = {
        "alternative": [label_of(one.choices) for one in listed[once]],
        "scenario": [scenario.id for scenario in scenarios],
        "draw": np.arange(settings.draws),
        "year": np.arange(settings.span.first, settings.span.until + 1),
        "parameter": [*model.parameters],
    }
    copies: dict[str, Floats] = {}
    for outcome in model.outcomes.values():
        values, places = by_place(annual, outcome)
        attributes = {"units": outcome.unit, "long_name": outcome.text.en, "equation": outcome.equation}
        if outcome.index is None:
            single = {**attributes, "place": outcome.place or ""}
            variables[outcome.id] = (("alternative", *base), values[once][..., 0], single)
        else:
            dimension = model.dimension(outcome)
            coordinates[dimension] = places
            variables[outcome.id] = (("alternative", *base, dimension), values[once], attributes)
        copies |= {f"{outcome.id}.{place}": values[drawn_once:][..., at] for at, place in enumerate(places)}
    if twice:
        coordinates |= {"redrawn": [listed[at].redrawn for at in twice], "cell": [*copies]}
        told = {"long_name": "the reference, some of it drawn again"}
        variables[AGAIN] = (("redrawn", *base, "cell"), np.stack([*copies.values()], axis=-1), told)
    provenance = _provenance(scenarios, settings, assumptions, listed, asked or asked_for(scenarios))
    labelled = {name: (name, held, _COORDINATES.get(name, _PLACE)) for name, held in coordinates.items()}
    return xr.Dataset(variables, labelled, provenance)


def by_place(annual: Floats, outcome: Outcome) -> tuple[Floats, list[str]]:
    """An outcome in each of its places, totals last, along the last axis, and what they are called.

    Parameters
    ----------
    annual : outcomes by column, shape (…, outcome columns)
    """
    model = lab()
    columns = [column for (name, _), column in model.outcome_columns.items() if name == outcome.id]
    values = annual[..., columns[0] : columns[-1] + 1]  # a view: columns stand in the order of the catalogue
    if outcome.index is None:
        return values, [outcome.place or ""]
    places = model.places(outcome.index)
    sums = [
        values[..., [places.index(place) for place in parts]].sum(axis=-1, keepdims=True)
        for parts in model.totals(outcome).values()
    ]
    return np.concatenate([values, *sums], axis=-1), [*model.outcome_places[outcome.id]]


def _provenance(
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float],
    listed: Sequence[Combination],
    asked: Asked,
) -> dict[str, Any]:
    """All that is needed to make the run again."""
    return {
        "version": VERSION,
        "catalogue_hash": catalogue_hash(),
        "seed": settings.seed,
        "draws": settings.draws,
        "start": settings.start,
        "first": settings.span.first,
        "until": settings.span.until,
        "ensemble": settings.ensemble.version if settings.ensemble else PRIOR,
        "assumptions": json.dumps(dict(assumptions), sort_keys=True),
        "alternatives": json.dumps([dict(one.choices) for one in listed if not one.redrawn]),
        "scenarios": json.dumps([scenario.model_dump() for scenario in scenarios], ensure_ascii=False),
        "asked": asked.written(),
    }


def values(dataset: xr.Dataset, outcome: str, place: str) -> xr.DataArray:
    """One outcome in one place, dimensions alternative, scenario, draw, year; the reference is the first."""
    variable = dataset[outcome]
    dimension = next((str(name) for name in variable.dims[4:]), None)
    return variable if dimension is None else variable.sel({dimension: place}, drop=True)


def redrawn(dataset: xr.Dataset, outcome: str, place: str) -> dict[str, xr.DataArray]:
    """The reference with some inputs drawn again, by what they are."""
    if AGAIN not in dataset:
        return {}
    cell = f"{outcome}.{place if lab().outcomes[outcome].index else lab().outcomes[outcome].place or ''}"
    found = dataset[AGAIN].sel(cell=cell, drop=True)
    return {str(name): found.sel(redrawn=name, drop=True) for name in dataset.redrawn.values}


def choices_of(dataset: xr.Dataset) -> list[dict[str, float]]:
    """The choices of each combination of a run, in the order of `values`."""
    listed: list[dict[str, float]] = json.loads(dataset.attrs["alternatives"])
    return listed


def scenarios_of(dataset: xr.Dataset) -> dict[str, Scenario]:
    """The scenarios of a run, by id, as they were when it was made."""
    records = [Scenario.model_validate(record) for record in json.loads(dataset.attrs["scenarios"])]
    return {record.id: record for record in records}


def span_of(dataset: xr.Dataset) -> Span:
    """The years of a run and the start of its policies."""
    attributes = dataset.attrs
    return Span(int(attributes["first"]), int(attributes["until"]), attributes["start"])


def check_scenario(dataset: xr.Dataset, name: str) -> None:
    """Refuse a scenario that the run does not hold."""
    held = [str(one) for one in dataset.scenario.values]
    if name not in held:
        raise InputError(unknown_name("@name.scenario", name, held))


def check_held(dataset: xr.Dataset, numbers_a_draw: int) -> None:
    """Refuse to hold so many numbers of each draw of a run that was too large for memory."""
    largest = MAX_BYTES // (8 * numbers_a_draw)
    if dataset.sizes["draw"] > largest:
        raise InputError(Problem("more_than_held", "", {"found": dataset.sizes["draw"], "largest": largest}))
