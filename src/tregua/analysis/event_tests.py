"""Policy effects held against dated switches: the change that the lab predicts beside the one that was observed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot

import numpy as np

from tregua.analysis.runs import ran
from tregua.analysis.scores import NINETY
from tregua.catalogue.record import LeverPath, Text
from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import apart
from tregua.lab.estimators import quantile_error, quantiles
from tregua.lab.events import Event, Switch, events, is_test
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.result import values
from tregua.lab.run import FIRST_YEAR, Settings
from tregua.lab.scenario import held
from tregua.lab.schema import Scenario

DRAWS = 200
ENDS = (0.05, 0.5, 0.95)
WHY = Text(en="the switch of an event", es="el cambio de un suceso")


@dataclass(frozen=True, repr=False)
class EventTest(Brief):
    """A switch, an outcome: log ratios of after over before, as observed and as the switch alone would have it.

    Attributes
    ----------
    error : standard deviation of the observed log ratio if nothing had been switched
    predicted, i90 : median and 90 % interval of the lab's log ratio with the switch over without it, over all
        combinations of alternatives in equal shares
    mc_error, i90_error : the Monte-Carlo errors of the median and of both ends
    year : that in which the time observed after the switch has its middle; a flow is that of the whole year
    by_alternative : median by combination, of those that differ from the reference only in what the levers rest on
    agrees : whether the observed change lies within the joint 90 % interval of prediction and error
    telling : whether the change predicted is larger than what the error allows by chance, so that the test can tell an
        effect from none
    test : False where a number of the lab rests on the same figures
    """

    event: str
    levers: tuple[str, ...]
    outcome: str
    place: str
    year: int
    observed: float
    error: float
    predicted: float
    i90: tuple[float, float]
    mc_error: float
    i90_error: tuple[float, float]
    by_alternative: Mapping[str, float]
    agrees: bool
    telling: bool
    test: bool


def event_tests(draws: int = DRAWS, seed: int = 0) -> list[EventTest]:
    """Every change of every event that the lab can play, in the order of the file.

    The lab runs from January of the year of the switch, all other levers and drivers held as they were, once with the
    switch and once without.
    """
    return [one for event in events() if event.levers for one in _of(event, draws, seed)]


def _of(event: Event, draws: int, seed: int) -> Iterator[EventTest]:
    first = min(max(int(event.date[:4]), FIRST_YEAR), lab().world.first)
    until = max(int(change.after.end[:4]) for change in event.observed)
    settings = Settings(draws=draws, seed=seed, first=first, start=f"{first}-01", until=max(until, first + 2))
    before, after = _scenario(event, first, "before"), _scenario(event, first, "after")
    done = ran([before, after], settings, past(first), event.assume)
    for change in event.observed:
        year = max(change.after.middle, first)
        level = values(done.dataset, change.outcome, change.place).sel(year=year).transpose("scenario", ...)
        with_, without = (np.asarray(level.sel(scenario=one.id).values).ravel() for one in (after, before))
        ratio = np.log(with_ / without)
        low, middle, high = quantiles(ratio, ENDS)
        low_error, middle_error, high_error = (quantile_error(ratio, q, draws=draws) for q in ENDS)
        reach = NINETY * hypot(change.sd, (high - low) / (2.0 * NINETY))
        rests_on = {name for switch in event.levers for name in lab().levers[switch.lever].rests_on}
        bearing_on = [one for one in done.alternatives if rests_on >= {*apart(one.choices)}]
        medians = {one.name: float(np.median(ratio[one.part])) for one in bearing_on}
        yield EventTest(
            event.id,
            tuple(dict.fromkeys(switch.lever for switch in event.levers)),
            change.outcome,
            change.place,
            year,
            change.log_ratio,
            change.sd,
            middle,
            (low, high),
            middle_error,
            (low_error, high_error),
            medians,
            abs(change.log_ratio - middle) <= reach,
            abs(middle) > NINETY * change.sd,
            is_test(change),
        )


def _scenario(event: Event, first: int, side: str) -> Scenario:
    """What was held, with the levers of the event before or after its switch."""
    kept = held(first)
    month = max(event.date[:7], f"{first}-01")
    moved = {(one.lever, one.place) for one in event.levers}
    paths = [one for one in kept.levers if (one.lever, one.place) not in moved]
    for switch in event.levers:
        path = {f"{first}-01": switch.before}
        if side == "after":
            path[month] = switch.after
        paths.append(_path(switch, path))
    return kept.model_copy(update={"id": f"{event.id}-{side}", "levers": paths})


def _path(switch: Switch, path: Mapping[str, float]) -> LeverPath:
    unit = lab().levers[switch.lever].unit
    return LeverPath(lever=switch.lever, place=switch.place, unit=unit, path={**path}, tag="assumed", note=WHY)
