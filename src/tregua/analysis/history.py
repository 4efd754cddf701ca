"""The record as a run, from the year from which it is known, beside every series that measures something of it."""

from collections.abc import Iterable

from tregua.analysis.beside import Alternative, Beside, Figure, History, figure, worst_first
from tregua.analysis.price import price_fits
from tregua.analysis.readings import dated, level, reading
from tregua.analysis.runs import Ran, ran
from tregua.analysis.windows import by_start
from tregua.evidence.schema import Series
from tregua.lab.bind import catalogue_hash
from tregua.lab.measure import Measure, measures, unbound
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.run import Progress, Settings
from tregua.lab.scenario import record
from tregua.version import VERSION


def history(
    draws: int = 128, seed: int = 0, progress: Progress = lambda done, total: None, command: str = ""
) -> History:
    """Run what was done, open loop, and set every bound series beside it, the worst first.

    Raises
    ------
    RunError
        In some draw the model has no solution.
    """
    starts = by_start(measures())
    found: list[Beside] = []
    for at, (first, several) in enumerate(starts.items()):
        progress(at, len(starts))
        found += _from(first, several, draws, seed)
    progress(len(starts), len(starts))
    price = price_fits(draws, seed)
    return History(VERSION, catalogue_hash(), seed, draws, command, tuple(worst_first(found)), unbound(), price)


def _from(first: int, several: Iterable[Measure], draws: int, seed: int) -> list[Beside]:
    """The series held against one run."""
    several, known = list(several), past(first)
    last = max(point.year for one in several for point in lab().series[one.series].points)
    settings = Settings(draws=draws, seed=seed, first=first, until=max(first + 1, last))
    done = ran([record()], settings, known)
    found = [_beside(measure, lab().series[measure.series], first, done, seed) for measure in several]
    return [one for one in found if one.points]


def _beside(measure: Measure, series: Series, first: int, done: Ran, seed: int) -> Beside:
    """A series beside the run, and beside the draws of each structural alternative."""
    levels = done.path(measure, record().id)
    read = {}
    for point in dated(series, measure, first):
        at = level(levels, measure, point.year, point.month)
        if at is not None:
            read[point.year, point.month] = point, reading(at, measure, point.year, point.month, seed, done.draws)

    def figures(part: slice) -> tuple[Figure, ...]:
        return tuple(
            figure(point.year, point.month, point.value, measure.vintages, draws[part])
            for point, draws in read.values()
        )

    return Beside(
        series.id,
        measure.reads,
        measure.place,
        measure.variable,
        series.unit,
        measure.scale,
        measure.derived,
        figures(slice(None)),
        tuple(Alternative(one.choices, one.part.stop - one.part.start, figures(one.part)) for one in done.alternatives),
        bool(measure.used),
    )
