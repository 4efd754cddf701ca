"""Writers that are killed, and disks that are full: what was good stays good, and nothing stays behind: see README.md.

python benchmarks/kills.py [--kills N] [--seed S] [--steps-only] [--write]
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tregua.catalogue.files import clean, replacing_folder, write_whole
from tregua.regimes.case_files import decide_file

RESULT = Path(__file__).with_suffix(".json")
TREGUA = [sys.executable, "-m", "tregua.show.cli.main"]
ROWS = 400_000  # of a batch that is killed by chance: it takes a second or two
FEW = 2_000  # of one that is killed at each of its steps
DISK = "1500k"
Digest = str


@dataclass(frozen=True)
class Verdict:
    """Whether a whole result, old or new, stands where it should, and whether nothing lies beside it."""

    kept: bool
    cleared: bool = True


@dataclass(frozen=True)
class Writer:
    """A command that writes, what it writes, and what a whole result is."""

    name: str
    command: tuple[str, ...]
    result: str
    is_whole: Callable[[Path], bool]


def table_is_whole(path: Path) -> bool:
    """Whether a batch has written all its rows."""
    return path.read_bytes().count(b"\n") == ROWS + 1


def run_is_whole(folder: Path) -> bool:
    """Whether a saved run can be opened."""
    from tregua.catalogue.errors import InputError
    from tregua.lab.store import open_run

    try:
        open_run(folder)
    except InputError:
        return False
    return True


def page_is_whole(path: Path) -> bool:
    """Whether a page has its end."""
    return path.read_text("utf-8").rstrip().endswith("</html>")


LAB = ("--draws", "4", "--until", "2032", "--out", "out")
WRITERS = (
    Writer("compare", ("compare", "alliance", "mano-dura", *LAB), "out", run_is_whole),
    Writer("run", ("run", "alliance", "mano-dura", *LAB), "out", run_is_whole),
    Writer(
        "decide", ("decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", "o.csv"), "o.csv", table_is_whole
    ),
    Writer("claims", ("claims", "--html", "o.html"), "o.html", page_is_whole),
)


def digest(path: Path) -> Digest:
    """What a file or a folder holds."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return hashlib.sha256(b"".join(str(one.relative_to(path)).encode() + one.read_bytes() for one in files)).hexdigest()


def left(folder: Path) -> list[str]:
    """What writers have left beside their results."""
    return [entry.name for entry in folder.iterdir() if entry.name.startswith(".")]


def cases(path: Path, rows: int) -> None:
    """A file of cases."""
    lines = ("true,false,1\n", "no,,2\n", ",yes,3\n", "perhaps,,4\n")
    path.write_text("negotiated,reoffended,id\n" + "".join(lines[at % 4] for at in range(rows)), "utf-8")


def aged(folder: Path) -> None:
    """What lies here was made long enough ago to be told from what is just being made."""
    for entry in folder.iterdir():
        os.utime(entry, (time.time() - 60, time.time() - 60), follow_symlinks=False)


# --- at each step ----------------------------------------------------------------------------------------------------


