"""The run as one self-contained HTML file: no script, no request, both languages, printable."""

from collections.abc import Iterable, Iterator

import xarray as xr

from tregua.analysis.card import card
from tregua.analysis.why import Why
from tregua.lab.asked import hashes_of, run_hash
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.show.draw.fan import LOW, WIDE, shapes
from tregua.show.draw.panels import Material, gather
from tregua.show.html import Html, View, join, section, tag
from tregua.show.page.around import frame, views_of
from tregua.show.page.run_card import every_series, score_card
from tregua.show.page.run_events import switches
from tregua.show.page.run_finding import chart_of, first_screen
from tregua.show.page.run_numbers import numbers
from tregua.show.page.run_parameters import parameters
from tregua.show.page.run_paths import charted, history, paths, since, tables
from tregua.show.page.run_policies import policies
from tregua.show.page.run_reference import cited, records, sources
from tregua.show.page.run_verdict import accounts, how_to_read, verdict
from tregua.show.words.finding import sentences
from tregua.show.words.said import in_words
from tregua.text import Language


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
        [_shapes(material), *(_body(material, view) for view in views)],
        {view.language: view.say("footer", version=material.dataset.attrs["version"]) for view in views},
        language,
        told=" ".join(filter(None, sentences(material.finding, language))) if material.finding else "",
    )


def render_numbers(
    dataset: xr.Dataset, comparisons: Comparisons | None, language: Language = "en", reasons: Iterable[Why] = ()
) -> str:
    """The page beside it: what stands behind the other figures, every number, outcome, lever, series and source."""
    material = gather(dataset, comparisons, reasons)
    views = views_of(language)
    bodies = [
        tag(
            "div",
            tag("h1", view.say("numbers.heading")),
            accounts(material, view) if comparisons else "",
            parameters(material, view, lab().parameters),
            records(material, view),
            tables(material, view),
            history(material, view),
            every_series(card(), view),
            switches(comparisons, view) if comparisons else "",
            sources(cited(material), view),
            lang=view.language,
            class_=f"in-{view.language}",
        )
        for view in views
    ]
    footers = {view.language: view.say("footer", version=material.dataset.attrs["version"]) for view in views}
    taglines = {view.language: view.say("tagline") for view in views}
    titles = {view.language: view.say("numbers.heading") for view in views}
    return frame(titles, taglines, bodies, footers, language)


def _shapes(material: Material) -> Html:
    """What charts draw in both languages alike, drawn once."""
    drawn = [shapes(panel, material) for panel in charted(material)]
    first = [shapes(chart_of(material)[0], material, frame) for frame in (WIDE, LOW)] if material.finding else []
    return tag("svg", *drawn, *first, class_="fan shapes", width=0, height=0, aria_hidden="true")


def _body(material: Material, view: View) -> Html:
    compared = material.comparisons is not None
    return tag(
        "div",
        first_screen(material, view) if compared else _levels(material, view),
        *_sections(material, view),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _levels(material: Material, view: View) -> Html:
    """The head of a page without a comparison."""
    return join(
        tag("h1", view.say("heading_run", **_span(material))),
        tag("p", _lede(material, view), class_="lede"),
        _first_caveat(material, view),
        paths(material, view),
    )


def _sections(material: Material, view: View) -> Iterator[Html]:
    """What is folded below the first screen, in the order in which it is asked for."""
    compared = material.comparisons is not None
    parts = {
        "verdict": (verdict(material, view) if compared else "", "paper"),
        "policies": (policies(material, view), "paper"),
        "paths": (paths(material, view) if compared else "", "paper"),
        "sure": (_sure(material, view), ""),
        "numbers": (numbers(material, view), ""),
        "caveats": (_caveats(material, view), "paper"),
        "repeat": (_repeat(material, view), "paper"),
    }
    for name, (content, class_) in parts.items():
        if content:
            yield section(view.say(f"nav.{name}"), content, id_=view.id("section", name), class_=class_)


def _sure(material: Material, view: View) -> Html:
    """How to read it, what earlier forecasts were worth, what was observed since."""
    return join(
        tag("p", _lede(material, view)),
        how_to_read(material, view) if material.comparisons else "",
        score_card(card(), material.dataset.attrs["ensemble"], view),
        since(material, view),
        tag("p", view.say("card.learnt")),
    )


def _span(material: Material) -> dict[str, int]:
    return {"first": material.years[0], "last": material.years[-1]}


def _title(material: Material, view: View) -> Html:
    if material.comparisons is None:
        return view.say("title_run", **_span(material))
    return view.say("title", year=material.comparisons.year, baseline=view.pick(material.baseline.text))


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
            for caveat in (each for each in one.caveats if each.key != "caveat.grade"):  # each account says it
                cells.setdefault(in_words(caveat, view.language), []).append(named)
    single = [tag("li", sentence, tag("span", "; ".join(where), class_="small")) for sentence, where in cells.items()]
    below = join(tag("h3", view.say("caveats.cells")), tag("ul", *single)) if single else ""
    return join(tag("ul", *listed), below)


def _repeat(material: Material, view: View) -> Html:
    named = _named(material, view)
    facts = [("version", named["version"]), ("hash", named["hash"]), ("seed", named["seed"]), ("draws", named["draws"])]
    hashes = hashes_of(material.scenarios.values())
    listed = ", ".join(f"{name} {digest}" for name, digest in hashes.items())
    key = "repeat.citation" if material.comparisons else "repeat.citation_run"
    return join(
        tag("p", view.say("repeat.command"), ":"),
        tag("pre", tag("code", material.command), tabindex="0"),
        tag("dl", *(join(tag("dt", view.say(f"repeat.{name}")), tag("dd", value)) for name, value in facts)),
        tag("p", view.say("repeat.scenarios", listed=listed)),
        tag("h3", view.say("repeat.cite")),
        tag("p", view.say(key, **named), " ", view.say("repeat.run", hash=run_hash(material.dataset.attrs))),
        tag("p", view.say("repeat.sources_too")),
        tag("h3", view.say("repeat.pass_on")),
        tag("p", view.say("repeat.export")),
        tag("p", view.say("repeat.paper"), class_="paper-only"),
    )
