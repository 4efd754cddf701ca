"""A forest plot: estimates of one scale on one axis, each with its interval, and the mean of those that are pooled."""

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tregua.show.draw.axis import Scale, ticks
from tregua.show.html import Html, join, tag
from tregua.show.words.numbers import number
from tregua.text import Language

WIDTH, LEFT, RIGHT = 940, 330, 690  # the axis stands between the names and the figures
ROW, TOP = 28, 6
CHARACTERS = 46  # of a name that fits beside the axis
FIGURES = 36  # characters of a figure
SIDE = 9  # of the mark of a study of which no weight is known


@dataclass(frozen=True)
class Line:
    """A row of the plot.

    Attributes
    ----------
    name, told : what stands left and right of the axis
    value, ends : where it lies; without `ends` it is a hollow point
    lead : makes the name a link
    own : the row that the page is about
    weight : its share in the mean, which its mark grows with
    mean : a diamond, not a study
    """

    name: str
    told: str
    value: float
    ends: tuple[float, float] | None
    lead: Callable[[Html], Html]
    own: bool = False
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
    marks, x = _axis(lines, around.nothing)
    bottom = TOP + ROW * len(lines)
    height = bottom + 58
    middle = x(around.nothing)
    grid = [_tick(one, x(one), bottom, language) for one in marks]
    return tag(
        "svg",
        tag("path", d=f"M{LEFT} {bottom}H{RIGHT}", class_="axis"),
        *grid,
        *(_row(line, TOP + ROW * at, x) for at, line in enumerate(lines)),
        tag("path", d=f"M{middle:.1f} {TOP}V{bottom}", class_="null"),
        tag("text", around.scale, x=(LEFT + RIGHT) / 2, y=bottom + 34, text_anchor="middle"),
        tag("text", f"← {around.lowers}", x=LEFT, y=bottom + 52, class_="soft"),
        tag("text", f"{around.raises} →", x=RIGHT, y=bottom + 52, text_anchor="end", class_="soft"),
        role="group",
        aria_label=around.title,
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH} {height}",
        class_="forest",
    )


def _axis(lines: Sequence[Line], nothing: float) -> tuple[list[float], Scale]:
    """Round values along the axis, and where a value stands on it."""
    reach = [nothing, *(line.value for line in lines), *(end for line in lines for end in line.ends or ())]
    if nothing:
        marks = _powers(min(reach), max(reach))
        return marks, _between(math.log(marks[0]), math.log(marks[-1]), math.log)
    marks, _ = ticks(min(reach), max(reach) if max(reach) > min(reach) else min(reach) + 1.0)
    return marks, _between(marks[0], marks[-1], float)


def _powers(low: float, high: float) -> list[float]:
    """Round values of a logarithmic axis from below `low` to above `high`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    listed = [step * 10.0**power for power in range(first - 1, last + 1) for step in (1, 2, 5)]
    below = max(one for one in listed if one <= low * (1 + 1e-9) and one < 1)
    above = min(one for one in listed if one >= high * (1 - 1e-9) and one > 1)
    inside = [one for one in listed if below <= one <= above]
    tens = [one for one in inside if one in (below, above) or math.isclose(math.log10(one) % 1, 0, abs_tol=1e-9)]
    return inside if len(inside) <= 9 else tens


def _between(low: float, high: float, place: Scale) -> Scale:
    return lambda value: LEFT + (place(value) - low) * (RIGHT - LEFT) / (high - low)


def _tick(value: float, at: float, bottom: int, language: Language) -> Html:
    mark = tag("path", d=f"M{at:.1f} {bottom}v5", class_="axis")
    return join(
        mark, tag("text", number(value, language), x=f"{at:.1f}", y=bottom + 18, text_anchor="middle", class_="soft")
    )


def _row(line: Line, top: int, x: Scale) -> Html:
    base = top + ROW / 2
    own = tag("rect", x=0, y=top, width=WIDTH, height=ROW, class_="own") if line.own else ""
    name = textwrap.shorten(line.name, CHARACTERS, placeholder="…")
    told = textwrap.shorten(line.told, FIGURES, placeholder="…")
    named = tag("text", name, x=4, y=base + 4.5, class_="own-row" if line.own else None)
    return tag(
        "g",
        own,
        named if line.own or line.mean else line.lead(named),
        _mean(line, base, x) if line.mean else _study(line, base, x),
        tag("text", told, x=RIGHT + 14, y=base + 4.5, class_="own-row" if line.own else None),
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
    return join(tag("path", d=f"M{low:.1f} {base}H{high:.1f}"), tag("rect", **square, class_="mark"))


def _mean(line: Line, base: float, x: Scale) -> Html:
    low, high = map(x, line.ends or (line.value, line.value))
    corners = f"M{low:.1f} {base}L{x(line.value):.1f} {base - 8}L{high:.1f} {base}L{x(line.value):.1f} {base + 8}Z"
    return tag("path", d=corners, class_="mean")
