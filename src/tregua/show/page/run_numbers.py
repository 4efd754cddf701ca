"""The numbers behind the figures of a page, with their sources; all others stand on a page beside it."""

import json

from tregua.catalogue.record import Citation
from tregua.lab.model import lab
from tregua.lab.schema import Parameter
from tregua.show.draw.panels import Material
from tregua.show.html import Html, View, join, tag
from tregua.show.page.run_parameters import NUMBERS, quantity, spread, tagged
from tregua.show.page.run_reference import listed, sources
from tregua.show.words.numbers import exact


def numbers(material: Material, view: View) -> Html:
    """The numbers behind the figures shown, their sources, and where all others are."""
    shown, edited = behind(material), json.loads(material.dataset.attrs["assumptions"])
    return join(
        tag("p", view.say("numbers.behind", all=len(lab().parameters)), " ", tag("a", NUMBERS, href=NUMBERS)),
        tag("ul", *(_brief(lab().parameters[name], edited.get(name), view) for name in shown), class_="numbers"),
        sources(listed(_cited(material, shown)), view, noted=False),
    )


def _brief(record: Parameter, edited: float | None, view: View) -> Html:
    """A number with its range, its tag and where it was read; its note and arithmetic stand on the other page."""
    cited = join(*(view.cite(citation) for citation in record.source), between="; ")
    more = tag("a", tag("code", record.id), href=f"{NUMBERS}#{view.id('parameter', record.id)}")
    value = quantity(record.value, record.unit, view)
    set_ = "" if edited is None else tag("strong", view.say("numbers.set", value=exact(edited, view.language)), " ")
    named = (tag("strong", view.pick(record.text)), f": {value}, ", spread(record, view), " ", set_)
    return tag("li", *named, tagged(record.tag, view), " ", cited, " ", more, id_=view.id("parameter", record.id))


def behind(material: Material) -> list[str]:
    """The parameters that carry most of the spread of a figure of the first screen, or were set by the user."""
    cells = [one for one in material.comparisons.comparisons if material.is_first(one)] if material.comparisons else []
    reasons = [material.reasons.get((one.scenario, one.outcome, one.place)) for one in cells]
    found = {why.spread[0].parameter for why in reasons if why and why.spread}
    found |= {*json.loads(material.dataset.attrs["assumptions"])}
    return [name for name in lab().parameters if name in found]


def _cited(material: Material, shown: list[str]) -> list[Citation]:
    """What the page cites: its policies and their settings, and the numbers it shows."""
    citations = [citation for name in shown for citation in lab().parameters[name].source]
    for scenario in material.scenarios.values():
        citations += [*scenario.source, *(citation for one in scenario.levers for citation in one.source)]
    return citations
