"""Small functions written out where they are called, since compilers of JavaScript inline few calls of a long function.

The operations and their order stay the same, so results stay the same bit for bit.
"""

import ast
from collections import Counter
from copy import deepcopy


def inlined(text: str) -> str:
    """Kernel text in which calls of functions that only return an expression are that expression.

    A call stays one where an argument that is no name, number or element stands more than once in the expression: it
    would be worked out again each time.
    """
    tree = ast.parse(text)
    _Writer({one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}).visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


class _Writer(ast.NodeTransformer):
    def __init__(self, functions: dict[str, ast.FunctionDef]) -> None:
        self.functions = functions

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        function = self.functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
        match function:
            case ast.FunctionDef(body=[ast.Return(value=ast.expr() as returned)]):
                given = dict(zip((one.arg for one in function.args.args), node.args, strict=True))
                uses = Counter(one.id for one in ast.walk(returned) if isinstance(one, ast.Name))
                if all(uses[name] <= 1 or _is_plain(value) for name, value in given.items()):
                    written: ast.expr = _Arguments(given).visit(deepcopy(returned))
                    return self.visit(written) if isinstance(written, ast.Call) else self._inside(written)
        return node

    def _inside(self, node: ast.expr) -> ast.expr:
        self.generic_visit(node)
        return node


class _Arguments(ast.NodeTransformer):
    """Arguments in the place of parameters."""

    def __init__(self, given: dict[str, ast.expr]) -> None:
        self.given = given

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return deepcopy(self.given[node.id]) if node.id in self.given else node


def _is_plain(value: ast.expr) -> bool:
    """Whether it costs nothing to write a value twice."""
    return isinstance(value, ast.Name | ast.Constant | ast.Subscript)
