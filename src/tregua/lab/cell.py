"""One cell of a comparison: the paired difference under each combination of alternatives, with what travels with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr

from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import Choices, acting, alternatives
from tregua.lab.asked import PRIOR
from tregua.lab.caveats import cell_caveats
from tregua.lab.credence import Credence, weights_of
from tregua.lab.estimators import chance_lower, paired, quantile_error, quantile_errors, quantiles, total_share
from tregua.lab.events import bearing, is_test
from tregua.lab.joint import Joint
from tregua.lab.left_open import drawn_positions, left_open
from tregua.lab.model import lab
from tregua.lab.result import DRAWN, choices_of, redrawn, scenarios_of, span_of, values
from tregua.lab.run import moved_names
from tregua.lab.scenario import differing, lever_array, levers_before, moved_levers
from tregua.lab.schema import Lever, Scenario
from tregua.noise import Floats

LIKELY = 0.66  # of the draws on one side, from which a direction is told
NEARLY_ALL = 0.9
TELLING_DRAWS = 20  # with fewer no draw lies in either tail beyond a 90 % interval, and the interval tells nothing
AT_ONCE = 2**21  # numbers of a cell that are held in memory
SHARE_DRAWS = 2**14  # from which shares of spread are taken, where there are more
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
ENDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Figure:
    """A median with its intervals, chance and errors, under one combination of structural alternatives.

    `i90_error` are the Monte-Carlo errors of both ends; `relative` is the median of the difference over the baseline.
    """

    choices: dict[str, float]
    median: float
    i50: tuple[float, float]
    i90: tuple[float, float]
    p_lower: float
    mc_error: float
    i90_error: tuple[float, float]
    relative: float | None


@dataclass(frozen=True)
class Material:
    """The smallest difference that matters, and whether there is one: ``yes``, ``none`` or ``uncertain``."""

    threshold: float
    unit: str
    status: str


@dataclass(frozen=True, repr=False)
class Comparison(Brief):
    """One outcome in one place: a scenario less the baseline, in one year, under each combination of alternatives.

    `status` is ``by_alternative``; ``figures`` where there is one combination or weights were given, and then `median`
    and what follows it have a value; or the reason why there are none: ``same`` where the policy sets all levers as the
    baseline does, ``no_lever`` where nothing that it sets otherwise moves the outcome, ``not_in_lab`` where no lever
    does, ``no_cost`` where none of them has one, ``no_change`` where nine draws in ten and more agree with the baseline
    to rounding under every alternative.
    `alternatives` are the combinations that differ here; `median_range` is over all that were run. `lower` and `higher`
    count those in which 66 % of the draws and more lie on that side, `decided_by` is the parameter whose choice moves
    the medians most, `decided_share` its part of what all choices move. Shares of spread, and the median of the
    baseline with its error, are those of the reference; `shares` tells how that of assumptions was found:
    ``pick_freeze`` of independent inputs, what would remain if all others were known; ``given_data`` of an ensemble,
    what the assumed inputs, as they hang together, explain: a lower bound, none where draws are too few, and never more
    than shocks leave. `tested` are the dated events that bear on the figure and test it, `used` those that bear on it
    and whose figures the lab's numbers rest on; `untested` are the levers behind the difference that no event tests.
    """

    scenario: str
    outcome: str
    place: str
    unit: str
    status: str
    baseline_median: float
    baseline_error: float
    material: Material
    n_alternatives: int = 0
    alternatives: tuple[Figure, ...] = ()
    median_range: tuple[float, float] | None = None
    lower: int = 0
    higher: int = 0
    decided_by: str | None = None
    decided_share: float | None = None
    median: float | None = None
    i50: tuple[float, float] | None = None
    i90: tuple[float, float] | None = None
    relative: float | None = None
    p_lower: float | None = None
    mc_error: float | None = None
    i90_error: tuple[float, float] | None = None
    shares: str | None = None
    assumption_share: float | None = None
    assumption_share_se: float | None = None
    shock_share: float | None = None
    shock_share_se: float | None = None
    tested: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    untested: tuple[str, ...] = ()
    caveats: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A scenario beside the baseline, and the combinations that differ for them, with their positions.

    `columns` are those of the baseline and the scenario in the run.

    `levers` are those that one of the two sets away from what was done, `apart` the names of those that differ.
    `assumed` are the assumed inputs together, of a run whose inputs depend on one another.
    """

    baseline: Scenario
    scenario: Scenario
    levers: list[Lever]
    apart: set[str]
    listed: list[Choices]
    at: list[int]
    columns: tuple[int, int]
    assumed: Joint | None


