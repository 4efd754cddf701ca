"""What the answers hold that go across all records of the ledger: the evidence map, and a search."""

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer


class Named(TypedDict):
    """A lever or a kind of outcome, with its title."""

    id: str
    text: str


class MapCell(TypedDict):
    """The studies of one lever on one kind of outcome, by the certainty that each gives by itself."""

    lever: str
    outcome: str
    studies: int
    by_certainty: dict[str, int]
    estimates: list[str]


class EvidenceMap(Answer):
    """Every lever by every kind of outcome, the empty cells too."""

    levers: list[Named]
    outcomes: list[Named]
    cells: list[MapCell]
    empty: int


class Hit(TypedDict):
    """A record in which all words stand, and the words around the first."""

    kind: str
    id: str
    title: str
    around: str


class Search(Answer):
    """Records of the ledger in which all words stand."""

    words: str
    found: list[Hit]
