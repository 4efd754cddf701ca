"""The second and the third picture of states together: what would hold, and who pays and who gains."""

from tregua.show.draw.holding import holding
from tregua.show.html import Html, View, join, row, scroll, table, tag
from tregua.show.words import alliance as words
from tregua.show.words import alliance_game as game_words
from tregua.show.words.numbers import percent
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.answers import Alliance
from tregua.states.burden import Rule
from tregua.states.game import Symmetric
from tregua.states.payoffs import Payoff
from tregua.states.stability import among_sizes
from tregua.text import text

FOUR: tuple[Rule, ...] = ("equal", "head", "capacity", "harm")
BAR = 54  # px of the largest share
BAND = 84  # px of an interval around nothing


def said(view: View, key: str, **values: object) -> str:
    """A text in the language of a view."""
    return text(view.language, key, **values)


def coded(view: View, key: str, **values: object) -> Html:
    """A sentence with what stands in backticks as code."""
    pieces = said(view, key, **values).split("`")
    return join(*(tag("code", one) if at % 2 else one for at, one in enumerate(pieces)))


# --- (b) what would hold ----------------------------------------------------------------------------------------------


def holds(found: Alliance, view: View) -> list[Html]:
    """Sizes of a game of states alike, drawn again as its rules are typed; coalitions over draws where weights were."""
    n = found.counts.document
    sizes = among_sizes(Symmetric(n, 1, 1, 1))
    inputs = [
        *(_number(name, "0", view, min="0", step="0.5") for name in ("penalty", "pressure_cost", "club")),
        _number("minimum", "2", view, min="2", max=str(n), step="1"),
        tag("label", said(view, "alliance.input.ties"), for_=view.id("input", "ties")),
        tag(
            "select",
            *(tag("option", said(view, f"alliance.ties.{one}"), value=one) for one in ("join", "stay")),
            name="ties",
            id_=view.id("input", "ties"),
        ),
        tag("label", said(view, "alliance.input.transfers"), for_=view.id("input", "transfers")),
        tag("input", type="checkbox", name="transfers", id_=view.id("input", "transfers")),
    ]
    held = ", ".join(str(one.k) for one in sizes if one.stable and one.k != 1)
    status = tag(
        "p",
        said(view, "alliance.holds.told", sizes=held),
        role="status",
        data_told=said(view, "alliance.holds.told", sizes="#"),
    )
    picture = tag("div", holding(sizes, view.language), status)
    under = [] if found.coalitions is None else [_over_draws(found, view)]
    return [
        tag("p", said(view, "alliance.page.holds.how", n=n)),
        tag("div", picture, tag("form", *inputs, hidden="hidden"), class_="holds"),
        *(under or [tag("p", coded(view, "alliance.no_weights"))]),
    ]


def _number(name: str, start: str, view: View, **limits: str) -> Html:
    at = view.id("input", name)
    box = tag("input", type="number", name=name, value=start, id_=at, **limits)
    return join(tag("label", said(view, f"alliance.input.{name}"), for_=at), box)


def _over_draws(found: Alliance, view: View) -> Html:
    held = found.coalitions
    assert held is not None
    heads: list[object] = [said(view, f"alliance.column.{name}") for name in ("states", *game_words.SIDES)]
    rows = []
    for without, included in held.sides():
        named = {one for each in (without, included) if each for one in each.members} - {records.observer()}
        shown = game_words.members_words([one for one in held.states if one in named], view.language)
        told = [game_words.chance_words(one, held.draws, view.language) for one in (without, included)]
        rows.append(row(shown, [*zip(heads[1:], told, strict=True)]))
    return join(
        tag("p", said(view, "alliance.weights", weights=game_words.weights_words(held.weights, view.language))),
        tag("p", game_words.treaty_words(held.treaty, held.rules, view.language)),
        table(said(view, "alliance.sides.title"), heads, rows, "cards"),
    )


# --- (c) who pays, who gains ------------------------------------------------------------------------------------------


def payers(found: Alliance, view: View) -> list[Html]:
    """A row a state: its share under four rules, and what the efforts of others bring it."""
    heads: list[object] = [
        said(view, "alliance.column.state"),
        *(said(view, f"alliance.column.rule.{rule}") for rule in FOUR),
        said(view, "alliance.column.gains"),
    ]
    most = max(one.share for one in found.burden.shares)
    shown = [*found.burden.members, records.observer()]
    rows = [_payer(state, found, most, heads, view) for state in shown]
    modelled = game_words.names_words((one for one in shown if one not in found.not_modelled), view.language)
    how = said(view, "alliance.burden.how", **words.bounds(found.burden, view.language))
    label = said(view, "alliance.page.payers")
    observer = view.pick(records.name(records.observer()))
    return [
        tag("p", game_words.most_words(found.burden, FOUR, view.language), class_="lede"),
        tag("p", how),
        tag("p", coded(view, "alliance.page.payers.how", years=found.years, draws=found.draws, modelled=modelled)),
        scroll(label, table(label, heads, rows, "cards payers")),
        tag("p", coded(view, "alliance.page.payers.observer", state=observer), class_="small"),
    ]


def _payer(state: str, found: Alliance, most: float, heads: list[object], view: View) -> Html:
    cells: list[tuple[object, object]] = []
    for head, rule in zip(heads[1:-1], FOUR, strict=True):
        share = found.burden.of(rule).get(state)
        cells.append((head, "– *" if share is None else _bar(share.share, most, view)))
    gains = _gains(state, found, view)
    named = view.to("state", state, view.pick(records.name(state)))
    return row(join(f"{state} ", named), [*cells, (heads[-1], gains)])


def _bar(share: float, most: float, view: View) -> Html:
    width = max(1.0, BAR * share / most)
    drawn = tag("rect", x=0, y=1, width=f"{width:.1f}", height=10, class_="bar")
    return join(tag("svg", drawn, width=BAR, height=12, aria_hidden="true"), percent(share, view.language))


def _gains(state: str, found: Alliance, view: View) -> Html:
    """What the first soft effort of each state brings this one, with its band; hatched where it is not modelled."""
    if state in found.not_modelled:
        return tag("span", said(view, "alliance.gains.not_modelled"), class_="hatched")
    first = {one.effort.state: one.effort.id for one in reversed(found.payoffs) if one.effort.axis == "soft"}
    told = [
        tag("li", _gain(one, found.draws, view))
        for one in found.payoffs
        if one.cell.state == state and one.effort.id in first.values() and one.moves and one.cell.weighed
    ]
    return tag("ul", *told, class_="gains")


def _gain(one: Payoff, draws: int, view: View) -> Html:
    """An effect, up or down, on an outcome that leads to the score card, by an effort that leads to its lever."""
    by = view.to("lever", one.effort.lever, in_language(one.effort.text, view.language))
    return join(
        _band(one),
        tag("span", "▼ " if one.reference.p_lower >= 0.5 else "▲ ", aria_hidden="true"),
        view.to("outcome", one.cell.outcome, game_words.outcome_words(one, view.language)),
        f": {game_words.payoff_words(one, draws, view.language)} ",
        tag("span", f"({view.pick(records.name(one.effort.state))}: ", by, ")", class_="small"),
    )


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
