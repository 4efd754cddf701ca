"""What each figure of the app rests on: estimates, the score card, dated switches, and the publications of them all."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from tregua.analysis.card import card
from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation
from tregua.lab.events import concerns
from tregua.lab.model import lab
from tregua.lab.schema import Lever
from tregua.show.page.run_events import cited_by
from tregua.show.words import cite, events
from tregua.show.words.backtest import series_words
from tregua.show.words.lever import found_by
from tregua.show.words.said import in_language
from tregua.show.words.source import author_year
from tregua.show.words.spanish import translated
from tregua.text import LANGUAGES, Language

Both = dict[Language, str]
Told = TypeVar("Told")


def in_both(say: Callable[[Told, Language], str], what: Told) -> Both:
    """What is said of something, in each language."""
    return {language: say(what, language) for language in LANGUAGES}


def cited(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Places in publications, each once; `ref` leads to the table of publications."""
    listed = dict.fromkeys((one.ref, one.locator) for one in citations)
    return [{"ref": ref, "locator": in_both(translated, locator)} for ref, locator in listed]


def publications(data: object) -> dict[str, dict[str, Any]]:
    """Every publication that `data` cites: as running text names it, in full, and where it can be found."""
    return {ref: _publication(ref) for ref in sorted({*_refs(data)})}


def _publication(ref: str) -> dict[str, Any]:
    source = sources()[ref]
    bare = replace(cite.of_source(source), doi=None, url=None)
    return {"named": in_both(author_year, source), "full": in_both(cite.apa, bare), "url": source.link}


def _refs(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        if "ref" in data:
            yield data["ref"]
        data = [*data.values()]
    if isinstance(data, list):
        for one in data:
            yield from _refs(one)


def of_lever(lever: Lever) -> list[dict[str, Any]]:
    """What was found by whom: every estimate behind a lever, in the words of `tregua levers NAME`."""
    return [{"id": one.id, "text": in_both(found_by, one), "cites": cited(one.source)} for one in lab().behind(lever)]


def of_choice(name: str) -> list[dict[str, Any]]:
    """What the readings of a structural alternative are from; what only their estimates cite stands last."""
    record = lab().parameters[name]
    named = {one.ref for one in record.source}
    behind = [one for each in record.estimates for one in lab().estimates[each].source if one.ref not in named]
    return cited([*record.source, *behind])


def scores_of(outcome: str, place: str) -> list[Both]:
    """What earlier forecasts of an outcome were worth; nothing where none was scored."""
    english, spanish = (series_words(card(), outcome, place, language) for language in LANGUAGES)
    return [{"en": en, "es": es} for en, es in zip(english, spanish, strict=True)]


def events_of(outcome: str, place: str) -> list[dict[str, Any]]:
    """The dated switches that bear on an outcome, each with what was predicted and what came.

    One bears on a difference only where all of its `levers` make it, as `lab/events.py` has it.
    """
    bearing = [one for one in card().events if concerns(one.outcome, one.place, outcome, place)]
    return [
        {
            "id": event.id,
            "levers": [*results[0].levers],
            "text": in_both(events.heading, event),
            "results": [
                {"text": in_both(events.result, one), "test": one.test, "telling": one.telling, "agrees": one.agrees}
                for one in results
            ],
            "confounded": in_both(in_language, event.confounded),
            "sources": cited(cited_by(event)),
        }
        for event, results in events.events_of(bearing)
    ]
