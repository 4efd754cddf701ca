"""The fan chart, as SVG of a fixed size so that its text keeps its size on every screen."""

import numpy as np

from tregua.evidence.schema import Point, Series
from tregua.noise import Floats
from tregua.show.draw.axis import Scale, ticks
from tregua.show.draw.marks import marker
from tregua.show.draw.panels import Material, Panel, Style
from tregua.show.html import Html, View, join, tag
from tregua.show.words.numbers import number
from tregua.show.words.spanish import translated

WIDTH, HEIGHT = 320, 236
LEFT, RIGHT, TOP, BOTTOM = 50, 96, 36, 24
BAR_STEP = 11.0
ROOM_FOR_LETTER = 7.0
FIRST_SHOWN = 2015  # a few observed years before the run
LABEL_GAP = 12.0
ROOM_FOR_MONTH = 40.0  # between the two labels above the plot


def fan(panel: Panel, material: Material, view: View) -> Html:
    """One outcome in one place: the baseline as a fan, medians of all, 90 % bars of the last year, observed figures."""
    low, high = _extent(panel, material)
    from_zero = 0.0 <= low < 0.5 * high
    marks, _ = ticks(0.0 if from_zero else low, high)
    x, y = _time_scale(panel.years[-1]), _value_scale(marks)
    first = material.baseline.id
    unit, divisor = _scaled_unit(panel, marks[-1], view)
    compared = material.comparisons.year if material.comparisons else None
    return tag(
        "svg",
        _year_band(compared, x),
        _value_axis(marks, divisor, y, view),
        _time_axis(panel.years[-1], x),
        _area(panel.at, panel.bands[first][[0, 4]], x, y, 0.13, material.styles[first]),
        _area(panel.at, panel.bands[first][[1, 3]], x, y, 0.22, material.styles[first]),
        _policy_start(x, material.span.start, compared, view),
        *(_series(series, position, panel, x, y) for position, series in enumerate(panel.observed)),
        *(_median(panel, name, material.styles[name], x, y) for name in reversed(material.scenarios)),
        _letters(panel, material, x, y),
        _end_bars(panel, material, y),
        tag("text", view.say("paths.from_zero" if from_zero else "paths.not_from_zero", unit=unit), x=0, y=11),
        role="img",
        aria_label=_sentence(panel, material, view),
        class_="fan",
        width=WIDTH,
        height=HEIGHT,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )


def shown(series: Series, panel: Panel) -> list[Point]:
    """The observed figures that fall inside the chart."""
    return [point for point in series.points if FIRST_SHOWN <= point.year <= panel.years[-1]]


def _extent(panel: Panel, material: Material) -> tuple[float, float]:
    """Smallest and largest value drawn."""
    drawn = [panel.bands[material.baseline.id].ravel()]
    drawn += [np.append(bands[2], bands[[0, 4], -1]) for bands in panel.bands.values()]
    for series in panel.observed:
        for point in shown(series, panel):
            drawn.append(np.array([point.value, *(end for end in (point.lower, point.upper) if end is not None)]))
    everything = np.concatenate(drawn)
    low, high = float(everything.min()), float(everything.max())
    return (low, high) if high > low else (0.0, max(1.0, high))


def _time_scale(last: int) -> Scale:
    step = (WIDTH - LEFT - RIGHT) / (last + 1 - FIRST_SHOWN)
    return lambda moment: LEFT + (moment - FIRST_SHOWN) * step


def _value_scale(marks: list[float]) -> Scale:
    step = (HEIGHT - TOP - BOTTOM) / (marks[-1] - marks[0])
    return lambda value: HEIGHT - BOTTOM - (value - marks[0]) * step


def _scaled_unit(panel: Panel, top: float, view: View) -> tuple[object, float]:
    unit = view.unit(panel.outcome.unit)
    if top >= 1e9:
        return view.say("paths.billions", unit=unit), 1e9
    if top >= 1e6:
        return view.say("paths.millions", unit=unit), 1e6
    return unit, 1.0


