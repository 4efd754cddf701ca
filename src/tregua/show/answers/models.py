"""What the answers of published models hold."""

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer, Locator


class Row(TypedDict):
    """A published number beside ours; null where the status is ``not-computed``, or where none is stated."""

    model: str
    quantity: str | None
    published: float | dict[str, float | str] | None
    unit: str | None
    tag: str | None
    tolerance: dict[str, float] | None
    ours: float | None
    status: str
    note: str
    source: list[Locator]


class Reproduce(Answer):
    """Published numbers beside ours."""

    rows: list[Row]
