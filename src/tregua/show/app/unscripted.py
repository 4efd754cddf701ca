"""The answer with which the app opens, for those who run no script: finding, table, caveats and the command."""

from functools import cache

from tregua.lab.compare import compare
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import RECORD, load_scenarios
from tregua.show.draw.panels import Material, gather
from tregua.show.html import Html, View, folded, tag
from tregua.show.page.around import views_of
from tregua.show.page.run_verdict import verdict_table
from tregua.show.words.finding import sentences
from tregua.show.words.horizon import beyond
from tregua.show.words.said import in_words
from tregua.text import Language, text

OPENS = ("total-peace", "mano-dura")  # the policies that `page.js` opens with


def answer(draws: int, language: Language) -> list[Html]:
    """The answer in both languages, one shown at a time as the page around it chooses."""
    return [_body(_material(draws), view) for view in views_of(language)]


@cache
def _material(draws: int) -> Material:
    """The run, once a process: it takes seconds."""
    settings = Settings(draws=draws)
    dataset = simulate(load_scenarios([RECORD, *OPENS]), settings)
    return gather(dataset, compare(dataset, RECORD, settings.span.shown))


def _body(material: Material, view: View) -> Html:
    assert material.comparisons is not None and material.finding is not None
    year = material.comparisons.year
    farther = beyond(year, material.span, view.language)
    lead, tested, *harm = sentences(material.finding, view.language)
    caveats = (tag("li", in_words(one, view.language)) for one in material.caveats)
    return tag(
        "div",
        tag("p", text(view.language, "app.no_script")),
        tag("p", tag("strong", lead), f" {tested}" if tested else "", class_="lede"),
        *(tag("p", one, class_="lede") for one in harm),
        tag("p", tag("strong", f"{year}: {farther}")) if farther else "",
        tag("p", text(view.language, "app.not_forecast"), " ", text(view.language, "finding.caveat")),
        tag("h2", text(view.language, "app.what_changes")),
        verdict_table(material, view, linked=False),
        tag("p", text(view.language, "app.static_key"), class_="small"),
        folded(view.say("all_caveats", count=len(material.caveats)), tag("ul", *caveats)),
        tag("h2", text(view.language, "app.again")),
        tag("pre", tag("code", material.command), tabindex="0"),
        lang=view.language,
        class_=f"in-{view.language}",
    )
