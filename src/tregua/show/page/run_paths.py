"""Levels year by year, and what was observed against them."""

from tregua.analysis.card import card
from tregua.analysis.scored import PERSISTENCE
from tregua.evidence.schema import Point, Series
from tregua.lab.measure import measures
from tregua.lab.result import choices_of
from tregua.show.draw.fan import fan_of, shown
from tregua.show.draw.marks import marker_key, start_key, swatch, year_key
from tregua.show.draw.panels import Material, Panel
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.words.backtest import NEAR, standing, with_error
from tregua.show.words.comparison import choices
from tregua.show.words.horizon import last_scored
from tregua.show.words.numbers import number

TABLE_STEP = 5  # years between the rows of a chart's table


def paths(material: Material, view: View) -> Html:
    """The section with a chart for each headline outcome."""
    key = "paths.intro" if material.comparisons else "paths.intro_run"
    intro = view.say(key, baseline=view.pick(material.baseline.text), last=material.years[-1])
    return join(
        tag(
            "p",
            intro,
            " ",
            view.say("paths.reference", choices=choices(choices_of(material.dataset)[0], view.language)),
            " ",
            view.say("paths.beyond", last=last) if (last := last_scored(material.span)) < material.years[-1] else "",
        ),
        _legend(material, view),
        tag("div", *(_figure(panel, material, view) for panel in charted(material)), class_="charts"),
    )


def charted(material: Material) -> list[Panel]:
    """The panels that have a chart."""
    return [panel for panel in material.panels if panel.outcome.charted and panel.place in panel.outcome.headline]


def _legend(material: Material, view: View) -> Html:
    named = [
        tag("li", swatch(material.styles[name]), f" {material.styles[name].letter} {view.pick(scenario.text)}")
        for name, scenario in material.scenarios.items()
    ]
    start = view.say("paths.legend_start", month=view.month(material.span.start))
    signs = [(marker_key(0), view.say("paths.legend_observed")), (start_key(), start)]
    if material.comparisons:
        signs.append((year_key(), view.say("paths.legend_year")))
    return tag("ul", *named, *(tag("li", sign, " ", meaning) for sign, meaning in signs), class_="legend")


def _figure(panel: Panel, material: Material, view: View) -> Html:
    title = view.pick(panel.outcome.text)
    observed = [
        tag("li", marker_key(position), " ", view.translated(series.publisher))
        for position, series in enumerate(panel.observed)
        if shown(series, panel)
    ]
    return tag(
        "figure",
        tag("figcaption", tag("h3", title, tag("span", f", {view.place(panel.outcome, panel.place)}", class_="place"))),
        fan_of(panel, material, view),
        tag("p", _scored(panel, view), class_="small"),
        tag("ul", *observed, class_="small observed") if observed else "",
    )


def _scored(panel: Panel, view: View) -> Html:
    """What earlier forecasts of the outcome were worth, in the words of the score card."""
    bound = [one for one in measures() if (one.reads, one.place) == (panel.outcome.id, panel.place)]
    found = [card().one(one.series, len(NEAR)) for one in bound if not one.derived]
    told = [
        view.say(f"paths.scored.{standing(one)}", skill=with_error(one.skill[PERSISTENCE], view.language))
        for one in found
        if one
    ]
    if not told:
        return view.say("paths.derived" if bound and all(one.derived for one in bound) else "paths.unscored")
    return join(*told, between=" ")


def tables(material: Material, view: View) -> Html:
    """The figures of every chart as a table."""
    listed = [folded(_named(panel, view), _levels(panel, material, view)) for panel in charted(material)]
    return join(tag("h2", view.say("paths.table")), _legend(material, view), *listed)


def _named(panel: Panel, view: View) -> str:
    return f"{view.pick(panel.outcome.text)}, {view.place(panel.outcome, panel.place)}"


def _levels(panel: Panel, material: Material, view: View) -> Html:
    compared = [material.comparisons.year] if material.comparisons else []
    first, last = panel.years[0], panel.years[-1]
    years = sorted({first, last, *compared, *range(-(-first // TABLE_STEP) * TABLE_STEP, last, TABLE_STEP)})
    heads = [material.styles[name].letter for name in material.scenarios]
    rows = []
    for year in years:
        column = panel.years.index(year)
        cells: list[tuple[object, object]] = []
        for head, name in zip(heads, material.scenarios, strict=True):
            low, middle, high = (panel.figure(name, at, column, view.language) for at in (0, 2, 4))
            cells.append((head, join(middle, tag("span", f"[{low}; {high}]", class_="small"))))
        rows.append(row(year, cells))
    caption = view.say(
        "paths.table_caption",
        outcome=view.pick(panel.outcome.text),
        place=view.place(panel.outcome, panel.place),
        unit=view.unit(panel.outcome.unit),
    )
    scored = last_scored(material.span)
    if last > scored:
        caption = join(caption, ". ", view.say("paths.beyond", last=scored))
    return table(caption, [view.say("paths.year"), *heads], rows, "levels cards")


def history(material: Material, view: View) -> Html:
    """The table of observed figures since the start beside the lab's band."""
    years = _observed_years(material)
    rows = [
        _observed_row(panel, series, points, years, material, view)
        for panel in material.panels
        for series in panel.observed[:1]
        if (points := panel.yearly(series.points))
    ]
    heads: list[object] = [view.say("history.series"), *years]
    heading = tag("h2", view.say("history.heading", first=material.span.first))
    return join(heading, since(material, view), table(view.say("history.caption"), heads, rows, "history cards"))


def since(material: Material, view: View) -> Html:
    """How many observed figures since the start the lab's band holds."""
    listed = [(panel, panel.yearly(series.points)) for panel in material.panels for series in panel.observed[:1]]
    places = [_against(panel, one, material) for panel, points in listed for one in points.values()]
    counts = {"inside": places.count("inside"), "count": len(places)}
    scenario = view.pick(material.history.text)
    return tag("p", view.say("history.intro", first=material.span.first, scenario=scenario, **counts))


def _observed_years(material: Material) -> list[int]:
    points = [panel.yearly(series.points) for panel in material.panels for series in panel.observed[:1]]
    return sorted({year for one in points for year in one})


def _against(panel: Panel, point: Point, material: Material) -> str:
    bands = panel.bands[material.history.id]
    column = panel.years.index(point.year)
    if point.value < bands[0, column]:
        return "below"
    return "above" if point.value > bands[4, column] else "inside"


def _observed_row(
    panel: Panel, series: Series, points: dict[int, Point], years: list[int], material: Material, view: View
) -> Html:
    cells: list[tuple[object, object]] = []
    for year in years:
        if year not in points:
            cells.append((year, tag("span", view.say("history.none"), class_="small none")))
            continue
        where = _against(panel, points[year], material)
        column = panel.years.index(year)
        low, high = (panel.figure(material.history.id, at, column, view.language) for at in (0, 4))
        cells.append(
            (
                year,
                join(
                    tag("strong", number(points[year].value, view.language)),
                    tag("span", f"[{low}; {high}]", class_="small"),
                    tag("span", view.say(f"history.{where}"), class_=f"where {where}"),
                ),
            )
        )
    named = _named(panel, view)
    release = view.translated(series.release)
    publisher = join(f"{view.unit(series.unit)}. ", view.translated(series.publisher), ": ", release)
    return row(join(named, tag("span", publisher, class_="small")), cells)
