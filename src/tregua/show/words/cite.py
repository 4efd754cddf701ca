"""Citations: a source, or a record of this catalogue, as CSL-JSON, BibTeX and APA."""

import re
from dataclasses import dataclass, field
from typing import Any

from tregua.catalogue.record import Source
from tregua.show.words.spanish import dated, translated
from tregua.text import Language, text

_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_BRACES = str.maketrans({**{sign: f"\\{sign}" for sign in "&%$#_{}"}, **_ESCAPED})
_MORE = ("et al.", "et al")


@dataclass(frozen=True)
class Reference:
    """What a citation is made from; authors are ``Family, Given`` or the name of an institution."""

    key: str
    authors: tuple[str, ...]
    year: int
    title: str
    container: str
    doi: str | None = None
    csl_type: str = "article"
    issued: tuple[int, ...] = field(default=())


def of_source(source: Source) -> Reference:
    """A publication of `sources.yaml`."""
    names = source.author.replace(" et al.", "; et al.").split(";")
    authors = tuple(name.strip() for name in names if name.strip())
    return Reference(source.id, authors, source.year, source.title, source.published_in, source.doi)


def of_record(key: str, title: str, version: str, digest: str, checked: str, language: Language) -> Reference:
    """A record of this catalogue, as it stood on the day it was last checked."""
    day = tuple(int(part) for part in checked.split("-"))
    container = text(language, "cite.container", version=version, hash=digest)
    authors = (text(language, "cite.author"),)
    return Reference(f"tregua_{key}", authors, day[0], f"{key}: {title}", container, None, "entry", day)


def all_styles(reference: Reference, language: Language) -> dict[str, Any]:
    """The three styles."""
    return {"apa": apa(reference, language), "bibtex": bibtex(reference), "csl": csl(reference)}


def csl(reference: Reference) -> dict[str, Any]:
    """CSL-JSON, as reference managers read it."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": reference.csl_type,
        "author": [_csl_name(name) for name in reference.authors if name not in _MORE],
        "issued": {"date-parts": [list(reference.issued or (reference.year,))]},
        "title": reference.title,
        "container-title": reference.container,
    }
    return {**item, "DOI": reference.doi} if reference.doi else item


def _csl_name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": name}


def bibtex(reference: Reference) -> str:
    """A BibTeX entry; institutions stand in braces, so that they are not taken for family names."""
    names = ["others" if name in _MORE else _bibtex_name(name) for name in reference.authors]
    fields = {
        "author": " and ".join(names),
        "title": f"{{{reference.title.translate(_BRACES)}}}",
        "howpublished": reference.container.translate(_BRACES),
        "year": str(reference.year),
    }
    if reference.doi:
        fields["doi"] = reference.doi
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{reference.key},", *lines, "}"])


def _bibtex_name(name: str) -> str:
    written = name.translate(_BRACES)
    return written if "," in name else f"{{{written}}}"


def apa(reference: Reference, language: Language) -> str:
    """One line in the manner of APA, seventh edition."""
    names = [_apa_name(name) for name in reference.authors if name not in _MORE]
    more = len(names) < len(reference.authors)
    joint = text(language, "cite.and")
    if more:
        shown = ", ".join([*names, "et al."])
    elif len(names) > 1:
        shown = f"{', '.join(names[:-1])}{joint}{names[-1]}"
    else:
        shown = names[0]
    doi = f" https://doi.org/{reference.doi}" if reference.doi else ""
    stop = "" if shown.endswith(".") else "."
    title, container = translated(reference.title, language), dated(reference.container, language)
    end = "" if title.endswith((".", "?", "!")) else "."
    return f"{shown}{stop} ({reference.year}). {title}{end} {container.rstrip('.')}.{doi}"


def _apa_name(name: str) -> str:
    """``Family, Given Second`` as ``Family, G. S.``; a name in brackets, an outlet, is kept."""
    family, comma, given = name.partition(",")
    if not comma:
        return name
    bare, bracket, outlet = given.partition("(")
    initials = " ".join(
        "-".join(f"{half[0]}." for half in part.split("-") if half) for part in re.split(r"[\s.]+", bare) if part
    )
    return f"{family.strip()}, {initials}" + (f" ({outlet}" if bracket else "")
