"""A regime as the JSON that zen-engine and its editor read: a table a kind of outcome, all of them asked at once."""

import json
from typing import Any

from tregua.regimes.exchange.feel import Dialect, unary_tests, variable
from tregua.regimes.exchange.table import Entry, Table, is_portable, outputs_of, tables
from tregua.regimes.fact import Fact, Value
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import Rules
from tregua.show.export.notes import about, note, notes
from tregua.text import Language, text

COLUMN_HEIGHT = 120  # pixels between the tables in the editor
SECONDS = 86_400  # of a day


def as_zen(rules: Rules, language: Language) -> str:
    """The decision tables of a regime, with its texts in one language.

    A case goes in as the facts by name, days as texts (2019-12-31); what is unknown is null or left out. Of each kind
    of outcome comes out `outcome_KIND`, with the outcome, the row and the details.
    """
    listed = list(tables(rules))
    nodes: list[dict[str, Any]] = [
        {
            "id": "in",
            "name": getattr(rules.regime.text, language),
            "type": "inputNode",
            "description": about(rules, language),
            "content": {},
            "position": {"x": 0, "y": 0},
        },
        *(_node(rules, table, place, language) for place, table in enumerate(listed)),
        {"id": "out", "name": "out", "type": "outputNode", "content": {}, "position": {"x": 800, "y": 0}},
    ]
    edges = [
        {"id": f"{start}-{end}", "sourceId": start, "targetId": end, "type": "edge"}
        for table in listed
        for start, end in (("in", table.kind), (table.kind, "out"))
    ]
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    return json.dumps(graph, ensure_ascii=False, indent=1) + "\n"


def _literal(value: Value, fact: Fact) -> str:
    if fact.type == "date":
        return f"date('{value}')"
    return str(value).lower() if isinstance(value, bool) else _quoted(value) if isinstance(value, str) else str(value)


def _quoted(word: str) -> str:
    """A text of zen, which has no way to write a quotation mark within the same ones."""
    return f"'{word}'" if '"' in word else f'"{word}"'


def _term(fact: Fact) -> str:
    if isinstance(fact, Reckoned) and is_portable(fact):
        return _reckoned(fact)
    name = variable(fact.id)
    return f"date({name})" if fact.type == "date" else name


def _reckoned(fact: Reckoned) -> str:
    """What follows from days; zen counts a day in seconds, and its own years know no 29 February."""
    start = _day(fact.start)
    if fact.end is not None:
        return f"(date({_day(fact.end)}) - date({start})) / {SECONDS}"
    if fact.unit == "days":
        return f"date({start}) {'-' if fact.number < 0 else '+'} {abs(fact.number)} * {SECONDS}"
    return f"date(d({start}).add({fact.number * (12 if fact.unit == 'years' else 1)}, 'month'))"


def _day(operand: str) -> str:
    return f"'{operand}'" if operand[0].isdigit() else variable(operand)


ZEN = Dialect(_literal, _term)


def _node(rules: Rules, table: Table, place: int, language: Language) -> dict[str, Any]:
    columns = {column: f"{variable(column.fact)}_{column.place + 1}" for column in table.columns}
    inputs = [
        {
            "id": name,
            "name": getattr(rules.names.facts[column.fact].text, language),
            "field": ZEN.term(rules.names.facts[column.fact]),
        }
        for column, name in columns.items()
    ]
    lines = []
    for number, entry in enumerate(table.entries, 1):
        cells = {
            name: unary_tests(entry.cells[column], rules.names.facts, ZEN) if column in entry.cells else ""
            for column, name in columns.items()
        }
        given = {f"out_{output}": _output(entry, output) for output in outputs_of(table)}
        lines.append({"_id": f"{table.kind}_{number}", "_description": _note(entry, language), **cells, **given})
    content = {
        "hitPolicy": "first",
        "passThrough": False,
        "outputPath": f"outcome_{table.kind}",
        "inputs": inputs,
        "outputs": [{"id": f"out_{output}", "name": output, "field": output} for output in outputs_of(table)],
        "rules": lines,
    }
    return {
        "id": table.kind,
        "name": text(language, f"regimes.kind.{table.kind}"),
        "type": "decisionTableNode",
        "content": content,
        "position": {"x": 400, "y": place * COLUMN_HEIGHT},
    }


def _note(entry: Entry, language: Language) -> str:
    said = zip(notes(language), note(entry, language), strict=True)
    return "; ".join(f"{heading}: {words}" for heading, words in said if words)


def _output(entry: Entry, output: str) -> str:
    match output:
        case "outcome":
            return _quoted(str(entry.outcome))
        case "row":
            return _quoted(entry.rule.id if entry.rule else "")
    value = entry.answer.details.get(output) if entry.answer else None
    if isinstance(value, tuple):
        name, divisor = variable(value[0]), value[1]
        return f"{name} == null ? null : {name} / {divisor}"
    return "" if value is None else _quoted(value) if isinstance(value, str) else str(value)
