"""Two ladders on one time line for each state, soft steps above its line and hard ones below; pressure as arrows."""

from collections.abc import Sequence
from datetime import date

from tregua.show.html import Html, join, picture, tag
from tregua.states.level import Move
from tregua.states.schema import Axis, Press

WIDTH, LEFT, RIGHT, TOP = 1180, 64, 64, 26
ROOM, STEP = 46, 4.6  # of a state, of a level
SIDE: dict[Axis, int] = {"soft": -1, "hard": 1}
Row = tuple[str, str, Sequence[Move]]


def ladders(rows: Sequence[Row], presses: Sequence[Press], start: date, end: date, label: str) -> Html:
    """One row a state: its code, its name and the days on which a level changes; levels as steps from its line.

    Its name stands at both ends of the line, so that one is seen where the picture is wider than the screen.

    Where a level is not known the line is broken; a pressure is an arrow from the row of who presses to each pressed.
    """
    height = TOP + ROOM * len(rows) + 8
    line = {code: TOP + ROOM * (at + 0.5) for at, (code, _, _) in enumerate(rows)}
    return picture(
        label,
        WIDTH,
        height,
        "ladders",
        *(year_mark(year, _x(date(year, 1, 1), start, end), height) for year in range(start.year, end.year + 1)),
        *(_row(name, moves, line[code], start, end) for code, name, moves in rows),
        *(_arrow(one, line, start, end) for one in presses),
    )


def _x(day: date, start: date, end: date) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (min(max(day, start), end) - start).days / (end - start).days


def year_mark(year: int, x: float, height: float) -> Html:
    """The beginning of a year."""
    return join(
        tag("path", d=f"M{x:.1f} {TOP - 4}V{height - 8}", class_="grid"),
        tag("text", year, x=f"{x + 3:.1f}", y=TOP - 10),
    )


def _row(name: str, moves: Sequence[Move], y: float, start: date, end: date) -> Html:
    return tag(
        "g",
        tag("text", name, x=LEFT - 8, y=y + 4, text_anchor="end", class_="name"),
        tag("text", name, x=WIDTH - RIGHT + 8, y=y + 4, class_="name"),
        *(_steps([one for one in moves if one.axis == axis], axis, y, start, end) for axis in SIDE),
    )


def _steps(moves: Sequence[Move], axis: Axis, y: float, start: date, end: date) -> Html:
    """A bar for each stretch, as high as its level."""
    pieces = []
    for at, one in enumerate(moves):
        left = _x(one.day, start, end)
        right = _x(moves[at + 1].day, start, end) if at + 1 < len(moves) else _x(end, start, end)
        if not one.level:
            broken = "unknown" if one.level is None else "nothing"
            pieces.append(tag("path", d=f"M{left:.1f} {y + SIDE[axis]}H{right:.1f}", class_=broken))
            continue
        size = STEP * one.level
        top = y - size if axis == "soft" else y
        bar = tag("rect", x=f"{left:.1f}", y=f"{top:.1f}", width=f"{max(1.0, right - left):.1f}", height=size)
        pieces.append(tag("g", bar, class_=axis))
    return join(*pieces)


def _arrow(one: Press, line: dict[str, float], start: date, end: date) -> Html:
    """An arrow from the row of who presses to each row that is pressed; nothing where one of them is not drawn."""
    day = date.fromisoformat((one.date + "-01-01")[:10])
    if one.by not in line or not start <= day <= end:
        return Html()
    x, drawn = _x(day, start, end), []
    for target in (name for name in one.to if name in line):
        way = 1 if line[target] > line[one.by] else -1
        tip = line[target] - way * 3
        head = f"M{x - 4:.1f} {tip - way * 7:.1f}L{x:.1f} {tip:.1f}L{x + 4:.1f} {tip - way * 7:.1f}"
        drawn.append(tag("path", d=f"M{x:.1f} {line[one.by]:.1f}V{tip:.1f}{head}"))
    return tag("g", *drawn, class_=f"press {one.direction}")
