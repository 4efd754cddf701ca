"""What the terminal shows across all records of the ledger: the evidence map, and a search."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table

from tregua.show.terminal.lab import console_of, say
from tregua.text import Language, text


def _say(language: Language, key: str, **values: object) -> str:
    return text(language, f"ledger.{key}", **values)


def show_map(record: Mapping[str, Any], language: Language) -> None:
    """Levers by kinds of outcome: the number of studies, starred where one is of moderate or high certainty."""
    cells = {(one["lever"], one["outcome"]): one for one in record["cells"]}
    values = {"empty": record["empty"], "total": len(record["cells"])}
    say(_say(language, "map.lede", **values))
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for place, _ in enumerate(record["outcomes"], 1):
        table.add_column(str(place), justify="right", no_wrap=True)
    for lever in record["levers"]:
        table.add_row(lever["id"], *(_cell(cells[lever["id"], one["id"]]) for one in record["outcomes"]))
    console_of().print(table)
    say(_say(language, "map.star"))
    say("; ".join(f"{place} {one['text']} ({one['id']})" for place, one in enumerate(record["outcomes"], 1)))
    for lever in record["levers"]:
        say(f"{lever['id']:>4} {lever['text']}")
    say(_say(language, "map.hint"))


def _cell(cell: Mapping[str, Any]) -> str:
    if not cell["studies"]:
        return "·"
    good = cell["by_certainty"]["high"] + cell["by_certainty"]["moderate"]
    return f"{cell['studies']}{'*' if good else ''}"


def show_found(found: Iterable[Mapping[str, Any]], words: str, language: Language) -> None:
    """One row a record in which all words stand."""
    listed = list(found)
    if not listed:
        say(_say(language, "search.none", words=words))
        return
    for one in listed:
        kind = _say(language, f"kind.{one['kind']}")
        say(f"{one['id']} ({kind}): {one['title']}")
        say(f"     {one['around']}")
    say(_say(language, "search.count", count=len(listed)))
