"""Bills that were replayed as dots at the last stage on record, on bars of how many were seen at each stage."""

from collections.abc import Sequence

from tregua.show.html import Html, join, picture, tag
from tregua.states.replay import Replayed
from tregua.text import Language, text

STAGES = ("filed", "committee", "chamber_1", "chamber_2", "reconciliation", "signature")
WIDTH, ROOM, LEFT, DOT = 352, 30, 114, 5
MIDDLE, MOST = (WIDTH + LEFT) / 2, 14  # px of a bill


def funnel(bills: Sequence[Replayed], language: Language) -> Html:
    """A bar a stage, as wide as there are bills that came so far; a dot a bill where it is now or ended."""
    last = [max(STAGES.index(step.step.stage) for step in one.steps if step.step.stage in STAGES) for one in bills]
    unit = min(MOST, (WIDTH - LEFT) / max(1, len(bills)))
    rows = [_row(at, bills, last, unit, language) for at in range(len(STAGES))]
    height = ROOM * len(STAGES) + 8
    return picture(
        text(language, "alliance.funnel.label", n=len(bills)),
        WIDTH,
        height,
        "funnel",
        *rows,
    )


def _row(at: int, bills: Sequence[Replayed], last: Sequence[int], unit: float, language: Language) -> Html:
    reached = sum(any(step.step.stage == STAGES[at] for step in one.steps) for one in bills)
    y = ROOM * at + 4
    left, width = MIDDLE - unit * reached / 2, unit * reached
    bar = tag("rect", x=f"{left:.1f}", y=y, width=f"{width:.1f}", height=ROOM - 8, class_="reached")
    name = f"{text(language, f'alliance.stage.{STAGES[at]}')} {reached}"
    here = [one for one, step in zip(bills, last, strict=True) if step == at]
    dots = [
        tag(
            "circle",
            tag("title", f"{one.bill.state} {getattr(one.bill.title, language)}"),
            cx=f"{MIDDLE + unit * (place - (len(here) - 1) / 2):.1f}",
            cy=y + (ROOM - 8) / 2,
            r=f"{min(DOT, 0.4 * unit):.1f}",
            class_=one.bill.end.outcome,
        )
        for place, one in enumerate(here)
    ]
    return join(bar, tag("text", name, x=LEFT - 6, y=y + 15, text_anchor="end"), *dots)
