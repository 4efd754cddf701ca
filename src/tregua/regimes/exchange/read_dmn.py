"""The decision tables of somebody else's DMN file, which may hold anything: read with limits, without entities."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.read import read_text

MOST_ELEMENTS = 200_000
DEEPEST = 50
MOST_TABLES = 100
MOST_CELLS = 100_000
_NAMESPACES = ("https://www.omg.org/spec/DMN/", "http://www.omg.org/spec/DMN/")
_BOXED = ("literalExpression", "invocation", "context", "list", "relation", "functionDefinition", "conditional", "for",
          "every", "some", "filter")  # fmt: skip


@dataclass
class Element:
    """One element: its name without the namespace, its attributes, its text and what it holds."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    inner: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        """The elements of a name directly in it."""
        return [one for one in self.inner if one.name == name]

    def first(self, name: str) -> "Element | None":
        """The first element of a name directly in it."""
        return next(iter(self.all(name)), None)

    def words(self, *path: str) -> str:
        """The text of what stands under a path, on one line; empty where nothing does."""
        place: Element | None = self
        for name in path:
            place = place.first(name) if place else None
        return " ".join(place.text.split()) if place else ""


@dataclass(frozen=True)
class Input:
    """A column that is tested: its heading, its expression, its type in FEEL, and the values it may have."""

    label: str
    expression: str
    type: str
    values: str
    line: int


@dataclass(frozen=True)
class Output:
    """A column that is decided: its name, its type in FEEL, and the values it may have, the first before the others."""

    name: str
    type: str
    values: str
    default: str


@dataclass(frozen=True)
class Line:
    """A rule: the texts of its cells, what is noted of it, and where it stands."""

    id: str
    tests: tuple[str, ...]
    results: tuple[str, ...]
    notes: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class DecisionTable:
    """A decision with its table."""

    name: str
    hit_policy: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    annotations: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Model:
    """What a file of DMN holds, as far as decision tables go; `left` says what else, as (key, what, line)."""

    name: str
    description: str
    is_ours: bool
    types: dict[str, str]
    """The type in FEEL of each input that the file declares, by name."""
    tables: tuple[DecisionTable, ...]
    left: tuple[tuple[str, str, int], ...]


def read_dmn(path: Path) -> Model:
    """Read a file of DMN.

    Raises
    ------
    InputError
        When the file is no XML or no DMN, declares a document type, is too large or too deep, or has no decision table.
    """
    root = _tree(path, read_text(path))
    if root.name != "definitions":
        raise InputError(Problem("not_dmn", f"{path}:{root.line}"))
    aliases = {one.attributes.get("name", ""): one for one in root.all("itemDefinition")}
    types = {}
    for data in root.all("inputData"):
        variable = data.first("variable")
        shown = variable.attributes.get("typeRef") or variable.words("typeRef") if variable else ""
        types[_called(data)] = _plain_type(shown, aliases)
    tables, left = [], []
    for decision in root.all("decision"):
        if body := decision.first("decisionTable"):
            tables.append(_table(path, decision, body, aliases))
        else:
            boxed = next((one.name for one in decision.inner if one.name in _BOXED), "")
            left.append(("boxed", f"{_called(decision)} ({boxed})" if boxed else _called(decision), decision.line))
    left += [("model", _called(one), one.line) for one in root.all("businessKnowledgeModel")]
    left += [("service", _called(one), one.line) for one in root.all("decisionService")]
    left += [("imported", one.attributes.get("namespace", ""), one.line) for one in root.all("import")]
    if not tables:
        raise InputError(Problem("no_decision_table", str(path)))
    if len(tables) > MOST_TABLES:
        raise InputError(Problem("too_many_values", str(path)))
    ours = root.attributes.get("exporter") == "Tregua"
    return Model(_called(root), root.words("description"), ours, types, tuple(tables), tuple(left))


def _tree(path: Path, content: str) -> Element:
    """The elements of an XML file; one that declares a document type, and with it entities, is refused."""
    parser = expat.ParserCreate(namespace_separator="}")
    open_now: list[Element] = [Element("", {}, 0)]
    counted = 0

    def refuse(kind: str, **values: object) -> InputError:
        return InputError(Problem(kind, f"{path}:{parser.CurrentLineNumber}", values))

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal counted
        counted += 1
        if len(open_now) > DEEPEST:
            raise refuse("too_deep")
        if counted > MOST_ELEMENTS:
            raise refuse("too_many_values")
        space, _, local = name.rpartition("}")
        if len(open_now) == 1 and not space.startswith(_NAMESPACES):
            raise refuse("not_dmn")
        own = local if space.startswith(_NAMESPACES) else ""  # an extension has no name that anybody asks for
        here = Element(own, attributes, parser.CurrentLineNumber)
        open_now[-1].inner.append(here)
        open_now.append(here)

    def doctype(*_: object) -> None:
        raise refuse("document_type")

    def data(words: str) -> None:
        open_now[-1].text += words

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_now.pop()
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = doctype
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise InputError(Problem("xml_syntax", f"{path}:{error.lineno}")) from None
    return open_now[0].inner[0]


def _called(one: Element) -> str:
    return " ".join((one.attributes.get("name") or one.attributes.get("id") or "").split())


def _plain_type(written: str, aliases: dict[str, Element], depth: int = 0) -> str:
    """A type without its prefix (`feel:string`); of a type that the file defines, what that one is made of."""
    name = written.rpartition("}")[2].rpartition(":")[2].strip()
    if name in aliases and depth < DEEPEST:
        return _plain_type(aliases[name].words("typeRef"), aliases, depth + 1)
    return name


def _allowed(written: str, aliases: dict[str, Element]) -> str:
    name = written.rpartition(":")[2].strip()
    return aliases[name].words("allowedValues", "text") if name in aliases else ""


def _table(path: Path, decision: Element, body: Element, aliases: dict[str, Element]) -> DecisionTable:
    inputs = tuple(_inputs(body, aliases))
    outputs = tuple(
        Output(
            _called(one) if "name" in one.attributes else one.attributes.get("label", ""),
            _plain_type(one.attributes.get("typeRef", ""), aliases),
            one.words("outputValues", "text") or _allowed(one.attributes.get("typeRef", ""), aliases),
            one.words("defaultOutputEntry", "text"),
        )
        for one in body.all("output")
    )
    lines = []
    for rule in body.all("rule"):
        tests = tuple(one.words("text") for one in rule.all("inputEntry"))
        results = tuple(one.words("text") for one in rule.all("outputEntry"))
        if len(tests) != len(inputs) or len(results) != len(outputs):
            raise InputError(Problem("uneven_rule", f"{path}:{rule.line}", {"table": _called(decision)}))
        notes = (*(one.words("text") for one in rule.all("annotationEntry")), rule.words("description"))
        lines.append(Line(rule.attributes.get("id", ""), tests, results, notes, rule.line))
    if not outputs or not lines:
        raise InputError(Problem("empty_table", f"{path}:{body.line}", {"table": _called(decision)}))
    if len(lines) * (len(inputs) + len(outputs)) > MOST_CELLS:
        raise InputError(Problem("too_many_values", f"{path}:{body.line}"))
    return DecisionTable(
        _called(decision),
        body.attributes.get("hitPolicy", "UNIQUE").upper(),
        inputs,
        outputs,
        tuple(one.attributes.get("name", "") for one in body.all("annotation")),
        tuple(lines),
    )


def _inputs(body: Element, aliases: dict[str, Element]) -> Iterator[Input]:
    for one in body.all("input"):
        expression = one.first("inputExpression")
        written = expression.attributes.get("typeRef") or expression.words("typeRef") if expression else ""
        yield Input(
            one.attributes.get("label", ""),
            one.words("inputExpression", "text"),
            _plain_type(written, aliases),
            one.words("inputValues", "text") or _allowed(written, aliases),
            one.line,
        )
