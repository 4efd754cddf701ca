"""The one loader of all YAML records: every error with file and line, all errors of a file at once."""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from tregua.catalogue.beside import own_folder, per_ledger
from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.catalogue.record import Source, Sources, as_written
from tregua.text import visible

PACKAGE = Path(str(files("tregua")))
MAX_BYTES = 5_000_000
MAX_DEPTH = 50
MAX_VALUES = 200_000
Key = str | int
Lines = dict[tuple[Key, ...], int]
Model = TypeVar("Model", bound=BaseModel)

_MARK = re.compile(r"<[a-z ]+>")  # in pydantic's path, which of several kinds of record was read
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?\.?(inf|nan)", re.IGNORECASE)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


class Document:
    """A YAML file as plain values, with the line of each of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: Lines = {}
        self.problems: list[Problem] = []
        node = self._compose(read_text(path))
        if node is None:
            raise InputError(Problem("empty_file", str(path)))
        self.value = self._plain(node, ())
        if self.problems:
            raise InputError(self.problems)

    def at(self, keys: tuple[Key, ...]) -> str:
        """`file:line` of the value under `keys`, or of the nearest value around it."""
        while keys not in self.lines:
            keys = keys[:-1]
        return f"{self.path}:{self.lines[keys]}"

    def _compose(self, content: str) -> yaml.Node | None:
        """The node tree; anchors, aliases and tags are refused, so no file can refer to itself or choose what is read.

        So are deep nesting and more values than any file of ours could have.
        """
        loader = yaml.CSafeLoader(content)
        depth = 0
        try:
            for count, event in enumerate(yaml.parse(content, Loader=yaml.CSafeLoader)):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                if kind := _refused(event, depth, count):
                    assert event.start_mark
                    raise InputError(Problem(kind, f"{self.path}:{event.start_mark.line + 1}"))
            return loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise InputError(Problem("yaml_syntax", f"{self.path}:{line}")) from None
        except yaml.YAMLError:
            raise InputError(Problem("not_text", str(self.path))) from None
        finally:
            loader.dispose()

    def _plain(self, node: yaml.Node, keys: tuple[Key, ...]) -> Any:
        self.lines[keys] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, keys)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*keys, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        value = _scalar(node)
        if isinstance(value, str) and (kind := _misread(value, node.style)):
            self.problems.append(Problem(kind, f"{self.path}:{node.start_mark.line + 1}", {"found": value}))
        return value

    def _mapping(self, node: yaml.MappingNode, keys: tuple[Key, ...]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            where = f"{self.path}:{key_node.start_mark.line + 1}"
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem("key_is_no_word", where))
                continue
            key = str(key_node.value)
            if key in mapping:
                self.problems.append(Problem("duplicate_key", where, {"found": key}))
            if visible(key) != key:
                self.problems.append(Problem("hidden_character", where, {"found": key}))
            if node.flow_style and key.isdigit() and _is_empty(value_node):  # {2022-08: 1,5}
                self.problems.append(Problem("decimal_comma", where, {"found": key}))
            mapping[key] = self._plain(value_node, (*keys, key))
            self.lines[(*keys, key)] = key_node.start_mark.line + 1
        return mapping


def _refused(event: yaml.Event, depth: int, count: int) -> str:
    """Why a part of a file is not read, or nothing."""
    if depth > MAX_DEPTH:
        return "too_deep"
    if count > MAX_VALUES:
        return "too_many_values"
    if getattr(event, "anchor", None):
        return "alias"
    return "tag" if getattr(event, "tag", None) else ""


def _misread(value: str, style: str | None) -> str:
    """Why a text would be read otherwise elsewhere, or is not what it looks like; nothing where it is plain."""
    if visible(value) != value:
        return "hidden_character"
    return "leading_zero" if not style and _LEADING_ZERO.fullmatch(value) else ""


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == "" and not node.style


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    value = str(node.value)
    return value if node.style in ("'", '"', "|", ">") else read_plain(value)


def read_plain(value: str) -> str | int | float | bool | None:
    """What a word of a YAML file means that stands there without quotation marks."""
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if _DECIMAL.fullmatch(value) and not _LEADING_ZERO.fullmatch(value):
        return float(value.lower().replace(".nan", "nan").replace(".inf", "inf"))
    return value


def read_text(path: Path) -> str:
    """The text of the file, of standard input for `-`, or an `InputError` that says why there is none."""
    try:
        with sys.stdin.buffer if str(path) == "-" else path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        siblings = {entry.name for entry in path.parent.glob("*")} - {path.name}
        raise InputError(Problem("no_file", str(path), {"nearest": nearest(path.name, siblings)})) from None
    except OSError:
        raise InputError(Problem("unreadable", str(path))) from None
    if len(raw) > MAX_BYTES:
        raise InputError(Problem("too_large", str(path), {"limit": MAX_BYTES // 1_000_000}))
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(Problem("not_text", str(path))) from None
    if "\0" in content:
        raise InputError(Problem("not_text", str(path)))
    if not content.strip():
        raise InputError(Problem("empty_file", str(path)))
    return content


def load(model: type[Model], path: Path) -> tuple[Model, Document]:
    """Read the YAML file at `path` as `model`; the document gives the line of each value.

    Raises
    ------
    InputError
        With every problem of the file, each with its line.
    """
    document = Document(path)
    return validate(model, document), document


def validate(model: type[Model], document: Document) -> Model:
    """The document as `model`.

    Raises
    ------
    InputError
        With every problem of the file, each with its line.
    """
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        raise InputError(_problem(document, model, detail) for detail in error.errors()) from None


@per_ledger
def sources() -> dict[str, Source]:
    """Every publication that the catalogues may cite, and those of the folder that is read beside them.

    Raises
    ------
    InputError
        When a record is wrong or an id stands twice, with file and line.
    """
    own = own_folder()
    paths = [PACKAGE / "sources.yaml", *([own / "sources.yaml"] if own and (own / "sources.yaml").exists() else [])]
    files = [load(Sources, path) for path in paths]
    found = [(one, document.at(("sources", i, "id"))) for file, document in files for i, one in enumerate(file.sources)]
    problems = repeated((source.id, where) for source, where in found)
    if problems:
        raise InputError(problems)
    return {source.id: source for source, _ in found}


def repeated(ids: Iterable[tuple[str, str]]) -> list[Problem]:
    """A problem for each id that stands a second time; `ids` are ids with their file and line."""
    seen: set[str] = set()
    problems = []
    for one, where in ids:
        if one in seen:
            problems.append(Problem("duplicate_key", where, {"found": one}))
        seen.add(one)
    return problems


def unknown_sources(document: Document, own: Iterable[str] = ()) -> list[Problem]:
    """A problem for each source that the document cites and neither `sources.yaml` nor the file's `own` list holds."""
    beside = sorted(own)
    known = {*sources(), *beside}
    told = {"what": "@name.source", "valid": ", ".join([*beside, "sources.yaml"])}
    return [
        Problem(
            "unknown_name",
            document.at(keys),
            {**told, "found": ref, "nearest": nearest(ref, beside) or nearest(ref, known)},
        )
        for keys, ref in _cited(document.value, ())
        if ref not in known
    ]


