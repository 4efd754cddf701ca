"""A forest plot: estimates of one scale on one axis, each with its interval, and the mean of those that are pooled."""

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tregua.show.draw.axis import Scale, ticks
from tregua.show.html import Html, join, tag
from tregua.show.words.numbers import number
from tregua.text import Language

TOP = 6
SIDE = 9  # of the mark of a study of which no weight is known


@dataclass(frozen=True)
class Frame:
    """The room of a drawing: the axis from `left` to `right`, `row` for each study, and what fits of its words.

    On a narrow screen the name stands above the mark, which lies `drop` below the top of the row.
    """

    width: int
    left: int
    right: int
    row: int
    drop: int
    name: int
    figures: int
    class_: str


WIDE = Frame(940, 330, 690, 28, 14, 46, 36, "on-wide")
NARROW = Frame(324, 24, 300, 46, 32, 40, 0, "on-narrow")


@dataclass(frozen=True)
class Line:
    """A row of the plot.

    Attributes
    ----------
    name, told : what stands left and right of the axis
    value, ends : where it lies; without `ends` it is a hollow point
    lead : makes the name a link
    own : the row that the page is about
    ranged : its ends are a range, not an interval, and its line is dashed
    weight : its share in the mean, which its mark grows with
    mean : a diamond, not a study
    """

    name: str
    told: str
    value: float
    ends: tuple[float, float] | None
    lead: Callable[[Html], Html]
    own: bool = False
    ranged: bool = False
    weight: float | None = None
    mean: bool = False


@dataclass(frozen=True)
class Around:
    """What stands around the rows: the scale, what lies on each side of nothing, and a name for those who do not see.

    `nothing` is where nothing changes: 1 on an axis of ratios, which is a logarithm, else 0.
    """

    title: str
    scale: str
    lowers: str
    raises: str
    nothing: float


def forest(lines: Sequence[Line], around: Around, language: Language) -> Html:
    """The drawing, one row a line; the names are links."""
    return join(*(_drawn(lines, around, frame, language) for frame in (WIDE, NARROW)))


def _drawn(lines: Sequence[Line], around: Around, frame: Frame, language: Language) -> Html:
    marks, x = _axis(lines, around.nothing, frame)
    bottom = TOP + frame.row * len(lines)
    height = bottom + 58
    middle = x(around.nothing)
    grid = [_tick(one, x(one), bottom, language) for one in marks]
    return tag(
        "svg",
        tag("path", d=f"M{frame.left} {bottom}H{frame.right}", class_="axis"),
        *grid,
        *(_row(line, TOP + frame.row * at, x, frame) for at, line in enumerate(lines)),
        tag("path", d=f"M{middle:.1f} {TOP}V{bottom}", class_="null"),
        tag("text", around.scale, x=(frame.left + frame.right) / 2, y=bottom + 34, text_anchor="middle"),
        tag("text", f"← {around.lowers}", x=frame.left, y=bottom + 52, class_="soft"),
        tag("text", f"{around.raises} →", x=frame.right, y=bottom + 52, text_anchor="end", class_="soft"),
        role="group",
        aria_label=around.title,
        width=frame.width,
        height=height,
        viewBox=f"0 0 {frame.width} {height}",
        class_=f"forest {frame.class_}",
    )


def _axis(lines: Sequence[Line], nothing: float, frame: Frame) -> tuple[list[float], Scale]:
    """Round values along the axis, and where a value stands on it."""
    reach = [nothing, *(line.value for line in lines), *(end for line in lines for end in line.ends or ())]
    if nothing:
        marks = _powers(min(reach), max(reach))
        return marks, _between(math.log(marks[0]), math.log(marks[-1]), math.log, frame)
    marks, _ = ticks(min(reach), max(reach) if max(reach) > min(reach) else min(reach) + 1.0)
    return marks, _between(marks[0], marks[-1], float, frame)


def _powers(low: float, high: float) -> list[float]:
    """Round values of a logarithmic axis from below `low` to above `high`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    listed = [step * 10.0**power for power in range(first - 1, last + 1) for step in (1, 2, 5)]
    below = max(one for one in listed if one <= low * (1 + 1e-9) and one < 1)
    above = min(one for one in listed if one >= high * (1 - 1e-9) and one > 1)
    inside = [one for one in listed if below <= one <= above]
    tens = [one for one in inside if one in (below, above) or math.isclose(math.log10(one) % 1, 0, abs_tol=1e-9)]
    return inside if len(inside) <= 9 else tens


def _between(low: float, high: float, place: Scale, frame: Frame) -> Scale:
    return lambda value: frame.left + (place(value) - low) * (frame.right - frame.left) / (high - low)


def _tick(value: float, at: float, bottom: int, language: Language) -> Html:
    mark = tag("path", d=f"M{at:.1f} {bottom}v5", class_="axis")
    return join(
        mark, tag("text", number(value, language), x=f"{at:.1f}", y=bottom + 18, text_anchor="middle", class_="soft")
    )


def _row(line: Line, top: int, x: Scale, frame: Frame) -> Html:
    base, above = top + frame.drop, top + 18.5
    own = tag("rect", x=0, y=top, width=frame.width, height=frame.row, class_="own") if line.own else ""
    strong = "own-row" if line.own else None
    named = tag("text", textwrap.shorten(line.name, frame.name, placeholder="…"), x=4, y=above, class_=strong)
    told = textwrap.shorten(line.told, frame.figures, placeholder="…") if frame.figures else ""
    return tag(
        "g",
        own,
        named if line.own or line.mean else line.lead(named),
        _mean(line, base, x) if line.mean else _study(line, base, x),
        tag("text", told, x=frame.right + 14, y=above, class_=strong) if told else "",
    )


def _study(line: Line, base: float, x: Scale) -> Html:
    at = x(line.value)
    if line.ends is None:
        return tag("circle", cx=f"{at:.1f}", cy=base, r=5, class_="point")
    low, high = map(x, line.ends)
    side = SIDE if line.weight is None else 5 + 12 * math.sqrt(line.weight)
    square = {
        "x": f"{at - side / 2:.1f}",
        "y": f"{base - side / 2:.1f}",
        "width": f"{side:.1f}",
        "height": f"{side:.1f}",
    }
    whisker = tag("path", d=f"M{low:.1f} {base}H{high:.1f}", class_="range" if line.ranged else None)
    return join(whisker, tag("rect", **square, class_="mark"))


def _mean(line: Line, base: float, x: Scale) -> Html:
    low, high = map(x, line.ends or (line.value, line.value))
    corners = f"M{low:.1f} {base}L{x(line.value):.1f} {base - 8}L{high:.1f} {base}L{x(line.value):.1f} {base + 8}Z"
    return tag("path", d=corners, class_="mean")
