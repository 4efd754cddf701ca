"""A page of the evidence wing of the site, around what it says: both languages, search, its sources."""

from collections.abc import Callable, Iterable

from tregua.catalogue.read import sources
from tregua.evidence.schema import Estimate
from tregua.show.html import Html, View, folded, join, tag
from tregua.show.page.around import frame, part, views_of
from tregua.show.words.shared import caveats
from tregua.show.words.source import author_year
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

Say = Callable[[View], object]


def say(view: View, key: str, **values: object) -> str:
    """A sentence of these pages."""
    return text(view.language, f"wing.{key}", **values)


def ledger_say(view: View, key: str, **values: object) -> str:
    """A sentence that the ledger has too."""
    return text(view.language, f"ledger.{key}", **values)


def study(estimate: Estimate, view: View) -> str:
    """The study of an estimate, named as in running text."""
    return author_year(sources()[estimate.source[0].ref], view.language)


def leaf(title: Say, body: Say, language: Language, site: str, style: str = "", search: bool = False) -> str:
    """A page of the site that opens in `language`; `site` is the page of the menu below which it stands."""
    views = views_of(language, site)
    return frame(
        {view.language: title(view) for view in views},
        {one: text(one, "ledger.section.tagline") for one in LANGUAGES},
        [tag("div", body(view), lang=view.language, class_=f"in-{view.language}") for view in views],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        part("leaf.css") + style,
        part("claims.js") if search else "",
        site=site,
    )


def found_at(view: View) -> Html:
    """Search over the records of the page; the script shows it."""
    name = view.id("find", "words")
    status = tag("span", role="status", data_told=ledger_say(view, "found_records", count="#"))
    field = tag("input", type="search", id_=name, autocomplete="off")
    label = tag("label", ledger_say(view, "find"), for_=name)
    return tag("p", label, field, " ", status, class_="find", hidden="hidden")


def chosen_by(view: View, group: str, legend: str, choices: Iterable[tuple[str, str]]) -> Html:
    """A choice that shows the records of one class alone; the style sheet does it, without a script."""
    buttons = [
        join(
            tag(
                "input",
                type="radio",
                name=view.id("show", group),
                id_=view.id("show", word),
                class_=f"of-{word}",
                checked="checked" if word == "all" else None,
                autocomplete="off",
            ),
            tag("label", told, for_=view.id("show", word)),
        )
        for word, told in choices
    ]
    return tag("fieldset", tag("legend", legend), *buttons, class_="filter")


def listed(heading: object, items: Iterable[object], id_: str | None = None) -> Html:
    """A heading with a list, where there is something to list."""
    rows = [tag("li", one) for one in items]
    return tag("section", tag("h2", heading), tag("ul", *rows), id_=id_) if rows else Html()


def cited(refs: Iterable[str], view: View) -> Html:
    """The sources of the page, where it has any."""
    found = [sources()[ref] for ref in dict.fromkeys(refs)]
    if not found:
        return Html()
    heading = tag("h2", ledger_say(view, "section.sources"))
    return tag("section", heading, view.bibliography(found), id_=view.id("section", "sources"))


def ended(kind: str, refs: Iterable[str], command: str, view: View) -> Html:
    """How the page of a record ends: what must be read with it, its sources, the command that gives it."""
    notes = (tag("li", one) for one in caveats(kind, view.language))
    return join(tag("ul", *notes, class_="small"), cited(refs, view), tag("p", tag("code", command), class_="small"))


def to_cite(apa: str, bibtex: str, view: View) -> Html:
    """How to cite, folded."""
    return folded(ledger_say(view, "cite"), tag("p", view.sourced(apa)), tag("pre", bibtex, tabindex="0"))
