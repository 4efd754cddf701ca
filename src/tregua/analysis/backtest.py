"""Forecasts from one year after another, each from a copy of the figures that ends there, and their scores."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tregua.analysis.calibrate import MEMBERS, calibrate, draws_of
from tregua.analysis.kept_origins import found, keep, kept_at
from tregua.analysis.observed import Expected, Name, Observed
from tregua.analysis.readings import latest, reading, yearly
from tregua.analysis.runs import Ran, ran
from tregua.analysis.scored import Figures, Scored, score
from tregua.analysis.scores import ensemble_crps
from tregua.analysis.summary import HORIZONS, Backtest, Forecast, Origin
from tregua.catalogue.errors import InputError, Problem
from tregua.evidence.schema import Series
from tregua.lab.bind import catalogue_hash
from tregua.lab.measure import Measure, measures
from tregua.lab.model import lab
from tregua.lab.past import Past, past
from tregua.lab.run import Progress, Settings
from tregua.lab.scenario import held
from tregua.lab.schema import Scenario
from tregua.noise import Floats
from tregua.version import VERSION

AHEAD = HORIZONS[-1][-1]
FIRST_CUT = 2010
HELD, KNOWN = "held", "known"
PAIRS = ((HELD, HELD), (KNOWN, KNOWN), (KNOWN, HELD), (HELD, KNOWN))
"""Policies and drivers: held at what they were, or known as they came to be."""
STILL = {
    "growth": 0.0,
    "growth_later": 0.0,
    "growth_volatility": 1e-9,
    "fighting_volatility": 1e-9,
    "pay_elasticity": 0.0,
    "coca_violence": 0.0,
}
"""What moves groups, and what cocaine does to violence, when no lever moves: without it the background is left."""


@dataclass(frozen=True)
class Plan:
    """How the forecasts of a backtest are made."""

    series: Mapping[str, Series]
    draws: int
    seed: int
    last: int
    calibrated: bool = False


def origins() -> range:
    """The years after which forecasts can be made."""
    return range(FIRST_CUT, lab().world.first)


def expected() -> dict[Name, Expected]:
    """What a folder of tables may replace, by country and variable."""
    return {
        (one.country, one.variable): Expected(
            lab().series[one.series],
            lab().series[one.series].unit,
            one.scale == "count",
            lab().outcomes[one.reads].kind != "flow",
            one.first,
        )
        for one in measures()
    }


def still() -> dict[str, float]:
    """Groups that stay as they are and move nothing, so that what only goes on by itself is not sold as policy."""
    return {name: STILL[kind] for name in lab().parameters if (kind := name.partition(".")[0]) in STILL}


def backtest(
    cut: int | None = None,
    data: Observed | None = None,
    draws: int = 128,
    seed: int = 0,
    progress: Progress = lambda done, total: None,
    command: str = "",
    calibrated: bool = False,
) -> Backtest:
    """Forecast from the end of `cut`, or of every year after which forecasts can be made, and score what came.

    Parameters
    ----------
    data : series that replace the ledger's, as a folder of tables gives them
    calibrated : forecast once more from each cut with what could be learnt from the figures to its end

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
    plan = Plan(series, draws, seed, last, calibrated)
    done, paths = [], []
    for at, one in enumerate(cuts):

        def within(part: int, whole: int, at: int = at) -> None:
            progress(int(100 * (at + part / whole)), 100 * len(cuts))

        within(0, 1)
        paths.append(kept_at((one, draws, seed, last, calibrated), plan.series))
        origin = found(paths[-1]) or _origin(plan, one, within)
        keep(paths[-1], origin)
        done.append(origin)
    for path in paths:
        path.unlink(missing_ok=True)
    progress(100 * len(cuts), 100 * len(cuts))
    if not any(one.forecasts for one in done):
        raise InputError(Problem("nothing_to_score", "", {"found": ", ".join(map(str, cuts)), "years": AHEAD}))
    return Backtest(VERSION, catalogue_hash(), seed, draws, command, tuple(done), data.unused if data else ())


@dataclass(frozen=True, eq=False)
class _Runs:
    """The runs from one origin: by policies; without what came later; levers and groups still; with what was learnt.

    With policies held the alternatives are those that act under what was done before: which of them later policies
    would call up is not known then, and what is mixed with what must not tell it.
    """

    by_policies: Mapping[str, Ran]
    vague: Ran
    background: Ran
    calibrated: Ran | None


