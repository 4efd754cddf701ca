"""Small drawings that stand beside text: a scenario's line, an observed series' shape, an interval."""

from collections.abc import Iterable, Sequence

from tregua.lab.cell import Figure
from tregua.show.draw.panels import Style
from tregua.show.html import Html, tag

SHAPES = ("circle", "square", "triangle")
BARS_WIDTH, BARS_HEIGHT = 190, 18


def swatch(style: Style) -> Html:
    """A stretch of a scenario's line, for headings and legends."""
    line = tag(
        "line", x1=0, y1=6, x2=34, y2=6, stroke=style.colour, stroke_width=3, stroke_dasharray=style.dash or None
    )
    return tag("svg", line, class_="swatch", width=34, height=12, aria_hidden="true")


def marker(series: int, x: float, y: float) -> Html:
    """An observed figure; each series of a chart has its own shape."""
    shape = SHAPES[series % len(SHAPES)]
    if shape == "circle":
        return tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=2.6, class_="mark")
    if shape == "square":
        return tag("rect", x=f"{x - 2.3:.1f}", y=f"{y - 2.3:.1f}", width=4.6, height=4.6, class_="mark")
    return tag("path", d=f"M{x:.1f} {y - 3:.1f}l3 5.2h-6z", class_="mark")


def marker_key(series: int) -> Html:
    """The shape of an observed series, for captions."""
    return tag("svg", marker(series, 6, 6), class_="key", width=12, height=12, aria_hidden="true")


def start_key() -> Html:
    """The line at the start of the policies."""
    return tag("svg", tag("path", d="M6 0V12", class_="start"), class_="key", width=12, height=12, aria_hidden="true")


def year_key() -> Html:
    """The band of the year compared."""
    band = tag("rect", x=2, y=0, width=8, height=12, class_="compared")
    return tag("svg", band, class_="key", width=12, height=12, aria_hidden="true")


def bars(figures: Sequence[Figure], low: float, high: float, style: Style) -> Html:
    """The 90 % and 50 % intervals of paired differences around zero, one under the other, from `low` to `high`."""
    inner, height = BARS_WIDTH - 4.0, BARS_HEIGHT * len(figures)
    rows = [BARS_HEIGHT * (at + 0.5) for at in range(len(figures))]

    def x(value: float) -> float:
        return 2.0 + inner * (value - low) / (high - low)

    def line(ends: Iterable[tuple[float, float]], width: float, opacity: float) -> Html:
        drawn = (
            f"M{x(start):.1f} {y:g}H{max(x(start) + 1.0, x(end)):.1f}"
            for y, (start, end) in zip(rows, ends, strict=True)
        )
        return tag("path", d="".join(drawn), stroke=style.colour, stroke_width=width, stroke_opacity=opacity)

    medians = "".join(f"M{x(one.median):.1f} {y - 7:g}v14" for y, one in zip(rows, figures, strict=True))
    return tag(
        "svg",
        tag("path", d="".join(f"M2 {y:g}H{BARS_WIDTH - 2}" for y in rows), class_="rule"),
        line((one.i90 for one in figures), 4, 0.45),
        line((one.i50 for one in figures), 9, 0.8),
        tag("path", d=f"M{x(0.0):.1f} 0V{height}", class_="zero"),
        tag("path", d=medians, class_="notch"),
        tag("path", d=medians, stroke=style.colour, stroke_width=2),
        class_="bars",
        width=BARS_WIDTH,
        height=height,
        viewBox=f"0 0 {BARS_WIDTH} {height}",
        aria_hidden="true",
    )
