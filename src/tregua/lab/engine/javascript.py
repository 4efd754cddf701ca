"""Kernel text to JavaScript, so that the same equations run in a page without a server.

The text is Python that passes `mypy --strict`, which sees to the number and the types of arguments and values; this
module sees to the rest. What it accepts gives the same numbers in CPython, Numba and JavaScript:

- Module: docstrings, `from math import exp, log, sqrt`, names from other `tregua` modules (the caller puts their
  JavaScript in front), constants `NAME = 1.5`, tables of indices `NAME = (0, 2)`, functions. Docstrings and annotations
  leave no trace.
- Functions: plain arguments, numbers or flat arrays. An array is only indexed, or passed to a function that does.
- Statements: `x = y`, `x: float = y`, `a[i] = x`, `x, y = f(z)`, `+= -= *= /=`, `if elif else`, `for i in range(n)` or
  `range(m, n)` with `break` and `continue`, `return`, a call. A name has a value on every path that leads to its use;
  a loop variable has one in its loop only, and is not assigned there.
- Numbers: literals, names, `a[i]`, `+ - * /`, unary `-`, `x if test else y`, calls, `abs exp log sqrt`, `min` and `max`
  of two or more. `x ** y` is exp(y · log x), so the base is positive. An index is made of ints by `+ - *`.
- Tests: one of `< <= > >= == !=`, `and or not`, `True False`, a name, a call. A test may be assigned, returned, passed;
  there `and` and `or` join comparisons only, because in Python they give back an operand and not a truth value.

`min` and `max` are `y if y < x else x` from left to right, as in CPython and Numba: `Math.min` puts -0.0 below 0.0 and
passes NaN on. The author avoids what stops CPython and gives an infinity or NaN in JavaScript (a zero divisor, `log` of
0 or less, `sqrt` below 0, overflow, an index beyond the end) and an index below 0, which Python counts from the end.
Ints are doubles in JavaScript: exact to 2**53, and an int 0 that is computed may be -0.
"""

import ast
import sys
from functools import reduce
from typing import NoReturn

from tregua.catalogue.errors import nearest

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISON = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_COMPOUND = (ast.BinOp, ast.UnaryOp, ast.IfExp, ast.Compare, ast.BoolOp)
_LARGEST = {int: 2**53, float: sys.float_info.max}
_MATH = {"exp", "log", "sqrt"}
_HELPERS = {
    "max": "function max$(x, y) { return y > x ? y : x; }\n",
    "min": "function min$(x, y) { return y < x ? y : x; }\n",
}
_RESERVED = (
    "arguments case catch const debugger default delete do enum eval export extends false function implements "
    "instanceof interface let new null package private protected public static super switch this throw true typeof "
    "undefined var void Infinity Math NaN"
)
_PLAIN = "define plain functions at the top level, def f(x, y):, without decorator, default, `*` or `/`"
_IMPORTS = "import exp, log or sqrt from math, or names from a tregua module, without `as` or `*`"
_INSTEAD: dict[type[ast.AST], str] = {
    ast.AnnAssign: "give the name a value",
    ast.Assign: "assign one name a line, or unpack a call: x, y = f(z)",
    ast.Attribute: "import the name itself: from math import exp",
    ast.Call: "call functions of this module, abs, min or max of two or more, or imported exp, log, sqrt, by position",
    ast.ClassDef: _PLAIN,
    ast.Compare: "join two comparisons by `and`",
    ast.Constant: "use a float, an int up to 2**53, True or False",
    ast.Expr: "assign it, or call a function of this module",
    ast.FloorDiv: "pass the whole number in, or count in a `for` over `range`",
    ast.For: "write `for i in range(n)` or `range(m, n)`, without `else`",
    ast.FunctionDef: _PLAIN,
    ast.GeneratorExp: "write a `for` over `range`",
    ast.Global: "pass the value in and return the new one",
    ast.Import: _IMPORTS,
    ast.ImportFrom: _IMPORTS,
    ast.In: "compare with `==` in a `for` over `range`",
    ast.Is: "compare with `==`",
    ast.IsNot: "compare with `!=`",
    ast.JoinedStr: "use a number that stands for it",
    ast.Lambda: _PLAIN,
    ast.List: "pass an array in and fill it",
    ast.ListComp: "write a `for` over `range` that fills an array",
    ast.Mod: "pass the remainder in, or count in a nested `for`",
    ast.NotIn: "compare with `!=` in a `for` over `range`",
    ast.Pass: "leave the branch out, or turn its test round",
    ast.Pow: "write x = x ** y",
    ast.Slice: "write a `for` over `range`",
    ast.Starred: "write each argument",
    ast.Try: "test the operands first",
    ast.Tuple: "return it, or unpack a call: x, y = f(z)",
    ast.While: "write `for _ in range(LIMIT)` with `break`, and return a status",
    ast.With: "do this where the kernel is called",
}


