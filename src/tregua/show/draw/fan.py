"""The fan chart, as SVG of a fixed size so that its text keeps its size on every screen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tregua.evidence.schema import Point, Series
from tregua.noise import Floats
from tregua.show.draw.axis import Scale, ticks
from tregua.show.draw.marks import marker
from tregua.show.draw.panels import Material, Panel, Style
from tregua.show.html import Html, View, join, tag
from tregua.show.words.numbers import number
from tregua.show.words.spanish import translated

TOP, BOTTOM = 36, 24
BAR_STEP = 11.0
ROOM_FOR_LETTER = 9.0
FIRST_SHOWN = 2015  # a few observed years before the run
LABEL_GAP = 12.0
WIDTH_OF_LETTER = 6.7  # of a label, on average
ROOM_FOR_MONTH = 40.0  # between the two labels above the plot


@dataclass(frozen=True)
class Frame:
    """The size of a chart, the room beside its plot, and whether its lines are named or have letters."""

    width: int
    height: int
    left: int
    right: int
    named: bool = False


NARROW = Frame(320, 236, 50, 96)
WIDE = Frame(1180, 210, 60, 290, named=True)
LOW = Frame(320, 136, 50, 96)


def fan(panel: Panel, material: Material, view: View, frame: Frame = NARROW) -> Html:
    """One outcome in one place: the baseline as a fan, medians of all, 90 % bars of the last year, observed figures."""
    chart = _Chart(panel, material, frame)
    return chart.svg(view, chart.shapes())


def fan_of(panel: Panel, material: Material, view: View, frame: Frame = NARROW) -> Html:
    """The same, with the shapes that `shapes` has drawn for both languages once."""
    return _Chart(panel, material, frame).svg(view, tag("use", href=f"#{_id(panel, frame)}"))


def shapes(panel: Panel, material: Material, frame: Frame = NARROW) -> Html:
    """What of a chart is the same in every language, under an id of its own."""
    return tag("g", _Chart(panel, material, frame).shapes(), id_=_id(panel, frame))


def _id(panel: Panel, frame: Frame) -> str:
    return f"{frame.width}x{frame.height}-{panel.outcome.id}-{panel.place}"


class _Chart:
    """The scales of a chart, and what is drawn on them."""

    def __init__(self, panel: Panel, material: Material, frame: Frame) -> None:
        self.panel, self.material, self.frame = panel, material, frame
        low, high = _extent(panel, material)
        self.from_zero = 0.0 <= low < 0.5 * high
        self.marks, _ = ticks(0.0 if self.from_zero else low, high)
        self.x, self.y = _time_scale(panel.years[-1], frame), _value_scale(self.marks, frame)
        self.compared = material.comparisons.year if material.comparisons else None

    def shapes(self) -> Html:
        """All that is no text."""
        panel, styles, x, y = self.panel, self.material.styles, self.x, self.y
        first = self.material.baseline.id
        return join(
            _year_band(self.compared, x, self.frame),
            tag("path", d="".join(self._grid()), class_="grid"),
            tag("path", d="".join(self._axis()), class_="axis"),
            _area(panel.at, panel.bands[first][[0, 4]], x, y, 0.13, styles[first]),
            _area(panel.at, panel.bands[first][[1, 3]], x, y, 0.22, styles[first]),
            tag("path", d=f"M{self._start:.1f} {TOP}V{self.frame.height - BOTTOM}", class_="start"),
            *(_series(series, position, panel, x, y) for position, series in enumerate(panel.observed)),
            *(_median(panel, name, styles[name], x, y) for name in reversed(self.material.scenarios)),
            *(self._leader(names, at, placed) for names, at, placed in self._ends()),
            _end_bars(panel, self.material, y, self.frame),
        )

    def svg(self, view: View, drawn: Html) -> Html:
        """The chart in one language around its shapes."""
        panel, frame = self.panel, self.frame
        unit, divisor = _scaled_unit(panel, self.marks[-1], view)
        return tag(
            "svg",
            drawn,
            tag("g", *self._value_labels(divisor, view), text_anchor="end"),
            tag("g", *self._year_labels(view), text_anchor="middle"),
            *(self._name(names, placed, view) for names, _, placed in self._ends()),
            _bar_letters(self.material, frame),
            tag("text", view.say("paths.from_zero" if self.from_zero else "paths.not_from_zero", unit=unit), x=0, y=11),
            role="img",
            aria_label=_sentence(panel, self.material, view),
            class_="fan wide" if frame.named else "fan",
            width=frame.width,
            height=frame.height,
            viewBox=f"0 0 {frame.width} {frame.height}",
        )

    def _grid(self) -> Iterator[str]:
        for value in self.marks:
            yield f"M{self.frame.left} {self.y(value):.1f}H{self.frame.width - self.frame.right}"

    def _value_labels(self, divisor: float, view: View) -> Iterator[Html]:
        scaled, decimals = ticks(self.marks[0] / divisor, self.marks[-1] / divisor, len(self.marks) - 1)
        for value in scaled:
            label = f"{abs(value):,.{decimals}f}"
            label = label.translate(str.maketrans(",.", ".,")) if view.language == "es" else label
            shown = "−" + label if value < 0 else label
            yield tag("text", shown, x=self.frame.left - 5, y=f"{self.y(value * divisor) + 4:.1f}")

    @property
    def _years(self) -> range:
        last = self.panel.years[-1]
        step = 5 if last - FIRST_SHOWN <= 25 else 10
        return range(-(-FIRST_SHOWN // step) * step, last + 1, step)

    def _axis(self) -> Iterator[str]:
        bottom = self.frame.height - BOTTOM
        yield f"M{self.frame.left} {bottom}H{self.frame.width - self.frame.right}"
        yield from (f"M{self.x(year + 0.5):.1f} {bottom}v4" for year in self._years)

    @property
    def _start(self) -> float:
        year, month = self.material.span.start.split("-")
        return self.x(int(year) + (int(month) - 1) / 12)

    def _year_labels(self, view: View) -> Iterator[Html]:
        yield from (tag("text", year, x=f"{self.x(year + 0.5):.1f}", y=self.frame.height - 7) for year in self._years)
        far = True
        if self.compared is not None:
            middle = self.x(self.compared + 0.5)
            far = abs(middle - self._start) >= ROOM_FOR_MONTH
            yield tag("text", self.compared, x=f"{middle:.1f}", y=TOP - 5, class_="strong")
        if far:
            yield tag("text", view.month(self.material.span.start), x=f"{self._start:.1f}", y=TOP - 5)

    def _ends(self) -> Iterator[tuple[list[str], float, float]]:
        """Lines that are the same share a label: their names, where they end, and where the label stands."""
        bands = self.panel.bands
        groups: list[list[str]] = []
        for name in self.material.scenarios:
            same = (one for one in groups if np.allclose(bands[one[0]][2], bands[name][2], rtol=1e-9, atol=0.0))
            group = next(same, None)
            if group is None:
                groups.append([name])
            else:
                group.append(name)
        groups.sort(key=lambda one: self.y(bands[one[0]][2, -1]))
        ends = [self.y(bands[one[0]][2, -1]) for one in groups]
        placed = spread(ends, TOP + 4.0, self.frame.height - BOTTOM - 2.0)
        yield from zip(groups, ends, placed, strict=True)

    def _leader(self, names: list[str], at: float, placed: float) -> Html:
        style, right = self.material.styles[names[0]], self.frame.width - self.frame.right
        ends = {"x1": f"{self.x(self.panel.at[-1]) + 1:.1f}", "x2": right + 8}
        return tag("line", class_="leader", stroke=style.colour, y1=f"{at:.1f}", y2=f"{placed:.1f}", **ends)

    def _name(self, names: list[str], placed: float, view: View) -> Html:
        styles, scenarios = self.material.styles, self.material.scenarios
        letters = [styles[name].letter for name in names]
        label = _equal(letters)
        if self.frame.named:
            whole = [f"{styles[name].letter} {view.pick(scenarios[name].text)}" for name in names]
            room = self.frame.right - _bar_step(self.material, self.frame) * len(scenarios) - 2 * LABEL_GAP
            shorter = [", ".join(whole), f"{whole[0]} = {_equal(letters[1:])}"][: len(names)]
            label = next(
                (one for one in shorter if len(one) * WIDTH_OF_LETTER <= room), label if names[1:] else whole[0]
            )
        at = {"x": self.frame.width - self.frame.right + 9, "y": f"{placed + 4:.1f}"}
        return tag("text", label, class_="strong", fill=styles[names[0]].colour, **at)


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


def _time_scale(last: int, frame: Frame) -> Scale:
    step = (frame.width - frame.left - frame.right) / (last + 1 - FIRST_SHOWN)
    return lambda moment: frame.left + (moment - FIRST_SHOWN) * step


def _value_scale(marks: list[float], frame: Frame) -> Scale:
    step = (frame.height - TOP - BOTTOM) / (marks[-1] - marks[0])
    return lambda value: frame.height - BOTTOM - (value - marks[0]) * step


def _scaled_unit(panel: Panel, top: float, view: View) -> tuple[object, float]:
    unit = view.unit(panel.outcome.unit)
    if top >= 1e9:
        return view.say("paths.billions", unit=unit), 1e9
    if top >= 1e6:
        return view.say("paths.millions", unit=unit), 1e6
    return unit, 1.0


def _year_band(compared: int | None, x: Scale, frame: Frame) -> Html:
    if compared is None:
        return Html()
    left, right = x(compared), x(compared + 1)
    size = {"width": f"{right - left:.1f}", "height": frame.height - TOP - BOTTOM}
    return tag("rect", x=f"{left:.1f}", y=TOP, class_="compared", **size)


def _points(at: Floats, values: Floats, x: Scale, y: Scale) -> str:
    """Points of a line, upward to a tenth of a pixel, each after the first by how far it lies from the one before."""
    tenths = [(10 * round(x(when)), round(10 * y(value))) for when, value in zip(at, values, strict=True)]
    steps = " ".join(f"{(b[0] - a[0]) / 10:g} {(b[1] - a[1]) / 10:g}" for a, b in pairwise(tenths))
    short = re.sub(r"\b0\.", ".", steps).replace(" -", "-")
    return f"{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}" + (f"l{short}" if short else "")


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


def _bars_at(material: Material, frame: Frame) -> Iterator[tuple[str, float]]:
    """Where the bar of each scenario stands."""
    step = _bar_step(material, frame)
    for position, name in enumerate(material.scenarios):
        yield name, frame.width - step * (len(material.scenarios) - position) + step / 2


def _bar_step(material: Material, frame: Frame) -> float:
    """How far apart bars stand: where lines are named there is room for a letter under each."""
    return min(BAR_STEP, max(4.0 * BAR_STEP / len(material.scenarios), ROOM_FOR_LETTER if frame.named else 0.0))


def _end_bars(panel: Panel, material: Material, y: Scale, frame: Frame) -> Html:
    pieces = []
    half = min(4.0, _bar_step(material, frame) / 2)
    for name, at in _bars_at(material, frame):
        colour = material.styles[name].colour
        low, middle, high = (y(panel.bands[name][row, -1]) for row in (0, 2, 4))
        tall = {"y": f"{high:.1f}", "height": f"{max(1.0, low - high):.1f}"}
        pieces += [
            tag("rect", x=f"{at - 2:.1f}", width=4, fill=colour, fill_opacity=0.4, **tall),
            tag("rect", x=f"{at - half:.1f}", y=f"{middle - 1:.1f}", width=f"{2 * half:g}", height=2, fill=colour),
        ]
    return join(*pieces)


def _bar_letters(material: Material, frame: Frame) -> Html:
    if _bar_step(material, frame) < ROOM_FOR_LETTER:
        return Html()
    styles = material.styles
    letters = [
        tag("text", styles[name].letter, x=f"{at:.1f}", y=frame.height - 7, fill=styles[name].colour)
        for name, at in _bars_at(material, frame)
    ]
    return tag("g", *letters, text_anchor="middle")


def _sentence(panel: Panel, material: Material, view: View) -> Html:
    """What the chart shows, for those who do not see it."""
    last, first = panel.years[-1], material.baseline.id
    medians = []
    for name, scenario in material.scenarios.items():
        low, middle, high = (panel.figure(name, row, -1, view.language) for row in (0, 2, 4))
        named = f"{material.styles[name].letter} {view.pick(scenario.text)}"
        key = "label_first" if name == first else "label_one"
        medians.append(view.say(f"paths.{key}", scenario=named, year=last, median=middle, low=low, high=high))
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
