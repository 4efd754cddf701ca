"""A run as a labelled dataset, saved with all that is needed to run it again."""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.files import resolved
from tregua.lab.alternatives import Combination, combinations, label_of
from tregua.lab.bind import catalogue_hash
from tregua.lab.model import lab
from tregua.lab.past import Past
from tregua.lab.run import Progress, Settings, numbers, run
from tregua.lab.scenario import Span
from tregua.lab.schema import Scenario
from tregua.noise import Floats
from tregua.version import VERSION

REDRAWN = ("assumed", "shocks")
PRIOR = "prior"
DRAWN = "drawn"
STORE = "run.zarr"
REPORT = "report.html"
COMPARISON = "comparison.json"
_REPLACED = {STORE, REPORT, COMPARISON, ".DS_Store"}  # what a new run may replace; the last is a Mac's own


def simulate(
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float] | None = None,
    progress: Progress = lambda done, total: None,
    command: str = "",
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
        The last two alternatives are the reference again, its assumed numbers or its shocks drawn anew; the coordinate
        `redrawn` tells them apart. Numbers that were learnt from the past together cannot be drawn anew apart from each
        other: of an ensemble only the shocks are.

    Raises
    ------
    InputError, RunError
        As `tregua.lab.run.run`.
    """
    listed = combinations(assumptions)
    again = [Combination(listed[0].choices, redrawn) for redrawn in (REDRAWN if not settings.ensemble else ("shocks",))]
    everything = [*listed, *again]
    annual = run(scenarios, settings, assumptions, everything, progress, known)
    drawn = numbers(settings, everything[0], assumptions or {}, known)
    return label(annual, drawn, scenarios, settings, assumptions or {}, everything, command)


def label(
    annual: Floats,
    drawn: Floats,
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float],
    listed: Sequence[Combination],
    command: str,
) -> xr.Dataset:
    """Give the array of `run`, and the numbers of its first combination, their names."""
    model = lab()
    base = ("alternative", "scenario", "draw", "year")
    variables: dict[str, Any] = {DRAWN: (("draw", "parameter"), drawn, {"long_name": "numbers of the reference"})}
    coordinates: dict[str, Any] = {
        "alternative": [", ".join(filter(None, [label_of(one.choices), one.redrawn])) for one in listed],
        "redrawn": ("alternative", [one.redrawn for one in listed]),
        "scenario": [scenario.id for scenario in scenarios],
        "draw": np.arange(settings.draws),
        "year": np.arange(settings.span.first, settings.span.until + 1),
        "parameter": [*model.parameters],
    }
    for outcome in model.outcomes.values():
        columns = [column for (name, _), column in model.outcome_columns.items() if name == outcome.id]
        values = annual[..., columns]
        attributes = {"units": outcome.unit, "long_name": outcome.text.en, "equation": outcome.equation}
        if outcome.index is None:
            variables[outcome.id] = (base, values[..., 0], {**attributes, "place": outcome.place or ""})
            continue
        places = model.places(outcome.index)
        sums = [
            values[..., [places.index(place) for place in parts]].sum(axis=-1, keepdims=True)
            for parts in model.totals(outcome).values()
        ]
        dimension = model.dimension(outcome)
        coordinates[dimension] = model.outcome_places[outcome.id]
        values = np.concatenate([values, *sums], axis=-1)
        variables[outcome.id] = ((*base, dimension), values, attributes)
    provenance = _provenance(scenarios, settings, assumptions, listed, command)
    return xr.Dataset(variables, coordinates, provenance)


def _provenance(
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float],
    listed: Sequence[Combination],
    command: str,
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
        "alternatives": json.dumps([dict(one.choices) for one in listed]),
        "scenarios": json.dumps([scenario.model_dump() for scenario in scenarios], ensure_ascii=False),
        "command": command,
    }


def values(dataset: xr.Dataset, outcome: str, place: str) -> xr.DataArray:
    """One outcome in one place, dimensions alternative, scenario, draw, year; the reference is the first."""
    return _place(dataset, outcome, place).isel(alternative=np.flatnonzero(dataset.redrawn.values == ""))


def redrawn(dataset: xr.Dataset, outcome: str, place: str) -> dict[str, xr.DataArray]:
    """The reference with some inputs drawn again, by what they are."""
    found = _place(dataset, outcome, place)
    return {str(name): found.isel(alternative=at) for at, name in enumerate(dataset.redrawn.values) if name}


def choices_of(dataset: xr.Dataset) -> list[dict[str, float]]:
    """The choices of each combination of a run, in the order of `values`."""
    listed = json.loads(dataset.attrs["alternatives"])
    return [choices for choices, again in zip(listed, dataset.redrawn.values, strict=True) if not again]


def _place(dataset: xr.Dataset, outcome: str, place: str) -> xr.DataArray:
    variable = dataset[outcome]
    dimension = next((str(name) for name in variable.dims[4:]), None)
    return variable if dimension is None else variable.sel({dimension: place}, drop=True)


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


def check_target(folder: Path) -> None:
    """Refuse a folder that a run may not replace or cannot be written to, before anything is computed."""
    try:
        place = resolved(folder)
        if place.exists() and not (place.is_dir() and {entry.name for entry in place.iterdir()} <= _REPLACED):
            raise InputError(Problem("not_empty", str(folder)))
        above = next(parent for parent in place.parents if parent.exists())
        with tempfile.TemporaryFile(dir=above):
            pass
    except OSError as error:
        raise InputError(Problem("not_writable", str(folder), {"found": error.strerror or str(error)})) from None


def write_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder and put it in place of `folder` only when it is complete.

    Raises
    ------
    InputError
        When the folder cannot be written; nothing half-written stays behind.
    """
    partial: Path | None = None
    try:
        check_target(folder)
        place = folder.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
        new, old = partial / "new", partial / "old"
        new.mkdir()
        fill(new)
        try:
            if place.exists():
                place.rename(old)
            new.rename(place)
        except BaseException:
            if old.exists() and not place.exists():
                old.rename(place)
            raise
    except OSError as error:
        raise InputError(Problem("not_writable", str(folder), {"found": error.strerror or str(error)})) from None
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)


