"""The verdict table: what each policy changes against the baseline, and how sure the lab is of it."""

from tregua.analysis.card import card
from tregua.lab.asked import PRIOR
from tregua.lab.cell import Comparison, Figure
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.lab.scenario import moved_levers
from tregua.lab.schema import Outcome
from tregua.show.draw.marks import bars, swatch
from tregua.show.draw.panels import Material
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.run_events import of_cell, switches
from tregua.show.words import comparison as said
from tregua.show.words import events
from tregua.show.words import why as reasons
from tregua.show.words.horizon import beyond, last_scored
from tregua.show.words.numbers import about, chance, number, words
from tregua.show.words.said import in_words
from tregua.text import text

SHARE_STEPS = 100  # a share of spread is printed like a chance, never 0 or 100 %
MOST_BARS = 6
MOST_INPUTS = 3
SEEN = 0.1  # of what matters: a lever that brings less is only counted
MANY_TIMES = 10.0  # from here on a relative change is printed as a multiple


def verdict(material: Material, view: View) -> Html:
    """The section with the verdict table."""
    comparisons = material.comparisons
    assert comparisons is not None
    baseline = view.pick(material.baseline.text)
    caption = view.say("verdict.caption", baseline=baseline, year=comparisons.year, draws=comparisons.draws)
    heads: list[object] = [view.say("verdict.outcome", baseline=baseline)]
    for scenario in material.others:
        style = material.styles[scenario.id]
        named = view.link("policy", scenario.id, f"{style.letter} {view.pick(scenario.text)}")
        heads.append(join(swatch(style), " ", named))
    rows = [
        _row(outcome, place, comparisons, material, view)
        for outcome in lab().outcomes.values()
        for place in outcome.headline
    ]
    share = "how_share" if comparisons.ensemble == PRIOR else "how_share_least"
    how = [
        view.say(f"verdict.{key}")
        for key in ("how_bar", "words", "how_agree", "how_matter", "how_tested", "how_why", share, "how_grade")
    ]
    return tag(
        "section",
        tag("h2", view.say("verdict.heading"), id_=view.id("section", "verdict")),
        tag("p", tag("strong", f"{comparisons.year}: {mark}"))
        if (mark := beyond(comparisons.year, material.span, view.language))
        else "",
        table(caption, heads, rows, "verdict cards"),
        folded(view.say("verdict.how"), *(tag("p", sentence) for sentence in how)),
        switches(comparisons, view),
    )


def _row(outcome: Outcome, place: str, comparisons: Comparisons, material: Material, view: View) -> Html:
    found = [comparisons.one(scenario.id, outcome.id, place) for scenario in material.others]
    ends = [end for one in found for figure in _figures(one) for end in figure.i90]
    domain = (min(0.0, *ends), max(0.0, *ends)) if ends else (0.0, 0.0)
    level = number(found[0].baseline_median, view.language, error=found[0].baseline_error)
    head = join(
        view.link("outcome", outcome.id, view.pick(outcome.text)),
        tag("span", view.place(outcome, place), class_="place"),
        tag("span", f"{level} {view.unit(outcome.unit)}", class_="small"),
    )
    labels = [f"{material.styles[one.id].letter} {view.pick(one.text)}" for one in material.others]
    cells = [_cell(one, domain, comparisons.draws, material, view) for one in found]
    return row(head, list(zip(labels, cells, strict=True)))


def _figures(one: Comparison) -> list[Figure]:
    """The one figure of a cell, or those of its alternatives."""
    figure = said.the_one(one)
    return [figure] if figure else list(one.alternatives)


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


def _cell(one: Comparison, domain: tuple[float, float], draws: int, material: Material, view: View) -> Html:
    caveats = [tag("li", in_words(caveat, view.language)) for caveat in one.caveats if caveat.key != "caveat.grade"]
    if not one.alternatives:
        status = tag("p", text(view.language, f"likely.{one.status}"), class_="status")
        return join(status, tag("ul", *caveats, class_="small") if caveats else "", _also(one, material, view))
    relative = _relative(one, view)
    difference = tag(
        "p",
        view.link("outcome", one.outcome, tag("strong", said.middle(one, view.language))),
        f" {view.unit(one.unit)} ",
        tag("span", f"({relative})") if relative else "",
        class_="difference",
    )
    figures = _figures(one)
    if draws > 1 and len(figures) == one.n_alternatives == 1 and figures[0].i90[0] == figures[0].i90[1]:
        return join(
            difference,
            tag("p", view.say("verdict.certain"), class_="status"),
            tag("p", events.verdict(one, card().events, view.language), class_="small"),
            _also(one, material, view),
            tag("ul", *caveats, class_="small"),
        )
    interval = tag("p", said.interval(figures[0], view.language), class_="interval") if len(figures) == 1 else ""
    return join(
        difference,
        interval,
        bars(_drawn(one, figures), *domain, material.styles[one.scenario]),
        tag("p", said.direction(one, draws, view.language), class_="words"),
        tag("p", said.matter(one, view.language), class_="matter"),
        tag("p", events.brief(one, card().events, view.language), class_="small"),
        _also(one, material, view),
        _decided(one, view),
        tag("ul", *_marks(one, material, view), class_="small"),
        _rows(one, draws, view),
        _why(one, material, view),
        of_cell(one, view),
        folded(view.say("verdict.caveats", count=len(caveats)), tag("ul", *caveats, class_="small")) if caveats else "",
    )


