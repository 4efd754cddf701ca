"""Observed series as one stand-alone SVG: figures as marks, other figures for the same year as bars, sources below.

What earlier releases gave stands as a faint mark beside the figure that replaced it.
"""

import textwrap
from collections.abc import Iterator, Sequence

from tregua.evidence.schema import Point, Series
from tregua.show.draw.axis import Scale, ticks
from tregua.show.html import Html, tag
from tregua.show.words.numbers import number, unit
from tregua.show.words.said import in_language
from tregua.show.words.spanish import translated
from tregua.text import Language, text

WIDTH, PLOT = 720, 280
LEFT, RIGHT, TOP = 78, 16, 56
LINE = 16
CHARACTERS = 112  # that fit in a line of the legend
SHAPES = ("circle", "square", "triangle")
COLOURS = ("#00778A", "#C04A00", "#332288", "#4A4A4A", "#7A5C00", "#AA3377", "#117733", "#882255")
_NS = "http://www.w3.org/2000/svg"
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.title{font-weight:600;font-size:14px}"
    ".grid{stroke:#ddd;fill:none}.small{font-size:11px;fill:#444}"
)


def svg(series: Sequence[Series], language: Language) -> str:
    """A file with a chart of series that share one unit; `language` is that of its words and numbers."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{chart(series, language, STYLE, xmlns=_NS)}\n'


def chart(series: Sequence[Series], language: Language, style: str = "", **attributes: object) -> Html:
    """The same as a piece of a page, which has its style."""
    legends = [_wrapped(one, language) for one in series]
    bottom = TOP + PLOT
    height = bottom + 40 + LINE * sum(map(len, legends))
    tops = [bottom + 40 + LINE * sum(map(len, legends[:position])) for position in range(len(series))]
    points = [point for one in series for point in one.points]
    given = [(point.value, point.lower, point.upper, *(one.value for one in point.earlier)) for point in points]
    values = [value for one in given for value in one if value is not None]
    marks, _ = ticks(min(0.0, *values), max(0.0, *values) or 1.0)
    years = sorted({point.year for point in points})
    first, last = years[0], years[-1] + 1

    def x(moment: float) -> float:
        return LEFT + (moment - first) * (WIDTH - LEFT - RIGHT) / (last - first)

    def y(value: float) -> float:
        return bottom - (value - marks[0]) * (bottom - TOP) / (marks[-1] - marks[0])

    return tag(
        "svg",
        tag("style", Html(style)) if style else "",
        tag("rect", width=WIDTH, height=height, fill="#fff"),
        tag("text", _title(series, language), x=12, y=22, class_="title"),
        tag("text", unit(series[0].unit, language), x=12, y=40, class_="small"),
        *(_line(value, y(value), language) for value in marks),
        *(_year(year, x(year + 0.5), bottom) for year in years if year % _step(first, last) == 0),
        *(_marks(one, position, x, y) for position, one in enumerate(series)),
        *(_legend(lines, top, position) for position, (lines, top) in enumerate(zip(legends, tops, strict=True))),
        **attributes,
        role="img",
        aria_label=_sentence(series, language),
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH} {height}",
    )


def _step(first: int, last: int) -> int:
    return next(step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 12)


def _line(value: float, at: float, language: Language) -> Html:
    grid = tag("path", d=f"M{LEFT} {at:.1f}H{WIDTH - RIGHT}", class_="grid")
    return tag("g", grid, tag("text", number(value, language), x=LEFT - 6, y=f"{at + 4:.1f}", text_anchor="end"))


def _year(year: int, at: float, bottom: float) -> Html:
    return tag("text", year, x=f"{at:.1f}", y=bottom + 18, text_anchor="middle")


def _marks(series: Series, position: int, x: Scale, y: Scale) -> Html:
    colour = _colour(position)
    pieces = []
    for point in series.points:
        at = x(point.year + _within(point))
        if point.lower is not None and point.upper is not None:
            ends = f"M{at:.1f} {y(point.lower):.1f}V{y(point.upper):.1f}"
            pieces.append(tag("path", d=ends, stroke=colour, stroke_opacity=0.5, stroke_width=3))
        pieces += [tag("g", _mark(position, at, y(one.value)), opacity=0.35) for one in point.earlier]
        pieces.append(_mark(position, at, y(point.value)))
    lines = "".join("M" + "L".join(f"{x(when):.1f} {y(value):.1f}" for when, value in run) for run in _runs(series))
    return tag("g", tag("path", d=lines, fill="none", stroke=colour, stroke_width=1), *pieces)


def _runs(series: Series) -> Iterator[list[tuple[float, float]]]:
    """Stretches that a line may join: no year missing inside, no break in the way the figures were made."""
    breaks = {one.year for one in series.breaks}
    run: list[tuple[float, float]] = []
    last = series.points[0].year
    for point in series.points:
        if run and (point.year > last + 1 or any(last < year <= point.year for year in breaks)):
            yield run
            run = []
        run.append((point.year + _within(point), point.value))
        last = point.year
    yield run


def _mark(position: int, x: float, y: float) -> Html:
    """A figure; colour and shape together tell up to twenty-four series apart."""
    colour, shape = _colour(position), position // len(COLOURS) % len(SHAPES)
    if SHAPES[shape] == "circle":
        return tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=3, fill=colour)
    path = f"M{x - 3:.1f} {y - 3:.1f}h6v6h-6z" if SHAPES[shape] == "square" else f"M{x:.1f} {y - 3.5:.1f}l3.5 6h-7z"
    return tag("path", d=path, fill=colour, class_="mark")


def _colour(position: int) -> str:
    return COLOURS[position % len(COLOURS)]


def _within(point: Point) -> float:
    return 0.5 if point.month is None else (point.month - 0.5) / 12


def _title(series: Sequence[Series], language: Language) -> str:
    return in_language(series[0].text, language) if len(series) == 1 else series[0].outcome.replace("_", " ")


def _wrapped(series: Series, language: Language) -> list[str]:
    """What a series is, who published it, how good it is and where it breaks, in lines that fit."""
    grade = f"{text(language, 'ledger.column.grade')} {series.grade}"
    named = f"{series.id}, {in_language(series.text, language)}"
    about = (translated(one, language) for one in (series.publisher, series.release, series.licence))
    told = f"{named}. {'. '.join(about)}. {grade}."
    breaks = [text(language, "ledger.break", year=one.year, text="").rstrip(": ") for one in series.breaks]
    return textwrap.wrap(" ".join([told, *(f"{one}." for one in breaks)]), CHARACTERS)


def _legend(lines: list[str], top: float, position: int) -> Html:
    return tag(
        "g",
        _mark(position, 16, top - 4),
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
