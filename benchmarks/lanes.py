"""Blocks of draws: the bound text with every number a vector of W draws, in C++, beside the same text draw by draw."""

import ast
import ctypes
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import to_c
from kernel import (
    LEVER_0,
    MONTHS,
    SCENARIO,
    Array,
    Solver,
    World,
    cpu_ms,
    interleaved,
    kernel_in_c,
    kernel_itself,
    outcomes,
    world,
)
from to_c import COMPARES, OPERATORS, WHOLE, is_whole

from tregua.lab.bind import bound, working_space
from tregua.lab.engine.numba import numba_text

HEAD = Path(__file__).with_name("lanes.h")
RESULT = Path(__file__).with_suffix(".json")
COMPILE = ["g++", "-x", "c++", *to_c.COMPILE[1:-1]]
OF_MASKS = {ast.And: "&", ast.Or: "|"}
NAMES = {name: f"each_{name}" for name in ("min", "max", "abs", "exp", "log")}
SPREAD = {"levers", "shocks", "outcomes"}  # a pointer a draw, as the arrays of a run lie
WHOLES = {"start", "rates", "check", "report", "advance", "simulate"}  # called by all draws at once
LIBRARY = ("exp", "log")
NOTED = """
static double given_to_NAME[1 << 23];
long calls_of_NAME;
static double noted_NAME(double x) { given_to_NAME[calls_of_NAME++] = x; return NAME(x); }
double NAME_again(void) {
  double sum = 0;
  for (long i = 0; i < calls_of_NAME; i++) sum += NAME(given_to_NAME[i]);
  return sum;
}
#define NAME noted_NAME
"""
STAGES = 4  # of Runge–Kutta, a month
DRAWS, ROUNDS = 24, 100  # draws fill blocks of both widths
TARGET = 1.5


# --- the text in C++ --------------------------------------------------------------------------------------------------


class Function:
    """One function over vectors; under a condition that differs between draws it writes where the mask holds."""

    def __init__(self, node: ast.FunctionDef) -> None:
        self.node = node
        stored = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
        self.given = [one.arg for one in node.args.args]
        self.own = stored - set(self.given)
        states = {name for name in self.own | WHOLE if name.endswith(("status", "met"))}
        self.whole = ({name for name in self.own if is_whole(node, name)} | WHOLE) - states
        self.number = itertools.count()

    def text(self) -> str:
        """The function in C++."""
        spread = SPREAD if self.node.name == "simulate" else set()
        told = [
            f"Spread {name}" if name in spread
            else f"Lanes *{name}" if name in to_c.ARRAYS
            else f"long {name}" if name in self.whole
            else f"Lanes {name}"
            for name in self.given
        ]  # fmt: skip
        if self.node.name not in WHOLES:
            told.append("Mask on")
        lines = [f"{'long' if name in self.whole else 'Lanes'} {name}(0L);" for name in sorted(self.own)]
        lines += ["Mask on(true);"] if self.node.name in WHOLES else []
        early = any(isinstance(one, ast.If) and isinstance(one.body[0], ast.Return) for one in self.node.body)
        lines += ["Lanes result(0L);"] if early else []
        body = self.block(self.node.body, "on", early)
        return "\n".join([f"static inline Lanes {self.node.name}({', '.join(told)}) {{", *lines, *body, "}"])

    def same(self, node: ast.expr) -> bool:
        """Whether a condition is the same in all draws."""
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        return all(name in self.whole or name.isupper() for name in names)

    def block(self, body: Iterable[ast.stmt], on: str, early: bool = False) -> list[str]:
        return [line for node in body for line in self.statement(node, on, early)]

    def statement(self, node: ast.stmt, on: str, early: bool) -> Iterator[str]:
        match node:
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target, value=ast.expr()):
                assert node.value
                yield self.put(target, self.value(node.value, on), on)
            case ast.AugAssign(target=target, op=op, value=value):
                yield self.put(target, f"{self.value(target, on)} {OPERATORS[type(op)]} {self.value(value, on)}", on)
            case ast.For(target=ast.Name(id=name), iter=ast.Call(args=[end])):
                inner = f"on_{next(self.number)}"
                breaks = any(isinstance(one, ast.Break) for one in ast.walk(node))
                if breaks:
                    yield f"Mask {inner} = {on};"
                yield f"for ({name} = 0; {name} < {self.value(end, on)}; {name}++) {{"
                yield from self.block(node.body, inner if breaks else on)
                yield "}"
            case ast.If():
                yield from self.condition(node, on)
            case ast.Return(value=ast.expr() as value):
                told = self.value(value, on)
                yield f"return chosen({on}, {told}, result);" if early else f"return {told};"
            case ast.Expr(value=ast.Call() as call):
                yield f"{self.value(call, on)};"
            case _:
                raise NotImplementedError(ast.unparse(node))

    def condition(self, node: ast.If, on: str) -> Iterator[str]:
        """A branch where a condition is the same in all draws; else both sides, each under its mask."""
        test = self.value(node.test, on)
        if self.same(node.test):
            yield from [f"if ({test}) {{", *self.block(node.body, on), "} else {", *self.block(node.orelse, on), "}"]
            return
        mask = f"on_{next(self.number)}"
        yield f"Mask {mask} = {on} & {test};"
        match node.body:
            case [ast.Return(value=ast.expr() as value)]:
                yield f"result = chosen({mask}, {self.value(value, mask)}, result); {on} = {on} & ~{mask};"
            case [*others, ast.Break()]:
                yield f"if (any({mask})) {{"
                yield from self.block(others, mask)
                yield f"{on} = {on} & ~{mask}; if (!any({on})) break; }}"
            case _:
                yield from [f"if (any({mask})) {{", *self.block(node.body, mask), "}"]
        if node.orelse:
            other = f"on_{next(self.number)}"
            yield f"Mask {other} = {on} & ~{mask};"
            yield from [f"if (any({other})) {{", *self.block(node.orelse, other), "}"]

    def put(self, target: ast.expr, value: str, on: str) -> str:
        name = self.value(target, on)
        whole = isinstance(target, ast.Name) and target.id in self.whole
        return f"{name} = {value};" if on == "on" or whole else f"{name} = chosen({on}, {value}, {name});"

    def value(self, node: ast.expr, on: str) -> str:
        def of(one: ast.expr) -> str:
            return self.value(one, on)

        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return f"({'!' if self.same(operand) else '~'}{of(operand)})"
            case ast.UnaryOp(operand=operand):
                return f"(-{of(operand)})"
            case ast.BinOp(left=left, op=op, right=right):
                return f"({of(left)} {OPERATORS[type(op)]} {of(right)})"
            case ast.BoolOp(op=op, values=values):
                return (
                    f"({f' {OPERATORS[type(op)] if self.same(node) else OF_MASKS[type(op)]} '.join(map(of, values))})"
                )
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return f"({of(left)} {COMPARES[type(op)]} {of(right)})"
            case ast.IfExp(test=test, body=yes, orelse=no) if self.same(test):
                return f"({of(test)} ? Lanes({of(yes)}) : Lanes({of(no)}))"
            case ast.IfExp(test=test, body=yes, orelse=no):
                return f"chosen({of(test)}, {self.value(yes, f'({on} & {of(test)})')}, {of(no)})"
            case ast.Subscript(value=array, slice=index):
                return f"{of(array)}[{of(index)}]"
            case ast.Call(func=ast.Name(id=name), args=arguments):
                told = [*map(of, arguments), *([on] if name not in WHOLES else [])]
                return f"{NAMES.get(name, name)}({', '.join(told)})"
        return to_c.value(node)


