"""Observed figures beside the bands that come with the calibration, before and after learning, without a run.

They are those of the reference of all alternatives, normal in logs, the error of measurement in them.
"""

from statistics import NormalDist

import numpy as np

from tregua.analysis.beside import QUANTILES, Beside, Figure, worst_first
from tregua.analysis.calibrate import Calibration
from tregua.evidence.ledger import series
from tregua.noise import Floats

_Z = tuple(NormalDist().inv_cdf(one) for one in QUANTILES)


def kept_bands(calibration: Calibration) -> list[tuple[Beside, Beside]]:
    """Every series from which the lab learns, before and after learning, the one met worst before first."""
    figures = calibration.combinations[0].figures
    before = {one.series: one for one in _beside(calibration, figures.prior_mean, figures.prior_sd)}
    after = {one.series: one for one in _beside(calibration, figures.mean, figures.sd)}
    return [(one, after[one.series]) for one in worst_first(before.values())]


def _beside(calibration: Calibration, mean: Floats, sd: Floats) -> list[Beside]:
    history = calibration.history
    wide = np.hypot(sd, history.error)
    points: dict[str, list[Figure]] = {}
    for at, (measure, point) in enumerate(history.targets):
        band = (float(np.exp(mean[at] + z * wide[at])) for z in _Z)
        found = Figure(point.year, point.month, point.value, measure.vintages, *band)
        points.setdefault(measure.series, []).append(found)
    bound = {measure.series: measure for measure, _ in history.targets}
    return [
        Beside(
            name,
            bound[name].reads,
            bound[name].place,
            bound[name].variable,
            series()[name].unit,
            bound[name].scale,
            bound[name].derived,
            tuple(several),
        )
        for name, several in points.items()
    ]
