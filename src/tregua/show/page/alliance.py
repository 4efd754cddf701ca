"""States together as a page: two ladders and bills on one time line, which sizes would hold, who pays and who gains."""

from datetime import date

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation, Source
from tregua.evidence.schema import Direction
from tregua.show.draw.funnel import funnel
from tregua.show.draw.holding import holding
from tregua.show.draw.ladders import ladders
from tregua.show.html import Html, View, folded, join, row, section, table, tag
from tregua.show.page.around import frame, part, views_of
from tregua.show.words import alliance as words
from tregua.show.words import alliance_game as game_words
from tregua.show.words.alliance_whole import caveats_of
from tregua.show.words.numbers import number, percent
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.answers import Alliance
from tregua.states.bills import paths_file
from tregua.states.burden import Rule
from tregua.states.days import last
from tregua.states.game import Symmetric
from tregua.states.level import StateLevels, time_line
from tregua.states.payoffs import Payoff
from tregua.states.replay import Replayed
from tregua.states.schema import AXES, Act
from tregua.states.stability import among_sizes
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

FOUR: tuple[Rule, ...] = ("equal", "head", "capacity", "harm")
SHOWN = 7  # whole years before that of the day
WAYS: tuple[Direction, ...] = ("lowers", "none", "raises")
PARTS = ("ladders", "bills", "holds", "payers", "list", "press", "caveats", "sources")
BAR = 54  # px of the largest share
BAND = 84  # px of an interval around nothing


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, key, **values)


def _coded(view: View, key: str) -> Html:
    """A sentence with what stands in backticks as code."""
    pieces = _say(view, key).split("`")
    return join(*(tag("code", one) if at % 2 else one for at, one in enumerate(pieces)))


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
        tag("h1", _say(view, "alliance.page.title")),
        tag("p", words.listed_record(view.language)["note"], class_="lede"),
        tag("nav", tag("ul", *(_entry(view, one) for one in PARTS)), aria_label=_say(view, "alliance.page.nav")),
        _section(view, "ladders", _ladders(found, view), _states(found, view)),
        _section(view, "bills", *_bills(found, view)),
        _section(view, "holds", *_holds(found, view)),
        _section(view, "payers", *_payers(found, view)),
        _section(view, "list", _list(found, view)),
        _section(view, "press", _presses(found, view)),
        _section(view, "caveats", tag("ul", *(tag("li", one) for one in caveats_of(found, view.language)))),
        section(_say(view, "alliance.page.sources"), view.bibliography(_cited()), id_=view.id("part", "sources")),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _entry(view: View, name: str) -> Html:
    return tag("li", view.link("part", name, _say(view, f"alliance.page.{name}")))


def _section(view: View, name: str, *contents: object) -> Html:
    return tag("section", tag("h2", _say(view, f"alliance.page.{name}")), *contents, id_=view.id("part", name))


def _scroll(label: str, *contents: object) -> Html:
    return tag("div", *contents, class_="scroll", tabindex="0", role="region", aria_label=label)


# --- (a) ladders ------------------------------------------------------------------------------------------------------


def _ladders(found: Alliance, view: View) -> Html:
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
    label = _say(view, "alliance.page.ladders.label", start=start.year, day=found.on.isoformat())
    legend = tag(
        "ul",
        *(
            tag("li", tag("span", class_=f"swatch-{name}"), " ", _say(view, f"alliance.legend.{name}"))
            for name in ("soft", "hard", "unknown")
        ),
        tag("li", "↕ ", _say(view, "alliance.legend.press")),
        class_="legend",
    )
    return join(
        tag("p", _say(view, "alliance.page.ladders.how")),
        legend,
        _scroll(label, ladders(rows, found.presses, start, found.on, label)),
    )


def _level_pair(one: StateLevels) -> str:
    return "/".join(words.level_mark(axis.level, axis.at_least) for axis in (one.soft, one.hard))


def _states(found: Alliance, view: View) -> Html:
    """The acts of each state, folded, the newest first, with links to where they can be read."""
    return join(*(_state(one, found.on, view) for one in found.levels))


