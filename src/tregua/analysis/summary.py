"""What the forecasts of a backtest come to, series by series: skill over the simple rules, coverage, sharpness."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from tregua.analysis.baselines import RULES
from tregua.analysis.event_tests import EventTest
from tregua.analysis.scored import PERSISTENCE, WIDE, Scored
from tregua.analysis.scores import LEVELS, NINETY, Skill, coverage, skill
from tregua.catalogue.shown import Brief

HORIZONS = tuple(tuple(range(1, last + 1)) for last in (3, 5, 8))
"""Years ahead over which skill is told: the nearer ones first."""
NEXT_YEAR = (1,)
ALL_SERIES = "all"
WORSE = 0.01
"""Part of its loss by which the forecasts of a series may be worse with what was learnt before that counts."""


@dataclass(frozen=True, repr=False)
class Forecast(Brief):
    """One figure after a cut and what was forecast of it.

    `policies` and `drivers` are ``held`` at what they were before the cut, or ``known`` as they came to be; the latter
    is a hindcast. `crps_vague` is the loss without what was published after the cut, `crps_background` that with levers
    and groups still, and `crps_alternatives` has the loss of each structural alternative by itself. `calibrated` is the
    forecast with what could be learnt before the cut.
    """

    cut: int
    series: str
    place: str
    variable: str
    unit: str
    horizon: int
    year: int
    observed: float
    policies: str
    drivers: str
    status: str
    scored: Scored
    crps_vague: float | None = None
    crps_background: float | None = None
    crps_alternatives: Mapping[str, float] = field(default_factory=dict)
    calibrated: Scored | None = None

    @property
    def counts(self) -> bool:
        """Whether it stands in the summary: it follows from no other figures, and persistence says something of it."""
        return self.status not in ("derived", "used", "no_baseline")


@dataclass(frozen=True, repr=False)
class Summary(Brief):
    """The forecasts of one series from all origins over some horizons.

    `interval_ratio` and `width_ratio` set our 90 % intervals beside those of persistence: their mean scores and widths.
    Coverage counts only where the first is below one, for a band can be so wide that it cannot miss. `reach` is the
    most years ahead of which there is a figure.
    """

    series: str
    place: str
    policies: str
    horizons: tuple[int, ...]
    n: int
    origins: int
    skill: dict[str, Skill | None]
    coverage: dict[int, float | None]
    interval_ratio: float | None
    width_ratio: float | None
    skill_vague: Skill | None = None
    skill_background: Skill | None = None
    skill_alternatives: Mapping[str, float] = field(default_factory=dict)
    reach: int = 0

    @property
    def coverage_counts(self) -> bool:
        """Whether the intervals are better than those of persistence."""
        return self.interval_ratio is not None and self.interval_ratio < 1.0

    @property
    def has_skill(self) -> bool:
        """Whether the forecasts beat persistence by more than the 90 % error of their skill."""
        found = self.skill[PERSISTENCE]
        return found is not None and found.se is not None and found.value > NINETY * found.se


@dataclass(frozen=True, repr=False)
class Learning(Brief):
    """What learning from the past does to the forecasts of one series, or of `all`, policies held.

    `over_prior` is the skill of the calibrated forecasts over those of the prior, whose ranges were chosen with later
    figures in view; `over_vague` that over the prior without them, where neither knows what came. Coverage of 90 %
    intervals and their scores over those of persistence stand for the prior and the calibrated lab.
    """

    series: str
    horizons: tuple[int, ...]
    n: int
    over_prior: Skill | None
    over_vague: Skill | None
    coverage: tuple[float, float]
    interval_ratio: tuple[float, float]

    @property
    def worse(self) -> bool:
        """Whether the calibrated forecasts are worse than those of the prior."""
        return self.over_prior is not None and self.over_prior.value < -WORSE


@dataclass(frozen=True, repr=False)
class Origin(Brief):
    """All forecasts made at the end of a year, and the parameters that rest on something published after it.

    Those in `kept_later` state no vague prior, so that the score without what came later has them still; in
    `forms_saw_later` are the equations whose form is of a later year.
    """

    cut: int
    saw_later: tuple[str, ...]
    kept_later: tuple[str, ...]
    forms_saw_later: tuple[str, ...]
    forecasts: tuple[Forecast, ...]


@dataclass(frozen=True, repr=False)
class Backtest(Brief):
    """Forecasts from one or more origins, and policy effects held against dated switches.

    `unused` names the variables of a folder that nothing was held against.
    """

    version: str
    catalogue_hash: str
    seed: int
    draws: int
    command: str
    cuts: tuple[Origin, ...]
    unused: tuple[str, ...] = ()
    events: tuple[EventTest, ...] = ()

    @cached_property
    def summaries(self) -> tuple[Summary, ...]:
        """What the forecasts come to, series by series."""
        return summarise(one for cut in self.cuts for one in cut.forecasts)

    @cached_property
    def learning(self) -> tuple[Learning, ...]:
        """What learning did, for the next year and for the nearer ones: all series together, then one by one."""
        return learning(one for cut in self.cuts for one in cut.forecasts)


def summarise(forecasts: Iterable[Forecast]) -> tuple[Summary, ...]:
    """A summary for each series, for policies and drivers both held or both known, and for each set of horizons."""
    groups: dict[tuple[str, str], list[Forecast]] = {}
    for one in forecasts:
        if one.counts and one.policies == one.drivers:
            groups.setdefault((one.series, one.policies), []).append(one)
    return tuple(
        _summary(chosen, horizons)
        for several in groups.values()
        for horizons in HORIZONS
        if (chosen := [one for one in several if one.horizon in horizons])
    )


def _summary(forecasts: Sequence[Forecast], horizons: tuple[int, ...]) -> Summary:
    first = forecasts[0]
    block = len(horizons)
    inside = {
        level: [low <= one.observed <= high for one in forecasts for low, high in [one.scored.intervals[level]]]
        for level in LEVELS
    }
    plain = [one.scored.interval_persistence for one in forecasts]
    theirs = [one for one in plain if one is not None]
    return Summary(
        first.series,
        first.place,
        first.policies,
        horizons,
        len(forecasts),
        len({one.cut for one in forecasts}),
        {rule: _skill(forecasts, lambda one: one.scored.crps, rule, block) for rule in RULES},
        {level: coverage(several) for level, several in inside.items()},
        _ratio([one.scored.interval.score for one in forecasts], [one.score for one in theirs]),
        _ratio([one.scored.interval.width for one in forecasts], [one.width for one in theirs]),
        _skill(forecasts, lambda one: one.crps_vague, PERSISTENCE, block),
        _skill(forecasts, lambda one: one.crps_background, PERSISTENCE, block),
        _of_alternatives(forecasts, block),
        max(one.horizon for one in forecasts),
    )


def _skill(
    forecasts: Sequence[Forecast], loss: Callable[[Forecast], float | None], rule: str, block: int
) -> Skill | None:
    """Skill over a rule, of the forecasts that have such a loss."""
    ours: dict[int, list[float]] = {}
    theirs: dict[int, list[float]] = {}
    for one in forecasts:
        own, other = loss(one), one.scored.crps_baselines[rule]
        if own is not None and other is not None:
            ours.setdefault(one.cut, []).append(own)
            theirs.setdefault(one.cut, []).append(other)
    return skill(ours, theirs, block)


def _of_alternatives(forecasts: Sequence[Forecast], block: int) -> dict[str, float]:
    """Skill over persistence of each structural alternative by itself."""
    names = dict.fromkeys(name for one in forecasts for name in one.crps_alternatives)
    skills = {name: _skill(forecasts, partial(_loss_of, name), PERSISTENCE, block) for name in names}
    return {name: one.value for name, one in skills.items() if one}


def _loss_of(alternative: str, forecast: Forecast) -> float | None:
    return forecast.crps_alternatives.get(alternative)


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    return sum(ours) / sum(theirs) if theirs and sum(theirs) > 0.0 else None


def learning(forecasts: Iterable[Forecast]) -> tuple[Learning, ...]:
    """The prior beside the calibrated lab, where both forecast."""
    both = [one for one in forecasts if one.counts and one.calibrated is not None]
    names = dict.fromkeys(one.series for one in both)
    found = []
    for horizons in (NEXT_YEAR, HORIZONS[0]):
        near = [one for one in both if one.horizon in horizons]
        groups = {ALL_SERIES: near, **{name: [one for one in near if one.series == name] for name in names}}
        found += [_learning(name, horizons, several) for name, several in groups.items() if several]
    return tuple(found)


def _learning(series: str, horizons: tuple[int, ...], forecasts: Sequence[Forecast]) -> Learning:
    pairs = [(one.scored, one.calibrated) for one in forecasts if one.calibrated is not None]
    losses: tuple[dict[int, list[float]], ...] = ({}, {}, {})
    for one, (prior, calibrated) in zip(forecasts, pairs, strict=True):
        for by_cut, loss in zip(losses, (calibrated.crps, prior.crps, one.crps_vague), strict=True):
            by_cut.setdefault(one.cut, []).append(prior.crps if loss is None else loss)
    ours, theirs, vague = losses
    plain = sum(prior.interval_persistence.score for prior, _ in pairs if prior.interval_persistence)
    inside = [[_inside(one, scored) for scored in pair] for one, pair in zip(forecasts, pairs, strict=True)]
    return Learning(
        series,
        horizons,
        len(forecasts),
        None if series == ALL_SERIES else skill(ours, theirs, len(horizons)),
        None if series == ALL_SERIES else skill(ours, vague, len(horizons)),
        (sum(a for a, _ in inside) / len(inside), sum(b for _, b in inside) / len(inside)),
        (
            sum(prior.interval.score for prior, _ in pairs) / plain,
            sum(calibrated.interval.score for _, calibrated in pairs) / plain,
        ),
    )


def _inside(one: Forecast, scored: Scored) -> bool:
    low, high = scored.intervals[WIDE]
    return low <= one.observed <= high