def assumed_of(dataset: xr.Dataset) -> Joint | None:
    """The assumed inputs of a run together, where they depend on one another; else nothing."""
    if dataset.attrs["ensemble"] == PRIOR:
        return None
    known = lab().parameters
    drawn = dataset[DRAWN][:SHARE_DRAWS].values[:, [known[name].tag == "assumed" for name in dataset.parameter.values]]
    paths = [lever_array(one, span_of(dataset)) for one in scenarios_of(dataset).values()]
    return Joint(np.hstack([drawn, drawn_positions(dataset.attrs["seed"], len(drawn), left_open(paths))]))


def pair_of(dataset: xr.Dataset, baseline: Scenario, scenario: Scenario, assumed: Joint | None) -> Pair:
    """The two scenarios with the combinations that are not the same to both of them."""
    span = span_of(dataset)
    paths = [levers_before(span.first), *(lever_array(one, span) for one in (baseline, scenario))]
    acts = set.union(*map(moved_names, paths))
    distinct: dict[object, tuple[dict[str, float], int]] = {}
    for at, choices in enumerate(choices_of(dataset)):
        chosen = acting(choices, acts)
        distinct.setdefault(tuple(sorted(chosen.items())), (chosen, at))
    set_by = {lever.id for lever in [*moved_levers(baseline, span), *moved_levers(scenario, span)]}
    levers = [lever for lever in lab().levers.values() if lever.id in set_by]
    apart = {lever.id for lever in differing(baseline, scenario, span)}
    listed = [*distinct.values()]
    names = [str(one) for one in dataset.scenario.values]
    columns = names.index(baseline.id), names.index(scenario.id)
    found, where = [one for one, _ in listed], [at for _, at in listed]
    return Pair(baseline, scenario, levers, apart, [*found], where, columns, assumed)


def compare_one(
    dataset: xr.Dataset,
    pair: Pair,
    outcome: str,
    place: str,
    matters: Mapping[str, float],
    credence: Credence | None = None,
) -> Comparison:
    """The scenario less the baseline in the one year of `dataset`."""
    cell, record = values(dataset, outcome, place), lab().outcomes[outcome]
    behind = _behind(pair.levers, outcome, place)
    figures, difference, before = _figures(cell, pair, record.relative)
    middle, draws = float(np.median(before)), len(before)
    threshold = matters_from(outcome, middle, matters)
    start: dict[str, Any] = {"scenario": pair.scenario.id, "outcome": outcome, "place": place, "unit": record.unit}
    start |= {"baseline_median": middle, "baseline_error": quantile_error(before, 0.5)}
    if not any(any(one.i90) for one in figures):
        status = _nothing(outcome, behind, pair.apart)
        none = Material(threshold, record.unit, "none")
        return Comparison(**start, status=status, material=none)
    material = Material(threshold, record.unit, _material(figures, threshold, draws))
    rows = _distinct(figures, min(threshold, matters_from(outcome, middle, {})))
    if len(rows) == 1 and not any(rows[0].i90):
        return Comparison(**start, status="no_change", material=material)
    some = slice(SHARE_DRAWS)
    again = {name: _difference(one.isel(draw=some), pair)[0] for name, one in redrawn(dataset, outcome, place).items()}
    decided_by, share = _decided_by(figures, rows[0].choices) if len(rows) > 1 else (None, None)
    return Comparison(
        **start,
        material=material,
        n_alternatives=len(rows),
        alternatives=tuple(rows),
        median_range=(min(one.median for one in figures), max(one.median for one in figures)),
        lower=sum(one.p_lower >= LIKELY for one in rows),
        higher=sum(one.p_lower <= 1.0 - LIKELY for one in rows),
        decided_by=decided_by,
        decided_share=share,
        caveats=tuple(cell_caveats(outcome, behind)),
        **_events(outcome, place, [lever.id for lever in behind if lever.id in pair.apart], pair.apart),
        **(_one_figure(rows[0]) if len(rows) == 1 else _pooled(figures, cell, pair, credence, record.relative)),
        **_shares(difference[some], again, pair.assumed),
    )