def _origin(plan: Plan, cut: int, progress: Progress) -> Origin:
    known = past(cut + 1, plan.series)
    runs = _run_all(plan, cut, known, progress)
    forecasts = [one for measure in measures() for one in _forecasts(plan, cut, measure, runs, known)]
    saw, kept, forms = (tuple(one) for one in (known.saw_later, known.kept_later, known.forms_saw_later))
    return Origin(cut, saw, kept, forms, tuple(forecasts))


def _run_all(plan: Plan, cut: int, known: Past, progress: Progress) -> _Runs:
    settings = _settings(plan, cut)
    by_policies = {
        policies: ran([_scenario(cut, *pair) for pair in PAIRS if pair[0] == policies], settings, known)
        for policies in (HELD, KNOWN)
    }
    main, headline = by_policies[HELD], [_scenario(cut, *PAIRS[0])]
    vague = ran(headline, settings, past(cut + 1, plan.series, blind=True), like=main)
    background = ran(headline, settings, known, still(), like=main)
    if not plan.calibrated:
        return _Runs(by_policies, vague, background, None)
    taught = calibrate(cut, plan.seed, max(MEMBERS, plan.draws), plan.series, progress)
    learnt = replace(settings, ensemble=draws_of(taught, plan.seed, plan.draws))
    return _Runs(by_policies, vague, background, ran(headline, learnt, known, like=main))


def _scenario(cut: int, policies: str, drivers: str) -> Scenario:
    """What was done, held from the cut on where it is not known; its id tells the pairs apart."""
    one = held(cut + 1, drivers=drivers == HELD, policies=policies == HELD)
    return one.model_copy(update={"id": f"{policies}-{drivers}"})


def _settings(plan: Plan, cut: int) -> Settings:
    until = max(cut + 2, min(cut + AHEAD, plan.last))
    return Settings(draws=plan.draws, seed=plan.seed, first=cut + 1, until=until)


def _forecasts(plan: Plan, cut: int, measure: Measure, runs: _Runs, known: Past) -> Iterator[Forecast]:
    """Every figure of a series up to `AHEAD` years after the cut, forecast for each pair of policies and drivers.

    Of a stock the simple rules know the last count of each year, as the lab does: not to know it would handicap them.
    """
    stock = lab().outcomes[measure.reads].kind == "stock"
    series, before = plan.series[measure.series], (latest if stock else yearly)(known.series[measure.series])
    figures = Figures([*before], [*before.values()], measure.scale == "count")
    observed = yearly(series)
    for year in range(max(cut + 1, measure.first), cut + AHEAD + 1):
        if year not in observed:
            continue
        rules = figures.rules(year)
        for pair in PAIRS:
            draws = _draws(plan, runs.by_policies[pair[0]], measure, year, pair)
            scored = score(draws, observed[year], figures, rules)
            losses = _losses(plan, measure, runs, figures, year, observed[year]) if pair == PAIRS[0] else {}
            if pair == PAIRS[0] and runs.calibrated is not None:
                learnt = _draws(plan, runs.calibrated, measure, year, pair)
                losses["calibrated"] = score(learnt, observed[year], figures, rules)
            yield Forecast(
                cut,
                measure.series,
                measure.place,
                measure.variable,
                series.unit,
                year - cut,
                year,
                observed[year],
                *pair,
                _status(measure, scored),
                scored,
                **losses,
            )


def _status(measure: Measure, scored: Scored) -> str:
    if not measure.scored:
        return "derived" if measure.derived else "used"
    return "scored" if scored.comparable else "no_baseline"


def _draws(plan: Plan, done: Ran, measure: Measure, year: int, pair: tuple[str, str]) -> Floats:
    """What a series should read in a year, in all draws of a run that have a solution."""
    read = reading(done.path(measure, "-".join(pair))[year], measure, year, None, plan.seed, done.draws)
    return np.asarray(read[np.isfinite(read)])


def _losses(plan: Plan, measure: Measure, runs: _Runs, figures: Figures, year: int, observed: float) -> dict[str, Any]:
    """The losses without what came later, with levers and groups still, and of each structural alternative."""
    at, main = float(figures.scale(np.array([observed]))[0]), runs.by_policies[HELD]
    scaled = {
        name: figures.scale(_draws(plan, done, measure, year, PAIRS[0]))
        for name, done in (("main", main), ("vague", runs.vague), ("background", runs.background))
    }
    return {
        "crps_vague": ensemble_crps(scaled["vague"], at),
        "crps_background": ensemble_crps(scaled["background"], at),
        "crps_alternatives": {one.name: ensemble_crps(scaled["main"][one.part], at) for one in main.alternatives},
    }
