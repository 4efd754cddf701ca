"""States together in the site: ladders and acts, bills, who gains and who pays, each a page."""

from collections.abc import Iterable, Mapping

from tregua.catalogue.record import Citation
from tregua.show.html import Html, View, join, row, section, table, tag
from tregua.show.page import acts
from tregua.show.page import alliance as parts
from tregua.show.page.alliance_game import holds, payers, said
from tregua.show.page.around import Contents, part, titled
from tregua.show.page.run_parameters import quantity, tagged
from tregua.show.places import LAB
from tregua.show.words import alliance as words
from tregua.show.words.alliance_whole import caveats_of
from tregua.show.words.numbers import number, percent
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.answers import Alliance
from tregua.states.bills import rates_file
from tregua.states.level import OnAxis, StateLevels
from tregua.states.pipeline_schema import Rate
from tregua.states.schema import MEASURES, Figure, State
from tregua.text import LANGUAGES, Language, text


def render_states(found: Alliance, language: Language = "en", site: str = "") -> str:
    """Two ladders a state, its acts, the list of policies, who pressed whom."""

    def contents(view: View) -> list[Html]:
        caveats = tag("ul", *(tag("li", one) for one in caveats_of(found, view.language)))
        return [
            tag("p", words.listed_record(view.language)["note"], class_="lede"),
            parts.titled(view, "ladders", parts.two_ladders(found, view), _levels(found, view)),
            parts.titled(view, "list", parts.policy_list(found, view)),
            parts.titled(view, "press", parts.presses(found, view)),
            parts.titled(view, "caveats", caveats),
            _sources(parts.cited_by_presses(), view),
        ]

    return _page(_titles("alliance.page.title"), contents, language, site)


def render_state(found: Alliance, levels: StateLevels, language: Language = "en", site: str = "") -> str:
    """What one state said and did, its bills and its numbers."""
    state = records.states()[levels.state]

    def contents(view: View) -> list[Html]:
        bills = [one for one in found.bills if one.bill.state == state.id]
        listed = [tag("li", view.to("bill", one.bill.id, view.pick(one.bill.title))) for one in bills]
        return [
            tag("p", ", ".join(acts.marks(levels, view)), class_="first"),
            acts.meaning(levels, view),
            tag("p", view.pick(state.note)) if state.note else Html(),
            acts.acts_table(levels, found.on, view),
            join(tag("h2", said(view, "alliance.page.bills")), tag("ul", *listed)) if listed else Html(),
            _figures([state], view),
            _sources(acts.cited_by(state.id), view),
        ]

    return _page({one: in_language(state.text, one) for one in LANGUAGES}, contents, language, site)


def render_bills(found: Alliance, language: Language = "en", site: str = "") -> str:
    """Bills replayed, those that were not, and the base rates that the chances come from."""

    def contents(view: View) -> list[Html]:
        listed, others = rates_file(), [one for one in records.bills().values() if one.path is None]
        cited = [each for one in listed.rates for each in one.source]
        cited += [each for one in others for each in one.source]
        return [
            *parts.bills(found, view),
            _other_bills(view),
            tag("section", tag("h2", said(view, "alliance.site.rates")), _rates(view), _assumptions(view)),
            _sources([*parts.cited_by_bills(), *cited], view),
        ]

    return _page(_titles("alliance.page.bills"), contents, language, site)


def render_shares(found: Alliance, language: Language = "en", site: str = "") -> str:
    """Who pays under four rules, who gains, which sizes would hold, and the numbers behind the shares."""

    def contents(view: View) -> list[Html]:
        gains, figures = said(view, "alliance.site.gains"), [*records.states().values()]
        cited = [each for one in figures for name in MEASURES for each in one.figures[name].source]
        return [
            *payers(found, view),
            tag("p", gains, ": ", view.page(LAB, said(view, "site.menu.index")), ", ", _numbers(view)),
            parts.titled(view, "holds", *holds(found, view), tag("p", _textbook(view))),
            tag("section", tag("h2", said(view, "alliance.site.figures")), _figures(figures, view)),
            _sources(cited, view),
        ]

    return _page(_titles("alliance.page.payers"), contents, language, site)


def _titles(key: str) -> dict[Language, str]:
    return {one: text(one, key) for one in LANGUAGES}


def _page(titles: Mapping[Language, str], contents: Contents, language: Language, site: str) -> str:
    return titled(
        titles,
        contents,
        language,
        "alliance.page.tagline",
        "alliance.page.footer",
        site,
        part("states.css") + part("figures.css"),
        part("states.js"),
        command="tregua alliance",
    )