def _difference(cell: xr.DataArray, pair: Pair) -> tuple[Floats, Floats]:
    """Scenario less baseline in the one year that is left, and the baseline; the last dimension is the draw."""
    before, after = (cell.isel(scenario=at, year=0).values for at in pair.columns)
    return paired(after, before), before


def _nothing(outcome: str, behind: Sequence[Lever], apart: set[str]) -> str:
    """Why there is no difference at all."""
    if not apart:
        return "same"
    if not any(lever.id in apart for lever in behind):
        known = outcome == "state_outlay" or any(outcome in lever.affects for lever in lab().levers.values())
        return "no_lever" if known else "not_in_lab"
    return "no_cost" if outcome == "state_outlay" and not any(lever.cost for lever in behind) else "no_change"


def _behind(levers: Sequence[Lever], outcome: str, place: str) -> list[Lever]:
    """The levers that could make a difference here: those that affect the outcome, or that this State pays for."""
    if outcome == "state_outlay":
        return [lever for lever in levers if place in lab().payers(lever)]
    return [lever for lever in levers if outcome in lever.affects]


def matters_from(outcome: str, baseline: float, matters: Mapping[str, float]) -> float:
    """The smallest difference that matters, in the outcome's unit."""
    if outcome in matters:
        return float(matters[outcome])
    matter = alternatives().matters[outcome]
    return matter.number if matter.share is None or baseline == 0.0 else matter.share * abs(baseline)


def _events(outcome: str, place: str, behind: Sequence[str], apart: set[str]) -> dict[str, Any]:
    """The dated events that bear on a difference, tests apart from others, and the levers behind it without a test."""
    found = bearing(outcome, place, apart)
    tests = [event for event, change in found if is_test(change)]
    tested = dict.fromkeys(event.id for event in tests)
    used = dict.fromkeys(event.id for event, _ in found if event.id not in tested)
    switched = {switch.lever for event in tests for switch in event.levers}
    untested = tuple(lever for lever in behind if lever not in switched)
    return {"tested": tuple(tested), "used": tuple(used), "untested": untested}


