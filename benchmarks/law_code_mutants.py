"""Whether the tests notice a change of the code that reads the law: see README.md.

python benchmarks/law_code_mutants.py [--count N] [--seed S] [--state FILE] [--jobs N] [--write]

Mutants of `regimes/`, drawn by a seed, each in a copy of the package in which only the mutated text differs, are run by
the tests of `tests/regimes`. What has been run stands in FILE, from which a second call goes on.
"""

import argparse
import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from queue import Queue
from typing import Any

import yaml

from tregua.version import VERSION

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "tregua"
TESTS = ROOT / "tests" / "regimes"
RESULT = Path(__file__).with_suffix(".yaml")
GOAL = 0.9
LONGEST = 300  # seconds; tests that have not failed by then never end, as those of no sound code would
FIRST = (
    *("cases", "schema", "decide", "columns", "time", "own_law", "law_findings", "case_files", "case_parquet"),
    *("reckon", "vocabulary", "log", "machine", "feel", "process", "random_laws", "differences"),
)
"""The tests that are quick and notice most; only a mutant that they let live is run by all others."""

SWAPS: dict[type[ast.AST], tuple[str, str]] = {
    **{ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "+"), ast.FloorDiv: ("//", "*"), ast.Div: ("/", "*")},
    **{ast.BitAnd: ("&", "|"), ast.BitOr: ("|", "&"), ast.Mod: ("%", "+")},
    **{ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">")},
    **{ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is")},
    **{ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"), ast.And: ("and", "or"), ast.Or: ("or", "and")},
}


@dataclass(frozen=True)
class Mutant:
    """One piece of a file's text and what stands there instead."""

    file: str
    start: int
    line: int
    old: str
    new: str
    code: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others, wherever its line moves."""
        return self.file, f"{self.old} → {self.new}", self.code

    def text(self) -> bytes:
        """The file with that piece replaced, and nothing else."""
        whole = (PACKAGE / "regimes" / self.file).read_bytes()
        assert whole[self.start :].startswith(self.old.encode())
        return whole[: self.start] + self.new.encode() + whole[self.start + len(self.old.encode()) :]


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file, but of its types and its documents."""
    content = path.read_bytes()
    begins = [0, *(at + 1 for at, byte in enumerate(content) if byte == ord("\n"))]

    def offset(line: int, column: int) -> int:
        return begins[line - 1] + column

    for node in runs(ast.parse(content)):
        for start, end, old, new in replaced(node, offset):
            found = content[start:end].decode()
            if old in found:
                place = start + len(found[: found.index(old)].encode())
                line = content[:place].count(b"\n") + 1
                code = content.splitlines()[line - 1].decode().strip()
                yield Mutant(path.name, place, line, old, new, code)


def runs(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run: no annotation, no alias of a type, no text that stands by itself."""
    if isinstance(node, ast.Module):
        kept = [one for one in node.body if not isinstance(one, ast.Assign) or not is_type(one.value)]
        for one in kept:
            yield from runs(one)
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    yield node
    for name, field in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list"):
            for one in field if isinstance(field, list) else [field]:
                if isinstance(one, ast.AST):
                    yield from runs(one)


def is_type(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr))


def replaced(node: ast.AST, offset: Any) -> Iterator[tuple[int, int, str, str]]:
    """What may be replaced at a node: between which two places, what, by what."""

    def gap(left: Any, right: Any) -> tuple[int, int]:
        return offset(left.end_lineno, left.end_col_offset), offset(right.lineno, right.col_offset)

    match node:
        case ast.BinOp(left, op, right) if type(op) in SWAPS:
            yield (*gap(left, right), *SWAPS[type(op)])
        case ast.Compare(left, ops, comparators):
            for before, sign, after in zip([left, *comparators], ops, comparators, strict=False):
                yield (*gap(before, after), *SWAPS[type(sign)])
        case ast.BoolOp(word, values):
            for before, after in pairwise(values):
                yield (*gap(before, after), *SWAPS[type(word)])
        case ast.UnaryOp(ast.Not(), operand):
            yield offset(node.lineno, node.col_offset), offset(operand.lineno, operand.col_offset), "not ", ""
        case ast.Constant(value) if isinstance(value, bool | int):
            places = offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)
            yield (*places, repr(value), repr(not value) if isinstance(value, bool) else repr(value + 1))
        case ast.Continue() | ast.Break():
            old, new = ("continue", "break") if isinstance(node, ast.Continue) else ("break", "continue")
            yield offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset), old, new


def drawn(count: int, seed: int) -> list[Mutant]:
    """Some mutants of the code, by a seed."""
    every = [one for path in sorted((PACKAGE / "regimes").glob("*.py")) for one in mutants(path)]
    return random.Random(seed).sample(every, min(count, len(every)))


def tree(folder: Path) -> Path:
    """A copy of the package that tests run against."""
    made = Path(tempfile.mkdtemp(dir=folder))
    shutil.copytree(PACKAGE, made / "tregua", ignore=shutil.ignore_patterns("__pycache__"))
    return made


def fails(made: Path, without: str) -> bool:
    """Whether a test of the law fails with the package in a copy; those called like `without` are not run."""
    first = [f"test_{name}.py" for name in FIRST]
    others = sorted(path.name for path in TESTS.glob("test_*.py") if path.name not in first)
    return any(_fail(made, names, without) for names in (first, others))


def _fail(made: Path, names: Sequence[str], without: str) -> bool:
    options = ["-x", "-q", "-n", "0", "--tb=no", "-p", "no:cacheprovider", "-k", f"not ({without})"]
    environment = os.environ | {"PYTHONPATH": str(made), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *(str(TESTS / name) for name in names)],
            cwd=ROOT, env=environment, capture_output=True, timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def run(some: list[Mutant], state: Path, jobs: int, without: str) -> list[Mutant]:
    """The mutants that no test notices; those that stand in `state` are not run again."""
    known = [json.loads(line) for line in state.read_text("utf-8").splitlines()] if state.exists() else []
    done = {Mutant(**one["mutant"]): one["killed"] for one in known}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool, state.open("a", 1, "utf-8") as log:
        trees: Queue[Path] = Queue()
        for _ in range(jobs):
            trees.put(tree(Path(folder)))

        def one_of(mutant: Mutant) -> None:
            made = trees.get()
            place = made / "tregua" / "regimes" / mutant.file
            sound = place.read_bytes()
            place.write_bytes(mutant.text())
            start = time.perf_counter()
            try:
                done[mutant] = fails(made, without)
            finally:
                place.write_bytes(sound)
                trees.put(made)
            took = round(time.perf_counter() - start, 1)
            log.write(json.dumps({"mutant": asdict(mutant), "killed": done[mutant], "seconds": took}) + "\n")
            print(
                f"{len(done)} {'killed' if done[mutant] else 'ALIVE'} {took} s {mutant.file}:{mutant.line} {mutant.key}"
            )

        made = trees.get()
        if any(one not in done for one in some) and not known and fails(made, without):
            raise SystemExit("the tests fail as the code stands: no mutant could tell anything")
        trees.put(made)
        list(pool.map(one_of, [one for one in some if one not in done]))
    return [one for one in some if not done[one]]


def explained() -> dict[str, str]:
    """Why earlier survivors are no hole in the tests."""
    known = yaml.safe_load(RESULT.read_text("utf-8"))["survivors"] if RESULT.exists() else []
    return {one["key"]: one["because"] for one in known}


def write(number: int, seed: int, survivors: list[dict[str, Any]]) -> None:
    """The dated result, with the explanations that it had."""
    because = explained()
    head = {"date": date.today().isoformat(), "version": VERSION, "seed": seed}
    told = [{**one, "because": because.get(one["key"], "")} for one in survivors]
    result = {**head, "mutants": number, "killed": number - len(survivors), "survivors": told}
    RESULT.write_text(yaml.safe_dump(result, allow_unicode=True, sort_keys=False, width=120), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--state", type=Path, default=Path("law_code_mutants.jsonl"))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--without", default="last_long_run or mutant", help="tests that tell nothing of a mutant")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    some = drawn(given.count, given.seed)
    alive = run(some, given.state, given.jobs, given.without)
    print(f"{len(some) - len(alive)} of {len(some)} mutants killed")
    if given.write:
        write(len(some), given.seed, [{"key": " | ".join(one.key), "line": one.line} for one in alive])
    raise SystemExit(len(some) - len(alive) < GOAL * len(some))


if __name__ == "__main__":
    main()
