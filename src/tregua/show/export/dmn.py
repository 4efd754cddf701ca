"""A regime as XML of DMN 1.3: a decision a kind of outcome, each a table whose first line that fits counts."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from tregua.regimes.exchange.feel import FEEL, unary_tests, variable
from tregua.regimes.exchange.table import Entry, Table, inputs_of, outputs_of, tables
from tregua.regimes.fact import Fact
from tregua.regimes.rules import Rules
from tregua.show.export.notes import about, note, notes
from tregua.text import Language, text
from tregua.version import VERSION

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
TYPES = {"tri": "boolean", "enum": "string", "integer": "number", "number": "number", "money": "number", "date": "date"}


def as_dmn(rules: Rules, language: Language) -> str:
    """The decision tables of a regime, with its texts in one language."""
    regime = rules.regime
    root = ET.Element(
        "definitions",
        {
            "xmlns": NAMESPACE,
            "id": variable(regime.id),
            "name": getattr(regime.text, language),
            "namespace": f"urn:tregua:{regime.id}",
            "exporter": "Tregua",
            "exporterVersion": VERSION,
        },
    )
    listed = list(tables(rules))
    ET.SubElement(root, "description").text = about(rules, language)
    for table in listed:
        _type_of_outputs(root, table)
    facts = inputs_of(rules, listed)
    for fact in facts.values():
        _input_data(root, fact, language)
    for table in listed:
        _decision(root, rules, table, language)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _type_of_outputs(root: ET.Element, table: Table) -> None:
    item = ET.SubElement(root, "itemDefinition", name=f"t_{table.kind}")
    for name, kind in outputs_of(table).items():
        ET.SubElement(ET.SubElement(item, "itemComponent", name=name), "typeRef").text = kind


def _input_data(root: ET.Element, fact: Fact, language: Language) -> None:
    name = variable(fact.id)
    data = ET.SubElement(root, "inputData", id=f"input_{name}", name=name)
    ET.SubElement(data, "description").text = getattr(fact.ask, language)
    ET.SubElement(data, "variable", name=name, typeRef=TYPES[fact.type])


def _decision(root: ET.Element, rules: Rules, table: Table, language: Language) -> None:
    name = f"outcome_{table.kind}"
    decision = ET.SubElement(root, "decision", id=name, name=name)
    ET.SubElement(decision, "description").text = text(language, f"regimes.kind.{table.kind}")
    ET.SubElement(decision, "variable", name=name, typeRef=f"t_{table.kind}")
    for needed in map(variable, inputs_of(rules, [table])):
        requirement = ET.SubElement(decision, "informationRequirement", id=f"{table.kind}_needs_{needed}")
        ET.SubElement(requirement, "requiredInput", href=f"#input_{needed}")
    body = ET.SubElement(decision, "decisionTable", id=f"table_{table.kind}", hitPolicy="FIRST")
    for column in table.columns:
        fact = rules.names.facts[column.fact]
        head = ET.SubElement(
            body,
            "input",
            id=f"{table.kind}_{variable(fact.id)}_{column.place + 1}",
            label=getattr(fact.text, language),
        )
        expression = ET.SubElement(head, "inputExpression", typeRef=TYPES[fact.type])
        ET.SubElement(expression, "text").text = FEEL.term(fact)
        if fact.type == "enum":
            _values(ET.SubElement(head, "inputValues"), fact.values)
    for output, kind in outputs_of(table).items():
        head = ET.SubElement(body, "output", id=f"{table.kind}_gives_{output}", name=output, typeRef=kind)
        if output == "outcome":
            _values(ET.SubElement(head, "outputValues"), dict.fromkeys(str(one.outcome) for one in table.entries))
    for heading in notes(language):
        ET.SubElement(body, "annotation", name=heading)
    for place, entry in enumerate(table.entries, 1):
        _rule(body, rules.names.facts, table, entry, place, language)


def _values(place: ET.Element, words: Iterable[str]) -> None:
    ET.SubElement(place, "text").text = ", ".join(f'"{word}"' for word in words)


def _rule(
    body: ET.Element, facts: Mapping[str, Fact], table: Table, entry: Entry, place: int, language: Language
) -> None:
    rule = ET.SubElement(body, "rule", id=f"{table.kind}_{place}")
    for column in table.columns:
        cell = entry.cells.get(column)
        ET.SubElement(ET.SubElement(rule, "inputEntry"), "text").text = unary_tests(cell, facts) if cell else "-"
    for output in outputs_of(table):
        ET.SubElement(ET.SubElement(rule, "outputEntry"), "text").text = _output(entry, output)
    for said in note(entry, language):
        ET.SubElement(ET.SubElement(rule, "annotationEntry"), "text").text = said


def _output(entry: Entry, output: str) -> str:
    match output:
        case "outcome":
            return f'"{entry.outcome}"'
        case "row":
            return f'"{entry.rule.id}"' if entry.rule else '""'
    value = entry.answer.details.get(output) if entry.answer else None
    if isinstance(value, tuple):
        name, divisor = value
        return variable(name) if divisor == 1 else f"{variable(name)} / {divisor}"
    return "null" if value is None else f'"{value}"' if isinstance(value, str) else str(value)
