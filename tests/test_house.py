"""The house itself: no circles, few rooms, short files and functions, documents that name what exists, no outside."""

import ast
import re
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from pkgutil import resolve_name

import house
import made
import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS, LINES, FUNCTION_LINES = 14, 400, 50
CODE = [ROOT / "start.py", ROOT / "hatch_build.py"]
CODE += sorted(path for folder in ("src", "tests", "benchmarks", "docs") for path in (ROOT / folder).rglob("*.py"))
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "src").rglob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "benchmarks").glob("*.md"),
    ]
)
FILES = [path.relative_to(ROOT).as_posix() for pattern in ("*.*", "[a-z]*/**/*.*") for path in ROOT.glob(pattern)]
SHOWN = {"my_model.py", "mi_modelo.py"}  # the model that the page itself writes
STILL_LONG: set[str] = set()
STILL_LONG_FUNCTIONS: set[str] = set()
OUTSIDE = [
    *(("/", folder) for folder in ("work/", "home/", "root/", "tmp/", "Users/", "mnt/")),
    *(("pypi", ".org"), ("python", "hosted"), ("npm", "js."), ("crates", ".io"), ("anaconda", ".org")),
    ("../", "shared"),
]
ALLOWED = {("../", "shared"): {".ci/run"}}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- rooms, files, functions ------------------------------------------------------------------------------------------


def test_imports_are_read_wherever_they_stand_but_not_those_for_types_alone() -> None:
    read = house.imports()
    assert "tregua.lab.store" in read["tregua.show.cli.run"]
    assert "tregua.evidence.schema" in read["tregua.show.schemas"]
    assert read["tregua"] == {"tregua.version"}


def test_no_circle_of_imports() -> None:
    assert house.floors(house.imports()).keys() == house.modules().keys()


def test_a_circle_is_told() -> None:
    with pytest.raises(ValueError, match=r"a circle of imports: a, b$"):
        house.floors({"a": {"b"}, "b": {"a", "c"}, "c": set()})


def test_the_top_floor_has_few_rooms() -> None:
    assert len(house.rooms()) <= ROOMS


def test_a_long_file_says_why_in_its_first_lines() -> None:
    long = {path for path in CODE if len(path.read_text("utf-8").splitlines()) > LINES}
    silent = {path for path in long if "Over 400 lines:" not in path.read_text("utf-8").partition("\nimport ")[0]}
    assert {named(path) for path in silent} == STILL_LONG


def long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            first = node.body[0]
            said = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) is not None else 0
            if node.end_lineno - node.lineno + 1 - said > FUNCTION_LINES:
                yield f"{named(path)}:{node.name}"


def test_a_function_without_its_docstring_is_short() -> None:
    assert {found for path in CODE for found in long_functions(path)} == STILL_LONG_FUNCTIONS


# --- documents --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", made.pages(), ids=lambda path: path.name)
def test_what_is_made_in_a_document_is_up_to_date(page: Path) -> None:
    assert page.read_text("utf-8") == made.page(page), "run `python docs/made.py`"


@pytest.mark.parametrize("page", made.pages(), ids=lambda path: path.name)
def test_every_part_that_is_made_stands_in_its_page(page: Path) -> None:
    marked = re.findall("^<!-- made: (.+?) -->$", page.read_text("utf-8"), re.MULTILINE)
    assert sorted(marked) == sorted(made.made()[page.name.partition(".")[0]])


def test_only_what_stands_between_the_marks_is_made() -> None:
    page = "one\n<!-- made: two words -->\nold\n\nold\n<!-- end -->\nthree\n"
    filled = made.filled(page, {"two words": "new"})
    assert filled == "one\n<!-- made: two words -->\n\nnew\n\n<!-- end -->\nthree\n"
    assert made.filled(filled, {"two words": "new"}) == filled
    with pytest.raises(KeyError):
        made.filled(page, {})


def test_the_drawing_shows_every_room_with_the_floor_it_stands_on() -> None:
    drawn = re.findall(r"^(\d+) +(\w+)", house.drawing("en"), re.MULTILINE)
    assert {room: int(floor) for floor, room in drawn} == house.floors(house.rooms())
    assert [int(floor) for floor, _ in drawn] == sorted((int(floor) for floor, _ in drawn), reverse=True)
    assert re.search(r"^\d+ +trace +catalogue$", house.drawing("en"), re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_and_module_that_a_document_names_exists(page: Path) -> None:
    content = page.read_text("utf-8")
    for file in set(re.findall(r"`([\w./*-]+\.(?:py|pyi|yaml|json|csv|md))`", content)) - SHOWN:
        assert any(fnmatch(f"/{one}", f"*/{file}") for one in FILES), file
    for module in set(re.findall(r"\btregua(?:\.[a-z_]\w*)+\b", content)):
        resolve_name(module)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_inside_the_documents_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


# --- outside ----------------------------------------------------------------------------------------------------------


def project_files() -> list[str]:
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("parts", OUTSIDE, ids="".join)
def test_no_file_names_a_place_outside_the_project(parts: tuple[str, str]) -> None:
    outside = "".join(parts).encode()
    found = {name for name in project_files() if outside in (ROOT / name).read_bytes()}
    assert found <= ALLOWED.get(parts, set())
