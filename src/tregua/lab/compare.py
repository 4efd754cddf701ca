"""A run compared with a baseline: every cell in one year, the headline cells in the other years that are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import xarray as xr

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.said import Said
from tregua.catalogue.shown import NOTEBOOK, Brief
from tregua.lab.asked import asked_of, asked_otherwise, command_of, hashes_of
from tregua.lab.caveats import run_caveats
from tregua.lab.cell import Comparison, Material, Pair, assumed_of, compare_one, pair_of
from tregua.lab.credence import Credence
from tregua.lab.model import lab
from tregua.lab.result import check_scenario, scenarios_of, span_of
from tregua.lab.scenario import SHORT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONG = 10  # years after the start of the policies, told beside the `SHORT` ones whatever year is asked for


@dataclass(frozen=True, repr=False)
class Glance(Brief):
    """A headline cell in another year: the range of its medians, and in how many of the alternatives it has a side."""

    scenario: str
    outcome: str
    place: str
    status: str
    median: float | None
    median_range: tuple[float, float] | None
    mc_error: float
    lower: int
    higher: int
    n_alternatives: int
    material: Material


@dataclass(frozen=True, repr=False)
class Outlook(Brief):
    """The headline cells in another year, so many years (`horizon`) after the last that was observed."""

    year: int
    horizon: int
    comparisons: tuple[Glance, ...]

    def one(self, scenario: str, outcome: str, place: str) -> Glance:
        """One of its cells."""
        sought = (scenario, outcome, place)
        return next(one for one in self.comparisons if (one.scenario, one.outcome, one.place) == sought)


@dataclass(frozen=True, repr=False)
class Comparisons(Brief):
    """All comparisons of a run in a year against a baseline.

    The year lies `horizon` years after the last that was observed; `also` tells other years. `ensemble` is the version
    of what was learnt from the past, or ``prior``; `scenarios` have the hash of what each says; `command` repeats it.
    """

    baseline: str
    year: int
    horizon: int
    draws: int
    seed: int
    version: str
    catalogue_hash: str
    ensemble: str
    scenarios: Mapping[str, str]
    matters: Mapping[str, float]
    weights: Credence | None
    command: str
    comparisons: tuple[Comparison, ...]
    also: tuple[Outlook, ...]
    caveats: tuple[Said, ...]

    def plot(self, outcome: str, place: str | None = None, **how: Any) -> "Axes":
        """Draw the differences of one outcome, a line a structural alternative, with medians and 90 % intervals.

        Parameters
        ----------
        place
            The first of the outcome's headline where none is named.
        how
            `ax`, where to draw, a new figure where none is given; and in what words, as `tregua.plot`.

        Raises
        ------
        InputError
            There is no such outcome or place, with the nearest name, or matplotlib is not installed.
        """
        return cast("Axes", import_module(f"{NOTEBOOK}.plot").plot_differences(self, outcome, place, **how))

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
                if what == "place":
                    raise InputError(no_place_of(outcome, name, valid))
                raise InputError(unknown_name(f"@name.{what}", name, valid))
            found = tuple(one for one in found if getattr(one, what) == name)
        return found[0]


def compare(
    dataset: xr.Dataset,
    baseline: str,
    year: int,
    matters: Mapping[str, float] | None = None,
    credence: Credence | None = None,
) -> Comparisons:
    """Compare every scenario of a run with the baseline in `year`, under each combination of structural alternatives.

    Parameters
    ----------
    matters
        By outcome, the smallest difference that matters, in the outcome's unit, in place of the catalogue's.
    credence
        By parameter and value, the weight of a structural alternative; without it nothing is pooled.

    Raises
    ------
    InputError
        When the baseline or the year is not in the run, nothing is left to compare, or what matters names no outcome.
    """
    check_scenario(dataset, baseline)
    check_matters(matters or {})
    _check_year(dataset, year)
    scenarios = scenarios_of(dataset)
    others = [scenario for name, scenario in scenarios.items() if name != baseline]
    if not others:
        raise InputError(Problem("no_pair", "", {"found": baseline}))
    shown = dataset.sel(year=[year])
    assumed = assumed_of(dataset)
    pairs = [pair_of(dataset, scenarios[baseline], scenario, assumed) for scenario in others]
    comparisons = [
        compare_one(shown, pair, outcome, place, matters or {}, credence)
        for pair in pairs
        for outcome, places in lab().outcome_places.items()
        for place in places
    ]
    attributes = dataset.attrs
    asked = asked_otherwise(asked_of(dataset), baseline, year, matters or {}, credence)
    return Comparisons(
        baseline,
        year,
        _horizon(dataset, year),
        int(attributes["draws"]),
        int(attributes["seed"]),
        attributes["version"],
        attributes["catalogue_hash"],
        attributes["ensemble"],
        hashes_of(scenarios.values()),
        asked.matters,
        asked.weights,
        command_of(attributes, asked),
        tuple(comparisons),
        tuple(_outlook(dataset, pairs, one, matters or {}, credence) for one in _beside(dataset) if one != year),
        tuple(run_caveats(dataset)),
    )


def _check_year(dataset: xr.Dataset, year: int) -> None:
    span = span_of(dataset)
    if not span.first <= year <= span.until:
        expected = f"{span.first} … {span.until}"
        raise InputError(Problem("out_of_range", "--year", {"field": "year", "found": year, "expected": expected}))


def _beside(dataset: xr.Dataset) -> list[int]:
    """The years that are told whatever year is asked for, as far as the run reaches."""
    span = span_of(dataset)
    start = int(span.start[:4])
    return [one for one in (start + SHORT, start + LONG) if one <= span.until]


def check_matters(matters: Mapping[str, float]) -> None:
    """Refuse what matters for no outcome, or is no positive number."""
    outcomes = lab().outcomes
    problems = [unknown_name("@name.outcome", name, outcomes, "--matters") for name in matters if name not in outcomes]
    problems += [
        Problem("out_of_range", "--matters", {"field": name, "found": number, "expected": "> 0"})
        for name, number in matters.items()
        if not 0.0 < number < 1e15
    ]
    if problems:
        raise InputError(problems)


def _outlook(
    dataset: xr.Dataset, pairs: Sequence[Pair], year: int, matters: Mapping[str, float], credence: Credence | None
) -> Outlook:
    """The headline cells in a year."""
    shown = dataset.sel(year=[year])
    found = [
        compare_one(shown, pair, outcome.id, place, matters, credence)
        for pair in pairs
        for outcome in lab().outcomes.values()
        for place in outcome.headline
    ]
    return Outlook(year, _horizon(dataset, year), tuple(map(glance, found)))


def glance(one: Comparison) -> Glance:
    """A cell in brief."""
    error = max((figure.mc_error for figure in one.alternatives), default=0.0)
    counts = (one.lower, one.higher, one.n_alternatives)
    figures = (one.median, one.median_range, error)
    return Glance(one.scenario, one.outcome, one.place, one.status, *figures, *counts, one.material)


def _horizon(dataset: xr.Dataset, year: int) -> int:
    """Years after the last that was observed, which is the one before the run."""
    return year - span_of(dataset).first + 1