def driver() -> str:
    """What runs all draws, a block after the other; the last draw stands again where a block is not full."""
    simulate = ast.parse(bound().text).body[-1]
    assert isinstance(simulate, ast.FunctionDef)
    names = [one.arg for one in simulate.args.args]
    work = zip(names[-len(working_space()) :], working_space(), strict=True)
    space = "\n".join(f"  static thread_local Lanes {name}[{size}];" for name, size in work)
    return f"""
extern "C" void run_draws(double **ps, double *before, double **by_draw, double **shocks_of, long months, long substeps,
                          double **out_of, double *status, long draws) {{
{space}
  static thread_local Lanes p[N_PARAMETERS], lever_0[N_LEVERS];
  for (long first = 0; first < draws; first += W) {{
    Spread levers, shocks, outcomes, numbers;
    long draw[W];
    for (int i = 0; i < W; i++) {{
      draw[i] = first + i < draws ? first + i : draws - 1;
      numbers.of[i] = ps[draw[i]];
      levers.of[i] = by_draw[draw[i]];
      shocks.of[i] = shocks_of[draw[i]];
      outcomes.of[i] = out_of[draw[i]];
    }}
    for (long i = 0; i < N_PARAMETERS; i++) p[i] = numbers[i];
    for (long i = 0; i < N_LEVERS; i++) lever_0[i] = before[i];
    Lanes met = simulate({", ".join(names)});
    for (int i = 0; i < W; i++) status[draw[i]] = met.x[i];
  }}
}}
"""


def to_lanes(source: str) -> str:
    """C++ of the bound text: constants, then each function over vectors, then the driver."""
    lines = [HEAD.read_text("utf-8")]
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple(elts=entries)):
                lines.append(f"static const long {name}[] = {{{', '.join(map(to_c.value, entries))}}};")
            case ast.Assign(targets=[ast.Name(id=name)], value=constant):
                lines.append(f"#define {name} {to_c.value(constant)}")
            case ast.FunctionDef():
                lines.append(Function(node).text())
    return "\n".join([*lines, driver()])