def _sources(named: Iterable[Citation], view: View) -> Html:
    title = said(view, "alliance.page.sources")
    return section(title, view.bibliography(parts.cited_sources(named)), id_=view.id("section", "sources"))


def _cited(named: Iterable[Citation], view: View) -> Html:
    return join(*(view.cite(one) for one in named), between="; ")


def _numbers(view: View) -> Html:
    return view.page("numbers.html", said(view, "site.menu.numbers"))


def _textbook(view: View) -> Html:
    return view.to("model", "barrett_1994", said(view, "alliance.site.textbook"))


def _levels(found: Alliance, view: View) -> Html:
    """A row a state: its levels, each with the newest act that carries it, and a link to all of its acts."""
    names = ("state", "soft", "hard", "government", "acts")
    heads: list[object] = [said(view, f"alliance.column.{name}") for name in names]
    rows = [
        row(
            join(view.to("state", one.state, view.pick(records.states()[one.state].text)), tag("code", one.state)),
            [
                (heads[1], _level(one.soft, view)),
                (heads[2], _level(one.hard, view)),
                (heads[3], words.changed_words(one, view.language)),
                (heads[4], len(acts.acts_of(one.state, found.on))),
            ],
            view.id("state", one.state),
        )
        for one in found.levels
    ]
    return table(said(view, "alliance.levels.title", day=found.on.isoformat()), heads, rows, "cards figures")


def _level(found: OnAxis, view: View) -> Html:
    told = tag("span", words.newest(found, view.language), class_="small")
    return join(tag("strong", words.level_mark(found.level, found.at_least)), told)


# --- bills ------------------------------------------------------------------------------------------------------------


def _other_bills(view: View) -> Html:
    """Bills that acts name and that were not replayed step by step."""
    heads: list[object] = [said(view, f"alliance.column.{name}") for name in ("bill", "outcome", "date", "source")]
    rows = [
        row(
            f"{view.pick(records.name(one.state))}: {view.pick(one.text)}",
            [
                (heads[1], said(view, f"alliance.outcome.{one.outcome}")),
                (heads[2], one.date or "–"),
                (heads[3], _cited(one.source, view)),
            ],
            view.id("bill", one.id),
        )
        for one in records.bills().values()
        if one.path is None
    ]
    title = said(view, "alliance.site.other_bills")
    return tag("section", tag("h2", title), table(title, heads, rows, "cards dated"))


def _rates(view: View) -> Html:
    names = ("state", "period", "origin", "became_law", "source")
    heads: list[object] = [said(view, f"alliance.column.{name}") for name in names]
    rows = [_rate(one, heads, view) for one in rates_file().rates]
    return table(said(view, "alliance.site.rates_caption"), heads, rows, "cards")


def _rate(one: Rate, heads: list[object], view: View) -> Html:
    passed, filed = one.counts or (None, None)
    counted = "" if passed is None else f"{number(passed, view.language)} / {number(filed or 0, view.language)}"
    share = "–" if one.fraction is None else percent(one.fraction, view.language)
    note = tag("span", view.pick(one.note), class_="small") if one.note else ""
    cells: list[object] = [
        f"{one.begins} – {one.ends}",
        said(view, f"alliance.origin.{one.origin}"),
        join(tag("strong", share), f" {counted} ", tagged(one.tag, view)),
        join(_cited(one.source, view), note),
    ]
    return row(view.pick(records.name(one.state)), list(zip(heads[1:], cells, strict=True)))


def _assumptions(view: View) -> Html:
    listed = [
        tag("li", view.pick(one.text), " ", tagged(one.tag, view), " ", view.pick(one.note) if one.note else "")
        for one in rates_file().assumptions
    ]
    return join(tag("h3", said(view, "alliance.site.assumptions")), tag("ul", *listed))


# --- the numbers of states --------------------------------------------------------------------------------------------


def _figures(listed: Iterable[State], view: View) -> Html:
    heads: list[object] = [
        said(view, "alliance.column.state"),
        *(said(view, f"alliance.measure.{name}") for name in MEASURES),
    ]
    rows = []
    for one in listed:
        cells = [_figure(one.figures[name], view) for name in MEASURES]
        rows.append(row(view.pick(one.text), list(zip(heads[1:], cells, strict=True))))
    return table(said(view, "alliance.site.figures"), heads, rows, "cards figures")


def _figure(one: Figure, view: View) -> Html:
    if one.value is None:
        return tag("span", view.pick(one.why) if one.why else "–", class_="small")
    shown = f"{quantity(one.value, one.unit, view)} ({one.year})"
    return join(shown, " ", tagged(one.tag, view), tag("span", _cited(one.source, view), class_="small"))
