"""`datapackage.json` of an exported run: what each table holds, column by column, by the Data Package standard 2.0."""

import re
from collections.abc import Iterable
from typing import Any

import xarray as xr

from tregua.catalogue.read import sources
from tregua.evidence import ledger
from tregua.lab.asked import run_hash
from tregua.lab.compare import Comparisons
from tregua.show.export.readme import LICENCE, title
from tregua.show.table.shape import Table
from tregua.show.words import cite
from tregua.text import Language, text

PROFILE = "https://datapackage.org/profiles/2.0/"
APACHE = {"name": LICENCE, "title": "Apache License 2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"}
BY = {"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
KEYS = {
    "levels": ["scenario", "outcome", "place", "year", "alternative"],
    "comparisons": ["scenario", "outcome", "place", "year"],
    "parameters": ["parameter"],
}
_REF = re.compile(r"([a-z0-9_]+), ")


def descriptor(
    tables: dict[str, Table], dataset: xr.Dataset, comparisons: Comparisons | None, language: Language
) -> dict[str, Any]:
    """The package and its tables; the licence of each observed figure stands in its row, too."""
    attributes = dataset.attrs
    return {
        "$schema": f"{PROFILE}datapackage.json",
        "name": f"tregua-run-{run_hash(attributes)}",
        "title": f"Tregua: {title(dataset, comparisons, language)}",
        "description": text(language, "caveat.not_forecast"),
        "version": attributes["version"],
        "contributors": [{"title": text(language, "cite.author"), "roles": ["creator"]}],
        "licenses": [APACHE],
        "resources": [_resource(name, table, language) for name, table in tables.items()],
    }


def _resource(name: str, table: Table, language: Language) -> dict[str, Any]:
    key = {"primaryKey": KEYS[name]} if name in KEYS else {}
    held: dict[str, Any] = {
        "name": name,
        "type": "table",
        "path": f"data/{name}.csv",
        "title": text(language, f"export.table.{name}"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True},
        "schema": {
            "fields": [_field(table, column, language) for column in table.columns],
            "missingValues": [""],
            **key,
        },
    }
    if name == "observed":
        held["licenses"] = _licences(table)
    if cited := _sources(table, language):
        held["sources"] = cited
    return held


def _field(table: Table, column: str, language: Language) -> dict[str, Any]:
    kind = table.kind(column)
    described = {"name": column, "type": kind, "description": text(language, f"export.column.{column}")}
    return {**described, "unitColumn": "unit"} if kind == "number" and column in _WITH_UNIT else described


_WITH_UNIT = {
    *("q05", "q25", "median", "q75", "q95", "i50_low", "i50_high", "i90_low", "i90_high", "median_low", "median_high"),
    *(
        "baseline_median",
        "matters_from",
        "mc_error",
        "value",
        "lower",
        "upper",
        "drawn_low",
        "drawn_median",
        "drawn_high",
    ),
}


def _licences(table: Table) -> list[dict[str, str]]:
    """The licences of the observed series; one that has no identifier is named by its words."""
    at = table.columns.index("licence")
    return [
        BY if one == BY["title"] else {"name": re.sub(r"[^a-zA-Z0-9]+", "-", one).strip("-").lower(), "title": one}
        for one in dict.fromkeys(row[at] for row in table.rows)
    ]


def _sources(table: Table, language: Language) -> list[dict[str, str]]:
    """What a table cites; of observed series publisher and edition."""
    known = sources()
    if "publisher" in table.columns:
        named = dict.fromkeys(str(row[table.columns.index("series")]) for row in table.rows)
        refs: Iterable[str] = (ledger.series()[name].source.ref for name in named)
    elif "source" in table.columns:
        at = table.columns.index("source")
        refs = (ref for row in table.rows for ref in _REF.findall(str(row[at] or "")) if ref in known)
    else:
        return []
    return [_source(ref, language) for ref in dict.fromkeys(refs)]


def _source(ref: str, language: Language) -> dict[str, str]:
    source = sources()[ref]
    path = {"path": source.link} if source.link else {}
    return {"title": cite.apa(cite.of_source(source), language), **path}
