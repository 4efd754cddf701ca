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
    """The least and the greatest median over alternatives, no finer than a twentieth of the 90 % interval."""
    medians = [one.median for one in several]
    error = max(one.i90[1] - one.i90[0] for one in several) / 20.0
    low, high = (number(coarse(end, error), language, signed) for end in (min(medians), max(medians)))
    return low if low == high else f"{low} … {high}"


def widest_words(several: Sequence[Interval], language: Language, signed: bool = True) -> str:
    """The ends between which every 90 % interval lies."""
    low, high = min(one.i90[0] for one in several), max(one.i90[1] for one in several)
    return f"[{number(low, language, signed)}; {number(high, language, signed)}]"
