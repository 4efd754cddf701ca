"""Forecasts from one year after another, each from a copy of the figures that ends there, and their scores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from tregua.analysis.alternatives import Chosen, chosen
from tregua.analysis.observed import Expected, Name, Observed
from tregua.analysis.readings import Path, level, path, reading, yearly
from tregua.analysis.scored import Figures, score
from tregua.analysis.scores import ensemble_crps
from tregua.analysis.summary import Backtest, Forecast, Origin
from tregua.catalogue.errors import InputError, Problem
from tregua.evidence.schema import Series
from tregua.lab.bind import catalogue_hash
from tregua.lab.measure import Measure, measures
from tregua.lab.model import lab
from tregua.lab.past import Past, past
from tregua.lab.result import label
from tregua.lab.run import Progress, Settings, run
from tregua.lab.scenario import held
from tregua.lab.schema import Scenario
from tregua.noise import Floats
from tregua.version import VERSION

AHEAD = 5
FIRST_CUT = 2010
HELD, KNOWN = "held", "known"
PAIRS = ((HELD, HELD), (KNOWN, KNOWN), (KNOWN, HELD), (HELD, KNOWN))
"""Policies and drivers: held at what they were, or known as they came to be."""


@dataclass(frozen=True)
class Plan:
    """How the forecasts of a backtest are made."""

    series: Mapping[str, Series]
    draws: int
    seed: int
    last: int


def origins() -> range:
    """The years after which forecasts can be made."""
    return range(FIRST_CUT, lab().world.first)


def expected() -> dict[Name, Expected]:
    """What a folder of tables may replace, by country and variable."""
    return {
        (one.country, one.variable): Expected(lab().series[one.series], lab().series[one.series].unit, one.scale == "count")
        for one in measures()
    }


def backtest(
    cut: int | None = None,
    data: Observed | None = None,
    draws: int = 200,
    seed: int = 0,
    progress: Progress = lambda done, total: None,
    command: str = "",
) -> Backtest:
    """Forecast from the end of `cut`, or of every year after which forecasts can be made, and score what came.

    Parameters
    ----------
    data : series that replace the ledger's, as a folder of tables gives them

    Raises
    ------
    InputError
        The cut is none of the origins, too little was observed before it, or nothing was after it.
    RunError
        In some draw the model has no solution.
    """
    if cut is not None and cut not in origins():
        expected = f"{origins()[0]} … {origins()[-1]}, all"
        raise InputError(Problem("out_of_range", "--cut", {"field": "cut", "found": cut, "expected": expected}))
    series = {**lab().series, **(data.series if data else {})}
    cuts = [cut] if cut is not None else [*origins()]
    last = max(max(yearly(series[one.series]), default=0) for one in measures())
    plan = Plan(series, draws, seed, last)
    done = []
    for at, one in enumerate(cuts):
        progress(at, len(cuts))
        done.append(_origin(plan, one))
    progress(len(cuts), len(cuts))
    if not any(one.forecasts for one in done):
        raise InputError(Problem("nothing_to_score", "", {"found": ", ".join(map(str, cuts))}))
    alternatives = tuple(one.choices for one in chosen(seed, draws, past(cuts[-1] + 1, series)))
    unused = data.unused if data else ()
    return Backtest(VERSION, catalogue_hash(), seed, draws, command, alternatives, tuple(done), unused)


@dataclass(frozen=True, eq=False)
class _Runs:
    """The runs from one origin: by policies and drivers; without what came later; with levers and groups still."""

    main: xr.Dataset
    vague: xr.Dataset
    background: xr.Dataset
    alternatives: list[Chosen]


def _origin(plan: Plan, cut: int) -> Origin:
    known = past(cut + 1, plan.series)
    runs = _run_all(plan, cut, known)
    forecasts = [one for measure in measures() for one in _forecasts(plan, cut, measure, runs, bool(known.saw_later))]
    return Origin(cut, tuple(known.saw_later), tuple(forecasts))


def _run_all(plan: Plan, cut: int, known: Past) -> _Runs:
    scenarios = [_scenario(cut, *pair) for pair in PAIRS]
    vague = past(cut + 1, plan.series, blind=True)
    return _Runs(
        _run(plan, cut, scenarios, known, {}),
        _run(plan, cut, scenarios[:1], vague, {}),
        _run(plan, cut, scenarios[:1], known, still()),
        chosen(plan.seed, plan.draws, known),
    )


def _scenario(cut: int, policies: str, drivers: str) -> Scenario:
    """What was done, held from the cut on where it is not known; its id tells the pairs apart."""
    one = held(cut + 1, drivers=drivers == HELD, policies=policies == HELD)
    return one.model_copy(update={"id": f"{policies}-{drivers}"})


def _run(
    plan: Plan, cut: int, scenarios: Sequence[Scenario], known: Past, assumptions: Mapping[str, float]
) -> xr.Dataset:
    until = max(cut + 2, min(cut + AHEAD, plan.last))
    settings = Settings(draws=plan.draws, seed=plan.seed, first=cut + 1, until=until)
    annual = run(scenarios, settings, assumptions, ("base",), known=known)
    return label(annual, scenarios, settings, assumptions, "")


def _forecasts(plan: Plan, cut: int, measure: Measure, runs: _Runs, saw_later: bool) -> Iterator[Forecast]:
    """Every figure of a series up to `AHEAD` years after the cut, forecast for each pair of policies and drivers."""
    figures = yearly(plan.series[measure.series])
    before = {year: value for year, value in figures.items() if year <= cut}
    after = {year: figures[year] for year in range(max(cut + 1, measure.first), cut + AHEAD + 1) if year in figures}
    count = measure.scale == "count"
    known = Figures([*before], [*before.values()], count)
    status = "derived" if measure.derived else "saw_later" if saw_later else "scored"
    paths = {pair: path(runs.main, measure, "-".join(pair)) for pair in PAIRS} if after else {}
    for year, observed in after.items():
        rules = known.rules(year)
        for pair, levels in paths.items():
            draws = reading(levels[year], measure, year, None, plan.seed)
            yield Forecast(
                cut,
                measure.series,
                measure.place,
                measure.variable,
                plan.series[measure.series].unit,
                year - cut,
                year,
                observed,
                *pair,
                status,
                score(draws, observed, known, rules),
                *(_others(plan, measure, runs, known, year, observed, draws) if pair == PAIRS[0] else ()),
            )


def _others(
    plan: Plan, measure: Measure, runs: _Runs, known: Figures, year: int, observed: float, draws: Floats
) -> tuple[float, float, tuple[float, ...]]:
    """The losses without what came later, with levers and groups still, and of each structural alternative."""
    at = float(known.scale(np.array([observed]))[0])

    def loss(dataset: xr.Dataset) -> float:
        levels = path(dataset, measure, "-".join(PAIRS[0]))[year]
        return ensemble_crps(known.scale(reading(levels, measure, year, None, plan.seed)), at)

    alternatives = tuple(ensemble_crps(known.scale(draws[one.mask]), at) for one in runs.alternatives)
    return loss(runs.vague), loss(runs.background), alternatives
