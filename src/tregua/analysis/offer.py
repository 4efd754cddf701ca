"""A population offer: who would take it under a regime, who would break it, what moves that most.

The equations are those of the lab's mechanism `offer`, called draw by draw. How people respond is not known: the two
numbers are swept over a range that is shown as assumed, under views that disagree, and never pooled.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, log

import numpy as np

from tregua.analysis.offer_file import Condition, OfferFile, OfferSettings, View, checked, offer_settings
from tregua.analysis.offer_read import Read, read_of
from tregua.analysis.spread import Driver, Interval, drivers, interval
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.record import Range, Text
from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import alternatives
from tregua.lab.draws import as_listed, draw_parameters
from tregua.lab.estimators import total_share
from tregua.lab.mechanisms.offer import (
    benefit_kept,
    chance,
    expected,
    response,
    stated_penalty,
    years_avoided,
    years_off,
)
from tregua.lab.model import lab
from tregua.lab.rules import Law, law
from tregua.lab.units import power
from tregua.noise import Floats, points
from tregua.regimes.load import load_rules
from tregua.version import VERSION

PULLS = ("extradition_pull", "penalty_pull")
SINGLE = (
    "individual_exit",
    "us_consent",
    "survival_speech",
    "survival_law",
    "looks_ahead",
    "term",
    "years_abroad",
    "open_filled",
    "scope_filled",
    "unstated_cut",
    "detected",
    "relapse_hazard",
)
BY_RANK = ("rank_share", "requested", "ordinary_penalty")
HAZARDS = ("signature_hazard_recent", "signature_hazard_past")
TWICE = log(2.0)
DRAWS, MOST_DRAWS = 1000, 20_000
Drawn = dict[str, float]


@dataclass(frozen=True)
class Input:
    """A number that the answer rests on as it was drawn, its tag, and whether it was typed."""

    parameter: str
    tag: str
    typed: bool
    drawn: Interval


@dataclass(frozen=True)
class Acceptance:
    """Parts of a group, and of each rank, that leave under the offer, by one view of what people respond to.

    `times` is how many for each one who would leave anyway; the last three are parts of those who accept, over as many
    years: who returns to crime, who is found to, and who is extradited for it.
    """

    view: str
    text: Text
    accepted: Interval
    times: Interval
    by_rank: Mapping[str, Interval]
    reoffended: Interval
    detected: Interval
    extradited_again: Interval


@dataclass(frozen=True)
class Taken:
    """Median acceptance with a part of the offer taken out or made certain, where exits respond to both."""

    condition: str
    text: Text
    accepted: float
    difference: float


@dataclass(frozen=True)
class Threshold:
    """The response at which exits of a rank double, the other one zero, where that lies within what is swept.

    `offered` is the part of draws in which the offer is worth anything to the rank, `reached` the part in which exits
    double between `low` and `high`; `at` is of those.
    """

    rank: str
    parameter: str
    low: float
    high: float
    offered: float
    reached: float
    at: Interval | None


@dataclass(frozen=True)
class Elasticity:
    """Per cent by which exits beyond those without an offer move for one per cent of an input, all at their middle."""

    parameter: str
    value: float


@dataclass(frozen=True)
class Signature:
    """Chance that the whole group signs at a table that stays open, by which processes tell how often one does."""

    text: Text
    chance: float


@dataclass(frozen=True, repr=False)
class Offer(Brief):
    """What an offer would do, and how much of that is assumed."""

    offer: OfferFile
    law: Law
    text: Text
    text_status: str
    read_on: str
    read: Read
    inputs: tuple[Input, ...]
    without: Interval
    acceptance: tuple[Acceptance, ...]
    drivers: tuple[Driver, ...]
    conditions: tuple[Taken, ...]
    thresholds: tuple[Threshold, ...]
    elasticities: tuple[Elasticity, ...]
    signatures: tuple[Signature, ...]
    assumption_share: float | None
    assumption_share_se: float | None
    settings: OfferSettings
    draws: int
    seed: int
    command: str
    version: str = VERSION


def offer(given: OfferFile, draws: int = DRAWS, seed: int = 0, command: str = "") -> Offer:
    """What an offer would do under its regime: acceptance and re-offence by view, drivers, thresholds.

    Raises
    ------
    InputError
        A group, regime, fact or number is wrong, or draws are too few or too many.
    """
    if not 2 <= draws <= MOST_DRAWS:
        values = {"field": "draws", "found": draws, "expected": f"2 … {MOST_DRAWS}"}
        raise InputError(Problem("out_of_range", "--draws", values))
    if not 0 <= seed < 2**64:
        values = {"field": "seed", "found": seed, "expected": f"0 … {2**64 - 1}"}
        raise InputError(Problem("out_of_range", "--seed", values))
    given = checked(given)
    rules, told, regime = (
        law(given.regime, given.facts, given.beliefs, given.group),
        offer_settings(),
        load_rules(given.regime).regime,
    )
    sample, again = (_sample(given, draws, seed, redrawn) for redrawn in ("", "assumed"))
    by_view = {one.id: _answers(given, rules, sample, one.pulls) for one in told.views}
    last = told.views[-1]
    whole = by_view[last.id][:, ACCEPTED]
    none = _answers(given, rules, sample, [])[:, ACCEPTED]
    share, error = total_share(whole, _answers(given, rules, again, last.pulls)[:, ACCEPTED])
    return Offer(
        offer=given,
        law=rules,
        text=regime.text,
        text_status=regime.text_status,
        read_on=regime.as_of,
        read=read_of(given),
        inputs=tuple(_inputs(given, sample)),
        without=interval(none),
        acceptance=tuple(_acceptance(one, by_view[one.id], none) for one in told.views),
        drivers=drivers(_columns(sample), whole),
        conditions=tuple(_without(one, given, rules, sample, last.pulls, whole) for one in told.conditions),
        thresholds=tuple(_thresholds(rules, sample)),
        elasticities=tuple(_elasticities(given, rules, sample, last.pulls)),
        signatures=tuple(_signatures(given.years)),
        assumption_share=share,
        assumption_share_se=error,
        settings=told,
        draws=draws,
        seed=seed,
        command=command,
    )


# --- one draw ---------------------------------------------------------------------------------------------------------

ACCEPTED, REOFFENDED, DETECTED, AGAIN = range(4)


@dataclass(frozen=True)
class Worth:
    """What an offer is worth to one rank in one draw, in years."""

    share: float
    requested: float
    avoided: float
    off: float


def _worth(p: Drawn, rules: Law, rank: str, drops: str | None = None) -> Worth:
    """What the offer is worth to a rank, by the equations of the lab."""
    survival = p["survival_law"] * rules.force + p["survival_speech"] * (1.0 - rules.force)
    kept = benefit_kept(p["us_consent"], survival, p["looks_ahead"], p["term"])
    lasting = benefit_kept(1.0, survival, p["looks_ahead"], p["term"])
    decided = rules.ranks[rank]
    outside, inside = (
        chance(one.sure, one.left_open, p["open_filled"])
        for one in (decided.extradited["outside"], decided.extradited["inside"])
    )
    if drops == "extradition":
        inside = outside
    cut = chance(decided.cut.sure, decided.cut.left_open, p["unstated_cut"])
    years = stated_penalty(decided.years, decided.fewer, p["unstated_cut"])
    off = years_off(lasting, cut, decided.stated, years, p[f"ordinary_penalty.{rank}"])
    requested = p[f"requested.{rank}"]
    avoided = years_avoided(requested, outside, expected(kept, inside, outside), p["years_abroad"])
    return Worth(p[f"rank_share.{rank}"], requested, avoided, 0.0 if drops == "penalty" else off)


def _response(beta: float, avoided: float, gamma: float, off: float) -> float:
    """The lab's response; without end where a typed number makes it larger than any number."""
    try:
        return response(beta, avoided, gamma, off)
    except OverflowError:
        return inf