class SubsetError(SyntaxError):
    """Kernel text that has no translation: what was found, what to write instead, and where."""


def to_javascript(source: str, name: str = "kernel") -> str:
    """JavaScript of a kernel module: a plain script of `const NAME = …;` and `function f(x, y) {…}`, in the same order.

    Parameters
    ----------
    source
        Text of the module, in the subset above.
    name
        Name of the module, for messages.

    Raises
    ------
    SubsetError
        At the first thing outside the subset.
    SyntaxError
        If the text is not Python.
    """
    compile(source, f"{name}.py", "exec", dont_inherit=True)
    try:
        return _Translator().module(ast.parse(source))
    except SubsetError as refusal:
        refusal.filename, refusal.text = f"{name}.py", source.splitlines()[(refusal.lineno or 1) - 1]
        raise


def _refuse(node: ast.stmt | ast.expr | ast.arg, problem: str, remedy: str) -> NoReturn:
    raise SubsetError(f"{problem}; {remedy}", (None, node.lineno, node.col_offset + 1, None))


def _outside(node: ast.stmt | ast.expr, operator: ast.AST | None = None) -> NoReturn:
    found = ast.unparse(node).splitlines()[0]
    _refuse(
        node,
        f"`{found}` is not in the kernel subset",
        _INSTEAD.get(type(operator or node), "see the subset in translate.py"),
    )


def _wrap(node: ast.expr, text: str) -> str:
    return f"({text})" if isinstance(node, _COMPOUND) else text


def _body(tree: ast.FunctionDef) -> list[ast.stmt]:
    return tree.body if ast.get_docstring(tree, clean=False) is None else tree.body[1:]


def _ends(body: list[ast.stmt]) -> bool:
    """Whether control never passes the end of these statements."""
    match body[-1:]:
        case [ast.Return() | ast.Break() | ast.Continue()]:
            return True
        case [ast.If(body=yes, orelse=no)]:
            return _ends(yes) and _ends(no)
    return False


