"""What the answers of observed series hold."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer, Citation, Source


class Point(TypedDict):
    """An observed figure in one release; a later release replaces it where `replaced_by` names one."""

    year: int
    month: NotRequired[int]
    value: float
    lower: NotRequired[float]
    upper: NotRequired[float]
    derivation: NotRequired[str]
    release: str
    published: NotRequired[str]
    replaced_by: NotRequired[str]
    note: NotRequired[str]


class Break(TypedDict):
    """A year in which what is counted changed."""

    year: int
    text: str


class OneSeries(TypedDict):
    """An observed series with its publisher and licence."""

    id: str
    outcome: str
    place: str
    unit: str
    publisher: str
    release: str
    tag: str
    read: str
    grade: str
    text: str
    licence: str
    source: list[Source]
    note: NotRequired[str]
    breaks: list[Break]
    revisions: NotRequired[str]
    first: int
    last: int
    last_release: NotRequired[str]
    next_expected: NotRequired[str]
    overdue: NotRequired[bool]
    searched: NotRequired[str]
    release_in_words: NotRequired[str]
    points: list[Point]
    citation: Citation


class Series(Answer):
    """Observed series."""

    series: list[OneSeries]


class Check(TypedDict):
    """An identity, or two publishers beside each other, and where it does not hold."""

    id: str
    kind: str
    text: str
    left: list[str]
    right: list[str]
    tolerance: float
    years: list[int]
    smallest_ratio: NotRequired[float]
    largest_ratio: NotRequired[float]
    broken: list[int]
    explained: dict[str, str]


class Checks(Answer):
    """Checks between series."""

    checks: list[Check]
