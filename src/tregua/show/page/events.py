"""Each dated switch: what was switched, what was predicted and what came, what else changed, the sources."""

from collections.abc import Sequence
from math import isclose

from tregua.analysis.card import card
from tregua.analysis.event_tests import EventTest
from tregua.lab.events import Change, Event, Switch, events, is_test
from tregua.lab.model import lab
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.run_events import cited_by
from tregua.show.page.score import bibliography, say, score_page, to_series
from tregua.show.words import events as said
from tregua.show.words.numbers import exact, number
from tregua.text import LANGUAGES, Language, text

COLUMNS = ("outcome", "before", "after", "predicted", "observed", "verdict")


def render_events(language: Language = "en", site: str = "") -> str:
    """Every event of the catalogue with the results of the card."""
    titles = {one: text(one, "tested.title") for one in LANGUAGES}
    return score_page(titles, _contents, language, site)


def _contents(view: View) -> list[object]:
    cited = [citation for event in events() for citation in cited_by(event)]
    return [
        tag("p", tag("strong", summary(view)), class_="first"),
        tag("p", say(view, "events.how")),
        tag("p", say(view, "events.rule"), class_="small"),
        tag("ul", *(tag("li", view.link("event", one.id, said.heading(one, view.language))) for one in events())),
        *(_event(one, view) for one in events()),
        bibliography(cited, view),
    ]


def summary(view: View) -> str:
    """How many results are tests, how many agree, and how many could have told an effect from none."""
    tests = [one for one in card().events if one.test]
    telling = [one for one in tests if one.telling]
    counted = {"all": len(card().events), "tests": len(tests), "agree": sum(one.agrees for one in tests)}
    if not telling:
        return say(view, "events.none_telling", **counted)
    return say(view, "events.telling", telling=len(telling), held=sum(one.agrees for one in telling), **counted)


def _event(event: Event, view: View) -> Html:
    results = [one for one in card().events if one.event == event.id]
    switched = [
        tag("li", view.to("lever", one.lever, view.pick(lab().levers[one.lever].text)), f" {_switch(one, view)}")
        for one in event.levers
    ]
    cited = join(*(view.cite(one) for one in event.source), between="; ")
    return tag(
        "section",
        tag("h2", said.heading(event, view.language)),
        tag("p", tag("strong", view.pick(event.place)), ". ", cited),
        join(tag("p", say(view, "events.switched")), tag("ul", *switched)) if switched else "",
        tag("p", view.pick(event.not_run)) if event.not_run else "",
        _changes(event, results, view),
        tag("p", said.confounded(event, view.language)),
        id_=view.id("event", event.id),
    )


def _switch(one: Switch, view: View) -> str:
    where = view.pick(lab().place_text(one.place, lab().levers[one.lever].index))
    return f"({where}): {number(one.before, view.language)} → {number(one.after, view.language)}"


def _changes(event: Event, results: Sequence[EventTest], view: View) -> Html:
    """A row a change: the figures before and after, what the switch alone should have done, and what came."""
    heads: list[object] = [say(view, f"events.column.{one}") for one in COLUMNS]
    rows = [_change(one, _result(one, results), heads, view) for one in event.observed]
    return table(said.heading(event, view.language), heads, rows, "cards figures")


def _result(change: Change, results: Sequence[EventTest]) -> EventTest | None:
    """The result on the card of exactly this change."""
    same = (one for one in results if (one.outcome, one.place) == (change.outcome, change.place))
    return next((one for one in same if isclose(one.observed, change.log_ratio)), None)


def _change(change: Change, result: EventTest | None, heads: list[object], view: View) -> Html:
    outcome = lab().outcomes[change.outcome]
    unit = view.unit(outcome.unit)
    measured = to_series(change.series, view) if change.series else ""
    if change.estimate:
        measured = view.to("estimate", change.estimate, say(view, "events.from_estimate"))
    cited = join(*(view.cite(one) for one in change.source), between="; ")
    notes = [one for one in (change.used, change.sd_note, change.note) if one]
    cells: list[object] = [
        f"{exact(change.before.value, view.language)} ({_span(change.before.start, change.before.end)})",
        f"{exact(change.after.value, view.language)} ({_span(change.after.start, change.after.end)})",
        said.predicted(result, view.language) if result else "–",
        said.observed(result, view.language) if result else "–",
        join(
            tag("strong", said.standing(result, view.language)) if result else _no_result(change, view),
            tag("span", cited, class_="small"),
            tag("code", f"± = {change.sd_derivation}", class_="small") if change.sd_derivation else "",
            *(tag("span", view.pick(one), class_="small") for one in notes),
        ),
    ]
    place = view.pick(lab().place_text(change.place, outcome.index))
    head = join(
        view.to("outcome", outcome.id, view.pick(outcome.text)),
        tag("span", say(view, "events.played", place=place, unit=unit), class_="small"),
        tag("span", measured, class_="small") if measured else "",
    )
    return row(head, list(zip(heads[1:], cells, strict=True)))


def _no_result(change: Change, view: View) -> str:
    return say(view, "events.not_run") if is_test(change) else text(view.language, "tested.no_test")


def _span(start: str, end: str) -> str:
    return start if start == end else f"{start} – {end}"