def _value_axis(marks: list[float], divisor: float, y: Scale, view: View) -> Html:
    scaled, decimals = ticks(marks[0] / divisor, marks[-1] / divisor, len(marks) - 1)
    grid, labels = "", []
    for value in scaled:
        at = y(value * divisor)
        label = f"{abs(value):,.{decimals}f}"
        label = label.translate(str.maketrans(",.", ".,")) if view.language == "es" else label
        grid += f"M{LEFT} {at:.1f}H{WIDTH - RIGHT}"
        labels.append(tag("text", "−" + label if value < 0 else label, x=LEFT - 5, y=f"{at + 4:.1f}"))
    return join(tag("path", d=grid, class_="grid"), tag("g", *labels, text_anchor="end"))


def _time_axis(last: int, x: Scale) -> Html:
    bottom = HEIGHT - BOTTOM
    axis, labels = f"M{LEFT} {bottom}H{WIDTH - RIGHT}", []
    step = 5 if last - FIRST_SHOWN <= 25 else 10
    for year in range(-(-FIRST_SHOWN // step) * step, last + 1, step):
        at = f"{x(year + 0.5):.1f}"
        axis += f"M{at} {bottom}v4"
        labels.append(tag("text", year, x=at, y=HEIGHT - 7))
    return join(tag("path", d=axis, class_="axis"), tag("g", *labels, text_anchor="middle"))


def _year_band(compared: int | None, x: Scale) -> Html:
    if compared is None:
        return Html()
    left, right = x(compared), x(compared + 1)
    return join(
        tag(
            "rect", x=f"{left:.1f}", y=TOP, width=f"{right - left:.1f}", height=HEIGHT - TOP - BOTTOM, class_="compared"
        ),
        tag("text", compared, x=f"{(left + right) / 2:.1f}", y=TOP - 5, text_anchor="middle", class_="strong"),
    )


def _policy_start(x: Scale, begin: str, compared: int | None, view: View) -> Html:
    year, month = begin.split("-")
    at = x(int(year) + (int(month) - 1) / 12)
    line = tag("path", d=f"M{at:.1f} {TOP}V{HEIGHT - BOTTOM}", class_="start")
    if compared is not None and abs(x(compared + 0.5) - at) < ROOM_FOR_MONTH:
        return line
    return join(line, tag("text", view.month(begin), x=f"{at:.1f}", y=TOP - 5, text_anchor="middle"))


def _points(at: Floats, values: Floats, x: Scale, y: Scale) -> str:
    return "L".join(f"{x(when):.1f} {y(value):.1f}" for when, value in zip(at, values, strict=True))


def _area(at: Floats, ends: Floats, x: Scale, y: Scale, opacity: float, style: Style) -> Html:
    upper, lower = _points(at, ends[1], x, y), _points(at[::-1], ends[0][::-1], x, y)
    return tag("path", d=f"M{upper}L{lower}Z", fill=style.colour, fill_opacity=opacity)


def _median(panel: Panel, name: str, style: Style, x: Scale, y: Scale) -> Html:
    return tag(
        "path",
        d="M" + _points(panel.at, panel.bands[name][2], x, y),
        fill="none",
        stroke=style.colour,
        stroke_width=1.8 if style.dash else 2.5,
        stroke_dasharray=style.dash or None,
    )


def _series(series: Series, position: int, panel: Panel, x: Scale, y: Scale) -> Html:
    pieces = []
    for point in shown(series, panel):
        at = x(panel.moment(point))
        if point.lower is not None and point.upper is not None:
            ends = {"y1": f"{y(point.lower):.1f}", "y2": f"{y(point.upper):.1f}"}
            pieces.append(tag("line", x1=f"{at:.1f}", x2=f"{at:.1f}", class_="range", **ends))
        pieces.append(marker(position, at, y(point.value)))
    return join(*pieces)


def _letters(panel: Panel, material: Material, x: Scale, y: Scale) -> Html:
    """Letters at the ends of the lines; lines that are the same share one, as in A = C."""
    groups: list[list[str]] = []
    for name in material.scenarios:
        same = (one for one in groups if np.allclose(panel.bands[one[0]][2], panel.bands[name][2], rtol=1e-9, atol=0.0))
        group = next(same, None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    groups.sort(key=lambda one: y(panel.bands[one[0]][2, -1]))
    ends = [y(panel.bands[one[0]][2, -1]) for one in groups]
    end = x(panel.at[-1])
    pieces = []
    for group, at, placed in zip(groups, ends, spread(ends, TOP + 4.0, HEIGHT - BOTTOM - 2.0), strict=True):
        style = material.styles[group[0]]
        letters = _equal([material.styles[name].letter for name in group])
        line = {"x1": f"{end + 1:.1f}", "y1": f"{at:.1f}", "x2": f"{WIDTH - RIGHT + 8}", "y2": f"{placed:.1f}"}
        pieces.append(tag("line", class_="leader", stroke=style.colour, **line))
        place = {"x": WIDTH - RIGHT + 9, "y": f"{placed + 4:.1f}"}
        pieces.append(tag("text", letters, class_="strong", fill=style.colour, **place))
    return join(*pieces)


def _equal(letters: list[str]) -> str:
    """A = B, A=B=C, A=…=D: as much as there is room for."""
    if len(letters) > 3:
        letters = [letters[0], "…", letters[-1]]
    return (" = " if len(letters) == 2 else "=").join(letters)


def spread(wanted: list[float], low: float, high: float, gap: float = LABEL_GAP) -> list[float]:
    """Positions as near to `wanted` (ascending) as labels `gap` apart between `low` and `high` allow."""
    placed: list[float] = []
    for position in wanted:
        placed.append(max(position, placed[-1] + gap if placed else low))
    limit = high
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed


def _end_bars(panel: Panel, material: Material, y: Scale) -> Html:
    step = min(BAR_STEP, 4.0 * BAR_STEP / len(material.scenarios))
    pieces = []
    for position, name in enumerate(material.scenarios):
        style = material.styles[name]
        at = WIDTH - step * (len(material.scenarios) - position) + step / 2
        low, middle, high = (y(panel.bands[name][row, -1]) for row in (0, 2, 4))
        pieces += [
            tag(
                "rect",
                x=f"{at - 2:.1f}",
                y=f"{high:.1f}",
                width=4,
                height=f"{max(1.0, low - high):.1f}",
                fill=style.colour,
                fill_opacity=0.4,
            ),
            tag("rect", x=f"{at - 4:.1f}", y=f"{middle - 1:.1f}", width=8, height=2, fill=style.colour),
        ]
        if step >= ROOM_FOR_LETTER:
            pieces.append(tag("text", style.letter, x=f"{at:.1f}", y=HEIGHT - 7, fill=style.colour))
    return tag("g", *pieces, text_anchor="middle")


def _sentence(panel: Panel, material: Material, view: View) -> Html:
    """What the chart shows, for those who do not see it."""
    last = panel.years[-1]
    medians = []
    for name, scenario in material.scenarios.items():
        low, middle, high = (panel.figure(name, row, -1, view.language) for row in (0, 2, 4))
        named = f"{material.styles[name].letter} {view.pick(scenario.text)}"
        medians.append(view.say("paths.label_one", scenario=named, year=last, median=middle, low=low, high=high))
    latest = [(series, shown(series, panel)[-1]) for series in panel.observed if shown(series, panel)]
    listed = [
        view.say(
            "paths.label_point",
            value=number(point.value, view.language),
            when=f"{point.year} ({translated(series.publisher, view.language)})",
        )
        for series, point in latest
    ]
    observed = view.say("paths.label_observed", listed=join(*listed, between="; ")) if listed else ""
    text = view.say(
        "paths.label",
        outcome=view.pick(panel.outcome.text),
        place=view.place(panel.outcome, panel.place),
        unit=view.unit(panel.outcome.unit),
        first=panel.years[0],
        last=last,
        medians=join(*medians),
        observed=observed,
    )
    return text
