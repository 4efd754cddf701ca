"""History as small charts in one stand-alone SVG: a chart a series, the worst first."""

from tregua.analysis.beside import Beside, Figure, History
from tregua.show.draw.axis import Scale, ticks
from tregua.show.html import Html, join, tag
from tregua.show.words.history import first_words, in_words, title
from tregua.show.words.numbers import number, unit
from tregua.text import Language, text

COLUMNS = 3
WIDTH, HEIGHT = 300, 190
LEFT, RIGHT, TOP, BOTTOM = 66, 12, 40, 26
HEAD, LINE = 14, 17
SHOWN = 44  # characters of a title that fit over a chart
INSIDE, OUTSIDE, BAND = "#00778A", "#C04A00", "#4A4A4A"
STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#222}.title{font-weight:600}.grid{stroke:#ddd;fill:none}"
    ".small{fill:#444;font-size:10px}"
)


def svg(history: History, language: Language) -> str:
    """The charts; `language` is that of their words and numbers."""
    said = [*first_words(history, language), text(language, "beside.legend")]
    top = HEAD + LINE * len(said)
    rows = -(-len(history.series) // COLUMNS)
    width, height = COLUMNS * WIDTH, top + rows * HEIGHT
    charts = [
        tag("g", _chart(one, language), transform=f"translate({at % COLUMNS * WIDTH} {top + at // COLUMNS * HEIGHT})")
        for at, one in enumerate(history.series)
    ]
    drawn = tag(
        "svg",
        tag("style", Html(STYLE)),
        tag("rect", width=width, height=height, fill="#fff"),
        *(tag("text", sentence, x=10, y=HEAD + LINE * at + 4) for at, sentence in enumerate(said)),
        *charts,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_label=" ".join(said),
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'


def _chart(one: Beside, language: Language) -> Html:
    """A series below its name and what is said of it."""
    counted = text(language, "beside.chart", inside=one.inside90, n=one.n, unit=unit(one.unit, language))
    named = title(one, language)
    note = counted if one.counts else f"{counted}. {text(language, 'beside.used' if one.used else 'beside.derived')}"
    return join(
        tag("title", f"{named}. {note}. {in_words(one, language)}"),
        tag("text", _cut(named), x=10, y=14, class_="title"),
        tag("text", note, x=10, y=28, class_="small"),
        _plot(one, language),
    )


def alone(one: Beside, label: str, language: Language) -> Html:
    """A series in a picture of its own, for a page that says above it what it is."""
    top = TOP - 8
    return tag(
        "svg",
        _plot(one, language),
        viewBox=f"0 {top} {WIDTH} {HEIGHT - top}",
        width=WIDTH,
        height=HEIGHT - top,
        role="img",
        aria_label=label,
        class_="beside",
    )


def _plot(one: Beside, language: Language) -> Html:
    """Bars for the 90 and 50 % intervals, a notch for the median, a mark for the observed figure."""
    values = [value for point in one.points for value in (point.q05, point.q95, point.observed)]
    marks, _ = ticks(min(0.0, *values), max(*values, 0.0) or 1.0, 3)
    times = [_moment(point) for point in one.points]
    first, last = int(min(times)), int(max(times)) + 1

    def x(moment: float) -> float:
        return LEFT + (moment - first) * (WIDTH - LEFT - RIGHT) / (last - first)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (value - marks[0]) * (HEIGHT - TOP - BOTTOM) / (marks[-1] - marks[0])

    return join(
        *(_line(mark, y(mark), language) for mark in marks),
        *(_year(year, x(year + 0.5)) for year in _labelled(first, last)),
        *(_point(point, x(_moment(point)), y) for point in one.points),
    )


def _cut(named: str) -> str:
    return named if len(named) <= SHOWN else named[: SHOWN - 1] + "…"


def _moment(point: Figure) -> float:
    return point.year + (0.5 if point.month is None else (point.month - 0.5) / 12.0)


def _labelled(first: int, last: int) -> list[int]:
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= 6)
    return [year for year in range(first, last) if year % step == 0]


def _line(value: float, at: float, language: Language) -> Html:
    grid = tag("path", d=f"M{LEFT} {at:.1f}H{WIDTH - RIGHT}", class_="grid")
    label = tag("text", number(value, language), x=LEFT - 5, y=f"{at + 4:.1f}", text_anchor="end", class_="small")
    return join(grid, label)


def _year(year: int, at: float) -> Html:
    return tag("text", year, x=f"{at:.1f}", y=HEIGHT - 10, text_anchor="middle", class_="small")


def _point(point: Figure, at: float, y: Scale) -> Html:
    """A figure outside its interval has another shape as well as another colour."""
    bars = [
        tag("path", d=f"M{at:.1f} {y(low):.1f}V{y(high):.1f}", stroke=BAND, stroke_width=wide, stroke_opacity=0.35)
        for low, high, wide in ((point.q05, point.q95, 3), (point.q25, point.q75, 6))
    ]
    notch = tag("path", d=f"M{at - 4:.1f} {y(point.median):.1f}h8", stroke=BAND, stroke_width=1.5)
    observed = y(point.observed)
    if point.inside90:
        mark = tag("circle", cx=f"{at:.1f}", cy=f"{observed:.1f}", r=2.8, fill=INSIDE)
    else:
        mark = tag("path", d=f"M{at:.1f} {observed - 4:.1f}l4 4l-4 4l-4 -4z", fill=OUTSIDE)
    return join(*bars, notch, mark)
