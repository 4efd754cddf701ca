"""What answers share: the envelope, texts in two languages, sources, citations.

Fields may be added to an answer; none that is here is taken away or changes its type. A field that is not required is
left out where there is nothing to say; one that may be null stands beside a `status` that says why.
"""

from typing import NotRequired

from typing_extensions import TypedDict


class Caveat(TypedDict):
    """A sentence that must be read with the answer; the key is the same in every language."""

    key: str
    text: str


class Answer(TypedDict):
    """The envelope: the name of this schema, the version that answered, the command that gives the answer again."""

    schema: str
    version: str
    command: str
    caveats: list[Caveat]


class Drawn(Answer):
    """The envelope of an answer that rests on random draws, with their seed."""

    seed: int


Ends = list[float]


class Interval(TypedDict):
    """A median with the ends that hold half and nine tenths of the draws."""

    median: float
    i50: Ends
    i90: Ends


class Policy(TypedDict):
    """A policy of the run."""

    id: str
    text: str


class Reading(TypedDict):
    """A structural alternative, and what it chooses other than the reference."""

    id: str
    choices: dict[str, float]
    text: str


class Both(TypedDict):
    """A text in both languages."""

    en: str
    es: str


class Locator(TypedDict):
    """A place in a source of the catalogue."""

    ref: str
    locator: str


class Source(Locator):
    """A place in a source, the source, how far it was read, where it can be found and when that was seen."""

    author: str
    year: int
    title: str
    published_in: str
    read: str
    type: str
    doi: NotRequired[str]
    url: NotRequired[str]
    seen: NotRequired[str]


class Name(TypedDict):
    """A person or an institution, as CSL-JSON has it."""

    literal: NotRequired[str]
    family: NotRequired[str]
    given: NotRequired[str]


Issued = TypedDict("Issued", {"date-parts": list[list[int]]})
Csl = TypedDict(
    "Csl",
    {
        "id": str,
        "type": str,
        "author": list[Name],
        "issued": Issued,
        "title": str,
        "container-title": NotRequired[str],
        "collection-title": NotRequired[str],
        "volume": NotRequired[str],
        "issue": NotRequired[str],
        "page": NotRequired[str],
        "publisher": NotRequired[str],
        "number": NotRequired[str],
        "genre": NotRequired[str],
        "note": NotRequired[str],
        "DOI": NotRequired[str],
        "URL": NotRequired[str],
        "accessed": NotRequired[Issued],
    },
)


class Citation(TypedDict):
    """The same citation in three styles."""

    apa: str
    bibtex: str
    csl: Csl
