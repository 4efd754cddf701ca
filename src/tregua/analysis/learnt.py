"""What a history has taught: each number before and after, what random paths had to explain, how well figures are met.

A number is called ``learnt`` where its standard normal number z lost half of its variance or moved by one standard
deviation of the prior, ``hardly`` where it lost a tenth or moved by 0.3, and ``not`` elsewhere, as where no figure
follows it. By chance alone the variance of N members differs from 1 by √(2/N) and their mean from 0 by 1/√N.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tregua.analysis.calibrate import Calibration
from tregua.analysis.kept import Conditioned
from tregua.analysis.windows import STEP_AT_BREAK, History, Input
from tregua.catalogue.shown import Brief
from tregua.lab.bind import catalogue_hash
from tregua.lab.draws import FARTHEST, quantile
from tregua.lab.estimators import quantile_errors
from tregua.lab.past import Number
from tregua.noise import Floats
from tregua.version import VERSION

LEARNT, HARDLY, NOT = "learnt", "hardly", "not"
WORDS = (LEARNT, HARDLY, NOT)
RULES = ((LEARNT, 0.5, 1.0), (HARDLY, 0.15, 0.3))
"""The least contraction, and the least shift in standard deviations of the prior, that earn a word."""
NOTABLE = 1.0  # standard deviations by which a random number was moved
AT = (0.05, 0.5, 0.95)
Z90 = 1.6448536269514722  # standard deviations from the middle to an end of a 90 % interval


def word(contraction: float, shift: float) -> str:
    """How much was learnt of a number, by rule."""
    earned = (name for name, least, moved in RULES if contraction >= least or abs(shift) >= moved)
    return next(earned, NOT)


@dataclass(frozen=True)
class Spread:
    """Median and 90 % interval of a number in its own unit, and the Monte-Carlo error of each."""

    low: float
    median: float
    high: float
    errors: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Posterior:
    """A number as it is after learning, under one combination.

    `contraction` is 1 − Var(z), `shift` the mean of z: the change in standard deviations of the prior.
    """

    spread: Spread
    contraction: float = 0.0
    shift: float = 0.0

    @property
    def word(self) -> str:
        """How much was learnt, by rule."""
        return word(self.contraction, self.shift)


@dataclass(frozen=True, repr=False)
class Parameter(Brief):
    """A number that is carried on, before and after, the reference of all alternatives first."""

    name: str
    prior: Spread
    by_combination: tuple[Posterior, ...]

    @property
    def reference(self) -> Posterior:
        """What it is under the reference."""
        return self.by_combination[0]

    @property
    def word(self) -> str:
        """How much was learnt of it under the reference."""
        return self.reference.word

    @property
    def contractions(self) -> tuple[float, float]:
        """The least and the greatest contraction of all combinations."""
        found = [one.contraction for one in self.by_combination]
        return min(found), max(found)


@dataclass(frozen=True, repr=False)
class Explained(Brief):
    """A standard normal number that no policy moves, as it had to be for the figures to come out; 0 ± 1 before.

    `kind` is ``shock`` for what a random path did in a year, ``start`` for where it began, ``step`` for what a break
    did to a series; `window` is the first year of the run. Means and standard deviations stand by combination.
    """

    kind: str
    name: str
    window: int
    year: int
    means: tuple[float, ...]
    sds: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Its mean under the reference."""
        return self.means[0]

    @property
    def notable(self) -> bool:
        """Whether it was moved by one standard deviation or more."""
        return abs(self.mean) >= NOTABLE

    @property
    def step(self) -> Spread:
        """A step at a break as a share of the figure, with its 90 % interval."""
        mean, sd = STEP_AT_BREAK * self.mean, STEP_AT_BREAK * self.sds[0]
        low, median, high = (float(np.expm1(mean + at * Z90 * sd)) for at in (-1.0, 0.0, 1.0))
        return Spread(low, median, high)


@dataclass(frozen=True)
class Met:
    """How figures are met: root mean square of the misfit in measurement errors, and how many the 90 % band holds.

    The band is that of what the publisher should have read, the error of measurement in it.
    """

    rms: float
    inside90: int


@dataclass(frozen=True, repr=False)
class Fit(Brief):
    """The figures of a series that were taken in, before and after, by combination."""

    series: str
    n: int
    before: tuple[Met, ...]
    after: tuple[Met, ...]


