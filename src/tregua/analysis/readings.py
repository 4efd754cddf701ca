"""What a publisher should have read in a run: the lab's figure, the part that a series shows, the error of measurement.

Observed = true · share · exp(error · z), z standard normal for each figure and draw. One over the share is uniform on
the number of its parameter. The errors have addresses of their own: no forecast moves because another series was read.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from tregua.evidence.schema import Point, Series
from tregua.lab.draws import stream_of
from tregua.lab.measure import Measure, Share
from tregua.lab.model import lab
from tregua.noise import Floats, normals, points

DECEMBER = 12


def level(path: Mapping[int, Floats], measure: Measure, year: int, month: int | None) -> Floats | None:
    """The outcome at the time of a figure; none where the run has nothing of that time.

    A stock within a year lies between its Decembers on the straight line of its logs; a flow is that of a whole year.
    """
    if month in (None, DECEMBER):
        return path.get(year)
    if lab().outcomes[measure.reads].kind == "flow" or year not in path or year - 1 not in path:
        return None
    part = month / DECEMBER
    before, after = (np.log(np.maximum(path[at], np.finfo(float).tiny)) for at in (year - 1, year))
    return np.asarray(np.exp((1.0 - part) * before + part * after))


def reading(levels: Floats, measure: Measure, year: int, month: int | None, seed: int, draws: int) -> Floats:
    """What the series should read in each draw whose level it is.

    Parameters
    ----------
    levels : of all draws of one combination of alternatives, then of the next
    draws : of each combination
    """
    step = year * DECEMBER + (month or DECEMBER)
    noise = normals(seed, f"measure {measure.series}", step, 0, len(levels))
    read = levels * np.exp(measure.error * noise)
    return np.asarray(read * np.resize(part_shown(measure, seed, draws), len(levels)))


def part_shown(measure: Measure, seed: int, draws: int) -> Floats:
    """The part of the true quantity that a series shows, by draw."""
    if measure.share is None:
        return np.ones(draws)
    (u,) = points(seed, [stream_of(measure.share.undoes)], 0, draws)
    return undone(measure.share, u)


def undone(share: Share, u: Floats) -> Floats:
    """The part that a series shows, at the uniform numbers of the parameter that scales it up."""
    least, most = 1.0 / share.high, 1.0 / share.low
    return np.asarray(1.0 / (least + (most - least) * u))


def cell(annual: Floats, outcome: str, place: str) -> Floats:
    """One outcome in one place, or its total; the last dimension of `annual` is the outcome column."""
    record, columns = lab().outcomes[outcome], lab().outcome_columns
    if record.index is None:
        return np.asarray(annual[..., columns[outcome, None]])
    parts = lab().totals(record).get(place, [place])
    return np.asarray(annual[..., [columns[outcome, part] for part in parts]].sum(axis=-1))


def yearly(series: Series) -> dict[int, float]:
    """The figures that stand for whole years or for their ends, a figure a year, in order."""
    found = {one.year: one.value for one in sorted(series.points, key=_time) if one.month in (None, DECEMBER)}
    return dict(sorted(found.items()))


def latest(series: Series) -> dict[int, float]:
    """The last figure of each year, in order, also one of a month within it: what was counted when one looks back."""
    return {one.year: one.value for one in sorted(series.points, key=lambda one: (one.year, one.month or DECEMBER))}


def _time(point: Point) -> tuple[int, int]:
    return point.year, point.month or 0


def dated(series: Series, measure: Measure, first: int) -> Iterator[Point]:
    """The figures of a series that are held against a run from January of `first`."""
    return (point for point in series.points if point.year >= max(first, measure.first))
