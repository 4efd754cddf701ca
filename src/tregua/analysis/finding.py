"""What an answer comes to on one screen, by rule: the finding, the greatest harm, a few outcomes beside today's."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import xarray as xr

from tregua.catalogue.errors import InputError, unknown_name
from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Text
from tregua.catalogue.shown import Brief
from tregua.evidence.schema import Point, Series
from tregua.lab.cell import LIKELY, Comparison
from tregua.lab.compare import Comparisons
from tregua.lab.estimators import quantiles
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of, span_of, values
from tregua.lab.schema import FindingFile, Harm, Outcome, Told

POLICIES = 3
PHONE = 3  # outcomes on a narrow screen
HALF = 0.5
COST = "state_outlay"
PLACE = "{place}"  # in the name of a row
PATH = PACKAGE / "analysis" / "finding.yaml"


@dataclass(frozen=True, repr=False)
class Lead(Brief):
    """A cell whose direction holds in most of its alternatives: in `count` of them it is `side`."""

    cell: Comparison
    side: Literal["lower", "higher"]
    count: int

    @property
    def share(self) -> float:
        """The part of the alternatives that share the direction; of one figure its chance."""
        one = self.cell
        return self.count / one.n_alternatives if one.p_lower is None else max(one.p_lower, 1.0 - one.p_lower)

    @property
    def size(self) -> float:
        """The least it is in any alternative, in units of what matters."""
        if self.cell.median is not None:
            return abs(self.cell.median) / self.cell.material.threshold
        assert self.cell.median_range is not None
        low, high = self.cell.median_range
        return 0.0 if low * high <= 0.0 else min(abs(low), abs(high)) / self.cell.material.threshold


@dataclass(frozen=True, repr=False)
class Row(Brief):
    """An outcome with its cells, a policy each, and the last figure that was observed of it.

    `beyond` tells where an observed figure of a year of the run lies outside the baseline's 90 % band.
    """

    outcome: Outcome
    place: str
    text: Text
    harm: Harm | None
    series: Series | None
    today: Point | None
    beyond: Literal["above", "below"] | None
    cells: tuple[Comparison, ...]


@dataclass(frozen=True, repr=False)
class Finding(Brief):
    """The first screen of an answer.

    `policies` are at most three scenarios: the first, and those that the finding and the harm are about, which are
    looked for in all. `others` are left for the whole table; the cells in `rows` are those of all scenarios, in their
    order. `assumed` counts the headline figures in which assumptions carry most of the spread, among those of which
    that is known.
    """

    comparisons: Comparisons
    assumed_by_user: Mapping[str, float]
    names: Mapping[str, Text]
    policies: tuple[str, ...]
    others: tuple[str, ...]
    rows: tuple[Row, ...]
    lead: Lead | None
    harm: Lead | None
    assumed: tuple[int, int]

    def cells(self, row: Row) -> list[Comparison]:
        """The cells of a row that the first screen shows, a policy each."""
        return [one for one in row.cells if one.scenario in self.policies]


@cache
def _file() -> FindingFile:
    read, document = load(FindingFile, PATH)
    problems = [
        unknown_name("@name.outcome", one.outcome, lab().outcomes, document.at((part, at, "outcome")))
        for part, listed in (("outcomes", read.outcomes), ("elsewhere", read.elsewhere))
        for at, one in enumerate(listed)
        if one.outcome not in lab().outcomes
    ]
    if problems:
        raise InputError(problems)
    return read


def told() -> list[Told]:
    """The outcomes of the first screen.

    Raises
    ------
    InputError
        With file and line, where the lab has no such outcome.
    """
    return _file().outcomes


def finding(dataset: xr.Dataset, comparisons: Comparisons) -> Finding:
    """What the comparisons of a run come to.

    The finding is the outcome whose direction holds in the largest part of its alternatives, of several the one that is
    largest beside what matters; the harm is the largest rise, in most alternatives, of an outcome that harms people. Of
    policies that move no outcome of the first screen, it tells what they move most elsewhere.
    """
    names = list(dict.fromkeys(one.scenario for one in comparisons.comparisons))
    rows = tuple(_row(one, _place(one, names, comparisons), names, dataset, comparisons) for one in told())
    lead, harm = _lead(told(), rows), _harm(rows)
    shown = _shown(names, lead, harm)
    if further := _elsewhere(shown, rows, comparisons, beside=lead is not None):
        added = tuple(_row(one, place, names, dataset, comparisons) for one, place in further)
        rows = _with(rows, added, shown, lead)
        lead = lead or _lead([one for one, _ in further], added)
        harm = _harm(rows)
        shown = _shown(names, lead, harm)
    return Finding(
        comparisons,
        json.loads(dataset.attrs["assumptions"]),
        {name: one.text for name, one in scenarios_of(dataset).items()},
        shown,
        tuple(name for name in names if name not in shown),
        rows,
        lead,
        harm,
        _assumed(comparisons),
    )


def _lead(listed: Iterable[Told], rows: Iterable[Row]) -> Lead | None:
    leads = [
        lead for one, row in zip(listed, rows, strict=True) if one.lead for lead in _leads(row.cells) if _tells(lead)
    ]
    return max(leads, key=lambda one: (one.share, one.size), default=None)


def _harm(rows: Iterable[Row]) -> Lead | None:
    harms = [lead for row in rows if row.harm for lead in _leads(row.cells) if lead.side == "higher"]
    return max(harms, key=lambda one: one.size, default=None)


def _place(one: Told, names: Iterable[str], comparisons: Comparisons) -> str:
    """The first place of an outcome; of costs that nobody there pays, the place that pays most."""
    places = lab().outcomes[one.outcome].headline
    if one.outcome != COST:
        return places[0]
    paid = {
        place: max(abs(end) for name in names for end in comparisons.one(name, COST, place).median_range or (0.0,))
        for place in places
    }
    return places[0] if paid[places[0]] else max(places, key=lambda place: paid[place])


def _elsewhere(
    shown: Iterable[str], rows: Iterable[Row], comparisons: Comparisons, beside: bool
) -> list[tuple[Told, str]]:
    """What policies move that move no outcome of the first screen, the most first; `beside` others, in other places."""
    first = [row for row in rows if row.outcome.id != COST]
    moved = {one.scenario for row in first for one in row.cells if _moves(one)}
    told_already, here = {(row.outcome.id, row.place) for row in first}, {row.place for row in first if beside}
    found = [
        (lead, one, place)
        for one in _file().elsewhere
        for place in lab().outcomes[one.outcome].headline
        if (one.outcome, place) not in told_already and place not in here
        for lead in _leads(comparisons.one(name, one.outcome, place) for name in shown if name not in moved)
        if _tells(lead)
    ]
    best: dict[str, tuple[Told, str]] = {}
    for _, one, place in sorted(found, key=lambda each: (-each[0].share, -each[0].size)):
        best.setdefault(one.outcome, (one, place))
    return [*best.values()]


def _moves(one: Comparison) -> bool:
    """Whether a policy moves an outcome by what may matter."""
    lead = holds(one)
    return lead is not None and _tells(lead)


def _with(rows: tuple[Row, ...], added: tuple[Row, ...], shown: Iterable[str], lead: Lead | None) -> tuple[Row, ...]:
    """As many rows with further ones, these first where they lead, else third; what no policy moves gives way."""
    kept = [
        row
        for row in rows
        if row is rows[0] or row.outcome.id == COST or any(_moves(one) for one in row.cells if one.scenario in shown)
    ]
    new = added[: max(1, len(rows) - len(kept))]
    while len(kept) + len(new) > len(rows):
        kept.remove([row for row in kept[2:] if row.outcome.id != COST and not (lead and lead.cell in row.cells)][-1])
    at = PHONE - 1 if lead else 0
    return (*kept[:at], *new, *kept[at:])


def _shown(names: list[str], *told: Lead | None) -> tuple[str, ...]:
    """The first three scenarios, and in the place of the last of them those that the sentences are about."""
    about = {one.cell.scenario for one in told if one}
    first = [name for name in names if name in about]
    first += [name for name in names if name not in about]
    return tuple(name for name in names if name in first[:POLICIES])


def _row(one: Told, place: str, names: Iterable[str], dataset: xr.Dataset, comparisons: Comparisons) -> Row:
    outcome = lab().outcomes[one.outcome]
    found = [each for each in lab().series.values() if (each.outcome, each.place) == (outcome.id, place)]
    series = found[0] if found else None
    today = max(series.points, key=lambda point: (point.year, point.month or 12)) if series else None
    cells = tuple(comparisons.one(name, outcome.id, place) for name in names)
    beyond = _beyond(dataset, comparisons.baseline, outcome, place, today)
    where = lab().place_text(place, outcome.index)
    text = Text(en=one.text.en.replace(PLACE, where.en), es=one.text.es.replace(PLACE, where.es))
    return Row(outcome, place, text, one.harm, series, today, beyond, cells)


def _beyond(
    dataset: xr.Dataset, baseline: str, outcome: Outcome, place: str, today: Point | None
) -> Literal["above", "below"] | None:
    if today is None or today.month not in (None, 12) or not span_of(dataset).first <= today.year:
        return None
    if today.year > span_of(dataset).until:
        return None
    sample = values(dataset, outcome.id, place)[0].sel(scenario=baseline, year=today.year).values
    low, high = quantiles(sample, (0.05, 0.95))
    return "below" if today.value < low else "above" if today.value > high else None


def _tells(lead: Lead) -> bool:
    """Whether a difference may reach what matters in some reading: less is no finding."""
    ends = lead.cell.median_range or (0.0, 0.0)
    return max(map(abs, ends)) >= lead.cell.material.threshold


def _leads(cells: Iterable[Comparison]) -> list[Lead]:
    return [lead for one in cells if (lead := holds(one)) is not None]


def holds(one: Comparison) -> Lead | None:
    """A cell with a direction that most of its alternatives share and that is more than practically none."""
    if not one.n_alternatives or one.material.status == "none":
        return None
    if one.p_lower is not None:  # one figure, of one reading or under weights: its chance counts
        if one.i90 is None or not any(one.i90) or max(one.p_lower, 1.0 - one.p_lower) < LIKELY:
            return None
        return Lead(one, "lower" if one.p_lower > HALF else "higher", 1)
    if one.lower > HALF * one.n_alternatives:
        return Lead(one, "lower", one.lower)
    return Lead(one, "higher", one.higher) if one.higher > HALF * one.n_alternatives else None


def _assumed(comparisons: Comparisons) -> tuple[int, int]:
    shares = [
        one.assumption_share
        for one in comparisons.comparisons
        if one.place in lab().outcomes[one.outcome].headline and one.assumption_share is not None
    ]
    return sum(share > HALF for share in shares), len(shares)
