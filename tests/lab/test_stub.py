"""The stub beside `names.py`: what an editor shows when one points at a name, and what mypy refuses."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tregua.lab.layout import layout
from tregua.lab.model import lab
from tregua.lab.stub import stub

CLASSES = {node.name: node for node in ast.parse(stub()).body if isinstance(node, ast.ClassDef)}


def said(kind: str, name: str) -> str:
    """What is shown of a name: the docstring under it."""
    body = CLASSES[kind].body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return ast.get_docstring(node) or ""
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name and isinstance(after, ast.Expr):
            return str(ast.literal_eval(after.value))
    return ""


@pytest.mark.parametrize("name", lab().records)
def test_a_parameter_shows_its_text_unit_value_tag_and_source(name: str) -> None:
    shown = said("Parameters", name)
    record = lab().records[name]
    assert shown.startswith(f"{record.text.en} [{record.unit}].")
    for number in lab().numbers(name):
        assert f"{number.id} = {number.value:g}, {number.tag}" in shown
        assert all(citation.ref in shown for citation in number.source)


@pytest.mark.parametrize(
    ("kind", "shelf"), [("Levers", "L"), ("States", "S"), ("Derivatives", "S"), ("Values", "V"), ("Outcomes", "O")]
)
def test_everything_that_an_equation_may_name_stands_in_the_stub_with_its_unit(kind: str, shelf: str) -> None:
    assert all("[" in said(kind, name) for name in layout().shelves[shelf].first)


WRONG = """
from tregua.lab.names import Derivatives, Levers, Parameters, States, groups, host, hosts, producers


def right(p: Parameters, lever: Levers, s: States, d: Derivatives) -> None:
    for g in groups:
        d.members[g] = s.members[g] * p.growth[g] * lever.pressure[host[g]]
        d.killed[host[g]] += p.hostility[g, g]


def wrong(p: Parameters, lever: Levers, s: States, d: Derivatives) -> None:
    for h in hosts:
        d.members[h] = 1.0
        p.casualty_share = 1.0
        lever.arrests[h] = 1.0
    for c in producers:
        s.killed[c] = 1.0
        s.membres[c] = 1.0
"""


def test_mypy_refuses_what_the_binder_refuses(tmp_path: Path) -> None:
    path = tmp_path / "mechanism.py"
    path.write_text(WRONG, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(path)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    lines = {int(line.split(":")[1]) for line in done.stdout.splitlines() if line.startswith(str(path))}
    expected = {number for number, line in enumerate(WRONG.splitlines(), 1) if number > 11 and line.endswith("= 1.0")}
    assert lines == expected, done.stdout
