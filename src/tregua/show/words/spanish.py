"""What stands in English in the catalogues, in Spanish: places in sources, releases, licences, publishers, titles."""

import re
from functools import cache

from tregua.catalogue.read import PACKAGE, load
from tregua.catalogue.record import Record
from tregua.text import Language

FIELDS = ("locator", "release", "licence", "publisher", "via", "genre")
"""The fields of the catalogues that are written in English only; a title is ours where it stands in brackets."""
MONTHS = {
    "January": "enero",
    "February": "febrero",
    "March": "marzo",
    "April": "abril",
    "May": "mayo",
    "June": "junio",
    "July": "julio",
    "August": "agosto",
    "September": "septiembre",
    "October": "octubre",
    "November": "noviembre",
    "December": "diciembre",
}
_DATE = re.compile(rf"(\d{{1,2}} )?\b({'|'.join(MONTHS)})\b")


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


def dated(english: str, language: Language) -> str:
    """Where and when something appeared, its dates in one language: ``12 December 2022``, “12 de diciembre de 2022”."""
    if language == "en":
        return english
    return _DATE.sub(
        lambda date: f"{date[1]}de {MONTHS[date[2]]}" if date[1] else MONTHS[date[2]],
        re.sub(rf"\b({'|'.join(MONTHS)}) (\d{{4}})\b", r"\1 de \2", english),
    )


def translated(english: str, language: Language) -> str:
    """A text of these fields in one language; one of somebody's own file stays as it is."""
    return english if language == "en" else spanish().get(english, english)
