"""How probable figures that were held out are under each structural alternative: told, never turned into weights."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from tregua.analysis.calibrate import MEMBERS, bearing, calibrate, draws_of
from tregua.analysis.readings import cell, dated, level, part_shown
from tregua.analysis.windows import SMALLEST, conditioned
from tregua.catalogue.read import PACKAGE
from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import Choices, Combination
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.run import Progress, Settings, run
from tregua.lab.scenario import record
from tregua.noise import Floats

PATH = PACKAGE / "analysis" / "held_out.json"
HELD_OUT_AFTER = 2022
DRAWS = 240


@dataclass(frozen=True, repr=False)
class LogScore(Brief):
    """Log densities of held-out figures, each by itself, summed: the mean over seeds and its error.

    `prior` and `calibrated` are the scores from the prior and as learnt, `apart` is the latter less that of the
    reference, seed by seed. An error is the standard deviation over seeds: that of one calibration, as it is made.
    Figures share shocks and years, so that a sum is no density of all of them together.
    """

    choices: Mapping[str, float]
    prior: tuple[float, float]
    calibrated: tuple[float, float]
    apart: tuple[float, float]


@dataclass(frozen=True, repr=False)
class HeldOut(Brief):
    """The scores of every combination: learnt from figures to the end of `after`, scored on those since."""

    after: int
    figures: int
    seeds: int
    members: int
    scores: tuple[LogScore, ...]

    def of(self, choices: Choices) -> LogScore | None:
        """The score of a combination, if it was scored."""
        return next((one for one in self.scores if dict(one.choices) == dict(choices)), None)


def log_density(readings: Floats, observed: float, error: float) -> float:
    """The logarithm of the density of a log figure: a normal of the measurement's error about each draw, their mean."""
    z = (observed - readings[np.isfinite(readings)]) / error
    exponents = -0.5 * z * z
    most = exponents.max()
    return float(most + np.log(np.exp(exponents - most).mean()) - np.log(error * np.sqrt(2.0 * np.pi)))


def scores_of(after: int, seed: int, members: int = MEMBERS, progress: Progress = lambda done, total: None) -> Floats:
    """Log scores from the prior and as learnt, shape (2, combinations, figures), policies as on record."""
    taught = calibrate(after, seed, members, progress=progress)
    listed = [Combination(one.choices) for one in taught.combinations]
    settings = Settings(draws=min(DRAWS, members), seed=seed, first=after + 1, until=lab().world.first)
    found = []
    for how in (settings, replace(settings, ensemble=draws_of(taught, seed, settings.draws))):
        annual = run([record()], how, {}, listed, known=past(after + 1))[:, 0]
        found.append([_scores(one, after, seed) for one in annual])
    return np.array(found)


def _scores(annual: Floats, after: int, seed: int) -> list[float]:
    """The scores of all figures since, from the outcomes of all draws under one combination."""
    found = []
    for measure in conditioned():
        values = cell(annual, measure.reads, measure.place)
        path = {after + 1 + at: values[:, at] for at in range(values.shape[1])}
        for point in dated(lab().series[measure.series], measure, after + 1):
            levels = level(path, measure, point.year, point.month)
            if levels is not None:
                shown = part_shown(measure, seed, len(levels))
                readings = np.log(np.maximum(levels * shown, SMALLEST))
                found.append(log_density(readings, float(np.log(point.value)), measure.error))
    return found


def summed(after: int, members: int, by_seed: Sequence[Floats]) -> HeldOut:
    """What the scores of several seeds come to."""
    totals = np.array(by_seed).sum(axis=3)  # seeds, prior or learnt, combinations
    apart = totals[:, 1] - totals[:, 1, :1]
    scores = [
        LogScore(choices, *(_mean(one) for one in (totals[:, 0, at], totals[:, 1, at], apart[:, at])))
        for at, choices in enumerate(bearing(after, lab().series))
    ]
    return HeldOut(after, by_seed[0].shape[2], len(by_seed), members, tuple(scores))


def _mean(values: Floats) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1))


@cache
def held_out() -> HeldOut:
    """The scores that come with the package."""
    read = json.loads(PATH.read_text("utf-8"))
    scores = [
        LogScore(one["choices"], *(tuple(one[name]) for name in ("prior", "calibrated", "apart")))
        for one in read["scores"]
    ]
    return HeldOut(read["after"], read["figures"], read["seeds"], read["members"], tuple(scores))
