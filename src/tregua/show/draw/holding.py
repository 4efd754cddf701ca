"""What a member of a coalition of players alike would gain by leaving, and an outsider by joining, against its size."""

from collections.abc import Sequence

from tregua.show.html import Html, tag
from tregua.show.words.numbers import number
from tregua.states.stability import Size
from tregua.text import Language, text

WIDTH, HEIGHT, MIDDLE, HALF = 440, 324, 156, 120
LEFT, LIMIT = 44, 60.0
MARKS = (-60, -40, -20, 0, 20, 40, 60)


def holding(sizes: Sequence[Size], language: Language) -> Html:
    """Two lines against size, cut off where they leave the scale, and dots where a size holds.

    The script of the page draws lines and dots again.
    """
    n = sizes[-1].k

    def x(k: float) -> float:
        return LEFT + k * (WIDTH - 60) / n

    def y(value: float) -> float:
        return MIDDLE - HALF * value / LIMIT

    def line(points: Sequence[tuple[int, float]]) -> str:
        return "M" + "L".join(f"{x(k):.1f} {y(value):.1f}" for k, value in points)

    leave = [(one.k, float(one.leaving)) for one in sizes if one.leaving is not None]
    join = [(one.k, float(one.joining)) for one in sizes if one.joining is not None]
    return tag(
        "svg",
        *(tag("path", d=f"M{LEFT} {y(one):.1f}H{WIDTH - 16}", class_="grid" if one else "zero") for one in MARKS),
        *(tag("text", number(one, language), x=LEFT - 6, y=f"{y(one) + 4:.1f}", text_anchor="end") for one in MARKS),
        *(
            tag("text", one.k, x=f"{x(one.k):.1f}", y=HEIGHT - 28, text_anchor="middle")
            for one in sizes
            if one.k % 2 == 1 or one.k == 0
        ),
        tag(
            "svg",
            tag("path", d=line(leave), class_="leave"),
            tag("path", d=line(join), class_="join"),
            x=LEFT,
            y=MIDDLE - HALF - 1,
            width=WIDTH - 60,
            height=2 * HALF + 2,
            viewBox=f"{LEFT} {MIDDLE - HALF - 1} {WIDTH - 60} {2 * HALF + 2}",
        ),
        tag("g", *(tag("circle", cx=f"{x(one.k):.1f}", cy=MIDDLE, r=5) for one in sizes if one.stable), class_="held"),
        tag("text", text(language, "alliance.curve.gain"), x=4, y=16),
        tag("text", text(language, "alliance.curve.size"), x=WIDTH - 16, y=HEIGHT - 8, text_anchor="end"),
        tag("text", text(language, "alliance.curve.leave"), x=LEFT + 8, y=MIDDLE - 100, class_="leave"),
        tag("text", text(language, "alliance.curve.join"), x=LEFT + 8, y=MIDDLE + 108, class_="join"),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=text(language, "alliance.curve.label"),
        data_players=n,
        data_left=LEFT,
        data_width=WIDTH - 60,
        data_middle=MIDDLE,
        data_unit=f"{HALF / LIMIT:g}",
        class_="curve",
    )
