"""Regret of each policy: how far it lies, in the same draw, from the policy that does most of what is wanted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tregua.analysis.deciding.futures import Alternative, Futures
from tregua.analysis.deciding.goals import Cell, Worth, by_cell, cells_of, goals, sign_of
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.lab.caveats import run_caveats
from tregua.lab.cell import matters_from
from tregua.lab.estimators import ROUNDING
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of, span_of
from tregua.lab.scenario import RECORD, differing, record
from tregua.noise import Floats

HIGH = 0.9
TENTH = 0.1
WEIGHED = "weighed"
OUTLAY = "state_outlay"


@dataclass(frozen=True)
class Within:
    """Regret within one structural alternative: the largest of any draw, the 90th percentile, the mean.

    `ahead` is the share of draws in which the policy is ahead of all others, or level with who is: its regret is zero.
    """

    alternative: str
    max: float
    p90: float
    mean: float
    ahead: float


@dataclass(frozen=True, repr=False)
class Row(Brief):
    """Regret of one policy in one outcome: `max`, `p90` and `mean` are the largest over the alternatives of `by`.

    `status` is ``figures``, or the reason why there are none: ``no_cost`` where something that the policy does has no
    published cost, ``same`` where all policies come to the same in every future. `matters` is the smallest difference
    that does. The largest regret of any draw grows with the number of draws.
    """

    scenario: str
    outcome: str
    place: str
    unit: str
    status: str
    matters: float | None = None
    max: float | None = None
    p90: float | None = None
    mean: float | None = None
    by: tuple[Within, ...] = ()


@dataclass(frozen=True)
class Meets:
    """The share of futures, by alternative, in which a policy meets all thresholds that a person typed."""

    scenario: str
    low: float
    high: float
    by: Mapping[str, float]


@dataclass(frozen=True)
class Undominated:
    """In how many alternatives no other policy does as well in every outcome and better in one.

    `by` are the policies that do so somewhere, each with in how many alternatives.
    """

    scenario: str
    alternatives: int
    by: Mapping[str, int]


@dataclass(frozen=True)
class Least:
    """A policy of least regret under weights that a person typed, by one of three measures; of equal ones each.

    `alternatives` are those in which it is that, of its own measure within each.
    """

    measure: str
    scenario: str
    alternatives: int


@dataclass(frozen=True, repr=False)
class Regret(Brief):
    """Regret among some policies in one year or, where it has a `since`, from that year on.

    `weighed` are rows of the sum under typed weights, in their unit, and `least` what these come to; both are empty
    where no weights were typed.
    """

    futures: Futures
    year: int
    since: int | None
    rows: tuple[Row, ...]
    pareto: tuple[Undominated, ...]
    thresholds: Mapping[Cell, float] = field(default_factory=dict)
    meets: tuple[Meets, ...] = ()
    worth: Worth = field(default_factory=dict)
    weighed: tuple[Row, ...] = ()
    least: tuple[Least, ...] = ()
    caveats: tuple[Said, ...] = ()

    def one(self, scenario: str, outcome: str, place: str) -> Row:
        """The row of a policy and an outcome."""
        return next(row for row in self.rows if (row.scenario, row.outcome, row.place) == (scenario, outcome, place))


def regrets(wanted: Floats) -> Floats:
    """How far each policy lies behind the one that is ahead in the same future; rounding is no regret.

    Parameters
    ----------
    wanted : of which more is wanted, shape (…, policies, draws)

    Returns
    -------
    array of the same shape, ≥ 0, with a zero for some policy of every future
    """
    ahead = wanted.max(axis=-2, keepdims=True)
    behind = ahead - wanted
    return np.where(behind <= ROUNDING * np.abs(ahead), 0.0, behind)


def regret(
    found: Futures,
    year: int,
    outcomes: Iterable[str] = (),
    worth: Worth | None = None,
    thresholds: Mapping[str, float] | None = None,
    since: int | None = None,
) -> Regret:
    """Regret of each policy of a run, outcome by outcome; rights and harm to civilians are always among them.

    Parameters
    ----------
    found
        The policies and their futures, as `tregua.analysis.deciding.futures.futures` gives them.
    outcomes
        Cells to tell beside those, ``homicides`` or ``ANDES.coca_area``; where none is named, all wanted one way.
    worth
        What one more unit of a cell is worth to the user: the only way to a policy of least regret.
    thresholds
        By cell, what a policy has to meet: at most, where less is wanted, at least where more is.
    since
        The year from which flows are added up; in the one year alone where none is given.

    Raises
    ------
    InputError
        With the nearest outcome or place, or an outcome is contested.
    """
    cells = cells_of(outcomes)
    span = _Span(found, year, since)
    uncosted = {place: without_cost(found, place) for place in lab().places("payers")}
    rows = [row for cell in cells for row in _rows(span, cell, uncosted)]
    moved = [cell for cell in cells if all(_has(rows, name, cell) for name in found.policies)]
    limits = by_cell(thresholds or {}, "--threshold")
    _check_limits(limits, uncosted)
    weighed = _weighed(span, worth, uncosted) if worth else ()
    return Regret(
        found,
        year,
        since,
        tuple(rows),
        _pareto(span, moved),
        limits,
        _meets(span, limits) if limits else (),
        dict(worth or {}),
        weighed,
        _least(weighed) if weighed else (),
        tuple(_caveats(found, rows)),
    )


@dataclass(frozen=True)
class _Span:
    """Some futures in a year, or from a year on."""

    futures: Futures
    year: int
    since: int | None

    def levels(self, cell: Cell) -> Floats:
        return self.futures.told(cell, self.year, self.since)

    def unit(self, cell: Cell) -> str:
        """The unit of the levels: that of a flow that is added up is no longer by year."""
        return cell.unit.removesuffix("/year") if self._summed(cell) else cell.unit

    def matters(self, cell: Cell) -> float:
        """The smallest difference that matters, of a flow that is added up that of a year times the years.

        Where it is a part of what there is, that is what was done, or the median of all policies without it.
        """
        years = self.year - (self.since or 0) + 1 if self._summed(cell) else 1
        levels, policies = self.futures.of(cell, self.year)[0], self.futures.policies
        middle = levels[policies.index(RECORD)] if RECORD in policies else levels
        return years * matters_from(cell.outcome, float(np.median(middle)), {})

    def _summed(self, cell: Cell) -> bool:
        return self.since is not None and lab().outcomes[cell.outcome].kind == "flow"


def without_cost(found: Futures, place: str) -> set[str]:
    """The policies that move something which this State pays for and whose cost nobody published or typed."""
    span, known = span_of(found.dataset), scenarios_of(found.dataset)
    return {
        name
        for name in found.policies
        for lever in differing(record(), known[name], span)
        if not lever.driver and not lever.cost and lever.id not in found.costed and place in lab().payers(lever)
    }


def _rows(span: _Span, cell: Cell, uncosted: Mapping[str, set[str]]) -> list[Row]:
    """The rows of a cell; policies whose cost is not known are not among those that can be ahead in it."""
    found = span.futures
    without = uncosted.get(cell.place, set()) if cell.outcome == OUTLAY else set()
    known = [name for name in found.policies if name not in without]
    levels = span.levels(cell)[:, [found.policies.index(name) for name in known]]
    named = (cell.outcome, cell.place, span.unit(cell))
    told = [Row(name, *named, "no_cost") for name in found.policies if name in without]
    behind = regrets(sign_of(cell.outcome) * levels) if len(known) > 1 else np.zeros(0)
    if not behind.any():
        return [*told, *(Row(name, *named, "same") for name in known)]
    matters = span.matters(cell)
    return [*told, *(_row(name, named, found.alternatives, behind[:, at], matters) for at, name in enumerate(known))]


def _row(
    scenario: str,
    named: tuple[str, str, str],
    alternatives: Sequence[Alternative],
    behind: Floats,
    matters: float | None,
) -> Row:
    """The row of a policy that lies so far behind, shape (alternatives, draws)."""
    figures = (behind.max(axis=1), np.quantile(behind, HIGH, axis=1), behind.mean(axis=1), (behind == 0.0).mean(axis=1))
    told = zip(alternatives, *(each.tolist() for each in figures), strict=True)
    by = tuple(Within(one.name, *each) for one, *each in told)
    largest = (max(one.max for one in by), max(one.p90 for one in by), max(one.mean for one in by))
    return Row(scenario, *named, "figures", matters, *largest, by)


def _has(rows: Iterable[Row], scenario: str, cell: Cell) -> bool:
    named = (scenario, cell.outcome, cell.place)
    return any((row.scenario, row.outcome, row.place) == named and row.status == "figures" for row in rows)


def _pareto(span: _Span, cells: Sequence[Cell]) -> tuple[Undominated, ...]:
    """Which policies no other beats on all cells, in how many alternatives, by means within each.

    One beats another where it is behind in no cell by a tenth of what matters, and ahead in one by what matters.
    """
    found, count = span.futures, len(span.futures.policies)
    behind: NDArray[np.bool_] = np.zeros((len(found.alternatives), count, count), dtype=bool)
    ahead = behind.copy()
    for cell in cells:
        matters = span.matters(cell)
        means = sign_of(cell.outcome) * span.levels(cell).mean(axis=2)
        more = means[:, :, None] - means[:, None, :]
        behind |= more < -TENTH * matters
        ahead |= more >= matters
    beats = ahead & ~behind
    return tuple(
        Undominated(
            name,
            int((~beats[:, :, at].any(axis=1)).sum()),
            {by: int(times) for by, times in zip(found.policies, beats[:, :, at].sum(axis=0), strict=True) if times},
        )
        for at, name in enumerate(found.policies)
    )


def _check_limits(limits: Mapping[Cell, float], uncosted: Mapping[str, set[str]]) -> None:
    problems = [
        Problem("contested_threshold", "--threshold", {"found": cell.outcome})
        for cell in limits
        if not sign_of(cell.outcome)
    ]
    problems += [
        Problem("not_finite", "--threshold", {"field": cell.outcome, "found": number})
        for cell, number in limits.items()
        if not abs(number) < 1e15
    ]
    problems += [
        Problem("discover_no_cost", "--threshold", {"found": name})
        for cell in limits
        if cell.outcome == OUTLAY
        for name in sorted(uncosted[cell.place])
    ]
    if problems:
        raise InputError(problems)


def _meets(span: _Span, limits: Mapping[Cell, float]) -> tuple[Meets, ...]:
    """The share of draws in which each policy meets all thresholds."""
    met = np.all(
        [sign_of(cell.outcome) * (span.levels(cell) - limit) >= 0.0 for cell, limit in limits.items()], axis=0
    ).mean(axis=2)
    names = [one.name for one in span.futures.alternatives]
    return tuple(
        Meets(name, float(share.min()), float(share.max()), dict(zip(names, share.tolist(), strict=True)))
        for name, share in zip(span.futures.policies, met.T, strict=True)
    )


def _weighed(span: _Span, worth: Worth, uncosted: Mapping[str, set[str]]) -> tuple[Row, ...]:
    """Rows of the sum under typed weights; a policy whose cost is weighed and not known has none."""
    found = span.futures
    paid = [cell.place for cell in worth if cell.outcome == OUTLAY]
    without = set().union(*(uncosted.get(place, set()) for place in paid))
    known = [name for name in found.policies if name not in without]
    named = (WEIGHED, "", WEIGHED)
    told = [Row(name, *named, "no_cost") for name in found.policies if name in without]
    if len(known) < 2:
        return (*told, *(Row(name, *named, "same") for name in known))
    total = sum(weight * span.levels(cell) for cell, weight in worth.items())
    behind = regrets(np.asarray(total)[:, [found.policies.index(name) for name in known]])
    if not behind.any():
        return (*told, *(Row(name, *named, "same") for name in known))
    rows = (_row(name, named, found.alternatives, behind[:, at], None) for at, name in enumerate(known))
    return (*told, *rows)


def _least(rows: Sequence[Row]) -> tuple[Least, ...]:
    """The policy of least regret by each measure, and in how many alternatives it is that."""
    told = [row for row in rows if row.status == "figures"]
    found = []
    for measure in ("max", "p90", "mean") if told else ():
        values = np.array([[getattr(one, measure) for one in row.by] for row in told])
        largest = values.max(axis=1)
        for at in np.flatnonzero(largest == largest.min()):
            found.append(Least(measure, told[at].scenario, int((values[at] <= values.min(axis=0)).sum())))
    return tuple(found)


def _caveats(found: Futures, rows: Iterable[Row]) -> Iterable[Said]:
    yield Said("caveat.regret")
    contested = tuple(lab().outcomes[name].text for name, goal in goals().items() if goal.wanted is None)
    yield Said("caveat.contested", {"outcomes": contested})
    if any(row.status == "no_cost" for row in rows):
        yield Said("caveat.cost_unknown")
    yield from run_caveats(found.dataset, found.policies)
