"""Citations: a source, or a record of this catalogue, as CSL-JSON, BibTeX and APA."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tregua.catalogue.beside import own_folder
from tregua.catalogue.record import Author, Source
from tregua.show.words.source import in_spanish_too
from tregua.show.words.spanish import MONTHS, translated
from tregua.text import Language, text

_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_BRACES = str.maketrans({**{sign: f"\\{sign}" for sign in "&%$#_{}"}, **_ESCAPED})
SERIES = ("book", "manuscript", "report", "thesis")
"""The types whose container is the series in which they were issued, not what they are a part of."""


@dataclass(frozen=True)
class Reference:
    """What a citation is made from; what is not known is left out."""

    key: str
    authors: tuple[Author, ...]
    issued: tuple[int, ...]
    title: str
    type: str = "article-journal"
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    number: str | None = None
    genre: str | None = None
    via: str | None = None
    doi: str | None = None
    url: str | None = None
    seen: str | None = None


_SAME = ("type", "title", "container", "volume", "issue", "pages", "publisher", "number", "genre", "via")


def of_source(source: Source) -> Reference:
    """A publication of `sources.yaml`."""
    same = {name: getattr(source, name) for name in (*_SAME, "doi", "url", "seen")}
    return Reference(source.id, tuple(source.authors), _day(source.issued or str(source.year)), **same)


def of_record(key: str, title: str, version: str, digest: str, checked: str, language: Language) -> Reference:
    """A record of this catalogue, as it stood on the day it was last checked; with records of one's own it says so."""
    if own_folder():
        title = text(language, "cite.own", title=title)
    container = text(language, "cite.container", version=version, hash=digest)
    authors = (Author(literal=text(language, "cite.author")),)
    return Reference(f"tregua_{key}", authors, _day(checked), f"{key}: {title}", "entry", container)


def _day(written: str) -> tuple[int, ...]:
    return tuple(int(part) for part in written.split("-"))


def all_styles(reference: Reference, language: Language) -> dict[str, Any]:
    """The three styles."""
    return {"apa": apa(reference, language), "bibtex": bibtex(reference), "csl": csl(reference)}


# --- CSL-JSON ---------------------------------------------------------------------------------------------------------


