"""What the answers of published models hold."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer, Drawn, Locator


class Row(TypedDict):
    """A published number beside ours; null where the status is ``not-computed``, or where none is stated.

    `read` is how the best read of its sources was read, `sketch` whether the model is a reduced form, `kept`
    whether our value is that of the committed table.
    """

    model: str
    quantity: str | None
    published: float | dict[str, float | str] | None
    unit: str | None
    tag: str | None
    tolerance: dict[str, float] | None
    ours: float | None
    status: str
    read: str | None
    sketch: bool
    kept: bool
    note: str
    source: list[Locator]


class Reproduce(Answer):
    """Published numbers beside ours."""

    rows: list[Row]


class Sampled(TypedDict):
    """A parameter, and the range in which it was drawn."""

    parameter: str
    text: dict[str, str]
    unit: str
    value: float
    low: float
    high: float


class Quantity(TypedDict):
    """A quantity at the base and over the draws; `met` is the share of draws that meet what was published.

    `draws` is how many gave a value.
    """

    quantity: str
    text: dict[str, str]
    unit: str
    published: float | dict[str, float | str]
    base: NotRequired[float]
    median: NotRequired[float]
    q05: NotRequired[float]
    q95: NotRequired[float]
    met: NotRequired[float]
    draws: NotRequired[int]


class OneDraw(TypedDict):
    """One draw; no values where the model refuses its parameters."""

    draw: int
    seed: int
    parameters: dict[str, float]
    values: dict[str, float]


class Sample(Drawn):
    """A published model at parameters drawn within the ranges of its file."""

    model: str
    draws: int
    refused: int
    why_refused: NotRequired[str]
    parameters: list[Sampled]
    quantities: list[Quantity]
    rows: list[OneDraw]
