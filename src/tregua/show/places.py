"""Where a record stands in the site, and what the site's menu lists."""

from tregua.lab.model import lab

MENU: dict[str, tuple[str, ...]] = {
    "index.html": ("guide.html",),
    "law.html": ("decide.html", "gaps.html", "tables.html"),
    "claims.html": ("map.html", "promises.html", "estimates.html", "series.html", "levers.html", "sources.html"),
    "models.html": (),
    "states.html": ("bills.html", "shares.html"),
    "score.html": ("history.html", "backtest.html", "events.html", "learnt.html", "numbers.html"),
    "search.html": (),
}
"""The page of each part, and the pages that stand beside it."""
LAB = "index.html"
PLACES: dict[str, str] = {
    "regime": "regime-{}.html",
    "gaps": "gaps-{}.html",
    "table": "table-{}.html",
    "claim": "claim-{}.html",
    "reported": "claim-{}.html",
    "promise": "promise-{}.html",
    "estimate": "estimate-{}.html",
    "series": "series-{}.html",
    "lever": "lever-{}.html",
    "model": "model-{}.html",
    "state": "state-{}.html",
    "bill": "bills.html",
    "event": "events.html",
    "parameter": "numbers-{0}.html",
    "outcome": "score.html",
    "studied": "estimates.html",
    "source": "sources-{0[0]}.html",
}
"""The file of each kind of record: one a record where `{}` stands for its name, else one page with an anchor each.

Sources stand by the first letter of their names, numbers of the lab by mechanism; `studied` is a lever of the source
texts with its estimates.
"""


def address(kind: str, name: str, prefix: str) -> str:
    """Where a record stands, in the language whose anchors begin with `prefix`."""
    file = PLACES[kind]
    if "{}" in file:
        return page(file.format(name), prefix)
    whose = lab().mechanism_of[name] if kind == "parameter" else name
    return f"{file.format(whose)}#{prefix}{kind}-{name}"


def page(file: str, prefix: str) -> str:
    """The top of a page in the language whose anchors begin with `prefix`; the laboratory has its own way to say it."""
    if not prefix:
        return file
    return f"{file}#l={prefix.rstrip('-')}" if file == LAB else f"{file}#{prefix}top"


def part_of(file: str) -> str:
    """The part of the menu to which a page belongs."""
    return next(part for part, beside in MENU.items() if file == part or file in beside)
