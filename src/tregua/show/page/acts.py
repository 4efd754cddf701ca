"""What one state said and did: its levels on a day, its governments, each of its acts with where it can be read."""

from datetime import date

from tregua.catalogue.record import Citation
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.alliance_game import said
from tregua.show.words import alliance as words
from tregua.states import records
from tregua.states.days import last
from tregua.states.level import StateLevels
from tregua.states.schema import AXES, Act


def marks(found: StateLevels, view: View) -> list[str]:
    """The level on each axis, in a word and a sign."""
    return [
        f"{said(view, f'alliance.axis.{axis}')} {words.level_mark(one.level, one.at_least)}"
        for axis, one in zip(AXES, (found.soft, found.hard), strict=True)
    ]


def meaning(found: StateLevels, view: View) -> Html:
    """What the levels mean, whether the government changed since, and its heads on record."""
    told: list[object] = [
        f"{mark}: {words.level_text(axis, getattr(found, axis).level, view.language)}"
        for axis, mark in zip(AXES, marks(found, view), strict=True)
    ]
    told.append(f"{said(view, 'alliance.column.government')}: {words.changed_words(found, view.language)}")
    heads = [
        join(f"{one.date} {view.pick(one.text)} (", *(view.cite(each) for each in one.source), ")")
        for one in records.states()[found.state].government.changes
    ]
    if heads:
        told.append(join(said(view, "alliance.heads"), ": ", join(*heads, between="; ")))
    return tag("ul", *(tag("li", one) for one in told))


def acts_of(state: str, on: date) -> list[Act]:
    """The acts of a state to a day, the newest first."""
    listed = [one for one in records.acts().values() if one.state == state and last(one.date) <= on]
    return sorted(listed, key=lambda one: one.date, reverse=True)


def acts_table(found: StateLevels, on: date, view: View) -> Html:
    """The acts of a state, with links to where they can be read."""
    heads: list[object] = [said(view, f"alliance.column.{name}") for name in ("date", "axis", "act", "force", "source")]
    rows = [_act(one, found, on, heads, view) for one in acts_of(found.state, on)]
    caption = said(view, "alliance.acts.of", state=view.pick(records.states()[found.state].text))
    return table(caption, heads, rows, "cards dated")


def _act(one: Act, found: StateLevels, on: date, heads: list[object], view: View) -> Html:
    kind: object = said(view, f"alliance.kind.{one.kind}")
    if bill := records.bills().get(one.bill or ""):
        kind = view.to("bill", bill.path or bill.id, kind)
    cells: list[tuple[object, object]] = [
        (heads[1], "–" if one.axis == "none" else said(view, f"alliance.axis.{one.axis}")),
        (heads[2], join(kind, ": ", view.pick(one.text))),
        (heads[3], words.force_words(words.act_record(one, found, on, view.language), view.language)),
        (heads[4], join(*(view.cite(each) for each in one.source), between="; ")),
    ]
    return row(one.date, cells)


def cited_by(state: str) -> list[Citation]:
    """What the acts, the governments, the part in the trade and the numbers of a state cite."""
    record = records.states()[state]
    named = [each for one in records.acts().values() if one.state == state for each in one.source]
    named += [each for change in record.government.changes for each in change.source]
    named += [*record.government.source, *record.roles_source]
    return [*named, *(each for figure in record.figures.values() for each in figure.source)]
