"""Whether the tests notice a changed sign, constant or comparison in the lab's equations: see README.md.

python benchmarks/mutants.py [--only FILE] [--sample N] [--seed S]
"""

import argparse
import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "tregua"
LAB = PACKAGE / "lab"
RESULT = Path(__file__).with_suffix(".yaml")
MUTATED = [*sorted((LAB / "mechanisms").glob("[a-z]*.py")), LAB / "integrate.py", LAB / "units.py"]
BY_HAND = [
    "test_equations.py",
    *sorted(path.name for path in (ROOT / "tests" / "lab").glob("test_steps_of_*.py")),
    "test_integrate.py",
]
COMPILED = ["test_mechanisms_removed.py", "test_violence.py", "test_groups.py", "test_market.py", "test_offer.py"]
PASSED, FAILED = 0, 1  # exit codes of pytest; any other would say nothing about a mutant
LONGEST = 120  # seconds; who has not failed by then never ends
GOAL = 0.95
# Once this passed every test of the lab: it is in every sample.
ALWAYS = ("coca", "return (desired - area) / years + removed")

SIGNS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
}
COMPARISONS: dict[type[ast.cmpop], tuple[str, list[str]]] = {
    ast.Lt: ("<", ["<=", ">"]),
    ast.LtE: ("<=", ["<", ">="]),
    ast.Gt: (">", [">=", "<"]),
    ast.GtE: (">=", [">", "<="]),
    ast.Eq: ("==", ["!="]),
    ast.NotEq: ("!=", ["=="]),
}
WORDS: dict[type[ast.boolop], tuple[str, str]] = {ast.And: ("and", "or"), ast.Or: ("or", "and")}
EXTREMES = {"min": "max", "max": "min"}
Because = dict[tuple[str, str, str], str]


@dataclass(frozen=True)
class Mutant:
    """One piece of a file's text and what stands there instead."""

    path: Path
    function: str
    start: int
    old: str
    new: str

    @cached_property
    def text(self) -> bytes:
        """The file with that piece replaced, and nothing else."""
        whole = self.path.read_bytes()
        end = self.start + len(self.old)
        assert whole[self.start : end] == self.old.encode()
        return whole[: self.start] + self.new.encode() + whole[end:]

    @cached_property
    def line(self) -> int:
        """Where it is."""
        return self.text[: self.start].count(b"\n") + 1

    @cached_property
    def code(self) -> str:
        """Its line as it reads now."""
        return self.text.splitlines()[self.line - 1].decode().strip()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others, wherever its line moves."""
        return self.path.stem, self.function, self.code


@dataclass
class Source:
    """A file of equations."""

    path: Path

    @cached_property
    def text(self) -> bytes:
        """All of it; positions count bytes, as those of syntax trees do."""
        return self.path.read_bytes()

    @cached_property
    def lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(i + 1 for i, one in enumerate(self.text) if one == ord("\n"))]

    def span(self, node: Any) -> tuple[int, int]:
        """Where a node begins and ends."""
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[node.end_lineno - 1] + node.end_col_offset

    def mutants(self) -> Iterator[Mutant]:
        """Every mutant of its functions and constants."""
        for part in ast.parse(self.text).body:
            if isinstance(part, ast.FunctionDef | ast.Assign):
                name = part.name if isinstance(part, ast.FunctionDef) else ast.unparse(part.targets[0])
                for node in ast.walk(part):
                    for start, old, new in self.changes(node):
                        yield Mutant(self.path, name, start, old, new)

    def changes(self, node: ast.AST) -> Iterator[tuple[int, str, str]]:
        """What may be replaced at a node: where, what, by what."""
        match node:
            case ast.BinOp(left, operator, right):
                yield self.between(left, right, *SIGNS[type(operator)])
            case ast.AugAssign(target, operator, value):
                yield self.between(target, value, *(f"{one}=" for one in SIGNS[type(operator)]))
            case ast.Compare(left, [operator], [right]):
                old, others = COMPARISONS[type(operator)]
                yield from (self.between(left, right, old, new) for new in others)
            case ast.BoolOp(word, values):
                yield from (self.between(left, right, *WORDS[type(word)]) for left, right in pairwise(values))
            case ast.UnaryOp(ast.USub()):
                yield self.span(node)[0], "-", "+"
            case ast.UnaryOp(ast.Not()):
                yield self.span(node)[0], "not ", ""
            case ast.Call(ast.Name(name) as called) if name in EXTREMES:
                yield self.span(called)[0], name, EXTREMES[name]
            case ast.Constant(int() | float() as value):
                start, end = self.span(node)
                moved = value + 1 if value == 0 or isinstance(value, int) else float(f"{1.1 * value:.12g}")
                yield start, self.text[start:end].decode(), repr(moved)

    def between(self, left: ast.AST, right: ast.AST, old: str, new: str) -> tuple[int, str, str]:
        """An operator, which stands between two nodes."""
        start, end = self.span(left)[1], self.span(right)[0]
        gap = self.text[start:end].decode()
        assert gap.strip("() \n") == old, f"{self.path}: {gap!r} is not {old!r}"
        return start + gap.index(old), old, new


class Tree:
    """A copy of the package that tests run against, one a process."""

    folder: Path


def prepare(folder: Path) -> None:
    """Copy the package, and import what is never mutated: each mutant then runs in a fork of this process."""
    Tree.folder = Path(tempfile.mkdtemp(dir=folder))
    shutil.copytree(PACKAGE, Tree.folder / "tregua", ignore=shutil.ignore_patterns("__pycache__"))
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(Tree.folder))
    os.chdir(ROOT)
    import hypothesis
    import numpy
    import pytest

    from tregua.lab.layout import layout

    layout()
    assert all((hypothesis, numpy, pytest))
    early = [module_of(path) for path in MUTATED if module_of(path) in sys.modules]
    assert not early, f"{early} would be tested as they are"


def module_of(path: Path) -> str:
    """The name that a file is imported by."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def notices(fails: Callable[[], bool], mutant: Mutant | None) -> bool:
    """Whether a test fails when the mutant, if any, stands in the copy."""
    if mutant is None:
        return fails()
    place = Tree.folder / mutant.path.relative_to(PACKAGE.parent)
    place.write_bytes(mutant.text)
    try:
        return fails()
    finally:
        shutil.copyfile(mutant.path, place)


