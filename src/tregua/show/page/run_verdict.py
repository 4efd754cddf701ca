"""The whole table: what each policy changes against the baseline, each figure with its account."""

from tregua.lab.asked import PRIOR
from tregua.lab.cell import Comparison
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.lab.schema import Outcome
from tregua.show.draw.marks import swatch
from tregua.show.draw.panels import Material
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.run_account import account, anchor
from tregua.show.page.run_parameters import NUMBERS
from tregua.show.words import finding as said
from tregua.show.words.horizon import beyond
from tregua.show.words.numbers import number


def verdict(material: Material, view: View) -> Html:
    """The table of all outcomes and policies."""
    comparisons = material.comparisons
    assert comparisons is not None
    told = [
        tag("p", tag("strong", f"{year}: {mark}"))
        for year in (comparisons.year, *(one.year for one in comparisons.also))
        if (mark := beyond(year, material.span, view.language))
    ]
    return join(*told, verdict_table(material, view))


def verdict_table(material: Material, view: View, linked: bool = True) -> Html:
    """The table itself; `linked` leads to the policies and accounts of the pages of a run."""
    comparisons = material.comparisons
    assert comparisons is not None
    baseline = view.pick(material.baseline.text)
    caption = view.say("verdict.caption", baseline=baseline, year=comparisons.year, draws=comparisons.draws)
    heads: list[object] = [view.say("verdict.outcome", baseline=baseline)]
    for scenario in material.others:
        style = material.styles[scenario.id]
        named = f"{style.letter} {view.pick(scenario.text)}"
        heads.append(join(swatch(style), " ", view.link("policy", scenario.id, named) if linked else named))
    rows = [
        _row(outcome, place, comparisons, material, view, linked)
        for outcome in lab().outcomes.values()
        for place in outcome.headline
    ]
    return table(caption, heads, rows, "verdict cards")


def how_to_read(material: Material, view: View) -> Html:
    """What the words, bars and shares of a figure mean."""
    assert material.comparisons is not None
    share = "how_share" if material.comparisons.ensemble == PRIOR else "how_share_least"
    how = ("how_bar", "words", "how_nothing", "how_agree", "how_matter", "how_tested", "how_why", share, "how_grade")
    return folded(view.say("verdict.how"), *(tag("p", view.say(f"verdict.{key}")) for key in how))


def _row(outcome: Outcome, place: str, comparisons: Comparisons, material: Material, view: View, linked: bool) -> Html:
    found = [comparisons.one(scenario.id, outcome.id, place) for scenario in material.others]
    level = number(found[0].baseline_median, view.language, error=found[0].baseline_error)
    head = join(
        view.pick(outcome.text),
        tag("span", view.place(outcome, place), class_="place"),
        tag("span", f"{level} {view.unit(outcome.unit)}", class_="small"),
    )
    labels = [f"{material.styles[one.id].letter} {view.pick(one.text)}" for one in material.others]
    return row(head, list(zip(labels, [_cell(one, material, view, linked) for one in found], strict=True)))


def _cell(one: Comparison, material: Material, view: View, linked: bool) -> Html:
    """Difference, word and mark; `linked` to its account on the first screen, or on the page beside this one."""
    assert material.comparisons is not None
    words = said.cell_words(one, material.comparisons.draws, view.language)
    if not one.alternatives:
        return tag("span", words.size, class_="status")
    size, told = tag("strong", words.size), tag("span", f"{words.arrow} {words.word} {words.mark}", class_="word")
    if not linked:
        return join(size, told, between=" ")
    page = "" if material.is_first(one) else NUMBERS
    return tag("a", size, told, href=f"{page}#{anchor(one, view)}")


def accounts(material: Material, view: View) -> Html:
    """The account of every figure of the table that does not stand on the first screen, for the page beside it."""
    comparisons = material.comparisons
    assert comparisons is not None
    heads = [f"{material.styles[one.id].letter} {view.pick(one.text)}" for one in material.others]
    rows = []
    for outcome in lab().outcomes.values():
        for place in outcome.headline:
            found = [comparisons.one(scenario.id, outcome.id, place) for scenario in material.others]
            name = join(view.pick(outcome.text), tag("span", view.place(outcome, place), class_="place"))
            cells = [_account(one, material, view) for one in found]
            rows.append(row(name, list(zip(heads, cells, strict=True))))
    title = view.say("verdict.accounts")
    return folded(title, table(title, [view.say("verdict.accounts_of"), *heads], rows, "verdict cards"))


def _account(one: Comparison, material: Material, view: View) -> Html | str:
    if not one.alternatives or material.is_first(one):
        return ""
    assert material.comparisons is not None
    words = said.cell_words(one, material.comparisons.draws, view.language)
    figure = join(tag("strong", words.size), tag("span", f"{words.arrow} {words.word} {words.mark}", class_="word"))
    named = {"id_": anchor(one, view), "name": view.id("account", "all"), "class_": "figure"}
    return tag("details", tag("summary", figure), account(one, material, view), **named)
