"""Records behind the page: outcomes, levers and shocks with their definitions, and the list of sources."""

from collections.abc import Iterable

from tregua.catalogue.record import Citation, Source
from tregua.evidence.schema import Estimate, Series
from tregua.lab.model import lab
from tregua.lab.schema import Lever, Outcome, Shock
from tregua.show.draw.panels import Material
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.estimates import short_table
from tregua.show.page.named import named
from tregua.show.page.run_events import citations as switched
from tregua.show.page.run_parameters import quantity
from tregua.show.page.run_policies import cost, evidence


def records(material: Material, view: View) -> Html:
    """The section with outcomes, levers, estimates, observed series and shocks."""
    outcomes = [_outcome(outcome, view) for outcome in lab().outcomes.values()]
    levers = [_lever(lever, view) for lever in lab().levers.values()]
    shocks = [_shock(shock, view) for shock in lab().shocks.values()]
    observed = [_series(series, view) for panel in material.panels for series in panel.observed]
    return join(
        tag("h2", view.say("records.heading")),
        _folded_table("outcomes", ("outcome", "definition", "equation", "moved_by"), outcomes, view),
        _folded_table("levers", ("lever", "evidence", "range", "affects", "rests_on"), levers, view),
        _estimates(view),
        _folded_table("series", ("one_series", "publisher", "grade", "note"), observed, view),
        _folded_table("shocks", ("shock", "rests_on"), shocks, view),
    )


def _folded_table(name: str, columns: tuple[str, ...], rows: list[Html], view: View) -> Html:
    title = view.say(f"records.{name}", count=len(rows))
    return folded(title, table(title, [view.say(f"records.{column}") for column in columns], rows, "records cards"))


def _outcome(outcome: Outcome, view: View) -> Html:
    moved = [
        tag(
            "li",
            view.link("lever", lever.id, view.pick(lever.text)),
            tag("span", _ids([one.id for one in lab().resting(lever)], view), class_="small"),
        )
        for lever in lab().levers.values()
        if outcome.id in lever.affects
    ]
    cells: list[tuple[object, object]] = [
        (view.say("records.definition"), view.pick(outcome.definition)),
        (
            view.say("records.equation"),
            join(
                f"{view.unit(outcome.unit)}, ",
                view.say(f"records.{outcome.kind}"),
                "; ",
                view.say("records.function", code=tag("code", outcome.equation)),
            ),
        ),
        (view.say("records.moved_by"), tag("ul", *moved) if moved else view.say("records.no_lever")),
    ]
    head = join(view.pick(outcome.text), tag("code", outcome.id))
    return row(head, cells, view.id("outcome", outcome.id))


def _lever(lever: Lever, view: View) -> Html:
    values = (lever.low, lever.high, lever.default)
    low, high, default = (quantity(value, lever.unit, view) for value in values)
    cited = [tag("span", view.cite(citation), class_="small") for citation in lever.default_source]
    affected = [view.link("outcome", name, view.pick(lab().outcomes[name].text)) for name in lever.affects]
    cells: list[tuple[object, object]] = [
        (view.say("records.evidence"), evidence(lever, view)),
        (
            view.say("records.range"),
            join(f"{low} – {high}; ", view.say("policies.default", value=default), *cited),
        ),
        (view.say("records.affects"), join(*affected, between=", ")),
        (view.say("records.rests_on"), join(_parameters(lever.rests_on, view), tag("p", cost(lever, view)))),
    ]
    head = join(
        view.pick(lever.text),
        tag("code", lever.id),
        tag("span", named(view.pick(lever.not_this), view), class_="small"),
    )
    return row(head, cells, view.id("lever", lever.id))


def _shock(shock: Shock, view: View) -> Html:
    named = [name for name in (shock.volatility, shock.memory, shock.lag) if name]
    names = [one.id for one in lab().parameters.values() if one.id.partition(".")[0] in named]
    cells: list[tuple[object, object]] = [(view.say("records.rests_on"), _parameters(names, view))]
    return row(join(view.pick(shock.text), tag("code", shock.id)), cells, view.id("shock", shock.id))


def _series(series: Series, view: View) -> Html:
    cells: list[tuple[object, object]] = [
        (
            view.say("records.publisher"),
            join(
                view.translated(series.publisher), ". ", view.translated(series.licence), ". ", view.cite(series.source)
            ),
        ),
        (view.say("records.grade"), series.grade),
        (view.say("records.note"), view.pick(series.note) if series.note else ""),
    ]
    return row(join(view.pick(series.text), tag("code", series.id)), cells, view.id("series", series.id))


def _estimates(view: View) -> Html:
    """The estimates behind the levers, and which numbers each feeds."""
    listed = estimates_behind()
    title = view.say("records.estimates", count=len(listed))
    fed = {one.id: [record.id for record in lab().parameters.values() if one.id in record.estimates] for one in listed}
    return folded(title, short_table(title, listed, view, lambda one: _parameters(fed[one.id], view)))


def estimates_behind() -> list[Estimate]:
    """The estimates that any lever rests on, in the order of the levers, then those that feed other numbers."""
    fed = [lab().estimates[name] for one in lab().parameters.values() for name in one.estimates]
    found = {one.id: one for one in [*(one for lever in lab().levers.values() for one in lab().behind(lever)), *fed]}
    return list(found.values())


def _parameters(names: list[str], view: View) -> Html:
    known = lab().parameters
    numbers = [one for name in names for one in ([known[name]] if name in known else lab().numbers(name))]
    linked = [view.link("parameter", one.id, view.pick(one.text)) for one in numbers]
    return join(*linked, between="; ")


def _ids(names: list[str], view: View) -> Html:
    return join(*(view.link("parameter", name, tag("code", name)) for name in names), between=", ")


def sources(found: list[Source], view: View, noted: bool = True) -> Html:
    """A list of sources, each with how far it was read and what else is noted of it."""
    return join(
        tag("h3", view.say("sources.heading")),
        tag("p", view.say("sources.intro", count=len(found))),
        tag("ul", *(view.entry(source, noted) for source in found), class_="sources"),
    )


def cited(material: Material) -> list[Source]:
    """The sources behind parameters, defaults, series and estimates, in the order of their authors."""
    citations: list[Citation] = [citation for record in lab().parameters.values() for citation in record.source]
    citations += [citation for lever in lab().levers.values() for citation in lever.default_source]
    citations += [citation for one in estimates_behind() for citation in one.source]
    citations += [series.source for panel in material.panels for series in panel.observed]
    citations += switched(material.comparisons) if material.comparisons else []
    return listed(citations)


def listed(citations: Iterable[Citation]) -> list[Source]:
    """The sources of citations, in the order of their authors."""
    refs = {citation.ref for citation in citations}
    return sorted(
        (source for source in lab().sources.values() if source.id in refs), key=lambda one: (one.author, one.year)
    )
