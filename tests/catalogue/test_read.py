"""The loader: what it refuses, with which line and in which words, and that it refuses in no other way."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from catalogue_records import PARAMETERS, SOURCES, Parameters, check, edited, problems_of
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue import read as catalogue
from tregua.catalogue.errors import InputError
from tregua.catalogue.read import MAX_BYTES, MAX_DEPTH, Document, files_hash, load
from tregua.lab.schema import Scenario

# --- files ------------------------------------------------------------------------------------------------------------

NOT_TEXT = ("this is not a text file in UTF-8", "no es un archivo de texto en UTF-8")
EMPTY = ("the file is empty", "el archivo está vacío")
ALIAS = (
    "anchors and aliases (& and *) are not allowed; write the value out",
    "no se permiten anclas ni alias (& y *); escriba el valor completo",
)


YAML_SYNTAX = ("this line is not valid YAML", "esta línea no es YAML válido")


TOO_DEEP = ("the file is nested too deeply", "el archivo tiene demasiados niveles")


def test_a_missing_file_is_named_with_its_nearest_sibling(tmp_path: Path) -> None:
    (tmp_path / "mano-dura.yaml").touch()
    path = tmp_path / "mano_dura.yaml"
    [problem] = problems_of(Scenario, path)
    check(
        problem,
        str(path),
        "there is no such file. Did you mean “mano-dura.yaml”?",
        "ese archivo no existe. ¿Quiso decir «mano-dura.yaml»?",
    )


def test_a_missing_file_in_a_missing_folder_has_no_suggestion(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "file.yaml"
    [problem] = problems_of(Scenario, path)
    check(problem, str(path), "there is no such file", "ese archivo no existe")


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    [problem] = problems_of(Scenario, tmp_path)
    check(problem, str(tmp_path), "the file cannot be read", "el archivo no se puede leer")


def test_only_so_many_bytes_are_read(file: Path) -> None:
    file.write_bytes(b"#" * MAX_BYTES)
    [problem] = problems_of(Scenario, file)
    check(problem, str(file), *EMPTY)
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    [problem] = problems_of(Scenario, file)
    check(problem, str(file), "the file is larger than 5 MB", "el archivo pesa más de 5 MB")


@pytest.mark.parametrize(
    ("content", "line", "wording"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\xff", "", NOT_TEXT, id="binary"),
        pytest.param(b"id: a\0b\n", "", NOT_TEXT, id="NUL"),
        pytest.param(b"id: caf\xc3\n", "", NOT_TEXT, id="broken UTF-8"),
        pytest.param("id: ñ\n".encode("utf-16"), "", NOT_TEXT, id="UTF-16"),
        pytest.param(b"id: \x07\n", "", NOT_TEXT, id="control character"),
        pytest.param(b"", "", EMPTY, id="empty"),
        pytest.param(b"\xef\xbb\xbf \n\n", "", EMPTY, id="blank"),
        pytest.param(b"# only a comment\n", "", EMPTY, id="comment"),
        pytest.param(b"id: one\nsource: &all\n  - *all\n", ":2", ALIAS, id="self-referring"),
        pytest.param(b"id: one\ntext:\n  en: *one\n", ":3", ALIAS, id="alias"),
        pytest.param(b"id:\n " + b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), ":2", TOO_DEEP, id="brackets"),
        pytest.param(b"id:\n " + b"- " * 1_000_000, ":2", TOO_DEEP, id="dashes"),
        pytest.param(
            b"id: one\ntext: [a\nsource: b\n",
            ":3",
            YAML_SYNTAX,
            id="bracket left open",
        ),
        pytest.param(
            b"id: one\n\ttext: a\n",
            ":2",
            YAML_SYNTAX,
            id="tab",
        ),
        pytest.param(
            b"id: one\n---\nid: two\n",
            ":2",
            YAML_SYNTAX,
            id="two documents",
        ),
        pytest.param(
            b"id: one\ntext: a\nid: two\n",
            ":3",
            ("“id” stands here twice", "«id» aparece dos veces"),
            id="duplicate key",
        ),
    ],
)
def test_a_file_that_is_no_record_is_refused(content: bytes, line: str, wording: tuple[str, str], file: Path) -> None:
    file.write_bytes(content)
    [problem] = problems_of(Scenario, file)
    check(problem, f"{file}{line}", *wording)


def test_all_problems_of_a_file_are_told_at_once(file: Path) -> None:
    second = "  - {id: two, unit: 2, value: .nan, tag: guessed, text: {en: Two}, distribution: {kind: constant}}\n"
    file.write_text(edited(Parameters, "    unit: share\n", "") + second, "utf-8")
    assert sorted((problem.where, problem.kind) for problem in problems_of(Parameters, file)) == [
        (f"{file}:11", "missing_field"),
        (f"{file}:11", "not_finite"),
        (f"{file}:11", "not_one_of"),
        (f"{file}:11", "wrong_type"),
        (f"{file}:3", "missing_field"),
    ]


def test_a_missing_field_is_missed_where_it_is_missing(file: Path) -> None:
    """Even where another record of the file has a field of that name."""
    two = edited(Parameters, "    unit: share\n", "") + PARAMETERS.partition("parameters:\n")[2].replace("one", "two")
    file.write_text(two, "utf-8")
    [problem] = problems_of(Parameters, file)
    check(problem, f"{file}:3", "“unit” is missing in “parameters.0”", "falta «unit» en «parameters.0»")


def test_a_file_saved_on_windows_has_the_same_lines(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + edited(Parameters, "tag: published", "tag: p").replace("\n", "\r\n").encode())
    [problem] = problems_of(Parameters, file)
    assert problem.where == f"{file}:8"


def test_every_duplicate_key_is_told(file: Path) -> None:
    file.write_text("id: one\nid: two\ntext: {en: a, en: b}\nid: three\n", "utf-8")
    assert [problem.where for problem in problems_of(Scenario, file)] == [f"{file}:2", f"{file}:3", f"{file}:4"]


# --- values and lines -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("-7", -7),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"true"', "true"),
        ("2022-08", "2022-08"),
        ("2022-08-07", "2022-08-07"),
        ("no", "no"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1,5", "1,5"),
    ],
)
def test_a_plain_scalar_means_what_it_says(written: str, value: object, file: Path) -> None:
    file.write_text(f"a: {written}\n", "utf-8")
    found = Document(file).value["a"]
    assert found == value
    assert type(found) is type(value)


TEXTS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
) | TEXTS
NESTED = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


def lay_out(value: Any, keys: tuple[str | int, ...], indent: str, rows: list[str], lines: dict[Any, int]) -> None:
    """Write `value` as block YAML, each key, dash and scalar on a line of its own, and note the lines."""
    lines[keys] = len(rows) + 1
    if not isinstance(value, dict | list) or not value:
        rows.append(indent + json.dumps(value, ensure_ascii=False))
        return
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        rows.append(indent + (f"{json.dumps(key, ensure_ascii=False)}:" if isinstance(value, dict) else "-"))
        line = len(rows)
        lay_out(inner, (*keys, key), indent + "  ", rows, lines)
        if isinstance(value, dict):
            lines[(*keys, key)] = line


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "file.yaml"


@given(NESTED)
def test_plain_values_come_back_with_their_lines(scratch: Path, value: Any) -> None:
    rows: list[str] = []
    lines: dict[Any, int] = {}
    lay_out(value, (), "", rows, lines)
    scratch.write_text("\n".join(rows) + "\n", "utf-8")
    document = Document(scratch)
    assert document.value == value
    assert document.lines == lines


def test_the_line_of_what_is_not_there_is_that_of_what_is_around_it(file: Path) -> None:
    file.write_text("a:\n  - b: 1\n  - c: 2\n", "utf-8")
    document = Document(file)
    assert document.at(("a", 1, "d", 0)) == f"{file}:3"
    assert document.at(("z",)) == f"{file}:1"


# --- whatever stands in a file, the answer is an InputError -----------------------------------------------------------

TOKENS = [
    *"[]{}:,-?&*!|>'\"%@#\n\t ~.",
    ": ",
    "- ",
    "\n  ",
    "---\n",
    "...\n",
    "!!map",
    "%YAML 1.1\n",
    "<<: ",
    "\x85",
    "\u2028",
]
WORDS = ["id", "text", "levers", "path", "2022-08", "tag", "source", "en", "1e300", ".nan", "true", "ñ", "9" * 400]


def loads_or_refuses(path: Path) -> None:
    try:
        load(Scenario, path)
    except InputError as error:
        assert error.message("es")
        told = [problem for problem in error.problems if problem.kind != "too_many_problems"]
        assert all(problem.where.startswith(str(path)) for problem in told)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_cleanly(scratch: Path, content: bytes) -> None:
    scratch.write_bytes(content)
    loads_or_refuses(scratch)


@given(st.lists(st.sampled_from(TOKENS + WORDS), max_size=60).map("".join))
def test_arbitrary_text_is_refused_cleanly(scratch: Path, content: str) -> None:
    scratch.write_text(content, "utf-8")
    loads_or_refuses(scratch)


@given(st.dictionaries(st.sampled_from(list(Scenario.model_fields)), NESTED))
def test_arbitrary_values_of_known_fields_are_refused_cleanly(scratch: Path, value: dict[str, Any]) -> None:
    scratch.write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    loads_or_refuses(scratch)


def test_the_hash_follows_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tregua.catalogue.read.PACKAGE", tmp_path)
    (tmp_path / "a.yaml").write_bytes(b"a: 1\n")
    first = files_hash("")
    (tmp_path / "a.yaml").write_bytes(b"a: 1\r\n")
    assert files_hash("") == first
    (tmp_path / "a.yaml").write_bytes(b"a: 2\n")
    second = files_hash("")
    assert second != first
    assert files_hash("def f(): return 1") != second


def test_a_source_that_stands_twice_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCES + SOURCES.removeprefix("sources:\n"), "utf-8")
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)
    with pytest.raises(InputError) as raised:
        catalogue.sources.__wrapped__()
    [problem] = raised.value.problems
    check(problem, f"{path}:9", "“somebody_2020” stands here twice", "«somebody_2020» aparece dos veces")


def test_a_source_may_stand_in_the_common_list_or_in_the_file_itself(file: Path) -> None:
    file.write_text("a: [{ref: s1}, {ref: mine}]\nb:\n  c: {ref: mina}\n", "utf-8")
    document = Document(file)
    assert [problem.where for problem in catalogue.unknown_sources(document)] == [f"{file}:1", f"{file}:3"]
    [problem] = catalogue.unknown_sources(document, ["mine"])
    check(
        problem,
        f"{file}:3",
        "there is no source “mina”; there are: mine, sources.yaml. Did you mean “mine”?",
        "no existe la fuente «mina»; hay: mine, sources.yaml. ¿Quiso decir «mine»?",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: 010", "“010” could be read as an octal number"),
        ("a: -007", "“-007” could be read as an octal number"),
        ("a: !!str 5", "tags"),
        ("a: !!float 5", "tags"),
        ("a: !!python/object:os.system x", "tags"),
        ("!!map {a: 1}", "tags"),
        ("a: ! 5", "tags"),
        ("{a: 1}: 2", "a key is a single word"),
        ("[a]: 2", "a key is a single word"),
        ("? - a\n: 2", "a key is a single word"),
        ("a: {2022-08: 1,5}", "a point before decimals"),
        ('a: "\\e]0;owned\\a"', r"cannot be seen: \x1b]0;owned\x07"),
        ('a: "x\\u202ey"', r"cannot be seen: x\u202ey"),
        ('"\\e[31m": 1', r"cannot be seen: \x1b[31m"),
    ],
)
def test_what_would_be_read_otherwise_elsewhere_is_refused_with_its_line(content: str, said: str, file: Path) -> None:
    file.write_text("# a comment\n" + content, "utf-8")
    with pytest.raises(InputError) as caught:
        Document(file)
    assert str(caught.value).startswith(f"{file}:2: ") and said in str(caught.value)
    assert "\x1b" not in str(caught.value) and "\u202e" not in str(caught.value)


@pytest.mark.parametrize(("written", "value"), [("True", True), ("TRUE", True), ("False", False), ("NULL", None)])
def test_capitals_change_no_word(written: str, value: object, file: Path) -> None:
    file.write_text(f"a: {written}\nb: '010'\n", "utf-8")
    assert Document(file).value == {"a": value, "b": "010"}


def test_more_values_than_any_file_of_ours_has_are_refused(file: Path) -> None:
    file.write_text("a:\n" + "- 1\n" * 1_200_000, "utf-8")
    with pytest.raises(InputError, match="more values than are read"):
        Document(file)