@dataclass(frozen=True, repr=False)
class Lessons(Brief):
    """What the figures to the end of `cut` have taught; `choices` are those of each combination, the reference first.

    `anew` are the numbers that are set from what was observed before each start, so that nothing of them is carried on.
    """

    version: str
    catalogue_hash: str
    ensemble: str
    cut: int
    seed: int
    members: int
    command: str
    choices: tuple[Mapping[str, float], ...]
    parameters: tuple[Parameter, ...]
    anew: tuple[str, ...]
    vague: tuple[str, ...]
    explained: tuple[Explained, ...]
    fit: tuple[Fit, ...]

    @property
    def n(self) -> int:
        """How many figures were taken in."""
        return sum(one.n for one in self.fit)

    def of_word(self, name: str) -> list[Parameter]:
        """The parameters of which so much was learnt, those that lost most variance first."""
        found = [one for one in self.parameters if one.word == name]
        return sorted(found, key=lambda one: (-one.reference.contraction, one.name))

    @property
    def notable(self) -> list[Explained]:
        """The random numbers that were moved most."""
        return sorted((one for one in self.explained if one.notable), key=lambda one: (-abs(one.mean), one.year))


def lessons(calibration: Calibration, command: str = "") -> Lessons:
    """What a calibration has taught."""
    history, listed = calibration.history, calibration.combinations
    numbers = [one for one in history.inputs if one.kind == "number"]
    return Lessons(
        VERSION,
        catalogue_hash(),
        calibration.version,
        calibration.cut,
        calibration.seed,
        calibration.members,
        command or repeat(calibration.cut, calibration.seed, calibration.members),
        tuple(one.choices for one in listed),
        tuple(_parameter(name, history, listed) for name in history.carried),
        tuple(dict.fromkeys(one.name for one in numbers if one.window)),
        tuple(sorted(history.after.vague & {*history.carried})),
        _explained(history, listed),
        _fit(history, listed),
    )


def repeat(cut: int, seed: int, members: int) -> str:
    """The command that learns the same."""
    return f"tregua calibrate --cut {cut} --seed {seed} --members {members}"


def _parameter(name: str, history: History, listed: tuple[Conditioned, ...]) -> Parameter:
    number = history.after.numbers[name]
    low, median, high = (float(one) for one in quantile(number.distribution, number.value, np.array(AT)))
    prior = Spread(low, median, high)
    at = history.at[Input("number", name)]
    found = (one.numbers[name] if one.gains.moved[at] else None for one in listed)
    return Parameter(name, prior, tuple(_posterior(z, number, prior) for z in found))


def _posterior(z: Floats | None, number: Number, prior: Spread) -> Posterior:
    """A number that no update moved is what it was: members of the prior would differ from it by chance."""
    from scipy.special import ndtr

    if z is None:
        return Posterior(prior)
    values = quantile(number.distribution, number.value, ndtr(np.clip(z, -FARTHEST, FARTHEST)))
    low, median, high = (float(one) for one in np.quantile(values, AT))
    first, second, third = (float(one) for one in quantile_errors(values, AT, 0))
    return Posterior(Spread(low, median, high, (first, second, third)), 1.0 - float(z.var()), float(z.mean()))


def _explained(history: History, listed: tuple[Conditioned, ...]) -> tuple[Explained, ...]:
    means, sds = zip(*(_moments(one) for one in listed), strict=True)
    return tuple(
        Explained(
            one.kind,
            one.name,
            one.window,
            one.year,
            tuple(float(mean[at]) for mean in means),
            tuple(float(sd[at]) for sd in sds),
        )
        for at, one in enumerate(history.inputs)
        if one.kind != "number"
    )


def _moments(one: Conditioned) -> tuple[Floats, Floats]:
    """Mean and standard deviation of every input; of one that no update moved, those of the prior."""
    moved = one.gains.moved
    return np.where(moved, one.mean, 0.0), np.where(moved, one.sd, 1.0)


def _fit(history: History, listed: tuple[Conditioned, ...]) -> tuple[Fit, ...]:
    """Every series as its figures are met: the band is Gaussian in logs, of what is kept of the members."""
    rows: dict[str, list[int]] = {}
    for at, (measure, _) in enumerate(history.targets):
        rows.setdefault(measure.series, []).append(at)

    def met(mean: Floats, sd: Floats, at: list[int]) -> Met:
        off, error = history.observed[at] - mean[at], history.error[at]
        inside = np.abs(off) <= Z90 * np.hypot(sd[at], error)
        return Met(float(np.sqrt(np.mean((off / error) ** 2))), int(inside.sum()))

    figures = [one.figures for one in listed]
    return tuple(
        Fit(
            series,
            len(at),
            tuple(met(one.prior_mean, one.prior_sd, at) for one in figures),
            tuple(met(one.mean, one.sd, at) for one in figures),
        )
        for series, at in rows.items()
    )
