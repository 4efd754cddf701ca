"""The harvest plot of a row: a bar a study, against the claim, on neither side, for it (Ogilvie et al. 2008)."""

from collections.abc import Sequence

from tregua.evidence.study import Side, Study
from tregua.evidence.verdict import Verdict
from tregua.show.html import Html, View, join, tag
from tregua.text import text

HEIGHT = {"A": 30, "B": 22, "C": 14}
BASE = 34
STEP, BAR = 10, 7
ROOM = 92  # for the name of a side
ORDER: tuple[Side, ...] = ("against", "neither", "for")


def harvest(found: Verdict, view: View) -> Html:
    """The studies that count on a row, side by side; hollow where at serious risk of bias or not judged."""
    columns = [sorted(found.on(side), key=lambda one: (one.grade, one.name)) for side in ORDER]
    widths = [max(ROOM, STEP * len(column) + 6) for column in columns]
    starts = [sum(widths[:i]) for i in range(len(widths))]
    drawn = [
        join(
            *(_bar(one, start + STEP * at) for at, one in enumerate(column)),
            tag("text", f"{text(view.language, f'ledger.side.{side}')} {len(column)}", x=start, y=BASE + 14),
        )
        for side, column, start in zip(ORDER, columns, starts, strict=True)
    ]
    width = sum(widths)
    return tag(
        "svg",
        tag("path", d=f"M0 {BASE + 0.5}H{width - 6}", class_="ground"),
        *drawn,
        viewBox=f"0 0 {width} {BASE + 18}",
        width=width,
        height=BASE + 18,
        role="img",
        aria_label=_told(columns, view),
        class_="harvest",
    )


def _bar(study: Study, x: int) -> Html:
    height = HEIGHT[study.grade]
    hollow = "hollow" if study.risk in ("serious", "critical", "not_judged") else None
    return tag(
        "rect", tag("title", study.name), x=x + 0.5, y=BASE - height + 0.5, width=BAR, height=height, class_=hollow
    )


def _told(columns: Sequence[Sequence[Study]], view: View) -> str:
    against, neither, own = (len(column) for column in columns)
    return text(view.language, "ledger.balance.told", n_for=own, n_against=against, n_neither=neither)
