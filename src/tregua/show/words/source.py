"""A source in words: who wrote it, where it appeared, where it can be found; and of how many that is known."""

from collections.abc import Callable, Iterable

from tregua.catalogue.record import Source
from tregua.show.words.numbers import percent
from tregua.show.words.spanish import MONTHS, dated, translated
from tregua.text import Language, text


def authors(source: Source, language: Language) -> str:
    """All its authors, or that none is known."""
    return source.author or text(language, "reference.no_author")


def author_and_outlet(source: Source, language: Language) -> str:
    """All its authors and, where they wrote it for a newspaper, which one."""
    named = authors(source, language)
    outlet = source.container if source.type == "article-newspaper" else None
    return f"{named} ({outlet})" if outlet and outlet not in named else named


def author_year(source: Source, language: Language) -> str:
    """A source named as in running text."""
    names = [one.family or one.literal for one in source.authors if not one.others]
    if len(names) > 2 or len(names) < len(source.authors):
        shown = text(language, "page.sources.et_al", first=names[0])
    elif len(names) == 2:
        shown = text(language, "page.sources.two", first=names[0], second=names[1])
    else:
        shown = authors(source, language) if not names else str(names[0])
    return f"{shown} {source.year}"


def appeared(source: Source, language: Language) -> str:
    """Where and when it appeared, as ``Science 381(6664), 1312–1316``, and through what it was read."""
    issue = f"({source.issue})" if source.issue else ""
    head = [source.container, source.number if source.container else "", f"{source.volume or ''}{issue}"]
    tail = [source.pages, source.publisher, "" if source.container else source.number, _day(source, language)]
    kind, through = (in_spanish_too(one, language) for one in (source.genre, source.via))
    place = ", ".join(filter(None, [kind, " ".join(filter(None, head)), *tail])) + _later(source)
    return ". ".join(filter(None, [place.strip(), through]))


def in_spanish_too(english: str | None, language: Language) -> str:
    """A text that stands in English in the catalogues, and its dates, in one language."""
    return dated(translated(english, language), language) if english else ""


def day_in_words(day: str, language: Language) -> str:
    """A day or month of the calendar: ``24 August 2022``, “24 de agosto de 2022”."""
    year, month, *rest = day.split("-")
    written = f"{[*MONTHS][int(month) - 1]} {year}"
    return dated(f"{int(rest[0])} {written}" if rest else written, language)


def _day(source: Source, language: Language) -> str:
    return day_in_words(source.issued, language) if source.issued and "-" in source.issued else ""


def _later(source: Source) -> str:
    """The year in which it was printed, where that is not the one by which it is called."""
    return f" ({source.issued})" if source.issued and "-" not in source.issued else ""


def found_at(source: Source, language: Language) -> str:
    """Its DOI or address with the day on which that was seen, or that neither is known."""
    if source.link is None:
        return text(language, "reference.no_link")
    return f"{source.link} ({seen(source, language)})"


def seen(source: Source, language: Language) -> str:
    """The day on which its DOI or address was seen."""
    return text(language, "reference.seen", date=day_in_words(source.seen or "", language))


def shares(sources: Iterable[Source], language: Language) -> str:
    """How many of some sources have a DOI, an address or neither, and how far they were read."""
    listed = list(sources)
    links = {
        "doi": [one for one in listed if one.doi],
        "url": [one for one in listed if one.url and not one.doi],
        "neither": [one for one in listed if one.link is None],
    }
    read = {kind: [one for one in listed if one.read == kind] for kind in ("full", "table", "abstract", "secondary")}
    read["not_read"] = [one for one in listed if one.read == "not_read"]

    def told(found: dict[str, list[Source]], name: Callable[[str], str]) -> str:
        parts = (
            text(
                language,
                "reference.share",
                what=text(language, name(kind)),
                count=len(some),
                share=percent(len(some) / len(listed), language),
            )
            for kind, some in found.items()
            if some
        )
        return "; ".join(parts)

    both = {
        "links": told(links, lambda kind: f"reference.with.{kind}"),
        "read": told(read, lambda kind: f"page.sources.read.{kind}"),
    }
    return text(language, "reference.shares", count=len(listed), **both)
