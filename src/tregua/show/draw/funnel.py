"""Bills that were replayed as dots at the last stage that each reached, in a funnel of how many reached a stage."""

from collections.abc import Sequence

from tregua.show.html import Html, join, tag
from tregua.states.replay import Replayed
from tregua.text import Language, text

STAGES = ("filed", "committee", "chamber_1", "chamber_2", "reconciliation", "signature")
WIDTH, ROW, LEFT, UNIT, DOT = 720, 34, 150, 22, 6
MIDDLE = (WIDTH + LEFT) / 2


def funnel(bills: Sequence[Replayed], language: Language) -> Html:
    """A bar a stage, as wide as there are bills that came so far; a dot a bill where it is now or ended."""
    last = [max(STAGES.index(step.step.stage) for step in one.steps if step.step.stage in STAGES) for one in bills]
    rows = [_row(at, stage, bills, last, language) for at, stage in enumerate(STAGES)]
    height = ROW * len(STAGES) + 8
    return tag(
        "svg",
        *rows,
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="img",
        aria_label=text(language, "alliance.funnel.label", n=len(bills)),
        class_="funnel",
    )


def _row(at: int, stage: str, bills: Sequence[Replayed], last: Sequence[int], language: Language) -> Html:
    reached = sum(one >= at for one in last)
    y = ROW * at + 4
    bar = tag("rect", x=MIDDLE - UNIT * reached / 2, y=y, width=UNIT * reached, height=ROW - 8, class_="reached")
    name = f"{text(language, f'alliance.stage.{stage}')} {reached}"
    here = [one for one, step in zip(bills, last, strict=True) if step == at]
    dots = [
        tag(
            "circle",
            tag("title", f"{one.bill.state} {getattr(one.bill.title, language)}"),
            cx=MIDDLE + UNIT * (place - (len(here) - 1) / 2),
            cy=y + (ROW - 8) / 2,
            r=DOT,
            class_=one.bill.end.outcome,
        )
        for place, one in enumerate(here)
    ]
    return join(bar, tag("text", name, x=LEFT - 10, y=y + 17, text_anchor="end"), *dots)
