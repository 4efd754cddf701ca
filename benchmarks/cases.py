"""Ten million cases in 40 Parquet files, decided from Parquet to Parquet: rows a second, memory, where time goes.

python benchmarks/cases.py [--rows N] [--files N] [--patience SECONDS] [--write]; see README.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tregua.lab import where
from tregua.regimes import case_files, case_parts
from tregua.regimes.case_journal import NAME
from tregua.regimes.case_parts import decide_files
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.load import load_rules
from tregua.version import VERSION

RESULT = Path(__file__).with_suffix(".json")
REGIME = "ley_975"
SEED = 975
UNKNOWN = 0.3  # of the cells of each fact
TOWNS = [f"municipio {at:04}" for at in range(1_100)]
QUIET = 0.9  # of the machine
PLAN = 100_000_000
PHASES = ("reading", "facts", "deciding", "answers", "writing", "digests")


def table(number: int, rows: int) -> pa.Table:
    """Cases drawn by chance: an id, a town, and each fact that the regime asks for, unknown in three of ten."""
    rules = load_rules(REGIME)
    draw = np.random.Generator(np.random.Philox(key=(SEED, number)))
    columns: dict[str, pa.Array] = {
        "id": pa.array(np.arange(rows) + number * rows),
        "town": pa.array(TOWNS).take(pa.array(draw.integers(0, len(TOWNS), rows))),
    }
    values = distinct_values([rules])
    for name, fact in rules.asked.items():
        unknown = draw.random(rows) < UNKNOWN
        if fact.type == "date":
            days = np.datetime64("2005-07-25") + draw.integers(0, 20 * 365, rows)
            columns[name] = pa.array(days.astype("datetime64[D]"), mask=unknown)
        else:
            drawn = pa.array(draw.integers(0, len(values[name]), rows), mask=unknown)
            columns[name] = pa.array(values[name]).take(drawn)
    return pa.table(columns)


def make(folder: Path, rows: int, files: int) -> None:
    """The cases as files of equal size."""
    folder.mkdir()
    for number in range(files):
        pq.write_table(table(number, rows // files), folder / f"{number:03}.parquet")


# --- one way to decide them, in a process of its own ------------------------------------------------------------------


@contextmanager
def timed(spent: Counter[str]) -> Iterator[None]:
    """Count the seconds on the clock that each phase takes; reading goes beside the others."""

    def timer(phase: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                spent[phase] += time.perf_counter() - start

        return call

    def timed_chunks(parquet: Any) -> Iterator[Any]:
        found = chunks(parquet)
        yield from iter(timer("reading", partial(next, found, None)), None)

    chunks = case_files.ParquetCases.chunks
    places: list[tuple[Any, str, Any]] = [
        (case_files.ParquetCases, "chunks", timed_chunks),
        (case_files.Cells, "read", timer("facts", case_files.Cells.read)),
        (case_files, "decide_columns", timer("deciding", case_files.decide_columns)),
        (case_files, "answers_of", timer("answers", case_files.answers_of)),
        (case_files.Target, "write", timer("writing", case_files.Target.write)),
        (case_parts, "digest_of", timer("digests", case_parts.digest_of)),
    ]
    before = [getattr(place, name) for place, name, _ in places]
    for place, name, new in places:
        setattr(place, name, new)
    yield
    for (place, name, _), old in zip(places, before, strict=True):
        setattr(place, name, old)


def decide(source: Path, target: Path, threads: int, dask: str | None, with_phases: bool) -> dict[str, object]:
    """Seconds of a batch, and of its phases."""
    spent: Counter[str] = Counter()
    rules = load_rules(REGIME)
    with where.on(dask):
        start, worked = time.perf_counter(), time.process_time()
        computed = partial(where.computed, threads=threads)
        if with_phases:
            with timed(spent):
                decide_files(rules, source, target, computed=computed)
        else:
            decide_files(rules, source, target, computed=computed, away=dask is not None)
        took, worked = time.perf_counter() - start, time.process_time() - worked
    return {"seconds": took, "processor_seconds": None if dask else worked, "phases": dict(spent)}


WAYS: dict[str, dict[str, Any]] = {
    "one thread": {"threads": 1},
    "two threads": {"threads": 2},
    "local:2": {"threads": 1, "dask": "local:2"},
}


def idle(seconds: float = 3) -> float:
    """The share of all cores that did nothing for some seconds."""

    def counted() -> tuple[int, int]:
        ticks = [int(one) for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
        return ticks[3] + ticks[4], sum(ticks)

    before = counted()
    time.sleep(seconds)
    after = counted()
    return (after[0] - before[0]) / (after[1] - before[1])


def wait_for_quiet(patience: float) -> float:
    """Wait until others leave the machine alone, or no longer than some seconds; the share of it that is idle."""
    until = time.monotonic() + patience
    while (found := idle()) < QUIET and time.monotonic() < until:
        continue
    return found


def measured(
    source: Path, target: Path, way: dict[str, Any], patience: float, with_phases: bool = False
) -> dict[str, Any]:
    """A batch in a process of its own, watched: what it says, and the most memory that it and its workers held."""
    asked = {"source": str(source), "target": str(target), "with_phases": with_phases, **way}
    found = wait_for_quiet(patience)
    process = subprocess.Popen([sys.executable, __file__, "--child", json.dumps(asked)], stdout=subprocess.PIPE)
    watch = Watch(process.pid)
    watch.start()
    said, _ = process.communicate()
    watch.over.set()
    watch.join()
    if process.returncode:
        raise SystemExit(f"{way}: exit code {process.returncode}")
    return {
        **json.loads(said),
        "idle_before": round(found, 2),
        "peak_bytes": watch.all_together,
        "largest_process_bytes": watch.one,
    }


class Watch(threading.Thread):
    """Looks ten times a second how much memory a process and those that it has started hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.over, self.all_together, self.one = pid, threading.Event(), 0, 0

    def run(self) -> None:
        while not self.over.wait(0.1):
            held = [memory(pid) for pid in descendants(self.pid)]
            self.all_together, self.one = max(self.all_together, sum(held)), max(self.one, *held, 0)


