"""What the answers that help to decide share: policies, readings and outcomes as plain values and in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tregua.analysis.deciding.futures import Futures
from tregua.analysis.deciding.goals import Cell, goals
from tregua.analysis.spread import Interval
from tregua.lab.alternatives import apart
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of
from tregua.show.words.comparison import choices
from tregua.show.words.numbers import coarse, number
from tregua.show.words.said import in_language
from tregua.text import Language, text


def policies_record(found: Futures, language: Language) -> list[dict[str, Any]]:
    """The policies of a run by id, as they are called."""
    return [{"id": name, "text": policy_words(found, name, language)} for name in found.policies]


def policy_words(found: Futures, name: str, language: Language) -> str:
    """What a policy of a run is called."""
    return in_language(scenarios_of(found.dataset)[name].text, language)


def readings_record(found: Futures, language: Language) -> list[dict[str, Any]]:
    """The structural alternatives by name, the reference first, each with what it chooses otherwise in words."""
    return [
        {"id": one.name, "choices": apart(one.choices), "text": reading_words(one.choices, language)}
        for one in found.alternatives
    ]


def reading_words(chosen: Mapping[str, float], language: Language) -> str:
    """What a structural alternative chooses otherwise, in words."""
    other = apart(chosen)
    return choices(other, language) if other else text(language, "stylised.reference")


def outcomes_record(cells: Iterable[tuple[str, str]], language: Language) -> list[dict[str, Any]]:
    """Which way each outcome is wanted, and why that is said."""
    return [
        {
            "outcome": outcome,
            "place": place,
            "text": cell_words(Cell(outcome, place), language),
            "unit": lab().outcomes[outcome].unit,
            "wanted": goals()[outcome].wanted,
            "always": goals()[outcome].always,
            "tag": goals()[outcome].tag,
            "reason": in_language(goals()[outcome].reason, language),
        }
        for outcome, place in dict.fromkeys(cells)
    ]


def cell_words(cell: Cell, language: Language) -> str:
    """An outcome and, where it has several places, which."""
    record = lab().outcomes[cell.outcome]
    named = in_language(record.text, language)
    if len(lab().outcome_places[cell.outcome]) == 1:
        return named
    return f"{named}, {in_language(lab().place_text(cell.place, record.index), language)}"


def medians_words(several: Sequence[Interval], language: Language, signed: bool = True) -> str:
    """The least and the greatest median over alternatives, each no finer than a twentieth of its own interval."""
    ends = [pick(several, key=lambda one: one.median) for pick in (min, max)]
    low, high = (rounded(one.median, one, language, signed) for one in ends)
    return low if low == high else f"{low} … {high}"


def interval_words(one: Interval, language: Language, signed: bool = True) -> str:
    """The ends that hold nine tenths of the draws."""
    low, high = (rounded(end, one, language, signed) for end in one.i90)
    return f"[{low}; {high}]"


def i50_words(one: Interval, language: Language) -> str:
    """The ends that hold half of the draws."""
    low, high = (rounded(end, one, language) for end in one.i50)
    return f"[{low}; {high}]"


def rounded(value: float, one: Interval, language: Language, signed: bool = True) -> str:
    """A value no finer than a twentieth of an interval; what is not zero keeps its first digit, and so its sign."""
    told = coarse(value, (one.i90[1] - one.i90[0]) / 20.0)
    return number(told if told else float(f"{value:.1g}"), language, signed)
