"""Observed series as one stand-alone SVG: figures as marks, other figures for the same year as bars, sources below."""

import textwrap
from collections.abc import Callable, Sequence

from tregua.figures import number, unit
from tregua.page.chart import ticks
from tregua.page.markup import Html, tag
from tregua.page.terminal import in_language
from tregua.records import Point, Series
from tregua.text import Language, text

WIDTH, PLOT = 720, 280
LEFT, RIGHT, TOP = 78, 16, 56
LINE = 16
CHARACTERS = 112  # that fit in a line of the legend
COLOURS = ("#00778A", "#C04A00", "#332288", "#4A4A4A", "#7A5C00", "#AA3377", "#117733", "#882255")
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.title{font-weight:600;font-size:14px}"
    ".grid{stroke:#ddd;fill:none}.small{font-size:11px;fill:#444}"
)

Scale = Callable[[float], float]


def svg(series: Sequence[Series], language: Language) -> str:
    """A chart of series that share one unit; `language` is that of its words and numbers."""
    legends = [_wrapped(one, language) for one in series]
    bottom = TOP + PLOT
    height = bottom + 40 + LINE * sum(map(len, legends))
    tops = [bottom + 40 + LINE * sum(map(len, legends[:position])) for position in range(len(series))]
    points = [point for one in series for point in one.points]
    values = [value for point in points for value in (point.value, point.lower, point.upper) if value is not None]
    marks, _ = ticks(min(0.0, *values), max(*values, min(values) + 1e-9))
    years = sorted({point.year for point in points})
    first, last = years[0], years[-1] + 1

    def x(moment: float) -> float:
        return LEFT + (moment - first) * (WIDTH - LEFT - RIGHT) / (last - first)

    def y(value: float) -> float:
        return bottom - (value - marks[0]) * (bottom - TOP) / (marks[-1] - marks[0])

    drawn = tag(
        "svg",
        tag("style", Html(STYLE)),
        tag("rect", width=WIDTH, height=height, fill="#fff"),
        tag("text", _title(series, language), x=12, y=22, class_="title"),
        tag("text", unit(series[0].unit, language), x=12, y=40, class_="small"),
        *(_line(value, y(value), language) for value in marks),
        *(_year(year, x(year + 0.5), bottom) for year in years if year % _step(first, last) == 0),
        *(_marks(one, colour, x, y) for one, colour in zip(series, _colours(series), strict=True)),
        *(_legend(lines, top, position) for position, (lines, top) in enumerate(zip(legends, tops, strict=True))),
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_label=_sentence(series, language),
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH} {height}",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'


def _colours(series: Sequence[Series]) -> list[str]:
    return [COLOURS[position % len(COLOURS)] for position in range(len(series))]


def _step(first: int, last: int) -> int:
    return next(step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 12)


def _line(value: float, at: float, language: Language) -> Html:
    grid = tag("path", d=f"M{LEFT} {at:.1f}H{WIDTH - RIGHT}", class_="grid")
    return tag("g", grid, tag("text", number(value, language), x=LEFT - 6, y=f"{at + 4:.1f}", text_anchor="end"))


def _year(year: int, at: float, bottom: float) -> Html:
    return tag("text", year, x=f"{at:.1f}", y=bottom + 18, text_anchor="middle")


def _marks(series: Series, colour: str, x: Scale, y: Scale) -> Html:
    pieces = []
    for point in series.points:
        at = x(point.year + _within(point))
        if point.lower is not None and point.upper is not None:
            ends = f"M{at:.1f} {y(point.lower):.1f}V{y(point.upper):.1f}"
            pieces.append(tag("path", d=ends, stroke=colour, stroke_opacity=0.5, stroke_width=3))
        pieces.append(tag("circle", cx=f"{at:.1f}", cy=f"{y(point.value):.1f}", r=3, fill=colour))
    path = "L".join(f"{x(point.year + _within(point)):.1f} {y(point.value):.1f}" for point in series.points)
    breaks = [
        tag("path", d=f"M{x(one.year):.1f} {TOP}V{y(0.0):.1f}", stroke=colour, stroke_dasharray="2 4", fill="none")
        for one in series.breaks
    ]
    return tag("g", tag("path", d=f"M{path}", fill="none", stroke=colour, stroke_width=1), *breaks, *pieces)


def _within(point: Point) -> float:
    return 0.5 if point.month is None else (point.month - 0.5) / 12


def _title(series: Sequence[Series], language: Language) -> str:
    return in_language(series[0].text, language) if len(series) == 1 else series[0].id.partition(".")[0]


def _wrapped(series: Series, language: Language) -> list[str]:
    """What a series is, who published it and how good it is, in lines that fit."""
    grade = f"{text(language, 'ledger.column.grade')} {series.grade}"
    named = f"{series.id}, {in_language(series.text, language)}"
    return textwrap.wrap(f"{named}. {series.publisher}. {series.release}. {series.licence}. {grade}.", CHARACTERS)


def _legend(lines: list[str], top: float, position: int) -> Html:
    colour = COLOURS[position % len(COLOURS)]
    return tag(
        "g",
        tag("circle", cx=16, cy=top - 4, r=4, fill=colour),
        *(tag("text", line, x=26, y=top + LINE * row, class_="small") for row, line in enumerate(lines)),
    )


def _sentence(series: Sequence[Series], language: Language) -> str:
    """First and last figure of each series, for those who do not see the chart."""
    shown = [
        f"{in_language(one.text, language)}: {one.points[0].year} {number(one.points[0].value, language)}, "
        f"{one.points[-1].year} {number(one.points[-1].value, language)}"
        for one in series
    ]
    return f"{'; '.join(shown)} ({unit(series[0].unit, language)})."
