"""Negotiating tables on one time line: how far each stood, from a first signal to a benefit, and every event."""

from collections.abc import Sequence
from datetime import date

from tregua.regimes.log import span
from tregua.regimes.machine import machine, states
from tregua.regimes.process import Process, Taken
from tregua.show.draw.ladders import LEFT, RIGHT, ROOM, STEP, TOP, WIDTH, year_mark
from tregua.show.html import Html, picture, tag

NAMES = 96  # of the names of tables, beyond the room of a code
LADDER = [one.id for one in machine().states if not one.pause and (one.then or one.needs)]
"""The states in the order in which a negotiation passes them; the others hold it up or end it."""


def time_line(tables: Sequence[tuple[str, Process]], label: str) -> Html:
    """One row a table, with its name at its left; a bar for each stretch of a state, as high as it has come."""
    start = date(min(_day(process.taken[0]) for _, process in tables).year, 1, 1)
    end = max(date.fromisoformat(process.as_of) for _, process in tables)
    height = TOP + ROOM * len(tables) + 8
    rows = [_row(name, process, TOP + ROOM * (at + 1) - 8, start, end) for at, (name, process) in enumerate(tables)]
    return picture(
        label,
        WIDTH,
        height,
        "ladders tables",
        *(year_mark(year, _x(date(year, 1, 1), start, end), height) for year in range(start.year, end.year + 1)),
        *rows,
    )


def level(state: str) -> int | None:
    """How far a state has come on the ladder; None for what holds a negotiation up or ends it."""
    return LADDER.index(state) if state in LADDER else None


def _day(one: Taken) -> date:
    return span(one.event.date)[0]


def _x(day: date, start: date, end: date) -> float:
    left = LEFT + NAMES
    return left + (WIDTH - left - RIGHT) * (min(max(day, start), end) - start).days / (end - start).days


def _row(name: str, process: Process, y: float, start: date, end: date) -> Html:
    taken = process.taken
    days = [_x(_day(one), start, end) for one in taken]
    ends = [*days[1:], _x(date.fromisoformat(process.as_of), start, end)]
    bars = [_bar(one.state, left, right, y) for one, left, right in zip(taken, days, ends, strict=True)]
    dots = [tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=2.6) for x in days]
    return tag("g", tag("text", name, x=LEFT + NAMES - 8, y=y, text_anchor="end", class_="name"), *bars, *dots)


def _bar(state: str, left: float, right: float, y: float) -> Html:
    at = level(state)
    if at is None:
        return tag("path", d=f"M{left:.1f} {y:.1f}H{right:.1f}", class_="held" if states()[state].pause else "over")
    size = STEP * at
    width = max(1.0, right - left)
    return tag(
        "rect", x=f"{left:.1f}", y=f"{y - size:.1f}", width=f"{width:.1f}", height=f"{size:.1f}", class_=f"at-{at}"
    )
