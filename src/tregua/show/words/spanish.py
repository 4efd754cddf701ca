"""What stands in English in the catalogues, in Spanish: the place in a source, releases, licences, publishers."""

from functools import cache

from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Record
from tregua.text import Language

FIELDS = ("locator", "release", "licence", "publisher")
"""The fields of the catalogues that are written in English only."""


class Spanish(Record):
    """The file ``locators.es.yaml``.

    Attributes
    ----------
    spanish : the Spanish of each English text
    same : texts that are the same in both languages: numbers, codes, names
    """

    spanish: dict[str, str]
    same: list[str]


@cache
def spanish() -> dict[str, str]:
    """The Spanish of every text of these fields of our own catalogues."""
    file, _ = load(Spanish, PACKAGE / "i18n" / "locators.es.yaml")
    return {**file.spanish, **{one: one for one in file.same}}


def translated(english: str, language: Language) -> str:
    """A text of these fields in one language; one of somebody's own file stays as it is."""
    return english if language == "en" else spanish().get(english, english)
