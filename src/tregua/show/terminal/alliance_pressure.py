"""What the terminal shows of pressure: the sequence, the record of exceptions, forms, what civilians paid elsewhere."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from tregua.show.terminal.alliance import show_presses
from tregua.show.terminal.lab import console_of, say
from tregua.show.words.numbers import number
from tregua.text import Language, text


def show_pressure(record: Mapping[str, Any], language: Language) -> None:
    """Who pressed whom; first exceptions as observed; the hazard under the alternative; costs to civilians; studies."""
    show_presses(record["pressure"], language)
    show_reaction(record["reaction"], language)
    hazard = record["hazard"]
    for one in record["alternatives"]:
        mark = "●" if one["chosen"] else "○"
        say(f" {mark} {one['text']}")
    shown = {name: number(hazard[name], language) for name in ("without", "with", "watchers", "size")}
    say(text(language, "alliance.hazard", **shown))
    say(record["diffusion"]["note"])
    table = Table(title=text(language, "alliance.civilians.title"), title_justify="left")
    for key in ("what", "sender", "estimate", "published", "typed"):
        table.add_column(text(language, f"alliance.column.{key}"))
    for one in record["civilians"]:
        ends = (one["published"], one["published_low"], one["published_high"])
        sender = text(language, f"alliance.sender.{one['sender']}")
        table.add_row(one["text"], sender, one["estimate"], _interval(*ends, language), _typed(one, language))
    console_of().print(table)
    table = Table(title=text(language, "alliance.studies.title"), title_justify="left")
    for key in ("source_id", "direction", "what"):
        table.add_column(text(language, f"alliance.column.{key}"))
    for one in record["studies"]:
        table.add_row(one["source"], text(language, f"alliance.direction.{one['direction'] or 'untold'}"), one["text"])
    console_of().print(table)
    for sentence in record["no_estimate"]:
        say(f" • {sentence}")


def _typed(one: Mapping[str, Any], language: Language) -> str:
    """What it comes to under the typed severity."""
    if "value" not in one:
        return text(language, "alliance.not_typed")
    return _interval(one["value"], one["low"], one["high"], language, signed=True)


def _interval(value: float, low: float | None, high: float | None, language: Language, signed: bool = False) -> str:
    middle = number(value, language, signed)
    if low is None or high is None:
        return middle
    return f"{middle} [{number(low, language, signed)}; {number(high, language, signed)}]"


def show_reaction(found: Mapping[str, Any], language: Language) -> None:
    """First states of exception as observed, each with homicides of the years before."""
    shown = {name: number(found[name], language) for name in ("rate", "q05", "q95", "state_years")}
    say(text(language, "alliance.reaction", events=found["events"], **shown))
    for one in found["first"]:
        before = ", ".join(f"{each['year']}: {number(each['rate'], language)}" for each in one["before"]) or "–"
        way = text(language, f"alliance.before.{one['status']}")
        say(f" • {one['state']} {one['day']}: {before} ({way})")
    say(found["note"])