def _state(found: StateLevels, on: date, view: View) -> Html:
    state = records.states()[found.state]
    acts = [one for one in records.acts().values() if one.state == found.state and last(one.date) <= on]
    marks = [
        f"{_say(view, f'alliance.axis.{axis}')} {words.level_mark(one.level, one.at_least)}"
        for axis, one in zip(AXES, (found.soft, found.hard), strict=True)
    ]
    told = [
        f"{mark}: {words.level_text(axis, getattr(found, axis).level, view.language)}"
        for axis, mark in zip(AXES, marks, strict=True)
    ]
    heads: list[object] = [_say(view, f"alliance.column.{name}") for name in ("date", "axis", "act", "force", "source")]
    rows = [_act(one, found, on, heads, view) for one in sorted(acts, key=lambda one: one.date, reverse=True)]
    summary = f"{found.state} {in_language(state.text, view.language)}: {', '.join(marks)}"
    told.append(f"{_say(view, 'alliance.column.government')}: {words.changed_words(found, view.language)}")
    meaning = tag("ul", *(tag("li", one) for one in told))
    listed = table(
        _say(view, "alliance.acts.of", state=in_language(state.text, view.language)), heads, rows, "cards dated"
    )
    return tag("details", tag("summary", summary), meaning, listed, id_=view.id("state", found.state))


def _act(one: Act, found: StateLevels, on: date, heads: list[object], view: View) -> Html:
    cells: list[tuple[object, object]] = [
        (heads[1], "–" if one.axis == "none" else _say(view, f"alliance.axis.{one.axis}")),
        (heads[2], f"{_say(view, f'alliance.kind.{one.kind}')}: {in_language(one.text, view.language)}"),
        (heads[3], words.force_words(words.act_record(one, found, on, view.language), view.language)),
        (heads[4], join(*(view.cite(each) for each in one.source), between="; ")),
    ]
    return row(one.date, cells)


# --- the pipeline under (a) -------------------------------------------------------------------------------------------


def _bills(found: Alliance, view: View) -> list[Html]:
    heads: list[object] = [
        _say(view, f"alliance.column.{name}") for name in ("bill", "filing", "last", "stage", "outcome")
    ]
    rows = [_bill(one, heads, view) for one in found.bills]
    scores = found.scores
    told = {name: number(getattr(scores, name), view.language) for name in ("at_filing", "before_end", "climatology")}
    legend = tag(
        "ul",
        *(
            tag("li", _dot(one), " ", _say(view, f"alliance.outcome.{one}"))
            for one in ("law", "dead", "archived", "open")
        ),
        class_="legend",
    )
    return [
        tag("p", in_language(paths_file().chosen, view.language)),
        legend,
        _scroll(_say(view, "alliance.funnel.label", n=len(found.bills)), funnel(found.bills, view.language)),
        _scroll(
            _say(view, "alliance.pipeline.title"), table(_say(view, "alliance.pipeline.title"), heads, rows, "cards")
        ),
        tag("p", _say(view, "alliance.basis.how")),
        tag("p", _say(view, "alliance.scores", n=len(scores.bills), laws=scores.laws, **told)),
    ]


def _dot(outcome: str) -> Html:
    drawn = tag("circle", cx=7, cy=7, r=5.5, class_=outcome)
    return tag("svg", drawn, width=14, height=14, class_="funnel", aria_hidden="true")


def _bill(one: Replayed, heads: list[object], view: View) -> Html:
    bill, last = one.bill, one.steps[-1]
    steps = tag(
        "ul",
        tag("li", words.changes_words(bill, view.language)),
        *(
            tag(
                "li",
                f"{each.step.date} {words.stage_words(each.step.stage, view.language)}: ",
                in_language(each.step.text, view.language),
                f" {words.chance_words(each.chance, view.language)} ",
                join(*(view.cite(cited) for cited in each.step.source), between="; "),
            )
            for each in one.steps
        ),
        *(
            tag(
                "li",
                f"{each.date} {_say(view, f'alliance.exit.{each.kind}')}: ",
                in_language(each.text, view.language),
                " ",
                join(*(view.cite(cited) for cited in each.source), between="; "),
            )
            for each in bill.exits
        ),
        tag("li", in_language(bill.end.note, view.language)) if bill.end.note else "",
    )
    cells: list[tuple[object, object]] = [
        (heads[1], words.chance_words(one.at_filing, view.language)),
        (heads[2], words.last_chance(one, view.language)),
        (heads[3], words.stage_words(last.step.stage, view.language)),
        (heads[4], words.outcome_words(one, view.language)),
    ]
    title = f"{bill.state} {in_language(bill.title, view.language)}"
    return row(folded(title, steps), cells)


