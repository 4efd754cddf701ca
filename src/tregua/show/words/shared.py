"""What the words of all ledger records share: caveats, sources, one language of two, citations."""

from collections.abc import Iterable
from typing import Any

from tregua.catalogue.beside import own_folder
from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation, Text
from tregua.lab.bind import catalogue_hash
from tregua.show.words import cite
from tregua.show.words.envelope import Caveat, plain_caveat
from tregua.show.words.said import in_language
from tregua.show.words.source import appeared, authors
from tregua.show.words.spanish import translated
from tregua.text import Language
from tregua.version import VERSION

CAVEATS = {
    "claim": ("rule", "transport", "horizon"),
    "reported": ("status", "horizon"),
    "promise": ("no_cause", "horizon"),
    "estimate": ("transport", "pooling"),
    "series": ("definitions", "revisions"),
    "search": ("words",),
}


def caveats(kind: str, language: Language) -> list[Caveat]:
    """What must be read with every record of a kind."""
    names = [f"{kind}.{name}" for name in CAVEATS[kind]] + (["own"] if own_folder() else [])
    return [plain_caveat(f"ledger.caveat.{name}", language) for name in names]


def pick(both: Text | None, language: Language) -> str | None:
    """One of two texts, where there is one."""
    return None if both is None else in_language(both, language)


def cited(citations: Iterable[Citation], language: Language) -> list[dict[str, Any]]:
    """Sources with the place in them and how far they were read."""
    return [
        {
            **source.model_dump(include={"type", "year", "doi", "url", "seen", "read"}, exclude_none=True),
            "author": authors(source, language),
            "title": translated(source.title, language),
            "published_in": appeared(source, language),
            "ref": one.ref,
            "locator": translated(one.locator, language),
        }
        for one in citations
        for source in [sources()[one.ref]]
    ]


def citation_record(key: str, title: str, checked: str, language: Language) -> dict[str, Any]:
    """How to cite a record of this catalogue."""
    reference = cite.of_record(key, title, VERSION, catalogue_hash(), checked, language)
    return cite.all_styles(reference, language)