def arguments(tests: list[str]) -> list[str]:
    """What pytest is given."""
    return [
        "-x",
        "-q",
        "--tb=no",
        "--assert=plain",
        "--disable-plugin-autoload",
        "-p",
        "no:cacheprovider",
        *(str(ROOT / "tests" / "lab" / name) for name in tests),
    ]


def fails_in_fork() -> bool:
    """Whether a test by hand fails; a fork has all modules but the mutated ones."""
    child = os.fork()
    if child == 0:
        import pytest

        signal.alarm(LONGEST)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os._exit(pytest.main(arguments(BY_HAND)))
    _, ended = os.waitpid(child, 0)
    return os.WIFSIGNALED(ended) or failed(os.WEXITSTATUS(ended))


def fails_in_process() -> bool:
    """Whether a test fails that compiles the lab."""
    environment = os.environ | {"PYTHONPATH": str(Tree.folder), "XDG_CACHE_HOME": str(Tree.folder / "cache")}
    command = [sys.executable, "-B", "-m", "pytest", *arguments(COMPILED)]
    return failed(subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True).returncode)


def failed(code: int) -> bool:
    """Whether tests failed, and did not merely fail to run."""
    if code not in (PASSED, FAILED):
        raise RuntimeError(f"pytest ended with {code}: its tests did not run")
    return code == FAILED


def unnoticed(pool: ProcessPoolExecutor, fails: Callable[[], bool], some: list[Mutant]) -> list[Mutant]:
    """Those with which the tests pass, as they must without a mutant."""
    if some and pool.submit(notices, fails, None).result():
        raise SystemExit("the tests fail as the equations stand: no mutant could tell anything")
    noticed = list(pool.map(partial(notices, fails), some))
    return [mutant for mutant, one in zip(some, noticed, strict=True) if not one]


def run(some: list[Mutant], because: Because) -> list[Mutant]:
    """Those that no test notices; those that compile the lab, which are slow, see only what nothing explains."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(os.cpu_count(), initializer=prepare, initargs=(Path(folder),)) as pool,
    ):
        by_hand = unnoticed(pool, fails_in_fork, some)
        compiled = unnoticed(pool, fails_in_process, [one for one in by_hand if one.key not in because])
        return [one for one in by_hand if one.key in because or one in compiled]


def explained() -> Because:
    """Why earlier survivors are no hole in the tests."""
    known = yaml.safe_load(RESULT.read_text("utf-8"))["survivors"] if RESULT.exists() else []
    return {(one["file"], one["function"], one["code"]): one["because"] for one in known}


def write(everyone: list[Mutant], survivors: list[Mutant], because: Because) -> None:
    """The dated result, with the explanations that it had."""
    from tregua.version import VERSION

    total, alive = (Counter(mutant.path.stem for mutant in some) for some in (everyone, survivors))
    rows = [dict(zip(("file", "function", "code"), one.key, strict=True)) for one in survivors]
    result = {
        "date": date.today().isoformat(),
        "version": VERSION,
        "mutants": len(everyone),
        "killed": len(everyone) - len(survivors),
        "files": {name: f"{total[name] - alive[name]} of {total[name]} killed" for name in sorted(total)},
        "survivors": [
            row | {"line": one.line, "change": f"{one.old} → {one.new}", "because": because.get(one.key, "")}
            for row, one in zip(rows, survivors, strict=True)
        ],
    }
    RESULT.write_text(yaml.safe_dump(result, allow_unicode=True, sort_keys=False, width=120), "utf-8")


def chosen(everyone: list[Mutant], sample: int, seed: int, known: Because) -> list[Mutant]:
    """The mutant that is in every sample, and others that nothing excuses."""
    always = [one for one in everyone if (one.path.stem, one.code) == ALWAYS]
    assert len(always) == 1
    others = [one for one in everyone if one.key not in known and one not in always]
    return always + random.Random(seed).sample(others, sample - 1)


def main() -> int:
    """Run all mutants and write the result, or some of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", metavar="FILE", help="the mutants of one file, such as coca")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    asked = parser.parse_args()
    began, known = time.monotonic(), explained()
    everyone = [mutant for path in MUTATED for mutant in Source(path).mutants()]
    some = [one for one in everyone if asked.only in (None, one.path.stem)]
    if asked.sample:
        some = chosen(everyone, asked.sample, asked.seed, known)
    survivors = run(some, known)
    for one in survivors:
        place = f"{one.path.stem}.py:{one.line}"
        print(f"{place}: {one.old} → {one.new} survived: {one.code}\n    {known.get(one.key, 'not explained')}")
    if some == everyone:
        write(everyone, survivors, known)
    print(f"{len(some) - len(survivors)} of {len(some)} mutants killed in {time.monotonic() - began:.0f} s")
    return any(one.key not in known for one in survivors) or len(survivors) > (1 - GOAL) * len(some)


if __name__ == "__main__":
    sys.exit(main())
