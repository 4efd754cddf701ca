"""What only a month changes, worked out once a month instead of at each stage of each step.

Levers and shocks hold for a month, parameters for a draw: whatever rests on these alone need not be found again at
each stage. The operations and their order stay the same, so results stay the same bit for bit.
"""

import ast
from collections import Counter
from copy import deepcopy

FIXED = {"p", "lever", "lever_0", "shock"}
MOVING = {"t", "s", "d", "status"}


def split_by_month(text: str) -> str:
    """Kernel text with a function `monthly(p, lever, lever_0, shock, v)` beside `rates`, which reads what that wrote.

    It is called wherever levers or shocks were changed, before `rates` is. What it keeps stands in `v` behind the
    values, so that `v` has `N_KEPT` places.
    """
    tree = ast.parse(text)
    rates = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == "rates")
    rates = _Constants(rates).visit(rates)
    slow = _slow(rates.body)
    monthly = deepcopy(rates)
    monthly.name = "monthly"
    monthly.args.args = [one for one in rates.args.args if one.arg in FIXED | {"v"}]
    rates.body = [one for one in rates.body if one not in slow]
    keeper = _Keeper(tree, rates.body)
    rates.body = [keeper.visit(one) for one in rates.body]
    monthly.body = [*slow, *keeper.loops, ast.Return()]
    tree.body.append(monthly)
    return f"N_KEPT = {keeper.room}\n{ast.unparse(ast.fix_missing_locations(tree))}\n"


class _Constants(ast.NodeTransformer):
    """Whole numbers in the place of names that stand for nothing else."""

    def __init__(self, function: ast.FunctionDef) -> None:
        stored = Counter(_names(function, ast.Store))
        assigned = {ast.unparse(one.targets[0]): one.value for one in ast.walk(function) if isinstance(one, ast.Assign)}
        self.known = {
            name: value
            for name, value in assigned.items()
            if stored[name] == 1
            and name not in MOVING
            and isinstance(value, ast.Constant)
            and isinstance(value.value, int)
        }

    def visit_Assign(self, node: ast.Assign) -> ast.Assign | None:
        if ast.unparse(node.targets[0]) in self.known:
            return None
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.known.get(node.id, node)


class _Use:
    """What a statement reads and writes: names, arrays, and values of `v` by their names; loop variables left out."""

    def __init__(self, statement: ast.stmt) -> None:
        parts = [*ast.walk(statement)]
        elements = [one for one in parts if isinstance(one, ast.Subscript)]
        loops = {ast.unparse(one.target) for one in parts if isinstance(one, ast.For)}
        self.read = {_element(one) for one in elements if isinstance(one.ctx, ast.Load)}
        self.read |= {*_names(statement, ast.Load)} - loops - {"v"}
        self.written = {_element(one) for one in elements if not isinstance(one.ctx, ast.Load)}
        self.written |= {*_names(statement, ast.Store)} - loops
        begun = {ast.unparse(one.targets[0]) for one in parts if isinstance(one, ast.Assign)}
        added = [one.target for one in parts if isinstance(one, ast.AugAssign) and ast.unparse(one.target) not in begun]
        self.added_to = {_element(one) for one in added if isinstance(one, ast.Subscript)}


def _names(tree: ast.AST, context: type[ast.expr_context]) -> list[str]:
    return [one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and isinstance(one.ctx, context)]


def _element(node: ast.Subscript) -> str:
    """An array, or the name of a value of `v`: its index begins with it."""
    array = ast.unparse(node.value)
    return next(one for one in _names(node.slice, ast.Load) if one.startswith("V_")) if array == "v" else array


def _slow(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements that rest on what is fixed alone, and write what no other statement writes or has read before."""
    uses = [_Use(one) for one in body]
    slow = set(range(len(body)))
    while True:
        others = [use for at, use in enumerate(uses) if at not in slow]
        theirs = {name for use in others for name in use.written}
        own_names = {name for use in others for name in use.read if not name.startswith("V_")}
        left = set()
        for at in slow:
            use, before = uses[at], uses[:at]
            assigned = {name for each in before for name in each.written}
            seen = {name for each in before for name in each.read if name.startswith("V_")}
            rests = not (use.read | use.written) & (MOVING | theirs)
            if rests and not use.written & (own_names | (seen - assigned)) and use.added_to <= assigned:
                left.add(at)
        if left == slow:
            return [body[at] for at in sorted(slow)]
        slow = left


class _Keeper(ast.NodeTransformer):
    """Expressions that rest on what is fixed alone, put in a place of `v` once a month and read from there."""

    def __init__(self, text: ast.Module, body: list[ast.stmt]) -> None:
        self.numbers = {
            ast.unparse(one.targets[0]): one.value.value
            for one in text.body
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant) and isinstance(one.value.value, int)
        }
        self.room = self.numbers["N_VALUES"]
        self.written = {name for one in body for name in _Use(one).written}
        self.around: list[ast.For] = []
        self.loops: list[ast.stmt] = []

    def visit_For(self, node: ast.For) -> ast.For:
        self.around.append(node)
        node.body = [self.visit(one) for one in node.body]
        self.around.pop()
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        return self._kept(node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return self._kept(node)

    def _kept(self, node: ast.expr) -> ast.expr:
        if not self._is_fixed(node) or not self._is_dear(node):
            self.generic_visit(node)
            return node
        loops = [one for one in self.around if ast.unparse(one.target) in _names(node, ast.Load)]
        index, size = str(self.room), 1
        for one in reversed(loops):
            index += f" + {ast.unparse(one.target)} * {size}"
            size *= self.numbers[ast.unparse(_bounds(one)[0])]
        self.room += size
        lines = [f"for {ast.unparse(one.target)} in {ast.unparse(one.iter)}:" for one in loops]
        lines.append(f"v[{index}] = {ast.unparse(node)}")
        self.loops += ast.parse("\n".join(" " * at + line for at, line in enumerate(lines))).body
        return ast.parse(f"v[{index}]", mode="eval").body

    def _is_dear(self, node: ast.expr) -> bool:
        return any(isinstance(one, ast.Call | ast.Div) for one in ast.walk(node))

    def _is_fixed(self, node: ast.expr) -> bool:
        """Whether it holds for a month."""
        match node:
            case ast.Constant():
                return True
            case ast.Name(id=name):
                return name in self.numbers
            case ast.Subscript(value=ast.Name(id=array), slice=at):
                fixed = array in FIXED or (array == "v" and _element(node) not in self.written)
                return fixed and self._is_index(at)
            case ast.Call(func=ast.Name(), args=args):
                return all(map(self._is_fixed, args))
            case ast.BinOp(left=left, right=right):
                return self._is_fixed(left) and self._is_fixed(right)
            case ast.UnaryOp(operand=operand):
                return self._is_fixed(operand)
        return False

    def _is_index(self, at: ast.expr) -> bool:
        """Whether an index is made of constants and of loops over whole sets."""
        loops = {ast.unparse(one.target) for one in self.around if len(_bounds(one)) == 1}
        return {*_names(at, ast.Load)} <= loops | self.numbers.keys()


def _bounds(loop: ast.For) -> list[ast.expr]:
    return loop.iter.args if isinstance(loop.iter, ast.Call) else []