# --- (b) what would hold ----------------------------------------------------------------------------------------------


def _holds(found: Alliance, view: View) -> list[Html]:
    n = found.counts.document
    sizes = among_sizes(Symmetric(n, 1, 1, 1))
    inputs = [
        *(_number(name, "0", view, min="0", step="0.5") for name in ("penalty", "pressure_cost", "club")),
        _number("minimum", "2", view, min="2", max=str(n), step="1"),
        tag("label", _say(view, "alliance.input.ties"), for_=view.id("input", "ties")),
        tag(
            "select",
            *(tag("option", _say(view, f"alliance.ties.{one}"), value=one) for one in ("join", "stay")),
            name="ties",
            id_=view.id("input", "ties"),
        ),
        tag("label", _say(view, "alliance.input.transfers"), for_=view.id("input", "transfers")),
        tag("input", type="checkbox", name="transfers", id_=view.id("input", "transfers")),
    ]
    held = ", ".join(str(one.k) for one in sizes if one.stable and one.k != 1)
    status = tag(
        "p",
        _say(view, "alliance.holds.told", sizes=held),
        role="status",
        data_told=_say(view, "alliance.holds.told", sizes="#"),
    )
    picture = tag("div", holding(sizes, view.language), status)
    under = [] if found.coalitions is None else [_over_draws(found, view)]
    return [
        tag("p", _say(view, "alliance.page.holds.how", n=n)),
        tag("div", picture, tag("form", *inputs, hidden="hidden"), class_="holds"),
        *(under or [tag("p", _coded(view, "alliance.no_weights"))]),
    ]


def _number(name: str, start: str, view: View, **limits: str) -> Html:
    at = view.id("input", name)
    box = tag("input", type="number", name=name, value=start, id_=at, **limits)
    return join(tag("label", _say(view, f"alliance.input.{name}"), for_=at), box)


def _over_draws(found: Alliance, view: View) -> Html:
    held = found.coalitions
    assert held is not None
    heads: list[object] = [_say(view, f"alliance.column.{name}") for name in ("states", *game_words.SIDES)]
    rows = []
    for without, included in held.sides():
        named = {one for each in (without, included) if each for one in each.members} - {records.observer()}
        shown = game_words.members_words([one for one in held.states if one in named], view.language)
        told = [game_words.chance_words(one, held.draws, view.language) for one in (without, included)]
        rows.append(row(shown, [*zip(heads[1:], told, strict=True)]))
    return join(
        tag("p", _say(view, "alliance.weights", weights=game_words.weights_words(held.weights, view.language))),
        tag("p", game_words.treaty_words(held.treaty, held.rules, view.language)),
        table(_say(view, "alliance.sides.title"), heads, rows, "cards"),
    )


# --- (c) who pays, who gains ------------------------------------------------------------------------------------------


def _payers(found: Alliance, view: View) -> list[Html]:
    heads: list[object] = [
        _say(view, "alliance.column.state"),
        *(_say(view, f"alliance.column.rule.{rule}") for rule in FOUR),
        _say(view, "alliance.column.gains"),
    ]
    most = max(one.share for one in found.burden.shares)
    rows = [_payer(state, found, most, heads, view) for state in [*found.burden.members, records.observer()]]
    how = _say(view, "alliance.burden.how", **words.bounds(found.burden, view.language))
    label = _say(view, "alliance.page.payers")
    return [
        tag("p", how),
        tag("p", _say(view, "alliance.page.payers.how", years=found.years, draws=found.draws)),
        _scroll(label, table(label, heads, rows, "cards payers")),
    ]


def _payer(state: str, found: Alliance, most: float, heads: list[object], view: View) -> Html:
    cells: list[tuple[object, object]] = []
    for head, rule in zip(heads[1:-1], FOUR, strict=True):
        share = found.burden.of(rule).get(state)
        cells.append((head, "–" if share is None else _bar(share.share, most, view)))
    gains = _gains(state, found, view)
    return row(f"{state} {in_language(records.states()[state].text, view.language)}", [*cells, (heads[-1], gains)])


