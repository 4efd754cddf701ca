"""Whether the worked cases notice a change of the law: see README.md.

python benchmarks/law_mutants.py [--sample N] [--seed S] [--write]

Each row, branch, day, number and comparison of the catalogue is changed in turn, and must make a worked case go wrong.
"""

import argparse
import copy
import importlib.util
import json
import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import Document
from tregua.regimes.load import load_rules, regime_path, regimes
from tregua.version import VERSION

TESTS = Path(__file__).parents[1] / "tests" / "regimes"
RESULT = Path(__file__).with_suffix(".yaml")
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Change:
    """A regime's file with one thing changed."""

    regime: str
    where: str
    change: str
    content: Any

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others."""
        return self.regime, self.where, self.change


NUMBER = re.compile(r"(?<![\w.\"-])-?\d+(?:\.\d+)?(?![\w.-])")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SIGN = re.compile(r"<=|>=|!=|<|>|=")
FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "="}
CONDITIONS = ("when", "unless")
DAYS = ("valid_from", "valid_to", "from", "to", "since", "until")


def changes(name: str) -> Iterator[Change]:
    """Every change of a regime."""
    whole = Document(regime_path(name)).value
    for path, value in places(whole):
        where, last = spelled(whole, path), path[-1]
        if (path[0] == "rows" and len(path) == 2) or (
            len(path) > 2 and path[-2] == "branches" and len(at(whole, path[:-1])) > 1
        ):
            yield changed(name, whole, path, where, "dropped")
        elif last in CONDITIONS and isinstance(value, str):
            for new in conditions(value):
                yield changed(name, whole, path, where, f"{value} → {new}", new)
        elif (last in DAYS or (last == "value" and isinstance(value, str))) and DAY.fullmatch(str(value)):
            for step in (-1, 1):
                yield changed(name, whole, path, where, f"{value} {step:+}", shifted(str(value), step))
        elif (last == "value" or "details" in path) and type(value) in (int, float):
            for step in (-1, 1):
                yield changed(name, whole, path, where, f"{value} {step:+}", value + step)


def places(value: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every place of a file under what is read of it: rows, parameters, what cannot be, when it is in force."""
    if path:
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        if path or key in ("rows", "parameters", "impossible", "suspensions", "in_force"):
            yield from places(one, (*path, key))


def at(value: Any, path: Place) -> Any:
    for key in path:
        value = value[key]
    return value


def spelled(whole: Any, path: Place) -> str:
    """A place by the ids on the way to it."""
    words = []
    for end in range(1, len(path) + 1):
        one = at(whole, path[:end])
        words.append(str(one["id"] if isinstance(one, dict) and "id" in one else path[end - 1]))
    return ".".join(words)


def changed(name: str, whole: Any, path: Place, where: str, change: str, new: Any = None) -> Change:
    """The file with a place dropped, or with something new in it."""
    content = copy.deepcopy(whole)
    if new is None:
        del at(content, path[:-1])[path[-1]]
    else:
        at(content, path[:-1])[path[-1]] = new
    return Change(name, where, change, content)


def conditions(words: str) -> Iterator[str]:
    """A condition with a day shifted, a number changed by one, or a comparison that is strict where it was not."""
    days = [found.span() for found in DAY.finditer(words)]
    for found in DAY.finditer(words):
        for step in (-1, 1):
            yield words[: found.start()] + shifted(found[0], step) + words[found.end() :]
    for found in NUMBER.finditer(words):
        if not any(start <= found.start() < end for start, end in days):
            value = float(found[0]) if "." in found[0] else int(found[0])
            for step in (-1, 1):
                yield words[: found.start()] + str(value + step) + words[found.end() :]
    for found in SIGN.finditer(words):
        yield words[: found.start()] + FLIPPED[found[0]] + words[found.end() :]


def shifted(day: str, step: int) -> str:
    return (date.fromisoformat(day) + timedelta(step)).isoformat()


@cache
def worked() -> Any:
    """The worked cases and how they are compared, as the tests do it."""
    spec = importlib.util.spec_from_file_location("worked_cases", TESTS / "test_cases.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def noticed(change: Change, folder: Path) -> bool:
    """Whether a worked case goes wrong, or the file is refused."""
    path = folder / f"{change.regime}.yaml"
    path.write_text(json.dumps(change.content, ensure_ascii=False), "utf-8")
    read: dict[tuple[str, ...], Any] = {}
    for case in worked().CASES:
        if case["regime"] == change.regime:
            variants = tuple(case.get("variants", ()))
            try:
                rules = read.get(variants) or load_rules(str(path), variants)
                read[variants] = rules
                if worked().wrong(case, rules):
                    return True
            except InputError:
                return True
    return False


def unnoticed(every: list[Change]) -> list[Change]:
    """The changes with which every worked case still goes right."""
    with tempfile.TemporaryDirectory() as folder:
        for name in {change.regime for change in every}:
            assert not noticed(Change(name, "", "", Document(regime_path(name)).value), Path(folder)), name
        return [change for change in every if not noticed(change, Path(folder))]


def explained() -> dict[str, str]:
    """Why earlier survivors are no hole in the worked cases."""
    known = yaml.safe_load(RESULT.read_text("utf-8"))["survivors"] if RESULT.exists() else []
    return {one["key"]: one["because"] for one in known}


def write(number: int, survivors: list[dict[str, Any]]) -> None:
    """The dated result, with the explanations that it had."""
    because = explained()
    head = {"date": date.today().isoformat(), "version": VERSION}
    told = [{**one, "because": because.get(one["key"], "")} for one in survivors]
    result = {**head, "mutants": number, "killed": number - len(survivors), "survivors": told}
    RESULT.write_text(yaml.safe_dump(result, allow_unicode=True, sort_keys=False, width=120), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many changes, drawn by the seed")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    every = [change for name in regimes() for change in changes(name)]
    some = random.Random(given.seed).sample(every, min(given.sample, len(every))) if given.sample else every
    survivors = [{"key": " | ".join(change.key)} for change in unnoticed(some)]
    print(f"{len(some) - len(survivors)} of {len(some)} changes of the law noticed")
    print(*(one["key"] for one in survivors), sep="\n")
    if given.write and not given.sample:
        write(len(some), survivors)
    raise SystemExit(any(not explained().get(one["key"]) for one in survivors))


if __name__ == "__main__":
    main()
