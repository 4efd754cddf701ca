"""Thousands of mutated inputs over every loader, the batch and the command line: see README.md.

python benchmarks/fuzz.py [--count N] [--seed S] [--only TARGET] [--minutes M] [--write]

An input is answered or refused in one of the ways that are meant for it: nothing else may be raised, nothing may take
longer than 20 seconds, and what is accepted must be what was written.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import yaml
from mutations import CASES, FACTS, mutated, words

from tregua.catalogue.errors import InputError, RunError
from tregua.catalogue.read import PACKAGE, Document, load
from tregua.catalogue.record import Sources
from tregua.lab.events import Events
from tregua.lab.scenario import PRESETS, load_scenario, preset_path
from tregua.lab.store import RECORD, open_run
from tregua.regimes.case_files import decide_file
from tregua.regimes.decide import decide
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.machine import Machine
from tregua.regimes.process import replay
from tregua.regimes.vocabulary import Vocabulary, load_facts
from tregua.show.cli.call import call

RESULT = Path(__file__).with_suffix(".json")
LONGEST = 20  # seconds
CODES = {0, 2, 130}
SLOW = {"compare", "run", "why"}
SLOW_OPTIONS = ["--draws", "x"]  # keeps what computes for minutes from starting
Check = Callable[[bytes, Path], None]


class Hang(BaseException):
    """An input takes too long."""


class WrongError(AssertionError):
    """An input was accepted and is not what was written."""


@dataclass
class Target:
    """Something that reads what users write, and examples of that."""

    name: str
    seeds: list[bytes]
    check: Check
    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


# --- targets ---------------------------------------------------------------------------------------------------------


def as_written(path: Path) -> Document:
    """A document, which must hold every value as it stands in the file."""
    document = Document(path)
    plain = yaml.load(path.read_text("utf-8-sig"), yaml.CBaseLoader)  # every scalar as its text
    if not _same(document.value, plain):
        raise WrongError(f"{document.value!r} is not {plain!r}"[:400])
    return document


def _same(value: Any, plain: Any) -> bool:
    match value:
        case dict():
            return (
                isinstance(plain, dict) and {*value} == {*plain} and all(_same(value[key], plain[key]) for key in value)
            )
        case list():
            return isinstance(plain, list) and len(value) == len(plain) and all(map(_same, value, plain))
        case bool() | None:
            return (
                str(plain).lower() in {str(value).lower(), "null", "~", ""}
                if value is None
                else str(plain).lower() == str(value).lower()
            )
        case int() | float():
            number = float(str(plain).lower().replace(".nan", "nan").replace(".inf", "inf"))
            return number == value or number != number
    return bool(value == plain)


def yaml_file(read: Callable[[Path], object], content: bytes, folder: Path) -> None:
    path = folder / "input.yaml"
    path.write_bytes(content)
    with contextlib.suppress(InputError):
        as_written(path)
    read(path)


def batch(suffix: str, content: bytes, folder: Path) -> None:
    source, target = folder / f"in{suffix}", folder / f"out{suffix}"
    source.write_bytes(content)
    target.unlink(missing_ok=True)
    try:
        counts = decide_file("petro_2022", source, target)
    except InputError:
        if target.exists():
            raise WrongError("a batch that was refused has left a file") from None
        raise
    lines = (
        pq.read_table(target, columns=["line"])["line"].to_pylist()
        if suffix == ".parquet"
        else list(_lines_of(target, counts.taken.delimiter))
    )
    if len(lines) != counts.decided + counts.undetermined + counts.rejected:
        raise WrongError("rows are lost")
    if lines != sorted({*lines}) or (lines and suffix == ".csv" and lines[-1] > content.count(b"\n") + 1):
        raise WrongError("lines are not those of the file")


def _lines_of(path: Path, delimiter: str) -> Iterator[int]:
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=delimiter):
            yield int(row["line"])


def saved_run(whole: Path, content: bytes, folder: Path) -> None:
    """One file of a saved run is replaced; the first line of the content says which.

    Its digest is replaced too, as by somebody who means it; without that, everything is refused at the door.
    """
    name, _, changed = content.partition(b"\n")
    run = folder / "run"
    if not run.exists():
        shutil.copytree(whole, run)
    path = run / name.decode("utf-8", "replace").replace("\0", "")
    if not path.is_file():
        return
    before, record = path.read_bytes(), run / RECORD
    sealed = record.read_bytes()
    try:
        path.write_bytes(changed)
        if path != record:
            told = json.loads(sealed)
            told["digests"][path.relative_to(run).as_posix()] = [len(changed), hashlib.sha256(changed).hexdigest()]
            record.write_text(json.dumps(told), "utf-8")
        open_run(run)
    finally:
        path.write_bytes(before)
        record.write_bytes(sealed)


def command_line(content: bytes, folder: Path) -> None:
    typed = content.decode("utf-8", "surrogateescape").split("\n")
    if SLOW & {*typed}:
        typed += SLOW_OPTIONS
    before = Path.cwd()
    os.chdir(folder)
    try:
        (folder / "case.yaml").write_text(FACTS, "utf-8")
        (folder / "in.csv").write_text(CASES, "utf-8")
        out = io.TextIOWrapper(io.BytesIO(), "utf-8")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.TextIOWrapper(io.BytesIO(), "utf-8")):
            code = call(typed)
    finally:
        os.chdir(before)
    if code not in CODES:
        raise WrongError(f"exit code {code}")
    if code == 2:
        raise InputError([])


def targets(folder: Path) -> Iterator[Target]:
    """Everything that reads what users write."""

    def texts(paths: list[Path]) -> list[bytes]:
        return [path.read_bytes() for path in paths]

    yield Target(
        "scenario",
        texts([preset_path(one) for one in PRESETS]),
        partial(yaml_file, lambda path: load_scenario(str(path))),
    )
    yield Target(
        "facts", [FACTS.encode()], partial(yaml_file, lambda path: decide("petro_2022", load_facts(as_written(path))))
    )
    paths = [PACKAGE / "regimes" / "catalogue" / f"{one}.yaml" for one in regimes()]
    yield Target(
        "regime", texts(paths), partial(yaml_file, lambda path: decide(load_rules(str(path)), {}, with_flips=False))
    )
    yield Target("log", texts(sorted((PACKAGE / "regimes" / "tables").glob("*.yaml"))), partial(yaml_file, replay))
    yield Target("batch csv", [CASES.encode(), CASES.replace(",", ";").encode()], partial(batch, ".csv"))
    yield Target("batch parquet", [_parquet()], partial(batch, ".parquet"))
    for model, name in (
        (Sources, "sources"),
        (Vocabulary, "regimes/facts"),
        (Machine, "regimes/process"),
        (Events, "lab/events"),
    ):
        yield Target(name, texts([PACKAGE / f"{name}.yaml"]), partial(yaml_file, partial(load, model)))
    yield Target("saved run", _run_files(folder / "whole"), partial(saved_run, folder / "whole"))
    yield Target("argv", [], command_line)


def _parquet() -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(
        pa_csv.read_csv(io.BytesIO(CASES.encode()), parse_options=pa_csv.ParseOptions(newlines_in_values=True)), sink
    )
    return bytes(sink.getvalue())


def _run_files(whole: Path) -> list[bytes]:
    """The files of a small run, each with its name in its first line."""
    from tregua.lab.result import simulate
    from tregua.lab.run import Settings
    from tregua.lab.scenario import load_scenarios
    from tregua.lab.store import write_run

    write_run(whole, simulate(load_scenarios(["alliance"]), Settings(draws=2, until=2028)))
    files = sorted(path for path in whole.rglob("*") if path.is_file())
    return [str(path.relative_to(whole)).encode() + b"\n" + path.read_bytes() for path in files]


def inputs(target: Target, draw: random.Random) -> Iterator[bytes]:
    """Mutated examples without end; of the command line, commands."""
    if target.name == "argv":
        while True:
            yield "\n".join(words(draw)).encode("utf-8", "surrogateescape")
    for seed in cycle(target.seeds):
        if target.name == "saved run":
            name, _, content = seed.partition(b"\n")
            yield name + b"\n" + mutated(content, draw)
        else:
            yield mutated(seed, draw)


# --- running ---------------------------------------------------------------------------------------------------------


def _alarm(*_: object) -> None:
    raise Hang


def judged(target: Target, content: bytes, folder: Path) -> str:
    """What an input leads to: accepted, refused, or how it fails."""
    began = time.monotonic()
    signal.alarm(LONGEST)
    try:
        target.check(content, folder)
        return "accepted"
    except (InputError, RunError):
        return "refused"
    except Hang:
        return "hang"
    except WrongError as error:
        return f"wrong: {error}"
    except BaseException as error:  # whatever it is, it is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({Path(place.filename).name}:{place.lineno})"
    finally:
        signal.alarm(0)
        target.slowest = max(target.slowest, time.monotonic() - began)


def fuzz(count: int, seed: int, only: str | None, seconds: float) -> tuple[list[Target], list[dict[str, str]]]:
    """Try `count` inputs on every target, in equal parts of the time; the targets and what failed."""
    signal.signal(signal.SIGALRM, _alarm)
    warnings.simplefilter("ignore")  # Zarr complains of what lies about in a damaged run
    failures: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chosen = [one for one in targets(folder) if only in (None, one.name)]
        for target in chosen:
            until = time.monotonic() + seconds / len(chosen)
            for content in islice(inputs(target, random.Random(f"{seed} {target.name}")), count):
                if time.monotonic() > until:
                    break
                verdict = judged(target, content, folder)
                fine = verdict in ("accepted", "refused")
                target.counts[verdict if fine else "failed"] += 1
                if not fine:
                    failures.append({"target": target.name, "verdict": verdict, "input": repr(content[:400])})
    return chosen, failures


def write(tried: list[Target], failures: list[dict[str, str]], seed: int) -> None:
    """The dated result."""
    from tregua.version import VERSION

    result = {
        "date": date.today().isoformat(),
        "version": VERSION,
        "seed": seed,
        "inputs": sum(one.counts.total() for one in tried),
        "targets": {one.name: {**one.counts, "slowest_s": round(one.slowest, 2)} for one in tried},
        "failures": failures,
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> int:
    """Try the inputs; 1 if any of them failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000, help="inputs of each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=60.0, help="at most, all targets together")
    parser.add_argument("--write", action="store_true", help="write the dated result")
    asked = parser.parse_args()
    tried, failures = fuzz(asked.count, asked.seed, asked.only, 60 * asked.minutes)
    for one in tried:
        print(f"{one.name:16}{dict(one.counts)}   slowest {one.slowest:.2f} s")
    for failure in failures[:40]:
        print(f"FAILED {failure['target']}: {failure['verdict']}\n    {failure['input']}")
    print(f"{sum(one.counts.total() for one in tried)} inputs, {len(failures)} failures")
    if asked.write:
        write(tried, failures, asked.seed)
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
