"""States together as a page: two ladders and bills on one time line, which sizes would hold, who pays and who gains."""

from collections.abc import Iterable
from datetime import date

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation, Source
from tregua.evidence import ledger
from tregua.evidence.schema import Direction
from tregua.lab.model import lab
from tregua.show.draw.funnel import funnel
from tregua.show.draw.ladders import ladders
from tregua.show.html import Html, View, folded, join, row, scroll, section, table, tag
from tregua.show.page import acts
from tregua.show.page.alliance_game import coded, holds, payers, said
from tregua.show.page.around import frame, part, views_of
from tregua.show.page.law import regime_link
from tregua.show.page.laws import case_link
from tregua.show.words import alliance as words
from tregua.show.words.alliance_whole import caveats_of
from tregua.show.words.estimates import estimate_title
from tregua.show.words.numbers import number
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.answers import Alliance
from tregua.states.bills import paths_file
from tregua.states.level import StateLevels, time_line
from tregua.states.pipeline_schema import Exit, Path, Step
from tregua.states.replay import Replayed
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

SHOWN = 7  # whole years before that of the day
WAYS: tuple[Direction, ...] = ("lowers", "none", "raises")
PARTS = ("ladders", "bills", "holds", "payers", "list", "press", "caveats", "sources")


def render_alliance(found: Alliance, language: Language = "en") -> str:
    """The page in both languages."""
    return frame(
        {one: text(one, "alliance.page.title") for one in LANGUAGES},
        {one: text(one, "alliance.page.tagline") for one in LANGUAGES},
        [_body(found, view) for view in views_of(language)],
        {one: text(one, "alliance.page.footer", version=VERSION, command=found.command) for one in LANGUAGES},
        language,
        part("states.css"),
        part("states.js"),
    )