def _answer(p: Drawn, given: OfferFile, rules: Law, pulls: Iterable[str], drops: str | None = None) -> list[float]:
    """Parts that accept, re-offend, are detected and extradited again, and that accept of each rank."""
    beta, gamma = (p[one] if one in pulls else 0.0 for one in PULLS)
    scope = rules.scope[given.group]
    may = chance(scope.sure, scope.left_open, p["scope_filled"])
    found: dict[str, float] = {}
    whole = accepted = again = 0.0
    for rank in rules.ranks:
        one = _worth(p, rules, rank, drops)
        hazard = p["individual_exit"] * _response(beta, one.avoided, gamma, one.off)
        found[rank] = may * (1.0 - exp(-hazard * given.years))
        breach = rules.ranks[rank].extradited["breach"]
        whole += one.share
        accepted += one.share * found[rank]
        again += one.share * found[rank] * one.requested * chance(breach.sure, breach.left_open, p["open_filled"])
    returned = 1.0 - exp(-p["relapse_hazard"] * given.years)
    seen = p["detected"] * returned
    return [accepted / whole, returned, seen, seen * again / accepted if accepted > 0.0 else 0.0, *found.values()]


def _answers(
    given: OfferFile, rules: Law, sample: Sequence[Drawn], pulls: Iterable[str], drops: str | None = None
) -> Floats:
    return np.array([_answer(one, given, rules, pulls, drops) for one in sample])


