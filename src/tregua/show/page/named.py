"""Texts in which ids of records stand: each becomes what its record is called, and leads to it; commands are code."""

import re

from tregua.catalogue.beside import per_ledger
from tregua.catalogue.read import sources
from tregua.evidence import ledger
from tregua.lab.model import lab
from tregua.show.html import Html, View, join, tag
from tregua.show.page.leaf import study
from tregua.text import Language

QUOTES: dict[Language, tuple[str, str]] = {"en": ("“", "”"), "es": ("«", "»")}
_NAME = re.compile(r"--assume \w+=…|`[^`]+`|\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


def named(told: str, view: View) -> Html:
    """A text with each id in it as a link to its record, or as code where it is of none."""
    pieces: list[object] = []
    at = 0
    for found in _NAME.finditer(told):
        pieces += [told[at : found.start()], _shown(found[0].strip("`"), view)]
        at = found.end()
    return join(*pieces, told[at:])


def _shown(name: str, view: View) -> Html:
    """A study by its authors and year, a number with its id, which is what is typed, a lever by its name."""
    if name in (estimates := _estimates()):
        estimate = ledger.estimates()[estimates[name]]
        return view.to("estimate", estimate.id, study(estimate, view))
    if name in lab().parameters:
        one = view.to("parameter", name, view.pick(lab().parameters[name].text))
        return join(_quoted(one, view), " (", tag("code", name), ")")
    if name in lab().levers:
        return _quoted(view.to("lever", name, view.pick(lab().levers[name].text)), view)
    if name in sources():
        return view.to("source", name, view.author_year(sources()[name]))
    return tag("code", name)


def _quoted(title: Html, view: View) -> Html:
    return join(QUOTES[view.language][0], title, QUOTES[view.language][1])


@per_ledger
def _estimates() -> dict[str, str]:
    """The estimate of each id; of the name of a study the first that it gives."""
    known = ledger.estimates().values()
    return {one.voice: one.id for one in reversed(known)} | {one.id: one.id for one in known}
