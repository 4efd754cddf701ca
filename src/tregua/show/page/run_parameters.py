"""Every number of the lab: value, range, tag, source, arithmetic and note."""

import json
from collections.abc import Iterable

from tregua.catalogue.record import Distribution, Tag
from tregua.lab.model import lab
from tregua.lab.schema import Parameter
from tregua.show.draw.panels import Material
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.named import named
from tregua.show.words.estimates import estimate_title
from tregua.show.words.numbers import exact, number
from tregua.text import text

TAGS: tuple[Tag, ...] = ("assumed", "derived", "published")
NUMBERS = "numbers.html"  # the page of the whole catalogue, beside that of a run
COLUMNS = ("parameter", "value", "source", "note")


def parameters(material: Material, view: View, chosen: Iterable[str]) -> Html:
    """Some parameters, grouped by tag, assumptions first."""
    known = [lab().parameters[name] for name in lab().parameters if name in {*chosen}]
    groups = {name: [one for one in known if one.tag == name] for name in TAGS}
    counts = {name: len(records) for name, records in groups.items()}
    edited = json.loads(material.dataset.attrs["assumptions"])
    return join(
        tag("p", view.say("numbers.intro", count=len(known), **counts)),
        *(
            folded(group_title(name, records, view), parameter_table(name, records, edited, view))
            for name, records in groups.items()
            if records
        ),
    )


def group_title(name: Tag, records: list[Parameter], view: View) -> Html:
    """What the tag of some parameters means, and how many they are."""
    return view.say(f"numbers.group.{name}", count=len(records))


def parameter_table(name: Tag, records: list[Parameter], edited: dict[str, float], view: View) -> Html:
    """Parameters of one tag, each a row; `edited` are those that were set in a run."""
    heads: list[object] = [view.say(f"numbers.{column}") for column in COLUMNS]
    rows = [_parameter(record, edited.get(record.id), heads, view) for record in records]
    return table(group_title(name, records, view), heads, rows, "records cards")


def _parameter(record: Parameter, edited: float | None, heads: list[object], view: View) -> Html:
    value = quantity(record.value, record.unit, view)
    cells: list[object] = [
        join(
            tag("strong", value),
            tag("span", spread(record, view), class_="small"),
            tagged(record.tag, view),
            "" if edited is None else tag("strong", view.say("numbers.set", value=exact(edited, view.language))),
        ),
        join(
            *(tag("span", view.cite(citation), class_="line") for citation in record.source),
            tag("code", f"= {record.derivation}") if record.derivation else "",
            *(tag("span", _estimate(name, view), class_="line") for name in record.estimates),
        )
        or view.say("numbers.no_source"),
        named(view.pick(record.note), view) if record.note else "",
    ]
    head = join(view.pick(record.text), tag("code", record.id))
    return row(head, list(zip(heads[1:], cells, strict=True)), view.id("parameter", record.id))


def _estimate(name: str, view: View) -> Html:
    """An estimate that a number rests on, leading to its page in the site, else to its row beside the run."""
    if not view.in_site:
        return tag("a", tag("code", name), href=f"{NUMBERS}#{view.id('estimate', name)}")
    return view.to("estimate", name, estimate_title(lab().estimates[name], view.language))


def tagged(name: Tag, view: View) -> Html:
    """The tag of a number, in words."""
    return tag("span", text(view.language, f"tag.{name}"), class_=f"tag {name}")


def quantity(value: float, unit: str, view: View) -> str:
    """A number of the catalogue with its unit; a share as a percentage, a pure number alone."""
    if unit == "share":
        return f"{exact(value * 100, view.language)} %"
    return exact(value, view.language) if unit == "1" else f"{exact(value, view.language)} {view.unit(unit)}"


def spread(record: Parameter, view: View) -> Html:
    """How a parameter is drawn, in words."""

    def shown(value: float) -> str:
        per_cent = record.unit == "share"
        return f"{number(100 * value, view.language)} %" if per_cent else number(value, view.language)

    match record.distribution:
        case Distribution(kind="choice", values=list() as values):
            key = "spread.alternatives" if record.alternatives else "spread.choice"
            return view.say(key, values="; ".join(shown(value) for value in values))
        case Distribution(kind="normal", mean=float() | int() as mean, sd=float() | int() as sd):
            return view.say("spread.normal", mean=shown(mean), sd=shown(sd))
        case Distribution(kind=kind, low=float() | int() as low, high=float() | int() as high):
            return view.say(f"spread.{kind}", low=shown(low), high=shown(high))
    return view.say("spread.constant")
