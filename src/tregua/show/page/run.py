"""The run as one self-contained HTML file: no script, no request, both languages, printable."""

from collections.abc import Iterable
from functools import cache

import xarray as xr

from tregua.analysis.calibrate import shipped
from tregua.analysis.card import card
from tregua.analysis.learnt import Lessons, lessons
from tregua.analysis.why import Why
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.show.draw.panels import Material, gather
from tregua.show.html import Html, View, join, tag
from tregua.show.page.around import frame, views_of
from tregua.show.page.run_card import score_card
from tregua.show.page.run_learnt import section
from tregua.show.page.run_parameters import parameters
from tregua.show.page.run_paths import history, paths
from tregua.show.page.run_policies import policies
from tregua.show.page.run_reference import records, sources
from tregua.show.page.run_verdict import verdict
from tregua.show.words.said import in_words
from tregua.text import Language

SECTIONS = ("verdict", "policies", "paths", "history", "learnt", "numbers", "records", "sources", "caveats", "repeat")


def render(
    dataset: xr.Dataset, comparisons: Comparisons | None, language: Language = "en", reasons: Iterable[Why] = ()
) -> str:
    """The page of a run; `language` is the one it opens in, `reasons` take headline cells apart.

    The language that opens has plain anchors (``#parameter-pass_through``), the other has its code before them.
    """
    material = gather(dataset, comparisons, reasons)
    views = views_of(language)
    return frame(
        {view.language: _title(material, view) for view in views},
        {view.language: view.say("tagline") for view in views},
        [_body(material, view) for view in views],
        {view.language: view.say("footer", version=material.dataset.attrs["version"]) for view in views},
        language,
    )


def _body(material: Material, view: View) -> Html:
    compared = material.comparisons is not None
    taught = _lessons()
    absent = {*(() if compared else ("verdict",)), *(() if taught else ("learnt",))}
    sections = [name for name in SECTIONS if name not in absent]
    links = [tag("li", view.link("section", name, view.say(f"nav.{name}"))) for name in sections]
    return tag(
        "div",
        tag("h1", _heading(material, view)),
        tag("p", _lede(material, view), class_="lede"),
        score_card(card(), material.dataset.attrs["ensemble"], view),
        _first_caveat(material, view),
        tag("nav", tag("ul", *links), aria_label=view.say("contents")),
        verdict(material, view) if compared else "",
        policies(material, view),
        paths(material, view),
        history(material, view),
        section(taught, view),
        parameters(material, view),
        records(material, view),
        sources(material, view),
        _caveats(material, view),
        _repeat(material, view),
        lang=view.language,
        class_=f"in-{view.language}",
    )


@cache
def _lessons() -> Lessons | None:
    """What the calibration that comes with the package was taught, unless the lab has changed since."""
    return None if shipped().out_of_date else lessons(shipped())


def _span(material: Material) -> dict[str, int]:
    return {"first": material.years[0], "last": material.years[-1]}


def _title(material: Material, view: View) -> Html:
    if material.comparisons is None:
        return view.say("title_run", **_span(material))
    return view.say("title", year=material.comparisons.year, baseline=view.pick(material.baseline.text))


def _heading(material: Material, view: View) -> Html:
    if material.comparisons is None:
        return view.say("heading_run", **_span(material))
    return view.say("heading", year=material.comparisons.year)


def _named(material: Material, view: View) -> dict[str, object]:
    """What every sentence about the run names."""
    attributes = material.dataset.attrs
    compared = material.comparisons
    listed = material.others if compared else material.scenarios.values()
    return {
        "scenarios": ", ".join(view.pick(scenario.text) for scenario in listed),
        "baseline": view.pick(material.baseline.text),
        "year": compared.year if compared else "",
        "draws": attributes["draws"],
        "seed": attributes["seed"],
        "version": attributes["version"],
        "hash": attributes["catalogue_hash"],
        **_span(material),
    }


def _lede(material: Material, view: View) -> Html:
    return view.say("lede" if material.comparisons else "lede_run", **_named(material, view))


def _first_caveat(material: Material, view: View) -> Html:
    return tag(
        "p",
        tag("strong", view.say("read_first"), ". "),
        in_words(material.caveats[0], view.language),
        " ",
        view.link("section", "caveats", view.say("all_caveats", count=len(material.caveats))),
        class_="first",
    )


def _caveats(material: Material, view: View) -> Html:
    listed = [tag("li", in_words(caveat, view.language)) for caveat in material.caveats]
    cells: dict[str, list[str]] = {}
    for one in material.comparisons.comparisons if material.comparisons else ():
        outcome = lab().outcomes[one.outcome]
        if one.place in outcome.headline:
            named = (
                f"{material.styles[one.scenario].letter}: {view.pick(outcome.text)}, {view.place(outcome, one.place)}"
            )
            for caveat in one.caveats:
                cells.setdefault(in_words(caveat, view.language), []).append(named)
    single = [tag("li", sentence, tag("span", "; ".join(where), class_="small")) for sentence, where in cells.items()]
    return tag(
        "section",
        tag("h2", view.say("caveats.heading"), id_=view.id("section", "caveats")),
        tag("ul", *listed),
        join(tag("h3", view.say("caveats.cells")), tag("ul", *single)) if single else "",
    )


def _repeat(material: Material, view: View) -> Html:
    named = _named(material, view)
    facts = [("version", named["version"]), ("hash", named["hash"]), ("seed", named["seed"]), ("draws", named["draws"])]
    key = "repeat.citation" if material.comparisons else "repeat.citation_run"
    return tag(
        "section",
        tag("h2", view.say("repeat.heading"), id_=view.id("section", "repeat")),
        tag("dl", *(join(tag("dt", view.say(f"repeat.{name}")), tag("dd", value)) for name, value in facts)),
        tag("p", view.say("repeat.command"), ":"),
        tag("pre", tag("code", material.dataset.attrs["command"]), tabindex="0"),
        tag("h3", view.say("repeat.cite")),
        tag("p", view.say(key, **named)),
        tag("p", view.say("repeat.sources_too")),
        tag("p", view.say("repeat.paper"), class_="paper"),
    )