def _sample(given: OfferFile, draws: int, seed: int, redrawn: str) -> list[Drawn]:
    """The numbers of every draw: those of the lab, and the two responses from the range that is swept."""
    fixed = {name: as_listed(name, float(value)) for name, value in given.assume.items()}
    drawn = draw_parameters(seed, 0, draws, fixed, redrawn)
    names = [*lab().parameters]
    wanted = [*SINGLE, *(f"{name}.{rank}" for name in BY_RANK for rank in lab().places("ranks"))]
    columns = {name: drawn[:, names.index(lab().number_in(*_parts(name)))] for name in wanted}
    swept = points(seed, [f"offer {one}{' again' if redrawn else ''}" for one in PULLS], 0, draws)
    for name, u in zip(PULLS, swept, strict=True):
        ends: Range = getattr(offer_settings().sweep, name)
        columns[name] = np.full(draws, fixed[name]) if name in fixed else ends.low + (ends.high - ends.low) * u
    return [{name: float(values[draw]) for name, values in columns.items()} for draw in range(draws)]


def _parts(name: str) -> tuple[str, tuple[str, ...]]:
    record, _, place = name.partition(".")
    return record, (place,) if place else ()


# --- what many draws tell ---------------------------------------------------------------------------------------------


def _columns(sample: Sequence[Drawn]) -> dict[str, Floats]:
    """The draws of each input."""
    return {name: np.array([one[name] for one in sample]) for name in sample[0]}


def _inputs(given: OfferFile, sample: Sequence[Drawn]) -> Iterator[Input]:
    for name, drawn in _columns(sample).items():
        record = lab().number_in(*_parts(name))
        yield Input(name, lab().parameters[record].tag, record in given.assume, interval(drawn))


def _acceptance(view: View, found: Floats, none: Floats) -> Acceptance:
    some = none > 0.0
    by_rank = {rank: interval(found[:, AGAIN + 1 + at]) for at, rank in enumerate(lab().places("ranks"))}
    return Acceptance(
        view.id,
        view.text,
        interval(found[:, ACCEPTED]),
        interval(np.where(some, found[:, ACCEPTED] / np.where(some, none, 1.0), 1.0)),
        by_rank,
        *(interval(found[:, one]) for one in (REOFFENDED, DETECTED, AGAIN)),
    )


def _without(
    one: Condition, given: OfferFile, rules: Law, sample: Sequence[Drawn], pulls: Iterable[str], whole: Floats
) -> Taken:
    """Acceptance with a part of the offer taken out, on the same draws."""
    changed = [{**drawn, **one.sets} for drawn in sample]
    found = _answers(given, rules, changed, pulls, one.drops)[:, ACCEPTED]
    return Taken(one.id, one.text, float(np.median(found)), float(np.median(found - whole)))


def _thresholds(rules: Law, sample: Sequence[Drawn]) -> Iterator[Threshold]:
    """How large each response must be for the exits of a rank to double."""
    sweep = offer_settings().sweep
    for rank in rules.ranks:
        worth = [_worth(one, rules, rank) for one in sample]
        for parameter, swept, years in (
            (PULLS[0], sweep.extradition_pull, [one.avoided for one in worth]),
            (PULLS[1], sweep.penalty_pull, [one.off for one in worth]),
        ):
            offered = np.array([one for one in years if one > 0.0])
            doubling = TWICE / offered
            within = doubling[doubling <= swept.high]
            some, reached = (len(one) / len(sample) for one in (offered, within))
            at = interval(within) if len(within) else None
            yield Threshold(rank, parameter, swept.low, swept.high, some, reached, at)


def _elasticities(given: OfferFile, rules: Law, sample: Sequence[Drawn], pulls: Iterable[str]) -> Iterator[Elasticity]:
    """What one per cent of each input does to the exits that the offer adds, all inputs at their medians."""
    middle = {name: float(np.median([one[name] for one in sample])) for name in sample[0]}

    def added(p: Drawn) -> float:
        return _answer(p, given, rules, pulls)[ACCEPTED] - _answer(p, given, rules, [])[ACCEPTED]

    base, step = added(middle), 0.01
    if base <= 0.0:
        return
    for name, value in middle.items():
        moved = {**middle, name: value * (1.0 - step)}
        if value and (change := (base - added(moved)) / base / step):
            yield Elasticity(name, change)


def _signatures(years: float) -> Iterator[Signature]:
    """1 − E[exp(−h T)] = 1 − (b/(b + T))^a for a hazard h ~ Gamma(a, b): a rare event with the lab's own priors."""
    for name, told in zip(HAZARDS, alternatives().all["signature_class"].values, strict=True):
        spread = lab().parameters[name].distribution
        assert spread.rate is not None and spread.shape is not None
        yield Signature(told, 1.0 - power(spread.rate / (spread.rate + years), spread.shape))