def descendants(pid: int) -> list[int]:
    """A process and all that it has started."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def memory(pid: int) -> int:
    """Memory that a process holds [bytes], without what it shares with files."""
    try:
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return 1024 * int(fields["RssAnon"].split()[0])
    except (OSError, KeyError):
        return 0


# --- all of them ------------------------------------------------------------------------------------------------------


def size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*.parquet"))


def digests(folder: Path) -> dict[str, str]:
    """What the journal says that was written."""
    lines = map(json.loads, (folder / NAME).read_text().splitlines()[1:])
    return {line["file"]: line["target"] for line in lines}


def large_file(folder: Path, cases: Path) -> None:
    """The same rows as one file with one row group."""
    folder.mkdir()
    whole = pa.concat_tables([pq.read_table(one) for one in sorted(cases.glob("*.parquet"))])
    pq.write_table(whole, folder / "all.parquet", row_group_size=whole.num_rows)


def plan(result: dict[str, Any]) -> dict[str, Any]:
    """What ten times the cases would need, on paper: files of the same size, ten times as many."""
    times = PLAN / result["rows"]
    phases = result["ways"]["one thread"]["phases"]
    slowest = max(PHASES, key=lambda name: phases[name])
    return {
        "rows": PLAN,
        "files": round(result["files"] * times),
        "minutes": {name: round(times * result["ways"][name]["seconds"] / 60, 1) for name in WAYS},
        "disk_bytes": {"in": round(times * result["bytes_in"]), "out": round(times * result["bytes_out"])},
        "memory_bytes": {name: result["ways"][name]["peak_bytes"] for name in WAYS},
        "bottleneck": slowest,
        "its_share": round(phases[slowest] / sum(phases.values()), 2),
    }


def show(result: dict[str, Any]) -> None:
    print(f"{result['rows']:,} cases of {REGIME}, {result['columns']} columns, {result['files']} files, ", end="")
    print(f"{result['bytes_in'] / 1e6:,.0f} MB in, {result['bytes_out'] / 1e6:,.0f} MB out; {result['cores']} cores\n")
    print(f"{'':26}{'rows a second':>15}{'seconds':>10}{'peak MiB':>10}{'largest process':>17}{'idle before':>13}")
    for name, one in result["ways"].items():
        numbers = f"{result['rows'] / one['seconds']:>15,.0f}{one['seconds']:>10.1f}"
        held = f"{one['peak_bytes'] / 2**20:>10,.0f}{one['largest_process_bytes'] / 2**20:>17,.0f}"
        print(f"{name:26}{numbers}{held}{one['idle_before']:>13.0%}")
    print("The files that come out are the same to the last byte.\n\nOne thread, seconds on the clock by phase:")
    for phase in PHASES:
        print(f"  {phase:12}{result['ways']['one thread']['phases'].get(phase, 0):>8.1f}")
    paper = result["plan"]
    minutes = ", ".join(f"{name} {one:,.0f}" for name, one in paper["minutes"].items())
    disk = sum(paper["disk_bytes"].values()) / 1e9
    print(f"\nOn paper, {paper['rows']:,} cases in {paper['files']} files: minutes: {minutes}; disk {disk:,.1f} GB;")
    print(f"memory as above; bottleneck: {paper['bottleneck']}, {paper['its_share']:.0%} of the work.")


def main() -> None:
    """Make cases, decide them in each way, compare the bytes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--patience", type=float, default=0, help="seconds to wait for a quiet machine, each time")
    parser.add_argument("--write", action="store_true", help="write the dated result")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child = {"dask": None, **json.loads(asked.child)}
        given = {**child, "source": Path(child["source"]), "target": Path(child["target"])}
        print(json.dumps(decide(**given)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = folder / "cases"
        make(cases, asked.rows, asked.files)
        result: dict[str, Any] = {
            "date": date.today().isoformat(),
            "version": VERSION,
            "regime": REGIME,
            "rows": asked.rows,
            "files": asked.files,
            "columns": len(pq.read_schema(cases / "000.parquet").names),
            "cores": len(os.sched_getaffinity(0)),
            "bytes_in": size(cases),
            "ways": {},
        }
        for way, given in WAYS.items():
            result["ways"][way] = measured(cases, folder / way, given, asked.patience, way == "one thread")
        written = [digests(folder / way) for way in WAYS]
        assert all(len(one) == asked.files and one == written[0] for one in written), "bytes differ"
        result["bytes_out"] = size(folder / "one thread")
        large_file(folder / "large", cases)
        large = measured(folder / "large", folder / "large out", {"threads": 1}, asked.patience)
        result["ways"]["one file, one row group"] = large
        result["plan"] = plan(result)
    show(result)
    if asked.write:
        RESULT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
