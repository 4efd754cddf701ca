"""Policy effects beside dated switches, in words: what was predicted, what came, and what that can tell."""

from collections.abc import Iterable
from dataclasses import asdict
from math import exp, expm1
from typing import Any

from tregua.analysis.event_tests import EventTest
from tregua.catalogue.said import Said, Titles
from tregua.lab.cell import Comparison
from tregua.lab.events import Event, concerns, events
from tregua.lab.model import lab
from tregua.show.words.numbers import percent
from tregua.show.words.said import in_language, in_words
from tregua.text import Language, text


def events_record(results: Iterable[EventTest]) -> list[dict[str, Any]]:
    """All results, changes as log ratios."""
    return [asdict(one) for one in results]


def beside(one: Comparison, results: Iterable[EventTest]) -> list[EventTest]:
    """The results that bear on a cell, those that test it and those that do not."""
    named = {*one.tested, *one.used}
    return [
        each for each in results if each.event in named and concerns(each.outcome, each.place, one.outcome, one.place)
    ]


def verdict(one: Comparison, results: Iterable[EventTest], language: Language) -> str:
    """Against how many dated switches a cell was held, how many can tell an effect from none, and how many agree.

    Levers that make the difference and that no switch tests are named.
    """
    said = _held(one, results, "held", language)
    if said is None or not one.untested:
        return said or text(language, "tested.never")
    levers = Said("tested.but", {"levers": Titles(tuple(lab().levers[name].text for name in one.untested))})
    return f"{said}; {in_words(levers, language)}"


def brief(one: Comparison, results: Iterable[EventTest], language: Language) -> str:
    """The same in the fewest words, the levers that no switch tests only counted."""
    said = _held(one, results, "brief", language)
    if said is None or not one.untested:
        return said or text(language, "tested.never")
    return f"{said}; {text(language, 'tested.brief_but', count=len(one.untested))}"


def _held(one: Comparison, results: Iterable[EventTest], key: str, language: Language) -> str | None:
    """Agreement is told only where a switch could have disagreed; nothing where no switch tests the cell."""
    tests = [each for each in beside(one, results) if each.test]
    named = {each.event for each in tests}
    if not named:
        return None
    agree = len(named - {each.event for each in tests if not each.agrees})
    telling = len({each.event for each in tests if each.telling})
    return text(
        language, f"tested.{key}" if telling else f"tested.{key}_none", n=len(named), agree=agree, telling=telling
    )


def heading(event: Event, language: Language) -> str:
    """What was switched, and when."""
    year, month = event.date[:4], event.date[5:7]
    when = text(language, f"page.month.{month}", year=year) if month else year
    return f"{in_language(event.text, language)} ({when})"


def result(one: EventTest, language: Language) -> str:
    """Outcome and year, the change predicted and the one observed, whether they agree, and what that can tell."""
    values = {"predicted": predicted(one, language), "observed": observed(one, language)}
    return text(language, "tested.result", what=measured(one, language), standing=standing(one, language), **values)


def measured(one: EventTest, language: Language) -> str:
    """The outcome and the year of the change."""
    return f"{in_language(lab().outcomes[one.outcome].text, language)}, {one.year}"


def observed(one: EventTest, language: Language) -> str:
    """The change observed, and what it would vary by if nothing had been switched."""
    error = exp(one.observed) * one.error
    return f"{_change(one.observed, one.error, language)} ± {percent(error, language, error=error)}"


def standing(one: EventTest, language: Language) -> str:
    """Whether they agree, whether the test can tell an effect from none, and whether it is one."""
    keys = ["agrees" if one.agrees else "differs"]
    keys += [] if one.telling else ["not_telling"]
    keys += [] if one.test else ["no_test"]
    return "; ".join(text(language, f"tested.{key}") for key in keys)


def predicted(one: EventTest, language: Language) -> str:
    """The median, or the range of medians over the alternatives, with the 90 % interval."""
    medians = sorted({*one.by_alternative.values()}) or [one.predicted]
    ends = [_change(end, one.mc_error, language) for end in (medians[0], medians[-1])]
    low, high = (_change(end, error, language) for end, error in zip(one.i90, one.i90_error, strict=True))
    return f"{' … '.join(dict.fromkeys(ends))} [{low}; {high}]"


def events_of(results: Iterable[EventTest]) -> list[tuple[Event, list[EventTest]]]:
    """Results by event, in the order of the catalogue; events that it has no longer are left out."""
    listed = [*results]
    found = [(event, [one for one in listed if one.event == event.id]) for event in events()]
    return [(event, those) for event, those in found if those]


def confounded(event: Event, language: Language) -> str:
    """What else changed at that time."""
    return text(language, "tested.confounded", what=in_language(event.confounded, language))


def _change(log_ratio: float, error: float, language: Language) -> str:
    return percent(expm1(log_ratio), language, True, exp(log_ratio) * error)
