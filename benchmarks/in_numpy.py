"""The bound text of the lab over whole arrays of draws: the same equations as vectorised NumPy.

A number of a draw becomes a row of numbers, one a draw; a condition that differs between draws becomes a mask.
"""

import ast
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from tregua.lab.bind import bound

NAMES = {"min": "_min", "max": "_max", "abs": "np.abs", "exp": "np.exp", "log": "np.log", "sqrt": "np.sqrt"}


def scalar(test: Any) -> bool:
    """Whether a condition is the same in all draws."""
    return np.ndim(test) == 0


def chosen(test: Any, one: Any, other: Any) -> Any:
    """One value where a condition holds and another where it does not."""
    if scalar(test):
        return one if test else other
    return np.where(test, one, other)


def copied(value: Any) -> Any:
    """A number that stays what it is when the array that it came from is written to."""
    return value.copy() if isinstance(value, np.ndarray) else value


def least(first: Any, *others: Any) -> Any:
    """The smallest, draw by draw."""
    for one in others:
        first = np.minimum(first, one)
    return first


def most(first: Any, *others: Any) -> Any:
    """The largest, draw by draw."""
    for one in others:
        first = np.maximum(first, one)
    return first


class Expressions(ast.NodeTransformer):
    """Functions and conditions of numbers as those of arrays."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name):
            node.func.id = NAMES.get(node.func.id, node.func.id)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._called("_chosen", node.test, node.body, node.orelse)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        name = "np.logical_and" if isinstance(node.op, ast.And) else "np.logical_or"
        first, *others = node.values
        found = self.visit(first)
        for one in others:
            found = ast.parse(f"{name}({ast.unparse(found)}, {ast.unparse(self.visit(one))})", mode="eval").body
        return found

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        return (
            self._called("np.logical_not", node.operand) if isinstance(node.op, ast.Not) else self.generic_visit(node)
        )

    def _called(self, name: str, *given: ast.expr) -> ast.AST:
        told = ", ".join(ast.unparse(self.visit(one)) for one in given)
        return ast.parse(f"{name}({told})", mode="eval").body


def written(node: ast.AST) -> str:
    """An expression over arrays."""
    return ast.unparse(Expressions().visit(node))


class Statements:
    """The statements of one function over arrays; those under a condition write where its mask holds."""

    def __init__(self) -> None:
        self.number = itertools.count()

    def of(self, nodes: Iterable[ast.stmt], mask: str = "") -> Iterator[str]:
        """Lines, not indented."""
        for node in nodes:
            yield from self._one(node, mask)

    def _one(self, node: ast.stmt, mask: str) -> Iterator[str]:
        match node:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                yield self._put(
                    target, f"_copied({written(value)})" if isinstance(value, ast.Subscript) else written(value), mask
                )
            case ast.AugAssign(target=target, op=op, value=value):
                whole = ast.BinOp(ast.parse(ast.unparse(target), mode="eval").body, op, value)
                yield self._put(target, written(whole), mask)
            case ast.For() if any(isinstance(one, ast.Break) for one in ast.walk(node)):
                assert not mask
                yield "_on = True"
                yield f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}:"
                yield from indented([*self.of(node.body, "_on"), "if not np.any(_on):", "    break"])
            case ast.For():
                yield f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}:"
                yield from indented(self.of(node.body, mask))
            case ast.Break():
                yield f"_on = np.logical_and(_on, np.logical_not({mask}))"
            case ast.If():
                yield from self._if(node, mask)
            case _:
                assert isinstance(node, ast.Return | ast.Expr) and not mask
                yield written(node)

    def _if(self, node: ast.If, mask: str) -> Iterator[str]:
        test, inside, outside = (f"_{name}{next(self.number)}" for name in ("test", "in", "out"))
        yield f"{test} = {written(node.test)}"
        yield f"if _scalar({test}):"
        yield from indented(
            [
                f"if {test}:",
                *indented(self.of(node.body, mask)),
                "else:",
                *indented([*self.of(node.orelse, mask), "pass"]),
            ]
        )
        yield "else:"
        masks = [test, f"np.logical_not({test})"]
        masks = [f"np.logical_and({mask}, {one})" if mask else one for one in masks]
        lines = [f"{inside}, {outside} = {', '.join(masks)}"]
        yield from indented([*lines, *self.of(node.body, inside), *self.of(node.orelse, outside)])

    def _put(self, target: ast.expr, value: str, mask: str) -> str:
        name = ast.unparse(target)
        return f"{name} = _chosen({mask}, {value}, {name})" if mask else f"{name} = {value}"


def indented(lines: Iterable[str]) -> list[str]:
    """Lines one level deeper."""
    return [f"    {line}" for line in lines]


def function(node: ast.FunctionDef) -> str:
    """A function over arrays; what it returns early it returns where that condition holds."""
    given = {one.arg for one in node.args.args}
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    body, last = node.body, node.body[-1]
    early = [one for one in body if isinstance(one, ast.If) and isinstance(one.body[0], ast.Return)]
    lines = [f"{name} = 0.0" for name in sorted(names - given)]
    lines += Statements().of(one for one in body if one not in early and one is not last)
    told = written(last.value) if isinstance(last, ast.Return) else ""
    for one in early:
        assert isinstance(one.body[0], ast.Return)
        told = f"_chosen({written(one.test)}, {written(one.body[0].value)}, {told})"
    lines += [f"return {told}"] if told else Statements().of([last])
    return "\n".join([f"def {node.name}({ast.unparse(node.args)}):", *indented(lines)])


def in_numpy() -> dict[str, Any]:
    """The functions of the bound text over arrays of draws."""
    parts = [
        function(node) if isinstance(node, ast.FunctionDef) else ast.unparse(node)
        for node in ast.parse(bound().text).body
    ]
    names: dict[str, Any] = {
        "np": np,
        "_min": least,
        "_max": most,
        "_chosen": chosen,
        "_copied": copied,
        "_scalar": scalar,
    }
    exec("\n".join(parts), names)
    return names
