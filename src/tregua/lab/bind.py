"""Names to positions: the mechanisms as one text of flat arrays, the same for all engines.

A mechanism writes ``d.members[g] = recruited − …``; here that becomes ``d[S_MEMBERS + g] = …``. What is not declared,
an array without its place, a place of another set, and a write to what is given are refused, with file and line.
"""

import ast
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NoReturn

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import files_hash, read_text, repeated
from tregua.lab.layout import layout
from tregua.lab.leftover import uncalled, unknown_functions, unused
from tregua.lab.model import FOLDER, lab, mechanism_names
from tregua.lab.sequence import RATES, START
from tregua.lab.status import Status

# Where each role of an equation has its names, and whether equations may write there.
ROLES = {
    "p": ("P", False),
    "lever": ("L", False),
    "lever_0": ("L", False),
    "shock": ("Z", False),
    "s": ("S", False),
    "was": ("S", False),
    "d": ("S", True),
    "v": ("V", True),
    "out": ("O", True),
}
# The arrays that a caller hands to `simulate` beyond its inputs, by the annotation of the parameter.
HOLDS = {
    "Parameters": "P",
    "Levers": "L",
    "Shocks": "Z",
    "States": "S",
    "Derivatives": "S",
    "Values": "V",
    "Outcomes": "O",
}
BUILT_IN = {"abs", "min", "max", "range", "int"}
GIVEN = {
    "start": ("p", "lever_0", "s", "v"),
    "rates": ("p", "lever", "lever_0", "shock", "t", "s", "d", "v"),
    "check": ("s",),
    "report": ("p", "lever", "t", "s", "was", "out"),
}