def _bar(share: float, most: float, view: View) -> Html:
    width = max(1.0, BAR * share / most)
    drawn = tag("rect", x=0, y=1, width=f"{width:.1f}", height=10, class_="bar")
    return join(tag("svg", drawn, width=BAR, height=12, aria_hidden="true"), percent(share, view.language))


def _gains(state: str, found: Alliance, view: View) -> Html:
    """What the first soft effort of each state brings this one, with its band; hatched where it is not modelled."""
    if state in found.not_modelled:
        return tag("span", _say(view, "alliance.gains.not_modelled"), class_="hatched")
    first = {one.effort.state: one.effort.id for one in reversed(found.payoffs) if one.effort.axis == "soft"}
    told = [
        tag(
            "li",
            _band(one),
            f"{game_words.outcome_words(one, view.language)}: ",
            f"{game_words.payoff_words(one, found.draws, view.language)} ",
            tag("span", f"({one.effort.state}: {in_language(one.effort.text, view.language)})", class_="small"),
        )
        for one in found.payoffs
        if one.cell.state == state and one.effort.id in first.values() and one.moves and one.cell.weighed
    ]
    return tag("ul", *told, class_="gains")


def _band(one: Payoff) -> Html:
    """The intervals of an effect around nothing, on a scale of its own."""
    told = one.reference.found
    most = max(map(abs, told.i90)) or 1.0
    low, first, middle, third, high = (
        BAND / 2 * (1.0 + value / most) for value in (told.i90[0], told.i50[0], told.median, told.i50[1], told.i90[1])
    )
    return tag(
        "svg",
        tag("path", d=f"M{BAND / 2} 0V14", class_="nothing"),
        tag("rect", x=f"{low:.1f}", y=5, width=f"{max(1.0, high - low):.1f}", height=4, class_="i90"),
        tag("rect", x=f"{first:.1f}", y=2, width=f"{max(1.0, third - first):.1f}", height=10, class_="i50"),
        tag("path", d=f"M{middle:.1f} 0V14", class_="median"),
        width=BAND,
        height=14,
        class_="band",
        aria_hidden="true",
    )


# --- list, pressure, sources ------------------------------------------------------------------------------------------


def _list(found: Alliance, view: View) -> Html:
    names = ("policy", "levers", "lowers", "none", "raises", "claims")
    heads: list[object] = [_say(view, f"alliance.column.{name}") for name in names]
    rows = [
        row(
            f"{one.id} {in_language(one.text, view.language)}",
            [
                (heads[1], ", ".join(one.levers) or "–"),
                *(
                    (head, folded(len(one.estimates[way]), ", ".join(one.estimates[way]) or "–"))
                    for head, way in zip(heads[2:5], WAYS, strict=True)
                ),
                (heads[5], ", ".join(one.claims) or "–"),
            ],
        )
        for one in found.policies
    ]
    return join(
        tag("p", _coded(view, "alliance.list.how")), table(_say(view, "alliance.list.title"), heads, rows, "cards list")
    )


def _presses(found: Alliance, view: View) -> Html:
    heads: list[object] = [
        _say(view, f"alliance.column.{name}") for name in ("date", "who", "what", "followed", "source")
    ]
    rows = [
        row(
            one.date,
            [
                (heads[1], f"{one.by} → {', '.join(one.to)}"),
                (heads[2], in_language(one.text, view.language)),
                (heads[3], in_language(one.followed, view.language)),
                (heads[4], join(*(view.cite(each) for each in one.source), between="; ")),
            ],
        )
        for one in found.presses
    ]
    return table(_say(view, "alliance.press.title"), heads, rows, "cards dated")


def _cited() -> list[Source]:
    """Every source of an act, a bill or a pressure."""
    named: list[Citation] = [each for act in records.acts().values() for each in act.source]
    named += [each for one in records.presses().values() for each in one.source]
    named += [each for one in records.states().values() for figure in one.figures.values() for each in figure.source]
    named += [each for bill in paths_file().paths for beside in bill.exits for each in beside.source]
    named += [each for bill in paths_file().paths for step in bill.steps for each in step.source]
    return [sources()[one] for one in dict.fromkeys(each.ref for each in named)]
