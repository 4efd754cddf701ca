"""A second reader of decision tables of DMN, which shares no code with what writes them: enough for our own files.

A case is a mapping of names to values, days as ISO texts; what is not in it is null. Null fits no cell but `-`.
"""

import operator
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

SPACE = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
SIGNS = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}
OPEN, CLOSE = {"[": operator.ge, "(": operator.gt}, {"]": operator.le, ")": operator.lt}
_INTERVAL = r'[\[(][^\[\]()"]*(?:\("[^"]*"\)[^\[\]()"]*)*[\])]'
_ONE = re.compile(rf'(?:{_INTERVAL}|"(?:[^"\\]|\\.)*"|\((?:[^()]|"[^"]*")*\)|[^,"])+')
_DAY = re.compile(r'date\("([0-9-]{10})"\)')
_OPERAND = r'\w+|date\("[0-9-]{10}"\)'
_LATER = re.compile(rf'({_OPERAND}) ([+-]) duration\("P([0-9]+)([DM])"\)')
_SPAN = re.compile(rf"\(({_OPERAND}) - ({_OPERAND})\)\.days")
Case = Mapping[str, Any]


def read(content: str) -> dict[str, Any]:
    """The tables of a file, taken apart once: for each decision its expressions, its outputs and its rules."""
    found = {}
    for decision in ET.fromstring(content).iter(f"{SPACE}decision"):
        table = decision.find(f"{SPACE}decisionTable")
        assert table is not None and table.attrib["hitPolicy"] == "FIRST"
        inputs = [_text(one.find(f"{SPACE}inputExpression")) for one in table.iter(f"{SPACE}input")]
        outputs = [one.attrib["name"] for one in table.iter(f"{SPACE}output")]
        rules = [
            (
                [_text(one) for one in rule.iter(f"{SPACE}inputEntry")],
                [_text(one) for one in rule.iter(f"{SPACE}outputEntry")],
            )
            for rule in table.iter(f"{SPACE}rule")
        ]
        found[decision.attrib["name"]] = (inputs, outputs, rules)
    return found


def answer(tables: Mapping[str, Any], case: Case) -> dict[str, dict[str, Any]]:
    """What tables give for a case."""
    given = {}
    for name, (inputs, outputs, rules) in tables.items():
        values = [value_of(one, case) for one in inputs]
        results = next(
            results for tests, results in rules if all(fits(*one, case) for one in zip(tests, values, strict=True))
        )
        given[name] = {output: value_of(one, case) for output, one in zip(outputs, results, strict=True)}
    return given


def _text(element: ET.Element | None) -> str:
    assert element is not None
    return element.findtext(f"{SPACE}text") or ""


def fits(cell: str, value: Any, case: Case) -> bool:
    """Whether a value fits a cell."""
    return cell == "-" or (value is not None and any(_meets(one.strip(), value, case) for one in _ONE.findall(cell)))


def _meets(test: str, value: Any, case: Case) -> bool:
    if test[0] in OPEN and ".." in test:
        low, high = (value_of(one, case) for one in test[1:-1].split(".."))
        return None not in (low, high) and OPEN[test[0]](value, low) and CLOSE[test[-1]](value, high)
    for sign, holds in SIGNS.items():
        if test.startswith(sign):
            end = value_of(test.removeprefix(sign).strip(), case)
            return end is not None and holds(value, end)
    return bool(value == value_of(test, case))


def value_of(expression: str, case: Case) -> Any:
    """A value, a name, or one of the few expressions that our files hold."""
    if expression in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[expression]
    if expression[0] == '"':
        return expression[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", expression):
        return float(expression)
    if found := _DAY.fullmatch(expression):
        return found[1]
    if found := _SPAN.fullmatch(expression):
        end, start = value_of(found[1], case), value_of(found[2], case)
        return None if end is None or start is None else (date.fromisoformat(end) - date.fromisoformat(start)).days
    if found := _LATER.fullmatch(expression):
        return _later(value_of(found[1], case), int(found[2] + found[3]), found[4])
    if " / " in expression:
        name, divisor = expression.split(" / ")
        return None if case.get(name) is None else case[name] / int(divisor)
    return case.get(expression)


def _later(day: str | None, number: int, unit: str) -> str | None:
    if day is None:
        return None
    start = date.fromisoformat(day)
    if unit == "D":
        return (start + timedelta(number)).isoformat()
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    for last in range(start.day, 0, -1):
        try:
            return date(year, month + 1, last).isoformat()
        except ValueError:
            continue
    return None
