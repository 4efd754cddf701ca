"""Sixty records of the ledger, drawn by a seed and by kind, to be held against their sources once more.

A record's place in the draw is a hash of the seed and its name, so that a new record moves no other out of its order.
"""

import hashlib
import json
import re
import textwrap
from collections.abc import Iterator, Mapping

import yaml

from tregua.catalogue.read import sources
from tregua.catalogue.record import Record
from tregua.evidence import ledger
from tregua.evidence.schema import Point, Series

SEED = 20261129
STRATA = {
    "estimate on a claim": 14,
    "other estimate": 14,
    "promise entry": 10,
    "series figure": 10,
    "reported figure": 6,
    "source": 6,
}


def frame() -> dict[str, dict[str, Record]]:
    """Everything that can be drawn: records by name, by kind."""
    known = ledger.estimates()
    on_claims = {name for claim in ledger.claims().values() for name in claim.estimates}
    return {
        "estimate on a claim": {name: one for name, one in known.items() if name in on_claims},
        "other estimate": {name: one for name, one in known.items() if name not in on_claims},
        "promise entry": dict(_entries()),
        "series figure": {f"{one.id} {_when(point)}": point for one, point in _points()},
        "reported figure": dict(ledger.reported()),
        "source": dict(sources()),
    }


def _entries() -> Iterator[tuple[str, Record]]:
    """Entries of promises, by the promise and the date, with a letter where a date comes again."""
    for promise in ledger.promises().values():
        dates: list[str] = []
        for entry in promise.record:
            again = dates.count(entry.date)
            yield f"{promise.id} {entry.date}{'bcdefghij'[again - 1] if again else ''}", entry
            dates.append(entry.date)


def _points() -> Iterator[tuple[Series, Point]]:
    return ((one, point) for one in ledger.series().values() for point in one.points)


def _when(point: Point) -> str:
    return f"{point.year}-{point.month:02}" if point.month else str(point.year)


def draw(records: Mapping[str, Record], size: int) -> list[str]:
    """The names that come first by the hash, sorted."""
    first = sorted(records, key=lambda name: hashlib.sha256(f"{SEED} {name}".encode()).hexdigest())
    return sorted(first[:size])


def cited(kind: str, name: str, record: Record) -> list[str]:
    """The sources of a record; of a figure of a series, that of the series."""
    if kind == "series figure":
        return [ledger.series()[name.split()[0]].source.ref]
    found = json.dumps(record.model_dump(include={"source", "said", "found"}))
    return list(dict.fromkeys(re.findall(r'"ref": "([^"]+)"', found)))


def english(value: object) -> object:
    """A record without what is not set, in English alone."""
    if isinstance(value, dict):
        return value["en"] if set(value) == {"en", "es"} else {name: english(one) for name, one in value.items()}
    return [english(one) for one in value] if isinstance(value, list) else value


def told(record: Record) -> str:
    """A record as YAML."""
    plain = english(record.model_dump(exclude_none=True))
    shown = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=116)
    return textwrap.indent(shown, "    ")


if __name__ == "__main__":
    for kind, records in frame().items():
        print(f"# {kind}: {STRATA[kind]} of {len(records)}")
        for name in draw(records, STRATA[kind]):
            print(name, told(records[name]), sep="\n")
            if kind == "series figure":
                print(told(ledger.series()[name.split()[0]].model_copy(update={"points": []})))
            for ref in cited(kind, name, records[name]):
                print(told(sources()[ref]))
