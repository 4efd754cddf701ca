"""What one study says of a row of a claim, all its estimates on that outcome together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tregua.catalogue.record import Grade
from tregua.evidence.schema import Appraisal, Bearing, Direction, Estimate, Expectation, Read, Risk

Side = Literal["for", "against", "neither"]
Standing = Literal["counts", "no_comparison", "shown"]
STANDINGS: tuple[Standing, ...] = ("counts", "no_comparison", "shown")
READ: tuple[Read, ...] = ("full", "table", "abstract", "secondary", "not_read")
COMPARED: tuple[Grade, ...] = ("A", "B", "C")


@dataclass(frozen=True)
class Study:
    """What one study says of a row, all its estimates together.

    Attributes
    ----------
    name : the study that its estimates name
    grade : the best of its estimates on the row
    side : for or against the claim, or neither where it has no direction or two
    clear : whether it can tell its effect from none
    measured : whether an interval or a standard error was read
    direct : whether one of its estimates bears directly
    randomised : whether it is a trial, or a review of trials
    risk : its risk of bias
    read : how far it was read, at its best
    standing : whether it counts, lacks a comparison, or is only shown
    data : the observations that its estimates name, which another study may use too
    """

    name: str
    side: Side
    grade: Grade = "C"
    clear: bool = False
    measured: bool = False
    direct: bool = True
    randomised: bool = False
    risk: Risk = "not_judged"
    read: Read = "abstract"
    standing: Standing = "counts"
    data: frozenset[str] = frozenset()


def side(points: Direction, told: bool | None, expects: Expectation) -> Side:
    """Where an effect stands towards the direction that a claim expects.

    Parameters
    ----------
    points : direction of the point estimate
    told : whether it can be told from none
    expects : what the claim expects; for “not lower” a study that finds nothing is for it
    """
    if expects in ("raises", "lowers"):
        return "neither" if points == "none" else "for" if points == expects else "against"
    found = "none" if told is False else points
    if expects == "none":
        return "for" if found == "none" else "against"
    return "against" if expects == f"not_{found}" else "for"


def side_of(link: Bearing, estimate: Estimate) -> Side:
    """Where an estimate stands on the row that links it."""
    return side(estimate.points, estimate.told, link.expects)


def studies_of(
    links: Iterable[Bearing], estimates: Mapping[str, Estimate], appraisals: Mapping[str, Appraisal]
) -> list[Study]:
    """Each study on a row once, those that count first, then by name."""
    by_study: dict[str, list[tuple[Bearing, Estimate]]] = {}
    for link in links:
        estimate = estimates[link.estimate]
        by_study.setdefault(estimate.voice, []).append((link, estimate))
    found = [_together(name, listed, appraisals.get(name)) for name, listed in by_study.items()]
    return sorted(found, key=lambda one: (STANDINGS.index(one.standing), one.name))


def standing(estimate: Estimate) -> Standing:
    """Whether an estimate counts: with a comparison, by a known author, and no result of a model."""
    if estimate.shown_only is not None or estimate.grade == "E" or estimate.design in ("model", "opinion"):
        return "shown"
    return "counts" if estimate.grade in COMPARED else "no_comparison"


def randomised(estimate: Estimate) -> bool:
    """Whether chance made the comparison: a trial, or a review of trials."""
    return estimate.design == "randomised" or (estimate.design == "meta_analysis" and estimate.grade == "A")


def _together(name: str, listed: Sequence[tuple[Bearing, Estimate]], appraisal: Appraisal | None) -> Study:
    """One study from its estimates on the row; those that count speak for it, where it has any."""
    best = min((standing(one) for _, one in listed), key=STANDINGS.index)
    used = [(link, one) for link, one in listed if standing(one) == best]
    sides = [(side_of(link, one), one.told) for link, one in used]
    directions = {where for where, _ in sides}
    own: Side = directions.pop() if len(directions) == 1 else "neither"
    return Study(
        name,
        own,
        min(one.grade for _, one in used),
        own != "neither" and any(told is True for _, told in sides),
        any(one.effect is not None and one.effect.error is not None for _, one in used),
        any(link.bearing == "direct" for link, _ in used),
        any(randomised(one) for _, one in used),
        appraisal.risk if appraisal else "not_judged",
        min((one.read for _, one in used), key=READ.index),
        best,
        frozenset(one.data for _, one in used if one.data is not None),
    )
