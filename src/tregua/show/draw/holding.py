"""What a member of a coalition of players alike would gain by leaving, and an outsider by joining, against its size."""

from collections.abc import Sequence

from tregua.show.html import Html, tag
from tregua.show.words.numbers import number
from tregua.states.stability import Size
from tregua.text import Language, text

WIDTH, HEIGHT, MIDDLE, HALF = 640, 300, 150, 120
LEFT, LIMIT = 44, 60.0
MARKS = (-60, -40, -20, 0, 20, 40, 60)


def holding(sizes: Sequence[Size], language: Language) -> Html:
    """Two lines against size, dots where a size holds; the script of the page draws them again."""
    n = sizes[-1].k

    def x(k: float) -> float:
        return LEFT + k * (WIDTH - 60) / n

    def y(value: float) -> float:
        return MIDDLE - HALF * max(-LIMIT, min(LIMIT, value)) / LIMIT

    def line(points: Sequence[tuple[int, float]]) -> str:
        return "M" + "L".join(f"{x(k):.1f} {y(value):.1f}" for k, value in points)

    leave = [(one.k, float(one.leaving)) for one in sizes if one.leaving is not None]
    join = [(one.k, float(one.joining)) for one in sizes if one.joining is not None]
    return tag(
        "svg",
        *(tag("path", d=f"M{LEFT} {y(one):.1f}H{WIDTH - 16}", class_="grid" if one else "zero") for one in MARKS),
        *(tag("text", number(one, language), x=LEFT - 6, y=f"{y(one) + 4:.1f}", text_anchor="end") for one in MARKS),
        *(
            tag("text", one.k, x=f"{x(one.k):.1f}", y=HEIGHT - 12, text_anchor="middle")
            for one in sizes
            if one.k % 2 == 1 or one.k == 0
        ),
        tag("path", d=line(leave), class_="leave"),
        tag("path", d=line(join), class_="join"),
        tag("g", *(tag("circle", cx=f"{x(one.k):.1f}", cy=MIDDLE, r=5) for one in sizes if one.stable), class_="held"),
        tag("text", text(language, "alliance.curve.leave"), x=WIDTH - 20, y=44, text_anchor="end", class_="leave"),
        tag("text", text(language, "alliance.curve.join"), x=WIDTH - 20, y=260, text_anchor="end", class_="join"),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=text(language, "alliance.curve.label"),
        data_players=n,
        data_limit=f"{LIMIT:g}",
        class_="curve",
    )
