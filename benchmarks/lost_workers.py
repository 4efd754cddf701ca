"""Runs on a Dask cluster, each with a worker killed at a random moment or the scheduler restarted: the same bytes?

    .venv/bin/python benchmarks/lost_workers.py [--workers 20] [--schedulers 5] [--seed 0] [--save]

The run is made too large for memory by lowering what memory is taken to hold, so that it goes to disk part by part. All
files of the saved run are compared with those of a run on threads.
"""

import argparse
import hashlib
import json
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import chdir, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from threading import Timer

from own_cluster import OwnCluster

from tregua.lab import blocks, journal
from tregua.lab.alternatives import alternatives
from tregua.lab.model import lab
from tregua.show.cli.call import call

RESULT = Path(__file__).with_suffix(".json")
EARLY = "nothing happened"
HELD_BYTES, BLOCK, PART_BYTES = 2**22, 512, 2**22


def words(draws: int) -> list[str]:
    """The command of a small run: readings of the evidence are fixed, but two."""
    kept = {"emergency_effect", "eradication_effect"}
    fixed = [f"--assume={name}={lab().parameters[name].value!r}" for name in alternatives().all if name not in kept]
    return ["run", "as-observed", "total-peace", "--draws", str(draws), "--until", "2030", *fixed]


def digest(folder: Path) -> str:
    """What all files of a run say."""
    whole = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and one.name != journal.JOURNAL):
        content = path.read_bytes()
        if path.name == "run.json":  # the order of the journal's lines is that in which parts came
            told = json.loads(content)
            told["digests"].pop(journal.JOURNAL)
            content = json.dumps(told).encode()
        whole.update(path.relative_to(folder).as_posix().encode() + content)
    return whole.hexdigest()


def run(folder: Path, draws: int, dask: str | None = None) -> str:
    """The digest of a run in a new folder."""
    before = blocks.HELD_BYTES, blocks.PART_BYTES, journal.BLOCK
    blocks.HELD_BYTES, blocks.PART_BYTES, journal.BLOCK = HELD_BYTES, PART_BYTES, BLOCK
    try:
        with chdir(folder), redirect_stdout(StringIO()):
            code = call([*words(draws), "--out", "run", *(["--dask", dask] if dask else [])])
    finally:
        blocks.HELD_BYTES, blocks.PART_BYTES, journal.BLOCK = before
    left = [one.name for one in folder.iterdir() if one.name != "run"]
    return digest(folder / "run") if code == 0 and not left else f"exit {code}, {left}"


def disturbed(folder: Path, draws: int, seed: int, lasts: float, disturb: Callable[[OwnCluster], None]) -> str:
    """The digest of a run in which something happens to the cluster at a random moment."""
    with OwnCluster() as cluster:
        moment = random.Random(seed).uniform(0.1, 0.9) * lasts
        happening = Timer(moment, disturb, [cluster])
        happening.start()
        found = run(folder, draws, cluster.address)
        late = happening.is_alive()
        happening.cancel()
        happening.join()
    return found if not late else EARLY


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=20)
    parser.add_argument("--schedulers", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--draws", type=int, default=6000)
    parser.add_argument("--save", action="store_true")
    asked = parser.parse_args()

    def timed(dask: str | None) -> tuple[str, float]:
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            return run(Path(folder), asked.draws, dask), time.monotonic() - start

    expected, _ = timed(None)
    with OwnCluster() as cluster:
        found, lasts = timed(cluster.address)
    counts = {"undisturbed": int(found == expected)}
    for name, number in (("workers", asked.workers), ("schedulers", asked.schedulers)):
        counts[name] = 0
        for at in range(number):
            chance = random.Random(f"{name} {asked.seed} {at}")

            def disturb(cluster: OwnCluster, name: str = name, chance: random.Random = chance) -> None:
                cluster.kill_worker(chance) if name == "workers" else cluster.restart_scheduler()

            found, within = EARLY, lasts
            while found == EARLY:  # a run that ended before its moment came tells nothing
                with tempfile.TemporaryDirectory() as folder:
                    found = disturbed(Path(folder), asked.draws, asked.seed * 1000 + at, within, disturb)
                within *= 0.7
            counts[name] += found == expected
            print(f"{name} {at + 1}/{number}: {'same bytes' if found == expected else found}", flush=True)
    told = {
        "date": date.today().isoformat(),
        "command": f"lost_workers.py --workers {asked.workers} --schedulers {asked.schedulers} --seed {asked.seed}",
        "draws": asked.draws,
        "seconds_undisturbed": round(lasts, 1),
        "runs": {"workers": asked.workers, "schedulers": asked.schedulers},
        "same_bytes": counts,
    }
    print(json.dumps(told, indent=1))
    if asked.save:
        RESULT.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
