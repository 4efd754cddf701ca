"""A number before and after learning: two intervals with their medians, one under the other."""

from tregua.analysis.learnt import Spread
from tregua.show.html import Html, tag

WIDTH, HEIGHT = 120, 22
EDGE = 3.0
BEFORE, AFTER = 6, 16


def spreads(before: Spread, after: Spread) -> Html:
    """The 90 % interval before, thin, over the one after, thick; a notch stands at each median."""
    low, high = min(before.low, after.low), max(before.high, after.high)
    inner = WIDTH - 2.0 * EDGE

    def x(value: float) -> str:
        return f"{EDGE + inner * (value - low) / (high - low):.0f}" if high > low else f"{WIDTH / 2:.0f}"

    def line(one: Spread, y: int, width: int, colour: str) -> Html:
        drawn = f"M{x(one.low)} {y}H{x(one.high)}M{x(one.median)} {y - 5}v10"
        return tag("path", d=drawn, stroke=colour, stroke_width=width)

    return tag(
        "svg",
        line(before, BEFORE, 1, "#6b6b6b"),
        line(after, AFTER, 3, "#00778A"),
        class_="bars",
        width=WIDTH,
        height=HEIGHT,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        aria_hidden="true",
    )