def killed_at(step: int, write: Callable[[], object], folder: Path) -> bool:
    """Whether a child that writes was killed before its `step`-th touch of the folder; False once there are no more."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    seen = 0

    def hook(event: str, values: tuple[object, ...]) -> None:
        nonlocal seen
        if event.startswith(("os.", "open", "shutil.")) and values and str(folder) in str(values[0]):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    write()
    os._exit(0)


def fill(target: Path, content: str) -> None:
    """A folder with two files."""
    with replacing_folder(target) as new:
        for name in ("a", "b"):
            (new / name).write_text(content, "utf-8")


def at_each_step() -> Iterator[tuple[str, Verdict]]:
    """A file, a folder and a batch, killed at every step: was the result old or new, and was the rest cleared?"""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases(folder / "in.csv", FEW)
        writes: dict[str, tuple[Path, Callable[[str], object]]] = {
            "file": (folder / "o.txt", lambda content: write_whole(folder / "o.txt", content)),
            "folder": (folder / "run", lambda content: fill(folder / "run", content)),
            "batch": (
                folder / "o.csv",
                lambda content: decide_file(
                    "petro_2022" if content == "old" else "ordinary", folder / "in.csv", folder / "o.csv"
                ),
            ),
        }
        for kind, (target, write) in writes.items():
            write("new")
            new = digest(target)
            for step in range(1, 1000):
                write("old")
                old = digest(target)
                if not killed_at(step, lambda: write("new"), folder):  # noqa: B023
                    break
                aged(folder)
                clean(folder)
                yield kind, Verdict(target.exists() and digest(target) in (old, new), not left(folder))


# --- by chance -------------------------------------------------------------------------------------------------------


def overwriting(writer: Writer) -> list[str]:
    """The command that replaces its result, which has to be said where the command knows the word."""
    told = subprocess.run([*TREGUA, writer.command[0], "--help"], capture_output=True, text=True, check=True).stdout
    return [*TREGUA, *writer.command, *(["--overwrite"] if "--overwrite" in told else [])]


def by_chance(writer: Writer, kills: int, draw: random.Random) -> Iterator[Verdict]:
    """A command killed at some moment: whether a whole result stands there, and the next command clears the rest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases(folder / "in.csv", ROWS)
        command, result = overwriting(writer), folder / writer.result
        began = time.monotonic()
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
        took = time.monotonic() - began
        for _ in range(kills):
            with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(took * draw.choice((draw.random(), draw.uniform(0.8, 1.1))))
                process.kill()
            aged(folder)
            yield Verdict(result.exists() and writer.is_whole(result))
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
        yield Verdict(writer.is_whole(result), not left(folder))


# --- full disks ------------------------------------------------------------------------------------------------------


def on_a_full_disk(writer: Writer) -> Verdict:
    """Whether the command says so in a sentence, the old result stays, and nothing else does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mounted = (
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", name], capture_output=True, check=False
            ).returncode
            == 0
        )
        try:
            return _refused(writer, folder, mounted)
        finally:
            if mounted:
                subprocess.run(["umount", name], check=True)


def _refused(writer: Writer, folder: Path, mounted: bool) -> Verdict:
    elsewhere = Path(tempfile.mkdtemp())
    cases(elsewhere / "in.csv", ROWS)
    words = [str(elsewhere / word) if word == "in.csv" else word for word in overwriting(writer)]
    result = folder / writer.result
    if result.suffix:
        result.write_text("old")
    else:
        result.mkdir()
    before = digest(result)
    (folder / "filler").write_bytes(b"x" * (1_300_000 if mounted else 1))
    limit = None if mounted else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, preexec_fn=limit)
    shutil.rmtree(elsewhere)
    told = done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.strip() != ""
    return Verdict(told and digest(result) == before, not left(folder))


def main() -> int:
    """Kill, fill, count; 1 if anything was lost or left."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=25, help="of each command, at moments drawn by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="COMMAND")
    parser.add_argument("--steps-only", action="store_true", help="only the kills at each step, and no command")
    parser.add_argument("--write", action="store_true", help="write the dated result")
    asked = parser.parse_args()
    counts: dict[str, dict[str, int]] = {}

    def count(name: str, verdict: Verdict) -> None:
        one = counts.setdefault(name, {"times": 0, "lost": 0, "left": 0})
        one["times"] += 1
        one["lost"] += not verdict.kept
        one["left"] += not verdict.cleared

    for kind, verdict in at_each_step():
        count(f"each step: {kind}", verdict)
    chosen = [] if asked.steps_only else [one for one in WRITERS if asked.only in (None, one.name)]
    for writer in chosen:
        for verdict in by_chance(writer, asked.kills, random.Random(f"{asked.seed} {writer.name}")):
            count(f"by chance: {writer.name}", verdict)
        count(f"full disk: {writer.name}", on_a_full_disk(writer))
    for name, one in counts.items():
        print(f"{name:24}{one['times']:>4} times, lost {one['lost']}, left {one['left']}")
    times, lost, left_behind = (sum(one[key] for one in counts.values()) for key in ("times", "lost", "left"))
    print(f"{times} times, {lost} lost, {left_behind} left")
    if asked.write:
        from tregua.version import VERSION

        result = {"date": date.today().isoformat(), "version": VERSION, "seed": asked.seed, "counts": counts}
        RESULT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return bool(lost or left_behind)


if __name__ == "__main__":
    sys.exit(main())
