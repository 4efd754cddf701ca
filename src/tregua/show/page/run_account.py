"""The account of one figure: what each lever brings, what carries its spread, its tests, caveats and command."""

from tregua.analysis.card import card
from tregua.analysis.why import Spread
from tregua.lab.asked import asked_of, why_command
from tregua.lab.cell import Comparison, Figure
from tregua.show.draw.marks import bars
from tregua.show.draw.panels import Material
from tregua.show.html import Html, View, join, tag
from tregua.show.page.run_events import of_cell
from tregua.show.page.run_parameters import NUMBERS
from tregua.show.words import comparison as said
from tregua.show.words import events
from tregua.show.words import why as reasons
from tregua.show.words.numbers import about, chance, number, words
from tregua.show.words.said import in_words
from tregua.text import text

SHARE_STEPS = 100  # a share of spread is printed like a chance, never 0 or 100 %
MOST_BARS = 6
MOST_INPUTS = 3
SEEN = 0.1  # of what matters: a lever that brings less is only counted
MANY_TIMES = 10.0  # from here on a relative change is printed as a multiple


def anchor(one: Comparison, view: View) -> str:
    """The id under which a figure stands on the page with its account."""
    return view.id("figure", f"{one.scenario}-{one.outcome}-{one.place}")


def account(one: Comparison, material: Material, view: View, whole: bool = False) -> Html:
    """Why a figure is what it is; `whole` adds its bars, a row a bar, each dated switch and each caveat."""
    assert material.comparisons is not None
    draws, figures = material.comparisons.draws, _figures(one)
    relative = _relative(one, view)
    size = f"{view.unit(one.unit)}{f' ({relative})' if relative else ''}"
    if draws > 1 and len(figures) == one.n_alternatives == 1 and figures[0].i90[0] == figures[0].i90[1]:
        last = (_tested(one, view), _also(one, material, view), _last(one, material, view))
        return tag("div", tag("p", size), tag("p", view.say("verdict.certain")), *last, class_="account")
    interval = f"{said.interval(figures[0], view.language)} " if len(figures) == 1 else ""
    return tag(
        "div",
        tag("p", interval, size),
        _bars(one, figures, material) if whole else "",
        tag("p", said.direction(one, draws, view.language), "; ", said.matter(one, view.language)),
        _decided(one, view),
        _rows(one, draws, view) if whole else "",
        _why(one, material, view, whole),
        tag("ul", *_marks(one, material, view, whole)),
        _tested(one, view),
        of_cell(one, view) if whole else "",
        _also(one, material, view),
        _caveats(one, view) if whole else "",
        _last(one, material, view, whole),
        class_="account",
    )


def _figures(one: Comparison) -> list[Figure]:
    """The one figure of a cell, or those of its alternatives."""
    figure = said.the_one(one)
    return [figure] if figure else list(one.alternatives)


def _bars(one: Comparison, figures: list[Figure], material: Material) -> Html | str:
    ends = [end for figure in figures for end in figure.i90]
    low, high = min(0.0, *ends), max(0.0, *ends)
    return bars(_drawn(one, figures), low, high, material.styles[one.scenario]) if low < high else ""


def _drawn(one: Comparison, figures: list[Figure]) -> list[Figure]:
    """The figures that have a bar: the values of the choice that decides, with all others as in the reference."""
    if one.decided_by is None:
        return figures[:MOST_BARS]
    reference = figures[0].choices
    return [
        figure
        for figure in figures
        if all(value == reference[name] for name, value in figure.choices.items() if name != one.decided_by)
    ][:MOST_BARS]


def _relative(one: Comparison, view: View) -> str:
    if one.relative is not None and one.relative >= MANY_TIMES:
        return view.say("verdict.times", number=number(1.0 + one.relative, view.language))
    return said.relative(one, view.language)


def _decided(one: Comparison, view: View) -> Html | str:
    told = said.decided(one, view.language)
    return tag("p", told) if told else ""


def _rows(one: Comparison, draws: int, view: View) -> Html | str:
    """A row for each bar of several; all alternatives stand in the files beside the page."""
    drawn = _drawn(one, list(one.alternatives))
    if len(drawn) < 2:
        return ""
    rows = [
        tag(
            "li",
            tag("strong", about(figure.median, figure.mc_error, view.language)),
            f" {said.interval(figure, view.language)} {_chance(figure, draws, view)} ",
            tag("i", said.row(figure, one, view.language)),
        )
        for figure in drawn
    ]
    more = one.n_alternatives - len(drawn)
    return join(tag("ul", *rows), tag("p", view.say("verdict.more_rows", count=more)) if more else "")


