"""Dated switches on the page of a run: what was predicted and what came in the cells, what else changed below them."""

from tregua.analysis.card import card
from tregua.analysis.event_tests import EventTest
from tregua.catalogue.record import Citation
from tregua.lab.cell import Comparison
from tregua.lab.compare import Comparisons
from tregua.lab.events import Event
from tregua.lab.model import lab
from tregua.show.html import Html, View, join, tag
from tregua.show.page.run_parameters import NUMBERS
from tregua.show.words import events as said


def of_cell(one: Comparison, view: View) -> Html | str:
    """The switches that bear on a cell, each with what was predicted and what came; none where no switch does."""
    found = said.events_of(said.beside(one, card().events))
    listed = [
        tag(
            "li",
            tag("a", said.heading(event, view.language), href=f"{NUMBERS}#{view.id('event', event.id)}"),
            *(tag("span", said.result(result, view.language), class_="line") for result in results),
        )
        for event, results in found
    ]
    if not listed:
        return ""
    return tag("ul", *listed)


def switches(comparisons: Comparisons, view: View) -> Html | str:
    """Every switch that bears on a headline cell: all that was observed of it, what else changed, the sources."""
    listed = [
        tag(
            "li",
            tag("strong", said.heading(event, view.language)),
            *(tag("span", said.result(result, view.language), class_="line") for result in results),
            tag("span", said.confounded(event, view.language), class_="small"),
            tag("span", join(*(view.cite(one) for one in cited_by(event)), between="; "), class_="small"),
            id_=view.id("event", event.id),
        )
        for event, results in bearing_on(comparisons)
    ]
    return join(tag("h2", view.say("verdict.switches")), tag("ul", *listed)) if listed else ""


def bearing_on(comparisons: Comparisons) -> list[tuple[Event, list[EventTest]]]:
    """The switches that bear on headline cells, each with all of its results."""
    cells = [one for one in comparisons.comparisons if one.place in lab().outcomes[one.outcome].headline]
    named = {each.event for one in cells for each in said.beside(one, card().events)}
    return said.events_of(one for one in card().events if one.event in named)


def citations(comparisons: Comparisons) -> list[Citation]:
    """What the list of switches cites."""
    return [citation for event, _ in bearing_on(comparisons) for citation in cited_by(event)]


def cited_by(event: Event) -> list[Citation]:
    """What an event and its figures cite, each once."""
    listed = [*event.source, *(citation for change in event.observed for citation in change.source)]
    return [one for at, one in enumerate(listed) if one not in listed[:at]]