def compiled(width: int, folder: Path, library: bool = False) -> Any:
    """The shared library for blocks of a width, with exp and log lane by lane or those of glibc for vectors."""
    name = f"lanes_{width}_{library}"
    path = folder / f"{name}.cpp"
    path.write_text(to_lanes(bound().text), "utf-8")
    more = ["-DVECTOR_LIBRARY"] if library else []
    last = ["-lmvec"] if library else []
    subprocess.run([*COMPILE, f"-DW={width}", *more, "-o", folder / f"{name}.so", path, "-lm", *last], check=True)
    return ctypes.CDLL(str(folder / f"{name}.so"))


def pointers(rows: Array | Sequence[Array]) -> Any:
    """Where each draw's row lies."""
    return (ctypes.c_void_p * len(rows))(*[row.ctypes.data for row in rows])


def in_lanes(given: World, width: int, folder: Path, library: bool = False) -> tuple[Solver, Array]:
    """A solver by blocks of draws, and the array in which it leaves the status of each."""
    code, draws = compiled(width, folder, library), len(given.p)
    p, lever = given.by_position().p, given.lever.ravel()
    shock, out, status = given.shock.reshape(draws, -1), outcomes(draws), np.empty(draws)
    arrays = [pointers(p), to_c.address(LEVER_0), pointers([lever] * draws), pointers(shock)]
    months, substeps, count = map(ctypes.c_long, (MONTHS, 1, draws))

    def solve(held: tuple[Array, ...] = (p, lever, shock)) -> Array:
        code.run_draws(*arrays, months, substeps, pointers(out), to_c.address(status), count)
        return out

    return solve, status


# --- what they gain ---------------------------------------------------------------------------------------------------


def in_the_library(given: World, folder: Path) -> dict[str, dict[str, float]]:
    """How often exp and log are called, and how long these calls take by themselves, one after the other [ms]."""
    folder.mkdir()
    solve = kernel_in_c(given, folder, to_c.HEAD + "".join(NOTED.replace("NAME", name) for name in LIBRARY))
    solve()
    code, stages = ctypes.CDLL(str(folder / "kernel.so")), len(given.p) * MONTHS * STAGES
    found = {}
    for name in LIBRARY:
        calls = ctypes.c_long.in_dll(code, f"calls_of_{name}").value
        again = getattr(code, f"{name}_again")
        found[name] = {"a_stage": calls / stages, "ms": float(np.median([cpu_ms(again) for _ in range(ROUNDS)]))}
    return found


def measured(given: World, folder: Path) -> dict[str, object]:
    """Times of all solvers in turn, and whether their outcomes are the kernel's to the last byte."""
    solvers = {"kernel": kernel_itself(given, numba_text()), "C, draw by draw": kernel_in_c(given, folder)}
    for width in (4, 8):
        solvers[f"blocks of {width}"], _ = in_lanes(given, width, folder)
    for width in (4, 8):
        solvers[f"blocks of {width}, vector exp and log"], _ = in_lanes(given, width, folder, True)
    exact = solvers["kernel"]()
    size = abs(exact).max(axis=0)
    found: dict[str, object] = {"date": date.today().isoformat(), "draws": len(given.p), "months": MONTHS}
    calls = in_the_library(given, folder / "noted")
    times = interleaved([*solvers.values()], ROUNDS)
    for row, (name, solve) in zip(times, solvers.items(), strict=True):
        told = solve()
        found[name] = {
            "ms": float(np.median(row)),
            "times_as_fast": float(np.median(times[0] / row)),
            "times_as_fast_as_c": float(np.median(times[1] / row)),
            "same_bytes": told.tobytes() == exact.tobytes(),
            "off": float((abs(told - exact).max(axis=0) / np.where(size > 0, size, 1)).max()),
        }
    at_most = np.median(times[0]) / sum(one["ms"] for one in calls.values())
    return found | {"calls": calls, "at_most": float(at_most)}


def main() -> None:
    """Print the table; ``--save`` keeps it with the day."""
    with tempfile.TemporaryDirectory() as folder:
        found = measured(world().first(DRAWS), Path(folder))
    print(f"{SCENARIO}, {DRAWS} draws, {MONTHS} months, one thread, {ROUNDS} rounds in turn\n")
    print(f"{'':40}{'median ms':>10}{'kernel = 1':>12}{'C = 1':>8}   bytes")
    for name, one in found.items():
        match one:
            case {"ms": ms, "times_as_fast": ratio, "times_as_fast_as_c": other, "same_bytes": same, "off": off}:
                told = "the same" if same else f"others, by {off:.0e} of the largest"
                print(f"{name:40}{ms:10.1f}{ratio:12.2f}{other:8.2f}   {told}")
    for name, one in found["calls"].items():
        print(f"{name}: {one['a_stage']:.0f} calls a stage of a draw, {one['ms']:.1f} ms by themselves")
    print(f"If all else took no time, blocks would be {found['at_most']:.2f} times as fast as the kernel.")
    best = max(one["times_as_fast"] for one in found.values() if isinstance(one, dict) and one.get("same_bytes"))
    print(f"With equal bytes {best:.2f}; target {TARGET}: {'met' if best >= TARGET else 'missed'}")
    if "--save" in sys.argv:
        RESULT.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
