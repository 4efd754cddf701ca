"""The words of the project in both languages, read from ``i18n/glossary.yaml``."""

import re
from functools import cache

from pydantic import Field

from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Id, Record, Text


class Term(Record):
    """A term, what it means in a sentence, and Spanish words not to use for it."""

    id: Id
    text: Text
    means: Text
    avoid: list[str] = Field(default_factory=list)


class Glossary(Record):
    """The file ``glossary.yaml``."""

    terms: list[Term]


@cache
def glossary() -> tuple[Term, ...]:
    """All terms, in the order of the file."""
    file, _ = load(Glossary, PACKAGE / "i18n" / "glossary.yaml")
    return tuple(file.terms)


def avoided(spanish: str) -> list[str]:
    """The words of a Spanish text that the glossary says not to use, each with the one to use."""
    return [
        f"{word} → {term.text.es}"
        for term in glossary()
        for word in term.avoid
        if re.search(rf"\b{re.escape(word)}\b", spanish, re.IGNORECASE)
    ]
