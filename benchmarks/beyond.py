"""More draws, and more processes: memory and time of a run by its draws, and two Dask workers beside two threads.

    .venv/bin/python benchmarks/beyond.py [--draws 10000 100000 1000000] [--both 100000] [--rounds 3] [--save]

Each run is a command of its own, so that its memory is that of a user. Memory is the largest sum, over its processes,
of what each holds alone and its part of what it shares (PSS), looked at five times a second. One policy, all readings
of the evidence fixed: three experiments a draw, two years for what grows with draws, six years for the two places.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

from tregua.lab.alternatives import alternatives
from tregua.lab.model import lab

RESULT = Path(__file__).with_suffix(".json")
TREGUA = str(Path(sys.executable).with_name("tregua"))
LOOKS = 0.2  # seconds between looks at the memory


def words(draws: int, until: int) -> list[str]:
    """The command of a run."""
    fixed = [f"--assume={name}={lab().parameters[name].value!r}" for name in alternatives().all]
    return ["run", "as-observed", "--from", "2025-01", "--until", str(until), "--draws", str(draws), *fixed]


def family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found = [pid]
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += [one for child in (thread / "children").read_text().split() for one in family(int(child))]
    return found


def held(pid: int) -> int:
    """Bytes that a process holds, shared ones in parts."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 0


def run(draws: int, until: int, *more: str) -> dict[str, float]:
    """Seconds, largest memory and disk of a run, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        start, peak, largest = time.monotonic(), 0, 0
        command = [TREGUA, *words(draws, until), "--out", "run", *more]
        with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None:
                each = [held(one) for one in family(process.pid)]
                peak, largest = max(peak, sum(each)), max(largest, *each)
                time.sleep(LOOKS)
            seconds = time.monotonic() - start
        if process.returncode:
            raise SystemExit(f"exit {process.returncode}: {' '.join(command)}")
        disk = sum(one.stat().st_size for one in Path(folder).rglob("*") if one.is_file())
        shutil.rmtree(Path(folder) / "run")
    return {
        "seconds": round(seconds, 1),
        "MB": round(peak / 1e6),
        "MB_one": round(largest / 1e6),
        "disk_MB": disk // 10**6,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--both", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--save", action="store_true")
    asked = parser.parse_args()
    run(64, 2026)  # the kernel is compiled
    told: dict[str, object] = {
        "date": date.today().isoformat(),
        "command": f"beyond.py {' '.join(sys.argv[1:])}".strip(),
    }
    by_draws = {}
    for draws in asked.draws:
        by_draws[draws] = run(draws, 2026)
        by_draws[draws]["ms_a_draw"] = round(1e3 * by_draws[draws]["seconds"] / draws, 3)
        print(f"{draws:>8} draws: {by_draws[draws]}", flush=True)
    places: dict[str, list[dict[str, float]]] = {"two threads": [], "two workers": []}
    for _ in range(asked.rounds):
        for place, more in (("two threads", []), ("two workers", ["--dask", "local:2"])):
            places[place].append(run(asked.both, 2030, *more))
            print(f"{place}: {places[place][-1]}", flush=True)
    ratios = [a["seconds"] / b["seconds"] for a, b in zip(*places.values(), strict=True)]
    told |= {"by_draws": by_draws, "both": asked.both, "places": places}
    told["efficiency_of_workers"] = round(statistics.median(ratios), 3) if ratios else None
    print(json.dumps(told, indent=1))
    if asked.save:
        RESULT.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
