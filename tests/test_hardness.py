"""A sample of mutated inputs and of kills; all of them are run by `benchmarks/fuzz.py` and `benchmarks/kills.py`."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Capture

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
TREGUA = [sys.executable, "-m", "tregua.show.cli.main"]
posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


def run(script: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *options], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


@posix
def test_a_sample_of_mutated_inputs_is_answered_or_refused() -> None:
    last = run("fuzz.py", "--count", "20", "--seed", "7").splitlines()[-1]
    assert last == "240 inputs, 0 failures"


@posix
def test_a_writer_that_is_killed_at_any_step_loses_nothing_and_leaves_nothing() -> None:
    *counts, last = run("kills.py", "--steps-only").splitlines()
    assert len(counts) == 3 and last.endswith(" times, 0 lost, 0 left")


@posix
@pytest.mark.usefixtures("elsewhere")
def test_a_disk_that_fills_up_is_told_and_the_old_file_stays(capsys: Capture) -> None:
    Path("in.csv").write_text("negotiated\n" + "true\n" * 20_000, "utf-8")
    for out in ("o.csv", "o.parquet"):
        Path(out).write_text("old", "utf-8")
        done = subprocess.run(
            [*TREGUA, "decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", out],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"{out}: cannot write here: File too large; nothing was left behind\n"
        assert Path(out).read_text("utf-8") == "old"
    assert {entry.name for entry in Path().iterdir()} == {"in.csv", "o.csv", "o.parquet"}


def test_the_last_long_runs_found_nothing() -> None:
    fuzzed = json.loads((BENCHMARKS / "fuzz.json").read_text("utf-8"))
    assert fuzzed["inputs"] >= 3000 and fuzzed["failures"] == []
    killed = json.loads((BENCHMARKS / "kills.json").read_text("utf-8"))["counts"]
    assert sum(one["times"] for one in killed.values()) > 70
    assert all(one["lost"] == one["left"] == 0 for one in killed.values())
