"""The bound text of the lab in C: how fast the same equations can be, by a compiler with no Python near it."""

import ast
import ctypes
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ARRAYS = [
    "p",
    "lever",
    "lever_0",
    "shock",
    "s",
    "was",
    "d",
    "v",
    "out",
    "trial",
    "slope",
    "levers",
    "shocks",
    "outcomes",
]
WHOLE = {"months", "substeps", "status", "met"}
HEAD = """#include <math.h>
static inline double least(double x, double y) { return y < x ? y : x; }
static inline double most(double x, double y) { return y > x ? y : x; }
"""
NAMES = {"min": "least", "max": "most", "abs": "fabs"}
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.And: "&&", ast.Or: "||"}
COMPARES = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
# No fast-math, and no product and sum made one: the same rounding as in the other engines.
COMPILE = ["gcc", "-O3", "-march=native", "-ffp-contract=off", "-fPIC", "-shared", "-lm"]


def to_c(source: str, head: str = HEAD) -> str:
    """C of the bound text: constants, then each function, static but for `simulate`."""
    lines = [head]
    whole: set[str] = set()
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple(elts=entries)):
                lines.append(f"static const long {name}[] = {{{', '.join(map(value, entries))}}};")
            case ast.Assign(targets=[ast.Name(id=name)], value=constant):
                lines.append(f"#define {name} {value(constant)}")
            case ast.FunctionDef():
                lines.append(function(node, whole))
    return "\n".join(lines)


def function(node: ast.FunctionDef, whole: set[str]) -> str:
    """One function; `whole` collects those that return a status."""
    last = node.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Name) and last.value.id == "status":
        whole.add(node.name)
    given = [one.arg for one in node.args.args]
    arguments = ", ".join(
        f"double *{a}" if a in ARRAYS else f"long {a}" if a in WHOLE else f"double {a}" for a in given
    )
    own = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)} - set(given)
    ints = {name for name in own if is_whole(node, name)}
    declared = [f"  {'long' if name in ints else 'double'} {name};" for name in sorted(own)]
    kind = "long" if node.name in whole else "double"
    scope = "" if node.name == "simulate" else "static inline "
    return "\n".join([f"{scope}{kind} {node.name}({arguments}) {{", *declared, *block(node.body, "  "), "}"])


def is_whole(node: ast.FunctionDef, name: str) -> bool:
    """Whether a name is a status, a loop variable, or stands in an index."""
    if name.endswith(("status", "_met")) or name == "met":
        return True
    inside = [part for part in ast.walk(node) if isinstance(part, ast.For | ast.Subscript)]
    places = [part.target if isinstance(part, ast.For) else part.slice for part in inside]
    return any(isinstance(part, ast.Name) and part.id == name for place in places for part in ast.walk(place))


def block(body: list[ast.stmt], indent: str) -> list[str]:
    return [indent + line for node in body for line in statement(node)]


def statement(node: ast.stmt) -> list[str]:
    match node:
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target, value=ast.expr()):
            assert node.value
            return [f"{value(target)} = {value(node.value)};"]
        case ast.AugAssign():
            return [f"{value(node.target)} {OPERATORS[type(node.op)]}= {value(node.value)};"]
        case ast.For(target=ast.Name(id=name), iter=ast.Call(args=[end])):
            return [f"for ({name} = 0; {name} < {value(end)}; {name}++) {{", *block(node.body, "  "), "}"]
        case ast.If():
            other = ["} else {", *block(node.orelse, "  ")] if node.orelse else []
            return [f"if ({value(node.test)}) {{", *block(node.body, "  "), *other, "}"]
        case ast.Return(value=ast.expr() as result):
            return [f"return {value(result)};"]
        case ast.Break():
            return ["break;"]
        case ast.Expr(value=ast.Call() as call):
            return [f"{value(call)};"]
    raise NotImplementedError(ast.unparse(node))


def value(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=number):
            return repr(number)
        case ast.Name(id=name):
            return name
        case ast.Subscript(value=array, slice=index):
            return f"{value(array)}[{value(index)}]"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"(-{value(operand)})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"(!{value(operand)})"
        case ast.BinOp(left=left, op=op, right=right):
            first = f"(double){value(left)}" if isinstance(op, ast.Div) else value(left)
            return f"({first} {OPERATORS[type(op)]} {value(right)})"
        case ast.BoolOp(op=op, values=values):
            return f"({f' {OPERATORS[type(op)]} '.join(map(value, values))})"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"({value(left)} {COMPARES[type(op)]} {value(right)})"
        case ast.IfExp(test=test, body=yes, orelse=no):
            return f"({value(test)} ? {value(yes)} : {value(no)})"
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return f"{NAMES.get(name, name)}({', '.join(map(value, arguments))})"
    raise NotImplementedError(ast.unparse(node))


def compiled(source: str, folder: Path, head: str = HEAD) -> Any:
    """The shared library of the bound text."""
    path = folder / "kernel.c"
    path.write_text(to_c(source, head), "utf-8")
    subprocess.run([*COMPILE[:-1], "-o", folder / "kernel.so", path, COMPILE[-1]], check=True)
    return ctypes.CDLL(str(folder / "kernel.so"))


def address(array: NDArray[np.float64]) -> Any:
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_double))