def _also(one: Comparison, material: Material, view: View) -> Html:
    """The cell in the other years, a small line each, with a word where nothing was scored so far ahead."""
    assert material.comparisons is not None
    lines = []
    for outlook in material.comparisons.also:
        cell = outlook.one(one.scenario, one.outcome, one.place)
        if cell.median_range is None and not one.alternatives:
            continue
        told = said.glance(cell, view.language)
        if outlook.year > last_scored(material.span):
            told += f"; {text(view.language, 'horizon.brief')}"
        lines.append(tag("p", view.say("verdict.also", year=outlook.year, told=told), class_="small"))
    return join(*lines)


def _decided(one: Comparison, view: View) -> Html | str:
    told = said.decided(one, view.language)
    if not told or one.decided_by is None:
        return ""
    return tag(
        "p",
        view.link("parameter", one.decided_by, told) if one.decided_by in lab().parameters else told,
        class_="small",
    )


def _rows(one: Comparison, draws: int, view: View) -> Html | str:
    """A row an alternative, open to a reader without a script."""
    if one.n_alternatives < 2:
        return ""
    rows = [
        tag(
            "li",
            tag("strong", about(figure.median, figure.mc_error, view.language)),
            f" {said.interval(figure, view.language, errors=True)} {words(figure.p_lower, draws, view.language)}",
            tag("span", said.row(figure, one, view.language), class_="small"),
        )
        for figure in one.alternatives
    ]
    return folded(
        view.say("verdict.rows", count=one.n_alternatives),
        tag("p", said.columns(one, view.language), class_="small"),
        tag("ul", *rows, class_="alternatives"),
    )


def _why(one: Comparison, material: Material, view: View) -> Html | str:
    """What each lever brings to the cell, and the inputs that carry most of its spread."""
    why = material.reasons.get((one.scenario, one.outcome, one.place))
    if why is None or one.material.status == "none":
        return ""
    seen = [driver for driver in why.drivers if driver.most >= SEEN * one.material.threshold]
    listed = [
        tag(
            "li",
            view.link("lever", driver.lever, reasons.lever_title(driver, view.language)),
            f" {reasons.bring(driver, view.language)}",
        )
        for driver in seen
    ]
    rest = about(why.rest, why.total_error, view.language)
    carried = "; ".join(reasons.carried(each, view.language) for each in why.spread[:MOST_INPUTS])
    return folded(
        view.say("verdict.why"),
        tag("ul", *listed, tag("li", view.say("verdict.why_rest", rest=rest)), class_="alternatives"),
        tag("p", view.say("verdict.why_less", count=len(why.drivers) - len(seen)), class_="small")
        if len(seen) < len(why.drivers)
        else "",
        tag("p", view.say("verdict.why_spread", listed=carried), class_="small") if carried else "",
    )


def _relative(one: Comparison, view: View) -> Html | str:
    if one.relative is not None and one.relative >= MANY_TIMES:
        return view.say("verdict.times", number=number(1.0 + one.relative, view.language))
    return said.relative(one, view.language)


def _marks(one: Comparison, material: Material, view: View) -> list[Html]:
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
    if error := said.error_of(one):
        last.append(view.say("verdict.error", error=number(float(f"{error:.1g}"), view.language)))
    return [tag("li", mark) for mark in [*marks, join(*last, between="; ")]]


def _is_indirect(one: Comparison, material: Material) -> bool:
    """Whether no lever that the policy or the baseline moves names this outcome."""
    pair = (material.scenarios[one.scenario], material.baseline)
    moved = [lever for scenario in pair for lever in moved_levers(scenario, material.span)]
    return not any(one.outcome in lever.affects for lever in moved)