def csl(reference: Reference) -> dict[str, Any]:
    """CSL-JSON, as reference managers read it."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": reference.type,
        "author": [one.model_dump(exclude_none=True) for one in reference.authors if not one.others],
        "issued": {"date-parts": [list(reference.issued)]},
        "title": reference.title,
        "collection-title" if reference.type in SERIES else "container-title": reference.container,
        **({} if _has_place(reference) else {"container-title": reference.via}),
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages and reference.pages.replace("–", "-"),
        "publisher": reference.publisher,
        "number": reference.number,
        "genre": reference.genre,
        "note": reference.via if _has_place(reference) else None,
        "DOI": reference.doi,
        "URL": reference.url,
        "accessed": reference.seen and {"date-parts": [list(_day(reference.seen))]},
    }
    return {name: value for name, value in item.items() if value is not None}


def _has_place(reference: Reference) -> bool:
    """Whether it is known where it appeared; if not, through what it was read stands for that."""
    return bool(reference.container or reference.publisher)


# --- BibTeX -----------------------------------------------------------------------------------------------------------


def bibtex(reference: Reference) -> str:
    """A BibTeX entry; institutions stand in braces, so that they are not taken for family names."""
    kind = _entry(reference)
    fields = {
        "author": " and ".join(map(_bibtex_name, reference.authors)),
        "title": f"{{{reference.title.translate(_BRACES)}}}",
        **{name: value.translate(_BRACES) for name, value in _place(reference, kind) if value},
        "year": str(reference.issued[0]),
        "doi": reference.doi,
        "url": reference.url,
        "urldate": reference.seen if reference.url else None,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if reference.issued[1:]:
        lines.append(f"  month = {[*MONTHS][reference.issued[1] - 1][:3].lower()},")
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}"])


def _entry(reference: Reference) -> str:
    """The type of entry; ``misc`` where what that type must say is not known."""
    match reference.type:
        case "article-journal" | "article-magazine" | "article-newspaper" if reference.container:
            return "article"
        case "report" if reference.publisher or reference.container:
            return "techreport"
        case "thesis" if reference.publisher:
            return "mastersthesis" if (reference.genre or "").startswith("Master") else "phdthesis"
        case "book" if reference.publisher:
            return "book"
        case "chapter" if reference.container:
            return "incollection"
        case "paper-conference" if reference.container:
            return "inproceedings"
        case "manuscript" if reference.genre or reference.via:
            return "unpublished"
    return "misc"


def _place(reference: Reference, kind: str) -> Iterator[tuple[str, str | None]]:
    """Where it appeared, in the fields of one type of entry."""
    note = ". ".join(filter(None, (reference.genre, reference.via)))
    pages = reference.pages and reference.pages.replace("–", "--")
    match kind:
        case "article":
            yield from (("journal", reference.container), ("volume", reference.volume), ("number", reference.issue))
            yield from (("pages", pages), ("note", note))
        case "techreport":
            yield from (("institution", reference.publisher or reference.container), ("number", reference.number))
            yield from (("type", (reference.publisher and reference.container) or reference.genre),)
            yield "note", reference.via
        case "mastersthesis" | "phdthesis":
            yield from (("school", reference.publisher), ("type", reference.genre), ("note", reference.via))
        case "book":
            yield from (("publisher", reference.publisher), ("series", reference.container), ("note", note))
        case "incollection" | "inproceedings":
            yield from (("booktitle", reference.container), ("publisher", reference.publisher))
            yield from (("chapter", reference.number), ("pages", pages), ("note", note))
        case "unpublished":
            yield "note", note
        case _:
            place = ", ".join(filter(None, (reference.container, reference.publisher, reference.number)))
            yield from (("howpublished", place or note), ("note", note if place else None))


def _bibtex_name(author: Author) -> str:
    if author.others:
        return "others"
    if author.literal or author.given is None:
        return f"{{{(author.literal or author.family or '').translate(_BRACES)}}}"
    return f"{author.family}, {author.given}".translate(_BRACES)


# --- APA --------------------------------------------------------------------------------------------------------------


def apa(reference: Reference, language: Language) -> str:
    """One line in the manner of APA, seventh edition."""
    who, when = _apa_authors(reference, language), f"({_apa_date(reference.issued, language)})."
    title = translated(reference.title, language)
    place = _apa_place(reference, language)
    if reference.type in SERIES and reference.container:
        series = " ".join(filter(None, (reference.container, reference.number)))
        title += f" ({series})"
    title += "" if title.endswith((".", "?", "!")) else "."
    head = [who, when, title] if who else [title, when]
    via = in_spanish_too(reference.via, language)
    link = f"https://doi.org/{reference.doi}" if reference.doi else reference.url
    said = [f"{one.rstrip('.')}." for one in (place, via) if one]
    return " ".join([*head, *said, *([link] if link else [])])


def _apa_place(reference: Reference, language: Language) -> str:
    issue = f"({reference.issue})" if reference.issue else ""
    numbers = [f"{reference.volume or ''}{issue}", reference.pages]
    kind = in_spanish_too(reference.genre, language)
    if reference.type in SERIES:
        own = None if reference.container else reference.number
        return ", ".join(filter(None, (kind, reference.publisher, own)))
    return ", ".join(filter(None, (kind, reference.container, *numbers, reference.publisher, reference.number)))


def _apa_authors(reference: Reference, language: Language) -> str:
    names = [_apa_name(one) for one in reference.authors if not one.others]
    if len(names) < len(reference.authors):
        shown = ", ".join([*names, "et al."])
    elif len(names) > 1:
        shown = f"{', '.join(names[:-1])}{text(language, 'cite.and')}{names[-1]}"
    else:
        shown = "".join(names)
    return shown if not shown or shown.endswith(".") else f"{shown}."


def _apa_name(author: Author) -> str:
    """``Family, Given Second`` as ``Family, G. S.``."""
    if author.given is None:
        return author.literal or author.family or ""
    initials = " ".join(
        "-".join(f"{half[0]}." for half in part.split("-") if half)
        for part in re.split(r"[\s.]+", author.given)
        if part
    )
    return f"{author.family}, {initials}"


def _apa_date(issued: tuple[int, ...], language: Language) -> str:
    """``2022``, ``2022, August 24``, “2022, 24 de agosto”."""
    if len(issued) == 1:
        return str(issued[0])
    english = [*MONTHS][issued[1] - 1]
    month = english if language == "en" else MONTHS[english]
    day = "" if len(issued) == 2 else f" {issued[2]}" if language == "en" else f"{issued[2]} de "
    return f"{issued[0]}, {month}{day}" if language == "en" else f"{issued[0]}, {day}{month}"
