"""The first screen of a page: the finding, the greatest harm, a few outcomes beside today's, one wide chart."""

from tregua.analysis.finding import PHONE, Finding, Row
from tregua.lab.cell import Comparison
from tregua.show.draw.fan import LOW, WIDE, fan_of
from tregua.show.draw.panels import Material, Panel
from tregua.show.html import Html, View, join, safe, tag
from tregua.show.page.run_account import account, anchor
from tregua.show.page.run_parameters import NUMBERS
from tregua.show.words import finding as said
from tregua.show.words.said import in_language
from tregua.text import text


def first_screen(material: Material, view: View) -> Html:
    """All that stands above the first fold."""
    found = material.finding
    assert found is not None
    lead, tested, *harm = said.sentences(found, view.language)
    return join(
        tag("h1", lead, tag("span", f" {tested}", class_="roomy") if tested else ""),
        tag(
            "p",
            join(*(tag("strong", one) for one in harm), *filter(None, [said.own(found, view.language)]), between=" "),
            class_="harm",
        ),
        _table(found, material, view),
        _chart(material, view),
        tag("p", text(view.language, "finding.page_key"), _others(found, view), class_="small key"),
        tag("p", text(view.language, "finding.caveat"), " ", _all_caveats(material, view), class_="small key"),
    )


def _all_caveats(material: Material, view: View) -> Html:
    return view.link("section", "caveats", view.say("all_caveats", count=len(material.caveats)))


def _others(found: Finding, view: View) -> str:
    names = ", ".join(said.policy(found, name, view.language) for name in found.others)
    return f" {text(view.language, 'finding.others', policies=names)}" if names else ""


def _table(found: Finding, material: Material, view: View) -> Html:
    comparisons = found.comparisons
    baseline = in_language(found.names[comparisons.baseline], view.language)
    title = text(view.language, "finding.title", year=comparisons.year, baseline=baseline, draws=comparisons.draws)
    names = [f"{material.styles[name].letter} {said.policy(found, name, view.language)}" for name in found.policies]
    heads = [tag("th", view.say("verdict.outcome_short"), scope="col")]
    heads += [tag("th", name, scope="col") for name in names]
    rows = [_row(row, at, material, view) for at, row in enumerate(found.rows)]
    return tag(
        "table",
        tag("caption", title, tag("span", f". {said.assumed(found, view.language)}", class_="roomy")),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *rows),
        class_="glance",
    )


def _row(row: Row, at: int, material: Material, view: View) -> Html:
    assert material.finding is not None
    level = said.level(row, view.language)
    year = material.finding.comparisons.year
    head = tag(
        "th",
        tag("b", view.pick(row.text)),
        tag("span", _today(row, view), class_="small"),
        tag(
            "span",
            tag("span", text(view.language, "finding.baseline", year=year), class_="roomy"),
            level,
            class_="small level",
        ),
        scope="row",
    )
    cells = [_cell(one, material, view) for one in material.finding.cells(row)]
    return tag("tr", head, *cells, class_=None if at < PHONE else "later")


def _today(row: Row, view: View) -> Html | str:
    """What was observed last, by whom, and whether the lab's band holds it."""
    told = said.today(row, view.language)
    if row.series is None:
        return told
    source = tag("span", ", ", view.translated(row.series.publisher), class_="roomy")
    mark = f" ! {text(view.language, f'finding.{row.beyond}')}" if row.beyond else ""
    record = f"{NUMBERS}#{view.id('series', row.series.id)}"
    figure = tag("a", told, href=record)
    return join(tag("span", text(view.language, "finding.today"), " ", class_="roomy"), figure, source, mark)


def _cell(one: Comparison, material: Material, view: View) -> Html:
    assert material.comparisons is not None
    words = said.cell_words(one, material.comparisons.draws, view.language)
    id_ = anchor(one, view)
    if not one.alternatives:
        return tag("td", tag("span", words.size, class_="status"), id_=id_)
    strength = text(view.language, f"finding.strength.{words.strength or 'none'}").rstrip(".")
    label = {"aria_label": f"{text(view.language, 'finding.evidence')}: {strength}", "role": "img"}
    mark = tag("span", words.mark or "–", class_="mark-of-evidence", **label)
    figure = tag("strong", breakable(words.size))
    long, short = (tag("span", one, class_=class_) for one, class_ in ((words.word, "roomy"), (words.brief, "short")))
    interval = tag("span", f"{words.interval} ", class_="roomy") if words.interval else ""
    word = tag("span", interval, f"{words.arrow} ", long, short, " ", mark, class_="word")
    named = {"class_": "figure", "name": view.id("account", "first")}
    return tag(
        "td", tag("details", tag("summary", figure, word), account(one, material, view, whole=True), **named), id_=id_
    )


def breakable(size: str) -> Html:
    """A range that may go on in the next line after its dots."""
    low, dots, high = size.partition(" … ")
    return join(low, "…", Html("<wbr/>"), high) if dots else safe(size)


def _chart(material: Material, view: View) -> Html:
    """The outcome of the finding, year by year, wide and for a narrow screen, with the score card's word on it."""
    panel, row = chart_of(material)
    outcome = f"{view.pick(panel.outcome.text)}, {view.place(panel.outcome, panel.place)}"
    caption = join(tag("strong", outcome), ": ", said.scored(row, view.language), ".")
    return tag(
        "figure",
        tag("figcaption", caption),
        tag("div", fan_of(panel, material, view, WIDE), class_="on-wide"),
        tag("div", fan_of(panel, material, view, LOW), class_="on-narrow"),
        class_="chart",
    )


def chart_of(material: Material) -> tuple[Panel, Row]:
    """The panel of the finding, of the first outcome where there is none."""
    found = material.finding
    assert found is not None
    first = found.lead.cell if found.lead else found.rows[0].cells[0]
    about = (first.outcome, first.place)
    row = next(row for row in found.rows if (row.outcome.id, row.place) == about)
    return next(one for one in material.panels if (one.outcome.id, one.place) == about), row
