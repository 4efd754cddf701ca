"""Homicides beside liberty, as plain values and in words of one language."""

import math
from typing import Any

from tregua.analysis.deciding.goals import Cell
from tregua.analysis.deciding.tradeoffs import Change, Even, Traded, Tradeoffs
from tregua.lab.cell import LIKELY
from tregua.show.words.deciding import (
    cell_words,
    interval_words,
    medians_words,
    policies_record,
    policy_words,
    readings_record,
)
from tregua.show.words.envelope import caveat
from tregua.show.words.numbers import number, percent, unit
from tregua.show.words.spread import interval_record
from tregua.text import Language, text


def tradeoffs_record(found: Tradeoffs, language: Language) -> dict[str, Any]:
    """What the policy saves and takes, and the break-even curve, apart by alternative."""
    record: dict[str, Any] = {
        "seed": int(found.futures.dataset.attrs["seed"]),
        "draws": found.futures.draws,
        "ensemble": found.futures.dataset.attrs["ensemble"],
        "scenario": found.scenario,
        "baseline": found.baseline,
        "start": found.start,
        "policies": policies_record(found.futures, language),
        "alternatives": readings_record(found.futures, language),
        "rows": [
            {
                "years": one.years,
                "outcome": one.outcome,
                "place": one.place,
                "text": cell_words(Cell(one.outcome, one.place), language),
                "unit": one.unit,
                "summed": one.summed,
                "by": [_change(each) for each in one.alternatives],
            }
            for one in found.traded
        ],
        "weights_of_detained": list(found.grid),
        "even": [_even(one) for one in found.even],
        "caveats": [caveat(one, language) for one in found.caveats],
    }
    return record if not found.weights else {**record, "weights": dict(found.weights)}


def _change(one: Change) -> dict[str, Any]:
    return {"alternative": one.alternative, **interval_record(one.difference), "p_lower": one.p_lower}


def _even(one: Even) -> dict[str, Any]:
    """A curve; the weight at which it is even has a status where there is none."""
    status = "never" if one.at == 0.0 else "always" if math.isinf(one.at) else "even"
    at = one.at if status == "even" else None
    return {"years": one.years, "alternative": one.alternative, "status": status, "at": at, "ahead": list(one.ahead)}


def first_words(found: Tradeoffs, language: Language) -> str:
    """What is asked."""
    named = {
        "scenario": policy_words(found.futures, found.scenario, language),
        "baseline": policy_words(found.futures, found.baseline, language),
    }
    counts = {"draws": found.futures.draws, "readings": len(found.futures.alternatives)}
    return text(language, "tradeoffs.first", start=found.start, **named, **counts)


def years_of(found: Tradeoffs) -> list[int]:
    """How many years on it is told."""
    return list(dict.fromkeys(one.years for one in found.traded))


def column_words(found: Tradeoffs, years: int, language: Language) -> str:
    """After how many years, and which is the last."""
    return text(language, "tradeoffs.column", years=years, last=found.start + years - 1)


def traded_words(one: Traded, language: Language) -> str:
    """The range of medians over the readings, in how many of them it is likely lower or higher, and an interval.

    The interval is that of the reference.
    """
    told = [each.difference for each in one.alternatives]
    if not any(any(each.i90) for each in told):
        return text(language, "tradeoffs.no_change")
    lower = sum(each.p_lower >= LIKELY for each in one.alternatives)
    higher = sum(each.p_lower <= 1.0 - LIKELY for each in one.alternatives)
    return f"{medians_words(told, language)} {interval_words(told[0], language)} ▼{lower} ▲{higher}"


def title_words(one: Traded, language: Language) -> str:
    """What a row is about, with its unit."""
    key = "tradeoffs.summed" if one.summed else "tradeoffs.at_end"
    return text(
        language, key, outcome=cell_words(Cell(one.outcome, one.place), language), unit=unit(one.unit, language)
    )


def even_words(found: Tradeoffs, years: int, language: Language) -> str:
    """Between which weights of a person detained for a year the policy is even, and in how many readings it is not."""
    curves = [one for one in found.even if one.years == years]
    never = sum(one.at == 0.0 for one in curves)
    at = [one.at for one in curves if 0.0 < one.at < math.inf]
    always = sum(math.isinf(one.at) for one in curves)
    counts = {"readings": len(curves), "years": years, "last": found.start + years - 1}
    told = []
    if at:
        low, high = (number(float(f"{end:.2g}"), language) for end in (min(at), max(at)))
        told.append(text(language, "tradeoffs.even", low=low, high=high, count=len(at), **counts))
    if never:
        told.append(text(language, "tradeoffs.never", count=never, **counts))
    if always:
        told.append(text(language, "tradeoffs.always", count=always, **counts))
    return " ".join(told)


def weights_words(found: Tradeoffs, language: Language) -> str:
    """The weights that a person typed."""
    named = {name: Cell(*reversed(name.split("."))) for name in found.weights}
    said = "; ".join(
        f"{cell_words(named[name], language)} {number(weight, language)} / {unit(named[name].unit, language)}"
        for name, weight in found.weights.items()
    )
    return text(language, "tradeoffs.weights", said=said)


def curve_words(found: Tradeoffs, years: int, weight: int, language: Language) -> str:
    """The share of futures in which the policy comes out ahead at a weight, its range over the alternatives."""
    shares = [one.ahead[weight] for one in found.even if one.years == years]
    low, high = percent(min(shares), language), percent(max(shares), language)
    return low if low == high else f"{low} … {high}"