def _figures(cell: xr.DataArray, pair: Pair, relative: bool) -> tuple[list[Figure], Floats, Floats]:
    """Median, intervals, chance and errors under each combination; difference and baseline of the reference.

    Combinations are taken as many at a time as are held in memory.
    """
    several = max(1, AT_ONCE // cell.sizes["draw"])
    figures: list[Figure] = []
    for at in range(0, len(pair.at), several):
        y, before = _difference(cell[pair.at[at : at + several]], pair)
        if at == 0:
            first = y[0].copy(), before[0].copy()
        figures += _figures_of(pair.listed[at : at + several], y, before, relative)
    if any(one.relative is None for one in figures):
        figures = [replace(one, relative=None) for one in figures]
    return figures, *first


def _figures_of(listed: Sequence[Choices], y: Floats, before: Floats, relative: bool) -> list[Figure]:
    q = np.quantile(y, QUANTILES, axis=1).T.tolist()
    if not np.any(y):
        none = _named({}, [0.0] * 5, [0.0] * 3, 0.0 if relative and (before > 0).all() else None, 0.5)
        return [replace(none, choices=dict(one)) for one in listed]
    errors = quantile_errors(y, ENDS, 1).T.tolist()
    over = np.median(y / before, axis=1).tolist() if relative and (before > 0).all() else [None] * len(y)
    return [
        _named(choices, numbers, error, relative, chance_lower(sample))
        for choices, numbers, error, relative, sample in zip(listed, q, errors, over, y, strict=True)
    ]


def _named(
    choices: Choices, q: Sequence[float], errors: Sequence[float], relative: float | None, lower: float
) -> Figure:
    low, left, middle, right, high = q
    return Figure(dict(choices), middle, (left, right), (low, high), lower, errors[1], (errors[0], errors[2]), relative)


def _one_figure(one: Figure) -> dict[str, Any]:
    """The one figure of a cell."""
    names = ("median", "i50", "i90", "relative", "p_lower", "mc_error", "i90_error")
    return {"status": "figures", **{name: getattr(one, name) for name in names}}


def _pooled(
    figures: Sequence[Figure], cell: xr.DataArray, pair: Pair, credence: Credence | None, relative: bool
) -> dict[str, Any]:
    """One figure over all combinations, under the weights that a person typed; else none.

    Of more draws than are held in memory under all combinations at once the first are taken, and the error says so.
    """
    if credence is None:
        return {"status": "by_alternative"}
    parts = np.array(weights_of([figure.choices for figure in figures], credence))
    some = slice(max(1, AT_ONCE // len(parts)))
    difference, before = _difference(cell[pair.at].isel(draw=some), pair)
    draws = difference.shape[1]
    weights = np.repeat(parts, draws) / draws
    y = difference.ravel()
    errors = [quantile_error(y, q, weights, draws) for q in ENDS]
    over = quantiles(y / before.ravel(), [0.5], weights)[0] if relative and (before > 0).all() else None
    lower = sum(part * figure.p_lower for part, figure in zip(parts, figures, strict=True))
    return _one_figure(_named({}, quantiles(y, QUANTILES, weights), errors, over, float(lower)))


def _distinct(figures: Sequence[Figure], least: float) -> list[Figure]:
    """The combinations that give different answers; of choices that do not count here the reference alone is left.

    A choice counts where it moves the median by a tenth of what matters, or an end of the 90 % interval by as much as
    matters, whatever else is chosen.
    """
    reference = figures[0].choices
    counting = [name for name in reference if _moves(name, figures, least)]
    return [
        replace(one, choices={name: one.choices[name] for name in counting})
        for one in figures
        if all(one.choices[name] == value for name, value in reference.items() if name not in counting)
    ]


def _moves(name: str, figures: Sequence[Figure], least: float) -> bool:
    """Whether a choice counts in some combination of the others."""
    alike: dict[object, list[tuple[float, ...]]] = {}
    for one in figures:
        others = tuple(value for key, value in one.choices.items() if key != name)
        alike.setdefault(others, []).append((10.0 * one.median, *one.i90))
    return any(max(each) - min(each) > least for found in alike.values() for each in zip(*found, strict=True))


def _material(figures: Sequence[Figure], threshold: float, draws: int) -> str:
    """Whether a difference that matters is there, is not, or cannot be told, in every combination alike."""
    if draws < TELLING_DRAWS:
        return "uncertain"
    if all(-threshold <= one.i90[0] and one.i90[1] <= threshold for one in figures):
        return "none"
    lower = all(one.median <= -threshold and one.i90[1] < 0.0 for one in figures)
    higher = all(one.median >= threshold and one.i90[0] > 0.0 for one in figures)
    return "yes" if lower or higher else "uncertain"


def _decided_by(figures: Sequence[Figure], counting: Choices) -> tuple[str | None, float | None]:
    """Of the choices that count, the one that moves the medians most, and its part of what all choices move.

    What a choice moves is the variance, over its values, of the mean median: of a crossed one over all combinations of
    the other crossed ones, of a single one around the reference.
    """
    reference = figures[0].choices
    singles = [name for name in alternatives().single if name in reference]
    moved = {}
    for name in reference:
        held = [one for one in singles if one != name]
        if name in singles:
            held = [one for one in reference if one != name]
        medians: dict[float, list[float]] = {}
        for figure in figures:
            if all(figure.choices[one] == reference[one] for one in held):
                medians.setdefault(figure.choices[name], []).append(figure.median)
        moved[name] = float(np.var([np.mean(one) for one in medians.values()]))
    total = sum(moved.values())
    if not total > 0.0:
        return None, None
    most = max(counting, key=lambda name: moved[name])
    return most, moved[most] / total


def _shares(difference: Floats, again: Mapping[str, Floats], assumed: Joint | None) -> dict[str, Any]:
    """Shares of the spread, under the reference, that assumptions and shocks carry, and how the first was found.

    Those that were drawn again, as against that; assumptions that hang together, by what they explain.
    """
    shares: dict[str, Any] = {}
    for name, share in (("assumed", "assumption_share"), ("shocks", "shock_share")):
        if name in again:
            shares[share], shares[f"{share}_se"] = total_share(difference, again[name])
    if assumed is not None:
        shares["assumption_share"], shares["assumption_share_se"] = assumed.share(difference)
    how = "pick_freeze" if assumed is None else "given_data"
    return {**shares, "shares": how if shares.get("assumption_share") is not None else None}


def direction(comparison: Comparison) -> str:
    """The direction that nine draws in ten share in every combination: ``lower``, ``higher``, or nothing."""
    chances = [one.p_lower for one in comparison.alternatives]
    if not chances:
        return ""
    return "lower" if min(chances) > NEARLY_ALL else "higher" if max(chances) < 1.0 - NEARLY_ALL else ""
