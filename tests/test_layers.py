"""The domain speaks in keys: below `show` nothing chooses a language."""

import ast
from pathlib import Path

import pytest

from tregua.catalogue.read import PACKAGE

ROOMS = ("regimes", "evidence", "models", "lab", "analysis", "states")
DOMAIN = [*(path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))), PACKAGE / "trace.py"]
LANGUAGE = {"Language", "LANGUAGES", "text", "texts"}


def chosen(code: str) -> list[str]:
    """The places of a module that choose a language: what it imports of `tregua.text`, what it is told to speak."""
    found = []
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.ImportFrom(module="tregua.text", names=names):
                found += [f"{node.lineno}: {one.name}" for one in names if one.name in LANGUAGE]
            case ast.ImportFrom(module="tregua", names=names) if any(one.name == "text" for one in names):
                found.append(f"{node.lineno}: tregua.text")
            case ast.Import(names=names) if any(one.name == "tregua.text" for one in names):
                found.append(f"{node.lineno}: tregua.text")
            case ast.arg(arg="language"):
                found.append(f"{node.lineno}: language")
    return found


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_domain_knows_no_language(path: Path) -> None:
    assert chosen(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "from tregua.text import Language",
        "def f():\n    from tregua.text import text",
        "from tregua import text",
        "import tregua.text as words",
        "def f(language='en'): ...",
        "class A:\n    def f(self, *, language): ...",
        "f = lambda language: 1",
    ],
)
def test_a_module_that_chooses_one_is_found(code: str) -> None:
    assert chosen(code) != []
