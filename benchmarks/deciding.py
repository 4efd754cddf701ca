"""How long each answer that helps to decide takes as a user waits for it: from a saved run of all policies, or anew."""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

LIMIT = 30.0  # seconds that somebody waits
EXAMPLES = Path(__file__).parents[1] / "examples"
RESULT = Path(__file__).with_suffix(".json")
ASKED = {
    "regret": ("regret", "--weights", str(EXAMPLES / "priorities.yaml"), "--threshold", "homicides=14000"),
    "tradeoffs": ("tradeoffs", "mano-dura", "--weigh", "custody_deaths=1"),
    "discover": ("discover", "mano-dura", "--by", "0"),
    "discover with leaves and indices": ("discover", "alliance", "--by", "0", "--tree", "--indices", "sobol"),
    "information": ("information", "--outcome", "homicides"),
    "information under weights": ("information", "--weights", str(EXAMPLES / "priorities.yaml")),
}
ANEW = {
    "portfolio of all States": ("portfolio", "--budget", "2e10"),
    "portfolio of Colombia": ("portfolio", "--budget", "5e9", "--payer", "COL"),
}


def called(*words: str, folder: str) -> float:
    """The seconds of one call, start of Python and all."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "tregua", *words], cwd=folder, capture_output=True, check=True, env={**os.environ}
    )
    return time.perf_counter() - began


def main() -> None:
    """Print the seconds of each answer; ``--save`` keeps them with the day."""
    with tempfile.TemporaryDirectory() as folder:
        print(
            f"a run of all policies, 128 futures each reading: {called('run', '--out', 'saved', folder=folder):.1f} s"
        )
        taken = {name: called(*words, "--run", "saved", folder=folder) for name, words in ASKED.items()}
        taken |= {name: called(*words, folder=folder) for name, words in ANEW.items()}
    for name, seconds in taken.items():
        print(f"{name}: {seconds:.1f} s ({'within' if seconds <= LIMIT else 'over'} {LIMIT:.0f})")
    if "--save" in sys.argv:
        kept = {"date": date.today().isoformat(), "cores": os.cpu_count(), "limit": LIMIT, "seconds": taken}
        RESULT.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
