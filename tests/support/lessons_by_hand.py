"""A small calibration, and lessons made by hand."""

from functools import cache

from tregua.analysis.calibrate import Calibration, calibrate
from tregua.analysis.learnt import Explained, Fit, Lessons, Met, Parameter, Posterior, Spread, lessons

CUT, MEMBERS = 2012, 64


@cache
def small() -> Calibration:
    """The figures of three years under nine combinations."""
    return calibrate(CUT, members=MEMBERS)


@cache
def small_lessons() -> Lessons:
    """What they have taught."""
    return lessons(small())


def posterior(contraction: float, shift: float) -> Posterior:
    """A posterior of which only this matters."""
    return Posterior(Spread(0.1, 0.2, 0.3, (0.01, 0.01, 0.01)), contraction, shift)


def by_hand(*moved: tuple[str, float, float], means: tuple[float, float] = (1.2, 0.9)) -> Lessons:
    """Lessons of two combinations: parameters with their contraction and shift, one random path of 2014, one series."""
    prior = Spread(0.0, 0.5, 1.0)
    return Lessons(
        version="0",
        catalogue_hash="hash",
        ensemble="2014-abc",
        cut=2014,
        seed=0,
        members=512,
        command="tregua calibrate --cut 2014 --seed 0 --members 512",
        choices=({"ceasefire_fights": 0.0}, {"ceasefire_fights": 0.615}),
        parameters=tuple(
            Parameter(name, prior, (posterior(contraction, shift), posterior(contraction / 2.0, shift)))
            for name, contraction, shift in moved
        ),
        anew=("size_0.ELN",),
        vague=("yield_growth",),
        explained=(
            Explained("shock", "area.COL", 2010, 2014, means, (0.5, 0.6)),
            Explained("step", "coca_area.PER", 2010, 2012, (0.5, 0.4), (0.8, 0.8)),
        ),
        fit=(Fit("coca_area.COL", 4, (Met(9.87, 4), Met(8.0, 4)), (Met(1.23, 3), Met(1.0, 4))),),
    )
