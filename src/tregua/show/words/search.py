"""Full-text search over every record of the ledger: claims, estimates, promises, figures, series, studies, sources."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation, Text
from tregua.evidence import ledger
from tregua.show.words.said import in_language
from tregua.show.words.source import appeared, authors
from tregua.text import Language

ROOM = 90  # characters shown around a hit


@dataclass(frozen=True)
class Hit:
    """A record in which every word stands: its kind, its id, its title, and the words around the first one."""

    kind: str
    id: str
    title: str
    around: str


def search(words: str, *, language: Language = "en") -> list[Hit]:
    """The records that hold all of `words`, in any order, whatever their accents and capitals.

    Raises
    ------
    InputError
        There is no word.
    """
    wanted = [plain(word) for word in words.split()]
    if not wanted:
        raise InputError(Problem("missing_argument", "", {"field": "@cli.metavar.words"}))
    found = []
    for kind, name, title, told in _records(language):
        text = " ".join([name, *told])
        bare = plain(text)
        if all(word in bare for word in wanted):
            found.append(Hit(kind, name, title, _around(text, bare, wanted)))
    return found


def plain(told: str) -> str:
    """Lower case without accents; a character stays one character."""
    return "".join(unicodedata.normalize("NFD", one)[0] for one in unicodedata.normalize("NFC", told)).lower()


def _around(text: str, bare: str, wanted: list[str]) -> str:
    at = min((bare.find(word) for word in wanted), default=0)
    start, end = max(0, at - ROOM // 2), at + ROOM
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _records(language: Language) -> Iterator[tuple[str, str, str, list[str]]]:
    for claim in ledger.claims().values():
        yield "claim", claim.id, in_language(claim.statement, language), _told(claim, language)
    for figure in ledger.reported().values():
        yield "reported", figure.id, in_language(figure.text, language), _told(figure, language)
    for promise in ledger.promises().values():
        yield "promise", promise.id, in_language(promise.text, language), _told(promise, language)
    for one in ledger.estimates().values():
        titles = (in_language(one.intervention, language), in_language(one.outcome, language))
        yield "estimate", one.id, " → ".join(titles), [*_told(one, language), one.quote or ""]
    for study in ledger.appraisals().values():
        yield "study", study.id, in_language(study.why, language), _told(study, language)
    for series in ledger.series().values():
        yield "series", series.id, in_language(series.text, language), [*_told(series, language), series.publisher]
    for source in sources().values():
        title = f"{authors(source, language)} ({source.year}), {source.title}"
        yield (
            "source",
            source.id,
            title,
            [title, appeared(source, language), source.doi or "", *_told(source, language)],
        )


def _told(record: object, language: Language) -> list[str]:
    """Every text of a record in one language, with the authors and titles that it cites."""
    if isinstance(record, Text):
        return [in_language(record, language)]
    if isinstance(record, Citation):
        source = sources()[record.ref]
        return [f"{source.author} {source.year} {source.title}"]
    if isinstance(record, BaseModel):
        record = [getattr(record, name) for name in type(record).model_fields]
    return [told for one in record for told in _told(one, language)] if isinstance(record, list) else []
