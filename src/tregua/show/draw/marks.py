"""Small drawings that stand beside text: a scenario's line, an observed series' shape, an interval."""

from tregua.lab.compare import Comparison
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


def bars(one: Comparison, low: float, high: float, style: Style) -> Html:
    """The 90 % and 50 % intervals of a paired difference around zero, on the scale from `low` to `high`."""
    assert one.median is not None and one.i50 is not None and one.i90 is not None
    inner = BARS_WIDTH - 4.0

    def x(value: float) -> float:
        return 2.0 + inner * (value - low) / (high - low)

    def bar(ends: tuple[float, float], height: float, opacity: float) -> Html:
        wide = max(1.0, x(ends[1]) - x(ends[0]))
        return tag(
            "rect",
            x=f"{x(ends[0]):.1f}",
            y=f"{(BARS_HEIGHT - height) / 2:.1f}",
            width=f"{wide:.1f}",
            height=height,
            fill=style.colour,
            fill_opacity=opacity,
        )

    zero, median = f"{x(0.0):.1f}", f"{x(one.median):.1f}"
    return tag(
        "svg",
        tag("line", x1=2, x2=BARS_WIDTH - 2, y1=BARS_HEIGHT / 2, y2=BARS_HEIGHT / 2, class_="rule"),
        bar(one.i90, 4, 0.45),
        bar(one.i50, 9, 0.8),
        tag("line", x1=zero, x2=zero, y1=0, y2=BARS_HEIGHT, class_="zero"),
        tag("line", x1=median, x2=median, y1=2, y2=BARS_HEIGHT - 2, class_="notch"),
        tag("line", x1=median, x2=median, y1=2, y2=BARS_HEIGHT - 2, stroke=style.colour, stroke_width=2),
        class_="bars",
        width=BARS_WIDTH,
        height=BARS_HEIGHT,
        viewBox=f"0 0 {BARS_WIDTH} {BARS_HEIGHT}",
        aria_hidden="true",
    )