def _chance(figure: Figure, draws: int, view: View) -> str:
    return words(figure.p_lower, draws, view.language) if any(figure.i90) else text(view.language, "likely.no_change")


def _why(one: Comparison, material: Material, view: View, whole: bool) -> Html | str:
    """What each lever brings to the cell, and the inputs that carry most of its spread."""
    why = material.reasons.get((one.scenario, one.outcome, one.place))
    if why is None or one.material.status == "none":
        return ""
    seen = [driver for driver in why.drivers if driver.most >= SEEN * one.material.threshold]
    listed = [
        tag("li", f"{reasons.lever_title(driver, view.language)} {reasons.bring(driver, view.language)}")
        for driver in seen
    ]
    rest = about(why.rest, why.total_error, view.language)
    less = len(why.drivers) - len(seen)
    page = NUMBERS if whole else ""  # whole on the report, whose numbers stand on the other page
    carried = [
        join(_input(each, page, view), ": ", reasons.share(each, view.language)) for each in why.spread[:MOST_INPUTS]
    ]
    return join(
        tag("p", view.say("verdict.why"), ":"),
        tag("ul", *listed, tag("li", view.say("verdict.why_rest", rest=rest))),
        tag("p", view.say("verdict.why_less", count=less)) if less else "",
        tag("p", view.say("verdict.why_spread", listed=join(*carried, between="; "))) if carried else "",
    )


def _input(one: Spread, page: str, view: View) -> Html | str:
    """What an input is called; a number leads to its entry."""
    title = reasons.input_title(one, view.language)
    return title if one.lever else tag("a", title, href=f"{page}#{view.id('parameter', one.parameter)}")


def _marks(one: Comparison, material: Material, view: View, whole: bool) -> list[Html]:
    """Shares of the spread, grade and error: separate marks, never one score."""
    marks = []
    if one.assumption_share is not None and one.assumption_share_se is not None:
        shares = {
            "share": chance(one.assumption_share, SHARE_STEPS),
            "error": chance(one.assumption_share_se, SHARE_STEPS),
            "shocks": chance(one.shock_share or 0.0, SHARE_STEPS),
            "most": chance(said.assumed(one)[1], SHARE_STEPS),
        }
        marks.append(view.say("verdict.share" if one.shares == "pick_freeze" else "verdict.share_least", **shares))
    last = [
        view.say("verdict.grade", grade=caveat.values["grade"])
        for caveat in one.caveats
        if caveat.key == "caveat.grade"
    ]
    if _is_indirect(one, material):
        last.append(view.say("verdict.ungraded"))
    if whole and (error := said.error_of(one)):
        last.append(view.say("verdict.error", error=number(float(f"{error:.1g}"), view.language)))
    return [tag("li", mark) for mark in [*marks, join(*last, between="; ")] if mark]


def _is_indirect(one: Comparison, material: Material) -> bool:
    """Whether no lever that the policy or the baseline moves names this outcome."""
    moved = [*material.moved[one.scenario], *material.moved[material.baseline.id]]
    return not any(one.outcome in lever.affects for lever in moved)


def _tested(one: Comparison, view: View) -> Html:
    return tag("p", events.verdict(one, card().events, view.language))


def _also(one: Comparison, material: Material, view: View) -> Html:
    """The cell in the other years, a line each."""
    assert material.comparisons is not None
    lines = []
    for outlook in material.comparisons.also:
        cell = outlook.one(one.scenario, one.outcome, one.place)
        told = said.glance(cell, view.language)
        lines.append(tag("p", view.say("verdict.also", year=outlook.year, told=told)))
    return join(*lines)


def _caveats(one: Comparison, view: View) -> Html | str:
    told = [tag("li", in_words(caveat, view.language)) for caveat in one.caveats if caveat.key != "caveat.grade"]
    return tag("ul", *told) if told else ""


def _last(one: Comparison, material: Material, view: View, whole: bool = False) -> Html:
    """How many futures it is counted over, and the command that takes it apart further."""
    assert material.comparisons is not None
    comparisons = material.comparisons
    asked, cell = asked_of(material.dataset), (one.scenario, one.outcome, one.place)
    command = why_command(material.dataset.attrs, asked, comparisons.baseline, comparisons.year, cell)
    counted = view.say("verdict.counted", draws=comparisons.draws, seed=comparisons.seed) if whole else ""
    return tag("p", counted, " ", tag("code", command))