def _cited(value: Any, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], str]]:
    if isinstance(value, dict) and isinstance(value.get("ref"), str):
        yield (*keys, "ref"), value["ref"]
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from _cited(entry, (*keys, key))


def _problem(document: Document, model: type[BaseModel], detail: Any) -> Problem:
    """One pydantic error in our own words."""
    loc = tuple(part for part in detail["loc"] if not _MARK.fullmatch(str(part))) or detail["loc"]
    keys = next(loc[:size] for size in range(len(loc), -1, -1) if loc[:size] in document.lines)
    field = ".".join(map(str, keys)) or "@field.file"
    found, context, kind = detail["input"], detail.get("ctx", {}), detail["type"]
    values: dict[str, object] = {"field": field, "found": as_written(found)}
    match kind:
        case "missing":
            kind, values = "missing_field", {"field": str(loc[-1]), "parent": field}
        case "extra_forbidden":
            valid = _fields_at(model, loc[:-1])
            kind, values["nearest"] = "unknown_field", nearest(loc[-1], valid)
            if not values["nearest"]:
                kind, values["valid"] = "unknown_field_of", ", ".join(valid)
        case "literal_error" | "enum":
            valid = re.findall(r"'([^']*)'", context["expected"])
            kind, values["expected"], values["nearest"] = "not_one_of", ", ".join(valid), nearest(found, valid)
        case "finite_number":
            kind = "not_finite"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            sign = {"greater_than": ">", "greater_than_equal": "≥", "less_than": "<", "less_than_equal": "≤"}[kind]
            kind, values["expected"] = "out_of_range", f"{sign} {next(iter(context.values()))}"
        case "refused":
            kind, values = context["kind"], {"field": field, **context["values"]}
        case _:
            kind, values["expected"] = "wrong_type", _EXPECTED.get(kind) or _EXPECTED.get(kind.split("_")[0], kind)
    return Problem(kind, document.at(keys), values)


_EXPECTED = {
    "float": "@expected.number",
    "int": "@expected.integer",
    "string": "@expected.text",
    "string_pattern_mismatch": "@expected.id",
    "string_too_short": "@expected.some_text",
    "list": "@expected.list",
    "tuple": "@expected.list",
    "dict": "@expected.mapping",
    "model": "@expected.mapping",
    "bool": "@expected.boolean",
    "too": "@expected.items",
}


@cache
def _fields_at(model: type[BaseModel], keys: tuple[Key, ...]) -> list[str]:
    """The fields that a record may have that stands under `keys` of a file, in their order."""
    schema = model.model_json_schema()
    parts = _records(schema, schema)
    for key in keys:
        inner = [
            part["properties"].get(key, {}) if "properties" in part else part.get(at, {})
            for part in parts
            for at in ["items" if isinstance(key, int) else "additionalProperties"]
        ]
        parts = [one for part in inner if isinstance(part, dict) for one in _records(part, schema)]
    return [*dict.fromkeys(name for part in parts for name in part.get("properties", {}))]


def _records(part: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """A part of a schema, or all that may stand in its place."""
    if "$ref" in part:
        return _records(schema["$defs"][part["$ref"].rpartition("/")[2]], schema)
    several = [*part.get("anyOf", ()), *part.get("oneOf", ())]
    return [one for each in several for one in _records(each, schema)] or [part]


def files_hash(kernel: str, folders: Iterable[str] = ("",)) -> str:
    """Twelve hexadecimal digits that change when a catalogue file, not a translation, or the kernel's text changes.

    Only files of some folders count where they are named.
    """
    digest = hashlib.sha256(kernel.encode())
    files = {path for folder in folders for path in (PACKAGE / folder).rglob("*.yaml")}
    for path in sorted(one for one in files if one.parent.name != "i18n"):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
