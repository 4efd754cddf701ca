"""HTML from plain functions. Everything is escaped, except what is `Html` already."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation, Source, Text
from tregua.lab.model import lab
from tregua.lab.schema import Outcome
from tregua.show import places
from tregua.show.words import source as of_source
from tregua.show.words.numbers import unit
from tregua.show.words.spanish import spanish, translated
from tregua.text import Language, texts

EMPTY_ELEMENTS = ("meta", "link", "input", "br", "line", "path", "rect", "circle", "use")


class Html(str):
    """A piece of HTML, safe to insert as it is."""

    __slots__ = ()


def safe(content: object) -> Html:
    """Escape `content` unless it is HTML already."""
    return content if isinstance(content, Html) else Html(escape(str(content)))


def join(*contents: object, between: str = "") -> Html:
    """Pieces one after the other."""
    return Html(between.join(safe(content) for content in contents))


def tag(element: str, *contents: object, **attributes: object) -> Html:
    """An element. In names of attributes a last underscore is dropped, others become hyphens; None leaves one out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{safe(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    if element in EMPTY_ELEMENTS:
        return Html(f"<{element}{written}/>")
    return Html(f"<{element}{written}>{join(*contents)}</{element}>")


def table(caption: object, heads: list[object], rows: list[Html], class_: str) -> Html:
    """A table with its roles written out, so that it stays one when a narrow screen lays it out as cards."""
    cells = [tag("th", head, role="columnheader", scope="col") for head in heads]
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *cells, role="row"), role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        role="table",
        class_=class_,
    )


def row(head: object, cells: list[tuple[object, object]], id_: str | None = None) -> Html:
    """A row: its head, then the cells, each with the name of its column for screens without room for columns."""
    return tag(
        "tr",
        tag("th", head, scope="row", role="rowheader"),
        *(tag("td", cell, role="cell", data_label=label) for label, cell in cells),
        role="row",
        id_=id_,
    )


def folded(summary: object, *contents: object) -> Html:
    """Contents that open on demand."""
    return tag("details", tag("summary", summary), *contents)


def section(heading: object, *contents: object, id_: str, class_: str = "") -> Html:
    """A part of a page that is folded below its heading; on paper it is open, where its class is ``paper``."""
    return tag("details", tag("summary", tag("h2", heading)), *contents, id_=id_, class_=f"section {class_}".strip())


def scroll(label: str, *contents: object) -> Html:
    """A part that is moved sideways where it is too wide."""
    return tag("div", *contents, class_="scroll", tabindex="0", role="region", aria_label=label)


def picture(label: object, width: float, height: float, class_: str, *contents: object) -> Html:
    """A drawing in its own size, told by its label."""
    size = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    return tag("svg", *contents, **size, role="img", aria_label=label, class_=class_)


def outward(address: str, *contents: object) -> Html:
    """A link to another site, which learns nothing of this page."""
    return tag("a", *contents, href=address, rel="noopener noreferrer external")


@dataclass(frozen=True)
class View:
    """One language of the page. `prefix` stands before its ids, because the file holds both languages.

    `in_site` says that the page stands in the site, where it can lead to records on other pages.
    """

    language: Language
    prefix: str
    in_site: bool = False

    def say(self, key: str, **values: object) -> Html:
        """The sentence `page.key`, its placeholders filled."""
        template = escape(texts(self.language)[f"page.{key}"])
        return Html(template.format(**{name: safe(value) for name, value in values.items()}))

    def pick(self, both: Text) -> str:
        """One of two texts."""
        return both.es if self.language == "es" else both.en

    def translated(self, english: str) -> Html:
        """A text that stands in English in the catalogue; one of somebody's own file is marked as English."""
        if self.language == "es" and english not in spanish():
            return tag("span", self.sourced(english), lang="en")
        return safe(self.sourced(translated(english, self.language)))

    def sourced(self, told: str) -> str:
        """A text that may name sources by their ids, with author and year instead."""
        known = sources()
        return re.sub(r"\w+_\w+", lambda one: self.author_year(known[one[0]]) if one[0] in known else one[0], told)

    def unit(self, name: str) -> str:
        """A unit in words."""
        return unit(name, self.language)

    def month(self, month: str) -> Html:
        """A month written as 2022-08."""
        return self.say(f"month.{month[5:]}", year=month[:4])

    def place(self, outcome: Outcome, place: str) -> str:
        """The name of a place where `outcome` is reported."""
        return self.pick(lab().place_text(place, outcome.index))

    def id(self, kind: str, name: str) -> str:
        """The anchor of a record."""
        return f"{self.prefix}{kind}-{name}"

    def link(self, kind: str, name: str, *contents: object) -> Html:
        """A link to a record on this page."""
        return tag("a", *contents, href=f"#{self.id(kind, name)}")

    def to(self, kind: str, name: str, *contents: object) -> Html:
        """A link to the page of a record in the site; a page that stands alone has only the words."""
        return tag("a", *contents, href=places.address(kind, name, self.prefix)) if self.in_site else join(*contents)

    def lead(self, kind: str, name: str, *contents: object) -> Html:
        """A link to a record, on its page in the site, on this page where it stands alone."""
        return self.to(kind, name, *contents) if self.in_site else self.link(kind, name, *contents)

    def page(self, file: str, *contents: object, **attributes: object) -> Html:
        """A link to a page of the site."""
        return tag("a", *contents, href=places.page(file, self.prefix), **attributes)

    def cite(self, citation: Citation, source: Source | None = None) -> Html:
        """Author and year, and where in the source; the package's, unless another is given."""
        source = source or sources()[citation.ref]
        return join(self.link("source", source.id, self.author_year(source)), ": ", self.translated(citation.locator))

    def author_year(self, source: Source) -> str:
        """A source named as in running text."""
        return of_source.author_year(source, self.language)

    def entry(self, source: Source, noted: bool = True) -> Html:
        """A source in a list of sources, with how far it was read and what else is noted of it."""
        note = f" {self.sourced(self.pick(source.note))}" if source.note and noted else ""
        read = tag("span", self.say(f"sources.read.{source.read}"), class_="tag")
        authors = tag("strong", f"{of_source.authors(source, self.language)} ({source.year}).")
        title = self.sourced(translated(source.title, self.language))
        place = self.sourced(of_source.appeared(source, self.language))
        where = self._where(source)
        end = "" if title.endswith((".", "?", "!")) else "."
        return tag("li", authors, f" {title}{end} {place}. ", where, read, note, id_=self.id("source", source.id))

    def _where(self, source: Source) -> Html:
        """Links to where a source can be found, with the day on which that was seen."""
        doi = outward(f"https://doi.org/{source.doi}", f"doi:{source.doi}") if source.doi else None
        page = outward(source.url, urlsplit(source.url).hostname) if source.url else None
        links = join(*filter(None, (doi, page)), between=", ")
        return join(links, f" ({of_source.seen(source, self.language)}) ") if links else Html()

    def bibliography(self, sources: Iterable[Source]) -> Html:
        """A list of sources by author and year, always in the same order."""
        listed = sorted(sources, key=lambda one: (one.author, one.year, one.id))
        return tag("ul", *map(self.entry, listed), class_="sources")
