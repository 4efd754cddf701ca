"""The sources of the catalogues: all of them in brief, and by first letter in full with what rests on each."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from string import ascii_lowercase

from tregua.catalogue.beside import per_ledger
from tregua.catalogue.read import sources
from tregua.catalogue.record import Source, Text
from tregua.evidence import ledger
from tregua.lab.model import lab
from tregua.show.html import Html, View, join, tag
from tregua.show.page.leaf import found_at, leaf, say
from tregua.show.words.claims import sources_behind
from tregua.show.words.series import refs_of
from tregua.show.words.source import shares
from tregua.show.words.spanish import translated
from tregua.text import Language


def letters() -> list[str]:
    """The first letters of the names of sources; each has a page."""
    return [letter for letter in ascii_lowercase if _starting(letter)]


def render_sources(language: Language, site: str) -> str:
    """The page that lists every source."""
    return leaf(lambda view: say(view, "sources.title"), _list, language, site, search=True)


def render_letter(letter: str, language: Language, site: str) -> str:
    """The sources of one letter in full."""
    return leaf(lambda view: _title(letter, view), lambda view: _letter(letter, view), language, site)


def _starting(letter: str) -> list[Source]:
    found = [one for one in sources().values() if one.id[0] == letter]
    return sorted(found, key=lambda one: (one.author, one.year, one.id))


def _title(letter: str, view: View) -> str:
    return f"{say(view, 'sources.title')}: {letter.upper()}"


def _list(view: View) -> Html:
    rows = [tag("li", *_brief(one, view)) for letter in letters() for one in _starting(letter)]
    return join(
        tag("h1", say(view, "sources.title")),
        tag("p", say(view, "sources.lede", count=len(rows)), class_="lede"),
        tag("p", shares(sources().values(), view.language), class_="small"),
        found_at(view),
        tag("ul", *rows, class_="batch"),
    )


def _brief(source: Source, view: View) -> tuple[Html, str]:
    return view.to("source", source.id, view.author_year(source)), f" {translated(source.title, view.language)}"


def _letter(letter: str, view: View) -> Html:
    held = [join(view.entry(one), _cited_by(one, view)) for one in _starting(letter)]
    pages = [tag("li", view.page(f"sources-{one}.html", one.upper())) for one in letters()]
    return join(
        tag("h1", _title(letter, view)),
        tag("nav", tag("ul", *pages), aria_label=say(view, "sources.title")),
        tag("ul", *held, class_="sources whole"),
    )


def _cited_by(source: Source, view: View) -> Html:
    """What of the ledger and of the lab rests on a source."""
    told = [
        join(f"{say(view, f'sources.{kind}')}: ", join(*(_named(kind, name, view) for name in names), between="; "))
        for kind, names in _users()[source.id].items()
    ]
    return tag("li", join(*told, between=" · "), class_="rests") if told else Html()


def _named(kind: str, name: str, view: View) -> Html:
    titles: dict[str, Callable[[], Text]] = {
        "estimate": lambda: ledger.estimates()[name].outcome,
        "claim": lambda: ledger.claims()[name].statement,
        "reported": lambda: ledger.reported()[name].text,
        "promise": lambda: ledger.promises()[name].text,
        "series": lambda: ledger.series()[name].text,
        "parameter": lambda: lab().parameters[name].text,
    }
    about = f"{view.pick(ledger.estimates()[name].intervention)} → " if kind == "estimate" else ""
    return view.to(kind, name, f"{about}{view.pick(titles[kind]())}")


@per_ledger
def _users() -> Mapping[str, Mapping[str, list[str]]]:
    """For each source, by kind, the records that cite it."""
    cited = {
        "estimate": {name: [one.ref for one in record.source] for name, record in ledger.estimates().items()},
        "claim": {name: [one.ref for one in record.source] for name, record in ledger.claims().items()},
        "reported": {name: sources_behind(record) for name, record in ledger.reported().items()},
        "promise": {name: sources_behind(record) for name, record in ledger.promises().items()},
        "series": {name: refs_of(record) for name, record in ledger.series().items()},
        "parameter": {name: [one.ref for one in record.source] for name, record in lab().parameters.items()},
    }
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for kind, records in cited.items():
        for name, refs in records.items():
            for ref in dict.fromkeys(refs):
                found[ref].setdefault(kind, []).append(name)
    return found