def save(dataset: xr.Dataset, folder: Path) -> None:
    """Write the run as a Zarr store inside `folder`."""
    dataset.to_zarr(folder / STORE, mode="w", consolidated=False, zarr_format=2)


def open_run(folder: Path) -> xr.Dataset:
    """Read a saved run.

    Raises
    ------
    InputError
        When `folder` holds none, one of an earlier version that pooled the alternatives, or one that is damaged: a part
        that is lost reads as NaN.
    """
    older, lost = False, list[str]()
    try:
        dataset: xr.Dataset = xr.open_zarr(folder / STORE, consolidated=False).load()
        older = "replicate" in dataset.dims or ("start" in dataset.attrs and "ensemble" not in dataset.attrs)
        whole = [*dataset.scenario.values] == [*scenarios_of(dataset)]
        whole = whole and all(np.isfinite(dataset[outcome]).all() for outcome in lab().outcomes)
        whole = whole and not older and len(choices_of(dataset)) > 0 and _told(dataset)
        lost = _lost_names(dataset) if whole else []
    except Exception:  # Zarr, its codecs and Arrow raise many kinds, even SystemError
        whole = False
    if not whole:
        raise InputError(Problem("old_run" if older else "not_a_run", str(folder)))
    if lost:
        raise InputError(Problem("lost_names", str(folder), {"found": ", ".join(lost)}))
    return dataset


def _told(dataset: xr.Dataset) -> bool:
    """Whether a saved run says how it was made, and that agrees with what it holds."""
    attributes, span = dataset.attrs, span_of(dataset)
    Settings(int(attributes["draws"]), int(attributes["seed"]), span.start, span.first, span.until)
    words = [attributes[name] for name in ("version", "catalogue_hash", "command", "ensemble")]
    assumed = json.loads(attributes["assumptions"])
    return (
        [*dataset.year.values] == [*range(span.first, span.until + 1)]
        and dataset.sizes["draw"] == int(attributes["draws"])
        and dataset[DRAWN].dims == ("draw", "parameter")
        and bool(np.isfinite(dataset[DRAWN]).all())
        and all(isinstance(word, str) for word in words)
        and all(isinstance(value, float | int) for value in assumed.values())
    )


def _lost_names(dataset: xr.Dataset) -> list[str]:
    """What a saved run names and the catalogues of this version do not have: levers, places, parameters, sources."""
    model, paths = lab(), [one for scenario in scenarios_of(dataset).values() for one in scenario.levers]
    named = {name for choices in choices_of(dataset) for name in choices} | {*json.loads(dataset.attrs["assumptions"])}
    named |= {str(name) for name in dataset.parameter.values}
    lost = named - {*model.parameters} | {one.lever for one in paths} - {*model.levers}
    known = [one for one in paths if one.lever in model.levers]
    lost |= {
        one.place for one in known if one.place and one.place not in [*model.movable(model.levers[one.lever]), "all"]
    }
    lost |= {cited.ref for one in paths for cited in one.source} - {*model.sources}
    return sorted(lost)
