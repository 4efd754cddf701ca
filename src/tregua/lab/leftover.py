"""What stands in the files of the lab and in no equation: names, functions, and functions that are only spoken of."""

import ast
from collections.abc import Iterator, Mapping, Sequence

from tregua.catalogue.errors import Problem, unknown_name
from tregua.lab.layout import layout
from tregua.lab.model import FOLDER, lab

FIELDS = {"P": "parameters", "L": "levers", "Z": "shocks", "S": "states", "V": "values", "O": "outcomes"}
Functions = Mapping[str, Sequence[tuple[str, str]]]  # by mechanism: each function with its file and line


def unused(used: set[tuple[str, str]]) -> Iterator[Problem]:
    """What is declared and stands in no equation; a shock may use a parameter instead."""
    model = lab()
    paths = model.shocks.values()
    drawn = {name for one in paths for name in (one.volatility, one.memory, one.lag, one.growth) if name}
    for kind, shelf in layout().shelves.items():
        for name in shelf.first:
            if (kind, name) not in used and not (kind == "P" and name in drawn):
                yield Problem("bind.unused", _file_of(FIELDS[kind], name), {"found": name})


def uncalled(text: str, functions: Functions) -> Iterator[Problem]:
    """Functions of mechanisms that are no step and that no other function calls."""
    tree = ast.parse(text)
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    written = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for mechanism, listed in functions.items():
        for name, where in listed:
            if f"{mechanism}_{name}" in written - called:
                yield Problem("bind.uncalled", where, {"found": name})


def unknown_functions(functions: Functions) -> Iterator[Problem]:
    """Functions that a lever says it moves, or an outcome that it comes from, and that no mechanism has."""
    known = {name for listed in functions.values() for name, _ in listed}
    named = [("levers", one.id, name) for one in lab().levers.values() for name in one.moves]
    named += [("outcomes", one.id, one.equation) for one in lab().outcomes.values()]
    for field, owner, name in named:
        if name not in known:
            yield unknown_name("@name.step", name, known, _file_of(field, owner))


def _file_of(field: str, name: str) -> str:
    """The file that declares a name."""
    declaring = (
        mechanism
        for mechanism, record in lab().mechanisms.items()
        if name in [one.id for one in getattr(record, field)]
    )
    return str(FOLDER / "mechanisms" / f"{next(declaring)}.yaml")
