"""When a policy fails, as plain values and in words of one language."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tregua.analysis.deciding.discover import Conditions, Discovered, Limit, Within
from tregua.analysis.deciding.goals import Cell
from tregua.analysis.deciding.indices import Effect, Index
from tregua.analysis.deciding.moves import Moves
from tregua.lab.alternatives import apart
from tregua.show.words.deciding import cell_words, policies_record, policy_words, reading_words
from tregua.show.words.envelope import caveat
from tregua.show.words.information import input_words
from tregua.show.words.numbers import number, percent, unit
from tregua.text import Language, text

STATUSES = ("boxes", "unstable", "chance", "few", "nowhere", "everywhere")
FIGURES = ("coverage", "density", "mass", "held_out", "stability")


def discover_record(found: Discovered, language: Language) -> dict[str, Any]:
    """In how many futures the policy fails, and under which conditions, apart by alternative."""
    attributes = found.futures.dataset.attrs
    record: dict[str, Any] = {
        "seed": int(attributes["seed"]),
        "draws": found.futures.draws,
        "ensemble": attributes["ensemble"],
        "policies": policies_record(found.futures, language),
        **{name: getattr(found, name) for name in ("scenario", "baseline", "outcome", "place", "unit", "year")},
        "text": cell_words(Cell(found.outcome, found.place), language),
        "by": found.by,
        "worse": found.worse,
        "resamples": found.resamples,
        "alternatives": [_alternative(found, one, language) for one in found.alternatives],
        "boxes": [_box(one, language) for one in found.boxes],
        "caveats": [caveat(one, language) for one in found.caveats],
    }
    if found.leaves is not None:
        record["leaves"] = [_box(one, language) for one in found.leaves]
    if found.moves is not None:
        record["moves"] = _moves(found.moves, language)
    return record


def _alternative(found: Discovered, one: Within, language: Language) -> dict[str, Any]:
    held = boxes_of(found.boxes, one)
    return {
        "alternative": one.name,
        "choices": apart(one.choices),
        "text": reading_words(one.choices, language),
        "alike": list(one.alike),
        "fails": one.fails,
        "status": one.status,
        "boxes": len(held),
        "conditions": conditions_words(held[0], language) if held else None,
        **{name: getattr(held[0], name) if held else None for name in FIGURES},
    }


def _box(one: Conditions, language: Language) -> dict[str, Any]:
    return {
        "alternative": one.alternative,
        "limits": {
            limit.parameter: [
                limit.least if limit.low is None else limit.low,
                limit.most if limit.high is None else limit.high,
            ]
            for limit in one.limits
        },
        "by_limit": [{**asdict(limit), "text": limit_words(limit, language)} for limit in one.limits],
        **{name: getattr(one, name) for name in FIGURES},
    }


def _moves(found: Moves, language: Language) -> dict[str, Any]:
    record = asdict(found)
    for kind in ("effects", "indices"):
        if record[kind] is not None:
            record[kind] = [{**one, "text": input_words(one["parameter"], language)} for one in record[kind]]
    return record


def boxes_of(boxes: Iterable[Conditions], one: Within) -> list[Conditions]:
    """The boxes of an alternative, in the order in which they were found."""
    return [box for box in boxes if box.alternative == one.name]


def limit_words(one: Limit, language: Language) -> str:
    """A limit of a box: the input, its bounds with unit, and which part of what was drawn lies within them."""
    named = {
        "input": input_words(one.parameter, language),
        "parameter": one.parameter,
        "unit": unit(one.unit, language),
    }
    low, high = (None if end is None else number(end, language) for end in (one.low, one.high))
    below, upto = one.between
    named["part"] = percent(upto - below, language)
    if low is None:
        return text(language, "discover.limit.high", high=high, **named)
    if high is None:
        return text(language, "discover.limit.low", low=low, **named)
    return text(language, "discover.limit.both", low=low, high=high, **named)


def conditions_words(one: Conditions, language: Language) -> str:
    """All limits of a box in one sentence."""
    return "; ".join(limit_words(limit, language) for limit in one.limits)


def again_words(one: Limit, found: Discovered, language: Language) -> str:
    """In how many resamples a limit was found again."""
    return text(language, "discover.again", count=one.again, resamples=found.resamples)


def first_words(found: Discovered, language: Language) -> str:
    """In which share of futures the policy fails, over all readings."""
    shares = [one.fails for one in found.alternatives]
    low, high = percent(min(shares), language), percent(max(shares), language)
    return text(
        language,
        f"discover.first.{found.worse}",
        year=found.year,
        scenario=policy_words(found.futures, found.scenario, language),
        baseline=policy_words(found.futures, found.baseline, language),
        outcome=cell_words(Cell(found.outcome, found.place), language),
        by=f"{number(found.by, language)} {unit(found.unit, language)}".strip(),
        share=low if low == high else f"{low} … {high}",
        draws=found.futures.draws,
        readings=sum(1 + len(one.alike) for one in found.alternatives),
    )


def status_words(found: Discovered, language: Language) -> list[str]:
    """In how many readings boxes were found, and why in the others there are none."""
    readings = sum(1 + len(one.alike) for one in found.alternatives)
    counts = {
        status: sum(1 + len(one.alike) for one in found.alternatives if one.status == status) for status in STATUSES
    }
    return [
        text(language, f"discover.status.{status}", count=count, readings=readings, draws=found.futures.draws)
        for status, count in counts.items()
        if count
    ]


def box_words(one: Conditions, language: Language) -> str:
    """What a box covers, how much of it fails, on the draws that it was found on and on others."""
    shown = {name: percent(getattr(one, name), language) for name in ("coverage", "density", "mass", "stability")}
    if one.held_out is None:
        return text(language, "discover.box", **shown)
    return text(language, "discover.box_held_out", held_out=percent(one.held_out, language), **shown)


def told_first(found: Discovered, boxes: Sequence[Conditions]) -> list[tuple[Within, Conditions, int]]:
    """Of readings whose first box limits the same sides of the same inputs, the one found again best, and how many."""
    same: dict[object, list[tuple[Within, Conditions]]] = {}
    for one in found.alternatives:
        if one.status == "boxes" and (held := boxes_of(boxes, one)):
            sides = tuple((limit.parameter, limit.low is None, limit.high is None) for limit in held[0].limits)
            same.setdefault(sides, []).append((one, held[0]))
    told = []
    for several in same.values():
        within, box = max(several, key=lambda pair: pair[1].stability)
        told.append((within, box, sum(1 + len(each.alike) for each, _ in several)))
    return sorted(told, key=lambda one: (-one[2], -one[1].stability))


def reading_title(one: Within, count: int, language: Language) -> str:
    """A reading whose box is told, and how many have one on the same inputs."""
    reading = reading_words(one.choices, language)
    return text(language, "discover.reading", reading=reading, fails=percent(one.fails, language), count=count)


def effect_words(one: Effect, found: Discovered, language: Language) -> str:
    """How far an input moves the difference, by Morris."""
    size, error = number(one.size, language), number(one.error, language)
    return f"{input_words(one.parameter, language)} ({one.parameter}): {size} ± {error} {unit(found.unit, language)}"


def index_words(one: Index, language: Language) -> str:
    """Which part of the spread an input carries, by Sobol'."""
    shown = {
        name: percent(max(getattr(one, name), 0.0), language)
        for name in ("first", "first_error", "total", "total_error")
    }
    return text(
        language, "discover.index", input=input_words(one.parameter, language), parameter=one.parameter, **shown
    )
