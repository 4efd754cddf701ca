"""The house as its imports draw it: which room stands on which floor, on what it stands, and what it holds."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "tregua"
HEADS = {"en": ("floor", "room", "stands on", "holds"), "es": ("piso", "pieza", "se apoya en", "contiene")}
WIDTHS = (5, 10, 34, 64)


@cache
def modules() -> dict[str, Path]:
    """The file of each module, by its dotted name; `tregua` itself among them."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        *folders, name = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(folders if name == "__init__" else [*folders, name])] = path
    return found


@cache
def imports() -> dict[str, set[str]]:
    """The modules of the house that each module imports, at its top or in a function, not for its types alone."""
    trees = {name: ast.parse(path.read_text("utf-8")) for name, path in modules().items()}
    return {name: {one for one in _imported(tree) if one in trees} - {name} for name, tree in trees.items()}


def _imported(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module:
            inner = {f"{child.module}.{alias.name}" for alias in child.names}
            yield from inner & modules().keys() or {child.module}
        elif not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from _imported(child)


def rooms() -> dict[str, set[str]]:
    """The folders and modules of the top floor, and which of the others each imports."""
    found: dict[str, set[str]] = {_room(name): set() for name in modules() if _room(name)}
    for name, imported in imports().items():
        if _room(name):
            found[_room(name)] |= {_room(one) for one in imported} - {_room(name), ""}
    return found


def _room(module: str) -> str:
    return module.removeprefix("tregua").removeprefix(".").partition(".")[0]


def floors(stands_on: Mapping[str, set[str]]) -> dict[str, int]:
    """The floor of each room: the lowest that is above every room it stands on."""
    floor: dict[str, int] = {}
    while len(floor) < len(stands_on):
        ready = {room for room, below in stands_on.items() if room not in floor and below <= floor.keys()}
        if not ready:
            raise ValueError(f"a circle of imports: {', '.join(sorted(stands_on.keys() - floor.keys()))}")
        floor |= {room: 1 + max((floor[one] for one in stands_on[room]), default=0) for room in ready}
    return floor


def drawing(language: str) -> str:
    """The house as a table in plain text, the top floor first."""
    stands_on = rooms()
    floor = floors(stands_on)
    lines = [_line(HEADS[language])]
    for room in sorted(floor, key=lambda one: (-floor[one], one)):
        below = sorted(stands_on[room], key=lambda one: (-floor[one], one))
        lines.append(_line((str(floor[room]), room, " ".join(below), " ".join(_held(room)))))
    return "```text\n" + "\n".join(lines) + "\n```"


def _held(room: str) -> list[str]:
    """What lies directly in a room, folders first."""
    inner = {name.split(".")[2] for name in modules() if name.startswith(f"tregua.{room}.")}
    folders = {one for one in inner if (PACKAGE / room / one).is_dir()}
    return [f"{one}/" for one in sorted(folders)] + sorted(inner - folders)


def _line(cells: tuple[str, ...]) -> str:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)]
    lines = zip_longest(*wrapped, fillvalue="")
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, WIDTHS, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)