def _body(found: Alliance, view: View) -> Html:
    return tag(
        "div",
        tag("h1", said(view, "alliance.page.title")),
        tag("p", words.listed_record(view.language)["note"], class_="lede"),
        tag("nav", tag("ul", *(_entry(view, one) for one in PARTS)), aria_label=said(view, "alliance.page.nav")),
        titled(view, "ladders", two_ladders(found, view), states(found, view)),
        titled(view, "bills", *bills(found, view)),
        titled(view, "holds", *holds(found, view)),
        titled(view, "payers", *payers(found, view)),
        titled(view, "list", policy_list(found, view)),
        titled(view, "press", presses(found, view)),
        titled(view, "caveats", tag("ul", *(tag("li", one) for one in caveats_of(found, view.language)))),
        section(
            said(view, "alliance.page.sources"),
            view.bibliography(cited_sources([*cited_by_states(), *cited_by_presses(), *cited_by_bills()])),
            id_=view.id("part", "sources"),
        ),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _entry(view: View, name: str) -> Html:
    return tag("li", view.link("part", name, said(view, f"alliance.page.{name}")))


def titled(view: View, name: str, *contents: object) -> Html:
    """A part of the page under its heading."""
    return tag("section", tag("h2", said(view, f"alliance.page.{name}")), *contents, id_=view.id("part", name))


# --- (a) ladders ------------------------------------------------------------------------------------------------------


def two_ladders(found: Alliance, view: View) -> Html:
    """The two ladders of each state; what was in force on the first day was done before."""
    acts, start = [*records.acts().values()], date(found.on.year - SHOWN, 1, 1)
    rows = [
        (
            one.state,
            f"{one.state} {_level_pair(one)}",
            time_line(records.states()[one.state], acts, start, found.on),
        )
        for one in found.levels
    ]
    label = said(view, "alliance.page.ladders.label", start=start.year, day=found.on.isoformat())
    legend = tag(
        "ul",
        *(
            tag("li", tag("span", class_=f"swatch-{name}"), " ", said(view, f"alliance.legend.{name}"))
            for name in ("soft", "hard", "unknown")
        ),
        tag("li", "↕ ", said(view, "alliance.legend.press")),
        class_="legend",
    )
    return join(
        tag("p", said(view, "alliance.page.ladders.how")),
        legend,
        tag("p", said(view, "alliance.page.ladders.sideways"), class_="sideways small"),
        scroll(label, ladders(rows, found.presses, start, found.on, label)),
    )


def _level_pair(one: StateLevels) -> str:
    return "/".join(words.level_mark(axis.level, axis.at_least) for axis in (one.soft, one.hard))


def states(found: Alliance, view: View) -> Html:
    """The acts of each state, folded, the newest first, with links to where they can be read."""
    return join(*(_state(one, found.on, view) for one in found.levels))


def _state(found: StateLevels, on: date, view: View) -> Html:
    named = f"{found.state} {view.pick(records.states()[found.state].text)}"
    return tag(
        "details",
        tag("summary", f"{named}: {', '.join(acts.marks(found, view))}"),
        acts.meaning(found, view),
        acts.acts_table(found, on, view),
        id_=view.id("state", found.state),
    )


# --- the pipeline under (a) -------------------------------------------------------------------------------------------


def bills(found: Alliance, view: View) -> list[Html]:
    """Bills as dots at the last stage, then each with its chance at every stage and what happened."""
    heads: list[object] = [
        said(view, f"alliance.column.{name}") for name in ("bill", "filing", "last", "stage", "outcome")
    ]
    rows = [_bill(one, heads, view) for one in found.bills]
    scores = found.scores
    told = {name: number(getattr(scores, name), view.language) for name in ("at_filing", "before_end", "climatology")}
    legend = tag(
        "ul",
        *(
            tag("li", _dot(one), " ", said(view, f"alliance.outcome.{one}"))
            for one in ("law", "dead", "archived", "open")
        ),
        class_="legend",
    )
    return [
        tag("p", in_language(paths_file().chosen, view.language)),
        legend,
        scroll(said(view, "alliance.funnel.label", n=len(found.bills)), funnel(found.bills, view.language)),
        tag("p", said(view, "alliance.funnel.how"), class_="small"),
        scroll(
            said(view, "alliance.pipeline.title"), table(said(view, "alliance.pipeline.title"), heads, rows, "cards")
        ),
        tag("p", said(view, "alliance.basis.how")),
        tag("p", said(view, "alliance.scores", n=len(scores.bills), laws=scores.laws, **told)),
    ]


def _dot(outcome: str) -> Html:
    drawn = tag("circle", cx=7, cy=7, r=5.5, class_=outcome)
    return tag("svg", drawn, width=14, height=14, class_="funnel", aria_hidden="true")


def _bill(one: Replayed, heads: list[object], view: View) -> Html:
    bill, last = one.bill, one.steps[-1]
    chances = {id(each.step): f" {words.chance_words(each.chance, view.language)}" for each in one.steps}
    steps = tag(
        "ul",
        tag("li", _changes(bill, view)),
        *(
            _dated(each, words.stage_words(each.stage, view.language), chances.get(id(each), ""), view)
            for each in bill.steps
        ),
        *(_dated(each, said(view, f"alliance.exit.{each.kind}"), "", view) for each in bill.exits),
        tag("li", in_language(bill.end.note, view.language)) if bill.end.note else "",
    )
    cells: list[tuple[object, object]] = [
        (heads[1], words.chance_words(one.at_filing, view.language)),
        (heads[2], words.last_chance(one, view.language)),
        (heads[3], words.stage_words(last.step.stage, view.language)),
        (heads[4], words.outcome_words(one, view.language)),
    ]
    title = f"{view.pick(records.name(bill.state))}: {view.pick(bill.title)}"
    return row(folded(title, steps), cells, view.id("bill", bill.id))


def _changes(bill: Path, view: View) -> object:
    """What it would change; in the site its text as rules, a case of it and the levers are links."""
    if not view.in_site or bill.no_levers is not None:
        return words.changes_words(bill, view.language)
    levers = join(*(view.to("lever", one, _title("lever", one, view)) for one in bill.levers), between="; ")
    if bill.regime is None:
        return view.say("changes.levers", levers=levers)
    decided = join(regime_link(bill.regime, view), "; ", case_link(bill.regime, view))
    return view.say("changes.regime", regime=decided, levers=levers)


def _dated(one: Step | Exit, stage: str, chance: str, view: View) -> Html:
    """A step of a bill, or what came beside it, with the chance after it where it was in parliament."""
    cited = join(*(view.cite(each) for each in one.source), between="; ")
    return tag("li", f"{one.date} {stage}: {view.pick(one.text)}{chance} ", cited)


# --- list, pressure, sources ------------------------------------------------------------------------------------------


def policy_list(found: Alliance, view: View) -> Html:
    """Each policy with its levers, the estimates that count by what they do, and the claims they bear on."""
    names = ("policy", "levers", "lowers", "none", "raises", "claims")
    heads: list[object] = [said(view, f"alliance.column.{name}") for name in names]
    rows = [
        row(
            join(in_language(one.text, view.language), " ", tag("code", one.id)),
            [
                (heads[1], _named("lever", one.levers, view)),
                *(
                    (head, folded(len(one.estimates[way]), _named("estimate", one.estimates[way], view)))
                    for head, way in zip(heads[2:5], WAYS, strict=True)
                ),
                (heads[5], _named("claim", one.claims, view)),
            ],
        )
        for one in found.policies
    ]
    title = said(view, "alliance.list.title")
    return join(tag("p", coded(view, "alliance.list.how")), scroll(title, table(title, heads, rows, "cards list")))


def _named(kind: str, names: Iterable[str], view: View) -> Html:
    """Records by their titles, each leading to its page in the site; a page that stands alone has their names."""
    listed = [tag("li", view.to(kind, one, _title(kind, one, view)) if view.in_site else one) for one in names]
    return tag("ul", *listed) if listed else Html("–")


def _title(kind: str, name: str, view: View) -> str:
    if kind == "lever":
        return in_language(lab().levers[name].text, view.language)
    if kind == "claim":
        return f"{name}. {in_language(ledger.claims()[name].statement, view.language)}"
    return estimate_title(ledger.estimates()[name], view.language)


def presses(found: Alliance, view: View) -> Html:
    """Who pressed whom, and what followed in time."""
    heads: list[object] = [
        said(view, f"alliance.column.{name}") for name in ("date", "who", "what", "followed", "source")
    ]
    rows = [
        row(
            one.date,
            [
                (
                    heads[1],
                    f"{view.pick(records.name(one.by))} → {', '.join(view.pick(records.name(to)) for to in one.to)}",
                ),
                (heads[2], in_language(one.text, view.language)),
                (heads[3], in_language(one.followed, view.language)),
                (heads[4], join(*(view.cite(each) for each in one.source), between="; ")),
            ],
        )
        for one in found.presses
    ]
    return table(said(view, "alliance.press.title"), heads, rows, "cards dated")


def cited_by_presses() -> list[Citation]:
    """What pressures cite."""
    return [each for one in records.presses().values() for each in one.source]


def cited_by_states() -> list[Citation]:
    """What the acts, the governments and the numbers of states cite."""
    return [each for state in records.states() for each in acts.cited_by(state)]


def cited_by_bills() -> list[Citation]:
    """What the steps and exits of bills cite."""
    steps = [each for bill in paths_file().paths for step in bill.steps for each in step.source]
    return [*steps, *(each for bill in paths_file().paths for beside in bill.exits for each in beside.source)]


def cited_sources(named: Iterable[Citation]) -> list[Source]:
    """Each source once."""
    return [sources()[one] for one in dict.fromkeys(each.ref for each in named)]