@dataclass
class Module:
    """A file of the kernel: its tree, and what its imports stand for."""

    path: Path
    tree: ast.Module
    prefix: str
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, prefix: str) -> "Module":
        """The file at `path`; what is taken from another mechanism is called by that mechanism's name.

        Raises
        ------
        InputError
            When there is no such file, or it is not Python.
        """
        try:
            module = cls(path, ast.parse(read_text(path)), prefix)
        except SyntaxError as error:
            raise InputError(Problem("bind.syntax", f"{path}:{error.lineno}", {"found": error.msg})) from None
        for node in module.tree.body:
            if isinstance(node, ast.ImportFrom):
                other = str(node.module).rpartition("tregua.lab.mechanisms.")[2]
                own = f"{other}_" if other != node.module else ""
                module.known |= {alias.name: f"{own}{alias.name}" for alias in node.names}
        functions = [(one.name, module.at(one)) for one in module.functions()]
        if problems := repeated(functions):
            raise InputError(problems)
        names = [*(name for name, _ in functions), *(name for name, _ in module.constants())]
        module.known |= {name: f"{prefix}{name}" for name in names}
        return module

    def functions(self) -> list[ast.FunctionDef]:
        """Its functions, in order."""
        return [node for node in self.tree.body if isinstance(node, ast.FunctionDef)]

    def constants(self) -> list[tuple[str, str]]:
        """Its constants by name, each with its value."""
        found = [node for node in self.tree.body if isinstance(node, ast.Assign)]
        return [(ast.unparse(node.targets[0]), ast.unparse(node.value)) for node in found]

    def lines(self) -> list[str]:
        """Its constants as lines of the bound text."""
        return [f"{self.prefix}{name} = {value}" for name, value in self.constants()]

    def at(self, node: ast.AST) -> str:
        """File and line of a piece of it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@dataclass
class Bound:
    """The text of the kernel, and what of the catalogues its equations use."""

    text: str
    used: set[tuple[str, str]]


class _Names(ast.NodeTransformer):
    """One function with its names turned into positions."""

    def __init__(self, module: Module, function: ast.FunctionDef, used: set[tuple[str, str]]) -> None:
        self.module, self.function, self.used = module, function, used
        self.layout = layout()
        self.roles = {one.arg for one in function.args.args if one.arg in ROLES}
        self.index: dict[str, str] = {}
        stored = [one for one in ast.walk(function) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
        self.own = {one.id for one in stored} | {one.arg for one in function.args.args}

    def bind(self) -> None:
        """Bind the body, where it stands."""
        self.function.body = [self.visit(one) for one in self.function.body]

    def refuse(self, node: ast.AST, kind: str, **values: object) -> NoReturn:
        raise InputError(Problem(kind, self.module.at(node), values))

    def visit_For(self, node: ast.For) -> ast.AST:
        assert isinstance(node.target, ast.Name)
        if isinstance(node.iter, ast.Name):
            if node.iter.id not in self.layout.members:
                raise InputError(unknown_name("@name.set", node.iter.id, self.layout.members, self.module.at(node)))
            self.index[node.target.id] = node.iter.id
            node.iter = _parsed(f"range(N_{node.iter.id.upper()})")
        else:
            self.index.pop(node.target.id, None)
            node.iter = self.visit(node.iter)
        node.body = [self.visit(one) for one in node.body]
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript(value=ast.Name(id="host"))):
                self.index[name] = "hosts"
            case ast.Assign(targets=[ast.Name(id=name)]):
                self.index.pop(name, None)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.roles and self.module.prefix:
            self.refuse(node, "bind.whole", found=node.id)
        if isinstance(node.ctx, ast.Store) or node.id in self.own or node.id in BUILT_IN:
            return node
        if node.id not in self.module.known:
            valid = [*self.own, *self.module.known]
            raise InputError(unknown_name("@name.name", node.id, valid, self.module.at(node)))
        return ast.Name(self.module.known[node.id], node.ctx)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        match node:
            case ast.Subscript(value=ast.Attribute(value=ast.Name(id=role), attr=name)) if role in self.roles:
                places = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                return self.element(node, role, name, places)
            case ast.Subscript(value=ast.Name(id="host"), slice=group):
                return _parsed(self.host_of(group))
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        match node:
            case ast.Attribute(value=ast.Name(id="Status"), attr=name):
                if name not in Status.__members__:
                    raise InputError(unknown_name("@name.status", name, Status.__members__, self.module.at(node)))
                return ast.copy_location(ast.Name(f"STATUS_{name}", ast.Load()), node)
            case ast.Attribute(value=ast.Name(id=role), attr=name) if role in self.roles:
                return self.element(node, role, name, [])
        return self.generic_visit(node)

    def element(self, node: ast.Attribute | ast.Subscript, role: str, name: str, places: list[ast.expr]) -> ast.AST:
        """The position of ``role.name[places]``."""
        kind, writable = ROLES[role]
        shelf = self.layout.shelves[kind]
        if name not in shelf.first:
            raise InputError(unknown_name(f"@name.{role}", name, shelf.first, self.module.at(node)))
        starts = role == "s" and self.function.name.startswith("start")
        if not isinstance(node.ctx, ast.Load) and not writable and not starts:
            self.refuse(node, "bind.given", found=f"{role}.{name}", role=role)
        sets = shelf.sets[name]
        if len(places) != len(sets):
            self.refuse(node, "bind.places", found=ast.unparse(node), expected=f"{role}.{name}[{', '.join(sets)}]")
        self.used.add((kind, name))
        text = f"{kind}_{name.upper()}"
        offset = ""
        for place, one in zip(places, sets, strict=True):
            offset = f"({offset}) * N_{one.upper()} + " if offset else ""
            offset += self.in_set(place, one)
        position = f"{role}[{text} + {offset}]" if sets else f"{role}[{text}]"
        bound = _parsed(position)
        assert isinstance(bound, ast.Subscript)
        bound.ctx = node.ctx
        return bound

    def in_set(self, place: ast.expr, wanted: str) -> str:
        """The index of a place in the set that an array stands over, which is its own set or one that holds it."""
        match place:
            case ast.Name(id=name) if name in self.index:
                own, text = self.index[name], name
            case ast.Subscript(value=ast.Name(id="host"), slice=group):
                own, text = "hosts", self.host_of(group)
            case _:
                self.refuse(place, "bind.no_place", found=ast.unparse(place), expected=wanted)
        if own == wanted:
            return text
        if own == "groups" or (own, wanted) not in self.layout.maps:
            self.refuse(place, "bind.other_set", found=ast.unparse(place), set=own, expected=wanted)
        return self.layout.mapped(own, wanted, text)

    def host_of(self, group: ast.expr) -> str:
        """The index of the country that hosts a group."""
        return self.layout.mapped("groups", "hosts", self.in_set(group, "groups"))


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _plain(function: ast.FunctionDef, name: str) -> str:
    """A function without annotations and docstring."""
    function = copy(function)
    function.name, function.returns = name, None
    for argument in function.args.args:
        argument.annotation = None
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    return ast.unparse(ast.fix_missing_locations(function))


def read(name: str, prefix: str) -> Module:
    """A file of the lab as a module of the kernel."""
    return Module.read(FOLDER / f"{name}.py", prefix)


def modules() -> dict[str, Module]:
    """The mechanisms by name.

    Raises
    ------
    InputError
        When one bears the name of an index set, for `groups.x` could then mean two things.
    """
    names = mechanism_names()
    problems = [
        Problem("bind.set_name", str(FOLDER / "mechanisms" / f"{name}.py"), {"found": name})
        for name in names
        if name in layout().members
    ]
    if problems:
        raise InputError(problems)
    return {name: read(f"mechanisms/{name}", f"{name}_") for name in names}


@cache
def bound() -> Bound:
    """The kernel as one text, without a name of the world.

    Raises
    ------
    InputError
        For the first thing in each function that cannot be bound; then for what is declared and stands in no equation,
        and for functions that nothing calls.
    """
    used: set[tuple[str, str]] = set()
    units, integrate, mechanisms = read("units", ""), read("integrate", ""), modules()
    problems: list[Problem] = []
    for module in (units, integrate, *mechanisms.values()):
        for function in module.functions():
            try:
                _Names(module, function, used).bind()
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(problems)
    steps = {f"{name}.{one.name}": one for name, module in mechanisms.items() for one in module.functions()}
    wholes: dict[str, list[str]] = {"start": [*START], "rates": [*RATES]}
    wholes |= {name: [step for step in steps if step.endswith(f".{name}")] for name in ("check", "report")}
    taken = {step for sequence in wholes.values() for step in sequence}
    parts = ["from math import exp, log, sqrt", layout().constants(), *units.lines()]
    parts += [_plain(one, one.name) for one in units.functions()]
    for name, module in mechanisms.items():
        parts += module.lines()
        parts += [_plain(one, f"{name}_{one.name}") for one in module.functions() if f"{name}.{one.name}" not in taken]
    parts += [_whole(name, sequence, steps) for name, sequence in wholes.items()]
    parts += [_plain(one, one.name) for one in integrate.functions()]
    text = "\n".join(parts) + "\n"
    functions = {
        name: [(one.name, module.at(one)) for one in module.functions()] for name, module in mechanisms.items()
    }
    leftover = [*unused(used), *uncalled(text, functions), *unknown_functions(functions)]
    if leftover:
        raise InputError(leftover)
    return Bound(text, used)


def _whole(name: str, sequence: list[str], steps: dict[str, ast.FunctionDef]) -> str:
    """`start`, `rates`, `check` or `report`: the steps one after the other, the first failure kept.

    Steps are written out instead of called: all are given the same arrays, and a compiler has half as many functions.
    """
    body = [ast.parse("status = STATUS_OK")]
    for step in sequence:
        if step not in steps:
            raise InputError(unknown_name("@name.step", step, steps, str(FOLDER / "sequence.py")))
        for argument in steps[step].args.args:
            if argument.arg not in GIVEN[name]:
                where = str(FOLDER / "mechanisms" / f"{step.partition('.')[0]}.py")
                raise InputError(unknown_name("@name.argument", argument.arg, GIVEN[name], where))
        for node in _early_returns(steps[step]):
            where = str(FOLDER / "mechanisms" / f"{step.partition('.')[0]}.py")
            raise InputError(Problem("bind.return", f"{where}:{node.lineno}", {"found": step}))
        body.append(_written_out(steps[step], step.replace(".", "_")))
    lines = [line for part in body for line in ast.unparse(part).splitlines()]
    return "\n".join(
        [f"def {name}({', '.join(GIVEN[name])}):", *(f"    {line}" for line in lines), "    return status"]
    )


def _early_returns(step: ast.FunctionDef) -> list[ast.Return]:
    """Every `return` of a step but a name at its end, which would leave the steps that follow out."""
    found = [node for node in ast.walk(step) if isinstance(node, ast.Return)]
    last = step.body[-1]
    return [node for node in found if node is not last or not isinstance(node.value, ast.Name)]


def _written_out(step: ast.FunctionDef, prefix: str) -> ast.Module:
    """The body of a step, its own names made unlike those of other steps; what it returns goes to the status."""
    own = {
        node.id: f"{prefix}_{node.id}"
        for node in ast.walk(step)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    body = ast.parse(_plain(step, step.name)).body[0]
    assert isinstance(body, ast.FunctionDef)
    for node in ast.walk(body):
        if isinstance(node, ast.Name):
            node.id = own.get(node.id, node.id)
    match body.body:
        case [*lines, ast.Return(value=ast.Name(id=met))]:
            after = ast.parse(f"if status == STATUS_OK:\n    status = {met}").body
            return ast.Module([*lines, *after], [])
    return ast.Module(body.body, [])


@cache
def catalogue_hash() -> str:
    """Twelve hexadecimal digits that change when a file of the catalogue or an equation does."""
    return files_hash(bound().text)


@cache
def lab_hash() -> str:
    """Twelve hexadecimal digits that change when anything does that a run or a forecast of the lab rests on.

    Of the evidence these are the series and the numbers that estimates and pools feed; an estimate that feeds none may
    change without the lab.
    """
    fed = [repr(one.model_dump(mode="json")) for one in lab().parameters.values() if one.estimates]
    return files_hash(bound().text + "\n".join(fed), ("lab", "scenarios", "evidence/series"))


@cache
def working_space() -> list[int]:
    """The sizes of the arrays that `simulate` works in, those after its inputs, in order."""
    simulate = read("integrate", "").functions()[-1]
    names = [ast.unparse(one.annotation) for one in simulate.args.args if one.annotation]
    after = [one.arg for one in simulate.args.args].index("outcomes") + 1
    return [layout().shelves[HOLDS[name]].size for name in names[after:]]
