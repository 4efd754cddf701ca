"""The verdict table: what each policy changes against the baseline, and how sure the lab is of it."""

from tregua.lab.compare import Comparison, Comparisons
from tregua.lab.model import lab
from tregua.lab.scenario import moved_levers
from tregua.lab.schema import Outcome
from tregua.show.draw.marks import bars, swatch
from tregua.show.draw.panels import Material
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.words.numbers import chance, number, percent, words
from tregua.show.words.said import in_words
from tregua.text import text

SHARE_STEPS = 100  # a share of spread is printed like a chance, never 0 or 100 %
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
    how = [view.say(f"verdict.{key}") for key in ("how_bar", "words", "how_share", "how_agree", "how_grade")]
    return tag(
        "section",
        tag("h2", view.say("verdict.heading"), id_=view.id("section", "verdict")),
        table(caption, heads, rows, "verdict cards"),
        folded(view.say("verdict.how"), *(tag("p", sentence) for sentence in how)),
    )


def _row(outcome: Outcome, place: str, comparisons: Comparisons, material: Material, view: View) -> Html:
    found = [comparisons.one(scenario.id, outcome.id, place) for scenario in material.others]
    ends = [end for one in found for end in one.i90 or ()]
    domain = (min(0.0, *ends), max(0.0, *ends)) if ends else (0.0, 0.0)
    level = f"{number(found[0].baseline_median, view.language)} {view.unit(outcome.unit)}"
    head = join(
        view.link("outcome", outcome.id, view.pick(outcome.text)),
        tag("span", view.place(outcome, place), class_="place"),
        tag("span", level, class_="small"),
    )
    labels = [f"{material.styles[one.id].letter} {view.pick(one.text)}" for one in material.others]
    cells = [_cell(one, domain, comparisons.draws, material, view) for one in found]
    return row(head, list(zip(labels, cells, strict=True)))


def _cell(one: Comparison, domain: tuple[float, float], draws: int, material: Material, view: View) -> Html:
    caveats = [tag("li", in_words(caveat, view.language)) for caveat in one.caveats if caveat.key != "caveat.grade"]
    if one.status != "figures":
        status = tag("p", text(view.language, f"likely.{one.status}"), class_="status")
        return join(status, tag("ul", *caveats, class_="small")) if caveats else status
    assert one.median is not None and one.i90 is not None and one.p_lower is not None
    relative = _relative(one, view)
    difference = tag(
        "p",
        view.link("outcome", one.outcome, tag("strong", number(one.median, view.language, signed=True))),
        f" {view.unit(one.unit)} ",
        tag("span", f"({relative})") if relative else "",
        class_="difference",
    )
    if draws > 1 and one.i90[0] == one.i90[1]:
        return join(
            difference, tag("p", view.say("verdict.certain"), class_="status"), tag("ul", *caveats, class_="small")
        )
    low, high = (number(end, view.language, signed=True) for end in one.i90)
    return join(
        difference,
        tag("p", f"[{low}; {high}]", class_="interval"),
        bars(one, *domain, material.styles[one.scenario]),
        tag("p", words(one.p_lower, draws, view.language), class_="words"),
        tag("ul", *_marks(one, material, view), *caveats, class_="small"),
    )


def _relative(one: Comparison, view: View) -> Html | str | None:
    if one.relative is None:
        return None
    if one.relative >= MANY_TIMES:
        return view.say("verdict.times", number=number(1.0 + one.relative, view.language))
    return percent(one.relative, view.language, signed=True)


def _marks(one: Comparison, material: Material, view: View) -> list[Html]:
    """Shares of the spread, agreement, grade and error: separate marks, never one score."""
    marks = []
    if one.assumption_share is not None and one.assumption_share_se is not None:
        shares = {
            "share": chance(one.assumption_share, SHARE_STEPS),
            "error": chance(one.assumption_share_se, SHARE_STEPS),
            "shocks": chance(one.shock_share or 0.0, SHARE_STEPS),
        }
        marks.append(view.say("verdict.share", **shares))
    if one.alternatives:
        marks.append(view.say("verdict.agree", agree=one.agree, alternatives=one.alternatives))
    last = [
        view.say("verdict.grade", grade=caveat.values["grade"])
        for caveat in one.caveats
        if caveat.key == "caveat.grade"
    ]
    if _is_indirect(one, material):
        last.append(view.say("verdict.ungraded"))
    if one.mc_error:
        last.append(view.say("verdict.error", error=number(one.mc_error, view.language)))
    return [tag("li", mark) for mark in [*marks, join(*last, between="; ")]]


def _is_indirect(one: Comparison, material: Material) -> bool:
    """Whether no lever that the policy or the baseline moves names this outcome."""
    pair = (material.scenarios[one.scenario], material.baseline)
    moved = [lever for scenario in pair for lever in moved_levers(scenario, material.span)]
    return not any(one.outcome in lever.affects for lever in moved)