class _Translator:
    """Text of a module, and what is known of its names at the point reached."""

    def __init__(self) -> None:
        self.functions: set[str] = set()
        self.mathematics: set[str] = set()
        self.constants: set[str] = set()
        self.tables: set[str] = set()
        self.helpers: set[str] = set()
        self.known: set[str] = set()  # names of the function that have a value for sure
        self.assigned: dict[str, None] = {}  # names of the function to declare, in order
        self.arrays: set[str] = set()  # names that the function indexes
        self.loops: set[str] = set()  # variables of the loops around

    def module(self, tree: ast.Module) -> str:
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name=name) | ast.Name(id=name) | ast.arg(arg=name) if name in _RESERVED.split():
                    _refuse(node, f"`{name}` is a reserved name in JavaScript", "choose another name")
                case ast.FunctionDef(name=name):
                    self.functions.add(name)
        lines = [self.definition(node) for node in tree.body]
        return "".join([*(_HELPERS[name] for name in sorted(self.helpers)), *lines])

    def definition(self, node: ast.stmt) -> str:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple(elts=[*entries])):
                self.tables.add(name)
                return f"const {name} = [{', '.join(map(self.index, entries))}];\n"
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if node.value:
                if not isinstance(getattr(node.value, "operand", node.value), ast.Constant):
                    _refuse(node, f"the constant `{name}` is not a literal", "write one int or float")
                self.constants.add(name)
                return f"const {name} = {self.value(node.value)};\n"
            case ast.ImportFrom(module=module) if all(item.asname is None and item.name != "*" for item in node.names):
                names = {item.name for item in node.names}
                if module == "math" and names <= _MATH:
                    self.mathematics |= names
                elif node.level or str(module).startswith("tregua."):
                    self.constants |= names
                else:
                    _outside(node)
                return ""
            case ast.Expr(value=ast.Constant(value=str())):
                return ""
            case ast.FunctionDef():
                return self.function(node)
        _outside(node)

    def function(self, node: ast.FunctionDef) -> str:
        given = node.args
        if any((given.posonlyargs, given.kwonlyargs, given.vararg, given.kwarg, given.defaults, node.decorator_list)):
            _outside(node)
        names = [argument.arg for argument in given.args]
        inside = [part for statement in _body(node) for part in ast.walk(statement)]
        self.arrays = {p.value.id for p in inside if isinstance(p, ast.Subscript) and isinstance(p.value, ast.Name)}
        self.known, self.assigned = set(names), {}
        lines = self.block(_body(node))
        own = [name for name in self.assigned if name not in names]
        declaration = [f"  let {', '.join(own)};"] if own else []
        return "\n".join([f"function {node.name}({', '.join(names)}) {{", *declaration, *lines, "}\n"])

    def block(self, body: list[ast.stmt]) -> list[str]:
        return [f"  {line}" for node in body for line in self.statement(node)]

    def statement(self, node: ast.stmt) -> list[str]:
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call() as call):
                text = self.call(call)
                return [f"[{', '.join(map(self.target, targets))}] = {text};"]
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                text = self.result(value)
                return [f"{self.target(target)} = {text};"]
            case ast.AugAssign(target=target, op=op, value=value) if type(op) in _ARITHMETIC:
                self.value(target)
                return [f"{self.target(target)} {_ARITHMETIC[type(op)]}= {self.value(value)};"]
            case ast.AugAssign(op=op):
                _outside(node, op)
            case ast.If():
                return self.choice(node)
            case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"), args=bounds), orelse=[]):
                return self.loop(node, name, bounds)
            case ast.Return(value=None):
                return ["return;"]
            case ast.Return(value=ast.Tuple(elts=[_, _, *_] as parts)):
                return [f"return [{', '.join(map(self.result, parts))}];"]
            case ast.Return(value=ast.expr() as value):
                return [f"return {self.result(value)};"]
            case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call) if name in self.functions:
                return [f"{self.call(call)};"]
            case ast.Break() | ast.Continue():
                return [f"{ast.unparse(node)};"]
        _outside(node)

    def target(self, node: ast.expr) -> str:
        match node:
            case ast.Subscript():
                return self.element(node)
            case ast.Name(id=name):
                if name in self.loops | self.arrays | self.constants:
                    _refuse(node, f"`{name}` is a loop variable, an array or a constant", "assign another name")
                self.known.add(name)
                self.assigned[name] = None
                return name
        _outside(node)

    def choice(self, node: ast.If) -> list[str]:
        lines = [f"if ({self.test(node.test)}) {{"]
        before = set(self.known)
        lines += self.block(node.body)
        yes, self.known = self.known, before
        match node.orelse:
            case []:
                lines.append("}")
            case [ast.If() as other]:
                first, *rest = self.choice(other)
                lines += [f"}} else {first}", *rest]
            case _:
                lines += ["} else {", *self.block(node.orelse), "}"]
        if not _ends(node.body):
            self.known = yes if _ends(node.orelse) else yes & self.known
        return lines

    def loop(self, node: ast.For, name: str, bounds: list[ast.expr]) -> list[str]:
        if len(bounds) not in (1, 2):
            _outside(node)
        first, end = ["0", *map(self.index, bounds)][-2:]
        if name in self.known | self.arrays | self.constants:
            _refuse(node, f"the loop variable `{name}` stands for something else", "choose another name")
        before = set(self.known)
        self.known.add(name)
        self.loops.add(name)
        lines = self.block(node.body)
        self.loops.remove(name)
        self.known = before
        return [f"for (let {name} = {first}, {name}$end = {end}; {name} < {name}$end; {name}++) {{", *lines, "}"]

    def result(self, node: ast.expr) -> str:
        """A number or a test: what can be assigned, returned or passed."""
        match node:
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.Constant(value=bool()):
                return self.test(node, names=False)
        return self.value(node)

    def test(self, node: ast.expr, names: bool = True) -> str:
        """A truth value; `names` says whether a name or a call, which may hold a number, counts as one."""
        match node:
            case ast.Constant(value=bool() as truth):
                return str(truth).lower()
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISON:
                return f"{self.part(left)} {_COMPARISON[type(op)]} {self.part(right)}"
            case ast.Compare(ops=[op, *rest]):
                _outside(node, None if rest else op)
            case ast.BoolOp(op=op, values=parts):
                joint = " && " if isinstance(op, ast.And) else " || "
                return joint.join(_wrap(part, self.test(part, names)) for part in parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return f"!{_wrap(operand, self.test(operand))}"
            case ast.Name() | ast.Call() if names:
                return self.value(node)
        _refuse(node, f"`{ast.unparse(node)}` is not a test", "write a comparison: x != 0.0")

    def value(self, node: ast.expr) -> str:
        """A number."""
        match node:
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.Constant(value=bool()):
                _refuse(node, f"`{ast.unparse(node)}` is not a number", "write 1.0 if test else 0.0")
            case ast.Constant(value=int() | float() as size) if size <= _LARGEST[type(size)]:
                return repr(size)
            case ast.Name(id=name):
                return self.name(node, name)
            case ast.Subscript():
                return self.element(node)
            case ast.Call():
                return self.call(node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"-{self.part(operand)}"
            case ast.IfExp(test=test, body=yes, orelse=no):
                return f"{_wrap(test, self.test(test))} ? {self.part(yes)} : {self.part(no)}"
            case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)):
                _refuse(node, f"`{ast.unparse(node)}` is not in the kernel subset", "write x * x")
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return f"Math.exp({self.part(exponent)} * Math.log({self.value(base)}))"
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return f"{self.part(left)} {_ARITHMETIC[type(op)]} {self.part(right)}"
            case ast.BinOp(op=op):
                _outside(node, op)
        _outside(node)

    def part(self, node: ast.expr) -> str:
        return _wrap(node, self.value(node))

    def name(self, node: ast.expr, name: str) -> str:
        defined = self.known | self.constants
        if name in self.arrays:
            _refuse(node, f"`{name}` is an array, not a number", "use its elements")
        if name not in defined:
            near = nearest(name, sorted(defined))
            remedy = "assign it on every path to here" + (f", or did you mean `{near}`?" if near else "")
            _refuse(node, f"`{name}` has no value here", remedy)
        return name

    def element(self, node: ast.Subscript) -> str:
        if isinstance(node.value, ast.Name) and node.value.id in self.known | self.tables:
            return f"{node.value.id}[{self.index(node.slice)}]"
        _refuse(node, f"`{ast.unparse(node.value)}` is not an array argument", "index an array that is passed in")

    def index(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=int()):
                return self.value(node)
            case ast.Name(id=name):
                return self.name(node, name)
            case ast.Subscript(value=ast.Name(id=name)) if name in self.tables:
                return self.element(node)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as op, right=right):
                return f"{_wrap(left, self.index(left))} {_ARITHMETIC[type(op)]} {_wrap(right, self.index(right))}"
            case ast.Slice():
                _outside(node)
        _refuse(node, f"`{ast.unparse(node)}` is not an index", "build it from ints by `+ - *`, from 0 up")

    def call(self, node: ast.Call) -> str:
        name = node.func.id if isinstance(node.func, ast.Name) else _outside(node.func)
        if node.keywords:
            _outside(node)
        if name in self.functions:
            arrays = self.arrays & self.known
            passed = [a.id if isinstance(a, ast.Name) and a.id in arrays else self.result(a) for a in node.args]
            return f"{name}({', '.join(passed)})"
        if name not in {"abs", *self.mathematics, *_HELPERS} or (name in _HELPERS and len(node.args) < 2):
            _outside(node)
        numbers = [self.value(argument) for argument in node.args]
        if name in _HELPERS:
            self.helpers.add(name)
            return reduce(lambda left, right: f"{name}$({left}, {right})", numbers)
        return f"Math.{name}({', '.join(numbers)})"
